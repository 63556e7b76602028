"""Titles and licences of the source keys in the package."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from concordance.checklist_parts import Source, SourceTitle
from concordance.readers.package import read_data

#: first words of the terms of an open list
_OPEN: Final = (
    "CC", "Licence Ouverte", "Reproduction of Federal Law", "Unicode", "public domain"
)  # fmt: skip


def source_keys() -> dict[str, str]:
    """Return the titles of the sources and standard references in the package, by key.

    Returns
    -------
    dict of str to str
    """
    keys = {row["key"]: row["description"] for row in read_data("sources.csv")}
    return keys | {
        row["reference_key"]: row["citation"] for row in read_data("nomenclature_references.csv")
    }


@lru_cache(maxsize=1)
def source_titles() -> tuple[SourceTitle, ...]:
    """Return short titles of sources and standard references for use in sentences.

    Returns
    -------
    tuple of SourceTitle
    """
    sources = {row["key"]: row["title"] for row in read_data("sources.csv")}
    references = {
        row["reference_key"]: row["title"] for row in read_data("nomenclature_references.csv")
    }
    return tuple(SourceTitle(*pair) for pair in (sources | references).items())


def open_lists(keys: Iterable[str]) -> tuple[Source, ...]:
    """Return the open lists among the sources of some rows, with their licences.

    Parameters
    ----------
    keys : iterable of str
        Cells of a column ``source``, with keys joined by a bar.

    Returns
    -------
    tuple of Source
        Sorted by key; sources without a named licence are left out.
    """
    used = {key for cell in keys for key in cell.split("|")}
    return tuple(
        Source(name=row["description"], version=row["key"], licence=row["terms"],
               citation=f"{row['terms']}.")
        for row in read_data("sources.csv")
        if row["key"] in used and row["terms"].startswith(_OPEN)
    )  # fmt: skip
