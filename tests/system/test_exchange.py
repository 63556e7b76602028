"""What others read and write: validators and readers of other projects, whole workbooks."""

import csv
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

import concordance as cc
from concordance.concordance import Concordance


def test_sssom_is_valid_and_a_broken_twin_is_not(
    con: Concordance, written: Path, tmp_path: Path
) -> None:
    pytest.importorskip("sssom", reason="the validator is not installed")

    def validate(path: Any) -> Any:
        return subprocess.run([sys.executable, "-m", "sssom.cli", "validate", str(path)],
                              capture_output=True, text=True)  # fmt: skip

    good = validate(written / "c.sssom.tsv")
    assert good.returncode == 0, good.stdout + good.stderr
    text = (written / "c.sssom.tsv").read_text(encoding="utf-8")
    broken = tmp_path / "broken.sssom.tsv"
    broken.write_text(text.replace("semapv:LexicalMatching", "lexical matching"), encoding="utf-8")
    bad = validate(broken)
    assert bad.returncode != 0 or "error" in (bad.stdout + bad.stderr).lower()
    assert '#mapping_set_id: "https://' in text


def test_the_data_package_is_valid_and_a_broken_twin_is_not(
    con: Concordance, tmp_path: Path
) -> None:
    frictionless = pytest.importorskip("frictionless", reason="the validator is not installed")
    con.export(tmp_path / "dp", "datapackage")
    descriptor = tmp_path / "dp" / "datapackage.json"
    report = frictionless.validate(str(descriptor))
    assert report.valid, report.flatten(["message"])
    path = tmp_path / "dp" / "concordance.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace(",congruent,", ",the same,", 1), encoding="utf-8"
    )
    assert not frictionless.validate(str(descriptor)).valid


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_the_darwin_core_archive_is_read_and_a_broken_twin_is_not(
    con: Concordance, written: Path, tmp_path: Path
) -> None:
    pytest.importorskip("dwca", reason="the reader is not installed")
    from dwca.read import DwCAReader

    with DwCAReader(str(written / "dwca.zip")) as archive:
        rows = archive.rows
        assert archive.descriptor.core.type.endswith("/Taxon")
        pairs = con.table[con.table["relation"] != "not_listed"]
        assert sum(len(row.extensions) for row in rows) == len(pairs)
        taxa = [len(side.taxa) for side in (con.lists[0], con.lists[1])]
        assert len(rows) == sum(taxa)
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(written / "dwca.zip") as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<location>taxon.txt", b"<location>t.txt"))
    with pytest.raises(Exception, match=r"t\.txt|archive"):
        DwCAReader(str(broken))


@pytest.mark.filterwarnings("ignore")
def test_the_coldp_is_read_and_its_ids_resolve(con: Concordance, tmp_path: Path) -> None:
    coldp = pytest.importorskip("coldp", reason="the reader is not installed")
    con.export(tmp_path / "mine", "coldp")
    package = coldp.COLDP("mine", folder=str(tmp_path))
    taxa = [len(side.taxa) for side in (con.lists[0], con.lists[1])]
    assert len(package.taxa) == sum(taxa)
    with (tmp_path / "mine" / "TaxonConceptRelation.tsv").open(encoding="utf-8") as file:
        relations = list(csv.DictReader(file, delimiter="\t"))
    ids = set(package.taxa["ID"])
    assert {r["taxonID"] for r in relations} | {r["relatedTaxonID"] for r in relations} <= ids
    assert {r["type"] for r in relations} >= {"EQUALS", "INCLUDES", "INCLUDED_IN"}
    usage = tmp_path / "mine" / "NameUsage.tsv"
    usage.write_bytes(usage.read_bytes().replace(b"ID\t", b"id number\t", 1))
    # whether it is loaded or looked at: without their ids taxa cannot be found
    with pytest.raises(KeyError, match="ID"):
        coldp.COLDP("mine", folder=str(tmp_path)).taxa.set_index("ID")


