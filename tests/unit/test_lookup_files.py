"""`concordance lookup` and its files: names, tables, tables larger than memory, stopped runs."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import concordance as cc
from concordance.cli import main
from concordance.errors import ChecklistError
from concordance.jobs import large
from concordance.jobs.lookups import Columns, lookup_large
from concordance.lookups.ask import desk_of

ROWS = [
    ("Panthera leo", "IN", "", "2020"),
    ("Panthera leo", "XX", "IN", "2020"),
    ("Panthera leo", " ", "KE", "2020"),
    ("Psittacus erithacus", "", "CD", "2017"),
    ("Uncia uncia", "", "", "2010-05-01"),
    ("Loxodonta africana", "BW", "ZA", "then"),
    ("", "", "", ""),
]
TRADE = pd.DataFrame(ROWS, columns=["Taxon", "Origin", "Exporter", "Year"])
COLUMNS = Columns("Taxon", "Year", ("Origin", "Exporter"))


def run(*arguments: str) -> int:
    """The exit code of the command line."""
    return main(["lookup", *arguments])


@pytest.fixture
def trade(tmp_path: Path) -> Path:
    """A small table of trade."""
    path = tmp_path / "trade.csv"
    TRADE.to_csv(path, index=False)
    return path


def test_names_are_answered_with_a_line_a_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("Panthera uncia", "Passer domesticus") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == [
        "Panthera uncia",
        "  CITES  Appendix I, listed as Panthera uncia, from 2019-11-26",
        "  CMS    Appendix I, listed as Uncia uncia, from 1986-01-24",
        "  CITES uses Panthera uncia and CMS uses Uncia uncia.",
    ]
    assert lines[4:7] == [
        "Passer domesticus",
        "  CITES  not listed under this name",
        "  CMS    not listed under this name",
    ]


def test_a_day_and_a_country_of_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("Panthera leo", "--date", "2017", "--country", "IN", "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert row["cites_appendix"] == "I|II"
    assert row["cms_appendix"] is None


def test_it_fails_on_a_code_that_occurs() -> None:
    assert run("Panthera leo", "--fail-on", "population,not_found") == 1
    assert run("Panthera leo", "--fail-on", "not_found") == 0
    assert run("Loxodonta afrcana", "--fail-on", "proposed") == 1


@pytest.mark.parametrize("end", [".csv", ".parquet", ".xlsx", ".tsv"])
def test_a_table_comes_back_with_every_row_and_column(trade: Path, end: str) -> None:
    output = trade.with_name(f"out{end}")
    country = "Origin,Exporter"
    assert run(str(trade), "--column", "Taxon", "--date", "Year", "--country", country,
               "-o", str(output)) == 0  # fmt: skip
    read: Any = {
        ".csv": pd.read_csv,
        ".tsv": lambda path, **k: pd.read_csv(path, sep="\t", **k),
        ".xlsx": pd.read_excel,
        ".parquet": lambda path, **_: pd.read_parquet(path).fillna("").astype(str),
    }[end]
    table = read(output, dtype=str, keep_default_na=False) if end != ".parquet" else read(output)
    assert list(table.columns[:4]) == list(TRADE.columns)
    assert table["Taxon"].tolist() == TRADE["Taxon"].tolist()
    assert table["lookup_cites_appendix"].tolist() == ["I", "I|II", "II", "I|II", "", "", ""]
    assert table["lookup_cms_appendix"].tolist() == ["II", "II", "II", "", "I", "", ""]
    assert table["lookup_reason_codes"].tolist()[3:] == [
        "changed_in_year",
        "before_data|country_missing",
        "date_unreadable",
        "date_missing|country_missing",
    ]


def test_a_workbook_is_read_by_its_sheet(tmp_path: Path) -> None:
    path = tmp_path / "trade.xlsx"
    with pd.ExcelWriter(path) as book:
        pd.DataFrame({"a": [1]}).to_excel(book, sheet_name="Notes", index=False)
        TRADE[:-1].to_excel(book, sheet_name="Trade", index=False)
    output = tmp_path / "out.csv"
    assert run(str(path), "--sheet", "Trade", "--column", "Taxon", "-o", str(output)) == 0
    assert len(pd.read_csv(output)) == len(TRADE) - 1


def test_columns_that_are_missing_are_told_together(
    trade: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(trade), "--column", "Name", "--date", "Day", "--country", "Origin,From") == 3
    message = capsys.readouterr().err
    assert "column 'Name', 'Day', 'From' is missing; found Taxon, Origin, Exporter, Year" in message
    assert not list(trade.parent.glob("*.lookup.csv*"))


def test_columns_of_answers_are_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "again.csv"
    TRADE.assign(lookup_status="mine").to_csv(path, index=False)
    with pytest.raises(ChecklistError, match="already has the columns lookup_status"):
        lookup_large(path, tmp_path / "out.csv", desk_of(), COLUMNS)


@pytest.mark.parametrize(
    "arguments",
    [
        ["Panthera leo", "-o", "out.csv"],
        ["Panthera leo", "--sheet", "1"],
        ["a.csv", "b.csv", "--column", "Taxon"],
        ["a.csv", "--column", "Taxon", "-o", "out.pdf"],
    ],
)
def test_options_that_do_not_go_together(arguments: list[str]) -> None:
    assert run(*arguments) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--date", "02/01/2017"], "--date: The date '02/01/2017' cannot be read; expected YYYY"),
        (["--date", ""], "--date: The date is missing"),
        (["--country", "Atlantis"], "--country: The country 'Atlantis' is not known; expected an"),
        (["--date", "x", "--country", "y"], "--country: The country 'y' is not known"),
    ],
)
def test_a_day_or_country_that_cannot_be_read_is_a_wrong_use(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("Panthera leo", *arguments) == 2
    assert words in capsys.readouterr().err


def test_a_day_after_the_data_and_no_country_are_answers(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("Panthera leo", "--date", "2031", "--country", "XX") == 0
    text = capsys.readouterr().out
    assert "CITES data ends on 2026-11-23; without a date, the list of 2026-06-26 is used." in text


@pytest.mark.parametrize("end", [".csv", ".xlsx", ".parquet"])
def test_a_file_that_is_not_there_is_told(
    end: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"none{end}"
    assert run(str(path), "--column", "Taxon") == 3
    assert f"{path}: 1 problem\n  - no such file" in capsys.readouterr().err


def test_a_stopped_run_goes_on_and_gives_the_same_bytes(
    trade: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large, "ROWS", 2)
    desk = desk_of()
    whole = trade.with_name("whole.parquet")
    assert lookup_large(trade, whole, desk, COLUMNS) == len(TRADE)

    def stopping(rows: int, total: int) -> None:
        if rows >= 4:
            raise KeyboardInterrupt

    output = trade.with_name("out.parquet")
    with pytest.raises(KeyboardInterrupt):
        lookup_large(trade, output, desk, COLUMNS, stopping)
    assert not output.exists()
    (parts,) = trade.parent.glob("out.parquet.*.parts")
    assert len(list(parts.glob("*.parquet"))) == 2
    assert lookup_large(trade, output, desk, COLUMNS) == len(TRADE)
    assert output.read_bytes() == whole.read_bytes()
    assert not parts.exists()


def test_batches_are_answered_as_the_whole_table(
    trade: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once, by_rows = trade.with_name("a.csv"), trade.with_name("b.csv")
    lookup_large(trade, at_once, desk_of(), COLUMNS)
    monkeypatch.setattr(large, "ROWS", 1)
    lookup_large(trade, by_rows, desk_of(), COLUMNS)
    assert at_once.read_bytes() == by_rows.read_bytes()


def test_dates_and_numbers_of_parquet_are_read_as_they_are(tmp_path: Path) -> None:
    days = pa.array([18262, 17167], pa.date32())
    path = tmp_path / "days.parquet"
    pq.write_table(pa.table({"Taxon": ["Giraffa camelopardalis"] * 2, "Day": days}), path)
    output = tmp_path / "out.parquet"
    lookup_large(path, output, desk_of(), Columns("Taxon", "Day"))
    table = pd.read_parquet(output)
    assert table["lookup_cites_appendix"].fillna("").tolist() == ["II", ""]
    years = pa.table({"Taxon": ["Psittacus erithacus"], "Year": pa.array([2016], pa.int16())})
    pq.write_table(years, path)
    lookup_large(path, output, desk_of(), Columns("Taxon", "Year"))
    assert pd.read_parquet(output)["lookup_cites_appendix"].tolist() == ["II"]


def test_the_table_equals_the_answers_to_its_columns(trade: Path) -> None:
    output = trade.with_name("out.parquet")
    lookup_large(trade, output, desk_of(), COLUMNS)
    table = pd.read_parquet(output)
    countries = ["IN", "XX", "KE", "CD", None, "BW", None]
    plain = cc.lookup(TRADE["Taxon"], dates=TRADE["Year"], countries=countries)
    for column in plain.columns[1:]:
        assert table[f"lookup_{column}"].fillna("").tolist() == plain[column].fillna("").tolist()
