"""The Committee's impact format (one-to-one replacements, lumps, splits) and listing gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

import pandas as pd

from concordance.codes import Keys, NameDifference, Relation
from concordance.pairs import PairRow
from concordance.schema import Column, rows_to_frame

_ONE_TO_ONE: Final = (
    Column(
        name="change", meaning="what a replacement changes", values=("genus", "spelling", "name")
    ),
    Column(name="left_name", meaning="name on the left"),
    Column(name="right_name", meaning="name on the right"),
    Column(name="left_entry", meaning="entries affected on the left, with their Appendices"),
    Column(name="right_entry", meaning="entries affected on the right"),
    Column(name="basis", meaning="asserted, inferred or reviewed"),
)
_GROUPED: Final = (
    Column(name="wide_name", meaning="the taxon that contains the others"),
    Column(name="parts", meaning="the taxa it contains on the other side, joined by a bar"),
    Column(
        name="overlapping",
        meaning="taxa of the other side that overlap it, joined by a bar",
    ),
    Column(name="wide_entry", meaning="its entries, with their Appendices"),
    Column(
        name="part_entries",
        meaning="entries of each part in the same order, joined by '; '; - = none",
    ),
    Column(
        name="gap", meaning="whether a part has no entry or is in another Appendix", dtype="bool"
    ),
)
_GAPS: Final = (
    Column(name="wide_side", meaning="side that has the wider taxon"),
    Column(name="wide_name", meaning="the wider taxon"),
    Column(name="wide_appendix", meaning="Appendices of the wider taxon"),
    Column(name="part_name", meaning="the part, as the other side names it"),
    Column(name="part_appendix", meaning="Appendices of the part; null = none"),
    Column(
        name="gap",
        meaning="how the listings of whole and part compare",
        values=("none", "not_listed", "wide_not_listed", "other_appendix"),
    ),
    Column(name="relation_source", meaning="source of the statement that one contains the other"),
)


@dataclass(frozen=True, slots=True)
class ImpactTables:
    """The changes needed for one nomenclature on both sides, as the Committee's three annexes.

    Attributes
    ----------
    replacements, lumps, splits : pandas.DataFrame
        One-to-one replacements; right taxa that contain several left taxa (the left would lump);
        left taxa that contain several right taxa (the left would split).
    sides : pair of str
        Labels of left and right.

    References
    ----------
    CITES NC2006 (Fauna) Doc. 4.1.
    """

    replacements: pd.DataFrame
    lumps: pd.DataFrame
    splits: pd.DataFrame
    sides: tuple[str, str]

    def __str__(self) -> str:
        left, right = self.sides
        parts = [f"Names of {left} replaced by those of {right} (draft, for people to decide)"]
        for change in ("genus", "spelling", "name"):
            chosen = self.replacements[self.replacements["change"] == change]
            parts.append(f"\nOne to one, {change}: {len(chosen)}")
            parts += [
                f"  {r.left_name} ({r.left_entry}) -> {r.right_name} ({r.right_entry})"
                for r in chosen.itertuples()
            ]
        for title, table in (("Lumps", self.lumps), ("Splits", self.splits)):
            parts.append(f"\n{title}: {len(table)}")
            parts += [
                f"  {r.wide_name} ({r.wide_entry}) = {str(r.parts).replace('|', ' + ')}"
                f" ({str(r.part_entries).replace('; ', ' + ')})"
                + _reaching_in(r.overlapping)
                + (" [listings differ]" if r.gap else "")
                for r in table.itertuples()
            ]
        return "\n".join(parts)

    __repr__ = __str__


def _reaching_in(names: object) -> str:
    return f" + part of {names.replace('|', ', ')}" if isinstance(names, str) else ""


class Replacement(NamedTuple):
    """One animal under two names: names and entries of left and right."""

    change: str
    names: tuple[str, ...]
    entries: tuple[str, str]
    basis: str | None


class Part(NamedTuple):
    """A taxon inside a wider one of the other side, its entries in words and its Appendices."""

    name: str
    entry: str
    appendices: tuple[str, ...]


class Whole(NamedTuple):
    """A taxon that contains several of the other side, and those that reach into it."""

    name: str
    entry: str
    appendices: tuple[str, ...]
    parts: tuple[Part, ...]
    overlapping: tuple[str, ...]


class Impact(NamedTuple):
    """What one nomenclature for both sides would change, as records: see `ImpactTables`."""

    replacements: tuple[Replacement, ...]
    lumps: tuple[Whole, ...]
    splits: tuple[Whole, ...]
    sides: tuple[str, str]


def impact(rows: Iterable[PairRow], keys: Keys) -> Impact:
    """Return what one nomenclature for both sides would change, as records.

    Parameters
    ----------
    rows : iterable of PairRow
        A concordance, or some of its rows.
    keys : pair of str
        The keys of the two lists.

    Returns
    -------
    Impact
    """
    pairs = [row for row in rows if row.link is not None]
    return Impact(
        replacements=tuple(
            Replacement(_change(row), names_of(row), entries_of_row(row), _basis(row))
            for row in pairs
            if _change(row)
        ),
        lumps=_grouped(pairs, Relation.INCLUDED_IN, wide=1),
        splits=_grouped(pairs, Relation.INCLUDES, wide=0),
        sides=(keys[0].upper(), keys[1].upper()),
    )


def impact_tables(rows: Iterable[PairRow], keys: Keys) -> ImpactTables:
    """Return the changes needed for one nomenclature on both sides.

    Parameters
    ----------
    rows : iterable of PairRow
        A concordance, or some of its rows.
    keys : pair of str
        The keys of the two lists.

    Returns
    -------
    ImpactTables
    """
    whole = impact(rows, keys)
    replaced = [(r.change, *r.names, *r.entries, r.basis) for r in whole.replacements]
    lumps, splits = (
        rows_to_frame(
            [
                (
                    wide.name,
                    "|".join(part.name for part in wide.parts),
                    "|".join(wide.overlapping) or None,
                    wide.entry,
                    "; ".join(part.entry for part in wide.parts),
                    any(part.appendices != wide.appendices for part in wide.parts),
                )
                for wide in groups
            ],
            _GROUPED,
        )
        for groups in (whole.lumps, whole.splits)
    )
    return ImpactTables(rows_to_frame(replaced, _ONE_TO_ONE), lumps, splits, whole.sides)


def names_of(row: PairRow) -> tuple[str, ...]:
    """Return the names of both taxa of a pair."""
    return tuple(taxon.name for taxon in row.taxa)


def entries_of_row(row: PairRow) -> tuple[str, str]:
    """Return the entries of both sides with their Appendices; ``-`` for no entry."""
    left, right = (
        f"{'|'.join(cover.appendices)} as {', '.join(cover.entry_names)}" if cover.entries else "-"
        for cover in row.covers
    )
    return left, right


def _basis(row: PairRow) -> str | None:
    return row.related.basis.value if row.related else None


def _change(row: PairRow) -> str:
    codes = set(row.judged.name_difference)
    same = {NameDifference.NONE, NameDifference.AUTHORSHIP}
    return "" if row.relation is not Relation.CONGRUENT or codes <= same else replacement(codes)


def replacement(difference: Collection[NameDifference]) -> str:
    """Return what a one-to-one replacement changes: ``genus``, ``spelling`` or ``name``.

    Parameters
    ----------
    difference : collection of NameDifference

    Returns
    -------
    str
    """
    if NameDifference.GENUS in difference:
        return "genus"
    other = {NameDifference.EPITHET, NameDifference.RANK, NameDifference.WILD_FORM}
    return "name" if other & set(difference) else "spelling"


def _grouped(rows: Iterable[PairRow], relation: Relation, *, wide: int) -> tuple[Whole, ...]:
    """Wider taxa (of the left where wide is 0) of one rank with their parts, by name."""
    part = 1 - wide
    groups: defaultdict[tuple[str, str], list[PairRow]] = defaultdict(list)
    overlapping: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        key = row.taxa[wide].name, row.taxa[wide].taxon_id
        if row.relation is Relation.OVERLAPS:
            overlapping[key].add(row.taxa[part].name)
        elif row.relation is relation and row.taxa[0].rank == row.taxa[1].rank:
            groups[key].append(row)
    grouped = []
    for key, members in sorted(groups.items()):
        members.sort(key=lambda row: row.taxa[part].name)
        parts = tuple(
            Part(row.taxa[part].name, entries_of_row(row)[part], row.covers[part].appendices)
            for row in members
        )
        whole = members[0]
        grouped.append(
            Whole(key[0], entries_of_row(whole)[wide], whole.covers[wide].appendices, parts,
                  tuple(sorted(overlapping[key])))
        )  # fmt: skip
    return tuple(grouped)


def listing_gaps(rows: Iterable[PairRow]) -> pd.DataFrame:
    """Compare the listing of each part with that of the taxon that contains it.

    Parameters
    ----------
    rows : iterable of PairRow
        A concordance.

    Returns
    -------
    pandas.DataFrame
        One row for each pair of whole and part, at any rank below family, sorted by the wider
        taxon. ``gap`` is ``none`` if both are in the same Appendices.
    """
    wide_side = {Relation.INCLUDES: 0, Relation.INCLUDED_IN: 1}
    chosen = [
        (row, wide_side[row.relation])
        for row in rows
        if row.relation in wide_side and all(" " in taxon.name for taxon in row.taxa)
    ]
    chosen.sort(key=lambda c: (c[0].taxa[c[1]].name, c[0].taxa[1 - c[1]].name, c[1]))
    return rows_to_frame([_gap_row(row, wide) for row, wide in chosen], _GAPS)


def _gap_row(row: PairRow, wide: int) -> tuple[str | None, ...]:
    whole, part = row.covers[wide].appendices, row.covers[1 - wide].appendices
    gap = "none"
    if not part:
        gap = "not_listed"
    elif not whole:
        gap = "wide_not_listed"
    elif set(whole) != set(part):
        gap = "other_appendix"
    return (
        row.labels[wide],
        row.taxa[wide].name,
        "|".join(whole) or None,
        row.taxa[1 - wide].name,
        "|".join(part) or None,
        gap,
        row.related.source if row.related else None,
    )
