"""`lookup` of common names, and a row for every animal that a name may mean."""

import csv
from pathlib import Path

import pandas as pd
import pytest

import concordance as cc
from concordance.lookups.unnamed import is_unnamed
from concordance.readers.common_names import read_common_names
from concordance.schema import cells


def row(name: str, **asked: object) -> "pd.Series[str]":
    """The one row of one name."""
    return cc.lookup(name, **asked).iloc[0]  # type: ignore[arg-type]


def test_the_names_at_a_counter(shared: Path) -> None:
    with (shared / "cases" / "counter.tsv").open(encoding="utf-8") as file:
        cases = list(csv.DictReader(file, delimiter="\t"))
    table = cc.lookup([case["query"] for case in cases])
    for key in ("cites", "cms"):
        expected = [case[f"{key}_appendix"] or None for case in cases]
        assert cells(table[f"{key}_appendix"]) == expected
    assert len(cases) == 29


@pytest.mark.parametrize(
    "name",
    [
        "snow leopard", "Snow Leopard", "snow leopards", "panthère des neiges",
        "panthere des neiges", "PANTHÈRE DES NEIGES", "leopardo de las nieves",
    ],
)  # fmt: skip
def test_a_common_name_is_answered_as_its_animal(name: str) -> None:
    found = row(name)
    assert found["name"] == "Panthera uncia"
    assert found["status"] == "matched"
    assert (found["cites_appendix"], found["cms_appendix"]) == ("I", "I")
    assert found["reason_codes"] == "common_name"
    assert found["evidence"].startswith(f"{name!r} is a common name (")
    assert found["query"] == name


def test_languages_are_those_asked_for() -> None:
    assert row("panthère des neiges", languages=["en", "es"])["status"] != "matched"
    assert row("panthère des neiges", languages=["fr"])["status"] == "matched"


@pytest.mark.parametrize(
    ("name", "animal"),
    [
        ("Alligator snapping turtle", "Macrochelys temminckii"),
        ("Chinese Pangolin", "Manis pentadactyla"),
        ("Madagascar Fruit Bat", "Pteropus rufus"),
        ("Madagascar cisticola", "Cisticola cherina"),
    ],
)
def test_a_common_name_that_begins_like_a_genus_is_no_species_of_it(name: str, animal: str) -> None:
    assert row(name)["name"] == animal


@pytest.mark.parametrize("name", ["puma", "Python", "Boa", "gorilla", "Puma concolor"])
def test_a_scientific_name_wins(name: str) -> None:
    assert "common_name" not in str(row(name)["reason_codes"])


def test_a_true_denial_stays_one() -> None:
    assert row("Passer domesticus")["status"] == "not_found"
    assert row("Pardosa moesta")["status"] == "not_found"


def test_a_near_spelling_is_a_proposal() -> None:
    found = row("Snow lepard")
    assert found["status"] == "proposed"
    assert pd.isna(found["cites_appendix"])
    assert "Panthera uncia" in found["evidence"]
    assert "does not print" not in found["evidence"], "a gap is no denial"
    assert found["cites_status"] == "proposed"


def test_a_name_of_several_animals_has_no_answer_but_a_row_for_each() -> None:
    found = row("tortue")
    assert found["status"] == "ambiguous"
    assert pd.isna(found["name"])
    every = cc.lookup(["Panthera uncia", "tortue"], how="all")
    assert every.index.tolist() == [0] + [1] * (len(every) - 1)
    assert len(every) > 10
    assert set(every["status"][1:]) == {"ambiguous"}
    assert every["name"][1:].is_unique
    assert {"I", "II"} <= set(every["cites_appendix"].dropna())


def test_a_word_for_a_group_leads_to_groups() -> None:
    assert row("shark")["status"] == "ambiguous"
    every = cc.lookup("shark", how="all")
    assert "Carcharhinidae" in every["name"].tolist()
    assert set(every["query"]) == {"shark"}


