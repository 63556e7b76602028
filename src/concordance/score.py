"""How far two lists agree: in names, in concepts and in legal scope, each problem counted once."""

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
    "score = agree / comparable, for names, concepts and scope apart. Counted are species and "
    "subspecies that both sides list, one problem once: pairs that share a taxon, one change of "
    "genus, or one reference are one unit. names: the names differ in authorship at most; "
    "concepts: every pair is congruent; scope: the same strictest Appendix, for the same "
    "populations. Not comparable: names where one side's own name is not known; concepts where "
    "the relation is undetermined; scope where a group entry covers migratory members only"
)
SCORE: Final = (
    Column(name="group", meaning="value of the column asked for; all = the whole table"),
    Column(name="figure", meaning="what is compared", values=choices(Figure)),
    Column(name="agree", meaning="units that agree", dtype="int64"),
    Column(name="comparable", meaning="units that can be compared", dtype="int64"),
    Column(name="units", meaning="units: problems, and pairs without one", dtype="int64"),
    Column(name="score", meaning="agree / comparable; null where none is", dtype="double"),
    Column(
        name="not_comparable",
        meaning="share of the units that cannot be compared; null where there is none",
        dtype="double",
    ),
)
#: what a score can be grouped by
GROUPS: Final = ("class", "order", "family")
_LOW: Final = {"species", "subspecies"}
_SAME_NAME: Final = {NameDifference.NONE, NameDifference.AUTHORSHIP}


@dataclass(frozen=True, slots=True)
class Score:
    """How far two lists agree.

    Attributes
    ----------
    table : pandas.DataFrame
        ``group``, ``figure``, ``agree``, ``comparable``, ``units``, ``score``,
        ``not_comparable``: a row a group and figure; the last three are ``all``.
    formula : str
        What is divided by what.
    """

    table: pd.DataFrame
    formula: str = FORMULA

    def __repr__(self) -> str:
        return f"{self.table.to_string(index=False)}\n{self.formula}"


def alignment(rows: Iterable[PairRow], by: str = "class") -> Score:
    """Return how far the two sides of a concordance agree.

    Parameters
    ----------
    rows : iterable of PairRow
    by : str
        Group by ``class``, ``order`` or ``family``.

    Returns
    -------
    Score
        Each figure between 0 and 1; 1 for a list against itself.

    Raises
    ------
    ConcordanceError
        If `by` is none of the three.
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
    """Return the scores of several days below each other.

    Parameters
    ----------
    tables : mapping of ISO date to the table of a `Score`

    Returns
    -------
    pandas.DataFrame
        ``as_of`` and the columns of the scores.
    """
    columns = (Column(name="as_of", meaning="day for which the lists were loaded"), *SCORE)
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
    """Units that agree, can be compared, and are; both shares."""
    agree, units = answers.count(True), len(answers)
    comparable = units - answers.count(None)
    score = agree / comparable if comparable else None
    return agree, comparable, units, score, (units - comparable) / units if units else None


def _answers(unit: Sequence[PairRow]) -> Mapping[Figure, bool | None]:
    """Whether a unit agrees in each figure; None where it cannot be compared."""
    return {
        Figure.NAMES: _all_agree(_names_agree(row) for row in unit),
        Figure.CONCEPTS: _all_agree(_concepts_agree(row) for row in unit),
        Figure.SCOPE: _all_agree(_scope_agrees(row) for row in unit),
    }


def _all_agree(answers: Iterable[bool | None]) -> bool | None:
    """One difference is enough to differ; else one unknown is enough not to know."""
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
    """Countries, or words, of each entry that lists populations in the strictest Appendix."""
    return {
        (entry.scope_mode, entry.scope_countries or entry.scope_note)
        for entry in cover.entries
        if entry.scope is Scope.POPULATION and entry.appendix == cover.appendices[0]
    }
