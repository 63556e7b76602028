"""Parquet: the typed table, with its provenance in the metadata of the file."""

from __future__ import annotations

import io
import json

import pyarrow as pa

from concordance.exports.result import Result


def parquet_bytes(result: Result) -> bytes:
    """Return the table as Parquet, one JSON document under the metadata key ``concordance``."""
    import pyarrow.parquet as pq  # only here: a build does not need it

    table = pa.Table.from_pandas(result.table, preserve_index=False)
    document = json.dumps(result.provenance(), ensure_ascii=False, sort_keys=True)
    kept = {k: v for k, v in (table.schema.metadata or {}).items() if k != b"pandas"}
    buffer = io.BytesIO()
    pq.write_table(
        table.replace_schema_metadata({**kept, b"concordance": document.encode()}), buffer
    )
    return buffer.getvalue()
