"""Reads tables strictly: reports every problem by row and repairs nothing silently.

All bytes become cells here. Rows are numbered as in a spreadsheet: the header is row 1, and a row
with line ends in its cells counts once.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, NamedTuple

from concordance.errors import ChecklistError
from concordance.readers.rows import (
    cell_reader,
    named_columns,
    separator,
    title_hint,
    whole_cells,
)

Row = dict[str, str]

#: a cell with more characters probably lacks a closing quote
LONGEST_CELL: Final = 131_072
_TOO_LONG: Final = f"a cell has more than {LONGEST_CELL:,} characters; a quote may be missing"
_AGAIN: Final = "use the original download, or save it as 'CSV UTF-8'"
_SIGNATURES: Final = (
    (b"PK\x03\x04", "is a zip archive or an Excel workbook, not a CSV file; name it .zip or "
                    ".xlsx, or save the sheet as 'CSV UTF-8'"),
    (b"\xd0\xcf\x11\xe0", "is an old or encrypted Excel workbook, not a CSV file; save the sheet "
                          "as 'CSV UTF-8'"),
    (b"\x1f\x8b", "is a gzip file, not a CSV file; unpack it first"),
    (b"PAR1", "is a Parquet file, not a CSV file; name it .parquet"),
    (b"%PDF", "is a PDF, not a CSV file; download the table instead"),
    (b"{\\rtf", "is a word processor document, not a CSV file; save it as 'CSV UTF-8'"),
)  # fmt: skip
_WEB_PAGE: Final = re.compile(r"\s*<(?:!doctype|html|head|body|\?xml|!--)", re.IGNORECASE)
_JSON: Final = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\]])")
#: UTF-8 bytes of an accented letter read as Windows-1252 (ambiguous before a space)
_GARBLED: Final = re.compile("Ã[\u0080-\u009f\u00a1-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|\ufffd")


class _Missing(NamedTuple):
    """A missing column: the problem, and whether it seems to exist under another name."""

    problem: str
    is_renamed: bool


class Garbled(NamedTuple):
    """A cell with garbled letters; its text form describes the problem."""

    where: str
    row: int
    column: str
    cell: str

    def __str__(self) -> str:
        meant = _ungarbled(self.cell)
        hint = f", which was {meant!r}" if meant else ""
        return (
            f"{self.where}row {self.row}: {self.column} has garbled letters, "
            f"{self.cell[:60]!r}{hint}; {_AGAIN}"
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cells of one table, and its problems.

    Attributes
    ----------
    header : list of str
    records : list of list of str
        As wide as the header; rows of other widths are reported as problems instead.
    rows : list of int
        Row number of each record in a spreadsheet.
    where : str
        Text before the row number in a message: blank, or a file name with a comma.
    problems : list of str
    may_be_garbled : bool
        False if no cell has a letter that garbling produces.
    """

    header: list[str]
    records: list[list[str]]
    rows: list[int]
    where: str = ""
    problems: list[str] = field(default_factory=list)
    may_be_garbled: bool = True

    def dicts(self, leave_out: Collection[str] = ()) -> list[tuple[int, Row]]:
        """Return the row number and the cells by column of each row that is not blank."""
        wanted = [(i, name) for i, name in enumerate(self.header) if name not in leave_out]
        if len(wanted) == len(self.header):
            return [
                (row, dict(zip(self.header, record, strict=True)))
                for row, record in zip(self.rows, self.records, strict=True)
                if any(record)
            ]
        return [
            (row, {name: record[i] for i, name in wanted})
            for row, record in zip(self.rows, self.records, strict=True)
            if any(record)
        ]

    def missing(self, columns: Sequence[str]) -> list[str]:
        """Return a problem for each missing column, with the nearest existing one."""
        return [one.problem for one in self._missing(columns)]

    def renamed(self, columns: Sequence[str]) -> list[str]:
        """Return a problem for each column that seems to exist under another name."""
        return [one.problem for one in self._missing(columns) if one.is_renamed]

    def _missing(self, columns: Sequence[str]) -> Iterator[_Missing]:
        from rapidfuzz.fuzz import ratio  # lazy: most files have all columns
        from rapidfuzz.process import extractOne

        spare = [name for name in self.header if name and name not in columns]
        found = ", ".join(self.header[:60]) or "none"
        found += f" and {len(self.header) - 60} more" if len(self.header) > 60 else ""
        for column in columns:
            if column not in self.header:
                near = extractOne(column, spare, scorer=ratio, score_cutoff=75, processor=str.lower)
                below = self._header_below(column)
                hint = below or (f"; is it {near[0]!r}? If so, rename it" if near else "")
                words = f"{self.where}row 1: column {column!r} is missing; found {found}{hint}"
                yield _Missing(words, near is not None and not below)

    def _header_below(self, column: str) -> str:
        """A hint if one of the first rows contains a column missing in the header."""
        for row, record in list(zip(self.rows, self.records, strict=True))[:20]:
            if column in record or column in re.split("[,;\t]", record[0]):
                return f"; row {row} has it, so delete the rows above it"
        return ""

    def garbled(self) -> list[Garbled]:
        """Return each cell with accents garbled by a spreadsheet."""
        if not self.may_be_garbled:
            return []
        return [
            Garbled(self.where, row, name, cell)
            for row, record in zip(self.rows, self.records, strict=True)
            for name, cell in zip(self.header, record, strict=True)
            if not cell.isascii() and _GARBLED.search(cell)
        ]


