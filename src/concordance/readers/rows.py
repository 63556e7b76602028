"""Splits delimited text into rows: separators, quotes and column names."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

#: most lines of a quoted cell in a tab-separated file
_MOST_LINES: Final = 200


def separator(head: str, marks: str = ",;\t") -> str:
    """Return the most frequent separator in a header; the first one if several tie.

    Examples
    --------
    >>> separator('"Name, author";Year'), separator("Name")
    (';', ',')
    """
    bare = re.sub(r'"[^"]*"', "", head)
    return max(marks, key=lambda m: (bare.count(m), -marks.index(m)))


def cell_reader(lines: Iterable[str], mark: str) -> Iterator[list[str]]:
    r"""Yield the cells of each row of delimited text.

    Parameters
    ----------
    lines : iterable of str
        With their line ends.
    mark : str
        The separator. Tab-separated files have no quoting: a quotation mark is part of the cell,
        unless the whole cell is quoted. Quotes are tried only if a line, or the one after an open
        quote, does not have as many cells as the first line.

    Examples
    --------
    >>> list(cell_reader(['a\t"b c"\t"d\n', '1\t"x\n', 'y"\t2\n'], "\t"))
    [['a', 'b c', '"d'], ['1', 'x\ny', '2']]
    """
    if mark == "\t":
        yield from _tab_separated(lines)
    else:
        yield from csv.reader(lines, delimiter=mark, strict=True)


def _tab_separated(lines: Iterable[str]) -> Iterator[list[str]]:
    width = 0
    waiting: deque[str] = deque()
    source = iter(lines)
    while line := waiting.popleft() if waiting else next(source, ""):
        bare = line.rstrip("\r\n")
        cells = bare.split("\t") if bare else []
        width = width or len(cells)
        if '"' not in line:
            yield cells
            continue
        cells = list(map(_unquoted, cells))
        if len(cells) != width or _goes_on(bare, width, source, waiting):
            cells = _quoted(line, width, source, waiting) or cells
        yield cells


def _goes_on(line: str, width: int, source: Iterator[str], waiting: deque[str]) -> bool:
    """Whether the last cell opens a quote and the next line is not a complete row."""
    last = line.rsplit("\t", 1)[-1]
    if not last.startswith('"') or (len(last) > 1 and last.endswith('"')):
        return False
    if not waiting and (following := next(source, "")):
        waiting.append(following)
    return bool(waiting) and waiting[0].count("\t") + 1 != width


def _quoted(line: str, width: int, source: Iterator[str], waiting: deque[str]) -> list[str] | None:
    """Cells of a row whose quotes contain tabs or line ends; None if they do not.

    Lines that turn out not to belong to the row are put back, to be read as rows.
    """
    taken = [line]
    while True:
        try:
            (cells,) = csv.reader(["".join(taken)], delimiter="\t", strict=True)
        except (csv.Error, ValueError):
            cells = []
        if len(cells) == width:
            for _ in taken[1:]:
                waiting.popleft()
            return cells
        if cells or len(taken) > _MOST_LINES:
            return None
        if len(waiting) < len(taken):
            if not (following := next(source, "")):
                return None
            waiting.append(following)
        taken.append(waiting[len(taken) - 1])


def _unquoted(cell: str) -> str:
    if not cell.startswith('"') or len(cell) < 2 or not cell.endswith('"'):
        return cell
    return cell[1:-1].replace('""', '"') if '"' not in cell[1:-1].replace('""', "") else cell


def whole_cells(header: Sequence[str], body: Sequence[list[str]], mark: str) -> Sequence[list[str]]:
    """Rows of a table with one column, where a comma is not a separator."""
    if len(header) != 1:
        return body
    return [[mark.join(record)] if record else record for record in body]


def named_columns(header: Sequence[str]) -> list[str]:
    """Return a header with a name for an unnamed first column, as written by R and pandas.

    Examples
    --------
    >>> named_columns(["", "species"]), named_columns(["species", ""])
    (['column 1', 'species'], ['species', ''])
    """
    if len(header) < 2 or header[0] or not any(header) or "column 1" in header:
        return list(header)
    return ["column 1", *header[1:]]


def title_hint(header: Sequence[str], body: Iterable[tuple[int, Sequence[str]]]) -> str:
    """Return a hint at the row of the header if row 1 is a title of one cell; else blank.

    Examples
    --------
    >>> title_hint(["A list", ""], [(2, ["", ""]), (3, ["species", "n"])])
    '; if row 3 is the header, delete the rows above it'
    """
    if sum(map(bool, header)) > 1:
        return ""
    row = next((row for row, cells in body if sum(map(bool, cells)) > 1), 0)
    return f"; if row {row} is the header, delete the rows above it" if row else ""
