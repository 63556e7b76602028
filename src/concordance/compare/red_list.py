"""Compares the joint list with the Red List: names and statuses that need attention."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

import pandas as pd

from concordance.checklist import Checklist
from concordance.matching.lookup import match_names
from concordance.pairs import PairRow
from concordance.result_schema import higher
from concordance.schema import Column, cells, rows_to_frame

#: IUCN's threatened categories, and the extinct ones
THREATENED: Final = frozenset({"CR", "EN", "VU"})


class Advice(StrEnum):
    """How to reconcile a listed name with the Red List; always a draft."""

    NONE = "none"  # same name, and the status needs no action
    NAME_DIFFERS = "name_differs"  # the Red List uses another name for the animal
    STATUS_GAP = "status_gap"  # threatened, but in Appendix I of neither side
    NOT_ASSESSED = "not_assessed"  # the Red List does not contain the name
    REVIEW = "review"  # the names do not show which animal is meant


AGAINST: Final = (
    Column(name="concordance_id", meaning="row of the concordance"),
    Column(name="listed_name", meaning="name on the left, or else on the right"),
    Column(name="appendices", meaning="Appendices of both sides, each after the key of its list"),
    Column(name="red_list_name", meaning="name in the Red List; null = not found with certainty"),
    Column(name="red_list_category", meaning="IUCN category; null = not known"),
    Column(name="red_list_year", meaning="year of the assessment"),
    Column(name="rule", meaning="rule that linked the names"),
    Column(name="evidence", meaning="why the names were linked, or why not"),
    Column(
        name="advice",
        meaning="draft for people to decide on, codes joined by a bar",
        values=tuple(a.value for a in Advice),
        separator="|",
    ),
    Column(name="note", meaning="the draft in words"),
)


class AgainstRow(NamedTuple):
    """A row of `AGAINST`."""

    concordance_id: str
    listed_name: str
    appendices: str | None
    red_list_name: str | None
    red_list_category: str | None
    red_list_year: str | None
    rule: str | None
    evidence: str
    advice: str
    note: str


class Assessed(NamedTuple):
    """The Red List's information on one listed name."""

    listed_name: str
    name: str | None
    category: str | None
    year: str | None
    rule: str | None
    evidence: str
    advice: tuple[Advice, ...]
    note: str


def assess(rows: Sequence[PairRow], redlist: Checklist) -> list[Assessed | None]:
    """Return the Red List's information on each row of a concordance.

    Parameters
    ----------
    rows : sequence of PairRow
    redlist : Checklist
        A list with conservation statuses.

    Returns
    -------
    list of Assessed or None
        None for rows above species rank.
    """
    low = [(place, row) for place, row in enumerate(rows) if " " in row.sides_by_key[0].taxon.name]
    taxa = [row.sides_by_key[0].taxon for _, row in low]
    answers = match_names(
        [taxon.name for taxon in taxa],
        redlist,
        authorships=[taxon.authorship for taxon in taxa],
        classes=[higher(row, "class") or "" for _, row in low],
    )
    status = {status.taxon_id: status for status in redlist.records.statuses}
    label = _label(redlist)
    columns = [cells(answers[c]) for c in ("taxon_id", "name", "rule", "evidence", "status")]
    assessed: list[Assessed | None] = [None] * len(rows)
    for (place, row), taxon, answer in zip(low, taxa, zip(*columns, strict=True), strict=True):
        taxon_id, there, rule, evidence, state = answer
        own = status.get(taxon_id or "")
        category = own.category if own else ""
        first = any("I" in cover.appendices for cover in row.covers)
        gap = category if category in THREATENED and not first else ""
        advice, note = _advice(taxon.name, there, label, gap, state)
        year = own.year if own else ""
        assessed[place] = Assessed(taxon.name, there, category or None, year or None, rule,
                                   evidence, advice, note)  # fmt: skip
    return assessed


def against(rows: Sequence[PairRow], redlist: Checklist) -> pd.DataFrame:
    """Compare the species and subspecies of a concordance with the Red List.

    Parameters
    ----------
    rows : sequence of PairRow
    redlist : Checklist
        A list with conservation statuses: see `concordance.load_checklist`.

    Returns
    -------
    pandas.DataFrame
        One row for each row at species or subspecies rank, columns `AGAINST`, in the order given.
    """
    beside = []
    for row, assessed in zip(rows, assess(rows, redlist), strict=True):
        if assessed is None:
            continue
        listed = "; ".join(
            f"{label} {'|'.join(cover.appendices)}"
            for label, cover in zip(row.labels, row.covers, strict=True)
            if cover.entries
        )
        beside.append(
            AgainstRow(row.concordance_id, assessed.listed_name, listed or None, assessed.name,
                       assessed.category, assessed.year, assessed.rule, assessed.evidence,
                       "|".join(assessed.advice), assessed.note)
        )  # fmt: skip
    return rows_to_frame(beside, AGAINST)


def _label(redlist: Checklist) -> str:
    """Name of a list in sentences: the Red List, or the name of its source."""
    return "the Red List" if is_red_list(redlist) else redlist.source.name


def is_red_list(checklist: Checklist) -> bool:
    """Return whether a list is the Red List itself, as other lists reprint its categories."""
    return "Red List" in checklist.source.name


def _advice(
    name: str, there: str | None, label: str, gap: str, state: str
) -> tuple[tuple[Advice, ...], str]:
    if there is None:
        if state in {"not_found", "covered"}:
            return (Advice.NOT_ASSESSED,), f"Draft: {label} does not contain {name}."
        return (Advice.REVIEW,), f"Draft: settle which taxon in {label} matches {name}."
    codes, notes = [], []
    if there != name:
        codes.append(Advice.NAME_DIFFERS)
        notes.append(f"{label} uses the name {there} for {name}")
    if gap:
        codes.append(Advice.STATUS_GAP)
        notes.append(f"{gap} on {label}, but in Appendix I of neither side")
    if not codes:
        return (Advice.NONE,), "Draft: nothing to reconcile."
    return tuple(codes), f"Draft: {'; '.join(notes)}."
