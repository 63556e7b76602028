"""Exports: accepted by the tools of others, read back as they were, the same bytes every time."""

import csv
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders import CATS, MANY, SINGLE, listed, records
from cases import checklist
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import concordance as cc
from concordance.concordance import Concordance
from concordance.exports.formats import Format, export
from concordance.exports.result import Result
from concordance.exports.sssom import COLUMNS, NO_TERM
from concordance.result_schema import result_columns
from concordance.schema import to_frame


def test_every_format_is_written_the_same_twice(
    con: Concordance, written: Path, tmp_path: Path
) -> None:
    assert {*SINGLE, *MANY} == {f.value for f in Format}
    for form, name in {**SINGLE, **MANY}.items():
        con.export(tmp_path / name, form)
        assert (tmp_path / name).read_bytes() == (written / name).read_bytes(), form


@pytest.mark.parametrize("name", ["c.csv", "c.xlsx", "c.parquet"])
def test_the_real_concordance_comes_back(con: Concordance, written: Path, name: str) -> None:
    assert cc.read_result(written / name).equals(con.table)


TEXT = st.one_of(
    st.sampled_from(["=1+1", "+x", "-1", "@a", "\tb", "'=1", "''-", "NA", "nan", "NULL", "True",
                     'say "x"', "a,b;c|d", "line\nbreak", "Œuvre ü 象", "_x0041_", "#N/A", "1e5",
                     "2020-01-01", "http://a.b/c", "{=1}"]),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), min_size=1, max_size=20),
)  # fmt: skip


def _row(text: str) -> dict[Any, Any]:
    columns = result_columns("cites", "cms")
    row = {c.name: None for c in columns}
    fill = {"concordance_id": "x", "cites_id": "cites:a", "cms_id": "cms:b", "rule": "exact",
            "relation": "congruent", "rule_strength": 1.0, "edits": 0, "alternatives": 2,
            "family_differs": True, "status": "auto"}  # fmt: skip
    return {**row, **fill, "evidence": text, "cites_name": text, "decision_note": text}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXT, min_size=1, max_size=4))
def test_any_text_comes_back(con: Concordance, tmp_path: Path, texts: Any) -> None:
    columns = result_columns("cites", "cms")
    rows = [_row(text) for text in texts]
    table = to_frame({c.name: [r[c.name] for r in rows] for c in columns}, columns)
    result = replace(con.result(), table=table, lists=None)
    for name in ("c.csv", "c.parquet", "c.xlsx"):
        export(result, tmp_path / name)
        back = cc.read_result(tmp_path / name)
        if name == "c.xlsx":
            # a sheet cannot hold characters that XML forbids beyond the escaped ones
            keep = [
                i for i, t in enumerate(texts) if all(c.isprintable() or c in "\t\n" for c in t)
            ]
            assert back.iloc[keep].equals(table.iloc[keep])
        else:
            assert back.equals(table), name


def test_sssom_says_what_the_table_says(con: Concordance, written: Path) -> None:
    mappings = cc.read_sssom(written / "c.sssom.tsv")
    assert mappings.columns.tolist() == list(COLUMNS)
    assert len(mappings) == len(con.table)
    by_id = {r.record_id.removeprefix("concordance:"): r for r in records(mappings)}
    wanted = {"congruent": "skos:exactMatch", "includes": "skos:narrowMatch",
              "included_in": "skos:broadMatch", "overlaps": "skos:relatedMatch",
              "undetermined": "skos:closeMatch"}  # fmt: skip
    for row in records(con.table):
        mapping = by_id[row.concordance_id]
        if row.relation == "not_listed":
            assert NO_TERM in (mapping.subject_id, mapping.object_id)
            assert mapping.mapping_cardinality in {"1:0", "0:1"}
        else:
            assert mapping.predicate_id == wanted[row.relation]
    argali = [r for r in records(mappings) if r.object_id == "cms:ovis-ammon"]
    assert {r.mapping_cardinality for r in argali} == {"n:1"}
    header = mappings.attrs["header"]
    assert "mapping_set_id" in header
    assert "official position" in header


def test_tcs_uses_its_own_words(written: Path) -> None:
    with (written / "tcs.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {r["mappingRelation"] for r in rows} <= {
        "isCongruentWith", "includes", "isIncludedIn", "partiallyOverlaps", "isDisjointFrom"}  # fmt: skip
    assert all(r["subjectTaxonConceptID"] and r["objectTaxonConceptID"] for r in rows)


def test_documents_hold_names_and_citation(con: Concordance, written: Path) -> None:
    markdown = (written / "c.md").read_text(encoding="utf-8")
    latex = (written / "c.tex").read_text(encoding="utf-8")
    assert "| Panthera uncia | I | Uncia uncia | I |" in markdown
    assert r"\textit{Panthera uncia}" in latex
    assert r"\end{longtable}" in latex
    for text in (markdown, latex):
        assert "not an official position" in text
    assert cc.cite(con) in markdown


