"""What the package knows about an animal by its name, apart from the lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from concordance.codes import Presence
from concordance.readers.datapackage import FILES
from concordance.readers.package import read_data, read_lines
from concordance.readers.tables import Row, read_table

#: ranges and one common name per language, made from the files in ``species/``; one row per name
FILE: Final = "known.csv"
_LANGUAGES: Final = ("en", "fr", "es")
#: keys of checklists with ranges for species only
_OF_SPECIES: Final = frozenset({"mdd-2.4"})
#: sources of common names in order of preference; other sources follow, then by name
_FIRST: Final = (
    "avilist-2025", "mdd-2.4", "NL2006", "fr-arr", "boe-", "canada-", "nl-", "ch-",
)  # fmt: skip
#: characters that would need quoting
_MARKS: Final = frozenset(',"\n\r')


class KnownRange(NamedTuple):
    """Range countries of a species, and their checklist.

    Attributes
    ----------
    countries, uncertain : str or None
        ISO 3166 codes joined by a bar: countries where it is native, and where that is uncertain.
    source : str
        Title of the checklist.
    """

    countries: str | None
    uncertain: str | None
    source: str


class KnownAnimal(NamedTuple):
    """What is known about one name, without other names of the animal.

    Attributes
    ----------
    area : KnownRange or None
    common_names : tuple of (language, name, source)
        At most one for each language.
    """

    area: KnownRange | None
    common_names: tuple[tuple[str, str, str], ...]


def known_animal(name: str) -> KnownAnimal | None:
    """Return what the package knows about an animal under a name; None if nothing."""
    line = read_lines(FILE).get(name)
    return None if line is None else _animal(line)


@lru_cache(maxsize=4096)
def _animal(line: str) -> KnownAnimal:
    _, countries, uncertain, source, *common = line.split(",")
    names = zip(_LANGUAGES, common[::2], common[1::2], strict=True)
    return KnownAnimal(
        area=KnownRange(countries or None, uncertain or None, _title(source)) if source else None,
        common_names=tuple((code, name, _title(key)) for code, name, key in names if name),
    )


def known_sources() -> frozenset[str]:
    """Return the keys of all sources of ranges and common names in the package."""
    places = [at for at, column in enumerate(FILES[FILE]) if "source" in column]
    cells = (line.split(",") for line in read_lines(FILE).values())
    return frozenset(key for row in cells for at in places for key in row[at].split("|") if key)


@lru_cache(maxsize=1024)
def _title(keys: str) -> str:
    """Short titles of source keys for use in sentences."""
    titles = _titles()
    return "; ".join(titles.get(key, key) for key in keys.split("|"))


@lru_cache(maxsize=1)
def _titles() -> Mapping[str, str]:
    return {row["key"]: row["title"] for row in read_data("sources.csv")}


@lru_cache(maxsize=1)
def known_instruments() -> Mapping[str, tuple[str, ...]]:
    """Return the agreements and memoranda on species, by the name they use."""
    instruments: defaultdict[str, set[str]] = defaultdict(set)
    for row in read_data("instruments.csv"):
        instruments[row["taxon"]].add(row["instrument"])
    return {name: tuple(sorted(own)) for name, own in instruments.items()}


def compile_known(folder: Path) -> str:
    """Return the text of `FILE`, made from the ranges and common names in a folder.

    Left out: ranges of subspecies from species-only checklists, which are those of the species,
    and common names that were only recalled.

    Raises
    ------
    ChecklistError
        If a table is damaged; lists every problem by row.
    """
    cells: defaultdict[str, Row] = defaultdict(lambda: dict.fromkeys(FILES[FILE], ""))
    for name, area in _ranges(folder).items():
        cells[name] |= area
    for name, common in _common_names(folder).items():
        cells[name] |= common
    lines = [",".join(FILES[FILE])]
    lines += [
        ",".join((name, *(own[column] for column in FILES[FILE][1:])))
        for name, own in sorted(cells.items())
    ]
    return "\n".join(lines) + "\n"


def _ranges(folder: Path) -> dict[str, Row]:
    states: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    sources: dict[str, str] = {}
    for row in read_table(folder / "ranges.csv", FILES["species/ranges.csv"]):
        if row["source"] in _OF_SPECIES and row["name"].count(" ") > 1:
            continue
        kind = "countries" if row["presence"] == Presence.NATIVE else "uncertain"
        states[row["name"]][kind].append(row["country"])
        sources[row["name"]] = row["source"]
    return {
        name: {kind: "|".join(sorted(codes)) for kind, codes in own.items()}
        | {"range_source": sources[name]}
        for name, own in states.items()
    }


def _common_names(folder: Path) -> dict[str, Row]:
    """The preferred name of each language."""
    rows = [
        row
        for row in read_table(folder / "common_names.csv", FILES["species/common_names.csv"])
        if row["confidence"] != "recalled" and not _MARKS & set(row["name"])
    ]
    chosen: defaultdict[str, Row] = defaultdict(dict)
    for row in sorted(rows, key=_rank, reverse=True):
        chosen[row["taxon"]] |= {
            f"common_name_{row['language']}": row["name"],
            f"source_{row['language']}": row["source"],
        }
    return chosen


def _rank(row: Row) -> tuple[int, str]:
    """Sort key of a name among those of its taxon and language; the lowest is chosen."""
    starts = (place for place, key in enumerate(_FIRST) if row["source"].startswith(key))
    # a name of a list comes before variants that the list only mentions
    place = next(starts, len(_FIRST))
    return 2 * place + (row["source"] not in _FIRST and row["source"].count("-") > 1), row["name"]
