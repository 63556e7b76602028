"""The annexes of a Committee paper: as records, as sheets and as a Word document."""

import builtins
import io
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders import EVIL

import concordance as cc
from concordance.cli import main
from concordance.concordance import Concordance
from concordance.exports.annexes import Annex, Paper, committee_annexes, committee_paper
from concordance.exports.excel import paper_bytes
from concordance.exports.word import word_bytes
from concordance.impact import impact

openpyxl = pytest.importorskip("openpyxl", reason="the excel extra is not installed")
docx = pytest.importorskip("docx", reason="the word extra is not installed")


def tables_of(content: bytes) -> list[list[tuple[str, ...]]]:
    """Cells of each table of a Word document."""
    return [
        [tuple(cell.text for cell in row.cells) for row in table.rows]
        for table in docx.Document(io.BytesIO(content)).tables
    ]


def sheet_rows(book: Any, name: str) -> list[tuple[str, ...]]:
    return [tuple(str(c or "") for c in row) for row in book[name].iter_rows(values_only=True)]


def test_the_annexes_hold_what_the_impact_tables_hold(con: Concordance) -> None:
    tables, annexes = con.impact_tables(), committee_annexes(impact(con.rows, con.keys))
    replaced, lumps, splits = annexes
    assert {(r[1], r[3]) for r in replaced.rows} == set(
        zip(tables.replacements["left_name"], tables.replacements["right_name"], strict=True)
    )
    assert [r[0] for r in replaced.rows] == sorted(
        tables.replacements["change"], key=["genus", "spelling", "name"].index
    )
    for annex, table in ((lumps, tables.lumps), (splits, tables.splits)):
        parts = [(whole, part) for whole, parts in zip(table["wide_name"], table["parts"], strict=True)
                 for part in parts.split("|")]  # fmt: skip
        given = [(r[0], r[2]) for r in annex.rows if r[4] != "only a part of it is included"]
        assert given == parts
        gaps = {r[0] for r in annex.rows if r[4] in ("another Appendix", "no entry")}
        assert gaps == set(table.loc[table["gap"], "wide_name"])
    rows = {r[2]: r for r in lumps.rows if r[0] == "Ovis ammon"}
    assert rows["Ovis hodgsoni"] == (
        "Ovis ammon", "II as Ovis ammon", "Ovis hodgsoni", "I as Ovis hodgsoni", "another Appendix"
    )  # fmt: skip
    assert rows["Ovis polii"][4] == "same Appendix"


def test_sheets_and_document_say_the_same(con: Concordance, written: Path) -> None:
    book = openpyxl.load_workbook(written / "c.xlsx")
    paper = committee_paper(con.result())
    drawn = tables_of((written / "c.docx").read_bytes())
    assert len(drawn) == len(paper.annexes) == 4
    for annex, table in zip(paper.annexes, drawn, strict=True):
        assert table == [annex.heads, *annex.rows], annex.title
        if annex.sheet in book.sheetnames:
            assert sheet_rows(book, annex.sheet) == [annex.heads, *annex.rows]
    assert [a.sheet for a in paper.annexes[:3]] == book.sheetnames[2:5]
    assert len(paper.annexes[3].rows) == len(con.agenda())


def test_names_are_in_italics_and_nothing_else(written: Path) -> None:
    table = docx.Document(written / "c.docx").tables[0]
    for row in table.rows[1:4]:
        runs = [cell.paragraphs[0].runs[0] for cell in row.cells]
        assert [bool(run.italic) for run in runs] == [False, True, False, True, False, False]
    sheet = openpyxl.load_workbook(written / "c.xlsx")["Annex 1 Replacements"]
    assert [bool(cell.font.italic) for cell in sheet[2]] == [False, True, False, True, False, False]


def test_the_document_has_a_fixed_date_and_properties(con: Concordance, written: Path) -> None:
    with zipfile.ZipFile(written / "c.docx") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    known = docx.Document(written / "c.docx").core_properties
    assert known.created.date().isoformat() == con.result().day == known.modified.date().isoformat()
    assert known.author.startswith("species-concordance")
    assert "not an official position" in known.comments


def test_every_sheet_is_wrapped_and_every_text_has_room(written: Path) -> None:
    book = openpyxl.load_workbook(written / "c.xlsx")
    for sheet in book.worksheets:
        widths = {
            place: group.width
            for group in sheet.column_dimensions.values()
            for place in range(group.min, group.max + 1)
        }
        for row in sheet.iter_rows(min_row=2, max_row=60):
            for cell in row:
                if not isinstance(cell.value, str):
                    continue
                assert cell.alignment.wrap_text, (sheet.title, cell.coordinate)
                width = widths[cell.column]
                height = sheet.row_dimensions[cell.row].height or 15
                # a line holds at most a sixth more letters than digits
                assert len(cell.value) <= 1.17 * width * height / 15 + 1, (sheet.title, cell.value)
        if sheet.title not in ("Summary", "About"):
            assert sheet.freeze_panes is not None
            assert sheet.auto_filter.ref
        assert max(widths.values()) < 130


def test_the_review_has_appendices_and_evidence_beside_the_names(
    con: Concordance, written: Path
) -> None:
    sheet = openpyxl.load_workbook(written / "c.xlsx")["Review"]
    heads = [cell.value for cell in sheet[1]]
    assert heads[2:8] == ["cites_name", "cms_name", "cites_appendix", "cms_appendix",
                          "cites_listed_as", "cms_listed_as"]  # fmt: skip
    assert sheet.freeze_panes == "E2", "names stay where the verdict is written"
    table = con.table.set_index("concordance_id")
    for row in sheet.iter_rows(min_row=2, values_only=True):
        given = dict(zip(heads, row, strict=True))
        own = table.loc[given["concordance_id"]]
        for column in ("cites_appendix", "cms_appendix", "cites_listed_as", "evidence"):
            assert given[column] == (own[column] if isinstance(own[column], str) else None)


