"""Reads sheets of Excel workbooks cell by cell."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Final

from concordance.errors import ChecklistError, ConcordanceError
from concordance.readers.archives import check_workbook, read_bytes
from concordance.readers.rows import named_columns, title_hint
from concordance.readers.tables import Sheet, doubled

#: most cells of one sheet, including blank ones: three times a result of 100,000 rows and 60
#: columns; a file of a few kilobytes can claim 17,000 million
MOST_SHEET_CELLS: Final = 20_000_000


def sheet_names(path: Path) -> list[str]:
    """Return the names of the sheets of a workbook in order; see `sheet_values`."""
    import openpyxl

    sheet_values(path)  # raises the right error for the file
    book = openpyxl.load_workbook(io.BytesIO(read_bytes(path)[1]), read_only=True)
    try:
        return [sheet.title for sheet in book.worksheets]
    finally:
        book.close()


def sheet_values(path: Path, name: str | None = None) -> list[list[Any]]:
    """Return the rows of a sheet as Python values; blank cells are None.

    Parameters
    ----------
    path : pathlib.Path
    name : str, optional
        By default the first sheet.

    Returns
    -------
    list of list
        All of the same width, without blank rows at the end.

    Raises
    ------
    ChecklistError
        If the workbook is damaged, or the sheet is missing, empty or over `MOST_SHEET_CELLS`.
    ConcordanceError
        If openpyxl is not installed.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise ConcordanceError(
            f"{path}: reading Excel files needs the package openpyxl; install it with "
            "pip install 'species-concordance[excel]', or save the sheet as CSV"
        ) from error
    _, content = read_bytes(path)
    check_workbook(path, content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            if name is not None and name not in book.sheetnames:
                raise ChecklistError(
                    path,
                    [f"has no sheet {name!r}; found {', '.join(book.sheetnames)}; use the original "
                     "workbook"],
                )  # fmt: skip
            rows = _values(path, book[name] if name is not None else book.worksheets[0])
        finally:
            book.close()
    except ChecklistError:
        raise
    except Exception as error:  # openpyxl passes on any exception of its parsers
        raise ChecklistError(
            path,
            [f"is not a readable .xlsx file ({type(error).__name__}: {error}); save it again "
             "as .xlsx"],
        ) from error  # fmt: skip
    if not rows:
        label = f"the sheet {name}" if name else "the first sheet"
        raise ChecklistError(path, [f"{label} is empty; expected a header and rows"])
    width = max(map(len, rows))
    return [row + [None] * (width - len(row)) for row in rows]


def _values(path: Path, sheet: Any) -> list[list[Any]]:
    sheet.reset_dimensions()  # the size stated in the file may be wrong
    rows: list[list[Any]] = []
    blank = count = 0
    for cells in sheet.iter_rows(values_only=True):
        count += max(len(cells), 1)
        if count > MOST_SHEET_CELLS:
            raise ChecklistError(
                path, [f"sheet {sheet.title!r} has more than {MOST_SHEET_CELLS:,} cells; delete "
                       "the empty rows and columns, or save it as CSV UTF-8"])  # fmt: skip
        row = list(cells)
        while row and row[-1] is None:
            row.pop()
        if not row:
            blank += 1
            continue
        rows += [[] for _ in range(blank)]
        blank = 0
        rows.append(row)
    return rows


def read_sheet(path: Path, name: str | None = None) -> Sheet:
    """Return a sheet with every cell as text and blank cells ``""``; see `sheet_values`."""
    header, *body = ([("" if v is None else str(v)) for v in row] for row in
                     sheet_values(path, name))  # fmt: skip
    if any(row[0] for row in body):
        header = named_columns(header)
    problems = [
        f"row 1: column {head!r} occurs {count} times; expected once"
        for head, count in doubled(header)
    ]
    problems += [
        f"row 1: column {place + 1} has cells but no name; give it a name"
        f"{title_hint(header, enumerate(body, start=2))}"
        for place, head in enumerate(header)
        if not head and any(row[place] for row in body)
    ]
    return Sheet(header, body, list(range(2, len(body) + 2)), "", problems)