def test_each_meaning_is_answered_on_the_day_and_for_the_country() -> None:
    names, dates = ["Loxodonta afrcana"] * 2, ["2018-01-01", "2026-06-01"]
    every = cc.lookup(names, dates=dates, countries=["BW", "KE"], how="all")
    elephants = every[every["name"] == "Loxodonta africana"]
    assert cells(elephants["cites_appendix"]) == ["II", "I"]
    assert cells(elephants["cites_listed_as"]) == ["Loxodonta africana", "Loxodonta"]
    assert set(elephants["status"]) == {"proposed"}


def test_every_meaning_of_a_scientific_name_and_both_kingdoms() -> None:
    every = cc.lookup(["Stelis ignota", "Loxodonta afrcana"], how="all")
    assert every["query"].tolist()[0] == "Stelis ignota"
    assert "Loxodonta africana" in every["name"].tolist()
    africana = every[every["name"] == "Loxodonta africana"].iloc[0]
    assert africana["status"] == "proposed"
    assert africana["cites_status"] == "matched"
    assert africana["cms_appendix"] == "II"


def test_names_keep_their_order_with_every_meaning() -> None:
    names = pd.Series(["shark", "Ara macao", "tortue", ""], index=[7, 5, 3, 1])
    every = cc.lookup(names, how="all")
    assert list(dict.fromkeys(every.index)) == [7, 5, 3, 1]
    assert every.loc[[5], "cites_appendix"].tolist() == ["I"]


def test_the_same_answers_with_other_columns_beside_the_names() -> None:
    """A desk keeps answers: those of names with a kingdom are not those of names with a family."""
    for level in ("kingdom", "family"):
        found = cc.lookup(["Stelis ignota"], context={level: ["Plantae"]}).iloc[0]
        assert (found["status"] == "covered") == (level == "kingdom")


@pytest.mark.parametrize(
    ("name", "taxon"),
    [
        ("tiger", "Panthera tigris"),
        ("lion", "Panthera leo"),
        ("leopardo", "Panthera pardus"),
        ("hammerhead sharks", "Sphyrnidae"),
        ("sea turtles", "Cheloniidae"),
        ("rhinos", "Rhinocerotidae"),
    ],
)
def test_a_plain_word_is_answered_as_its_animal_or_its_one_group(name: str, taxon: str) -> None:
    found = row(name)
    assert found["name"] == taxon
    assert found["cites_appendix"]
    assert "may mean several" not in found["evidence"]


@pytest.mark.parametrize(
    ("name", "taxa"),
    [
        ("orchids", {"Orchidaceae"}),
        ("cycads", {"Cycadaceae", "Zamiaceae"}),
        ("agarwood", {"Aquilaria", "Gyrinops"}),
        ("Brazilian rosewood", {"Aniba rosaeodora", "Dalbergia nigra"}),
        ("orchidées", {"Orchidaceae"}),
        ("wolf", {"Canis lupus"}),
    ],
)
def test_plants_and_words_for_several_groups_are_no_denial(name: str, taxa: set[str]) -> None:
    shown = cc.lookup(name, how="all")
    assert set(shown["status"]) <= {"ambiguous", "matched", "proposed"}
    assert taxa <= set(shown["name"])


def test_great_apes_are_answered_through_their_parts() -> None:
    found = row("great apes")
    assert found["status"] == "listed_in_part"
    assert found["cites_appendix"] == "I"


