"""What adopting a reference, or listing an animal, would do: small references with known answers."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builders import ROOT, records

import concordance as cc
from concordance.cli import main
from concordance.concordance import Concordance

#: the cats as Kitchener et al. (2017) name them: name, author, synonym in use by a treaty
CATS = (
    "taxonID,scientificName,taxonRank,taxonomicStatus,acceptedNameUsageID,class,family\n"
    '1,"Panthera uncia (Schreber, 1775)",species,accepted,,Mammalia,Felidae\n'
    '2,"Uncia uncia (Schreber, 1775)",species,synonym,1,Mammalia,Felidae\n'
    '3,"Otocolobus manul (Pallas, 1776)",species,accepted,,Mammalia,Felidae\n'
    '4,"Felis manul Pallas, 1776",species,synonym,3,Mammalia,Felidae\n'
    '5,"Acinonyx jubatus (Schreber, 1775)",species,accepted,,Mammalia,Felidae\n'
)
#: one argali, as Wilson & Reeder (2005) have it
SHEEP = (
    "taxonID,scientificName,taxonRank,taxonomicStatus,acceptedNameUsageID,class,family\n"
    '1,"Ovis ammon (Linnaeus, 1758)",species,accepted,,Mammalia,Bovidae\n'
    "2,Ovis hodgsoni,species,synonym,1,Mammalia,Bovidae\n"
    "3,Ovis polii,species,synonym,1,Mammalia,Bovidae\n"
)


@pytest.fixture
def cats(tmp_path: Path) -> Path:
    path = tmp_path / "cats.csv"
    path.write_text(CATS, encoding="utf-8")
    return path


def test_cms_adopts_the_cats_of_2017(con: Concordance, cats: Path) -> None:
    found = con.what_if(adopt=cc.load_checklist(cats), by="CMS", scope="Felidae")
    rows = {r.left_name: r for r in records(found.table) if isinstance(r.left_name, str)}
    for left, right, why in (
        ("Panthera uncia", "Uncia uncia", "snow leopard: back in Panthera"),
        ("Otocolobus manul", "Felis manul", "Pallas's cat: a genus of its own"),
    ):
        row = rows[left]
        assert (row.outcome, row.right_name, row.right_after) == ("resolved", right, left), why
        assert f"CMS II {right}" in row.entries or f"CMS I {right}" in row.entries
    assert "Acinonyx jubatus" not in rows, "nothing changes for the cheetah"
    assert (found.score_before or 0) < (found.score_after or 0)
    assert "## resolved: 2" in str(found)


def test_cites_adopting_the_same_list_changes_nothing_there(con: Concordance, cats: Path) -> None:
    found = con.what_if(adopt=cc.load_checklist(cats), by="CITES", scope="Felidae")
    outcomes = set(found.table["outcome"])
    assert "created" not in outcomes
    assert "resolved" not in outcomes
    assert found.score_before == found.score_after


def test_one_argali_for_cites_is_a_lump_with_differing_appendices(
    con: Concordance, tmp_path: Path
) -> None:
    path = tmp_path / "sheep.csv"
    path.write_text(SHEEP, encoding="utf-8")
    found = con.what_if(adopt=cc.load_checklist(path), by="cites", scope="Ovis")
    (lump,) = records(found.lumps)
    assert (lump.side, lump.name_after) == ("CITES", "Ovis ammon")
    assert lump.taxa == "Ovis ammon|Ovis hodgsoni|Ovis polii"
    assert lump.appendices == "II|I|II"
    assert lump.differ
    unknown = found.table[found.table["outcome"] == "unknown"]
    assert "Ovis vignei" in unknown["left_name"].tolist(), "the list says nothing of the urial"


def test_wrong_questions_say_what_to_do(con: Concordance, cats: Path) -> None:
    reference = cc.load_checklist(cats)
    with pytest.raises(cc.ConcordanceError, match="expected one of cites, cms, both"):
        con.what_if(adopt=reference, by="AEWA")
    with pytest.raises(cc.ConcordanceError, match="is in 'Felida'"):
        con.what_if(adopt=reference, scope="Felida")
    with pytest.raises(cc.ConcordanceError) as error:
        con.what_if(proposals=[("Hyaena hyaena", "CMS", "III"), ("Pan paniscus", "AEWA", "I")])
    assert "Hyaena hyaena: side is 'CMS' and Appendix 'III'" in str(error.value)
    assert "expected CITES or CMS, and I or II" in str(error.value), "CMS has two Appendices"
    assert "Pan paniscus: side is 'AEWA'" in str(error.value), "all problems at once"
    both: dict[str, Any] = {"adopt": reference, "proposals": [("Pan paniscus", "CMS", "I")]}
    for wrong in ({}, both):
        with pytest.raises(cc.ConcordanceError, match="needs either"):
            con.what_if(**wrong)
    with pytest.raises(cc.ConcordanceError, match="no proposals given"):
        con.what_if(proposals=[])
    with pytest.raises(cc.ConcordanceError, match="expected one of avilist, birdlife"):
        cc.reference_list("iucn")


def test_a_proposal_meets_what_the_other_side_lists(con: Concordance) -> None:
    found = con.what_if(proposals=[
        ("Okapia johnstoni", "CMS", "I"), ("Uncia uncia", "CITES", "I"), ("Aus bus", "CMS", "II"),
        ("Pan paniscus", "CMS", "I"), ("Hyaena hyaena", "CMS", "I"), ("Uncia uncia", "CMS", "II"),
    ])  # fmt: skip
    okapi, leopard, nobody, bonobo, hyaena, twice = records(found.proposals)
    assert okapi.other_name == "Okapia johnstoni"
    assert "CITES also lists it: " in okapi.note
    assert leopard.other_name == "Uncia uncia"
    assert leopard.own_today is not None
    assert "not listed by CITES (as far as its name shows)" in nobody.note
    assert "CITES also lists it: I as Pan" in bonobo.note
    assert hyaena.joint.startswith("CITES: II as ")
    assert "CMS: I as Hyaena hyaena (proposed)" in (hyaena.joint)
    assert "CITES: I as Panthera uncia [Panthera uncia]" in twice.joint
    assert "CITES lists it as Panthera uncia, so the joint list would have two names" in twice.note
    assert all(note.startswith("Draft: ") for note in found.proposals["note"])
    page = found.markdown()
    assert page.count("\n| *") == 6
    assert "not an official position" in page
    assert len(found.table) == len(found.lumps) == len(found.splits) == 0


def published(path: Any) -> Any:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    "case",
    published(ROOT / "tests" / "data" / "golden" / "what_if.csv"),
    ids=lambda c: c["why"][:40],
)
def test_the_published_consequences_of_a_reference(con: Concordance, case: dict[str, str]) -> None:
    found = con.what_if(
        adopt=cc.reference_list(case["reference"]), by=case["by"], scope=case["scope"]
    )
    table = {"replacement": found.replacements, "split": found.splits, "lump": found.lumps}
    tellers: dict[str, Callable[[Any], tuple[str, ...]]] = {
        "replacement": lambda r: (r["side"], r["name"], r["name_after"], r["entry"]),
        "split": lambda r: (r["side"], r["name"], r["names_after"], r["other_side"]),
        "lump": lambda r: (r["side"], r["taxa"], r["name_after"], r["appendices"]),
        "outcome": lambda r: (r["outcome"], f"{r['left_name']} / {r['right_name']}",
                              f"{r['left_after']} / {r['right_after']}", r["entries"] or "-"),
    }  # fmt: skip
    told = tellers[case["annex"]]
    rows = [told(row) for row in table.get(case["annex"], found.table).to_dict("records")]
    assert (case["side"], case["name"], case["name_after"], case["entries"]) in rows, case["why"]


@pytest.mark.parametrize("key", sorted(cc.reference_lists()))
def test_every_list_in_the_package_can_be_adopted(con: Concordance, key: str) -> None:
    reference = cc.reference_list(key)
    found = con.what_if(adopt=reference, by="both")
    assert len(found.table)
    for score in (found.score_before, found.score_after):
        assert score is not None
        assert 0 <= score <= 1
    adopted = set(reference.names["name"])
    for cell in found.table["left_after"].dropna():
        assert set(cell.split("|")) <= adopted, "every name afterwards is of the reference"
    settled = found.table[found.table["outcome"] != "unknown"]
    assert settled[["left_after", "right_after"]].notna().any(axis=1).all()


def test_adopting_by_both_sides_leaves_no_pair_of_the_reference_apart(con: Concordance) -> None:
    found = con.what_if(adopt=cc.reference_list("valdez_weinberg_2011"), by="both", scope="Ovis")
    assert set(found.table["outcome"]) == {"resolved"}
    assert found.score_after == 1.0


def test_what_stays_wide_is_not_called_one_with_its_part(con: Concordance, tmp_path: Path) -> None:
    """The list knows three of the nine argalis: CMS may mean more by its name than they are."""
    path = tmp_path / "sheep.csv"
    path.write_text(SHEEP, encoding="utf-8")
    found = con.what_if(adopt=cc.load_checklist(path), by="cites", scope="Ovis")
    argali = found.table[found.table["right_name"] == "Ovis ammon"]
    assert dict(argali["outcome"].value_counts()) == {"unknown": 6, "left": 3}
    assert found.score_after == found.score_before == 0.0


def test_a_part_that_two_taxa_could_hold_is_left_open(con: Concordance) -> None:
    found = con.what_if(adopt=cc.reference_list("mdd"), by="CMS", scope="Neophocaena")
    rows = {r.right_name: r for r in records(found.table)}
    assert rows["Neophocaena phocaenoides"].outcome == "unknown"
    assert "is not settled" in rows["Neophocaena phocaenoides"].evidence


def test_what_if_on_the_command_line(
    cats: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["what-if", "--adopt", str(cats), "--by", "CMS", "--scope", "Felidae"]) == 0
    assert "Uncia uncia -> Panthera uncia / Panthera uncia" in capsys.readouterr().out
    out = tmp_path / "draft.md"
    listed = ["what-if", "--list", "Hyaena hyaena", "CMS", "I", "-o", str(out)]
    assert main(listed) == 0
    assert "| *Hyaena hyaena*, CMS I |" in out.read_text(encoding="utf-8")
    assert main(["what-if", "--adopt", "Kitchener-2017", "--by", "CMS", "--scope", "Felidae"]) == 0
    assert "| CMS | *Uncia uncia* | *Panthera uncia* | I as Uncia uncia |" in (
        capsys.readouterr().out
    )
