"""Downloads of Species+ and the Checklist Index: small files made by hand in the real layouts."""

import csv
import gzip
import io
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from builders import (
    CAT,
    CITES,
    CITES_ROWS,
    CMS,
    CMS_ROWS,
    INDEX,
    INDEX_ROWS,
    download_text,
    records,
)
from hypothesis import given
from hypothesis import strategies as st

import concordance as cc
from concordance.compare.information import fold
from concordance.listing.cover import cover, cover_elsewhere
from concordance.readers.cells import plain
from concordance.readers.synonym_cells import split_synonyms
from concordance.schema import rows


@pytest.mark.parametrize(("separator", "bom"), [(",", False), (";", True)])
def test_species_plus_cites(tmp_path: Path, separator: str, bom: bool) -> None:
    path = tmp_path / "cites_listings_2026-11-20 08:15_comma_separated.csv"
    path.write_text(download_text(CITES, CITES_ROWS, separator, bom), encoding="utf-8")
    cites = cc.load_cites(path)
    assert cites.source.as_of == "2026-11-20"
    assert cites.source.redistribution == "restricted"
    assert cites.taxa["name"].tolist() == ["Aus bus", "Falco cus"]
    entries = {(e["taxon"], e["appendix"]): e for e in rows(cites.listings)}
    assert set(entries) == {("Aus bus", "I"), ("Aus bus", "II"), ("Falconiformes", "II")}
    assert entries["Aus bus", "II"]["scope_note"] == "Population of Namibia"
    covers = cover(cites)
    assert covers["cites:1"].own
    assert covers["cites:1"].is_split
    assert not covers["cites:2"].own
    ranges = {(r["country"], r["presence"]) for r in rows(cites.ranges)}
    assert ranges == {("NA", "native"), ("ZA", "reintroduced"), ("CI", "native")}


def test_species_plus_cms_and_a_build(tmp_path: Path) -> None:
    cites = cc.load_cites(io.StringIO(download_text(CITES, CITES_ROWS)), as_of="2026-11-20")
    cms = cc.load_cms(io.BytesIO(download_text(CMS, CMS_ROWS).encode()), as_of="2026-11-21")
    days = {e["appendix"]: e["effective_from"] for e in rows(cms.listings)[:2]}
    assert days == {"I": "2009-03-05", "II": "2002-12-23"}
    con = cc.build(cites, cms)
    row = con.table[con.table["cites_name"] == "Aus bus"].iloc[0]
    assert row["rule"] == "exact"
    assert row["relation"] == "congruent"
    assert (row["range_shared"], row["range_cites_only"], row["range_cms_only"]) == (
        "NA", "ZA", "ZW")  # fmt: skip
    assert "range_differs" in row["flag_codes"]
    falcon = con.table[con.table["cites_name"] == "Falco cus"].iloc[0]
    assert falcon["cites_listed_as"] == "Falconiformes"
    assert {"listed_higher_cites", "listed_higher_cms", "migratory_test_needed"} <= set(
        falcon["flag_codes"].split("|")
    )
    conflicts = con.range_conflicts()
    assert conflicts["country"].tolist() == ["ZA", "ZW"]
    with pytest.warns(UserWarning, match="may not be redistributed"):
        con.to_sssom(tmp_path / "x.tsv")


def test_the_index_and_its_synonyms(tmp_path: Path) -> None:
    path = tmp_path / "Index_of_CITES_Species_2017-04-21_17-27.csv.gz"
    path.write_bytes(gzip.compress(download_text(INDEX, INDEX_ROWS).encode()))
    index = cc.load_cites(path)
    assert index.source.as_of == "2017-04-21"
    synonyms = index.names[index.names["status"] == "synonym"]
    assert synonyms["name"].tolist() == ["Bus bus", "Cus major", "Dus minor"]
    assert synonyms["authorship"].tolist()[2] == "(L.) Marg., Szlach. & Kulak"
    problems = {(r.found, r.column) for r in records(index.problems)}
    assert ("Xus Smith, Yus Brown", "SynonymsWithAuthors") in problems
    assert ("S1", "All_DistributionISOCodes") in problems
    entry = rows(index.listings)[0]
    assert (entry["appendix"], entry["scope"]) == ("I", "population")
    assert entry["scope_note"] == "Only the population of Namibia"
    names = {(r["language"], r["name"]) for r in rows(index.common_names)}
    assert ("fr", "Chat d'Aus") in names
    assert ("en", "Cat of Aus") in names
    assert "Chat d'Aus" in str(cc.build(index, cc.load_cms()).information("Aus bus"))


