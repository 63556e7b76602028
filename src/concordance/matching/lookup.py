"""Names of a user looked up in one list; every candidate is kept and no choice is hidden."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, Literal

import numpy as np
import pandas as pd
import pyarrow as pa
from rapidfuzz.distance import OSA

from concordance.checklist import Checklist, checked_list
from concordance.codes import MatchStatus, Rule
from concordance.join.texts import Ints, spread
from concordance.matching.answer import Answer
from concordance.matching.answers import answers, evidence
from concordance.matching.candidates import Candidate
from concordance.matching.columns import MATCH_DETAILS, MATCHES
from concordance.matching.index import ListIndex
from concordance.matching.queries import Asked, Context, values_of
from concordance.matching.query import Query
from concordance.matching.readings import remarks_on, reread
from concordance.names import canonical
from concordance.schema import Column, checked_choice, table_to_frame, to_table

#: distinct names that are looked up at once
_CHUNK: Final = 20_000
_AGREES: Final = {True: "agrees", False: "differs", None: "unknown"}
#: statuses of names whose taxon is certain
_KNOWN: Final = frozenset({MatchStatus.MATCHED, MatchStatus.EXCLUDED, MatchStatus.LISTED_IN_PART})


def match_names(  # noqa: PLR0913 - public; all but two are optional keywords
    names: Any,
    checklist: Checklist,
    *,
    authorships: Iterable[object] | None = None,
    ranks: Iterable[object] | None = None,
    classes: Iterable[object] | None = None,
    context: Context | None = None,
    how: Literal["best", "all"] = "best",
    backend: str = "own",
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Return the taxon of a list that each name means, or why that is not certain.

    Parameters
    ----------
    names : str, Series, Index, list, Arrow array or any iterable of str, length n
        Verbatim names, with or without author. A missing value or a number gets the status
        ``not_a_name``.
    checklist : Checklist
        The list to search.
    authorships, ranks, classes : str or iterable of str, length n, optional
        Details of each name; blank or missing if not known. A single string applies to every
        name. If names and details are both Series, they are aligned by index. An authorship given
        here replaces one in the string.
    context : pandas.DataFrame with n rows or mapping of columns, optional
        Any of the columns ``kingdom phylum class order family genus``, in any case.
    how : {"best", "all"}
        ``best``: one row for each name. ``all``: one row for each candidate (and one for a name
        without candidates), with columns for each part of the evidence.
    backend : {"own", "gbif"}
        The parser, see `concordance.names.parse`.
    progress : callable, optional
        Called with (names done, total names) from time to time.

    Returns
    -------
    pandas.DataFrame
        Arrow-backed, columns `columns.MATCHES` (and `columns.MATCH_DETAILS` with ``all``). With
        ``best``, it has the length, order and index of the input; ``taxon_id`` is null unless
        ``status`` is ``matched``, and ``evidence`` gives the reason. With ``all``, index labels of
        the input are repeated.

    Raises
    ------
    ConcordanceError
        If `checklist` is not a Checklist, a column does not have the length and index of the
        names, a column of `context` is not known, or an argument has an invalid value.

    References
    ----------
    ICZN Articles 31, 34, 50-53, 57 and 58.

    Examples
    --------
    >>> from concordance import load_cms
    >>> found = match_names(["Uncia uncia", "Panthera uncia", "Pardosa moesta"], load_cms())
    >>> found[["name", "rule", "status"]].values.tolist()[0]
    ['Uncia uncia', 'exact_name', 'matched']
    >>> found["status"].tolist()[1:]
    ['matched', 'not_found']
    """
    checked_choice("how", how, ("best", "all"))
    values, labels = values_of(names)
    with collection_paused():
        index = checked_list(checklist).with_members.once(ListIndex)
        side = {"authorships": authorships, "ranks": ranks, "classes": classes}
        asked = Asked(values, labels if isinstance(names, pd.Series) else None, side, context)
    table = _Table(MATCHES if how == "best" else MATCHES + MATCH_DETAILS)
    for begin in range(0, len(asked), _CHUNK):
        if progress is not None:
            progress(int(np.count_nonzero(asked.codes < begin)), len(values))
        with collection_paused():
            queries = reread(asked.read(begin, begin + _CHUNK, backend), index)
            rows: list[tuple[tuple[object, ...], ...]] = [()] * len(queries)
            for place, answer in answers(queries, index):
                rows[place] = answer_rows(queries[place], answer, index, best=how == "best")
            table.add(rows)
    if progress is not None:
        progress(len(values), len(values))
    return table.frame(asked.codes, labels)


