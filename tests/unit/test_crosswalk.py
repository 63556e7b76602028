"""Any number of lists side by side, beside the concordance of two."""

from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import concordance as cc
from concordance.concordance import Concordance
from concordance.crosswalks.of_lists import Crosswalk
from concordance.crosswalks.tables import CONTRADICTIONS, LONG
from concordance.crosswalks.wide import wide_columns
from concordance.schema import rows

KEYS = ("cites", "cms", "eu", "aewa", "bern", "habitats")
#: columns of the long table after those of a concordance, left and right
SHARED = {"id": "id", "name": "name", "rank": "rank", "appendix": "appendix",
          "listed_as": "listed_as"}  # fmt: skip


@pytest.fixture(scope="module")
def walk() -> Crosswalk:
    return cc.crosswalk([cc.load_list(key) for key in KEYS])


@pytest.fixture(scope="module")
def table(walk: Crosswalk) -> pd.DataFrame:
    return walk.table


@pytest.fixture(scope="module")
def pairs(walk: Crosswalk) -> Mapping[tuple[str, str], Concordance]:
    return {pair: walk.pair(*pair) for pair in combinations(KEYS, 2)}


def test_every_pair_equals_a_build(
    walk: Crosswalk, pairs: Mapping[tuple[str, str], Concordance]
) -> None:
    lists = dict(zip(KEYS, walk.lists, strict=True))
    for (left, right), con in pairs.items():
        pd.testing.assert_frame_equal(con.table, cc.build(lists[left], lists[right]).table)


def test_the_long_table_has_the_pairs_of_every_build(
    walk: Crosswalk, pairs: Mapping[tuple[str, str], Concordance]
) -> None:
    long = walk.long
    assert long.columns.tolist() == [column.name for column in LONG]
    for (left, right), con in pairs.items():
        own = long[(long["left_list"] == left) & (long["right_list"] == right)]
        own = own[own["basis"] != "chain"].sort_values(["left_id", "right_id"])
        built = con.table
        built = built[built[f"{left}_id"].notna() & built[f"{right}_id"].notna()]
        built = built.sort_values([f"{left}_id", f"{right}_id"])
        assert len(own) == len(built)
        for column, name in {
            **{f"left_{c}": f"{left}_{c}" for c in SHARED},
            **{f"right_{c}": f"{right}_{c}" for c in SHARED},
            "rule": "rule", "via": "via", "relation": "relation", "basis": "relation_basis",
            "evidence": "evidence", "status": "status",
        }.items():  # fmt: skip
            assert own[column].fillna("").tolist() == built[name].fillna("").tolist(), column


def test_two_lists_are_the_case_of_build() -> None:
    lists = [cc.load_list("aewa"), cc.load_list("bern")]
    walk = cc.crosswalk(lists)
    assert len(walk.chains) == len(walk.contradictions()) == 0
    pd.testing.assert_frame_equal(walk.pair("aewa", "bern").table, cc.build(*lists).table)
    assert len(walk.long) == int(cc.build(*lists).table["aewa_id"].notna().mul(
        cc.build(*lists).table["bern_id"].notna()).sum())  # fmt: skip


def test_nothing_listed_is_lost(walk: Crosswalk, table: pd.DataFrame) -> None:
    """Every taxon with an entry stands in the block of its list."""
    for key, checklist in zip(KEYS, walk.lists, strict=True):
        shown = {i for cell in table[f"{key}_id"].dropna() for i in cell.split("|")}
        listed = {t.taxon_id for t in checklist.records.taxa if t.status.value == "listed"}
        assert listed <= shown, sorted(listed - shown)[:5]


def test_columns_and_rows_are_in_order(walk: Crosswalk, table: pd.DataFrame) -> None:
    assert table.columns.tolist() == [column.name for column in wide_columns(KEYS)]
    assert table["crosswalk_id"].is_unique
    order = table[["kingdom", "class", "order", "family", "name", "rank"]].fillna("")
    places = [tuple(row) for row in order.to_numpy()]
    assert places == sorted(places)


def row_of(table: pd.DataFrame, name: str) -> dict[str, Any]:
    (row,) = rows(table[table["name"] == name])
    return row


def test_a_row_has_each_list(table: pd.DataFrame) -> None:
    row = row_of(table, "Falco cherrug")
    assert (row["listed_by"], row["perhaps_by"]) == ("cites|cms|eu", "bern")
    assert (row["cites_listed_as"], row["eu_appendix"]) == ("Falconiformes", "A")
    assert row["bern_listed_as"] == "Falconiformes"
    leopard = row_of(table, "Panthera uncia")
    assert (leopard["cms_name"], leopard["eu_name"]) == ("Uncia uncia", "Panthera uncia")
    assert not leopard["names_agree"]


