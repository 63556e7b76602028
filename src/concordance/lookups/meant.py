"""The one animal or group that several candidates of a common name come to, if they do.

Two names of one animal are one candidate, and where a group bears the name as well as its members,
the group is meant: it holds all of them, so nothing is chosen between animals.
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

#: rules that say that a name is one of a taxon, in whatever number or accents
SAME: Final = frozenset({CommonRule.EXACT, CommonRule.SAME_WORDS, CommonRule.NUMBER})
#: texts of law that print names of groups one by one
LAW_TEXTS: Final = frozenset({"canada-sor-96-263", "cites-es-2010"})
#: what each list answers to each candidate
GivenTo = Callable[[Sequence[CommonCandidate]], list[tuple[Given, ...]]]
#: strength of the group of a word that few of those that bear it belong to
_FEW: Final = 0.5
#: the same of a group that many of them belong to
_OFTEN: Final = 0.6
#: other groups that may bear the word of a group
_STRAYS: Final = 2
#: members of a family or of a higher group that bear its name, above which it is not its own
_MANY: Final = 5
#: names of one group in one text, above which each of them is that of some of its members
_FEW_NAMES: Final = 2


class Meant(NamedTuple):
    """What candidates come to.

    Attributes
    ----------
    target : CommonCandidate
    names : tuple of CommonCandidate
        Other names of the same animal.
    parts : tuple of CommonCandidate
        Members of the group that bear the name as well.
    group : CommonCandidate or None
        The group that bears the name as well, of which the animal is the one with all entries.
    """

    target: CommonCandidate
    names: tuple[CommonCandidate, ...] = ()
    parts: tuple[CommonCandidate, ...] = ()
    group: CommonCandidate | None = None


def bearers(found: Sequence[CommonCandidate]) -> tuple[CommonCandidate, ...]:
    """Return the candidates that bear the name itself.

    Parameters
    ----------
    found : sequence of CommonCandidate

    Returns
    -------
    tuple of CommonCandidate
    """
    return tuple(one for one in found if one.rule in SAME)


def one_meant(
    found: Sequence[CommonCandidate], given: Mapping[str, tuple[Given, ...]]
) -> Meant | None:
    """Return the one taxon that the candidates of a name come to.

    Parameters
    ----------
    found : sequence of CommonCandidate
        Of one name, the strongest first.
    given : mapping of str to tuple of Given
        What each list answers to a candidate that has others beside it.

    Returns
    -------
    Meant or None
        None where several animals are possible, or nothing is sure.
    """
    kept, names = _without_synonyms(found, given)
    one = only_answer(kept) or _only(kept) or _in_another_number(kept)
    if one is not None:
        return Meant(one, tuple(names))
    held = _holder(kept) or _main(kept)
    return held and _as_wide(held, given)


def _without_synonyms(
    found: Sequence[CommonCandidate], given: Mapping[str, tuple[Given, ...]]
) -> tuple[list[CommonCandidate], list[CommonCandidate]]:
    """The candidates, one name for each animal, and the other names."""
    by_taxon: dict[tuple[str | None, ...], list[CommonCandidate]] = {}
    for one in bearers(found):
        key = tuple(_whole(answer) for answer in given.get(one.taxon, ()))
        if any(key):
            by_taxon.setdefault(key, []).append(one)
    others = []
    for same in by_taxon.values():
        used = {answer.name for answer in given[same[0].taxon]}
        first = next((one for one in same if one.taxon in used), same[0])
        others += [one for one in same if one is not first]
    return [one for one in found if one not in others], others


def _whole(answer: Given) -> str | None:
    """The taxon of which a name means the whole."""
    return None if answer.taxon is None or answer.is_part else answer.taxon.taxon_id


def _only(found: Sequence[CommonCandidate]) -> CommonCandidate | None:
    """The one taxon with the name in any number; of a group a text or two sources must say so."""
    if len(found) != 1 or found[0].rule not in SAME:
        return None
    (one,) = found
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
    """Whether another source has members of a group with its word as the noun of their names."""
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


def _in_another_number(found: Sequence[CommonCandidate]) -> CommonCandidate | None:
    """The animal whose own name is the word in the other number: "tigers" as "tiger"."""
    same = bearers(found)
    if len(same) != 1 or not same[0].is_settled_in_any_number:
        return None
    of_groups = all(one is same[0] or one.rule is CommonRule.GROUP_WORD for one in found)
    return same[0] if of_groups else None


def _holder(found: Sequence[CommonCandidate]) -> Meant | None:
    """The taxon that bears the name and holds every other one that may be meant."""
    same = bearers(found)
    sources = {source for one in same for source in one.source.split("|")}
    for one in same:
        others = tuple(other for other in found if other is not one)
        if (
            _is_its_own(one, sources, len(others))
            and others
            and all(_holds(one, other) for other in others)
        ):
            return Meant(one, (), others)
    return None


def _main(found: Sequence[CommonCandidate]) -> Meant | None:
    """The one group with the name, where one other group at most bears its word often."""
    same = bearers(found)
    sources = {source for one in same for source in one.source.split("|")}
    for one in same:
        if " " in one.taxon or not (_is_supported(one) or len(sources) > 1):
            continue
        beside = [o for o in found if o is not one and not _holds(one, o) and not _holds(o, one)]
        often = [o for o in beside if o.strength >= _FEW]
        near = (o.rule is CommonRule.GROUP_WORD and o.strength < _OFTEN for o in beside)
        above = (o.rule is CommonRule.GROUP_WORD for o in found if _holds(o, one))
        few = len(often) <= 1 and len(beside) <= _STRAYS
        if few and _is_its_own(one, sources, len(same) - 1) and all(near) and all(above):
            return Meant(one, (), tuple(o for o in same if o is not one))
    return None


def _as_wide(held: Meant, given: Mapping[str, tuple[Given, ...]]) -> Meant:
    """The group, or the only member with the name if it has every Appendix of the group.

    The member must also have more Appendices, or entries for populations, as its country matters.
    """
    whole = given.get(held.target.taxon, ())
    for one in held.parts:
        own = given.get(one.taxon, ())
        pairs = [(_appendices(w), _appendices(o)) for w, o in zip(whole, own, strict=False)]
        alone = all(other is one or other.rule not in SAME for other in held.parts)
        more = any(w < o for w, o in pairs) or any(map(depends_on_country, own))
        if alone and more and all(w <= o for w, o in pairs):
            return Meant(one, (), (), held.target)
    return held


def _appendices(answer: Given) -> frozenset[str]:
    return frozenset((answer.listed.appendix or "").split("|")) - {""}


def _is_its_own(one: CommonCandidate, sources: Collection[str], members: int) -> bool:
    """Whether a name is that of a taxon, and not the name of one kind in a large group.

    The sources that give the name to members of the group support it too; where many do, people
    mean these, as with "tortue".
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


def _holds(whole: CommonCandidate, part: CommonCandidate) -> bool:
    """Whether a taxon is a species of the other, a genus of it, or above it."""
    if part.kingdom != whole.kingdom:
        return False
    above = {part.class_, part.order, part.family, part.taxon.split()[0]} - {""}
    if " " not in whole.taxon:
        return whole.taxon in above and whole.taxon != part.taxon
    return part.taxon.startswith(f"{whole.taxon} ")
