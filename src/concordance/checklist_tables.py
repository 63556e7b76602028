"""The tables of a checklist: their columns, and conversion between frames and records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from concordance.codes import (
    Confidence,
    MeasureKind,
    NameKind,
    NameOrigin,
    NameStatus,
    Presence,
    Scope,
    ScopeMode,
    TaxonStatus,
)
from concordance.records import (
    CommonName,
    Entry,
    Measure,
    NameUse,
    RangeState,
    ReadingProblem,
    Status,
    Taxon,
    field_of,
)
from concordance.schema import Column, cells, choices, code_problems, to_frame

if TYPE_CHECKING:
    import pandas as pd

R = TypeVar("R", bound=tuple[Any, ...])


def _text(name: str, meaning: str) -> Column:
    return Column(name=name, meaning=meaning)


def _code(name: str, meaning: str, enum: type[StrEnum]) -> Column:
    return Column(name=name, meaning=meaning, values=choices(enum))


def _list(name: str, meaning: str) -> Column:
    return Column(name=name, meaning=f"{meaning}, joined by |", separator="|")


_ID: Final = _text("taxon_id", "the taxon")
_SOURCE: Final = _text("source", "source keys joined by |")
_CONFIDENCE: Final = _code("confidence", "how well the fact is supported", Confidence)

TAXA: Final = (
    _text("taxon_id", "stable identifier within the list"),
    _text("name", "accepted name that this list uses on the day"),
    _text("authorship", "author and year; blank where not known"),
    _text("rank", "class, order, family, subfamily, genus, species, subspecies, variety or form"),
    _code(
        "status",
        "listed (an entry names it), covered (only a higher entry does) or known (no entry then)",
        TaxonStatus,
    ),
    _text("kingdom", "kingdom"),
    _text("class", "class, as this list arranges it"),
    _text("order", "order, as this list arranges it"),
    _text("family", "family, as this list arranges it"),
    _text("genus", "genus; blank above that rank"),
    _list("reference", "keys of the standard references that the list follows for this taxon"),
    _text("common_name", "English name; blank where none is given"),
    _SOURCE,
    _CONFIDENCE,
    _code("name_from", "whose name it is", NameOrigin),
)
NAMES: Final = (
    _text("name", "a name that leads to the taxon"),
    _text("authorship", "author and year; blank where not known"),
    _code("status", "accepted or synonym", NameStatus),
    _code("kind", "accepted, or why the name leads to the taxon", NameKind),
    _text("taxon_id", "id of the taxon; a pro parte name has several rows"),
    _SOURCE,
)
LISTINGS: Final = (
    _text("entry_id", "stable identifier of the entry"),
    _text("taxon_id", "taxon of the entry as stated by a download; blank = any taxon of that name"),
    _text("taxon", "name as the entry prints it on the day"),
    _text("rank", "rank of the entry"),
    _text("appendix", "the Appendix, for example I, II or III"),
    _code("scope", "what part of the taxon is listed", Scope),
    _text("scope_note", "the population or exclusion in a few words"),
    _list("scope_countries", "ISO 3166 codes"),
    _code("scope_mode", "how scope_countries is read; blank where there are none", ScopeMode),
    _list("excluded_taxa", "taxa excepted from a higher entry"),
    _list("parties", "Parties that requested an Appendix III entry"),
    _text("effective_from", "first day in force; blank = before the oldest text, day not known"),
    _text("effective_to", "first day no longer in force; blank = in force"),
    _text("decided_at", "meeting that decided it"),
    _SOURCE,
    _CONFIDENCE,
    _text("annotation", "code of the parts and derivatives covered, for example #4"),
)
COMMON_NAMES: Final = (
    _ID,
    _text("name", "common name as printed"),
    _text("language", "ISO 639-1 code"),
)
RANGES: Final = (
    _ID,
    _text("country", "ISO 3166 code"),
    _code("presence", "how it occurs there; blank where not known", Presence),
)
STATUSES: Final = (
    _ID,
    _text("scheme", "who assessed it, for example IUCN Red List"),
    _text("category", "category of the scheme, for example EN"),
    _text("year", "year of the assessment; blank where not known"),
)
MEASURES: Final = (
    _ID,
    _code("kind", "what kind of legal fact", MeasureKind),
    _text("value", "instrument, annex, quota or what is suspended; blank = the listing"),
    _text("party", "ISO 3166 code of the Party; blank = all"),
    _text("entered_as", "name under which a reservation was entered, if different"),
    _text("effective_from", "first day; blank = not known"),
    _SOURCE,
    _CONFIDENCE,
)
PROBLEMS: Final = (
    _text("row", "row of the file; blank if several are concerned"),
    _text("column", "column of the file"),
    _text("found", "content of the cell"),
    _text("problem", "why the cell was not read"),
)


class Table(NamedTuple):
    """One table of a checklist: its record and its columns, in the same order."""

    record: type[Any]
    columns: tuple[Column, ...]
    needed: tuple[str, ...]


#: every table of a checklist by its name
TABLES: Final[dict[str, Table]] = {
    "taxa": Table(Taxon, TAXA, ("name",)),
    "names": Table(NameUse, NAMES, ("name", "taxon_id")),
    "listings": Table(Entry, LISTINGS, ("taxon", "appendix")),
    "common_names": Table(CommonName, COMMON_NAMES, ("taxon_id", "name", "language")),
    "ranges": Table(RangeState, RANGES, ("taxon_id", "country")),
    "statuses": Table(Status, STATUSES, ("taxon_id", "scheme", "category")),
    "measures": Table(Measure, MEASURES, ("taxon_id", "kind")),
    "problems": Table(ReadingProblem, PROBLEMS, ("problem",)),
}

#: vocabulary of each coded column, by the table and the column
_ENUMS: Final[dict[tuple[type[Any], str], type[StrEnum]]] = {
    (Taxon, "status"): TaxonStatus,
    (Taxon, "confidence"): Confidence,
    (Taxon, "name_from"): NameOrigin,
    (NameUse, "status"): NameStatus,
    (NameUse, "kind"): NameKind,
    (Entry, "scope"): Scope,
    (Entry, "scope_mode"): ScopeMode,
    (Entry, "confidence"): Confidence,
    (RangeState, "presence"): Presence,
    (Measure, "kind"): MeasureKind,
    (Measure, "confidence"): Confidence,
}


def records_from_columns(table: Table, data: Mapping[str, Sequence[Any]]) -> tuple[Any, ...]:
    """Return the records of a table of text.

    Parameters
    ----------
    table : Table
    data : mapping of column to values
        Columns of equal length. A missing column, a blank cell and None take the
        default of the field.

    Returns
    -------
    tuple of records

    Raises
    ------
    ValueError
        If a code is not in its vocabulary; check it before (`table_problems`).
    """
    length = len(next(iter(data.values()), ()))
    columns = [_converted(table, column, data.get(column.name), length) for column in table.columns]
    return tuple(map(table.record._make, zip(*columns, strict=True)))


def _converted(
    table: Table, column: Column, values: Sequence[Any] | None, length: int
) -> Sequence[Any]:
    default = table.record._field_defaults.get(field_of(column.name), "")
    if values is None:
        return [default] * length
    convert = _converter(table.record, column)
    known: dict[Any, Any] = {None: default, "": default}
    return [known[v] if v in known else known.setdefault(v, convert(v)) for v in values]


def _converter(record: type[Any], column: Column) -> Callable[[Any], Any]:
    if column.separator:
        return lambda text: tuple(part for part in str(text).split(column.separator) if part)
    return _ENUMS.get((record, column.name), str)


def records_from_rows(name: str, rows: Sequence[Mapping[str, str]]) -> tuple[Any, ...]:
    """Return the records of a table from the rows of a reader.

    Parameters
    ----------
    name : str
        One of `TABLES`.
    rows : sequence of mapping
        Cells by column; a missing column takes the default of its field.

    Returns
    -------
    tuple of records
    """
    table = TABLES[name]
    return records_from_columns(
        table, {c.name: [row.get(c.name, "") for row in rows] for c in table.columns}
    )


def columns_from_records(table: Table, records: Iterable[Any]) -> dict[str, list[str]]:
    """Return the columns of records as text: lists joined, absent codes blank."""
    columns = list(zip(*records, strict=True)) or [()] * len(table.columns)
    return {
        column.name: [
            "" if v is None else column.separator.join(v) if column.separator else str(v)
            for v in values
        ]
        for column, values in zip(table.columns, columns, strict=True)
    }


def frame_from_records(table: Table, records: Iterable[Any]) -> pd.DataFrame:
    """Return records as an Arrow-backed table of text."""
    return to_frame(columns_from_records(table, records), table.columns)


def table_problems(name: str, frame: pd.DataFrame) -> list[str]:
    """Return what is wrong with a user's table, by row and column.

    Parameters
    ----------
    name : str
        One of `TABLES`.
    frame : pandas.DataFrame

    Returns
    -------
    list of str
        Missing, unknown or repeated columns, cells with a value that is not allowed, and blank
        cells where a value is required. Empty if the table is valid.
    """
    table = TABLES[name]
    known = [column.name for column in table.columns]
    header = [str(column) for column in frame.columns]
    problems = [
        f"{name}: column {c!r} is not known; expected one of {', '.join(known)}"
        for c in header
        if c not in known
    ]
    problems += [f"{name}: column {c!r} is missing" for c in table.needed if c not in header]
    problems += [
        f"{name}: column {c!r} occurs {header.count(c)} times; expected once"
        for c in sorted({c for c in header if header.count(c) > 1})
    ]
    if problems:
        return problems
    data = {c: cells(frame[c]) for c in header}
    problems += [f"{name}, {p}" for p in code_problems(data, table.columns)]
    problems += [
        f"{name}, row {row}: {c} is blank; expected a value"
        for c in table.needed
        for row, value in enumerate(data[c], start=2)
        if value is None or not str(value).strip()
    ]
    return problems
