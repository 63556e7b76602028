"""NameIndex: the names of a list, prepared for joins by edit distance with millions of names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from concordance.errors import ConcordanceError
from concordance.join.splits import Splits
from concordance.join.steps import join_splits
from concordance.join.texts import Ints, Metric, joined, spread
from concordance.stored import FileKind, read_arrays, write_arrays

INDEX_FILE: Final = FileKind("concordance names", "1", "build the index again and save it")
#: columns of a join
PAIRS: Final = pa.schema(
    [
        pa.field("query_row", pa.int64(), nullable=False),
        pa.field("index_row", pa.int64(), nullable=False),
        pa.field("distance", pa.int8(), nullable=False),
    ]
)
#: distinct names processed at once
_CHUNK: Final = 1 << 20


class NameIndex:
    """Names of a list, prepared for joins with other names by edit distance.

    Made by `from_names` or `load`.

    Examples
    --------
    >>> index = NameIndex.from_names(["Panthera leo", "Puma concolor"])
    >>> index.join(["Panthera Ieo", "Pumaconcolor"]).to_pydict()
    {'query_row': [0, 1], 'index_row': [0, 1], 'distance': [1, 1]}
    """

    def __init__(self, splits: Splits, starts: Ints, rows: Ints) -> None:
        self._splits, self._starts, self._rows = splits, starts, rows

    @classmethod
    def from_names(cls, names: Sequence[str | None] | pa.Array) -> NameIndex:
        """Return the index of a list of names.

        Parameters
        ----------
        names : sequence of str, or pyarrow.Array
            Canonical names; compared unchanged. A missing name matches nothing.

        Returns
        -------
        NameIndex
            Its rows are the rows of ``names``.
        """
        distinct, codes = _distinct_names(names)
        rows = np.flatnonzero(codes >= 0)
        rows = rows[np.argsort(codes[rows], kind="stable")]
        starts = np.searchsorted(codes[rows], np.arange(len(distinct) + 1))
        return cls(Splits.of(distinct), starts, rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        return f"<NameIndex of {len(self):,} names, {len(self._splits):,} of them distinct>"

    def save(self, path: str | Path) -> None:
        """Write the index to one Arrow file.

        Parameters
        ----------
        path : str or pathlib.Path

        Raises
        ------
        ConcordanceError
            If it cannot be written; an older file stays unchanged.
        """
        arrays = self._splits.arrays()
        arrays |= {"starts": pa.array(self._starts), "rows": pa.array(self._rows)}
        write_arrays(path, arrays, INDEX_FILE)

    @classmethod
    def load(cls, path: str | Path) -> NameIndex:
        """Return an index saved in a file; its arrays stay memory-mapped.

        Parameters
        ----------
        path : str or pathlib.Path

        Returns
        -------
        NameIndex

        Raises
        ------
        ConcordanceError
            If the file is of another kind or format version, or damaged.
        """
        arrays = read_arrays(path, INDEX_FILE)
        splits = Splits.from_arrays(arrays)
        return cls(splits, arrays["starts"].to_numpy(), arrays["rows"].to_numpy())

    def join(
        self,
        names: Sequence[str | None] | pa.Array,
        max_distance: int = 2,
        metric: Metric = "levenshtein",
    ) -> pa.Table:
        """Return every pair of a queried name and an indexed name within some edits.

        Parameters
        ----------
        names : sequence of str, or pyarrow.Array
            Names, compared unchanged; a missing name matches nothing.
        max_distance : int
            1 or 2 edits.
        metric : {"levenshtein", "osa"}
            Edits are inserted, deleted or replaced letters; in optimal string alignment also
            transposed neighbours.

        Returns
        -------
        pyarrow.Table
            ``query_row`` and ``index_row`` (int64), ``distance`` (int8, 0 to ``max_distance``),
            sorted by rows, with every pair once. It shows that strings are similar, not that they
            mean one animal.

        Raises
        ------
        ConcordanceError
            If ``max_distance`` or ``metric`` has another value.
        """
        if max_distance not in (1, 2):
            raise ConcordanceError(f"max_distance is {max_distance!r}; expected 1 or 2")
        if metric not in ("levenshtein", "osa"):
            raise ConcordanceError(f"metric is {metric!r}; expected 'levenshtein' or 'osa'")
        distinct, codes = _distinct_names(names)
        parts = []
        for begin in range(0, len(distinct), _CHUNK):
            queries = Splits.of(distinct[begin : begin + _CHUNK])
            name, other, edits = join_splits(queries, self._splits, max_distance, metric)
            row, place = spread(self._starts[other], self._starts[other + 1] - self._starts[other])
            order = np.lexsort((self._rows[place], name[row]))
            parts.append((name[row][order] + begin, self._rows[place][order], edits[row][order]))
        name, row, edits = joined(parts, 3)
        query_rows = np.flatnonzero(codes >= 0)
        start = np.searchsorted(name, np.arange(len(distinct) + 1))
        count = np.diff(start)[codes[query_rows]]
        which, place = spread(start[codes[query_rows]], count)
        columns = (query_rows[which], row[place], edits[place])
        return pa.table([pa.array(c, t) for c, t in zip(columns, PAIRS.types, strict=True)], PAIRS)


def _distinct_names(names: Sequence[str | None] | pa.Array) -> tuple[pa.LargeStringArray, Ints]:
    """Return the distinct names, and for every row the number of its name, -1 if missing."""
    if isinstance(names, pa.ChunkedArray):
        names = names.combine_chunks()
    array = names if isinstance(names, pa.Array) else pa.array(names, pa.large_string())
    encoded = array.cast(pa.large_string()).dictionary_encode()
    codes = encoded.indices.fill_null(-1).to_numpy()
    return encoded.dictionary, np.asarray(codes, np.int64)
