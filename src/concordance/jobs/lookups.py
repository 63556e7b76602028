"""Adds the answers of all lists to a user's table, in memory or larger than memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from concordance.about import DISCLAIMER
from concordance.errors import ConcordanceError
from concordance.jobs.large import Job, answer_large, identity
from concordance.lookups.columns import lookup_columns
from concordance.lookups.desk import PLAIN, Beside, Desk
from concordance.matching.batch import context_columns
from concordance.matching.lookup import collection_paused
from concordance.matching.queries import Asked

_PREFIX: Final = "lookup_"
LISTS: Final = f"{_PREFIX}lists"
_DISCLAIMER: Final = f"{_PREFIX}disclaimer"


class Columns(NamedTuple):
    """Columns of a user's table: names, and optionally dates and countries.

    Attributes
    ----------
    names : str
    dates : str
        Blank if there is none.
    countries : tuple of str
        The first filled one counts.
    """

    names: str
    dates: str = ""
    countries: tuple[str, ...] = ()


def marks(desk: Desk) -> Mapping[str, str]:
    """Return the values for every row: the lists that answered, and the disclaimer."""
    lists = (f"{c.source.name}, {c.source.version}" for c in desk.lists)
    return {LISTS: "; ".join(lists), _DISCLAIMER: DISCLAIMER}


def lookup_large(
    path: str | Path,
    output: str | Path,
    desk: Desk,
    columns: Columns,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write a copy of a table with the answers for every row, and return the number of rows.

    Parameters
    ----------
    path, output : str or pathlib.Path
        Parquet or CSV, each; a stopped run continues: see `large.match_large`.
    desk : Desk
    columns : Columns
    progress : callable, optional
        Called with (rows done, rows in all).

    Returns
    -------
    int

    Raises
    ------
    ChecklistError
        If a column is missing, or rows of a CSV are wrong; then there is no output.
    ConcordanceError
        If a file cannot be read or written.
    """
    job = Job(
        repr((columns, [identity(checklist) for checklist in desk.lists])),
        marks(desk),
        lambda schema: _fields(schema, desk, columns),
        lambda batch: answered(pa.Table.from_batches([batch]), desk, columns),
    )
    return answer_large(path, output, job, progress)


def lookup_table(table: pd.DataFrame, desk: Desk, columns: Columns) -> pd.DataFrame:
    """Return a table with the answers for each of its rows.

    Parameters
    ----------
    table : pandas.DataFrame
    desk : Desk
    columns : Columns

    Returns
    -------
    pandas.DataFrame
        Every column of the table, then `lookups.columns.lookup_columns` (except ``query``)
        prefixed with ``lookup_``, then ``lookup_lists`` and ``lookup_disclaimer``.

    Raises
    ------
    ConcordanceError
        If a column is missing, or the table already has such columns.
    """
    own = pa.Table.from_pandas(table, preserve_index=False)
    answers = answered(own, desk, columns)
    result = table.copy()
    for name in answers.column_names[len(own.column_names) :]:
        result[name] = pd.Series(
            pd.arrays.ArrowExtensionArray(answers[name]),
            index=table.index,
        )
    for name, value in marks(desk).items():
        result[name] = value
    return result


def answered(table: pa.Table, desk: Desk, columns: Columns) -> pa.Table:
    """Return an Arrow table with the answers for each of its rows: see `lookup_table`."""
    schema = _fields(table.schema, desk, columns)
    names = _texts(table, columns.names)
    around = {name: _texts(table, name) for name in context_columns(table.column_names)}
    around.pop(columns.names, None)
    beside = Beside(
        table[columns.dates].to_pylist() if columns.dates else None,
        _first_filled(table, columns.countries) if columns.countries else None,
    )
    with collection_paused():
        asked = Asked(names, None, PLAIN, around or None)
        answers = desk.answer(asked, beside)
    return pa.table([*table.columns, *answers.columns], schema=schema)


def _texts(table: pa.Table, column: str) -> list[str | None]:
    texts: list[str | None] = table[column].cast(pa.string()).to_pylist()
    return texts


def _first_filled(table: pa.Table, columns: Sequence[str]) -> list[str | None]:
    """The first non-blank cell of each row."""
    texts = [pc.utf8_trim_whitespace(table[name].cast(pa.string())) for name in columns]
    filled = [pc.if_else(pc.equal(text, ""), None, text) for text in texts]
    first: list[str | None] = pc.coalesce(*filled).to_pylist()
    return first


def _fields(schema: pa.Schema, desk: Desk, columns: Columns) -> pa.Schema:
    """The columns of the result.

    Raises
    ------
    ConcordanceError
        Names all missing columns, or all columns that the table already has.
    """
    wanted = [columns.names, columns.dates, *columns.countries]
    if missing := [repr(name) for name in wanted if name and name not in schema.names]:
        raise ConcordanceError(
            f"column {', '.join(missing)} is missing; found {', '.join(schema.names)}"
        )
    added = [_PREFIX + column.name for column in lookup_columns(desk.keys)[1:]]
    if own := [name for name in schema.names if name in {*added, *marks(desk)}]:
        raise ConcordanceError(
            f"the table already has the columns {', '.join(own)}, which the answers need; rename "
            "or remove them"
        )
    return pa.schema([*schema, *((name, pa.string()) for name in added)])
