"""Strings with more, or less, than a name in them: what is read, and what is left to a person."""

import pandas as pd
import pytest
from builders import checklist, made, of_names, with_tables

import concordance as cc
from concordance.names import compare_authorship, is_another_author, parse, parse_names

CATS = ("Panthera leo (Linnaeus, 1758)", "Panthera tigris (Linnaeus, 1758)", "Ara macao",
        "Ara chloropterus Gray, 1859", "Boa constrictor Linnaeus, 1758", "Varanus",
        "Cephalocereus columna-trajani", "Populus canadensis")  # fmt: skip


@pytest.fixture(scope="module")
def cats() -> cc.Checklist:
    listed = of_names(*CATS)
    taxa = listed.taxa
    taxa["common_name"] = ["African lion", "Tiger", *[""] * (len(taxa) - 2)]
    return with_tables(listed, taxa=taxa)


def answer(query: str, listed: cc.Checklist) -> tuple[str, list[str], str]:
    """Status, names of the candidates, and evidence."""
    rows = cc.match_names([query], listed, how="all")
    names = [name for name in dict.fromkeys(rows["name"]) if isinstance(name, str)]
    return rows["status"].iloc[0], names, cc.match_names([query], listed)["evidence"][0]


@pytest.mark.parametrize(
    "query",
    [
        "Panthera leo*", "*Panthera leo", "Panthera leo¹", "Panthera leo §", "(II) Panthera leo",
        "II Panthera leo", "1. Panthera leo", "App. I: Panthera leo", "Panthera leo (II)",
        "Panthera leo II/B", "Panthera leo (Appendix II)", "Panthera leo [Asian population]",
        "Panthera leo (Asian population)", "Panthera.leo", "Panthera_leo", "Panthera-leo",
        "Panthera Leo", "PANTHERA LEO", "Panthera Leo (Linnaeus, 1758)",
        "Panthera leo (Linnaeus, [1758])",
    ],
)  # fmt: skip
def test_marks_and_codes_around_a_name_do_no_harm(query: str, cats: cc.Checklist) -> None:
    assert answer(query, cats)[:2] == ("matched", ["Panthera leo"])


@pytest.mark.parametrize(
    ("query", "unread"),
    [
        ("Panthera leo II/B", "II/B"),
        ("Panthera leo 8306.30", "8306.30"),
        ("Panthera leo (Asian population)", "(Asian population)"),
        ("Panthera leo - SKI", "- SKI"), ("Panthera leo SKI", "SKI"),
        ("Panthera leo, live", "live"), ("Panthera leo / African lion", "/ African lion"),
        ("Panthera leo (African Lion)", "(African Lion)"), ("Panthera leo (Lion)", "(Lion)"),
        ("Panthera leo (León africano)", "(León africano)"),
        ("African lion (Panthera leo)", "African lion"), ("Lion, Panthera leo", "Lion"),
        ("lion (Panthera leo (Linnaeus, 1758))", "lion"),
    ],
)  # fmt: skip
def test_a_harmless_tail_is_named(query: str, unread: str, cats: cc.Checklist) -> None:
    status, names, evidence = answer(query, cats)
    assert (status, names) == ("matched", ["Panthera leo"])
    assert evidence.endswith(f"Not read: {unread}.")


@pytest.mark.parametrize("mark", [" / ", "/", " & ", ", ", "; ", " + ", " and ", " or ", "\n", " "])
@pytest.mark.parametrize("second", ["Panthera tigris", "P. tigris", "Panthera tigris (L.)"])
def test_two_names_in_a_cell_are_both_candidates(
    mark: str, second: str, cats: cc.Checklist
) -> None:
    status, names, _ = answer(f"Panthera leo{mark}{second}", cats)
    assert (status, names) == ("uncertain_name", ["Panthera leo", "Panthera tigris"])


@pytest.mark.parametrize(
    "query", ["Ara macao / chloropterus", "Ara macao & chloropterus", "Ara macao, chloropterus"]
)
def test_a_second_epithet_is_a_second_name(query: str, cats: cc.Checklist) -> None:
    assert answer(query, cats)[:2] == ("uncertain_name", ["Ara macao", "Ara chloropterus"])


