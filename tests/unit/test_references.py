"""Red List exports and reference checklists, made by hand in the real layouts."""

import zipfile
from pathlib import Path

import pytest
from builders import records

import concordance as cc
from concordance.concordance import Concordance
from concordance.schema import rows

#: the layout of the real export; ids, categories and years are invented
TAXONOMY = (
    "internalTaxonId,scientificName,kingdomName,phylumName,orderName,className,familyName,"
    "genusName,speciesName,infraType,infraName,authority\n"
    '1,Panthera uncia,ANIMALIA,CHORDATA,CARNIVORA,MAMMALIA,FELIDAE,Panthera,uncia,,,"(Schreber, 1775)"\n'
    '2,Falco cherrug,ANIMALIA,CHORDATA,FALCONIFORMES,AVES,FALCONIDAE,Falco,cherrug,,,"Gray, 1834"\n'
    '3,Bos mutus,ANIMALIA,CHORDATA,CETARTIODACTYLA,MAMMALIA,BOVIDAE,Bos,mutus,,,"(Przewalski, 1883)"\n'
)
ASSESSMENTS = (
    "assessmentId,internalTaxonId,scientificName,redlistCategory,yearPublished\n"
    "91,1,Panthera uncia,Least Concern,1901\n"
    "92,2,Falco cherrug,Critically Endangered,1902\n"
    "93,3,Bos mutus,Near Threatened,1903\n"
)
SYNONYMS = (
    "internalTaxonId,scientificName,name,genusName,speciesName,speciesAuthor\n"
    '1,Panthera uncia,Uncia uncia,Uncia,uncia,"(Schreber, 1775)"\n'
)
COMMON = "internalTaxonId,scientificName,name,language,main\n1,Panthera uncia,Ounce,English,true\n"


@pytest.fixture
def redlist(tmp_path: Path) -> Path:
    path = tmp_path / "redlist_species_data_2026-10-01.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in (("assessments", ASSESSMENTS), ("taxonomy", TAXONOMY),
                           ("synonyms", SYNONYMS), ("common_names", COMMON)):  # fmt: skip
            archive.writestr(f"{name}.csv", text)
    return path


def test_a_red_list_export_is_read(redlist: Path) -> None:
    iucn = cc.load_checklist(redlist)
    assert (iucn.key, iucn.source.as_of, iucn.source.redistribution) == (
        "iucn", "2026-10-01", "restricted")  # fmt: skip
    assert iucn.taxa["name"].tolist() == ["Panthera uncia", "Falco cherrug", "Bos mutus"]
    assert iucn.taxa["class"].tolist() == ["Mammalia", "Aves", "Mammalia"]
    assert [s["category"] for s in rows(iucn.statuses)] == ["LC", "CR", "NT"]
    assert cc.match_names(["Uncia uncia"], iucn)["name"][0] == "Panthera uncia"
    assert iucn.common_names["name"].tolist() == ["Ounce"]


def test_the_joint_list_against_the_red_list(con: Concordance, redlist: Path) -> None:
    iucn = cc.load_checklist(redlist)
    found = {r.listed_name: r for r in records(con.against(iucn))}
    assert found["Panthera uncia"].advice == "none"
    assert found["Falco cherrug"].red_list_category == "CR"
    assert found["Okapia johnstoni"].advice == "not_assessed"
    table = cc.build(cc.load_cites(), cc.load_cms(), redlist=iucn).table
    row = table[table["cites_name"] == "Bos mutus"].iloc[0]
    assert (row["red_list_category"], row["red_list_name"]) == ("NT", "Bos mutus")


def test_red_list_flags_and_what_may_be_passed_on(tmp_path: Path, redlist: Path) -> None:
    old = cc.load_checklist(redlist)
    text = TAXONOMY.replace("3,Bos mutus", "3,Poephagus mutus").replace(",Bos,", ",Poephagus,")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "taxonomy.csv").write_text(text, encoding="utf-8")
    (folder / "assessments.csv").write_text(
        ASSESSMENTS.replace("3,Bos mutus", "3,Poephagus mutus"), encoding="utf-8"
    )
    (folder / "synonyms.csv").write_text(
        "internalTaxonId,scientificName,name,genusName,speciesName,speciesAuthor\n"
        '3,Poephagus mutus,Bos mutus,Bos,mutus,"(Przewalski, 1883)"\n'
        "2,Falco cherrug,Vultur gryphus,Vultur,gryphus,\n",
        encoding="utf-8",
    )
    iucn = cc.load_checklist(folder, as_of="2026-10-01")
    con = cc.build(cc.load_cites(), cc.load_cms(), redlist=iucn)
    yak = con.table[con.table["cites_name"] == "Bos mutus"].iloc[0]
    assert "red_list_name_differs" in yak["flag_codes"].split("|")
    assert con.result().redistribution == "restricted"
    assert old.source.sha256 != iucn.source.sha256
    with pytest.warns(UserWarning, match="IUCN Red List export may not be redistributed"):
        con.to_sssom(tmp_path / "x.tsv")


