"""What a concordance of two lists records for their entities: partners, relation, flags."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from concordance.concordance import Concordance
from concordance.pairs import PairRow
from concordance.serve.entities import taxon_entity
from concordance.serve.matches import WarmList

_NO_IDS: frozenset[str] = frozenset()


class Pairing:
    """The pairs of two lists, by taxon id.

    Parameters
    ----------
    con : Concordance
        Built with the members of groups.
    lists : pair of WarmList
    """

    def __init__(self, con: Concordance, lists: tuple[WarmList, WarmList]) -> None:
        self.con, self.lists = con, lists

    @cached_property
    def _rows(self) -> dict[str, list[PairRow]]:
        rows: defaultdict[str, list[PairRow]] = defaultdict(list)
        for row in self.con.rows:
            for entity_id in self._ids(row):
                if entity_id:
                    rows[entity_id].append(row)
        return dict(rows)

    def _ids(self, row: PairRow) -> list[str]:
        return [
            taxon_entity(of, taxon_id) if taxon_id else ""
            for of, taxon_id in zip(self.lists, row.ids, strict=True)
        ]

    def rows(self, entity_id: str) -> Sequence[PairRow]:
        """Return the rows of a taxon."""
        return self._rows.get(entity_id, ())

    def partners(self, entity_id: str) -> frozenset[str]:
        """Return the ids of the taxa of the other list that a taxon is paired with."""
        rows = self._rows.get(entity_id)
        if rows is None:
            return _NO_IDS
        return frozenset(i for row in rows for i in self._ids(row) if i and i != entity_id)
