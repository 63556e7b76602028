"""Reference lists that users hold: Red List exports and checklists, as Checklists."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from concordance.checklist import Checklist, Source
from concordance.errors import ChecklistError
from concordance.names import parse_names
from concordance.schema import (
    COMMON_NAMES,
    LISTINGS,
    NAMES,
    STATUSES,
    TAXA,
    cells,
    to_frame,
)

Row = dict[str, str]
Tables = dict[str, list[Row]]

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
    """
    path = Path(source)
    files, digest = _files(path)
    day = as_of or (found.group() if (found := re.search(r"\d{4}-\d{2}-\d{2}", path.name)) else "")
    if {"assessments", "taxonomy"} <= files.keys():
        return _redlist(path, files, key or "iucn", day, digest)
    if "assessments" in files or "simple_summary" in files:
        raise ChecklistError(
            path, ["is half a Red List export: expected assessments.csv and taxonomy.csv in one "
                   "folder or zip"])  # fmt: skip
    return _reference(path, files, key, day, digest)


def _files(path: Path) -> tuple[Tables, str]:
    """Tables of a folder, an archive or one file, by the lower-case stem of their names."""
    raw: dict[str, bytes] = {}
    try:
        if path.is_dir():
            raw = {p.name: p.read_bytes() for p in sorted(path.iterdir()) if p.is_file()}
        elif path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive:
                raw = {Path(n).name: archive.read(n) for n in sorted(archive.namelist())
                       if not n.endswith("/")}  # fmt: skip
        else:
            raw = {path.name: path.read_bytes()}
    except OSError as error:
        raise ChecklistError(path, [f"cannot be read: {error.strerror}; check the path"]) from error
    except zipfile.BadZipFile as error:
        raise ChecklistError(
            path, [f"is no whole zip file ({error}); download it again"]
        ) from error
    digest = hashlib.sha256()
    tables: Tables = {}
    problems: list[str] = []
    for name, content in raw.items():
        digest.update(content)
        if Path(name).suffix.lower() in {".csv", ".tsv", ".txt"}:
            tables[Path(name).stem.lower()] = _rows(name, content, problems)
    if problems:
        raise ChecklistError(path, problems)
    if not tables:
        raise ChecklistError(path, ["holds no table; expected .csv, .tsv or .txt files"])
    return tables, digest.hexdigest()


def _rows(name: str, content: bytes, problems: list[str]) -> list[Row]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(f"{name}: is no UTF-8 text ({error})")
        return []
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=lambda mark: (head.count(mark), mark == ","))
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        problems.append(f"{name}: is no whole table ({error}); download it again")
        return []
    header, *body = records or [[]]
    problems += [
        f"{name}, row {row}: {len(record)} cells under {len(header)} columns"
        for row, record in enumerate(body, start=2)
        if record and len(record) != len(header)
    ]
    heads = [h.rsplit(":", 1)[-1] for h in header]
    return [dict(zip(heads, r, strict=False)) for r in body if r]


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


def _redlist(path: Path, files: Tables, key: str, day: str, digest: str) -> Checklist:
    needed = {"taxonomy": ("internalTaxonId", "scientificName"),
              "assessments": ("internalTaxonId", "redlistCategory")}  # fmt: skip
    problems = [
        f"{name}.csv: column {column!r} is missing"
        for name, columns in needed.items()
        for column in columns
        if not files[name] or column not in files[name][0]
    ]
    if problems:
        raise ChecklistError(path, problems)
    taxa: list[Row] = []
    names: list[Row] = []
    for row in files["taxonomy"]:
        own = f"{key}:{row['internalTaxonId']}"
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
    for row in files.get("synonyms", []):
        name = " ".join((row.get("name") or f"{row.get('genusName', '')} "
                         f"{row.get('speciesName', '')}").split())  # fmt: skip
        read = parse_names([name])
        names.append({"name": str(read["canonical"][0]) or name,
                      "authorship": row.get("speciesAuthor", "") or str(read["authorship"][0]),
                      "status": "synonym", "kind": "synonym",
                      "taxon_id": f"{key}:{row['internalTaxonId']}",
                      "source": "IUCN Red List"})  # fmt: skip
    statuses = []
    for place, row in enumerate(files["assessments"], start=2):
        category = row["redlistCategory"].strip()
        code = _CATEGORIES.get(
            category.lower(), category if category in _CATEGORIES.values() else ""
        )
        if not code:
            problems.append(
                f"assessments.csv, row {place}: redlistCategory is {category!r}, not of IUCN"
            )
        statuses.append({"taxon_id": f"{key}:{row['internalTaxonId']}", "scheme": "IUCN Red List",
                         "category": code, "year": row.get("yearPublished", "")})  # fmt: skip
    held = {taxon["taxon_id"] for taxon in taxa}
    problems += [
        f"{table}: taxon {row['taxon_id']} is not in taxonomy.csv"
        for table, rows in (("assessments.csv", statuses), ("synonyms.csv", names))
        for row in rows
        if row["taxon_id"] not in held
    ]
    if problems:
        raise ChecklistError(path, problems)
    common = [
        {"taxon_id": f"{key}:{row['internalTaxonId']}", "name": row["name"],
         "language": {"english": "en", "french": "fr", "spanish": "es",
                      "spanish; castilian": "es"}.get(row.get("language", "").lower(), "")}
        for row in files.get("common_names", [])
        if row.get("name")
    ]  # fmt: skip
    found = _Found("IUCN Red List export", "IUCN", "IUCN Red List terms of use: not to be "
                   "redistributed", "restricted")  # fmt: skip
    tables = {"taxa": taxa, "names": names, "statuses": statuses,
              "common_names": [row for row in common if row["language"]]}  # fmt: skip
    return _checklist(key, found, day, digest, tables)