def test_a_status_gap_is_flagged(tmp_path: Path) -> None:
    (tmp_path / "taxonomy.csv").write_text(
        TAXONOMY.replace("Falco cherrug", "Falco eleonorae").replace("cherrug", "eleonorae")
        .replace("Gray, 1834", "Gené, 1839"), encoding="utf-8")  # fmt: skip
    (tmp_path / "assessments.csv").write_text(ASSESSMENTS, encoding="utf-8")
    iucn = cc.load_checklist(tmp_path)
    table = cc.build(cc.load_cites(as_of="2020-01-01"), cc.load_cms(as_of="2020-01-01"),
                     redlist=iucn).table  # fmt: skip
    named = table[table["red_list_name"].notna()]
    assert "red_list_status_gap" in str(
        named[named["cites_name"] == "Falco eleonorae"]["flag_codes"].iloc[0]
    )
    for row in records(named):
        first = "I" in f"{row.cites_appendix}|{row.cms_appendix}".split("|")
        gap = "red_list_status_gap" in (row.flag_codes or "")
        assert gap == (row.red_list_category in {"CR", "EN", "VU"} and not first)


MDD = (
    "sciName,id,mainCommonName,order,family,genus,authoritySpeciesAuthor,authoritySpeciesYear,"
    "authorityParentheses\n"
    "Panthera_uncia,1001,Snow Leopard,CARNIVORA,FELIDAE,Panthera,Schreber,1775,1\n"
    "Bos_mutus,1002,Wild Yak,ARTIODACTYLA,BOVIDAE,Bos,Przewalski,1883,0\n"
)
AVILIST = (
    "Sequence,Taxon_rank,Order,Family,Scientific_name,Authority,English_name_AviList\n"
    '1,species,Falconiformes,Falconidae,Falco cherrug,"Gray, JE, 1834",Saker Falcon\n'
)
COLDP = (
    "ID\tparentID\tstatus\tscientificName\tauthorship\trank\tclass\torder\tfamily\n"
    "a\t\taccepted\tPanthera uncia\t(Schreber, 1775)\tspecies\tMammalia\tCarnivora\tFelidae\n"
    "b\ta\tsynonym\tUncia uncia\t(Schreber, 1775)\tspecies\t\t\t\n"
)
DWC = (
    "taxonID,scientificName,taxonRank,taxonomicStatus,acceptedNameUsageID,class,family\n"
    '1,"Panthera uncia (Schreber, 1775)",species,accepted,,Mammalia,Felidae\n'
    '2,"Uncia uncia (Schreber, 1775)",species,synonym,1,Mammalia,Felidae\n'
)


