"""Relations, listings, flags, score and impact: real cases, made-up lists and laws."""

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from builders import CATS, listed, made, records
from cases import checklist, with_tables
from hypothesis import given
from hypothesis import strategies as st

import concordance as cc
from concordance.codes import Action, Flag, Relation
from concordance.concordance import Concordance
from concordance.listing.cover import cover
from concordance.relate.composition import compose, compose_all

FIVE = [Relation.CONGRUENT, Relation.INCLUDES, Relation.INCLUDED_IN, Relation.OVERLAPS,
        Relation.DISJOINT]  # fmt: skip


def test_composition_is_that_of_sets() -> None:
    sets = [frozenset(s) for s in ([1], [2], [1, 2], [2, 3], [1, 2, 3], [1, 3])]

    def between(a: Any, b: Any) -> Any:
        if a == b:
            return Relation.CONGRUENT
        if a > b:
            return Relation.INCLUDES
        if a < b:
            return Relation.INCLUDED_IN
        return Relation.OVERLAPS if a & b else Relation.DISJOINT

    for a, b, c in product(sets, repeat=3):
        assert between(a, c) in compose(between(a, b), between(b, c))
    for one, two in product(FIVE, repeat=2):
        mirrored = {r.mirrored for r in compose(two.mirrored, one.mirrored)}
        assert compose(one, two) == mirrored
        assert compose(one, Relation.CONGRUENT) == {one}
    assert compose_all([Relation.INCLUDES, Relation.INCLUDES]) == {Relation.INCLUDES}


@pytest.mark.parametrize(
    ("left", "right", "relation", "why"),
    [
        ("Panthera uncia", "Uncia uncia", "congruent", "one animal, two names"),
        ("Cephalorhynchus commersonii", "Cephalorhynchus commersonii commersonii", "includes",
         "the subspecies is part of the species that both list"),
        ("Eubalaena japonica", "Balaena glacialis glacialis", "included_in",
         "CMS divides the old name into two species"),
        ("Lynx lynx", "Lynx lynx balcanicus", "includes", "CMS lists one subspecies"),
    ],
)  # fmt: skip
def test_names_relate_through_their_taxa(
    con: Concordance, left: str, right: str, relation: str, why: str
) -> None:
    found = con.relation(left, right)
    assert relation in found["relation"].tolist(), (why, found["why"].tolist())


def test_unlinked_and_unknown_names(con: Concordance) -> None:
    assert len(con.relation("Panthera leo", "Falco cherrug")) == 0
    with pytest.raises(
        cc.UnknownNameError, match=r"'Panthera unica'\. Similar names: Panthera uncia"
    ):
        con.relation("Panthera unica", "Uncia uncia")


@pytest.mark.parametrize(
    ("left", "right", "asked", "told"),
    [
        ("Aus bus = Aus bus bus : former_listing_name", "Aus bus", "Aus bus bus>Aus bus",
         ["Aus bus / Aus bus: included_in of included_in"]),
        ("Aus bus = Aus bus cus", "Aus bus", "Aus bus cus>Aus bus",
         ["Aus bus / Aus bus: congruent of congruent"]),
        ("Aus bus = Cus bus : pro_parte;Dus eus = Cus bus : pro_parte", "Cus bus",
         "Aus bus>Cus bus", ["Aus bus / Cus bus: undetermined of undetermined"]),
        ("Dus eus = Cus bus : split;Aus bus = Cus bus : split", "Cus bus", "Cus bus>Cus bus",
         ["Aus bus / Cus bus: undetermined of congruent|includes|included_in|overlaps",
          "Dus eus / Cus bus: undetermined of congruent|includes|included_in|overlaps"]),
    ],
    ids=["the nominate subspecies is a part", "another trinomial is a name like others",
         "a name of two taxa decides nothing", "the parts are in the order of their names"],
)  # fmt: skip
def test_names_relate_in_made_up_lists(left: str, right: str, asked: str, told: list[str]) -> None:
    con = cc.build(listed(made(left, "cites")), listed(made(right, "cms")))
    rows = records(con.relation(*asked.split(">")))
    found = [f"{r.left_taxon} / {r.right_taxon}: {r.relation} of {r.possible}" for r in rows]
    assert found == told


