"""Reads a user's download into a sheet and checks its rows."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

from concordance.readers.archives import read_bytes, ungzipped
from concordance.readers.cells import iso_from_dmy, split
from concordance.readers.layouts import Layout
from concordance.readers.tables import Row, Sheet, delimited, doubled
from concordance.schema import cells


def sheet_of(source: Any) -> tuple[str, Sheet, str]:
    """Return name, sheet and digest of a user's download."""
    if isinstance(source, pd.DataFrame):
        header = [str(c) for c in source.columns]
        columns = [
            ["" if v is None or v != v else str(v) for v in _column(source, i)]
            for i in range(len(header))
        ]
        records = [list(row) for row in zip(*columns, strict=True)]
        raw = repr(columns).encode("utf-8", "surrogatepass")
        problems = [
            f"column {name!r} occurs {count} times; expected once"
            for name, count in doubled(header)
        ]
        sheet = Sheet(header, records, list(range(2, len(records) + 2)), "", problems)
        if not problems:
            problems += [
                f"row {row}: {name} cannot be written as UTF-8; correct the cell"
                for name, values in zip(header, columns, strict=True)
                for row, value in enumerate(values, start=2)
                if not _encodes(value)
            ]
        return "DataFrame", sheet, hashlib.sha256(raw).hexdigest()
    place, raw = read_bytes(source)
    raw = ungzipped(place, raw)
    return place, delimited(raw, marks=",;", dirty=True), hashlib.sha256(raw).hexdigest()


def _column(frame: pd.DataFrame, place: int) -> list[Any]:
    column = frame.iloc[:, place]
    try:
        return cells(column)
    except (pa.ArrowException, ValueError, OverflowError):  # cells of several types
        return [None if pd.api.types.is_scalar(v) and pd.isna(v) else v for v in column]


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def row_problems(layout: Layout, numbered: Sequence[tuple[int, Row]]) -> list[str]:
    """Return what is wrong with the rows of a download, by row and column."""
    if not numbered:
        return []
    has_ids = layout.id_column in numbered[0][1]
    ids = Counter(r.get(layout.id_column, "").strip() for _, r in numbered)
    names = Counter(r[layout.name_column].strip() for _, r in numbered) if not has_ids else None
    return [
        f"row {row}: {problem}"
        for row, record in numbered
        for problem in (
            *_identity_problems(layout, record, ids, names),
            *_listing_problems(layout, record),
            *_date_problems(record),
            *_country_problems(record),
        )
    ]


def _identity_problems(
    layout: Layout, record: Row, ids: Counter[str], names: Counter[str] | None
) -> Iterator[str]:
    own = record.get(layout.id_column, "").strip()
    name = record[layout.name_column].strip()
    if own and ids[own] > 1:
        yield f"{layout.id_column} {own!r} occurs {ids[own]} times; keep one of these rows"
    elif not own and names is None:
        yield f"{layout.id_column} is blank; expected the id of the taxon"
    elif not own and name and names is not None and names[name] > 1:
        yield f"{layout.name_column} {name!r} occurs {names[name]} times; keep one of these rows"
    if not name:
        yield f"{layout.name_column} is blank; expected a name"


def _listing_problems(layout: Layout, record: Row) -> Iterator[str]:
    column = "CurrentListing" if "CurrentListing" in layout.required else "Listing"
    for code in filter(None, record[column].split("/")):
        if code.strip() not in {"I", "II", "III", "NC"}:
            yield f"{column} is {record[column]!r}; expected I, II, III or NC, separated by /"


def _date_problems(record: Row) -> Iterator[str]:
    if "Date" not in record:
        return
    for text in re.findall(r"\d{1,2}/\d{1,2}/\d{4}", record["Date"]):
        if not iso_from_dmy(text):
            yield f"Date contains {text!r}, not a valid date (dd/mm/yyyy); correct it"
    if record["Date"].strip() and not re.search(r"\d/\d{1,2}/\d{4}", record["Date"]):
        yield (
            f"Date is {record['Date'][:40]!r}; expected dd/mm/yyyy: was it saved again by a "
            "spreadsheet?"
        )


def _country_problems(record: Row) -> Iterator[str]:
    for code in split(record.get("All_DistributionISOCodes", "")):
        if not re.fullmatch("[A-Z][A-Z0-9]", code):
            yield f"All_DistributionISOCodes has {code!r}; expected two characters"
