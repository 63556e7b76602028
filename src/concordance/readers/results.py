"""Results read back: what an export wrote, as the typed table it was."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa
from rapidfuzz.process import extractOne

from concordance.errors import ChecklistError
from concordance.readers.archives import read_bytes
from concordance.readers.tables import Sheet, delimited, doubled, parquet_columns
from concordance.readers.workbooks import sheet_values
from concordance.schema import Column, Status, check, result_columns, to_frame

#: columns that an export adds
_ADDED: Final = frozenset({"list_sources", "disclaimer"})
_CONTROL: Final = re.compile(r"_x00([01][0-9A-Fa-f])_")
_STATUSES: Final = frozenset(status.value for status in Status)
_VERDICTS: Final = frozenset({"agreed", "rejected", "disputed"})
_KEYS: Final = ("cites", "cms")


def read_result(path: str | Path) -> pd.DataFrame:
    """Return the concordance table of an earlier export.

    Parameters
    ----------
    path : path
        ``.csv``, ``.xlsx`` (the sheet Concordance) or ``.parquet``. Columns may be reordered,
        rows sorted, and columns of your own added: those are left out, rows stay as they are.

    Returns
    -------
    pandas.DataFrame
        Columns and types of `schema.result_columns`; blank cells are null.

    Raises
    ------
    ChecklistError
        If it is no such file, or a cell does not fit its column, with every problem by row.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    problems: list[str] = []
    rows: list[int] = []
    if suffix == ".parquet":
        columns = parquet_columns(path)
    elif suffix == ".xlsx":
        columns = _sheet(path, "Concordance")
    elif suffix == ".csv":
        columns, rows, problems = _csv(path)
    else:
        raise ChecklistError(
            path, [f"the name ends in {suffix!r}; expected .csv, .xlsx or .parquet"]
        )
    wanted = _wanted(columns)
    problems += Sheet(list(columns), [], []).missing([c.name for c in wanted]) if columns else []
    held = [c for c in wanted if c.name in columns]
    rows = rows or list(range(2, 2 + max(map(len, columns.values()), default=0)))
    data = {c.name: _typed(columns[c.name], rows, c, problems) for c in held}
    if problems:
        raise ChecklistError(path, problems)
    check(data, wanted, str(path))
    return to_frame(data, wanted)


def _wanted(columns: dict[str, list[Any]]) -> tuple[Column, ...]:
    keys = [c.removesuffix("_listed_as") for c in columns if c.endswith("_listed_as")]
    left, right = keys if len(keys) == 2 and set(keys) != set(_KEYS) else _KEYS
    return result_columns(left, right)


def _typed(values: list[Any], rows: list[int], column: Column, problems: list[str]) -> list[Any]:
    out: list[Any] = []
    for row, value in zip(rows, values, strict=True):
        if value is None or value == "":
            out.append(None)
        elif column.dtype == "string":
            out.append(str(value))
        else:
            try:
                out.append(_number(value, column.dtype))
            except (TypeError, ValueError, OverflowError):
                problems.append(f"row {row}: {column.name} is {value!r}; expected {column.dtype}")
    return out


def _number(value: Any, dtype: str) -> bool | int | float:
    if dtype == "bool":
        if str(value) not in {"True", "False"}:
            raise ValueError(value)
        return str(value) == "True"
    number = float(value)
    if dtype == "int64":
        if number != int(number) or abs(number) >= 2**63:
            raise ValueError(value)
        return int(number)
    return number


def active(text: str) -> str:
    """Return the text of a cell that an export made inert.

    Examples
    --------
    >>> active("'=1+1"), active("'tis")
    ('=1+1', "'tis")
    """
    if not text.startswith("'"):
        return text
    rest = text.lstrip("'")
    return text[1:] if rest[:1] in set("=+-@\t\r") and rest else text


def _csv(path: Path) -> tuple[dict[str, list[Any]], list[int], list[str]]:
    sheet = delimited(read_bytes(path)[1], dirty=True)
    columns: dict[str, list[Any]] = {
        name: [active(record[i]) for record in sheet.records]
        for i, name in enumerate(sheet.header)
        if name and name not in _ADDED
    }
    return columns, sheet.rows, sheet.problems


def _sheet(path: Path, name: str) -> dict[str, list[Any]]:
    header, *body = sheet_values(path, name)
    heads = ["" if head is None else str(head) for head in header]
    if double := doubled(heads):
        raise ChecklistError(
            path,
            [f"row 1: column {head!r} occurs {count} times; expected once"
             for head, count in double],
        )  # fmt: skip
    return {head: [_unescaped(row[i]) for row in body] for i, head in enumerate(heads) if head}


