"""Entries of an Appendix as rows: the user's own entries, and checks for all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from concordance.codes import Scope, ScopeMode
from concordance.days import is_day
from concordance.errors import ChecklistError
from concordance.readers.datapackage import ENUMS, FILES
from concordance.readers.tables import Row, read_numbered
from concordance.schema import choices

#: optional columns; a blank kingdom is filled in from the class
_OPTIONAL: Final = ("annotation", "history", "kingdom")
_APPENDICES: Final = ("I", "II", "III")


def read_amendments(key: str, path: Path) -> list[Row]:
    """Return the user's own entries for a treaty.

    Raises
    ------
    ChecklistError
        If the file is damaged or a cell is wrong; lists every problem by row.
    """
    columns = FILES[f"{key}_listings.csv"]
    read = read_numbered(path, [c for c in columns if c not in _OPTIONAL])
    numbered = [(row, dict.fromkeys(_OPTIONAL, "") | entry) for row, entry in read]
    codes: dict[str, Sequence[str]] = {c: ENUMS[c] for c in columns if c in ENUMS}
    codes |= {"scope": choices(Scope), "scope_mode": choices(ScopeMode)}
    del codes["appendix"]  # required in every entry; checked below
    problems = [
        f"row {row}: {column} is {entry[column]!r}; expected {', '.join(allowed)} or blank; "
        "correct it"
        for row, entry in numbered
        for column, allowed in codes.items()
        if entry[column] and entry[column] not in allowed
    ]
    problems += listing_problems(numbered)
    if problems:
        raise ChecklistError(path, problems)
    return [entry for _, entry in numbered]


def listing_problems(
    listings: Iterable[tuple[int, Row]], appendices: Sequence[str] = _APPENDICES
) -> list[str]:
    """Return what is wrong with the entries of a list, by row and column.

    Parameters
    ----------
    listings : iterable of (row, cells)
    appendices : sequence of str
        The parts of the list; empty if not known.

    Returns
    -------
    list of str
    """
    problems: list[str] = []
    first: dict[str, int] = {}
    for row, entry in listings:
        problems += _id_problems(row, entry, first) + _cell_problems(row, entry, appendices)
        first[entry["entry_id"]] = row
    return problems


def _id_problems(row: int, entry: Row, first: dict[str, int]) -> list[str]:
    if not entry["entry_id"]:
        return [
            f"row {row}: entry_id is blank; give a new id, or the id of the entry that this row "
            "replaces"
        ]
    if entry["entry_id"] in first:
        return [f"row {row}, {entry['entry_id']!r}: entry_id was used in row "
                f"{first[entry['entry_id']]}; give each entry its own id"]  # fmt: skip
    return []


def _or(choices_: Sequence[str]) -> str:
    *first, last = choices_ or ("the part of the list, or 'list' if it has only one",)
    return f"{', '.join(first)} or {last}" if first else last


def _cell_problems(row: int, entry: Row, appendices: Sequence[str]) -> list[str]:
    where = f"row {row}, {entry['entry_id'] or entry['taxon']!r}"
    problems: list[str] = []
    if not entry["taxon"]:
        problems.append(f"{where}: taxon is blank; give the listed name, or delete the row")
    if not entry["appendix"] or (appendices and entry["appendix"] not in appendices):
        problems.append(
            f"{where}: appendix is {entry['appendix']!r}; expected {_or(appendices)}; correct it"
        )
    problems += [
        f"{where}: {column} is {entry[column]!r}; expected a date as YYYY-MM-DD; correct it "
        "(a spreadsheet may have changed it)"
        for column in ("effective_from", "effective_to")
        if entry[column] and not is_day(entry[column])
    ]
    if entry["effective_to"] and entry["effective_to"] < entry["effective_from"]:
        problems.append(
            f"{where}: effective_to {entry['effective_to']} is before effective_from "
            f"{entry['effective_from']}; expected a later day; check whether the two are swapped"
        )
    return problems
