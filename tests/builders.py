"""Builders that tests share: lists, downloads, the Species+ service, and slow twins."""

import csv
import io
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, urlparse

import pandas as pd
import pyarrow as pa
from cases import checklist, of_names, with_knowledge, with_tables
from rapidfuzz.distance import OSA, Levenshtein

import concordance as cc
from concordance.arrange.treaties import with_pro_parte
from concordance.checklist import Checklist
from concordance.checklist_parts import Records
from concordance.concordance import Concordance
from concordance.join.texts import Metric
from concordance.names.columns import parse
from concordance.readers.speciesplus.client import SpeciesPlus

ROOT = Path(__file__).parents[1]

__all__ = ["checklist", "of_names", "with_knowledge", "with_tables"]

FALCONS = {"kingdom": "Animalia", "class": "Aves", "order": "Falconiformes", "family": "Falconidae"}


CATS = {"kingdom": "Animalia", "class": "Mammalia", "order": "Carnivora", "family": "Felidae"}


ALBATROSSES = {"kingdom": "Animalia", "class": "Aves", "order": "Procellariiformes",
               "family": "Diomedeidae"}  # fmt: skip


def records(table: pd.DataFrame) -> list[Any]:
    """Rows of a table as named tuples, whose fields are of any type."""
    return list(table.itertuples())


def made(text: str, key: str) -> cc.Checklist:
    """A list of "name [rank] [family] = synonym : kind = ..." parted by semicolons."""
    taxa, names_ = [], []
    for at, part in enumerate(filter(None, text.split(";"))):
        accepted, *others = (p.strip() for p in part.split("="))
        printed, _, family = accepted.partition("@")
        name = parse(printed.strip())
        taxon = {"taxon_id": f"{key}{at}", "name": name.canonical, "authorship": name.authorship,
                 "rank": name.rank, "genus": name.genus, "class": "Mammalia",
                 "order": "Carnivora", "family": family or "Felidae"}  # fmt: skip
        if family.endswith("dae") and name.rank == "uninomial":
            taxon |= {"rank": "family", "genus": "", "family": name.canonical}
        taxa.append(taxon)
        names_.append({"name": name.canonical, "authorship": name.authorship, "status": "accepted",
                      "kind": "accepted", "taxon_id": taxon["taxon_id"]})  # fmt: skip
        for other in others:
            synonym, _, kind = (p.strip() for p in other.partition(":"))
            names_.append({"name": synonym, "status": "synonym", "kind": kind or "synonym",
                          "source": "src", "taxon_id": taxon["taxon_id"]})  # fmt: skip

    return with_pro_parte(with_tables(checklist([], key), taxa=taxa, names=names_))


def listed(checklist_: cc.Checklist) -> cc.Checklist:
    """The same list with an entry in Appendix I for every taxon."""
    entries = [
        {"entry_id": t.taxon_id, "taxon": t.name, "rank": t.rank, "appendix": "I", "scope": "whole"}
        for t in checklist_.records.taxa
    ]
    return with_tables(checklist_, listings=entries)


def part_of(whole: Checklist, *families: str) -> Checklist:
    """The taxa of some families with all that is known of them, as a list of one day."""
    taxa = tuple(taxon for taxon in whole.records.taxa if taxon.family in families)
    ids = {taxon.taxon_id for taxon in taxa}
    names_ = tuple(use for use in whole.records.names if use.taxon_id in ids)
    known = {use.name for use in names_}
    listings = tuple(entry for entry in whole.records.listings if entry.taxon in known)
    measures = tuple(measure for measure in whole.records.measures if measure.taxon_id in ids)
    records = Records(taxa=taxa, names=names_, listings=listings, measures=measures)
    return replace(whole, records=records, reload=None)


# what no view may run

EVIL = '<script>alert(1)</script> & "$x^2$" <img src=x onerror=alert(1)>'


