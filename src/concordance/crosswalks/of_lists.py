"""`crosswalk` compares any number of lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from concordance.checklist import Checklist
from concordance.concordance import Concordance
from concordance.crosswalks.network import Network, Node
from concordance.crosswalks.tables import CONTRADICTIONS, LONG, contradiction_cells, long_cells
from concordance.crosswalks.wide import Wide, wide_columns
from concordance.errors import ChecklistError, ConcordanceError
from concordance.flags import add_flags
from concordance.matching.link import known_cases, vetoed
from concordance.pairs import PairRow
from concordance.schema import rows_to_frame, to_frame
from concordance.table import Sides, complete, linked_and_lone

if TYPE_CHECKING:
    import pandas as pd

#: positions of two lists in a crosswalk
Places = tuple[int, int]


class Crosswalk:
    """A comparison of several lists, made by `crosswalk`.

    Attributes
    ----------
    lists : tuple of Checklist
    keys : tuple of str
        Prefixes of their blocks of columns.
    """

    def __init__(self, lists: Sequence[Checklist]) -> None:
        self.lists = tuple(lists)
        self.keys = tuple(checklist.key for checklist in lists)
        self._compared = _compared(lists)
        self._rows = {places: _rows_of(pair) for places, pair in self._compared.items()}
        ranks = {
            Node(place, taxon.taxon_id): taxon.rank
            for place, checklist in enumerate(lists)
            for taxon in checklist.records.taxa
        }
        self._network = Network(self._rows, ranks, _apart(self._compared))
        self._wide = Wide(self.keys, self._rows, self._network)

    def __repr__(self) -> str:
        return f"<Crosswalk of {', '.join(self.keys)}>"

    @cached_property
    def _table(self) -> pd.DataFrame:
        columns = wide_columns(self.keys)
        cells = self._wide.cells()
        return to_frame({c.name: [row[c.name] for row in cells] for c in columns}, columns)

    @property
    def table(self) -> pd.DataFrame:
        """Return one row per covered taxon and a column block per list: `wide.wide_columns`."""
        return self._table.copy()

    @property
    def long(self) -> pd.DataFrame:
        """Return one row for each linked pair of two lists and each chain: `tables.LONG`."""
        rows = ((places, row) for places, own in self._rows.items() for row in own)
        return rows_to_frame(long_cells(self.keys, rows, self._network, self._wide.side), LONG)

    @property
    def chains(self) -> pd.DataFrame:
        """Return the rows of `long` that follow from other pairs by RCC-5 composition."""
        long = self.long
        return long[long["basis"] == "chain"].reset_index(drop=True)

    def contradictions(self) -> pd.DataFrame:
        """Return relations that exclude each other: `tables.CONTRADICTIONS`."""
        cells = contradiction_cells(self.keys, self._network.contradictions, self._wide.side)
        return rows_to_frame(cells, CONTRADICTIONS)

    def pair(self, left: str, right: str) -> Concordance:
        """Return the concordance of two of the lists, as from `build`.

        Parameters
        ----------
        left, right : str
            Keys of two lists, in either order.

        Raises
        ------
        ConcordanceError
            If a key is not in the crosswalk, or both keys are the same.
        """
        unknown = [key for key in (left, right) if key not in self.keys]
        if unknown or left == right:
            raise ConcordanceError(
                f"pair({left!r}, {right!r}): expected two of {', '.join(self.keys)}"
            )
        one, other = (self.lists[self.keys.index(key)] for key in (left, right))
        return Concordance(one, other)

    def pair_rows(self, left: str, right: str) -> tuple[PairRow, ...]:
        """Return the rows of two lists in crosswalk order, with links and covers only."""
        return self._rows[self.keys.index(left), self.keys.index(right)]

    def summary(self) -> pd.DataFrame:
        """Count what each pair of lists has in common: see `agreement.agreement`."""
        from concordance.crosswalks.agreement import agreement

        return agreement(self.keys, self._rows, self._network)

    def export(self, path: str | Path, *, long: bool = False) -> None:
        """Write the table, or with ``long`` the pairs, as ``.csv``, ``.parquet`` or ``.xlsx``.

        Raises
        ------
        ConcordanceError
            If the path has another extension or cannot be written.
        """
        self._write(path, *((self.long, "Pairs") if long else (self._table, "Crosswalk")))

    def export_contradictions(self, path: str | Path) -> None:
        """Write the contradictions in the formats of `export`."""
        self._write(path, self.contradictions(), "Contradictions")

    def _write(self, path: str | Path, table: pd.DataFrame, title: str) -> None:
        from concordance.exports.formats import export_table  # lazy: it loads every format
        from concordance.exports.result import Result

        first, second, *others = (checklist.source for checklist in self.lists)
        result = Result(
            table=table,
            sources=(first, second),
            keys=(self.keys[0], self.keys[1]),
            lists=None,
            others=tuple(others),
        )
        export_table(result, Path(path), title)


def crosswalk(lists: Iterable[Checklist]) -> Crosswalk:
    """Compare any number of lists: a row per taxon, a block of columns per list.

    Parameters
    ----------
    lists : iterable of Checklist
        Two or more lists with different keys, from `load_list`, `load_listings`, `load_cites`,
        `load_checklist` or similar functions.

    Returns
    -------
    Crosswalk
        Every pair of lists is compared as in `build`. Relations that only follow from other pairs,
        by RCC-5 composition, are marked as chains. Relations that exclude each other are in
        ``contradictions()``.

    Raises
    ------
    ChecklistError
        If there are fewer than two lists, an item is not a Checklist, or two have the same key;
        lists every problem.

    Examples
    --------
    >>> from concordance import load_list
    >>> walk = crosswalk([load_list(key) for key in ("cms", "eu", "bern")])
    >>> table = walk.table.set_index("name")
    >>> table.loc["Uncia uncia", ["cms_appendix", "eu_name", "eu_appendix"]].tolist()
    ['I', 'Panthera uncia', 'A']
    """
    given = list(lists)
    problems = [
        f"list {place} is a {type(one).__name__}; expected a Checklist, as from load_list(key)"
        for place, one in enumerate(given, start=1)
        if not isinstance(one, Checklist)
    ]
    if len(given) < 2:
        problems.append(f"{len(given)} lists given; expected two or more")
    keys = [one.key for one in given if isinstance(one, Checklist)]
    problems += [
        f"{keys.count(key)} lists have the key {key!r}; give each its own (key=)"
        for key in sorted(set(keys))
        if keys.count(key) > 1
    ]
    if problems:
        raise ChecklistError("crosswalk", problems)
    return Crosswalk(given)


def _rows_of(lists: tuple[Checklist, Checklist]) -> tuple[PairRow, ...]:
    """The rows of `build`; unpaired ones without flags, which a crosswalk does not show."""
    pair = Sides(lists)
    linked, lone = linked_and_lone(pair)
    return (*add_flags(complete(linked, pair)), *lone)


def _compared(lists: Sequence[Checklist]) -> dict[Places, tuple[Checklist, Checklist]]:
    """Every two lists as compared by `build`; each list reduced to some kingdoms is made once."""
    kingdoms = [frozenset(taxon.kingdom for taxon in one.records.taxa) - {""} for one in lists]
    restricted: dict[tuple[int, frozenset[str]], Checklist] = {}

    def of(place: int, shared: frozenset[str]) -> Checklist:
        if (place, shared) not in restricted:
            restricted[place, shared] = lists[place].of_kingdoms(shared)
        return restricted[place, shared]

    compared = {}
    for a, b in combinations(range(len(lists)), 2):
        if kingdoms[a] and kingdoms[b]:
            shared = kingdoms[a] & kingdoms[b]
            compared[a, b] = of(a, shared), of(b, shared)
        else:
            compared[a, b] = lists[a], lists[b]
    return compared


def _apart(compared: dict[Places, tuple[Checklist, Checklist]]) -> set[tuple[Node, Node]]:
    """Pairs of taxa of two lists that a source keeps apart."""
    apart = set()
    for (a, b), (left, right) in compared.items():
        names = vetoed(left, right, known_cases(left, right))
        if names:
            ids = [{t.name: t.taxon_id for t in one.records.taxa} for one in (left, right)]
            apart |= {
                (Node(a, ids[0][x]), Node(b, ids[1][y]))
                for x, y in names
                if x in ids[0] and y in ids[1]
            }
    return apart
