"""Reference lists that users hold: Red List exports and checklists, as Checklists."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from concordance.checklist import Checklist, Source
from concordance.errors import ChecklistError
from concordance.names import parse_names
from concordance.readers.archives import read_bytes, ungzipped, zip_members
from concordance.readers.downloads import checked_day, day_in
from concordance.readers.tables import Row, Sheet, delimited
from concordance.schema import (
    COMMON_NAMES,
    LISTINGS,
    NAMES,
    STATUSES,
    TAXA,
    cells,
    to_frame,
)

Numbered = Sequence[tuple[int, Row]]
Files = dict[str, Sheet]

#: column of each layout -> what it is; the first layout whose needed columns are all there is taken
_NEEDED: Final = {
    "Mammal Diversity Database": ("sciName", "order", "family"),
    "AviList": ("Scientific_name", "Taxon_rank"),
    "ColDP": ("ID", "scientificName", "status"),
    "Darwin Core": ("scientificName",),
}
_TERMS: Final[dict[str, dict[str, str]]] = {
    "Mammal Diversity Database": {
        "id": "id", "name": "sciName", "order": "order", "family": "family",
        "english": "mainCommonName",
    },
    "AviList": {
        "name": "Scientific_name", "rank": "Taxon_rank", "author": "Authority",
        "order": "Order", "family": "Family", "english": "English_name_AviList",
    },
    "ColDP": {
        "id": "ID", "name": "scientificName", "author": "authorship", "rank": "rank",
        "status": "status", "accepted": "parentID", "kingdom": "kingdom", "class": "class",
        "order": "order", "family": "family",
    },
    "Darwin Core": {
        "id": "taxonID", "name": "scientificName", "author": "scientificNameAuthorship",
        "rank": "taxonRank", "status": "taxonomicStatus", "accepted": "acceptedNameUsageID",
        "kingdom": "kingdom", "class": "class", "order": "order", "family": "family",
    },
}  # fmt: skip
#: tables of a Red List export, and the columns of each that are needed
_REDLIST: Final[dict[str, tuple[str, ...]]] = {
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


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    publisher: str
    licence: str
    redistribution: str


def load_checklist(source: str | Path, key: str = "", *, as_of: str = "") -> Checklist:
    """Return a reference list that a user holds as a checklist.

    Parameters
    ----------
    source : path
        A folder, a ``.zip``, or one table (``.csv``, ``.tsv``, ``.txt``): an IUCN Red List export
        (``assessments.csv``, ``taxonomy.csv``), a Darwin Core or ColDP checklist, the Mammal
        Diversity Database, AviList.
    key : str, optional
        Short key of the list, the prefix of its ids; left out, made from the layout.
    as_of : str, optional
        ISO date of the list, where the name of the file does not say it.

    Returns
    -------
    Checklist
        Without listings: a reference list protects nothing.

    Raises
    ------
    ChecklistError
        If the layout is not known, or rows are wrong; every problem at once.
    DateError
        If ``as_of`` is no date.
    """
    path = Path(source)
    day = checked_day(as_of)
    files, digest = _files(path)
    day = day or day_in(path.name)
    if {"assessments", "taxonomy"} <= files.keys():
        return _redlist(path, files, key or "iucn", day, digest)
    if "assessments" in files or "simple_summary" in files:
        raise ChecklistError(
            path, ["is half a Red List export: expected assessments.csv and taxonomy.csv in one "
                   f"folder or zip; found {', '.join(files)}"])  # fmt: skip
    return _reference(path, files, key, day, digest)


def _is_table(name: str) -> bool:
    return Path(name).suffix.lower() in {".csv", ".tsv", ".txt"} and not name.startswith(".")


def _files(path: Path) -> tuple[Files, str]:
    """Tables of a folder, an archive or one file, by the lower-case stem of their names."""
    if path.is_dir():
        raw = _of_folder(path)
    else:
        _, content = read_bytes(path)
        if path.suffix.lower() == ".zip" or content.startswith(b"PK\x03\x04"):
            raw = zip_members(path, content, _is_table)
        else:
            content = ungzipped(path, content)
            name = path.stem if path.suffix.lower() == ".gz" else path.name
            raw = {name: content} if _is_table(name) else {}
    if not raw:
        raise ChecklistError(path, ["holds no table; expected .csv, .tsv or .txt files"])
    digest = hashlib.sha256()
    tables: Files = {}
    problems: list[str] = []
    for name, content in raw.items():
        digest.update(content)
        sheet = delimited(content, f"{name}, " if name != path.name else "")
        sheet.header[:] = [head.rsplit(":", 1)[-1] for head in sheet.header]  # dwc:taxonID
        if Path(name).stem.lower() in tables:
            problems.append(f"{name}: another table has the same name; keep one of them")
        tables[Path(name).stem.lower()] = sheet
    return _of_use(path, tables, problems), digest.hexdigest()


def _of_use(path: Path, tables: Files, problems: list[str]) -> Files:
    """Tables without those that no layout reads; problems of one of them do no harm."""
    used = [
        sheet
        for stem, sheet in tables.items()
        if stem in {*_REDLIST, "taxon", "nameusage"}
        or any(set(columns) <= set(sheet.header) for columns in _NEEDED.values())
    ]
    problems += [problem for sheet in used or tables.values() for problem in sheet.problems]
    if problems:
        raise ChecklistError(path, problems)
    return tables


def _of_folder(path: Path) -> dict[str, bytes]:
    try:
        files = [p for p in sorted(path.iterdir()) if _is_table(p.name) and p.is_file()]
    except OSError as error:
        raise ChecklistError(path, [f"cannot be read: {error.strerror}; check the path"]) from error
    return {file.name: read_bytes(file)[1] for file in files}


def _checklist(
    key: str, found: _Found, day: str, digest: str, tables: Mapping[str, Sequence[Row]]
) -> Checklist:
    def frame(name: str, columns: Sequence[Any]) -> Any:
        rows = tables.get(name, ())
        return to_frame({c.name: [row.get(c.name, "") for row in rows] for c in columns}, columns)

    return Checklist(
        key=key,
        source=Source(
            name=found.name,
            publisher=found.publisher,
            version=f"as of {day}" if day else "date not known",
            as_of=day,
            complete_to=day or "the day of the download",
            sha256=digest,
            licence=found.licence,
            citation=f"{found.name}, {found.publisher}, {day or 'date not known'}.",
            redistribution=found.redistribution,
        ),
        specific_entry_prevails=True,
        _taxa=frame("taxa", TAXA),
        _names=frame("names", NAMES),
        _listings=frame("listings", LISTINGS),
        _common_names=frame("common_names", COMMON_NAMES),
        _statuses=frame("statuses", STATUSES),
    )


# ---------------------------------------------------------------------------------------------
# IUCN Red List


def _redlist(path: Path, files: Files, key: str, day: str, digest: str) -> Checklist:
    problems = [
        problem
        for stem, columns in _REDLIST.items()
        if stem in files
        for problem in files[stem].missing(columns)
    ]
    if problems:
        raise ChecklistError(path, problems)
    taxonomy, assessments, synonyms, vernacular = (
        files[stem].dicts() if stem in files else [] for stem in _REDLIST
    )
    problems += _redlist_problems(taxonomy, assessments, synonyms, vernacular)
    if problems:
        raise ChecklistError(path, problems)
    taxa: list[Row] = []
    names: list[Row] = []
    for _, row in taxonomy:
        own = f"{key}:{row['internalTaxonId'].strip()}"
        name = " ".join(row["scientificName"].split())
        taxa.append(
            {
                "taxon_id": own,
                "name": name,
                "authorship": row.get("authority", ""),
                "rank": "subspecies" if row.get("infraName") else "species",
                "status": "known",
                "kingdom": row.get("kingdomName", "").capitalize(),
                "class": row.get("className", "").capitalize(),
                "order": row.get("orderName", "").capitalize(),
                "family": row.get("familyName", "").capitalize(),
                "genus": row.get("genusName", ""),
                "source": "IUCN Red List",
                "confidence": "reported",
            }
        )
        names.append({"name": name, "authorship": row.get("authority", ""), "status": "accepted",
                      "kind": "accepted", "taxon_id": own, "source": "IUCN Red List"})  # fmt: skip
    for _, row in synonyms:
        name = " ".join((row.get("name") or f"{row.get('genusName', '')} "
                         f"{row.get('speciesName', '')}").split())  # fmt: skip
        read = parse_names([name])
        names.append({"name": cells(read["canonical"])[0] or name,
                      "authorship": row.get("speciesAuthor", "") or cells(read["authorship"])[0],
                      "status": "synonym", "kind": "synonym",
                      "taxon_id": f"{key}:{row['internalTaxonId'].strip()}",
                      "source": "IUCN Red List"})  # fmt: skip
    statuses = [
        {"taxon_id": f"{key}:{row['internalTaxonId'].strip()}", "scheme": "IUCN Red List",
         "category": _category(row["redlistCategory"]), "year": row.get("yearPublished", "")}
        for _, row in assessments
    ]  # fmt: skip
    common = [
        {"taxon_id": f"{key}:{row['internalTaxonId'].strip()}", "name": row["name"],
         "language": {"english": "en", "french": "fr", "spanish": "es",
                      "spanish; castilian": "es"}.get(row.get("language", "").lower(), "")}
        for _, row in vernacular
        if row["name"]
    ]  # fmt: skip
    found = _Found("IUCN Red List export", "IUCN", "IUCN Red List terms of use: not to be "
                   "redistributed", "restricted")  # fmt: skip
    tables = {"taxa": taxa, "names": names, "statuses": statuses,
              "common_names": [row for row in common if row["language"]]}  # fmt: skip
    return _checklist(key, found, day, digest, tables)


def _category(text: str) -> str:
    """Code of a category; blank where it is none of IUCN's."""
    text = text.strip()
    return _CATEGORIES.get(text.lower(), text if text in _CATEGORIES.values() else "")


