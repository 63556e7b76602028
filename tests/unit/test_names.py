"""Names: parsing, authorship and forms, as laws, as hand-made cases, and on the shared cases."""

from __future__ import annotations

import csv
import gzip
import re
import string
import sys
import types
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from concordance.errors import ConcordanceError
from concordance.names.authorship import AuthorshipAgreement, compare_authorship, parse_authorship
from concordance.names.cleaning import LONGEST, Problem, scripts
from concordance.names.columns import parse, parse_few, parse_names
from concordance.names.forms import (
    GENDER_RULES,
    GENITIVE_RULES,
    ORTHOGRAPHIC_RULES,
    _rule,
    canonical,
    coarse,
    coarse_epithet,
    coarse_epithets,
    coarse_names,
    gender_epithet,
    gender_epithets,
    gender_form,
    gender_forms,
    gender_stem,
    orthographic,
    orthographic_epithet,
    orthographic_epithets,
    orthographic_genera,
    orthographic_genus,
    orthographic_names,
)

GENERA = st.sampled_from(["Panthera", "Ovis", "Abies", "Falco", "Neo-Urbania", "Aa"])
EPITHETS = st.text(string.ascii_lowercase, min_size=2, max_size=12)
NAMES = st.builds(lambda g, e: f"{g} {e}", GENERA, EPITHETS)
AUTHORS = st.sampled_from(
    ["", "(Linnaeus, 1758)", "Gray, 1830", "(L.) Mill.", "L.f.", "de Vries", "d'Orbigny, 1840",
     "hort. ex Anon.", "von Schreber, 1775", "Tang & F.T.Wang", "auct.", "sensu Smith", "1758",
     "Hass.", "Hasz.", "Haas, 1758", "Gray, J.E., 1830", "Vries, Jr."]
)  # fmt: skip
TAILS = st.sampled_from(
    ["", " spp.", " (except Canis lupus familiaris)", " [population of Chile]", " subsp. alba",
     ' "north cape"', " var.", " aff.", " ?", " x alba", " cf. alba", "\x00", "<i>", " [sic]", " sp. nov.", " cf. ?"]
)  # fmt: skip
MESSY = st.one_of(
    st.text(max_size=40),
    st.builds(lambda n, a, t: f"{n} {a}{t}", NAMES, AUTHORS, TAILS),
)


