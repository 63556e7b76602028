"""Structured fuzzing: tables that are nearly right, and results of any content, by hypothesis.

FUZZ_EXAMPLES=20000 makes a long run of it; docs/quality/fuzzing.md has the figures.
"""

import csv
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import targets
from cases import of_names, with_tables
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import concordance as cc
from concordance.concordance import Concordance
from concordance.decision_tables import DECISIONS
from concordance.exports.formats import Format, export
from concordance.names.authorship import compare_authorship
from concordance.names.columns import parse, parse_names
from concordance.names.forms import canonical
from concordance.readers.datapackage import FILES
from concordance.readers.results import read_result, read_sssom
from concordance.readers.review import read_review
from concordance.readers.speciesplus.concepts import load_api
from concordance.readers.synonym_cells import split_synonyms
from concordance.readers.tables import delimited
from concordance.readers.user_tables import read_any_table
from concordance.result_schema import result_columns
from concordance.schema import to_frame

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "25"))
fuzzed = settings(
    max_examples=EXAMPLES,
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)

#: what stands in cells of real exports, right and wrong
CELLS = st.one_of(
    st.sampled_from(["", "1", "2", "Aus bus", "Aus", "I", "II", "I/II", "IV", "NC", "NA", "NA,ZA", "S1",
                     "31/02/2009", "**I** 05/03/2009", "2026-05-01", "2026-02-31", "SPECIES",
                     "accepted", "synonym", "agreed", "whole", "Endangered", "LC", "Bus bus Gray, 1830",
                     "=1+1", "MÃ¼ller", "a\nb", 'say "x"', "True", "1e999", "-1", "x" * 300]),
    st.text(max_size=12),
)  # fmt: skip


def tables(heads: list[str]) -> st.SearchStrategy[Any]:
    """Text of a table: mostly the heads, rows of mostly their number, one of four separators."""
    header = st.one_of(st.just(list(heads)), st.permutations(list(heads)),
                       st.lists(st.sampled_from(list(heads)), min_size=1))  # fmt: skip
    width = len(heads)
    rows = st.lists(st.one_of(st.lists(CELLS, min_size=width, max_size=width),
                              st.lists(CELLS, max_size=width + 1)), max_size=4)  # fmt: skip
    return st.builds(_written, header, rows, st.sampled_from(",,,;\t|"), st.booleans())


def _written(header: list[str], rows: list[list[str]], mark: str, quoted: bool) -> str:
    if not quoted:
        return "\n".join(mark.join(row) for row in [header, *rows])
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=mark, lineterminator="\n").writerows([header, *rows])
    return buffer.getvalue()


