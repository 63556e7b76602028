"""The one animal or group that all candidates for a common name stand for, if there is one.

Two names of one animal are one candidate. If a group and its members have the same common name,
the group is meant: it contains all of them, so no choice is made between animals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from concordance.codes import Confidence
from concordance.lookups.listing import Given
from concordance.lookups.populations import depends_on_country
from concordance.matching.common_candidate import CommonCandidate, only_answer
from concordance.names.common import CommonRule, common_form, noun_of
from concordance.readers.common_names import read_common_names

#: rules for the same name, regardless of number and accents
SAME: Final = frozenset({CommonRule.EXACT, CommonRule.SAME_WORDS, CommonRule.NUMBER})
#: law texts that print a name for each group
LAW_TEXTS: Final = frozenset({"canada-sor-96-263", "cites-es-2010"})
#: returns the answers of each list to each candidate
GivenTo = Callable[[Sequence[CommonCandidate]], list[tuple[Given, ...]]]
#: strength of a group to which few of the animals with the word belong
_FEW: Final = 0.5
#: strength of a group to which many of them belong
_OFTEN: Final = 0.6
#: number of other groups that may also have the word
_STRAYS: Final = 2
#: members of a family or higher group with its name, above which the name is not its own
_MANY: Final = 5
#: names of one group in one text, above which each belongs only to some of its members
_FEW_NAMES: Final = 2


class Meant(NamedTuple):
    """The taxon for which all candidates stand.

    Attributes
    ----------
    target : CommonCandidate
    names : tuple of CommonCandidate
        Other names of the same animal.
    parts : tuple of CommonCandidate
        Members of the group that also have the name.
    group : CommonCandidate or None
        The group that also has the name, if the animal has all its entries.
    """

    target: CommonCandidate
    names: tuple[CommonCandidate, ...] = ()
    parts: tuple[CommonCandidate, ...] = ()
    group: CommonCandidate | None = None


def bearers(candidates: Sequence[CommonCandidate]) -> tuple[CommonCandidate, ...]:
    """Return the candidates that have the name itself.

    Parameters
    ----------
    candidates : sequence of CommonCandidate

    Returns
    -------
    tuple of CommonCandidate
    """
    return tuple(one for one in candidates if one.rule in SAME)


def one_meant(
    candidates: Sequence[CommonCandidate], given: Mapping[str, tuple[Given, ...]]
) -> Meant | None:
    """Return the one taxon for which all candidates for a name stand.

    Parameters
    ----------
    candidates : sequence of CommonCandidate
        For one name, strongest first.
    given : mapping of str to tuple of Given
        The answers of each list to a candidate that is not the only one.

    Returns
    -------
    Meant or None
        None if several animals are possible or none is certain.
    """
    kept, names = _without_synonyms(candidates, given)
    kept, parts = _without_parts(kept, given)
    one = only_answer(kept) or _only(kept) or _in_another_number(kept)
    if one is not None:
        return Meant(one, tuple(names), tuple(parts))
    meant = _containing(kept) or _main(kept)
    return meant and _as_wide(meant, given)


def _without_synonyms(
    candidates: Sequence[CommonCandidate], given: Mapping[str, tuple[Given, ...]]
) -> tuple[list[CommonCandidate], list[CommonCandidate]]:
    """The candidates with one name for each animal, and the other names."""
    others: list[CommonCandidate] = []
    for one in sorted(bearers(candidates), key=lambda one: _is_used(one, given), reverse=True):
        answers = given.get(one.taxon, ())
        if one not in others:
            others += [
                other
                for other in bearers(candidates)
                if other is not one
                and other not in others
                and _are_one(answers, given.get(other.taxon, ()), _whole)
            ]
    return [one for one in candidates if one not in others], others


def _is_used(one: CommonCandidate, given: Mapping[str, tuple[Given, ...]]) -> tuple[bool, bool]:
    """Whether a list uses the name, and whether it is that of a species."""
    used = {answer.name for answer in given.get(one.taxon, ())}
    return one.taxon in used, one.taxon.count(" ") == 1


def _without_parts(
    candidates: list[CommonCandidate], given: Mapping[str, tuple[Given, ...]]
) -> tuple[list[CommonCandidate], list[CommonCandidate]]:
    """The candidates without those that lists have as part of another, and those parts."""
    same = bearers(candidates)
    in_part = [one for one in same if any(a.is_part for a in given.get(one.taxon, ()))]
    wholes = [given.get(one.taxon, ()) for one in same if one not in in_part]
    parts = [
        one for one in in_part if any(_are_one(whole, given[one.taxon], _id) for whole in wholes)
    ]
    return [one for one in candidates if one not in parts], parts


def _are_one(
    wholes: Sequence[Given], others: Sequence[Given], key: Callable[[Given], str | None]
) -> bool:
    """Whether a list has both names for one taxon, and no list tells them apart."""
    keys = [(_whole(whole), key(other)) for whole, other in zip(wholes, others, strict=False)]
    return any(a is not None and a == b for a, b in keys) and all(
        a == b or (None in {a, b} and whole.listed.appendix == other.listed.appendix)
        for (a, b), whole, other in zip(keys, wholes, others, strict=False)
    )


def _whole(answer: Given) -> str | None:
    """The id of the taxon, if the name means all of it."""
    return None if answer.is_part else _id(answer)


def _id(answer: Given) -> str | None:
    return None if answer.taxon is None else answer.taxon.taxon_id


def _only(candidates: Sequence[CommonCandidate]) -> CommonCandidate | None:
    """The one taxon with the name in any number; for a group, a text or two sources are needed."""
    if len(candidates) != 1 or candidates[0].rule not in SAME:
        return None
    (one,) = candidates
    if one.taxon.count(" ") > 1:
        return None  # a checklist may give a subspecies the name of its species
    return one if " " in one.taxon or _is_supported(one) else None


def _is_supported(one: CommonCandidate) -> bool:
    sources = set(one.source.split("|"))
    return (
        one.confidence == Confidence.VERIFIED
        or len(sources) > 1
        or not sources.isdisjoint(LAW_TEXTS)
        or _is_noun_of_members(one, sources)
    )


def _is_noun_of_members(one: CommonCandidate, sources: set[str]) -> bool:
    """Whether another source names members of a group with its word as the noun."""
    words = common_form(one.common_name, one.language).words
    if len(words) != 1 or " " in one.taxon:
        return False
    return bool(_sources_of_nouns().get((one.language, words[0], one.taxon), set()) - sources)


@lru_cache(maxsize=1)
def _sources_of_nouns() -> Mapping[tuple[str, str, str], set[str]]:
    """The sources of names of species by language, noun and each group of the species."""
    sources: dict[tuple[str, str, str], set[str]] = {}
    for fact in read_common_names():
        form = common_form(fact.name, fact.language)
        if form.known and " " in fact.taxon:
            noun = noun_of(form.words, fact.language)
            for group in (fact.class_, fact.order, fact.family, fact.taxon.split()[0]):
                key = fact.language, noun, group
                sources.setdefault(key, set()).update(fact.source.split("|"))
    return sources


def _in_another_number(candidates: Sequence[CommonCandidate]) -> CommonCandidate | None:
    """The animal with the word as its name in the other number: "tigers" for "tiger"."""
    same = bearers(candidates)
    if len(same) != 1 or not same[0].is_settled_in_any_number:
        return None
    of_groups = all(one is same[0] or one.rule is CommonRule.GROUP_WORD for one in candidates)
    return same[0] if of_groups else None


def _containing(candidates: Sequence[CommonCandidate]) -> Meant | None:
    """The taxon that has the name and contains every other candidate."""
    same = bearers(candidates)
    sources = {source for one in same for source in one.source.split("|")}
    for one in same:
        others = tuple(other for other in candidates if other is not one)
        if (
            _is_its_own(one, sources, len(others))
            and others
            and all(_contains(one, other) for other in others)
        ):
            return Meant(one, (), others)
    return None


def _main(candidates: Sequence[CommonCandidate]) -> Meant | None:
    """The one group with the name, if the word is frequent in at most one other group."""
    same = bearers(candidates)
    sources = {source for one in same for source in one.source.split("|")}
    for one in same:
        if " " in one.taxon or not (_is_supported(one) or len(sources) > 1):
            continue
        beside = [
            o
            for o in candidates
            if o is not one and not _contains(one, o) and not _contains(o, one)
        ]
        often = [o for o in beside if o.strength >= _FEW]
        near = (o.rule is CommonRule.GROUP_WORD and o.strength < _OFTEN for o in beside)
        above = (o.rule is CommonRule.GROUP_WORD for o in candidates if _contains(o, one))
        few = len(often) <= 1 and len(beside) <= _STRAYS
        if few and _is_its_own(one, sources, len(same) - 1) and all(near) and all(above):
            return Meant(one, (), tuple(o for o in same if o is not one))
    return None


def _as_wide(meant: Meant, given: Mapping[str, tuple[Given, ...]]) -> Meant:
    """The group, or the only member with the name if it has every Appendix of the group.

    The member must also have more Appendices, or entries for populations, as its country matters.
    """
    whole = given.get(meant.target.taxon, ())
    for one in meant.parts:
        own = given.get(one.taxon, ())
        pairs = [(_appendices(w), _appendices(o)) for w, o in zip(whole, own, strict=False)]
        alone = all(other is one or other.rule not in SAME for other in meant.parts)
        more = any(w < o for w, o in pairs) or any(map(depends_on_country, own))
        if alone and more and all(w <= o for w, o in pairs):
            return Meant(one, (), (), meant.target)
    return meant


def _appendices(answer: Given) -> frozenset[str]:
    return frozenset((answer.listed.appendix or "").split("|")) - {""}


def _is_its_own(one: CommonCandidate, sources: Collection[str], members: int) -> bool:
    """Whether a name belongs to the taxon itself, not only to some members of a large group.

    Sources that give the name to members of the group support it too; if many members have it,
    people mean them, as with "tortue".
    """
    if " " in one.taxon or one.rank == "genus":
        return True
    if members > _MANY:
        return False
    names = _names_printed()
    return (_is_supported(one) or len(sources) > 1) and all(
        names[one.taxon, one.language, source] <= _FEW_NAMES for source in one.source.split("|")
    )


@lru_cache(maxsize=1)
def _names_printed() -> Counter[tuple[str, str, str]]:
    """How many names a source gives a taxon in a language."""
    return Counter(
        (taxon, language, source)
        for taxon, language, source, _ in {
            (fact.taxon, fact.language, source, fact.name.casefold())
            for fact in read_common_names()
            if " " not in fact.taxon
            for source in fact.source.split("|")
        }
    )


def _contains(whole: CommonCandidate, part: CommonCandidate) -> bool:
    """Whether the first taxon contains the second."""
    if part.kingdom != whole.kingdom:
        return False
    above = {part.class_, part.order, part.family, part.taxon.split()[0]} - {""}
    if " " not in whole.taxon:
        return whole.taxon in above and whole.taxon != part.taxon
    return part.taxon.startswith(f"{whole.taxon} ")
