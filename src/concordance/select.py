"""Selections and counts of a concordance table; arguments are checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from concordance.codes import Activity, Flag, Keys, Relation, ReviewStatus
from concordance.pairs import PairRow
from concordance.result_schema import higher
from concordance.schema import cells, checked_choice, choices

if TYPE_CHECKING:
    import pandas as pd

#: columns by which rows can be counted
GROUPS: Final = (
    "kingdom", "class", "order", "family", "rule", "relation", "relation_basis",
    "name_difference", "recommended_action", "status",
)  # fmt: skip


def checked_class(name: str | None, classes: Iterable[str | None]) -> str | None:
    """Return a class after checking that the concordance has it; None means all classes.

    Raises
    ------
    ConcordanceError
        If it does not; the message lists the classes.
    """
    if name is None:
        return None
    return checked_choice("taxon_class", name, sorted({c for c in classes if c}))


def rows_of_class(rows: Sequence[PairRow], taxon_class: str | None) -> list[PairRow]:
    """Return the rows of one class, or all rows; see `class_of` for unknown classes."""
    wanted = checked_class(taxon_class, (higher(row, "class") for row in rows))
    return [row for row in rows if wanted is None or higher(row, "class") == wanted]


def mismatches(
    table: pd.DataFrame,
    keys: Keys,
    *,
    activity: str | None,
    taxon_class: str | None,
    flag: str | None,
) -> pd.DataFrame:
    """Return the linked pairs that differ in any way, in the order of the table.

    Parameters
    ----------
    table : pandas.DataFrame
        A concordance table.
    keys : pair of str
    activity : str or None
        ``A1`` or ``A2``: only rows with a flag that serves it.
    taxon_class : str or None
        For example ``Aves``.
    flag : str or None
        One flag code; also returns rows of unpaired taxa.

    Returns
    -------
    pandas.DataFrame

    Raises
    ------
    ConcordanceError
        If an argument is not among its choices, which the message lists.
    """
    checked_class(taxon_class, cells(table["class"]))
    if activity is not None:
        checked_choice("activity", activity, choices(Activity))
    if flag is not None:
        checked_choice("flag", flag, Flag.codes(keys))
    keep = [
        bool(flags)
        and (flag is not None or relation != Relation.NOT_LISTED.value)
        and (activity is None or activity in (activities or "").split("|"))
        and (flag is None or flag in flags.split("|"))
        and (taxon_class is None or own_class == taxon_class)
        for flags, relation, activities, own_class in zip(
            *(cells(table[c]) for c in ("flag_codes", "relation", "activities", "class")),
            strict=True,
        )
    ]
    return table[keep]


def summary(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """Count rows by a column and by relation.

    Parameters
    ----------
    table : pandas.DataFrame
        A concordance table.
    by : str
        One of `GROUPS`.

    Returns
    -------
    pandas.DataFrame
        One row per value, sorted; a column per relation (int64, zero if none), ``rows`` and
        ``needs_review``.

    Raises
    ------
    ConcordanceError
        If `by` is not among its choices, which the message lists.
    """
    checked_choice("by", by, GROUPS)
    values = [value or "" for value in cells(table[by])]
    counts = Counter(zip(values, cells(table["relation"]), strict=True))
    review = Counter(zip(values, cells(table["status"]), strict=True))
    total = Counter(values)
    groups = sorted(total)
    data = {
        relation.value: [counts[value, relation.value] for value in groups]
        for relation in Relation
        if relation is not Relation.DISJOINT
    }
    data["rows"] = [total[value] for value in groups]
    data["needs_review"] = [review[value, ReviewStatus.NEEDS_REVIEW.value] for value in groups]
    import pandas as pd  # lazy: a build does not need it

    return pd.DataFrame(data, index=pd.Index(groups, name=by))
