"""Conflicting ranges and common names of the two lists of a concordance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from concordance.checklist import Checklist
from concordance.codes import Relation
from concordance.compare.information import NAME_CONFLICTS, RANGE_CONFLICTS, Comparison
from concordance.pairs import PairRow
from concordance.schema import rows_to_frame

if TYPE_CHECKING:
    import pandas as pd

Lists = tuple[Checklist, Checklist]


def range_conflicts(lists: Lists, rows: Sequence[PairRow]) -> pd.DataFrame:
    """Return range countries of a taxon that only one of the two lists has.

    Parameters
    ----------
    lists : pair of Checklist
    rows : sequence of PairRow
        Their concordance.

    Returns
    -------
    pandas.DataFrame
        `information.RANGE_CONFLICTS`, for congruent pairs with a range in both lists.
    """
    same = [
        (row.link.left_id, row.link.right_id, *(taxon.name for taxon in row.taxa))
        for row in rows
        if row.link is not None and row.relation is Relation.CONGRUENT
    ]
    conflicts = _comparison(lists, rows).range_conflicts((a, b, x, y) for a, b, x, y in same)
    return rows_to_frame(conflicts, RANGE_CONFLICTS)


def common_name_conflicts(lists: Lists, rows: Sequence[PairRow]) -> pd.DataFrame:
    """Return common names used for two different taxa.

    Parameters
    ----------
    lists : pair of Checklist
    rows : sequence of PairRow
        Their concordance.

    Returns
    -------
    pandas.DataFrame
        `information.NAME_CONFLICTS`: names shared by several taxa of one list, or by taxa of both
        lists that are not linked.
    """
    linked = {row.link.pair for row in rows if row.link is not None}
    left, right = ({t.taxon_id: t.name for t in side.records.taxa} for side in lists)
    conflicts = _comparison(lists, rows).name_conflicts(linked, (left, right))
    return rows_to_frame(conflicts, NAME_CONFLICTS)


def _comparison(lists: Lists, rows: Sequence[PairRow]) -> Comparison:
    left, right = lists
    return Comparison(left, right, rows[0].labels if rows else (left.label, right.label))
