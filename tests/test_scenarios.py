"""What adopting a reference, or listing an animal, would do: small references with known answers."""

import pytest

import concordance as cc
from concordance.cli import main

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
def cats(tmp_path):
    path = tmp_path / "cats.csv"
    path.write_text(CATS, encoding="utf-8")
    return path


def test_cms_adopts_the_cats_of_2017(con, cats):
    found = con.what_if(adopt=cc.load_checklist(cats), by="CMS", scope="Felidae")
    rows = {r.left_name: r for r in found.table.itertuples() if isinstance(r.left_name, str)}
    for left, right, why in (
        ("Panthera uncia", "Uncia uncia", "snow leopard: back in Panthera"),
        ("Otocolobus manul", "Felis manul", "Pallas's cat: a genus of its own"),
    ):
        row = rows[left]
        assert (row.outcome, row.right_name, row.right_after) == ("resolved", right, left), why
        assert f"CMS II {right}" in row.entries or f"CMS I {right}" in row.entries
    assert "Acinonyx jubatus" not in rows, "nothing changes for the cheetah"
    assert found.score_before < found.score_after
    assert "resolved: 2" in str(found)


def test_cites_adopting_the_same_list_changes_nothing_there(con, cats):
    found = con.what_if(adopt=cc.load_checklist(cats), by="CITES", scope="Felidae")
    outcomes = set(found.table["outcome"])
    assert "created" not in outcomes and "resolved" not in outcomes
    assert found.score_before == found.score_after


def test_one_argali_for_cites_is_a_lump_with_differing_appendices(con, tmp_path):
    path = tmp_path / "sheep.csv"
    path.write_text(SHEEP, encoding="utf-8")
    found = con.what_if(adopt=cc.load_checklist(path), by="cites", scope="Ovis")
    (lump,) = found.lumps.itertuples()
    assert (lump.side, lump.name_after) == ("CITES", "Ovis ammon")
    assert lump.taxa == "Ovis ammon|Ovis hodgsoni|Ovis polii"
    assert lump.appendices == "II|I|II" and lump.differ
    unknown = found.table[found.table["outcome"] == "unknown"]
    assert "Ovis vignei" in unknown["left_name"].tolist(), "the list says nothing of the urial"


def test_wrong_questions_say_what_to_do(con, cats):
    reference = cc.load_checklist(cats)
    with pytest.raises(cc.ConcordanceError, match="expected cites, cms or both"):
        con.what_if(adopt=reference, by="AEWA")
    with pytest.raises(cc.ConcordanceError, match="is in 'Felida'"):
        con.what_if(adopt=reference, scope="Felida")
    with pytest.raises(cc.ConcordanceError, match="expected CITES or CMS, and I, II or III"):
        con.what_if_listed([("Hyaena hyaena", "CMS", "IV")])


def test_a_proposal_meets_what_the_other_side_lists(con):
    found = con.what_if_listed(
        [("Okapia johnstoni", "CMS", "I"), ("Uncia uncia", "CITES", "I"), ("Aus bus", "CMS", "II"),
         ("Pan paniscus", "CMS", "I")]
    )  # fmt: skip
    okapi, leopard, nobody, bonobo = found.itertuples()
    assert okapi.other_name == "Okapia johnstoni" and "CITES lists it too: " in okapi.note
    assert leopard.other_name == "Uncia uncia" and leopard.own_today is not None
    assert "no entry of CITES covers it, as far as names tell" in nobody.note
    assert "an entry for its group may cover it: perhaps CITES I: Pan" in bonobo.note
    assert all(note.startswith("Draft: ") for note in found["note"])


def test_what_if_on_the_command_line(cats, capsys):
    assert main(["what-if", "--adopt", str(cats), "--by", "CMS", "--scope", "Felidae"]) == 0
    assert "Uncia uncia -> Panthera uncia / Panthera uncia" in capsys.readouterr().out
