"""The workbook of a reviewer comes back sorted, added to, re-saved and in other locales."""

import csv
from pathlib import Path

import pandas as pd
import pytest
from builders import CITES, CITES_ROWS, download_text, with_tables

import concordance as cc
from concordance.concordance import Concordance
from concordance.exports.delimited import csv_text
from concordance.readers.review import read_review

openpyxl = pytest.importorskip("openpyxl", reason="the excel extra is not installed")
pytest.importorskip("xlsxwriter", reason="the excel extra is not installed")


def by_id(found: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    return {row["concordance_id"]: row for row in found}


def test_what_was_written_is_read(few: Concordance, reviewed: Path) -> None:
    found = read_review(reviewed)
    assert [row["verdict"] for row in found] == ["agreed", "rejected", "disputed"]
    assert [row["decided_on"] for row in found] == ["2026-11-03", "2026-11-04", "2026-11-25"]
    assert [row["orcid"] for row in found] == ["0000-0002-1825-0097", "", "0000-0001-5109-3700"]
    made = few.decide_all(found)
    assert made["relation"].tolist() == ["congruent", "", "overlaps"]
    table = few.apply(made).table
    agreed = table[table["concordance_id"] == found[0]["concordance_id"]].iloc[0]
    assert (agreed["relation"], agreed["relation_basis"]) == ("congruent", "reviewed")


def test_sorted_hidden_and_added_columns_change_nothing(reviewed: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(reviewed)
    rows = list(book["Review"].iter_rows(values_only=True))
    other = openpyxl.Workbook()
    sheet = other.active
    sheet.title = "Review"
    sheet.append([*(f" {head} " for head in reversed(rows[0])), "my notes"])
    for row in reversed(rows[1:]):
        sheet.append([*reversed(row), "?"])
    for row in range(2, 10):
        sheet.row_dimensions[row].hidden = True
    other.save(tmp_path / "mine.xlsx")
    assert by_id(read_review(tmp_path / "mine.xlsx")) == by_id(read_review(reviewed))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_the_sheet_saved_as_csv(
    reviewed: Path, tmp_path: Path, separator: str, encoding: str
) -> None:
    rows = list(openpyxl.load_workbook(reviewed)["Review"].iter_rows(values_only=True))
    path = tmp_path / "review.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    assert read_review(path) == read_review(reviewed)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("status", "agred", "status is 'agred', not one of agreed, auto, disputed"),
        ("status", None, "status is blank; keep 'needs_review'"),
        ("reviewed_relation", "congruant", "did you mean 'congruent'?"),
        ("reviewer", " ", "reviewer is blank"),
        ("orcid", "0000-0002-1825-0098", "not a valid ORCID; check the digits"),
        ("orcid", "me", "not a valid ORCID"),
        (
            "reviewed_on",
            "03/11/2026",
            "this may mean 2026-03-11 or 2026-11-03; write it as YYYY-MM-DD",
        ),
        ("reviewed_on", "31.02.2026", "expected a date, preferably as YYYY-MM-DD"),
        ("reviewed_on", None, "expected a date"),
    ],
)
def test_wrong_cells_are_refused_by_row(
    reviewed: Path, column: str, value: str | None, said: str
) -> None:
    book = openpyxl.load_workbook(reviewed)
    sheet = book["Review"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    row = next(r for r in range(2, sheet.max_row + 1)
               if sheet.cell(r, heads["status"]).value == "agreed")  # fmt: skip
    sheet.cell(row, heads[column]).value = value
    book.save(reviewed)
    with pytest.raises(cc.ChecklistError) as error:
        read_review(reviewed)
    assert f"row {row}: {column if column != 'reviewed_relation' else ''}" in str(error.value)
    assert said in str(error.value)


def test_a_row_decided_twice_is_refused(reviewed: Path) -> None:
    book = openpyxl.load_workbook(reviewed)
    sheet = book["Review"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    first = next(list(row) for row in sheet.iter_rows(min_row=2, values_only=True)
                 if row[heads["status"] - 1] == "agreed")  # fmt: skip
    first[heads["status"] - 1] = "rejected"
    sheet.append(first)
    book.save(reviewed)
    with pytest.raises(cc.ChecklistError, match="was also decided in row"):
        read_review(reviewed)


def test_no_workbook_of_a_review(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(cc.ChecklistError, match="has no sheet 'Review'; found Sheet"):
        read_review(tmp_path / "other.xlsx")
    (tmp_path / "page.xlsx").write_text("<html>", encoding="utf-8")
    with pytest.raises(cc.ChecklistError, match="is no"):
        read_review(tmp_path / "page.xlsx")
    with pytest.raises(cc.ChecklistError, match="cannot be read"):
        read_review(tmp_path / "none.xlsx")


def test_every_open_row_is_offered_with_what_a_reviewer_needs(
    few: Concordance, tmp_path: Path
) -> None:
    path = tmp_path / "review.xlsx"
    few.to_excel(path)
    head, *rows = openpyxl.load_workbook(path)["Review"].iter_rows(values_only=True)
    assert {"class", "cites_appendix", "cms_appendix", "common_name", "evidence"} <= set(head)
    shown = {row[head.index("concordance_id")] for row in rows}
    open_ = [row for row in few.rows if row.status in {"needs_review", "stale", "disputed"}]
    assert shown == {row.concordance_id for row in open_}
    assert any(row[head.index("common_name")] for row in rows)
    assert any(row[head.index("evidence")] for row in rows)


@pytest.fixture(scope="module")
def old() -> Concordance:
    return cc.build(cc.load_cites("2015-03-01"), cc.load_cms("2015-03-01"))


@pytest.fixture
def open_alone(tmp_path: Path) -> Concordance:
    """A download of the user, beside which rows without a partner need review."""
    path = tmp_path / "cites.csv"
    path.write_text(download_text(CITES, CITES_ROWS), encoding="utf-8")
    con = cc.build(cc.load_cites(path), cc.load_cms())
    assert sum(row.link is None and row.status == "needs_review" for row in con.rows) > 5
    return con


def test_a_row_without_a_partner_is_offered_decided_and_settled(
    open_alone: Concordance, tmp_path: Path
) -> None:
    path = tmp_path / "review.xlsx"
    open_alone.to_excel(path)
    book = openpyxl.load_workbook(path)
    sheet = book["Review"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    alone = {row.concordance_id: row for row in open_alone.rows if row.link is None}
    places = [r for r in range(2, sheet.max_row + 1)
              if sheet.cell(r, heads["concordance_id"]).value in alone]  # fmt: skip
    for place, status in zip(places, ("agreed", "disputed"), strict=False):
        for column, value in (("status", status), ("reviewer", "A"), ("reviewed_on", "2026-11-03")):
            sheet.cell(place, heads[column]).value = value
    book.save(path)
    made = open_alone.decide_all(read_review(path))
    again = open_alone.apply(cc.read_decisions(written(made, tmp_path)))
    assert again.decisions["state"].tolist() == ["applied", "applied"]
    ids = [sheet.cell(place, heads["concordance_id"]).value for place in places]
    told = {row.concordance_id: row.status for row in again.rows}
    assert [told[i] for i in ids[:3]] == ["agreed", "disputed", "needs_review"]
    flags = {row.concordance_id: "needs_review" in row.judged.flags for row in again.rows}
    assert [flags[i] for i in ids[:2]] == [False, True]
    assert len(again.rows) == len(open_alone.rows)


def written(made: pd.DataFrame, folder: Path) -> Path:
    path = folder / "decisions.csv"
    path.write_text(csv_text(made), encoding="utf-8")
    return path


def test_a_lone_verdict_is_stale_when_a_partner_or_its_grounds_come(old: Concordance) -> None:
    new = cc.build(cc.load_cites(), cc.load_cms())
    linked = {row.pair[0]: row.taxa[0].name for row in new.rows if row.link is not None}
    lone = [row for row in old.rows if row.link is None and row.left is not None]
    changed = next(row for row in lone if row.pair[0] in linked)
    same = next(row for row in lone if row.pair in {r.pair for r in new.rows if r.link is None})
    who = {"reviewer": "A", "decided_on": "2026-11-03"}
    made = pd.concat([old.decide(*row.pair, "agreed", **who) for row in (changed, same)])
    judged = new.apply(made).decisions.set_index("left_id")
    assert judged.loc[changed.pair[0], "state"] == "stale"
    assert "partner" in str(judged.loc[changed.pair[0], "changed"]).split("|")
    perhaps = next(row for row in lone if row.perhaps.entries)
    left, right = old.lists
    listings = right.listings
    listings["appendix"] = "I"
    other = cc.build(left, with_tables(right, listings=listings))
    verdict = old.decide(*perhaps.pair, "agreed", **who)
    (row,) = other.apply(verdict).decisions.itertuples()
    assert (row.state, row.changed) == ("stale", "listing")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"verdict": "rejected"}, "only a pair can be rejected; use 'agreed' to settle the row"),
        ({"relation": "congruent"}, "relation is 'congruent', but the taxon is unpaired"),
    ],
)
def test_a_verdict_that_needs_a_partner_is_refused_in_words(
    few: Concordance, change: dict[str, str], said: str
) -> None:
    alone = next(row for row in few.rows if row.link is None)
    given = {"concordance_id": alone.concordance_id, "verdict": "agreed", "relation": "",
             "reviewer": "A", "orcid": "", "decided_on": "2026-11-03", "reason": ""}  # fmt: skip
    with pytest.raises(cc.ChecklistError, match=said):
        few.decide_all([given | change])
    made = few.decide_all([given])
    with pytest.raises(cc.ChecklistError, match=said):
        few.apply(made.assign(**change))
    with pytest.raises(cc.ChecklistError, match="left_id and right_id are blank"):
        few.apply(made.assign(left_id="", right_id=""))
    with pytest.raises(cc.ChecklistError, match=r"_id is blank, but .*_name is"):
        few.apply(made.assign(left_name="Aus bus", right_name="Aus bus"))


@pytest.mark.parametrize("suffix", [".ods", ".xls", ".numbers"])
def test_other_workbooks_are_refused_in_words(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"review{suffix}"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(cc.ChecklistError, match=r"save it as \.xlsx, or its sheet Review as CSV"):
        read_review(path)
