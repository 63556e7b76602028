"""Plots by their kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from concordance.checklist import Source
from concordance.schema import checked_choice

if TYPE_CHECKING:
    import pandas as pd

    from concordance.views.answers import About
    from concordance.views.picture import Picture


def draw(
    kind: str,
    name: str,
    table: pd.DataFrame,
    about: Callable[[], About],
    sources: Iterable[Source],
) -> Picture:
    """Return a plot of a concordance, or of one animal; needs matplotlib (extra ``notebook``).

    Parameters
    ----------
    kind : str
        ``differences``, ``flow``, ``flags``; of one animal ``split`` and ``timeline``.
    name : str
        The animal, by any name that either list knows.
    table : pandas.DataFrame
        The concordance table.
    about : callable
        Gives what the lists know of the animal.
    sources : iterable of Source

    Returns
    -------
    views.picture.Picture
        A matplotlib figure that Jupyter shows as it is; `views.plots.save` writes it as SVG.

    Raises
    ------
    ConcordanceError
        If the kind is not known, matplotlib is not installed, or there is nothing to draw.
    UnknownNameError
        If neither list knows the name.
    """
    from concordance.views import combinations, flows, plots, years  # they load matplotlib

    day = max(source.as_of for source in sources)
    drawings: dict[str, Callable[[], Picture]] = {
        "differences": lambda: plots.differences_plot(table),
        "flow": lambda: flows.flow_plot(table),
        "flags": lambda: combinations.flags_plot(table),
        "split": lambda: flows.split_plot(about().explanation(table).table, name),
        "timeline": lambda: years.timeline_plot(about().timeline(), name, day),
    }
    return drawings[checked_choice("kind", kind, drawings)]()
