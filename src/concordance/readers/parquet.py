"""Reads columns of Parquet files."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Final

from concordance.errors import ChecklistError
from concordance.readers.archives import read_bytes
from concordance.readers.tables import doubled

#: most cells of a table, as a Parquet file of a few bytes can contain any number
MOST_CELLS: Final = 100_000_000


def parquet_columns(path: Path) -> dict[str, list[Any]]:
    """Return the columns of a Parquet file as Python values.

    Raises
    ------
    ChecklistError
        If it is not a Parquet file, has more than `MOST_CELLS`, or has a column twice.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq  # lazy: it costs 8 ms that a build does not need

    _, content = read_bytes(path)
    try:
        with pq.ParquetFile(io.BytesIO(content)) as file:
            count = file.metadata.num_rows * file.metadata.num_columns
            if count > MOST_CELLS:
                raise ChecklistError(
                    path,
                    [f"contains {count:,} cells; expected at most {MOST_CELLS:,}; split the table"],
                )
            table = file.read()
        names = table.column_names
        if double := doubled(names):
            raise ChecklistError(
                path, [f"column {name!r} occurs {n} times; expected once" for name, n in double]
            )
        return {name: table[name].to_pylist() for name in names}
    except (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError) as error:
        if isinstance(error, ChecklistError):
            raise
        raise ChecklistError(
            path, [f"is not a Parquet file: {error}; save it again as Parquet"]
        ) from error
