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
    for sheet in ("Summary", "Agenda", "Concordance", "Review", "Codes", "Sources"):
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
    frozen = dict(line.split() for line in done.stdout.splitlines())
    assert frozen == {"Summary": "False", "Agenda": "True", "Concordance": "True", "Review": "True",
                      "Codes": "True", "Sources": "True"}  # fmt: skip


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
