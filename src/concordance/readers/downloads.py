"""Downloads that users hold: Species+ and the CITES Checklist Index, as Checklists.

The layout is recognised by its columns. What cannot be read with certainty is kept verbatim and
listed in ``checklist.problems``; what is wrong is refused, all of it at once.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from concordance.checklist import Checklist, Source
from concordance.countries import current_code
from concordance.errors import ChecklistError, DateError
from concordance.names import parse_names
from concordance.readers.archives import read_bytes, ungzipped
from concordance.readers.tables import Row, Sheet, delimited, doubled
from concordance.schema import (
    COMMON_NAMES,
    LISTINGS,
    NAMES,
    PROBLEMS,
    RANGES,
    TAXA,
    cells,
    to_frame,
)

_RANGES: Final = {
    "NativeDistributionFullNames": "native",
    "Introduced_Distribution": "introduced",
    "Introduced(?)_Distribution": "introduced_uncertain",
    "Reintroduced_Distribution": "reintroduced",
    "Extinct_Distribution": "extinct",
    "Extinct(?)_Distribution": "extinct_uncertain",
    "Distribution_Uncertain": "uncertain",
}


#: long columns that nothing here reads
_UNREAD: Final = frozenset(
    {"AnnotationEnglish", "AnnotationSpanish", "AnnotationFrench", "#AnnotationSymbol",
     "#Annotation", "# Full note", "CitesAccepted", "Species", "Subspecies", "Phylum"}
)  # fmt: skip


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


def load_download(source: Any, key: str, as_of: str | None = None) -> Checklist:
    """Return a download as a checklist.

    Parameters
    ----------
    source : path, binary or text file object, or pandas.DataFrame
        Comma- or semicolon-separated, with or without BOM, plain or gzip.
    key : str
        ``cites`` or ``cms``: the list that is wanted.
    as_of : str, optional
        ISO date of the download, where its name does not say it.

    Returns
    -------
    Checklist

    Raises
    ------
    ChecklistError
        If the layout is not known, of the other list, or rows are wrong; every problem at once.
    """
    day = checked_day(as_of)
    place, sheet, digest = _records(source)
    if not sheet.header:
        raise ChecklistError(place, sheet.problems or ["has no columns; expected a header"])
    layout = _layout(place, sheet, key)
    numbered = sheet.dicts(_UNREAD)
    problems = sheet.problems + sheet.missing(layout.read) + _check(layout, numbered)
    if not numbered and not problems:
        problems.append("holds a header and no rows; download it again")
    if problems:
        raise ChecklistError(place, problems)
    day = day or day_in(place)
    records = [record for _, record in numbered]
    taxa = [_taxon(layout, record, row) for row, record in numbered]
    names, notes = _names(layout, numbered, taxa)
    notes += _odd_codes(numbered)
    listings = [e for r, t in zip(records, taxa, strict=True) for e in _entries(layout, r, t)]
    return Checklist(
        key=key,
        source=Source(
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
        specific_entry_prevails=key == "cites",
        _taxa=_frame(taxa, TAXA),
        _names=_frame(names, NAMES),
        _listings=_frame(listings, LISTINGS),
        _common_names=_frame(_common_names(records, taxa), COMMON_NAMES),
        _ranges=_frame(_ranges(records, taxa), RANGES),
        _problems=_frame(notes, PROBLEMS),
        partner={"cites": "cms", "cms": "cites"}[key],
    )


def _frame(rows: Sequence[Row], columns: Sequence[Any]) -> pd.DataFrame:
    return to_frame({c.name: [row.get(c.name, "") for row in rows] for c in columns}, columns)


# ---------------------------------------------------------------------------------------------
# the file


def _records(source: Any) -> tuple[str, Sheet, str]:
    """Place, sheet and digest of what a user gave."""
    if isinstance(source, pd.DataFrame):
        header = [str(c) for c in source.columns]
        columns = [
            ["" if v is None or v != v else str(v) for v in _column(source, i)]
            for i in range(len(header))
        ]
        records = [list(row) for row in zip(*columns, strict=True)]
        raw = repr(columns).encode("utf-8", "surrogatepass")
        problems = [
            f"column {name!r} occurs {count} times; expected once"
            for name, count in doubled(header)
        ]
        sheet = Sheet(header, records, list(range(2, len(records) + 2)), "", problems)
        if not problems:
            problems += [
                f"row {row}: {name} is no text that can be written as UTF-8; correct the cell"
                for name, values in zip(header, columns, strict=True)
                for row, value in enumerate(values, start=2)
                if not _encodes(value)
            ]
            problems += sheet.garbled()
        return "DataFrame", sheet, hashlib.sha256(raw).hexdigest()
    place, raw = read_bytes(source)
    raw = ungzipped(place, raw)
    return place, delimited(raw, marks=",;"), hashlib.sha256(raw).hexdigest()


def _column(frame: pd.DataFrame, place: int) -> list[Any]:
    column = frame.iloc[:, place]
    try:
        return cells(column)
    except (pa.ArrowException, ValueError, OverflowError):  # cells of several types
        return [None if pd.api.types.is_scalar(v) and pd.isna(v) else v for v in column]


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _layout(place: str, sheet: Sheet, key: str) -> Layout:
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
         f"row 1: no layout that is known. Found the columns {', '.join(header)}.{hint} Known: "
         f"{known}", *near],
    )  # fmt: skip


def checked_day(as_of: str | None) -> str:
    """Return the day that a user gives for a list, blank where none is given.

    Raises
    ------
    DateError
        If it is no ISO date.
    """
    if as_of and not _is_day(as_of):
        raise DateError(f"as_of {as_of!r} is no date; expected the day of the list as YYYY-MM-DD")
    return as_of or ""


def day_in(place: str) -> str:
    """Return the first day in the name of a file, blank where there is none."""
    days = re.findall(r"(?<![0-9])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])", Path(place).name)
    return next(filter(_is_day, days), "")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _check(layout: Layout, numbered: Sequence[tuple[int, Row]]) -> list[str]:
    problems: list[str] = []
    if not numbered:
        return problems
    held = numbered[0][1]
    dated, has_ids = "Date" in held, layout.id_column in held
    column = "CurrentListing" if "CurrentListing" in layout.required else "Listing"
    ids = Counter(r.get(layout.id_column, "").strip() for _, r in numbered)
    names = Counter(r[layout.name_column].strip() for _, r in numbered) if not has_ids else {}
    for row, record in numbered:
        own = record.get(layout.id_column, "").strip()
        name = record[layout.name_column].strip()
        if own and ids[own] > 1:
            problems.append(f"row {row}: {layout.id_column} {own!r} occurs {ids[own]} times; "
                            "keep one of the rows")  # fmt: skip
        elif not own and has_ids:
            problems.append(f"row {row}: {layout.id_column} is blank; expected the number of the "
                            "taxon")  # fmt: skip
        elif not own and name and names[name] > 1:
            problems.append(f"row {row}: {layout.name_column} {name!r} occurs {names[name]} "
                            "times; keep one of the rows")  # fmt: skip
        if not name:
            problems.append(f"row {row}: {layout.name_column} is blank; expected a name")
        for code in filter(None, record[column].split("/")):
            if code.strip() not in {"I", "II", "III", "NC"}:
                problems.append(f"row {row}: {column} is {record[column]!r}; expected I, II, III "
                                "or NC, joined by /")  # fmt: skip
        for text in re.findall(r"\d{1,2}/\d{1,2}/\d{4}", record["Date"]) if dated else ():
            if not _iso(text):
                problems.append(f"row {row}: Date has {text!r}, which is no day (dd/mm/yyyy); "
                                "correct it")  # fmt: skip
        if dated and record["Date"].strip() and not re.search(r"\d/\d{1,2}/\d{4}", record["Date"]):
            problems.append(f"row {row}: Date is {record['Date'][:40]!r}; expected dd/mm/yyyy: was "
                            "it saved again by a spreadsheet?")  # fmt: skip
        for code in _split(record.get("All_DistributionISOCodes", "")):
            if not re.fullmatch("[A-Z][A-Z0-9]", code):
                problems.append(f"row {row}: All_DistributionISOCodes has {code!r}; expected two "
                                "characters")  # fmt: skip
    return problems


def _iso(text: str) -> str:
    day, month, year = (int(part) for part in text.split("/"))
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _split(text: str) -> list[str]:
    if not text:
        return []
    return [part.strip() for part in re.split("[,;]", text) if part.strip()]


#: a number of more digits than any character has, on which `html.unescape` stumbles
_LONG_ENTITY: Final = re.compile("&#(?=[xX]?[0-9a-fA-F]{8})")


def plain(text: str) -> str:
    r"""Return the text of a cell without HTML, odd spaces and line ends.

    Examples
    --------
    >>> plain("Appendix\xa0II:<p>\r\n<i>Tursiops</i> &amp; others ")
    'Appendix II: Tursiops & others'
    """
    if "<" in text:
        text = re.sub(r"<[^<>]*>", " ", text)
    if "&" in text:
        text = html.unescape(_LONG_ENTITY.sub("&amp;#", text))
    return " ".join(text.split())


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
        "authorship": plain(record[layout.author_column]),
        "rank": rank,
        "status": "listed",
        "kingdom": record.get("Kingdom", "") or "Animalia",
        "class": record.get("Class", ""),
        "order": record.get("Order", ""),
        "family": record.get("Family", ""),
        "genus": record.get("Genus", ""),
        "common_name": english[0] if english else "",
        "source": f"{layout.name}, row {row}",
        "confidence": "reported",
    }


def _entries(layout: Layout, record: Row, taxon: Row) -> list[Row]:
    """One entry for each Appendix of a taxon, named after what it is listed under."""
    listing = record.get("Listing", record.get("CurrentListing", ""))
    under = [plain(u).removesuffix(" spp.") for u in _split(record.get("Listed under", ""))]
    entries = []
    for code in dict.fromkeys(part.strip() for part in listing.split("/")):
        if code not in {"I", "II", "III"}:
            continue
        note = _marked(record.get("Full note", record.get("Note", "")), code)
        if "FullAnnotationEnglish" in record:
            note = _annotation(record["FullAnnotationEnglish"], code)
        dates = _marked(record["Date"], code) if record.get("Date") else ""
        days = [_iso(d) for d in re.findall(r"\d{1,2}/\d{1,2}/\d{4}", dates)]
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
    """Return the lines of a cell that are marked ``**code**``; all of it where none is."""
    parts = re.split(r"\*\*([IVX]+(?:/NC)?|NC)\*\*", text)
    if len(parts) == 1:
        return plain(text)
    found = [parts[i + 1] for i in range(1, len(parts) - 1, 2) if parts[i] == code]
    return plain(" ".join(found))


@lru_cache(maxsize=10_000)
def _annotation(text: str, code: str) -> str:
    parts = re.split(r"Appendix (I{1,3}):", text.replace("\xa0", " "))
    found = [parts[i + 1] for i in range(1, len(parts) - 1, 2) if parts[i] == code]
    return plain(" ".join(found))


def _names(
    layout: Layout, numbered: Sequence[tuple[int, Row]], taxa: Sequence[Row]
) -> tuple[list[Row], list[Row]]:
    """Accepted names and synonyms; what cannot be split with certainty goes to the problems."""
    names: list[Row] = []
    notes: list[Row] = []
    strings: list[tuple[str, str]] = []
    genera = {taxon["genus"] for taxon in taxa} - {""}
    for (row, record), taxon in zip(numbered, taxa, strict=True):
        names.append({"name": taxon["name"], "authorship": taxon["authorship"],
                      "status": "accepted", "kind": "accepted", "taxon_id": taxon["taxon_id"],
                      "source": layout.name})  # fmt: skip
        text = record.get("SynonymsWithAuthors", "")
        found, unsure = split_synonyms(text, taxon["rank"], genera)
        strings += [(synonym, taxon["taxon_id"]) for synonym in found]
        notes += [
            {"row": str(row), "column": "SynonymsWithAuthors", "found": part,
             "problem": "cannot be split into names with certainty: kept as it is"}
            for part in unsure
        ]  # fmt: skip
    read = parse_names([text for text, _ in strings])
    for (text, taxon_id), name, author in zip(
        strings, cells(read["canonical"]), cells(read["authorship"]), strict=True
    ):
        if not name:
            notes.append({"row": "", "column": "SynonymsWithAuthors", "found": text,
                          "problem": "holds no name that can be read"})  # fmt: skip
            continue
        names.append({"name": name, "authorship": author, "status": "synonym", "kind": "synonym",
                      "taxon_id": taxon_id, "source": layout.name})  # fmt: skip
    return names, notes


_LOWER_NAME: Final = re.compile(
    r"[A-Z][a-zë-]+\.? (?:\([A-Z][a-z]+\) )?(?:[x×] )?"
    r"(?P<epithet>[a-zëïöü][a-zëïöüæœ'-]+)(?=[ ,]|$)"
)
_PARTICLES: Final = frozenset(
    "ex in et and de der den du da di dos la le van von zu zum ten ter auct auctt non nec sensu "
    "hort emend bis fil f y".split()
)
_YEARS: Final = re.compile(r"[\[(\"']*\d{4}[a-z]?[\])\"'?]*(?:\s|$|[:,-])")
_AUTHOR: Final = re.compile(
    r"[\[(]*(?:[A-ZÀ-ÞŁŠŽČŚĆ'’]|de |da |di |la |van |von |"
    r"d'|f\.|et al|& |and |ex |non |not |nec |vix |pro parte|nom\. )"
)


def split_synonyms(text: str, rank: str, genera: Iterable[str] = ()) -> tuple[list[str], list[str]]:
    """Return the synonyms of a cell, and the parts that cannot be split with certainty.

    The separator, comma and space, also stands between authors and before years.

    Parameters
    ----------
    text : str
    rank : str
        Rank of the taxon: the synonyms of a genus or family are single words.
    genera : iterable of str
        Known genera, by which a single word is told from an author.

    Returns
    -------
    list of str, list of str
        Together they hold every character of the cell but the separators.

    Examples
    --------
    >>> split_synonyms("Aus bus Lesson, 1839, Cus dus (L.) Marg., Szlach. & Kulak", "species")
    (['Aus bus Lesson, 1839', 'Cus dus (L.) Marg., Szlach. & Kulak'], [])
    """
    if not text:
        return [], []
    parts = [part for part in plain(text).split(", ") if part]
    low = rank in {"species", "subspecies", "variety", "form"}
    known = genera if isinstance(genera, Set) else set(genera)
    found: list[list[str]] = []
    unsure: list[str] = []
    for place, part in enumerate(parts):
        starts = _LOWER_NAME.match(part)
        is_name = bool(starts) and starts is not None and starts["epithet"] not in _PARTICLES
        if not low and not is_name:
            word = part.split()[0]
            single = re.fullmatch("[A-Z][a-zë-]{2,}", word) is not None
            is_name = place == 0 or (single and word in known) or word.endswith(("idae", "aceae"))
            if not is_name and single and len(part.split()) > 1 and not _YEARS.match(part):
                # "Bus Gray" after a comma: another genus, or a third author?
                return [], [", ".join(parts)]
        if is_name or not found:
            if not is_name and not found:
                unsure.append(part)
                continue
            found.append([part])
        elif _YEARS.match(part) or _AUTHOR.match(part):
            found[-1].append(part)
        else:
            unsure.append(part)
    return [", ".join(words) for words in found], unsure


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
    """Countries by ISO code; the presence by the full name at the same place of the lists."""
    found: list[Row] = []
    for record, taxon in zip(records, taxa, strict=True):
        codes = [current_code(code)[0]
                 for code in _split(record.get("All_DistributionISOCodes", ""))]  # fmt: skip
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
            found.append(
                {
                    "taxon_id": taxon["taxon_id"],
                    "country": code,
                    "presence": presence.get(country, default),
                }
            )
    return found


def _odd_codes(numbered: Sequence[tuple[int, Row]]) -> list[Row]:
    """Codes of countries that are no ISO codes of today, such as S1 or AN."""
    return [
        {"row": str(row), "column": "All_DistributionISOCodes", "found": code, "problem": problem}
        for row, record in numbered
        for code in _split(record.get("All_DistributionISOCodes", ""))
        if (problem := current_code(code)[1])
    ]


def _countries(text: str, expected: int | None) -> list[str]:
    """Names of countries; empty where their number is not that of the codes."""
    parts = [p.strip() for p in re.split(r",(?! (?:Province|Plurinational|Bolivarian|Islamic|"
                                         r"Republic|Democratic|United|Federated|State))|;", text)
             if p.strip()]  # fmt: skip
    return parts if expected is None or len(parts) == expected else []
