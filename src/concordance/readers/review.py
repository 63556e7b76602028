"""Reads the verdicts from the sheet Review, which may have been sorted, extended or re-saved."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from rapidfuzz.process import extractOne

from concordance.codes import Relation, ReviewStatus
from concordance.errors import ChecklistError
from concordance.readers.results import active, sheet_columns
from concordance.readers.tables import Sheet
from concordance.readers.user_tables import read_any_table
from concordance.schema import cells

_NEEDED: Final = ("concordance_id", "status", "reviewer", "reviewed_on", "decision_note")
_OPTIONAL: Final = ("reviewed_relation", "orcid")
#: formats that cannot be read, in words
_OTHER_WORKBOOKS: Final = {
    ".ods": "an OpenDocument spreadsheet", ".xls": "an old Excel workbook",
    ".numbers": "a Numbers document",
}  # fmt: skip
_VERDICTS: Final = frozenset({"agreed", "rejected", "disputed"})


def read_review(path: str | Path) -> list[dict[str, str]]:
    """Return the reviewer's decisions in the sheet Review of a workbook.

    Parameters
    ----------
    path : path
        A workbook from `Concordance.to_excel`, which may have been sorted, filtered, re-saved or
        extended; or its sheet Review saved as CSV with commas, semicolons or tabs.

    Returns
    -------
    list of dict
        ``concordance_id``, ``verdict``, ``relation``, ``reviewer``, ``orcid``, ``decided_on`` (ISO
        date) and ``reason`` for each row with a verdict, in the order of the file. Rows without a
        verdict are left out. Cells that were not filled in are blank.

    Raises
    ------
    ChecklistError
        If the sheet or a column is missing, a code is not valid (the message suggests the
        nearest), a date is ambiguous, a verdict has no reviewer or date, an ORCID is not valid, or
        a row is decided twice. Lists every problem by row.

    References
    ----------
    Check digit of an ORCID: ISO/IEC 7064:2003, MOD 11-2.
    """
    path = Path(path)
    columns = _columns(path)
    if missing := Sheet(list(columns), [], []).missing(_NEEDED):
        raise ChecklistError(path, missing)
    problems: list[str] = []
    verdicts: list[dict[str, str]] = []
    first: dict[str, int] = {}
    blank: list[Any] = [None] * len(columns["concordance_id"])
    given = zip(*(columns.get(c, blank) for c in (*_NEEDED, *_OPTIONAL)), strict=True)
    for row, values in enumerate(given, start=2):
        record = dict(zip((*_NEEDED, *_OPTIONAL), values, strict=True))
        verdict = _verdict(row, record, problems)
        if verdict is None:
            continue
        key = verdict["concordance_id"]
        if key and key in first:
            problems.append(
                f"row {row}: {key} was also decided in row {first[key]}; keep one of these rows"
            )
        first.setdefault(key, row)
        verdicts.append(verdict)
    if problems:
        raise ChecklistError(path, problems)
    return verdicts


def _columns(path: Path) -> Mapping[str, Sequence[Any]]:
    if kind := _OTHER_WORKBOOKS.get(path.suffix.lower()):
        raise ChecklistError(
            path, [f"is {kind}; save it as .xlsx, or its sheet Review as CSV UTF-8"]
        )
    if path.suffix.lower() in {".csv", ".tsv", ".txt"}:
        table = read_any_table(path)
        columns = {n: [active(str(v)) for v in cells(table[n])] for n in table.columns}
    else:
        columns = sheet_columns(path, "Review")
    return {name.strip(): values for name, values in columns.items()}


def _verdict(row: int, record: Mapping[str, Any], problems: list[str]) -> dict[str, str] | None:
    """Return the verdict of one row; None if there is none or it cannot be read."""
    text = {name: str(value if value is not None else "").strip() for name, value in record.items()}
    code = _code(row, "status", record["status"], ReviewStatus, problems)
    if not text["concordance_id"] and not text["status"]:
        return None
    if not text["status"]:
        problems.append(f"row {row}: status is blank; keep 'needs_review' if the row is undecided")
    if code not in _VERDICTS:
        return None
    when, trouble = _day(record["reviewed_on"])
    if trouble:
        problems.append(f"row {row}: reviewed_on is {record['reviewed_on']!r}; {trouble}")
    if not text["concordance_id"]:
        problems.append(f"row {row}: concordance_id is blank; copy it from the sheet Concordance")
    if not text["reviewer"]:
        problems.append(f"row {row}: reviewer is blank; a verdict needs the reviewer's name")
    orcid = text["orcid"].removeprefix("https://orcid.org/")
    if orcid and not _is_orcid(orcid):
        problems.append(
            f"row {row}: orcid is {text['orcid']!r}, not a valid ORCID; check the digits"
        )
    return {
        "concordance_id": text["concordance_id"],
        "verdict": code,
        "relation": _code(
            row, "reviewed_relation", record["reviewed_relation"], Relation, problems
        ),
        "reviewer": text["reviewer"],
        "orcid": orcid,
        "decided_on": when,
        "reason": text["decision_note"],
    }


def _code(row: int, column: str, value: Any, codes: type[StrEnum], problems: list[str]) -> str:
    """Return a code as written in the schema; blank if it is missing or wrong."""
    text = str(value if value is not None else "").strip().lower()
    known = sorted(member.value for member in codes)
    if not text or text in known:
        return text
    problems.append(
        f"row {row}: {column} is {value!r}, not one of {', '.join(known)}; did you mean "
        f"{extractOne(text, known)[0]!r}?"
    )
    return ""


def _day(value: Any) -> tuple[str, str]:
    """ISO date of a cell and a problem with it; one of the two is blank."""
    if isinstance(value, datetime):
        return value.date().isoformat(), ""
    if isinstance(value, date):
        return value.isoformat(), ""
    text = str(value if value is not None else "").strip()
    for form in ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date().isoformat(), ""
        except ValueError:
            continue
    # with slashes, some countries write the day first, others the month
    days = set()
    for form in ("%d/%m/%Y", "%m/%d/%Y"):
        try:
            days.add(datetime.strptime(text, form).date().isoformat())
        except ValueError:
            continue
    if len(days) == 1:
        return days.pop(), ""
    if days:
        return "", f"this may mean {' or '.join(sorted(days))}; write it as YYYY-MM-DD"
    return "", "expected a date, preferably as YYYY-MM-DD"


def _is_orcid(text: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", text):
        return False
    digits = text.replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    return digits[-1] == "0123456789X"[(12 - total % 11) % 11]
