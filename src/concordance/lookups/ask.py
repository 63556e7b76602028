"""`lookup`: is it listed, where, under which name, on that day, from that country."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from operator import is_
from typing import Any, Final, Literal, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from concordance.arrange.treaties import load_appendices
from concordance.checklist import Checklist, checked_list
from concordance.errors import ConcordanceError
from concordance.lookups.desk import PLAIN, Beside, Desk
from concordance.lookups.every import each_meaning
from concordance.lookups.relation import Relations
from concordance.matching.lookup import collection_paused
from concordance.matching.queries import Asked, Context, values_beside, values_of
from concordance.names.common import LANGUAGES
from concordance.pairs import PairRow
from concordance.schema import checked_choice, table_to_frame

#: desks that are kept with a list
_MOST_DESKS: Final = 3
Rows = Sequence[PairRow]


def lookup(  # noqa: PLR0913 - public; all but one are optional keywords
    names: Any,
    *,
    lists: Sequence[Checklist] | None = None,
    dates: Any = None,
    countries: Any = None,
    context: Context | None = None,
    languages: Sequence[str] = LANGUAGES,
    how: Literal["best", "all"] = "best",
) -> pd.DataFrame:
    """Return what each list says of each name: Appendix, entries, name, since when, with limits.

    Parameters
    ----------
    names : str, Series, Index, list, Arrow array or any iterable of str, length n
        Scientific or common names.
    lists : sequence of Checklist, optional
        Left out, both treaties in the package, animals and plants.
    dates : one date, or an iterable of length n, optional
        Days (``2017-01-02``, dates) or years (``2017``). Left out, the day of each list.
    countries : one country, or an iterable of length n, optional
        Where the animals come from: ISO 3166 codes or names. Decides between entries for
        populations.
    context : pandas.DataFrame with n rows or mapping of columns, optional
        See `match_names`.
    languages : sequence of {"en", "fr", "es"}
        In which names may be common ones.
    how : {"best", "all"}
        ``best``: one row a name; where several animals are possible it has no answer. ``all``: a
        row for each of them.

    Returns
    -------
    pandas.DataFrame
        Arrow-backed, columns `columns.lookup_columns`. With ``best``, one row a name with the
        index of the input; with ``all``, the index repeats that of the input.

    Raises
    ------
    ConcordanceError
        If a list is not a Checklist, or a column has another length or index than the names.

    Examples
    --------
    >>> lions = lookup(["Panthera leo"] * 2, countries=["IN", "KE"])
    >>> lions[["cites_appendix", "cms_appendix"]].values.tolist()
    [['I', 'II'], ['II', 'II']]
    """
    return ask(desk_of(lists), names, Question(dates, countries, context, languages, how))


class Question(NamedTuple):
    """What stands beside the names: columns, or one value for all; None where there is none."""

    dates: Any = None
    countries: Any = None
    context: Context | None = None
    languages: Sequence[str] = LANGUAGES
    how: str = "best"


def ask(desk: Desk, names: Any, question: Question) -> pd.DataFrame:
    """Return the answers of a desk: see `lookup`."""
    checked_choice("how", question.how, ("best", "all"))
    values, labels = values_of(names)
    series = labels if isinstance(names, pd.Series) else None
    dates, countries = (
        None if column is None else values_beside(column, len(values), series, title)
        for column, title in ((question.dates, "dates"), (question.countries, "countries"))
    )
    beside = Beside(dates, countries, question.languages)
    with collection_paused():
        asked = Asked(values, series, PLAIN, question.context)
        if question.how == "all":
            table, rows = each_meaning(desk, asked, beside)
        else:
            table, rows = desk.answer(asked, beside), np.arange(len(values))
    codes = asked.codes[rows].tolist()
    queries = pa.array([asked.rows[code][0] for code in codes], pa.string())
    frame = table_to_frame(table.add_column(0, "query", queries))
    frame.index = labels if len(rows) == len(labels) else labels.take(rows)
    return frame


@lru_cache(maxsize=1)
def _treaties() -> tuple[Checklist, ...]:
    return load_appendices(whole=True)


class _Desks:
    """The desks of lists, each kept with its first list."""

    def __init__(self, checklist: Checklist) -> None:
        self._first = checklist
        self._desks: list[tuple[Sequence[Checklist], Rows | None, Desk]] = []

    def of(self, lists: Sequence[Checklist], rows: Rows | None) -> Desk:
        """Return the desk of some lists, with the relations of a concordance of them."""
        for known, of_rows, desk in self._desks:
            if of_rows is rows and len(known) == len(lists) and all(map(is_, known, lists)):
                return desk
        relations = Relations((lists[0], lists[1]), rows) if len(lists) == 2 else None
        desk = Desk(lists, _keys(lists), relations)
        self._desks = [*self._desks[-_MOST_DESKS:], (tuple(lists), rows, desk)]
        return desk


def desk_of(lists: Sequence[Checklist] | None = None, rows: Rows | None = None) -> Desk:
    """Return the desk of some lists; it keeps its answers.

    Parameters
    ----------
    lists : sequence of Checklist, optional
        Left out, both treaties in the package.
    rows : sequence of PairRow, optional
        The concordance of two lists.

    Raises
    ------
    ConcordanceError
        If there is no list, or one is not a Checklist.
    """
    lists = _treaties() if lists is None else [checked_list(one) for one in lists]
    if not lists:
        raise ConcordanceError("lists is empty; give one list or several")
    return lists[0].once(_Desks).of(lists, rows)


def _keys(lists: Sequence[Checklist]) -> list[str]:
    """The prefixes of the columns of lists, told apart where they are several days of one."""
    keys: list[str] = []
    for checklist in lists:
        same = sum(other.key == checklist.key for other in lists[: len(keys)])
        keys.append(checklist.key if not same else f"{checklist.key}_{same + 1}")
    return keys
