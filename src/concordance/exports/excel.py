"""Excel: a workbook for reading, filtering and review."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from math import isfinite
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from concordance.about import DISCLAIMER
from concordance.codes import Flag, Keys, Relation, ReviewStatus
from concordance.errors import ConcordanceError
from concordance.exports.annexes import Annex, Paper, committee_annexes
from concordance.exports.result import Result
from concordance.flags import meaning
from concordance.meanings import meanings
from concordance.schema import cells, choices

if TYPE_CHECKING:
    import pandas as pd

_A4: Final = 9  # Excel's number for this paper size
#: longest text that a cell can contain
LONGEST: Final = 32_767
_COLOURS: Final = {
    "congruent": "#E2F0D9", "includes": "#FFF2CC", "included_in": "#FFF2CC",
    "overlaps": "#F8CBAD", "disjoint": "#F8CBAD", "undetermined": "#F4B183",
    "not_listed": "#EDEDED",
}  # fmt: skip
#: columns for the reviewer
_REVIEW: Final = (
    "status",
    "reviewed_relation",
    "reviewer",
    "orcid",
    "reviewed_on",
    "decision_note",
)
#: column width for what a reviewer types, in characters
_TYPED: Final = {"reviewer": 24, "orcid": 22, "reviewed_on": 16, "decision_note": 50}
#: statuses of rows that need review
OPEN: Final = frozenset({"needs_review", "stale", "disputed"})
#: contents of the sheets, for the sheet Summary
_SHEETS: Final = {
    "Agenda": "open decisions, one item for each problem, heaviest consequence first",
    "Annex 1 Replacements": "one animal under two names",
    "Annex 2 Lumps": "one taxon on the right, several on the left",
    "Annex 3 Splits": "one taxon on the left, several on the right",
    "Concordance": "every pair, and every taxon without a partner",
    "Review": "rows that need a verdict; fill in the yellow columns",
    "Codes": "what the codes mean",
    "Sources": "where the lists come from, and how to cite them",
}
#: most characters in a line of a cell, for long texts and for others
_LONG, _LINE = 60, 34
#: texts longer than this are long texts
_IS_LONG: Final = 120
#: width of a filter button, in characters
_BUTTON: Final = 4
#: column widths are measured in digits; letters are narrower by this factor
_NARROW: Final = 1.1
#: height of a line, and of the tallest row that Excel allows, in points
_LINE_HEIGHT, _TALLEST = 15, 405
#: most characters across a printed page that are still legible
_PAGE: Final = 240
_WRAPPED: Final = {"text_wrap": True, "valign": "top"}


def excel_bytes(result: Result) -> bytes:
    """Return a workbook for reading, filtering and review.

    Parameters
    ----------
    result : Result

    Returns
    -------
    bytes
        The sheets Summary, Agenda, Annex 1 to 3 (`annexes.committee_annexes`), Concordance, Review,
        Codes and Sources. Texts are wrapped; headers are frozen and have filters; colours
        accompany the codes and never replace them. Review has the open rows: pairs and taxa
        without a partner. Its columns for the reviewer are unlocked and ``status`` has a
        drop-down list. Every text is written as text, so that nothing in it is run.

    Raises
    ------
    ConcordanceError
        If xlsxwriter is not installed, or a text is too long for a cell.
    """
    a, b = result.keys
    records = result.records()
    with _workbook(result, f"Concordance of {a.upper()} and {b.upper()}", records) as (book, head):
        _summary(book, head, result, records)
        if result.agenda is not None:
            _table(book, head, "Agenda", list(result.agenda.columns), result.items())
        if result.impact is not None:
            for annex in committee_annexes(result.impact):
                _annex(book, head, annex)
        _table(book, head, "Concordance", list(result.table.columns), records)
        _review(book, head, result, records)
        _codes(book, head, result.keys)
        _sources(book, head, result)
    return bytes(book.filename.getvalue())


def table_bytes(result: Result, title: str) -> bytes:
    """Return a workbook with one table and the sheet Sources; see `excel_bytes`."""
    records = result.records()
    with _workbook(result, title, records) as (book, head):
        _table(book, head, title, list(result.table.columns), records)
        _sources(book, head, result)
    return bytes(book.filename.getvalue())


def paper_bytes(paper: Paper) -> bytes:
    """Return a workbook with the sheet About and a sheet for each annex of a paper."""
    records = [dict(zip(a.heads, row, strict=True)) for a in paper.annexes for row in a.rows]
    with _new_book(paper.title, paper.day, records) as (book, head):
        about = book.add_worksheet("About")
        about.set_column(0, 0, 2 * _LONG, book.add_format(_WRAPPED))
        about.write_string(0, 0, paper.title, head)
        for row, text in enumerate((*paper.about, *paper.sources), start=1):
            about.set_row(row, _height({"": text}, {"": 2 * _LONG}))
            about.write_string(row, 0, text)
        for annex in paper.annexes:
            _annex(book, head, annex)
    return bytes(book.filename.getvalue())


def frame_bytes(table: pd.DataFrame, title: str) -> bytes:
    """Return a workbook with a user's table as its one sheet; every text is written as text."""
    columns = {str(c): cells(table[c]) for c in table.columns}
    records = [
        {name: _as_cell(values[row]) for name, values in columns.items()}
        for row in range(len(table))
    ]
    with _new_book(title, "", records) as (book, head):
        _table(book, head, title, list(columns), records)
    return bytes(book.filename.getvalue())


