"""Strict reading of CSV text: every problem with its row, nothing mended in silence."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from concordance.errors import ChecklistError


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