@pytest.mark.parametrize(
    "name",
    [
        "panda bear", "sea lion", "crocus clam", "alligator gar",
        "Madagascar palm", "Chinese goral", "rhinocéros blanc", "boa de Jamaica", "sable antelope",
    ],
)  # fmt: skip
def test_a_spoken_name_is_not_its_first_word_as_a_genus(name: str) -> None:
    found = row(name)
    assert found["status"] in {"ambiguous", "proposed"}
    assert all(pd.isna(found[f"{key}_appendix"]) for key in ("cites", "cms"))
    assert "common_name" in found["reason_codes"]


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("dendrobium nobile", "covered"),
        ("dendrobium", "listed_in_part"),
        ("vanda", "listed_in_part"),
        ("agave", "listed_in_part"),
        ("Python skin", "listed_in_part"),
        ("Dalbergia wood", "matched"),
        ("Crocodylus peau", "listed_in_part"),
        ("Aquila hypothetica", "covered"),
        ("Ara macao x ararauna", "uncertain_name"),
        ("Ovis spp.", "listed_in_part"),
        ("Angraecum breve", "covered"),
        ("Epidendrum ciliare", "covered"),
        ("Cyclamen purpurascens", "covered"),
        ("Manta spp.", "listed_in_part"),
        ("panthera leo", "matched"),
    ],
)
def test_a_scientific_name_in_any_form_is_read_as_one(name: str, status: str) -> None:
    found = row(name)
    assert found["status"] == status
    assert "common_name" not in str(found["reason_codes"])


@pytest.mark.parametrize(
    ("name", "taxon"),
    [
        ("snowy owl", "Nyctea scandiaca"),
        ("kakapo", "Strigops habroptila"),
        ("giant pangolin", "Manis gigantea"),
        ("tigers", "Panthera tigris"),
        ("lions", "Panthera leo"),
        ("leopards", "Panthera pardus"),
        ("chimpanzee", "Pan"),
        ("chimpanzees", "Pan"),
        ("orangutan", "Pongo"),
        ("bears", "Ursidae"),
        ("giant clams", "Tridacnidae"),
        ("pangolins", "Pholidota"),
        ("elephants", "Proboscidea"),
        ("gibbon", "Hylobatidae"),
        ("sturgeons", "Acipenseridae"),
        ("saguaro", "Carnegiea gigantea"),
        ("great hammerhead", "Sphyrna mokarran"),
    ],
)
def test_an_animal_under_two_names_and_a_group_with_its_members_is_one(
    name: str, taxon: str
) -> None:
    found = row(name)
    assert found["status"] in {"matched", "listed_in_part", "covered"}
    assert taxon in found["evidence"]
    assert pd.isna(found["name"]) or found["name"] == taxon


@pytest.mark.parametrize(
    ("name", "taxon", "part"),
    [
        ("northern goshawk", "Accipiter gentilis", "and of Astur gentilis in it"),
        ("Bryde's whale", "Balaenoptera edeni", "and of Balaenoptera brydei in it"),
        ("brown hornbill", "Anorrhinus tickelli", "and of Anorrhinus austeni in it"),
        ("Przewalski's horse", "Equus przewalskii", "also named Equus ferus przewalskii"),
        ("Cuban hook-billed kite", "Chondrohierax wilsonii", "Chondrohierax uncinatus wilsonii"),
    ],
)
def test_an_animal_and_what_lists_have_as_part_of_it_are_one(
    name: str, taxon: str, part: str
) -> None:
    found = row(name)
    assert (found["status"], found["name"]) == ("matched", taxon)
    assert part in found["evidence"]


def test_a_word_that_is_spelt_like_a_genus_is_a_common_name() -> None:
    """The Code holds "Grues" and "Grus" for one spelling, but the word is French."""
    found = row("grues")
    assert (found["name"], found["cites_appendix"], found["cms_appendix"]) == (
        "Gruidae",
        "I|II",
        "I|II",
    )
    assert row("Grues")["cms_name"] == "Grus"


@pytest.mark.parametrize(
    "form",
    ["{}.", "live {}", "peaux de {}", '"{}"', "{} (CITES II)", "{} skins", "10 kg {}"],
)
@pytest.mark.parametrize(
    "name",
    ["Malaxis", "Phreatia sarasinorum", "Taeniophyllum terrestre", "Cervus elaphus hanglu",
     "Brachionidium quatuor", "Aloe africana"],
)  # fmt: skip
def test_what_stands_around_a_name_does_not_change_its_answer(name: str, form: str) -> None:
    columns = ["cites_status", "cites_appendix", "cms_appendix"]
    assert row(form.format(name))[columns].equals(row(name)[columns])
    spaced = name.replace(" ", "\u00a0")
    assert row(spaced)[columns].equals(row(name.replace(" ", "_"))[columns])
    assert row(spaced)[columns].equals(row(name)[columns])


