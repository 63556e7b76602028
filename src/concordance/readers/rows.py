"""Rows of delimited text: what separates the cells, what quotes mean, names of columns."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

#: lines that a quoted cell may have in a tab-separated file
_MOST_LINES: Final = 200


def separator(head: str, marks: str = ",;\t") -> str:
    """Return the mark that stands most often between the cells of a header, the first of equals.

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
        With their ends.
    mark : str
        What separates the cells. Tab-separated files have no quoting: a quotation mark in a cell
        is one, unless the whole cell stands in them. Quotes are tried only where a line, or the
        one behind an open quote, has not as many cells as the first.

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
    """Whether the last cell opens a quote, and the next line is not a row of its own."""
    last = line.rsplit("\t", 1)[-1]
    if not last.startswith('"') or (len(last) > 1 and last.endswith('"')):
        return False
    if not waiting and (following := next(source, "")):
        waiting.append(following)
    return bool(waiting) and waiting[0].count("\t") + 1 != width


def _quoted(line: str, width: int, source: Iterator[str], waiting: deque[str]) -> list[str] | None:
    """Cells of a row in which quotes hold tabs or line ends; None where they do not.

    What was read in vain waits to be read as lines of its own.
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
    """Rows of a table of one column, in which a comma separates nothing."""
    if len(header) != 1:
        return body
    return [[mark.join(record)] if record else record for record in body]


def named_columns(header: Sequence[str]) -> list[str]:
    """Return a header with a name for a first column that has none, as R and pandas write it.

    Examples
    --------
    >>> named_columns(["", "species"]), named_columns(["species", ""])
    (['column 1', 'species'], ['species', ''])
    """
    if len(header) < 2 or header[0] or not any(header) or "column 1" in header:
        return list(header)
    return ["column 1", *header[1:]]


def title_hint(header: Sequence[str], body: Iterable[tuple[int, Sequence[str]]]) -> str:
    """Return which row is the header, where the first one is a title of one cell; or blank.

    Examples
    --------
    >>> title_hint(["A list", ""], [(2, ["", ""]), (3, ["species", "n"])])
    '; is row 3 the header? Delete the rows above it'
    """
    if sum(map(bool, header)) > 1:
        return ""
    row = next((row for row, cells in body if sum(map(bool, cells)) > 1), 0)
    return f"; is row {row} the header? Delete the rows above it" if row else ""
