"""Excel: a workbook to read, to filter and to review in."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from concordance.about import DISCLAIMER
from concordance.codes import Flag, Keys, Relation, ReviewStatus, Rule
from concordance.errors import ConcordanceError
from concordance.exports.result import Result
from concordance.flags import meaning
from concordance.schema import cells, choices

if TYPE_CHECKING:
    import pandas as pd

#: longest text that a cell holds
LONGEST: Final = 32_767
_COLOURS: Final = {
    "congruent": "#E2F0D9", "includes": "#FFF2CC", "included_in": "#FFF2CC",
    "overlaps": "#F8CBAD", "disjoint": "#F8CBAD", "undetermined": "#F4B183",
    "not_listed": "#EDEDED",
}  # fmt: skip
#: columns of the reviewer
_REVIEW: Final = (
    "status",
    "reviewed_relation",
    "reviewer",
    "orcid",
    "reviewed_on",
    "decision_note",
)
#: states of a row that asks for a person
OPEN: Final = frozenset({"needs_review", "stale", "disputed"})
_WIDTH: Final = {"evidence": 60, "relation_source": 50, "action_note": 60, "flag_codes": 40,
                 "title": 40, "differs": 40, "why": 60}  # fmt: skip


def excel_bytes(result: Result) -> bytes:
    """Return a workbook with the sheets Summary, Agenda, Concordance, Review, Codes and Sources.

    Parameters
    ----------
    result : Result

    Returns
    -------
    bytes
        Frozen headers and filters; colours stand beside the codes, never for them. In Review the
        columns of the reviewer are unlocked and ``status`` has a drop-down. Every text is written
        as text: nothing in it is run. Review has the open rows, pairs and taxa without a partner.

    Raises
    ------
    ConcordanceError
        If xlsxwriter is not installed, or a text is longer than a cell holds.
    """
    a, b = result.keys
    records = result.records()
    with _workbook(result, f"Concordance of {a.upper()} and {b.upper()}", records) as (book, head):
        _summary(book, head, result, records)
        if result.agenda is not None:
            _table(book, head, "Agenda", list(result.agenda.columns), result.items())
        _table(book, head, "Concordance", list(result.table.columns), records)
        _review(book, head, result, records)
        _codes(book, head, result.keys)
        _sources(book, head, result)
    return bytes(book.filename.getvalue())


def table_bytes(result: Result, title: str) -> bytes:
    """Return a workbook with one table and the sheet Sources: see `excel_bytes`."""
    records = result.records()
    with _workbook(result, title, records) as (book, head):
        _table(book, head, title, list(result.table.columns), records)
        _sources(book, head, result)
    return bytes(book.filename.getvalue())


def frame_bytes(table: pd.DataFrame, title: str) -> bytes:
    """Return a workbook with one sheet, the table of a user: every text is written as text."""
    columns = {str(c): cells(table[c]) for c in table.columns}
    records = [
        {name: _as_cell(values[row]) for name, values in columns.items()}
        for row in range(len(table))
    ]
    with _new_book(title, "", records) as (book, head):
        _table(book, head, title, list(columns), records)
    return bytes(book.filename.getvalue())


def _as_cell(value: object) -> object:
    """A value that a cell can hold; what is neither number nor truth value is text."""
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    return value if value is None or isinstance(value, bool | int | float) else str(value)


@contextmanager
def _workbook(
    result: Result, title: str, records: list[dict[str, Any]]
) -> Iterator[tuple[Any, Any]]:
    with _new_book(title, result.day, [*records, *result.items()]) as opened:
        yield opened


@contextmanager
def _new_book(title: str, day: str, records: list[dict[str, Any]]) -> Iterator[tuple[Any, Any]]:
    """A new workbook in memory, and the format of its headers; closed in the end."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise ConcordanceError(
            "writing Excel files needs the package xlsxwriter; install it with "
            "pip install 'species-concordance[excel]', or write CSV"
        ) from error
    _refuse_long(records)
    book = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True, "strings_to_formulas": False,
                                              "strings_to_urls": False})  # fmt: skip
    book.set_properties(
        {
            "title": title,
            "comments": DISCLAIMER,
            "created": datetime.fromisoformat(day or "1980-01-01"),
        }
    )
    yield book, book.add_format({"bold": True, "bg_color": "#D9E1F2", "border": 1})
    book.close()


