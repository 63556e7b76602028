"""Files as people hand them over: what is read all the same, and what is refused in plain words."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from builders import records

import concordance as cc
from concordance.cli import main
from concordance.matching.lookup import match_names


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    openpyxl = pytest.importorskip("openpyxl", reason="needs openpyxl, in the dev extra")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def matched(path: Path, column: str, *options: str) -> pd.DataFrame:
    output = path.with_suffix(".matched.csv")
    assert main(["match", str(path), "--column", column, "-o", str(output), *options]) == 0
    return pd.read_csv(output, dtype=str, keep_default_na=False)


def names_of(listed: cc.Checklist) -> set[tuple[str, str, str]]:
    """Name, kind and the accepted name of its taxon."""
    accepted = {t.taxon_id: t.name for t in listed.records.taxa}
    return {(n.name, n.kind.value, accepted[n.taxon_id]) for n in listed.records.names}


@pytest.mark.parametrize("suffix", [".tsv", ".txt", ".csv"])
def test_a_tab_separated_file_has_no_quoting(suffix: str, tmp_path: Path) -> None:
    path = written(tmp_path / f"x{suffix}", "id\tname\tnote\n1\tPanthera leo\t\"start\n"
                   "2\tAra macao\tx\n3\tUncia uncia\tend\"\n4\tPuma concolor\t\"a \"\"b\"\" c\"\n")  # fmt: skip
    table = matched(path, "name")
    assert table["id"].tolist() == ["1", "2", "3", "4"]
    assert table["note"].tolist() == ['"start', "x", 'end"', 'a "b" c']
    large = tmp_path / "x.parquet"
    assert main(["match", str(path), "--column", "name", "-o", str(large)]) == 0
    assert pd.read_parquet(large)["note"].tolist() == table["note"].tolist()


def test_the_nameless_column_of_row_numbers_is_kept(tmp_path: Path) -> None:
    path = written(tmp_path / "x.csv", ",species\n0,Panthera leo\n")
    table = matched(path, "species")
    assert table[["column 1", "species"]].to_numpy().tolist() == [["0", "Panthera leo"]]
    listed = cc.load_checklist(
        written(tmp_path / "l.csv", ",scientificName,taxonRank\n0,Panthera leo,species\n")
    )
    assert listed.taxa["name"].tolist() == ["Panthera leo"]
    book = workbook(tmp_path / "x.xlsx", one=[[None, "species"], [0, "Panthera leo"]])
    assert matched(book, "species")["column 1"].tolist() == ["0"]


def test_a_comma_in_a_file_of_one_column_separates_nothing(tmp_path: Path) -> None:
    text = 'scientificName\nFalco peregrinus Tunstall, 1771\n"Falco cherrug Gray, 1834"\n'
    table = matched(written(tmp_path / "x.csv", text), "scientificName")
    assert table["scientificName"].tolist() == [
        "Falco peregrinus Tunstall, 1771", "Falco cherrug Gray, 1834",
    ]  # fmt: skip


def test_workbooks_with_titles_and_several_sheets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows: list[list[Any]] = [["A list"], [], ["species", "n"], ["Panthera leo", 1]]
    path = workbook(tmp_path / "x.xlsx", about=[["made by me"]], data=rows[2:], titled=rows)
    assert matched(path, "species", "--sheet", "data")["match_name"].tolist() == ["Panthera leo"]
    assert main(["match", str(path), "--column", "species"]) == 3
    assert "the sheet data has it, so choose it with --sheet" in capsys.readouterr().err
    path = workbook(tmp_path / "y.xlsx", titled=rows)
    assert main(["match", str(path), "--column", "species"]) == 3
    assert "if row 3 is the header, delete the rows above it" in capsys.readouterr().err
    path = written(tmp_path / "z.csv", "A list\n\nspecies;n\nPanthera leo;1\n")
    assert main(["match", str(path), "--column", "species"]) == 3
    assert "row 3 has it" in capsys.readouterr().err
    assert main(["match", str(path), "--column", "species", "--sheet", "x"]) == 3


def test_a_reference_list_in_a_workbook(tmp_path: Path) -> None:
    head = ["Scientific_name", "Taxon_rank", "Authority", "Order", "Family", "Protonym"]
    bird = ["Gyps fulvus", "species", "(Hablizl, 1783)", "Accipitriformes", "Accipitridae",
            "Vultur fulvus"]  # fmt: skip
    for name, sheets in (
        ("plain", {"one": [head, bird]}),
        ("titled", {"one": [["AviList"], ["v2025"], head, bird]}),
        ("second", {"about": [["AviList"]], "data": [head, bird]}),
    ):
        listed = cc.load_checklist(workbook(tmp_path / f"{name}.xlsx", **sheets))
        assert names_of(listed) == {
            ("Gyps fulvus", "accepted", "Gyps fulvus"),
            ("Vultur fulvus", "synonym", "Gyps fulvus"),
        }, name
    both = workbook(tmp_path / "both.xlsx", a=[head, bird], b=[head, bird])
    with pytest.raises(cc.ChecklistError, match="2 sheets have a list: a, b"):
        cc.load_checklist(both)
    assert len(cc.load_checklist(both, sheet="b").taxa) == 1


def test_a_garbled_cell_in_a_column_that_nothing_reads_is_a_problem_only(tmp_path: Path) -> None:
    text = "scientificName,remarks\nPanthera leo,MÃ¼ller\n"
    listed = cc.load_checklist(written(tmp_path / "x.csv", text))
    assert [(p.row, p.column, p.found) for p in records(listed.problems)] == [
        ("2", "remarks", "MÃ¼ller")
    ]
    with pytest.raises(cc.ChecklistError, match="garbled letters"):
        cc.load_checklist(written(tmp_path / "y.csv", text.replace("leo,", "MÃ¼lleri,")))


def test_numbers_among_names_and_a_context_as_a_mapping() -> None:
    found = match_names(pd.Series([1, "Ara macao"]), cc.load_cites())
    assert found["status"].tolist() == ["not_a_name", "matched"]
    names = ["Ara macao", "Liparis"]
    as_table = match_names(names, cc.load_cites(), context=pd.DataFrame({"Class": ["Aves"] * 2}))
    as_mapping = match_names(names, cc.load_cites(), context={"class": ["Aves"] * 2})
    assert as_table.equals(as_mapping)


# ---------------------------------------------------------------------------------------------
# roles and hierarchies


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("unaccepted", "synonym"), ("superseded combination", "synonym"),
        ("misspelling - incorrect original spelling", "synonym"), ("", "synonym"),
        ("unavailable name", "synonym"), ("alternative representation", "synonym"),
        ("invalid", "synonym"), ("not accepted", "synonym"), ("xyz", "synonym"),
        ("proParteSynonym", "pro_parte"), ("ambiguous synonym", "pro_parte"),
        ("HETEROTYPIC_SYNONYM", "synonym"), ("misapplied", "misapplied"), ("valid", "synonym"),
    ],
)  # fmt: skip
def test_another_accepted_id_makes_a_synonym(status: str, kind: str) -> None:
    table = pd.DataFrame({
        "taxonID": ["1", "2"], "scientificName": ["Caretta caretta", "Thalassochelys caretta"],
        "taxonomicStatus": ["accepted", status], "acceptedNameUsageID": ["1", "1"],
    })  # fmt: skip
    listed = cc.load_checklist(table)
    assert listed.taxa["name"].tolist() == ["Caretta caretta"]
    assert ("Thalassochelys caretta", kind, "Caretta caretta") in names_of(listed)
    said = [p.problem for p in records(listed.problems)]
    assert said == (["read as a synonym, since its accepted name is 1"] if status in {"xyz", "valid"}
                    else [])  # fmt: skip


def test_names_without_a_taxon_are_left_out_and_said(tmp_path: Path) -> None:
    text = "ID\tscientificName\trank\tstatus\tparentID\n1\tAus bus\tspecies\tbare name\t\n"
    listed = cc.load_checklist(written(tmp_path / "NameUsage.tsv", text))
    assert len(listed.taxa) == 0
    assert [(p.row, p.found) for p in records(listed.problems)] == [("2", "bare name")]
    table = pd.DataFrame({"taxonID": ["1", "2"], "scientificName": ["Aus bus", "Cus dus"],
                          "taxonomicStatus": ["unaccepted", "valid"]})  # fmt: skip
    assert cc.load_checklist(table).taxa["name"].tolist() == ["Cus dus"]


def test_accepted_names_that_only_a_column_gives(tmp_path: Path) -> None:
    text = ("taxonKey\tscientificName\tacceptedTaxonKey\tacceptedScientificName\ttaxonRank\t"
            "taxonomicStatus\tkingdom\tfamily\n"
            "2\tUncia uncia (Schreber, 1775)\t1\tPanthera uncia (Schreber, 1775)\tSPECIES\t"
            "SYNONYM\tAnimalia\tFelidae\n")  # fmt: skip
    listed = cc.load_checklist(written(tmp_path / "x.tsv", text))
    assert names_of(listed) == {
        ("Panthera uncia", "accepted", "Panthera uncia"),
        ("Uncia uncia", "synonym", "Panthera uncia"),
    }
    table = pd.DataFrame({"scientificName": ["Uncia uncia", "Panthera leo"],
                          "acceptedNameUsage": ["Panthera uncia", "Panthera leo"]})  # fmt: skip
    assert sorted(cc.load_checklist(table).taxa["name"]) == ["Panthera leo", "Panthera uncia"]


def test_higher_taxa_come_from_the_parents(tmp_path: Path) -> None:
    text = ("taxonID\tparentNameUsageID\tscientificName\ttaxonRank\ttaxonomicStatus\n"
            "1\t\tPlantae\tkingdom\taccepted\n2\t1\tOrchidaceae\tfamily\taccepted\n"
            "3\t2\tDendrobium nobile\tspecies\taccepted\n4\t5\tAus bus\tspecies\taccepted\n"
            "5\t4\tAus\tgenus\taccepted\n")  # fmt: skip
    taxa = {t.name: t for t in cc.load_checklist(written(tmp_path / "x.tsv", text)).records.taxa}
    orchid = taxa["Dendrobium nobile"]
    assert (orchid.kingdom, orchid.family) == ("Plantae", "Orchidaceae")
    assert taxa["Aus bus"].kingdom == ""  # a circle of parents says nothing
    coldp = text.replace("taxonID", "ID").replace("parentNameUsageID", "parentID")
    coldp = coldp.replace("taxonRank", "rank").replace("taxonomicStatus", "status")
    (orchid,) = [
        t for t in cc.load_checklist(written(tmp_path / "NameUsage.tsv", coldp)).records.taxa
        if t.name == "Dendrobium nobile"
    ]  # fmt: skip
    assert (orchid.kingdom, orchid.family) == ("Plantae", "Orchidaceae")


def test_vernacular_names_and_distributions_of_an_archive(tmp_path: Path) -> None:
    written(tmp_path / "taxon.txt", "taxonID\tscientificName\n1\tPanthera leo\n")
    written(tmp_path / "vernacularname.txt", "taxonID\tvernacularName\tlanguage\n"
            "1\tLion\tENG\n1\tLeón\tes\n1\tSimba\t\n9\tOther\ten\n")  # fmt: skip
    written(tmp_path / "distribution.txt", "id\tcountryCode\testablishmentMeans\n1\tNA\tnative\n"
            "1\tXYZ\t\n")  # fmt: skip
    listed = cc.load_checklist(tmp_path)
    assert [(c.name, c.language) for c in listed.records.common_names] == [
        ("Lion", "en"), ("León", "es"),
    ]  # fmt: skip
    assert [(r.country, str(r.presence)) for r in listed.records.ranges] == [("NA", "native")]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("ebird.csv", "TAXON_ORDER,CATEGORY,SPECIES_CODE,PRIMARY_COM_NAME,SCI_NAME,ORDER,FAMILY\n"
         "1,species,ostric2,Common Ostrich,Struthio camelus,Struthioniformes,"
         "Struthionidae (Ostriches)\n2,slash,y1,x,Struthio camelus/molybdophanes,,\n",
         ("Struthio camelus", "Struthionidae", "Aves")),
        ("clements.csv", "sort v2024,species_code,category,English name,scientific name,authority,"
         "range,order,family,extinct\n1,o,species,Common Ostrich,Struthio camelus,\"Linnaeus, "
         "1758\",,Struthioniformes,Struthionidae (Ostriches),\n2,o,group (monotypic),x,"
         "Struthio camelus [y],,,,,\n", ("Struthio camelus", "Struthionidae", "Aves")),
        ("asfis.csv", "ISSCAAP;TAXOCODE;3A_CODE;Scientific_name;English_name;French_name;"
         "Spanish_name;Author;Family;Order\n36;1;BFT;Thunnus thynnus;x;y;z;(Linnaeus 1758);"
         "Scombridae;SCOMBROIDEI\n", ("Thunnus thynnus", "Scombridae", "")),
        ("trade.csv", "Year,App.,Taxon,Class,Order,Family,Genus,Importer,Exporter,Origin,"
         "Importer reported quantity,Exporter reported quantity,Term,Unit,Purpose,Source\n"
         "2015,II,Ara ararauna,Aves,Psittaciformes,Psittacidae,Ara,AE,BE,,1,,live,,T,C\n"
         "2015,II,Ara ararauna,Aves,Psittaciformes,Psittacidae,Ara,AE,NL,,1,,live,,T,C\n"
         "2015,II,Ara hybrid,Aves,Psittaciformes,Psittacidae,Ara,AE,NL,,1,,live,,T,C\n",
         ("Ara ararauna", "Psittacidae", "Aves")),
        ("reptiles.csv", "type_species,Species,Author,Subspecies,Order,Suborder,Family\n"
         ",Ablepharus alaicus,\"ELPATJEVSKY, 1901\",,Sauria,,Scincidae\n",
         ("Ablepharus alaicus", "Scincidae", "Reptilia")),
        ("birdlife.csv", "Seq.,Subsp. Seq.,Order,Family name,Family,Common name,Scientific name,"
         "Authority,\"BirdLife taxonomic treatment:\nR = recognised\"\n1,,STRUTHIONIFORMES,"
         "Struthionidae,Ostriches,Common Ostrich,Struthio camelus,\"Linnaeus, 1758\",R\n"
         "2,,STRUTHIONIFORMES,Struthionidae,Ostriches,X,Struthio x,,NR\n",
         ("Struthio camelus", "Struthionidae", "Aves")),
    ],
)  # fmt: skip
def test_layouts_of_lists(
    name: str, text: str, expected: tuple[str, str, str], tmp_path: Path
) -> None:
    listed = cc.load_checklist(written(tmp_path / name, text))
    assert [(t.name, t.family, t.class_) for t in listed.records.taxa] == [expected]


def test_a_table_of_another_layout_is_described_by_its_columns(tmp_path: Path) -> None:
    path = written(tmp_path / "x.csv", "Latin;Fam\nPanthera leo;Felidae\n")
    with pytest.raises(cc.ChecklistError, match=r"columns=\{'name': 'Latin name'"):
        cc.load_checklist(path)
    listed = cc.load_checklist(path, columns={"name": "Latin", "family": "Fam"})
    assert [(t.name, t.family) for t in listed.records.taxa] == [("Panthera leo", "Felidae")]
    with pytest.raises(cc.ChecklistError, match="column 'Lat' is missing"):
        cc.load_checklist(path, columns={"name": "Lat"})
    with pytest.raises(cc.ConcordanceError, match="expected 'name'"):
        cc.load_checklist(path, columns={"nom": "Latin"})


# ---------------------------------------------------------------------------------------------
# downloads of the Appendices

INDEX = "TaxonId,Kingdom,Phylum,Class,Order,Family,Genus,Species,Subspecies,FullName,"
INDEX_ROW = "7,Animalia,Chordata,Mammalia,Carnivora,Felidae,Aus,bus,,Aus bus,"


def test_an_index_of_species_with_options_off(tmp_path: Path) -> None:
    for name, more, cells, synonyms in (
        ("a.csv", "RankName,CurrentListing,FullAnnotationEnglish", "SPECIES,I/II/NC,", set()),
        ("b.csv", "AuthorYear,RankName,CurrentListing,FullAnnotationEnglish,Synonyms",
         '"Gray, 1830",SPECIES,NC,,"Bus bus, Cus bus minor"', {"Bus bus", "Cus bus minor"}),
    ):  # fmt: skip
        path = written(tmp_path / name, f"{INDEX}{more}\n{INDEX_ROW}{cells}\n")
        listed = cc.load_cites(path)
        assert {n.name for n in listed.records.names} == {"Aus bus"} | synonyms
        assert [e.appendix for e in listed.records.listings] == (["I", "II"] if not synonyms else [])  # fmt: skip


def test_other_tables_are_named_as_what_they_are(tmp_path: Path) -> None:
    head = ("Id,Kingdom,Phylum,Class,Order,Family,Genus,Species,Subspecies,Scientific Name,Author,"
            "Rank,Listing,Party,Listed under,Full note,# Full note\n")  # fmt: skip
    row = "{},Animalia,,Mammalia,Carnivora,Felidae,Aus,,,Aus bus,,SPECIES,B,,Felidae spp.,,\n"
    path = written(tmp_path / "eu.csv", head + "".join(row.format(i) for i in range(2000)))
    with pytest.raises(cc.ChecklistError, match="these are Species\\+ EU listings") as error:
        cc.load_cites(path)
    assert len(error.value.problems) == 1
    trade = "Year,App.,Taxon,Class,Term\n2015,II,Ara ararauna,Aves,live\n"
    with pytest.raises(cc.ChecklistError, match="is a CITES Trade Database, not a list") as error:
        cc.load_cites(written(tmp_path / "trade.csv", trade))
    assert len(error.value.problems) == 1
    with pytest.raises(cc.ChecklistError, match="Species\\+ CITES listings; use load_cites"):
        cc.load_checklist(path)


# ---------------------------------------------------------------------------------------------
# a history of listings

HISTORY = (
    "TaxonId,Kingdom,Phylum,Class,Order,Family,Genus,Species,Subspecies,FullName,AuthorYear,"
    "RankName,Appendix,PartyIsoCode,PartyFullName,ChangeType,EffectiveAt,IsCurrent,"
    "#AnnotationSymbol,#Annotation,FullAnnotationEnglish\n"
)
CAT = (
    "{},Animalia,Chordata,Mammalia,Carnivora,Felidae,Aus,{},,Aus {},,SPECIES,{},{},,{},{},{},,,{}\n"
)
EVENTS = [
    (1, "bus", "II", "", "ADDITION", "01/07/1975", "false", ""),
    (1, "bus", "I", "", "ADDITION", "04/02/1977", "true", ""),
    (1, "bus", "I", "ZW", "RESERVATION", "04/02/1977", "false", ""),
    (1, "bus", "I", "ZW", "RESERVATION_WITHDRAWAL", "01/01/1980", "false", ""),
    (2, "cus", "III", "GH", "ADDITION", "26/02/1976", "false", ""),
    (2, "cus", "III", "GH", "DELETION", "01/01/2000", "true", ""),
    (3, "dus", "II", "", "ADDITION", "04/02/1977", "true", "[FAMILY listing Felidae spp.]"),
    (4, "eus", "I", "", "ADDITION", "01/07/1975", "false", ""),
    (4, "eus", "I", "", "AMENDMENT", "02/01/2017", "true", "Except the population of Namibia"),
    (4, "eus", "II", "", "ADDITION", "18/09/1997", "true", "The population of Namibia"),
]


@pytest.fixture
def history(tmp_path: Path) -> Path:
    rows = "".join(CAT.format(e[0], e[1], e[1], e[2], e[3], e[4], e[5], e[6], e[7]) for e in EVENTS)
    return written(tmp_path / "History_of_CITES_Listings_2026-01-01.csv", HISTORY + rows)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("1975-07-01", {"Aus bus": "II", "Aus eus": "I"}),
        ("1976-03-01", {"Aus bus": "II", "Aus cus": "III", "Aus eus": "I"}),
        ("1990-01-01", {"Aus bus": "I", "Aus cus": "III", "Aus dus": "II", "Aus eus": "I"}),
        ("2000-01-01", {"Aus bus": "I", "Aus dus": "II", "Aus eus": "I|II"}),
        (None, {"Aus bus": "I", "Aus dus": "II", "Aus eus": "I|II"}),
    ],
)
def test_a_history_answers_any_day(
    day: str | None, expected: dict[str, str], history: Path
) -> None:
    listed = cc.load_cites(history=history, as_of=day)
    names = ["Aus bus", "Aus cus", "Aus dus", "Aus eus"]
    found = cc.match_names(names, listed)
    appendices = {q: a for q, a in zip(names, found["appendix"], strict=True) if isinstance(a, str)}
    assert (found["status"].tolist(), appendices) == (["matched"] * 4, expected)
    assert listed.source.as_of == (day or "2026-01-01")
    again = listed.as_of("1990-01-01")
    assert cc.match_names(["Aus bus"], again)["appendix"].tolist() == ["I"]


def test_what_a_history_says_beside_the_appendix(history: Path) -> None:
    listed = cc.load_cites(history=history, as_of="1978-01-01")
    assert [(m.taxon_id, m.party) for m in listed.records.measures] == [("cites:1", "ZW")]
    assert cc.load_cites(history=history, as_of="1981-01-01").records.measures == ()
    found = cc.match_names(["Aus dus", "Aus bus"], listed)
    assert found["listed_as"].tolist() == ["Felidae", "Aus bus"]
    assert found["listed_from"].tolist() == ["1977-02-04"] * 2
    now = cc.load_cites(history=history)
    assert set(now.listings["scope"]) == {"whole", "population"}
    with pytest.raises(cc.DateError, match="before the first change"):
        cc.load_cites(history=history, as_of="1970-01-01")


def test_a_wrong_history_says_what_is_wrong(history: Path, tmp_path: Path) -> None:
    text = history.read_text(encoding="utf-8")
    wrong = text.replace("01/07/1975", "1975-07-01").replace("DELETION", "REMOVAL")
    with pytest.raises(cc.ChecklistError) as error:
        cc.load_cites(history=written(tmp_path / "x.csv", wrong))
    assert len(error.value.problems) == 3
    assert "row 7: ChangeType is 'REMOVAL'" in str(error.value)
    with pytest.raises(cc.ChecklistError, match="column 'EffectiveAt' is missing"):
        cc.load_cites(history=written(tmp_path / "y.csv", text.replace("EffectiveAt", "Day")))
    with pytest.raises(cc.ChecklistError, match=r"use load_cites\(history=path\)"):
        cc.load_cites(history)
