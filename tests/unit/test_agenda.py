"""The agenda: each problem once, the heaviest first, and nothing that is settled."""

from typing import Any

import pytest
from builders import CATS, checklist, listed, records

import concordance as cc
from concordance.agenda import agenda_columns
from concordance.concordance import Concordance

WEIGHT = ["other_appendix", "not_listed", "same"]


def test_every_open_row_is_in_one_item_and_no_other_row(con: Concordance) -> None:
    table, agenda = con.table, con.agenda()
    ids = [row for item in agenda["concordance_ids"] for row in item.split("|")]
    open_rows = table.loc[table["status"] == "needs_review", "concordance_id"]
    assert sorted(ids) == sorted(open_rows)
    assert agenda["row_count"].sum() == len(ids)
    assert agenda["item"].tolist() == list(range(1, len(agenda) + 1))
    assert list(agenda.columns) == [c.name for c in agenda_columns(*con.keys)]


def test_action_and_status_agree_on_every_row(con: Concordance) -> None:
    quiet = con.table["recommended_action"].isin(["no_action", "retain_listed_name"])
    assert (quiet == (con.table["status"] == "auto")).all()
    flagged = con.table["flag_codes"].fillna("").str.contains("needs_review")
    assert (quiet != flagged).all()


CLASSIC = [
    ("Ovis hodgsoni", 14, "concept", "other_appendix"),
    ("Equus hemionus khur", 3, "listing", "other_appendix"),
    ("Cervus elaphus bactrianus", 1, "name", "other_appendix"),
    ("Spizaetus bartelsi", 5, "genus", "same"),
    ("Asturina nitida", 2, "concept", "same"),
    ("Panthera uncia", 1, "genus", "same"),
]


@pytest.mark.parametrize(("name", "rows", "kind", "consequence"), CLASSIC)
def test_the_classic_cases_are_on_it_once(
    con: Concordance, name: str, rows: int, kind: str, consequence: str
) -> None:
    agenda = con.agenda()
    (item,) = [i for i in records(agenda) if name in i.cites_taxa.split("|")]
    assert (item.row_count, item.kind, item.legal_consequence) == (rows, kind, consequence)
    assert "Draft: " in item.why


@pytest.mark.parametrize(
    "name", ["Bos mutus", "Aquila chrysaetos", "Acinonyx jubatus", "Orcaella brevirostris"]
)
def test_settled_cases_are_not_on_it(con: Concordance, name: str) -> None:
    assert not con.agenda()["cites_taxa"].str.split("|").map(lambda taxa: name in taxa).any()


def test_the_heaviest_consequence_comes_first(con: Concordance) -> None:
    agenda = con.agenda()
    places = agenda["legal_consequence"].map(WEIGHT.index).tolist()
    assert places == sorted(places)
    assert agenda["cites_taxa"].iloc[0].startswith("Ovis")


def test_rows_of_one_lump_have_one_action(con: Concordance) -> None:
    sheep = con.table[con.table["cms_name"].isin(["Ovis ammon", "Ovis vignei"])]
    assert set(sheep["recommended_action"]) == {"refer_to_nomenclature_specialist"}


def test_what_a_person_agreed_leaves_the_agenda_and_a_dispute_stays(con: Concordance) -> None:
    def titles(verdict: str) -> Any:
        decision = con.decide("cites:panthera-uncia", "cms:uncia-uncia", verdict,
                              reviewer="A. Person", decided_on="2026-11-01",
                              reason="one cat")  # fmt: skip
        return con.apply(decision).agenda()["title"].tolist()

    assert "Panthera uncia / Uncia uncia" not in titles("agreed")
    assert "Panthera uncia / Uncia uncia" in titles("disputed")


def test_a_species_that_one_side_alone_places_in_a_group() -> None:
    left = listed(checklist([("a", "Aus bus", "", "", CATS)], "cites"))
    right = listed(checklist([("f", "Felidae", "", "", CATS)], "cms"))
    (item,) = records(cc.build(left, right).agenda())
    assert (item.kind, item.draft_action, item.cites_taxa) == (
        "membership",
        "disaggregate",
        "Aus bus",
    )


def test_two_lists_that_agree_have_no_agenda() -> None:
    agenda = cc.build(cc.load_cms(), cc.load_cms()).agenda()
    assert not len(agenda)
    assert "concordance_ids" in agenda.columns


def figure_of(con: Concordance, family: str, figure: str) -> Any:
    (row,) = [
        row
        for row in records(con.score(by="family").table)
        if (row.group, row.figure) == (family, figure)
    ]
    return row


def test_each_problem_counts_once_in_the_score(con: Concordance) -> None:
    """The sheep are fourteen pairs, and one problem of names and of concepts."""
    bovids = con.table[(con.table["family"] == "Bovidae") & (con.table["relation"] != "not_listed")]
    sheep = bovids["cms_name"].isin(["Ovis ammon", "Ovis vignei"]).sum()
    assert figure_of(con, "Bovidae", "names").units == len(bovids) - sheep + 1
    assert figure_of(con, "Bovidae", "concepts").agree == len(bovids) - sheep


def test_scope_is_not_comparable_where_only_migrants_are_covered(con: Concordance) -> None:
    assert figure_of(con, "Accipitridae", "scope").not_comparable > 0.5
    assert figure_of(con, "Accipitridae", "names").not_comparable == 0
