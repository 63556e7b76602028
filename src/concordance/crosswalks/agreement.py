"""Counts what each pair of lists has in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from concordance.codes import Relation
from concordance.crosswalks.network import Network
from concordance.pairs import PairRow
from concordance.schema import Column, rows_to_frame

if TYPE_CHECKING:
    import pandas as pd

AGREEMENT: Final = (
    Column(name="left_list", meaning="key of the first list"),
    Column(name="right_list", meaning="key of the second list"),
    Column(name="pairs", meaning="linked pairs of taxa", dtype="int64"),
    Column(name="one_name", meaning="congruent pairs under one name", dtype="int64"),
    Column(name="two_names", meaning="congruent pairs under two names", dtype="int64"),
    Column(name="other_concepts", meaning="pairs where one includes or overlaps the other",
           dtype="int64"),
    Column(name="undetermined", meaning="pairs whose relation is not known", dtype="int64"),
    Column(name="chains", meaning="relations that follow from other pairs", dtype="int64"),
    Column(name="listed_higher", meaning="unpaired taxa that a group entry of the other "
           "list may cover", dtype="int64"),
    Column(name="left_only", meaning="left taxa not covered on the right",
           dtype="int64"),
    Column(name="right_only", meaning="right taxa not covered on the left",
           dtype="int64"),
)  # fmt: skip


def agreement(
    keys: Sequence[str],
    rows: Mapping[tuple[int, int], Sequence[PairRow]],
    network: Network,
) -> pd.DataFrame:
    """Return counts for each pair of lists, columns `AGREEMENT`.

    Parameters
    ----------
    keys : sequence of str
    rows : mapping of pair of places to rows
        Rows of `build` for each pair of lists.
    network : Network
        The network of these rows.
    """
    chains = Counter((line.first.place, line.second.place) for line in network.chains)
    counts = []
    for (a, b), own in sorted(rows.items()):
        pairs = [row for row in own if row.link is not None]
        same = [row for row in pairs if row.relation is Relation.CONGRUENT]
        one_name = sum(row.names[0] == row.names[1] for row in same)
        open_ = sum(row.relation is Relation.UNDETERMINED for row in pairs)
        alone = [row for row in own if row.link is None]
        higher = [row for row in alone if row.perhaps.entries or row.members]
        only = [row for row in alone if not (row.perhaps.entries or row.members)]
        counts.append(
            (keys[a], keys[b], len(pairs), one_name, len(same) - one_name,
             len(pairs) - len(same) - open_, open_, chains[a, b], len(higher),
             sum(row.left is not None for row in only),
             sum(row.right is not None for row in only))
        )  # fmt: skip
    return rows_to_frame(counts, AGREEMENT)
