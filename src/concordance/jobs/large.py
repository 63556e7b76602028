"""Answers tables larger than memory in batches; a stopped run can be resumed."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

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


class Job(NamedTuple):
    """The work on a table, batch by batch.

    Attributes
    ----------
    identity : str
        Everything apart from the table that affects the answers; a new identity starts over.
    marks : mapping of str to str
        Values for every row: columns in a CSV, metadata in Parquet.
    fields : callable
        Returns the columns of the result, given those of the table.
    answer : callable
        Returns the rows of a batch with their answers; called with the batches in order.
    """

    identity: str
    marks: Mapping[str, str]
    fields: Callable[[pa.Schema], pa.Schema]
    answer: Callable[[pa.RecordBatch], pa.Table]


def match_large(
    path: str | Path,
    output: str | Path,
    checklist: Checklist,
    column: str,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write a copy of a table with the answer for every row, and return the number of rows.

    Parameters
    ----------
    path, output : str or pathlib.Path
        Parquet or CSV, each. Finished batches are kept in a folder next to ``output``, and the
        same call continues from there.
    checklist : Checklist
    column : str
        Column with the names; columns called kingdom, class, order, family or genus help to
        distinguish equal names.
    progress : callable, optional
        Called with (rows done, rows in all); for a CSV both are the rows done.

    Returns
    -------
    int

    Raises
    ------
    ChecklistError
        If the column is missing, or rows of a CSV are wrong; no output is written.
    ConcordanceError
        If a file cannot be read or written.
    """
    answers = Answers(checklist)
    source = checklist.source

    def answer(batch: pa.RecordBatch) -> pa.Table:
        context = context_columns(batch.schema.names)
        return pa.Table.from_batches([answers.join(batch, column, context)])

    job = Job(
        repr((column, identity(checklist))),
        {"match_list": f"{source.name}, {source.version}", "match_disclaimer": DISCLAIMER},
        lambda columns: match_fields(columns, column),
        answer,
    )
    return answer_large(path, output, job, progress)


def identity(checklist: Checklist) -> tuple[str, ...]:
    """Return what identifies the answers of a list on its day."""
    return checklist.key, checklist.source.sha256, checklist.source.as_of


def answer_large(
    path: str | Path,
    output: str | Path,
    job: Job,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write a copy of a table with the answers of a job, and return the number of rows.

    Parameters
    ----------
    path, output : str or pathlib.Path
        See `match_large`.
    job : Job
    progress : callable, optional
        See `match_large`.

    Returns
    -------
    int

    Raises
    ------
    ChecklistError
        If the job rejects the columns, or rows of a CSV are wrong; no output is written.
    ConcordanceError
        If a file cannot be read or written.
    """
    import pyarrow.parquet as pq  # lazy: it costs 8 ms that a build does not need

    path, output = Path(path), Path(output)
    if not path.is_file():
        raise ChecklistError(path, ["no such file"])
    try:
        with batches(path, ROWS) as (columns, total, table_batches):
            try:
                schema = job.fields(columns)
            except ConcordanceError as error:
                raise ChecklistError(path, [str(error)]) from error
            parts = _folder(path, output, job)
            done, files = 0, []
            for number, batch in enumerate(table_batches):
                part = parts / f"{number:06}.parquet"
                if not part.exists():
                    pq.write_table(job.answer(batch), part.with_suffix(".new"))
                    os.replace(part.with_suffix(".new"), part)
                files.append(part)
                done += batch.num_rows
                if progress is not None:
                    progress(done, total or done)
        whole = parts / "whole"
        write = _as_parquet if output.suffix.lower() == ".parquet" else _as_csv
        write(whole, files, schema, job.marks)
        os.replace(whole, output)
        shutil.rmtree(parts)
    except (OSError, pa.ArrowException) as error:
        raise ConcordanceError(f"{path}: cannot be matched into {output} ({error})") from error
    return done


def _as_parquet(
    whole: Path, files: Sequence[Path], schema: pa.Schema, marks: Mapping[str, str]
) -> None:
    import pyarrow.parquet as pq

    own = {name.encode(): value.encode() for name, value in marks.items()}
    schema = schema.with_metadata({**(schema.metadata or {}), **own})
    with pq.ParquetWriter(whole, schema) as writer:
        for part in files:
            writer.write_table(pq.read_table(part).cast(schema))


def _as_csv(
    whole: Path, files: Sequence[Path], schema: pa.Schema, marks: Mapping[str, str]
) -> None:
    import pyarrow.parquet as pq

    def text(table: pa.Table) -> str:
        frame = table.to_pandas(types_mapper=pd.ArrowDtype)
        for name, value in marks.items():
            frame[name] = pd.Series([value] * len(frame), dtype="string[pyarrow]")
        return csv_text(frame)

    head = text(schema.empty_table())
    with whole.open("w", encoding="utf-8", newline="") as file:
        file.write(head)
        for part in files:
            file.write(text(pq.read_table(part)).removeprefix(head))


def _folder(path: Path, output: Path, job: Job) -> Path:
    """Return the folder of finished batches; it differs by input, list and version."""
    state = path.stat()
    key = repr((str(path.resolve()), state.st_size, state.st_mtime_ns, job.identity,
                TOOL_VERSION, ROWS))  # fmt: skip
    name = hashlib.sha256(key.encode()).hexdigest()[:12]
    folder = output.with_name(f"{output.name}.{name}.parts")
    folder.mkdir(exist_ok=True)
    return folder