@pytest.mark.parametrize("texts", [(EVIL, "=1+1", "a\x00b"), ("", "a\xa0b", "x\ny\tz")])
def test_every_text_is_inert_in_both(texts: tuple[str, ...]) -> None:
    annex = Annex("Annex 1", "One", "about", ("a", "b", "c"), (texts, texts), frozenset({0}), 1)
    paper = Paper(EVIL, (EVIL,), (annex, annex._replace(sheet="Annex 2", rows=())), (EVIL,), "")
    content = word_bytes(paper)
    assert content == word_bytes(paper)
    (table,) = tables_of(content)
    assert table[1] == tuple(t.replace("\x00", "") for t in texts)
    assert [p.text for p in docx.Document(io.BytesIO(content)).paragraphs].count("None.") == 1
    book = openpyxl.load_workbook(io.BytesIO(paper_bytes(paper)))
    assert book.sheetnames == ["About", "Annex 1", "Annex 2"]
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)


def test_a_word_as_wide_as_a_page_is_broken() -> None:
    annex = Annex("Annex 1", "One", "", ("a", "b"), (("x" * 400, "y" * 300),))
    (table,) = tables_of(word_bytes(Paper("T", (), (annex,), (), "2026-01-01")))
    assert table[1] == ("x" * 400, "y" * 300)


def test_restricted_tables_have_no_annexes(con: Concordance) -> None:
    result = con.result()
    source = replace(result.sources[0], redistribution="restricted")
    with pytest.warns(UserWarning, match="may not be redistributed"):
        kept = replace(result, sources=(source, result.sources[1])).passed_on(whole=False)
    assert kept.impact is None
    assert committee_paper(kept).annexes == ()


def test_a_missing_package_is_named(
    con: Concordance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "docx":
            raise ImportError(name)
        return load(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(cc.ConcordanceError, match=r"pip install 'species-concordance\[word\]'"):
        con.to_docx(tmp_path / "x.docx")
    assert not list(tmp_path.iterdir())


def test_the_package_is_loaded_for_word_alone() -> None:
    code = (
        "import sys, concordance as cc\n"
        "from concordance.exports import formats\n"
        "cc.build(cc.load_cites(), cc.load_cms()).result()\n"
        "raise SystemExit('docx' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


@pytest.mark.parametrize(("end", "count"), [(".docx", 4), (".xlsx", 5), (".md", 0)])
def test_a_what_if_is_written_as_annexes(
    con: Concordance, tmp_path: Path, end: str, count: int
) -> None:
    sheep = con.what_if(adopt=cc.reference_list("valdez_weinberg_2011"), by="CMS", scope="Ovis")
    for name in ("a", "b"):
        sheep.export(tmp_path / f"{name}{end}")
    assert (tmp_path / f"a{end}").read_bytes() == (tmp_path / f"b{end}").read_bytes()
    if end == ".md":
        assert (tmp_path / "a.md").read_text(encoding="utf-8") == sheep.markdown()
        return
    if end == ".docx":
        drawn = tables_of((tmp_path / "a.docx").read_bytes())
        assert len(drawn) == 2, "of four annexes two are empty"
        splits, outcomes = drawn
    else:
        book = openpyxl.load_workbook(tmp_path / "a.xlsx")
        assert len(book.sheetnames) == count
        splits, outcomes = (sheet_rows(book, n) for n in ("Annex 3 Splits", "Annex 4 Outcomes"))
    assert ("CMS", "Ovis ammon", "II as Ovis ammon", "Ovis hodgsoni", "I") in [
        (*row[:4], row[5]) for row in splits
    ]
    assert len(splits) - 1 == sum(len(n.split("|")) for n in sheep.splits["names_after"])
    assert len(outcomes) - 1 == len(sheep.table)
    assert outcomes[0][1:3] == ("CITES today", "CITES afterwards")


def test_annexes_of_a_lump_and_of_proposals(con: Concordance, tmp_path: Path) -> None:
    lump = con.what_if(adopt=cc.reference_list("msw3"), by="CITES", scope="Ovis")
    lump.export(tmp_path / "l.xlsx")
    rows = sheet_rows(openpyxl.load_workbook(tmp_path / "l.xlsx"), "Annex 2 Lumps")[1:]
    assert {row[2:4] for row in rows} >= {("Ovis hodgsoni", "I"), ("Ovis polii", "II")}
    assert {row[4] for row in rows if row[1] == "Ovis ammon"} == {"another Appendix"}
    con.what_if(proposals=[("Hyaena hyaena", "CMS", "I")]).export(tmp_path / "p.docx")
    ((_, row),) = tables_of((tmp_path / "p.docx").read_bytes())
    assert row[:3] == ("Hyaena hyaena", "CMS", "I")
    with pytest.raises(cc.ConcordanceError, match=r"ends in .md, .markdown, .txt, .docx, .xlsx"):
        lump.export(tmp_path / "l.pdf")


@pytest.mark.parametrize("name", ["d.docx", "D.DOCX", "d.xlsx", "d.md", "d"])
def test_what_if_writes_them_on_the_command_line(tmp_path: Path, name: str) -> None:
    asked = ["what-if", "--list", "Hyaena hyaena", "CMS", "I", "-o", str(tmp_path / name)]
    assert main(asked) == 0
    content = (tmp_path / name).read_bytes()
    if name.lower().endswith(("x",)):
        assert content.startswith(b"PK")
    else:
        assert b"| *Hyaena hyaena*, CMS I |" in content
