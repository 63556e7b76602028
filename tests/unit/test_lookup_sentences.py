"""The sentences of `lookup`: none contradicts another one, or the columns."""

import re

import pytest

import concordance as cc
from concordance.readers.package import read_data
from concordance.schema import cells

LABELS = {"cites": "CITES", "cms": "CMS"}
#: names of every kind of answer: printed, covered, in part, excepted, former, unknown
NAMES = [
    "Panthera leo", "Canis lupus", "Ursus arctos", "Ursus arctos pruinosus", "Falco peregrinus",
    "Falco ignotus", "Hippocampus ignotus", "Panthera tigris altaica", "Panthera ignota", "Turdus",
    "Turdus ignotus", "Cathartes aura", "Vultur ignotus", "Psephotus dissimilis",
    "Psephotus dissimilis ignotus", "Falco pelegrinoides babylonicus", "Struthio camelus",
    "Erithacus rubecula superbus", "Potamotrygon marinae", "Magnolia", "Magnolia grandiflora",
    "Ovis", "Ovis aries", "Mus musculus", "Foo bar", "asdfgh", "Felidae", "Gorilla", "Moschus cupreus",
    "Giraffa camelopardalis", "Rhynchobatus australiae", "Caracara lutosa", "Aloe vera",
    "Vulpes vulpes", "Acipenser ignotus", "Loxodonta africana", "Crocodylus porosus", "Parus ater",
    "Hodgsonius phaenicuroides", "Prionailurus rubiginosus phillipsi", "Homo sapiens",
]  # fmt: skip
DAYS = [None, "2015-03-01", "2017", "2019-12-01", "2023-02", ""]
COUNTRIES = [None, "IN", "KE", "XX"]
KEYS = {row["key"] for row in read_data("sources.csv")} - {"recalled"}
_KEY = re.compile(
    rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, KEYS), key=len, reverse=True))})(?![\w-])"
)


def rows(day: str | None, country: str | None) -> list[dict[str, str | None]]:
    table = cc.lookup(NAMES, dates=day, countries=country)
    columns = {name: cells(table[name]) for name in table.columns}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("country", COUNTRIES)
def test_no_sentence_contradicts_the_columns(day: str | None, country: str | None) -> None:
    for row in rows(day, country):
        evidence = str(row["evidence"])
        for key, label in LABELS.items():
            appendix, status = row[f"{key}_appendix"], row[f"{key}_status"]
            denied = re.search(rf"not listed by {label} under|{label} lists neither", evidence)
            assert not (appendix and denied), row
            assert not (appendix and status in ("not_found", "excluded", "proposed")), row
            if status == "covered":
                assert appendix, row
            covered = re.search(rf"Covered by the {label} ([IV|]+) entry", evidence)
            if covered and appendix:
                assert set(covered[1].split("|")) & set(appendix.split("|")), row
        assert not re.search(rf"separate entries: [^.;]*\b{row['query']} \(", evidence), row


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("country", COUNTRIES)
def test_sentences_are_written_for_people(day: str | None, country: str | None) -> None:
    for row in rows(day, country):
        evidence = str(row["evidence"])
        assert not re.search(
            r"  | ,|\.\.|\bNone\b|\bnan\b|\(\)|and 1 more|\ba Appendix", evidence
        ), row
        assert not (key := _KEY.search(evidence)), (key, row)
        sentences = re.split(r"(?<=[a-z)]\.) (?=[A-Z])", evidence)
        assert len(sentences) == len(set(sentences)), row


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Magnolia", "under this name, its family Magnoliaceae or order Magnoliales."),
        ("Magnolia grandiflora",
         "under this name, its genus, family Magnoliaceae or order Magnoliales."),
        ("asdfgh", "CITES does not print Asdfgh, and the name is unknown to the package."),
        ("Panthera tigris altaica", "Covered by the CITES I entry Panthera tigris. "),
        ("Hippocampus ignotus", "Covered by the CITES II entry Hippocampus. "),
        ("Falco ignotus", "Falco belongs, unless an exception or a stricter entry applies; "),
        ("Canis lupus ignotus", "Covered by the CITES I|II entry Canis lupus, unless an exception "),
        ("Potamotrygon marinae", "covered by the CITES III entry Potamotrygon for some "),
        ("Otus scops", "by CMS under this name, its genus, family Strigidae or order Strigiformes."),
        ("Pan", "CMS lists only part of Pan by name: Pan troglodytes (I and II); "),
        ("Parus ater", "No CITES entry covers it on that day."),
    ],
)  # fmt: skip
def test_what_a_sentence_says(name: str, words: str) -> None:
    day = "2015-03-01" if name == "Parus ater" else None
    assert words in str(cells(cc.lookup([name], dates=day)["evidence"])[0])


@pytest.mark.parametrize("name", ["Turdus ignotus", "Schoenicola ignota"])
def test_an_entry_for_a_family_in_the_wide_sense_covers_unknown_names(name: str) -> None:
    table = cc.lookup([name], dates="2015-03-01")
    assert cells(table["cms_status"]) == ["covered"]
    assert cells(table["cms_listed_as"]) == ["Muscicapidae (s.l.)"]
    assert cells(table["cms_appendix"]) == ["II"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Cervus hanglu", "Cervus elaphus hanglu is in CITES Appendix I."),
        ("Branta leucopareia", "Branta canadensis leucopareia is in CITES Appendix II (entry in "
         "this form since 2023-02-23)."),
        ("Uncia unica", "Panthera uncia is in CITES Appendix I."),
        ("Uncia unica", "Uncia uncia is in CMS Appendix I (entry in this form since 1986-01-24)."),
        ("Cervus bactrianus", "Cervus elaphus yarkandensis is in CMS Appendix I or II."),
    ],
)  # fmt: skip
def test_a_proposal_names_the_appendix_of_what_it_proposes(name: str, words: str) -> None:
    table = cc.lookup([name])
    assert "proposed" in (*cells(table["cites_status"]), *cells(table["cms_status"]))
    assert words in str(cells(table["evidence"])[0])
