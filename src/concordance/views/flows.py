"""Flow diagrams: from class to difference to draft action, and from names of one side to others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from concordance.errors import ConcordanceError
from concordance.result_schema import keys_of
from concordance.views.picture import (
    CLEAR,
    COLOUR,
    LEFT,
    RIGHT,
    Picture,
    band,
    bare,
    box,
    on,
    picture,
    say,
)
from concordance.views.words import (
    ACTIONS,
    DIFFERENCES,
    SYMBOLS,
    difference,
    pairs,
    relation_words,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: width of a node, in units of the distance between columns
_NODE: Final = 0.045
_GREY: Final = "#5c5c5c"
#: bands whose middles are closer than this share of the height have no room for two numbers
_THIN: Final = 0.02
_WIDER: Final = {"congruent": "#44705a", "includes": LEFT, "included_in": RIGHT}


def flow_plot(table: pd.DataFrame) -> Picture:
    """Return how differing pairs flow from class to difference to draft action.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns as in `result_schema.result_columns`; pairs that do not differ, and taxa without a
        partner, are left out.

    Returns
    -------
    Picture
        An alluvial diagram with a count on every node and every flow.

    Raises
    ------
    ConcordanceError
        If no pair differs.
    """
    linked = pairs(table)
    paths = [(row["class"] or "no class", kind, ACTIONS[row["recommended_action"]])
             for row in linked if (kind := difference(row))]  # fmt: skip
    if not paths:
        raise ConcordanceError("no pair differs: there is nothing to draw")
    columns = [_by_count(path[step] for path in paths) for step in range(3)]
    columns[1] = [kind for kind in DIFFERENCES if kind in columns[1]][::-1]
    gap = max(0.07 * len(paths), 1.0)
    height = len(paths) + gap * (max(len(column) for column in columns) - 1)
    title = f"{len(paths)} of {len(linked)} pairs differ: class, difference, draft action"
    figure, axes = picture(9, 7.5, title)
    bare(axes)
    nodes = [_stack(Counter(path[step] for path in paths), columns[step], gap, height)
             for step in range(3)]  # fmt: skip
    for step in (0, 1):
        _bands(axes, step, Counter(path[step : step + 2] for path in paths), nodes, columns)
    for step, column in enumerate(columns):
        for name in column:
            bottom, size = nodes[step][name]
            colour = COLOUR[name] if step == 1 else _GREY
            box(axes, (step - _NODE / 2, bottom), _NODE, size, colour)
            middle = bottom + size / 2
            if step == 1:
                say(axes, step, bottom + size + 0.008 * height, f"{name}, {size}", ha="center",
                    va="bottom", bbox=CLEAR)  # fmt: skip
            else:
                away = -0.04 if step == 0 else 0.04
                say(axes, step + away, middle, f"{name}, {size}", ha="right" if step == 0 else
                    "left")  # fmt: skip
    axes.set_xlim(-0.36, 2.48)
    axes.set_ylim(-0.02 * height, 1.05 * height)
    return figure


def _by_count(names: Any) -> list[str]:
    counts = Counter(names)
    return sorted(counts, key=lambda name: (-counts[name], name))


def _stack(
    counts: Mapping[str, int], column: Sequence[str], gap: float, height: float
) -> dict[str, tuple[float, int]]:
    """Bottom and size of each node, from the top down, with the column centred vertically."""
    used = sum(counts.values()) + gap * (len(column) - 1)
    top = height - (height - used) / 2
    nodes = {}
    for name in column:
        nodes[name] = (top - counts[name], counts[name])
        top -= counts[name] + gap
    return nodes


def _bands(
    axes: Axes,
    step: int,
    counts: Mapping[tuple[str, ...], int],
    nodes: Sequence[Mapping[str, tuple[float, int]]],
    columns: Sequence[Sequence[str]],
) -> None:
    tops = [{name: bottom + size for name, (bottom, size) in nodes[step + side].items()}
            for side in (0, 1)]  # fmt: skip
    ends: dict[tuple[str, ...], list[float]] = {key: [0.0, 0.0] for key in counts}
    for side in (0, 1):
        # at each node, bands leave in the order of the nodes they lead to
        order = {key: (columns[step].index(key[0]), columns[step + 1].index(key[1]))
                 for key in counts}  # fmt: skip
        for key in sorted(counts, key=lambda k: (order[k][side], order[k][1 - side])):
            tops[side][key[side]] -= counts[key]
            ends[key][side] = tops[side][key[side]]
    for key in sorted(counts):
        kind = key[1] if step == 0 else key[0]
        size = counts[key]
        low, high = ends[key]
        band(axes, (step + _NODE / 2, low, size), (step + 1 - _NODE / 2, high, size), COLOUR[kind])
    # label each band where the bands are apart: at the classes, at the actions
    middles = {key: ends[key][step] + counts[key] / 2 for key in counts}
    total, before, shift = sum(counts.values()), -1.0, 0
    for key in sorted(middles, key=lambda k: (middles[k], k)):
        shift = shift + 1 if middles[key] - before < _THIN * total else 0  # thin bands: stagger
        before = middles[key]
        away = 0.05 + 0.03 * shift
        x = step + away if step == 0 else step + 1 - away
        say(axes, x, middles[key], str(counts[key]), ha="center", fontsize=6)


def split_plot(table: pd.DataFrame, name: str) -> Picture:
    """Return how the names of one side correspond to those of the other, for one animal.

    Parameters
    ----------
    table : pandas.DataFrame
        The rows of the animal, as in ``con.explain(name).table``; columns as in
        `result_schema.result_columns`.
    name : str
        Name in the title.

    Returns
    -------
    Picture
        A box for each taxon with its Appendices, and a band for each row with its relation, read
        from the left.

    Raises
    ------
    ConcordanceError
        If no row has a partner.
    """
    linked = pairs(table)
    if not linked:
        raise ConcordanceError(f"{name} has no partner on the other side: there is nothing to draw")
    keys = keys_of(table)
    columns: list[list[str]] = [[], []]
    labels: dict[str, tuple[str, str]] = {}
    for row in linked:
        for column, key in zip(columns, keys, strict=True):
            taxon = row[f"{key}_id"]
            if taxon not in labels:
                column.append(taxon)
                appendix = row[f"{key}_appendix"]
                labels[taxon] = (row[f"{key}_name"],
                                 f"Appendix {appendix}" if appendix else "no entry")  # fmt: skip
    size = len(linked)
    figure, axes = picture(8.5, 1.7 + 0.52 * size, f"{name}: its name on each side")
    bare(axes)
    slots = [_slots(columns, linked, keys, side) for side in (0, 1)]
    for row in linked:
        ends = [slots[side][row["concordance_id"]] for side in (0, 1)]
        colour = _WIDER.get(row["relation"], _GREY)
        band(axes, (0, ends[0] - 0.16, 0.32), (3, ends[1] - 0.16, 0.32), colour)
        say(axes, 0.15, ends[0], SYMBOLS[row["relation"]], ha="center", fontsize=11)
    for side, (column, key, colour) in enumerate(zip(columns, keys, (LEFT, RIGHT), strict=True)):
        x = side * 3 + (-0.6 if side == 0 else 0.6)
        say(axes, x, size + 0.15, key.upper(), ha="center", fontsize=10, fontweight="bold")
        for taxon in column:
            own = [slots[side][row["concordance_id"]] for row in linked
                   if row[f"{key}_id"] == taxon]  # fmt: skip
            low, high = min(own) - 0.38, max(own) + 0.38
            box(axes, (x - 0.6, low), 1.2, high - low, colour)
            printed, appendix = labels[taxon]
            say(axes, x, (low + high) / 2 + 0.14, printed, ha="center", color=on(colour),
                fontsize=8.5, fontstyle="italic")  # fmt: skip
            say(axes, x, (low + high) / 2 - 0.17, appendix, ha="center", color=on(colour),
                fontsize=7.5)  # fmt: skip
    relations = dict.fromkeys(row["relation"] for row in linked)
    words = "     ".join(f"{SYMBOLS[r]}  {relation_words(r, keys)}" for r in relations)
    say(axes, 1.5, -0.3, words, ha="center")
    axes.set_xlim(-1.25, 4.25)
    axes.set_ylim(-0.5, size + 0.4)
    return figure


def _slots(
    columns: Sequence[Sequence[str]],
    linked: Sequence[Mapping[str, Any]],
    keys: tuple[str, str],
    side: int,
) -> dict[str, float]:
    """Height of the end of each band, from the top, sorted by taxon, then by partner."""
    own, other = keys[side], keys[1 - side]
    places = [{taxon: place for place, taxon in enumerate(column)} for column in columns]
    order = sorted(linked, key=lambda row: (places[side][row[f"{own}_id"]],
                                            places[1 - side][row[f"{other}_id"]]))  # fmt: skip
    return {row["concordance_id"]: len(order) - place - 0.5 for place, row in enumerate(order)}
