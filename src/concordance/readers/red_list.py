"""Reads an IUCN Red List export as a checklist with conservation statuses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from concordance.checklist import Checklist, Source
from concordance.errors import ChecklistError
from concordance.names.columns import parse
from concordance.readers.assemble import assemble
from concordance.readers.cells import plain
from concordance.readers.reference_layouts import layout_of
from concordance.readers.tables import Row, Sheet

Numbered = Sequence[tuple[int, Row]]
Files = dict[str, Sheet]

#: the source of the categories
SCHEME: Final = "IUCN Red List"
#: tables of a Red List export, and the required columns of each
TABLES: Final[dict[str, tuple[str, ...]]] = {
    "taxonomy": ("internalTaxonId", "scientificName"),
    "assessments": ("internalTaxonId", "redlistCategory"),
    "synonyms": ("internalTaxonId",),
    "common_names": ("internalTaxonId", "name", "language"),
}
_CATEGORIES: Final = {
    "extinct": "EX", "extinct in the wild": "EW", "critically endangered": "CR",
    "endangered": "EN", "vulnerable": "VU", "near threatened": "NT", "least concern": "LC",
    "data deficient": "DD", "lower risk/near threatened": "NT", "lower risk/least concern": "LC",
    "lower risk/conservation dependent": "NT", "not evaluated": "NE",
}  # fmt: skip
#: ranks by number of words
_LEVELS: Final = ("uninomial", "species", "subspecies")
_PART: Final = "a subpopulation, left out; its species has a row of its own"
_REGION: Final = "a regional assessment, left out"
_LANGUAGES: Final = {"english": "en", "french": "fr", "spanish": "es", "spanish; castilian": "es"}


def is_taxonomy(sheet: Sheet) -> bool:
    """Whether a table is the taxonomy of a Red List export."""
    return "internalTaxonId" in sheet.header or not layout_of(sheet.header)


def red_list(path: Path, files: Files, key: str, day: str, digest: str) -> Checklist:
    """Return a Red List export as a checklist; lists every problem by table and row."""
    problems = [
        problem
        for stem, columns in TABLES.items()
        if stem in files
        for problem in files[stem].missing(columns)
    ]
    if problems:
        raise ChecklistError(path, problems)
    taxonomy, assessments, synonyms, vernacular = (
        files[stem].dicts() if stem in files else [] for stem in TABLES
    )
    parts = {row["internalTaxonId"].strip() for _, row in taxonomy if _is_part(row)}
    notes = [_note(number, row, _PART) for number, row in taxonomy if _is_part(row)]
    if parts:
        taxonomy, assessments, synonyms, vernacular = (
            [(n, row) for n, row in numbered if row["internalTaxonId"].strip() not in parts]
            for numbered in (taxonomy, assessments, synonyms, vernacular)
        )
    notes += [_note(n, row, _REGION) for n, row in assessments if not _is_global(row)]
    assessments = [(n, row) for n, row in assessments if _is_global(row)]
    problems += _redlist_problems(taxonomy, assessments, synonyms, vernacular)
    if problems:
        raise ChecklistError(path, problems)
    tables = {
        "taxa": [_taxon(key, row) for _, row in taxonomy],
        "names": [_accepted(key, row) for _, row in taxonomy]
        + [_synonym(key, row) for _, row in synonyms],
        "statuses": [_status(key, row) for row in _latest(assessments)],
        "problems": notes,
        "common_names": [
            common for _, row in vernacular if (common := _common_name(key, row))["language"]
        ],
    }
    source = Source(
        name="IUCN Red List export",
        publisher="IUCN",
        version=f"as of {day}" if day else "date not known",
        as_of=day,
        complete_to=day or "the day of the download",
        sha256=digest,
        licence="IUCN Red List terms of use: not to be redistributed",
        citation=f"IUCN Red List export, IUCN, {day or 'date not known'}.",
        redistribution="restricted",
    )
    return assemble(key, source, tables)


def _id(key: str, row: Row) -> str:
    return f"{key}:{row['internalTaxonId'].strip()}"


def _is_part(row: Row) -> bool:
    """Whether a row of the taxonomy is a subpopulation."""
    name = row["scientificName"].lower()
    return bool(row.get("subpopulationName", "").strip()) or "subpopulation" in name


def _is_global(row: Row) -> bool:
    """Whether an assessment covers the whole taxon; this is assumed if no scope is given."""
    scopes = row.get("scopes", "").lower()
    return not scopes.strip() or "global" in scopes


def _latest(assessments: Numbered) -> list[Row]:
    """The latest assessment of each taxon, in the order of the first one."""
    latest: dict[str, Row] = {}
    for _, row in assessments:
        taxon = row["internalTaxonId"].strip()
        known = latest.get(taxon)
        if known is None or row.get("yearPublished", "") >= known.get("yearPublished", ""):
            latest[taxon] = row
    return list(latest.values())


def _note(number: int, row: Row, problem: str) -> Row:
    found = row.get("subpopulationName") or row.get("scopes") or row["scientificName"]
    return {"row": str(number), "column": "scientificName", "found": found, "problem": problem}


def _taxon(key: str, row: Row) -> Row:
    text = plain(row["scientificName"])
    read = parse(text)
    is_lower = bool(row.get("infraName")) or read.canonical.count(" ") > 1
    # "authority" belongs to the species
    author = row.get("infraAuthority", "") if is_lower else row.get("authority", "")
    return {
        "taxon_id": _id(key, row),
        "name": read.canonical or text,
        "authorship": plain(author),
        "rank": "species" if not is_lower else "subspecies" if read.rank in _LEVELS else read.rank,
        "status": "known",
        "kingdom": row.get("kingdomName", "").capitalize(),
        "class": row.get("className", "").capitalize(),
        "order": row.get("orderName", "").capitalize(),
        "family": row.get("familyName", "").capitalize(),
        "genus": row.get("genusName", ""),
        "source": "IUCN Red List",
        "confidence": "reported",
    }


def _accepted(key: str, row: Row) -> Row:
    taxon = _taxon(key, row)
    wanted = ("name", "authorship", "taxon_id", "source")
    return {"status": "accepted", "kind": "accepted"} | {c: taxon[c] for c in wanted}


def _synonym(key: str, row: Row) -> Row:
    name = row.get("name") or f"{row.get('genusName', '')} {row.get('speciesName', '')}"
    name = plain(name)
    read = parse(name)
    is_lower = read.canonical.count(" ") > 1
    author = row.get("infrarankAuthor", "") if is_lower else row.get("speciesAuthor", "")
    return {
        "name": read.canonical or name,
        "authorship": plain(author) or read.authorship,
        "status": "synonym",
        "kind": "synonym",
        "taxon_id": _id(key, row),
        "source": "IUCN Red List",
    }


def _status(key: str, row: Row) -> Row:
    return {
        "taxon_id": _id(key, row),
        "scheme": SCHEME,
        "category": _category(row["redlistCategory"]),
        "year": row.get("yearPublished", ""),
    }


def _common_name(key: str, row: Row) -> Row:
    """A common name; the language is blank if it is missing or not supported."""
    language = _LANGUAGES.get(row.get("language", "").lower(), "") if row["name"] else ""
    return {"taxon_id": _id(key, row), "name": row["name"], "language": language}


def _category(text: str) -> str:
    """Code of a category; blank if IUCN has no such category."""
    text = text.strip()
    return _CATEGORIES.get(text.lower(), text if text in _CATEGORIES.values() else "")


def _redlist_problems(
    taxonomy: Numbered, assessments: Numbered, synonyms: Numbered, vernacular: Numbered
) -> list[str]:
    if not taxonomy:
        return ["taxonomy.csv: has a header but no rows; download it again"]
    problems: list[str] = []
    first: dict[str, int] = {}
    for row, taxon in taxonomy:
        own = taxon["internalTaxonId"].strip()
        if not own or not taxon["scientificName"].strip():
            problems.append(f"taxonomy.csv, row {row}: internalTaxonId or scientificName is blank; "
                            "both are required")  # fmt: skip
        elif own in first:
            problems.append(f"taxonomy.csv, row {row}: internalTaxonId {own!r} was used in row "
                            f"{first[own]}; keep one of these rows")  # fmt: skip
        first.setdefault(own, row)
    problems += [
        f"assessments.csv, row {row}: redlistCategory is {record['redlistCategory']!r}, not an "
        "IUCN category; expected, for example, 'Endangered' or 'EN'"
        for row, record in assessments
        if not _category(record["redlistCategory"])
    ]
    problems += [
        f"{table}.csv, row {row}: taxon {record['internalTaxonId']} is not in taxonomy.csv; "
        "download both tables together"
        for table, rows in (("assessments", assessments), ("synonyms", synonyms),
                            ("common_names", vernacular))
        for row, record in rows
        if record["internalTaxonId"].strip() not in first
    ]  # fmt: skip
    return problems
