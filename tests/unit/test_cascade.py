"""The order of the rules, what goes before what, and what is said: small lists made for each."""

import pandas as pd
import pytest
from builders import ALBATROSSES, CATS, FALCONS, checklist, with_tables

import concordance as cc
from concordance.join.texts import pieces
from concordance.matching import near as neighbours
from concordance.matching.edits import near
from concordance.matching.index import ListIndex
from concordance.matching.near import Neighbours
from concordance.schema import cells, rows

BIRD = {"class": "Aves"}


@pytest.fixture(scope="module")
def some() -> cc.Checklist:
    return checklist(
        [
            ("1", "Falco peregrinus Tunstall, 1771", "", "", FALCONS),
            ("7", "Puma concolor (Linnaeus, 1771)", "", "", CATS),
            ("8", "Puma concolor coryi (Bangs, 1899)", "", "", CATS),
            ("9", "Falconidae Leach, 1820", "", "family", FALCONS),
            ("11", "Diomedea exulans Linnaeus, 1758", "", "", ALBATROSSES),
            ("12", "Falco", "", "genus", FALCONS),
            ("13", "Aves", "", "class", {"kingdom": "Animalia", "class": "Aves"}),
        ]
    )


def with_synonyms(listed_: cc.Checklist, *synonyms: tuple[str, str, str, str]) -> cc.Checklist:
    """Return the list with synonyms of a kind and a source: name, taxon, kind, source."""
    more = [
        {"name": n, "taxon_id": t, "status": "synonym", "kind": k, "source": s}
        for n, t, k, s in synonyms
    ]
    return with_tables(listed_, names=[*rows(listed_.names), *more])


def test_of_two_taxa_of_one_name_the_one_in_the_class_asked_for_is_meant() -> None:
    twins = checklist([("a", "Aus bus", "", "", {}), ("b", "Aus bus", "", "", BIRD)])
    assert cc.match_names(["Aus bus"], twins, classes=["Aves"])["taxon_id"][0] == "b"
    assert cc.match_names(["Aus bus"], twins)["status"][0] == "ambiguous"


def test_a_name_of_three_words_may_be_spelt_alike_in_each_of_them() -> None:
    listed = checklist([("a", "Rhynchus phrygius alba", "", "subspecies", {})])
    found = cc.match_names(
        ["Rynchus phrygius alba", "Rhynchus frigius alba", "Rynchus phrygius albus"], listed
    )
    assert found["taxon_id"].tolist() == ["a"] * 3
    assert found["rule"].tolist() == ["orthographic", "orthographic", "gender"]


def test_names_that_a_list_does_not_know_leave_nothing_in_its_index(some: cc.Checklist) -> None:
    index = ListIndex(some)
    unknown = ["Xus yus zus", "Falco yus zus", "unknown virus 12", "Aus"]
    assert [index.named(name) for name in unknown] == [()] * 4
    assert index._named == {}
    assert [i.use.name for i in index.named("Puma concolor")] == ["Puma concolor"]
    assert list(index._named) == ["Puma concolor"]


def test_a_transfer_is_found_behind_names_that_are_none() -> None:
    names = [
        "Aus cus Gray, 1830",
        "Bus cus Smith, 1900",
        "Cus cus Gray, 1990",
        "Eus cus Gray, 1830",
    ]
    listed = checklist([(str(i), name, "", "species", {}) for i, name in enumerate(names)])
    found = cc.match_names(["Bus cus (Gray, 1830)", "Dus cus (Gray, 1830)"], listed, how="all")
    assert found["name"].tolist()[1:] == ["Aus cus", "Eus cus"]
    assert set(found["rule"].tolist()[1:]) == {"genus_transfer"}


def test_of_two_taxa_of_one_name_the_one_of_its_rank_is_meant() -> None:
    twins = checklist([("a", "Aus bus", "", "variety", {}), ("b", "Aus bus", "", "species", {})])
    assert cc.match_names(["Aus bus"], twins)["taxon_id"][0] == "b"
    every = cc.match_names(["Aus bus"], twins, how="all")
    assert every["taxon_id"].tolist() == ["b", "a"]


@pytest.mark.parametrize("rank", ["species", "subspecies", "variety", "form", "spp"])
def test_ranks_below_the_genus_are_on_one_side(rank: str) -> None:
    listed = checklist([("a", "Aus bus", "", rank, {})])
    for asked in ("species", "subspecies", "variety", "form", "spp"):
        assert cc.match_names(["Aus bus"], listed, ranks=[asked])["status"][0] == "matched"
    for asked in ("genus", "family"):
        assert cc.match_names(["Aus bus"], listed, ranks=[asked])["status"][0] == "context_differs"


