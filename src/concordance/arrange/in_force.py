"""The entries in force on a day, under the names printed then, and earlier entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from concordance.arrange.scopes import scope_text
from concordance.checklist_parts import Part
from concordance.codes import NameKind
from concordance.readers.appendices import EntryFact, Facts, Renaming, SynonymFact
from concordance.records import Entry


def printed_names(facts: Facts, day: str) -> Mapping[str, str]:
    """Return a mapping from latest name to name printed on the day, where they differ."""
    return {r.name: r.name_then for r in facts.renamings if r.dates.on(day)}


def entries_in_force(facts: Facts, printed: Mapping[str, str], day: str) -> list[EntryFact]:
    """Return the entries in force on a day, under the names printed then.

    Parameters
    ----------
    facts : Facts
    printed : mapping
        See `printed_names`.
    day : str
        ISO date.

    Returns
    -------
    list of EntryFact
    """
    return [
        fact._replace(entry=fact.entry._replace(taxon=printed[fact.entry.taxon]))
        if fact.entry.taxon in printed
        else fact
        for fact in facts.entries
        if fact.entry.in_force(day)
    ]


def of_day(facts: Facts, day: str, kingdoms: Collection[str]) -> Facts:
    """Return the facts on some kingdoms, with taxa merged that were parts of others on a day.

    Parameters
    ----------
    facts : Facts
    day : str
        ISO date.
    kingdoms : collection of str

    Returns
    -------
    Facts
        A taxon that was part of another on the day becomes a name of the other
        (`NameKind.LUMP`) and is not a taxon itself.
    """
    parts = {part.name: part for part in facts.parts if part.dates.on(day)}
    lumps = tuple(
        SynonymFact(part.name, "", part.part_of, NameKind.LUMP, part.source)
        for part in parts.values()
    )
    return replace(
        facts,
        entries=tuple(
            fact._replace(entry=fact.entry._replace(scope_note=text))
            if (text := scope_text(fact.entry, facts.countries)) != fact.entry.scope_note
            else fact
            for fact in facts.entries
            if fact.kingdom in kingdoms
        ),
        taxa=tuple(f for f in facts.taxa if f.kingdom in kingdoms and f.name not in parts),
        covered=tuple(f for f in facts.covered if f.kingdom in kingdoms and f.name not in parts),
        synonyms=(*lumps, *facts.synonyms),
    )


def parts_before(facts: Facts, taxa: Collection[str], day: str) -> tuple[Part, ...]:
    """Return the taxa of a day that were part of another one before.

    Parameters
    ----------
    facts : Facts
    taxa : collection of str
        Names of the taxa of the list on the day.
    day : str
        ISO date.

    Returns
    -------
    tuple of Part
    """
    dated = {
        Part(part.name, part.part_of, *part.dates)
        for part in facts.parts
        if part.dates.valid_to and part.dates.valid_to <= day
    }
    known = {part.name for part in dated}
    undated = {
        Part(synonym.name, synonym.accepted, "", "")
        for synonym in facts.synonyms
        if synonym.kind is NameKind.LUMP and synonym.name in taxa and synonym.name not in known
    }
    return tuple(sorted(dated | undated))


def earlier_entries(facts: Facts, day: str) -> tuple[Entry, ...]:
    """Return the entries that ended by a day, and those in force under an earlier name.

    Parameters
    ----------
    facts : Facts
    day : str
        ISO date.

    Returns
    -------
    tuple of Entry
        An entry that printed other names before has several rows.
    """
    renamed: defaultdict[str, list[Renaming]] = defaultdict(list)
    for renaming in facts.renamings:
        if renaming.dates.valid_to:
            renamed[renaming.name].append(renaming)
    return tuple(
        span
        for fact in facts.entries
        for span in _earlier_spans(fact.entry, renamed[fact.entry.taxon], day)
    )


def _earlier_spans(entry: Entry, renamed: Iterable[Renaming], day: str) -> Iterable[Entry]:
    start, end = entry.effective_from, entry.effective_to
    last = min(end, day) if end else day
    for renaming in sorted(renamed, key=lambda r: r.dates.valid_to):
        until = renaming.dates.valid_to
        if start < until <= last:
            yield entry._replace(taxon=renaming.name_then, effective_from=start, effective_to=until)
            start = until
    if end and start < end <= day:
        yield entry._replace(effective_from=start)
