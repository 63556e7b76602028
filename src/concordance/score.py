"""How far two lists are aligned: a share with its formula, and where the names differ and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from concordance.errors import ConcordanceError
from concordance.schema import Column, Relation, cells, to_frame

FORMULA: Final = (
    "score = aligned / pairs; pairs: species and subspecies that an entry of either side names and "
    "that have a partner named or covered on the other; aligned: of these, the congruent ones "
    "whose names differ in nothing or in authorship only"
)
_SCORE: Final = (
    Column(name="group", meaning="value of the column asked for; all = the whole table"),
    Column(name="aligned", meaning="pairs congruent under one name", dtype="int64"),
    Column(name="pairs", meaning="the denominator", dtype="int64"),
    Column(name="score", meaning="aligned / pairs; null where there is no pair", dtype="double"),
)
_LOW: Final = {"species", "subspecies"}


@dataclass(frozen=True, slots=True)
class Score:
    """An alignment score.

    Attributes
    ----------
    table : pandas.DataFrame
        ``group``, ``aligned``, ``pairs``, ``score``; the last row is ``all``.
    formula : str
        What is divided by what.
    """

    table: pd.DataFrame
    formula: str = FORMULA

    def __repr__(self) -> str:
        return f"{self.table.to_string(index=False)}\n{self.formula}"


def alignment(table: pd.DataFrame, by: str, keys: tuple[str, str]) -> Score:
    """Return the alignment score of a concordance table.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns as in `schema.result_columns`.
    by : str
        Column to group by: ``class``, ``order`` or ``family``.
    keys : pair of str
        Prefixes of the two sides.

    Returns
    -------
    Score
        Between 0 and 1; 1 for a list against itself.

    Raises
    ------
    ConcordanceError
        If the table has no such column.
    """
    if by not in table.columns:
        raise ConcordanceError(f"by is {by!r}, no column of the table; try class, order or family")
    a, b = keys
    wanted = (by, "relation", "name_difference", f"{a}_rank", f"{b}_rank", f"{a}_id", f"{b}_id",
              f"{a}_name", f"{b}_name", f"{a}_listed_as", f"{b}_listed_as")  # fmt: skip
    counts: dict[str, list[int]] = {}
    for row in zip(*(cells(table[c]) for c in wanted), strict=True):
        cell = dict(zip(wanted, row, strict=True))
        if not _counts(cell, keys):
            continue
        aligned = cell["relation"] == Relation.CONGRUENT.value and set(
            str(cell["name_difference"]).split("|")
        ) <= {"none", "authorship"}
        tally = counts.setdefault(cell[by] or "", [0, 0])
        tally[0] += aligned
        tally[1] += 1
    groups = sorted(counts)
    tallies = [counts[group] for group in groups]
    tallies.append([sum(t[0] for t in tallies), sum(t[1] for t in tallies)])
    data: dict[str, list[object]] = {
        "group": [*groups, "all"],
        "aligned": [aligned for aligned, _ in tallies],
        "pairs": [pairs for _, pairs in tallies],
        "score": [aligned / pairs if pairs else None for aligned, pairs in tallies],
    }
    return Score(to_frame(data, _SCORE))


def over_time(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the scores of several days below each other.

    Parameters
    ----------
    tables : mapping of ISO date to the table of a `Score`

    Returns
    -------
    pandas.DataFrame
        ``as_of`` and the columns of the scores.
    """
    columns = (Column(name="as_of", meaning="day for which the lists were loaded"), *_SCORE)
    data: dict[str, list[object]] = {c.name: [] for c in columns}
    for day, table in tables.items():
        data["as_of"] += [day] * len(table)
        for c in _SCORE:
            data[c.name] += cells(table[c.name])
    return to_frame(data, columns)


def _counts(cell: dict[str, str], keys: tuple[str, str]) -> bool:
    ranks = {cell[f"{key}_rank"] for key in keys}
    named = any(cell[f"{key}_name"] in str(cell[f"{key}_listed_as"]).split("|") for key in keys)
    listed = all(cell[f"{key}_id"] and cell[f"{key}_listed_as"] for key in keys)
    return bool(ranks & _LOW) and named and listed
