"""Matching: names of users in a list, by hand-made cases and by laws."""

import gc
import string
from collections.abc import Iterator, Sequence
from typing import Any, cast

import pandas as pd
import pyarrow as pa
import pytest
from builders import ALBATROSSES, CATS, FALCONS, made, records
from cases import checklist, of_names, with_knowledge
from hypothesis import example, given, settings
from hypothesis import strategies as st

import concordance as cc
from concordance.codes import MatchStatus, Relation
from concordance.matching.columns import MATCH_DETAILS, MATCHES
from concordance.matching.context import higher_agree
from concordance.matching.edits import near
from concordance.matching.link import link_checklists
from concordance.matching.near import Neighbours, nearest_names
from concordance.matching.near_few import FewNeighbours
from concordance.matching.rules import near_name
from concordance.matching.rules.genus_transfer import (
    Transfer,
    author_marks,
    genus_transfer,
    may_be_transfer,
)
from concordance.names.forms import canonical
from concordance.records import ConceptRelation


@pytest.fixture(scope="module")
def some() -> cc.Checklist:
    return checklist(
        [
            ("1", "Falco peregrinus Tunstall, 1771", "", "", FALCONS),
            ("2", "Falco vespertinus Linnaeus, 1766", "", "", FALCONS),
            ("3", "Falco amurensis Radde, 1863", "", "", FALCONS),
            ("4", "Panthera uncia (Schreber, 1775)", "", "", CATS),
            ("5", "Uncia uncia (Schreber, 1775)", "4", "", CATS),
            ("6", "Phoebastria albatrus (Pallas, 1769)", "", "", ALBATROSSES),
            ("7", "Puma concolor (Linnaeus, 1771)", "", "", CATS),
            ("8", "Puma concolor coryi (Bangs, 1899)", "", "", CATS),
            ("9", "Falconidae", "", "family", FALCONS),
            ("10", "Oenanthe oenanthe (Linnaeus, 1758)", "", "", {**FALCONS, "family": "Muscicapidae"}),
            ("11", "Diomedea exulans Linnaeus, 1758", "", "", ALBATROSSES),
        ],
        key="cites",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "status", "rule", "name", "why"),
    [
        ("Falco peregrinus Tunstall, 1771", "matched", "exact", "Falco peregrinus", "same author"),
        ("Falco peregrinus", "matched", "exact_name", "Falco peregrinus", "no author given"),
        ("Falco peregrinus Gmelin, 1788", "author_differs", None, None, "perhaps a homonym"),
        ("Uncia uncia", "matched", "synonym_cites", "Panthera uncia", "a synonym"),
        ("Falko peregrinus", "matched", "orthographic", "Falco peregrinus", "k and c"),
        ("Falco vespertina", "matched", "gender", "Falco vespertinus", "gender ending"),
        ("Diomedea albatrus Pallas, 1769", "proposed", None, None,
         "one epithet, author and year, but the genus is in use too"),
        ("Felis uncia Schreber, 1775", "proposed", None, None,
         "a transfer, but nothing says of which family Felis is"),
        ("Falco vespertinus amurensis", "proposed", None, None,
         "the subspecies may be the species of that epithet, not of F. vespertinus"),
        ("Puma concolor cougar", "proposed", None, None, "an unknown subspecies"),
        ("Puma coryi", "proposed", None, None, "a subspecies raised to species"),
        ("Panthera uncja", "matched", "orthographic", "Panthera uncia", "j and i"),
        ("Falco peregrinis", "matched", "gender", "Falco peregrinus", "an ending"),
        ("Falco pergrinus", "proposed", None, None, "one edit: a person must confirm"),
        ("Falco cf. peregrinus", "uncertain_name", None, None, "the identification is not certain"),
        ("F. peregrinus", "uncertain_name", None, None, "the genus is not known"),
        ("Falco sp.", "covered", None, None, "a species of a genus of that family"),
        ("Falconidae spp.", "matched", "exact_name", "Falconidae", "all species of the family"),
        ("Falco rufigularis", "covered", None, None, "only the family is in the list"),
        ("Pardosa moesta", "not_found", None, None, "a spider"),
        ("", "not_a_name", None, None, "nothing there"),
        ("=cmd|' /C calc'!A0", "not_a_name", None, None, "a formula"),
    ],
)  # fmt: skip
def test_one_name(
    some: cc.Checklist, query: str, status: str, rule: str | None, name: str | None, why: str
) -> None:
    found = cc.match_names([query], some).iloc[0]
    assert found["status"] == status, (why, found["evidence"])
    assert (found["rule"] if rule else None, found["name"] if name else None) == (rule, name), why
    assert pd.isna(found["taxon_id"]) == (status != "matched")
    assert found["evidence"]


