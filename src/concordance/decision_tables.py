"""Tables of decisions: columns, checks and merging."""

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
    Column(name="left_id", meaning="id in the left list; blank = the right taxon is unpaired"),
    Column(name="right_id", meaning="id in the right list; blank = the left taxon is unpaired"),
    Column(name="left_name", meaning="name of the left taxon when the decision was made"),
    Column(name="right_name", meaning="name of the right taxon when the decision was made"),
    Column(name="verdict", meaning="the decision", values=choices(Verdict)),
    Column(
        name="relation",
        meaning="relation decided by the reviewer; blank = keep the tool's relation",
        values=choices(Relation),
    ),
    Column(name="reason", meaning="reason for the decision"),
    Column(name="reviewer", meaning="who decided"),
    Column(name="orcid", meaning="ORCID of the reviewer; blank = not given"),
    Column(name="decided_on", meaning="ISO date"),
    Column(name="tool_version", meaning="version of this tool in which the pair was reviewed"),
    Column(
        name="fingerprint", meaning="digests of the reviewed name, author, synonymy and listing"
    ),
)
NEEDED: Final = ("left_id", "right_id", "verdict", "reviewer", "decided_on", "fingerprint")
#: columns that every row must fill; one of the two ids may be blank
_FILLED: Final = NEEDED[2:]


class DecisionRow(NamedTuple):
    """A row of `DECISIONS`; every cell is text."""

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
        """Both ids; one is blank for an unpaired taxon."""
        return self.left_id, self.right_id


def decisions_table(rows: Iterable[DecisionRow]) -> pd.DataFrame:
    """Return decisions as a table, columns `DECISIONS`, with blank text for missing values."""
    return rows_to_frame(rows, DECISIONS)


def decision_rows(table: object, place: str = "decisions") -> list[DecisionRow]:
    """Return the decisions of a table, checked.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns of `DECISIONS`; others are ignored.
    place : str
        Name of the file or table, for error messages.

    Returns
    -------
    list of DecisionRow

    Raises
    ------
    ChecklistError
        If it is not a table, a column is missing, a code is not known (the message suggests the
        nearest), a required cell is blank, a date is not valid, or one pair has two verdicts on
        the same day. Lists every problem by row.
    """
    import pandas as pd  # lazy: a build may have no decisions

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
    """Return the decisions in numbered rows, or raise every problem by row as above."""
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
    """Pairs with two verdicts on one day: nothing shows which is the later."""
    first: dict[tuple[Pair, str], int] = {}
    problems = []
    for number, row in numbered:
        earlier = first.setdefault((row.pair, row.decided_on), number)
        if earlier != number:
            problems.append(
                f"row {number}: {row.left_id} / {row.right_id} was also decided on "
                f"{row.decided_on} in row {earlier}; keep one of the two rows"
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
        f"{name} is blank; every decision needs a value"
        for name in _FILLED
        if not getattr(row, name)
    ]
    problems += _id_problems(row)
    if not all(row.pair):
        problems += lone_problems(row.verdict, row.relation)
    if row.decided_on and not is_day(row.decided_on):
        problems.append(f"decided_on is {row.decided_on!r}, not a valid date; expected YYYY-MM-DD")
    return problems


def _id_problems(row: DecisionRow) -> list[str]:
    """Return what is wrong with the ids: both blank, or one blank though its taxon is named."""
    if not any(row.pair):
        return ["left_id and right_id are blank; a decision needs at least one of them"]
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
            "verdict is 'rejected', but the taxon is unpaired and only a pair can be rejected; "
            "use 'agreed' to settle the row or 'disputed' to keep it open"
        )
    if relation not in ("", Relation.NOT_LISTED):
        problems.append(
            f"relation is {relation!r}, but the taxon is unpaired; leave the relation blank"
        )
    return problems


@dataclass(frozen=True, slots=True)
class Merged:
    """Two files of decisions, merged.

    Attributes
    ----------
    table : pandas.DataFrame
        Decisions on which the files agree, or that only one file has, sorted by ids.
    conflicts : pandas.DataFrame
        Decisions on which the files differ, with the two rows of each pair together.
    """

    table: pd.DataFrame
    conflicts: pd.DataFrame


def merge_decisions(mine: pd.DataFrame, theirs: pd.DataFrame) -> Merged:
    """Merge two files of decisions; conflicts are returned separately.

    Parameters
    ----------
    mine, theirs : pandas.DataFrame
        Columns `DECISIONS`.

    Returns
    -------
    Merged
        If both files agree on a pair, the later decision is kept.

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
    """Update the decisions of one reviewer or team: a new verdict replaces an old one.

    Parameters
    ----------
    old, new : pandas.DataFrame
        Columns `DECISIONS`.

    Returns
    -------
    pandas.DataFrame
        Sorted by ids; one row per pair.
    """
    latest = {row.pair: row for table in (old, new) for row in decision_rows(table)}
    return decisions_table(latest[pair] for pair in sorted(latest))
