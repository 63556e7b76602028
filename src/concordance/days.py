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


def day_in_data(day: object, first: str, last: str, data: str) -> str:
    """Return a day as ISO text, checked against the days that some data covers.

    Parameters
    ----------
    day : str, datetime.date or pandas.Timestamp
    first, last : str
        The first and the last day that the data covers.
    data : str
        What the data is, for the message.

    Returns
    -------
    str

    Raises
    ------
    DateError
        If it is not a day, or lies outside the data; the message gives both ends.

    Examples
    --------
    >>> day_in_data("2017-01-02", "2015-02-05", "2026-11-23", "the CITES data")
    '2017-01-02'
    """
    span = f"{data} covers {first} to {last}"
    try:
        text = iso_day(day)
    except DateError as error:
        raise DateError(f"{error}; {span}") from error
    if not first <= text <= last:
        raise DateError(f"as_of {text} is outside the data: {span}; choose a day within")
    return text
