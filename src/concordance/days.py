"""Dates as users give them and as the package writes them."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from concordance.errors import DateError

#: form of a date; `is_day` checks that it is in the calendar
_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def is_day(text: str) -> bool:
    """Whether a text is a valid calendar date, YYYY-MM-DD.

    Examples
    --------
    >>> is_day("2024-02-29"), is_day("2023-02-29"), is_day("2024-2-9")
    (True, False, False)
    """
    try:
        return bool(_ISO_DATE.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def iso_day(day: object, name: str = "as_of") -> str:
    """Return a day as ISO text.

    Parameters
    ----------
    day : str, datetime.date or pandas.Timestamp
    name : str
        Name of the argument, for the message.

    Returns
    -------
    str

    Raises
    ------
    DateError
        If it is not a day.

    Examples
    --------
    >>> iso_day(date(2017, 1, 2)), iso_day("2017-01-02")
    ('2017-01-02', '2017-01-02')
    """
    if isinstance(day, str) and is_day(day):
        return day
    # a Timestamp is a datetime; NaT is neither, and has no day
    if isinstance(day, datetime) and day == day:
        return day.date().isoformat()
    if isinstance(day, date) and not isinstance(day, datetime):
        return day.isoformat()
    raise DateError(f"{name} {day!r} is not a valid date; expected YYYY-MM-DD")