@given(st.text(max_size=30))
def test_canonical_is_idempotent(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


@given(st.text(string.ascii_letters + "äëïöüéèçñ -", max_size=30))
def test_canonical_loses_no_letter(text: str) -> None:
    def letters(value: str) -> int:
        return sum(c.isalpha() for c in value)

    assert letters(canonical(text)) == letters(text)


@given(NAMES, NAMES)
def test_normal_forms_are_coarser_and_keep_the_genus(a: str, b: str) -> None:
    for form in (orthographic, gender_stem):
        if canonical(a) == canonical(b):
            assert form(canonical(a)) == form(canonical(b))
    assert gender_stem(canonical(a)).split()[0] == canonical(a).split()[0]


@given(st.lists(MESSY, max_size=6))
@example(["Aus bus Smith, 1900 s.l.", "Aus Sp.", "Aus series Bus", "Ovis with Gray", "Aus F. alba"])
@example(["Tobacco mosaic virus", "Aus unknown", "None given", "Aus hort Gray", "Aus ser. Bus L."])
@example(["\ud800", "ÄÄ Panthera leo", "Panthera leo Müller", "Panthera leo MÃ¼ller", "Aus  bus"])
@example(['"PANTHERA LEO"', "PANTHERA  LEO", " PANTHERA LEO ", "XENOPS MINUTUS", "RANA SIMPLEX"])
@example(["  Panthera  leo ", '"Panthera leo"', ' "Aus" ', '"Aus" bus', "PANTHERA LEO", "PANTHERA"])
@example(
    ["Panthera leo, Gray, 1830", "Aus, Gray", "Aus bus, de Vries", "PANTHERA LEO Gray", "Aus,"]
)
@example(
    ["cf. Puma leopard", "Puma cf. leopard Gray", "cf. Panthera ? ?", "Aus cf. cf. bus", "cf. Null"]
)
@example(
    ["Panthera pardus sp. nov.", "Panthera pardus pardus sp. nov.", "Panthera sp. nov.",
     "Panthera pardus Gray sp. nov.", "Panthera Gray sp. nov.", "Panthera cf. sp. nov.",
     "Aus sp. nov. leo", "Panthera cf. pardus sp. nov.", "Panthera cf. pardus [sic]"]
)  # fmt: skip
@example(["Puma leopard [sic]", "Panthera [sic] leo", "Puma leopard Gray [sic]", "PANTHERA LEO ?"])
@example(["Felis alba Indet.", "Felis Indet. Gray", "Puma leopard \ud800", "cf. Except alba"])
@example(
    ["Incertae sedis", "Hybrid cultivar", "Tobacco virus", "Aus virus", "Aus with", "Aus xrnas"]
)
@example(["Ser alba", "Subg alba", "Felis F.", "Felis A.b.", "Felis alba (Nec Gray)"])
@example(["Puma leopard Gray ?", "Panthera ? Gray", "Puma ? leopard [sic]", "Aus cf. virus-alba"])
@example(["Aus nova-caledonia", "AUSUS NOVA-CALEDONIA", "Aus bus-sp", "Aus alba-sp. Gray", "- ?"])
@example(["A" + "b" * 1_200, " " * 1_200 + "Panthera leo", "SECTION AUS", "Panthera leo, leo"])
def test_whole_columns_are_read_as_single_strings_are(texts: list[str]) -> None:
    fast, slow = parse_names(texts), parse_names(texts, fast=False)
    assert fast.equals(slow)
    assert len(fast) == len(texts)
    assert parse_few(texts) == [parse(text) for text in texts]


@given(MESSY)
def test_every_string_gives_a_name_or_a_problem(text: str) -> None:
    name = parse(text)
    assert name.verbatim == text
    assert bool(name.canonical) or bool(name.problems)
    assert bool(name.canonical) == bool(name.rank)
    assert bool(name.genus) >= bool(name.canonical)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Problem.MISSING),
        ("   ", Problem.MISSING),
        (None, Problem.MISSING),
        (3.5, Problem.MISSING),
        ("12345", Problem.NOT_A_NAME),
        ("P" + "a" * 9_999, Problem.TOO_LONG),
        ("Panthera\x00 leo", Problem.MARKUP),
        ("Раnthera leo", Problem.MIXED_SCRIPT),
        ("Turdus merula MÃ¼ller, 1776", Problem.ENCODING),
        ("<i>Panthera leo</i>", Problem.MARKUP),
        ("=HYPERLINK(1)", Problem.NOT_A_NAME),
        ("PANTHERA LEO", Problem.CASE),
        ("panthera leo", Problem.CASE),
        ("P. leo", Problem.ABBREVIATED_GENUS),
        ("Panthera cf. leo", Problem.UNCERTAIN),
        ("Panthera sp.", Problem.RANK_ONLY),
        ('Aus "Far Island" Smith, 2011', Problem.INFORMAL),
        ("Ovis aries x Ovis ammon", Problem.HYBRID_FORMULA),
        ("Canis lupus (except Canis lupus familiaris)", Problem.ANNOTATION),
        ("Tobacco mosaic virus", Problem.NOT_A_NAME),
    ],
)
def test_bad_input_is_graded(text: object, problem: Problem) -> None:
    assert problem in parse(text).problems


def test_a_name_of_the_greatest_length_is_read_and_a_longer_one_is_not() -> None:
    text = f"Panthera leo G{'r' * (LONGEST - 14)}"
    assert (len(text), parse(text).canonical) == (LONGEST, "Panthera leo")
    longer = parse(f"{text}a")
    assert (longer.verbatim, longer.problems) == (f"{text}a", (Problem.TOO_LONG,))