@contextmanager
def collection_paused() -> Iterator[None]:
    """Pause garbage collection: rows have no cycles, and scanning a large list takes a second."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Table:
    """The rows of each distinct query, finally repeated for every input row with that query."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._counts: list[int] = []
        self._parts = [to_table({c.name: [] for c in columns}, columns)]

    def add(self, rows_of_each: Sequence[Sequence[tuple[object, ...]]]) -> None:
        """Add the rows of the next queries."""
        self._counts += map(len, rows_of_each)
        names = (c.name for c in MATCHES + MATCH_DETAILS)
        columns = zip(*(row for rows in rows_of_each for row in rows), strict=True)
        self._parts.append(to_table(dict(zip(names, columns, strict=True)), self._columns))

    def frame(self, codes: Ints, labels: pd.Index[Any]) -> pd.DataFrame:
        """Return the rows of the query of each row of the user, labelled as that row."""
        counts = np.array(self._counts, np.int64)
        row, place = spread((np.cumsum(counts) - counts)[codes], counts[codes])
        table = pa.concat_tables(self._parts)
        if not np.array_equal(place, np.arange(len(table))):  # else already in order
            table = table.take(pa.array(place))
        frame = table_to_frame(table.combine_chunks())
        frame.index = labels if len(row) == len(labels) else labels.take(row)
        return frame


def answer_rows(
    query: Query, answer: Answer, index: ListIndex, *, best: bool
) -> tuple[tuple[object, ...], ...]:
    """Return the best row, or a row for each candidate; one row if there is none."""
    remarks = ""
    if query.unread or query.reading or query.annotation:
        remarks = remarks_on(query)
        answer = answer._replace(evidence=answer.evidence + remarks)
    shown = answer.candidates
    taxa = len({c.taxon_id for c in shown}) if len(shown) > 1 else len(shown)
    if best:
        shown = sure_of(answer)
    if best and shown:
        return (_row(query, answer, shown[0], taxa, index),)
    if shown:
        return tuple(
            _row(
                query, answer._replace(evidence=evidence(query, c, index) + remarks), c, taxa, index
            )
            for c in shown
        )
    problems = "|".join(query.problems) or None
    status = answer.status.value
    listed = (*answer.listed.cells, None)
    return (
        (query.verbatim, *(None,) * 8, answer.evidence, taxa, status, *listed, *(None,) * 3,
         problems),
    )  # fmt: skip


def sure_of(answer: Answer) -> tuple[Candidate, ...]:
    """Return the one candidate of an answer that is certain; empty if none is."""
    shown = answer.candidates
    known = answer.status in _KNOWN and shown and shown[0].rule is not Rule.NONE
    return shown[:1] if known else ()


def _row(
    query: Query, answer: Answer, candidate: Candidate, taxa: int, index: ListIndex
) -> tuple[object, ...]:
    """Return the cells of `columns.MATCHES` and `columns.MATCH_DETAILS`."""
    taxon, use = candidate.indexed.taxon, candidate.indexed.use
    return (
        query.verbatim,
        taxon.taxon_id,
        taxon.name,
        taxon.authorship or None,
        taxon.rank,
        index.rule_codes[candidate.rule],
        use.name if use.name != taxon.name else None,
        0 if query.name == use.name else OSA.distance(query.name, canonical(use.name)),
        candidate.rule.strength,
        answer.evidence,
        taxa - 1,
        answer.status.value,
        *answer.listed.cells,
        taxon.name_from.value if answer.status in _KNOWN and index.appendices else None,
        candidate.authors.value,
        _AGREES[candidate.context],
        use.kind.value,
        "|".join(query.problems) or None,
    )
