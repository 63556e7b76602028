"""The joint list: the species of both lists, shared or not, in one table.

The joint work programme of the two treaties calls for it; it works for any two lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from concordance.codes import Keys, NameOrigin, Relation
from concordance.matching.columns import LISTED_HOW
from concordance.matching.listed import listed_how
from concordance.pairs import PairRow, Side
from concordance.result_schema import known_cells, known_columns
from concordance.schema import Column, choices, to_frame

if TYPE_CHECKING:
    import pandas as pd

_ABOVE: Final = frozenset({"genus", "subfamily", "family", "order", "class"})


def joint_columns(keys: Keys) -> tuple[Column, ...]:
    """Return the columns of the joint list of two lists."""
    placed = tuple(
        Column(name=level, meaning=f"{level} in the first list that has it")
        for level in ("kingdom", "class", "order", "family")
    )
    return (
        *placed,
        Column(name="name", meaning="name in the first list that has the species"),
        Column(name="rank", meaning="species, or a lower taxon that an entry names"),
        Column(name="listed_by", meaning="keys of the lists with an entry that covers it",
               separator="|"),
        *(column for key in keys for column in _side_columns(key)),
        *(Column(name=name, meaning=meaning) for name, meaning in known_columns()),
        Column(name="relation", meaning="relation of the two taxa, read from the left",
               values=choices(Relation)),
    )  # fmt: skip


def _side_columns(key: str) -> tuple[Column, ...]:
    return (
        Column(name=f"{key}_name", meaning=f"name that {key} uses; null = none"),
        Column(name=f"{key}_name_from", meaning="origin of the name", values=choices(NameOrigin)),
        Column(name=f"{key}_authorship", meaning="author and year; null = not known"),
        Column(name=f"{key}_appendix", meaning="Appendices that apply, joined by |; null = none"),
        Column(name=f"{key}_listed_as", meaning="entries that cover it, joined by |"),
        Column(name=f"{key}_listed_how", meaning="how they cover it, joined by |",
               values=LISTED_HOW, separator="|"),
        Column(name=f"{key}_scope", meaning="what limits those entries, in words, joined by |"),
        Column(name=f"{key}_listed_from", meaning="first days, joined by |; ? = not known"),
        Column(name=f"{key}_source", meaning="source keys of the name, joined by |"),
    )  # fmt: skip


def joint_list(rows: Iterable[PairRow], keys: Keys) -> pd.DataFrame:
    """Return the species of either list, shared or not.

    Parameters
    ----------
    rows : iterable of PairRow
        Rows of a concordance with the members of all groups.
    keys : pair of str
        Column prefixes of the two lists.

    Returns
    -------
    pandas.DataFrame
        Arrow-backed, columns `joint_columns`: one row for each species and for each lower taxon
        that an entry names. A species that the other list splits has one row for each part.
    """
    cells = [_cells(row, keys) for row in rows if _is_species(row)]
    cells.sort(key=lambda c: tuple(str(c[name] or "") for name in _ORDER))
    columns = joint_columns(keys)
    return to_frame({c.name: [row[c.name] for row in cells] for c in columns}, columns)


_ORDER: Final = ("kingdom", "class", "order", "family", "name", "rank")


def _is_species(row: PairRow) -> bool:
    sides = [side for side in row.sides if side is not None]
    ranks = {side.taxon.rank for side in sides}
    if ranks & _ABOVE or not any(side.cover.entries for side in sides):
        return False
    return "species" in ranks or any(side.cover.own for side in sides)


def _cells(row: PairRow, keys: Keys) -> dict[str, object]:
    sides = dict(zip(keys, row.sides, strict=True))
    first = next(side.taxon for side in row.sides if side is not None)
    listed_by = [key for key, side in sides.items() if side is not None and side.cover.entries]
    cells: dict[str, object] = {
        "kingdom": first.kingdom,
        "class": first.class_,
        "order": first.order,
        "family": first.family,
        "name": first.name,
        "rank": first.rank,
        "listed_by": "|".join(listed_by),
        "relation": None if row.related is None else row.related.relation.value,
        **known_cells(row),
    }
    for key, side in sides.items():
        cells |= _side_cells(key, side)
    return cells


def _side_cells(key: str, side: Side | None) -> dict[str, object]:
    names = ("name", "name_from", "authorship", "appendix", "listed_as", "listed_how", "scope",
             "listed_from", "source")  # fmt: skip
    if side is None:
        return {f"{key}_{name}": None for name in names}
    taxon = side.taxon
    values = (
        taxon.name,
        taxon.name_from.value,
        taxon.authorship or None,
        *listed_how(side.cover.entries, taxon).cells,
        taxon.source or None,
    )
    return {f"{key}_{name}": value for name, value in zip(names, values, strict=True)}