def test_a_wider_taxon_has_its_parts(table: pd.DataFrame) -> None:
    row = row_of(table, "Ovis gmelini")
    assert row["habitats_relation"].split("|") == ["includes", "includes"]
    assert row["habitats_name"] == "Ovis gmelini musimon|Ovis orientalis ophion"
    assert set(row["habitats_basis"].split("|")) <= {"chain", "inferred"}
    assert "habitats" not in row["listed_by"].split("|")


def test_a_chain_is_marked(walk: Crosswalk, table: pd.DataFrame) -> None:
    row = row_of(table, "Microcarbo pygmaeus")
    assert row["bern_name"] == "Phalacrocorax pygmaeus"
    chains = walk.chains
    (chain,) = rows(chains[chains["right_name"] == "Phalacrocorax pygmaeus"])
    assert (chain["left_list"], chain["relation"]) == ("aewa", "congruent")
    assert chain["through"] == "cms: Microcarbo pygmaeus"
    assert chain["rule"] == "chain"
    assert chain["evidence"].startswith("Microcarbo pygmaeus is congruent with Phalacrocorax")


def test_contradictions_are_a_report(walk: Crosswalk, table: pd.DataFrame) -> None:
    report = walk.contradictions()
    assert report.columns.tolist() == [column.name for column in CONTRADICTIONS]
    orioles = report[report["left_name"] == "Oriolus oriolus"]
    assert orioles["note"].tolist()[0] == (
        "Oriolus oriolus of CITES includes Oriolus oriolus of CMS, but their relations to Oriolus "
        "oriolus of EU allow only: congruent."
    )
    assert row_of(table, "Oriolus oriolus")["contradicted"]
    assert not row_of(table, "Panthera uncia")["contradicted"]


def test_the_summary_counts_every_row(
    walk: Crosswalk, pairs: Mapping[tuple[str, str], Concordance]
) -> None:
    summary = rows(walk.summary())
    assert [(row["left_list"], row["right_list"]) for row in summary] == list(pairs)
    for row, con in zip(summary, pairs.values(), strict=True):
        kinds = ("one_name", "two_names", "other_concepts", "undetermined")
        assert row["pairs"] == sum(row[kind] for kind in kinds)
        alone = row["listed_higher"] + row["left_only"] + row["right_only"]
        assert row["pairs"] + alone == len(con.table)


def test_the_order_of_the_lists_changes_no_relation(walk: Crosswalk) -> None:
    """Read from the other side every relation is mirrored, chains too."""
    turned = cc.crosswalk(list(walk.lists)[::-1])
    swap = {"includes": "included_in", "included_in": "includes"}
    columns = ["left_list", "left_id", "relation", "right_list", "right_id", "basis"]
    one = {tuple(row) for row in walk.long[columns].to_numpy()}
    other = {
        (c, d, swap.get(r, r), a, b, basis)
        for a, b, r, c, d, basis in turned.long[columns].to_numpy()
    }
    assert one == other


@pytest.mark.parametrize("name", ["wide.csv", "wide.parquet", "wide.xlsx"])
def test_the_same_bytes_are_written(tmp_path: Path, name: str) -> None:
    def walk() -> Crosswalk:
        return cc.crosswalk([cc.load_list(key) for key in ("aewa", "birds", "bern")])

    for place in ("one", "two"):
        (tmp_path / place).mkdir()
        walk().export(tmp_path / place / name)
        walk().export(tmp_path / place / f"long-{name}", long=True)
        walk().export_contradictions(tmp_path / place / f"not-{name}")
    for file in (name, f"long-{name}", f"not-{name}"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_every_problem_of_the_lists_is_in_one_error() -> None:
    cites = cc.load_list("aewa")
    with pytest.raises(cc.ChecklistError) as error:
        cc.crosswalk([cites, "eu", cites])  # type: ignore[list-item]
    assert error.value.problems == (
        "list 2 is a str; expected a Checklist, as from load_list(key)",
        "2 lists have the key 'aewa'; give each its own (key=)",
    )
    with pytest.raises(cc.ChecklistError, match="1 lists given; expected two or more"):
        cc.crosswalk([cites])


def test_a_pair_needs_two_of_the_lists() -> None:
    walk = cc.crosswalk([cc.load_list("aewa"), cc.load_list("bern")])
    for pair in (("aewa", "aewa"), ("aewa", "eu")):
        with pytest.raises(cc.ConcordanceError, match="expected two of aewa, bern"):
            walk.pair(*pair)
