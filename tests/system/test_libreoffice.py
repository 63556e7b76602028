"""LibreOffice opens the workbooks and saves the review: what it shows is what was written."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

import concordance as cc
from concordance.concordance import Concordance
from concordance.readers.review import read_review

openpyxl = pytest.importorskip("openpyxl", reason="the excel extra is not installed")
SHEETS = ("Summary", "Agenda", "Annex 1 Replacements", "Annex 2 Lumps", "Annex 3 Splits",
          "Concordance", "Review", "Codes", "Sources")  # fmt: skip


def test_libreoffice_opens_the_workbook(written: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: no soffice on the path")
    done = subprocess.run(
        [office, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile",
         "--convert-to", "ods", "--outdir", str(tmp_path), str(written / "c.xlsx")],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / "c.ods") as archive:
        content = archive.read("content.xml").decode()
    for sheet in SHEETS:
        assert f'table:name="{sheet}"' in content
    assert "content-validation" in content
    assert "agreed" in content
    # LibreOffice writes a truth value as a formula; nothing else may be one
    formulas = set(re.findall('table:formula="([^"]*)"', content))
    assert formulas <= {"of:=TRUE()", "of:=FALSE()"}


def test_libreoffice_shows_the_frozen_header(written: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    python = "/usr/bin/python3"
    if (
        office is None
        or subprocess.run([python, "-c", "import uno"], capture_output=True).returncode
    ):
        pytest.skip("LibreOffice with its Python (package python3-uno) is not installed")
    script = Path(__file__).with_name("frozen_panes.py")
    done = subprocess.run([python, script, written / "c.xlsx", tmp_path / "profile"],
                          capture_output=True, text=True, timeout=300)  # fmt: skip
    assert done.returncode == 0, done.stderr
    frozen = dict(line.rsplit(" ", 1) for line in done.stdout.splitlines())
    assert frozen == {sheet: str(sheet != "Summary") for sheet in SHEETS}


def test_libreoffice_saves_it_again(few: Concordance, reviewed: Any, tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: no soffice on the path")
    done = subprocess.run(
        [office, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "again"), str(reviewed)],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    again = tmp_path / "again" / reviewed.name
    assert again.read_bytes() != reviewed.read_bytes()
    assert read_review(again) == read_review(reviewed)
    assert cc.read_result(again).equals(few.table), "the sheet Concordance survives too"
    (seen, shown) = (
        list(openpyxl.load_workbook(path)["Review"].iter_rows(values_only=True))
        for path in (reviewed, again)
    )
    blank = [[cell or None for cell in row] for row in seen]
    assert [list(row) for row in shown] == blank, "what a person sees is what was written"


def test_libreoffice_shows_the_document(con: Concordance, written: Path, tmp_path: Path) -> None:
    """Each page has the head of its table, and nothing leaves the page."""
    pypdf = pytest.importorskip("pypdf", reason="needs pypdf, in the dev extra")
    office = shutil.which("soffice")
    if office is None or shutil.which("lowriter") is None:
        pytest.skip("LibreOffice Writer is not installed: no soffice or lowriter on the path")
    done = subprocess.run(
        [office, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to",
         "pdf", "--outdir", str(tmp_path), str(written / "c.docx")],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    pages = [
        " ".join(page.extract_text().split()) for page in pypdf.PdfReader(tmp_path / "c.pdf").pages
    ]
    assert len(pages) > 5
    for number, page in enumerate(pages, start=1):
        assert "not an official position" in page
        assert page.count(f"Page {number}") == 1
    agenda = [page for page in pages if "Reason and draft action" in page]
    assert len(agenda) > 3, "the head stands on every page of the table"
    whole = " ".join(pages)
    for annex in ("Annex 1.", "Annex 2.", "Annex 3.", "Annex 4.", "Sources"):
        assert annex in whole
    # long texts are in narrow columns: every word of every item is there
    words = set(whole.split())
    for text in con.agenda()["why"]:
        assert {w for w in text.split() if w.isalpha()} <= words
