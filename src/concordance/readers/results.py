"""Results read back: what an export wrote, as the typed table it was."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from concordance.errors import ChecklistError, ConcordanceError
from concordance.schema import Column, result_columns, to_frame

#: columns that an export adds
_ADDED: Final = frozenset({"list_sources", "disclaimer"})
_CONTROL: Final = re.compile(r"_x00([01][0-9A-Fa-f])_")
_KEYS: Final = ("cites", "cms")


def read_result(path: str | Path) -> pd.DataFrame:
    """Return the concordance table of an earlier export.

    Parameters
    ----------
    path : path
        ``.csv``, ``.xlsx`` (the sheet Concordance) or ``.parquet``. Columns may be reordered,
        rows sorted, and columns of your own added: those are left out, rows stay as they are.

    Returns
    -------
    pandas.DataFrame
        Columns and types of `schema.result_columns`; blank cells are null.

    Raises
    ------
    ChecklistError
        If it is no such file, or a cell does not fit its column, with every problem by row.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    try:
        if suffix == ".parquet":
            columns = _parquet(path)
        elif suffix == ".xlsx":
            columns = sheet_columns(path)
        elif suffix == ".csv":
            columns = _csv(path)
        else:
            raise ChecklistError(
                path, [f"the name ends in {suffix!r}; expected .csv, .xlsx or .parquet"]
            )
    except OSError as error:
        raise ChecklistError(path, [f"cannot be read: {error.strerror}; check the path"]) from error
    except (
        pa.ArrowException,
        zipfile.BadZipFile,
        KeyError,
        UnicodeDecodeError,
        csv.Error,
    ) as error:
        raise ChecklistError(
            path, [f"is no {suffix} file that an export wrote: {error}"]
        ) from error
    wanted = _wanted(columns)
    problems = [f"row 1: column {c.name!r} is missing" for c in wanted if c.name not in columns]
    if problems:
        raise ChecklistError(path, problems)
    data = {c.name: _typed(columns[c.name], c, problems) for c in wanted}
    if problems:
        raise ChecklistError(path, problems)
    return to_frame(data, wanted)


def _wanted(columns: dict[str, list[Any]]) -> tuple[Column, ...]:
    keys = [c.removesuffix("_listed_as") for c in columns if c.endswith("_listed_as")]
    left, right = keys if len(keys) == 2 and set(keys) != set(_KEYS) else _KEYS
    return result_columns(left, right)


def _typed(values: list[Any], column: Column, problems: list[str]) -> list[Any]:
    out: list[Any] = []
    for row, value in enumerate(values, start=2):
        if value is None or value == "":
            out.append(None)
        elif column.dtype == "string":
            out.append(str(value))
        else:
            try:
                out.append(_number(value, column.dtype))
            except (TypeError, ValueError):
                problems.append(f"row {row}: {column.name} is {value!r}, not {column.dtype}")
    return out


def _number(value: Any, dtype: str) -> bool | int | float:
    if dtype == "bool":
        if str(value) not in {"True", "False"}:
            raise ValueError(value)
        return str(value) == "True"
    number = float(value)
    if dtype == "int64":
        if number != int(number):
            raise ValueError(value)
        return int(number)
    return number


def active(text: str) -> str:
    """Return the text of a cell that an export made inert.

    Examples
    --------
    >>> active("'=1+1"), active("'tis")
    ('=1+1', "'tis")
    """
    if not text.startswith("'"):
        return text
    rest = text.lstrip("'")
    return text[1:] if rest[:1] in set("=+-@\t\r") and rest else text


def _csv(path: Path) -> dict[str, list[Any]]:
    text = path.read_bytes().decode("utf-8-sig")
    records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    if not records:
        raise ChecklistError(path, ["the file is empty; expected a header and rows"])
    header, *body = records
    problems = [
        f"row {row}: {len(record)} cells under {len(header)} columns"
        for row, record in enumerate(body, start=2)
        if len(record) != len(header)
    ]
    if problems:
        raise ChecklistError(path, problems)
    return {
        name: [active(record[i]) for record in body]
        for i, name in enumerate(header)
        if name not in _ADDED
    }


def sheet_columns(path: Path, name: str = "Concordance") -> dict[str, list[Any]]:
    """Return the cells of a sheet by the head of their column, as the workbook holds them."""
    try:
        import openpyxl
    except ImportError as error:
        raise ConcordanceError(
            f"{path}: reading Excel files needs the package openpyxl; install it with "
            "pip install 'species-concordance[excel]'"
        ) from error
    book = openpyxl.load_workbook(path, data_only=True)
    try:
        rows = [list(row) for row in book[name].iter_rows(values_only=True)]
    finally:
        book.close()
    header, *body = rows
    return {
        str(head): [_unescaped(row[i]) for row in body]
        for i, head in enumerate(header)
        if head is not None
    }


def _unescaped(value: Any) -> Any:
    """Control characters, which a workbook holds as ``_x0001_``."""
    if not isinstance(value, str):
        return value
    return _CONTROL.sub(lambda found: chr(int(found.group(1), 16)), value)


def _parquet(path: Path) -> dict[str, list[Any]]:
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    return {name: table[name].to_pylist() for name in table.column_names}


def read_sssom(path: str | Path) -> pd.DataFrame:
    """Return the mappings of an SSSOM/TSV file, every cell text, blank where empty.

    Parameters
    ----------
    path : path

    Returns
    -------
    pandas.DataFrame
        Arrow-backed strings; the header is in ``attrs["header"]``, as it stands in the file.

    Raises
    ------
    ChecklistError
        If the file cannot be read as SSSOM/TSV.
    """
    path = Path(path)
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ChecklistError(path, [f"cannot be read as UTF-8 text: {error}"]) from error
    lines = text.split("\n")
    head = [line[1:] for line in lines if line.startswith("#")]
    start = len(head)
    body = "\n".join(lines[start:])
    records = list(csv.reader(io.StringIO(body, newline=""), delimiter="\t"))
    if not records or "subject_id" not in records[0]:
        raise ChecklistError(path, ["has no column subject_id; expected SSSOM/TSV"])
    names, *rows = records
    table = pa.table(
        {name: pa.array([row[i] for row in rows], pa.string()) for i, name in enumerate(names)}
    )
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    frame.attrs["header"] = "\n".join(head)
    return frame
