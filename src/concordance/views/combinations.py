"""Which flags occur together: an UpSet plot."""

from __future__ import annotations

from collections import Counter
from typing import Final

import pandas as pd

from concordance.codes import Flag
from concordance.errors import ConcordanceError
from concordance.result_schema import keys_of
from concordance.views.picture import FAINT, INK, LEFT, Picture, picture, say
from concordance.views.words import pairs

_EMPTY: Final = "#d9d9d9"


def flags_plot(table: pd.DataFrame, *, most: int = 15) -> Picture:
    """Return which flags of the pairs occur together, as an UpSet plot.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns as in `result_schema.result_columns`; taxa without a partner are left out.
    most : int
        Show at most this many combinations, most frequent first.

    Returns
    -------
    Picture
        One column for each combination: its count above, its flags as dots below; the number of
        pairs with each flag on the left. A note counts the combinations not shown.

    Raises
    ------
    ConcordanceError
        If no pair has a flag.
    """
    flagged = [tuple(row["flag_codes"].split("|")) for row in pairs(table) if row["flag_codes"]]
    if not flagged:
        raise ConcordanceError("no pair has a flag: there is nothing to draw")
    counts = Counter(flagged)
    shown = sorted(counts, key=lambda c: (-counts[c], len(c), c))[:most]
    sizes = Counter(flag for combination in flagged for flag in combination)
    order = Flag.codes(keys_of(table))
    names = sorted({flag for combination in shown for flag in combination},
                   key=lambda flag: (sizes[flag], -order.index(flag)))  # fmt: skip
    places = {flag: place for place, flag in enumerate(names)}
    figure, axes = picture(8.6, 2.9 + 0.24 * len(names), "Flags that occur together, by pair")
    axes.set_axis_off()
    top = len(names) + 0.4
    tall = max(5.0, 0.5 * len(names)) / counts[shown[0]]
    for x, combination in enumerate(shown):
        rows = sorted(places[flag] for flag in combination)
        axes.bar(x, counts[combination] * tall, bottom=top, width=0.62, color=LEFT)
        say(axes, x, top + counts[combination] * tall + 0.35, str(counts[combination]), ha="center")
        axes.scatter([x] * len(names), range(len(names)), s=34, color=_EMPTY, zorder=2)
        axes.scatter([x] * len(rows), rows, s=34, color=LEFT, zorder=3)
        axes.plot([x, x], [rows[0], rows[-1]], color=LEFT, linewidth=1.6, zorder=3)
    widest = max(sizes[flag] for flag in names)
    for flag, y in places.items():
        long = 3.2 * sizes[flag] / widest
        axes.barh(y, -long, left=-5.9, height=0.6, color=FAINT)
        say(axes, -6.0 - long, y, str(sizes[flag]), ha="right")
        say(axes, -0.8, y, flag, ha="right")
    rest = len(flagged) - sum(counts[combination] for combination in shown)
    say(axes, len(shown) - 0.5, top + counts[shown[0]] * tall + 0.35,
        f"{len(flagged)} pairs with a flag\n{len(shown)} of {len(counts)} combinations shown, "
        f"{rest} pairs in the others", ha="right", va="top", color=INK)  # fmt: skip
    say(axes, -5.9, len(names) - 0.1, "pairs with the flag", ha="right", fontsize=7)
    axes.set_xlim(-10.2, len(shown))
    axes.set_ylim(-0.7, top + counts[shown[0]] * tall + 0.9)
    return figure