#: flag, day (None = the latest), a name of the row that must carry it
REAL_CASES = [
    (Flag.NAME_DIFFERS, None, "Panthera uncia", "snow leopard: Uncia uncia in CMS"),
    (Flag.SPELLING_DIFFERS, None, "Torgos tracheliotus", "tracheliotos in CMS"),
    (Flag.RANK_DIFFERS, None, "Lynx lynx", "CMS lists a subspecies"),
    (Flag.SPLIT, "2019-12-01", "Loxodonta africana", "CMS keeps the forest elephant apart"),
    (Flag.LUMP, None, "Ovis hodgsoni", "CMS has one argali"),
    (Flag.OVERLAP, None, "Buteogallus anthracinus", "either side has a part that the other lacks"),
    (Flag.SAME_NAME_DIFFERENT_CONCEPT, None, "Ovis ammon", "one name, narrow and wide"),
    (Flag.AMBIGUOUS, None, "Buteo buteo", "three CMS taxa"),
    (Flag.FAMILY_DIFFERS, None, "Podocnemis expansa", "placed in two families"),
    (Flag.REFERENCE_DIFFERS, None, "Panthera uncia", "Kitchener 2017, Wilson & Reeder 2005"),
    (Flag.WILD_FORM_NAME, None, "Bos mutus", "CMS uses the name of the domestic yak"),
    (Flag.NEEDS_REVIEW, None, "Panthera uncia", "one reference is to be adopted"),
    (Flag.LEFT_ONLY, None, "Okapia johnstoni", "not in CMS"),
    (Flag.RIGHT_ONLY, None, "Aix galericulata", "Anatidae in CMS, nothing in CITES"),
    (Flag.LISTED_HIGHER_LEFT, None, "Aquila chrysaetos", "Falconiformes spp."),
    (Flag.LISTED_HIGHER_RIGHT, None, "Aquila chrysaetos", "Accipitridae spp."),
    (Flag.MIGRATORY_TEST_NEEDED, None, "Aquila chrysaetos", "only migratory members"),
    (Flag.POPULATION_SCOPE, None, "Acinonyx jubatus", "CMS excepts three populations"),
    (Flag.SPLIT_LISTING, None, "Loxodonta africana", "CITES I and II by population"),
    (Flag.APPENDIX_DIFFERS, None, "Acipenser sturio", "CITES I, CMS I and II"),
    (Flag.LISTING_GAP, None, "Ovis hodgsoni", "Appendix I part of an Appendix II whole"),
    (Flag.RESERVATION, None, "Falco peregrinus", "Saudi Arabia, since 1996"),
    (Flag.COMMON_NAMES_DIFFER, None, "Vicugna vicugna", "Vicuña and Vicugna"),
    (Flag.DOMESTIC_FORM_EXCLUDED, None, "Bos mutus", "the domestic yak is not covered"),
]


@pytest.fixture(scope="module")
def of_day(con: Concordance) -> Callable[..., Any]:
    built = {None: con}

    def get(day: Any) -> Any:
        if day not in built:
            built[day] = cc.build(cc.load_cites(day), cc.load_cms(day))
        return built[day]

    return get


@pytest.mark.parametrize(("flag", "day", "name", "why"), REAL_CASES)
def test_every_flag_has_a_real_case(
    of_day: Callable[..., Any], flag: Flag, day: str | None, name: str, why: str
) -> None:
    flags = of_day(day).explain(name).table["flag_codes"].fillna("").tolist()
    code = flag.code(("cites", "cms"))
    assert any(code in row.split("|") for row in flags), (why, flags)


#: flags that need more than the lists in the package: which test has the case
ELSEWHERE = {
    Flag.AUTHORSHIP_DIFFERS: "test_one_name_by_two_authors_is_perhaps_two_animals",
    Flag.HOMONYM: "test_one_name_by_two_authors_is_perhaps_two_animals",
    Flag.PRO_PARTE: "test_a_pro_parte_name_is_flagged_and_undetermined",
    Flag.RANGE_DIFFERS: "test_ranges_of_a_build",
    Flag.RED_LIST_NAME_DIFFERS: "test_red_list_flags_and_what_may_be_passed_on",
    Flag.RED_LIST_STATUS_GAP: "test_red_list_flags_and_what_may_be_passed_on",
}


