"""Genera and higher groups without an entry of their own: entries above and below them.

Trade records and permits are often identified to a genus or family only. "Ovis spp." is not listed
by CITES, but five of its species are: "not listed" would be wrong.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from concordance.checklist_parts import Place
from concordance.codes import MatchStatus
from concordance.listing.cover import levels
from concordance.matching.answer import Answer, doubt_words, doubts
from concordance.matching.candidates import Candidate
from concordance.matching.context import higher_agree
from concordance.matching.index import ListIndex
from concordance.matching.listed import listed, listed_group
from concordance.matching.query import CONTEXT, Query
from concordance.records import Entry, Taxon

#: a sentence names at most this many entries; the cell ``listed_as`` has all
_MOST_NAMED: Final = 4
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
    above = _above(places, {entry.taxon for entry in parts}, index)
    rest = index.entries[above] if above else ()
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
        words = (
            f"{index.label} lists only part of {name} by name: {_named(parts)}; "
            f"{_rest(above, index)}"
        )
        entries = [*parts, *rest]
        status, cells = MatchStatus.LISTED_IN_PART, listed(entries, [e.rank for e in entries])
    if doubts(query):
        return Answer(MatchStatus.UNCERTAIN_NAME, candidates, f"{doubt_words(query)} {words}.")
    return Answer(status, candidates, f"{words}.", cells)


def _of_order(name: str, below: Sequence[tuple[Entry, Taxon]], index: ListIndex) -> str:
    """The listed parts of a group whose name is also a genus in another kingdom."""
    kingdoms = " and ".join(sorted({taxon.kingdom for _, taxon in below}))
    parts = _named([entry for entry, _ in below])
    return f"{name} is a group of {kingdoms}, of which {index.label} lists {parts}"


def _of_genus(place: Place, above: str, index: ListIndex) -> str:
    entry = f"{index.label} {index.appendices[above]} entry {above}"
    return f"a genus of {place.kingdom}, which the {entry} covers"


def other_entries(name: str, appendix: str, index: ListIndex) -> str:
    """Return, as a clause, the entries below a group that are in another Appendix."""
    parts = [entry for entry, _ in _parts(name, index) if entry.appendix not in appendix.split("|")]
    return f"separate entries: {_named(parts)}" if parts else ""


def kingdoms_below(name: str, index: ListIndex) -> frozenset[str]:
    """Return the kingdoms of the listed taxa that belong to a group with this name."""
    if " " in name:
        return frozenset()
    return frozenset(taxon.kingdom for _, taxon in _below(index).get(name, ()))


def _named(parts: Sequence[Entry]) -> str:
    names = list(dict.fromkeys(f"{entry.taxon} ({entry.appendix})" for entry in parts))
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


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
        for taxon_id in index.accepted.get(name, ())[:1]:
            taxon = index.taxa[taxon_id]
            parts = [(entry, taxon) for entry in index.entries[name]]
            for level in _groups_above((*levels(taxon), taxon.kingdom)):
                if level != name:
                    below[level] += parts
    return below


@lru_cache(maxsize=1 << 14)
def _groups_above(line: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(level for level in dict.fromkeys(line) if level and " " not in level)


def _parts(name: str, index: ListIndex) -> Sequence[tuple[Entry, Taxon]]:
    """The entries below a group, even if the list places them in another order or class."""
    below = _below(index)
    if name in below or index.places(name):
        return below.get(name, ())
    families = dict.fromkeys(place.family for place in index.within(name))
    return [part for family in sorted(families) for part in below.get(family, ())]


def _above(places: Sequence[Place], below: set[str], index: ListIndex) -> str:
    """The one listed group that covers most genera of a group; blank if there is none.

    Most, not all: an entry may except a genus, and the data also has extinct genera.
    """
    closest = Counter(next(iter(index.groups(place)), "") for place in places)
    number = closest.total()
    above = [group for group in closest if group and group not in below]
    return above[0] if len(above) == 1 and 2 * closest[above[0]] > number else ""
