"""A row for every animal that a name may mean, instead of one row without an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from concordance.join.texts import Ints
from concordance.lookups.desk import PLAIN, Beside, Desk
from concordance.matching.queries import Asked

T = TypeVar("T")
_LEVELS: Final = ("kingdom", "class", "order", "family")
#: columns that keep the values of the query
_OF_QUERY: Final = "status"


def each_meaning(desk: Desk, asked: Asked, beside: Beside) -> tuple[pa.Table, Ints]:
    """Return the answers for rows, one for each animal that the name of a row may mean.

    Parameters
    ----------
    desk : Desk
    asked : Asked
    beside : Beside

    Returns
    -------
    pyarrow.Table, array of int64
        As returned by `Desk.answer`, with the status of the query; and the row of each answer.
    """
    plain = desk.answer(asked, beside)
    meanings = desk.candidates(asked, beside.languages)
    open_ = [row for row, code in enumerate(asked.codes.tolist()) if meanings[code]]
    if not open_:
        return plain, np.arange(len(asked.codes))
    rows = [row for row in open_ for _ in meanings[asked.codes[row]]]
    taxa = [taxon for row in open_ for taxon in meanings[asked.codes[row]]]
    context = {level: [taxon[1 + at] for taxon in taxa] for at, level in enumerate(_LEVELS)}
    status = plain[_OF_QUERY].to_pylist()
    answers = desk.answer(
        Asked([taxon[0] for taxon in taxa], None, PLAIN, context),
        Beside(_of(beside.dates, rows), _of(beside.countries, rows), beside.languages),
        [status[row] for row in rows],
    )
    kept = _first_of_each(rows, answers, [taxon[0] for taxon in taxa], desk.keys)
    sure = np.setdiff1d(np.arange(len(asked.codes)), open_)
    named = pc.coalesce(answers["name"], pa.array([taxon[0] for taxon in taxa], pa.string()))
    place = answers.column_names.index("name")
    answers = answers.set_column(place, "name", named)
    whole = pa.concat_tables([plain.take(pa.array(sure)), answers.take(pa.array(kept))])
    of_rows = np.concatenate([sure, np.array(rows, np.int64)[kept]])
    order = np.argsort(of_rows, kind="stable")
    return whole.take(pa.array(order)).combine_chunks(), of_rows[order]


def _of(values: Sequence[T] | None, rows: Sequence[int]) -> list[T] | None:
    return None if values is None else [values[row] for row in rows]


def _first_of_each(
    rows: Sequence[int], answers: pa.Table, names: Sequence[str], keys: Sequence[str]
) -> Ints:
    """The answers without those for another name of an animal that the row already has."""
    used = [answers[f"{key}_name"].to_pylist() for key in keys]
    kept: list[int] = []
    seen: set[tuple[int, str | None]] = set()
    for place, (row, name) in enumerate(zip(rows, names, strict=True)):
        if (row, name) in seen:
            continue
        kept.append(place)
        seen |= {(row, name), *((row, column[place]) for column in used)}
    return np.array(kept, np.int64)
