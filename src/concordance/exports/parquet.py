"""Parquet: the typed table, with its provenance in the file metadata."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from concordance.exports.result import Result
from concordance.schema import cells

if TYPE_CHECKING:
    import pandas as pd


def parquet_bytes(result: Result) -> bytes:
    """Return the table as Parquet, with a JSON document in the metadata key ``concordance``."""
    import pyarrow.parquet as pq  # lazy: a build does not need it

    table = pa.Table.from_pandas(result.table, preserve_index=False)
    document = json.dumps(result.provenance(), ensure_ascii=False, sort_keys=True)
    kept = {k: v for k, v in (table.schema.metadata or {}).items() if k != b"pandas"}
    buffer = io.BytesIO()
    pq.write_table(
        table.replace_schema_metadata({**kept, b"concordance": document.encode()}), buffer
    )
    return buffer.getvalue()


def frame_parquet(table: pd.DataFrame, constant: Sequence[str] = ()) -> bytes:
    """Return a user's table as Parquet.

    Parameters
    ----------
    table : pandas.DataFrame
        Numeric columns stay numeric; a column of mixed types becomes text.
    constant : sequence of str
        Columns with the same value in all rows, which is written to the file metadata.
    """
    import pyarrow.parquet as pq  # lazy: a build does not need it

    columns = {str(c): _array(cells(table[c])) for c in table.columns if c not in constant}
    marks = {name: str(table[name].iloc[0]) for name in constant if len(table)}
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns, metadata=marks), buffer)
    return buffer.getvalue()


def _array(values: Sequence[object]) -> pa.Array:
    try:
        return pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([None if value is None else str(value) for value in values], pa.string())
