"""What is known of the animals beside names and entries: range, names, status, EU Annexes."""

import csv
from collections import defaultdict
from typing import Any

import pandas as pd
import pytest
from builders import ROOT

import concordance as cc
from concordance.arrange.annexes import AnnexReason, annex_reason, expected_annexes
from concordance.compare.findings import FINDINGS
from concordance.compare.findings import Kind as Finding
from concordance.compare.gaps import FIELDS, GAPS
from concordance.concordance import Concordance
from concordance.listing.cover import cover
from concordance.readers.known import compile_known
from concordance.schema import rows

MDD = pd.DataFrame(
    [
        ("Panthera uncia", "Carnivora", "Felidae", "VU"),
        ("Ursus arctos", "Carnivora", "Ursidae", "LC"),
        ("Addax nasomaculatus", "Artiodactyla", "Bovidae", "CR (PE)"),
        ("Vicugna pacos", "Artiodactyla", "Camelidae", "LC (as Vicugna vicugna)"),
        ("Gazella cuvieri", "Artiodactyla", "Bovidae", ""),
    ],
    columns=["sciName", "order", "family", "iucnStatus"],
)
AVILIST = pd.DataFrame(
    [("Falco cherrug", "species", "EN"), ("Astur gundlachi", "species", "EN")],
    columns=["Scientific_name", "Taxon_rank", "IUCN_Red_List_Category"],
)


@pytest.fixture(scope="module")
def con() -> Concordance:
    return cc.build(cc.load_cites(), cc.load_cms())


@pytest.fixture(scope="module")
def assessed() -> Concordance:
    lists = [cc.load_checklist(MDD), cc.load_checklist(AVILIST)]
    return cc.build(cc.load_cites(), cc.load_cms(), redlist=lists)


def row_of(con: Concordance, name: str) -> dict[str, Any]:
    table = con.table
    (row,) = rows(table[table["cites_name"].eq(name).fillna(False)])
    return row


def paired(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["cites_id"].notna() & table["cms_id"].notna()]


# ---------------------------------------------------------------------------------------------
# columns


def test_a_row_has_what_the_package_knows(con: Concordance) -> None:
    row = row_of(con, "Panthera uncia")
    assert row["range_countries"] == "AF|BT|CN|IN|KG|KZ|MN|NP|PK|RU|TJ|UZ"
    assert row["range_source"] == "Mammal Diversity Database 2.4"
    assert row["eu_annexes"] == "A"
    assert row["common_name_en"] == "Snow Leopard"
    assert row["common_name_fr"] == "Léopard des neiges"
    assert row["conservation_status"] is row["conservation_source"] is None
    assert row["range_shared"] is None  # neither list brings a range


def test_a_part_has_the_range_of_what_contains_it_and_says_so(con: Concordance) -> None:
    row = row_of(con, "Equus hemionus khur")
    assert row["range_source"].endswith("; of Equus hemionus, which contains it")


def test_a_subspecies_is_not_given_the_range_of_its_species(con: Concordance) -> None:
    """The checklist has *Cervus elaphus* in western Europe; the Bukhara deer lives in Asia."""
    assert row_of(con, "Cervus elaphus bactrianus")["range_countries"] is None


def test_the_shares_that_the_docs_name(con: Concordance) -> None:
    pairs = paired(con.table)
    low = pairs[pairs["cites_rank"].isin(["species", "subspecies"])]
    mammals = low[low["class"] == "Mammalia"]
    assert mammals["range_countries"].notna().mean() > 0.9
    assert low["common_name_en"].notna().mean() >= 0.99
    assert mammals["common_name_fr"].notna().mean() > 0.75


def test_what_the_union_lists_has_its_annexes(con: Concordance) -> None:
    """Every row of a taxon that the Annexes print has exactly their Annexes."""
    annexes = cc.load_list("eu")
    names = {taxon.name: taxon.taxon_id for taxon in annexes.records.taxa}
    covers = cover(annexes)
    checked = 0
    for row in con.rows:
        name = row.sides_by_key[0].taxon.name
        if name in names:
            checked += 1
            assert row.known.eu_annexes == "|".join(covers[names[name]].appendices), name
    assert checked > 1100


def test_before_the_text_of_the_annexes_nothing_is_said() -> None:
    old = cc.build(cc.load_cites("2023-05-19"), cc.load_cms("2023-05-19"))
    assert old.table["eu_annexes"].isna().all()
    assert row_of(old, "Panthera uncia")["range_countries"]


def test_a_list_of_the_user_stands_beside_the_package() -> None:
    taxa = pd.DataFrame({"name": ["Panthera uncia"], "class": "Mammalia", "kingdom": "Animalia"})
    ranges = pd.DataFrame({"taxon_id": ["own:panthera-uncia"] * 2, "country": ["BT", "XK"]})
    own, other = (
        cc.Checklist.from_frames(
            key,
            taxa=taxa,
            source=cc.Source(name=key),
            ranges=ranges.assign(taxon_id=f"{key}:panthera-uncia").iloc[:count],
            listings=pd.DataFrame({"taxon": ["Panthera uncia"], "appendix": ["1"]}),
        )
        for key, count in (("own", 2), ("other", 1))
    )
    (row,) = rows(cc.build(own, other).table)
    assert (row["range_shared"], row["range_own_only"]) == ("BT", "XK")
    assert row["range_countries"].startswith("AF|BT|CN")
    assert row["eu_annexes"] == "A"