def evil(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Return the table with one string in every cell of some columns."""
    frame = frame.copy()
    for column in columns:
        frame[column] = EVIL
    return frame


# exports

#: a file of each format, and a folder or archive of each that has several files
SINGLE = {"csv": "c.csv", "excel": "c.xlsx", "parquet": "c.parquet", "sssom": "c.sssom.tsv",
          "tcs": "tcs.csv", "markdown": "c.md", "latex": "c.tex", "docx": "c.docx"}  # fmt: skip


MANY = {"coldp": "coldp.zip", "darwin_core": "dwca.zip", "datapackage": "dp.zip"}


#: status, relation, reviewer, ORCID, day and note, as reviewers type them
VERDICTS = [
    ("agreed", "congruent", "A. Person", "0000-0002-1825-0097", datetime(2026, 11, 3), "one sheep"),
    ("rejected", None, "Björn Ärlig", None, "04.11.2026", "no: two, „really“"),
    (
        "disputed",
        "overlaps",
        "A. Person",
        "https://orcid.org/0000-0001-5109-3700",
        "25/11/2026",
        "",
    ),
]


def write_review(con: Concordance, path: Path) -> None:
    """Write a workbook in which the first pairs have `VERDICTS`."""
    import openpyxl  # only here: the extra may be missing

    con.to_excel(path)
    book = openpyxl.load_workbook(path)
    sheet = book["Review"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    pairs = set(con.table[con.table["relation"] != "not_listed"]["concordance_id"])
    rows = [
        r for r in range(2, sheet.max_row + 1)
        if sheet.cell(r, heads["concordance_id"]).value in pairs
    ]  # fmt: skip
    columns = ("status", "reviewed_relation", "reviewer", "orcid", "reviewed_on", "decision_note")
    for row, verdict in zip(rows, VERDICTS, strict=False):
        for column, value in zip(columns, verdict, strict=True):
            sheet.cell(row, heads[column]).value = value
    book.save(path)


# downloads


DISTRIBUTION = [
    "All_DistributionFullNames", "All_DistributionISOCodes", "NativeDistributionFullNames",
    "Introduced_Distribution", "Introduced(?)_Distribution", "Reintroduced_Distribution",
    "Extinct_Distribution", "Extinct(?)_Distribution", "Distribution_Uncertain",
]  # fmt: skip


CITES = ["Id", "Kingdom", "Phylum", "Class", "Order", "Family", "Genus", "Species", "Subspecies",
         "Scientific Name", "Author", "Rank", "Listing", "Party", "Listed under", "Full note",
         "# Full note", *DISTRIBUTION]  # fmt: skip


CMS = ["Id", "Phylum", "Class", "Order", "Family", "Genus", "ScientificName", "Author", "Rank",
       "Agreement", "Listing", "Listed under", "Date", "Note", *DISTRIBUTION]  # fmt: skip


INDEX = ["TaxonId", "Kingdom", "Phylum", "Class", "Order", "Family", "Genus", "Species",
         "Subspecies", "FullName", "AuthorYear", "RankName", "CurrentListing",
         "FullAnnotationEnglish", "AnnotationEnglish", "AnnotationSpanish", "AnnotationFrench",
         "#AnnotationSymbol", "#Annotation", "SynonymsWithAuthors", "EnglishNames",
         "SpanishNames", "FrenchNames", "CitesAccepted", *DISTRIBUTION]  # fmt: skip


CAT = {"Kingdom": "Animalia", "Class": "Mammalia", "Order": "Carnivora", "Family": "Felidae"}


FALCON = {"Kingdom": "Animalia", "Class": "Aves", "Order": "Falconiformes", "Family": "Falconidae"}


CITES_ROWS = [
    {**CAT, "Id": "1", "Genus": "Aus", "Scientific Name": "Aus bus", "Author": "(Gray, 1830)",
     "Rank": "SPECIES", "Listing": "I/II", "Listed under": "Aus bus",
     "Full note": "**I** All populations, except that of Namibia\n**II** Population of Namibia",
     "All_DistributionFullNames": "Namibia,South Africa", "All_DistributionISOCodes": "NA,ZA",
     "NativeDistributionFullNames": "Namibia", "Reintroduced_Distribution": "South Africa"},
    {**FALCON, "Id": "2", "Genus": "Falco", "Scientific Name": "Falco cus", "Author": "Gmelin",
     "Rank": "SPECIES", "Listing": "II", "Listed under": "Falconiformes spp.",
     "Full note": "**II** [ORDER listing Falconiformes spp.] <i>All</i> others &amp; more",
     "All_DistributionFullNames": "Côte d'Ivoire", "All_DistributionISOCodes": "CI"},
]  # fmt: skip


CMS_ROWS = [
    {**CAT, "Id": "11", "Genus": "Aus", "ScientificName": "Aus bus", "Author": "(Gray, 1830)",
     "Rank": "SPECIES", "Agreement": "CMS", "Listing": "I/II", "Listed under": "Aus bus",
     "Date": "**I** 05/03/2009\n**II** 23/12/2002", "Note": "**I** Excluding Zimbabwe",
     "All_DistributionFullNames": "Namibia,Zimbabwe", "All_DistributionISOCodes": "NA,ZW"},
    {**FALCON, "Id": "12", "Genus": "Falco", "ScientificName": "Falco cus", "Author": "Gmelin",
     "Rank": "SPECIES", "Agreement": "CMS", "Listing": "II", "Listed under": "Falconidae spp.",
     "Date": "**II** 01/11/1983"},
]  # fmt: skip


INDEX_ROWS = [
    {**CAT, "TaxonId": "7", "Genus": "Aus", "FullName": "Aus bus", "AuthorYear": "(Gray, 1830)",
     "RankName": "SPECIES", "CurrentListing": "I/NC",
     "FullAnnotationEnglish": "Appendix I:Only the population of\xa0Namibia <p>\r\n",
     "SynonymsWithAuthors": "Bus bus Gray, 1830, Cus major Lesson & DeLattre, 1839, Dus minor "
     "(L.) Marg., Szlach. & Kulak", "EnglishNames": "Aus Cat, Cat of Aus",
     "FrenchNames": "Chat d'Aus", "All_DistributionISOCodes": "NA, S1",
     "All_DistributionFullNames": "Namibia, Somewhere"},
    {**CAT, "TaxonId": "8", "Genus": "Aus", "FullName": "Aus", "AuthorYear": "Gray, 1830",
     "RankName": "GENUS", "CurrentListing": "II", "SynonymsWithAuthors": "Xus Smith, Yus Brown"},
]  # fmt: skip


def download_text(
    columns: list[str], rows: list[dict[str, str]], separator: str = ",", bom: bool = False
) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, delimiter=separator, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows({k: v for k, v in row.items() if k in columns} for row in rows)
    return ("\ufeff" if bom else "") + buffer.getvalue()


# the Species+ service


TOKEN = "tok-3c9f1e-secret"


HIGHER = {"kingdom": "Animalia", "phylum": "Chordata", "class": "Mammalia", "order": "Carnivora",
          "family": "Felidae"}  # fmt: skip


RECORDS = [
    {"id": 1, "full_name": "Aus bus", "author_year": "(Gray, 1830)", "rank": "SPECIES",
     "name_status": "A", "cites_listing": "I/II", "higher_taxa": HIGHER,
     "synonyms": [{"id": 9, "full_name": "Cus bus", "author_year": "Gray, 1830"}],
     "common_names": [{"name": "Sea Cat, Aus Cat", "language": "EN"},
                      {"name": "Chat", "language": "FR"}],
     "cites_listings": [
         {"id": 5, "appendix": "I", "effective_at": "2017-01-02", "annotation": None},
         {"id": 6, "appendix": "II", "effective_at": "2019-11-26",
          "annotation": "Population of Namibia", "party": None, "hash_annotation": None}]},
    {"id": 2, "full_name": "Dus eus", "name_status": "A"},
    {"id": 3, "full_name": None},
    {"id": 4, "full_name": "Fus gus", "name_status": "S"},
]  # fmt: skip


#: what the service says of one concept beside its names, with every oddity of the real answers
DETAILS = {
    "distributions": [
        {"iso_code2": "NA", "name": "Namibia", "tags": [], "type": "COUNTRY"},
        {"iso_code2": "GB", "name": "United Kingdom", "tags": ["introduced"], "type": "COUNTRY"},
        {"iso_code2": "EG", "name": "Egypt", "tags": ["extinct (?)"], "type": "COUNTRY"},
        {"iso_code2": "PF", "name": "French Polynesia", "tags": ["vagrant"], "type": "TERRITORY"},
        {"iso_code2": None, "name": "Somewhere", "tags": None},
    ],
    "cites_legislation": {
        "cites_listings": [
            {"id": 5, "appendix": "I", "change_type": "+", "is_current": True},
            {"id": 7, "appendix": "I", "change_type": "R+", "effective_at": "1983-06-06",
             "is_current": True, "party": {"iso_code2": "JP", "name": "Japan"},
             "annotation": "Entered under <i>Cus bus</i>."},
            {"id": 8, "appendix": "I", "change_type": "R+", "is_current": False,
             "party": {"iso_code2": "NO"}}],
        "cites_quotas": [{"quota": 180.0, "unit": None, "publication_date": "2022-01-27",
                          "geo_entity": {"iso_code2": "NA"}}],
        "cites_suspensions": [{"start_date": "2014-08-11", "applies_to_import": True,
                               "geo_entity": {"iso_code2": "US"}}],
    },
    "eu_legislation": {"eu_listings": [
        {"annex": "A", "effective_at": "2022-01-19", "is_current": True},
        {"annex": "B", "effective_at": "2022-01-19", "is_current": True},
        {"annex": "C", "is_current": False}]},
}  # fmt: skip


Answer = tuple[int, dict[str, str], bytes]


def _scripted(fault: object) -> Answer | None:
    """An answer that is given whole, or by its code."""
    if isinstance(fault, int):
        headers = {"Retry-After": "7"} if fault == 429 else {}
        return fault, headers, b'{"error": {"message": "sorry"}}'
    return cast(Answer, fault) if isinstance(fault, tuple) else None


class Server:
    """Answers from a script of faults first, then as documented."""

    def __init__(self, faults: Any = (), per_page: Any = 2) -> None:
        self.faults = list(faults)
        self.asked: list[tuple[str, str | None]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: Any) -> None:
                pass

            def do_GET(self) -> None:
                outer.asked.append((self.path, self.headers.get("X-Authentication-Token")))
                fault = outer.faults.pop(0) if outer.faults else None
                part = urlparse(self.path).path.rsplit("/", 1)[-1].removesuffix(".json")
                page = int(parse_qs(urlparse(self.path).query).get("page", ["1"])[0])
                records = RECORDS[(page - 1) * per_page : page * per_page]
                body = json.dumps({"pagination": {"current_page": page, "per_page": per_page,
                                                  "total_entries": len(RECORDS)},
                                   "taxon_concepts": records}).encode()  # fmt: skip
                if part in DETAILS:
                    body = json.dumps(DETAILS[part]).encode()
                status, headers, body = _scripted(fault) or (200, {}, body)
                if fault == "cut":
                    body = body[: len(body) // 2]
                elif fault == "changed":
                    body = b'{"concepts": []}'
                elif fault == "html":
                    body = b"<html>"
                elif fault == "drop":
                    self.connection.close()
                    return
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/api/v1"
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> Any:
        self.thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


def client(
    server: Server, folder: Path, waits: list[Any] | None = None, **more: bool
) -> SpeciesPlus:
    return SpeciesPlus(TOKEN, cache=folder, base=server.url, timeout=5,
                       sleep=(waits if waits is not None else []).append, **more)  # fmt: skip


# the fuzzy join


MEASURES: dict[Metric, Callable[[str, str], int]] = {
    "levenshtein": Levenshtein.distance,
    "osa": OSA.distance,
}


def slow_join(
    held: Sequence[str | None], asked: Sequence[str | None], most: int, metric: Metric
) -> list[tuple[int, int, int]]:
    """The slow obvious twin: every pair is measured."""
    measure = MEASURES[metric]
    return [
        (q, i, measure(a, b))
        for q, a in enumerate(asked)
        for i, b in enumerate(held)
        if a is not None and b is not None and measure(a, b) <= most
    ]


def pair_rows(table: pa.Table) -> list[tuple[int, int, int]]:
    return list(zip(*(table[c].to_pylist() for c in table.column_names), strict=True))


FEW = ["Panthera leo", "Puma concolor coryi", "Pumaconcolor", "Pant heral eo", "Aus", "Aus bus c",
       " Aus", "Panther aleo", "Puma concolorcoryi", "Pantherä leo", "  Aus bus"]  # fmt: skip


def edited(name: str) -> Iterator[str]:
    """Every name one edit from a name: a letter or space put in, taken, exchanged, moved."""
    for at in range(len(name)):
        for letter in " x":
            yield name[:at] + letter + name[at:]
            yield name[:at] + letter + name[at + 1 :]
        yield name[:at] + name[at + 1 :]
        yield name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :]
