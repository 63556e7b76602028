"""Parquet larger than memory: matched batch by batch, each kept, so that a run can go on."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pyarrow as pa

from concordance.checklist import Checklist
from concordance.errors import ChecklistError, ConcordanceError
from concordance.exports.result import DISCLAIMER, TOOL_VERSION
from concordance.matching.batch import Answers, match_fields

#: rows in memory at once
ROWS: Final = 100_000


def match_parquet(
    path: str | Path,
    output: str | Path,
    checklist: Checklist,
    column: str,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write a Parquet file again with the answer to every row, and return the number of rows.

    Parameters
    ----------
    path, output : str or pathlib.Path
        What is done is kept in a folder beside ``output``; the same call goes on from there.
    checklist : Checklist
    column : str
        Column that holds the names.
    progress : callable, optional
        Called with (rows done, rows in all).

    Returns
    -------
    int

    Raises
    ------
    ConcordanceError
        If the file cannot be read or written, or lacks the column.
    """
    import pyarrow.parquet as pq  # only here: it costs 8 ms that a build does not need

    path, output = Path(path), Path(output)
    try:
        with pq.ParquetFile(path, pre_buffer=False) as source:  # else it holds the whole file
            try:
                schema = match_fields(source.schema_arrow, column)
            except ConcordanceError as error:
                raise ChecklistError(path, [str(error)]) from error
            parts = _folder(path, output, checklist, column)
            answers = Answers(checklist)
            done, files = 0, []
            for number, batch in enumerate(source.iter_batches(ROWS)):
                part = parts / f"{number:06}.parquet"
                if not part.exists():
                    found = pa.Table.from_batches([answers.join(batch, column)])
                    pq.write_table(found, part.with_suffix(".new"))
                    os.replace(part.with_suffix(".new"), part)
                files.append(part)
                done += batch.num_rows
                if progress is not None:
                    progress(done, source.metadata.num_rows)
        origin = f"{checklist.source.name}, {checklist.source.version}"
        marks = {b"match_list": origin.encode(), b"match_disclaimer": DISCLAIMER.encode()}
        whole = parts / "whole.parquet"
        schema = schema.with_metadata({**(schema.metadata or {}), **marks})
        with pq.ParquetWriter(whole, schema) as writer:
            for part in files:
                writer.write_table(pq.read_table(part).cast(schema))
        os.replace(whole, output)
        shutil.rmtree(parts)
    except (OSError, pa.ArrowException) as error:
        raise ConcordanceError(f"{path}: cannot be matched into {output} ({error})") from error
    return done


def _folder(path: Path, output: Path, checklist: Checklist, column: str) -> Path:
    """Return the folder of what is done; another input, list or version has another folder."""
    state = path.stat()
    key = repr((str(path.resolve()), state.st_size, state.st_mtime_ns, column, checklist.key,
                checklist.source.sha256, checklist.source.as_of, TOOL_VERSION, ROWS))  # fmt: skip
    name = hashlib.sha256(key.encode()).hexdigest()[:12]
    folder = output.with_name(f"{output.name}.{name}.parts")
    folder.mkdir(exist_ok=True)
    return folder
