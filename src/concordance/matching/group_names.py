"""Names of genera and higher groups that no entry names: what is listed above and below them.

Trade records and permits are often identified to a genus or family only. "Ovis spp." is not listed
by CITES, but five of its species are: to deny it would be wrong.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
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

#: entries that a sentence names at most; the cell ``listed_as`` has all
_MOST_NAMED: Final = 4
_KINGDOM: Final = CONTEXT.index("kingdom")


def of_group(query: Query, candidates: tuple[Candidate, ...], index: ListIndex) -> Answer | None:
    """Return the answer to a genus or a higher group by the entries above and below it.

    Parameters
    ----------
    query : Query
    candidates : tuple of Candidate
        What the answer shows as candidates.
    index : ListIndex

    Returns
    -------
    Answer or None
        ``listed_in_part`` where entries below it name parts, ``covered`` where one group above it
        covers all its genera in one Appendix; None where the name is a species, or nothing above
        or below it is listed.
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
    """What is listed of a group whose name is also that of a genus of another kingdom."""
    kingdoms = " and ".join(sorted({taxon.kingdom for _, taxon in below}))
    parts = _named([entry for entry, _ in below])
    return f"{name} is a group of {kingdoms}, of which {index.label} lists {parts}"


def _of_genus(place: Place, above: str, index: ListIndex) -> str:
    entry = f"{index.label} {index.appendices[above]} entry {above}"
    return f"a genus of {place.kingdom}, which the {entry} covers"


def other_entries(name: str, appendix: str, index: ListIndex) -> str:
    """Return the entries below a group that are in another Appendix than its own, as a clause."""
    parts = [entry for entry, _ in _parts(name, index) if entry.appendix not in appendix.split("|")]
    return f"entries of their own: {_named(parts)}" if parts else ""


def kingdoms_below(name: str, index: ListIndex) -> frozenset[str]:
    """Return the kingdoms of the taxa with an entry that belong to a group of that name."""
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
            for level in dict.fromkeys((*levels(taxon), taxon.kingdom)):
                if level and level != name and " " not in level:
                    below[level] += [(entry, taxon) for entry in index.entries[name]]
    return below


def _parts(name: str, index: ListIndex) -> Sequence[tuple[Entry, Taxon]]:
    """The entries below a group, which the list may place under another order or class."""
    below = _below(index)
    if index.places(name):
        return below.get(name, ())
    places = index.within(name)
    families = {place.family for place in places} if _is_above_families(name, places) else set()
    parts = dict.fromkeys(below.get(name, ()))
    for group in sorted({place.name for place in places} | families - {"", name}):
        parts |= dict.fromkeys(_own(group, index))
        parts |= dict.fromkeys(below.get(group, ()))
    return tuple(parts)


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


def _above(places: Sequence[Place], below: set[str], index: ListIndex) -> str:
    """The one group in force that covers most genera of a group; blank where there is none.

    Most, since an entry may except a genus, and extinct genera are known too.
    """
    closest = Counter(next(iter(index.groups(place)), "") for place in places)
    number = closest.total()
    above = [group for group in closest if group and group not in below]
    return above[0] if len(above) == 1 and 2 * closest[above[0]] > number else ""