def _ungarbled(cell: str) -> str:
    try:
        return cell[:60].encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""


def delimited(
    content: bytes, where: str = "", *, marks: str = ",;\t", dirty: bool = False
) -> Sheet:
    """Return the cells of CSV content as text.

    Parameters
    ----------
    content : bytes
        UTF-8, with or without BOM.
    where : str, optional
        Text before the row number in a message.
    marks : str
        Possible separators; the header decides.
    dirty : bool
        Do not look for garbled letters, as a user's names are graded later.

    Returns
    -------
    Sheet
        Never raises: everything that cannot be read is in its problems. Blank lines are left out;
        in a table of one column they are blank cells.
    """
    problems: list[str] = []
    place = where.removesuffix(", ")
    text = _decoded(content, problems)
    if text is None:
        placed = [f"{place}: {p}" if place else p for p in problems]
        return Sheet([], [], [], where, placed)
    first = re.match(r"[^\r\n]*", text)
    head = first.group() if first else ""
    match = re.fullmatch(r"\"?sep=(.)\"?", head, re.IGNORECASE)
    if match:  # the "sep=" line of Excel, which Excel does not count
        text = text[len(head) :].lstrip("\r\n")
        mark = match.group(1)
    else:
        bare = re.sub(r'"[^"]*"', "", head)
        mark = separator(head, marks)
        if len(marks) > 1 and "|" in bare and not any(m in bare for m in marks):
            problems.append(f"{where}row 1: the cells are separated by '|'; save the file with "
                            "comma, semicolon or tab")  # fmt: skip
            return Sheet([], [], [], where, problems)
    records = _parsed(text, mark, where, problems)
    header = records[0] if records else []
    if records and not any(header):
        problems.append(f"{where}row 1: is blank; expected column names")
    sheet = _shaped(header, whole_cells(header, records[1:], mark), where, problems)
    if "\0" in text:
        problems += [
            f"{where}row {row}: {name} contains a NUL byte; {_AGAIN}"
            for row, record in zip(sheet.rows, sheet.records, strict=True)
            for name, cell in zip(header, record, strict=True)
            if "\0" in cell
        ] or [f"contains NUL bytes; {_AGAIN}"]
    sheet = replace(sheet, may_be_garbled=any(mark in text for mark in ("Ã", "â€", "\ufffd")))
    if not dirty:
        problems += map(str, sheet.garbled())
    return sheet


def _decoded(content: bytes, problems: list[str]) -> str | None:
    """Text of a file; None and a problem if it is not text or not a table."""
    for signature, trouble in _SIGNATURES:
        if content.startswith(signature):
            problems.append(trouble)
            return None
    if _is_utf16(content[:64]):
        problems.append("is UTF-16 text (Excel: Unicode Text); save it as 'CSV UTF-8'")
        return None
    if content and not content.strip(b"\0"):
        problems.append("contains only NUL bytes, so copying failed; download it again")
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(_undecoded(content))
        return None
    if not text.strip():
        problems.append("the file is empty; expected a header and rows")
    elif _WEB_PAGE.match(text):
        problems.append("is a web page, not a CSV file; download it again")
    elif _JSON.match(text):
        problems.append("is JSON from a web service, not a CSV file; download the table")
    else:
        return text
    return None


