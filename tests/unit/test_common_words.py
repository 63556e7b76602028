"""Names by the words they share, words of scientific names, and what one source alone decides."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordance.matching import common_words
from concordance.matching.common_candidate import only_answer
from concordance.matching.common_index import CommonIndex
from concordance.matching.common_latin import LatinWords
from concordance.matching.common_names import common_candidates, general_words
from concordance.matching.common_words import SHARED, NearWords, SharedWords, Sharing
from concordance.names.common import LANGUAGES, CommonRule
from concordance.readers.common_names import read_common_names
from concordance.records import CommonNameFact

FACTS = read_common_names()
WORDS = st.sampled_from("abcdefgh")
NAMES = st.lists(st.lists(WORDS, max_size=4).map(tuple), min_size=1, max_size=30)
ASKED = st.lists(st.sampled_from("abcdefghxyz"), max_size=7)
COUNTED = st.sampled_from([f for f in FACTS if f.language == "en" and f.name[-1].isalpha()])


def fact(taxon: str, name: str, confidence: str = "reported") -> CommonNameFact:
    genus = taxon.split()[0]
    return CommonNameFact(taxon, "species", "Animalia", "Aves", "Ordo", f"{genus}idae", "en",
                          name, "a", "CC BY 4.0", confidence)  # fmt: skip


def every_name_compared(names: list[tuple[str, ...]], asked: list[str]) -> list[Sharing]:
    """The answer by a comparison with every name, one after the other."""
    shared = SharedWords(names)
    found = []
    for place, words in enumerate(names):
        both, either = set(words) & set(asked), set(words) | set(asked)
        if not both:
            continue
        score = shared.weight_of(both) / shared.weight_of(either)
        contained = set(words) <= set(asked) or set(asked) <= set(words)
        if contained or score >= SHARED:
            found.append(Sharing(place, score, contained))
    return sorted(found, key=lambda one: (not one.contained, -round(one.score, 9), one.place))


@pytest.mark.parametrize("few", [0, 1000])
@given(names=NAMES, asked=ASKED)
@settings(deadline=None)
def test_names_are_those_of_a_comparison_with_each(
    few: int, names: list[tuple[str, ...]], asked: list[str]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(common_words, "FEW_NAMES", few)
        found = SharedWords(names).sharing(asked, len(names))
    expected = every_name_compared(names, asked)
    assert {one.place for one in found} == {one.place for one in expected}
    by_place = {one.place: one for one in expected}
    for one in found:
        assert one.contained == by_place[one.place].contained
        assert one.score == pytest.approx(by_place[one.place].score)


def test_a_long_text_takes_no_time() -> None:
    words = sorted({word for one in FACTS[:4000] for word in one.name.split()})
    begin = time.perf_counter()
    common_candidates((" ".join(words[:400]),))
    assert time.perf_counter() - begin < 10


def test_a_near_word_is_one_letter_away() -> None:
    near = NearWords(["tawny", "owl", "eagle"])
    assert (near.nearest("tawmy"), near.nearest("egale"), near.nearest("owls")) == (
        "tawny", "eagle", "owls",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("word", "genus"),
    [("helodermes", "Heloderma"), ("lynx", "Lynx"), ("rhinopithequ", "Rhinopithecus"),
     ("hippotragu", "Hippotragus"), ("kachugas", "Kachuga")],
)  # fmt: skip
def test_words_made_of_scientific_names_lead_to_them(word: str, genus: str) -> None:
    latin = LatinWords([fact(f"{genus} alba", "White animal"), fact("Aa bb", "Other animal")])
    assert [group.taxon for group, _ in latin.groups(word)][:1] == [genus]


def test_a_word_that_other_species_bear_decides_nothing() -> None:
    index = CommonIndex([fact("Inia geoffrensis", "Bufeo"), fact("Sotalia alba", "White bufeo")])
    found = index.candidates("bufeo", ["en"])
    assert found[0].taxon == "Inia geoffrensis"
    assert only_answer(found) is None
    alone = CommonIndex([fact("Inia geoffrensis", "Bufeo"), fact("Inia geoffrensis", "Red bufeo")])
    assert only_answer(alone.candidates("bufeo", ["en"])) is not None


@pytest.mark.parametrize(("confidence", "decides"), [("reported", False), ("verified", True)])
def test_a_longer_name_of_another_animal_is_a_doubt(confidence: str, decides: bool) -> None:
    index = CommonIndex(
        [
            fact("Equus asinus", "African ass", confidence),
            fact("Equus africanus", "African wild ass"),
        ]
    )
    found = index.candidates("african ass", ["en"])
    assert found[0].taxon == "Equus asinus"
    assert (only_answer(found) is not None) == decides


@given(COUNTED)
@settings(max_examples=150)
def test_plural_and_order_of_words_lead_to_the_animal(one: CommonNameFact) -> None:
    words = one.name.split()
    asked = (
        [f"{words[-1]}, {' '.join(words[:-1])}"] if len(words) > 1 and "," not in one.name else []
    )
    if one.name[-1] not in "sxyhf" and ")" not in one.name and words[-1][-5:].isalpha():
        asked.append(f"{one.name}s")
    for name in asked:
        species = {" ".join(c.taxon.split()[:2]) for c in common_candidates((name,))[0]}
        assert " ".join(one.taxon.split()[:2]) in species, name


@given(st.sampled_from(FACTS))
@settings(max_examples=100)
def test_languages_in_any_order_give_the_same_taxa(one: CommonNameFact) -> None:
    first = common_candidates((one.name,), languages=LANGUAGES)[0]
    second = common_candidates((one.name,), languages=LANGUAGES[::-1])[0]
    assert {c.taxon for c in first} == {c.taxon for c in second}


def test_no_name_in_the_package_rests_on_memory() -> None:
    assert {one.confidence for one in FACTS} == {"verified", "reported"}
    assert not [one for one in FACTS if "recalled" in one.source.split("|")]


@pytest.mark.parametrize(
    ("name", "taxon"),
    [("panthère des neiges", "Panthera uncia"), ("leopardo de las nieves", "Panthera uncia"),
     ("asno salvaje de África", "Equus africanus"), ("harpie féroce", "Harpia harpyja")],
)  # fmt: skip
def test_names_of_law_texts_are_answered(name: str, taxon: str) -> None:
    answer = only_answer(common_candidates((name,))[0])
    assert answer is not None
    assert answer.taxon == taxon


def test_a_general_word_proposes_its_group_only_for_names_that_are_not_known() -> None:
    crane = fact("Grus grus", "Grulla común")._replace(language="es")
    owl = fact("Strigidae", "búho")._replace(language="es", rank="family")
    index = CommonIndex([crane], [owl])
    (found,) = index.candidates("búhos de cuello rojo", ["es"])
    assert (found.taxon, found.rule, found.decides) == ("Strigidae", CommonRule.NOUN, False)
    assert index.candidates("grulla común", ["es"])[0].taxon == "Grus grus"


def test_general_words_and_words_of_trade_are_marked_as_recalled() -> None:
    words = general_words()
    assert {word.language for word in words} == {"en", "es", "fr"}
    assert {(word.source, word.confidence) for word in words} == {("recalled", "recalled")}
    assert len([word for word in words if " " in word.taxon]) < 120, "the words of trade alone"
    known = {fact.taxon for fact in read_common_names()}
    families = {fact.family for fact in read_common_names()}
    assert len([w for w in words if w.taxon in known | families]) > len(words) / 2
