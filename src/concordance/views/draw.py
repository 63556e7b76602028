"""Plots by kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from concordance.checklist import Source
from concordance.codes import Keys
from concordance.schema import checked_choice

if TYPE_CHECKING:
    import pandas as pd

    from concordance.views.answers import About
    from concordance.views.picture import Picture
    from concordance.views.report import History


class Drawn(NamedTuple):
    """The data of a concordance for its plots; all but the table are computed when needed.

    Attributes
    ----------
    table : pandas.DataFrame
        The concordance table.
    sources : pair of Source
    keys : pair of str
    about : callable
        Returns what the lists record for an animal.
    agenda, coverage : callable
        Return the tables of `agenda.agenda` and of `listing.coverage.coverage`.
    history : callable
        Returns the scores of other days.
    """

    table: pd.DataFrame
    sources: tuple[Source, Source]
    keys: Keys
    about: Callable[[str], About]
    agenda: Callable[[], pd.DataFrame]
    coverage: Callable[[], pd.DataFrame]
    history: Callable[[], History]

    @property
    def day(self) -> str:
        """The later of the days of the two lists."""
        return max(source.as_of for source in self.sources)


def draw(kind: str, name: str, drawn: Drawn) -> Picture:
    """Return a plot of a concordance, or of one animal; needs matplotlib (extra ``notebook``).

    Parameters
    ----------
    kind : str
        ``differences``, ``flow``, ``flags``, ``agenda``, ``coverage``, ``alignment``; for one
        animal, ``split`` and ``timeline``.
    name : str
        The animal, by any name known to either list; for ``alignment`` a class, or blank for all.
    drawn : Drawn

    Returns
    -------
    views.picture.Picture
        A matplotlib figure that Jupyter shows directly; `views.plots.save` writes it as SVG.

    Raises
    ------
    ConcordanceError
        If the kind is unknown, matplotlib is not installed, or there is nothing to draw.
    UnknownNameError
        If neither list knows the name.
    """
    from concordance.views import combinations, flows, overviews, plots, years  # load matplotlib

    table, about = drawn.table, drawn.about
    drawings: dict[str, Callable[[], Picture]] = {
        "differences": lambda: plots.differences_plot(table),
        "flow": lambda: flows.flow_plot(table),
        "flags": lambda: combinations.flags_plot(table),
        "split": lambda: flows.split_plot(about(name).explanation(table).table, name),
        "timeline": lambda: years.timeline_plot(about(name).timeline(), name, drawn.day),
        "agenda": lambda: overviews.agenda_plot(drawn.agenda()),
        "coverage": lambda: overviews.coverage_plot(drawn.coverage(), drawn.keys),
        "alignment": lambda: plots.history_plot(drawn.history(), drawn.day, group=name),
    }
    return drawings[checked_choice("kind", kind, drawings)]()
