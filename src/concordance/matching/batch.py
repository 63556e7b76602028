"""Matching of one batch of rows with a list; every engine runs this on every machine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from concordance.checklist import Checklist, checked_list
from concordance.errors import ConcordanceError
from concordance.matching.columns import MATCHES
from concordance.matching.lookup import match_names
from concordance.matching.query import CONTEXT
from concordance.schema import to_frame

#: separator between a name and its context
_BETWEEN: Final = "\x1f"
#: answers are cached for this many names: about 100 MB
MOST_KEPT: Final = 200_000


def match_fields(schema: pa.Schema, column: str) -> pa.Schema:
    """Return the columns that `match_batch` returns for rows with these columns.

    Raises
    ------
    ConcordanceError
        If the column with the names is missing, or answer columns already exist.
    """
    if column not in schema.names:
        raise ConcordanceError(f"column {column!r} is missing; found {', '.join(schema.names)}")
    refuse_own_answers(schema.names)
    added = _empty_answers()
    return pa.schema([*schema, *added.schema])


def refuse_own_answers(columns: Iterable[str]) -> None:
    """Reject a table that already has answer columns, so that no cell of a user is overwritten.

    Raises
    ------
    ConcordanceError
    """
    added = {f"match_{c.name}" for c in MATCHES} | {"match_list", "match_disclaimer"}
    if own := [column for column in columns if column in added]:
        raise ConcordanceError(
            f"the table already has the columns {', '.join(own)}; rename or remove them to make "
            "room for the answers"
        )


def context_columns(columns: Iterable[str]) -> tuple[str, ...]:
    """Return the columns of a table with the classification of its names, by their titles.

    Parameters
    ----------
    columns : iterable of str

    Returns
    -------
    tuple of str
        Those called kingdom, phylum, class, order, family or genus, in any case. A level that
        occurs twice is left out.

    Examples
    --------
    >>> context_columns(["Name", "Kingdom", "Family", "note"])
    ('Kingdom', 'Family')
    """
    named = [(column, column.strip().lower()) for column in columns]
    levels = [level for _, level in named]
    return tuple(column for column, level in named if level in CONTEXT and levels.count(level) == 1)


def match_batch(
    batch: pa.RecordBatch,
    checklist: Checklist,
    column: str = "name",
    context: Sequence[str] = (),
) -> pa.RecordBatch:
    """Return a batch of rows with the answer of `match_names` for each.

    Parameters
    ----------
    batch : pyarrow.RecordBatch
    checklist : Checklist
        The list to search; on another machine, load it with `Checklist.load`.
    column : str
        Column with the names.
    context : sequence of str
        Columns with their classification, titled as in `match_names` (see `context_columns`).

    Returns
    -------
    pyarrow.RecordBatch
        The same rows in the same order, with the columns `columns.MATCHES` except ``query``, each
        prefixed with ``match_``. The result depends only on the batch and the list.

    Raises
    ------
    ConcordanceError
        If the column is missing, or `checklist` is not a Checklist.

    Examples
    --------
    >>> from concordance import load_cms
    >>> batch = pa.record_batch({"name": ["Uncia uncia", "Pardosa moesta"]})
    >>> match_batch(batch, load_cms())["match_status"].to_pylist()
    ['matched', 'not_found']
    """
    return Answers(checked_list(checklist)).join(batch, column, context)


class Answers:
    """Answers for names, cached from batch to batch, so that each name is looked up once.

    Parameters
    ----------
    checklist : Checklist
    most : int
        Cache at most this many names; beyond that the cache is emptied, so that memory is bounded.
    """

    def __init__(self, checklist: Checklist, most: int = MOST_KEPT) -> None:
        self._checklist, self._most = checklist, most
        self._names = pa.array([], pa.string())
        self._table = _empty_answers()

    def join(
        self, batch: pa.RecordBatch, column: str, context: Sequence[str] = ()
    ) -> pa.RecordBatch:
        """Return the rows of a batch with their answers (see `match_batch`)."""
        schema = match_fields(batch.schema, column)
        texts = [batch.column(name).cast(pa.string()) for name in (column, *context)]
        names = texts[0]
        if context:  # the same name in another context is another query
            names = pc.binary_join_element_wise(
                *texts, _BETWEEN, null_handling="replace", null_replacement=""
            )
        self._learn(names.unique(), context)
        rows = self._table.take(pc.index_in(names, value_set=self._names)).combine_chunks()
        arrays = [c.chunk(0) if c.num_chunks else pa.array([], c.type) for c in rows.columns]
        return pa.RecordBatch.from_arrays([*batch.columns, *arrays], schema=schema)

    def _learn(self, names: pa.Array, context: Sequence[str]) -> None:
        new = names.filter(pc.is_null(pc.index_in(names, value_set=self._names)))
        if not len(new):
            return
        if len(self._names) + len(new) > self._most:
            self._names, self._table, new = pa.array([], pa.string()), _empty_answers(), names
        answers = _answers(_matched(new, context, self._checklist))
        self._names = pa.concat_arrays([self._names, new])
        self._table = pa.concat_tables([self._table, answers]).combine_chunks()


def _matched(names: pa.Array, context: Sequence[str], checklist: Checklist) -> pd.DataFrame:
    if not context:
        return match_names(names, checklist)
    parts = list(zip(*(text.split(_BETWEEN) for text in names.to_pylist()), strict=True))
    around = pd.DataFrame(dict(zip(context, parts[1:], strict=True)), dtype="string[pyarrow]")
    return match_names(parts[0], checklist, context=around)


def _answers(frame: pd.DataFrame) -> pa.Table:
    wanted = [c.name for c in MATCHES if c.name != "query"]
    table = pa.Table.from_pandas(frame[wanted], preserve_index=False)
    return table.rename_columns([f"match_{name}" for name in wanted]).replace_schema_metadata()


@lru_cache(maxsize=1)
def _empty_answers() -> pa.Table:
    return _answers(to_frame({c.name: [] for c in MATCHES}, MATCHES))


@lru_cache(maxsize=4)
def load_once(path: str) -> Checklist:
    """Return the list saved in a file (`Checklist.save`), loaded once per process."""
    return Checklist.load(path)
