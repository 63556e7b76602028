"""The data in the package: rows as they stand in ``data/``, refused whole where a code is wrong."""

from __future__ import annotations

import hashlib
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
    """Return the rows of a file in ``data/``; they are shared and not to be changed."""
    return read_checked(data_folder() / name)


@lru_cache(maxsize=64)
def read_checked(path: Path) -> list[dict[str, str]]:
    """Rows of a data file; refused whole, with every wrong code and day by row."""
    table = read_table(path, FILES[path.name])
    problems = [
        f"row {row}: {column} is {cells[column]!r}, not one of {', '.join(codes)}"
        for column in FILES[path.name]
        if (codes := codes_of(path.name, column))
        for row, cells in enumerate(table, start=2)
        if cells[column] not in codes and (cells[column] or column not in MAY_BE_BLANK)
    ]
    problems += [
        f"row {row}: {column} is {cells[column]!r}, not YYYY-MM-DD"
        for column in FILES[path.name]
        if column in DATES
        for row, cells in enumerate(table, start=2)
        if cells[column] and not is_day(cells[column])
    ]
    problems = problems or _not_as_registered(path)
    if problems:
        raise ChecklistError(path, problems)
    return table


@lru_cache(maxsize=4)
def read_lines(name: str) -> dict[str, str]:
    """Return the lines of a file in ``data/`` that is made of others, by their first cell.

    No cell of it is quoted, and each line is parted when it is asked for: a build needs a few of
    thousands.

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
    """A row that is lost or overwritten leaves a file that reads well: only its sum tells."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    sums = path.with_name("SHA256SUMS")
    try:
        registered = dict(line.split()[::-1] for line in sums.read_text("utf-8").splitlines())
    except (OSError, ValueError) as error:
        return [f"{sums.name} beside it cannot be read ({error}); install the package anew"]
    if registered.get(path.name) == digest:
        return []
    return [
        f"sha256 is {digest}, {sums.name} has {registered.get(path.name, 'none')}: the file is "
        "damaged or was changed. Install the package anew; entries of your own go into a file for "
        "amendments=. After a change on purpose: cd data && sha256sum *.csv species/*.csv "
        "> SHA256SUMS"
    ]
