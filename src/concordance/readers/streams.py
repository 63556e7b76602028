"""Reads tables larger than memory in batches; Parquet keeps its types, CSV cells are text."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import pyarrow as pa

from concordance.errors import ChecklistError
from concordance.readers.rows import cell_reader, named_columns, separator

#: most problems reported before reading stops
MOST_PROBLEMS: Final = 50

Batches = tuple[pa.Schema, int | None, Iterator[pa.RecordBatch]]


@contextmanager
def batches(path: Path, rows: int) -> Iterator[Batches]:
    """Open a table and return its columns, its number of rows, and its rows in batches.

    Parameters
    ----------
    path : pathlib.Path
        ``.parquet``, ``.csv``, ``.tsv`` or ``.txt`` (UTF-8; comma, semicolon or tab).
    rows : int
        Most rows in a batch.

    Yields
    ------
    schema, number of rows (None if not known before reading), iterator of pyarrow.RecordBatch

    Raises
    ------
    ChecklistError
        If it cannot be read; for a CSV when the row is reached, up to `MOST_PROBLEMS` at once.
    """
    try:
        if path.suffix.lower() == ".parquet":
            import pyarrow.parquet as pq  # lazy: it costs 8 ms that a build does not need

            # no read-ahead, which would load the whole file
            with pq.ParquetFile(path, pre_buffer=False) as file:
                yield file.schema_arrow, file.metadata.num_rows, file.iter_batches(rows)
            return
        with path.open(encoding="utf-8-sig", newline="") as text:
            reader, header = _opened(path, text)
            schema = pa.schema([(name, pa.string()) for name in header])
            yield schema, None, _csv_batches(path, reader, schema, rows)
    except UnicodeDecodeError as error:
        raise ChecklistError(
            path, [f"is not UTF-8 text ({error}); save it as CSV UTF-8"]
        ) from error


def _opened(path: Path, text: IO[str]) -> tuple[Iterator[list[str]], list[str]]:
    head = text.readline()
    match = re.fullmatch(r"\"?sep=(.)\"?", head.rstrip("\r\n"), re.IGNORECASE)
    mark = match.group(1) if match else separator(head)
    if not match:
        text.seek(0)
    reader = cell_reader(text, mark)
    header = named_columns(next(reader, []))
    if len(header) == 1:  # a comma is not a separator there
        reader = ([mark.join(record)] for record in reader)
    problems = [
        f"row 1: column {name!r} occurs {header.count(name)} times; expected once"
        for name in sorted({n for n in header if header.count(n) > 1})
    ]
    if not any(header):
        problems.append("row 1: is blank; expected column names")
    if problems:
        raise ChecklistError(path, problems)
    return reader, header


def _csv_batches(
    path: Path, reader: Iterator[list[str]], schema: pa.Schema, rows: int
) -> Iterator[pa.RecordBatch]:
    problems: list[str] = []
    records: list[list[str]] = []
    row = 1
    while (record := _next(path, reader, row, problems)) is not None:
        row += 1
        if not record and len(schema) > 1:
            continue  # a blank line
        record = record or [""]
        if len(record) != len(schema):
            problems.append(
                f"row {row}: {len(record)} cells, but {len(schema)} columns; check separators and "
                "quotes"
            )
            if len(problems) >= MOST_PROBLEMS:
                raise ChecklistError(path, problems)
            continue
        records.append(record)
        if len(records) == rows and not problems:
            yield _batch(records, schema)
            records = []
    if problems:
        raise ChecklistError(path, problems)
    if records:
        yield _batch(records, schema)


def _next(
    path: Path, reader: Iterator[list[str]], row: int, problems: list[str]
) -> list[str] | None:
    try:
        return next(reader, None)
    except csv.Error as error:
        raise ChecklistError(
            path, [*problems, f"row {row + 1}: cannot be read ({error}); check the quotes"]
        ) from error


def _batch(records: list[list[str]], schema: pa.Schema) -> pa.RecordBatch:
    columns = zip(*records, strict=True)
    return pa.RecordBatch.from_arrays([pa.array(c, pa.string()) for c in columns], schema=schema)
