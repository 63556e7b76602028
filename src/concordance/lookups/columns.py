"""Columns of the table that `lookup` gives."""

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
    Column(name="query", meaning="the name asked for, as it came"),
    Column(name="status", meaning="what became of the name", values=STATUSES),
    Column(
        name="name",
        meaning="name that the first list that has it uses now; null where the answer is not sure",
    ),
    *(
        Column(name=level, meaning=f"{level}, as the first list that knows it arranges it")
        for level in ("kingdom", "class", "order", "family")
    ),
)
#: columns behind those of the lists
LAST: Final = (
    Column(
        name="relation",
        meaning="how the taxa of the two lists relate, from the first one; null where one has none",
        values=choices(Relation),
    ),
    Column(
        name="name_on_day",
        meaning="names that the lists used on the day, joined by |; null where no date is given",
    ),
    Column(
        name="split_to",
        meaning="names of the parts into which what the name meant on the day was divided since, "
        "joined by |",
    ),
    Column(
        name="reason_codes",
        meaning="what else there is to know of the answer, joined by |",
        values=choices(Reason),
        separator="|",
    ),
    Column(name="evidence", meaning="why, in sentences: of each list, of the date, of the country"),
)


def of_list(key: str) -> tuple[Column, ...]:
    """Return the columns of one list."""
    return (
        Column(name=f"{key}_status", meaning="what the list makes of the name", values=STATUSES),
        Column(name=f"{key}_name", meaning="name that the list used on the day; null: not sure"),
        Column(
            name=f"{key}_name_from",
            meaning="whose name it is: printed in the list, of its reference, or of an open list",
            values=choices(NameOrigin),
            separator="|",
        ),
        Column(
            name=f"{key}_appendix",
            meaning="Appendices that apply, joined by |; null where none does or it is not sure",
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
            meaning="first day of those entries, joined by |; ? = not known",
        ),
    )


def lookup_columns(keys: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns of the table that `lookup` gives for some lists.

    Parameters
    ----------
    keys : sequence of str
        Keys of the lists, which prefix their columns.

    Returns
    -------
    tuple of Column

    Examples
    --------
    >>> [column.name for column in lookup_columns(["cites"])][:9]
    ['query', 'status', 'name', 'kingdom', 'class', 'order', 'family', 'cites_status', 'cites_name']
    """
    return (*FIRST, *(column for key in keys for column in of_list(key)), *LAST)
