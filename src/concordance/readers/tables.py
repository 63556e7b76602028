"""Strict reading of tables: every problem with its row, nothing mended in silence.

The one place where bytes become cells. Rows are numbered as a spreadsheet shows them: the header is
row 1, and a row whose cells hold line ends is one row.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Sequence
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

#: characters in a cell beyond which a quote is missing
LONGEST_CELL: Final = 131_072
_TOO_LONG: Final = f"a cell has more than {LONGEST_CELL:,} characters: is a quote missing?"
_AGAIN: Final = "use the file as it was downloaded, or save it as 'CSV UTF-8'"
_SIGNATURES: Final = (
    (b"PK\x03\x04", "is a zip archive or an Excel workbook, not a CSV file; name it .zip or "
                    ".xlsx, or save the sheet as 'CSV UTF-8'"),
    (b"\xd0\xcf\x11\xe0", "is an old or encrypted Excel workbook, not a CSV file; save the sheet "
                          "as 'CSV UTF-8'"),
    (b"\x1f\x8b", "is a gzip file, not a CSV file; unpack it first"),
    (b"PAR1", "is a Parquet file, not a CSV file; name it .parquet"),
    (b"%PDF", "is a PDF, not a CSV file; download the table instead"),
    (b"{\\rtf", "is a document of a word processor, not a CSV file; save it as 'CSV UTF-8'"),
)  # fmt: skip
_WEB_PAGE: Final = re.compile(r"\s*<(?:!doctype|html|head|body|\?xml|!--)", re.IGNORECASE)
_JSON: Final = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\]])")
#: UTF-8 bytes of a letter with an accent, read as Windows-1252 (a space after it proves nothing)
_GARBLED: Final = re.compile("Ã[\u0080-\u009f\u00a1-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|\ufffd")


class Garbled(NamedTuple):
    """A cell whose letters were garbled; as text, what is wrong with it."""

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
    """Cells of one table, and what is wrong with it.

    Attributes
    ----------
    header : list of str
    records : list of list of str
        As wide as the header; rows of another width are among the problems instead.
    rows : list of int
        Number of each record, as a spreadsheet shows it.
    where : str
        What stands before the row in a message: blank, or the name of a file with a comma.
    problems : list of str
    may_be_garbled : bool
        False where no cell has a letter that garbling leaves.
    """

    header: list[str]
    records: list[list[str]]
    rows: list[int]
    where: str = ""
    problems: list[str] = field(default_factory=list)
    may_be_garbled: bool = True

    def dicts(self, leave_out: Collection[str] = ()) -> list[tuple[int, Row]]:
        """Return number and cells by column of each row that is not blank."""
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
        """Return a problem for each of the columns that is not there, with the nearest that is."""
        from rapidfuzz.fuzz import ratio  # only here: most files have their columns
        from rapidfuzz.process import extractOne

        spare = [name for name in self.header if name and name not in columns]
        found = ", ".join(self.header[:60]) or "none"
        found += f" and {len(self.header) - 60} more" if len(self.header) > 60 else ""
        problems = []
        for column in columns:
            if column not in self.header:
                near = extractOne(column, spare, scorer=ratio, score_cutoff=75, processor=str.lower)
                hint = f"; is it {near[0]!r}? Rename it" if near else ""
                hint = self._header_below(column) or hint
                problems.append(
                    f"{self.where}row 1: column {column!r} is missing; found {found}{hint}"
                )
        return problems

    def renamed(self, columns: Sequence[str]) -> list[str]:
        """Return a problem for each of the columns that seems to be there under another name."""
        return [problem for problem in self.missing(columns) if "; is it " in problem]

    def _header_below(self, column: str) -> str:
        """A hint where one of the first rows has a column that the header lacks."""
        for row, record in list(zip(self.rows, self.records, strict=True))[:20]:
            if column in record or column in re.split("[,;\t]", record[0]):
                return f"; row {row} has it: delete the rows above it"
        return ""

    def garbled(self) -> list[Garbled]:
        """Return each cell whose accents were garbled by a spreadsheet."""
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
    """Return the cells of CSV text, every cell text.

    Parameters
    ----------
    content : bytes
        UTF-8, with or without BOM.
    where : str, optional
        What stands before the row in a message.
    marks : str
        Separators to choose from by the header.
    dirty : bool
        Do not look for garbled letters: a user's names are graded later.

    Returns
    -------
    Sheet
        Never an exception: what cannot be read is among its problems, all at once. Blank lines are
        left out, in a table of one column they are blank cells.
    """
    problems: list[str] = []
    place = where.removesuffix(", ")
    text = _decoded(content, problems)
    if text is None:
        told = [f"{place}: {p}" if place else p for p in problems]
        return Sheet([], [], [], where, told)
    first = re.match(r"[^\r\n]*", text)
    head = first.group() if first else ""
    told_mark = re.fullmatch(r"\"?sep=(.)\"?", head, re.IGNORECASE)
    if told_mark:  # Excel's own line, which it does not count
        text = text[len(head) :].lstrip("\r\n")
        mark = told_mark.group(1)
    else:
        bare = re.sub(r'"[^"]*"', "", head)
        mark = separator(head, marks)
        if len(marks) > 1 and "|" in bare and not any(m in bare for m in marks):
            problems.append(f"{where}row 1: the cells are separated by '|'; expected comma, "
                            "semicolon or tab: save it so")  # fmt: skip
            return Sheet([], [], [], where, problems)
    found = _parsed(text, mark, where, problems)
    header = found[0] if found else []
    if found and not any(header):
        problems.append(f"{where}row 1: is blank; expected the names of the columns")
    sheet = _shaped(header, whole_cells(header, found[1:], mark), where, problems)
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
    """Text of a file; None, with a problem, where it is no text or not that of a table."""
    for signature, trouble in _SIGNATURES:
        if content.startswith(signature):
            problems.append(trouble)
            return None
    if _is_utf16(content[:64]):
        problems.append("is UTF-16 text, which Excel calls Unicode Text; save it as 'CSV UTF-8'")
        return None
    if content and not content.strip(b"\0"):
        problems.append("contains only NUL bytes: the copy failed; download it again")
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
        problems.append("is JSON, the answer of a service, not a CSV file; download the table")
    else:
        return text
    return None


def _is_utf16(start: bytes) -> bool:
    """Whether it is marked as such, or every other byte is NUL."""
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
    """Records up to the first that cannot be read."""
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
    """What stopped the csv module, whatever limit another library has set for its cells."""
    if "field limit" in error or ("end of data" in error and unread > LONGEST_CELL):
        return _TOO_LONG
    return "a quote that is opened there is not closed" if "end of data" in error else error


def _shaped(header: list[str], body: Sequence[list[str]], where: str, problems: list[str]) -> Sheet:
    """Rows that are as wide as the header, with their numbers; the others are problems."""
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
            cut = "; is the file cut short?" if row == last and len(record) < width else ""
            problems.append(
                f"{where}row {row}: {len(record)} cells under {width} columns; expected as many as "
                f"columns: check separators and quotes{cut}"
            )
    if any(record[:1] != [""] for record in records):
        header = named_columns(header)
    problems += [
        f"{where}row 1: column {name!r} occurs {count} times; expected once"
        for name, count in doubled(header)
    ]
    nameless = [i for i, name in enumerate(header) if not name]
    problems += [
        f"{where}row 1: column {i + 1} has no name but cells; give it a name"
        f"{title_hint(header, zip(rows, records, strict=True))}"
        for i in nameless
        if any(record[i] for record in records)
    ]
    return Sheet(header, records, rows, where, problems)


def doubled(header: Sequence[str]) -> list[tuple[str, int]]:
    """Return the names that occur more than once, with their number, in the order of the names.

    Examples
    --------
    >>> doubled(["a", "", "b", "a", ""])
    [('a', 2)]
    """
    return sorted((name, n) for name, n in Counter(header).items() if name and n > 1)


def read_table(path: Path, columns: Sequence[str]) -> list[Row]:
    """Return the rows of a CSV file, every cell text.

    Parameters
    ----------
    path : pathlib.Path
        UTF-8 CSV with a header; a BOM is accepted.
    columns : sequence of str
        Columns that must be there, in any order; others are kept.

    Returns
    -------
    list of dict
        One a row; blank cells are ``""`` and ``NA`` is the text NA.

    Raises
    ------
    ChecklistError
        If the file is not readable as such, with every problem by row.
    """
    return [row for _, row in read_numbered(path, columns)]


def read_numbered(path: Path, columns: Sequence[str]) -> list[tuple[int, Row]]:
    """Return the rows of a CSV file as `read_table`, each with its number."""
    from concordance.readers.archives import read_bytes  # only here: it loads what unpacks archives

    sheet = delimited(read_bytes(path)[1])
    problems = sheet.problems + (sheet.missing(columns) if sheet.header else [])
    if problems:
        raise ChecklistError(path, problems)
    return sheet.dicts()
