"""Common names: forms, index, the call, the data, and lists of the user's own."""

import random
import subprocess
import sys
import unicodedata
from pathlib import Path

import pandas as pd
import pytest
from builders import ROOT
from hypothesis import given
from hypothesis import strategies as st

import concordance as cc
from concordance import Checklist, ConcordanceError, Source
from concordance.matching.common_candidate import only_answer
from concordance.matching.common_index import CommonIndex
from concordance.matching.common_names import common_candidates
from concordance.names.common import LANGUAGES, CommonRule, common_form
from concordance.readers.common_names import compile_common_names, read_common_names
from concordance.records import CommonNameFact

FACTS = read_common_names()
MANY = st.sampled_from(FACTS)


def taxa(name: str, languages: tuple[str, ...] = LANGUAGES) -> list[str]:
    return [c.taxon for c in common_candidates((name,), languages=languages)[0]]


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Galápagos giant tortoise", "Tortoises, Galapagos giant", "en"),
        ("Père David's deer", "pere davids deer", "en"),
        ("wood-quail", "woodquail", "en"),
        ("Grey wolf", "gray wolves", "en"),
        ("goose", "geese", "en"),
        ("albatross", "albatrosses", "en"),
        ("la panthère des neiges", "PANTHERES DE NEIGE", "fr"),
        ("cheval", "chevaux", "fr"),
        ("Aigle d’Europe", "aigle d'europe", "fr"),
        ("león", "los leones", "es"),
        ("pez sierra", "peces sierra", "es"),
        ("elefante", "elefantes", "es"),
    ],
)
def test_forms_are_the_same(one: str, other: str, language: str) -> None:
    first, second = common_form(one, language), common_form(other, language)
    assert first.joined == second.joined or first.sorted == second.sorted


@pytest.mark.parametrize(
    ("name", "taxon"),
    [
        ("snow leopard", "Panthera uncia"),
        ("SNOW-LEOPARD", "Panthera uncia"),
        ("leopard, snow", "Panthera uncia"),
        ("panthère des neiges", "Panthera uncia"),
        ("panthere des neiges", "Panthera uncia"),
    ],
)
def test_a_name_of_one_animal_is_answered(name: str, taxon: str) -> None:
    answer = only_answer(common_candidates((name,))[0])
    assert answer is not None
    assert answer.taxon == taxon


def test_words_for_groups_lead_to_groups() -> None:
    for name in ("shark", "tortue", "tortuga", "parrots"):
        found = common_candidates((name,))[0]
        assert any(" " not in c.taxon for c in found), name
        assert only_answer(found) is None


def fact(taxon: str, name: str, language: str = "en", source: str = "a") -> CommonNameFact:
    genus = taxon.split()[0]
    return CommonNameFact(taxon, "species", "Animalia", "Aves", "Ordo", f"{genus}idae", language,
                          name, source, "CC BY 4.0", "reported")  # fmt: skip


def test_rules_are_tried_in_order() -> None:
    index = CommonIndex(
        [fact("Aquila chrysaetos", "Golden eagle"), fact("Aquila fossa", "American golden eagle"),
         fact("Strix aluco", "Tawny owl"), fact("Strix nebulosa", "Great owl")]
    )  # fmt: skip
    assert [c.taxon for c in index.candidates("golden eagle", ["en"])] == ["Aquila chrysaetos"]
    (plural,) = index.candidates("golden eagles", ["en"])
    assert (plural.rule, plural.decides) == (CommonRule.NUMBER, False)
    within = index.candidates("northern golden eagle", ["en"])
    assert {c.rule for c in within if " " in c.taxon} <= {
        CommonRule.WITHIN,
        CommonRule.SHARED_WORDS,
    }
    assert only_answer(within) is None
    near = index.candidates("tawmy owl", ["en"])
    assert (near[0].taxon, near[0].rule) == ("Strix aluco", CommonRule.NEAR_SPELLING)
    assert index.candidates("xyzzy", ["en"]) == ()
    assert index.candidates("", ["en"]) == index.candidates("the", ["en"]) == ()


def test_an_ambiguous_name_is_a_row_for_each_animal() -> None:
    index = CommonIndex([fact("Aa bb", "Wild yak"), fact("Aa cc", "wild yak")])
    found = index.candidates("wild yak", ["en"])
    assert [c.taxon for c in found] == ["Aa bb", "Aa cc"]
    assert only_answer(found) is None


def test_sources_of_one_name_are_joined() -> None:
    index = CommonIndex([fact("Aa bb", "Yak", source="b"), fact("Aa bb", "Yak", source="a")])
    assert index.candidates("yak", ["en"])[0].source == "a|b"


@given(MANY)
def test_case_and_accents_do_not_matter(one: CommonNameFact) -> None:
    index = shared_index()
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", one.name) if not unicodedata.combining(c)
    )
    for asked in (one.name.upper().replace("SS", "ss"), plain):
        found = {c.taxon for c in index.candidates(asked, [one.language])}
        species = {" ".join(taxon.split()[:2]) for taxon in found}
        assert one.taxon in found or " ".join(one.taxon.split()[:2]) in species, asked


@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(shuffle: random.Random) -> None:
    rows = list(FACTS[:400])
    asked = [fact.name for fact in rows[::40]] + ["eagle", "lizards", "aigle"]
    expected = [CommonIndex(rows).candidates(name, LANGUAGES) for name in asked]
    shuffle.shuffle(rows)
    assert [CommonIndex(rows).candidates(name, LANGUAGES) for name in asked] == expected


def shared_index() -> CommonIndex:
    from concordance.matching.common_names import _index

    return _index(())


def test_the_table_has_a_row_for_each_candidate_and_each_name() -> None:
    names = pd.Series(["snow leopard", None, "xyzzy", "snow leopard"], index=list("abcd"))
    table = cc.common_names(names)
    assert table.index.tolist() == list("abcd")
    assert table["query"].isna().tolist() == [False, True, False, False]
    assert table["taxon"].dropna().tolist() == ["Panthera uncia"] * 2
    with pytest.raises(ConcordanceError, match="languages"):
        cc.common_names("leopard", languages=("de",))


def test_a_list_of_the_user_adds_its_names() -> None:
    own = Checklist.from_frames(
        "own",
        source=Source(name="Mine"),
        taxa=pd.DataFrame({"taxon_id": ["own:1"], "name": ["Aa bb"], "rank": ["species"]}),
        common_names=pd.DataFrame(
            {"taxon_id": ["own:1"], "name": ["Blue gnorf"], "language": ["English"]}
        ),
    )
    assert "Aa bb" not in set(cc.common_names("blue gnorf")["taxon"].dropna())
    table = cc.common_names("blue gnorf", checklists=own)
    assert table[["taxon", "source"]].values.tolist() == [["Aa bb", "own"]]


def test_the_file_is_that_of_the_rows_and_small(tmp_path: Path) -> None:
    shipped = ROOT / "data" / "common_names.arrow"
    compile_common_names(ROOT / "data" / "species" / "common_names.csv", tmp_path / "again.arrow")
    assert (tmp_path / "again.arrow").read_bytes() == shipped.read_bytes()
    assert shipped.stat().st_size < 600_000
    assert {fact.language for fact in FACTS} == set(LANGUAGES)
    assert all(fact.source and fact.licence and fact.confidence for fact in FACTS)


def test_a_build_reads_no_common_names() -> None:
    code = (
        "import sys, concordance as cc; cc.build(cc.load_cites(), cc.load_cms()); "
        "assert 'concordance.readers.common_names' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
