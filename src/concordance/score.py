"""How far two lists are aligned: a share with its formula, and where the names differ and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from concordance.codes import NameDifference, Relation
from concordance.pairs import PairRow
from concordance.result_schema import higher
from concordance.schema import Column, cells, checked_choice, to_frame

if TYPE_CHECKING:
    import pandas as pd

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
#: what a score can be grouped by
GROUPS: Final = ("class", "order", "family")
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


def alignment(rows: Iterable[PairRow], by: str = "class") -> Score:
    """Return the alignment score of a concordance.

    Parameters
    ----------
    rows : iterable of PairRow
    by : str
        Group by ``class``, ``order`` or ``family``.

    Returns
    -------
    Score
        Between 0 and 1; 1 for a list against itself.

    Raises
    ------
    ConcordanceError
        If `by` is none of the three.
    """
    checked_choice("by", by, GROUPS)
    counts: dict[str, list[int]] = {}
    for row in rows:
        if not _counts(row):
            continue
        tally = counts.setdefault(higher(row, by) or "", [0, 0])
        tally[0] += _is_aligned(row)
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


def _counts(row: PairRow) -> bool:
    """Whether a pair is at species rank or below, named by an entry, and listed by both."""
    if row.link is None or not all(cover.entries for cover in row.covers):
        return False
    named = any(
        taxon.name in cover.entry_names for taxon, cover in zip(row.taxa, row.covers, strict=True)
    )
    return named and bool({taxon.rank for taxon in row.taxa} & _LOW)


def _is_aligned(row: PairRow) -> bool:
    same = {NameDifference.NONE, NameDifference.AUTHORSHIP}
    return row.relation is Relation.CONGRUENT and set(row.judged.name_difference) <= same
