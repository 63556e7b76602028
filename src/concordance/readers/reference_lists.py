"""What standard references call the animals, from ``data/``: small lists to adopt, offline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import pandas as pd

from concordance import schema
from concordance.checklist import Checklist, Source
from concordance.errors import ConcordanceError
from concordance.readers.package import read_data

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class _About:
    name: str
    version: str
    classes: str
    redistribution: str = "open"


#: lists that ``reference_taxa.csv`` has a column of: for the animals of the two treaties alone
_COLUMNS: Final = {
    "mdd": _About("Mammal Diversity Database", "1.13", "Mammalia"),
    "msw3": _About("Mammal Species of the World, 3rd edition", "2005", "Mammalia"),
    "avilist": _About("AviList", "2025", "Aves"),
    "birdlife": _About("HBW and BirdLife checklist", "9", "Aves", "restricted"),
    "clements": _About("eBird/Clements checklist", "2024", "Aves"),
    "reptiledb": _About("Reptile Database", "2026-06", "Reptilia", "restricted"),
    "sharkipedia": _About("Sharkipedia", "", "Elasmobranchii"),
}
#: references whose own names are in ``reference_names.csv``, whole for their group
_LISTED: Final = {
    "kitchener_2017": _About("Kitchener et al., Felidae", "2017", "Mammalia"),
    "valdez_weinberg_2011": _About("Valdez & Weinberg, Ovis", "2011", "Mammalia"),
}


def reference_lists() -> dict[str, str]:
    """Return the reference lists in the package.

    Returns
    -------
    dict of str to str
        Key, and name with version, sorted by key.

    Examples
    --------
    >>> reference_lists()["kitchener_2017"]
    'Kitchener et al., Felidae, 2017'
    """
    found = _COLUMNS | _LISTED
    return {k: ", ".join(filter(None, (found[k].name, found[k].version))) for k in sorted(found)}


def reference_list(key: str) -> Checklist:
    """Return a standard reference as the package knows it, to be adopted in a what-if.

    Parameters
    ----------
    key : str
        One of `reference_lists`, in any case; ``-`` and ``_`` are the same.

    Returns
    -------
    Checklist
        Names without listings. The broad lists (``mdd``, ``msw3``, ``avilist``, ``birdlife``,
        ``clements``, ``reptiledb``, ``sharkipedia``) hold only what they call animals of the two
        Conventions, species and not subspecies; ``kitchener_2017`` and ``valdez_weinberg_2011``
        hold every species of their group.

    Raises
    ------
    ConcordanceError
        If the package holds no such list; it says which it does.

    Examples
    --------
    >>> cats = reference_list("kitchener_2017")
    >>> sorted(cats.names[cats.names["name"] == "Uncia uncia"]["taxon_id"])
    ['kitchener_2017:panthera-uncia']
    """
    wanted = key.strip().lower().replace("-", "_")
    if wanted not in _COLUMNS | _LISTED:
        raise ConcordanceError(
            f"the package holds no reference list {key!r}; it holds "
            f"{', '.join(reference_lists())}; load your own with load_checklist"
        )
    return _made(wanted)


@lru_cache(maxsize=16)
def _made(key: str) -> Checklist:
    about = (_COLUMNS | _LISTED)[key]
    names = sorted(
        _listed(key) if key in _LISTED else _called(key),
        key=lambda row: (row["taxon_id"], row["status"] != "accepted", row["name"]),
    )
    taxa = [row for row in names if row["status"] == "accepted"]

    def frame(rows: list[Row], columns: tuple[schema.Column, ...]) -> pd.DataFrame:
        data = {c.name: [row.get(c.name, "") for row in rows] for c in columns}
        return schema.to_frame(data, columns)

    full = reference_lists()[key]
    return Checklist(
        key=key,
        source=Source(
            name=about.name,
            publisher="as compiled in the package",
            version=about.version or "day not known",
            as_of="",
            complete_to="every species of its group"
            if key in _LISTED
            else "the animals of the two Conventions alone",
            sha256="",
            licence="names as facts; see data/sources.csv",
            citation=f"{full}, names as compiled in the package.",
            redistribution=about.redistribution,
        ),
        specific_entry_prevails=True,
        _taxa=frame([row | {"status": "known"} for row in taxa], schema.TAXA),
        _names=frame(names, schema.NAMES),
        _listings=frame([], schema.LISTINGS),
    )


def _listed(key: str) -> Iterator[Row]:
    """Names of a reference that ``reference_names.csv`` holds whole."""
    wanted = key.replace("_", "-").upper()
    for row in read_data("reference_names.csv"):
        if row["reference_key"] != wanted:
            continue
        accepted = row["accepted_name"] or row["name"]
        yield row | {
            "taxon_id": _id(key, accepted),
            "kind": "accepted" if row["status"] == "accepted" else "synonym",
            "genus": row["name"].split()[0],
            "kingdom": "Animalia",
        }


def _called(key: str) -> Iterator[Row]:
    """Names by which a broad list calls the species of the two Conventions, and their names."""
    groups = {
        row["name"]: row for side in ("cms", "cites") for row in read_data(f"{side}_taxa.csv")
    }
    seen: set[tuple[str, str]] = set()
    for row in read_data("reference_taxa.csv"):
        treaty, there = row["name_in_cites_or_cms"], row[f"{key}_name"]
        if not there:
            continue
        group = groups.get(treaty, {})
        # a species that the reference cuts out of what the treaty's name means
        cut = [n for part in re.findall(rf"{key} separates: ([^;]+)", row["relation_note"])
               for n in part.strip().split(" / ")]  # fmt: skip
        names = [(there, there, "accepted"), *((n, n, "accepted") for n in cut)]
        if len(treaty.split()) == len(there.split()):  # of subspecies only the species is known
            names += [(treaty, n, "split") for n in cut]
            if treaty != there:
                lump = f"{key}: inside {there}" in row["relation_note"]
                names.append((treaty, there, "lump" if lump else "synonym"))
        for name, accepted, kind in names:
            if (name, accepted) in seen:
                continue
            seen.add((name, accepted))
            yield {
                "name": name,
                "authorship": "",
                "status": "accepted" if kind == "accepted" else "synonym",
                "kind": kind,
                "taxon_id": _id(key, accepted),
                "rank": "species" if len(name.split()) == 2 else "subspecies",
                "kingdom": "Animalia",
                "class": group.get("class", ""),
                "order": group.get("order", ""),
                "family": group.get("family", ""),
                "genus": name.split()[0],
                "source": key,
                "confidence": "reported",
            }


def _id(key: str, name: str) -> str:
    return f"{key}:{name.lower().replace(' ', '-')}"