@pytest.mark.parametrize(
    ("verbatim", "name", "authorship", "why"),
    [
        ("Canis lupus (except Canis lupus familiaris)", "Canis lupus", "", "exception cut first"),
        ("Vicugna vicugna [population of Chile]", "Vicugna vicugna", "", "population cut first"),
        ("Ovis gmelini (=Ovis orientalis ophion)", "Ovis gmelini", "", "other name cut first"),
        ("Felidae spp.", "Felidae", "", "a group: all its species"),
        ("Apus (Apus) apus (Linnaeus, 1758)", "Apus apus", "(Linnaeus, 1758)", "subgenus"),
        ("Aus bus (van Denburgh, 1900)", "Aus bus",
         "(van Denburgh, 1900)", "a particle begins the author"),
        ("Rhea pennata d'Orbigny, 1834", "Rhea pennata", "d'Orbigny, 1834", "elided particle"),
        ("Aus bus gray & Smith.", "Aus bus", "gray & Smith.",
         "an author with a small letter is no epithet"),
        ("Aus series Gray & Smith", "Aus series", "Gray & Smith",
         "an epithet that is also a rank"),
        ("Aus bus (P. P. King, 1834)", "Aus bus", "(P. P. King, 1834)", "initials, not pro parte"),
        ("Aus bus (Gray) ined.", "Aus bus", "(Gray)", "unpublished"),
        ("Aus bus var. cus H. Smith", "Aus bus cus",
         "H. Smith", "the rank is kept apart"),
        ('"Xenops minutus"', "Xenops minutus", "", "only the quotation marks are taken off"),
        ('"Panthera leo" (Linnaeus, 1758)"', "Panthera leo", "(Linnaeus, 1758)",
         "one quotation mark too many"),
        ('"Panthera" leo" Gray', "Panthera leo", "Gray", "and one in the middle"),
        ("Turdus merula Ã\x81lvarez, 1900", "Turdus merula", "Álvarez, 1900",
         "decoded as Latin-1, not as the code page of Windows"),
        ("Aa #4", "Aa", "", "an annotation behind the shortest genus"),
        ("Aa except Aa colombiana", "Aa", "", "an exception from it"),
        ("Aa (=Altensteinia)", "Aa", "", "another name of it"),
        ("(wild) Canis lupus", "", "", "words that begin with an annotation are no name"),
        ("(sic) Panthera leo", "Panthera leo", "", "but for a remark of the typist"),
        ("Xenops minutus", "Xenops minutus", "", "no letter is taken off"),
        ("Paſſer domeſticus Weſtermann & Smith", "Passer domesticus",
         "Westermann & Smith", "the long s of old print, and no other"),
        ("<<i>>Xenops minutus", "Xenops minutus", "", "markup in markup"),
    ],
)  # fmt: skip
def test_names_of_treaty_lists(verbatim: str, name: str, authorship: str, why: str) -> None:
    parsed = parse(verbatim)
    assert (parsed.canonical, parsed.authorship) == (name, authorship), why


def test_what_is_cut_off_is_kept_piece_by_piece() -> None:
    name = parse("Canis lupus [population of Chile] (except Canis lupus familiaris)")
    assert name.canonical == "Canis lupus"
    assert name.annotation == "(except Canis lupus familiaris) [population of Chile]"


@pytest.mark.parametrize("text", ["Abies ×alba", "Abies×alba", "Abies✕alba", "× Abies alba"])
def test_the_sign_of_a_hybrid_needs_no_blank(text: str) -> None:
    name = parse(text)
    assert (name.canonical, name.hybrid, name.problems) == ("Abies alba", True, ())


@pytest.mark.parametrize(
    "text", ["Panthera  leo", "Panthera\tleo", " Panthera leo", "panthera\nLEO"]
)
def test_white_space_of_every_kind_is_one_blank(text: str) -> None:
    assert canonical(text) == "Panthera leo"


@pytest.mark.parametrize(
    ("text", "count"),
    [("Panthera", 1), ("Müller", 1), ("Пантера", 1), ("Раnthera", 2), ("Oʻahu", 1), ("12", 0),
     ("Panthera \U00017000", 2)],
)  # fmt: skip
def test_alphabets_are_counted_and_a_letter_without_a_name_is_of_another(
    text: str, count: int
) -> None:
    assert scripts(text) == count


