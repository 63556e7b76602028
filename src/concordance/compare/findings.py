"""Checks the entries of the animals against further information: range, status, EU Annexes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from concordance.arrange.annexes import FOLLOWED, AnnexReason, annex_reason
from concordance.arrange.official_lists import day_within, load_list
from concordance.checklist import Checklist
from concordance.codes import MeasureKind
from concordance.compare.information import fold
from concordance.compare.red_list import THREATENED
from concordance.listing.cover import levels
from concordance.matching.lookup import match_names
from concordance.pairs import Cover, PairRow
from concordance.readers.known import known_instruments
from concordance.records import Entry
from concordance.result_schema import LANGUAGES, higher
from concordance.schema import Column, cells, choices, rows_to_frame

if TYPE_CHECKING:
    import pandas as pd

Lists = tuple[Checklist, Checklist]


class Kind(StrEnum):
    """Kind of finding."""

    OUTSIDE_RANGE = "population_outside_range"  # an entry for a country in which it does not occur
    THREATENED_BELOW = "threatened_below_first"  # threatened, but in Appendix I of neither list
    SAFE_IN_FIRST = "least_concern_in_first"  # of least concern, but in an Appendix I
    NO_APPENDIX = "instrument_without_appendix"  # species of an instrument that no entry covers
    ANNEX = "annex_differs"  # the EU Annex is not the one that follows from the Appendix
    TWO_ANIMALS = "common_name_of_two"  # two animals with one common name


FINDINGS: Final = (
    Column(name="kind", meaning="kind of finding", values=choices(Kind)),
    Column(name="class", meaning="class"),
    Column(name="name", meaning="name of the animal, or of two animals joined by |"),
    Column(name="appendices", meaning="Appendices of both lists, each after its list"),
    Column(name="value", meaning="the country, category, instrument, Annex or common name"),
    Column(name="reason", meaning="why an Annex differs; null for other kinds",
           values=choices(AnnexReason)),
    Column(name="note", meaning="the finding in one sentence"),
    Column(name="concordance_id", meaning="row of the concordance; null = none"),
)  # fmt: skip
_ANNEX_WORDS: Final = {
    AnnexReason.STRICTER: "The Union lists it in a stricter Annex",
    AnnexReason.BEYOND: "The Union lists it, but no Appendix does",
    AnnexReason.NEWER: "The entry is newer than the text of the Annexes in the data",
    AnnexReason.RESERVATION: "It is in the Annex for taxa with a reservation (Article 3)",
    AnnexReason.GROUP: "One Annex entry covers taxa of several Appendices",
    AnnexReason.SPECIES: "The Annexes list its species one by one",
    AnnexReason.UNEXPLAINED: "Not explained by the data",
}
_FIRST: Final = "I"
_LEAST: Final = "LC"


class Finding(NamedTuple):
    """A row of `FINDINGS`."""

    kind: str
    class_: str | None
    name: str
    appendices: str | None
    value: str | None
    reason: str | None
    note: str
    concordance_id: str | None


def information_findings(lists: Lists, rows: Sequence[PairRow]) -> pd.DataFrame:
    """Return further information on the animals that does not fit their entries.

    Parameters
    ----------
    lists : pair of Checklist
    rows : sequence of PairRow
        Their concordance, built with lists of statuses if the status is to be checked.

    Returns
    -------
    pandas.DataFrame
        Columns `FINDINGS`, sorted by kind, class, name and value. Ranges come from open
        checklists, so a missing country may be an error of the checklist.
    """
    findings = [*_outside_range(rows), *_statuses(rows), *_annexes(lists, rows)]
    findings += [*_instruments(lists), *_two_animals(rows)]
    findings.sort(key=lambda f: tuple(str(v or "") for v in f))
    return rows_to_frame(findings, FINDINGS)


def _finding(row: PairRow, kind: Kind, value: str, note: str, reason: str | None = None) -> Finding:
    return Finding(kind.value, higher(row, "class"), _name(row), _appendices(row), value, reason,
                   note, row.concordance_id)  # fmt: skip


def _name(row: PairRow) -> str:
    return row.sides_by_key[0].taxon.name


def _appendices(row: PairRow) -> str | None:
    words = [
        f"{label} {'|'.join(cover.appendices)}"
        for label, cover in zip(row.labels, row.covers, strict=True)
        if cover.entries
    ]
    return "; ".join(words) or None


# ---------------------------------------------------------------------------------------------
# range, status


def _outside_range(rows: Iterable[PairRow]) -> Iterator[Finding]:
    """Entries that name a country where an open checklist does not have the animal."""
    for row in rows:
        known = row.known
        cells_ = (known.range_countries, known.range_uncertain)
        countries = {code for cell in cells_ for code in (cell or "").split("|")} - {""}
        if not countries:
            continue
        for label, cover in zip(row.labels, row.covers, strict=True):
            outside: defaultdict[str, list[Entry]] = defaultdict(list)
            for entry in cover.entries:
                for code in _outside(entry, countries, row):
                    outside[code].append(entry)
            for code, entries in sorted(outside.items()):
                words = " and ".join(f"{entry.appendix} ({entry.taxon})" for entry in entries)
                note = (
                    f"{label} names {code} in {words}; {known.range_source} does not have "
                    f"{_name(row)} there."
                )
                yield _finding(row, Kind.OUTSIDE_RANGE, code, note)


def _outside(entry: Entry, countries: set[str], row: PairRow) -> list[str]:
    """Countries of an entry for the taxon itself, as those of a group concern all its species."""
    if entry.scope_mode is None or entry.taxon not in {taxon.name for taxon in row.taxa}:
        return []
    return [code for code in entry.scope_countries if code not in countries]


def _statuses(rows: Iterable[PairRow]) -> Iterator[Finding]:
    for row in rows:
        category = row.red_list.category if row.red_list else None
        first = [label for label, cover in zip(row.labels, row.covers, strict=True)
                 if _FIRST in cover.appendices]  # fmt: skip
        source = row.red_list.source if row.red_list else ""
        if category in THREATENED and not first:
            note = f"{_name(row)} is {category} ({source}) but in Appendix I of neither list."
            yield _finding(row, Kind.THREATENED_BELOW, str(category), note)
        if category == _LEAST and first:
            lists = " and ".join(first)
            note = f"{_name(row)} is {category} ({source}) but in Appendix I of {lists}."
            yield _finding(row, Kind.SAFE_IN_FIRST, category, note)


# ---------------------------------------------------------------------------------------------
# Annexes, instruments


def _annexes(lists: Lists, rows: Sequence[PairRow]) -> Iterator[Finding]:
    """Rows whose EU Annex differs from the one that follows from the Appendix."""
    keys = rows[0].keys if rows else ()
    day = day_within("eu", max(checklist.source.as_of for checklist in lists))
    if FOLLOWED not in keys or not day:
        return
    place = keys.index(FOLLOWED)
    annexes = load_list("eu", as_of=day)
    genera = {taxon.genus for taxon in annexes.records.taxa if " " in taxon.name}
    text_from = min(e.effective_from for e in annexes.records.listings if e.effective_from)
    for row in rows:
        side, cover = row.sides[place], row.covers[place]
        taxon = row.taxa[0] if side is None else side.taxon
        if side is None and " " not in taxon.name:
            continue  # a group of the other list has no Appendix here
        own = tuple(filter(None, (row.known.eu_annexes or "").split("|")))
        reason = annex_reason(cover.appendices, own, newer=_is_newer(cover, text_from))
        if reason is AnnexReason.UNEXPLAINED and not own and set(levels(taxon)) & genera:
            reason = AnnexReason.SPECIES
        if reason is not None:
            label = FOLLOWED.upper()
            listed = (
                f"in {label} Appendix {'|'.join(cover.appendices)}"
                if cover.entries
                else f"not listed by {label}"
            )
            union = f"in EU Annex {'|'.join(own)}" if own else "not in an EU Annex"
            note = f"{taxon.name} is {listed} but {union}. {_ANNEX_WORDS[reason]}."
            yield _finding(row, Kind.ANNEX, "|".join(own), note, reason.value)


def _is_newer(cover: Cover, text_from: str) -> bool:
    return any(entry.effective_from > text_from for entry in cover.entries)


def _instruments(lists: Lists) -> Iterator[Finding]:
    """Species of an agreement or memorandum not covered by an entry of either list."""
    instruments = known_instruments()
    if not any(m.kind is MeasureKind.INSTRUMENT for one in lists for m in one.records.measures):
        return
    names = sorted(name for name in instruments if " " in name)
    answers = [match_names(names, one) for one in lists]
    for at, name in enumerate(names):
        appendices = [cells(answer["appendix"])[at] for answer in answers]
        status = [cells(answer["status"])[at] for answer in answers]
        if not any(appendices) and set(status) <= {"not_found", "matched", "excluded"}:
            for instrument in instruments[name]:
                note = f"{name} is covered by {instrument}, but by no entry of either list."
                yield Finding(Kind.NO_APPENDIX.value, None, name, None, instrument, None, note,
                              None)  # fmt: skip


# ---------------------------------------------------------------------------------------------
# common names


def _two_animals(rows: Sequence[PairRow]) -> Iterator[Finding]:
    """Common names in the package shared by two animals, unless both are parts of one."""
    bearers: defaultdict[tuple[str, str], list[PairRow]] = defaultdict(list)
    printed: dict[tuple[str, str], str] = {}
    for row in rows:
        for language in LANGUAGES:
            if name := row.known.common_name(language):
                bearers[language, fold(name)].append(row)
                printed.setdefault((language, fold(name)), name)
    for key, own in sorted(bearers.items()):
        taxa = {taxon.taxon_id for row in own for taxon in row.taxa}
        names = sorted({_name(row) for row in own})
        if len(names) > 1 and not _are_one(own, taxa):
            several = f"{', '.join(names[:-1])} and {names[-1]}"
            words = f"{printed[key]} ({key[0]}) is the common name of {several}."
            yield Finding(Kind.TWO_ANIMALS.value, higher(own[0], "class"), "|".join(names), None,
                          f"{key[0]}: {printed[key]}", None, words, None)  # fmt: skip


def _are_one(rows: Sequence[PairRow], taxa: set[str]) -> bool:
    """Whether rows share a taxon, or concern a species and its subspecies."""
    shared = any(set(filter(None, row.ids)) & taxa_of(other) for row in rows for other in rows
                 if row is not other)  # fmt: skip
    species = {taxon.species or taxon.name for row in rows for taxon in row.taxa}
    return shared or len(species) == 1


def taxa_of(row: PairRow) -> set[str]:
    """Return the ids of the taxa of a row."""
    return {taxon.taxon_id for taxon in row.taxa}
