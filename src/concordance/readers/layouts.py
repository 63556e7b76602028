"""The layouts of downloads, and which one a file has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from concordance.errors import ChecklistError
from concordance.readers.reference_layouts import layout_of
from concordance.readers.tables import Row, Sheet


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout of a download.

    Attributes
    ----------
    name, key
        As users call it, and the list it is of.
    required
        Columns that it is recognised by.
    read
        Columns that say what is listed and how: without one of them the list would be another.
    name_column, author_column, rank_column, id_column
        Where those stand; blank where there is none.
    """

    name: str
    key: str
    required: frozenset[str]
    read: tuple[str, ...]
    name_column: str
    author_column: str
    rank_column: str
    id_column: str


LAYOUTS: Final = (
    Layout(
        "Species+ CITES listings", "cites",
        frozenset({"Scientific Name", "Author", "Rank", "Listing", "Listed under"}),
        ("Id", "Kingdom", "Class", "Order", "Family", "Genus", "Party", "Full note"),
        "Scientific Name", "Author", "Rank", "Id",
    ),
    Layout(
        "Species+ CMS listings", "cms",
        frozenset({"ScientificName", "Author", "Agreement", "Listing", "Listed under"}),
        ("Class", "Order", "Family", "Genus", "Date", "Note"),
        "ScientificName", "Author", "Rank", "Id",
    ),
    Layout(
        "CITES Checklist, Index of CITES Species", "cites",
        frozenset({"TaxonId", "FullName", "RankName", "CurrentListing"}),
        ("Kingdom", "Class", "Order", "Family", "Genus", "FullAnnotationEnglish"),
        "FullName", "AuthorYear", "RankName", "TaxonId",
    ),
)  # fmt: skip


def download_of(header: Sequence[str]) -> Layout | None:
    """Return the layout of a download that has a header; None where it is none."""
    return next((layout for layout in LAYOUTS if layout.required <= set(header)), None)


def _another_layout(header: Sequence[str]) -> str:
    """What a table is that holds no Appendices as they are, and what to do with it."""
    if {"ChangeType", "EffectiveAt", "FullName"} <= set(header):
        return "a History of CITES Listings; use load_cites(history=path) for it"
    if download_of(header):
        return ""
    layout = layout_of(header)
    if layout is None or layout.name == "Darwin Core":
        return ""
    return f"a {layout.name}, not a list of the Appendices; use load_checklist for it"


def refuse_eu_annexes(place: str, layout: Layout, numbered: Sequence[tuple[int, Row]]) -> None:
    """Refuse Species+ EU listings, which have the columns of CITES listings.

    Raises
    ------
    ChecklistError
        In one line, however many rows there are.
    """
    if "Listing" not in layout.required:
        return
    codes = {code.strip() for _, row in numbered for code in row["Listing"].split("/")}
    if codes & set("ABCD") and codes <= {*"ABCD", "NC", ""}:
        raise ChecklistError(
            place,
            ["these are Species+ EU listings: Listing holds the Annexes A to D of the EU, not "
             "Appendices; download CITES listings instead"],
        )  # fmt: skip


def recognise(place: str, sheet: Sheet, key: str) -> Layout:
    """Return the layout of a download, by its columns.

    Raises
    ------
    ChecklistError
        If it is not known, or of another list than the one wanted.
    """
    header = sheet.header
    if other := _another_layout(header):
        raise ChecklistError(place, [f"row 1: this is {other}"])
    known = "; ".join(f"{x.name} ({', '.join(sorted(x.required))})" for x in LAYOUTS)
    for layout in LAYOUTS:
        if layout.required <= set(header):
            if layout.key != key:
                raise ChecklistError(
                    place, [f"row 1: this is {layout.name}; use load_{layout.key} for it"]
                )
            return layout
    nearest = max(LAYOUTS, key=lambda x: len(x.required & set(header)))
    missing = sorted(nearest.required - set(header))
    hint = f" For {nearest.name} there is no column {', '.join(missing)}." if len(
        missing) < len(nearest.required) else ""  # fmt: skip
    near = sheet.missing(sorted(nearest.required)) if hint else []
    raise ChecklistError(
        place,
        [*sheet.problems,
         f"row 1: not a known layout. Found the columns {', '.join(header)}.{hint} Known: "
         f"{known}", *near],
    )  # fmt: skip