@pytest.mark.parametrize(
    ("name", "taxon"),
    [
        ("California Sea Otter", "Enhydra"),  # California: a genus of Geraniaceae
        ("CALIFORNIA SEA OTTER", "Enhydra"),
        ("China Alligator", "Alligator sinensis"),
        ("Bahia Rosewood", "Dalbergia nigra"),
        ("Rhinoceros Viper", "Viperidae"),
        ("Madagascar Boa", "Acrantophis"),
        ("Anegada rock iguana", "Cyclura pinguis"),
        ("guacamaya", "Ara militaris"),  # Guacamaya: a genus of Rapateaceae
    ],
)
def test_common_names_with_the_word_of_a_genus_are_no_denial(name: str, taxon: str) -> None:
    found = row(name)
    assert found["status"] in {"ambiguous", "proposed"}
    assert all(pd.isna(found[f"{key}_appendix"]) for key in ("cites", "cms"))
    assert taxon in " ".join(cells(cc.lookup([name], how="all")["name"].dropna())) or (
        taxon in found["evidence"]
    )


@pytest.mark.parametrize("name", ["Iris Linnaeus", "Homo Sapiens", "Pinus Sylvestris"])
def test_a_genus_and_its_author_is_no_common_name(name: str) -> None:
    assert row(name)["status"] == "not_found"


def test_a_genus_of_fungi_hides_no_group() -> None:
    found = row("Stenella")
    assert (found["cites_status"], found["cites_appendix"]) == ("covered", "II")
    assert "also the name of a genus of Fungi" in found["evidence"]


def test_parts_that_one_list_tells_apart_stay_several() -> None:
    """CITES has Sarkidiornis sylvicola as part of S. melanotos; CMS has both."""
    assert row("Comb duck")["status"] == "ambiguous"


def test_the_african_elephant_is_the_species_with_all_its_entries() -> None:
    """The genus alone has Appendix I; the populations of four countries are in II."""
    countries = ["BW", "GA", None]
    found = cc.lookup(["African elephant"] * 3, countries=countries)
    assert found["cites_appendix"].tolist() == ["II", "I", "I|II"]
    assert set(found["cms_appendix"]) == {"II"}
    assert "and of the genus Loxodonta" in found["evidence"][0]


@pytest.mark.parametrize(
    ("name", "taxon"),
    [
        ("Bengal tiger", "Panthera tigris"),
        ("Siberian tigers", "Panthera tigris"),
        ("African lion", "Panthera leo"),
        ("Kenyan cheetah", "Acinonyx jubatus"),
        ("tigre de Bengala", "Panthera tigris"),
        ("guépard d'Asie", "Acinonyx jubatus"),
        ("tiger bone", "Panthera tigris"),
        ("cheetah skins", "Acinonyx jubatus"),
    ],
)
def test_a_known_name_with_other_words_is_a_proposal(name: str, taxon: str) -> None:
    found = row(name)
    assert found["status"] == "proposed"
    assert pd.isna(found["cites_appendix"])
    assert f"a common name of {taxon}" in found["evidence"]


@pytest.mark.parametrize(
    "name",
    [
        "clouded leopard",
        "northern harrier",
        "tortue",
        "ara bleu",
        "babblers",
        "eagles",
        "seals",
        "gavilán",
        "puffins",
        "pitcher plant",
    ],
)
def test_different_animals_are_not_chosen_between(name: str) -> None:
    found = row(name)
    assert found["status"] == "ambiguous"
    assert pd.isna(found["name"])


