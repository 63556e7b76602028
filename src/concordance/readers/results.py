"""Reads an export back as the typed table."""

from __future__ import annotations

import re
from itertools import takewhile
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from concordance.errors import ChecklistError
from concordance.readers.archives import read_bytes
from concordance.readers.parquet import parquet_columns
from concordance.readers.tables import Sheet, delimited, doubled
from concordance.readers.workbooks import sheet_values
from concordance.result_schema import result_columns
from concordance.schema import Column, check, to_frame

#: columns added by an export
_ADDED: Final = frozenset({"list_sources", "disclaimer"})
_CONTROL: Final = re.compile(r"_x00([01][0-9A-Fa-f])_")
_KEYS: Final = ("cites", "cms")


def read_result(path: str | Path) -> pd.DataFrame:
    """Return the concordance table of an earlier export.

    Parameters
    ----------
    path : path
        ``.csv``, ``.xlsx`` (the sheet Concordance) or ``.parquet``. You may reorder columns and
        rows and add columns; added columns are ignored, rows keep their order.

    Returns
    -------
    pandas.DataFrame
        Columns and types of `result_schema.result_columns`; blank cells are null.

    Raises
    ------
    ChecklistError
        If it is not such a file, or a cell does not fit its column; lists every problem by row.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    problems: list[str] = []
    rows: list[int] = []
    if suffix == ".parquet":
        columns = parquet_columns(path)
    elif suffix == ".xlsx":
        columns = sheet_columns(path)
    elif suffix == ".csv":
        columns, rows, problems = _csv(path)
    else:
        raise ChecklistError(
            path, [f"the name ends in {suffix!r}; expected .csv, .xlsx or .parquet"]
        )
    wanted = _wanted(columns)
    problems += Sheet(list(columns), [], []).missing([c.name for c in wanted]) if columns else []
    present = [c for c in wanted if c.name in columns]
    rows = rows or list(range(2, 2 + max(map(len, columns.values()), default=0)))
    data = {c.name: _typed(columns[c.name], rows, c, problems) for c in present}
    if problems:
        raise ChecklistError(path, problems)
    check(data, wanted, str(path))
    return to_frame(data, wanted)


def _wanted(columns: dict[str, list[Any]]) -> tuple[Column, ...]:
    keys = [c.removesuffix("_listed_as") for c in columns if c.endswith("_listed_as")]
    left, right = keys if len(keys) == 2 and set(keys) != set(_KEYS) else _KEYS
    return result_columns(left, right)


def _typed(values: list[Any], rows: list[int], column: Column, problems: list[str]) -> list[Any]:
    out: list[Any] = []
    for row, value in zip(rows, values, strict=True):
        if value is None or value == "":
            out.append(None)
        elif column.dtype == "string":
            out.append(str(value))
        else:
            try:
                out.append(_number(value, column.dtype))
            except (TypeError, ValueError, OverflowError):
                problems.append(f"row {row}: {column.name} is {value!r}; expected {column.dtype}")
    return out


def _number(value: Any, dtype: str) -> bool | int | float:
    if dtype == "bool":
        if str(value) not in {"True", "False"}:
            raise ValueError(value)
        return str(value) == "True"
    number = float(value)
    if dtype == "int64":
        if number != int(number) or abs(number) >= 2**63:
            raise ValueError(value)
        return int(number)
    return number


def active(text: str) -> str:
    """Return the original text of a cell that an export protected against formulas.

    Examples
    --------
    >>> active("'=1+1"), active("'tis")
    ('=1+1', "'tis")
    """
    if not text.startswith("'"):
        return text
    rest = text.lstrip("'")
    return text[1:] if rest[:1] in set("=+-@\t\r") and rest else text


def _csv(path: Path) -> tuple[dict[str, list[Any]], list[int], list[str]]:
    sheet = delimited(read_bytes(path)[1], dirty=True)
    columns: dict[str, list[Any]] = {
        name: [active(record[i]) for record in sheet.records]
        for i, name in enumerate(sheet.header)
        if name and name not in _ADDED
    }
    return columns, sheet.rows, sheet.problems


def sheet_columns(path: Path, name: str = "Concordance") -> dict[str, list[Any]]:
    """Return the cells of a sheet by column head, with the types of the workbook."""
    header, *body = sheet_values(path, name)
    heads = ["" if head is None else str(head) for head in header]
    if double := doubled(heads):
        raise ChecklistError(
            path,
            [f"row 1: column {head!r} occurs {count} times; expected once"
             for head, count in double],
        )  # fmt: skip
    return {head: [_unescaped(row[i]) for row in body] for i, head in enumerate(heads) if head}


def _unescaped(value: Any) -> Any:
    """Control characters, which a workbook stores as ``_x0001_``."""
    if not isinstance(value, str):
        return value
    return _CONTROL.sub(lambda match: chr(int(match.group(1), 16)), value)


def read_sssom(path: str | Path) -> pd.DataFrame:
    """Return the mappings in an SSSOM/TSV file, with every cell as text.

    Parameters
    ----------
    path : path

    Returns
    -------
    pandas.DataFrame
        Arrow-backed strings; ``attrs["header"]`` has the header of the file.

    Raises
    ------
    ChecklistError
        If the file cannot be read as SSSOM/TSV.
    """
    path = Path(path)
    _, content = read_bytes(path)
    lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    head = [line[1:] for line in takewhile(lambda line: line.startswith(b"#"), lines)]
    sheet = delimited(b"\n".join(lines[len(head) :]), marks="\t", dirty=True)
    problems = list(sheet.problems)
    try:
        header = b"\n".join(head).decode().replace("\r", "")
    except UnicodeDecodeError as error:
        problems.append(f"the header is not UTF-8 text ({error.reason}); save it as UTF-8")
    if sheet.header and "subject_id" not in sheet.header:
        problems.append("has no column subject_id; expected SSSOM/TSV")
    if problems:
        raise ChecklistError(path, problems)
    names, rows = sheet.header, sheet.records
    table = pa.table(
        {name: pa.array([row[i] for row in rows], pa.string()) for i, name in enumerate(names)}
    )
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    frame.attrs["header"] = header
    return frame
