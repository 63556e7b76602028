"""Differences of two concordances, as laws and as true history."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from builders import records
from hypothesis import given
from hypothesis import strategies as st

import concordance as cc
from concordance.changes import Diff
from concordance.cli import main
from concordance.concordance import Concordance
from concordance.result_schema import result_columns
from concordance.schema import to_frame

VALUES = st.fixed_dictionaries(
    {
        "relation": st.sampled_from(["congruent", "includes", "not_listed"]),
        "cites_appendix": st.sampled_from(["I", "II", None]),
        "status": st.sampled_from(["auto", "needs_review", "agreed"]),
        "evidence": st.sampled_from(["x", "y"]),
    }
)
TABLES = st.dictionaries(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), VALUES)


def table_of(rows: Any) -> pd.DataFrame:
    columns = result_columns("cites", "cms")
    records = [
        {c.name: None for c in columns}
        | {"concordance_id": left + right, "cites_id": f"cites:{left}", "cms_id": f"cms:{right}",
           "cites_name": left, "cms_name": right, "class": "Aves", **values}
        for (left, right), values in sorted(rows.items())
    ]  # fmt: skip
    return to_frame({c.name: [r[c.name] for r in records] for c in columns}, columns)


@given(TABLES, TABLES)
def test_a_difference_leads_from_one_table_to_the_other(a: Any, b: Any) -> None:
    old, new = table_of(a), table_of(b)
    assert len(cc.diff(old, old).table) == 0
    assert str(cc.diff(old, old)) == "nothing changed"
    found, back = cc.diff(old, new), cc.diff(new, old)
    assert found.apply(old).equals(new)
    mirror = {"new": "gone", "gone": "new", "resolved": "reopened", "reopened": "resolved"}
    there = sorted((r.change, r.concordance_id, str(r.old), str(r.new))
                   for r in records(found.table))  # fmt: skip
    again = sorted((mirror.get(r.change, r.change), r.concordance_id, str(r.new), str(r.old))
                   for r in records(back.table))  # fmt: skip
    assert there == again


def test_only_its_own_table_can_be_led_on() -> None:
    old, new = table_of({("a", "x"): {}}), table_of({})
    with pytest.raises(cc.ConcordanceError, match="not the older table"):
        cc.diff(old, new).apply(new)
    with pytest.raises(cc.ConcordanceError, match="not a concordance table"):
        cc.diff(old, new.drop(columns="evidence"))
    with pytest.raises(cc.ConcordanceError, match="occurs twice"):
        cc.diff(old, pd.concat([old, old]))


@pytest.fixture(scope="module")
def elephants() -> Diff:
    old, new = (cc.build(cc.load_cites(d), cc.load_cms(d)) for d in ("2026-03-01", "2026-03-06"))
    return cc.diff(old.table, new.table)


def test_what_the_twentieth_meeting_changed(elephants: Diff) -> None:
    changes = {(r.change, r.left_name, r.right_name) for r in records(elephants.table)}
    assert ("relation", "Loxodonta africana", "Loxodonta africana") in changes, "two elephants"
    assert ("new", "Loxodonta cyclotis", "Loxodonta cyclotis") in changes
    assert elephants.counts()["listing"] > 0
    assert "## Mammalia" in elephants.markdown()


def test_diff_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], con: Concordance
) -> None:
    con.to_csv(tmp_path / "a.csv")
    con.to_parquet(tmp_path / "b.parquet")
    assert main(["diff", str(tmp_path / "a.csv"), str(tmp_path / "b.parquet")]) == 0
    assert capsys.readouterr().out == "nothing changed\n"
    assert main(["diff", "--between", "2026-03-01", "2026-03-06", "--format", "csv"]) == 0
    assert capsys.readouterr().out.startswith("change,concordance_id,class")
    assert main(["diff", "one.csv"]) == 2
    assert "two files, or --between" in capsys.readouterr().err