def test_context_guards_but_families_only_confirm(some: cc.Checklist) -> None:
    same = cc.match_names(["Oenanthe oenanthe"], some, classes=["Aves"])
    other = cc.match_names(["Oenanthe oenanthe"], some, classes=["Magnoliopsida"])
    around = pd.DataFrame({"family": ["Turdidae"], "class": ["Aves"]})
    family = cc.match_names(["Oenanthe oenanthe"], some, context=around)
    assert same["status"][0] == "matched"
    assert other["status"][0] == "context_differs"
    assert family["status"][0] == "matched"
    abbreviated = cc.match_names(["P. uncia"], some, context=pd.DataFrame({"genus": ["Panthera"]}))
    assert abbreviated["name"][0] == "Panthera uncia"


def test_ambiguity_is_never_resolved_in_silence() -> None:
    twins = checklist(
        [
            ("a", "Aus major Smith, 1900", "", "", FALCONS),
            ("b", "Aus minor Smith, 1901", "", "", FALCONS),
            ("a2", "Bus cus Gray, 1830", "a", "", FALCONS),
            ("b2", "Bus cus Gray, 1830", "b", "", FALCONS),
            ("a3", "Dus eus Gray, 1830", "a", "", FALCONS),
            ("a4", "Dus eus Gray, 1830", "a", "", FALCONS),
        ]
    )
    found = cc.match_names(["Bus cus", "Dus eus"], twins)
    assert found["status"].tolist() == ["ambiguous", "matched"]
    assert pd.isna(found["taxon_id"][0])
    assert found["alternatives"][0] == 2
    every = cc.match_names(["Bus cus"], twins, how="all")
    assert every["name"].tolist() == ["Aus major", "Aus minor"]


def test_known_names_are_never_near_another() -> None:
    amazons = of_names("Amazona aestiva", "Amazona festiva")
    found = cc.match_names(["Amazona aestiva", "Amazona festiva"], amazons)
    assert found["name"].tolist() == ["Amazona aestiva", "Amazona festiva"]
    assert cc.match_names(["Amazona festiva"], of_names("Amazona aestiva"))["taxon_id"].isna().all()


def test_rows_of_the_user_are_kept(some: cc.Checklist) -> None:
    names = pd.Series(["Uncia uncia", None, "Falco peregrinus", "Uncia uncia"], index=[7, 3, 3, 9])
    found = cc.match_names(names, some)
    assert found.index.tolist() == [7, 3, 3, 9]
    assert found["name"].tolist()[0] == found["name"].tolist()[3] == "Panthera uncia"
    assert [c.name for c in MATCHES] == found.columns.tolist()
    every = cc.match_names(names, some, how="all")
    assert set(every.index) == {7, 3, 9}
    assert [c.name for c in MATCHES + MATCH_DETAILS] == every.columns.tolist()
    assert len(cc.match_names([], some)) == 0


@pytest.mark.parametrize(
    "names",
    [
        ["Uncia uncia", None],
        ("Uncia uncia", 3.5),
        pd.Index(["Uncia uncia", "x"]),
        pd.Series(["Uncia uncia", "x"], dtype="category"),
        pa.array(["Uncia uncia", None]),
        pa.chunked_array([["Uncia uncia"], ["x"]]),
        pd.DataFrame({"n": ["Uncia uncia", "x"]})["n"],
        (name for name in ["Uncia uncia", "x"]),
    ],
)
def test_every_kind_of_column(some: cc.Checklist, names: Any) -> None:
    assert cc.match_names(names, some)["name"][0] == "Panthera uncia"