def test_a_synonym_is_of_the_rank_that_its_words_show() -> None:
    listed = checklist([("a", "Aus bus", "", "species", {}), ("b", "Aus", "", "genus", {})])
    listed = with_synonyms(
        listed,
        ("Xus yus", "a", "synonym", ""),
        ("Zus", "b", "synonym", ""),
        ("Zus wus", "b", "synonym", ""),
    )
    asked = ["Xus yus", "Xus yus", "Zus", "Zus", "Zus wus"]
    ranks = ["species", "genus", "genus", "species", "species"]
    assert cc.match_names(asked, listed, ranks=ranks)["status"].tolist() == [
        "matched", "context_differs", "matched", "context_differs", "matched",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("order", "family", "status"),
    [
        ("Carnivora", "Felidae", "proposed"),
        ("Carnivora", "Canidae", "proposed"),
        ("Primates", "Felidae", "proposed"),
        ("", "", "proposed"),
        ("", "Canidae", "not_found"),
        ("Primates", "", "not_found"),
        ("Primates", "Canidae", "not_found"),
    ],
)
def test_a_near_name_is_kept_unless_order_and_family_speak_against_it(
    order: str, family: str, status: str
) -> None:
    listed = checklist([("7", "Puma concolor", "", "", CATS)])
    around = pd.DataFrame({"order": [order], "family": [family]})
    assert cc.match_names(["Puma concolxr"], listed, context=around)["status"][0] == status


def test_a_name_that_is_only_partly_of_a_taxon_is_proposed_and_says_so() -> None:
    listed = checklist([("a", "Aus major", "", "", CATS), ("b", "Aus minor", "", "", CATS)])
    listed = with_synonyms(
        listed,
        ("Bus cus", "a", "pro_parte", "Smith 2020"),
        ("Dus eus", "b", "synonym", ""),
        ("Fus gus", "b", "genus_transfer", ""),
    )
    found = cc.match_names(["Bus cus", "Dus eus", "Fus gus"], listed, how="all")
    assert found["status"].tolist() == ["proposed", "matched", "matched"]
    assert found["evidence"].tolist() == [
        "LIST treats Bus cus as a synonym of Aus major (pro parte; Smith 2020).",
        "LIST treats Dus eus as a synonym of Aus minor (synonym).",
        "LIST treats Fus gus as a synonym of Aus minor (genus transfer).",
    ]


def test_the_kind_of_a_synonym_says_how_far_it_leads() -> None:
    listed = checklist([("a", "Aus major", "", "", CATS), ("b", "Aus minor alba", "", "", CATS)])
    listed = with_synonyms(
        listed,
        ("Bus bus", "a", "misapplied", ""),
        ("Bus cus", "a", "split", ""),
        ("Bus dus", "a", "lump", ""),
        ("Aus major alba", "a", "rank", ""),
        ("Aus alba", "b", "rank", ""),
        ("Aus minor", "b", "rank", ""),
    )
    asked = ["Bus bus", "Bus cus", "Bus dus", "Aus major alba", "Aus alba", "Aus minor"]
    found = cc.match_names(asked, listed, how="all")
    assert found["status"].tolist() == [
        "not_found", "proposed", "matched", "matched", "matched", "not_found",
    ]  # fmt: skip


def test_a_subspecies_is_near_to_a_subspecies_before_a_species(some: cc.Checklist) -> None:
    found = cc.match_names(["Puma concolxr coryi", "Puma concolxr xyzzy"], some, how="all")
    assert found["name"].tolist() == ["Puma concolor coryi", "Puma concolor"]
    assert found["evidence"].tolist() == [
        "Puma concolxr coryi is 1 edit from Puma concolor coryi; LIST uses Puma concolor coryi.",
        "Puma concolxr is 1 edit from Puma concolor; LIST uses Puma concolor.",
    ]


def test_a_genus_is_no_transfer_of_an_epithet(some: cc.Checklist) -> None:
    found = cc.match_names(["Concolor Linnaeus, 1771", "Felis concolor Linnaeus, 1771"], some)
    assert found["status"].tolist() == ["not_found", "proposed"]


def test_the_lowest_group_is_named_without_rule_or_author(some: cc.Checklist) -> None:
    around = pd.DataFrame({
        "class": ["Aves", "Aves", "Aves", ""],
        "family": ["Falconidae, Vigors 1824", "", "Strigidae", ""],
    })  # fmt: skip
    names = ["Xus yus Daudin, 1800", "Xus yus", "Xus yus", "Falco rufigularis Daudin, 1800"]
    found = cc.match_names(names, some, context=around, how="all")
    assert found["status"].unique().tolist() == ["covered"]
    assert found["name"].tolist() == ["Falconidae", "Aves", "Aves", "Falco"]
    assert found["rule"].tolist() == ["none"] * 4
    assert found["authors"].tolist() == ["unknown"] * 4


