"""Cells of downloads: text without markup, lists, and dates."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path
from typing import Final

from concordance.days import is_day
from concordance.errors import DateError

#: a number with more digits than any character code; `html.unescape` fails on it
_LONG_ENTITY: Final = re.compile("&#(?=[xX]?[0-9a-fA-F]{8})")


def plain(text: str) -> str:
    r"""Return the text of a cell without HTML, odd spaces and line ends.

    Examples
    --------
    >>> plain("Appendix\xa0II:<p>\r\n<i>Tursiops</i> &amp; others ")
    'Appendix II: Tursiops & others'
    """
    if "<" in text:
        text = re.sub(r"<[^<>]*>", " ", text)
    if "&" in text:
        text = html.unescape(_LONG_ENTITY.sub("&amp;#", text))
    return " ".join(text.split())


def split(text: str) -> list[str]:
    """Return the parts of a cell separated by commas or semicolons."""
    if not text:
        return []
    return [part.strip() for part in re.split("[,;]", text) if part.strip()]


def iso_from_dmy(text: str) -> str:
    """Return a date written dd/mm/yyyy as ISO text; blank if it is not valid."""
    day, month, year = (int(part) for part in text.split("/"))
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def checked_day(as_of: str | None) -> str:
    """Return the day that a user gives for a list; blank if none is given.

    Raises
    ------
    DateError
        If it is not an ISO date.
    """
    if as_of and not is_day(as_of):
        raise DateError(
            f"as_of {as_of!r} is not a valid date; expected the day of the list as YYYY-MM-DD"
        )
    return as_of or ""


def day_in(place: str) -> str:
    """Return the first date in a file name; blank if there is none."""
    days = re.findall(r"(?<![0-9])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])", Path(place).name)
    return next(filter(is_day, days), "")
