"""Tables larger than memory: answered batch by batch, each kept, so that a run can go on."""

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
    """What is done with a table, batch by batch.

    Attributes
    ----------
    identity : str
        All that the answers depend on beside the table: another one begins anew.
    marks : mapping of str to str
        What holds for every row: columns of a CSV, metadata of Parquet.
    fields : callable
        Gives the columns of the result, from those of the table.
    answer : callable
        Gives the rows of a batch with their answers; it is asked for the batches in order.
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
    """Return what tells the answers of a list from those of another one or of another day."""
    return checklist.key, checklist.source.sha256, checklist.source.as_of


def answer_large(
    path: str | Path,
    output: str | Path,
    job: Job,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write a table again with the answers of a job, and return the number of rows.

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
        If the job refuses the columns, or rows of a CSV are wrong; then there is no output.
    ConcordanceError
        If a file cannot be read or written.
    """
    import pyarrow.parquet as pq  # only here: it costs 8 ms that a build does not need

    path, output = Path(path), Path(output)
    try:
        with batches(path, ROWS) as (columns, total, found):
            try:
                schema = job.fields(columns)
            except ConcordanceError as error:
                raise ChecklistError(path, [str(error)]) from error
            parts = _folder(path, output, job)
            done, files = 0, []
            for number, batch in enumerate(found):
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
    """Return the folder of what is done; another input, list or version has another folder."""
    state = path.stat()
    key = repr((str(path.resolve()), state.st_size, state.st_mtime_ns, job.identity,
                TOOL_VERSION, ROWS))  # fmt: skip
    name = hashlib.sha256(key.encode()).hexdigest()[:12]
    folder = output.with_name(f"{output.name}.{name}.parts")
    folder.mkdir(exist_ok=True)
    return folder
