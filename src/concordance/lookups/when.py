"""Dates in users' data, read as spans of days: a day, a whole month or a whole year."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime
from typing import Final, NamedTuple

from concordance.days import is_day, iso_day
from concordance.lookups.reasons import Reason
from concordance.matching.queries import is_missing

#: 2017, or 2017.0 as written by spreadsheets
_YEAR: Final = re.compile(r"(\d{4})(?:\.0+)?")
#: 2017-05, 2017/5
_MONTH: Final = re.compile(r"(\d{4})[-/](\d{1,2})")
#: 20170512, or 20170512.0
_DIGITS: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0+)?")
#: year, month and day, as spreadsheets write them too, with the time of a timestamp, which says
#: nothing more; an order that begins with the day or the month is left to a person
_DAY: Final = re.compile(
    r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ][\d:.]+(?: ?[AP]M)?(?:Z|[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)
_EXPECTED: Final = "expected YYYY, YYYY-MM or YYYY-MM-DD"


class When(NamedTuple):
    """A span of days, or the reason why there is none.

    Attributes
    ----------
    first, last : str
        ISO dates; blank if the cell has none.
    problem : Reason or None
    words : str
        The problem as a sentence; blank if there is none.
    """

    first: str
    last: str
    problem: Reason | None = None
    words: str = ""

    @property
    def period(self) -> str:
        """``day``, ``month`` or ``year``."""
        if self.first == self.last:
            return "day"
        return "month" if self.first[:7] == self.last[:7] else "year"


def read_when(value: object) -> When:
    """Return the span of days in a cell.

    Parameters
    ----------
    value : object
        A year (``2017``), a month (``2017-05``), a day (``2017-01-02``, ``2017/1/2``,
        ``20170102``) or a date; as text, number or date.

    Returns
    -------
    When

    Examples
    --------
    >>> read_when(2017)[:2], read_when("2017-01-02")[:2]
    (('2017-01-01', '2017-12-31'), ('2017-01-02', '2017-01-02'))
    >>> read_when("2017/1/2").first, read_when("2017-02")[:2]
    ('2017-01-02', ('2017-02-01', '2017-02-28'))
    >>> read_when("02/01/2017").words
    "The date '02/01/2017' cannot be read; expected YYYY, YYYY-MM or YYYY-MM-DD."
    >>> read_when(None).problem
    <Reason.DATE_MISSING: 'date_missing'>
    """
    if is_missing(value):
        return _MISSING
    if isinstance(value, datetime | date):
        day = iso_day(value)
        return When(day, day)
    text = str(value).strip()
    if not text:
        return _MISSING
    if year := _YEAR.fullmatch(text):
        return When(f"{year[1]}-01-01", f"{year[1]}-12-31")
    if month := _MONTH.fullmatch(text):
        return _whole_month(text, f"{month[1]}-{month[2].zfill(2)}")
    day = _iso(text)
    return When(day, day) if is_day(day) else _unreadable(text)


def _whole_month(text: str, month: str) -> When:
    first = f"{month}-01"
    if not is_day(first):
        return _unreadable(text)
    return When(first, f"{month}-{monthrange(int(month[:4]), int(month[5:]))[1]}")


def _iso(text: str) -> str:
    """A day in other forms as YYYY-MM-DD, if it is one."""
    if digits := _DIGITS.fullmatch(text):
        return "-".join(digits.groups())
    match = _DAY.fullmatch(text)
    return f"{match[1]}-{match[3].zfill(2)}-{match[4].zfill(2)}" if match else text


def _unreadable(text: str) -> When:
    return When("", "", Reason.DATE_UNREADABLE, f"The date {text!r} cannot be read; {_EXPECTED}.")


_MISSING: Final = When("", "", Reason.DATE_MISSING, f"The date is missing; {_EXPECTED}.")
