"""The agenda: each problem once, the heaviest first, and nothing that is settled."""

from typing import Any

import pytest
from builders import CATS, checklist, listed, made, records

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


REFER, AMEND, ADOPT = (
    "refer_to_nomenclature_specialist", "amend_appendix_text", "adopt_reference",
)  # fmt: skip
#: name on the side of CITES, rows, kind, legal consequence, action: problems both Committees know
CLASSIC = [
    ("Ovis hodgsoni", 14, "concept", "other_appendix", REFER),
    ("Sousa plumbea", 3, "concept", "other_appendix", REFER),
    ("Equus hemionus khur", 3, "listing", "other_appendix", REFER),
    ("Cervus elaphus bactrianus", 1, "name", "other_appendix", AMEND),
    ("Torgos tracheliotus", 1, "spelling", "other_appendix", "correct_spelling"),
    ("Aquila clanga", 3, "genus", "other_appendix", ADOPT),
    ("Spizaetus bartelsi", 5, "genus", "same", ADOPT),
    ("Leucopternis albicollis", 3, "genus", "same", ADOPT),
    ("Harpyhaliaetus coronatus", 2, "genus", "same", ADOPT),
    ("Hieraaetus fasciatus", 2, "genus", "same", ADOPT),
    ("Ichthyophaga humilis", 2, "spelling", "same", "correct_spelling"),
    ("Asturina nitida", 2, "concept", "same", AMEND),
    ("Circus maillardi", 2, "concept", "same", "add_footnote"),
    ("Panthera uncia", 1, "genus", "same", ADOPT),
]


def item_of(con: Concordance, name: str) -> Any:
    """The one item with a name on the side of CITES."""
    (item,) = [i for i in records(con.agenda()) if name in i.cites_taxa.split("|")]
    return item


@pytest.mark.parametrize(("name", "rows", "kind", "consequence", "action"), CLASSIC)
def test_the_classic_cases_are_on_it_once(
    con: Concordance, name: str, rows: int, kind: str, consequence: str, action: str
) -> None:
    item = item_of(con, name)
    assert (item.row_count, item.kind, item.legal_consequence) == (rows, kind, consequence)
    assert item.recommended_action == action
    assert "Draft: " in item.why


@pytest.mark.parametrize(
    "name",
    [
        "Bos mutus", "Aquila chrysaetos", "Acinonyx jubatus", "Orcaella brevirostris",
        "Phoenicopterus roseus", "Mobula birostris", "Gazella dorcas", "Isurus paucus",
        "Circus hudsonius", "Bugeranus carunculatus",
    ],
)  # fmt: skip
def test_settled_cases_are_not_on_it(con: Concordance, name: str) -> None:
    assert name in {row.names[0] for row in con.rows}
    assert not con.agenda()["cites_taxa"].str.split("|").map(lambda taxa: name in taxa).any()


def test_a_part_that_one_side_lists_on_purpose_is_explained_and_comes_last(
    con: Concordance,
) -> None:
    """CMS lists the lynx as CITES does, in II, and its Balkan subspecies in I besides."""
    lynx, ass = item_of(con, "Lynx lynx"), item_of(con, "Equus hemionus khur")
    apart = "no name is in dispute. Both sides list {}; {} lists {} separately."
    assert apart.format("Lynx lynx", "CMS", "Lynx lynx balcanicus") in lynx.why
    assert apart.format("Equus hemionus", "CITES", "Equus hemionus hemionus") in ass.why
    others = con.agenda().query("legal_consequence == 'other_appendix'")["item"]
    assert lynx.item == others.max()
    assert ass.item < item_of(con, "Torgos tracheliotus").item


def test_what_depends_on_migration_or_a_family_of_cms_is_a_flag() -> None:
    """In 2017 CMS listed Muscicapidae in a wide sense."""
    con = cc.build(cc.load_cites("2017-04-21"), cc.load_cms("2017-04-21"))
    (row,) = records(con.explain("Picathartes oreas").table)
    assert "migratory_test_needed" in row.flag_codes.split("|")
    assert (row.recommended_action, row.status) == ("no_action", "auto")
    assert "Muscicapidae" in row.action_note
    assert "membership" not in set(con.agenda()["kind"])


def test_the_heaviest_consequence_comes_first(con: Concordance) -> None:
    agenda = con.agenda()
    places = agenda["legal_consequence"].map(WEIGHT.index).tolist()
    assert places == sorted(places)
    assert agenda["cites_taxa"].iloc[0].startswith("Ovis")


def test_a_name_in_two_senses_speaks_for_its_item(con: Concordance) -> None:
    item = item_of(con, "Circus maillardi")
    assert "s.l. or s.s., CITES Circus maillardi and CMS Circus maillardi are meant" in item.why
    notes = con.explain("Circus macrosceles").table["action_note"]
    assert "CMS Circus macrosceles is a part of CITES Circus maillardi:" in notes.iloc[0]


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
    assert (item.kind, item.recommended_action, item.cites_taxa) == (
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


def test_a_score_worked_by_hand() -> None:
    """One pair that agrees, one under two genera, one taxon that the other side splits in two."""
    left = listed(made("Aus bus; Aus cus = Bus cus; Cus dus = Cus eus", "cites"))
    right = listed(made("Aus bus; Bus cus; Cus dus; Cus eus", "cms"))
    con = cc.build(left, right)
    assert con.table["relation"].tolist().count("includes") == 2
    rows = [
        (row.figure, row.agree, row.comparable, row.units, row.not_comparable)
        for row in records(con.score().table)
        if row.group == "all"
    ]
    assert rows == [("names", 1, 3, 3, 0), ("concepts", 2, 3, 3, 0), ("scope", 3, 3, 3, 0)]
    assert con.agenda()["row_count"].tolist() == [2, 1]


def test_the_other_order_of_the_lists_has_the_same_agenda_and_score(con: Concordance) -> None:
    mirror = cc.build(cc.load_cms(), cc.load_cites())
    columns = ["kind", "legal_consequence", "recommended_action", "row_count", "cites_appendix",
               "cms_appendix"]  # fmt: skip

    def content(agenda: Any) -> list[tuple[Any, ...]]:
        """Rows in any order: names stand in it in the order of the lists."""
        return sorted(agenda[columns].fillna("").itertuples(index=False, name=None))

    assert content(con.agenda()) == content(mirror.agenda())
    assert records(con.score().table) == records(mirror.score().table)


def test_scores_over_time_are_those_of_each_day(con: Concordance) -> None:
    day = con.sources[0].as_of
    scores = cc.alignment_over_time([day, "2017-04-21"], by="family")
    today = scores[scores["as_of"] == day].drop(columns="as_of").reset_index(drop=True)
    assert today.equals(con.score(by="family").table)
    assert set(scores["as_of"]) == {day, "2017-04-21"}