def test_an_unknown_second_name_is_a_doubt_too(cats: cc.Checklist) -> None:
    assert answer("Ara macao / Corvus corax", cats)[0] == "uncertain_name"
    assert answer("Cus dus / Panthera leo", cats)[:2] == ("uncertain_name", ["Panthera leo"])


@pytest.mark.parametrize(
    "query",
    ["Varanus sp1", "Varanus spA", "Varanus sp. 2", "Varanus Malaise3164", "Varanus BOLD:AAA123",
     "Varanus A", "Varanus sp000402075"],
)  # fmt: skip
def test_a_code_behind_a_genus_is_no_genus(query: str, cats: cc.Checklist) -> None:
    assert answer(query, cats)[:2] == ("uncertain_name", ["Varanus"])


def test_an_author_behind_a_genus_is_no_code(cats: cc.Checklist) -> None:
    for query in ("Varanus Merrem, 1820", "Varanus Merrem 1820a", "Varanus L."):
        assert answer(query, cats)[0] == "matched", query


@pytest.mark.parametrize(
    "query",
    ["Panthera ?leo", "?Panthera leo", "Panthera leo grp.", "Panthera leo complex",
     "Panthera leo prox.", "Panthera leo prob.", "Panthera leo hybrid", "Panthera leo hybr.",
     "Panthera leo F1", "Panthera leo (Linnaeus, 1758) hybrid"],
)  # fmt: skip
def test_a_doubt_is_one(query: str, cats: cc.Checklist) -> None:
    status, names, evidence = answer(query, cats)
    assert (status, names) == ("uncertain_name", ["Panthera leo"])
    assert "uncertain (" in evidence


def test_what_is_abbreviated_has_candidates(cats: cc.Checklist) -> None:
    assert answer("P. leo", cats)[:2] == ("uncertain_name", ["Panthera leo"])
    assert answer("Panthera t. altaica", cats)[1] == ["Panthera tigris"]
    assert "Read as Boa constrictor constrictor." in answer("Boa c. constrictor", cats)[2]


def test_digits_for_letters_are_proposed(cats: cc.Checklist) -> None:
    for query in ("Panthera 1eo", "Panthera le0", "P4nthera leo"):
        assert answer(query, cats)[:2] == ("proposed", ["Panthera leo"]), query


def test_hyphens_and_parents_of_hybrids(cats: cc.Checklist) -> None:
    assert answer("Cephalocereus_columna_trajani", cats)[1] == ["Cephalocereus columna-trajani"]
    query = "Populus x canadensis (P. nigra x deltoides)"
    assert answer(query, cats)[:2] == ("matched", ["Populus canadensis"])


def test_a_third_epithet_behind_the_author_is_read() -> None:
    listed = of_names("Populus nigra italica", "Pinus nigra laricio")
    assert parse("Populus nigra L. italica").canonical == "Populus nigra italica"
    assert answer("Populus nigra L. italica", listed)[0] == "matched"
    assert answer("Pinus nigra Arnold laricio", listed)[:2] == ("matched", ["Pinus nigra laricio"])


def test_title_case_is_no_author(cats: cc.Checklist) -> None:
    listed = of_names("Varanus", "Varanus salvator (Laurenti, 1768)", "Daphnia Müller, 1785")
    assert answer("Varanus Salvator", listed)[1] == ["Varanus salvator"]
    assert answer("Varanus Laurenti", listed)[:2] == ("matched", ["Varanus"])
    assert answer("VARANUS SPP.", cats)[:2] == ("matched", ["Varanus"])
    assert answer("ARA MACAO", cats)[:2] == ("matched", ["Ara macao"])
    # an epithet that is not known is none of the genus itself
    assert answer("Varanus Griseus", cats)[:2] == ("covered", ["Varanus"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wied, 1820", "Wied-Neuwied, 1820"), ("zu Wied-Neuwied, 1820", "(Wied, 1820)"),
        ("É. Geoffroy, 1812", "Geoffroy Saint-Hilaire, 1812"),
        ("E. Geoffroy St.-Hilaire, 1812", "É. Geoffroy, 1812"),
        ("Lacepède, 1804", "La Cepède, 1804"), ("Milne Edwards, 1868", "Milne-Edwards, 1868"),
        ("(Andr\ufffd, 1896)", "(André, 1896)"), ("M?ller, 1776", "Müller, 1776"),
        ("P. L. S. Müller, 1776", "Statius Müller, 1776"),
        ("du Bus, 1850", "Dubus de Gisignies, 1850"),
    ],
)  # fmt: skip
def test_one_person_in_two_spellings(one: str, other: str) -> None:
    assert compare_authorship(one, other) == compare_authorship(other, one) == "equal"
    assert not is_another_author(one, other)