def _as_cell(value: object) -> object:
    """A value as a cell can contain it: a number or a truth value as it is, all else as text."""
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
    """A new workbook in memory, and the format of its headers; closed on exit."""
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
    yield book, book.add_format({"bold": True, "bg_color": "#D9E1F2", "border": 1, **_WRAPPED})
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
            f"an Excel cell can contain at most {LONGEST:,} characters: "
            f"{'; '.join(problems[:20])}; write Parquet or CSV instead"
        )


def _table(
    book: Any, head: Any, name: str, columns: list[str], records: list[dict[str, Any]]
) -> Any:
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, columns, head)
    wrapped = book.add_format(_WRAPPED)
    formats = {
        code: book.add_format({"bg_color": colour, **_WRAPPED}) for code, colour in _COLOURS.items()
    }
    widths = {column: _width(column, records) for column in columns}
    for row, record in enumerate(records, start=1):
        sheet.set_row(row, _height(record, widths))
    for place, column in enumerate(columns):
        sheet.set_column(place, place, widths[column], wrapped)
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
    sheet.set_landscape()
    sheet.repeat_rows(0)
    _fit(sheet, sum(widths.values()))
    return sheet


def _fit(sheet: Any, width: int) -> None:
    """Fit a sheet to the width of a printed page, if it is still legible."""
    sheet.set_paper(_A4)
    if width <= _PAGE:
        sheet.fit_to_pages(1, 0)


def _height(record: dict[str, Any], widths: dict[str, int]) -> float:
    """Height of a row, as not every program adjusts it to wrapped texts."""
    lines = [
        sum(len(wrap(line, int(_NARROW * widths[column]))) or 1 for line in value.split("\n"))
        for column, value in record.items()
        if column in widths and isinstance(value, str)
        and (len(value) > widths[column] or "\n" in value)
    ]  # fmt: skip
    return min(_LINE_HEIGHT * max(lines, default=1), _TALLEST)


def _width(column: str, records: list[dict[str, Any]]) -> int:
    """Width in characters: enough for the heading, most of the texts, and every single word."""
    texts = [str(r[column]) for r in records if r[column] is not None]
    lengths = sorted(map(len, texts)) or [0]
    typical = lengths[int(0.95 * (len(lengths) - 1))]
    most = _LONG if lengths[-1] > _IS_LONG else _LINE
    word = max((len(word) for text in texts for word in text.split()), default=0)
    return max(len(column) + _BUTTON, min(max(typical, word) + 1, most))


def _annex(book: Any, head: Any, annex: Annex) -> None:
    records = [dict(zip(annex.heads, row, strict=True)) for row in annex.rows]
    sheet = _table(book, head, annex.sheet, list(annex.heads), records)
    names = book.add_format({"italic": True, **_WRAPPED})
    for row, cells_ in enumerate(annex.rows, start=1):
        for place in annex.italic:
            sheet.write_string(row, place, cells_[place], names)


