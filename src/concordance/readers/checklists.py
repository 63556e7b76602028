"""Reference lists that users hold: Red List exports and checklists, as Checklists."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import pandas as pd

from concordance.checklist import Checklist, Source
from concordance.errors import ChecklistError
from concordance.names.columns import parse_names
from concordance.readers import red_list
from concordance.readers.archives import read_bytes, ungzipped, zip_members
from concordance.readers.assemble import assemble
from concordance.readers.cells import checked_day, day_in
from concordance.readers.download_checks import sheet_of
from concordance.readers.tables import Row, Sheet, delimited
from concordance.schema import cells

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
#: key and class of the lists that are of one class and one publisher
_OWN_KEY: Final = {"Mammal Diversity Database": "mdd", "AviList": "avilist"}
_OWN_CLASS: Final = {"Mammal Diversity Database": "Mammalia", "AviList": "Aves"}


def read_checklist(source: str | Path | pd.DataFrame, key: str, as_of: str) -> Checklist:
    """Return a reference list that a user holds: see `arrange.lists.load_checklist`."""
    day = checked_day(as_of)
    if isinstance(source, pd.DataFrame):
        place, sheet, digest = sheet_of(source)
        if sheet.problems:
            raise ChecklistError(place, sheet.problems)
        return _reference(Path(place), {"table": sheet}, key, day, digest)
    path = Path(source)
    files, digest = _files(path)
    day = day or day_in(path.name)
    if {"assessments", "taxonomy"} <= files.keys():
        return red_list.red_list(path, files, key or "iucn", day, digest)
    if "assessments" in files or "simple_summary" in files:
        raise ChecklistError(
            path, ["is half of a Red List export: expected assessments.csv and taxonomy.csv in "
                   f"one folder or zip; found {', '.join(files)}"])  # fmt: skip
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
        raise ChecklistError(path, ["contains no table; expected .csv, .tsv or .txt files"])
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
        if stem in {*red_list.TABLES, "taxon", "nameusage"}
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


# ---------------------------------------------------------------------------------------------
# checklists


class _Usage(NamedTuple):
    """A row of a checklist: a name, and the taxon that it is accepted for or a synonym of."""

    row: int
    usage_id: str
    text: str
    name: str
    authorship: str
    status: str
    accepted: str
    cells: Row

    @property
    def is_synonym(self) -> bool:
        """Whether the list files the name under another one."""
        status = self.status.lower()
        return "synonym" in status or status == "misapplied"


def _reference(path: Path, files: Files, key: str, day: str, digest: str) -> Checklist:
    for stem in ("nameusage", "taxon", *sorted(files)):
        sheet = files.get(stem)
        for layout, needed in _NEEDED.items():
            if sheet and all(column in sheet.header for column in needed):
                usages = _usages(layout, sheet)
                if problems := _usage_problems(layout, sheet, usages):
                    raise ChecklistError(path, problems)
                tables = _tables(layout, key or _OWN_KEY.get(layout, "list"), usages)
                source = _source(layout, path.name, day, digest)
                return assemble(key or _OWN_KEY.get(layout, "list"), source, tables)
    heads = "; ".join(f"{n}: {', '.join(sheet.header)}" for n, sheet in files.items())
    known = "; ".join(f"{n} ({', '.join(c)})" for n, c in _NEEDED.items())
    raise ChecklistError(
        path, [f"not a known layout. Found {heads}. Known: IUCN Red List export "
               f"(assessments.csv, taxonomy.csv); {known}"])  # fmt: skip


def _cell(layout: str, row: Row, term: str) -> str:
    return " ".join(row.get(_TERMS[layout].get(term, ""), "").split())


def _usages(layout: str, sheet: Sheet) -> list[_Usage]:
    numbered = sheet.dicts()
    texts = [_cell(layout, row, "name").replace("_", " ") for _, row in numbered]
    read = parse_names(texts)
    return [
        _Usage(
            row=number,
            usage_id=_cell(layout, row, "id") or f"row-{number}",
            text=text,
            name=name or text,
            authorship=_author(row, layout) or _cell(layout, row, "author") or author,
            status=_cell(layout, row, "status"),
            accepted=_cell(layout, row, "accepted"),
            cells=row,
        )
        for (number, row), text, name, author in zip(
            numbered, texts, cells(read["canonical"]), cells(read["authorship"]), strict=True
        )
    ]


def _usage_problems(layout: str, sheet: Sheet, usages: Sequence[_Usage]) -> list[str]:
    if not usages:
        return [f"{sheet.where}has a header but no rows; download it again"]
    terms, where = _TERMS[layout], sheet.where
    counts = Counter(usage.usage_id for usage in usages)
    problems = [
        f"{where}row {usage.row}: {terms['name']} is blank; expected a name"
        for usage in usages
        if not usage.text
    ]
    problems += [
        f"{where}row {usage.row}: {terms.get('id', 'id')} {usage.usage_id!r} occurs "
        f"{counts[usage.usage_id]} times; keep one of the rows"
        for usage in usages
        if counts[usage.usage_id] > 1
    ]
    return problems + _synonym_problems(terms.get("accepted", ""), where,
                                        usages)  # fmt: skip


def _synonym_problems(column: str, where: str, usages: Iterable[_Usage]) -> list[str]:
    usages = list(usages)
    is_synonym = {usage.usage_id: usage.is_synonym for usage in usages}
    return [
        f"{where}row {usage.row}: {column} is {usage.accepted!r}, "
        f"{'of a synonym' if usage.accepted in is_synonym else 'not in the file'}; expected the id "
        "of an accepted name"
        for usage in usages
        if usage.is_synonym and is_synonym.get(usage.accepted, True)
    ]


def _tables(layout: str, key: str, usages: Sequence[_Usage]) -> dict[str, list[Row]]:
    accepted = [usage for usage in usages if not usage.is_synonym]
    return {
        "taxa": [_taxon(layout, key, usage) for usage in accepted],
        "names": [_name(layout, key, usage) for usage in usages],
        "common_names": [
            {"taxon_id": f"{key}:{usage.usage_id}", "name": english, "language": "en"}
            for usage in accepted
            if (english := _cell(layout, usage.cells, "english"))
        ],
    }


def _name(layout: str, key: str, usage: _Usage) -> Row:
    kind = "accepted"
    if usage.is_synonym:
        kind = "misapplied" if "misappl" in usage.status.lower() else "synonym"
    return {
        "name": usage.name,
        "authorship": usage.authorship,
        "kind": kind,
        "taxon_id": f"{key}:{usage.accepted if usage.is_synonym else usage.usage_id}",
        "status": "synonym" if usage.is_synonym else "accepted",
        "source": layout,
    }


def _taxon(layout: str, key: str, usage: _Usage) -> Row:
    row, name = usage.cells, usage.name
    level = ("genus", "species", "subspecies")[min(len(name.split()), 3) - 1]
    return {
        "taxon_id": f"{key}:{usage.usage_id}",
        "name": name,
        "authorship": usage.authorship,
        "rank": _cell(layout, row, "rank").lower() or level,
        "status": "known",
        "kingdom": _cell(layout, row, "kingdom") or "Animalia",
        "class": _cell(layout, row, "class").capitalize() or _OWN_CLASS.get(layout, ""),
        "order": _cell(layout, row, "order").capitalize(),
        "family": _cell(layout, row, "family").capitalize(),
        "genus": name.split()[0] if " " in name else "",
        "common_name": _cell(layout, row, "english"),
        "source": layout,
        "confidence": "reported",
    }


def _author(row: Row, layout: str) -> str:
    if layout != "Mammal Diversity Database":
        return ""
    author, year = row.get("authoritySpeciesAuthor", ""), row.get("authoritySpeciesYear", "")
    text = ", ".join(part for part in (author, year) if part)
    return f"({text})" if text and row.get("authorityParentheses") == "1" else text


def _source(layout: str, place: str, day: str, digest: str) -> Source:
    own_terms = layout in {"ColDP", "Darwin Core"}
    name = f"{layout} checklist {place}" if own_terms else layout
    return Source(
        name=name,
        publisher="its publisher",
        version=f"as of {day}" if day else "date not known",
        as_of=day,
        complete_to=day or "the day of the download",
        sha256=digest,
        licence="as its publisher states",
        citation=f"{name}, its publisher, {day or 'date not known'}.",
        redistribution="restricted" if own_terms else "open",
    )