def _redlist_problems(
    taxonomy: Numbered, assessments: Numbered, synonyms: Numbered, vernacular: Numbered
) -> list[str]:
    if not taxonomy:
        return ["taxonomy.csv: holds a header and no rows; download it again"]
    problems: list[str] = []
    first: dict[str, int] = {}
    for row, taxon in taxonomy:
        own = taxon["internalTaxonId"].strip()
        if not own or not taxon["scientificName"].strip():
            problems.append(f"taxonomy.csv, row {row}: internalTaxonId or scientificName is blank; "
                            "expected both")  # fmt: skip
        elif own in first:
            problems.append(f"taxonomy.csv, row {row}: internalTaxonId {own!r} was used in row "
                            f"{first[own]}; keep one of the rows")  # fmt: skip
        first.setdefault(own, row)
    problems += [
        f"assessments.csv, row {row}: redlistCategory is {found['redlistCategory']!r}, not of "
        "IUCN; expected such as 'Endangered' or 'EN'"
        for row, found in assessments
        if not _category(found["redlistCategory"])
    ]
    problems += [
        f"{table}.csv, row {row}: taxon {found['internalTaxonId']} is not in taxonomy.csv; "
        "download both together"
        for table, rows in (("assessments", assessments), ("synonyms", synonyms),
                            ("common_names", vernacular))
        for row, found in rows
        if found["internalTaxonId"].strip() not in first
    ]  # fmt: skip
    return problems