CODECS = st.sampled_from(["utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])


@st.composite
def damaged(draw: st.DrawFn, heads: Any) -> Any:
    """Bytes of a table, in one of the codecs, now and then cut or with bytes changed."""
    content = draw(tables(heads)).encode(draw(CODECS), "replace")
    for _ in range(draw(st.integers(0, 2)) if draw(st.booleans()) else 0):
        place = draw(st.integers(0, len(content)))
        more = draw(st.binary(max_size=3))
        cut = draw(st.sampled_from([0, 1, 5, len(content)]))
        content = content[:place] + more + content[place + cut :]
    return content


def refused_or(read: Callable[..., Any], *arguments: Any) -> Any:
    """Return what a reader returns; None where it refuses the input, whole."""
    problem = "refused"
    try:
        return read(*arguments)
    except cc.ConcordanceError as error:
        problem = str(error).strip()
    assert problem, "a refusal says why"
    return None


CITES = ["Id", "Kingdom", "Class", "Order", "Family", "Genus", "Scientific Name", "Author", "Rank",
         "Listing", "Party", "Listed under", "Full note", "All_DistributionISOCodes"]  # fmt: skip
CMS = ["Id", "Class", "Order", "Family", "Genus", "ScientificName", "Author", "Rank", "Agreement",
       "Listing", "Listed under", "Date", "Note"]  # fmt: skip
INDEX = ["TaxonId", "Kingdom", "Class", "Order", "Family", "Genus", "FullName", "AuthorYear",
         "RankName", "CurrentListing", "FullAnnotationEnglish", "SynonymsWithAuthors",
         "EnglishNames"]  # fmt: skip
REFERENCES = {
    "taxon.csv": ["taxonID", "scientificName", "taxonRank", "taxonomicStatus", "acceptedNameUsageID"],
    "nameusage.tsv": ["ID", "parentID", "status", "scientificName", "authorship", "rank"],
    "mdd.csv": ["sciName", "id", "order", "family", "authoritySpeciesAuthor"],
    "avilist.csv": ["Scientific_name", "Taxon_rank", "Order", "Family"],
}  # fmt: skip
REDLIST = {
    "taxonomy.csv": ["internalTaxonId", "scientificName", "authority", "infraName"],
    "assessments.csv": ["internalTaxonId", "redlistCategory", "yearPublished"],
    "synonyms.csv": ["internalTaxonId", "name"],
    "common_names.csv": ["internalTaxonId", "name", "language"],
}


@pytest.mark.parametrize("heads", [CITES, CMS, INDEX], ids=["cites", "cms", "index"])
def test_downloads(heads: list[str]) -> None:
    @fuzzed
    @given(damaged(heads))
    def check(content: Any) -> None:
        for load in (cc.load_cites, cc.load_cms):
            found = refused_or(load, io.BytesIO(content))
            if found is not None:
                assert len(found.taxa)
                assert repr(found)

    check()


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as path:
        yield Path(path)


@pytest.mark.parametrize("name", REFERENCES)
def test_reference_lists(folder: Path, name: str) -> None:
    @fuzzed
    @given(damaged(REFERENCES[name]))
    def check(content: Any) -> None:
        path = folder / name
        path.write_bytes(content)
        found = refused_or(cc.load_checklist, path)
        if found is not None:
            held = set(found.taxa["taxon_id"])
            assert held
            assert set(found.names["taxon_id"]) <= held

    check()


@fuzzed
@given(st.fixed_dictionaries({name: damaged(heads) for name, heads in REDLIST.items()}),
       st.integers(0, 40), st.binary(max_size=2), st.booleans())  # fmt: skip
def test_red_list_archives(tables_of: Any, place: Any, more: Any, break_it: Any) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in tables_of.items():
            archive.writestr(name, content)
    content = buffer.getvalue()
    if break_it:
        at = len(content) * place // 41
        content = content[:at] + more + content[at + 2 :]
    with tempfile.TemporaryDirectory() as inside:
        path = Path(inside) / "redlist.zip"
        path.write_bytes(content)
        refused_or(cc.load_checklist, path)


OTHERS = {
    "decisions": ([c.name for c in DECISIONS], "d.csv", cc.read_decisions),
    "results": ([c.name for c in result_columns("cites", "cms")], "r.csv", read_result),
    "sssom": (["subject_id", "object_id", "#x"], "s.tsv", read_sssom),
    "users": (["species", "author", "n"], "u.csv", lambda p: read_any_table(p)),
    "amendments": (FILES["cites_listings.csv"], "a.csv", lambda p: cc.load_cites(amendments=p)),
}


@pytest.mark.parametrize("which", OTHERS)
def test_other_tables(folder: Path, which: str) -> None:
    heads, name, read = OTHERS[which]

    @fuzzed
    @given(damaged(heads))
    def check(content: Any) -> None:
        (folder / name).write_bytes(content)
        found = refused_or(read, folder / name)
        if which == "users" and found is not None:
            sheet = delimited(content, dirty=True)
            assert len(found) == len(sheet.records), "no row of a user is dropped"

    check()


@fuzzed
@given(st.binary(max_size=200), st.integers(0, 10_000), st.sampled_from([".xlsx", ".parquet"]))
def test_damaged_workbooks_and_parquet(more: Any, place: Any, suffix: Any) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="needs openpyxl, in the dev extra")
    content = _packed(openpyxl, suffix)
    at = len(content) * place // 10_001
    content = content[:at] + more + content[at + len(more) :]
    with tempfile.TemporaryDirectory() as inside:
        path = Path(inside) / f"x{suffix}"
        path.write_bytes(content)
        refused_or(read_any_table, path)
        refused_or(read_result, path)
        if suffix == ".xlsx":
            refused_or(read_review, path)


MADE: dict[str, bytes] = {}


def _packed(openpyxl: ModuleType, suffix: str) -> bytes:
    made = MADE
    if suffix not in made:
        buffer = io.BytesIO()
        if suffix == ".parquet":
            pq.write_table(pa.table({"species": ["Aus bus", None], "n": [1, 2]}), buffer)
        else:
            book = openpyxl.Workbook()
            book.active.title = "Review"
            book.active.append(["concordance_id", "status", "reviewer", "reviewed_on",
                                "decision_note"])  # fmt: skip
            book.active.append(["a", "agreed", "x", "2026-05-01", "=1+1"])
            book.save(buffer)
        made[suffix] = buffer.getvalue()
    return made[suffix]


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=2),
                            st.dictionaries(st.sampled_from(["full_name", "name", "language", "id"]),
                                            inner, max_size=3)), max_leaves=6)  # fmt: skip