def test_a_data_frame_and_the_list_in_the_package_are_read_too() -> None:
    frame = pd.DataFrame([{c: r.get(c, "") for c in CITES} for r in CITES_ROWS])
    assert len(cc.load_cites(frame).taxa) == 2
    assert cc.load_cites("2017-04-21").source.as_of == "2017-04-21"
    assert cc.load_cites(as_of="2017-04-21").source.as_of == "2017-04-21"
    with pytest.raises(cc.DateError, match="2017-4"):
        cc.load_cites("2017-4")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "the file is empty"),
        ("<!DOCTYPE html><html>", "is a web page, not a CSV file"),
        ("a,b\n1,2\n", "not a known layout. Found the columns a, b"),
        (download_text(CMS, CMS_ROWS), "this is Species+ CMS listings; use load_cms"),
        (download_text([c for c in CITES if c != "Rank"], CITES_ROWS), "it lacks the column Rank"),
        (download_text(CITES, CITES_ROWS) + '3,"half', "is not a complete CSV file"),
        (download_text(CITES, CITES_ROWS) + "3,x\n", "row 4: 2 cells, but 26 columns"),
        (download_text(CITES, [{**CITES_ROWS[0], "Listing": "IV"}]), "Listing is 'IV'"),
        (download_text(CITES, [CITES_ROWS[0], CITES_ROWS[0]]), "Id '1' occurs 2 times"),
        (
            download_text(CITES, [{**CITES_ROWS[0], "Scientific Name": " "}]),
            "Scientific Name is blank",
        ),
        (download_text(CITES, [{**CITES_ROWS[0], "All_DistributionISOCodes": "NAM"}]), "has 'NAM'"),
    ],
)
def test_wrong_files_say_what_is_wrong(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(cc.ChecklistError) as error:
        cc.load_cites(path)
    assert says in str(error.value)


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    bad = [{**CMS_ROWS[0], "Listing": "IV", "Date": "**I** 31/02/2009"},
           {**CMS_ROWS[1], "ScientificName": ""}]  # fmt: skip
    with pytest.raises(cc.ChecklistError) as error:
        cc.load_cms(io.StringIO(download_text(CMS, bad)))
    assert len(error.value.problems) == 3
    assert any("31/02/2009" in problem for problem in error.value.problems)
    latin = tmp_path / "latin.csv"
    latin.write_bytes(
        download_text(CITES, [{**CITES_ROWS[0], "Author": "Müller"}]).encode("latin-1")
    )
    with pytest.raises(cc.ChecklistError, match="saved again by a spreadsheet"):
        cc.load_cites(latin)
    half = tmp_path / "half.csv.gz"
    half.write_bytes(gzip.compress(b"x" * 9999)[:40])
    with pytest.raises(cc.ChecklistError, match="truncated gzip file"):
        cc.load_cites(half)
    with pytest.raises(cc.ChecklistError, match="cannot be read"):
        cc.load_cites(tmp_path / "none.csv")


NAMES = st.builds(
    lambda g, e, a: f"{g} {e}{' ' + a if a else ''}",
    st.sampled_from(["Aus", "Bus", "Neo-urbania"]),
    st.sampled_from(["albus", "niger", "d'orbignyi"]),
    st.sampled_from(["", "L.", "Gray, 1830", "(L.) Marg., Szlach. & Kulak", "Tang ex Wang, 1951",
                     "Reis, Müller & Smith in Brown, 1999", "de la Cruz, 1900"]),
)  # fmt: skip


@given(st.lists(NAMES, max_size=5))
def test_synonyms_are_split_where_a_name_begins(names: Any) -> None:
    found, unsure = split_synonyms(", ".join(names), "species")
    assert (found, unsure) == (names, [])


@given(st.text(max_size=60), st.sampled_from(["species", "genus"]))
def test_no_part_of_a_cell_is_lost(cell: Any, rank: Any) -> None:
    found, unsure = split_synonyms(cell, rank)
    parts = [p for p in plain(cell).split(", ") if p]
    kept = Counter(part for text_ in [*found, *unsure] for part in text_.split(", "))
    assert kept == Counter(parts)


@given(st.text(max_size=30))
def test_folding_common_names_is_idempotent(name: Any) -> None:
    assert fold(fold(name)) == fold(name)
    assert fold("Leopard, Snow") == fold("snow-leopard") != fold("Leopard")


def test_one_common_name_for_two_animals_is_a_conflict() -> None:
    left = [{**INDEX_ROWS[0], "EnglishNames": "Sea Cat"}]
    cites = cc.load_cites(io.StringIO(download_text(INDEX, left)))
    cms = cc.load_cms()
    found = cc.build(cites, cms).common_name_conflicts()
    assert "Sea Cat" not in found["common_name"].tolist()
    left.append({**INDEX_ROWS[0], "TaxonId": "9", "FullName": "Eus fus", "EnglishNames": "cat-sea"})
    again = cc.build(
        cc.load_cites(io.StringIO(download_text(INDEX, left))), cms
    ).common_name_conflicts()
    row = again[again["common_name"] == "Sea Cat"].iloc[0]
    assert row["left_taxa"] == "Aus bus|Eus fus"
    assert row["language"] == "en"


@pytest.mark.needs_shared
def test_the_real_index_is_read_whole(shared: Path) -> None:
    path = shared / "real" / "Index_of_CITES_Species_2017-04-21_17-27.csv.gz"
    index = cc.load_cites(path)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        printed = list(csv.DictReader(file))
    assert len(index.taxa) == len(printed) == 38_079
    for column, field in (("RankName", "rank"), ("Kingdom", "kingdom")):
        wanted = Counter(r[column].lower() for r in printed)
        assert Counter(str(v).lower() for v in index.taxa[field]) == wanted
    listings = Counter(e["appendix"] for e in rows(index.listings))
    for appendix in ("I", "II", "III"):
        assert listings[appendix] == sum(
            appendix in r["CurrentListing"].split("/") for r in printed
        )
    namibia = sum(
        "NA" in [c.strip() for c in r["All_DistributionISOCodes"].split(",")] for r in printed
    )
    assert sum(r["country"] == "NA" for r in rows(index.ranges)) == namibia > 100
    synonyms = index.names[index.names["status"] == "synonym"]
    problems = index.problems
    codes = problems["column"] == "All_DistributionISOCodes"
    former = problems[codes]["found"].value_counts().to_dict()
    assert former == {"AN": 178, "CS": 80, "S1": 47, "SU": 9}, "each is told, none is lost"
    assert len(synonyms) > 33_000
    assert (~codes).sum() < 100
    assert not synonyms["name"].str.contains(r"\d{4}").any()


@pytest.mark.needs_shared
def test_the_reptiles_of_july_2023_are_listed_as_in_the_package(shared: Path) -> None:
    theirs = cc.load_cites(
        shared / "real" / "cites_listings_2023-07_Reptilia.csv", as_of="2023-07-15"
    )
    ours = cc.load_cites("2023-07-15")
    taxa = theirs.records.taxa
    assert len(taxa) == 1196
    found = cc.match_names([t.name for t in taxa], ours)
    covers, own, above = cover(theirs), cover(ours.with_members), cover_elsewhere(taxa, ours)
    different = []
    for taxon, taxon_id in zip(taxa, found["taxon_id"], strict=True):
        known = isinstance(taxon_id, str)
        here = own[taxon_id] if known else above[taxon.taxon_id]
        if here.appendices != covers[taxon.taxon_id].appendices:
            different.append((taxon.name, here.appendices))
    assert different == []


def test_downloads_keep_what_the_package_knows() -> None:
    """One name, two concepts: CITES splits the argali and urial since 2019, CMS does not."""
    sheep = {**CAT, "Order": "Artiodactyla", "Family": "Bovidae", "Genus": "Ovis",
             "Author": "(Linnaeus, 1758)", "Rank": "SPECIES", "Agreement": "CMS", "Listing": "II",
             "Listed under": "Ovis ammon"}  # fmt: skip
    names = ["Ovis ammon", "Ovis polii"]
    cites_rows = [{**sheep, "Id": str(i), "Scientific Name": n} for i, n in enumerate(names, 1)]
    cms_rows = [{**sheep, "Id": "9", "ScientificName": "Ovis ammon", "Date": "**II** 26/01/2018"}]

    def relations(known: bool) -> list[tuple[str, str, str]]:
        cites = cc.load_cites(io.StringIO(download_text(CITES, cites_rows)), as_of="2026-03-01",
                              package_knowledge=known)  # fmt: skip
        cms = cc.load_cms(io.StringIO(download_text(CMS, cms_rows)), as_of="2026-03-01",
                          package_knowledge=known)  # fmt: skip
        table = cc.build(cites, cms).table
        assert len(cites.taxa) == 2
        return [(r["cites_name"], r["relation"], r["relation_source"] or "") for r in rows(table)]

    with_it = {name: (relation, source) for name, relation, source in relations(True)}
    assert with_it["Ovis ammon"][0] == "included_in"
    assert with_it["Ovis polii"][0] == "included_in"
    assert with_it["Ovis polii"][1].startswith("Valdez & Weinberg 2011")
    without = {name: relation for name, relation, _ in relations(False)}
    assert without == {"Ovis ammon": "congruent", "Ovis polii": "not_listed"}


def test_a_synonym_of_the_package_says_that_it_is_one() -> None:
    cat = {**CAT, "Id": "1", "Genus": "Panthera", "Scientific Name": "Panthera uncia",
           "Author": "(Schreber, 1775)", "Rank": "SPECIES", "Listing": "I",
           "Listed under": "Panthera uncia"}  # fmt: skip
    cites = cc.load_cites(io.StringIO(download_text(CITES, [cat])), as_of="2026-03-01")
    (row,) = cc.match_names(["Uncia uncia"], cites).itertuples()
    assert row.name == "Panthera uncia"
    assert "known to the package" in str(row.evidence)
