"""The plain tables of the dataset: taxa, entries, common names, countries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from concordance.dataset.units import Unit
from concordance.result_schema import scope_words
from concordance.schema import Column

#: columns of each table, by file
TABLES: Final[dict[str, tuple[Column, ...]]] = {
    "taxa.csv": (
        Column(name="taxon_id", meaning="id in the dataset"),
        Column(name="name", meaning="accepted name in the first list that has the taxon"),
        Column(name="authorship", meaning="author and year; blank = not known"),
        Column(name="rank", meaning="rank of the name"),
        Column(name="kingdom", meaning="kingdom"),
        Column(name="class", meaning="class in that list"),
        Column(name="order", meaning="order in that list"),
        Column(name="family", meaning="family in that list"),
        Column(name="synonyms", meaning="names in other lists for the same taxon, joined by |"),
        Column(name="name_from", meaning="origin of the name: printed, reference or open_list"),
        Column(name="eu_annexes", meaning="Annexes of the EU Wildlife Trade Regulation, joined by "
               "|; blank = none, or the day is before the first text in the data"),
        Column(name="instruments", meaning="agreements and memoranda, joined by |"),
        Column(name="source", meaning="source keys of the names, joined by |"),
    ),
    "listings.csv": (
        Column(name="taxon_id", meaning="the taxon"),
        Column(name="list", meaning="key of the list"),
        Column(name="appendix", meaning="Appendix"),
        Column(name="listed_as", meaning="the entry that covers the taxon"),
        Column(name="entry_id", meaning="id of the entry"),
        Column(name="scope", meaning="what limits the entry, in words"),
        Column(name="countries", meaning="ISO 3166 codes of the population, joined by |"),
        Column(name="scope_mode", meaning="only = these countries; except = all others"),
        Column(name="effective_from", meaning="first day; blank = before the oldest text"),
        Column(name="source", meaning="source keys of the entry, joined by |"),
        Column(name="confidence", meaning="how well the entry is supported"),
    ),
    "vernacular_names.csv": (
        Column(name="taxon_id", meaning="the taxon"),
        Column(name="name", meaning="common name"),
        Column(name="language", meaning="ISO 639-1 code"),
        Column(name="source", meaning="source of the name"),
    ),
    "ranges.csv": (
        Column(name="taxon_id", meaning="the taxon"),
        Column(name="country", meaning="ISO 3166 code"),
        Column(name="presence", meaning="native, or uncertain"),
        Column(name="source", meaning="checklist that gives the range; not a treaty"),
    ),
}  # fmt: skip

Line = tuple[str, ...]


def dataset_tables(units: Sequence[Unit]) -> dict[str, list[Line]]:
    """Return the rows of each of `TABLES`; blank where not known."""
    return {
        "taxa.csv": [_taxon(unit) for unit in units],
        "listings.csv": [line for unit in units for line in _listings(unit)],
        "vernacular_names.csv": [line for unit in units for line in _names(unit)],
        "ranges.csv": [line for unit in units for line in _ranges(unit)],
    }


def _taxon(unit: Unit) -> Line:
    t = unit.taxon
    return (
        unit.unit_id, t.name, t.authorship, t.rank, t.kingdom, t.class_, t.order, t.family,
        "|".join(other.name for other in unit.synonyms), t.name_from.value,
        unit.known.eu_annexes or "", "|".join(unit.instruments), "|".join(unit.sources),
    )  # fmt: skip


def _listings(unit: Unit) -> Iterable[Line]:
    for key, entries in unit.entries.items():
        for e in entries:
            mode = e.scope_mode.value if e.scope_mode else ""
            yield (unit.unit_id, key, e.appendix, e.taxon, e.entry_id, scope_words(e),
                   "|".join(e.scope_countries), mode, e.effective_from, e.source,
                   e.confidence.value)  # fmt: skip


def _names(unit: Unit) -> Iterable[Line]:
    for language, name, source in unit.known.common_names:
        yield unit.unit_id, name, language, source


def _ranges(unit: Unit) -> Iterable[Line]:
    known = unit.known
    if known.range_is_wider:
        return
    for presence, cell in (("native", known.range_countries), ("uncertain", known.range_uncertain)):
        for country in filter(None, (cell or "").split("|")):
            yield unit.unit_id, country, presence, known.range_source or ""
