"""The CITES Appendices on any day, from a user's export of the History of CITES Listings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import partial
from typing import Any, Final

from concordance.checklist import Checklist, Source
from concordance.checklist_parts import Change as ListChange
from concordance.checklist_parts import Span
from concordance.errors import DateError
from concordance.readers.assemble import assemble
from concordance.readers.listing_history import (
    Change,
    ListingHistory,
    Period,
    periods,
    read_listing_history,
    reservations,
)
from concordance.readers.tables import Row
from concordance.records import mark_pro_parte

_KEY: Final = "cites"
_NAME: Final = "History of CITES Listings"


def load_listing_history(source: Any, day: str | None) -> Checklist:
    """Return the list in force on a day, from a history of the listings.

    Parameters
    ----------
    source : path, file object or pandas.DataFrame
    day : str, optional
        ISO date; by default the day of the file.

    Returns
    -------
    Checklist
        Taxa not listed on the day are included without entries.

    Raises
    ------
    ChecklistError
        If the file cannot be read; lists every problem by row.
    DateError
        If the day is before the first change.
    """
    return history_on(read_listing_history(source), day)


def history_on(history: ListingHistory, day: str | None = None) -> Checklist:
    """Return the list in force on a day: see `load_listing_history`."""
    first, day = history.changes[0].day, day or history.day
    if day < first:
        raise DateError(
            f"as_of {day} is before the first change of {history.place}, {first}; choose a later "
            "day"
        )
    of_taxon: defaultdict[str, list[Change]] = defaultdict(list)
    for change in history.changes:
        of_taxon[change.taxon_id].append(change)
    listed = [
        period
        for changes in of_taxon.values()
        for period in periods(changes)
        if period.change.day <= day and not (period.end and period.end <= day)
    ]
    taxa = {taxon["taxon_id"]: taxon for taxon in history.taxa}
    entries = [_entry(period, taxa[f"{_KEY}:{period.change.taxon_id}"]) for period in listed]
    with_entry = {entry["taxon_id"] for entry in entries}
    checklist = assemble(
        _KEY,
        _source(history, day),
        {
            "taxa": [_taxon(taxon, taxon["taxon_id"] in with_entry) for taxon in history.taxa],
            "names": [_name(taxon) for taxon in history.taxa],
            "listings": entries,
            "measures": [
                _reservation(change)
                for changes in of_taxon.values()
                for change in reservations(changes, day)
            ],
        },
        partner="cms",
    )
    uses = tuple(mark_pro_parte(checklist.records.names))
    return replace(
        checklist,
        records=checklist.records._replace(names=uses),
        reload=partial(history_on, history),
        span=partial(_span, history),
    )


def _span(history: ListingHistory) -> Span:
    taxa = {taxon["taxon_id"].removeprefix(f"{_KEY}:"): taxon for taxon in history.taxa}
    changed: defaultdict[str, set[str]] = defaultdict(set)
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for change in history.changes:
        taxon = taxa[change.taxon_id]
        changed[change.day].update({taxon["name"], change.group} - {""})
        groups[change.day].update(
            taxon[c] for c in ("kingdom", "class", "order", "family", "genus")
        )
    first, *later = (
        ListChange(day, frozenset(changed[day]), frozenset(groups[day])) for day in sorted(changed)
    )
    return Span(first.day, history.day, tuple(later))


def _taxon(taxon: Row, is_listed: bool) -> Row:
    return {
        **taxon,
        "kingdom": taxon["kingdom"] or "Animalia",
        "status": "listed" if is_listed else "known",
        "source": _NAME,
        "confidence": "reported",
    }


def _name(taxon: Row) -> Row:
    own = {column: taxon[column] for column in ("name", "authorship", "taxon_id")}
    return {**own, "status": "accepted", "kind": "accepted", "source": _NAME}


def _entry(period: Period, taxon: Row) -> Row:
    change, taxon_id = period.change, taxon["taxon_id"]
    name = change.group or taxon["name"]
    is_part = not change.group and "population" in change.note.lower()
    return {
        "entry_id": f"{taxon_id}:{change.appendix}:{change.day}:{change.row}",
        "taxon": name,
        "taxon_id": taxon_id,
        "rank": "" if change.group else taxon["rank"],
        "appendix": change.appendix,
        "scope": "population" if is_part else "whole",
        "scope_note": change.note if is_part else "",
        "parties": change.party if change.appendix == "III" else "",
        "effective_from": change.day,
        "effective_to": period.end,
        "source": _NAME,
        "confidence": "reported",
    }


def _reservation(change: Change) -> Row:
    return {
        "taxon_id": f"{_KEY}:{change.taxon_id}",
        "kind": "reservation",
        "party": change.party,
        "effective_from": change.day,
        "source": _NAME,
        "confidence": "reported",
    }


def _source(history: ListingHistory, day: str) -> Source:
    return Source(
        name=_NAME,
        publisher="UNEP-WCMC",
        version=f"in force {day}",
        as_of=day,
        complete_to=history.day,
        sha256=history.digest,
        licence="Species+ terms of use: not to be redistributed",
        citation=f"{_NAME}, downloaded {history.day}, as in force on {day}, UNEP-WCMC.",
        redistribution="restricted",
    )
