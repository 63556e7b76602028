"""Users' reference lists (Red List exports and checklists) as Checklists."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from concordance.checklist import Checklist, Source
from concordance.errors import ChecklistError
from concordance.names import canonical
from concordance.readers import extensions, red_list
from concordance.readers.archives import read_bytes, ungzipped, zip_members
from concordance.readers.assemble import assemble
from concordance.readers.cells import checked_day, day_in
from concordance.readers.download_checks import sheet_of
from concordance.readers.hierarchy import higher_taxa
from concordance.readers.layouts import download_of
from concordance.readers.reference_layouts import (
    ReferenceLayout,
    known_layouts,
    layout_of,
    own_layout,
)
from concordance.readers.tables import Row, Sheet, delimited
from concordance.readers.usages import (
    Role,
    Usage,
    cell,
    usage_notes,
    usage_problems,
    usages_of,
)
from concordance.readers.workbooks import read_sheet, sheet_names

Files = dict[str, Sheet]
Columns = Mapping[str, str]

#: rows of a workbook searched for the header, as titles may come above it
_TITLES: Final = 10
#: "dwc:" of "dwc:taxonID"
_PREFIX: Final = re.compile(r"^\w+:(?=\w+$)")
_PLAIN: Final = (".csv", ".tsv", ".txt")


def read_checklist(
    source: str | Path | pd.DataFrame,
    key: str,
    as_of: str,
    columns: Columns | None = None,
    sheet: str | None = None,
) -> Checklist:
    """Return a user's reference list: see `arrange.lists.load_checklist`."""
    day = checked_day(as_of)
    own = own_layout(columns) if columns is not None else None
    if isinstance(source, pd.DataFrame):
        place, table, digest = sheet_of(source)
        if table.problems:
            raise ChecklistError(place, table.problems)
        return _reference(Path(place), {"table": table}, own, (key, day, digest))
    path = Path(source)
    files, digest = _files(path, own, sheet)
    day = day or day_in(path.name)
    if own is None and "taxonomy" in files and red_list.is_taxonomy(files["taxonomy"]):
        return red_list.red_list(path, files, key or "iucn", day, digest)
    if own is None and ("assessments" in files or "simple_summary" in files):
        raise ChecklistError(
            path, ["is only part of a Red List export; expected assessments.csv and taxonomy.csv "
                   f"in one folder or zip; found {', '.join(files)}"])  # fmt: skip
    return _reference(path, files, own, (key, day, digest))


def _is_table(name: str) -> bool:
    return Path(name).suffix.lower() in _PLAIN and not name.startswith(".")


def _files(path: Path, own: ReferenceLayout | None, sheet: str | None) -> tuple[Files, str]:
    """Tables of a folder, archive, workbook or file, by lower-case file stem."""
    if path.suffix.lower() == ".xlsx":
        return _of_workbook(path, own, sheet), hashlib.sha256(read_bytes(path)[1]).hexdigest()
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
        raise ChecklistError(path, ["contains no table; expected .csv, .tsv, .txt or .xlsx files"])
    digest = hashlib.sha256()
    tables: Files = {}
    problems: list[str] = []
    for name, content in raw.items():
        digest.update(content)
        table = delimited(content, f"{name}, " if name != path.name else "", dirty=True)
        table.header[:] = [_PREFIX.sub("", head) for head in table.header]
        if Path(name).stem.lower() in tables:
            problems.append(f"{name}: another table has the same name; keep one of them")
        tables[Path(name).stem.lower()] = table
    return _of_use(path, tables, problems, own), digest.hexdigest()


def _of_use(path: Path, tables: Files, problems: list[str], own: ReferenceLayout | None) -> Files:
    """The tables that some layout reads; problems in other tables are ignored."""
    stems = {*red_list.TABLES, "taxon", "nameusage", *extensions.VERNACULAR,
             *extensions.DISTRIBUTION}  # fmt: skip
    used = [
        table
        for stem, table in tables.items()
        if stem in stems or layout_of(table.header) or own is not None
    ]
    problems += [problem for table in used or tables.values() for problem in table.problems]
    if problems:
        raise ChecklistError(path, problems)
    return tables


def _of_folder(path: Path) -> dict[str, bytes]:
    try:
        files = [p for p in sorted(path.iterdir()) if _is_table(p.name) and p.is_file()]
    except OSError as error:
        raise ChecklistError(path, [f"cannot be read: {error.strerror}; check the path"]) from error
    return {file.name: read_bytes(file)[1] for file in files}


def _of_workbook(path: Path, own: ReferenceLayout | None, wanted: str | None) -> Files:
    """The wanted sheet of a workbook, or the only one with a known header."""
    names = [wanted] if wanted else sheet_names(path)
    tables = {name: _below_titles(read_sheet(path, name), own) for name in names}
    known = [name for name in names if own is not None or layout_of(tables[name].header)]
    if own is None and len(known) > 1:
        raise ChecklistError(
            path, [f"{len(known)} sheets have a list: {', '.join(known)}; choose one with sheet="]
        )
    table = tables[known[0] if known else names[0]]
    if table.problems:
        raise ChecklistError(path, table.problems)
    return {"sheet": table}


def _below_titles(sheet: Sheet, own: ReferenceLayout | None) -> Sheet:
    """A sheet, starting at the row that has the columns of a known layout."""
    rows = [sheet.header, *sheet.records]
    for place, header in enumerate(rows[:_TITLES]):
        known = set(own.needed) <= set(header) if own is not None else layout_of(header)
        if place and known:
            begin = [number for number in sheet.rows if number > place + 1]
            return Sheet(list(header), rows[place + 1 :], begin, sheet.where)
        if known:
            break
    return sheet


