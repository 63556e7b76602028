"""How well two lists agree in names, concepts and legal scope; each problem counts once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from concordance.codes import Figure, NameDifference, NameOrigin, Relation, Scope
from concordance.drafts import is_stricter_elsewhere
from concordance.pairs import Cover, PairRow
from concordance.problems import problems
from concordance.result_schema import higher
from concordance.schema import Column, cells, checked_choice, choices, to_frame

if TYPE_CHECKING:
    import pandas as pd

FORMULA: Final = (
    "score = agree / comparable, separately for names, concepts and scope. It counts species and "
    "subspecies that both sides list, each problem once: pairs that share a taxon, a change of "
    "genus, or a reference are one unit. names: the names differ at most in authorship; "
    "concepts: every pair is congruent; scope: the same strictest Appendix for the same "
    "populations. Not comparable: names if one side's own name is not known; concepts if the "
    "relation is undetermined; scope if a group entry covers only migratory members"
)
SCORE: Final = (
    Column(name="group", meaning="value of the column in by=; all = the whole table"),
    Column(name="figure", meaning="aspect that is compared", values=choices(Figure)),
    Column(name="agree", meaning="units that agree", dtype="int64"),
    Column(name="comparable", meaning="units that can be compared", dtype="int64"),
    Column(
        name="units",
        meaning="number of units: problems, and pairs without a problem",
        dtype="int64",
    ),
    Column(name="score", meaning="agree / comparable; null = nothing comparable", dtype="double"),
    Column(
        name="not_comparable",
        meaning="share of the units that cannot be compared; null = no units",
        dtype="double",
    ),
)
#: columns by which a score can be grouped
GROUPS: Final = ("class", "order", "family")
_LOW: Final = {"species", "subspecies"}
_SAME_NAME: Final = {NameDifference.NONE, NameDifference.AUTHORSHIP}


@dataclass(frozen=True, slots=True)
class Score:
    """How well two lists agree.

    Attributes
    ----------
    table : pandas.DataFrame
        ``group``, ``figure``, ``agree``, ``comparable``, ``units``, ``score``,
        ``not_comparable``: one row for each group and figure; the last three rows are ``all``.
    formula : str
        How the score is computed, in words.
    """

    table: pd.DataFrame
    formula: str = FORMULA

    def __repr__(self) -> str:
        return f"{self.table.to_string(index=False)}\n{self.formula}"


def alignment(rows: Iterable[PairRow], by: str = "class") -> Score:
    """Return how well the two sides of a concordance agree.

    Parameters
    ----------
    rows : iterable of PairRow
    by : str
        Group by ``class``, ``order`` or ``family``.

    Returns
    -------
    Score
        Each score is between 0 and 1; a list compared with itself scores 1.

    Raises
    ------
    ConcordanceError
        If `by` is not one of the three.
    """
    checked_choice("by", by, GROUPS)
    answers: dict[str, list[Mapping[Figure, bool | None]]] = {}
    rows = list(rows)
    for unit in problems([row for row in rows if _counts(row)], rows):
        answers.setdefault(higher(unit[0], by) or "", []).append(_answers(unit))
    groups = [(group, answers[group]) for group in sorted(answers)]
    groups.append(("all", [answer for _, of_group in groups for answer in of_group]))
    data: dict[str, list[object]] = {c.name: [] for c in SCORE}
    for group, of_group in groups:
        for figure in Figure:
            line = (group, figure.value, *_tally([answer[figure] for answer in of_group]))
            for column, cell in zip(SCORE, line, strict=True):
                data[column.name].append(cell)
    return Score(to_frame(data, SCORE))


def over_time(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the scores of several days in one table.

    Parameters
    ----------
    tables : mapping of ISO date to the table of a `Score`

    Returns
    -------
    pandas.DataFrame
        ``as_of`` and the columns of the scores.
    """
    columns = (Column(name="as_of", meaning="day of the lists"), *SCORE)
    data: dict[str, list[object]] = {c.name: [] for c in columns}
    for day, table in tables.items():
        data["as_of"] += [day] * len(table)
        for c in SCORE:
            data[c.name] += cells(table[c.name])
    return to_frame(data, columns)


def _counts(row: PairRow) -> bool:
    """Whether a pair is at species rank or below, and listed by both."""
    listed = row.link is not None and all(cover.entries for cover in row.covers)
    return listed and bool({taxon.rank for taxon in row.taxa} & _LOW)


def _tally(answers: Sequence[bool | None]) -> tuple[int, int, int, float | None, float | None]:
    """Numbers of agreeing, comparable and all units, and both shares."""
    agree, units = answers.count(True), len(answers)
    comparable = units - answers.count(None)
    score = agree / comparable if comparable else None
    return agree, comparable, units, score, (units - comparable) / units if units else None


def _answers(unit: Sequence[PairRow]) -> Mapping[Figure, bool | None]:
    """Whether a unit agrees in each figure; None if it cannot be compared."""
    return {
        Figure.NAMES: _all_agree(_names_agree(row) for row in unit),
        Figure.CONCEPTS: _all_agree(_concepts_agree(row) for row in unit),
        Figure.SCOPE: _all_agree(_scope_agrees(row) for row in unit),
    }


def _all_agree(answers: Iterable[bool | None]) -> bool | None:
    """False if any part differs, else None if any is unknown, else True."""
    given = list(answers)
    if False in given:
        return False
    return None if None in given else True


def _names_agree(row: PairRow) -> bool | None:
    if any(taxon.name_from is NameOrigin.OPEN_LIST for taxon in row.taxa):
        return None
    return set(row.judged.name_difference) <= _SAME_NAME


def _concepts_agree(row: PairRow) -> bool | None:
    return None if row.relation is Relation.UNDETERMINED else row.relation is Relation.CONGRUENT


def _scope_agrees(row: PairRow) -> bool | None:
    left, right = row.covers
    if left.migratory_only != right.migratory_only:
        return None
    return not is_stricter_elsewhere(row) and _populations(left) == _populations(right)


def _populations(cover: Cover) -> set[tuple[object, ...]]:
    """Countries or note of each entry for populations in the strictest Appendix."""
    return {
        (entry.scope_mode, entry.scope_countries or entry.scope_note)
        for entry in cover.entries
        if entry.scope is Scope.POPULATION and entry.appendix == cover.appendices[0]
    }
