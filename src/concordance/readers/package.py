"""Reads rows from ``data/`` in the package; a wrong code is an error."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path

from concordance.days import is_day
from concordance.errors import ChecklistError
from concordance.readers.datapackage import DATES, FILES, MAY_BE_BLANK, codes_of
from concordance.readers.tables import read_table


def data_folder() -> Path:
    """Return the folder of the data in the package."""
    inside = Path(__file__).parents[1] / "data"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "data"


def read_data(name: str) -> list[dict[str, str]]:
    """Return the rows of a file in ``data/``. They are shared: do not change them."""
    return read_checked(data_folder() / name)


@lru_cache(maxsize=64)
def read_checked(path: Path) -> list[dict[str, str]]:
    """Rows of a data file; every wrong code or date is reported by row."""
    changed = _not_as_registered(path)
    table = read_table(path, FILES[path.name]) if changed else _registered_rows(path)
    problems = []
    for column in FILES[path.name]:
        if codes := codes_of(path.name, column):
            allowed = {*codes, ""} if column in MAY_BE_BLANK else {*codes}
            wrong = {cells[column] for cells in table} - allowed
            problems += _in_rows(table, column, wrong, f"not one of {', '.join(codes)}")
        if column in DATES:
            wrong = {day for day in {cells[column] for cells in table} if day and not is_day(day)}
            problems += _in_rows(table, column, wrong, "not YYYY-MM-DD")
    problems = problems or changed
    if problems:
        raise ChecklistError(path, problems)
    return table


def _registered_rows(path: Path) -> list[dict[str, str]]:
    """Rows of a file that matches its registered checksum, so that cells need no checks."""
    try:
        header, *records = csv.reader(io.StringIO(path.read_text("utf-8"), newline=""), strict=True)
        if set(header) >= set(FILES[path.name]):
            return [dict(zip(header, record, strict=True)) for record in records]
    except (csv.Error, ValueError):  # the checksum matches, but the file is damaged
        pass
    return read_table(path, FILES[path.name])


def _in_rows(
    table: Sequence[dict[str, str]], column: str, wrong: Collection[str], expected: str
) -> list[str]:
    return [
        f"row {row}: {column} is {cells[column]!r}, {expected}"
        for row, cells in enumerate(table, start=2)
        if wrong and cells[column] in wrong
    ]


@lru_cache(maxsize=4)
def read_lines(name: str) -> dict[str, str]:
    """Return the lines of a compiled file in ``data/``, by their first cell.

    Its cells are not quoted, and a line is split only when it is used: a build needs few of its
    thousands of lines.

    Raises
    ------
    ChecklistError
        If the file is damaged.
    """
    path = data_folder() / name
    problems = _not_as_registered(path)
    if problems:
        raise ChecklistError(path, problems)
    _, *lines = path.read_text("utf-8").splitlines()
    return {line[: line.index(",")]: line for line in lines}


def _not_as_registered(path: Path) -> list[str]:
    """Compare the checksum, as a file with a lost or overwritten row still looks valid."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    sums = path.with_name("SHA256SUMS")
    try:
        registered = dict(line.split()[::-1] for line in sums.read_text("utf-8").splitlines())
    except (OSError, ValueError) as error:
        return [f"{sums.name} beside it cannot be read ({error}); reinstall the package"]
    if registered.get(path.name) == digest:
        return []
    return [
        f"sha256 is {digest}, {sums.name} has {registered.get(path.name, 'none')}: the file is "
        "damaged or was changed. Reinstall the package. Your own entries go into a file for "
        "amendments=. After an intended change: cd data && sha256sum *.csv species/*.csv "
        "> SHA256SUMS"
    ]
