"""Fuzzy join: every pair of names within one or two edits, none missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa

from concordance.checklist import Checklist

#: columns of a join
PAIRS = pa.schema(
    [("query_row", pa.int64()), ("index_row", pa.int64()), ("distance", pa.int8())]
)


@dataclass(frozen=True)
class NameIndex:
    """Names of a list, ready to be joined with other names by edit distance."""

    names: pa.Array

    @classmethod
    def from_names(cls, names: Sequence[str] | pa.Array) -> NameIndex:
        """Return the index of a list of names."""
        return cls(pa.array(names, pa.string()))

    @classmethod
    def from_checklist(cls, checklist: Checklist) -> NameIndex:
        """Return the index of all names of a list, one row a row of ``checklist.names``."""
        return cls.from_names([row["name"] for row in checklist.records("names")])

    def join(
        self,
        names: Sequence[str] | pa.Array,
        max_distance: int = 2,
        metric: Literal["levenshtein", "osa"] = "levenshtein",
    ) -> pa.Table:
        """Return every pair of a name asked for and a name of the index within some edits."""
        from rapidfuzz.distance import OSA, Levenshtein
        from rapidfuzz.process import cdist

        asked = pa.array(names, pa.string()).to_pylist()
        held = self.names.to_pylist()
        scorer = OSA.distance if metric == "osa" else Levenshtein.distance
        found = []
        for start in range(0, len(asked), 1000):
            distances = cdist(
                asked[start : start + 1000], held, scorer=scorer, score_cutoff=max_distance,
                dtype=np.uint8,
            )  # fmt: skip
            query, index = np.nonzero(distances <= max_distance)
            found.append((query + start, index, distances[query, index]))
        columns = [np.concatenate(c) for c in zip(*found, strict=True)] or [np.empty(0)] * 3
        return pa.table([pa.array(c, t) for c, t in zip(columns, PAIRS.types, strict=True)], PAIRS)
