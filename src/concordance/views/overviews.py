"""Plots of open decisions and of the coverage of each list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import pandas as pd

from concordance.codes import AgendaKind, Keys, LegalConsequence
from concordance.errors import ConcordanceError
from concordance.listing.coverage import ENTRY_RANKS
from concordance.schema import rows
from concordance.views.picture import INK, RAMP, Picture, on, panels, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_CONSEQUENCE: Final = {
    LegalConsequence.OTHER_APPENDIX.value: ("another Appendix on the other side", RAMP[7]),
    LegalConsequence.NOT_LISTED.value: ("no entry on the other side", RAMP[4]),
    LegalConsequence.SAME.value: ("same strictest Appendix", RAMP[1]),
}
_KIND: Final = {
    AgendaKind.CONCEPT.value: "one side splits, the other does not",
    AgendaKind.LISTING.value: "subspecies versus species",
    AgendaKind.RELATION.value: "the relation is undetermined",
    AgendaKind.GENUS.value: "one animal in two genera",
    AgendaKind.NAME.value: "one animal under two names",
    AgendaKind.SPELLING.value: "one name in two spellings",
    AgendaKind.MEMBERSHIP.value: "whether a group entry covers it",
}
#: colours of counts, from few to many
_SHADES: Final = ("#eef3f6", "#cfdfe6", "#a3c2cf", "#6f9fb1", "#3d7890", "#184d60")
_GAP: Final = 0.8


def agenda_plot(agenda: pd.DataFrame) -> Picture:
    """Return the items that wait for a decision, by problem and by class, as stacked bars.

    Parameters
    ----------
    agenda : pandas.DataFrame
        As returned by `agenda.agenda`.

    Returns
    -------
    Picture
        The parts of a bar are items by legal consequence, heaviest first, with their number. An
        item is one problem, however many rows of the table it has.

    Raises
    ------
    ConcordanceError
        If nothing waits for a decision.
    """
    items = rows(agenda)
    if not items:
        raise ConcordanceError("no row waits for a decision: there is nothing to draw")
    blocks = [
        ("what has to be settled", [(_KIND[i["kind"]], i["legal_consequence"]) for i in items]),
        ("class", [(i["class"] or "no class", i["legal_consequence"]) for i in items]),
    ]
    sizes = [len({group for group, _ in block}) for _, block in blocks]
    total = sum(item["row_count"] for item in items)
    title = f"{len(items)} items wait for a decision ({total} rows)"
    figure, drawn = panels(8.4, 2.0 + 0.4 * sum(sizes), title, [n + 0.6 for n in sizes])
    widest = max(max(Counter(g for g, _ in block).values()) for _, block in blocks)
    for axes, (heading, block) in zip(drawn, blocks, strict=True):
        axes.set_title(f"by {heading}", fontsize=9, loc="left")
        _stacks(axes, block)
        axes.set_xlim(0, widest * 1.08)
        axes.tick_params(left=False, labelsize=8)
    drawn[-1].set_xlabel("items", fontsize=8)
    drawn[0].legend(loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=2.4, ncols=3,
                    fontsize=8, frameon=False)  # fmt: skip
    return figure


def _stacks(axes: Axes, block: Sequence[tuple[str, str]]) -> None:
    """Draw a bar for each group, longest on top, divided by legal consequence."""
    counts, total = Counter(block), Counter(group for group, _ in block)
    order = sorted(total, key=lambda group: (total[group], group))
    left = dict.fromkeys(order, 0)
    for code, (label, colour) in _CONSEQUENCE.items():
        parts = [counts[group, code] for group in order]
        if not any(parts):
            continue
        axes.barh(range(len(order)), parts, left=list(left.values()), height=0.66, label=label,
                  color=colour, edgecolor="white", linewidth=1)  # fmt: skip
        for place, (group, n) in enumerate(zip(order, parts, strict=True)):
            if n:
                say(axes, left[group] + n / 2, place, str(n), ha="center", color=on(colour))
            left[group] += n
    axes.set_yticks(range(len(order)), order, parse_math=False)
    axes.set_ylim(-0.6, len(order) - 0.4)


def coverage_plot(table: pd.DataFrame, keys: Keys) -> Picture:
    """Return how many species each list covers, by class and rank of entry, as two tables.

    Parameters
    ----------
    table : pandas.DataFrame
        As returned by `listing.coverage.coverage`.
    keys : pair of str
        The keys of the two lists.

    Returns
    -------
    Picture
        A row for each class, largest first, and for each list a column for each rank of entry.
        Each box has its number; darker boxes have more. Only subspecies with an entry count.

    Raises
    ------
    ConcordanceError
        If neither list covers a species.
    """
    records = rows(table)
    if not records:
        raise ConcordanceError("neither list covers a species: there is nothing to draw")
    counts = {
        (row["list"], row["class"] or "no class", row["entry_rank"], row["migratory_only"]):
        row["taxa"] for row in records
    }  # fmt: skip
    heads = {key: _heads(counts, key) for key in keys}
    classes = _largest_first(counts)
    width = 1.9 + 0.72 * sum(len(columns) + 1 for columns in heads.values())
    figure, drawn = panels(
        width, 1.9 + 0.27 * len(classes), "Species that each list covers, by the rank of the entry",
        [len(columns) + 1 for columns in heads.values()], aside=True,
    )  # fmt: skip
    for axes, (key, columns) in zip(drawn, heads.items(), strict=True):
        axes.set_title(f"{key.upper()}, through an entry for a", fontsize=9, loc="left")
        _boxes(axes, counts, key, (columns, classes))
        axes.tick_params(left=False, bottom=False, top=False, labelsize=8)
    drawn[0].set_yticks(range(len(classes)), classes, parse_math=False)
    drawn[1].set_yticks([])
    return figure


_Counts = Mapping[tuple[str, str, str, bool], int]


def _heads(counts: _Counts, key: str) -> list[tuple[str, bool]]:
    """Ranks of the entries of a list, lowest first; entries for migratory members are separate."""
    given = {(rank, migratory) for of, _, rank, migratory in counts if of == key}
    order = {rank: place for place, rank in enumerate(ENTRY_RANKS)}
    return sorted(given, key=lambda head: (order.get(head[0], len(order)), head))


def _largest_first(counts: _Counts) -> list[str]:
    total: Counter[str] = Counter()
    for (_, class_, _, _), n in counts.items():
        total[class_] += n
    return sorted(total, key=lambda class_: (-total[class_], class_))


def _boxes(
    axes: Axes, counts: _Counts, key: str, shown: tuple[Sequence[tuple[str, bool]], Sequence[str]]
) -> None:
    """Draw a box for each class and rank, and the total of each class on the right."""
    columns, classes = shown
    for y, class_ in enumerate(classes):
        numbers = [counts.get((key, class_, rank, only), 0) for rank, only in columns]
        for x, n in enumerate(numbers):
            if n:
                shade = _shade(n)
                axes.barh(y, 0.94, left=x - 0.47, height=0.88, color=shade)
                say(axes, x, y, f"{n:,}", ha="center", color=on(shade))
        total = sum(numbers)
        say(axes, len(columns), y, f"{total:,}" if total else "–", ha="center", color=INK,
            fontweight="bold")  # fmt: skip
    heads = [f"{rank},\nif migratory" if only else f"\n{rank}" for rank, only in columns]
    axes.set_xticks(range(len(heads) + 1), [*heads, "\ntotal"])
    axes.xaxis.tick_top()
    axes.set_xlim(-0.55, len(heads) + _GAP)
    axes.set_ylim(len(classes) - 0.4, -0.6)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)


def _shade(count: int) -> str:
    """A colour that gets one step darker each time the count is about four times larger."""
    steps = (4, 16, 64, 256, 1024)
    return _SHADES[sum(count >= step for step in steps)]