def test_persons_that_are_not_one() -> None:
    for one, other in (("Smith-Jones, 1900", "Smith-Brown, 1900"), ("Thomas, 1880", "Thomas Bell, "
                       "1880"), ("I. Geoffroy Saint-Hilaire, 1831", "É. Geoffroy, 1812")):  # fmt: skip
        assert compare_authorship(one, other) != "equal"


def test_a_second_surname_may_be_dropped() -> None:
    for one, other in (("Guitart Manday, 1966", "Guitart, 1966"), ("(García, 1900)", "(García "
                       "Márquez, 1900)")):  # fmt: skip
        assert compare_authorship(one, other) == compare_authorship(other, one) == "unknown"
        assert not is_another_author(one, other)
    for one, other in (("Guitart Manday, 1966", "Guitart, 1990"), ("A. Guitart, 1966", "Guitart "
                       "Manday, 1966"), ("Gray, 1830", "Smith Gray Jones, 1930")):  # fmt: skip
        assert compare_authorship(one, other) != "unknown"


def test_another_author_and_year_whatever_the_brackets(cats: cc.Checklist) -> None:
    for author in ("Gray, 1830", "(Gray, 1830)"):
        assert answer(f"Panthera leo {author}", cats)[0] == "author_differs"
    assert answer("Panthera leo Gray", cats)[0] == "matched"  # no year speaks against it


def test_one_epithet_in_two_genera_is_proposed_where_both_may_be_right() -> None:
    family = {"family": "Muscicapidae"}
    listed = checklist([
        ("1", "Ficedula hodgsoni (Moore, 1854)", "", "", family),
        ("2", "Phoenicurus ochruros (Gmelin, 1774)", "", "", family),
        ("3", "Ficedula tricolor (Hodgson, 1845)", "", "", family),
    ])  # fmt: skip
    around = pd.DataFrame([family])
    for query, status in (
        ("Phoenicurus hodgsoni (Moore, 1854)", "proposed"),  # in use, and both in brackets
        ("Phoenicurus hodgsoni Moore, 1854", "proposed"),  # in use
        ("Siphia hodgsoni (Moore, 1854)", "proposed"),  # both in brackets
        ("Siphia hodgsoni Moore", "proposed"),  # one year
        ("Siphia tricolor Hodgson, 1845", "matched"),
    ):
        assert cc.match_names([query], listed, context=around)["status"][0] == status, query


def test_a_synonym_of_two_taxa_is_ambiguous_whatever_their_ranks() -> None:
    listed = made("Aus bus = Xus yus;Cus dus eus = Xus yus", "own")
    for ranks in (None, "species"):
        found = cc.match_names(["Xus yus"], listed, ranks=ranks)
        assert found["status"][0] == "ambiguous"


