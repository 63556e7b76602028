"""Reads a user's export of the History of CITES Listings: every change of every listing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from concordance.errors import ChecklistError
from concordance.readers.cells import day_in, iso_from_dmy, plain
from concordance.readers.download_checks import sheet_of
from concordance.readers.tables import Row

_NEEDED: Final = ("TaxonId", "FullName", "RankName", "Appendix", "ChangeType", "EffectiveAt")
_CHANGES: Final = frozenset(
    {"ADDITION", "DELETION", "AMENDMENT", "RESERVATION", "RESERVATION_WITHDRAWAL"}
)
_APPENDICES: Final = frozenset({"I", "II", "III"})
_GROUP: Final = re.compile(r"\[\w+ listing ([A-Z][a-z]+) spp\.\]")
_NOTES: Final = ("FullAnnotationEnglish", "AnnotationEnglish")


class Change(NamedTuple):
    """One change of a listing.

    ``group`` is the listed higher taxon; blank if the taxon itself is listed.
    """

    row: int
    taxon_id: str
    appendix: str
    party: str
    kind: str
    day: str
    is_current: bool | None
    note: str
    group: str


class ListingHistory(NamedTuple):
    """The content and source of a History of CITES Listings."""

    place: str
    digest: str
    day: str
    taxa: tuple[Row, ...]
    changes: tuple[Change, ...]


def read_listing_history(source: Any) -> ListingHistory:
    """Return a History of CITES Listings.

    Parameters
    ----------
    source : path, file object or pandas.DataFrame

    Returns
    -------
    ListingHistory
        Changes by day. The day of the file is that in its name, or else that of the last change.

    Raises
    ------
    ChecklistError
        If a column is missing or a cell is wrong; lists every problem by row.
    """
    place, sheet, digest = sheet_of(source)
    problems = sheet.problems + sheet.missing(_NEEDED)
    if problems:
        raise ChecklistError(place, problems)
    numbered = sheet.dicts()
    problems = [f"row {row}: {p}" for row, record in numbered for p in _problems(record)]
    if not numbered:
        problems.append("has a header but no rows; download it again")
    if problems:
        raise ChecklistError(place, problems)
    changes = sorted((_change(row, record) for row, record in numbered), key=lambda c: c.day)
    taxa = {record["TaxonId"].strip(): record for _, record in reversed(numbered)}
    last = changes[-1].day
    return ListingHistory(
        place, digest, max(day_in(place), last), tuple(map(_taxon, taxa.values())), tuple(changes)
    )


def _problems(record: Row) -> Iterator[str]:
    for column in ("TaxonId", "FullName"):
        if not record[column].strip():
            yield f"{column} is blank; expected a value"
    if record["ChangeType"].strip() not in _CHANGES:
        yield f"ChangeType is {record['ChangeType']!r}; expected {', '.join(sorted(_CHANGES))}"
    if record["Appendix"].strip() not in _APPENDICES:
        yield f"Appendix is {record['Appendix']!r}; expected I, II or III"
    if not _day(record):
        yield f"EffectiveAt is {record['EffectiveAt']!r}; expected a date as dd/mm/yyyy"


def _day(record: Row) -> str:
    text = record["EffectiveAt"].strip()
    return iso_from_dmy(text) if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", text) else ""


def _change(row: int, record: Row) -> Change:
    note = plain(next((record[c] for c in _NOTES if record.get(c, "").strip()), ""))
    group = _GROUP.search(note)
    current = record.get("IsCurrent", "").strip().lower()
    return Change(
        row=row,
        taxon_id=record["TaxonId"].strip(),
        appendix=record["Appendix"].strip(),
        party=record.get("PartyIsoCode", "").strip(),
        kind=record["ChangeType"].strip(),
        day=_day(record),
        is_current={"true": True, "t": True, "1": True, "false": False, "f": False, "0": False}.get(
            current
        ),
        note=note,
        group=group[1] if group else "",
    )


def _taxon(record: Row) -> Row:
    name = plain(record["FullName"])
    return {
        "name": name,
        "taxon_id": f"cites:{record['TaxonId'].strip()}",
        "authorship": plain(record.get("AuthorYear", "")),
        "rank": record["RankName"].strip().lower(),
        "kingdom": record.get("Kingdom", ""),
        "class": record.get("Class", ""),
        "order": record.get("Order", ""),
        "family": record.get("Family", ""),
        "genus": record.get("Genus", ""),
    }


class Period(NamedTuple):
    """A period of listing; `end` is the first day on which the taxon is not listed, or blank."""

    change: Change
    end: str


def periods(changes: Sequence[Change]) -> Iterator[Period]:
    """Yield the periods of the listings of one taxon.

    Parameters
    ----------
    changes : sequence of Change
        Changes of one taxon, by day.

    Yields
    ------
    Period
        An addition or amendment holds until the next change of that Appendix and Party. If the
        file marks it as no longer current but has no such change, the taxon was transferred, and
        it holds until the next change of any Appendix.
    """
    listings = [c for c in changes if not c.kind.startswith("RESERVATION")]
    for change in listings:
        if change.kind == "DELETION":
            continue
        later = [c for c in listings if c.day > change.day]
        own = [
            c.day
            for c in later
            if c.appendix == change.appendix and (c.party == change.party or not c.party)
        ]
        others = [c.day for c in later] if change.is_current is False else []
        yield Period(change, min(own or others, default=""))


def reservations(changes: Sequence[Change], day: str) -> Iterator[Change]:
    """Yield the reservations to the listings of one taxon in force on a day."""
    for change in changes:
        if change.kind != "RESERVATION" or change.day > day:
            continue
        withdrawn = any(
            c.kind == "RESERVATION_WITHDRAWAL"
            and (c.appendix, c.party) == (change.appendix, change.party)
            and change.day < c.day <= day
            for c in changes
        )
        if not withdrawn:
            yield change
