"""Words that two languages share, persons and countries in names, and the group of many groups."""

import pytest

from concordance.matching.common_candidate import only_answer
from concordance.matching.common_index import CommonIndex
from concordance.matching.common_latin import LatinWords
from concordance.matching.common_sounds import Sounds
from concordance.names.common import LANGUAGES, CommonRule
from concordance.records import CommonNameFact


def fact(
    taxon: str, name: str, language: str = "en", *, family: str = "", rank: str = "species"
) -> CommonNameFact:
    return CommonNameFact(taxon, rank, "Animalia", "Aves", "Ordo", family or "Familia", language,
                          name, "a", "CC BY 4.0", "reported")  # fmt: skip


@pytest.mark.parametrize(
    ("word", "other"),
    [("jirafa", "giraff"), ("cebra", "zebr"), ("rollier", "roller"), ("mangosta", "mangoust"),
     ("bandicut", "bandicoot"), ("escorpion", "scorpion"), ("ibex", "ibex"), ("koala", "koala")],
)  # fmt: skip
def test_words_of_two_languages_sound_alike(word: str, other: str) -> None:
    assert Sounds([("en", other), ("en", "wolf")]).alike(word) == (("en", other),)


@pytest.mark.parametrize(
    ("word", "other"),
    [("grulla", "gorilla"), ("loro", "lira"), ("gamo", "game"), ("oso", "ass"), ("", "owl")],
)
def test_words_of_another_shape_or_too_short_do_not(word: str, other: str) -> None:
    assert Sounds([("en", other)]).alike(word) == ()


def test_the_same_word_comes_before_one_that_sounds_alike() -> None:
    words = Sounds([("es", "zorilla"), ("fr", "zorille"), ("en", "zorilla")])
    assert words.alike("zorilla") == (("en", "zorilla"), ("es", "zorilla"), ("fr", "zorille"))


def test_a_noun_of_another_language_proposes_its_groups() -> None:
    index = CommonIndex(
        [
            fact(f"Coracias {n}", f"{n} Roller", family="Coraciidae")
            for n in ("alba", "nigra", "rufa")
        ]
        + [fact("Canis lupus", "loup", "fr")]
    )
    found = index.candidates("Rollier d'Europe", LANGUAGES)
    assert found[0].taxon == "Coraciidae"
    assert only_answer(found) is None
    assert index.candidates("Grulla d'Europe", LANGUAGES) == ()


@pytest.mark.parametrize(
    ("name", "taxon"),
    [("barbeau de Jullien", "Probarbus jullieni"), ("dragón de Komodo", "Varanus komodoensis"),
     ("tétras d'Attwater", "Tympanuchus cupido attwateri"),
     ("garrot d'Islande", "Bucephala islandica")],
)  # fmt: skip
def test_the_person_or_place_in_a_name_leads_to_the_species(name: str, taxon: str) -> None:
    index = CommonIndex([
        fact("Probarbus jullieni", "Seven-striped Barb"),
        fact("Varanus komodoensis", "Ora"), fact("Bucephala islandica", "Barrow's Duck"),
        fact("Tympanuchus cupido attwateri", "Texan Prairie-Chicken", rank="subspecies"),
        fact("Canis lupus", "loup", "fr"), fact("Canis lupus", "lobo", "es"),
    ])  # fmt: skip
    found = index.candidates(name, LANGUAGES)
    assert (found[0].taxon, found[0].rule) == (taxon, CommonRule.GENUS_WORD)
    assert only_answer(found) is None


def test_a_last_word_of_many_species_says_nothing() -> None:
    few = [fact(f"Genus{letter} europaea", letter) for letter in "abcde"]
    assert len(LatinWords(few).species("europaeus")) == 5
    assert LatinWords([*few, fact("Genusf europaea", "f")]).species("europaeus") == ()
    assert (
        LatinWords([fact("Bison bison bison", "plains", rank="subspecies")]).species("bison") == ()
    )


def test_a_word_of_many_groups_leads_to_the_one_that_holds_them() -> None:
    genera = [
        fact(g, "Tortoises", rank="genus", family=f"{g}idae") for g in ("Aa", "Bb", "Cc", "Dd")
    ]
    found = CommonIndex(genera).candidates("tortoise", LANGUAGES)
    assert found[0].taxon == "Ordo"
    assert {c.taxon for c in found[1:]} == {"Aa", "Bb", "Cc", "Dd"}
    assert "Ordo" not in {
        c.taxon for c in CommonIndex(genera[:2]).candidates("tortoise", LANGUAGES)
    }


def test_a_noun_of_several_families_proposes_their_order() -> None:
    names = [
        fact(f"Rana {n}", f"{n} Frog", family=f"F{n}") for n in ("alba", "nigra", "rufa", "lutea")
    ]
    found = CommonIndex(names).candidates("Zetek's frog", LANGUAGES)
    assert "Ordo" in {c.taxon for c in found[:5]}