def test_no_flag_is_without_a_case(root: Path) -> None:
    assert {flag for flag, *_ in REAL_CASES} | ELSEWHERE.keys() == set(Flag)
    tests = "".join(
        p.read_text(encoding="utf-8") for p in (root / "tests" / "unit").glob("test_*.py")
    )
    for flag, test in ELSEWHERE.items():
        assert f"def {test}(" in tests, flag


REAL_ACTIONS = [
    (Action.NO_ACTION, None, "Okapia johnstoni", "only CITES lists it"),
    (Action.CORRECT_SPELLING, None, "Torgos tracheliotos", "one letter"),
    (Action.ADOPT_REFERENCE, None, "Panthera uncia", "one cat, two genera"),
    (Action.AMEND_APPENDIX_TEXT, None, "Asturina nitida", "CMS splits it under other names"),
    (
        Action.AMEND_APPENDIX_TEXT,
        None,
        "Cervus elaphus bactrianus",
        "departs from a shared reference",
    ),
    (Action.REFER, None, "Ovis hodgsoni", "CMS lumps it, and the Appendices differ"),
    (Action.REFER, None, "Ovis polii", "a row of the same lump"),
    (Action.REFER, None, "Equus hemionus khur", "Appendix I part of an Appendix II species"),
    (Action.NO_ACTION, None, "Cyornis ruckii", "whether it migrates is a flag"),
    (Action.NO_ACTION, None, "Antigone", "a genus inside a family that CITES lists"),
    (Action.ADD_FOOTNOTE, None, "Circus maillardi", "in the wide and the narrow sense"),
    (Action.RETAIN_LISTED_NAME, None, "Bos mutus", "the wild yak keeps its name"),
]


@pytest.mark.parametrize(("action", "day", "name", "why"), REAL_ACTIONS)
def test_every_action_has_a_real_case(
    of_day: Callable[..., Any], action: Action, day: str | None, name: str, why: str
) -> None:
    table = of_day(day).explain(name).table
    rows = table[table["recommended_action"] == action.value]
    assert len(rows), (why, table["recommended_action"].tolist())
    assert all(note.startswith("Draft: ") for note in rows["action_note"])


def test_no_action_is_without_a_case() -> None:
    """For `DISAGGREGATE` see `test_agenda.test_a_species_that_one_side_alone_places_in_a_group`."""
    assert {action for action, *_ in REAL_ACTIONS} == set(Action) - {Action.DISAGGREGATE}


def test_split_listing_needs_a_population(con: Concordance) -> None:
    # listed whole in both Appendices of CMS: that is no split
    flags = con.explain("Acipenser sturio").table["flag_codes"].tolist()
    assert all("split_listing" not in row for row in flags)


def test_a_pro_parte_name_is_flagged_and_undetermined() -> None:
    left = listed(checklist([
        ("a", "Aus major Smith, 1900", "", "", CATS), ("b", "Aus minor Smith, 1901", "", "", CATS),
        ("s1", "Aus magnus Gray, 1830", "a", "", CATS), ("s2", "Aus magnus Gray, 1830", "b", "", CATS),
    ], "cites"))  # fmt: skip
    right = listed(checklist([("r", "Aus magnus Gray, 1830", "", "", CATS)], "cms"))
    table = cc.build(left, right).table
    assert set(table["relation"]) == {"undetermined"}
    assert all("pro_parte" in flags.split("|") for flags in table["flag_codes"])


def test_one_name_by_two_authors_is_perhaps_two_animals() -> None:
    left = listed(checklist([("a", "Aus bus Smith, 1900", "", "", CATS)], "cites"))
    right = listed(checklist([("r", "Aus bus Gray, 1830", "", "", CATS)], "cms"))
    (row,) = records(cc.build(left, right).table)
    assert {"authorship_differs", "homonym", "needs_review"} <= set(row.flag_codes.split("|"))
    assert row.recommended_action == "refer_to_nomenclature_specialist"


def test_a_second_surname_that_one_side_drops_is_no_homonym(con: Concordance) -> None:
    """CITES prints Guitart Manday, 1966, CMS Guitart, 1966."""
    (row,) = records(con.explain("Isurus paucus").table)
    assert row.cites_authorship != row.cms_authorship
    assert (row.recommended_action, row.status) == ("no_action", "auto")