def test_an_authorship_is_taken_apart() -> None:
    record = parse_authorship("(L., 1758) J.E. Gray & Hardwicke, 1830")
    assert [a.surname for a in record.basionym] == ["linnaeus"]
    assert [(a.surname, a.initials) for a in record.combination] == [("gray", "je"),
                                                                    ("hardwicke", "")]  # fmt: skip
    assert (record.basionym_year, record.year) == (1758, 1830)


@given(AUTHORS, AUTHORS)
def test_comparing_authorships_is_symmetric(a: str, b: str) -> None:
    assert compare_authorship(a, b) is compare_authorship(b, a)
    if parse_authorship(a).combination or parse_authorship(a).basionym:
        assert compare_authorship(a, a) is AuthorshipAgreement.EQUAL


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("regius", "regia", True),
        ("superior", "superius", True),
        ("ruber", "rubrum", True),
        ("porifer", "poriferum", True),
        ("minor", "minus", True),
        ("capensis", "capense", True),
        ("ferox", "feroces", False),
        ("aestiva", "festiva", False),
    ],
)
def test_gender_endings(a: str, b: str, same: bool) -> None:
    assert (gender_stem(f"Aus {a}") == gender_stem(f"Aus {b}")) is same


@given(st.from_regex(r"[a-z]{0,8}(?:us|um|a|is|e|as|i|os|on|or|er|rum|orum|ae)?", fullmatch=True))
def test_a_rule_is_passed_over_only_where_it_would_change_nothing(word: str) -> None:
    stem = next((re.sub(p, r, word) for p, r, _ in GENDER_RULES if re.search(p, word)), word)
    assert gender_stem(f"Aus {word}") == f"Aus {stem}".strip()


@given(st.lists(st.text("abkhprtue-ynos", max_size=12), max_size=4))
def test_the_form_of_a_genus_is_that_of_all_rules_in_their_order(words: list[str]) -> None:
    for word in words:
        form = word
        for pattern, replacement, _ in ORTHOGRAPHIC_RULES:
            form = re.sub(pattern, replacement, form)
        assert orthographic_genus(word) == form


def test_a_table_without_rows_has_the_same_types() -> None:
    assert parse_names([]).dtypes.equals(parse_names(["Panthera leo"]).dtypes)


def test_a_rule_without_an_expression_is_what_the_expression_is() -> None:
    words = ["neo-urbania", "rueppellii", "phrygia", "aequatus", "kochi", "theca", "arctos", "yjki"]
    for pattern, replacement, why in ORTHOGRAPHIC_RULES + GENITIVE_RULES:
        rule = _rule(pattern, replacement)
        assert [rule(w) for w in words] == [re.sub(pattern, replacement, w) for w in words], why


@given(
    st.lists(
        st.from_regex(
            r"[A-Za-z][a-zéßΣ\x00-]{0,9}(?:us|um|a|is|ior|minor|ueri|aei|orum|ae|ferum)?",
            fullmatch=True,
        )
    )
)
@example(["Major", "major", "minus", "ruber", "rubrum", "alba", "yyi", "aensis", "bae", "Σ"])
def test_the_forms_of_many_words_are_those_of_each(words: list[str]) -> None:
    for many, one in (
        (orthographic_genera, orthographic_genus),
        (orthographic_epithets, orthographic_epithet),
        (gender_epithets, gender_epithet),
        (coarse_epithets, coarse_epithet),
    ):
        assert many(words) == [one(word) for word in words]
    names = [" ".join(words[i : i + 3]) for i in range(len(words))]
    for many_names, one_name in (
        (orthographic_names, orthographic),
        (gender_forms, gender_form),
        (coarse_names, coarse),
    ):
        assert many(names) == [one(name) for name in names]
    known = [canonical(name) for name in names]
    assert orthographic_names(gender_forms(known)) == coarse_names(known)


