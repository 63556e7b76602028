"""`lookup`: names near to a stricter one, groups with stricter members, hybrids."""

import random
from typing import Any

import pandas as pd
import pytest

import concordance as cc
from concordance.lookups.ask import desk_of
from concordance.matching.hybrids import parents_of
from concordance.matching.index import ListIndex
from concordance.matching.query import NO_CONTEXT, Query
from concordance.schema import cells
from concordance.views.looked_up import looked_up_text


def row(name: str, **asked: Any) -> "pd.Series[str]":
    """The one row of one name."""
    return cc.lookup([name], **asked).iloc[0]


@pytest.fixture(scope="module")
def index() -> ListIndex:
    """The index of the first treaty."""
    return desk_of()._sides[0].days.index(-1)


# ---------------------------------------------------------------------------------------------
# names near to another one


@pytest.mark.parametrize(
    ("name", "near", "group"),
    [
        ("Uncia unica", "Panthera uncia", "Felidae"),  # of a genus that the list uses no more
        ("Panthera unica", "Panthera uncia", "Felidae"),
        ("Trachypithecus geii", "Trachypithecus geei", "Primates"),  # a short epithet
        ("Presbytis geii", "Trachypithecus geei", "Primates"),  # both
        ("Felis pardlis", "Leopardus pardalis", "Felidae"),
    ],
)
def test_a_group_does_not_hide_a_near_name_in_a_stricter_appendix(
    name: str, near: str, group: str
) -> None:
    found = row(name)
    assert found["cites_status"] == "proposed"
    assert pd.isna(found["cites_appendix"])
    assert found["reason_codes"] == "near_name"
    assert f"{near} is in CITES Appendix I" in found["evidence"]
    assert (
        f"If {name} is a separate species, the CITES II entry {group} covers it."
        in found["evidence"]
    )
    each = cc.lookup([name], how="all")
    assert (near, "I") in list(zip(each["name"], each["cites_appendix"], strict=True))


def test_a_near_name_in_the_same_appendix_leaves_the_answer_of_the_group() -> None:
    found = row("Ara araraunna hypothetica")
    assert found["cites_status"] in {"matched", "covered"}
    near = row("Trochilus polytmuss")
    assert near["cites_appendix"] == "II"


def test_a_denial_stays_one_only_where_no_listed_name_is_near() -> None:
    crane = row("Ardea amerciana")
    assert (crane["cites_status"], crane["reason_codes"]) == ("proposed", "near_name")
    assert row("Ardea hypothetica")["cites_status"] == "not_found"
    gaur = row("Bos gaurr"), row("Bos garu")
    assert [each["cites_status"] for each in gaur] == ["matched", "not_found"]
    assert gaur[1]["reason_codes"] == "near_name"
    assert (
        "Bos garu is 1 edit from Bos gaur; Bos gaurus is in CITES Appendix I."
        in (gaur[1]["evidence"])
    )


def test_no_misspelt_epithet_is_silently_in_a_weaker_appendix(index: ListIndex) -> None:
    rng = random.Random(3)
    names = rng.sample(sorted(name for name in index.by_name if index.named(name)), 2000)
    table = cc.lookup(names)
    strict = [
        name
        for name, appendix in zip(names, cells(table["cites_appendix"]), strict=True)
        if name.count(" ") == 1 and "I" in str(appendix or "").split("|")
    ]
    assert len(strict) > 200
    slips = []
    for name in strict:
        genus, epithet = name.split()
        at = rng.randrange(1, len(epithet))
        slips += [
            f"{genus} {epithet[:at]}{epithet[at + 1 :]}",
            f"{genus} {epithet[:at]}{epithet[at]}{epithet[at:]}",
            f"{genus} {epithet[:at]}o{epithet[at + 1 :]}",
        ]
    unknown = [name for name in slips if name not in index and len(name.split()[1]) > 2]
    asked = cc.lookup(unknown)
    silent = [
        name
        for name, appendix, codes in zip(
            unknown, cells(asked["cites_appendix"]), cells(asked["reason_codes"]), strict=True
        )
        if appendix and "I" not in str(appendix).split("|") and "near_name" not in str(codes)
    ]
    assert silent == []