def test_information_names_the_source_of_each_line(con: Concordance) -> None:
    table = con.information("Uncia uncia").table
    lines = {(r["side"], r["kind"], r["value"]): r["detail"] for r in rows(table)}
    assert lines["PACKAGE", "range country", "BT"] == ("native, Mammal Diversity Database 2.4")
    assert lines["PACKAGE", "common name", "Léopard des neiges"].startswith("fr, ")
    assert ("PACKAGE", "eu annex", "A") in lines


def test_the_texts_and_cards_have_it(con: Concordance) -> None:
    text = str(con.explain("Panthera uncia"))
    assert "EU Annexes: A" in text
    assert "range (Mammal Diversity Database 2.4): AF, BT" in text
    card = con.explain("Panthera uncia")._repr_html_()
    assert "Range: AF, BT" in card
    assert "Snow Leopard; Léopard des neiges" in card


def test_the_compact_file_is_made_of_the_others() -> None:
    folder = ROOT / "data" / "species"
    assert (ROOT / "data" / "known.csv").read_text(encoding="utf-8") == compile_known(folder)


# ---------------------------------------------------------------------------------------------
# status


def test_several_lists_give_a_status(assessed: Concordance) -> None:
    row = row_of(assessed, "Panthera uncia")
    assert row["conservation_status"] == "VU"
    assert row["conservation_source"] == (
        "Mammal Diversity Database, date not known; category of IUCN Red List"
    )
    assert row["red_list_category"] is row["red_list_name"] is None  # no Red List is loaded
    assert row_of(assessed, "Falco cherrug")["conservation_status"] == "EN"


def test_a_status_says_under_which_name_it_stands(assessed: Concordance) -> None:
    hawk = row_of(assessed, "Accipiter gundlachi")
    assert hawk["conservation_source"].endswith("; as Astur gundlachi")
    bear = row_of(assessed, "Ursus arctos isabellinus")
    assert bear["conservation_source"].endswith("; of Ursus arctos, which contains it")


def test_a_category_is_read_without_what_stands_behind(assessed: Concordance) -> None:
    assert row_of(assessed, "Addax nasomaculatus")["conservation_status"] == "CR"
    assert row_of(assessed, "Gazella cuvieri")["conservation_status"] is None


def test_categories_are_not_passed_on(assessed: Concordance, tmp_path: Any) -> None:
    with pytest.warns(UserWarning, match="conservation statuses may not be redistributed"):
        assessed.to_datapackage(tmp_path / "dp")
    assert "conservation_status" not in (tmp_path / "dp" / "concordance.csv").read_text()
    assessed.to_datapackage(tmp_path / "own", whole=True)
    assert ",VU," in (tmp_path / "own" / "concordance.csv").read_text()


# ---------------------------------------------------------------------------------------------
# findings


def findings_of(con: Concordance, kind: Finding) -> list[dict[str, Any]]:
    table = con.information_findings()
    assert table.columns.tolist() == [column.name for column in FINDINGS]
    return rows(table[table["kind"] == kind.value])


def test_a_population_outside_the_range(con: Concordance) -> None:
    found = findings_of(con, Finding.OUTSIDE_RANGE)
    notes = {(row["name"], row["value"]): row["note"] for row in found}
    assert ("Vicugna vicugna", "EC") in notes  # brought there in 1988
    assert "does not have Vicugna vicugna there" in notes["Vicugna vicugna", "EC"]
    assert all(name != "Acinonyx jubatus" for name, _ in notes)


def test_the_status_against_the_appendix(assessed: Concordance) -> None:
    below = {row["name"]: row for row in findings_of(assessed, Finding.THREATENED_BELOW)}
    assert below["Accipiter gundlachi"]["value"] == "EN"
    assert "Panthera uncia" not in below  # in Appendix I
    safe = {row["name"] for row in findings_of(assessed, Finding.SAFE_IN_FIRST)}
    assert "Ursus arctos" in safe


def test_no_status_without_a_list(con: Concordance) -> None:
    assert findings_of(con, Finding.THREATENED_BELOW) == []


def test_species_of_an_instrument_without_appendix(con: Concordance) -> None:
    found = {(row["name"], row["value"]) for row in findings_of(con, Finding.NO_APPENDIX)}
    assert ("Alca torda", "AEWA") in found
    assert "Anas acuta" not in {name for name, _ in found}  # through the family Anatidae