# ---------------------------------------------------------------------------------------------
# reference checklists


def _reference(path: Path, files: Tables, key: str, day: str, digest: str) -> Checklist:
    for stem in ("nameusage", "taxon", *sorted(files)):
        rows = files.get(stem) or []
        for layout, needed in _NEEDED.items():
            if rows and all(column in rows[0] for column in needed):
                return _table(path, layout, rows, key, day, digest)
    heads = "; ".join(
        f"{n}: {', '.join(rows[0]) if rows else 'empty'}" for n, rows in files.items()
    )
    known = "; ".join(f"{n} ({', '.join(c)})" for n, c in _NEEDED.items())
    raise ChecklistError(
        path, [f"no layout that is known. Found {heads}. Known: IUCN Red List export "
               f"(assessments.csv, taxonomy.csv); {known}"])  # fmt: skip


def _table(path: Path, layout: str, rows: list[Row], key: str, day: str, digest: str) -> Checklist:
    terms = _TERMS[layout]
    key = key or {"Mammal Diversity Database": "mdd", "AviList": "avilist"}.get(layout, "list")

    def cell(row: Row, term: str) -> str:
        return " ".join(row.get(terms.get(term, ""), "").split())

    texts = [cell(row, "name").replace("_", " ") for row in rows]
    problems = [f"row {n}: {terms['name']} is blank" for n, t in enumerate(texts, start=2) if not t]
    read = parse_names(texts)
    parsed, authors = cells(read["canonical"]), cells(read["authorship"])
    ids = [cell(row, "id") or f"row-{n}" for n, row in enumerate(rows, start=2)]
    for own in sorted({i for i in ids if ids.count(i) > 1}) if len(set(ids)) < len(ids) else ():
        problems.append(f"{terms.get('id', 'id')} {own!r} occurs {ids.count(own)} times")
    taxa: list[Row] = []
    names: list[Row] = []
    common: list[Row] = []
    known = set(ids)
    for place, row in enumerate(rows):
        name = parsed[place] or texts[place]
        author = _author(row, layout) or cell(row, "author") or authors[place]
        status = cell(row, "status").lower()
        accepted = cell(row, "accepted")
        is_synonym = "synonym" in status or status in {"misapplied", "ambiguous synonym"}
        own = f"{key}:{accepted if is_synonym else ids[place]}"
        if is_synonym and accepted not in known:
            problems.append(
                f"row {place + 2}: {terms['accepted']} is {accepted!r}, not in the file"
            )
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
    if problems:
        raise ChecklistError(path, problems)
    found = _Found(layout, "its publisher", "as its publisher states", "open")
    if layout in {"ColDP", "Darwin Core"}:
        found = _Found(f"{layout} checklist {path.name}", "its publisher",
                       "as its publisher states", "restricted")  # fmt: skip
    return _checklist(key, found, day, digest,
                      {"taxa": taxa, "names": names, "common_names": common})  # fmt: skip


def _class_of(layout: str) -> str:
    return {"Mammal Diversity Database": "Mammalia", "AviList": "Aves"}.get(layout, "")


def _author(row: Row, layout: str) -> str:
    if layout != "Mammal Diversity Database":
        return ""
    author, year = row.get("authoritySpeciesAuthor", ""), row.get("authoritySpeciesYear", "")
    text = ", ".join(part for part in (author, year) if part)
    return f"({text})" if text and row.get("authorityParentheses") == "1" else text
