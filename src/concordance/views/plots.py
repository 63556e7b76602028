"""Plots, as matplotlib figures that stay sharp as SVG; matplotlib is only needed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from concordance.errors import ConcordanceError
from concordance.schema import cells

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DISCLAIMER = "No official position of CITES, CMS or UNEP."


def _figure(width: float, height: float) -> Figure:
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ConcordanceError(
            "plots need the package matplotlib; install it with "
            "pip install 'species-concordance[notebook]'"
        ) from error
    return Figure(figsize=(width, height), layout="constrained")


def alignment_plot(table: pd.DataFrame) -> Figure:
    """Return a plot of the alignment score over time.

    Parameters
    ----------
    table : pandas.DataFrame
        As `concordance.alignment_over_time` gives it.

    Returns
    -------
    matplotlib.figure.Figure
        One line a group, the whole in black; the number of pairs at each point of the whole.

    Raises
    ------
    ConcordanceError
        If matplotlib is not installed.
    """
    figure = _figure(8, 4.5)
    axes = figure.add_subplot()
    columns = [cells(table[c]) for c in ("as_of", "group", "score", "pairs")]
    days = sorted(set(columns[0]))
    lines: dict[str, list[tuple[int, float, int]]] = {}
    for day, group, score, pairs in zip(*columns, strict=True):
        if score is not None:
            lines.setdefault(group, []).append((days.index(day), score, pairs))
    for group in sorted(lines, key=lambda name: (name == "all", name)):
        points = sorted(lines[group])
        whole = group == "all"
        axes.plot(
            [p[0] for p in points],
            [p[1] for p in points],
            marker="o",
            label=group or "no group",
            color="black" if whole else None,
            linewidth=2.5 if whole else 1.2,
        )
        for x, y, pairs in points if whole else ():
            axes.annotate(f"{pairs} pairs", (x, y), textcoords="offset points", xytext=(0, 8),
                          ha="center", fontsize=8)  # fmt: skip
    axes.set_xticks(range(len(days)), days, rotation=30, ha="right")
    axes.set_ylim(0, 1.05)
    axes.set_ylabel("aligned / pairs")
    axes.set_title("Alignment of the names in the two lists")
    axes.legend(fontsize=8, loc="lower left", ncols=3)
    axes.text(1, -0.3, DISCLAIMER, transform=axes.transAxes, ha="right", fontsize=7)
    return figure
