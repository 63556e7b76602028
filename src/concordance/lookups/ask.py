"""`lookup`: whether a name is listed, where and under which name, on a day and from a country."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import is_
from typing import Any, Final, Literal, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from concordance.arrange.official_lists import list_keys
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

#: at most this many desks are cached with a list
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
    """Return the answer of each list for each name: Appendix, entries, name, first days, limits.

    Parameters
    ----------
    names : str, Series, Index, list, Arrow array or any iterable of str, length n
        Scientific or common names.
    lists : sequence of Checklist, optional
        By default both treaties in the package, animals and plants.
    dates : one date, or an iterable of length n, optional
        Days (``2017-01-02``, dates), months (``2017-01``) or years (``2017``). By default the day
        of each list.
    countries : one country, or an iterable of length n, optional
        Countries of origin: ISO 3166 codes or names. They decide between entries for populations.
    context : pandas.DataFrame with n rows or mapping of columns, optional
        See `match_names`.
    languages : sequence of {"en", "fr", "es"}
        Languages of common names.
    how : {"best", "all"}
        ``best``: one row for each name, without an answer if several animals are possible.
        ``all``: a row for each possible animal.

    Returns
    -------
    pandas.DataFrame
        Arrow-backed, columns `columns.lookup_columns`. With ``best``, one row for each name, with
        the index of the input; with ``all``, index labels of the input are repeated.

    Raises
    ------
    ConcordanceError
        If a list is not a Checklist, or a column does not have the length and index of the names.

    Examples
    --------
    >>> lions = lookup(["Panthera leo"] * 2, countries=["IN", "KE"])
    >>> lions[["cites_appendix", "cms_appendix"]].values.tolist()
    [['I', 'II'], ['II', 'II']]
    """
    return ask(desk_of(lists), names, Question(dates, countries, context, languages, how))


class Question(NamedTuple):
    """Details of the names: columns, or one value for all; None if not given."""

    dates: Any = None
    countries: Any = None
    context: Context | None = None
    languages: Sequence[str] = LANGUAGES
    how: str = "best"


def ask(desk: Desk, names: Any, question: Question) -> pd.DataFrame:
    """Return the answers of a desk (see `lookup`)."""
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
    """The desks of lists, each cached with its first list."""

    def __init__(self, checklist: Checklist) -> None:
        self._first = checklist
        self._desks: list[tuple[Sequence[Checklist], Rows | None, Desk]] = []

    def of(self, lists: Sequence[Checklist], rows: Rows | None) -> Desk:
        """Return the desk of some lists, with the relations from their concordance."""
        for known, of_rows, desk in self._desks:
            if of_rows is rows and len(known) == len(lists) and all(map(is_, known, lists)):
                return desk
        relations = Relations((lists[0], lists[1]), rows) if len(lists) == 2 else None
        desk = Desk(lists, _keys(lists), relations)
        self._desks = [*self._desks[-_MOST_DESKS:], (tuple(lists), rows, desk)]
        return desk


def desk_of(lists: Sequence[Checklist] | None = None, rows: Rows | None = None) -> Desk:
    """Return the desk of some lists; it caches its answers.

    Parameters
    ----------
    lists : sequence of Checklist, optional
        By default both treaties in the package.
    rows : sequence of PairRow, optional
        The concordance of two lists.

    Raises
    ------
    ConcordanceError
        If `lists` is empty or not a sequence, or an item is not a Checklist.
    """
    several = _treaties() if lists is None else _checked(lists)
    return several[0].once(_Desks).of(several, rows)


def _checked(lists: object) -> Sequence[Checklist]:
    """The lists of a user; a single one may be given without brackets."""
    if isinstance(lists, Checklist):
        return (lists,)
    if isinstance(lists, str) or not isinstance(lists, Iterable):
        raise ConcordanceError(
            f"lists is {lists!r}; expected Checklists, such as [load_cites(), load_cms()]. Others "
            f"are load_list(key) with the key {', '.join(list_keys())}; load_checklist(path); and "
            "Checklist.from_frames(...)"
        )
    several = [checked_list(one) for one in lists]
    if not several:
        raise ConcordanceError("lists is empty; give one list or several")
    return several


def _keys(lists: Sequence[Checklist]) -> list[str]:
    """The column prefixes of lists, numbered if a list occurs on several days."""
    keys: list[str] = []
    for checklist in lists:
        same = sum(other.key == checklist.key for other in lists[: len(keys)])
        keys.append(checklist.key if not same else f"{checklist.key}_{same + 1}")
    return keys
