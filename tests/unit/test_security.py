"""Hostile input does no harm: bombs, paths, formulas, entities; and the code does nothing unsafe."""

import ast
import csv
import gzip
import io
import re
import tomllib
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders import ROOT

import concordance as cc
from concordance.concordance import Concordance
from concordance.exports.formats import Format, export
from concordance.readers import archives, parquet, tables, workbooks
from concordance.readers.user_tables import read_any_table
from concordance.result_schema import result_columns
from concordance.schema import to_frame

SRC = ROOT / "src"
FORMULAS = ["=HYPERLINK(\"http://a.b\",\"x\")", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1",
            "\r=1", "'=1", "=1\n=2"]  # fmt: skip


def peak_of(call: Callable[..., Any]) -> int:
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit that a test can reach in a moment."""
    monkeypatch.setattr(archives, "LARGEST", 1 << 20)
    monkeypatch.setattr(archives, "LARGEST_WORKBOOK", 1 << 20)


def test_a_gzip_bomb_is_refused_before_it_fills_the_memory(small: None) -> None:
    bomb = gzip.compress(b"a," * (1 << 25), mtime=0)
    assert len(bomb) < 1 << 18

    def read() -> None:
        with pytest.raises(cc.ChecklistError, match="unpacks to more than 1,048,576 bytes"):
            cc.load_cites(io.BytesIO(bomb))

    assert peak_of(read) < 1 << 23


@pytest.mark.parametrize("suffix", [".zip", ".xlsx"])
def test_a_zip_bomb_is_refused_whatever_it_says_of_itself(
    small: None, tmp_path: Path, suffix: str
) -> None:
    buffer = io.BytesIO()
    name = "taxonomy.csv" if suffix == ".zip" else "xl/workbook.xml"
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"a," * (1 << 24))
    path = tmp_path / f"bomb{suffix}"
    read = cc.load_checklist if suffix == ".zip" else read_any_table
    path.write_bytes(buffer.getvalue())
    with pytest.raises(cc.ChecklistError, match=r"unpacks to 33,554,432 bytes; expected at most"):
        read(path)
    content = bytearray(buffer.getvalue())
    place = content.index(b"PK\x01\x02") + 24
    content[place : place + 4] = (100).to_bytes(4, "little")
    path.write_bytes(content)

    def lied() -> None:
        with pytest.raises(cc.ChecklistError, match="is damaged"):
            read(path)

    assert peak_of(lied) < 1 << 23


def test_too_many_files_and_too_large_files_are_refused(
    small: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 3)
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for n in range(4):
            archive.writestr(f"{n}.csv", "a")
    with pytest.raises(cc.ChecklistError, match="contains 4 files; expected at most 3"):
        cc.load_checklist(tmp_path / "many.zip")
    (tmp_path / "large.csv").write_bytes(b"a," * (1 << 20))
    for read in (cc.load_cites, cc.load_checklist, cc.read_decisions, read_any_table):
        with pytest.raises(cc.ChecklistError, match="is larger than 1,048,576 bytes; give a small"):
            read(tmp_path / "large.csv")


def test_a_parquet_file_of_endless_rows_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    monkeypatch.setattr(parquet, "MOST_CELLS", 1000)
    pq.write_table(pa.table({"species": pa.nulls(2000, pa.string())}), tmp_path / "x.parquet")
    with pytest.raises(cc.ChecklistError, match="contains 2,000 cells; expected at most 1,000"):
        read_any_table(tmp_path / "x.parquet")


def test_limits_stand_well_above_real_inputs() -> None:
    index = 98_394_085  # bytes of the largest export known, unpacked
    assert 10 * index < archives.LARGEST
    assert workbooks.MOST_SHEET_CELLS > 100_000 * 60


def test_formulas_are_inert_in_every_export(con: Concordance, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="needs openpyxl, in the dev extra")
    columns = result_columns("cites", "cms")
    base = {c.name: None for c in columns} | {
        "concordance_id": "x", "cites_id": "cites:a", "cms_id": "cms:b", "rule": "exact",
        "relation": "congruent", "score": 1.0, "status": "needs_review"}  # fmt: skip
    records = [base | {"concordance_id": f"x{n}", "cites_name": text, "evidence": text,
                       "decision_note": text, "relation_source": text}
               for n, text in enumerate(FORMULAS)]  # fmt: skip
    table = to_frame({c.name: [r[c.name] for r in records] for c in columns}, columns)
    result = replace(con.result(), table=table)
    for name in ("c.csv", "c.xlsx", "c.zip"):
        export(result, tmp_path / name, "datapackage" if name == "c.zip" else None)
    with zipfile.ZipFile(tmp_path / "c.zip") as archive:
        packed = archive.read("concordance.csv").decode()
    for text in ((tmp_path / "c.csv").read_bytes().decode(), packed):
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
        assert [r["evidence"] for r in rows] == [f"'{text}" for text in FORMULAS]
        assert not [c for r in rows for c in r.values() if c[:1] in set("=+-@\t\r")]
    book = openpyxl.load_workbook(tmp_path / "c.xlsx")
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert not any(sheet._hyperlinks for sheet in book)


def test_matched_tables_of_users_are_inert_too(tmp_path: Path) -> None:
    from concordance.cli import main

    (tmp_path / "u.csv").write_text("species,=x\n=1+1,+2\nPanthera uncia,@a\n", encoding="utf-8")
    out = tmp_path / "o.csv"
    assert main(["match", str(tmp_path / "u.csv"), "--column", "species", "-o", str(out)]) == 0
    for row in csv.reader(io.StringIO(out.read_text(encoding="utf-8"))):
        assert not [cell for cell in row if cell[:1] in set("=+@\t\r")]


def test_markup_in_names_does_no_harm_in_xml_yaml_and_latex(
    con: Concordance, tmp_path: Path
) -> None:
    evil = con.result().sources[0]
    name = "<script>&\"'\n- injected: true\\input{x}"
    result = replace(con.result(), sources=(replace(evil, name=name), con.result().sources[1]))
    from xml.etree import ElementTree

    export(result, tmp_path / "d.zip", Format.DARWIN_CORE)
    with zipfile.ZipFile(tmp_path / "d.zip") as archive:
        ElementTree.fromstring(archive.read("eml.xml"))
    export(result, tmp_path / "c.zip", Format.COLDP)
    with zipfile.ZipFile(tmp_path / "c.zip") as archive:
        lines = archive.read("metadata.yaml").decode().split("\n")
    assert not any(line.startswith("- injected") for line in lines)
    export(result, tmp_path / "c.tex")
    assert "\\input{x}" not in (tmp_path / "c.tex").read_text(encoding="utf-8")


FORBIDDEN_CALLS = {
    "eval",
    "exec",
    "compile",
    "__import__",
    "system",
    "popen",
    "extractall",
}
FORBIDDEN_MODULES = {"pickle", "shelve", "marshal", "yaml", "dill", "joblib", "subprocess", "xml",
                     "lxml", "tarfile", "ctypes", "code"}  # fmt: skip
# renameat2 on paths that the writer makes itself: no input reaches it
ALLOWED_MODULES = {("files.py", "ctypes")}


#: names of vocabularies, which nobody opens, and this machine; whole, so that no other host passes
PLAIN_HTTP = re.compile(
    r"http://(?!rs\.tdwg|rs\.gbif|www\.w3|eml|[\w.]*purl|(?:127\.0\.0\.1|localhost):)"
)


def test_the_code_runs_no_input_and_never_switches_tls_verification_off() -> None:
    seen = 0
    for path in sorted(SRC.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)):
            where = f"{path.name}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [a.name for a in node.names] if isinstance(node, ast.Import) else [
                    node.module or ""]  # fmt: skip
                used = FORBIDDEN_MODULES & {n.split(".")[0] for n in names}
                assert {(path.name, n) for n in used} <= ALLOWED_MODULES, where
            if isinstance(node, ast.Call):
                seen += 1
                called = node.func.id if isinstance(node.func, ast.Name) else ""
                method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
                of_re = ast.unparse(node.func) == "re.compile"
                assert not {called, method} & FORBIDDEN_CALLS or of_re, where
                assert not {k.arg for k in node.keywords} & {"verify", "shell", "cert"}, where
        assert not PLAIN_HTTP.search(text), path
    assert seen > 1000
    assert PLAIN_HTTP.search("http://127.0.0.1.evil.example/")
    assert PLAIN_HTTP.search("http://{host}/")


def imported(path: Path) -> set[str]:
    """The modules that a file imports."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {a.name for n in nodes if isinstance(n, ast.Import) for a in n.names}
    return names | {n.module or "" for n in nodes if isinstance(n, ast.ImportFrom)}


