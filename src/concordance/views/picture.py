"""The figure for every plot: shown by Jupyter as SVG, and always written as the same bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from concordance.errors import ConcordanceError
from concordance.views.words import DIFFERENCES, DISCLAIMER

try:
    import matplotlib as mpl
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import PathPatch, Rectangle
    from matplotlib.path import Path as Line
except ImportError as error:
    raise ConcordanceError(
        "plots need the package matplotlib; install it with "
        "pip install 'species-concordance[notebook]'"
    ) from error

Point = tuple[float, float]

#: text stays text, ids do not depend on the run
_STYLE: Final[Any] = {"svg.hashsalt": "concordance", "svg.fonttype": "none"}
#: hues that colour-blind readers can tell apart; from light to dark, so that they differ in grey
RAMP: Final = ("#fad3f2", "#fdb3a4", "#eb9c5c", "#b48c34", "#7b8035", "#44705a", "#184d60",
               "#011959")  # fmt: skip
COLOUR: Final = dict(zip(DIFFERENCES, RAMP, strict=True))
LEFT, RIGHT = "#184d60", "#eb9c5c"
APPENDIX: Final = {"I": "#011959", "II": "#7b8035", "III": "#fdb3a4"}
#: background of a text that is drawn over lines
CLEAR: Final = {"facecolor": "white", "alpha": 0.8, "edgecolor": "none", "pad": 0.8}
INK, FAINT = "#222222", "#8a8a8a"


class Picture(Figure):
    """A figure that Jupyter shows without pyplot."""

    def svg(self) -> str:
        """Return the figure as SVG, with text kept as text and the same bytes every time."""
        buffer = io.StringIO()
        if self.get_layout_engine() is not None:
            # only once: a second layout would start from the first and give another result
            self.draw_without_rendering()
            self.set_layout_engine("none")
        with mpl.rc_context(_STYLE):
            self.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
        return buffer.getvalue()

    def _repr_svg_(self) -> str:
        return self.svg()


def picture(width: float, height: float, title: str) -> tuple[Picture, Axes]:
    """Return a figure with one bare pair of axes, its title and the disclaimer.

    Parameters
    ----------
    width, height : float
        Inches.
    title : str

    Returns
    -------
    tuple of Picture and matplotlib.axes.Axes
    """
    figure, (axes,) = panels(width, height, title, (1,))
    return figure, axes


def panels(
    width: float, height: float, title: str, shares: Sequence[float], *, aside: bool = False
) -> tuple[Picture, list[Axes]]:
    """Return a figure with several bare pairs of axes, its title and the disclaimer.

    Parameters
    ----------
    width, height : float
        Inches.
    title : str
    shares : sequence of float
        How the height (or the width, if side by side) is divided.
    aside : bool
        Whether they are side by side instead of below each other.

    Returns
    -------
    tuple of Picture and list of matplotlib.axes.Axes
    """
    figure = Picture(figsize=(width, height), layout="constrained")
    figure.suptitle(title, x=0.01, ha="left", fontsize=11, fontweight="bold", parse_math=False)
    figure.supxlabel(DISCLAIMER, x=0.99, ha="right", fontsize=7, color=INK)
    count = len(shares)
    grid = (
        figure.add_gridspec(1, count, width_ratios=shares)
        if aside
        else figure.add_gridspec(count, 1, height_ratios=shares)
    )
    drawn = [figure.add_subplot(grid[place]) for place in range(count)]
    for axes in drawn:
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
    return figure, drawn


def bare(axes: Axes) -> None:
    """Remove frame and ticks."""
    axes.set_axis_off()


def say(axes: Axes, x: float, y: float, text: str, **how: Any) -> None:
    """Write text literally, so that a dollar sign does not start a formula."""
    axes.text(x, y, text, **{"fontsize": 8, "va": "center", "color": INK, "parse_math": False,
                             **how})  # fmt: skip


def box(axes: Axes, corner: Point, width: float, height: float, colour: str) -> None:
    """Draw a box from its lower left corner."""
    axes.add_patch(Rectangle(corner, width, height, facecolor=colour, edgecolor="white",
                             linewidth=0.5))  # fmt: skip


def band(
    axes: Axes, start: tuple[float, float, float], end: tuple[float, float, float], colour: str
) -> None:
    """Draw a half-transparent band from one (x, bottom, size) to another."""
    (x, low, size), (to, high, width) = start, end
    half = (x + to) / 2
    steps = [
        (Line.MOVETO, (x, low)),
        (Line.CURVE4, (half, low)), (Line.CURVE4, (half, high)), (Line.CURVE4, (to, high)),
        (Line.LINETO, (to, high + width)),
        (Line.CURVE4, (half, high + width)), (Line.CURVE4, (half, low + size)),
        (Line.CURVE4, (x, low + size)),
        (Line.CLOSEPOLY, (x, low)),
    ]  # fmt: skip
    shape = Line([point for _, point in steps], [code for code, _ in steps])
    axes.add_patch(PathPatch(shape, facecolor=colour, alpha=0.55, edgecolor=FAINT, linewidth=0.4))


def on(colour: str) -> str:
    """Return black or white, whichever reads better on a colour.

    Examples
    --------
    >>> on("#011959"), on("#fad3f2")
    ('white', '#222222')
    """
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "white" if 0.299 * red + 0.587 * green + 0.114 * blue < 140 else INK


def save(figure: Picture, path: str | Path) -> None:
    """Write a plot as SVG.

    Parameters
    ----------
    figure : Picture
    path : path
    """
    Path(path).write_text(figure.svg(), encoding="utf-8")
