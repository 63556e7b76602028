"""`lookup`: is it listed, where, under which name, on that day, from that country."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from concordance.arrange.treaties import load_appendices
from concordance.checklist import Checklist, checked_list
from concordance.errors import ConcordanceError
from concordance.lookups.desk import Desk
from concordance.lookups.relation import Relations
from concordance.matching.lookup import collection_paused
from concordance.matching.queries import Asked, Context, values_beside, values_of
from concordance.pairs import PairRow
from concordance.schema import table_to_frame

LANGUAGES: Final = ("en", "fr", "es")


def lookup(  # noqa: PLR0913 - public; all but one are optional keywords
    names: Any,
    *,
    lists: Sequence[Checklist] | None = None,
    dates: Any = None,
    countries: Any = None,
    context: Context | None = None,
    languages: Sequence[str] = LANGUAGES,
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
    languages : sequence of str
        Of the common names that are known.

    Returns
    -------
    pandas.DataFrame
        Arrow-backed, columns `columns.lookup_columns`, one row a name with the index of the input.

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
    return ask(_desk(lists), names, dates=dates, countries=countries, context=context)


def lookup_in(
    lists: tuple[Checklist, Checklist], rows: Sequence[PairRow], names: Any, **asked: Any
) -> pd.DataFrame:
    """Return the answers of the two lists of a concordance: see `lookup`, without ``lists``."""
    asked.pop("languages", None)
    return ask(desk_of(lists, Relations(lists, rows)), names, **asked)


def ask(
    desk: Desk,
    names: Any,
    *,
    dates: Any = None,
    countries: Any = None,
    context: Context | None = None,
) -> pd.DataFrame:
    """Return the answers of a desk: see `lookup`."""
    values, labels = values_of([names] if isinstance(names, str) else names)
    series = labels if isinstance(names, pd.Series) else None
    beside = [
        None if column is None else values_beside(column, len(values), series, title)
        for column, title in ((dates, "dates"), (countries, "countries"))
    ]
    side = {"authorships": None, "ranks": None, "classes": None}
    with collection_paused():
        asked = Asked(values, series, side, context)
        table = desk.answer(asked, *beside)
    queries = pa.array([asked.rows[code][0] for code in asked.codes.tolist()], pa.string())
    frame = table_to_frame(table.add_column(0, "query", queries))
    frame.index = labels
    return frame


def _desk(lists: Sequence[Checklist] | None) -> Desk:
    if lists is None:
        return _own_desk()
    return desk_of([checked_list(checklist) for checklist in lists])


@lru_cache(maxsize=1)
def _own_desk() -> Desk:
    return desk_of(load_appendices(whole=True))


def desk_of(lists: Sequence[Checklist], relations: Relations | None = None) -> Desk:
    """Return a desk for some lists.

    Raises
    ------
    ConcordanceError
        If there is no list.
    """
    if not lists:
        raise ConcordanceError("lists is empty; give one list or several")
    keys: list[str] = []
    for checklist in lists:
        same = sum(other.key == checklist.key for other in lists[: len(keys)])
        keys.append(checklist.key if not same else f"{checklist.key}_{same + 1}")
    if relations is None and len(lists) == 2:
        relations = Relations((lists[0], lists[1]))
    return Desk(lists, keys, relations)
