"""A concordance's information on one animal, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from concordance.about import DISCLAIMER
from concordance.checklist import Checklist, Source
from concordance.checklist_parts import cited
from concordance.codes import Basis, Confidence
from concordance.compare.information import InformationRow
from concordance.errors import ConcordanceError
from concordance.listing.entries import EntryRow
from concordance.listing.legal import legal_words
from concordance.names import canonical
from concordance.pairs import Cover, PairRow, Side
from concordance.records import NameUse
from concordance.result_schema import result_cells

_NOT_VERIFIED: Final = ("(reported)", "(recalled)")


def unverified(row: PairRow) -> list[str]:
    """Return, in words, which facts of a row are only reported or recalled."""
    doubts: list[str] = []
    for label, side, cover in zip(row.labels, row.sides, row.covers, strict=True):
        if side is not None and side.taxon.confidence is not Confidence.VERIFIED:
            doubts.append(f"{label} name {side.taxon.name} ({side.taxon.confidence})")
        doubts += [
            f"{label} {entry.appendix} entry {entry.taxon} ({entry.confidence})"
            for entry in cover.entries
            if entry.confidence is not Confidence.VERIFIED
        ]
    if row.related is not None and row.related.basis is Basis.INFERRED:
        doubts.append("the relation (inferred)")
    elif row.related is not None and row.related.source.endswith(_NOT_VERIFIED):
        doubts.append(f"the relation {row.related.source[row.related.source.rindex('(') :]}")
    return list(dict.fromkeys(doubts))


def unverified_facts(rows: Iterable[PairRow], concordance_id: object) -> list[str]:
    """Return which facts of one row of a concordance are only reported or recalled.

    Parameters
    ----------
    rows : iterable of PairRow
    concordance_id : str

    Returns
    -------
    list of str
        In words; empty if names and entries were verified.

    Raises
    ------
    ConcordanceError
        If the concordance has no such row.
    """
    for row in rows:
        if row.concordance_id == concordance_id:
            return unverified(row)
    raise ConcordanceError(f"concordance_id {concordance_id!r} is not a row of this concordance")


def name_text(checklist: Checklist, use: NameUse) -> str:
    """Return, as one sentence without its full stop, how a name leads to a taxon of a list."""
    source = cited(use.source, dict(checklist.knowledge.titles))
    kind = "accepted name" if use.is_accepted else f"synonym ({use.kind.replace('_', ' ')})"
    return f"{checklist.source.name}: {use.name}, {kind}" + (source and f", source {source}")


def explanation_text(
    answer: str, names: Iterable[str], rows: Sequence[PairRow], sources: Iterable[Source]
) -> str:
    """Return everything known about one animal in words.

    Parameters
    ----------
    answer : str
        The text of `looked_up_text`, with the name in the first line.
    names : iterable of str
        How the name leads to the taxa.
    rows : sequence of PairRow
        The rows that concern it; those of the taxon itself come first and in full, other parts of
        a split follow with one line each.
    sources : iterable of Source

    Returns
    -------
    str
    """
    name = answer.split("\n", 1)[0].split(": ")[0]
    title, *answers = answer.splitlines()
    lines = [title, "=" * len(title), *answers, "", *(f"* {text}" for text in names)]
    own, siblings = _apart(rows, name)
    for row in own:
        lines += ["", *_row_lines(row)]
    if siblings:
        rows_of = "row" if len(siblings) == 1 else "rows"
        lines += ["", f"{len(siblings)} more {rows_of} of the same split:"]
        lines += [f"  {_sibling_words(row)}" for row in siblings]
    lines += ["", *(f"{source.name}, {source.version}." for source in sources), DISCLAIMER]
    return "\n".join(lines)


def _apart(rows: Sequence[PairRow], name: str) -> tuple[list[PairRow], list[PairRow]]:
    """The rows in which the given name is on the most sides, and the others."""

    def sides_of(row: PairRow) -> int:
        return sum(taxon.name == canonical(name) for taxon in row.taxa)

    most = max(map(sides_of, rows), default=0)
    own = [row for row in rows if sides_of(row) == most]
    return own, [row for row in rows if sides_of(row) != most]


def _sibling_words(row: PairRow) -> str:
    sides = [
        f"{label} {side.taxon.name} ({'|'.join(cover.appendices) or 'not listed'})"
        for label, side, cover in zip(row.labels, row.sides, row.covers, strict=True)
        if side is not None
    ]
    return f"{' and '.join(sides)}: {row.relation.value}"


def _row_lines(row: PairRow) -> list[str]:
    cells = result_cells(row)
    lines = [
        f"{label}: {_side_text(label, key, side, cover, cells)}"
        for label, key, side, cover in zip(row.labels, row.keys, row.sides, row.covers, strict=True)
    ]
    basis = f" ({row.related.basis}: {row.related.source})" if row.related else ""
    lines.append(f"  relation: {row.relation}{basis}")
    lines.append(f"  why: {cells['evidence']} [rule {cells['rule']}]")
    if cells["flag_codes"]:
        lines.append(f"  flags: {str(cells['flag_codes']).replace('|', ', ')}")
    lines += [f"  {words}" for words in (*legal_words(row), *_words_beside(row))]
    lines.append(f"  action: {row.judged.action}. {row.judged.note}")
    return lines


def _words_beside(row: PairRow) -> list[str]:
    """Range, common names and status of a row, as far as known from other sources."""
    known, listed = row.known, row.red_list
    lines = []
    if known.range_countries:
        lines.append(f"range ({known.range_source}): {known.range_countries.replace('|', ', ')}")
    if known.common_names:
        names = (f"{name} ({language})" for language, name, _ in known.common_names)
        lines.append(f"common names: {', '.join(names)}")
    if listed and listed.category:
        lines.append(f"status: {listed.category} ({listed.source})")
    return lines


def _side_text(
    label: str, key: str, side: Side | None, cover: Cover, cells: dict[str, object]
) -> str:
    appendix, entries = "|".join(cover.appendices), "|".join(cover.entry_names)
    if side is None:
        if not cover.entries:
            return f"not listed by {label} (as far as its name shows)"
        return f"perhaps Appendix {appendix}, as {entries}; {label} does not print this name"
    taxon = side.taxon
    author = f" {taxon.authorship}" if taxon.authorship else ""
    if not cover.entries:
        return f"{taxon.name}{author}: not covered by an entry on that day"
    scope = f" [{cells[f'{key}_scope']}]" if cells.get(f"{key}_scope") else ""
    start = cells[f"{key}_effective_from"]
    return f"{taxon.name}{author}: Appendix {appendix} as {entries}, from {start}{scope}"


def listing_text(name: str, day: str, entries: Iterable[EntryRow]) -> str:
    """Return the entries that cover an animal, one on each line."""
    lines = [
        f"{entry.side} {entry.appendix}: {entry.taxon}, {entry.how}"
        + (f" {entry.entry}" if entry.entry != entry.taxon else "")
        + (f" [{entry.limits}]" if entry.limits else "")
        + (f" {entry.annotation}" if entry.annotation else "")
        + (f": {entry.parts}" if entry.parts else "")
        + (f", from {entry.effective_from}" if entry.effective_from else ", first day not known")
        for entry in entries
    ]
    lines = lines or ["No entry covers it (as far as its name shows)."]
    return "\n".join([f"{name}, {day}", *lines, DISCLAIMER])


def information_text(listing: str, rows: Iterable[InformationRow]) -> str:
    """Return all information of both sides on an animal, after its entries."""
    lines = [
        f"{row.side} {row.taxon}, {row.kind}: {row.value}"
        + (f" ({row.detail})" if row.detail else "")
        for row in rows
    ]
    lines = lines or ["Neither list has common names, ranges or measures for it."]
    return "\n".join([listing, "", *lines])