def test_a_reviewed_sheet_is_read_whatever_the_reviewer_did_to_it(
    con: Concordance, written: Path, tmp_path: Path
) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="the excel extra is not installed")
    book = openpyxl.load_workbook(written / "c.xlsx")
    assert [name for name in book.sheetnames if not name.startswith("Annex")] == [
        "Summary", "Agenda", "Concordance", "Review", "Codes", "Sources",
    ]  # fmt: skip
    agenda, (head, *items) = con.agenda(), book["Agenda"].iter_rows(values_only=True)
    assert list(head) == list(agenda.columns)
    assert [item[:2] for item in items] == list(zip(agenda["item"], agenda["title"], strict=True))
    rows = [list(r) for r in book["Concordance"].iter_rows(values_only=True)]
    mine = openpyxl.Workbook()
    sheet = mine.active
    sheet.title = "Concordance"
    sheet.append([*reversed(rows[0]), "my notes"])
    for row in reversed(rows[1:]):
        sheet.append([*reversed(row), "x"])
    mine.save(tmp_path / "mine.xlsx")
    back = cc.read_result(tmp_path / "mine.xlsx")
    assert back["concordance_id"].tolist() == con.table["concordance_id"].tolist()[::-1]
    assert back.columns.tolist() == con.table.columns.tolist()
    review = book["Review"]
    assert (book["Concordance"].freeze_panes, review.freeze_panes) == ("A2", "E2")
    assert book["Concordance"].auto_filter.ref
    assert review.protection.sheet
    status, relation = review.data_validations.dataValidation
    assert "agreed" in status.formula1
    assert "included_in" in relation.formula1
    place = [c.value for c in review[1]].index("reviewer")
    assert not review.cell(2, place + 1).protection.locked


def test_the_round_trip_through_a_workbook(
    con: Concordance, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="the excel extra is not installed")
    from concordance.cli import main

    path, decisions = tmp_path / "review.xlsx", tmp_path / "decisions.csv"
    assert main(["review", "export", "-o", str(path)]) == 0
    book = openpyxl.load_workbook(path)
    sheet = book["Review"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    key, status, who, when = (heads[c] for c in ("concordance_id", "status", "reviewer",
                                                 "reviewed_on"))  # fmt: skip
    pairs = set(con.table[con.table["relation"] != "not_listed"]["concordance_id"])
    rows = [r for r in range(2, sheet.max_row + 1) if sheet.cell(r, key).value in pairs]
    for row, verdict, day in zip(rows, ("agreed", "rejected"), ("03.11.2026", "2026-11-04"),
                                 strict=False):  # fmt: skip
        sheet.cell(row, status).value = verdict
        sheet.cell(row, who).value = "A. Person"
        sheet.cell(row, when).value = day
    book.save(path)
    assert main(["review", "apply", str(path), "-o", str(decisions)]) == 0
    assert "2 decisions from" in capsys.readouterr().err
    made = cc.read_decisions(decisions)
    assert sorted(made["decided_on"]) == ["2026-11-03", "2026-11-04"]
    again = con.apply(made)
    assert again.decisions["state"].tolist() == ["applied", "applied"]
    assert (again.table["status"] == "agreed").sum() == 1
    assert main(["build", "-o", str(tmp_path / "c.csv"), "-d", str(decisions)]) == 0
    back = cc.read_result(tmp_path / "c.csv")
    assert back["reviewer"].dropna().tolist() == ["A. Person"]
    sheet.cell(rows[0], status).value = "agred"
    sheet.cell(rows[1], who).value = None
    sheet.cell(rows[1], when).value = "soon"
    book.save(path)
    assert main(["review", "apply", str(path), "-d", str(decisions)]) == 3
    said = capsys.readouterr().err
    assert "did you mean 'agreed'?" in said
    assert "reviewer is blank" in said
    assert "'soon'" in said
    assert cc.read_decisions(decisions).equals(made), "the file of decisions stayed as it was"
