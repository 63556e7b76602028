"""Plots, as matplotlib figures that stay sharp as SVG; matplotlib is only needed here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Final

import pandas as pd

from concordance.errors import ConcordanceError
from concordance.schema import cells, checked_choice
from concordance.views.picture import COLOUR, RAMP, Picture, on, picture, save, say
from concordance.views.words import DIFFERENCES, DISCLAIMER, difference, pairs

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["DISCLAIMER", "Picture", "alignment_plot", "differences_plot", "save"]

_MARKERS: Final = "osD^vPX*<>"


def differences_plot(table: pd.DataFrame) -> Picture:
    """Return how many pairs of each class differ, and in what, as stacked bars.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns as in `result_schema.result_columns`; taxa without partner are left out.

    Returns
    -------
    Picture
        One bar a class, the most differences on top; the count stands on every part, and beside
        each bar how many pairs there are. A pair counts once, in the heaviest class that applies.

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


def alignment_plot(
    table: pd.DataFrame, meetings: Mapping[str, str] | None = None, *, group: str = "all"
) -> Picture:
    """Return a plot of how far two lists agree over time.

    Parameters
    ----------
    table : pandas.DataFrame
        As `concordance.alignment_over_time` gives it.
    meetings : mapping of ISO date to str, optional
        What came into force on the day, written below it.
    group : str
        A group of the table, for example ``Aves``; ``all`` for the whole.

    Returns
    -------
    Picture
        One line for names, concepts and scope, with its last score at the end, and units that
        agree / units that can be compared at each point.

    Raises
    ------
    ConcordanceError
        If the table is empty or has no such group.
    """
    if not len(table):
        raise ConcordanceError("no day was asked for: there is nothing to draw")
    checked_choice("group", group, sorted(set(cells(table["group"]))))
    chosen = table[table["group"] == group]
    names = ("as_of", "figure", "score", "agree", "comparable")
    columns = [cells(chosen[c]) for c in names]
    days = sorted(set(columns[0]))
    lines: dict[str, list[tuple[int, float, int, int]]] = {}
    for day, kind, score, agree, comparable in zip(*columns, strict=True):
        if score is not None:
            lines.setdefault(kind, []).append((days.index(day), score, agree, comparable))
    title = "How far the two lists agree" + ("" if group == "all" else f": {group}")
    figure, axes = picture(max(8.0, 1.0 + 0.88 * len(days)), 5, title)
    kinds = list(lines)
    colours = [RAMP[2 + place * 5 // max(1, len(kinds) - 1)] for place in range(len(kinds))]
    for place, kind in enumerate(kinds):
        points = sorted(lines[kind])
        axes.plot([p[0] for p in points], [p[1] for p in points], label=kind,
                  marker=_MARKERS[place % len(_MARKERS)], markersize=6, color=colours[place],
                  linewidth=2)  # fmt: skip
        for x, height, agree, comparable in points:
            say(axes, x, height - 0.03, f"{agree}/{comparable}", ha="center", fontsize=6)
    axes.set_ylim(_floor(columns[2]), 1.04)
    _name_lines(axes, lines, kinds, colours, len(days))
    named = [f"{fill((meetings or {}).get(day, ''), 13)}\n{day}".strip() for day in days]
    axes.set_xticks(range(len(days)), named, fontsize=7, parse_math=False)
    axes.set_xlim(-0.5, len(days) + 0.5)
    axes.set_ylabel("agree / comparable (the axis is cut)", fontsize=8)
    axes.tick_params(labelsize=7)
    axes.grid(axis="y", color="#e4e4e4", linewidth=0.6)
    axes.set_axisbelow(True)
    return figure


def _floor(scores: Sequence[float | None]) -> float:
    """A tenth well below the lowest score, so that the lines stand apart."""
    lowest = min((score for score in scores if score is not None), default=0.0)
    return max(0.0, int(lowest * 10 - 1) / 10)


def _name_lines(
    axes: Axes,
    lines: Mapping[str, Sequence[tuple[int, float, int, int]]],
    groups: Sequence[str],
    colours: Sequence[str],
    days: int,
) -> None:
    """Name each line at its end, moved apart where two end together."""
    ends = sorted(((max(lines[group])[1], group) for group in groups), reverse=True)
    floor, top = axes.get_ylim()
    step = 0.05 * (top - floor)
    above = 1.01 + step
    placed = []
    for height, group in ends:
        above = min(height, above - step)
        placed.append((group, height, above))
    for group, height, place in placed:
        end, name = max(lines[group])[0], days - 0.6
        colour = colours[groups.index(group)]
        axes.plot([end + 0.08, name - 0.04], [height, place], color=colour, linewidth=0.8)
        say(axes, name, place, f"{group} {height:.2f}", fontsize=8)