def _refuse_long(records: list[dict[str, Any]]) -> None:
    problems = [
        f"row {row}, {column}: {len(value):,} characters"
        for row, record in enumerate(records, start=2)
        for column, value in record.items()
        if isinstance(value, str) and len(value) > LONGEST
    ]
    if problems:
        raise ConcordanceError(
            f"a cell of Excel can hold {LONGEST:,} characters: {'; '.join(problems[:20])}; write "
            "Parquet or CSV instead"
        )


def _table(
    book: Any, head: Any, name: str, columns: list[str], records: list[dict[str, Any]]
) -> Any:
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, columns, head)
    formats = {code: book.add_format({"bg_color": colour}) for code, colour in _COLOURS.items()}
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _WIDTH.get(column, 18))
        for row, record in enumerate(records, start=1):
            value = record[column]
            if value is None:
                continue
            style = formats.get(value) if column == "relation" else None
            if isinstance(value, bool):
                sheet.write_boolean(row, place, value)
            elif isinstance(value, int | float):
                sheet.write_number(row, place, value)
            else:
                sheet.write_string(row, place, value, style)
    sheet.freeze_panes(1, 0)
    if columns:
        sheet.autofilter(0, 0, max(len(records), 1), len(columns) - 1)
    return sheet


def _review(book: Any, head: Any, result: Result, records: list[dict[str, Any]]) -> None:
    a, b = result.keys
    wanted = ["concordance_id", "class", f"{a}_name", f"{a}_appendix", f"{b}_name",
              f"{b}_appendix", "common_name", "relation", "relation_source", "evidence",
              "flag_codes", "action_note", *_REVIEW]  # fmt: skip
    columns = [c for c in wanted if c in {*result.table.columns, "common_name", *_REVIEW}]
    english = {t.taxon_id: t.common_name for taxa in result.taxa for t in taxa if t.common_name}
    rows = [
        {c: record.get(c) for c in columns}
        | {"common_name": english.get(record[f"{a}_id"]) or english.get(record[f"{b}_id"])}
        for record in records
        if record.get("status") in OPEN
    ]
    sheet = _table(book, head, "Review", columns, rows)
    free = book.add_format({"locked": False, "bg_color": "#FFFFE0"})
    drop_downs = {"status": choices(ReviewStatus), "reviewed_relation": choices(Relation)}
    for place, column in enumerate(columns):
        if column not in _REVIEW:
            continue
        for row, record in enumerate(rows, start=1):
            sheet.write_string(row, place, record[column] or "", free)
        if column in drop_downs and rows:
            sheet.data_validation(1, place, len(rows), place,
                                  {"validate": "list",
                                   "source": list(drop_downs[column])})  # fmt: skip
    sheet.protect("", {"sort": True, "autofilter": True, "format_columns": True})


def _summary(book: Any, head: Any, result: Result, records: list[dict[str, Any]]) -> None:
    sheet = book.add_worksheet("Summary")
    sheet.set_column(0, 0, 60)
    lines: list[tuple[str, object]] = [("Concordance of " + " and ".join(
        k.upper() for k in result.keys), "")]  # fmt: skip
    lines += [(f"{s.name}, {s.version}", s.complete_to) for s in result.sources]
    lines += [("", ""), ("rows", len(records))]
    for column, label in (("relation", "relation"), ("class", "class"), ("status", "status")):
        if column in result.table.columns:
            counts = Counter(r[column] or "(none)" for r in records)
            lines += [("", ""), (f"rows by {label}", "")]
            lines += [(key, counts[key]) for key in sorted(counts)]
    lines += [("", ""), (DISCLAIMER, ""), (result.citation(), "")]
    for row, (label, value) in enumerate(lines):
        sheet.write_string(row, 0, label, head if row == 0 else None)
        if isinstance(value, int):
            sheet.write_number(row, 1, value)
        elif value:
            sheet.write_string(row, 1, str(value))


def _codes(book: Any, head: Any, keys: Keys) -> None:
    lines: list[dict[str, Any]] = [
        {
            "column": "flag_codes",
            "code": flag.code(keys),
            "meaning": meaning(flag, keys),
            "activity": flag.activity.value,
        }
        for flag in Flag
    ]
    kinds = {
        "relation": choices(Relation),
        "rule": Rule.codes(keys),
        "status": choices(ReviewStatus),
    }
    lines += [
        {"column": column, "code": code, "meaning": None, "activity": None}
        for column, codes in kinds.items()
        for code in codes
    ]  # fmt: skip
    _table(book, head, "Codes", ["column", "code", "meaning", "activity"], lines)


def _sources(book: Any, head: Any, result: Result) -> None:
    rows = result.provenance()["sources"]
    _table(book, head, "Sources", list(rows[0]), rows)
