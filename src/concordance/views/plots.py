"""Plots as matplotlib figures, which stay sharp as SVG; matplotlib is needed only for plots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from textwrap import fill
from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd

from concordance.errors import ConcordanceError
from concordance.schema import cells, checked_choice
from concordance.views.picture import (
    CLEAR,
    COLOUR,
    INK,
    RAMP,
    Picture,
    on,
    panels,
    picture,
    save,
    say,
)
from concordance.views.words import DIFFERENCES, DISCLAIMER, difference, pairs

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from concordance.views.report import History

__all__ = ["DISCLAIMER", "Picture", "alignment_plot", "differences_plot", "history_plot", "save"]

_MARKERS: Final = "osD^vPX*<>"
#: what agrees in each figure of a score
_SCORED: Final = {
    "names": "the names differ at most in authorship",
    "concepts": "both sides mean the same animals",
    "scope": "same strictest Appendix, same populations (where it can be compared)",
}
#: minimum height of a panel, in scores: one unit among hundreds must not look like a large change
_LEAST_SPAN: Final = 0.02


def differences_plot(table: pd.DataFrame) -> Picture:
    """Return how many pairs of each class differ and how, as stacked bars.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns as in `result_schema.result_columns`; taxa without a partner are left out.

    Returns
    -------
    Picture
        One bar for each class, with the most differences on top; every part has its count, and
        next to each bar is the number of pairs. A pair counts once, under its heaviest difference.

    Raises
    ------
    ConcordanceError
        If no row has a partner.
    """
    linked = pairs(table)
    if not linked:
        raise ConcordanceError("no row has a partner: there is nothing to draw")
    total = Counter(row["class"] or "no class" for row in linked)
    counts = Counter((row["class"] or "no class", difference(row)) for row in linked)
    differ = {group: total[group] - counts[group, None] for group in total}
    order = sorted(total, key=lambda group: (differ[group], total[group], group))
    figure, axes = picture(8, 1.9 + 0.42 * len(order), "Pairs that differ, by class")
    left = dict.fromkeys(order, 0)
    widest = max(differ.values()) or 1
    for kind in DIFFERENCES:
        parts = [counts[group, kind] for group in order]
        if not any(parts):
            continue
        axes.barh(range(len(order)), parts, left=list(left.values()), height=0.62, label=kind,
                  color=COLOUR[kind], edgecolor="white", linewidth=1)  # fmt: skip
        for place, (group, n) in enumerate(zip(order, parts, strict=True)):
            if n:
                size = 8 if n > 0.02 * widest else 6
                say(axes, left[group] + n / 2, place, str(n), ha="center", fontsize=size,
                    color=on(COLOUR[kind]))  # fmt: skip
            left[group] += n
    for place, group in enumerate(order):
        say(axes, differ[group] + 0.015 * widest, place, f"{differ[group]} of {total[group]} pairs")
    axes.set_yticks(range(len(order)), order, parse_math=False)
    axes.set_xlim(0, widest * 1.2)
    axes.set_xlabel("pairs", fontsize=8)
    axes.tick_params(left=False, labelsize=8)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, fontsize=8, frameon=False)
    return figure


def history_plot(history: History, day: str, *, group: str = "") -> Picture:
    """Return a plot of how far two lists agree, from their first common day to their own.

    Parameters
    ----------
    history : views.report.History
    day : str
        The day of the lists (ISO).
    group : str
        A class; blank for all.

    Returns
    -------
    Picture
        See `alignment_plot`.

    Raises
    ------
    ConcordanceError
        If the lists are for one day only, or there is no such class.
    """
    if history.scores is None:
        raise ConcordanceError(
            "these lists are in force on one day only, so alignment over time cannot be "
            "plotted; con.score() returns the alignment on that day"
        )
    named = {day: "these lists", **history.meetings}
    return alignment_plot(history.scores, named, group=group or "all")


def alignment_plot(
    table: pd.DataFrame, meetings: Mapping[str, str] | None = None, *, group: str = "all"
) -> Picture:
    """Return a plot of how far two lists agree over time.

    Parameters
    ----------
    table : pandas.DataFrame
        As returned by `concordance.alignment_over_time`.
    meetings : mapping of ISO date to str, optional
        What came into force on a day; written below it.
    group : str
        A group of the table, for example ``Aves``; ``all`` for all groups.

    Returns
    -------
    Picture
        One panel each for names, concepts and scope. The axes show only the scores that occur,
        not 0 to 1. Each point has its score, and units that agree / units that can be compared.

    Raises
    ------
    ConcordanceError
        If the table is empty, has no such group, or nothing in it can be compared.
    """
    if not len(table):
        raise ConcordanceError("no days were given: there is nothing to draw")
    checked_choice("group", group, sorted(set(cells(table["group"]))))
    chosen = table[table["group"] == group]
    names = ("as_of", "figure", "score", "agree", "comparable")
    columns = [cells(chosen[c]) for c in names]
    days = sorted(set(columns[0]))
    lines: dict[str, list[_Point]] = {}
    for day, kind, score, agree, comparable in zip(*columns, strict=True):
        if score is not None:
            lines.setdefault(kind, []).append(_Point(days.index(day), score, agree, comparable))
    if not lines:
        raise ConcordanceError(f"nothing can be compared in {group}: there is nothing to draw")
    title = f"How far the two lists agree{'' if group == 'all' else f': {group}'} (axes are cut)"
    height = 1.3 + 1.6 * len(lines)
    figure, drawn = panels(max(8.0, 1.0 + 0.95 * len(days)), height, title, [1.0] * len(lines))
    for place, (axes, (kind, points)) in enumerate(zip(drawn, lines.items(), strict=True)):
        _panel(axes, f"{kind}: {_SCORED.get(kind, 'agree')}", points, place)
        axes.set_xlim(-0.5, len(days) - 0.5)
        axes.set_xticks(range(len(days)), [])
    named = [f"{fill((meetings or {}).get(day, ''), 13)}\n{day}".strip() for day in days]
    drawn[-1].set_xticks(range(len(days)), named, fontsize=8, parse_math=False)
    return figure


class _Point(NamedTuple):
    place: int
    score: float
    agree: int
    comparable: int


def _panel(axes: Axes, title: str, points: Iterable[_Point], number: int) -> None:
    """Draw one figure over the days: its line, and a label on each point."""
    points = sorted(points)
    colour = RAMP[3 + 2 * number % (len(RAMP) - 3)]
    axes.set_title(title, fontsize=9, loc="left", parse_math=False)
    axes.plot([p.place for p in points], [p.score for p in points], color=colour, linewidth=2,
              marker=_MARKERS[number % len(_MARKERS)], markersize=6)  # fmt: skip
    for place, point in enumerate(points):
        beside = [p.score for p in points[max(0, place - 1) : place + 2]]
        # away from the line: above a high point, below a low one
        above = point.score >= sum(beside) / len(beside)
        text = f"{point.score:.3f}\n{point.agree}/{point.comparable}"
        axes.annotate(text, (point.place, point.score), (0, 6 if above else -6), ha="center",
                      va="bottom" if above else "top", textcoords="offset points", fontsize=7.5,
                      color=INK, bbox=CLEAR)  # fmt: skip
    low, high = min(p.score for p in points), max(p.score for p in points)
    half = max(_LEAST_SPAN, high - low)
    axes.set_ylim((low + high) / 2 - half, (low + high) / 2 + half)
    axes.locator_params(axis="y", nbins=4, steps=[1, 2, 5, 10])
    axes.yaxis.set_major_formatter("{x:.2f}")
    axes.tick_params(labelsize=7.5)
    axes.grid(axis="y", color="#e4e4e4", linewidth=0.6)
    axes.set_axisbelow(True)