@pytest.mark.parametrize(
    ("name", "text", "query", "answer", "author"),
    [
        ("MDD_v2.csv", MDD, "Panthera uncia", "Panthera uncia", "(Schreber, 1775)"),
        ("AviList.csv", AVILIST, "Falco cherrug", "Falco cherrug", "Gray, JE, 1834"),
        ("NameUsage.tsv", COLDP, "Uncia uncia", "Panthera uncia", "(Schreber, 1775)"),
        ("taxon.csv", DWC, "Uncia uncia", "Panthera uncia", "(Schreber, 1775)"),
    ],
)
def test_reference_checklists(
    tmp_path: Path, name: str, text: str, query: str, answer: str, author: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    listed = cc.load_checklist(tmp_path / name, key="ref")
    found = cc.match_names([query], listed)
    assert (found["name"][0], found["authorship"][0]) == (answer, author)
    archive = tmp_path / "archive.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(name, text)
        file.writestr("meta.xml", "<archive/>")
    assert cc.load_checklist(archive).taxa["name"].tolist() == listed.taxa["name"].tolist()


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"a.csv": "x,y\n1,2\n"}, "not a known layout. Found a: x, y"),
        ({"a.bin": "x"}, "contains no table"),
        ({"assessments.csv": ASSESSMENTS}, "is only part of a Red List export"),
        ({"assessments.csv": ASSESSMENTS, "taxonomy.csv": "a,b\n1,2\n"},
         "column 'internalTaxonId' is missing"),
        ({"assessments.csv": ASSESSMENTS.replace("Near Threatened", "Rare"), "taxonomy.csv": TAXONOMY},
         "redlistCategory is 'Rare'"),
        ({"assessments.csv": ASSESSMENTS.replace("93,3", "93,9"), "taxonomy.csv": TAXONOMY},
         "assessments.csv, row 4: taxon 9 is not in taxonomy.csv"),
        ({"taxon.csv": DWC.replace(",synonym,1", ",synonym,7")}, "is '7', not in the file"),
        ({"taxon.csv": DWC + "3,x\n"}, "2 cells, but 7 columns"),
        ({"taxon.csv": DWC.replace("\n2,", "\n1,")}, "taxonID '1' occurs 2 times"),
    ],
)  # fmt: skip
def test_wrong_reference_lists_say_what_is_wrong(
    tmp_path: Path, files: dict[str, str], says: str
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(cc.ChecklistError) as error:
        cc.load_checklist(tmp_path)
    assert says in str(error.value)


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"no zip")
    with pytest.raises(cc.ChecklistError, match="not a complete zip file"):
        cc.load_checklist(tmp_path / "x.zip")
    with pytest.raises(cc.ChecklistError, match="cannot be read"):
        cc.load_checklist(tmp_path / "none.csv")


def test_a_taxonomy_alone_and_what_it_says_of_authors(tmp_path: Path) -> None:
    head, *_ = TAXONOMY.split("\n")
    rows_ = (
        '4,Aus bus,ANIMALIA,,,,,Aus,bus,,,"Gray &amp; Smith, 1830"\n'
        '5,Aus bus ssp. cus,ANIMALIA,,,,,Aus,bus,ssp.,cus,"Gray &amp; Smith, 1830"\n'
        '6,Aus bus var. dus,PLANTAE,,,,,Aus,bus,var.,dus,"L."\n'
    )
    (tmp_path / "taxonomy.csv").write_text(f"{head}\n{rows_}", encoding="utf-8")
    iucn = cc.load_checklist(tmp_path / "taxonomy.csv")
    assert [(t.name, t.authorship, t.rank) for t in iucn.records.taxa] == [
        ("Aus bus", "Gray & Smith, 1830", "species"), ("Aus bus cus", "", "subspecies"),
        ("Aus bus dus", "", "variety"),
    ]  # fmt: skip
    assert (iucn.key, len(iucn.records.statuses)) == ("iucn", 0)


def test_subpopulations_and_regional_assessments_are_left_out(tmp_path: Path) -> None:
    head, _, falcon, *_ = TAXONOMY.split("\n")
    (tmp_path / "taxonomy.csv").write_text(
        f"{head},subpopulationName\n{falcon},\n"
        f"{falcon.replace('2,Falco cherrug', '4,Falco cherrug Asian subpopulation')},Asian\n",
        encoding="utf-8",
    )
    (tmp_path / "assessments.csv").write_text(
        "internalTaxonId,redlistCategory,yearPublished,scopes\n2,Endangered,2021,Global\n"
        "2,Vulnerable,2012,Global\n2,Regionally Extinct,2022,Europe\n"
        '4,Least Concern,2021,Global\n2,Near Threatened,2010,"Global, Europe"\n',
        encoding="utf-8",
    )
    iucn = cc.load_checklist(tmp_path)
    assert iucn.taxa["name"].tolist() == ["Falco cherrug"]
    assert [(s.category, s.year) for s in iucn.records.statuses] == [("EN", "2021")]
    assert [(p.found, p.problem.split(",")[0]) for p in iucn.records.problems] == [
        ("Asian", "a subpopulation"), ("Europe", "a regional assessment"),
    ]  # fmt: skip


def test_any_list_beside_the_joint_list_is_called_by_its_name(
    few: Concordance, tmp_path: Path
) -> None:
    (tmp_path / "AviList.csv").write_text(AVILIST, encoding="utf-8")
    notes = few.against(cc.load_checklist(tmp_path / "AviList.csv"))["note"].tolist()
    assert "Draft: AviList does not contain Panthera leo." in notes
    assert not any("Red List" in note for note in notes)