@pytest.mark.parametrize(
    "name", ["iguana marina", "Iguana marina", "boa amarilla", "Boa negra", "tigre blanco"]
)
def test_a_noun_with_an_adjective_is_no_scientific_name(name: str) -> None:
    assert "common_name" in row(name)["reason_codes"]


@pytest.mark.parametrize("name", ["Boa alba", "Orca bicolor", "Dendrobium album", "Magnoliaceae"])
def test_a_latin_epithet_or_ending_makes_a_scientific_name(name: str) -> None:
    assert "common_name" not in str(row(name)["reason_codes"])


def test_a_sentence_stands_once() -> None:
    assert row("xx 123 ??")["evidence"].count("Not recognised") == 1


@pytest.mark.parametrize(
    ("name", "appendix"),
    [
        ("Faviidae spp.", "II"), ("Leiopathidae", "II"), ("Odontoceti", "I|II"),
        ("Callitrichidae", "I|II"), ("Arecaceae", "I|II|III"), ("Shinisauridae", "I"),
        ("Cactales", "I|II"), ("Lacertilia", "I|II|III"), ("Rajiformes", "I|II|III"),
    ],
)  # fmt: skip
def test_groups_that_no_entry_prints_are_answered_through_their_members(
    name: str, appendix: str
) -> None:
    assert row(name)["cites_appendix"] == appendix


def test_a_subfamily_is_answered_by_a_list_that_does_not_print_it() -> None:
    assert row("Lutrinae")["cms_appendix"] == "I"
    assert row("Odontoceti")["cms_appendix"] == "I|II"


def test_a_genus_of_earlier_names_gives_way_to_one_in_use() -> None:
    assert row("Phalaenopsis amabilis")["cites_appendix"] == "II"
    assert row("Phalaenopsis spp.")["cites_listed_as"] == "Orchidaceae"
    eugenia = row("Eugenia uniflora")
    assert eugenia["status"] == "not_found"
    assert "Eugenia is also the name of a genus of Animalia" in eugenia["evidence"]
    assert row("Neomeris phocaenoides")["status"] == "ambiguous"
    assert row("Chelone imbricata")["name"] == "Eretmochelys imbricata"


@pytest.mark.parametrize(
    "words",
    [
        "various animals", "Various", "unknown", "UNKNOWN", "n/a", "N.A.", "na", "mixed species",
        "live animals", "see comments", "animal products", "other", "timber", "not known",
        "Unidentified sp.", "espèces diverses", "inconnu", "animaux vivants", "varios", "sin datos",
        "Desconocido", "plants", "nil",
    ],
)  # fmt: skip
def test_words_that_name_no_taxon_are_no_names(words: str) -> None:
    found = row(words)
    for column in ("status", "cites_status", "cms_status"):
        assert found[column] == "not_a_name"
    assert found["evidence"] == f"{words!r} does not name an animal or plant."
    for column in ("name", "reason_codes", "cites_appendix", "cms_appendix"):
        assert pd.isna(found[column])


@pytest.mark.parametrize("word", ["jacket", "hello", "music", "asdfgh", "table"])
def test_an_unknown_word_is_unknown_and_not_a_chance_likeness(word: str) -> None:
    found = row(word)
    assert (found["status"], found["reason_codes"]) == ("not_found", "unknown_name")
    assert "is unknown to the package" in found["evidence"]


@pytest.mark.parametrize("word", ["house", "letter", "blue"])
def test_part_of_a_longer_common_name_is_shown_as_part(word: str) -> None:
    found = row(word)
    assert found["status"] == "proposed"
    assert f"{word!r} is only part of longer common names, of " in found["evidence"]


def test_no_name_of_the_package_is_made_of_general_words() -> None:
    names = {fact.name for fact in read_common_names()}
    assert not {name for name in names if is_unnamed(name)}
    assert row("divers")["reason_codes"] == "common_name"  # of loons
    assert row("Data")["family"] == "Noctuidae"  # a genus
    assert row("unknown snake")["status"] == "ambiguous"
