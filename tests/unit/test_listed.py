"""What `match_names` says of the listing: entries, parts, exceptions, groups, on their day."""

import pandas as pd
import pytest

import concordance as cc
from concordance.matching.columns import LISTED_HOW
from concordance.schema import cells

#: species of Appendix I that no entry names
FIRST = ["Rhinoceros sondaicus", "Hylobates lar", "Pan paniscus", "Lemur catta", "Propithecus verreauxi",
         "Gorilla beringei", "Balaena mysticetus"]  # fmt: skip


@pytest.fixture(scope="module")
def cites() -> cc.Checklist:
    return cc.load_cites()


def test_species_of_appendix_i_that_no_entry_names_have_it(cites: cc.Checklist) -> None:
    found = cc.match_names(FIRST, cites)
    assert found["appendix"].tolist() == ["I"] * len(FIRST)
    assert set(found["status"]) <= {"covered", "matched"}


def test_a_group_counts_from_its_day() -> None:
    names = ["Turdus philomelos"]
    before, after = (
        cc.match_names(names, cc.load_cms(day)) for day in ("2018-01-25", "2018-01-26")
    )
    assert "Turdidae" not in str(before["listed_as"][0])
    assert after["listed_as"][0] == "Turdidae"
    assert after["listed_from"][0] == "2018-01-26"


def test_the_context_forbids_a_group_of_another_kingdom_or_class(cites: cc.Checklist) -> None:
    alone = cc.match_names(["Hylobates ignotus"], cites)
    assert alone["status"][0] == "covered"
    assert "Tenebrionidae" in alone["evidence"][0], "a genus of beetles has the same name"
    beetle = cc.match_names(["Hylobates ignotus"], cites, classes="Insecta")
    assert beetle["status"][0] == "not_found"
    lar = cc.match_names(["Hylobates lar"], cites, classes="Insecta")
    assert lar["status"][0] == "context_differs"
    plant = cc.match_names(
        ["Abronia ameliae"], cites, context=pd.DataFrame({"kingdom": ["Plantae"]})
    )
    assert plant["status"][0] == "not_found"


def test_a_species_shows_the_stricter_entry_of_its_subspecies(cites: cc.Checklist) -> None:
    ass = cc.match_names(["Equus hemionus"], cites).iloc[0]
    assert ass["appendix"] == "I|II"
    assert "Equus hemionus hemionus" in ass["listed_as"].split("|")
    assert ass["listed_how"].split("|") == ["own_entry", "subspecies"]


def test_an_exception_is_no_listing(cites: cc.Checklist) -> None:
    found = cc.match_names(["Felis catus", "Cathartes aura", "Canis lupus familiaris"], cites)
    assert found["status"].tolist() == ["excluded"] * 3
    assert found["appendix"].isna().all()
    assert all("excepts" in sentence for sentence in found["evidence"])


def test_what_no_entry_covers_is_said_on_the_day() -> None:
    thresher = cc.match_names(["Alopias vulpinus"], cc.load_cites("2017-04-21")).iloc[0]
    assert thresher["status"] == "matched"
    assert pd.isna(thresher["appendix"]), "in force since 2017-10-04"
    assert thresher["evidence"].endswith("No CITES entry covers it on that day.")


def test_a_list_without_entries_says_nothing_of_listing() -> None:
    own = cc.Checklist.from_frames(
        "own", taxa=pd.DataFrame({"name": ["Aus bus"]}), source=cc.Source(name="mine")
    )
    row = cc.match_names(["Aus bus"], own).iloc[0]
    assert row["status"] == "matched"
    assert row[["appendix", "listed_as", "listed_how", "name_from"]].isna().all()


def test_the_codes_are_those_of_the_column(cites: cc.Checklist) -> None:
    names = sorted({entry.taxon for entry in cites.records.listings})
    found = cc.match_names([*names, *FIRST], cites)
    how = {code for cell in cells(found["listed_how"]) if cell for code in cell.split("|")}
    assert how <= set(LISTED_HOW)
    printed = found[: len(names)]
    assert (printed["status"] == "matched").all(), "every printed entry answers for itself"
    assert printed["appendix"].notna().all()


def test_parts_and_groups_are_named_as_subspecies_and_not_proposed(cites: cc.Checklist) -> None:
    zebra = cc.match_names(["Equus zebra"], cites, how="all")
    assert zebra["status"].tolist() == ["listed_in_part"]
    boa = cc.match_names(["Boa constrictor"], cites).iloc[0]
    assert "the rest is covered by the CITES II entry Boidae" in boa["evidence"]
