"""Dates in users' data, read as spans of days: a day or a whole year."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final, NamedTuple

from concordance.days import is_day, iso_day
from concordance.lookups.reasons import Reason
from concordance.matching.queries import is_missing

#: 2017, or 2017.0 as written by spreadsheets
_YEAR: Final = re.compile(r"(\d{4})(?:\.0+)?")
#: year, month and day, as spreadsheets write them too, with the time of a timestamp, which says
#: nothing more; an order that begins with the day or the month is left to a person
_DAY: Final = re.compile(
    r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ][\d:.]+(?: ?[AP]M)?(?:Z|[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)
_EXPECTED: Final = "expected YYYY or YYYY-MM-DD"


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
    def is_year(self) -> bool:
        """Whether it is a whole year."""
        return self.first != self.last


def read_when(value: object) -> When:
    """Return the span of days in a cell.

    Parameters
    ----------
    value : object
        A year (``2017``), a day (``2017-01-02``, ``2017/1/2``) or a date; as text, number or date.

    Returns
    -------
    When

    Examples
    --------
    >>> read_when(2017)[:2], read_when("2017-01-02")[:2]
    (('2017-01-01', '2017-12-31'), ('2017-01-02', '2017-01-02'))
    >>> read_when("2017/1/2").first
    '2017-01-02'
    >>> read_when("02/01/2017").words
    "The date '02/01/2017' cannot be read; expected YYYY or YYYY-MM-DD."
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
    match = _DAY.fullmatch(text)
    day = f"{match[1]}-{match[3].zfill(2)}-{match[4].zfill(2)}" if match else text
    if is_day(day):
        return When(day, day)
    return When("", "", Reason.DATE_UNREADABLE, f"The date {text!r} cannot be read; {_EXPECTED}.")


_MISSING: Final = When("", "", Reason.DATE_MISSING, f"The date is missing; {_EXPECTED}.")