# ---------------------------------------------------------------------------------------------
# groups


@pytest.mark.parametrize(
    ("name", "appendix"),
    [
        ("Gorilla", "I"),
        ("gorilla", "I"),
        ("Psittacus spp.", "I"),
        ("Phataginus", "I"),  # the list has its species in another genus
        ("Uncia", "I"),  # the list has its species in another genus
        ("Panthera", "I|II"),
        ("Aonyx", "I|II"),  # the list has other species of it in another genus
        ("Psephotellus", "I|II"),
        ("Astrophytum", "I|II"),  # most cacti are not in the data
        ("Aerangis", "I|II"),
    ],
)
def test_an_entry_that_covers_no_known_species_of_a_group_is_left_out(
    name: str, appendix: str
) -> None:
    found = row(name)
    assert found["cites_appendix"] == appendix
    inferred = "known_members" in str(found["reason_codes"])
    assert inferred == (appendix == "I")
    assert ("any other would be covered by the CITES II entry" in found["evidence"]) == inferred


def test_what_is_inferred_from_members_holds_for_each_of_them(index: ListIndex) -> None:
    genera = sorted(index.genera)
    table = cc.lookup(genera)
    inferred = {
        genus: set(str(appendix).split("|"))
        for genus, appendix, codes in zip(
            genera, cells(table["cites_appendix"]), cells(table["reason_codes"]), strict=True
        )
        if "known_members" in str(codes)
    }
    assert len(inferred) > 40
    for genus, appendices in inferred.items():
        species = [index.taxa[i].name for i in index.genera[genus]]
        species = [name for name in species if name.count(" ") == 1]
        of_each = cells(cc.lookup(species)["cites_appendix"])
        assert set("|".join(str(a) for a in of_each if a).split("|")) == appendices, genus


@pytest.mark.parametrize(
    ("name", "key", "appendix"),
    [
        ("Cheloniidae", "cms", "I|II"),
        ("sea turtles", "cms", "I|II"),
        ("Accipitridae", "cms", "I|II"),
        ("Dermochelyidae", "cms", "I|II"),
        ("Felidae", "cites", "I|II"),
        ("Loxodonta", "cites", "I|II"),
        ("Manis", "cites", "I|II"),  # its own entry covers no known species
        ("Trochilidae", "cites", "I|II"),
        ("Cheloniidae", "cites", "I"),
        ("Mobulidae", "cites", "I"),
    ],
)
def test_a_group_with_an_entry_has_the_appendices_of_those_below_it(
    name: str, key: str, appendix: str
) -> None:
    found = row(name, dates="2026-03-06")
    assert found[f"{key}_status"] == "matched"
    assert found[f"{key}_appendix"] == appendix
    assert str(found[f"{key}_listed_how"]).startswith("own_entry")


def test_the_stricter_entries_of_a_group_are_those_of_the_day() -> None:
    days = ["2017-01-01", "2017-01-02"]
    table = cc.lookup(["Manis"] * 2, dates=days)
    assert cells(table["cites_appendix"]) == ["II", "I|II"]
    assert "all 8 species of Manis known in the package are in CITES Appendix I" in str(
        table["evidence"][1]
    )


@pytest.mark.parametrize(
    ("genus", "entry", "appendix"),
    [
        ("Rhea", "Pterocnemia pennata", "I|II"),
        ("Athene", "Heteroglaux blewitti", "I|II"),
        ("Otus", "Mimizuku gurneyi", "I|II"),
        ("Spinus", "Carduelis cucullata", "I|II|III"),
    ],
)
def test_a_genus_has_the_species_that_the_list_has_in_another_one(
    genus: str, entry: str, appendix: str
) -> None:
    found = row(genus)
    assert found["cites_appendix"] == appendix
    assert entry in str(found["cites_listed_as"]).split("|")
    assert f", elsewhere {genus} " in found["evidence"]
    # every genus that a species was ever put in does not count
    assert "Panthera leo" not in str(row("Felis")["cites_listed_as"])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("genus Rhea", "Rhea"),
        ("Genus: Rhea", "Rhea"),
        ("family Felidae", "Felidae"),
        ("Famille Cheloniidae spp.", "Cheloniidae"),
        ("order Primates", "Primates"),
    ],
)
def test_the_rank_before_a_name_is_no_part_of_it(text: str, name: str) -> None:
    plain, ranked = row(name), row(text)
    for column in ("status", "cites_appendix", "cites_listed_as", "cms_appendix"):
        assert str(ranked[column]) == str(plain[column])
    assert f"Read as {name}." in ranked["evidence"]
    assert row("genus Nonsense")["status"] == "not_a_name"


