"""The Committee's own impact format: replacements one to one, lumps, splits; and listing gaps."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

import pandas as pd

from concordance.schema import Column, Relation, cells, to_frame

_ONE_TO_ONE: Final = (
    Column(
        name="change", meaning="what a replacement changes", values=("genus", "spelling", "name")
    ),
    Column(name="left_name", meaning="name on the left"),
    Column(name="right_name", meaning="name on the right"),
    Column(name="left_entry", meaning="entries touched on the left, with their Appendices"),
    Column(name="right_entry", meaning="entries touched on the right"),
    Column(name="basis", meaning="asserted, inferred or reviewed"),
)
_GROUPED: Final = (
    Column(name="wide_name", meaning="the taxon that holds the others"),
    Column(name="parts", meaning="the taxa it holds on the other side, joined by a bar"),
    Column(name="wide_entry", meaning="its entries, with their Appendices"),
    Column(name="part_entries", meaning="entry of each part in the same order; - where none"),
    Column(name="gap", meaning="whether a part has no entry or another Appendix", dtype="bool"),
)
_GAPS: Final = (
    Column(name="wide_side", meaning="side on which the wider taxon stands"),
    Column(name="wide_name", meaning="the wider taxon"),
    Column(name="wide_appendix", meaning="Appendices of the wider taxon"),
    Column(name="part_name", meaning="the part, as the other side names it"),
    Column(name="part_appendix", meaning="Appendices of the part; null where none"),
    Column(
        name="gap",
        meaning="how the listings of whole and part compare",
        values=("none", "not_listed", "wide_not_listed", "other_appendix"),
    ),
    Column(name="relation_source", meaning="who says that one holds the other"),
)


@dataclass(frozen=True, slots=True)
class ImpactTables:
    """What one nomenclature for both sides would change, in the three annexes of the Committee.

    Attributes
    ----------
    replacements, lumps, splits : pandas.DataFrame
        One-to-one replacements; taxa of the right that hold several of the left (what the left
        would lump); taxa of the left that hold several of the right (what it would split).
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
                f" ({str(r.part_entries).replace('|', ' + ')})"
                + (" [listings differ]" if r.gap else "")
                for r in table.itertuples()
            ]
        return "\n".join(parts)

    __repr__ = __str__


def _records(table: pd.DataFrame, keys: tuple[str, str]) -> list[dict[str, str]]:
    """Linked pairs as records with the prefixes left and right."""
    out = []
    columns = [cells(table[c]) for c in table.columns]
    names = [
        c.replace(f"{keys[0]}_", "left_", 1)
        if c.startswith(f"{keys[0]}_")
        else c.replace(f"{keys[1]}_", "right_", 1)
        if c.startswith(f"{keys[1]}_")
        else c
        for c in table.columns
    ]
    for row in zip(*columns, strict=True):
        record = dict(zip(names, row, strict=True))
        if record["left_id"] and record["right_id"]:
            out.append(record)
    return out


def _entry(record: dict[str, str], side: str) -> str:
    if not record[f"{side}_appendix"]:
        return "-"
    return f"{record[f'{side}_appendix']} as {record[f'{side}_listed_as'].replace('|', ', ')}"


def impact_tables(table: pd.DataFrame, keys: tuple[str, str]) -> ImpactTables:
    """Return what one nomenclature for both sides would change.

    Parameters
    ----------
    table : pandas.DataFrame
        A concordance table, or some of its rows.
    keys : pair of str
        Prefixes of the two sides.

    Returns
    -------
    ImpactTables
    """
    records = _records(table, keys)
    replaced: dict[str, list[object]] = {c.name: [] for c in _ONE_TO_ONE}
    for record in records:
        change = _change(record)
        if change:
            for name, value in zip(
                replaced,
                (change, record["left_name"], record["right_name"], _entry(record, "left"),
                 _entry(record, "right"), record["relation_basis"]),
                strict=True,
            ):  # fmt: skip
                replaced[name].append(value)
    return ImpactTables(
        replacements=to_frame(replaced, _ONE_TO_ONE),
        lumps=_grouped(records, Relation.INCLUDED_IN, "right", "left"),
        splits=_grouped(records, Relation.INCLUDES, "left", "right"),
        sides=(keys[0].upper(), keys[1].upper()),
    )


def _change(record: dict[str, str]) -> str:
    codes = set((record["name_difference"] or "none").split("|"))
    if record["relation"] != Relation.CONGRUENT.value or codes <= {"none", "authorship"}:
        return ""
    return replacement("|".join(codes))


def replacement(difference: str) -> str:
    """Return what a one-to-one replacement changes: ``genus``, ``spelling`` or ``name``.

    Parameters
    ----------
    difference : str
        Codes of `flags.name_difference`, joined by a bar.

    Returns
    -------
    str
    """
    codes = set(difference.split("|"))
    if "genus" in codes:
        return "genus"
    return "name" if codes & {"epithet", "rank", "wild_form"} else "spelling"


def _grouped(
    records: list[dict[str, str]], relation: Relation, wide: str, part: str
) -> pd.DataFrame:
    groups: defaultdict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for record in records:
        same_rank = record["left_rank"] == record["right_rank"]
        if record["relation"] == relation.value and same_rank:
            groups[record[f"{wide}_name"], record[f"{wide}_id"]].append(record)
    data: dict[str, list[object]] = {c.name: [] for c in _GROUPED}
    for (name, _), members in sorted(groups.items()):
        members.sort(key=lambda r: r[f"{part}_name"])
        entries = [_entry(record, part) for record in members]
        wide_appendix = members[0][f"{wide}_appendix"]
        data["wide_name"].append(name)
        data["parts"].append("|".join(record[f"{part}_name"] for record in members))
        data["wide_entry"].append(_entry(members[0], wide))
        data["part_entries"].append("|".join(entries))
        data["gap"].append(any(r[f"{part}_appendix"] != wide_appendix for r in members))
    return to_frame(data, _GROUPED)


def listing_gaps(table: pd.DataFrame, keys: tuple[str, str]) -> pd.DataFrame:
    """Return how the listing of each part compares with that of the taxon that holds it.

    Parameters
    ----------
    table : pandas.DataFrame
        A concordance table.
    keys : pair of str
        Prefixes of the two sides.

    Returns
    -------
    pandas.DataFrame
        One row a pair of whole and part, at any rank below family, sorted by the wider taxon.
        ``gap`` is ``none`` where both stand in the same Appendices.
    """
    data: dict[str, list[object]] = {c.name: [] for c in _GAPS}
    rows = []
    for record in _records(table, keys):
        if " " not in record["left_name"] or " " not in record["right_name"]:
            continue
        for relation, wide, part in (
            (Relation.INCLUDES, "left", "right"),
            (Relation.INCLUDED_IN, "right", "left"),
        ):
            if record["relation"] == relation.value:
                rows.append((record, wide, part))
    rows.sort(key=lambda r: (r[0][f"{r[1]}_name"], r[0][f"{r[2]}_name"], r[1]))
    for record, wide, part in rows:
        whole, piece = record[f"{wide}_appendix"], record[f"{part}_appendix"]
        gap = "none"
        if not piece:
            gap = "not_listed"
        elif not whole:
            gap = "wide_not_listed"
        elif set(whole.split("/")) != set(piece.split("/")):
            gap = "other_appendix"
        values = (keys[0 if wide == "left" else 1].upper(), record[f"{wide}_name"], whole,
                  record[f"{part}_name"], piece, gap, record["relation_source"])  # fmt: skip
        for name, value in zip(data, values, strict=True):
            data[name].append(value)
    return to_frame(data, _GAPS)