FIELDS = ["id", "full_name", "author_year", "rank", "name_status", "higher_taxa", "synonyms",
          "common_names", "cites_listings", "cites_listing"]  # fmt: skip
RECORDS = st.lists(st.one_of(JSON, st.dictionaries(st.sampled_from(FIELDS), JSON),
                             st.builds(lambda r: {"full_name": "Aus bus", **r},
                                       st.dictionaries(st.sampled_from(FIELDS), JSON))),
                   max_size=3)  # fmt: skip


@fuzzed
@given(RECORDS)
def test_answers_of_the_api(records: Any) -> None:
    class Given:
        def taxon_concepts(self, taxonomy: Any, progress: Any = None) -> Iterator[Any]:
            yield from ((json.loads(json.dumps(r)), "2026-01-01") for r in records)

    found = load_api("cites", cast(Any, Given()))
    left_out = sum(1 for r in records if isinstance(r, dict) and r.get("name_status") not in
                   (None, "A", "N"))  # fmt: skip
    assert len(found.taxa) + len(found.problems) >= len(records) - left_out


WORDS = st.lists(
    st.one_of(st.sampled_from(["Panthera", "uncia", "(Schreber,", "1775)", "cf.", "×", "var.", "spp.",
                               "auct.", "ex", "&", "(=", "except", "Müller", "d'", '"Matapia"', "s.l."]),
              st.text(max_size=8)), max_size=12)  # fmt: skip


@fuzzed
@given(WORDS.map(" ".join))
def test_names(text: Any) -> None:
    name = parse(text)
    assert name.verbatim == text
    assert canonical(name.canonical) == name.canonical
    compare_authorship(name.authorship, text)
    split_synonyms(text, "species")
    assert len(parse_names([text])) == 1


@pytest.mark.parametrize("form", list(Format), ids=str)
def test_exports(con: Concordance, folder: Path, form: Format) -> None:
    columns = result_columns("cites", "cms")
    base = {c.name: None for c in columns} | {
        "concordance_id": "x", "cites_id": "cites:a", "cms_id": "cms:b", "rule": "exact",
        "relation": "congruent", "rule_strength": 1.0, "status": "needs_review"}  # fmt: skip
    cell = st.one_of(CELLS, st.none())

    @settings(fuzzed, max_examples=max(8, EXAMPLES // 20))
    @given(st.lists(st.tuples(cell, cell, cell, cell), max_size=3))
    def check(rows: Any) -> None:
        records: list[dict[str, Any]] = [base | {"cites_name": a, "cms_name": b, "evidence": c, "relation_source": d}
                   for a, b, c, d in rows]  # fmt: skip
        table = to_frame({c.name: [r[c.name] for r in records] for c in columns}, columns)
        taxa: list[dict[str, str]] = [
            {"taxon_id": f"x{at}", "name": r["cites_name"] or "", "authorship": r["evidence"] or ""}
            for at, r in enumerate(records)
        ]
        fuzzy = with_tables(of_names(), taxa=taxa)
        result = replace(con.result(), table=table, lists=(fuzzy, fuzzy))
        many = form in (Format.COLDP, Format.DARWIN_CORE, Format.DATAPACKAGE)
        path = folder / (f"{form}.zip" if many else f"{form}.out")
        export(result, path, form)
        first = path.read_bytes()
        export(result, path, form)
        assert path.read_bytes() == first, "same input, same bytes"

    check()


@pytest.mark.parametrize("target", targets.TARGETS)
def test_kept_seeds(target: str, root: Path) -> None:
    seeds = sorted((root / "fuzz" / "seeds" / target).iterdir())
    assert seeds
    for seed in seeds:
        targets.TARGETS[target](seed.read_bytes())
