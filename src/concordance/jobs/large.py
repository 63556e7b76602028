"""Tables larger than memory: matched batch by batch, each kept, so that a run can go on."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa

from concordance.about import DISCLAIMER, TOOL_VERSION
from concordance.checklist import Checklist
from concordance.errors import ChecklistError, ConcordanceError
from concordance.exports.delimited import csv_text
from concordance.matching.batch import Answers, context_columns, match_fields
from concordance.readers.streams import batches

#: rows in memory at once
ROWS: Final = 100_000


def match_large(
    path: str | Path,
    output: str | Path,
    checklist: Checklist,
    column: str,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write a table again with the answer to every row, and return the number of rows.

    Parameters
    ----------
    path, output : str or pathlib.Path
        Parquet or CSV, each. What is done is kept in a folder beside ``output``; the same call goes
        on from there.
    checklist : Checklist
    column : str
        Column that holds the names; columns called kingdom, class, order, family or genus say
        where they belong.
    progress : callable, optional
        Called with (rows done, rows in all); of a CSV both are the rows done.

    Returns
    -------
    int

    Raises
    ------
    ChecklistError
        If the column is missing, or rows of a CSV are wrong; then there is no output.
    ConcordanceError
        If a file cannot be read or written.
    """
    import pyarrow.parquet as pq  # only here: it costs 8 ms that a build does not need

    path, output = Path(path), Path(output)
    try:
        with batches(path, ROWS) as (columns, total, found):
            try:
                schema = match_fields(columns, column)
            except ConcordanceError as error:
                raise ChecklistError(path, [str(error)]) from error
            parts = _folder(path, output, checklist, column)
            answers = Answers(checklist)
            context = context_columns(columns.names)
            done, files = 0, []
            for number, batch in enumerate(found):
                part = parts / f"{number:06}.parquet"
                if not part.exists():
                    answered = pa.Table.from_batches([answers.join(batch, column, context)])
                    pq.write_table(answered, part.with_suffix(".new"))
                    os.replace(part.with_suffix(".new"), part)
                files.append(part)
                done += batch.num_rows
                if progress is not None:
                    progress(done, total or done)
        whole = parts / "whole"
        origin = f"{checklist.source.name}, {checklist.source.version}"
        write = _as_parquet if output.suffix.lower() == ".parquet" else _as_csv
        write(whole, files, schema, origin)
        os.replace(whole, output)
        shutil.rmtree(parts)
    except (OSError, pa.ArrowException) as error:
        raise ConcordanceError(f"{path}: cannot be matched into {output} ({error})") from error
    return done


def _as_parquet(whole: Path, files: Sequence[Path], schema: pa.Schema, origin: str) -> None:
    import pyarrow.parquet as pq

    marks = {b"match_list": origin.encode(), b"match_disclaimer": DISCLAIMER.encode()}
    schema = schema.with_metadata({**(schema.metadata or {}), **marks})
    with pq.ParquetWriter(whole, schema) as writer:
        for part in files:
            writer.write_table(pq.read_table(part).cast(schema))


def _as_csv(whole: Path, files: Sequence[Path], schema: pa.Schema, origin: str) -> None:
    import pyarrow.parquet as pq

    def text(table: pa.Table) -> str:
        frame = table.to_pandas(types_mapper=pd.ArrowDtype)
        for name, value in (("match_list", origin), ("match_disclaimer", DISCLAIMER)):
            frame[name] = pd.Series([value] * len(frame), dtype="string[pyarrow]")
        return csv_text(frame)

    head = text(schema.empty_table())
    with whole.open("w", encoding="utf-8", newline="") as file:
        file.write(head)
        for part in files:
            file.write(text(pq.read_table(part)).removeprefix(head))


def _folder(path: Path, output: Path, checklist: Checklist, column: str) -> Path:
    """Return the folder of what is done; another input, list or version has another folder."""
    state = path.stat()
    key = repr((str(path.resolve()), state.st_size, state.st_mtime_ns, column, checklist.key,
                checklist.source.sha256, checklist.source.as_of, TOOL_VERSION, ROWS))  # fmt: skip
    name = hashlib.sha256(key.encode()).hexdigest()[:12]
    folder = output.with_name(f"{output.name}.{name}.parts")
    folder.mkdir(exist_ok=True)
    return folder