def _review(book: Any, head: Any, result: Result, records: list[dict[str, Any]]) -> None:
    a, b = result.keys
    sides = [f"{key}_{column}" for column in ("name", "appendix", "listed_as") for key in (a, b)]
    wanted = ["concordance_id", "class", *sides, "common_name", "relation", "relation_source",
              "evidence", "flag_codes", "action_note", *_REVIEW]  # fmt: skip
    columns = [c for c in wanted if c in {*result.table.columns, "common_name", *_REVIEW}]
    english = {t.taxon_id: t.common_name for taxa in result.taxa for t in taxa if t.common_name}
    rows = [
        {c: record.get(c) for c in columns}
        | {"common_name": english.get(record[f"{a}_id"]) or english.get(record[f"{b}_id"])}
        for record in records
        if record.get("status") in OPEN
    ]
    sheet = _table(book, head, "Review", columns, rows)
    free = book.add_format({"locked": False, "bg_color": "#FFFFE0", **_WRAPPED})
    wrapped = book.add_format(_WRAPPED)
    drop_downs = {"status": choices(ReviewStatus), "reviewed_relation": choices(Relation)}
    for place, column in enumerate(columns):
        if column not in _REVIEW:
            continue
        for row, record in enumerate(rows, start=1):
            sheet.write_string(row, place, record[column] or "", free)
        if column in _TYPED:
            sheet.set_column(place, place, _TYPED[column], wrapped)
        if column in drop_downs and rows:
            sheet.data_validation(1, place, len(rows), place,
                                  {"validate": "list",
                                   "source": list(drop_downs[column])})  # fmt: skip
    # the names stay visible when the reviewer types far to the right
    sheet.freeze_panes(
        1, 1 + max(map(columns.index, {f"{a}_name", f"{b}_name"} & set(columns)), default=0)
    )
    sheet.protect("", {"sort": True, "autofilter": True, "format_columns": True})


def _summary(book: Any, head: Any, result: Result, records: list[dict[str, Any]]) -> None:
    sheet = book.add_worksheet("Summary")
    text = book.add_format(_WRAPPED)
    sheet.set_column(0, 0, 44, text)
    sheet.set_column(1, 1, 2 * _LONG, text)
    sheet.set_landscape()
    _fit(sheet, 44 + 2 * _LONG)
    lines: list[tuple[str, object]] = [("Concordance of " + " and ".join(
        k.upper() for k in result.keys), "")]  # fmt: skip
    lines += [(f"{s.name}, {s.version}", f"complete up to {s.complete_to}" if s.complete_to else "")
              for s in result.sources]  # fmt: skip
    lines += [("", ""), ("note", DISCLAIMER), ("how to cite", result.citation()), ("", "")]
    absent = set()
    if result.agenda is None:
        absent.add("Agenda")
    if result.impact is None:
        absent |= {sheet for sheet in _SHEETS if sheet.startswith("Annex")}
    lines += [("the sheets", "")]
    lines += [(name, words) for name, words in _SHEETS.items() if name not in absent]
    lines += [("", ""), ("rows", len(records))]
    for column, label in (("relation", "relation"), ("class", "class"), ("status", "status")):
        if column in result.table.columns:
            counts = Counter(r[column] or "(none)" for r in records)
            lines += [("", ""), (f"rows by {label}", "")]
            lines += [(key, counts[key]) for key in sorted(counts)]
    numbers = book.add_format({"align": "left", **_WRAPPED})
    for row, (label, value) in enumerate(lines):
        sheet.write_string(row, 0, label, head if value == "" and label else None)
        if isinstance(value, int):
            sheet.write_number(row, 1, value, numbers)
        elif value:
            sheet.set_row(row, _height({"": str(value)}, {"": 2 * _LONG}))
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
    lines += [{**one._asdict(), "activity": None} for one in meanings(keys)]
    _table(book, head, "Codes", ["column", "code", "meaning", "activity"], lines)


def _sources(book: Any, head: Any, result: Result) -> None:
    rows = result.provenance()["sources"]
    _table(book, head, "Sources", list(rows[0]), rows)