def test_no_name_has_no_form() -> None:
    assert orthographic("") == orthographic(" ") == gender_form("") == coarse("") == ""
    for many in (orthographic_names, gender_forms, coarse_names):
        assert many(["", "Aus bus"])[0] == ""


def test_arrow_arrays_are_read_as_lists_are() -> None:
    names = ["Panthera leo", None, "PUMA CONCOLOR"]
    wanted = parse_names(names)
    assert parse_names(pa.array(names)).equals(wanted)
    assert parse_names(pa.chunked_array([names[:1], names[1:]])).equals(wanted)
    assert wanted["problems"].tolist() == ["", "missing", "case"]


def test_each_rule_of_form_names_its_article() -> None:
    assert all(why.startswith("ICZN ") for _, _, why in ORTHOGRAPHIC_RULES + GENDER_RULES)


def test_the_backend_is_chosen_by_argument(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConcordanceError, match="backend is 'x'; expected 'own' or 'gbif'"):
        parse("Aus bus", backend="x")
    monkeypatch.setitem(sys.modules, "nameparser", None)
    message = (
        "backend 'gbif' needs the package gbif-name-parser; install it with "
        "pip install 'species-concordance[gbif]', or use backend='own'"
    )
    with pytest.raises(ConcordanceError, match=f"^{re.escape(message)}$"):
        parse_names(["Aus bus"], backend="gbif")
    people = types.ModuleType("nameparser")
    people.__file__ = "site-packages/nameparser/__init__.py"
    monkeypatch.setitem(sys.modules, "nameparser", people)
    advice = (
        "belongs to another package (for names of people); only one of them can be installed. In a "
        "separate environment, run pip uninstall nameparser, then pip install gbif-name-parser"
    )
    with pytest.raises(ConcordanceError, match=f"{re.escape(advice)}$"):
        parse("Aus bus", backend="gbif")
    assert parse("Aus bus").canonical == "Aus bus"


def test_the_gbif_backend_gives_the_same_record() -> None:
    pytest.importorskip("nameparser", reason="the optional backend is not installed")
    for text in ("Panthera leo (Linnaeus, 1758)", "Canis lupus (except Canis lupus familiaris)",
                 "Felidae spp.", "Aus bus × Cus dus", "", None, "=A1(2)", "Panthera cf. leo"):  # fmt: skip
        own, other = parse(text), parse(text, backend="gbif")
        assert (own.canonical, own.annotation) == (other.canonical, other.annotation), text
    assert parse("Panthera leo (Linnaeus, 1758)", backend="gbif").authorship == "(Linnaeus, 1758)"


def test_the_gbif_backend_reads_what_its_parser_would_not_take() -> None:
    pytest.importorskip("nameparser", reason="the optional backend is not installed")
    blank = parse("  ", backend="gbif")
    assert (blank.verbatim, blank.problems) == ("  ", (Problem.MISSING,))
    lone = parse("Panthera leo \ud800", backend="gbif")
    assert (lone.canonical, lone.problems) == ("Panthera leo", (Problem.UNCERTAIN,))
    longest = parse("P" + "a" * 999, backend="gbif")
    assert len(longest.canonical) == 1_000
    assert not longest.problems
    assert parse("=A1(2)".ljust(1_000), backend="gbif").problems == (Problem.NOT_A_NAME,)


@pytest.mark.needs_shared
def test_every_printed_name_of_the_cites_index_is_read(shared: Path) -> None:
    """Marks of rank are no part of the canonical name; case and diacritics are folded."""
    path = shared / "real" / "Index_of_CITES_Species_2017-04-21_17-27.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        printed = [row["FullName"] for row in csv.DictReader(file)]
    read = parse_names(printed)["canonical"].tolist()
    assert len(read) == 38_079
    wrong = [
        (name, found)
        for name, found in zip(printed, read, strict=True)
        if found != canonical(name.replace(" var. ", " "))
    ]
    assert wrong == []


def test_a_backquote_in_a_quoted_name_reads_the_same_again() -> None:
    name = parse('Dactylocnemis "Mat`apia"')
    assert parse(name.canonical).canonical == name.canonical == 'Dactylocnemis "mat apia"'
