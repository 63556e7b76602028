"""Higher taxa of a list with parent ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from concordance.readers.reference_layouts import ReferenceLayout
from concordance.readers.usages import Usage, cell

LEVELS: Final = ("kingdom", "class", "order", "family", "genus")


def higher_taxa(
    layout: ReferenceLayout, usages: Sequence[Usage]
) -> Mapping[str, Mapping[str, str]]:
    """Return kingdom to genus of each accepted name, by id.

    Parameters
    ----------
    layout : ReferenceLayout
    usages : sequence of Usage

    Returns
    -------
    mapping of id to mapping of level to name
        From the columns of the levels; blank ones are filled in from the parents.
    """
    if not usages:
        return {}
    header = usages[0].cells
    columns = {level: column for level in LEVELS if (column := layout.column(level, header))}
    own = {usage.usage_id: _own(layout, usage, columns) for usage in usages}
    if not layout.column("parent", header):
        return own
    by_id = {usage.usage_id: usage for usage in usages}
    known: dict[str, dict[str, str]] = {}
    for usage in usages:
        chain: list[str] = []
        at: Usage | None = usage
        # stops a circular chain of parents
        while at is not None and at.usage_id not in known and at.usage_id not in chain:
            chain.append(at.usage_id)
            at = by_id.get(cell(layout, at.cells, "parent"))
        above = known.get(at.usage_id, {}) if at is not None else {}
        for one in reversed(chain):
            above = known[one] = {**above, **own[one]}
    return known


def _own(layout: ReferenceLayout, usage: Usage, columns: Mapping[str, str]) -> dict[str, str]:
    row = usage.cells
    given = {
        level: words[0].capitalize()
        for level, column in columns.items()
        if (words := row[column].split())
    }
    rank = cell(layout, row, "rank").lower()
    if rank in LEVELS and " " not in usage.name:
        given[rank] = usage.name
    return given
