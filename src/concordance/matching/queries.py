"""Queries of a user: columns of verbatim names and their details, each distinct row read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from concordance.errors import ConcordanceError
from concordance.matching.query import CONTEXT, NO_CONTEXT, Query
from concordance.names import canonical
from concordance.names.columns import encodable, parse_few, parse_names
from concordance.schema import cells

_ARROW: Final = (pa.Array, pa.ChunkedArray)
#: up to this many names, a table of them costs more than it saves
_FEW: Final = 100


def values_of(names: Any) -> tuple[list[object], pd.Index[Any]]:
    """Return the names of a user as a list, and the labels of their rows; a string is one name.

    Raises
    ------
    ConcordanceError
        If it is a whole table.
    """
    if isinstance(names, pd.DataFrame):
        raise ConcordanceError(
            f"names is a DataFrame with columns {', '.join(map(str, names.columns))}; "
            "give the column with the names, for example frame['name']"
        )
    if isinstance(names, str):
        return [names], pd.RangeIndex(1)
    if isinstance(names, pd.Series):
        return _mixed_cells(names), names.index
    if isinstance(names, pd.Index):
        return _mixed_cells(names.to_series()), pd.RangeIndex(len(names))
    if isinstance(names, _ARROW):
        values = names.to_pylist()
    elif isinstance(names, Iterable):
        values = list(names)
    else:
        raise ConcordanceError(
            f"names is a {type(names).__name__}; expected a Series, an Index, an Arrow array or a "
            "list of strings"
        )
    return values, pd.RangeIndex(len(values))


def _mixed_cells(column: pd.Series[Any]) -> list[object]:
    """Cells of a column in which some may not be text."""
    try:
        return cells(column)
    except (pa.ArrowException, ValueError, OverflowError):  # mixed cell types
        return list(column)


#: higher taxa of the names: a table, or columns by name
Context = pd.DataFrame | Mapping[str, Sequence[object]]


class Asked:
    """Columns of a user, each distinct combination of cells once.

    Parameters
    ----------
    values : sequence of object, length n
        Names; other values are converted to text and are seldom names.
    labels : pandas.Index or None
        Index of the names if they are a Series; other Series are aligned by it.
    side : mapping
        ``authorships``, ``ranks``, ``classes``: None, one string for all names, or an iterable of
        length n.
    context : pandas.DataFrame with n rows or mapping of columns, optional

    Attributes
    ----------
    codes : array of int64, length n
        Number of the combination of each row, by first use.
    rows : list of tuple of str
        The combinations.
    given : tuple of bool
        Which columns are given: authorship, rank, and each level of the context.

    Raises
    ------
    ConcordanceError
        If a column does not have the length and index of the names, or is not known.
    """

    def __init__(
        self,
        values: Sequence[object],
        labels: pd.Index[Any] | None,
        side: Mapping[str, Iterable[object] | str | None],
        context: Context | None,
    ) -> None:
        n = len(values)
        around = _levels(context)
        if side["classes"] is not None:
            around["class"] = side["classes"]
        given = [side["authorships"], side["ranks"], *(around.get(level) for level in CONTEXT)]
        titles = ["authorships", "ranks", *(f"context column {level}" for level in CONTEXT)]
        columns = [
            _texts(column, n, labels, "classes" if column is side["classes"] else title)
            for title, column in zip(titles, given, strict=True)
            if column is not None
        ]
        number: dict[tuple[str, ...], int] = {}
        rows = zip(_strings(values), *columns, strict=True)
        self.codes = np.fromiter((number.setdefault(row, len(number)) for row in rows), np.int64, n)
        self.rows = list(number)
        self.given = tuple(column is not None for column in given)

    def __len__(self) -> int:
        return len(self.rows)

    def read(self, begin: int, end: int, backend: str) -> list[Query]:
        """Return the queries of a range of at least one combination, in order."""
        return self.read_rows(self.rows[begin:end], backend)

    def read_rows(self, rows: Sequence[tuple[str, ...]], backend: str = "own") -> list[Query]:
        """Return the queries of at least one combination of cells, in order."""
        columns = zip(*rows, strict=True)
        texts = next(columns)
        blank = ("",) * len(rows)
        authors, ranks, *around = (next(columns) if g else blank for g in self.given)
        return read_columns(texts, authors, ranks, around, backend)


def _levels(context: Context | None) -> dict[str, Iterable[object] | str | None]:
    """Columns of the context by level, whatever their case."""
    if context is None:
        return {}
    if isinstance(context, Mapping):
        context = pd.DataFrame(dict(context))
    if not isinstance(context, pd.DataFrame):
        raise ConcordanceError(
            f"context is a {type(context).__name__}; expected a DataFrame with columns among "
            f"{', '.join(CONTEXT)}"
        )
    names = [str(column) for column in context.columns]
    levels = [name.strip().lower() for name in names]
    unknown = [name for name, level in zip(names, levels, strict=True) if level not in CONTEXT]
    double = sorted({level for level in levels if levels.count(level) > 1})
    if unknown or double:
        raise ConcordanceError(
            f"context has the columns {', '.join(names)}; expected each of "
            f"{', '.join(CONTEXT)} at most once and no others"
        )
    return {level: context.iloc[:, place] for place, level in enumerate(levels)}


def _strings(values: Iterable[object]) -> list[str]:
    texts = [v if isinstance(v, str) else "" if is_missing(v) else str(v) for v in values]
    return [encodable(text) for text in texts]


def is_missing(value: object) -> bool:
    """Whether a cell is missing: None, NA, NaT or NaN."""
    return value is None or value is pd.NA or value is pd.NaT or value != value


def _texts(
    values: Iterable[object] | str, n: int, labels: pd.Index[Any] | None, title: str
) -> list[str]:
    beside = values_beside(values, n, labels, title)
    return [value if isinstance(value, str) else "" for value in beside]


def values_beside(values: Any, n: int, labels: pd.Index[Any] | None, title: str) -> list[object]:
    """Return the cells of a column that accompanies the names.

    Parameters
    ----------
    values : iterable of length n, or one value for every name
    n : int
        Number of names.
    labels : pandas.Index or None
        Index of the names if they are a Series; the column, if a Series, is aligned by it.
    title : str
        Title of the column in messages.

    Returns
    -------
    list of object, length n

    Raises
    ------
    ConcordanceError
        If the column does not have the length and index of the names.
    """
    if isinstance(values, str) or not isinstance(values, Iterable):
        return [values] * n
    if isinstance(values, pd.Series):
        beside = _mixed_cells(_aligned(values, labels, title))
    elif isinstance(values, pd.Index):
        beside = _mixed_cells(values.to_series())
    else:
        beside = values.to_pylist() if isinstance(values, _ARROW) else list(values)
    if len(beside) != n:
        raise ConcordanceError(f"{title} has {len(beside)} values for {n} names; give one for each")
    return beside


def _aligned(column: pd.Series[Any], labels: pd.Index[Any] | None, title: str) -> pd.Series[Any]:
    """A column reordered to the index of the names."""
    if labels is None or column.index.equals(labels):
        return column
    if labels.is_unique and column.index.is_unique and labels.isin(column.index).all():
        return column.reindex(labels)
    raise ConcordanceError(
        f"{title} and the names are Series with different indexes; give both the same index, or "
        f"pass {title} as a list"
    )


def _columns(texts: Sequence[str], backend: str) -> list[list[Any]]:
    """The parts of names by column; several qualifiers or problems are joined by |."""
    parts = ("verbatim", "canonical", "genus", "authorship", "rank", "problems", "qualifiers",
             "unread", "annotation")  # fmt: skip
    if len(texts) > _FEW:
        read = parse_names(texts, backend=backend)
        return [cells(read[part]) for part in parts]
    rows = [
        (
            encodable(name.verbatim), encodable(name.canonical), encodable(name.genus),
            encodable(name.authorship), name.rank, "|".join(name.problems),
            encodable("|".join(name.qualifiers)), encodable(name.unread),
            encodable(name.annotation),
        )
        for name in parse_few(texts, backend=backend)
    ]  # fmt: skip
    return list(map(list, zip(*rows, strict=True)))


def read_columns(
    texts: Sequence[str],
    authors: Sequence[str],
    ranks: Sequence[str],
    around: Sequence[Sequence[str]],
    backend: str = "own",
) -> list[Query]:
    """Return the queries of rows.

    Parameters
    ----------
    texts, authors, ranks : sequence of str, length n
    around : sequence of sequence of str
        The levels of `query.CONTEXT`, each of length n.
    backend : {"own", "gbif"}

    Returns
    -------
    list of Query, length n
    """
    contexts = zip(*around, strict=True)
    queries = []
    asked = zip(*_columns(texts, backend), authors, ranks, contexts, strict=True)
    for (
        verbatim, name, genus, author, read_as, problems, qualifiers, unread, cut, given, rank,
        context,
    ) in asked:  # fmt: skip
        if genus.endswith(".") and context[5].startswith(genus[:-1]):
            # the genus column shows what "P." stands for
            genus = canonical(context[5])
            name = f"{genus} {name.split(maxsplit=1)[1]}"
            problems = problems.replace("abbreviated_genus", "").strip("|")
        queries.append(
            Query(
                verbatim,
                name,
                genus,
                given or author,
                rank.strip().lower(),
                read_as,
                NO_CONTEXT if context == NO_CONTEXT else context,
                tuple(p for p in problems.split("|") if p) if problems else (),
                tuple(q for q in qualifiers.split("|") if q) if qualifiers else (),
                unread,
                annotation=cut,
            )
        )
    return queries
