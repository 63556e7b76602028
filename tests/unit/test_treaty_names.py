"""The names that each treaty itself uses, on each day, with their authors and sources."""

import pytest

import concordance as cc
from concordance.concordance import Concordance
from concordance.names import AuthorshipAgreement, compare_authorship


@pytest.mark.parametrize(
    ("day", "shown"),
    [("2017-04-21", "Grus antigone"), ("2023-02-22", "Grus antigone"),
     ("2023-02-23", "Antigone antigone")],
)  # fmt: skip
def test_a_covered_species_has_the_name_of_the_day(day: str, shown: str) -> None:
    cites = cc.load_cites(day)
    answers = cc.match_names(["Grus antigone", "Antigone antigone"], cites)
    assert answers["name"].tolist() == [shown, shown]
    assert answers["appendix"].tolist() == ["II", "II"]


def test_a_bird_under_the_name_of_a_treaty_has_its_author(con: Concordance) -> None:
    names = ["Accipiter gentilis", "Hieraaetus fasciatus", "Falco tinnunculus"]
    answers = cc.match_names(names, con.lists[0])
    assert answers["authorship"].tolist() == [
        "(Linnaeus, 1758)", "(L. J. P. Vieillot, 1822)", "Linnaeus, 1758",
    ]  # fmt: skip


def test_no_pair_of_birds_is_without_author_but_for_a_few(con: Concordance) -> None:
    table = con.table
    birds = table[(table["class"] == "Aves") & table["relation"].ne("not_listed")]
    blank = birds[birds["cites_authorship"].isna() & birds["cms_authorship"].isna()]
    species = blank[blank["cites_rank"] == "species"]
    assert len(species) <= 12, species["cites_name"].tolist()


def test_sentences_name_sources_by_their_titles(con: Concordance) -> None:
    keys = {title.key for title in con.lists[0].knowledge.titles if "_" in title.key}
    for column in ("evidence", "relation_source", "action_note"):
        words = " ".join(con.table[column].dropna())
        assert not [key for key in keys if key in words], column
    assert "Dickinson 2003" in " ".join(con.table["evidence"])
    assert "Standard references: Dickinson 2003 (CITES)" in " ".join(con.table["action_note"])


def test_a_split_says_what_reaches_into_it(con: Concordance) -> None:
    splits = con.impact_tables().splits.set_index("wide_name")
    assert splits.loc["Copsychus malabaricus", "overlapping"] == "Kittacincla malabarica"
    assert splits["overlapping"].isna().sum() == len(splits) - 2
    assert "+ part of Kittacincla malabarica" in str(con.impact_tables())


@pytest.mark.parametrize(
    ("one", "other", "agreement"),
    [
        ("(Gurney, 1898)", "(J. H. Gurney Jr., 1898)", "unknown"),
        ("De Vis, 1890", "C. W. De Vis, 1890", "equal"),
        ("(Des Murs, 1845)", "(M. A. P. O. des Murs, 1845)", "equal"),
        ("(Dao, 1970)", "(Đào Văn Tiến, 1970)", "unknown"),
        ("(Xántus de Vesey, 1860)", "(Xántus, 1860)", "equal"),
        ("Smith, 1834", "J. P. Verreaux, 1834", "different"),
        ("(Gurney, 1898)", "(J. H. Gurney Jr., 1820)", "different"),
    ],
)
def test_one_author_written_in_two_ways_is_no_other_author(
    one: str, other: str, agreement: str
) -> None:
    assert compare_authorship(one, other) is AuthorshipAgreement(agreement)
    assert compare_authorship(other, one) is AuthorshipAgreement(agreement)