def _unescaped(value: Any) -> Any:
    """Control characters, which a workbook holds as ``_x0001_``."""
    if not isinstance(value, str):
        return value
    return _CONTROL.sub(lambda found: chr(int(found.group(1), 16)), value)


def read_review(path: str | Path) -> list[dict[str, str]]:
    """Return what a reviewer decided in the sheet Review of a workbook.

    Parameters
    ----------
    path : path
        A workbook that `Concordance.to_excel` wrote, sorted, filtered or added to as the reviewer
        liked.

    Returns
    -------
    list of dict
        ``concordance_id``, ``verdict``, ``reviewer``, ``decided_on`` (ISO date) and ``reason``, for
        the rows on which a verdict was given; rows left open are left out.

    Raises
    ------
    ChecklistError
        If the sheet or a column is missing, a status is no code (the nearest one is named), or a
        verdict has no reviewer or date; every problem with its row.
    """
    path = Path(path)
    columns = _sheet(path, "Review")
    needed = ("concordance_id", "status", "reviewer", "reviewed_on", "decision_note")
    if missing := Sheet(list(columns), [], []).missing(needed):
        raise ChecklistError(path, missing)
    problems: list[str] = []
    found = []
    first: dict[str, int] = {}
    cells_of = zip(*(columns[c] for c in needed), strict=True)
    for row, (key, status, reviewer, day, note) in enumerate(cells_of, start=2):
        code = str(status or "").strip().lower()
        if key is None and not code:
            continue
        if code not in _STATUSES:
            near = extractOne(code, sorted(_STATUSES))[0] if code else "needs_review"
            problems.append(
                f"row {row}: status is {status!r}, not one of {', '.join(sorted(_STATUSES))}; did "
                f"you mean {near!r}?"
            )
        elif code in _VERDICTS:
            when = _day(day)
            if not when:
                problems.append(
                    f"row {row}: reviewed_on is {day!r}; expected a date, best as YYYY-MM-DD"
                )
            if not str(reviewer or "").strip():
                problems.append(f"row {row}: reviewer is blank; a verdict needs a name")
            own = str(key if key is not None else "").strip()
            if not own:
                problems.append(f"row {row}: concordance_id is blank; copy it from the sheet "
                                "Concordance")  # fmt: skip
            elif own in first:
                problems.append(f"row {row}: {own} was decided in row {first[own]}; keep one of "
                                "the rows")  # fmt: skip
            first.setdefault(own, row)
            found.append({"concordance_id": own, "verdict": code, "decided_on": when,
                          "reviewer": str(reviewer or "").strip(),
                          "reason": str(note or "").strip()})  # fmt: skip
    if problems:
        raise ChecklistError(path, problems)
    return found


def _day(value: Any) -> str:
    """ISO date of a cell: a date, YYYY-MM-DD, or day first with dots or slashes."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    text = str(value or "").strip()
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    return ""


def read_sssom(path: str | Path) -> pd.DataFrame:
    """Return the mappings of an SSSOM/TSV file, every cell text, blank where empty.

    Parameters
    ----------
    path : path

    Returns
    -------
    pandas.DataFrame
        Arrow-backed strings; the header is in ``attrs["header"]``, as it stands in the file.

    Raises
    ------
    ChecklistError
        If the file cannot be read as SSSOM/TSV.
    """
    path = Path(path)
    _, content = read_bytes(path)
    lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    head = [line[1:] for line in takewhile(lambda line: line.startswith(b"#"), lines)]
    sheet = delimited(b"\n".join(lines[len(head) :]), marks="\t", dirty=True)
    problems = list(sheet.problems)
    try:
        header = b"\n".join(head).decode().replace("\r", "")
    except UnicodeDecodeError as error:
        problems.append(f"the header is no UTF-8 text ({error.reason}); save it as UTF-8")
    if sheet.header and "subject_id" not in sheet.header:
        problems.append("has no column subject_id; expected SSSOM/TSV")
    if problems:
        raise ChecklistError(path, problems)
    names, rows = sheet.header, sheet.records
    table = pa.table(
        {name: pa.array([row[i] for row in rows], pa.string()) for i, name in enumerate(names)}
    )
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    frame.attrs["header"] = header
    return frame
