"""Users' downloads from Species+ and the CITES Checklist Index as Checklists.

The layout is recognised by its columns. Cells that cannot be read with certainty are kept verbatim
and listed in ``checklist.problems``. Errors in the file are all reported at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from concordance.checklist import Checklist, Source
from concordance.countries import current_code
from concordance.errors import ChecklistError
from concordance.names.columns import parse_names
from concordance.readers.assemble import assemble
from concordance.readers.cells import checked_day, day_in, iso_from_dmy, plain, split
from concordance.readers.download_checks import row_problems, sheet_of
from concordance.readers.layouts import LAYOUTS, Layout, recognise, refuse_eu_annexes
from concordance.readers.synonym_cells import split_synonyms
from concordance.readers.tables import Row
from concordance.schema import cells

_RANGES: Final = {
    "NativeDistributionFullNames": "native",
    "Introduced_Distribution": "introduced",
    "Introduced(?)_Distribution": "introduced_uncertain",
    "Reintroduced_Distribution": "reintroduced",
    "Extinct_Distribution": "extinct",
    "Extinct(?)_Distribution": "extinct_uncertain",
    "Distribution_Uncertain": "uncertain",
}


#: long columns that are not read
_UNREAD: Final = frozenset(
    {"AnnotationEnglish", "AnnotationSpanish", "AnnotationFrench", "#AnnotationSymbol",
     "#Annotation", "# Full note", "CitesAccepted", "Species", "Subspecies", "Phylum"}
)  # fmt: skip


#: optional columns that are read if present
_READ: Final = frozenset(
    {"Date", "Note", "Full note", "Party", "Agreement", "SynonymsWithAuthors", "Synonyms",
     "EnglishNames", "SpanishNames", "FrenchNames", "All_DistributionFullNames",
     "All_DistributionISOCodes", *_RANGES}
).union(*({*x.required, *x.read, x.author_column} for x in LAYOUTS))  # fmt: skip


def load_download(source: Any, key: str, as_of: str | None = None) -> Checklist:
    """Return a download as a checklist.

    Parameters
    ----------
    source : path, binary or text file object, or pandas.DataFrame
        Comma- or semicolon-separated, with or without BOM, plain or gzip.
    key : str
        ``cites`` or ``cms``: the wanted list.
    as_of : str, optional
        ISO date of the download, if its file name does not contain it.

    Returns
    -------
    Checklist

    Raises
    ------
    ChecklistError
        If the layout is unknown or of the other list, or rows are wrong; lists every problem.
    """
    day = checked_day(as_of)
    place, sheet, digest = sheet_of(source)
    if not sheet.header:
        raise ChecklistError(place, sheet.problems or ["has no columns; expected a header"])
    layout = recognise(place, sheet, key)
    numbered = sheet.dicts(_UNREAD)
    refuse_eu_annexes(place, layout, numbered)
    problems = sheet.problems + sheet.missing(layout.read) + row_problems(layout, numbered)
    if "Synonyms" not in sheet.header and "CurrentListing" in layout.required:
        problems += sheet.renamed(["SynonymsWithAuthors", layout.author_column])
    garbled = sheet.garbled()
    problems += [str(cell) for cell in garbled if cell.column in _READ]
    if not numbered and not problems:
        problems.append("has a header but no rows; download it again")
    if problems:
        raise ChecklistError(place, problems)
    day = day or day_in(place)
    records = [record for _, record in numbered]
    taxa = [_taxon(layout, record, row) for row, record in numbered]
    names, notes = _names(layout, numbered, taxa)
    tables = {
        "taxa": taxa,
        "names": names,
        "listings": [e for r, t in zip(records, taxa, strict=True) for e in _entries(layout, r, t)],
        "common_names": _common_names(records, taxa),
        "ranges": _ranges(records, taxa),
        "problems": [
            *notes,
            *_odd_codes(numbered),
            *(
                {
                    "row": str(c.row),
                    "column": c.column,
                    "found": c.cell,
                    "problem": "garbled",
                }
                for c in garbled
                if c.column not in _READ
            ),
        ],
    }
    return assemble(
        key,
        Source(
            name=layout.name,
            publisher="UNEP-WCMC",
            version=f"download of {day}" if day else "download, date not known",
            as_of=day,
            complete_to=day or "the day of the download",
            sha256=digest,
            licence="Species+ terms of use: not to be redistributed",
            citation=f"{layout.name}, downloaded {day or 'on a day not known'}, UNEP-WCMC.",
            redistribution="restricted",
        ),
        tables,
        specific_entry_prevails=key == "cites",
        partner={"cites": "cms", "cms": "cites"}[key],
    )


# ---------------------------------------------------------------------------------------------
# the tables


def _taxon(layout: Layout, record: Row, row: int) -> Row:
    name = plain(record[layout.name_column])
    rank = record.get(layout.rank_column, "").strip().lower()
    if not rank:
        rank = ("genus", "species", "subspecies")[min(len(name.split()), 3) - 1]
    own = record.get(layout.id_column, "").strip()
    local = own or name.lower().replace(" ", "-")
    english = _split_names(record.get("EnglishNames", ""))
    return {
        "taxon_id": f"{layout.key}:{local}",
        "name": name,
        "authorship": plain(record.get(layout.author_column, "")),
        "rank": rank,
        "status": "listed",
        "kingdom": record.get("Kingdom", ""),
        "class": record.get("Class", ""),
        "order": record.get("Order", ""),
        "family": record.get("Family", ""),
        "genus": record.get("Genus", ""),
        "common_name": english[0] if english else "",
        "source": f"{layout.name}, row {row}",
        "confidence": "reported",
    }


def _entries(layout: Layout, record: Row, taxon: Row) -> list[Row]:
    """One entry for each Appendix of a taxon, under the name of the listed taxon."""
    listing = record.get("Listing", record.get("CurrentListing", ""))
    under = [plain(u).removesuffix(" spp.") for u in split(record.get("Listed under", ""))]
    entries = []
    for code in dict.fromkeys(part.strip() for part in listing.split("/")):
        if code not in {"I", "II", "III"}:
            continue
        note = _marked(record.get("Full note", record.get("Note", "")), code)
        if "FullAnnotationEnglish" in record:
            note = _annotation(record["FullAnnotationEnglish"], code)
        dates = _marked(record["Date"], code) if record.get("Date") else ""
        days = [iso_from_dmy(d) for d in re.findall(r"\d{1,2}/\d{1,2}/\d{4}", dates)]
        for name in under or [taxon["name"]]:
            group = name != taxon["name"] and " " not in name
            scope = "whole"
            if not group and _speaks_of_populations(note):
                scope = "population"
            elif group and layout.key == "cms":
                scope = "migratory_members"
            entries.append(
                {
                    "entry_id": f"{taxon['taxon_id']}:{code}:{name}",
                    "taxon": name,
                    "taxon_id": taxon["taxon_id"],
                    "rank": taxon["rank"] if name == taxon["name"] else "",
                    "appendix": code,
                    "scope": scope,
                    "scope_note": note if scope == "population" else "",
                    "parties": record.get("Party", "") if code == "III" else "",
                    "effective_from": min(days) if days else "",
                    "source": layout.name,
                    "confidence": "reported",
                }
            )
    return entries


@lru_cache(maxsize=10_000)
def _speaks_of_populations(note: str) -> bool:
    return re.search(r"\bpopulations?\b", note, re.IGNORECASE) is not None


@lru_cache(maxsize=10_000)
def _marked(text: str, code: str) -> str:
    """Return the lines of a cell marked ``**code**``; the whole cell if none is marked."""
    parts = re.split(r"\*\*([IVX]+(?:/NC)?|NC)\*\*", text)
    if len(parts) == 1:
        return plain(text)
    marked = [parts[i + 1] for i in range(1, len(parts) - 1, 2) if parts[i] == code]
    return plain(" ".join(marked))


@lru_cache(maxsize=10_000)
def _annotation(text: str, code: str) -> str:
    parts = re.split(r"Appendix (I{1,3}):", text.replace("\xa0", " "))
    marked = [parts[i + 1] for i in range(1, len(parts) - 1, 2) if parts[i] == code]
    return plain(" ".join(marked))


def _names(
    layout: Layout, numbered: Sequence[tuple[int, Row]], taxa: Sequence[Row]
) -> tuple[list[Row], list[Row]]:
    """Accepted names and synonyms; cells that cannot be split with certainty are problems."""
    names: list[Row] = []
    notes: list[Row] = []
    strings: list[tuple[str, str]] = []
    genera = {taxon["genus"] for taxon in taxa} - {""}
    for (row, record), taxon in zip(numbered, taxa, strict=True):
        names.append({"name": taxon["name"], "authorship": taxon["authorship"],
                      "status": "accepted", "kind": "accepted", "taxon_id": taxon["taxon_id"],
                      "source": layout.name})  # fmt: skip
        text = record.get("SynonymsWithAuthors", "")
        synonyms, unsure = split_synonyms(text, taxon["rank"], genera)
        synonyms += [
            part for name in record.get("Synonyms", "").split(",") if (part := plain(name))
        ]
        strings += [(synonym, taxon["taxon_id"]) for synonym in synonyms]
        notes += [
            {"row": str(row), "column": "SynonymsWithAuthors", "found": part,
             "problem": "cannot be split into names with certainty; kept unchanged"}
            for part in unsure
        ]  # fmt: skip
    read = parse_names([text for text, _ in strings])
    for (text, taxon_id), name, author in zip(
        strings, cells(read["canonical"]), cells(read["authorship"]), strict=True
    ):
        if not name:
            notes.append({"row": "", "column": "SynonymsWithAuthors", "found": text,
                          "problem": "contains no readable name"})  # fmt: skip
            continue
        names.append({"name": name, "authorship": author, "status": "synonym", "kind": "synonym",
                      "taxon_id": taxon_id, "source": layout.name})  # fmt: skip
    return names, notes


def _split_names(text: str) -> list[str]:
    return [name for name in (plain(part) for part in text.split(",")) if name]


def _common_names(records: Sequence[Row], taxa: Sequence[Row]) -> list[Row]:
    languages = {"EnglishNames": "en", "SpanishNames": "es", "FrenchNames": "fr"}
    return [
        {"taxon_id": taxon["taxon_id"], "name": name, "language": language}
        for record, taxon in zip(records, taxa, strict=True)
        for column, language in languages.items()
        for name in dict.fromkeys(_split_names(record.get(column, "")))
    ]


def _ranges(records: Sequence[Row], taxa: Sequence[Row]) -> list[Row]:
    """Countries by ISO code, with presence by the full name at the same position."""
    rows: list[Row] = []
    for record, taxon in zip(records, taxa, strict=True):
        codes = [current_code(code)[0]
                 for code in split(record.get("All_DistributionISOCodes", ""))]  # fmt: skip
        if not codes:
            continue
        full = record.get("All_DistributionFullNames", "")
        countries = _countries(full, len(codes))
        presence = {
            country: kind
            for column, kind in reversed(_RANGES.items())
            if record.get(column)
            for country in _countries(record[column], None)
        }
        for place, code in enumerate(codes):
            country = countries[place] if countries else ""
            default = "" if presence else "native"
            rows.append(
                {
                    "taxon_id": taxon["taxon_id"],
                    "country": code,
                    "presence": presence.get(country, default),
                }
            )
    return rows


def _odd_codes(numbered: Sequence[tuple[int, Row]]) -> list[Row]:
    """Country codes that are not current ISO codes, such as S1 or AN."""
    return [
        {"row": str(row), "column": "All_DistributionISOCodes", "found": code, "problem": problem}
        for row, record in numbered
        for code in split(record.get("All_DistributionISOCodes", ""))
        if (problem := current_code(code)[1])
    ]


def _countries(text: str, expected: int | None) -> list[str]:
    """Names of countries; empty if their number differs from that of the codes."""
    parts = [p.strip() for p in re.split(r",(?! (?:Province|Plurinational|Bolivarian|Islamic|"
                                         r"Republic|Democratic|United|Federated|State))|;", text)
             if p.strip()]  # fmt: skip
    return parts if expected is None or len(parts) == expected else []
