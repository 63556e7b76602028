"""Laws of a build: nothing lost, mirrors, self, determinism."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from builders import with_tables
from hypothesis import given
from hypothesis import strategies as st

import concordance as cc
from concordance import Checklist, result_schema, schema
from concordance.codes import Relation
from concordance.concordance import Concordance
from concordance.listing.cover import cover
from concordance.table import build_table

MIRROR = {r.value: r.mirrored.value for r in Relation}


def test_every_entry_in_force_occurs(con: Concordance) -> None:
    table = con.table
    for checklist, key in zip(con.lists, ("cites", "cms"), strict=True):
        assert len(checklist.listings) > 500
        assert set(checklist.listings["taxon"]) <= set(table[f"{key}_name"].dropna())
        covers = cover(checklist)
        covered = {taxon_id for taxon_id, c in covers.items() if c.entries}
        assert covered <= set(table[f"{key}_id"].dropna())


#: columns of sentences: mirrored, they have the same words in another order
SENTENCES = ("evidence", "relation_source", "action_note")
SWAPPED = {"split": "lump", "lump": "split"}


@pytest.mark.parametrize("day", ["2015-02-08", "2017-04-21", "2019-11-26", "2026-11-23"])
def test_swapping_the_lists_mirrors_every_column(day: str) -> None:
    cites, cms = cc.load_cites(day), cc.load_cms(day)
    there, back = (
        {row["concordance_id"]: row for row in schema.rows(table)}
        for table in (cc.build(cites, cms).table, cc.build(cms, cites).table)
    )
    assert there.keys() == back.keys()
    assert len(there) > 1800
    for key, row in there.items():
        mirrored = {column: mirror(column, cell) for column, cell in back[key].items()}
        assert {column: ordered(column, cell) for column, cell in row.items()} == mirrored


def ordered(column: str, cell: Any) -> Any:
    if column in SENTENCES and cell is not None:
        return sorted(re.findall(r"\w+", cell))
    return set(cell.split("|")) if column == "flag_codes" and cell else cell


def mirror(column: str, cell: Any) -> Any:
    if column == "relation":
        return MIRROR[cell]
    if column == "flag_codes" and cell:
        return {SWAPPED.get(flag, flag) for flag in cell.split("|")}
    return ordered(column, cell)


@pytest.mark.parametrize("load", [cc.load_cites, cc.load_cms])
def test_a_list_against_itself_is_exact_and_congruent(load: Callable[..., Any]) -> None:
    checklist = load()
    plain = with_tables(checklist, names=accepted_only(checklist))
    table = cc.build(plain, plain).table
    assert set(table["rule"]) == {"exact"}
    assert set(table["relation"]) == {"congruent"}
    assert len(table) == sum(bool(c.entries) for c in cover(checklist).values())


def accepted_only(checklist: cc.Checklist) -> pd.DataFrame:
    names = checklist.names
    return names[names["status"] == "accepted"].reset_index(drop=True)


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        cc.build(cc.load_cites(), cc.load_cms()).to_csv(tmp_path / name)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_ids_are_unique(con: Concordance) -> None:
    assert con.table["concordance_id"].is_unique


def test_every_row_says_why(con: Concordance) -> None:
    table = con.table
    assert table["evidence"].notna().all()
    linked = table[table["relation"] != "not_listed"]
    assert linked["relation_source"].notna().all()
    assert linked["relation_basis"].notna().all()


def test_columns_and_types_are_those_of_the_schema(con: Concordance) -> None:
    columns = result_schema.result_columns("cites", "cms")
    assert list(con.table.columns) == [c.name for c in columns]
    assert str(con.table["rule_strength"].dtype) == "double[pyarrow]"


def test_a_checklist_cannot_be_changed_through_its_tables() -> None:
    cites = cc.load_cites()
    mine = cites.taxa
    mine["name"] = "x"
    assert "x" not in set(cites.taxa["name"])


genera = st.sampled_from(["Ovis", "Falco", "Mobula"])
epithets = st.sampled_from(["albus", "niger", "major", "viridis"])
made_up = st.lists(st.builds("{} {}".format, genera, epithets), max_size=8, unique=True)


def checklist_of(key: str, species: list[str]) -> Checklist:
    taxa = pd.DataFrame({"name": species, "genus": [n.split()[0] for n in species]})
    return Checklist.from_frames(
        key,
        taxa=taxa.assign(taxon_id=[f"{key}:{n}" for n in species], rank="species"),
        listings=pd.DataFrame({"taxon": species, "appendix": "I"}),
        source=cc.Source(name=key),
        specific_entry_prevails=key == "cites",
    )


@given(made_up, made_up)
def test_nothing_listed_is_lost(left: Any, right: Any) -> None:
    table = build_table(checklist_of("cites", left), checklist_of("cms", right)).frame()
    assert set(table["cites_name"].dropna()) == set(left)
    assert set(table["cms_name"].dropna()) == set(right)
    linked = table[table["relation"] != "not_listed"]
    assert set(zip(linked["cites_name"], linked["cms_name"], strict=True)) == {
        (n, n) for n in set(left) & set(right)
    }


def test_an_unknown_code_is_refused_with_its_row() -> None:
    columns = (schema.Column(name="rule", meaning="", values=("exact",)),)
    with pytest.raises(cc.ChecklistError, match="row 3: rule is 'guess', not one of exact"):
        schema.check({"rule": ["exact", "guess"]}, columns, "table")


def test_summary_counts_every_row(con: Concordance) -> None:
    summary = con.summary()
    assert isinstance(summary, pd.DataFrame)
    assert summary["rows"].sum() == len(con.table)


def test_mismatches_have_a_flag(con: Concordance) -> None:
    birds = con.mismatches(activity="A2", taxon_class="Aves")
    assert len(birds) > 20
    assert set(birds["class"]) == {"Aves"}
    assert all("A2" in cell for cell in birds["activities"])
    assert len(con.mismatches(flag="cms_only")) > 50
