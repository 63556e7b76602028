"""Strict reading of CSV text: every problem with its row, nothing mended in silence."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa

from concordance.errors import ChecklistError, ConcordanceError


def read_table(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
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
    try:
        text = path.read_bytes().decode("utf-8-sig")
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except OSError as error:
        raise ChecklistError(path, [f"cannot be read: {error.strerror}; check the path"]) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ChecklistError(
            path, [f"no UTF-8 CSV file: {error}; save it as UTF-8 CSV or restore it"]
        ) from error
    if not records:
        raise ChecklistError(path, ["the file is empty; expected a header and rows"])
    header = records[0]
    problems = [
        f"row 1: column {name!r} occurs {header.count(name)} times; expected once"
        for name in sorted({name for name in header if header.count(name) > 1})
    ]
    problems += [
        f"row 1: column {name!r} is missing; found {', '.join(header)}"
        for name in columns
        if name not in header
    ]
    width = len(header)
    problems += [
        f"row {row}: {len(record)} cells under {width} columns; check commas and quotes"
        for row, record in enumerate(records[1:], start=2)
        if len(record) != width
    ]
    if problems:
        raise ChecklistError(path, problems)
    return [dict(zip(header, record, strict=True)) for record in records[1:]]


def read_any_table(path: Path) -> pd.DataFrame:
    """Return a user's table, every cell text: CSV, Excel or Parquet by the end of the name.

    Parameters
    ----------
    path : pathlib.Path
        ``.csv`` or ``.tsv`` (comma, semicolon or tab, with or without BOM), ``.xlsx`` (the first
        sheet), ``.parquet``.

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
    try:
        if suffix == ".parquet":
            import pyarrow.parquet as pq  # only here: it costs 8 ms that a build does not need

            table = pq.read_table(path)
            columns = {n: [_text(v) for v in table[n].to_pylist()] for n in table.column_names}
        elif suffix == ".xlsx":
            columns = _excel_columns(path)
        elif suffix in {".csv", ".tsv", ".txt"}:
            columns = _csv_columns(path)
        else:
            raise ChecklistError(
                path, [f"the name ends in {suffix!r}; expected .csv, .tsv, .xlsx or .parquet"]
            )
    except OSError as error:
        raise ChecklistError(path, [f"cannot be read: {error.strerror}; check the path"]) from error
    except (pa.ArrowException, zipfile.BadZipFile, KeyError) as error:
        raise ChecklistError(
            path, [f"is no {suffix} file: {error}; save it again in that format"]
        ) from error
    table = pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _csv_columns(path: Path) -> dict[str, list[str]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ChecklistError(path, [f"is no UTF-8 text ({error}); save it as CSV UTF-8"]) from error
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=lambda mark: (first.count(mark), mark == ","))
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise ChecklistError(path, [f"is no CSV: {error}; check the quotes"]) from error
    if not records:
        raise ChecklistError(path, ["the file is empty; expected a header and rows"])
    header, *body = records
    problems = [
        f"row {row}: {len(record)} cells under {len(header)} columns; check separators and quotes"
        for row, record in enumerate(body, start=2)
        if record and len(record) != len(header)
    ]
    problems += _double(header)
    if problems:
        raise ChecklistError(path, problems)
    body = [record for record in body if record]
    return {name: [record[i] for record in body] for i, name in enumerate(header)}


def _excel_columns(path: Path) -> dict[str, list[str]]:
    try:
        import openpyxl
    except ImportError as error:
        raise ConcordanceError(
            f"{path}: reading Excel files needs the package openpyxl; install it with "
            "pip install 'species-concordance[excel]', or save the sheet as CSV"
        ) from error
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        rows = [
            [_text(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)
        ]
    finally:
        book.close()
    if not rows:
        raise ChecklistError(path, ["the first sheet is empty; expected a header and rows"])
    header, *body = rows
    if problems := _double(header):
        raise ChecklistError(path, problems)
    return {name: [row[i] for row in body] for i, name in enumerate(header) if name}


def _double(header: Sequence[str]) -> list[str]:
    return [
        f"row 1: column {name!r} occurs {header.count(name)} times; expected once"
        for name in sorted({name for name in header if name and header.count(name) > 1})
    ]