def _is_utf16(start: bytes) -> bool:
    """Whether it has a UTF-16 mark, or every other byte is NUL."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    even, odd = any(start[::2]), any(start[1::2])
    return len(start) > 3 and even != odd


def _undecoded(content: bytes) -> str:
    bad = []
    example = ""
    for number, line in enumerate(content.split(b"\n"), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            bad.append(number)
            if not example:
                piece = line[max(error.start - 12, 0) : error.start + 12]
                example = piece.decode("cp1252", "replace")
    lines = ", ".join(map(str, bad[:10])) + (f" and {len(bad) - 10} more" if len(bad) > 10 else "")
    return (
        f"is not UTF-8 text in line {lines} ({example!r} there); was it saved again by a "
        f"spreadsheet? {_AGAIN[0].upper()}{_AGAIN[1:]}"
    )


def _parsed(text: str, mark: str, where: str, problems: list[str]) -> list[list[str]]:
    """Records up to the first one that cannot be read."""
    records: list[list[str]] = []
    lines = io.StringIO(text, newline="")
    begin, problem = 0, ""
    try:
        for record in cell_reader(lines, mark):
            if sum(map(len, record)) > LONGEST_CELL and max(map(len, record)) > LONGEST_CELL:
                problem = _TOO_LONG
                break
            records.append(record)
            begin = lines.tell()
    except (csv.Error, TypeError, ValueError) as error:
        problem = _unreadable(str(error), len(text) - begin)
    if problem:
        problems.append(
            f"{where}row {len(records) + 1}: is not a complete CSV file ({problem}); check the "
            "quotes, or download it again"
        )
    return records


def _unreadable(error: str, unread: int) -> str:
    """The problem of the csv module, whatever field limit another library has set."""
    if "field limit" in error or ("end of data" in error and unread > LONGEST_CELL):
        return _TOO_LONG
    return "a quote opened there is not closed" if "end of data" in error else error


def _shaped(header: list[str], body: Sequence[list[str]], where: str, problems: list[str]) -> Sheet:
    """Rows as wide as the header, with their numbers; other rows are problems."""
    width = len(header)
    records: list[list[str]] = []
    rows: list[int] = []
    last = len(body) + 1
    for row, record in enumerate(body, start=2):
        if len(record) == width:
            records.append(record)
            rows.append(row)
        elif not record and width == 1:
            records.append([""])
            rows.append(row)
        elif record:
            cut = "; the file may be truncated" if row == last and len(record) < width else ""
            problems.append(
                f"{where}row {row}: {len(record)} cells, but {width} columns; check separators and "
                f"quotes{cut}"
            )
    if any(record[:1] != [""] for record in records):
        header = named_columns(header)
    problems += [
        f"{where}row 1: column {name!r} occurs {count} times; expected once"
        for name, count in doubled(header)
    ]
    nameless = [i for i, name in enumerate(header) if not name]
    problems += [
        f"{where}row 1: column {i + 1} has cells but no name; give it a name"
        f"{title_hint(header, zip(rows, records, strict=True))}"
        for i in nameless
        if any(record[i] for record in records)
    ]
    return Sheet(header, records, rows, where, problems)


def doubled(header: Sequence[str]) -> list[tuple[str, int]]:
    """Return the names that occur more than once, with their count, in order of names.

    Examples
    --------
    >>> doubled(["a", "", "b", "a", ""])
    [('a', 2)]
    """
    return sorted((name, n) for name, n in Counter(header).items() if name and n > 1)


def read_table(path: Path, columns: Sequence[str]) -> list[Row]:
    """Return the rows of a CSV file with every cell as text.

    Parameters
    ----------
    path : pathlib.Path
        UTF-8 CSV with a header; a BOM is accepted.
    columns : sequence of str
        Columns that must be there, in any order; others are kept.

    Returns
    -------
    list of dict
        One per row; blank cells are ``""``, and ``NA`` is the text NA.

    Raises
    ------
    ChecklistError
        If the file cannot be read; lists every problem by row.
    """
    return [row for _, row in read_numbered(path, columns)]


def read_numbered(path: Path, columns: Sequence[str]) -> list[tuple[int, Row]]:
    """Return the rows of a CSV file as `read_table` does, each with its number."""
    from concordance.readers.archives import read_bytes  # lazy: it loads zipfile and gzip

    sheet = delimited(read_bytes(path)[1])
    problems = sheet.problems + (sheet.missing(columns) if sheet.header else [])
    if problems:
        raise ChecklistError(path, problems)
    return sheet.dicts()