@pytest.mark.parametrize(
    ("query", "name", "authorship"),
    [
        ("CROCODYLUS NILOTICUS LAURENTI 1768", "Crocodylus niloticus", "LAURENTI 1768"),
        ("EQUUS HEMIONUS PALLAS", "Equus hemionus", "PALLAS"),
        ("EOS HISTRIO STATIUS MÜLLER 1776", "Eos histrio", "STATIUS MÜLLER 1776"),
        ("ISURUS PAUCUS SMITH & JONES", "Isurus paucus", "SMITH & JONES"),
        ("CROCODYLUS LAURENTI 1768", "Crocodylus", "LAURENTI 1768"),
        ("CERVUS ELAPHUS HANGLU WAGNER 1844", "Cervus elaphus hanglu", "WAGNER 1844"),
        ("PANTHERA TIGRIS ALTAICA", "Panthera tigris altaica", ""),
        ("PANTHERA LEO LEO", "Panthera leo leo", ""),
        ("KOBUS KOB KOB", "Kobus kob kob", ""),
        ("PHELSUMA V-NIGRA PASTEURI", "Phelsuma v-nigra pasteuri", ""),
    ],
)
def test_authors_in_capitals_are_not_epithets(query: str, name: str, authorship: str) -> None:
    found = parse(query)
    assert (found.canonical, found.authorship) == (name, authorship)
    columns = parse_names([query])
    assert columns[["canonical", "authorship"]].iloc[0].tolist() == [name, authorship]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("LEPIDOCHELYS KEMPII GARMAN", "Lepidochelys kempii"),
        ("LEPIDOCHELYS KEMPII GARMAN 1880", "Lepidochelys kempii"),
        ("SARRACENIA RUBRA SSP. JONESII", "Sarracenia rubra jonesii"),
        ("SARRACENIA RUBRA JONESII WHERRY", "Sarracenia rubra jonesii"),
    ],
)
def test_authors_in_capitals_with_the_form_of_epithets_are_known_from_the_list(
    query: str, name: str
) -> None:
    listed = of_names(
        "Lepidochelys kempii (Garman, 1880)", "Sarracenia rubra jonesii (Wherry) Wherry"
    )
    assert answer(query, listed)[:2] == ("matched", [name])


@pytest.mark.parametrize("between", [" / ", ", ", "; ", " & ", " AND ", " OU "])
def test_a_second_name_in_capitals_is_no_author(between: str) -> None:
    listed = of_names("Manis javanica Desmarest, 1822", "Manis gigantea", "Smutsia gigantea")
    for second in ("MANIS GIGANTEA", "SMUTSIA GIGANTEA"):
        for query in (f"MANIS JAVANICA{between}{second}", f"MANIS JAVANICA 1822{between}{second}"):
            assert answer(query, listed)[0] == "uncertain_name", query


@pytest.mark.parametrize("goods", ["skins", "live", "PEAU", "huesos", "skin, tanned", "TAIL"])
def test_goods_after_a_name_are_no_epithet(goods: str) -> None:
    listed = of_names("Manis", "Manis javanica Desmarest, 1822")
    assert answer(f"Manis {goods}", listed)[:2] == ("matched", ["Manis"])
    assert answer(f"Manis javanica {goods}", listed)[:2] == ("matched", ["Manis javanica"])
    loud = f"Manis javanica {goods}".upper()
    assert answer(loud, listed)[:2] == ("matched", ["Manis javanica"])
    assert parse("MANIS HORN 1870").authorship == "HORN 1870"


@pytest.mark.parametrize(
    "query",
    ["2 x Manis javanica", "2x Manis javanica", "2 × Manis javanica", "x2 Manis javanica",
     "10 kg Manis javanica", "1.5 m3 de Manis javanica", "3 skins of Manis javanica",
     "live Manis javanica", "peaux de Manis javanica", "Manis javanica x 3",
     "Manis javanica Desmarest x 3", "2 X MANIS JAVANICA"],
)  # fmt: skip
def test_a_quantity_beside_a_name_is_no_hybrid_and_no_author(query: str) -> None:
    listed = of_names("Manis javanica Desmarest, 1822", "Manis crassicaudata")
    found = cc.match_names([query], listed).iloc[0]
    assert (found["status"], found["name"]) == ("matched", "Manis javanica")
    assert "hybrid" not in found["evidence"]


@pytest.mark.parametrize(
    "query",
    ["TROPHY {}", "PEAUX DE {}", "Peaux de {}", "Live {}", "LIVE {}", "10 KG {}", "5 PCS. {} SKINS",
     "3 specimens of {}", "{}, LIVE", "{} (LIVE)", "{} (Dead)", "{}."],
)  # fmt: skip
@pytest.mark.parametrize("name", ["Boa constrictor occidentalis", "Ara rubrogenys", "Manis leo"])
def test_goods_and_quantities_in_any_case_are_no_part_of_a_name(name: str, query: str) -> None:
    listed = of_names("Boa", "Boa constrictor", "Boa constrictor occidentalis", "Ara",
                      "Ara rubrogenys", "Manis", "Manis leo")  # fmt: skip
    text = query.format(name.upper() if query == query.upper() else name)
    assert answer(text, listed)[:2] == ("matched", [name]), text


