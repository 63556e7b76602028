"""Plots, as matplotlib figures that stay sharp as SVG; matplotlib is only needed here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import pandas as pd

from concordance.errors import ConcordanceError
from concordance.schema import cells
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


def alignment_plot(table: pd.DataFrame, meetings: Mapping[str, str] | None = None) -> Picture:
    """Return a plot of the alignment score over time.

    Parameters
    ----------
    table : pandas.DataFrame
        As `concordance.alignment_over_time` gives it.
    meetings : mapping of ISO date to str, optional
        What came into force on the day, written below it.

    Returns
    -------
    Picture
        One line a group, with its name and last score at the end; the whole in black, with
        aligned pairs / pairs of each day at the bottom.

    Raises
    ------
    ConcordanceError
        If the table is empty.
    """
    if not len(table):
        raise ConcordanceError("no day was asked for: there is nothing to draw")
    columns = [cells(table[c]) for c in ("as_of", "group", "score", "aligned", "pairs")]
    days = sorted(set(columns[0]))
    lines: dict[str, list[tuple[int, float, int, int]]] = {}
    for day, group, score, aligned, whole in zip(*columns, strict=True):
        if score is not None:
            lines.setdefault(group, []).append((days.index(day), score, aligned, whole))
    figure, axes = picture(
        max(8.0, 1.0 + 0.88 * len(days)), 5, "Alignment of the names in the two lists"
    )
    groups = sorted(lines, key=lambda name: (name == "all", name))
    colours = [RAMP[2 + place * 5 // max(1, len(groups) - 1)] for place in range(len(groups))]
    for place, group in enumerate(groups):
        points = sorted(lines[group])
        all_ = group == "all"
        axes.plot([p[0] for p in points], [p[1] for p in points], label=group or "no group",
                  marker=_MARKERS[place % len(_MARKERS)], markersize=7 if all_ else 5,
                  color="black" if all_ else colours[place], linewidth=2.5 if all_ else 1.2,
                  zorder=3 if all_ else 2)  # fmt: skip
    floor = _floor(cells(table["score"]))
    for x, _, aligned, whole in lines.get("all", ()):
        say(axes, x, floor + 0.012, f"{aligned}/{whole}", ha="center", fontweight="bold")
    axes.set_ylim(floor, 1.04)
    _name_lines(axes, lines, groups, colours, len(days))
    named = [f"{(meetings or {}).get(day, '')}\n{day}".strip() for day in days]
    axes.set_xticks(range(len(days)), named, fontsize=7)
    axes.set_xlim(-0.5, len(days) + 0.5)
    axes.set_ylabel("aligned / pairs (the axis is cut)", fontsize=8)
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
        colour = "black" if group == "all" else colours[groups.index(group)]
        said = f"{group or 'no group'} {height:.2f}"
        end, name = max(lines[group])[0], days - 0.6
        axes.plot([end + 0.08, name - 0.04], [height, place], color=colour, linewidth=0.8)
        say(axes, name, place, said, fontsize=8,
            fontweight="bold" if group == "all" else "normal")  # fmt: skip
