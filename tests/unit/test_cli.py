"""The command line, its exit codes and its words on bad input."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

import concordance as cc
from concordance.cli import main
from concordance.readers.package import data_folder


def test_build_writes_the_table_and_says_what_it_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "c.csv"
    assert main(["build", "-o", str(out)]) == 0
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert len(rows) > 1000
    assert "not an official position" in rows[0]["disclaimer"]
    said = capsys.readouterr().err
    assert "every entry of both lists is in it" in said
    assert "complete up to COP14" in said
    assert f"Wrote {len(rows)} rows" in said


def test_explain_answers_for_an_animal_that_neither_side_names(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["explain", "Aquila chrysaetos"]) == 0
    said = capsys.readouterr().out
    assert "as Falconiformes" in said
    assert "as Accipitridae" in said


def test_explain_of_an_unknown_name_offers_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "Panthera unica"]) == 3
    said = capsys.readouterr().err
    assert "Panthera uncia" in said
    assert "Neither list contains" in said


@pytest.mark.parametrize("day", ["1950-01-01", "2031-01-01", "31/02/2020", "2020-02-31", "x"])
def test_an_impossible_date_says_which_dates_the_data_covers(
    day: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "--as-of", day]) == 3
    assert "2015-02-05 to 2026-11-23" in capsys.readouterr().err


def test_an_unwritable_path_leaves_nothing_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "-o", str(tmp_path / "no" / "c.csv")]) == 3
    assert "cannot be written" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_path_that_is_a_folder_leaves_nothing_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "c.csv").mkdir()
    assert main(["build", "-o", str(tmp_path / "c.csv")]) == 3
    assert [p.name for p in tmp_path.iterdir()] == ["c.csv"]


def test_amendments_bring_a_list_forward(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = (data_folder() / "cms_listings.csv").read_text(encoding="utf-8").splitlines()[0]
    row = dict.fromkeys(header.split(","), "")
    row |= {
        "entry_id": "cms:puma-concolor:II", "taxon": "Puma concolor", "rank": "species",
        "appendix": "II", "scope": "whole", "effective_from": "2026-06-27", "class": "Mammalia",
        "order": "Carnivora", "family": "Felidae", "source": "own", "confidence": "reported",
    }  # fmt: skip
    path = tmp_path / "own.csv"
    path.write_text(header + "\n" + ",".join(row.values()) + "\n", encoding="utf-8")
    assert (
        main(["explain", "Puma concolor", "--cms-amendments", str(path), "--as-of", "2026-06-27"])
        == 0
    )
    assert "CMS: Puma concolor: Appendix II as Puma concolor" in capsys.readouterr().out


def test_amendments_may_begin_after_the_last_day_of_the_package(tmp_path: Path) -> None:
    header = (data_folder() / "cites_listings.csv").read_text(encoding="utf-8").splitlines()[0]
    row = dict.fromkeys(header.split(","), "")
    row |= {
        "entry_id": "cites:puma-concolor:I", "taxon": "Puma concolor", "rank": "species",
        "appendix": "I", "scope": "whole", "effective_from": "2029-03-01", "class": "Mammalia",
        "order": "Carnivora", "family": "Felidae", "source": "own", "confidence": "reported",
    }  # fmt: skip
    path = tmp_path / "own.csv"
    path.write_text(header + "\n" + ",".join(row.values()) + "\n", encoding="utf-8")
    answer = cc.match_names(["Puma concolor"], cc.load_cites("2029-03-01", amendments=path))
    assert answer["appendix"].tolist() == ["I"]
    with pytest.raises(cc.DateError, match="covers 2015-02-05 to 2029-03-01"):
        cc.load_cites("2029-03-02", amendments=path)
    with pytest.raises(cc.DateError, match="covers 2015-02-05 to 2026-11-23"):
        cc.load_cites("2029-03-01")


def test_damaged_amendments_are_refused_whole_with_every_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = (data_folder() / "cms_listings.csv").read_text(encoding="utf-8").splitlines()[0]
    row = dict.fromkeys(header.split(","), "")
    row |= {"entry_id": "a", "taxon": "", "appendix": "IV", "effective_from": "31/02/2026"}
    path = tmp_path / "own.csv"
    path.write_text(header + "\n" + ",".join(row.values()) + "\n", encoding="utf-8")
    assert main(["build", "--cms-amendments", str(path)]) == 3
    said = capsys.readouterr().err
    for problem in ("3 problems", "taxon is blank", "'IV'; expected I, II or III", "31/02/2026"):
        assert problem in said


def test_a_shifted_row_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "own.csv"
    path.write_text("entry_id,taxon\na,b,c\n", encoding="utf-8")
    assert main(["build", "--cites-amendments", str(path)]) == 3
    said = capsys.readouterr().err
    assert "row 2: 3 cells, but 2 columns" in said
    assert "column 'rank' is missing" in said


def test_info_names_sources_and_dates(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info"]) == 0
    said = capsys.readouterr().out
    assert "covers 2015-02-05 to" in said
    assert "covers 2006-02-23 to" in said


def test_import_has_no_side_effect_and_does_not_load_requests(tmp_path: Path) -> None:
    code = (
        "import sys, logging; import concordance; "
        "assert not logging.getLogger().handlers; assert 'requests' not in sys.modules; "
        "print(len(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert os.listdir(tmp_path) == []


def test_a_damaged_data_file_is_refused_whole_with_every_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import shutil

    from concordance.readers import appendices, package

    shutil.copytree(data_folder(), tmp_path / "data")
    path = tmp_path / "data" / "concept_relations.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace("congruent", "equal")
    lines[2] = lines[2][: lines[2].rindex(",", 0, -1)] + ",31/02/2020,"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for module in (appendices, package):
        monkeypatch.setattr(module, "data_folder", lambda: tmp_path / "data")
    assert main(["build", "-o", str(tmp_path / "c.csv")]) == 3
    said = capsys.readouterr().err
    assert "concept_relations.csv: 2 problems" in said
    assert "row 2: relation is 'equal', not one of congruent" in said
    assert "row 3: valid_from is '31/02/2020', not YYYY-MM-DD" in said
    assert not (tmp_path / "c.csv").exists()


def test_match_gives_every_row_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import pandas as pd

    table = pd.DataFrame(
        {"id": ["NA", "2", "3", "4"], "who": ["Uncia uncia", "", "Pardosa moesta", "=1+1"]}
    )
    for suffix, separator in ((".csv", ","), (".tsv", "\t"), ("-2.csv", ";")):
        path = tmp_path / f"names{suffix}"
        table.to_csv(path, sep=separator, index=False)
        assert main(["match", str(path), "--column", "who"]) == 0
        found = pd.read_csv(f"{path}.matched.csv", dtype=str, keep_default_na=False)
        assert found["id"].tolist() == ["NA", "2", "3", "4"]
        assert found["match_name"].tolist() == ["Panthera uncia", "", "", ""]
        assert found["who"][3] == "'=1+1"
        assert "not an official position" in found["match_disclaimer"][0]
    table.to_parquet(tmp_path / "names.parquet")
    table.to_excel(tmp_path / "names.xlsx", index=False)
    for name in ("names.parquet", "names.xlsx"):
        output = tmp_path / f"{name}.csv"
        assert main(["match", str(tmp_path / name), "--column", "who", "--all", "--list", "cms",
                     "-o", str(output)]) == 0  # fmt: skip
        found = pd.read_csv(output, dtype=str, keep_default_na=False)
        assert found["match_name"][0] == "Uncia uncia"
        assert "match_authors" in found.columns
    assert "1 matched" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", "x,y\n1,2\n", "column 'who' is missing; found x, y"),
        ("a.csv", "who,y\n1\n", "row 2: 1 cells, but 2 columns"),
        ("a.csv", "who,who\n1,2\n", "column 'who' occurs 2 times"),
        ("a.csv", "", "the file is empty"),
        ("a.xlsx", "no zip", "is not a readable .xlsx file"),
        ("a.parquet", "no parquet", "is not a Parquet file"),
        ("a.doc", "x", "the name ends in '.doc'"),
    ],
)
def test_match_says_what_is_wrong_with_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str, says: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert main(["match", str(path), "--column", "who"]) == 3
    assert says in capsys.readouterr().err
    assert not (tmp_path / f"{name}.matched.csv").exists()


def test_a_build_loads_neither_pandas_nor_pyarrow(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from concordance.cli import main\n"
        "assert main(['build', '-o', sys.argv[1]]) == 0\n"
        "heavy = {'pandas', 'pyarrow', 'numpy'} & set(sys.modules)\n"
        "raise SystemExit(f'loaded {heavy}' if heavy else 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "c.csv")], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "c.csv").stat().st_size > 100_000
