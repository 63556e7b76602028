"""A concordance over time: alignment on several days, and the history in a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import pandas as pd

from concordance.arrange.treaties import load_appendices, meetings
from concordance.checklist import Checklist
from concordance.pairs import PairRow
from concordance.readers.sources import source_keys
from concordance.score import alignment, over_time
from concordance.table import build_table
from concordance.views.report import History


def alignment_over_time(dates: Iterable[str | date], *, by: str = "class") -> pd.DataFrame:
    """Return how well the lists in the package agree on several days.

    Parameters
    ----------
    dates : iterable of str or date
        Days covered by the data of both lists.
    by : str
        ``class``, ``order`` or ``family``.

    Returns
    -------
    pandas.DataFrame
        ``as_of`` and the columns of `score.Score`: one row for each day, group and figure, in the
        order of the days given. Draw it with `concordance.views.plots.alignment_plot`.

    Examples
    --------
    >>> scores = alignment_over_time(["2017-04-21", "2024-06-01"])
    >>> scores.query("group == 'all' and figure == 'names'")["as_of"].tolist()
    ['2017-04-21', '2024-06-01']
    """
    scores = {}
    for day in dates:
        left, right = load_appendices(day)
        scores[left.source.as_of] = alignment(build_table(left, right).rows, by).table
    return over_time(scores)


def history_of(lists: tuple[Checklist, Checklist], rows: Sequence[PairRow]) -> History:
    """Return the history that a report shows for two lists; empty for lists of one day.

    Parameters
    ----------
    lists : pair of Checklist
    rows : sequence of PairRow
        Their concordance.

    Returns
    -------
    History
    """
    left, right = lists
    score = alignment(rows)
    if left.reload is None or right.reload is None or left.key == right.key:
        return History(score=score.table, meetings={}, keys={})
    last = max(left.source.as_of, right.source.as_of)
    dated = meetings(last)
    scores = {
        day: alignment(build_table(left.as_of(day), right.as_of(day)).rows).table
        for day in dated
        if day != last
    }
    table = over_time(scores | {last: score.table})
    return History(score=score.table, scores=table, meetings=dated, keys=source_keys())
