"""The layouts of downloads, and which one a file has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from concordance.errors import ChecklistError
from concordance.readers.tables import Sheet


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
        frozenset({"TaxonId", "FullName", "AuthorYear", "RankName", "CurrentListing"}),
        ("Kingdom", "Class", "Order", "Family", "Genus", "FullAnnotationEnglish",
         "SynonymsWithAuthors"),
        "FullName", "AuthorYear", "RankName", "TaxonId",
    ),
)  # fmt: skip


def recognise(place: str, sheet: Sheet, key: str) -> Layout:
    """Return the layout of a download, by its columns.

    Raises
    ------
    ChecklistError
        If it is not known, or of another list than the one wanted.
    """
    header = sheet.header
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
