"""One batch of rows and an index in, one batch out: what every engine runs on every machine."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from concordance.errors import ConcordanceError
from concordance.matching.join import NameIndex
from concordance.matching.lookup import match_names
from concordance.schema import MATCHES


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
    schema = match_fields(batch.schema, column)
    names = batch.column(column).cast(pa.string())
    distinct = names.unique()
    answers = _answers(match_names(distinct, index.checklist))
    place = pc.index_in(names, value_set=distinct)
    found = answers.take(place).combine_chunks()
    arrays = [c.chunk(0) if c.num_chunks else pa.array([], c.type) for c in found.columns]
    return pa.RecordBatch.from_arrays([*batch.columns, *arrays], schema=schema)


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
