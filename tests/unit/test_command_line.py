"""Every command as a person types it: own lists, JSON, quiet, exit codes, the standard output."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from builders import CITES, CITES_ROWS, CMS, CMS_ROWS, ROOT, download_text

from concordance.cli import COMMANDS, main

NAMES = "who,Class\nAus bus,Mammalia\nNemo nusquam,\n"


def run(folder: Path, *words: str, **settings: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "concordance", *words],
        capture_output=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **settings},
    )


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with downloads of the user and a table of names, in which the command runs."""
    for name, columns, rows in (("cites.csv", CITES, CITES_ROWS), ("cms.csv", CMS, CMS_ROWS)):
        (tmp_path / name).write_text(download_text(columns, rows), encoding="utf-8")
    (tmp_path / "names.csv").write_text(NAMES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


OWN = ["--cites", "cites.csv", "--cms", "cms.csv"]
#: what a person types -> a key of the JSON, and its value with the lists of the user
TYPED = [
    (["build", *OWN, "-o", "c.csv"], "pairs", 2),
    (["explain", "Aus bus", *OWN], "name", "Aus bus"),
    (["info", *OWN], "default_day", "2026-06-26"),
    (["match", "names.csv", "--column", "who", *OWN], "counts", {"matched": 1, "not_found": 1}),
    (["export", "--to", "sssom", *OWN, "-o", "s.tsv"], "format", "sssom"),
    (["joint-list", *OWN, "-o", "j.csv"], "species", 2),
    (["report", *OWN, "-o", "r.html"], "output", "r.html"),
    (["diff", "--between", "2017-04-21", "2020-01-01", "--cms", "cms.csv"], "counts", None),
    (["review", "export", *OWN, "-o", "r.xlsx"], "output", "r.xlsx"),
    (["what-if", "--adopt", "mdd", "--scope", "Felidae", *OWN], "proposals", []),
]


@pytest.mark.filterwarnings("ignore:Species. .* may not be redistributed")
@pytest.mark.parametrize(("typed", "key", "value"), TYPED, ids=[t[0][0] for t in TYPED])
def test_each_command_takes_lists_of_ones_own_and_prints_json(
    home: Path, capsys: pytest.CaptureFixture[str], typed: list[str], key: str, value: Any
) -> None:
    assert main([*typed, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert key in data
    if value is not None:
        assert data[key] == value


def test_json_and_own_lists_are_typed_for_every_command() -> None:
    # fetch needs a service: tests/unit/test_speciesplus_api.py types it
    assert {t[0][0] for t in TYPED} == {c.NAME for c in COMMANDS} - {"fetch"}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.NAME)
def test_help_says_what_a_command_does_with_two_examples(
    command: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([command.NAME, "--help"])
    assert stopped.value.code == 0
    text = capsys.readouterr().out
    examples = text.split("examples:\n")[1]
    assert (
        examples.count(f"concordance {command.NAME} ")
        + examples.count(f"concordance {command.NAME}\n")
        == 2
    )
    assert command.DESCRIPTION[:40] in text
    assert "--json" in text


@pytest.mark.filterwarnings("ignore:Species. .* may not be redistributed")
@pytest.mark.parametrize(
    "typed",
    [
        ["build", "--cites-am", "mine.csv"],
        ["build", "--out", "c.csv"],
        ["build", "--cites", "cites.csv", "--cites-amendments", "more.csv"],
        ["build", "--fail-on", "ned_review"],
        ["diff", "one.csv"],
        ["diff", "a.csv", "b.csv", "-d", "d.csv"],
        ["review", "apply"],
        ["match", "names.csv", "--column", "who", "-o", "x.ods"],
        ["match", "names.csv", "--column", "who", "-o", "x.xlsx", "--excel"],
        ["match", "names.csv", "--column", "who", "-o", "x.parquet", "--all"],
        ["export", "--to", "coldp", *OWN, "-o", "-"],
        [],
    ],
)
def test_wrong_usage_exits_with_2(home: Path, typed: list[str]) -> None:
    try:
        code = main(typed)
    except SystemExit as stopped:  # argparse
        code = int(stopped.code or 0)
    assert code == 2
    assert sorted(p.name for p in home.iterdir()) == ["cites.csv", "cms.csv", "names.csv"]


def test_a_list_of_ones_own_is_not_read_as_amendments(home: Path) -> None:
    assert main(["build", "--cites", "cites.csv", "-o", "c.csv"]) == 0
    with (home / "c.csv").open(encoding="utf-8", newline="") as file:
        names = {row["cites_name"] for row in csv.DictReader(file)} - {""}
    assert names == {"Aus bus", "Falco cus"}


@pytest.mark.parametrize("command", ["build", "explain", "export", "joint-list", "report", "review",
                                     "what-if", "diff"])  # fmt: skip
def test_a_file_of_verdicts_that_is_not_there_is_an_error(
    home: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    typed = {t[0][0]: t[0] for t in TYPED}[command]
    assert main([*typed, "-d", "typo.csv"]) == 3
    assert "typo.csv" in capsys.readouterr().err


def test_a_mistyped_file_of_verdicts_is_not_begun_in_silence(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", "export", *OWN, "-o", "r.xlsx"]) == 0
    assert main(["review", "apply", "r.xlsx", *OWN, "-d", "typo.csv"]) == 3
    assert "to begin a new file, add --new" in capsys.readouterr().err
    assert not (home / "typo.csv").exists()
    assert main(["review", "apply", "r.xlsx", *OWN, "-d", "typo.csv", "--new"]) == 0
    assert (home / "typo.csv").exists()


def test_the_standard_output_has_the_bytes_of_the_file(home: Path) -> None:
    assert run(home, "build", *OWN, "-o", "c.csv").returncode == 0
    printed = run(home, "build", *OWN, "-o", "-")
    assert printed.returncode == 0
    assert printed.stdout == (home / "c.csv").read_bytes()
    assert b"Wrote 2 rows to the standard output" in printed.stderr
    told = run(home, "build", *OWN, "-o", "-", "--json")
    assert told.stdout == printed.stdout
    assert json.loads(told.stderr)["pairs"] == 2


def test_quiet_prints_errors_only(home: Path) -> None:
    done = run(home, "build", *OWN, "-o", "c.csv", "--quiet")
    assert (done.stdout, done.stderr, done.returncode) == (b"", b"", 0)
    failed = run(home, "build", "--as-of", "1950-01-01", "--quiet")
    assert failed.returncode == 3
    assert b"2015-02-05" in failed.stderr


def test_fail_on_exits_with_1_when_the_code_occurs(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    match = ["match", "names.csv", "--column", "who", *OWN, "--quiet"]
    assert main([*match, "--fail-on", "not_found,ambiguous"]) == 1
    assert capsys.readouterr().err == "concordance: --fail-on: 1 not_found\n"
    assert (home / "names.csv.matched.csv").exists()
    assert main([*match, "--fail-on", "ambiguous"]) == 0
    assert main(["build", "-o", "c.csv", "--fail-on", "needs_review"]) == 1
    days = ["diff", "--between", "2017-04-21"]
    assert main([*days, "2020-01-01", "--fail-on", "changed"]) == 1
    assert main([*days, "2017-04-21", "--fail-on", "changed"]) == 0


def test_an_ascii_terminal_gets_utf_8(home: Path) -> None:
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0",
                  "PYTHONIOENCODING": "ascii"}  # fmt: skip
    (home / "names.csv").write_text("who\nÅus bus\n", encoding="utf-8")
    done = run(home, "match", "names.csv", "--column", "who", "-o", "-", **ascii_only)
    assert done.returncode == 0, done.stderr
    assert "Åus bus" in done.stdout.decode("utf-8")
    done = run(home, "explain", "Åxyz nusquam", **ascii_only)
    assert done.returncode == 3
    assert "Åxyz" in done.stderr.decode("utf-8")


def test_match_writes_a_workbook(home: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    assert main(["match", "names.csv", "--column", "who", *OWN, "-o", "m.xlsx"]) == 0
    rows = [*openpyxl.load_workbook(home / "m.xlsx").active.iter_rows(values_only=True)]
    assert rows[0][:2] == ("who", "Class")
    assert [row[0] for row in rows[1:]] == ["Aus bus", "Nemo nusquam"]
    place = rows[0].index("match_status")
    assert [row[place] for row in rows[1:]] == ["matched", "not_found"]


def test_match_writes_parquet_with_its_counts(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    match = ["match", "names.csv", "--column", "who", *OWN, "-o", "m.parquet", "--json"]
    assert main([*match, "--fail-on", "not_found"]) == 1
    assert json.loads(capsys.readouterr().out)["counts"] == {"matched": 1, "not_found": 1}


def test_match_prints_csv(home: Path) -> None:
    done = run(home, "match", "names.csv", "--column", "who", *OWN, "-o", "-", "--quiet")
    rows = [*csv.DictReader(io.StringIO(done.stdout.decode()))]
    assert [row["match_status"] for row in rows] == ["matched", "not_found"]
    assert done.stderr == b""


def test_a_reader_that_stops_early_is_no_error(home: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "concordance", "build", "-o", "-", "--quiet"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=home,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_every_row_of_the_workbook_can_be_decided(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    assert main(["review", "export", "-o", "r.xlsx"]) == 0
    message = capsys.readouterr().err
    book = openpyxl.load_workbook(home / "r.xlsx")
    head, *rows = book["Review"].iter_rows()
    place = {cell.value: n for n, cell in enumerate(head)}
    for row in rows:
        for column, value in (("status", "agreed"), ("reviewer", "A"),
                              ("reviewed_on", "2026-01-01")):  # fmt: skip
            row[place[column]].value = value
    book.save(home / "reviewed.xlsx")
    assert f"Wrote {len(rows)} pairs to review" in message
    assert main(["review", "apply", "reviewed.xlsx", "-d", "d.csv", "--new"]) == 0
    assert f"Read {len(rows)} decisions" in capsys.readouterr().err
