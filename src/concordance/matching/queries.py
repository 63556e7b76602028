"""What a user asks for: columns of verbatim names and what is known of them, read once each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from concordance.errors import ConcordanceError
from concordance.names import canonical, parse_names
from concordance.schema import cells

#: higher taxa that a caller may give for a name, widest first
CONTEXT: Final = ("kingdom", "phylum", "class", "order", "family", "genus")
#: where nothing is known of a name
NO_CONTEXT: Final = ("",) * len(CONTEXT)


class Query(NamedTuple):
    """One name asked for, with what is known of it.

    A tuple and no dataclass: there are as many as names, and a tuple is made in a third of the
    time.
    """

    verbatim: str
    name: str
    genus: str
    authorship: str
    rank: str
    read_as: str
    context: tuple[str, ...]
    problems: tuple[str, ...]
    qualifiers: tuple[str, ...] = ()


def values_of(names: Any) -> tuple[list[object], pd.Index[Any]]:
    """Return the names of a user as a list, and the labels of their rows.

    Raises
    ------
    ConcordanceError
        If it is a whole table or a single string.
    """
    if isinstance(names, pd.DataFrame):
        raise ConcordanceError(
            f"names is a DataFrame with columns {', '.join(map(str, names.columns))}; "
            "give the column that holds the names, for example frame['name']"
        )
    if isinstance(names, pd.Series):
        return cells(names), names.index
    if isinstance(names, pd.Index):
        return cells(names.to_series()), pd.RangeIndex(len(names))
    if isinstance(names, (pa.Array, pa.ChunkedArray)):
        values = names.to_pylist()
    elif isinstance(names, str):
        raise ConcordanceError("names is one string; give a list: [name]")
    else:
        values = list(names)
    return values, pd.RangeIndex(len(values))


class Asked:
    """Columns of a user, each combination of cells once.

    Parameters
    ----------
    values : sequence of object, length n
        Names; what is no string is a missing name.
    authorships, ranks, classes : iterable of str, length n, optional
    context : pandas.DataFrame with n rows, optional

    Attributes
    ----------
    codes : array of int64, length n
        Which combination each row has, numbered by first use.

    Raises
    ------
    ConcordanceError
        If a column has another length than the names.
    """

    def __init__(
        self,
        values: Sequence[object],
        authorships: Iterable[object] | None,
        ranks: Iterable[object] | None,
        classes: Iterable[object] | None,
        context: pd.DataFrame | None,
    ) -> None:
        n = len(values)
        given = {"authorships": authorships, "ranks": ranks}
        given |= {f"context column {level}": _level(context, level) for level in CONTEXT}
        if classes is not None:
            given["context column class"] = classes
        columns = [
            _texts(column, n, "classes" if column is classes else what)
            for what, column in given.items()
            if column is not None
        ]
        number: dict[tuple[str, ...], int] = {}
        rows = zip(_strings(values), *columns, strict=True)
        self.codes = np.fromiter((number.setdefault(row, len(number)) for row in rows), np.int64, n)
        self._rows = list(number)
        self._given = [column is not None for column in given.values()]

    def __len__(self) -> int:
        return len(self._rows)

    def read(self, begin: int, end: int, backend: str) -> list[Query]:
        """Return what some of the combinations, one at least, ask for, in their order."""
        rows = self._rows[begin:end]
        columns = zip(*rows, strict=True)
        texts = next(columns)
        blank = ("",) * len(rows)
        authors, ranks, *around = (next(columns) if g else blank for g in self._given)
        return _parsed(texts, authors, ranks, around, backend)


def _level(context: pd.DataFrame | None, level: str) -> pd.Series[Any] | None:
    return context[level] if context is not None and level in context.columns else None


def _strings(values: Iterable[object]) -> list[str]:
    return [v if isinstance(v, str) else "" for v in values]


def _texts(values: Iterable[object], n: int, what: str) -> list[str]:
    texts = _strings(cells(values) if isinstance(values, pd.Series) else values)
    if len(texts) != n:
        raise ConcordanceError(f"{what} has {len(texts)} values for {n} names; give one for each")
    return texts


def _parsed(
    texts: Sequence[str],
    authors: Sequence[str],
    ranks: Sequence[str],
    around: Sequence[Sequence[str]],
    backend: str,
) -> list[Query]:
    read = parse_names(texts, backend=backend)
    columns = ("verbatim", "canonical", "genus", "authorship", "rank", "problems", "qualifiers")
    contexts = zip(*around, strict=True)
    found = []
    for verbatim, name, genus, author, read_as, problems, qualifiers, given, rank, context in zip(
        *(cells(read[c]) for c in columns), authors, ranks, contexts, strict=True
    ):
        if genus.endswith(".") and context[5].startswith(genus[:-1]):
            # the caller says which genus "P." is
            genus = canonical(context[5])
            name = f"{genus} {name.split(maxsplit=1)[1]}"
            problems = problems.replace("abbreviated_genus", "").strip("|")
        found.append(
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
            )
        )
    return found