# ---------------------------------------------------------------------------------------------
# checklists


def _reference(
    path: Path, files: Files, own: ReferenceLayout | None, about: tuple[str, str, str]
) -> Checklist:
    key, day, digest = about
    for stem in ("nameusage", "taxon", *sorted(files)):
        if stem not in files:
            continue
        sheet = files[stem]
        layout = own or layout_of(sheet.header)
        if layout is None:
            continue
        layout = layout.of_file(sheet.header)
        garbled = {cell_: cell_.column in layout.read_columns(sheet.header)
                   for cell_ in sheet.garbled()}  # fmt: skip
        usages = usages_of(layout, sheet) if not sheet.missing(layout.needed) else []
        problems = [str(cell_) for cell_, is_read in garbled.items() if is_read]
        problems += sheet.missing(layout.needed) or usage_problems(layout, sheet, usages)
        if problems:
            raise ChecklistError(path, problems)
        notes = usage_notes(layout, sheet, usages)
        notes += [
            {"row": str(c.row), "column": c.column, "found": c.cell, "problem": "garbled letters"}
            for c, is_read in garbled.items()
            if not is_read
        ]
        key = key or layout.key or "list"
        tables = _tables(layout, key, usages, files)
        source = _source(layout, path.name, day, digest)
        return assemble(key, source, {**tables, "problems": notes})
    if download := next(filter(None, (download_of(s.header) for s in files.values())), None):
        raise ChecklistError(path, [f"this is {download.name}; use load_{download.key} for it"])
    heads = "; ".join(f"{n}: {', '.join(sheet.header)}" for n, sheet in files.items())
    raise ChecklistError(
        path,
        [f"not a known layout. Found {heads}. Known: {known_layouts()}. For any other table, name "
         "the column of each term: load_checklist(path, columns={'name': 'Latin name', "
         "'author': 'Author'})"],
    )  # fmt: skip


def _tables(
    layout: ReferenceLayout, key: str, usages: Sequence[Usage], files: Files
) -> dict[str, list[Row]]:
    accepted = [usage for usage in usages if usage.role is Role.ACCEPTED]
    above = higher_taxa(layout, usages)
    ids = {usage.usage_id for usage in accepted}
    english = [
        {"taxon_id": f"{key}:{usage.usage_id}", "name": name, "language": "en"}
        for usage in accepted
        if (name := cell(layout, usage.cells, "english"))
    ]
    return {
        "taxa": [_taxon(layout, key, usage, above[usage.usage_id]) for usage in accepted],
        "names": [_name(layout, key, usage) for usage in usages if usage.role is not Role.LEFT_OUT]
        + [protonym for usage in accepted if (protonym := _protonym(layout, key, usage))],
        "common_names": english + extensions.common_names(files, key, ids),
        "ranges": extensions.ranges(files, key, ids),
        "statuses": [
            {"taxon_id": f"{key}:{usage.usage_id}", "scheme": red_list.SCHEME, "category": category}
            for usage in accepted
            if (category := _category(cell(layout, usage.cells, "category")))
        ],
    }


def _category(text: str) -> str:
    """The code of a category without its suffix, as in ``CR (PE)`` and ``LC (as ...)``."""
    return text.split("(")[0].strip()


def _name(layout: ReferenceLayout, key: str, usage: Usage) -> Row:
    return {
        "name": usage.name,
        "authorship": usage.authorship,
        "kind": usage.role.value,
        "taxon_id": f"{key}:{usage.accepted if usage.is_synonym else usage.usage_id}",
        "status": "synonym" if usage.is_synonym else "accepted",
        "source": layout.name,
    }


def _protonym(layout: ReferenceLayout, key: str, usage: Usage) -> Row:
    """The original name of a taxon as a synonym; empty if it is the name in use."""
    name = canonical(cell(layout, usage.cells, "protonym").replace("_", " ").strip("[]\"'"))
    words = name.split()
    if not 1 < len(words) < 4 or name == usage.name or not name.replace(" ", "").isalpha():
        return {}
    return {
        "name": name,
        "authorship": usage.authorship.strip("()") if usage.authorship.endswith(")") else "",
        "kind": "synonym",
        "taxon_id": f"{key}:{usage.usage_id}",
        "status": "synonym",
        "source": layout.name,
    }


def _taxon(layout: ReferenceLayout, key: str, usage: Usage, above: Mapping[str, str]) -> Row:
    row, name = usage.cells, usage.name
    level = ("genus", "species", "subspecies")[min(len(name.split()), 3) - 1]
    kingdom = above.get("kingdom", "") or layout.kingdom
    if layout.repeats:  # the trade database gives classes only for animals
        kingdom = "Animalia" if above.get("class") else "Plantae"
    return {
        "taxon_id": f"{key}:{usage.usage_id}",
        "name": name,
        "authorship": usage.authorship,
        "rank": cell(layout, row, "rank").lower() or level,
        "status": "known",
        "kingdom": kingdom,
        "class": above.get("class", "") or layout.class_,
        "order": above.get("order", ""),
        "family": above.get("family", ""),
        "genus": name.split()[0] if " " in name else "",
        "common_name": cell(layout, row, "english"),
        "source": layout.name,
        "confidence": "reported",
    }


def _source(layout: ReferenceLayout, place: str, day: str, digest: str) -> Source:
    name = f"{layout.name} checklist {place}" if layout.own_terms else layout.name
    return Source(
        name=name,
        publisher="its publisher",
        version=f"as of {day}" if day else "date not known",
        as_of=day,
        complete_to=day or "the day of the download",
        sha256=digest,
        licence="as its publisher states",
        citation=f"{name}, its publisher, {day or 'date not known'}.",
        redistribution="open" if layout.is_open else "restricted",
    )
