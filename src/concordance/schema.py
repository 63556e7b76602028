"""Tables at the interface: columns with meanings and allowed values, frames, checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from concordance.errors import ChecklistError, ConcordanceError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name, meaning
        The name as written to files, and its meaning in words.
    dtype
        ``string``, ``int64``, ``double`` or ``bool``; a missing value is null.
    values
        Allowed values; empty where any is allowed.
    separator
        Joins several values in one cell; blank for a single value.
    """

    name: str
    meaning: str
    dtype: str = "string"
    values: tuple[str, ...] = ()
    separator: str = ""


def choices(enum: type[StrEnum]) -> tuple[str, ...]:
    """Return the values of a vocabulary."""
    return tuple(member.value for member in enum)


def checked_choice(name: str, value: str, allowed: Iterable[str]) -> str:
    """Return an argument that must be one of several values.

    Raises
    ------
    ConcordanceError
        If it is none of them; the message lists the choices.
    """
    listed = list(allowed)
    if value not in listed:
        raise ConcordanceError(f"{name} is {value!r}; expected one of {', '.join(listed)}")
    return value


def to_frame(data: Mapping[str, Sequence[object]], columns: Sequence[Column]) -> pd.DataFrame:
    """Return an Arrow-backed table with exactly these columns.

    Parameters
    ----------
    data : mapping of column name to values, all of one length
    columns : sequence of Column

    Returns
    -------
    pandas.DataFrame
        Arrow dtypes, index 0..n-1; None becomes null.
    """
    return table_to_frame(to_table(data, columns))


def rows_to_frame(rows_: Iterable[Sequence[object]], columns: Sequence[Column]) -> pd.DataFrame:
    """Return rows of cells, such as NamedTuples, as an Arrow-backed table with these columns."""
    by_column = list(zip(*rows_, strict=True)) or [()] * len(columns)
    return to_frame({c.name: v for c, v in zip(columns, by_column, strict=True)}, columns)


def to_table(data: Mapping[str, Sequence[object]], columns: Sequence[Column]) -> pa.Table:
    """Return columns of data as an Arrow table."""
    import pyarrow as pa  # lazy: a build does not need it

    arrays = [pa.array(data[c.name], type=pa.type_for_alias(c.dtype)) for c in columns]
    return pa.table(arrays, names=[c.name for c in columns])


def table_to_frame(table: pa.Table) -> pd.DataFrame:
    """Return an Arrow table as a DataFrame with Arrow dtypes, index 0..n-1."""
    import pandas as pd

    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def cells(column: pd.Series[Any]) -> list[Any]:
    """Return the cells of a column as Python values; missing values are None.

    Parameters
    ----------
    column : pandas.Series

    Returns
    -------
    list

    Examples
    --------
    >>> import pandas as pd
    >>> cells(pd.Series(["I", None], dtype="string[pyarrow]"))
    ['I', None]
    """
    import pyarrow as pa

    values: list[Any] = pa.array(column.array, from_pandas=True).to_pylist()
    return values


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as dictionaries of Python values; missing values are None.

    Parameters
    ----------
    table : pandas.DataFrame

    Returns
    -------
    list of dict
    """
    columns = [cells(table[c]) for c in table.columns]
    heads = list(table.columns)
    return [dict(zip(heads, row, strict=True)) for row in zip(*columns, strict=True)]


def check(data: Mapping[str, Sequence[object]], columns: Sequence[Column], place: str) -> None:
    """Raise an error that lists every code not in the vocabulary of its column.

    Raises
    ------
    ChecklistError
        If a column is missing or a cell holds a value that its column does not allow.
    """
    problems = [f"column {c.name!r} is missing" for c in columns if c.name not in data]
    problems += code_problems(data, columns)
    if problems:
        raise ChecklistError(place, problems)


def _has_unknown(values: Iterable[object], allowed: set[str], separator: str) -> bool:
    """Whether a column has a code that is not allowed; checks its few distinct values."""
    texts = {str(value) for value in set(values) if value is not None and value != ""}
    codes = {c for t in texts for c in t.split(separator)} if separator else texts
    return not codes <= allowed


def code_problems(data: Mapping[str, Sequence[object]], columns: Sequence[Column]) -> list[str]:
    """Return one line for each cell with a code outside the vocabulary of its column."""
    problems: list[str] = []
    for column in columns:
        if not column.values or column.name not in data:
            continue
        allowed = set(column.values)
        if not _has_unknown(data[column.name], allowed, column.separator):
            continue
        for row, value in enumerate(data[column.name], start=2):
            if value is None or value == "":
                continue
            text = str(value)
            codes = text.split(column.separator) if column.separator else [text]
            problems.extend(
                f"row {row}: {column.name} is {code!r}, not one of {', '.join(column.values)}"
                for code in codes
                if code not in allowed
            )
    return problems