@pytest.mark.parametrize("query", ["Falxo rufigularis", "Falxo sp.", "Falxo ?", "Falxo"])
def test_a_group_is_never_offered_through_a_misspelt_genus(query: str) -> None:
    listed = checklist([("12", "Falco", "", "genus", FALCONS)])
    found = cc.match_names([query], listed, how="all")
    assert found["status"][0] in {"not_found", "not_a_name"}
    assert found["name"].isna().all()


def test_the_search_in_small_pieces_is_the_search_as_a_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = sorted({name for name in cc.load_cms().names["name"] if " " in name})[::3]
    asked = [f"{g[:2]}x{g[3:]} {e[:1]}{e[2:]}" for g, e in (n.split(" ", 1) for n in held)]
    whole = Neighbours(held).find_all(asked)
    assert sum(map(len, whole.values())) > len(held) // 2
    monkeypatch.setattr(neighbours, "pieces", lambda counts: pieces(counts, 3))
    monkeypatch.setattr(neighbours, "_CHUNK", 100)
    assert Neighbours(held).find_all(asked) == whole


@pytest.mark.parametrize(
    ("query", "held"),
    [
        ("Linaria pedonculata ruber", ["Lunaria pedunculata rubra"]),
        ("Linaria pedunculata ruber", ["Cissus pedunculata rubri", "Linaria pedunculata rubre"]),
        ("Linarix pedunculata rubra", ["Linaria pedunculata rubra", "Aus linaria pedunculata"]),
        ("Linaria pedonculata", ["Linaria pedunculata", "Linaria pedonculatae", "Linaria pedo"]),
        ("Linaria rumiko", ["Linaria rumina", "Linaria rumica", "Linaria rumika"]),
        ("Zinaria pedunculata alba", ["Zinaria pedxnculata alba", "Linaria pedunculata alba",
                                      "Zinaria pedancalata alba"]),
    ],
)  # fmt: skip
def test_near_names_come_nearest_first(query: str, held: list[str]) -> None:
    slow = [(name, near(query.split(), name.split())) for name in held]
    wanted = sorted([hit for hit in slow if hit[1] is not None], key=lambda h: (h[1], h[0]))
    assert Neighbours(held).find(query) == wanted


def test_doubts_and_edits_are_said_in_words() -> None:
    listed = checklist(
        [("1", "Falco", "", "genus", FALCONS), ("2", "Falco abcdefghok", "", "", {})]
    )
    found = cc.match_names(["Falco sp.", "Falco abxdexghok"], listed)
    assert found["evidence"].tolist() == [
        "The string itself is uncertain (rank only). LIST uses Falco.",
        "Falco abxdexghok is 2 edits from Falco abcdefghok; LIST uses Falco abcdefghok.",
    ]


def test_what_is_no_text_is_not_known(some: cc.Checklist) -> None:
    found = cc.match_names(["Puma concolor"] * 2, some, ranks=[None, 3], authorships=[None, 2.5])
    assert found["status"].tolist() == ["matched", "matched"]
    with pytest.raises(cc.ConcordanceError, match=r"^authorships has 1 values for 2 names"):
        cc.match_names(["a", "b"], some, authorships=["x"])
    with pytest.raises(cc.ConcordanceError, match="with columns a, b; give the column"):
        cc.match_names(pd.DataFrame({"a": [], "b": []}), some)


def test_the_labels_of_the_rows_are_kept_as_they_are(some: cc.Checklist) -> None:
    assert isinstance(cc.match_names(["Puma concolor", "x"], some).index, pd.RangeIndex)


def test_a_genus_that_the_caller_gives_leaves_the_other_doubts(some: cc.Checklist) -> None:
    around = pd.DataFrame({"genus": ["Puma", "Puma", "Felis"]})
    names = ["P. concolor", "P. concolor ?", "P. concolor"]
    lower = cc.match_names(["P. concolor coryi"], some, context=around[:1])
    assert lower["name"][0] == "Puma concolor coryi"
    found = cc.match_names(names, some, context=around, how="all")
    assert found["status"].tolist() == ["matched", "uncertain_name", "not_found"]
    assert found["problems"].fillna("").tolist() == ["", "uncertain", "abbreviated_genus"]


def test_cells_of_an_answer_are_those_of_its_taxon(some: cc.Checklist) -> None:
    (row,) = cc.match_names(["Puma concolor"], some, how="all").to_dict("records")
    assert cells(pd.Series([row["taxon_id"], row["rank"], row["via"]])) == ["7", "species", None]
