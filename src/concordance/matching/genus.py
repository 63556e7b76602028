"""Answers for names that are not in a list, from their genus or a group above it.

An entry for a group covers its species, unless an exception or a stricter entry applies. "Not
listed" is a claim too; it is made only if the genus is known to be outside every entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from concordance.checklist_parts import Place
from concordance.codes import MatchStatus, Rule
from concordance.matching import near_under_cover
from concordance.matching.answer import Answer, doubt_words, enumerated
from concordance.matching.candidates import Candidate, also_named, named
from concordance.matching.context import higher_agree
from concordance.matching.exceptions import in_excepted_group, outside
from concordance.matching.group_names import of_group, proviso
from concordance.matching.index import ListIndex, form_of
from concordance.matching.listed import listed_group
from concordance.matching.query import CONTEXT, Query
from concordance.names import AuthorshipAgreement, canonical

_KINGDOM: Final = CONTEXT.index("kingdom")
#: status of a genus that only earlier names of species have
_OLDER: Final = "older"
#: status of a genus whose name is better known for another one
_HOMONYM: Final = "homonym"
#: levels of the context that an entry may name, lowest first
_LEVELS: Final = tuple(CONTEXT.index(level) for level in ("family", "order", "class"))
#: a sentence names at most this many stricter entries
_MOST_NAMED: Final = 4


def unknown(query: Query, blocked: Sequence[Candidate], index: ListIndex) -> Answer:
    """Return the answer for a name without a candidate that the context allows."""
    if excepted := outside(query, index):
        return excepted
    if query.others or "several_names" in query.problems:
        return _one_of_several(query, index)
    places = _meant(query, index)
    if " " not in query.name:
        # a genus of fungi does not hide a group that the list covers
        places = tuple(place for place in places if place.kingdom in index.kingdoms) or places
    if len({place.kingdom for place in places}) > 1 and any(map(index.groups, places)):
        return _several(query, places, index)
    higher = groups_of(query, places, index)
    if not blocked and (answer := of_group(query, higher, index)):
        return answer
    if blocked:
        name = blocked[0].indexed.use.name
        return Answer(
            MatchStatus.CONTEXT_DIFFERS,
            (*blocked, *higher),
            f"{index.label} has {name}, but in another kingdom, class or rank than given.",
        )
    group = higher[0].indexed.taxon.name if higher else ""
    if excepted := in_excepted_group(query, places, group, index):
        return excepted
    if higher:
        return _covered(query, places, higher, index)
    denial = Answer(MatchStatus.NOT_FOUND, (), _denial(query, places, index))
    return near_under_cover.beside(query, denial, index) if index.appendices else denial


def _one_of_several(query: Query, index: ListIndex) -> Answer:
    """The answer for a cell with several names, none of which the list has exactly."""
    others = also_named(query, index)
    names = ", ".join(dict.fromkeys(candidate.indexed.use.name for candidate in others))
    words = f" It may mean {names}." if names else ""
    candidates = (*others, *higher(query, index))
    return Answer(MatchStatus.UNCERTAIN_NAME, candidates, f"{doubt_words(query)}{words}")


def _covered(
    query: Query, places: Sequence[Place], higher: tuple[Candidate, ...], index: ListIndex
) -> Answer:
    """The answer for a name that a group covers, unless another entry has the same epithet.

    If all species of a family are known, an unknown name in it is probably an older name.
    """
    group = higher[0].indexed.taxon
    words = higher[0].reason
    if others := sorted({place.family for place in places if not index.groups(place)} - {""}):
        words += f"; the name {query.genus} is also used for a genus of {', '.join(others)}"
    family = places[0].family if places else group.family
    cover = Answer(MatchStatus.COVERED, higher, f"{words}.", listed_group(group.name, index))
    if slips := near_under_cover.slips(query, index):
        return near_under_cover.weighed(query, slips, cover, index)
    epithets = index.entries_of_epithet(query.name) if index.has_members(family) else ()
    stricter = [
        candidate
        for entry in epithets
        if entry.appendix not in index.appendices.get(group.name, "").split("|")
        for candidate in _bearing(query, entry.taxon, "", index)
        if candidate.indexed.taxon.family == family
    ]
    if not stricter:
        return cover
    names = ", ".join(
        f"{c.indexed.taxon.name} ({index.appendices[c.indexed.taxon.name]})" for c in stricter
    )
    return Answer(
        MatchStatus.PROPOSED,
        (*stricter, *higher),
        f"{words}; but {names} in the same family has the same epithet: check if it is the same.",
        near=tuple(stricter),
    )


# ---------------------------------------------------------------------------------------------
# which genus is meant


def _meant(query: Query, index: ListIndex) -> tuple[Place, ...]:
    """The possible placements of the genus of a name, given its context."""
    places = index.places(query.genus)
    if not places:
        return ()
    if other := index.homonyms.get(query.name):
        same = (other.kingdom, other.family)
        return tuple(p for p in places if (p.kingdom, p.family) == same) or places
    context = dict(zip(CONTEXT, query.context, strict=True))
    for level, of in (("kingdom", "kingdom"), ("class", "class_"), ("family", "family")):
        agree = [(higher_agree(context[level], getattr(place, of)), place) for place in places]
        kept = [place for same, place in agree if same] or [
            place for same, place in agree if same is None
        ]
        if not kept and level != "family":
            return ()
        places = tuple(kept) or places
    return _without_older(query, places, index)


def _without_older(query: Query, places: tuple[Place, ...], index: ListIndex) -> tuple[Place, ...]:
    """Places in the kingdoms where the genus is in use, if it is one of several kingdoms.

    Where earlier names of its species are known one by one, an unknown name is of the other, unless
    a species of the same family has the epithet.
    """
    if len({place.kingdom for place in places}) < 2:
        return places
    entries = index.entries_of_epithet(query.name)
    ids = (i for entry in entries for i in index.accepted.get(form_of(entry.taxon), ()))
    families = {index.taxa[taxon_id].family for taxon_id in ids}
    names = index.by_genus.get(query.genus, ())
    known = {indexed.taxon.kingdom for name in names for indexed in index.named(name)}
    kept = tuple(
        place
        for place in places
        if place.status != _OLDER or place.family in families or place.kingdom not in known
    )
    return kept or places


def _several(query: Query, places: Sequence[Place], index: ListIndex) -> Answer:
    meanings = " and ".join(
        f"{place.kingdom} ({_coverage(place, index)})"
        for place in sorted({p.kingdom: p for p in places}.values(), key=lambda p: p.kingdom)
    )
    candidates = tuple(
        candidate
        for place in places
        for group in index.groups(place)[:1]
        for candidate in _bearing(query, group, "", index)
    )
    return Answer(
        MatchStatus.AMBIGUOUS,
        candidates,
        f"{query.genus} is a genus of {meanings}; give the kingdom of {query.name}.",
    )


def _coverage(place: Place, index: ListIndex) -> str:
    groups = index.groups(place)
    family = f"{place.family}, " if place.family else ""
    if not groups:
        return f"{family}not listed"
    return f"{family}covered by the {index.label} {index.appendices[groups[0]]} entry {groups[0]}"


# ---------------------------------------------------------------------------------------------
# groups


def groups_of(query: Query, places: Sequence[Place], index: ListIndex) -> tuple[Candidate, ...]:
    """Return the lowest group with an entry, from the name or the given context.

    If none has an entry, return the lowest group that the list has.
    """
    without_entry: tuple[Candidate, ...] = ()
    for group, through in _groups(query, places, index):
        name = group if group in index.appendices else _first_word(group)
        if name not in index or not (candidates := _bearing(query, name, through, index)):
            continue
        if name in index.appendices:
            return candidates
        without_entry = without_entry or candidates
    return without_entry


def _first_word(group: str) -> str:
    """The name of a group as users write it, with or without its author."""
    words = group.replace(",", " ").split(maxsplit=1)
    return canonical(words[0]) if words else ""


def higher(query: Query, index: ListIndex) -> tuple[Candidate, ...]:
    """Return the lowest group of a name that the list has, over all meanings of its genus."""
    return groups_of(query, _meant(query, index), index)


def _bearing(query: Query, name: str, through: str, index: ListIndex) -> tuple[Candidate, ...]:
    reason = covered_words(query, name, through, index)
    return tuple(
        candidate._replace(sure=False, authors=AuthorshipAgreement.UNKNOWN)
        for candidate in named(query._replace(rank=""), name, index, Rule.NONE, reason)
        if candidate.context is not False
    )


def _groups(query: Query, places: Sequence[Place], index: ListIndex) -> Iterator[tuple[str, str]]:
    """Yield the groups of a name, lowest first, each with the genus that leads to it."""
    if query.genus != query.name and (not places or any(map(index.groups, places))):
        yield query.genus, ""
    for place in places:
        for group in index.groups(place):
            yield group, query.genus
    if places and _agrees(query, places):
        return  # the genus is known, and no entry covers it
    for level in _LEVELS:
        if query.context[level]:
            yield query.context[level], ""
        elif not places and (level == _LEVELS[0] or index.appendices):
            yield index.group_of(query.genus, CONTEXT[level]), query.genus


def _agrees(query: Query, places: Sequence[Place]) -> bool:
    """Whether the family given for a name is compatible with a placement of its genus."""
    family = query.context[_LEVELS[0]]
    return any(higher_agree(family, place.family) is not False for place in places)


def covered_words(query: Query, group: str, through: str, index: ListIndex) -> str:
    """Return, as a clause, which entry for a group covers a name."""
    words = query.name or query.verbatim
    if group not in index.appendices:
        return f"{index.label} contains {group}, but not {words}"
    clause = f"Covered by the {index.label} {index.appendices[group]} entry {group}"
    if through and through != group:
        clause += f", to which the genus {through} belongs"
    clause += proviso(group, index)
    if stricter := index.stricter(query.genus, group):
        names = [f"{entry.taxon} ({entry.appendix})" for entry in stricter]
        clause += f"; separate entries: {enumerated(names, _MOST_NAMED)}"
    return clause


def _denial(query: Query, places: Sequence[Place], index: ListIndex) -> str:
    """Return, as a sentence, why nothing is listed under a name, or that it is unknown."""
    name, label = query.name, index.label
    if not index.appendices:
        return f"{label} contains neither {name} nor a similar name."
    if not index.has_genera:
        return (
            f"{label} contains neither {name} nor a similar name; an entry for a group may still "
            "cover it."
        )
    if not places and index.within(name):
        return f"{label} lists neither {name} nor anything that belongs to it."
    if not places and name == query.genus:
        return f"{label} does not print {name}, and the name is unknown to the package."
    if not places:
        return (
            f"{label} does not print {name}, and the genus {query.genus} is unknown to the package."
        )
    place = min(places, key=lambda one: (one.status == _HOMONYM, one.status == _OLDER))
    if doubtful := [group.lstrip("?") for group in place.groups if group.startswith("?")]:
        return f"It is not known whether the {label} entry {doubtful[0]} covers {query.genus}."
    if place.groups and place.kingdom not in index.kingdoms:
        return f"{query.genus} is a genus of {place.kingdom}, a kingdom not loaded with this list."
    words = f"{name} is not listed by {label} under {_levels_words(query, place)}."
    others = [p for p in index.places(query.genus) if p not in places and index.groups(p)]
    if not others or query.context[_KINGDOM]:
        return words
    return (
        f"{words} {query.genus} is also the name of a genus of {others[0].kingdom} "
        f"({_coverage(others[0], index)}): if that is meant, give the kingdom."
    )


def _levels_words(query: Query, place: Place) -> str:
    """The name and the levels above it, as in "this name, its genus or family Felidae"."""
    above = [f"{title} {text}" for title, text in
             (("family", place.family), ("order", place.order)) if text]  # fmt: skip
    levels = above if query.name == place.name else ["genus", *above]
    if not levels:
        return "this name"
    levels[0] = f"its {levels[0]}"
    return f"{', '.join(['this name', *levels[:-1]])} or {levels[-1]}"
