"""Relations between the taxa that a name leads to in two lists, from their concordance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from concordance.checklist import Checklist
from concordance.codes import Relation
from concordance.matching.index import ListIndex
from concordance.names import canonical
from concordance.pairs import PairRow
from concordance.table import Sides, build_table, linked_and_lone, lists_compared

#: ids of a taxon of the left list and of one of the right list
Pair = tuple[str, str]


class Relations:
    """Relations between the taxa of two lists, by pair of ids.

    Parameters
    ----------
    lists : pair of Checklist
    rows : sequence of PairRow, optional
        Their concordance; by default it is built on first use.
    """

    def __init__(
        self, lists: tuple[Checklist, Checklist], rows: Sequence[PairRow] | None = None
    ) -> None:
        self._lists, self._rows = lists, rows
        self._known: dict[Pair, Relation | None] = {}

    @cached_property
    def _of_rows(self) -> dict[Pair, Relation]:
        rows = self._rows
        if rows is None:
            rows, _ = linked_and_lone(Sides(lists_compared(*self._lists)))
        return _by_pair(rows)

    def of(self, pairs: Iterable[Pair]) -> dict[Pair, Relation | None]:
        """Return the relation of each pair; None if the two are not linked."""
        wanted = list(pairs)
        new = [pair for pair in dict.fromkeys(wanted) if pair not in self._known]
        if new:
            missing = [pair for pair in new if pair not in self._of_rows]
            related = self._of_rows | (self._of_members(missing) if missing else {})
            self._known |= {pair: related.get(pair) for pair in new}
        return {pair: self._known[pair] for pair in wanted}

    def _of_members(self, pairs: Iterable[Pair]) -> dict[Pair, Relation]:
        """Relations of pairs with a taxon that is only in an open list."""
        ids = {taxon_id for pair in pairs for taxon_id in pair}
        return _by_pair(rows_of_members(self._lists, ids))


def _by_pair(rows: Iterable[PairRow]) -> dict[Pair, Relation]:
    relations: dict[Pair, Relation] = {}
    for row in rows:
        left, right = row.ids
        if row.related is not None and left is not None and right is not None:
            relations[left, right] = row.related.relation
    return relations


def rows_of_members(lists: Sequence[Checklist], ids: Iterable[str]) -> Sequence[PairRow]:
    """Return the rows of a concordance of only some taxa, including members of groups.

    Parameters
    ----------
    lists : pair of Checklist
    ids : iterable of str
        Taxa of either list; taxa of the other list with the same names are added.

    Returns
    -------
    sequence of PairRow
    """
    lists = [checklist.with_members for checklist in lists]
    indexes = [checklist.once(ListIndex) for checklist in lists]
    wanted = set(ids)
    names = {index.taxa[i].name for index in indexes for i in wanted if i in index.taxa}
    wanted |= {
        use.taxon_id
        for name in names
        for index in indexes
        for use in index.by_name.get(canonical(name), ())
    }
    left, right = (
        replace(
            checklist,
            records=checklist.records._replace(
                taxa=tuple(t for t in checklist.records.taxa if t.taxon_id in wanted),
                names=tuple(u for u in checklist.records.names if u.taxon_id in wanted),
            ),
        )
        for checklist in lists
    )
    return build_table(left, right).rows