def test_parquet_carries_its_provenance(written: Path) -> None:
    import pyarrow.parquet as pq

    document = json.loads(pq.read_schema(written / "c.parquet").metadata[b"concordance"])
    assert document["tool"] == "species-concordance"
    assert [s["key"] for s in document["sources"]] == ["cites", "cms"]
    assert all(len(s["sha256"]) == 64 for s in document["sources"])


def _restricted(con: Concordance) -> Result:
    result = con.result()
    source = replace(result.sources[0], redistribution="restricted", name="Species+ download")
    return replace(result, sources=(source, result.sources[1]))


def test_restricted_inputs_leave_their_columns_out(con: Concordance, tmp_path: Path) -> None:
    result = _restricted(con)
    assert result.redistribution == "restricted"
    for form, name in (("sssom", "r.sssom.tsv"), ("datapackage", "r"), ("coldp", "coldp"),
                       ("tcs", "t.csv"), ("darwin_core", "dwca")):  # fmt: skip
        with pytest.warns(UserWarning, match=r"Species\+ download may not be redistributed"):
            export(result, tmp_path / name, form)
    text = (tmp_path / "r.sssom.tsv").read_text(encoding="utf-8")
    assert "Panthera uncia" not in text
    assert "cites:panthera-uncia" in text
    for path in (tmp_path / "coldp", tmp_path / "dwca", tmp_path / "t.csv"):
        files = [path] if path.is_file() else list(path.iterdir())
        for file in files:
            assert "Panthera uncia" not in file.read_text(encoding="utf-8"), file.name
    with (tmp_path / "r" / "concordance.csv").open(encoding="utf-8") as table:
        heads = next(csv.reader(table))
    assert "evidence" not in heads
    assert "cites_name" not in heads
    with pytest.warns(UserWarning, match="for your own use"):
        export(result, tmp_path / "w.sssom.tsv", whole=True)
    assert "Panthera uncia" in (tmp_path / "w.sssom.tsv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("form", "name"), [("excel", "c.xlsx"), ("coldp", "dir"), ("sssom", "x.tsv")]
)
def test_a_failure_leaves_the_old_file_whole(
    con: Concordance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, name: str
) -> None:
    path = tmp_path / name
    con.export(path, form)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}

    def full(handle: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(cc.ConcordanceError, match=r"No space left on device.*Free some space"):
            con.export(path, form)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_wrong_formats_and_files_say_what_to_do(con: Concordance, tmp_path: Path) -> None:
    with pytest.raises(cc.ConcordanceError, match="unknown format 'doc'; expected one of csv"):
        con.export(tmp_path / "x", "doc")
    with pytest.raises(cc.ConcordanceError, match="the format is not clear from the name"):
        con.export(tmp_path / "x.doc")
    with pytest.raises(cc.ConcordanceError, match="cannot be written"):
        con.export(tmp_path / "no" / "x.csv")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("x")
    with pytest.raises(cc.ConcordanceError, match="contains other files"):
        con.export(tmp_path / "other", "coldp")
    bad = tmp_path / "bad.csv"
    bad.write_text("concordance_id,score\nx,high\n", encoding="utf-8")
    with pytest.raises(cc.ChecklistError, match="column 'kingdom' is missing"):
        cc.read_result(bad)
    for name, content in (("b.xlsx", b"no"), ("b.parquet", b"no"), ("b.csv", b""), ("b.txt", b"")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(cc.ChecklistError):
            cc.read_result(tmp_path / name)
    with pytest.raises(cc.ChecklistError, match="no column subject_id"):
        cc.read_sssom(bad)


def test_export_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from concordance.cli import main

    assert main(["export", "--to", "sssom", "-o", str(tmp_path / "x.sssom.tsv")]) == 0
    assert "rows as sssom" in capsys.readouterr().err
    assert cc.read_sssom(tmp_path / "x.sssom.tsv")["subject_id"].notna().all()


def test_a_list_against_itself_is_written_too(tmp_path: Path) -> None:
    own = listed(checklist([("cites:a b(c)", "Aus bus Gray, 1830", "", "", CATS)], "cites"))
    con = cc.build(own, own)
    con.export(tmp_path / "x.sssom.tsv")
    assert cc.read_sssom(tmp_path / "x.sssom.tsv")["subject_id"].tolist() == ["cites:a%20b%28c%29"]
    con.to_csv(tmp_path / "x.csv")
    assert cc.read_result(tmp_path / "x.csv").equals(con.table)


def test_a_carriage_return_begins_no_row(con: Concordance, tmp_path: Path) -> None:
    columns = result_columns("cites", "cms")
    row = _row("a\r=1+1")
    table = to_frame({c.name: [row[c.name]] for c in columns}, columns)
    export(replace(con.result(), table=table, lists=None), tmp_path / "c.csv")
    assert cc.read_result(tmp_path / "c.csv")["evidence"].tolist() == ["a\r=1+1"]
