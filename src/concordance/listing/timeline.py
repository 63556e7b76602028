"""Listing over time: which entries covered an animal, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from concordance.checklist import Checklist
from concordance.checklist_parts import Part
from concordance.codes import NameKind, Relation, Scope
from concordance.listing.entries import limits_of
from concordance.records import Entry, NameUse, Taxon, concept
from concordance.schema import Column

TIMELINE: Final = (
    Column(name="side", meaning="the list, in capitals"),
    Column(name="taxon", meaning="name of the taxon on the day of the list"),
    Column(name="entry", meaning="name printed by the entry at that time"),
    Column(name="rank", meaning="rank of the entry"),
    Column(name="appendix", meaning="I, II or III"),
    Column(
        name="how",
        meaning="own entry, under an earlier name, in a wider species then, through the genus of "
        "an earlier name, or through the species or group",
    ),
    Column(name="limits", meaning="population, exclusion, migratory members, Parties, in words"),
    Column(name="effective_from", meaning="first day; null = before the oldest text, not known"),
    Column(name="effective_to", meaning="first day no longer in force; null = in force"),
    Column(name="decided_at", meaning="meeting that decided it; null = not known"),
    Column(name="source", meaning="source keys joined by |"),
    Column(name="confidence", meaning="verified, reported or recalled"),
)

_WIDER: Final = "in a wider species then"
_GENUS_THEN: Final = "through the genus of an earlier name"
#: levels reached through a name of another day; used only if no closer entry covers the taxon
_OF_OTHER_DAYS: Final = frozenset({_WIDER, _GENUS_THEN})
#: names on one level, and how an entry for one of them covers the taxon
Level = tuple[frozenset[str], str]


class TimelineRow(NamedTuple):
    """A row of `TIMELINE`."""

    side: str
    taxon: str
    entry: str
    rank: str
    appendix: str
    how: str
    limits: str | None
    effective_from: str | None
    effective_to: str | None
    decided_at: str | None
    source: str
    confidence: str


class _Span(NamedTuple):
    """An entry (by position), how it covered the taxon, and between which days."""

    place: int
    path: str
    first: str
    last: str


def timeline_of(checklist: Checklist, ids: Iterable[str]) -> list[TimelineRow]:
    """Return the entries that covered some taxa of a list, over time.

    Parameters
    ----------
    checklist : Checklist
    ids : iterable of str
        Taxa of this list; other ids are ignored.

    Returns
    -------
    list of TimelineRow
        By taxon, first day and Appendix. An entry has several rows if it was displaced for a time
        or printed another name.

    Notes
    -----
    Applies the rules of `listing.cover` to every span between two days on which an entry began or
    ended. Ended entries for a wider species or for the genus of an earlier name count while no
    closer entry covered the taxon. Entries are found by name, so a span without one does not prove
    that the animal was not covered.
    """
    wanted = set(ids)
    names: dict[str, list[NameUse]] = {}
    for use in checklist.records.names:
        if use.taxon_id in wanted:
            names.setdefault(use.taxon_id, []).append(use)
    rows: list[TimelineRow] = []
    for taxon in checklist.records.taxa:
        if taxon.taxon_id in wanted:
            levels = _levels(checklist, taxon, names.get(taxon.taxon_id, ()))
            rows += _rows(checklist, taxon, levels)
    return rows


def _entries_about(checklist: Checklist, taxon: Taxon, line: frozenset[str]) -> list[Entry]:
    """Entries of all days for a taxon or a higher group, counted from their earlier name on."""
    entries = [e for e in checklist.knowledge.earlier if e.taxon in line]
    by_end = sorted(entries, key=lambda entry: entry.effective_to)
    renamed = {entry.entry_id: entry.effective_to for entry in by_end}
    for entry in checklist.records.listings:
        # a download states the taxon of an entry; otherwise names decide
        if entry.taxon_id == taxon.taxon_id or (not entry.taxon_id and entry.taxon in line):
            start = max(entry.effective_from, renamed.get(entry.entry_id, ""))
            entries.append(entry._replace(effective_from=start, effective_to=""))
    return [e for e in entries if e.taxon_id or not line & set(e.excluded_taxa)]


def _of_the_whole(entries: Iterable[Entry], parts: Iterable[Part]) -> Iterator[Entry]:
    """Entries, those for what the taxon was part of cut to the days on which it was."""
    dated = [part for part in parts if part.until]
    wholes = {part.whole for part in dated}
    for entry in entries:
        if entry.taxon not in wholes:
            yield entry
        for part in dated:
            first = max(entry.effective_from, part.first)
            until = min(entry.effective_to or part.until, part.until)
            if entry.taxon == part.whole and first < until:
                yield entry._replace(effective_from=first, effective_to=until)


def _levels(checklist: Checklist, taxon: Taxon, names: Sequence[NameUse]) -> list[Level]:
    same = {taxon.name} | {
        use.name
        for use in names
        if use.kind is not NameKind.REFERENCE  # a third list's name, in no Appendix
        and concept(use.name, taxon.name, use.kind) is Relation.CONGRUENT
    }
    own = {e.entry_id for e in checklist.records.listings if e.taxon == taxon.name}
    same |= {e.taxon for e in checklist.knowledge.earlier if e.entry_id in own}
    species = {taxon.species} - {""}
    wider = {use.name for use in names if use.kind is NameKind.SPLIT}
    wider |= {part.whole for part in checklist.knowledge.parts if part.name in same}
    wider |= {" ".join(name.split()[:2]) for name in same if len(name.split()) == 3}
    genera = {name.split()[0] for name in same if " " in name} - {taxon.genus}
    places = checklist.knowledge.genera.places(taxon.genus)
    known = [g for p in places if taxon.kingdom in ("", p.kingdom) for g in p.groups]
    above = dict.fromkeys((taxon.genus, *known, taxon.family, taxon.order, taxon.class_))
    groups = ({group} for group in above)
    return [
        (frozenset(same), "own entry"),
        (frozenset(species), "through the species"),
        (frozenset(wider - same - species), _WIDER),
        (frozenset(genera), _GENUS_THEN),
        *((frozenset(group) - {"", taxon.name}, "") for group in groups),
    ]


def _rows(checklist: Checklist, taxon: Taxon, levels: Sequence[Level]) -> list[TimelineRow]:
    about = _entries_about(checklist, taxon, frozenset().union(*(names for names, _ in levels)))
    parts = [part for part in checklist.knowledge.parts if part.name in levels[0][0]]
    entries = list(_of_the_whole(about, parts))
    days = sorted({e.effective_from for e in entries} | {e.effective_to for e in entries} - {""})
    spans: list[_Span] = []
    for day, end in pairwise([*days, ""]):
        for place, path in _covering(entries, levels, day, checklist.specific_entry_prevails):
            before = next((s for s in spans if s[:2] == (place, path) and s.last == day), None)
            if before:
                spans.remove(before)
            spans.append(_Span(place, path, before.first if before else day, end))
    rows = [_row(checklist, taxon, entries[span.place], span) for span in spans]
    return sorted(rows, key=lambda r: (r.effective_from or "", r.appendix, r.entry, r.limits or ""))


def _covering(
    entries: Sequence[Entry], levels: Sequence[Level], day: str, prevails: bool
) -> list[tuple[int, str]]:
    """Positions of the entries that covered the taxon on a day, and how; closest level first."""
    then = [place for place, entry in enumerate(entries) if entry.in_force(day)]
    covering = [
        (place, "own entry" if entries[place].taxon in levels[0][0] else "")
        for place in then
        if entries[place].taxon_id
    ]
    if covering:
        return covering
    for names, path in levels:
        here = [place for place in then if entries[place].taxon in names]
        if path in _OF_OTHER_DAYS:
            here = [] if covering else [place for place in here if entries[place].effective_to]
        covering += [(place, path) for place in here]
        if prevails and any(entries[place].scope is not Scope.POPULATION for place in here):
            break
    return covering


def _row(checklist: Checklist, taxon: Taxon, entry: Entry, span: _Span) -> TimelineRow:
    path = span.path
    if path == "own entry" and entry.taxon != taxon.name:
        path = "under an earlier name"
    return TimelineRow(
        side=checklist.label,
        taxon=taxon.name,
        entry=entry.taxon,
        rank=entry.rank,
        appendix=entry.appendix,
        how=path or f"through the {entry.rank}",
        limits=limits_of(entry, taxon.name) or None,
        effective_from=span.first or None,
        effective_to=span.last or None,
        decided_at=entry.decided_at or None,
        source=entry.source,
        confidence=entry.confidence.value,
    )