# ---------------------------------------------------------------------------------------------
# reference checklists


def _reference(path: Path, files: Files, key: str, day: str, digest: str) -> Checklist:
    for stem in ("nameusage", "taxon", *sorted(files)):
        sheet = files.get(stem)
        for layout, needed in _NEEDED.items():
            if sheet and all(column in sheet.header for column in needed):
                if not sheet.dicts():
                    raise ChecklistError(
                        path, [f"{sheet.where}holds a header and no rows; download it again"]
                    )
                return _table(path, layout, sheet, key, day, digest)
    heads = "; ".join(f"{n}: {', '.join(sheet.header)}" for n, sheet in files.items())
    known = "; ".join(f"{n} ({', '.join(c)})" for n, c in _NEEDED.items())
    raise ChecklistError(
        path, [f"no layout that is known. Found {heads}. Known: IUCN Red List export "
               f"(assessments.csv, taxonomy.csv); {known}"])  # fmt: skip


def _table(path: Path, layout: str, sheet: Sheet, key: str, day: str, digest: str) -> Checklist:
    terms = _TERMS[layout]
    key = key or {"Mammal Diversity Database": "mdd", "AviList": "avilist"}.get(layout, "list")
    numbered = sheet.dicts()
    rows = [row for _, row in numbered]

    def cell(row: Row, term: str) -> str:
        return " ".join(row.get(terms.get(term, ""), "").split())

    texts = [cell(row, "name").replace("_", " ") for row in rows]
    read = parse_names(texts)
    parsed, authors = cells(read["canonical"]), cells(read["authorship"])
    ids = [cell(row, "id") or f"row-{n}" for n, row in numbered]
    synonymous = [_is_synonym(cell(row, "status")) for row in rows]
    problems = [
        f"{sheet.where}row {n}: {terms['name']} is blank; expected a name"
        for (n, _), text in zip(numbered, texts, strict=True)
        if not text
    ]
    counts = Counter(ids)
    problems += [
        f"{sheet.where}row {n}: {terms.get('id', 'id')} {own!r} occurs {counts[own]} times; keep "
        "one of the rows"
        for (n, _), own in zip(numbered, ids, strict=True)
        if counts[own] > 1
    ]
    known = dict(zip(ids, synonymous, strict=True))
    for (n, row), is_synonym in zip(numbered, synonymous, strict=True):
        accepted = cell(row, "accepted")
        if is_synonym and known.get(accepted, True):
            what = "of a synonym" if accepted in known else "not in the file"
            problems.append(f"{sheet.where}row {n}: {terms['accepted']} is {accepted!r}, {what}; "
                            "expected the id of an accepted name")  # fmt: skip
    if problems:
        raise ChecklistError(path, problems)
    taxa: list[Row] = []
    names: list[Row] = []
    common: list[Row] = []
    for place, row in enumerate(rows):
        name = parsed[place] or texts[place]
        author = _author(row, layout) or cell(row, "author") or authors[place]
        status = cell(row, "status").lower()
        is_synonym = synonymous[place]
        own = f"{key}:{cell(row, 'accepted') if is_synonym else ids[place]}"
        kind = "accepted" if not is_synonym else "misapplied" if "misappl" in status else "synonym"
        names.append({"name": name, "authorship": author, "kind": kind, "taxon_id": own,
                      "status": "accepted" if not is_synonym else "synonym",
                      "source": layout})  # fmt: skip
        if is_synonym:
            continue
        rank = cell(row, "rank").lower()
        level = ("genus", "species", "subspecies")[min(len(name.split()), 3) - 1]
        taxa.append(
            {
                "taxon_id": own,
                "name": name,
                "authorship": author,
                "rank": rank or level,
                "status": "known",
                "kingdom": cell(row, "kingdom") or "Animalia",
                "class": cell(row, "class").capitalize() or _class_of(layout),
                "order": cell(row, "order").capitalize(),
                "family": cell(row, "family").capitalize(),
                "genus": name.split()[0] if " " in name else "",
                "common_name": cell(row, "english"),
                "source": layout,
                "confidence": "reported",
            }
        )
        if cell(row, "english"):
            common.append({"taxon_id": own, "name": cell(row, "english"), "language": "en"})
    found = _Found(layout, "its publisher", "as its publisher states", "open")
    if layout in {"ColDP", "Darwin Core"}:
        found = _Found(f"{layout} checklist {path.name}", "its publisher",
                       "as its publisher states", "restricted")  # fmt: skip
    return _checklist(key, found, day, digest,
                      {"taxa": taxa, "names": names, "common_names": common})  # fmt: skip


def _is_synonym(status: str) -> bool:
    return "synonym" in status.lower() or status.lower() == "misapplied"


def _class_of(layout: str) -> str:
    return {"Mammal Diversity Database": "Mammalia", "AviList": "Aves"}.get(layout, "")


def _author(row: Row, layout: str) -> str:
    if layout != "Mammal Diversity Database":
        return ""
    author, year = row.get("authoritySpeciesAuthor", ""), row.get("authoritySpeciesYear", "")
    text = ", ".join(part for part in (author, year) if part)
    return f"({text})" if text and row.get("authorityParentheses") == "1" else text