def test_progress_is_told_from_time_to_time(
    some: cc.Checklist, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("concordance.matching.lookup._CHUNK", 2)
    told = []
    names = ["Uncia uncia", "Aus bus", "Uncia uncia", "Puma concolor", "Aus bus"]
    parts = cc.match_names(names, some, progress=lambda *done: told.append(done))
    assert told == [(0, 5), (4, 5), (5, 5)]
    monkeypatch.undo()
    assert parts.equals(cc.match_names(names, some))


def test_the_collection_of_garbage_goes_on_as_it_was(some: cc.Checklist) -> None:
    gc.disable()
    try:
        cc.match_names(["Uncia uncia"], some)
        assert not gc.isenabled()
    finally:
        gc.enable()
    cc.match_names(["Uncia uncia"], some)
    assert gc.isenabled()


def test_wrong_arguments_say_what_to_do(some: cc.Checklist) -> None:
    with pytest.raises(cc.ConcordanceError, match="how is 'first'; expected one of best, all"):
        cc.match_names(["x"], some, how=cast(Any, "first"))
    with pytest.raises(cc.ConcordanceError, match="ranks has 2 values for 1 names"):
        cc.match_names(["x"], some, ranks=["a", "b"])
    with pytest.raises(cc.ConcordanceError, match="classes has 2 values for 1 names"):
        cc.match_names(["x"], some, classes=["a", "b"])
    with pytest.raises(cc.ConcordanceError, match="give the column"):
        cc.match_names(pd.DataFrame({"a": []}), some)


def test_a_string_is_one_name(some: cc.Checklist) -> None:
    pd.testing.assert_frame_equal(
        cc.match_names("Uncia uncia", some), cc.match_names(["Uncia uncia"], some)
    )


@given(st.lists(st.text(max_size=60), max_size=5))
def test_nothing_that_a_user_sends_is_lost(texts: Any) -> None:
    found = cc.match_names(texts, of_names("Panthera uncia"))
    assert len(found) == len(texts)
    assert set(found["status"].tolist()) <= {m.value for m in MatchStatus}
    assert found["evidence"].notna().all()


GENERA = st.sampled_from(["Linaria", "Lunaria", "Cissus", "Agave", "Brunnera", "Linarya"])
EPITHETS = st.one_of(
    st.sampled_from(["discolor", "bicolor", "pedunculata", "pedonculatus", "azurea", "aurea",
                     "ramosii", "ramosum", "glaucopareius"]),
    st.text(string.ascii_lowercase[:6], min_size=3, max_size=10),
)  # fmt: skip
NAMES = st.one_of(
    st.builds(lambda g, e: f"{g} {e}", GENERA, EPITHETS),
    st.builds(lambda g, e, f: f"{g} {e} {f}", GENERA, EPITHETS, EPITHETS),
)


@given(NAMES, st.lists(NAMES, max_size=12))
def test_the_fast_search_finds_what_measuring_every_name_finds(query: Any, names: Any) -> None:
    assert Neighbours(names).find(query) == measured(query, names)


def measured(query: str, names: list[str]) -> list[tuple[str, int]]:
    slow = [(name, near(query.split(), name.split())) for name in sorted(set(names))]
    return sorted(((n, e) for n, e in slow if e is not None), key=lambda hit: (hit[1], hit[0]))


@given(st.lists(NAMES, max_size=20), st.lists(NAMES, max_size=20))
def test_many_names_are_searched_as_each_alone_is(queries: Any, names: Any) -> None:
    found = Neighbours(names).find_all(queries)
    assert found == {q: hits for q in queries if (hits := measured(q, names))}


@given(st.lists(NAMES, max_size=20), st.lists(NAMES, max_size=20))
def test_a_few_names_are_searched_without_arrays_to_the_same_end(queries: Any, names: Any) -> None:
    few = FewNeighbours(by_genus(names))
    assert few.find_all(queries) == {q: hits for q in queries if (hits := measured(q, names))}
    for query in queries:
        for genus in {name.split()[0] for name in names}:
            assert few.within(query, genus) == measured(query, by_genus(names)[genus])


def by_genus(names: Sequence[str]) -> dict[str, list[str]]:
    return {g: [n for n in sorted(set(names)) if n.split()[0] == g] for g in map(first_word, names)}


def first_word(name: str) -> str:
    return name.split()[0]


def test_few_names_have_the_answers_that_they_have_among_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cms = cc.load_cms()
    held = [name for name in sorted(cms.names["name"]) if " " in name][::40]
    names = [slip for name in held for slip in slips(canonical(name))]
    parts = [cc.match_names(names[at : at + 9], cms, how="all") for at in range(0, len(names), 9)]
    monkeypatch.setattr(near_name, "_FEW_NAMES", 0)
    many = cc.match_names(names, cms, how="all")
    assert (many["rule"] == "fuzzy").sum() > 100
    pd.testing.assert_frame_equal(
        pd.concat(parts).reset_index(drop=True), many.reset_index(drop=True)
    )


def test_names_made_from_the_names_of_the_package_are_found_as_by_measuring() -> None:
    held = sorted({canonical(n) for n in cc.load_cms().names["name"] if " " in n})[::7]
    asked = [planted for name in held for planted in slips(name)]
    found = Neighbours(held).find_all(asked)
    assert FewNeighbours(by_genus(held)).find_all(asked) == found
    words = {name: name.split() for name in [*held, *asked]}
    by_size = {n: [h for h in held if len(words[h]) == n] for n in (2, 3, 4)}
    for name in asked[::5]:
        slow = [(h, near(words[name], words[h])) for h in by_size[len(words[name])]]
        assert set(found.get(name, [])) == {(h, e) for h, e in slow if e is not None}, name
    assert sum(map(len, found.values())) > len(held)


def slips(name: str) -> Iterator[str]:
    """Names one or two slips away, without chance."""
    genus, epithet = name.split(" ", 1)
    yield f"{genus} {epithet[:2]}{epithet[3:]}"
    yield f"{genus[:3]}x{genus[4:]} {epithet}e"
    yield f"{genus[:-2]}{genus[-1:]}{genus[-2:-1]} {epithet[:-1]}"
    yield f"{genus} {epithet[:1]}zz{epithet[1:]}"


@given(
    st.lists(
        st.one_of(
            st.builds(lambda name, author: f"{name} {author}", NAMES, st.sampled_from(
                ["", "Gray, 1830", "(Gray, 1830)", "Schreber, 1775", "cf.", "?"])),
            GENERA.map("{} sp.".format), GENERA.map("{} indet".format), st.just(""), st.none(),
        ),
        max_size=8,
    ),
    st.lists(NAMES, min_size=1, max_size=6),
)  # fmt: skip
def test_many_names_are_answered_as_each_alone_is(queries: Any, names: Any) -> None:
    listed = checklist([(str(i), f"{name} (Gray, 1830)", "", "", CATS) for i, name in
                        enumerate(dict.fromkeys(names))] + [("g", "Linaria", "", "genus", CATS)])  # fmt: skip
    together = cc.match_names(queries, listed, how="all")
    alone = [cc.match_names([query], listed, how="all") for query in queries]
    rows = [row for part in alone for row in part.astype(object).where(part.notna(), None).values]
    assert [list(r) for r in together.astype(object).where(together.notna(), None).values] == [
        list(row) for row in rows
    ]


@given(NAMES, NAMES)
def test_near_is_symmetric(a: Any, b: Any) -> None:
    assert near(a.split(), b.split()) == near(b.split(), a.split())


@given(NAMES, st.lists(NAMES, min_size=1, max_size=6), NAMES)
def test_a_name_of_another_class_never_changes_a_match(query: Any, names: Any, other: Any) -> None:
    listed = [(str(i), name, "", "", CATS) for i, name in enumerate(dict.fromkeys(names))]
    plants = {
        "kingdom": "Plantae",
        "class": "Magnoliopsida",
        "order": "Rosales",
        "family": "Rosaceae",
    }
    before = cc.match_names([query], checklist(listed), classes=["Mammalia"])
    after = cc.match_names(
        [query], checklist([*listed, ("new", other, "", "", plants)]), classes=["Mammalia"]
    )
    if before["status"][0] in {"not_found", "covered"}:
        assert pd.isna(after["taxon_id"][0])
    else:
        assert before.drop(columns="alternatives").equals(after.drop(columns="alternatives"))


@given(NAMES, st.lists(NAMES, min_size=1, max_size=6), NAMES)
def test_a_name_of_another_family_never_changes_an_accepted_match(
    query: Any, names: Any, other: Any
) -> None:
    listed = [(str(i), name, "", "", CATS) for i, name in enumerate(dict.fromkeys(names))]
    dogs = {**CATS, "family": "Canidae"}
    asked = pd.DataFrame({"class": ["Mammalia"], "order": ["Carnivora"], "family": ["Felidae"]})
    before = cc.match_names([query], checklist(listed), context=asked)
    after = cc.match_names(
        [query], checklist([*listed, ("new", other, "", "", dogs)]), context=asked
    )
    if before["status"][0] == "matched":
        columns = ["taxon_id", "name", "rule", "status"]
        assert before[columns].equals(after[columns])


def test_the_nearest_name_that_the_context_allows_is_proposed() -> None:
    beetles = {
        "kingdom": "Animalia",
        "class": "Insecta",
        "order": "Coleoptera",
        "family": "Carabidae",
    }
    listed = checklist([
        ("cat", "Linaria pedunculatus", "", "", CATS),
        ("beetle", "Linaria pedonculata", "", "", beetles),
    ])  # fmt: skip
    found = cc.match_names(["Lunaria pedonculata"], listed, classes=["Mammalia"], how="all")
    assert found["taxon_id"].tolist() == ["cat"]
    assert found["status"].tolist() == ["proposed"]


@pytest.mark.parametrize(
    ("a", "b", "family", "sure"),
    [
        ("(Pallas, 1769)", "Pallas, 1769", True, Transfer.SURE),
        ("(Pallas, 1769)", "Pallas, 1770", True, Transfer.SURE),
        ("(Pallas, 1769)", "Pallas, 1775", True, Transfer.NO),
        ("Pallas, 1769", "Pallas, 1769", True, Transfer.UNSURE),
        ("(Pallas, 1769)", "Pallas, 1769", False, Transfer.NO),
        ("(Pallas, 1769)", "Pallas, 1769", None, Transfer.UNSURE),
        ("(Pallas, 1769)", "Gmelin, 1769", True, Transfer.NO),
        ("Sm.", "(Sibth. & Sm.) Holub", True, Transfer.UNSURE),
        ("", "Pallas, 1769", True, Transfer.NO),
    ],
)
def test_genus_transfer(a: str, b: str, family: bool | None, sure: Transfer) -> None:
    assert genus_transfer(a, b, same_family=family) is sure
    assert genus_transfer(b, a, same_family=family) is sure


AUTHORS = st.sampled_from(
    ["Gray", "Grey", "Graay", "Gr.", "Gra.", "Schreber", "Schreiber", "Shcreber", "Schr.", "Sm.",
     "Smith", "Smyth", "Hooker", "Hook.", "Hok.", "L.", "Linnaeus", "de la Cruz", "O", "Li", "Lee",
     "Leee", "Aab.", "Abcde", "Bbcde", "J.E.Gray", "Gray f."],
)  # fmt: skip
AUTHORSHIPS = st.builds(
    lambda team, year, moved: f"({team}{year})" if moved else f"{team}{year}",
    st.lists(AUTHORS, min_size=1, max_size=2).map(" & ".join),
    st.sampled_from(["", ", 1830", ", 1831", ", 1840"]),
    st.booleans(),
)


@given(AUTHORSHIPS, AUTHORSHIPS, st.sampled_from([True, None]))
@example("(Llyod, 1830)", "Lloyd, 1830", True)
@example("(Aab., 1830)", "Abcde, 1830", True)
@example("(Shcreber, 1775)", "Schreber, 1775", True)
@example("(Simth, 1830)", "Smith, 1830", True)
@settings(max_examples=300)
def test_authors_are_ruled_out_only_where_a_transfer_is(a: Any, b: Any, family: Any) -> None:
    if not may_be_transfer(author_marks(a), author_marks(b)):
        assert genus_transfer(a, b, same_family=family) is Transfer.NO


@given(st.text(max_size=12), st.text(max_size=12))
def test_higher_taxa_are_compared_both_ways(a: Any, b: Any) -> None:
    assert higher_agree(a, b) is higher_agree(b, a)


def test_authors_and_commas_behind_a_covered_do_not_count() -> None:
    assert higher_agree("Aves,Linnaeus 1758", "AVES") is True
    assert higher_agree("incertae sedis", "Aves") is None
    assert higher_agree("Unknown, 1830", "Aves") is higher_agree("Aves", "Unknown, 1830") is None


def test_all_nearest_names_are_given_up_to_the_limit() -> None:
    known = [f"Aus b{letter}s" for letter in "acdefghi"]
    assert nearest_names("Aus bus", known, limit=8) == known
    assert nearest_names("Aus bus", known) == known[:5]


def test_inspect_says_what_is_wrong_with_a_name() -> None:
    found = cc.inspect(made(
        "Aus bus = Aus bus;Cus dus = Aus bus : former_listing_name"
        " = <i>Panthera</i> cf. leo = PANTHERA LEO = Cus eus & Cus fus", "own"))  # fmt: skip
    rows = {(r.finding, r.name, r.other_name, r.why) for r in records(found)}
    assert {
        ("accepted_and_synonym", "Aus bus", "Cus dus", "pro parte of Cus dus"),
        ("pro_parte", "Aus bus", "Cus dus", "a synonym of both"),
    } <= rows
    assert {row[1::2] for row in rows if row[0] == "unreadable"} == {
        ("<i>Panthera</i> cf. leo", "markup, uncertain"),
        ("PANTHERA LEO", "case"),
        ("Cus eus & Cus fus", "unread_tail, several_names"),
    }


def test_two_lists_meet_over_a_genus_transfer() -> None:
    left = checklist([("l", "Diomedea albatrus Pallas, 1769", "", "", ALBATROSSES)], "cites")
    right = checklist([("r", "Phoebastria albatrus (Pallas, 1769)", "", "", ALBATROSSES)], "cms")
    (link,) = link_checklists(left, right)
    assert (link.rule.value, link.ambiguous) == ("genus_transfer", False)
    (mirrored,) = link_checklists(right, left)
    assert (mirrored.left_id, mirrored.right_id) == (link.right_id, link.left_id)


def test_known_cases_and_forbidden_pairs_are_of_the_partner_alone() -> None:
    entries: list[Any] = [("a", "Aus bus", "", "", {}), ("c", "Cus dus", "", "", {})]
    left = with_knowledge(
        checklist(entries, "cites"),
        partner="cms",
        forbidden=frozenset({("Aus bus", "Aus bus")}),
        relations=(
            ConceptRelation("Aus bus", "Cus dus", Relation.INCLUDES, "src", ""),
            ConceptRelation("Cus dus", "Cus dus", Relation.DISJOINT, "src", ""),
        ),
    )

    def linked(key: Any) -> Any:
        found = link_checklists(left, checklist(entries, key))
        return [(link.left_id, link.right_id) for link in found]

    assert linked("cms") == [("a", "c")]
    assert linked("own") == [("a", "a"), ("c", "c")]


def test_long_input_takes_linear_time(some: cc.Checklist) -> None:
    text = "Panthera uncia " + "(" * 5_000 + "a " * 2_500
    assert cc.match_names([text, "P" * 10_000], some)["status"].tolist() == ["not_a_name"] * 2


def test_inspect_reports_what_deserves_a_look() -> None:
    listed = checklist(
        [
            ("1", "Amazona aestiva (Linnaeus, 1758)", "", "", FALCONS),
            ("2", "Amazona festiva (Linnaeus, 1758)", "", "", FALCONS),
            ("3", "Falco rueppellii Smith, 1900", "", "", FALCONS),
            ("4", "Falco rueppelli Smith, 1900", "", "", FALCONS),
            ("5", "Psittacus aestivus Linnaeus, 1758", "1", "", FALCONS),
            ("6", "Falco minor Gray, 1830", "3", "", FALCONS),
            ("7", "Falco minor Gray, 1830", "4", "", FALCONS),
            ("8", "Falco minor Bus, 1930", "4", "", FALCONS),
            ("9", "Amazona festiva (Linnaeus, 1758)", "1", "", FALCONS),
        ]
    )
    found = cc.inspect(listed)
    pairs = {(r.finding, r.name, r.other_name) for r in records(found)}
    assert ("near_duplicate", "Falco rueppelli", "Falco rueppellii") in pairs
    assert ("unknown_genus", "Psittacus aestivus", "Amazona aestiva") in pairs
    assert ("pro_parte", "Falco minor", "Falco rueppelli") in pairs
    assert ("homonym", "Falco minor", "Falco rueppelli") in pairs
    assert ("accepted_and_synonym", "Amazona festiva", "Amazona aestiva") in pairs
    assert found["finding"].tolist() == sorted(found["finding"])
    assert len(cc.inspect(checklist([]))) == 0
