"""The entries in force on a day under the names printed then, and the earlier ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from concordance.checklist_parts import GenusGroups
from concordance.readers.appendices import EntryFact, Facts, Renaming
from concordance.records import Entry

#: ranks of entries for groups, the narrowest first
_RANKS: Final = ("genus", "subfamily", "family", "order", "class")


def printed_names(facts: Facts, day: str) -> Mapping[str, str]:
    """Return the latest name of a taxon to the name printed on the day, where they differ."""
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
        fact._replace(entry=entry._replace(taxon=printed.get(entry.taxon, entry.taxon)))
        for fact in facts.entries
        if (entry := fact.entry).in_force(day)
    ]


def groups_in_force(facts: Facts, entries: Iterable[EntryFact]) -> tuple[GenusGroups, ...]:
    """Return the genera whose species an entry in force covers, with its groups.

    Parameters
    ----------
    facts : Facts
    entries : iterable of EntryFact
        Those in force.

    Returns
    -------
    tuple of GenusGroups
        The closest group first; genera of which no group is listed on that day are left out.
    """
    ranks = {fact.entry.taxon: fact.entry.rank for fact in entries}
    genera = (
        GenusGroups(
            fact.genus,
            tuple(
                sorted((g for g in fact.groups if g in ranks), key=lambda g: _closeness(ranks[g]))
            ),
            fact.homonym_in,
        )
        for fact in facts.genera
    )
    return tuple(genus for genus in genera if genus.groups)


def _closeness(rank: str) -> int:
    return _RANKS.index(rank) if rank in _RANKS else len(_RANKS)


def earlier_entries(facts: Facts, day: str) -> tuple[Entry, ...]:
    """Return the entries that ended up to a day, and those in force under an earlier name.

    Parameters
    ----------
    facts : Facts
    day : str
        ISO date.

    Returns
    -------
    tuple of Entry
        One entry makes several rows where it printed other names before.
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
