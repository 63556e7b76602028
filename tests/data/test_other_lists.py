"""The lists of protected species beside the Appendices, row by row, and lists of a user's own."""

import csv
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from builders import ROOT

import concordance as cc
from concordance.arrange.official_lists import OFFICIAL, list_keys
from concordance.listing.cover import cover
from concordance.readers.datapackage import APPENDICES
from concordance.readers.listings import COLUMNS, RANKS

DATA = ROOT / "data"
#: entries of each file, and those in force on the last day of the data
COUNTS = {
    "eu": (1600, 1592), "birds": (304, 304), "habitats": (1894, 1894), "aewa": (300, 255),
    "bern": (1353, 1352), "eurobats": (37, 37), "ascobans": (1, 1), "spaw": (259, 259),
    "iac": (6, 6), "wsseals": (1, 1),
}  # fmt: skip


def rows_of(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / name).read_text(encoding="utf-8").splitlines()))


def test_every_list_of_the_package_can_be_loaded() -> None:
    assert set(COUNTS) == set(OFFICIAL) == set(APPENDICES)
    assert list_keys() == ("cites", "cms", *OFFICIAL)


@pytest.mark.parametrize("key", COUNTS)
def test_counts_are_pinned(key: str) -> None:
    rows = rows_of(f"{key}_listings.csv")
    assert (len(rows), len(cc.load_list(key).listings)) == COUNTS[key]


@pytest.mark.parametrize("key", COUNTS)
def test_every_row_is_whole(key: str) -> None:
    rows = rows_of(f"{key}_listings.csv")
    assert tuple(rows[0]) == COLUMNS
    sources = {row["key"] for row in rows_of("sources.csv")}
    ids = Counter(row["entry_id"] for row in rows)
    assert [i for i, n in ids.items() if n > 1] == []
    for row in rows:
        assert row["appendix"] in APPENDICES[key], row
        assert row["rank"] in RANKS, row
        assert row["entry_id"].startswith(f"{key}:"), row
        assert set(row["source"].split("|")) <= sources, row
        assert set(row["cites_code"].split("|")) <= {"", "I", "II", "III"}, row
        assert not row["effective_to"] or row["effective_from"] < row["effective_to"], row
        assert bool(row["scope_mode"]) <= bool(row["scope_iso2"]), row


@pytest.mark.parametrize("key", COUNTS)
def test_a_name_stands_once_in_each_part(key: str) -> None:
    """A taxon in one Annex twice differs in its population or in its days."""
    rows = [row for row in rows_of(f"{key}_listings.csv") if not row["effective_to"]]
    columns = ("taxon", "appendix", "scope_iso2", "scope_mode", "scope_note")
    counts = Counter(tuple(row[c] for c in columns) for row in rows)
    assert [taxon for taxon, n in counts.items() if n > 1] == []


def test_synonyms_of_the_lists_lead_to_what_they_print() -> None:
    printed = {key: {row["taxon"] for row in rows_of(f"{key}_listings.csv")} for key in COUNTS}
    checked = 0
    for row in rows_of("synonyms.csv"):
        if row["taxonomy"] in printed:
            checked += 1
            assert row["accepted_name"] in printed[row["taxonomy"]], row
    assert checked > 140


def test_the_waterbird_agreement_is_one_in_both_files() -> None:
    instruments = {r["taxon"] for r in rows_of("instruments.csv") if r["instrument"] == "AEWA"}
    assert instruments == set(cc.load_list("aewa").listings["taxon"])


def test_bats_are_covered_through_their_suborder() -> None:
    """*Microchiroptera* stands between the order and its families."""
    own = pd.DataFrame({"name": ["Myotis emarginatus", "Rousettus aegyptiacus"],
                        "rank": "species", "kingdom": "Animalia", "class": "Mammalia",
                        "order": "Chiroptera", "family": ["Vespertilionidae", "Pteropodidae"],
                        "genus": ["Myotis", "Rousettus"]})  # fmt: skip
    bats = cc.Checklist.from_frames("bats", taxa=own, source=cc.Source(name="bats"))
    bern = cc.load_list("bern")
    from concordance.listing.cover import cover_elsewhere

    covers = cover_elsewhere(bats.records.taxa, bern)
    entries = {i: [(e.taxon, e.appendix) for e in c.entries] for i, c in covers.items()}
    assert entries["bats:myotis-emarginatus"][0] == ("Microchiroptera", "II")
    assert entries["bats:rousettus-aegyptiacus"] == []
    assert covers["bats:myotis-emarginatus"].own is False


def test_a_specific_entry_of_the_union_prevails() -> None:
    covers = cover(cc.load_list("eu"))
    assert covers["eu:falco-peregrinus"].appendices == ("A",)
    assert covers["eu:falconiformes"].appendices == ("B",)


