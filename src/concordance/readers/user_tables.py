"""Reads a user's table as CSV, Excel or Parquet, according to the file extension."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa

from concordance.errors import ChecklistError
from concordance.readers.archives import read_bytes, ungzipped
from concordance.readers.parquet import parquet_columns
from concordance.readers.tables import Sheet, delimited
from concordance.readers.workbooks import read_sheet, sheet_names, sheet_values

#: rows searched for a header, as titles may come above it
_TITLES: Final = 20


def read_any_table(path: Path, sheet: str | None = None) -> pd.DataFrame:
    """Return a user's CSV, Excel or Parquet table with every cell as text.

    Parameters
    ----------
    path : pathlib.Path
        ``.csv``, ``.tsv`` or ``.txt`` (comma, semicolon or tab, with or without BOM, also with
        ``.gz``), ``.xlsx``, ``.parquet``.
    sheet : str, optional
        Sheet of a workbook; by default the first.

    Returns
    -------
    pandas.DataFrame
        Arrow-backed strings; a blank cell is ``""``, ``NA`` is the text NA.

    Raises
    ------
    ChecklistError
        If the file cannot be read in the format of its extension, or has no such sheet.
    """
    if sheet is not None and path.suffix.lower() != ".xlsx":
        raise ChecklistError(path, [f"has no sheets; leave out {sheet!r}, or give an .xlsx file"])
    suffix = path.suffix.lower()
    if suffix == ".gz":
        suffix = Path(path.stem).suffix.lower()
    if suffix == ".parquet":
        columns = {
            name: [_text(v) for v in values] for name, values in parquet_columns(path).items()
        }
    elif suffix == ".xlsx":
        columns = _columns(path, read_sheet(path, sheet))
    elif suffix in {".csv", ".tsv", ".txt"}:
        content = ungzipped(path, read_bytes(path)[1])
        columns = _columns(path, delimited(content, dirty=True))
    else:
        raise ChecklistError(
            path,
            [f"the name ends in {suffix!r}; save the table as .csv, .tsv, .xlsx or .parquet"],
        )
    table = pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _columns(path: Path, sheet: Sheet) -> dict[str, list[str]]:
    if sheet.problems:
        raise ChecklistError(path, sheet.problems)
    return {name: [r[i] for r in sheet.records] for i, name in enumerate(sheet.header) if name}


def where_column_is(path: Path, column: str) -> str:
    """Return a hint where a column missing from the header was found; blank if nowhere.

    Parameters
    ----------
    path : pathlib.Path
        A table that can be read.
    column : str
    """
    if path.suffix.lower() != ".xlsx":
        table = read_any_table(path)
        return _row_with(column, table.head(_TITLES).to_numpy().tolist())
    for name in sheet_names(path):
        head, *body = sheet_values(path, name)[: _TITLES + 1]
        if column in head:
            return f"; the sheet {name} has it, so choose it with --sheet"
        if hint := _row_with(column, body):
            return f"{hint} (sheet {name})"
    return ""


def _row_with(column: str, body: Iterable[Sequence[object]]) -> str:
    """A hint if a later row has the column, perhaps in one cell with others."""
    for row, cells in enumerate(body, start=2):
        texts = [str(cell) for cell in cells if cell is not None]
        if column in texts or (texts and column in re.split("[,;\t]", texts[0])):
            return f"; row {row} has it, so delete the rows above it"
    return ""
