"""Columns of the table that `lookup` returns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from concordance.codes import NameOrigin, Relation
from concordance.lookups.reasons import Reason
from concordance.lookups.statuses import STATUSES
from concordance.matching.columns import LISTED_HOW
from concordance.schema import Column, choices

#: columns before those of the lists
FIRST: Final = (
    Column(name="query", meaning="the name as given"),
    Column(name="status", meaning="result for the name", values=STATUSES),
    Column(
        name="name",
        meaning="current name in the first list that has it; null unless the match is certain",
    ),
    *(
        Column(name=level, meaning=f"{level}, as classified by the first list that has it")
        for level in ("kingdom", "class", "order", "family")
    ),
)
#: columns after those of the lists
LAST: Final = (
    Column(
        name="relation",
        meaning="relation of the taxa of the two lists, read from the first; null if one has none",
        values=choices(Relation),
    ),
    Column(
        name="name_on_day",
        meaning="names that the lists used on the day, joined by |; null if no date is given",
    ),
    Column(
        name="split_to",
        meaning="names of the taxa into which the taxon of that day has since been split, joined "
        "by |",
    ),
    Column(
        name="reason_codes",
        meaning="codes that qualify the answer, joined by |",
        values=choices(Reason),
        separator="|",
    ),
    Column(name="evidence", meaning="reasons, in sentences: lists, date and country"),
)


def of_list(key: str) -> tuple[Column, ...]:
    """Return the columns of one list."""
    return (
        Column(name=f"{key}_status", meaning="result for the name in this list", values=STATUSES),
        Column(name=f"{key}_name", meaning="name in the list on the day; null unless certain"),
        Column(
            name=f"{key}_name_from",
            meaning="where the name is from: printed in the list, its reference, or an open list",
            values=choices(NameOrigin),
            separator="|",
        ),
        Column(
            name=f"{key}_appendix",
            meaning="Appendices that apply, joined by |; null if none applies or it is not certain",
        ),
        Column(name=f"{key}_listed_as", meaning="the entries that cover it, joined by |"),
        Column(
            name=f"{key}_listed_how",
            meaning="how they cover it, joined by |",
            values=LISTED_HOW,
            separator="|",
        ),
        Column(name=f"{key}_scope", meaning="what limits those entries, in words, joined by |"),
        Column(
            name=f"{key}_listed_from",
            meaning="first days of those entries, joined by |; ? = not known",
        ),
    )


def lookup_columns(keys: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns of the table that `lookup` returns for some lists.

    Parameters
    ----------
    keys : sequence of str
        Keys of the lists, used as prefixes of their columns.

    Returns
    -------
    tuple of Column

    Examples
    --------
    >>> [column.name for column in lookup_columns(["cites"])][:9]
    ['query', 'status', 'name', 'kingdom', 'class', 'order', 'family', 'cites_status', 'cites_name']
    """
    return (*FIRST, *(column for key in keys for column in of_list(key)), *LAST)
