"""One batch of rows and an index in, one batch out: what every engine runs on every machine."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from concordance.checklist import Checklist
from concordance.errors import ConcordanceError
from concordance.matching.join import NameIndex
from concordance.matching.lookup import match_names
from concordance.schema import MATCHES

#: names whose answers are kept: about 100 MB
MOST_KEPT: Final = 200_000


def match_fields(schema: pa.Schema, column: str) -> pa.Schema:
    """Return the columns that `match_batch` gives for rows with some columns.

    Raises
    ------
    ConcordanceError
        If the column with the names is missing.
    """
    if column not in schema.names:
        raise ConcordanceError(f"column {column!r} is missing; found {', '.join(schema.names)}")
    added = _empty_answers()
    return pa.schema([*schema, *added.schema])


def match_batch(batch: pa.RecordBatch, index: NameIndex, column: str = "name") -> pa.RecordBatch:
    """Return a batch of rows with the answer of `match_names` to each.

    Parameters
    ----------
    batch : pyarrow.RecordBatch
    index : NameIndex
        Made `NameIndex.from_checklist`, or loaded from the file of one that was.
    column : str
        Column that holds the names.

    Returns
    -------
    pyarrow.RecordBatch
        The same rows in the same order, with the columns `schema.MATCHES` but ``query``, each
        with ``match_`` before its name. It depends on the batch and the index alone.

    Raises
    ------
    ConcordanceError
        If the column is missing, or the index is of names alone.

    Examples
    --------
    >>> from concordance import load_cms
    >>> index = NameIndex.from_checklist(load_cms())
    >>> batch = pa.record_batch({"name": ["Uncia uncia", "Pardosa moesta"]})
    >>> match_batch(batch, index)["match_status"].to_pylist()
    ['matched', 'not_found']
    """
    if index.checklist is None:
        raise ConcordanceError(
            "the index is of names alone and knows no taxa; make it with NameIndex.from_checklist"
        )
    return Answers(index.checklist).join(batch, column)


class Answers:
    """Answers to names, kept from batch to batch: each name is looked up once.

    Parameters
    ----------
    checklist : Checklist
    most : int
        Names that are kept at most; with more of them it begins anew, so that memory is bounded.
    """

    def __init__(self, checklist: Checklist, most: int = MOST_KEPT) -> None:
        self._checklist, self._most = checklist, most
        self._names = pa.array([], pa.string())
        self._table = _empty_answers()

    def join(self, batch: pa.RecordBatch, column: str) -> pa.RecordBatch:
        """Return the rows of a batch with their answers: see `match_batch`."""
        schema = match_fields(batch.schema, column)
        names = batch.column(column).cast(pa.string())
        self._learn(names.unique())
        found = self._table.take(pc.index_in(names, value_set=self._names)).combine_chunks()
        arrays = [c.chunk(0) if c.num_chunks else pa.array([], c.type) for c in found.columns]
        return pa.RecordBatch.from_arrays([*batch.columns, *arrays], schema=schema)

    def _learn(self, names: pa.Array) -> None:
        new = names.filter(pc.is_null(pc.index_in(names, value_set=self._names)))
        if not len(new):
            return
        if len(self._names) + len(new) > self._most:
            self._names, self._table, new = pa.array([], pa.string()), _empty_answers(), names
        found = _answers(match_names(new, self._checklist))
        self._names = pa.concat_arrays([self._names, new])
        self._table = pa.concat_tables([self._table, found]).combine_chunks()


def _answers(frame: pd.DataFrame) -> pa.Table:
    wanted = [c.name for c in MATCHES if c.name != "query"]
    table = pa.Table.from_pandas(frame[wanted], preserve_index=False)
    return table.rename_columns([f"match_{name}" for name in wanted]).replace_schema_metadata()


@lru_cache(maxsize=1)
def _empty_answers() -> pa.Table:
    from concordance.schema import to_frame

    return _answers(to_frame({c.name: [] for c in MATCHES}, MATCHES))


@lru_cache(maxsize=4)
def load_index(path: str) -> NameIndex:
    """Return the index of a file, loaded once in a process."""
    return NameIndex.load(path)
