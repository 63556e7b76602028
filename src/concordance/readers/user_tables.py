"""Tables of a user, by the end of the file's name: CSV, Excel or Parquet."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa

from concordance.errors import ChecklistError
from concordance.readers.archives import read_bytes, ungzipped
from concordance.readers.tables import Sheet, delimited, parquet_columns
from concordance.readers.workbooks import read_sheet


def read_any_table(path: Path) -> pd.DataFrame:
    """Return a user's table, every cell text: CSV, Excel or Parquet by the end of the name.

    Parameters
    ----------
    path : pathlib.Path
        ``.csv``, ``.tsv`` or ``.txt`` (comma, semicolon or tab, with or without BOM, also with
        ``.gz``), ``.xlsx`` (the first sheet), ``.parquet``.

    Returns
    -------
    pandas.DataFrame
        Arrow-backed strings; a blank cell is ``""``, ``NA`` is the text NA.

    Raises
    ------
    ChecklistError
        If the file cannot be read as what its name says.
    """
    suffix = path.suffix.lower()
    if suffix == ".gz":
        suffix = Path(path.stem).suffix.lower()
    if suffix == ".parquet":
        columns = {
            name: [_text(v) for v in values] for name, values in parquet_columns(path).items()
        }
    elif suffix == ".xlsx":
        columns = _columns(path, read_sheet(path))
    elif suffix in {".csv", ".tsv", ".txt"}:
        content = ungzipped(path, read_bytes(path)[1])
        columns = _columns(path, delimited(content, dirty=True))
    else:
        raise ChecklistError(
            path, [f"the name ends in {suffix!r}; expected .csv, .tsv, .xlsx or .parquet"]
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