@pytest.mark.parametrize(
    "query",
    ["LIVE {}", "Live {}", "PEAUX DE {}", "Peaux de {}", "SKINS OF {}", "10 KG {}", "2 PCS. {}"],
)
def test_goods_and_quantities_before_a_genus_are_no_part_of_it(query: str) -> None:
    listed = of_names("Uebelmannia", "Boa", "Boa constrictor")
    name = "UEBELMANNIA" if query[:2].isupper() or query[0].isdigit() else "Uebelmannia"
    assert answer(query.format(name), listed)[:2] == ("matched", ["Uebelmannia"])
    assert answer("2 BOA CONSTRICTOR", listed)[:2] == ("matched", ["Boa constrictor"])


def test_a_second_name_in_capitals_behind_a_name_in_usual_letters_is_no_author() -> None:
    listed = of_names("Panthera tigris", "Ara macao")
    for query in ("Sus scrofa, PANTHERA TIGRIS", "Sus scrofa (PANTHERA TIGRIS)",
                  "Bos taurus PANTHERA TIGRIS", "Ara macao PANTHERA TIGRIS"):  # fmt: skip
        assert answer(query, listed)[0] == "uncertain_name", query


def test_signs_of_doubt_and_of_hybrids_are_no_quantity() -> None:
    listed = of_names("Manis javanica", "Manis crassicaudata")
    for query in (
        "3 cf. Manis javanica",
        "2 Manis javanica x crassicaudata",
        "1 x Manis javanica x Manis crassicaudata",
        "2 aff. Manis javanica",
    ):
        assert answer(query, listed)[0] != "matched", query


def test_an_epithet_in_capitals_is_known_from_the_list() -> None:
    listed = of_names("Canis lupus Linnaeus, 1758", "Canis lupus dingo Meyer, 1793")
    assert answer("CANIS LUPUS DINGO", listed)[:2] == ("matched", ["Canis lupus dingo"])
    assert answer("CANIS LUPUS MEYER", listed)[1] == ["Canis lupus"]


@pytest.mark.parametrize(
    ("query", "name", "authorship"),
    [
        ("ACACIA MILL.", "Acacia", "MILL."),
        ("PINUS SYLVESTRIS LINDL.", "Pinus sylvestris", "LINDL."),
        ("PINUS BENTH.", "Pinus", "BENTH."),
        ("CERVUS HANGLU.", "Cervus hanglu", ""),
        ("PANTHERA LEO.", "Panthera leo", ""),
    ],
)
def test_a_full_stop_in_capitals_ends_an_abbreviated_author_or_a_sentence(
    query: str, name: str, authorship: str
) -> None:
    found = parse(query)
    assert (found.canonical, found.authorship) == (name, authorship)


def test_the_initial_of_an_author_is_no_rank() -> None:
    found = parse("Testudo clausa F. V. Massena & C. de Souancé, 1854")
    assert (found.canonical, found.rank) == ("Testudo clausa", "species")
    assert found.authorship == "F. V. Massena & C. de Souancé, 1854"


def test_authors_in_capitals_have_their_namesake() -> None:
    assert compare_authorship("J. H. GURNEY SR., 1863", "J. H. Gurney Sr., 1863") == "equal"
    assert compare_authorship("J. H. GURNEY SR., 1863", "J. H. Gurney Jr., 1863") == "different"


def test_affinis_is_an_epithet_and_a_doubt_where_the_list_has_only_the_other_species() -> None:
    listed = of_names(
        "Batagur affinis (Cantor, 1847)", "Batagur affinis edwardmolli", "Zygia tetragona", "Zygia"
    )
    found = ("matched", ["Batagur affinis edwardmolli"])
    assert answer("Batagur affinis edwardmolli Praschag, 2009", listed)[:2] == found
    assert answer("BATAGUR AFFINIS EDWARDMOLLI", listed)[:2] == found
    assert answer("BATAGUR AFFINIS CANTOR 1847", listed)[:2] == ("matched", ["Batagur affinis"])
    assert answer("Zygia affinis tetragona", listed)[0] == "uncertain_name"
    assert answer("Zygia aff. tetragona", listed)[0] == "uncertain_name"
