"""Excepted names: what an exception reaches, and what it does not."""

import pytest

import concordance as cc
from concordance.matching.index import ListIndex
from concordance.schema import cells


def cites(name: str) -> tuple[str, str | None, str]:
    """Status, Appendix and evidence of one name in CITES."""
    table = cc.lookup([name], lists=[cc.load_cites()])
    status, appendix, evidence = (
        cells(table[column])[0] for column in ("cites_status", "cites_appendix", "evidence")
    )
    assert status is not None
    assert evidence is not None
    return status, appendix, evidence


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("Cathartes", "Cathartidae"),
        ("Cathartes ignota", "Cathartidae"),
        ("Cathartes aura", "Cathartidae"),
        ("Coragyps ignotus", "Cathartidae"),
        ("Nymphicus", "Nymphicus hollandicus"),
        ("Melopsittacus", "Melopsittacus undulatus"),
        ("Cathartes aura ruficollis", "Cathartidae"),
        ("Coragyps atratus ignotus", "Cathartidae"),
        ("Pereskia ignota", "Pereskia"),
    ],
)
def test_members_of_an_excepted_group_are_not_covered(name: str, group: str) -> None:
    status, appendix, evidence = cites(name)
    assert (status, appendix) == ("excluded", None)
    assert f" excepts {group}" in evidence


@pytest.mark.parametrize(
    ("name", "entry"), [("Vultur ignotus", "Vultur gryphus (I)"),
                        ("Sarcoramphus ignotus", "Sarcoramphus papa (III)")]
)  # fmt: skip
def test_a_genus_with_an_entry_of_its_own_in_an_excepted_group_needs_review(
    name: str, entry: str
) -> None:
    status, appendix, evidence = cites(name)
    assert (status, appendix) == ("proposed", None)
    assert f"separate entries: {entry}: check that {name} is not one of them." in evidence


def test_the_family_given_for_an_unknown_genus_counts_too() -> None:
    context = {"family": ["Cathartidae", "Falconidae"], "order": ["Falconiformes"] * 2}
    names = ["Cathartes aura", "Falco ignotus"]
    table = cc.lookup(names, lists=[cc.load_list("eu")], context=context)
    assert cells(table["eu_status"]) == ["excluded", "covered"]
    assert cells(table["eu_appendix"]) == [None, "B"]
    assert "The EU B entry Falconiformes excepts Cathartidae" in str(cells(table["evidence"])[0])


def test_a_group_in_an_excepted_group_has_the_entry_that_it_is_in() -> None:
    assert cites("Vultur")[:2] == ("listed_in_part", "I")
    assert cites("Hylobates ignotus")[:2] == ("covered", "I")  # Primates excepts Hylobatidae


@pytest.mark.parametrize(
    ("name", "appendix", "entry"),
    [
        ("Psephotus chrysopterygius ignotus", "I", "Psephotellus chrysopterygius"),
        ("Psephotus dissimilis ignotus", "I", "Psephotellus dissimilis"),
        ("Falco pelegrinoides babylonicus", "I", "Falco peregrinus"),
        ("Alouatta coibensis trabeata", "I", "Alouatta palliata"),
        ("Chondrohierax uncinatus wilsonii ignotus", "I", "Chondrohierax wilsonii"),
    ],
)
def test_part_of_an_excepted_former_name_belongs_to_the_entry_it_leads_to(
    name: str, appendix: str, entry: str
) -> None:
    status, own, evidence = cites(name)
    assert (status, own) == ("covered", appendix)
    assert f"Covered by the CITES {appendix} entry {entry}, to which " in evidence


@pytest.mark.parametrize(
    "name",
    [
        "Psittacula krameri ignota",
        "Agapornis roseicollis ignotus",
        "Canis lupus familiaris ignotus",
        "Bos grunniens ignotus",  # a former name of Bos mutus, whose own entry excepts it
        "Euphorbia misera ignota",
    ],
)
def test_part_of_an_excepted_species_is_excepted(name: str) -> None:
    status, appendix, evidence = cites(name)
    assert (status, appendix) == ("excluded", None)
    assert f" excepts {name.rsplit(' ', 1)[0]}." in evidence


def test_a_misspelt_listed_part_of_an_excepted_species_is_not_denied() -> None:
    status, appendix, evidence = cites("Psittacula krameri ecko")
    assert (status, appendix) == ("proposed", None)
    assert "Psittacula echo (I)" in evidence


@pytest.mark.parametrize("day", ["2024-01-01", None])
def test_no_part_of_a_listed_taxon_is_excluded(day: str | None) -> None:
    """Unless the entry of the taxon itself excepts the name."""
    checklist = cc.load_cites(as_of=day)
    index = checklist.with_members.once(ListIndex)
    names = [
        name
        for name, entry in index.exceptions.items()
        if " " in name
        and name not in index.appendices
        and any(
            index.cover(use.taxon).entries and use.taxon.name != entry.taxon
            for use in index.named(name)
        )
    ]
    found = cc.lookup([f"{name} ignotus" for name in names], lists=[checklist])
    assert names
    assert not {"excluded", "not_found"} & set(cells(found["cites_status"]))