def test_the_service_answers_and_asks_nobody(root: Path) -> None:
    """What the extra is for, whatever its files are called, has no client for other machines."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    extra = settings["project"]["optional-dependencies"]["serve"]
    libraries = tuple(re.split(r"[>=<\[]", one)[0] for one in extra)
    assert libraries == ("starlette", "uvicorn")
    owner = "concordance.serve"
    clients = {"requests", "urllib3", "urllib.request", "http.client", "httpx", "aiohttp", "socket"}
    listens = set()
    served = 0
    for path in sorted(SRC.rglob("*.py")):
        names = imported(path)
        inside = ".".join(path.relative_to(SRC).parts[:2]) == owner
        if inside or any(n.startswith((owner, *libraries)) for n in names):
            served += 1
            listens |= {path for n in names if n == "socket"}
            assert not names & (clients - {"socket"}), path
        if any(n.startswith("starlette") for n in names):
            assert inside, f"{path}: only {owner} uses the extra"
    assert served > 12
    assert len(listens) == 1, "one module opens the port"


def test_the_api_is_asked_over_tls_and_certificates_are_checked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import requests

    from concordance.readers.speciesplus.client import BASE, SpeciesPlus

    asked: dict[str, Any] = {}

    def send(_: Any, request: Any, **options: Any) -> None:
        asked.update(options, url=request.url)
        raise requests.ConnectionError

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send)
    mine = SpeciesPlus("t", cache=tmp_path, attempts=1, sleep=lambda _: None)
    with pytest.raises(cc.NetworkError):
        mine.get("taxon_concepts")
    assert BASE.startswith("https://")
    assert asked["url"].startswith("https://")
    assert asked["verify"]  # True, or the certificates that the system names
    assert asked["timeout"]


def test_the_rules_on_security_are_on_and_exceptions_have_a_reason(root: Path) -> None:
    settings = (root / "pyproject.toml").read_text(encoding="utf-8")
    assert re.search(r'select = \[[^\]]*"S"', settings)
    ignored = re.search(r"\nignore = \[([^\]]*)\]", settings)
    assert ignored
    assert not re.findall(r'"S\d*"', ignored.group(1))
    for path in SRC.rglob("*.py"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if "noqa" in line:
                assert re.search(r"# noqa: [A-Z]+\d+ - \w+", line), f"{path}: {line}"


@pytest.mark.parametrize(
    "unit", ["Aus (", "× ", "a" * 40 + ", ", "cf. ", '"', "((((", "& ", "ex in "]
)
def test_time_and_memory_grow_with_the_length_and_no_faster(unit: str) -> None:
    """Ten times the input takes about ten times the memory, and the parser does not hang."""
    from concordance.names.columns import parse
    from concordance.readers.synonym_cells import split_synonyms

    for call in (parse, lambda text: split_synonyms(text, "species")):
        small = peak_of(lambda call=call: call(unit * (2_000 // len(unit))))
        large = peak_of(lambda call=call: call(unit * (20_000 // len(unit))))
        assert large < 20 * small + 100_000


def test_a_wide_header_and_a_long_number_do_not_hang_the_readers() -> None:
    wide = ",".join(f"c{n // 2}" for n in range(100_000)).encode()
    with pytest.raises(cc.ChecklistError, match="occurs 2 times"):
        cc.load_cites(io.BytesIO(wide + b"\n"))
    from concordance.names.columns import parse
    from concordance.readers.cells import plain

    number = "&#" + "9" * 5000 + ";"
    assert plain(number) == number
    assert parse("Aus bus &#" + "9" * 900 + ";").verbatim


@pytest.mark.parametrize(
    "line", ["1,Aus bus,II\n", '"a ""b""",c,d\n', "a\n", '"a\nb",c,d\n', "é,Ã¼,d\n"]
)
def test_memory_of_a_table_grows_with_its_size_and_no_faster(line: str) -> None:
    small, large = (
        peak_of(lambda n=n: tables.delimited(b"x,y,z\n" + line.encode() * n)) for n in (500, 5_000)
    )
    assert large < 15 * small + 100_000