def test_one_common_name_of_two_animals(con: Concordance) -> None:
    found = {row["value"]: row["name"] for row in findings_of(con, Finding.TWO_ANIMALS)}
    beluga = next(names for value, names in found.items() if value.lower() == "en: beluga")
    assert beluga == "Delphinapterus leucas|Huso huso"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Accipiter nisus", "stricter_listing"),
        ("Mustela altaica", "reservation"),
        ("Carcharhinus longimanus", "newer_entry"),
        ("Aythya nyroca", "listed_beyond"),
        ("Ursus arctos", "one_entry_for_several"),
        ("Agalychnis", "species_one_by_one"),
    ],
)
def test_an_annex_that_differs_has_its_reason(con: Concordance, name: str, reason: str) -> None:
    found = {row["name"]: row["reason"] for row in findings_of(con, Finding.ANNEX)}
    assert found[name] == reason


def test_every_annex_is_explained(con: Concordance) -> None:
    reasons = [row["reason"] for row in findings_of(con, Finding.ANNEX)]
    assert len(reasons) > 100
    assert "unexplained" not in reasons


@pytest.mark.parametrize(
    ("appendices", "annexes", "reason"),
    [
        (("I",), ("A",), None),
        (("II",), ("B",), None),
        (("III",), ("C",), None),
        (("I", "II"), ("A", "B"), None),
        ((), (), None),
        (("II",), ("A",), AnnexReason.STRICTER),
        (("III",), ("B",), AnnexReason.STRICTER),
        ((), ("D",), AnnexReason.BEYOND),
        (("I",), ("B",), AnnexReason.RESERVATION),
        (("III",), ("D",), AnnexReason.RESERVATION),
        (("I", "II"), ("A",), AnnexReason.GROUP),
        (("II",), (), AnnexReason.UNEXPLAINED),
        (("I",), ("C",), AnnexReason.UNEXPLAINED),
    ],
)
def test_annexes_follow_the_appendices(
    appendices: tuple[str, ...], annexes: tuple[str, ...], reason: AnnexReason | None
) -> None:
    assert annex_reason(appendices, annexes) is reason


def test_a_newer_entry_explains_before_the_rest() -> None:
    assert annex_reason(("I",), ("B",), newer=True) is AnnexReason.NEWER
    assert expected_annexes(("I", "III")) == ("A", "C")


def test_the_printed_codes_are_those_of_the_appendices() -> None:
    """The Annexes print the Appendix behind each name: all are those of the package, or explained."""
    day = "2023-05-20"
    eu = cc.load_list("eu", as_of=day)
    text = (ROOT / "data" / "eu_listings.csv").read_text(encoding="utf-8")
    code_of = {
        row["entry_id"]: set(filter(None, row["cites_code"].split("|")))
        for row in csv.DictReader(text.splitlines())
    }
    codes = {
        taxon_id: set().union(*(code_of[entry.entry_id] for entry in covered.entries))
        for taxon_id, covered in cover(eu).items()
    }
    appendices: defaultdict[str, set[str]] = defaultdict(set)
    for row in cc.build(cc.load_cites(day), eu).rows:
        if row.right is not None:
            appendices[row.right.taxon.taxon_id] |= set(row.covers[0].appendices)
    assert len(codes) == 1588
    differ = {i: (codes[i], appendices[i]) for i in codes if codes[i] != appendices[i]}
    assert differ == {
        # the text prints the plant twice: without a code under its older name
        "eu:othonna-clavifolia": (set(), {"III"}),
        # one entry of Annex A for taxa of both Appendices, named in its note
        "eu:cetacea": ({"I", "II"}, {"II"}),
        "eu:haliaeetus": ({"I", "II"}, {"II"}),
        "eu:vini": ({"I", "II"}, {"II"}),
        # part of Crotalus durissus, of Appendix III in Honduras; the Union lists it in Annex D
        "eu:crotalus-durissus-unicolor": (set(), {"III"}),
        # the entry Pterocarpus covers African populations, P. macrocarpus is Asian
        "eu:pterocarpus-macrocarpus": (set(), {"II"}),
    }


# ---------------------------------------------------------------------------------------------
# gaps


def test_gaps_are_the_work_list(assessed: Concordance) -> None:
    gaps = assessed.information_gaps()
    assert gaps.columns.tolist() == [column.name for column in GAPS]
    found = {(row["class"], row["field"]): row for row in rows(gaps)}
    classes = {class_ for class_, _ in found}
    assert {"Mammalia", "Aves", "Reptilia", "Elasmobranchii"} <= classes
    assert set(found) == {(class_, field) for class_ in classes for field in FIELDS}
    for row in found.values():
        assert row["share"] == pytest.approx(1 - row["missing"] / row["rows"], abs=1e-4)
        assert bool(row["missing"]) == (row["names"] is not None)
    fish = found["Elasmobranchii", "range_countries"]
    assert fish["missing"] == fish["rows"]
    assert "Alopias vulpinus" in fish["names"].split("|")
    pairs = paired(assessed.table)
    mammals = pairs[(pairs["class"] == "Mammalia") & pairs["cites_name"].str.contains(" ")]
    assert found["Mammalia", "common_name_es"]["rows"] == len(mammals)
    missing = int(mammals["common_name_es"].isna().sum())
    assert found["Mammalia", "common_name_es"]["missing"] == missing
