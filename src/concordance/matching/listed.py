"""The listing of one name in a list: its entries, how they cover it, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from concordance.matching.index import ListIndex
from concordance.records import Entry, Taxon
from concordance.result_schema import scope_words


class Listed(NamedTuple):
    """The listing cells of `columns.MATCHES`, each null if nothing is known.

    ``covering`` has the entries behind the cells, each with how it covers the name.
    """

    appendix: str | None = None
    listed_as: str | None = None
    listed_how: str | None = None
    scope: str | None = None
    listed_from: str | None = None
    covering: tuple[tuple[Entry, str], ...] = ()

    @property
    def cells(self) -> tuple[str | None, ...]:
        """Only the cells."""
        return self[:5]


NOT_LISTED: Final = Listed()


def listed_taxon(taxon: Taxon, index: ListIndex) -> Listed:
    """Return the entries that cover a taxon of the list."""
    if not index.appendices:
        return NOT_LISTED
    known: dict[str, Listed] = index.once(dict, "listed taxa")
    if taxon.taxon_id not in known:
        known[taxon.taxon_id] = _listed(taxon, index)
    return known[taxon.taxon_id]


def _listed(taxon: Taxon, index: ListIndex) -> Listed:
    entries = index.cover(taxon).entries
    parts = index.parts_of_taxa.get(taxon.taxon_id, ()) if entries else ()
    how = [*(_how(entry, taxon) for entry in entries), *("subspecies" for _ in parts)]
    return listed([*entries, *parts], how)


def listed_group(name: str, index: ListIndex) -> Listed:
    """Return the entries for a group, as cover for a name that is not in the list."""
    known: dict[str, Listed] = index.once(dict, "listed groups")
    if name not in known:
        entries = index.entries.get(name, ())
        known[name] = listed(entries, [entry.rank for entry in entries])
    return known[name]


def listed_species(species: Taxon, index: ListIndex) -> Listed:
    """Return the entries that cover a species, as cover for a subspecies without an entry."""
    entries = index.cover(species).entries
    return listed(entries, ["species" if e.taxon == species.name else e.rank for e in entries])


def listed_parts(parts: Sequence[Entry], rest: Sequence[Entry]) -> Listed:
    """Return the entries for parts of a species, and those of a group that cover the rest."""
    return listed([*parts, *rest], [*("subspecies" for _ in parts), *(e.rank for e in rest)])


def listed_how(entries: Sequence[Entry], taxon: Taxon) -> Listed:
    """Return the cells for the entries that cover a taxon."""
    return listed(entries, [_how(entry, taxon) for entry in entries])


def _how(entry: Entry, taxon: Taxon) -> str:
    if entry.taxon == taxon.name or entry.taxon_id:
        return "own_entry"
    return "species" if entry.taxon == taxon.species else entry.rank


def listed(entries: Sequence[Entry], how: Iterable[str]) -> Listed:
    """Return the cells for entries, each with how it covers the name."""
    if not entries:
        return NOT_LISTED
    covering = tuple(zip(entries, how, strict=True))
    appendices = sorted({entry.appendix for entry in entries}, key=lambda a: (len(a), a))
    return Listed(
        "|".join(appendices),
        _bar(entry.taxon for entry in entries),
        _bar(way for _, way in covering),
        _bar(scope_words(entry) for entry in entries) or None,
        _bar(entry.effective_from or "?" for entry in entries),
        covering,
    )


def _bar(values: Iterable[str]) -> str:
    return "|".join(dict.fromkeys(value for value in values if value))
