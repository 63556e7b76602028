"""Describes the entries that cover some taxa, how they cover them, and their limits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from concordance.checklist import Checklist
from concordance.codes import Scope
from concordance.listing.cover import Covers, cover_elsewhere
from concordance.records import Entry, Taxon
from concordance.schema import Column

ENTRIES: Final = (
    Column(name="side", meaning="the list, in capitals"),
    Column(name="taxon_id", meaning="id of the taxon that the entry covers; null = only perhaps"),
    Column(name="taxon", meaning="name of that taxon"),
    Column(name="entry", meaning="name that the entry prints"),
    Column(name="rank", meaning="rank of the entry"),
    Column(name="appendix", meaning="I, II or III"),
    Column(
        name="how",
        meaning="own entry, through a higher taxon, or perhaps (the list does not print the name)",
    ),
    Column(name="limits", meaning="population, exclusion, migratory members, Parties, in words"),
    Column(name="effective_from", meaning="first day in force; blank = not known"),
    Column(name="decided_at", meaning="meeting that decided it"),
    Column(name="source", meaning="source keys joined by |"),
    Column(name="confidence", meaning="verified, reported or recalled"),
    Column(name="annotation", meaning="code of the covered parts; null = all parts"),
    Column(name="parts", meaning="what the code covers, in our own words; null = not known"),
)


class EntryRow(NamedTuple):
    """A row of `ENTRIES`."""

    side: str
    taxon_id: str | None
    taxon: str
    entry: str
    rank: str
    appendix: str
    how: str
    limits: str | None
    effective_from: str
    decided_at: str
    source: str
    confidence: str
    annotation: str | None
    parts: str | None


def entries_of(checklist: Checklist, ids: Iterable[str], other: Checklist) -> list[EntryRow]:
    """Return the entries that cover some taxa, how they cover them, and their limits.

    Parameters
    ----------
    checklist : Checklist
    ids : iterable of str
        Taxa of this list; ids of the other list are looked up through their family.
    other : Checklist

    Returns
    -------
    list of EntryRow
        In the order of the list, closest entry of each taxon first.
    """
    wanted = set(ids)
    own = [taxon for taxon in checklist.records.taxa if taxon.taxon_id in wanted]
    if own:
        covers = checklist.once(Covers)
        return [
            _row(checklist, taxon, entry, sure=True)
            for taxon in own
            for entry in covers.of(taxon).entries
        ]
    strangers = [taxon for taxon in other.records.taxa if taxon.taxon_id in wanted]
    perhaps = cover_elsewhere(strangers, checklist)
    return [
        _row(checklist, taxon, entry, sure=False)
        for taxon in strangers
        for entry in perhaps[taxon.taxon_id].entries
    ]


def entries_of_genus(checklist: Checklist, name: str) -> tuple[Entry, ...]:
    """Return the entries for genus and higher groups that may cover an unknown name.

    Parameters
    ----------
    checklist : Checklist
    name : str
        A canonical name that is not in the list.

    Returns
    -------
    tuple of Entry
        Closest first. The family is that of the list's other species in the genus, or the groups
        are those known for the genus. Empty if neither is known.
    """
    genus = name.split()[0] if name.split() else ""
    known = checklist.with_members
    in_force = {entry.taxon for entry in known.records.listings}
    for place in known.knowledge.genera.places(genus):
        for group in place.groups:
            if group in in_force:
                return tuple(e for e in known.records.listings if e.taxon == group)
    kin = [t for t in checklist.records.taxa if genus and genus in (t.genus, t.name)]
    if not kin:
        return ()
    above = kin[0]._replace(taxon_id="", name=name, genus=genus, rank="species")
    return cover_elsewhere([above], checklist)[""].entries


def entry_row(checklist: Checklist, name: str, entry: Entry) -> EntryRow:
    """Return an entry that perhaps covers a name not in the list."""
    return _row(checklist, Taxon("", name), entry, sure=False)


def _row(checklist: Checklist, taxon: Taxon, entry: Entry, *, sure: bool) -> EntryRow:
    path = "own entry" if entry.taxon == taxon.name else f"through the {entry.rank}"
    return EntryRow(
        side=checklist.label,
        taxon_id=taxon.taxon_id if sure else None,
        taxon=taxon.name,
        entry=entry.taxon,
        rank=entry.rank,
        appendix=entry.appendix,
        how=path if sure else f"perhaps, {path}",
        limits=limits_of(entry, taxon.name) or None,
        effective_from=entry.effective_from,
        decided_at=entry.decided_at,
        source=entry.source,
        confidence=entry.confidence.value,
        annotation=entry.annotation or None,
        parts=_parts(checklist, entry.annotation),
    )


def _parts(checklist: Checklist, code: str) -> str | None:
    """What an annotation covers, with the day of the latest text if the list is later."""
    for annotation in checklist.knowledge.annotations:
        if annotation.code == code:
            late = annotation.read_to and annotation.read_to < checklist.source.as_of
            return annotation.meaning + (f" (Text of {annotation.read_to}.)" if late else "")
    return None


def limits_of(entry: Entry, taxon: str) -> str:
    """Return the limits of an entry for a taxon in words; blank if there are none.

    Parameters
    ----------
    entry : Entry
    taxon : str
        Name of the taxon; exclusions of a higher entry are only mentioned for that entry itself.

    Returns
    -------
    str
    """
    own = entry.taxon == taxon
    parts = [_scope_words(entry)] if own or entry.scope is not Scope.EXCLUDING else []
    if entry.excluded_taxa and own:
        parts.append(f"except {', '.join(entry.excluded_taxa)}")
    if entry.parties:
        parts.append(f"at the request of {', '.join(entry.parties)}")
    return "; ".join(part for part in parts if part)


def _scope_words(entry: Entry) -> str:
    if entry.scope_note or entry.scope is Scope.WHOLE:
        return entry.scope_note
    codes = f" {entry.scope_mode or ''} {' '.join(entry.scope_countries)}"
    return entry.scope.replace("_", " ") + (codes.rstrip() if entry.scope_countries else "")
