"""Genera and higher groups without an entry of their own: entries above and below them.

Trade records and permits are often identified to a genus or family only. "Ovis spp." is not listed
by CITES, but five of its species are: "not listed" would be wrong.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from concordance.checklist_parts import Place
from concordance.codes import MatchStatus, Scope
from concordance.listing.cover import levels
from concordance.matching.answer import Answer, doubt_words, doubts, enumerated
from concordance.matching.candidates import Candidate
from concordance.matching.context import higher_agree
from concordance.matching.index import ListIndex, form_of
from concordance.matching.known_members import apart, apart_words, entries_of
from concordance.matching.listed import listed, listed_group
from concordance.matching.other_genera import names_elsewhere, species_elsewhere
from concordance.matching.query import CONTEXT, Query
from concordance.records import Entry, Taxon

#: a sentence names at most this many entries; the cell ``listed_as`` has all
_MOST_NAMED: Final = 4
_POSITIVE: Final = frozenset(
    {MatchStatus.MATCHED, MatchStatus.COVERED, MatchStatus.LISTED_IN_PART, MatchStatus.EXCLUDED}
)
#: what a genus is, where its name is in use
_IN_USE: Final = frozenset({"current", "older_or_current", "in_use", "homonym"})
_FORMER: Final = "older"
_EXCEPTING: Final = frozenset({Scope.EXCLUDING, Scope.DOMESTIC_EXCLUDED})
_KINGDOM: Final = CONTEXT.index("kingdom")


def of_group(query: Query, candidates: tuple[Candidate, ...], index: ListIndex) -> Answer | None:
    """Return the answer for a genus or a higher group from the entries above and below it.

    Parameters
    ----------
    query : Query
    candidates : tuple of Candidate
        Candidates to include in the answer.
    index : ListIndex

    Returns
    -------
    Answer or None
        ``listed_in_part`` if entries below it name parts, ``covered`` if one group above it covers
        all its genera in one Appendix; None if the name is a species, or nothing above or below
        it is listed.
    """
    name = query.name
    if " " in name or not index.appendices or name in index.entries:
        return None
    kingdom = query.context[_KINGDOM]
    below = [
        (entry, taxon)
        for entry, taxon in _parts(name, index)
        if higher_agree(kingdom, taxon.kingdom) is not False
    ]
    parts = [entry for entry, _ in below]
    places = [p for p in index.within(name) if higher_agree(kingdom, p.kingdom) is not False]
    places = [p for p in places if p.status != _FORMER] or places
    same = [place for place in places if place.family in {taxon.family for _, taxon in below}]
    above = _above(same or places, {entry.taxon for entry in parts}, index)
    rest = index.entries[above] if above else ()
    if not parts and (answer := _of_former_genus(query, candidates, places, rest, index)):
        return answer
    if not parts and not rest:
        return None
    kingdoms = {taxon.kingdom for _, taxon in below}
    if kingdoms and above and kingdoms.isdisjoint(p.kingdom for p in places):
        meanings = f"{_of_order(name, below, index)}, and {_of_genus(places[0], above, index)}"
        return Answer(MatchStatus.AMBIGUOUS, (), f"{meanings}; give the kingdom.")
    if {e.appendix for e in parts} <= {e.appendix for e in rest}:
        words = f"Covered by the {index.label} {index.appendices[above]} entry {above}"
        status, cells = MatchStatus.COVERED, listed_group(above, index)
    else:
        if species := apart(name, places, above, index) if above else ():
            return _all_apart(query, candidates, species, above, index)
        words = (
            f"{index.label} lists only part of {name} by name: {_named(parts, name, index)}; "
            f"{_rest(above, index)}"
        )
        entries = [*parts, *rest]
        status, cells = MatchStatus.LISTED_IN_PART, listed(entries, [e.rank for e in entries])
    if doubts(query):
        return Answer(MatchStatus.UNCERTAIN_NAME, candidates, f"{doubt_words(query)} {words}.")
    return Answer(status, candidates, f"{words}.", cells)


def _of_former_genus(
    query: Query,
    candidates: tuple[Candidate, ...],
    places: Sequence[Place],
    rest: Sequence[Entry],
    index: ListIndex,
) -> Answer | None:
    """The answer to a genus of earlier names only, none of them known, beside other entries.

    *Houbara* was the genus of two bustards of Appendix I, which are *Chlamydotis* today.
    """
    if not _is_former(places) or query.name in index.by_genus:
        return None
    appendices = {entry.appendix for entry in rest}
    family = places[0].family
    others = [
        entry for entry, _ in _below(index).get(family, ()) if entry.appendix not in appendices
    ]
    if not others:
        return None
    words = (
        f"{query.name} is a former genus of {family}, and its species may be among those that "
        f"{index.label} lists separately: {_named(others, family, index)}; give the species."
    )
    if doubts(query):
        words = f"{doubt_words(query)} {words}"
        return Answer(MatchStatus.UNCERTAIN_NAME, candidates, words)
    if not rest:
        return Answer(MatchStatus.PROPOSED, candidates, words)
    above = rest[0].taxon
    cover = f"Covered by the {index.label} {index.appendices[above]} entry {above}. "
    return Answer(MatchStatus.COVERED, candidates, f"{cover}{words}", listed_group(above, index))


def _of_order(name: str, below: Sequence[tuple[Entry, Taxon]], index: ListIndex) -> str:
    """The listed parts of a group whose name is also a genus in another kingdom."""
    kingdoms = " and ".join(sorted({taxon.kingdom for _, taxon in below}))
    parts = _named([entry for entry, _ in below], name, index)
    return f"{name} is a group of {kingdoms}, of which {index.label} lists {parts}"


def _of_genus(place: Place, above: str, index: ListIndex) -> str:
    entry = f"{index.label} {index.appendices[above]} entry {above}"
    return f"a genus of {place.kingdom}, which the {entry} covers"


def _all_apart(
    query: Query,
    candidates: tuple[Candidate, ...],
    species: Sequence[Taxon],
    above: str,
    index: ListIndex,
) -> Answer:
    """The answer to a group of which every known species has an entry of its own."""
    entries = entries_of(species, index)
    words = apart_words(query.name, species, above, index)
    words = words[0].upper() + words[1:]
    cells = listed(entries, [entry.rank for entry in entries])
    if doubts(query):
        return Answer(MatchStatus.UNCERTAIN_NAME, candidates, f"{doubt_words(query)} {words}.")
    return Answer(
        MatchStatus.LISTED_IN_PART, candidates, f"{words}.", cells, is_of_known_members=True
    )


def with_other_entries(name: str, answer: Answer, index: ListIndex) -> Answer:
    """Return the answer to a group with an entry, with those below it in other Appendices.

    Parameters
    ----------
    name : str
    answer : Answer
        By the entry for the group itself.
    index : ListIndex

    Returns
    -------
    Answer
    """
    own = (answer.listed.appendix or "").split("|")
    below = [pair for pair in _parts(name, index) if pair[0].appendix not in own]
    parts = list(dict.fromkeys(entry for entry, _ in below))
    if not parts:
        return answer
    words = f"separate entries: {_named(parts, name, index)}"
    if species := apart(name, index.within(name), name, index):
        words = apart_words(name, species, name, index)
    covering = [*answer.listed.covering, *((entry, entry.rank) for entry in parts)]
    return answer._replace(
        evidence=f"{answer.evidence.rstrip('.')}; {words}.",
        listed=listed([entry for entry, _ in covering], [how for _, how in covering]),
    )


def proviso(name: str, index: ListIndex) -> str:
    """Return what may limit the cover of an entry, as a clause; blank if nothing in the list does.

    Parameters
    ----------
    name : str
        A taxon or group with an entry.
    index : ListIndex
    """
    own = index.entries.get(name, ())
    below = (
        index.parts.get(name, ()) if " " in name else [e for e, _ in _below(index).get(name, ())]
    )
    excepting = any(e.excluded_taxa or e.scope in _EXCEPTING for e in own)
    stricter = not {e.appendix for e in below} <= {e.appendix for e in own}
    limits = ["an exception"] * excepting + ["a stricter entry"] * stricter
    return f", unless {' or '.join(limits)} applies" if limits else ""


def kingdoms_below(name: str, index: ListIndex) -> frozenset[str]:
    """Return the kingdoms of the listed taxa that belong to a group with this name."""
    if " " in name:
        return frozenset()
    return frozenset(taxon.kingdom for _, taxon in _below(index).get(name, ()))


def homonym_words(query: Query, answer: Answer, index: ListIndex) -> str:
    """Return, as a sentence, that a group has the name of a genus in another kingdom.

    Parameters
    ----------
    query : Query
    answer : Answer
    index : ListIndex

    Returns
    -------
    str
        Blank if there is none, or if the kingdom is given.

    Notes
    -----
    Animals and plants may have the same name: ICZN Article 1.4, ICN Principle I.
    """
    name, given = query.name, query.context[_KINGDOM]
    if given or " " in name or not index.appendices or answer.status not in _POSITIVE:
        return ""
    of_answer = {candidate.indexed.taxon.kingdom for candidate in answer.candidates}
    of_answer |= kingdoms_below(name, index)
    others = [
        place
        for place in index.places(name)
        if place.kingdom not in of_answer and place.status in _IN_USE
    ]
    if not others or not of_answer:
        return ""
    place = others[0]
    family = f", {place.family}" if place.family else ""
    return (
        f" {name} is also the name of a genus of {place.kingdom}{family}: "
        "if that is meant, give the kingdom."
    )


def _named(parts: Sequence[Entry], genus: str, index: ListIndex) -> str:
    """Entries below a genus or a group, those of another genus with their name in this one."""
    elsewhere = names_elsewhere([genus], index)
    appendices: defaultdict[str, list[str]] = defaultdict(list)
    for entry in parts:
        if entry.appendix not in appendices[entry.taxon]:
            appendices[entry.taxon].append(entry.appendix)
    names = [
        f"{taxon} ({' and '.join(sorted(own))}{elsewhere.get(taxon, '')})"
        for taxon, own in appendices.items()
    ]
    return enumerated(names, _MOST_NAMED)


def _rest(above: str, index: ListIndex) -> str:
    if not above:
        return "it has no entry of its own"
    return f"the rest is covered by the {index.label} {index.appendices[above]} entry {above}"


def _below(index: ListIndex) -> Mapping[str, Sequence[tuple[Entry, Taxon]]]:
    """The entries for taxa of each genus, family, order, class and kingdom."""
    return index.once(lambda: _entries_below(index), "entries below a group")


def _entries_below(index: ListIndex) -> Mapping[str, Sequence[tuple[Entry, Taxon]]]:
    below: defaultdict[str, list[tuple[Entry, Taxon]]] = defaultdict(list)
    for name in sorted(index.entries):
        for taxon_id in index.accepted.get(form_of(name), ())[:1]:
            taxon = index.taxa[taxon_id]
            parts = [(entry, taxon) for entry in index.entries[name]]
            for level in _groups_above((*levels(taxon), *_between(taxon, index), taxon.kingdom)):
                if level != name:
                    below[level] += parts
    return below


@lru_cache(maxsize=1 << 14)
def _groups_above(line: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(level for level in dict.fromkeys(line) if level and " " not in level)


def _between(taxon: Taxon, index: ListIndex) -> Iterator[str]:
    """Yield the groups with an entry between the genus and the family of a taxon."""
    for place in index.places(taxon.genus):
        if place.family == taxon.family:
            groups = index.groups(place)
            yield from (g for g in groups if index.entries[g][0].rank == "subfamily")


def _parts(name: str, index: ListIndex) -> Sequence[tuple[Entry, Taxon]]:
    """The entries below a group, even if the list places them in another order or class."""
    below = _below(index)
    if index.places(name) or name in index.by_genus:
        return [*below.get(name, ()), *_parts_elsewhere(name, index)]
    places = index.within(name)
    of_group: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places:
        of_group[place.name].append(place)
    if _is_above_families(name, places):
        above_orders = len({place.order for place in places}) > 1
        for place in places:
            of_group[place.family].append(place)
            if above_orders:
                of_group[place.order].append(place)
    parts = dict.fromkeys(below.get(name, ()))
    for group in sorted(of_group.keys() - {"", name}):
        for part in (*_own(group, index), *below.get(group, ())):
            if part not in parts and _is_placed(part[1], group, of_group[group], index):
                parts[part] = None
    return tuple(parts)


def _is_placed(taxon: Taxon, group: str, places: Sequence[Place], index: ListIndex) -> bool:
    """Whether a taxon of a genus or family is the one placed there, not in one of the same name.

    *Pholidota* is a genus of orchids and the order of pangolins.
    """
    if all(higher_agree(taxon.kingdom, place.kingdom) is False for place in places):
        return False
    of_kingdom = {p.family for p in index.places(group) if p.kingdom == taxon.kingdom}
    known = taxon.family in of_kingdom and len(of_kingdom) > 1
    return not known or taxon.family in {place.family for place in places}


def _is_above_families(name: str, places: Sequence[Place]) -> bool:
    """Whether a group has whole families: an order, class or suborder."""
    return (
        any(name in (place.order, place.class_) for place in places)
        or len({place.family for place in places}) > 1
    )


def _own(name: str, index: ListIndex) -> list[tuple[Entry, Taxon]]:
    """The entries for a taxon itself."""
    taxa = [index.taxa[taxon_id] for taxon_id in index.accepted.get(name, ())[:1]]
    return [(entry, taxon) for taxon in taxa for entry in index.entries.get(name, ())]


def _parts_elsewhere(genus: str, index: ListIndex) -> Iterator[tuple[Entry, Taxon]]:
    """Yield the entries for species of a genus that the list has in another one.

    Those of a former genus are known by their synonyms only.
    """
    taxa = [index.taxa[taxon_id] for taxon_id in species_elsewhere([genus], index)]
    if _is_former(index.places(genus)):
        names = index.by_genus.get(genus, ())
        taxa += [indexed.taxon for name in names for indexed in index.named(name)]
    above = {group for place in index.places(genus) for group in index.groups(place)}
    for species in dict.fromkeys(taxa):
        own = [
            (entry, taxon)
            for entry, taxon in _below(index).get(species.genus, ())
            if species.name in (taxon.name, taxon.species)
        ]
        wider = [(e, species) for e in index.cover(species).entries if e.taxon not in above]
        yield from own or wider


def _is_former(places: Sequence[Place]) -> bool:
    """Whether a genus has earlier names only."""
    return bool(places) and all(place.status == _FORMER for place in places)


def _above(places: Sequence[Place], below: set[str], index: ListIndex) -> str:
    """The one listed group that covers most genera of a group; blank if there is none.

    Most, not all: an entry may except a genus, and the data also has extinct genera.
    """
    closest = Counter(
        next((group for group in index.groups(place) if _reaches(group, place, index)), "")
        for place in places
    )
    number = closest.total()
    above = [group for group in closest if group and group not in below]
    return above[0] if len(above) == 1 and 2 * closest[above[0]] > number else ""


def _reaches(group: str, place: Place, index: ListIndex) -> bool:
    """Whether the entries for a group do not except a genus or the groups that it belongs to."""
    excepted = {name for entry in index.entries[group] for name in entry.excluded_taxa}
    return excepted.isdisjoint((place.name, place.family, place.order))
