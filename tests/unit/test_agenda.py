"""The agenda: what a concordance asks people for, one item a problem."""

import pytest

import concordance as cc
from concordance.agenda import KINDS, agenda_columns
from concordance.concordance import Concordance
from concordance.schema import cells

#: side, name, kind: problems that the two Committees know
CLASSIC = [
    ("cites", "Ovis arabica", "gap"),
    ("cites", "Sousa plumbea", "gap"),
    ("cms", "Equus hemionus", "gap"),
    ("cms", "Cervus elaphus yarkandensis", "name"),
    ("cites", "Spizaetus alboniger", "name"),
    ("cites", "Leucopternis albicollis", "name"),
    ("cites", "Asturina nitida", "concept"),
    ("cms", "Torgos tracheliotos", "spelling"),
]
#: names that agree, or that need nothing
SETTLED = ["Phoenicopterus roseus", "Mobula birostris", "Gazella dorcas", "Bos mutus"]


def names(con: Concordance, side: str) -> list[str]:
    """All names of one side, item by item."""
    return [n for cell in cells(con.agenda()[f"{side}_names"]) for n in (cell or "").split("|")]


@pytest.mark.parametrize(("side", "name", "kind"), CLASSIC)
def test_the_classic_cases_are_on_it(con: Concordance, side: str, name: str, kind: str) -> None:
    agenda = con.agenda()
    of_name = agenda[[name in (c or "").split("|") for c in cells(agenda[f"{side}_names"])]]
    assert cells(of_name["kind"]) == [kind]


@pytest.mark.parametrize("name", SETTLED)
def test_settled_ones_are_not(con: Concordance, name: str) -> None:
    assert name not in {*names(con, "cites"), *names(con, "cms")}


def test_the_sheep_are_one_item_and_a_gap_comes_first(con: Concordance) -> None:
    agenda = con.agenda()
    sheep = [c for c in cells(agenda["cites_names"]) if c and c.startswith("Ovis ")]
    assert len(sheep) == 1
    kinds = cells(agenda["kind"])
    assert kinds[0] == "gap"
    assert [KINDS.index(kind) for kind in kinds[:9]] == [0] * 9
    assert cells(agenda["item"]) == list(range(1, len(agenda) + 1))


def test_every_row_that_needs_review_is_on_it_once(con: Concordance) -> None:
    agenda = con.agenda()
    assert list(agenda.columns) == [column.name for column in agenda_columns(con.keys)]
    ids = [i for cell in cells(agenda["concordance_ids"]) for i in cell.split("|")]
    table = con.table
    asking = table[table["status"] == "needs_review"]
    assert sorted(ids) == sorted(cells(asking["concordance_id"]))
    assert cells(agenda["rows"]) == [c.count("|") + 1 for c in cells(agenda["concordance_ids"])]
    assert not {"no_action", "retain_listed_name"} & set(cells(asking["recommended_action"]))


def test_a_decided_row_leaves_it(con: Concordance) -> None:
    row = next(r for r in con.rows if r.names == ("Torgos tracheliotus", "Torgos tracheliotos"))
    decision = con.decide(str(row.ids[0]), str(row.ids[1]), "agreed", relation="congruent", reviewer="A. Reviewer",
                          decided_on="2026-11-03")  # fmt: skip
    assert "Torgos tracheliotos" not in names(con.apply(decision), "cms")


def test_a_list_against_itself_asks_for_nothing() -> None:
    cms = cc.load_cms()
    assert len(cc.build(cms, cms).agenda()) == 0