WORDS = st.sampled_from(["albus", "niger", "ruber", "magnus", "parvus", "medius"])


@given(st.lists(WORDS, min_size=1, max_size=4, unique=True), WORDS)
def test_a_new_child_never_makes_taxa_congruent(epithets: Any, child: Any) -> None:
    """A further species of one side, once part of the first, narrows it or changes nothing."""
    names = [f"Aus {e}" for e in epithets]
    left = listed(checklist([(f"l{n}", n, "", "", CATS) for n in names], "cites"))
    right = checklist([(f"r{n}", n, "", "", CATS) for n in names], "cms")
    before = _relations(cc.build(left, listed(right)))
    new = f"Aus {child}"
    if new in names:
        return
    wider = checklist(
        [*((f"l{n}", n, "", "", CATS) for n in names), ("part", new, f"l{names[0]}", "", CATS)],
        "cites",
    )
    names_ = wider.names
    names_.loc[names_["name"] == new, "kind"] = "lump"
    wider = listed(with_tables(wider, names=names_))
    more = checklist([*((f"r{n}", n, "", "", CATS) for n in [*names, new])], "cms")
    after = _relations(cc.build(wider, listed(more)))
    for pair, relation in before.items():
        if after[pair] != relation:
            assert relation == "congruent"
            assert after[pair] in {"includes", "included_in", "overlaps"}
    assert after[names[0], new] == "includes"


def _relations(con: Concordance) -> dict[tuple[str, str], str]:
    table = con.table
    return {
        (r.cites_name, r.cms_name): r.relation
        for r in records(table[table["relation"] != "not_listed"])
    }


@pytest.mark.parametrize("by", ["class", "order", "family"])
def test_a_score_is_a_share_and_says_of_what(con: Concordance, by: str) -> None:
    score = con.score(by)
    shares = score.table["score"].dropna().tolist()
    assert all(0 <= share <= 1 for share in shares)
    for figure, of_figure in score.table.groupby("figure"):
        *groups, total = records(of_figure)
        assert total.group == "all"
        for count in ("agree", "comparable", "units"):
            assert getattr(total, count) == sum(getattr(g, count) for g in groups), figure
        assert total.not_comparable == 1 - total.comparable / total.units
    assert set(score.table["figure"]) == {"names", "concepts", "scope"}
    assert "agree / comparable" in repr(score)
    cites = cc.load_cites()
    assert cc.build(cites, cites).score(by).table["score"].dropna().eq(1).all()
    with pytest.raises(
        cc.ConcordanceError, match="by is 'colour'; expected one of class, order, family"
    ):
        con.score("colour")


def test_alignment_over_time_keeps_the_order_of_the_days() -> None:
    found = cc.alignment_over_time(["2024-06-01", "2017-04-21"], by="order")
    assert list(dict.fromkeys(found["as_of"])) == ["2024-06-01", "2017-04-21"]
    with pytest.raises(cc.DateError):
        cc.alignment_over_time(["2001-01-01"])


def test_alignment_is_drawn(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="the notebook extra is not installed")
    from concordance.views.picture import save
    from concordance.views.plots import alignment_plot

    scores = cc.alignment_over_time(["2017-04-21", "2024-06-01"])
    figure = alignment_plot(scores)
    titles = [axes.get_title(loc="left").split(":")[0] for axes in figure.axes]
    assert titles == ["names", "concepts", "scope"]
    (line,) = figure.axes[-1].get_lines()
    assert np.asarray(line.get_xdata()).tolist() == [0, 1]
    scope = scores[(scores["figure"] == "scope") & (scores["group"] == "all")]
    assert np.asarray(line.get_ydata()).tolist() == scope["score"].tolist()
    with pytest.raises(cc.ConcordanceError, match="group is 'Avis'"):
        alignment_plot(scores, group="Avis")
    save(figure, tmp_path / "a.svg")
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    whole = scores[scores["group"] == "all"].iloc[0]
    assert "official position" in text
    assert f"{whole['agree']}/{whole['comparable']}" in text
    assert figure.svg() == text, "the same bytes every time"


