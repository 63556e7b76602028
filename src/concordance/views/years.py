"""Listing over time of one animal, with one side below the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from concordance.errors import ConcordanceError
from concordance.schema import rows
from concordance.views.picture import APPENDIX, FAINT, Picture, on, picture, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_DAYS: Final = 365.25


def timeline_plot(table: pd.DataFrame, name: str, day: str) -> Picture:
    """Return which entries covered an animal and when, with one bar for each entry.

    Parameters
    ----------
    table : pandas.DataFrame
        As returned by ``con.timeline(name)``; columns as in `timeline.TIMELINE`.
    name : str
        Name in the title.
    day : str
        ISO date at which the lists end.

    Returns
    -------
    Picture
        Bars marked with their Appendix; a bar that starts on an unknown day is open on the left.

    Raises
    ------
    ConcordanceError
        If no entry covered it.
    """
    spans = rows(table)
    if not spans:
        raise ConcordanceError(f"no entry covers {name}: there is nothing to draw")
    known = [d for span in spans for d in (span["effective_from"], span["effective_to"]) if d]
    first = _year(min([*known, day])) - 3
    last = _year(day)
    groups = list(dict.fromkeys((span["side"], span["taxon"]) for span in spans))
    height = 1.5 + 0.34 * (len(spans) + len(groups))
    figure, axes = picture(8.6, height, f"{name}: listing over time")
    place = 0
    for side, taxon in groups:
        own = [s for s in spans if (s["side"], s["taxon"]) == (side, taxon)]
        say(axes, first, -place, f"{side}  {taxon}", fontweight="bold", fontsize=9)
        for line, span in enumerate(own, start=1):
            _bar(axes, span, -(place + line), first, last)
        place += len(own) + 1
        axes.axhline(-place + 0.5, color="#e4e4e4", linewidth=0.8)
    axes.set_ylim(-place + 0.4, 0.6)
    axes.set_xlim(first, last + 0.6 * (last - first))
    axes.set_yticks([])
    axes.set_xticks(_ticks(first, last))
    axes.tick_params(labelsize=8)
    axes.spines["left"].set_visible(False)
    axes.axvline(last, color=FAINT, linewidth=0.8, linestyle=":", zorder=0)
    say(axes, last, 0.1, f" {day}", fontsize=7)
    return figure


def _bar(axes: Axes, span: Mapping[str, Any], y: int, first: float, last: float) -> None:
    start = _year(span["effective_from"]) if span["effective_from"] else first
    end = _year(span["effective_to"]) if span["effective_to"] else last
    colour = APPENDIX.get(span["appendix"], FAINT)
    axes.plot([start, last], [y, y], color="#e4e4e4", linewidth=0.8, zorder=0)
    axes.barh(y, end - start, left=start, height=0.66, color=colour)
    if not span["effective_from"]:
        axes.barh(y, 0.04 * (last - first), left=start, height=0.66, color=colour,
                  edgecolor="white", hatch="////", linewidth=0)  # fmt: skip
    say(axes, (start + end) / 2, y, span["appendix"], ha="center", color=on(colour), fontsize=8,
        fontweight="bold")  # fmt: skip
    since, until = span["effective_from"], span["effective_to"]
    dates = f"from {since or 'an unknown day'}"
    if until:
        dates = f"{since} to {until}" if since else f"until {until}"
    about = f"as {span['entry']}" if span["entry"] != span["taxon"] else ""
    text = ", ".join(part for part in (about, dates) if part)
    say(axes, last + 0.012 * (last - first), y, text, fontsize=7.5)


def _year(day: str) -> float:
    when = date.fromisoformat(day)
    return when.year + (when.timetuple().tm_yday - 1) / _DAYS


def _ticks(first: float, last: float) -> Sequence[int]:
    step = 10 if last - first > 35 else 5 if last - first > 12 else 2
    return range(-(-int(first + 1) // step) * step, int(last) + 1, step)
