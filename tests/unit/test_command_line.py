"""Every command as a person types it: with lists of one's own, as JSON, to a pipe, with checks."""

import csv
import io
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pytest
from builders import CITES, CITES_ROWS, CMS, CMS_ROWS, ROOT, download_text

from concordance.cli import commands, diff, export, main, match, outcome, what_if
from concordance.codes import Change
from concordance.exports.formats import Format
from concordance.scenarios import Outcome

OWN = "--cites 'my cites.csv' --cms 'my cms.csv' --as-of 2026-11-20"
#: what is typed, and what the JSON says of it; {} is the options of own lists
TYPED: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "lookup": [("lookup 'Aus bus' {}", {}),
               ("lookup names.csv --column species -o l.csv {}", {"rows": 2, "output": "l.csv"})],
    "build": [("build {} -o c.csv", {"pairs": 2, "rows": 2, "output": "c.csv"})],
    "explain": [("explain Aus bus {}", {"name": "Aus bus"}),
                ("explain 'Aus bus' {}", {"name": "Aus bus"})],
    "info": [("info {}", {"default_day": "2026-06-26"})],
    "match": [("match names.csv --column species {}", {"counts": {"matched": 1, "not_found": 1}}),
              ("match names.csv --column species --list cms {}", {"rows": 2})],
    "export": [("export --to sssom -o c.tsv {}", {"format": "sssom", "output": "c.tsv"})],
    "joint-list": [("joint-list -o j.csv {}", {"species": 2})],
    "crosswalk": [("crosswalk --lists cites,cms {} -o w.csv",
                   {"keys": ["cites", "cms"], "rows": 2, "output": "w.csv"}),
                  ("crosswalk --lists cites,aewa,act=act.csv --long -o w.xlsx", {})],
    "release": [],  # own lists may not be redistributed: see tests/system/test_release.py
    "report": [("report -o r.html {}", {"output": "r.html"})],
    "serve": [],  # runs until it is stopped: tests/system/test_serve_process.py
    "fetch": [],  # against a server: tests/unit/test_speciesplus_api.py
    "diff": [("diff --between 2026-03-01 2026-03-06 --cms 'my cms.csv'", {}),
             ("diff old.csv old.csv", {"changes": []})],
    "review": [("review export -o r.xlsx {}", {"output": "r.xlsx"}),
               ("review apply r.xlsx -o d.csv {}", {"given": 0, "output": "d.csv"})],
    "what-if": [("what-if --list 'Aus bus' cms i {}", {"rows": []}),
                ("what-if --adopt mdd --by CMS --scope Felidae {}", {"proposals": []})],
}  # fmt: skip
#: commands that leave out or mention what may not be passed on
RESTRICTED = {"export", "report"}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the lists and tables of a user, where the commands are typed."""
    (tmp_path / "my cites.csv").write_text(download_text(CITES, CITES_ROWS), encoding="utf-8")
    (tmp_path / "my cms.csv").write_text(download_text(CMS, CMS_ROWS), encoding="utf-8")
    (tmp_path / "act.csv").write_text(
        "taxon,rank,appendix\nAnas acuta,species,1\n", encoding="utf-8"
    )
    (tmp_path / "names.csv").write_text(
        "id,species,Größe\n007,Aus bus,1\n8,Pardosa moesta,2\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def typed(line: str) -> int:
    return main(shlex.split(line.replace("{}", OWN)))


def process(line: str, **settings: str) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "concordance", *shlex.split(line.replace("{}", OWN))]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **settings}
    return subprocess.run(command, capture_output=True, env=environment)


@pytest.mark.parametrize("command", [c.NAME for c in commands()])
def test_every_command_takes_own_lists_and_gives_json(
    home: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    if command == "diff":
        assert typed("build {} -o old.csv --quiet") == 0
    assert command in TYPED
    for line, expected in TYPED[command]:
        assert typed(f"{line} --json") == 0, line
        output = capsys.readouterr()
        data = json.loads(output.out)
        restricted = "may not be redistributed" in output.err
        assert restricted if command in RESTRICTED else output.err == ""
        assert data["command"] == command
        assert "not an official position" in data["disclaimer"]
        assert {key: data[key] for key in expected} == expected
        lists = data.get("lists", [])
        assert all(one["version"] == "download of 2026-11-20" for one in lists), "own lists"


@pytest.mark.parametrize("command", commands(), ids=lambda c: c.NAME)
def test_help_says_what_a_command_does_with_two_examples(
    command: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command.NAME, "--help"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert " ".join(command.DESCRIPTION.split()) in text
    assert len(command.EXAMPLES) == 2
    for example in command.EXAMPLES:
        assert " ".join(example.split()) in text
    assert "--json" in text
    assert "exit codes: 0 done" in text


@pytest.mark.parametrize("command", commands(), ids=lambda c: c.NAME)
def test_the_examples_of_the_help_are_options_that_exist(
    command: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "run", lambda options: outcome.Outcome({}))
    for example in command.EXAMPLES:
        words = shlex.split(example.split(" >")[0])
        assert words[:2] == ["concordance", command.NAME]
        assert main(words[1:]) == 0, capsys.readouterr().err


def test_lists_of_codes_in_the_commands_are_those_of_the_library() -> None:
    assert set(diff.CODES) == {change.value for change in Change} | {"changed"}
    assert list(export.FORMATS) == [known.value for known in Format]
    assert set(what_if.CODES) == {outcome.value for outcome in Outcome}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("build --cite 'my cites.csv'", "unrecognized arguments: --cite"),
        ("build --cites-am mine.csv", "unrecognized arguments: --cites-am mine.csv; did you mean"),
        ("build --fail-one stale", "concordance build: error: unrecognized arguments: --fail-one"),
        ("build --fail-one stale", "did you mean --fail-on?"),
        ("build --out c.csv", "unrecognized arguments: --out"),
        ("build --cites 'my cites.csv' --cites-amendments more.csv", "not allowed with"),
        ("build --fail-on ned_review", "'ned_review' is not a code of this command"),
        ("build --fail-on ,", "nothing is not a code"),
        ("crosswalk --lists cites,cms -o w.ods", "the name ends in '.ods'"),
        ("release", "the following arguments are required: --out"),
        ("build --json -o -", "both write to standard output"),
        ("build -o c.ods", "the name ends in '.ods'; expected .csv, .xlsx, .parquet"),
        ("build -o c.xlsx --excel", "--excel is for CSV"),
        ("build --cites 'my cites.csv' -o 'my cites.csv'", "this is an input file"),
        ("build --cms api", "use a download of its CMS listings"),
        ("joint-list -o j.tsv", "the name ends in '.tsv'"),
        ("report -o r.pdf", "the name ends in '.pdf'"),
        ("diff one.csv", "two files, or --between"),
        ("diff a.csv b.csv -d d.csv", "--decisions: only valid with --between"),
        ("diff a.csv b.csv --cms 'my cms.csv'", "--cms: only valid with --between"),
        ("diff --between 2026-03-01 2026-03-06 --cites 'my cites.csv' --cms 'my cms.csv'",
         "the same on both days"),
        ("export --to word -o c.doc", "invalid choice: 'word'"),
        ("what-if --adopt mdd --by AEWA", "invalid choice: 'aewa'"),
        ("what-if --adopt mdx", "neither a file nor a list in the package; expected one of"),
        ("what-if --list 'Hyaena hyaena' AEWA I", "side is 'AEWA'"),
        ("what-if --list 'Hyaena hyaena' CMS IV", "Appendix 'IV'"),
        ("review apply", "needs the reviewed workbook"),
        ("review export mine.xlsx", "use -o mine.xlsx"),
        ("review export -o review.csv", "the name ends in '.csv'; expected .xlsx"),
        ("match names.csv", "required: --column"),
        ("match names.csv --colum species", "required: --column"),
        ("match names.csv --column species -o x.ods", "expected .csv, .tsv, .txt, .xlsx, .parquet"),
        ("match names.csv --column species -o x.xlsx --excel", "--excel is for text"),
        ("match names.csv --column species -o names.csv", "this is an input file"),
        ("match names.csv --column species -o ./names.csv", "this is an input file"),
        ("", "required: COMMAND"),
    ],
)  # fmt: skip
def test_wrong_usage_exits_with_2(
    home: Path, capsys: pytest.CaptureFixture[str], line: str, says: str
) -> None:
    before = {p.name: p.read_bytes() for p in home.iterdir()}
    assert typed(line) == 2
    output = capsys.readouterr()
    assert says in output.err
    assert "Traceback" not in output.err
    assert output.out == ""
    assert {p.name: p.read_bytes() for p in home.iterdir()} == before


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("crosswalk --lists cites", ["1 lists named"]),
        ("crosswalk --lists cites,cites,nowhere,act=none.csv,aewa --as-of 2001-01-01",
         ["the key 'cites' is given 2 times", "the package has no list 'nowhere'", "none.csv: ",
          "as_of 2001-01-01 is outside the data: the data of Agreement on African-Eurasian"]),
        ("release --out .", ["is not empty; choose a new folder"]),
        ("release --cites 'my cites.csv' --as-of 2026-11-20 --out new",
         ["may not be redistributed, so no dataset was written"]),
    ],
)  # fmt: skip
def test_bad_input_of_lists_and_datasets_exits_with_3(
    home: Path, capsys: pytest.CaptureFixture[str], line: str, says: list[str]
) -> None:
    assert typed(line) == 3
    error = capsys.readouterr().err
    assert [part for part in says if part not in error] == []
    assert not (home / "new").exists()


def test_a_crosswalk_writes_what_contradicts(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed("crosswalk --lists cites,cms,eu --contradictions odd.csv -o w.csv") == 0
    assert "contradictions, written to odd.csv" in capsys.readouterr().err
    assert "Oriolus oriolus" in (home / "odd.csv").read_text(encoding="utf-8")
    assert typed("crosswalk --lists cites,cms,eu -o w.csv --fail-on contradiction") == 1


def test_a_list_of_ones_own_is_not_read_as_amendments(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed("build --cites 'my cites.csv' -o c.csv") == 0
    with (home / "c.csv").open(encoding="utf-8", newline="") as file:
        names = {row["cites_name"] for row in csv.DictReader(file)} - {""}
    assert names == {"Aus bus", "Falco cus"}
    capsys.readouterr()
    for path in ("gone.csv", "gone", "2020-01-01"):  # a path is never taken for a day
        assert typed(f"info --cites {path}") == 3
        assert path in capsys.readouterr().err


def test_a_file_that_says_its_day_keeps_it(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "my cites.csv").rename(home / "cites_2025-01-31.csv")
    assert typed("info --cites cites_2025-01-31.csv --as-of 2026-06-01 --json") == 0
    days = [one["as_of"] for one in json.loads(capsys.readouterr().out)["lists"]]
    assert days == ["2025-01-31", "2026-06-01"]


@pytest.mark.parametrize("command", ["build", "explain Aus bus", "export --to csv -o c.csv",
                                     "joint-list", "report", "review export",
                                     "review apply r.xlsx", "what-if --list 'Aus bus' CMS I",
                                     "diff --between 2026-03-01 2026-03-06"])  # fmt: skip
def test_a_mistyped_file_of_verdicts_is_an_error(
    home: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    before = sorted(p.name for p in home.iterdir())
    assert typed(f"{command} -d decsions.csv") == 3
    assert "decsions.csv" in capsys.readouterr().err
    assert sorted(p.name for p in home.iterdir()) == before


def review(home: Path, status: str, day: str, rows: int | None = None) -> int:
    """Write the workbook of a review with verdicts in its first rows; return the open rows."""
    openpyxl = pytest.importorskip("openpyxl", reason="the excel extra is not installed")
    assert typed("review export -o r.xlsx --quiet") == 0
    book = openpyxl.load_workbook(home / "r.xlsx")
    head, *lines = book["Review"].iter_rows()
    place = {cell.value: n for n, cell in enumerate(head)}
    for line in lines[:rows]:
        for column, value in (("status", status), ("reviewer", "A"), ("reviewed_on", day)):
            line[place[column]].value = value
    book.save(home / "reviewed.xlsx")
    return len(lines)


def test_every_row_of_the_workbook_can_be_decided(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    count = review(home, "agreed", "2026-01-01")
    assert typed("review export -o r.xlsx") == 0
    assert f"Wrote {count} rows to review" in capsys.readouterr().err
    assert typed("build -o c.csv --fail-on needs_review --quiet") == 1
    assert typed("review apply reviewed.xlsx -o d.csv --fail-on needs_review") == 0
    assert f"Read {count} decisions from reviewed.xlsx; d.csv is new and has {count}" in (
        capsys.readouterr().err
    )
    assert typed("build -o c.csv -d d.csv --fail-on needs_review,stale --quiet") == 0
    assert typed("review export -d d.csv -o left.xlsx") == 0
    assert "Wrote 0 rows to review" in capsys.readouterr().err


def test_verdicts_that_are_there_are_never_lost(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    review(home, "agreed", "2026-01-01", 3)
    assert typed("review apply reviewed.xlsx -d d.csv") == 3
    assert "start a new file with -o d.csv" in capsys.readouterr().err
    assert typed("review apply reviewed.xlsx -o d.csv") == 0
    first = (home / "d.csv").read_text(encoding="utf-8")
    review(home, "disputed", "2026-02-01", 1)
    assert typed("review apply reviewed.xlsx -o d.csv") == 0
    assert "d.csv has 3." in capsys.readouterr().err
    table = pd.read_csv(home / "d.csv")
    assert sorted(table["verdict"]) == ["agreed", "agreed", "disputed"]
    (home / "other.csv").write_text(first, encoding="utf-8")
    assert typed("review apply reviewed.xlsx -d d.csv -o other.csv") == 2
    assert "its verdicts would be lost" in capsys.readouterr().err
    assert (home / "other.csv").read_text(encoding="utf-8") == first
    (home / "d.csv").rename(home / "decisions.csv")
    assert typed("review apply reviewed.xlsx") == 0
    assert "decisions.csv has 3." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("build {} --fail-on needs_review,stale", 0, ""),
        ("build {} --fail-on 'stale, range_differs'", 1, "1 range_differs"),
        ("build {} --fail-on auto --quiet", 1, "2 auto"),
        ("explain Falco cus {} --fail-on range_differs", 0, ""),
        ("explain Aus bus {} --fail-on range_differs --json", 1, "1 range_differs"),
        ("match names.csv --column species {} --fail-on not_found", 1, "1 not_found"),
        ("match names.csv --column species {} --fail-on proposed,ambiguous", 0, ""),
        ("match names.csv --column species {} -o m.parquet --fail-on not_found", 1, "1 not_found"),
        ("joint-list {} --fail-on auto", 1, "2 auto"),
        ("report {} --fail-on auto", 1, "2 auto"),
        ("export --to csv -o c.csv {} --fail-on auto", 1, "2 auto"),
        ("review export {} --fail-on auto", 1, "2 auto"),
        ("what-if --adopt mdd --scope Felidae --fail-on resolved", 1, "resolved"),
        ("diff --between 2026-03-01 2026-03-06 --fail-on new", 1, " new"),
        ("diff --between 2026-03-06 2026-03-06 --fail-on changed,new,gone,other", 0, ""),
    ],
)
def test_fail_on_decides_the_exit_code(
    home: Path, capsys: pytest.CaptureFixture[str], line: str, code: int, says: str
) -> None:
    assert typed(line) == code
    error = capsys.readouterr().err
    if code:
        assert error.splitlines()[-1].startswith("concordance: --fail-on: ")
        assert says in error.splitlines()[-1]
    else:
        assert "--fail-on" not in error


def test_a_failed_check_still_writes_the_output(home: Path) -> None:
    assert typed("match names.csv --column species {} -o m.csv --fail-on not_found") == 1
    assert len(list(csv.DictReader(io.StringIO((home / "m.csv").read_text("utf-8"))))) == 2


@pytest.mark.parametrize(
    ("name", "more"),
    [("m.csv", ""), ("m.txt", ""), ("m", ""), ("m.tsv", ""), ("m.xlsx", ""), ("M.XLSX", ""),
     ("m.parquet", ""), ("m.parquet", "--all"), ("m.xlsx", "--all"), ("m.tsv", "--authors id")],
)  # fmt: skip
def test_match_writes_what_the_name_of_the_file_says(home: Path, name: str, more: str) -> None:
    """With every option; a number that is a text stays one."""
    assert typed(f"match names.csv --column species {{}} -o {name} {more}") == 0
    path = home / name
    readers: dict[str, Any] = {
        ".parquet": pd.read_parquet,
        ".xlsx": lambda p: pd.read_excel(p, dtype=str),
        ".tsv": lambda p: pd.read_csv(p, dtype=str, sep="\t", quoting=csv.QUOTE_NONE),
    }
    table = readers.get(path.suffix.lower(), lambda p: pd.read_csv(p, dtype=str))(path)
    assert [str(cell) for cell in table["id"]] == ["007", "8"]
    assert table["match_status"][1] == "not_found"
    assert list(table.columns[:3]) == ["id", "species", "Größe"]


def test_a_tab_separated_file_comes_back_as_one(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "n.tsv").write_text('species\tnote\nAus bus\tsays "yes"\nX\t=1\n', encoding="utf-8")
    assert typed("match n.tsv --column species {} -o m.tsv") == 0
    lines = (home / "m.tsv").read_text(encoding="utf-8").splitlines()
    assert [line.split("\t")[:2] for line in lines] == [
        ["species", "note"], ["Aus bus", 'says "yes"'], ["X", "'=1"]]  # fmt: skip
    assert len({line.count("\t") for line in lines}) == 1
    (home / "n.csv").write_text('species,note\nAus bus,"a\tb"\nX,"c\nd"\n', encoding="utf-8")
    capsys.readouterr()
    assert typed("match n.csv --column species {} -o t.tsv") == 3
    assert "row 2, note; row 3, note; write CSV instead" in capsys.readouterr().err
    assert not (home / "t.tsv").exists()


@pytest.mark.parametrize("name", ["n.csv", "n.parquet", "n.xlsx"])
@pytest.mark.parametrize("output", ["m.csv", "m.parquet"])
def test_a_table_with_answers_of_its_own_is_refused_alike(
    home: Path, capsys: pytest.CaptureFixture[str], name: str, output: str
) -> None:
    frame = pd.DataFrame({"species": ["Aus bus"], "match_name": ["mine"]})
    write: Any = {"n.csv": frame.to_csv, "n.parquet": frame.to_parquet, "n.xlsx": frame.to_excel}[
        name
    ]
    write(home / name, index=False)
    assert typed(f"match {name} --column species {{}} -o {output}") == 3
    error = capsys.readouterr().err
    assert error.startswith(f"concordance: {name}: 1 problem\n")
    assert "already has the columns match_name; rename or remove" in error
    assert not (home / output).exists()


def test_a_workbook_becomes_parquet(home: Path) -> None:
    pytest.importorskip("openpyxl", reason="the excel extra is not installed")
    frame = pd.DataFrame({"species": ["Aus bus", "Xus yus"], "n": [1, 2], "mixed": [1, "a"]})
    frame.to_excel(home / "n.xlsx", index=False)
    assert typed("match n.xlsx --column species {} -o m.parquet") == 0
    table = pd.read_parquet(home / "m.parquet")
    assert table["mixed"].astype(str).tolist() == ["1", "a"]
    assert table["match_status"].tolist() == ["matched", "not_found"]


@pytest.mark.parametrize("output", ["m.parquet", "m.csv", "-"])
def test_large_files_are_counted_and_checked_alike(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], output: str
) -> None:
    monkeypatch.setattr(match, "LARGE", 0)
    line = f"match names.csv --column species {{}} -o {output} --fail-on not_found"
    if output == "-":
        done = process(line)
        assert done.returncode == 1
        assert len([*csv.DictReader(io.StringIO(done.stdout.decode()))]) == 2
        return
    assert typed(f"{line} --json") == 1
    data = json.loads(capsys.readouterr().out)
    assert (data["rows"], data["counts"]) == (2, {"matched": 1, "not_found": 1})


def test_what_may_not_be_passed_on_is_left_out_and_said(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for line in ("export --to sssom -o c.tsv {}", "report -o r.html {}"):
        assert typed(line) == 0
        warning = capsys.readouterr().err
        assert warning.startswith("concordance: Species+ CITES listings, Species+ CMS listings")
        assert "give --whole for your own use" in warning
        assert ".py" not in warning, "a line of code"
        assert typed(f"{line} --whole") == 0


def test_build_writes_what_the_name_of_the_file_says(home: Path) -> None:
    pytest.importorskip("openpyxl", reason="the excel extra is not installed")
    assert typed("build {} -o c.xlsx") == typed("build {} -o c.parquet") == 0
    assert len(pd.read_excel(home / "c.xlsx", sheet_name="Concordance")) == 2
    assert len(pd.read_parquet(home / "c.parquet")) == 2
    assert typed("build {} -o c") == typed("build {} -o c.csv") == 0
    assert (home / "c").read_bytes() == (home / "c.csv").read_bytes()
    assert typed("joint-list {} -o J.XLSX") == typed("joint-list {} -o j.parquet") == 0
    assert len(pd.read_excel(home / "J.XLSX")) == len(pd.read_parquet(home / "j.parquet")) == 2


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("build {} -o -", b"concordance_id,"),
        ("match names.csv --column species {} -o -", "id,species,Größe".encode()),
        ("export --to coldp -o - {}", b"PK"),
        ("export --to sssom -o - {}", b"#"),
        ("joint-list -o - {}", b"kingdom,class,"),
        ("report -o - {}", b"<!DOCTYPE html"),
        ("review export -o - {}", b"PK"),
        ("what-if --list 'Aus bus' CMS I -o - {}", b"# Draft"),
    ],
)
def test_a_hyphen_is_the_standard_output(
    home: Path, capfdbinary: pytest.CaptureFixture[bytes], line: str, start: bytes
) -> None:
    before = sorted(p.name for p in home.iterdir())
    assert typed(f"{line} --quiet") == 0
    output = capfdbinary.readouterr()
    assert output.out.lower().startswith(start.lower())
    assert b"Wrote" not in output.err
    assert sorted(p.name for p in home.iterdir()) == before


def test_verdicts_go_to_the_standard_output(
    home: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    review(home, "agreed", "2026-01-01", 2)
    assert typed("review apply reviewed.xlsx -o d.csv --quiet") == 0
    assert typed("review apply reviewed.xlsx -o - --quiet") == 0
    assert capfdbinary.readouterr().out == (home / "d.csv").read_bytes()


def test_the_standard_output_has_the_bytes_of_the_file(home: Path) -> None:
    assert process("build {} -o c.csv").returncode == 0
    printed = process("build {} -o -")
    assert printed.stdout == (home / "c.csv").read_bytes()
    assert b"Wrote 2 rows to standard output" in printed.stderr


def test_quiet_prints_errors_only(home: Path) -> None:
    done = process("build {} -o c.csv --quiet")
    assert (done.stdout, done.stderr, done.returncode) == (b"", b"", 0)
    failed = process("build --as-of 1950-01-01 --quiet")
    assert failed.returncode == 3
    assert b"2015-02-05" in failed.stderr


ASCII = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0",
         "PYTHONCOERCECLOCALE": "0"}  # fmt: skip


def test_output_is_utf_8_on_any_terminal(home: Path) -> None:
    done = process("match names.csv --column species {} -o -", **ASCII)
    assert done.returncode == 0, done.stderr
    assert "Größe" in done.stdout.decode()
    done = process("match names.csv --column Größe --list cms {} --json", **ASCII)
    assert done.returncode == 0, done.stderr
    done = process("explain Müller", **ASCII)
    assert done.returncode == 3
    assert "Neither list contains 'Müller'" in done.stderr.decode()
    done = process("what-if --list 'Müller müller' CMS I {}", **ASCII)
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("settings", [{}, ASCII])
def test_a_file_whose_name_is_not_utf_8(home: Path, settings: dict[str, str]) -> None:
    name = os.fsdecode(b"Gr\xf6\xdfe.csv")
    Path(name).write_text("species\nAus bus\n", encoding="utf-8")
    done = process(f"match {name} --column species --json", **settings)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rows"] == 1
    assert b"Traceback" not in process(f"match {name} --column speces", **settings).stderr


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    line = f"{shlex.quote(sys.executable)} -m concordance build -o - --quiet | true"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {line}"], capture_output=True)
    assert done.stderr == b""
    assert done.returncode == 141


def test_an_interrupted_command_is_no_traceback(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom concordance.cli import build, main\n"
        "def run(options):\n    print('runs', flush=True)\n    __import__('time').sleep(60)\n"
        "build.run = run\nsys.exit(main(['build']))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, env=environment,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE) as started:  # fmt: skip
        assert started.stdout
        assert started.stderr
        assert started.stdout.readline() == b"runs\n"
        time.sleep(0.1)
        started.send_signal(signal.SIGINT)
        assert started.stderr.read() == b"concordance: interrupted\n"
        assert started.wait() == 130