def test_impact_tables_hold_the_three_annexes(con: Concordance) -> None:
    tables = con.impact_tables(taxon_class="Mammalia")
    changed = {r.left_name: (r.change, r.right_name) for r in records(tables.replacements)}
    assert changed["Panthera uncia"] == ("genus", "Uncia uncia")
    assert changed["Bos mutus"] == ("name", "Bos grunniens")
    lumps = {r.wide_name: r for r in records(tables.lumps)}
    assert "Ovis hodgsoni" in lumps["Ovis ammon"].parts.split("|")
    assert lumps["Ovis ammon"].gap
    assert "Buteo buteo" not in {r.wide_name for r in records(tables.splits)}
    assert "Lumps: " in str(tables)
    birds = con.impact_tables(taxon_class="Aves")
    assert "Buteo buteo" in {r.wide_name for r in records(birds.splits)}


def test_listing_gaps_compare_part_and_whole(con: Concordance) -> None:
    gaps = con.listing_gaps()
    row = gaps[(gaps["wide_name"] == "Ovis ammon") & (gaps["part_name"] == "Ovis hodgsoni")].iloc[0]
    assert (row["wide_side"], row["wide_appendix"], row["part_appendix"], row["gap"]) == (
        "CMS", "II", "I", "other_appendix")  # fmt: skip


def test_listing_shows_every_entry_with_how_and_limits(con: Concordance) -> None:
    eagle = con.listing("Aquila chrysaetos")
    how = {(r.side, r.entry): r.how for r in records(eagle.table)}
    assert how == {
        ("CITES", "Falconiformes"): "through the order",
        ("CMS", "Accipitridae"): "through the family",
    }
    assert "migratory members" in str(eagle)
    perhaps = con.listing("Antigone").table
    assert "perhaps, through the family" in perhaps["how"].tolist()
    wolf = con.listing("Canis lupus")
    assert set(wolf.table["appendix"]) == {"I", "II"}
    assert "Bhutan, India, Nepal and Pakistan" in str(wolf)
    before = con.listing("Loxodonta africana", as_of="2019-12-01")
    assert "Loxodonta" not in before.table["entry"].tolist()
    assert con.listing("Pardosa moesta").table.empty, "a genus of spiders that neither lists"
    with pytest.raises(cc.UnknownNameError):
        con.listing("Xus yus")


def test_a_list_of_the_user_is_of_one_day() -> None:
    own = listed(checklist([("a", "Aus bus", "", "", CATS)], "cites"))
    with pytest.raises(cc.ConcordanceError, match="is a list of one day"):
        cc.build(own, own).listing("Aus bus", as_of="2019-12-01")
    assert cover(own)["a"].own


def test_references_explain_or_say_that_they_do_not(con: Concordance) -> None:
    found = {(r.left_name, r.right_name): r for r in records(con.reference_differences())}
    assert found["Inia araguaiaensis", "Inia geoffrensis"].explained == "yes"
    assert found["Bos mutus", "Bos grunniens"].explained == "same_reference"
    leopard = found["Panthera uncia", "Uncia uncia"]
    assert (leopard.explained, leopard.left_name_there) == ("yes", "Panthera uncia")
    assert leopard.right_name_there == "Uncia uncia"
    assert found["Ovis vignei", "Ovis vignei"].explained == "departs"


@pytest.mark.parametrize("day", ["2017-04-21", "2026-06-26"])
def test_no_taxon_is_part_of_another_that_its_own_list_tells_from_it(
    of_day: Callable[..., Any], day: str
) -> None:
    """No `included_in` or `overlaps` while the other list itself names the taxon."""
    con = of_day(day)
    left, right = ({taxon.name for taxon in whole.records.taxa} for whole in con.lists)
    wrong = [
        (row.names, row.relation)
        for row in con.rows
        if row.link is not None
        and row.names[0] != row.names[1]
        and (
            (row.relation in {Relation.INCLUDED_IN, Relation.OVERLAPS} and row.names[0] in right)
            or (row.relation in {Relation.INCLUDES, Relation.OVERLAPS} and row.names[1] in left)
        )
    ]
    assert wrong == []


def test_entries_of_parts_are_as_many_as_the_parts(con: Concordance) -> None:
    tables = con.impact_tables()
    for table in (tables.lumps, tables.splits):
        for row in table.itertuples():
            assert len(str(row.part_entries).split("; ")) == len(str(row.parts).split("|"))
