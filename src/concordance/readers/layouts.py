"""The layouts of downloads, and recognition of the layout of a file."""

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
        Its usual name, and the key of its list.
    required
        Columns by which it is recognised.
    read
        Columns that state what is listed and how; without one of them the list would differ.
    name_column, author_column, rank_column, id_column
        Columns of name, author, rank and id; blank if there is none.
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
    """Return the layout of a download with this header; None if it is not a download."""
    return next((layout for layout in LAYOUTS if layout.required <= set(header)), None)


def _another_layout(header: Sequence[str]) -> str:
    """Names a known table that is not a list of the Appendices, with advice."""
    if {"ChangeType", "EffectiveAt", "FullName"} <= set(header):
        return "a History of CITES Listings; use load_cites(history=path) for it"
    if download_of(header):
        return ""
    layout = layout_of(header)
    if layout is None or layout.name == "Darwin Core":
        return ""
    return f"a {layout.name}, not a list of the Appendices; use load_checklist for it"


def refuse_eu_annexes(place: str, layout: Layout, numbered: Sequence[tuple[int, Row]]) -> None:
    """Raise an error for Species+ EU listings, which have the columns of CITES listings.

    Raises
    ------
    ChecklistError
        One line, however many rows there are.
    """
    if "Listing" not in layout.required:
        return
    codes = {code.strip() for _, row in numbered for code in row["Listing"].split("/")}
    if codes & set("ABCD") and codes <= {*"ABCD", "NC", ""}:
        raise ChecklistError(
            place,
            ["these are Species+ EU listings: the column Listing has EU Annexes A to D, not CITES "
             "Appendices; download the CITES listings instead"],
        )  # fmt: skip


def recognise(place: str, sheet: Sheet, key: str) -> Layout:
    """Return the layout of a download, by its columns.

    Raises
    ------
    ChecklistError
        If it is not known, or belongs to another list than the wanted one.
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
    hint = f" To be {nearest.name}, it lacks the column {', '.join(missing)}." if len(
        missing) < len(nearest.required) else ""  # fmt: skip
    near = sheet.missing(sorted(nearest.required)) if hint else []
    raise ChecklistError(
        place,
        [*sheet.problems,
         f"row 1: not a known layout. Found the columns {', '.join(header)}.{hint} Known: "
         f"{known}", *near],
    )  # fmt: skip