def test_the_wolf_moves_in_2025() -> None:
    for day, appendices in (("2025-03-06", ["II"]), ("2025-03-07", ["II", "III"])):
        listings = cc.load_list("bern", as_of=day).listings
        wolf = listings[listings["taxon"] == "Canis lupus"]
        assert sorted(wolf["appendix"]) == appendices
    notes = dict(zip(wolf["appendix"], wolf["scope_mode"], strict=True))
    assert notes == {"II": "only", "III": "except"}


def test_a_list_has_other_days() -> None:
    eu = cc.load_list("eu")
    assert eu.as_of("2023-05-20").source.as_of == "2023-05-20"
    assert len(eu.as_of("2023-05-21").listings) != len(eu.listings)


def test_a_day_before_a_list_begins_is_refused() -> None:
    for key, official in OFFICIAL.items():
        year = int(official.first_day[:4]) - 1
        with pytest.raises(cc.DateError, match=official.first_day):
            cc.load_list(key, as_of=f"{year}-01-01")
    with pytest.raises(cc.DateError, match="not a valid date; expected YYYY-MM-DD; the data of"):
        cc.load_list("eu", as_of="20 May 2023")


def test_an_unknown_list_is_refused_with_those_there_are() -> None:
    with pytest.raises(cc.ConcordanceError, match=r"no list 'cites2'.*cites, cms, eu, .*wsseals"):
        cc.load_list("cites2")


OWN = "taxon,rank,appendix\nLynx lynx,species,1\n"


def test_a_national_list_is_read(tmp_path: Path) -> None:
    path = tmp_path / "act.csv"
    path.write_text("taxon,rank,appendix,family,effective_from,effective_to\n"
                    "Lynx lynx,species,1,Felidae,2020-01-01,\n"
                    "Felidae,family,2,Felidae,2010-01-01,2020-01-01\n")  # fmt: skip
    act = cc.load_listings(path, "act", name="An act")
    assert act.source.name == "An act"
    assert act.listings["taxon"].tolist() == ["Lynx lynx"]
    assert act.taxa["kingdom"].tolist() == ["Animalia"]
    assert act.as_of("2015-06-01").listings["taxon"].tolist() == ["Felidae"]
    con = cc.build(cc.load_cites(), act)
    row = con.table[con.table["act_name"] == "Lynx lynx"].iloc[0]
    assert (row["cites_listed_as"], row["act_appendix"]) == ("Felidae", "1")


def test_one_error_has_all_problems_of_a_national_list(tmp_path: Path) -> None:
    path = tmp_path / "act.csv"
    path.write_text("taxon,rank,appendix,scope_iso2,scope_mode,effective_from,scope\n"
                    "Lynx lynx,speces,1,,,,\n"
                    ",species,1,,,,\n"
                    "Ursus arctos,species,,XX|DE|germany,only,1 May 2020,\n"
                    "Canis lupus,species,1,,some,2020-02-30,part\n")  # fmt: skip
    with pytest.raises(cc.ChecklistError) as error:
        cc.load_listings(path, "act")
    text = str(error.value)
    assert len(error.value.problems) == 9, text
    for part in ("row 2, 'Lynx lynx': rank is 'speces'", "row 3", "taxon is blank", "appendix is ''",
                 "scope_iso2 has 'XX'", "scope_iso2 has 'germany'", "'1 May 2020'", "'2020-02-30'",
                 "scope is 'part'", "scope_mode is 'some'"):  # fmt: skip
        assert part in text, part


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("taxon,rank,annex\nLynx lynx,species,1\n", "'annex' is not known.*'appendix' is missing"),
        ("taxon,rank,appendix,rank\nLynx lynx,species,1,genus\n", "'rank' occurs 2 times"),
        ("taxon,rank,appendix\n", "has no rows"),
        (OWN + "Lynx lynx,species,1\n", "was used in row 2"),
    ],
)
def test_a_national_list_is_refused_whole(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "act.csv"
    path.write_text(text)
    with pytest.raises(cc.ChecklistError, match=f"(?s){message}"):
        cc.load_listings(path, "act")


def test_a_national_list_needs_a_key() -> None:
    table = pd.DataFrame({"taxon": ["Lynx lynx"], "rank": ["species"], "appendix": ["1"]})
    with pytest.raises(cc.ChecklistError, match="key is 'My list'"):
        cc.load_listings(table, "My list")
    assert cc.load_listings(table, "act").source.name == "listings act"


def test_a_saved_list_keeps_its_groups(tmp_path: Path) -> None:
    bern = cc.load_list("bern")
    bern.save(tmp_path / "bern.arrow")
    again = cc.Checklist.load(tmp_path / "bern.arrow")
    assert again.knowledge.groups == bern.knowledge.groups != ()
    assert again == bern
