"""Rows of delimited text: what separates the cells, what quotes mean, names of columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence


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
    mark : str
        What separates the cells. Tab-separated files have no quoting: a quotation mark in a cell
        is one, unless the whole cell stands in them.

    Examples
    --------
    >>> list(cell_reader(['a\t"b c"\t"d'], "\t"))
    [['a', 'b c', '"d']]
    """
    if mark != "\t":
        yield from csv.reader(lines, delimiter=mark, strict=True)
        return
    for record in csv.reader(lines, delimiter=mark, quoting=csv.QUOTE_NONE, strict=True):
        yield [_unquoted(cell) if cell.startswith('"') else cell for cell in record]


def _unquoted(cell: str) -> str:
    inside = cell[1:-1].replace('""', "")
    if len(cell) > 1 and cell.endswith('"') and '"' not in inside:
        return cell[1:-1].replace('""', '"')
    return cell


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
