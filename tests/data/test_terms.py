"""No fact in the package rests on a file that may not be passed on."""

import csv
import re

from builders import ROOT

from concordance.names.goods import GOODS

DATA = ROOT / "data"
#: terms under which nothing may be taken over, and licences that do not let users do as they like
FORBIDDEN = re.compile(r"forbid|\bno redistribution|non-?commercial|\bBY-NC|-ND\b|all rights reserved",
                       re.IGNORECASE)  # fmt: skip
FILES = [path for path in sorted(DATA.rglob("*.csv")) if path.name != "sources.csv"]


def rows_of(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / name).read_text(encoding="utf-8").splitlines()))


def test_no_row_rests_on_a_source_whose_terms_forbid_redistribution() -> None:
    forbidden = {row["key"] for row in rows_of("sources.csv") if FORBIDDEN.search(row["terms"])}
    assert "SP2013-check" in forbidden  # the rule would see one
    found = {
        (path.name, key)
        for path in FILES
        for row in rows_of(path.relative_to(DATA).as_posix())
        for column, cell in row.items()
        if "source" in column or column == "evidence"
        for key in (cell or "").split("|")
        if key in forbidden
    }
    assert found == set()


def test_every_common_name_has_a_licence_that_lets_it_be_passed_on() -> None:
    rows = rows_of("species/common_names.csv")
    assert len(rows) > 10_000
    assert [r for r in rows if not r["licence"] or FORBIDDEN.search(r["licence"])] == []


def test_names_that_the_eu_text_alone_prints_are_those_of_its_list() -> None:
    printed = {
        (row["taxon"], part.strip())
        for row in rows_of("eu_listings.csv")
        for part in (row["common_name_en"], *row["common_name_en"].split(","))
    }
    own = [row for row in rows_of("species/common_names.csv") if row["source"] == "eu-2023-966"]
    assert len(own) > 200
    lower = {(taxon, name.casefold()) for taxon, name in printed}
    assert [r for r in own if (r["taxon"], r["name"].casefold()) not in lower] == []


def test_countries_of_subspecies_say_where_they_are_from() -> None:
    rows = rows_of("part_ranges.csv")
    recalled = {row["taxon"] for row in rows if row["source"] == "recalled"}
    assert recalled == {row["taxon"] for row in rows if row["confidence"] == "recalled"}
    assert len(rows) - len(recalled) >= 22, "a row lost its source"
    countries = {row["code"] for row in rows_of("countries.csv")}
    assert {code for row in rows for code in row["countries"].split("|")} <= countries


def test_no_epithet_in_the_data_is_a_word_for_goods() -> None:
    """Such an epithet would never be read: "Lepanthes skeleton"."""
    name = re.compile("[A-Z][a-z]+((?: [a-z-]+){1,2})")
    epithets = {
        word: cell
        for path in FILES
        if path.name != "common_names.csv"
        for row in rows_of(path.relative_to(DATA).as_posix())
        for column, cell in row.items()
        if column == "taxon" or ("name" in column and "common" not in column)
        if (match := name.fullmatch(cell or ""))
        for word in match[1].split()
    }
    assert len(epithets) > 5_000
    assert set(epithets) & GOODS == {"fur"}, "Macaca fur is a synonym that nobody uses"
