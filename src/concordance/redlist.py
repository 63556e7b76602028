"""The joint list against the Red List: which names and which statuses need a look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import pandas as pd

from concordance.checklist import Checklist
from concordance.checklist import rows as records
from concordance.matching.lookup import match_names
from concordance.schema import Column, cells, to_frame

#: categories that IUCN calls threatened, and the extinct ones
THREATENED: Final = frozenset({"CR", "EN", "VU"})


class Advice(StrEnum):
    """What would reconcile a listed name with the Red List; always a draft."""

    NONE = "none"  # same name, and nothing that a status would ask for
    NAME_DIFFERS = "name_differs"  # the Red List has the animal under another name
    STATUS_GAP = "status_gap"  # threatened, and in Appendix I of neither side
    NOT_ASSESSED = "not_assessed"  # the Red List does not hold the name
    REVIEW = "review"  # the names do not settle which animal is meant


AGAINST: Final = (
    Column(name="concordance_id", meaning="row of the concordance"),
    Column(name="listed_name", meaning="name of the left, else of the right"),
    Column(name="appendices", meaning="Appendices of both sides, as in CITES I; CMS II"),
    Column(name="red_list_name", meaning="name of the Red List; null where not found for sure"),
    Column(name="red_list_category", meaning="IUCN category; null where not known"),
    Column(name="red_list_year", meaning="year of the assessment"),
    Column(name="rule", meaning="rule that linked the names"),
    Column(name="evidence", meaning="why, or why not"),
    Column(
        name="advice",
        meaning="draft for people to decide, codes joined by a bar",
        values=tuple(a.value for a in Advice),
        separator="|",
    ),
    Column(name="note", meaning="the draft in words"),
)


@dataclass(frozen=True, slots=True)
class Assessed:
    """What the Red List says of one listed name."""

    listed_name: str
    name: str | None
    category: str | None
    year: str | None
    rule: str | None
    evidence: str
    advice: tuple[Advice, ...]
    note: str


def assess(
    rows: Sequence[Mapping[str, Any]], redlist: Checklist, keys: tuple[str, str]
) -> list[Assessed | None]:
    """Return what the Red List says of each row of a concordance.

    Parameters
    ----------
    rows : sequence of mapping
        Rows of a concordance table, missing cells None.
    redlist : Checklist
        With statuses.
    keys : pair of str
        Prefixes of the two sides.

    Returns
    -------
    list of Assessed or None
        None for rows above species rank.
    """
    a, b = keys
    low = [row for row in rows if " " in (row.get(f"{a}_name") or row.get(f"{b}_name") or "")]
    names = [row.get(f"{a}_name") or row.get(f"{b}_name") or "" for row in low]
    sides = [a if row.get(f"{a}_name") else b for row in low]
    found = match_names(
        names,
        redlist,
        authorships=[row.get(f"{s}_authorship") or "" for row, s in zip(low, sides, strict=True)],
        classes=[row.get("class") or "" for row in low],
    )
    status = {s["taxon_id"]: s for s in redlist.records("statuses")}
    columns = [cells(found[c]) for c in ("taxon_id", "name", "rule", "evidence", "status")]
    out: dict[int, Assessed] = {}
    for row, name, answer in zip(low, names, zip(*columns, strict=True), strict=True):
        taxon_id, there, rule, evidence, state = answer
        assessed = status.get(taxon_id or "", {})
        category = assessed.get("category") or None
        first = {part for key in keys for part in (row.get(f"{key}_appendix") or "").split("/")}
        advice, note = _advice(name, there, category, "I" in first, state)
        out[id(row)] = Assessed(
            name, there, category, assessed.get("year") or None, rule, evidence, advice, note
        )
    return [out.get(id(row)) for row in rows]


def against(table: pd.DataFrame, redlist: Checklist, keys: tuple[str, str]) -> pd.DataFrame:
    """Return the species and subspecies of a concordance beside the Red List.

    Parameters
    ----------
    table : pandas.DataFrame
        A concordance table.
    redlist : Checklist
        With statuses: see `concordance.load_checklist`.
    keys : pair of str
        Prefixes of the two sides.

    Returns
    -------
    pandas.DataFrame
        One row a row of the table at species or subspecies rank, columns `AGAINST`, in its order.
    """
    rows = records(table)
    data: dict[str, list[object]] = {c.name: [] for c in AGAINST}
    for row, said in zip(rows, assess(rows, redlist, keys), strict=True):
        if said is None:
            continue
        listed = "; ".join(
            f"{key.upper()} {row[f'{key}_appendix']}" for key in keys if row[f"{key}_appendix"]
        )
        values = (row["concordance_id"], said.listed_name, listed or None, said.name,
                  said.category, said.year, said.rule, said.evidence,
                  "|".join(said.advice), said.note)  # fmt: skip
        for column, value in zip(data, values, strict=True):
            data[column].append(value)
    return to_frame(data, AGAINST)


def _advice(
    name: str, there: str | None, category: str | None, in_first: bool, state: str
) -> tuple[tuple[Advice, ...], str]:
    if there is None:
        if state in {"not_found", "higher_taxon"}:
            return (Advice.NOT_ASSESSED,), f"Draft: the Red List holds no name {name}."
        return (Advice.REVIEW,), f"Draft: settle which animal of the Red List {name} is."
    codes, notes = [], []
    if there != name:
        codes.append(Advice.NAME_DIFFERS)
        notes.append(f"the Red List calls {name} {there}")
    if category in THREATENED and not in_first:
        codes.append(Advice.STATUS_GAP)
        notes.append(f"{category} on the Red List, and in Appendix I of neither side")
    if not codes:
        return (Advice.NONE,), "Draft: nothing to reconcile."
    return tuple(codes), f"Draft: {'; '.join(notes)}."