def test_an_entry_does_not_cover_the_rest_of_a_family_that_it_excepts() -> None:
    found = row("Vultur")
    assert found["cites_appendix"] == "I"
    assert "Falconiformes" not in found["evidence"]


# ---------------------------------------------------------------------------------------------
# hybrids


@pytest.mark.parametrize(
    ("text", "parents"),
    [
        ("Panthera leo × Panthera tigris", ["Panthera leo", "Panthera tigris"]),
        ("Falco cherrug x F. rusticolus", ["Falco cherrug", "Falco rusticolus"]),
        ("Falco cherrug X rusticolus", ["Falco cherrug", "Falco rusticolus"]),
        ("Equus zebra x E. caballus hybrid", ["Equus zebra", "Equus caballus"]),
        ("Panthera leo (m) x Panthera tigris (f)", ["Panthera leo", "Panthera tigris"]),
        (
            "Panthera leo (Linnaeus, 1758) × P. tigris (Linnaeus, 1758)",
            ["Panthera leo", "Panthera tigris"],
        ),
        ("Ara macao × Ara macao", ["Ara macao"]),
        (
            "(Falco rusticolus x Falco cherrug) x Falco peregrinus",
            ["Falco rusticolus", "Falco cherrug", "Falco peregrinus"],
        ),
    ],
)
def test_the_parents_of_a_hybrid(text: str, parents: list[str]) -> None:
    query = Query(text, "", "", "", "", "", NO_CONTEXT, ("hybrid_formula",))
    assert [parent.name for parent in parents_of(query)] == parents
    found = row(text)
    assert pd.isna(found["cites_appendix"])
    assert pd.isna(found["cms_appendix"])
    assert found["status"] == "uncertain_name"
    assert "hybrid" in found["reason_codes"].split("|")
    assert "Resolution Conf. 10.17" in found["evidence"]
    assert list(cc.lookup([text], how="all")["name"]) == parents


def test_a_hybrid_names_the_appendices_of_its_parents() -> None:
    liger = row("Panthera leo × Panthera tigris")
    assert (
        "The parents: Panthera leo (CITES I or II) and Panthera tigris (CITES I)."
        in (liger["evidence"])
    )
    assert "Panthera leo (CMS II) and Panthera tigris (not listed by CMS)" in liger["evidence"]
    falcon = row("Falco cherrug hybrid")
    assert pd.isna(falcon["cites_appendix"])
    assert falcon["reason_codes"] == "hybrid"
    assert "Falco cherrug itself is in CITES Appendix II." in falcon["evidence"]


def test_a_hybrid_of_unlisted_parents_has_no_rule() -> None:
    found = row("Bison bison x Bos primigenius")
    assert "Resolution" not in found["evidence"]
    assert "hybrid" in found["reason_codes"].split("|")
    assert row("Paphiopedilum × maudiae")["cites_appendix"] == "I"


def test_the_text_tells_the_doubt() -> None:
    def words(name: str) -> str:
        plain = {str(k): None if pd.isna(v) else str(v) for k, v in row(name).items()}
        return looked_up_text(plain, ("cites", "cms"))

    assert "Panthera uncia is in CITES Appendix I." in words("Uncia unica")
    assert "All 2 species of Gorilla known in the package" in words("gorilla")
    primates = words("Primates").splitlines()[1]
    assert primates.endswith(" and 52 more")
    assert "The parents: Falco cherrug (CITES II)" in words("Falco cherrug x F. rusticolus")


def test_text_that_cannot_be_stored_keeps_its_row() -> None:
    table = cc.lookup(["Panthera \ud800leo", "Panthera leo"])
    assert table["query"].tolist() == ["Panthera ?leo", "Panthera leo"]
    assert table["cites_status"][1] == "matched"
