"""How far two lists are aligned: a share with its formula, and where the names differ and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from concordance.codes import NameDifference, Relation, Scope
from concordance.pairs import PairRow
from concordance.result_schema import higher
from concordance.schema import Column, cells, checked_choice, to_frame

if TYPE_CHECKING:
    import pandas as pd

FORMULA: Final = (
    "score = aligned / pairs; pairs: species and subspecies that an entry of either side names and "
    "that have a partner named or covered on the other, those that share a taxon counted as one; "
    "aligned: names and concepts agree (authorship apart); scope agrees: both sides cover the "
    "whole taxon; not comparable: the relation, or which members of a group migrate, is not known"
)
_SCORE: Final = (
    Column(name="group", meaning="value of the column asked for; all = the whole table"),
    Column(name="aligned", meaning="pairs congruent under one name", dtype="int64"),
    Column(name="pairs", meaning="the denominator", dtype="int64"),
    Column(name="score", meaning="aligned / pairs; null where there is no pair", dtype="double"),
    Column(name="names_agree", meaning="share of pairs under one name", dtype="double"),
    Column(name="concepts_agree", meaning="share of pairs that are congruent", dtype="double"),
    Column(
        name="scope_agrees", meaning="share of pairs covered whole on both sides", dtype="double"
    ),
    Column(
        name="not_comparable",
        meaning="share of pairs of which the relation or the members are not known",
        dtype="double",
    ),
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
    units = _units(row for row in rows if _counts(row))
    groups = sorted({_group(unit, by) for unit in units})
    chosen = [[unit for unit in units if _group(unit, by) == group] for group in groups]
    tallies = [_tally(of_group) for of_group in [*chosen, units]]
    data: dict[str, list[object]] = {"group": [*groups, "all"]}
    for place, column in enumerate(_SCORE[1:]):
        data[column.name] = [tally[place] for tally in tallies]
    return Score(to_frame(data, _SCORE))


#: the pairs that share a taxon: one problem, however many rows it has
Unit = Sequence[PairRow]


def _units(rows: Iterable[PairRow]) -> list[Unit]:
    """Rows that share a taxon of either side, together, in the order of the first of each."""
    unit_of: dict[tuple[int, str | None], list[PairRow]] = {}
    for row in rows:
        left, right = ((place, taxon_id) for place, taxon_id in enumerate(row.ids))
        unit = unit_of.get(left, [])
        other = unit_of.get(right, [])
        joined = unit if unit is other else [*unit, *other]
        joined.append(row)
        for member in joined:
            for place, taxon_id in enumerate(member.ids):
                unit_of[place, taxon_id] = joined
    return list({id(unit): unit for unit in unit_of.values()}.values())


def _group(unit: Unit, by: str) -> str:
    return higher(unit[0], by) or ""


def _tally(units: Sequence[Unit]) -> tuple[object, ...]:
    """The cells of `_SCORE` but the first."""
    pairs = len(units)
    aligned = sum(all(_has_one_name(r) and _is_congruent(r) for r in unit) for unit in units)
    shares = [
        sum(all(map(agrees, unit)) for unit in units)
        for agrees in (_has_one_name, _is_congruent, _is_whole)
    ]
    shares.append(sum(any(map(_is_not_comparable, unit)) for unit in units))
    return (
        aligned,
        pairs,
        aligned / pairs if pairs else None,
        *(share / pairs if pairs else None for share in shares),
    )


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


def _has_one_name(row: PairRow) -> bool:
    return set(row.judged.name_difference) <= {NameDifference.NONE, NameDifference.AUTHORSHIP}


def _is_congruent(row: PairRow) -> bool:
    return row.relation is Relation.CONGRUENT


def _is_whole(row: PairRow) -> bool:
    return not any(
        entry.scope in {Scope.POPULATION, Scope.MIGRATORY_MEMBERS}
        for cover in row.covers
        for entry in cover.entries
    )


def _is_not_comparable(row: PairRow) -> bool:
    unknown_members = any(cover.migratory_only for cover in row.covers)
    return row.relation is Relation.UNDETERMINED or unknown_members
