"""Decisions as tables: their columns, their checks, and two of them in one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from concordance.codes import Relation, Verdict
from concordance.days import is_day
from concordance.errors import ChecklistError
from concordance.schema import Column, cells, choices, rows_to_frame

if TYPE_CHECKING:
    import pandas as pd

Pair = tuple[str, str]

DECISIONS: Final = (
    Column(name="left_id", meaning="taxon of the left list; blank = the right one has no partner"),
    Column(name="right_id", meaning="taxon of the right list; blank = the left one has no partner"),
    Column(name="left_name", meaning="its name when the decision was made"),
    Column(name="right_name", meaning="its name when the decision was made"),
    Column(name="verdict", meaning="what was decided", values=choices(Verdict)),
    Column(
        name="relation",
        meaning="relation that was decided; blank = as the tool has it",
        values=choices(Relation),
    ),
    Column(name="reason", meaning="why, in words"),
    Column(name="reviewer", meaning="who decided"),
    Column(name="orcid", meaning="ORCID of the reviewer; blank = not given"),
    Column(name="decided_on", meaning="ISO date"),
    Column(name="tool_version", meaning="version of this tool that showed the pair"),
    Column(name="fingerprint", meaning="digests of what was seen: name, author, synonymy, listing"),
)
NEEDED: Final = ("left_id", "right_id", "verdict", "reviewer", "decided_on", "fingerprint")
#: those that no row may leave blank; of the two ids one may be
_FILLED: Final = NEEDED[2:]


class DecisionRow(NamedTuple):
    """A row of `DECISIONS`, every cell text."""

    left_id: str
    right_id: str
    left_name: str = ""
    right_name: str = ""
    verdict: str = ""
    relation: str = ""
    reason: str = ""
    reviewer: str = ""
    orcid: str = ""
    decided_on: str = ""
    tool_version: str = ""
    fingerprint: str = ""

    @property
    def pair(self) -> Pair:
        """Both ids; one is blank where the taxon has no partner."""
        return self.left_id, self.right_id


def decisions_table(rows: Iterable[DecisionRow]) -> pd.DataFrame:
    """Return decisions as a table, columns `DECISIONS`, blank text where nothing is given."""
    return rows_to_frame(rows, DECISIONS)


def decision_rows(table: object, place: str = "decisions") -> list[DecisionRow]:
    """Return the decisions of a table, checked.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns of `DECISIONS`; others are left out.
    place : str
        The file or table, for the message.

    Returns
    -------
    list of DecisionRow

    Raises
    ------
    ChecklistError
        If it is not a table, a column is missing, a code is not known (the nearest valid one is
        named), a needed cell is blank, a date is not valid or two verdicts on one pair are of one
        day; every problem with its row.
    """
    import pandas as pd  # only here: a build may have no decisions

    if not isinstance(table, pd.DataFrame):
        raise ChecklistError(
            place, [f"is a {type(table).__name__}; expected a DataFrame: see read_decisions"]
        )
    header = [str(column) for column in table.columns]
    if missing := [c for c in NEEDED if c not in header]:
        raise ChecklistError(
            place,
            [f"column {c!r} is missing; found {', '.join(header) or 'none'}" for c in missing],
        )
    columns = {c.name: cells(table[c.name]) for c in DECISIONS if c.name in header}
    given = [
        {name: str(values[row] or "") for name, values in columns.items()}
        for row in range(len(table))
    ]
    return checked_rows(list(enumerate(given, start=2)), place)


def checked_rows(
    numbered: Iterable[tuple[int, Mapping[str, str]]], place: object, problems: Iterable[str] = ()
) -> list[DecisionRow]:
    """Return the decisions of numbered rows; refused with every problem by row: see above."""
    numbered, problems = list(numbered), list(problems)
    rows = [
        DecisionRow(**{c.name: cells_.get(c.name) or "" for c in DECISIONS})
        for _, cells_ in numbered
    ]
    for (number, _), row in zip(numbered, rows, strict=True):
        problems += [f"row {number}: {problem}" for problem in row_problems(row)]
    problems += _same_day_problems(
        (number, row) for (number, _), row in zip(numbered, rows, strict=True)
    )
    if problems:
        raise ChecklistError(place, problems)
    return rows


def _same_day_problems(numbered: Iterable[tuple[int, DecisionRow]]) -> list[str]:
    """Two verdicts of one day on one pair: nothing shows which of them is the later."""
    first: dict[tuple[Pair, str], int] = {}
    problems = []
    for number, row in numbered:
        earlier = first.setdefault((row.pair, row.decided_on), number)
        if earlier != number:
            problems.append(
                f"row {number}: {row.left_id} / {row.right_id} was decided on {row.decided_on} in "
                f"row {earlier} too; keep one of the rows"
            )
    return problems


def row_problems(row: DecisionRow) -> list[str]:
    """Return what is wrong with one decision: codes, blank cells, dates."""
    from rapidfuzz.process import extractOne

    problems = []
    for column, value in zip(DECISIONS, row, strict=True):
        if column.values and value and value not in column.values:
            near = extractOne(value, column.values)
            problems.append(
                f"{column.name} is {value!r}, not one of {', '.join(column.values)}"
                + (f"; did you mean {near[0]!r}?" if near else "")
            )
    problems += [
        f"{name} is blank; every decision needs it" for name in _FILLED if not getattr(row, name)
    ]
    problems += _id_problems(row)
    if not all(row.pair):
        problems += lone_problems(row.verdict, row.relation)
    if row.decided_on and not is_day(row.decided_on):
        problems.append(f"decided_on is {row.decided_on!r}, not a valid date; expected YYYY-MM-DD")
    return problems


def _id_problems(row: DecisionRow) -> list[str]:
    """Return what is wrong with the ids: both blank, or one whose taxon is named."""
    if not any(row.pair):
        return ["left_id and right_id are blank; a decision needs one of them at least"]
    named = (("left", row.left_id, row.left_name), ("right", row.right_id, row.right_name))
    return [
        f"{side}_id is blank, but {side}_name is {name!r}; fill in the id, or clear the name"
        for side, taxon_id, name in named
        if name and not taxon_id
    ]


def lone_problems(verdict: str, relation: str) -> list[str]:
    """Return what is wrong with a verdict on a taxon without a partner.

    Examples
    --------
    >>> lone_problems("agreed", "")
    []
    """
    problems = []
    if verdict == Verdict.REJECTED:
        problems.append(
            "verdict is 'rejected', but the taxon has no partner: there is no pair to reject; "
            "'agreed' settles the row, 'disputed' keeps it open"
        )
    if relation not in ("", Relation.NOT_LISTED):
        problems.append(
            f"relation is {relation!r}, but the taxon has no partner; leave the relation blank"
        )
    return problems


@dataclass(frozen=True, slots=True)
class Merged:
    """Two files of decisions in one.

    Attributes
    ----------
    table : pandas.DataFrame
        Decisions on which the files do not contradict each other, sorted by ids.
    conflicts : pandas.DataFrame
        Those on which they do, both rows of each pair below each other.
    """

    table: pd.DataFrame
    conflicts: pd.DataFrame


def merge_decisions(mine: pd.DataFrame, theirs: pd.DataFrame) -> Merged:
    """Return two files of decisions in one, with what they disagree on.

    Parameters
    ----------
    mine, theirs : pandas.DataFrame
        Columns `DECISIONS`.

    Returns
    -------
    Merged
        Of a pair that both decided alike the later decision is kept.

    Raises
    ------
    ChecklistError
        If one of them is not a table of decisions.
    """
    by_pair: defaultdict[Pair, list[DecisionRow]] = defaultdict(list)
    for table in (mine, theirs):
        for row in decision_rows(table):
            by_pair[row.pair].append(row)
    kept: list[DecisionRow] = []
    conflicts: list[DecisionRow] = []
    for pair in sorted(by_pair):
        verdicts = by_pair[pair]
        if len({(row.verdict, row.relation) for row in verdicts}) > 1:
            conflicts += verdicts
        else:
            kept.append(max(verdicts, key=lambda row: (row.decided_on, row.reviewer)))
    return Merged(decisions_table(kept), decisions_table(conflicts))


def later_wins(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return decisions of one reviewer or team brought forward: a new verdict replaces an old one.

    Parameters
    ----------
    old, new : pandas.DataFrame
        Columns `DECISIONS`.

    Returns
    -------
    pandas.DataFrame
        Sorted by ids; one row a pair.
    """
    latest = {row.pair: row for table in (old, new) for row in decision_rows(table)}
    return decisions_table(latest[pair] for pair in sorted(latest))
