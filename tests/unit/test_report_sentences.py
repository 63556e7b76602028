"""The sentences of the package as the report reads them: each has words in three languages."""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from builders import CATS, checklist, listed, made

import concordance as cc
from concordance.codes import Keys, NameKind
from concordance.concordance import Concordance
from concordance.schema import cells
from concordance.views.report import LANGUAGES, words_table

GOLDEN = Path(__file__).parents[1] / "data" / "golden"
KEYS: Keys = ("cites", "cms")
WORDS = words_table(KEYS)
#: how a gap is recognised, as `sentences.js` has it; any other gap takes what stands there
GAPS = {
    "side": "(CITES|CMS)",
    "label": "(CITES|CMS)",
    "n": r"(\d+)",
    "year": r"(\d{4})",
    "appendix": r"([IV]+(?:\|[IV]+)*)",
}
#: what is shown as it stands: names and titles
AS_IT_IS = {"name", "names", "latin", "verbatim", "reference", "source", "one", "case", *GAPS}


SEVERAL = {"pairs": ("pair", "; "), "parts": ("part", r"(?<=\)); ")}


def patterns(group: str) -> Iterator[tuple[str, list[str], re.Pattern[str]]]:
    """The patterns of a group, the one with the most words of its own first."""
    keys = [key for key in WORDS if key.startswith(f"say.{group}.")]
    for key in sorted(keys, key=lambda key: -len(re.sub(r"\{\w+\}", "", WORDS[key][0]))):
        pieces = re.split(r"\{(\w+)\}", WORDS[key][0])
        gaps = [re.sub(r"\d+$", "", gap) for gap in pieces[1::2]]
        parts = [
            GAPS.get(gaps[place // 2], "(.+?)") if place % 2 else re.escape(piece)
            for place, piece in enumerate(pieces)
        ]
        yield key, gaps, re.compile("".join(parts))


def reads(text: str, group: str) -> bool:
    """Whether the patterns of a group read a whole text, gaps and all."""
    for _, gaps, pattern in patterns(group):
        found = pattern.fullmatch(text)
        if found and all(map(fills, gaps, found.groups())):
            return True
    return False


def fills(gap: str, text: str) -> bool:
    if gap in SEVERAL:
        group, sign = SEVERAL[gap]
        return all(reads(part, group) for part in re.split(sign, text))
    return gap in AS_IT_IS or reads(text, gap)


def test_every_evidence_of_the_table_can_be_said_in_each_language(con: Concordance) -> None:
    texts = {text for text in cells(con.table["evidence"]) if text}
    assert len(texts) > 2000
    assert not [text for text in sorted(texts) if not reads(text, "sentence")]


def test_on_what_an_inferred_relation_rests_can_be_said_in_each_language(con: Concordance) -> None:
    inferred = con.table[(con.table["relation_basis"] == "inferred").fillna(False)]
    texts = set(cells(inferred["relation_source"]))
    assert texts
    assert not [t for t in sorted(texts) if not (reads(t, "sentence") or reads(t, "ground"))]
    assert reads(
        "Aus bus of CITES also contains Aus cus, which CMS keeps separate (by the name Aus dus); "
        "Aus eus of CMS also contains Aus fus, which CITES keeps separate (known case: MSW3; NL)",
        "ground",
    )


def test_what_the_rules_write_of_any_two_lists_can_be_said_in_each_language() -> None:
    """Sentences of small lists too: the table of today does not have all of them."""
    with (GOLDEN / "sentences.csv").open(encoding="utf-8", newline="") as file:
        texts = [
            row["sentences"] for row in csv.DictReader(file) if row["of"] in ("links", "pairs")
        ]
    both = [line.partition(" -> ") for text in texts for line in text.splitlines()]
    assert len(both) > 50
    assert not [text for text, _, _ in both if not reads(text, "sentence")]
    grounds = {text for _, _, text in both} - {"", "src"}  # src: the source of a known case
    assert len(grounds) > 10
    assert not [t for t in sorted(grounds) if not (reads(t, "ground") or reads(t, "sentence"))]


def test_every_draft_in_words_can_be_said_in_each_language(con: Concordance) -> None:
    texts = {text for text in cells(con.table["action_note"]) if text}
    assert len(texts) > 500
    assert not [text for text in sorted(texts) if not reads(text, "draft")]


def test_the_agenda_can_be_said_in_each_language(con: Concordance) -> None:
    agenda = con.agenda()
    assert len(agenda) > 20
    assert not [text for text in cells(agenda["differs"]) if not reads(text, "agenda")]
    assert not [text for text in cells(agenda["why"]) if not reads(text, "why")]


def first_listed(text: str) -> cc.Checklist:
    """A list of CMS in which the first taxon alone has an entry."""
    whole = listed(made(text, "cms"))
    records = whole.records._replace(listings=whole.records.listings[:1])
    return replace(whole, records=records)


@pytest.mark.parametrize(
    ("left", "right", "kind", "consequence"),
    [
        ("Aus bus = Aus cus : lump", listed(made("Aus cus", "cms")), "concept", "same"),
        ("Aus bus = Bus bus", listed(made("Cus cus = Bus bus; Cus dus = Bus bus", "cms")),
         "relation", "same"),
        ("Aus bus", listed(checklist([("f", "Felidae", "", "", CATS)], "cms")), "membership",
         "same"),
        ("Aus bus = Aus cus", first_listed("Aus bus; Aus cus"), "concept", "not_listed"),
    ],
)  # fmt: skip
def test_an_agenda_of_other_lists_can_be_said_in_each_language(
    left: str, right: cc.Checklist, kind: str, consequence: str
) -> None:
    """Kinds of items that the lists of today do not have."""
    con = cc.build(listed(made(left, "cites")), right)
    agenda = con.agenda()
    assert (kind, consequence) in set(zip(agenda["kind"], agenda["legal_consequence"], strict=True))
    assert not [text for text in cells(agenda["differs"]) if not reads(text, "agenda")]
    assert not [text for text in cells(agenda["why"]) if not reads(text, "why")]
    assert not [text for text in cells(con.table["evidence"]) if not reads(text, "sentence")]
    assert not [text for text in cells(con.table["action_note"]) if not reads(text, "draft")]


def test_every_kind_of_synonym_has_words() -> None:
    kinds = set(NameKind) - {NameKind.ACCEPTED, NameKind.REFERENCE}
    assert not [kind for kind in kinds if not reads(kind.replace("_", " "), "kind")]


@pytest.mark.parametrize(
    "text",
    [
        "CITES prints Aus bus, and another list uses it; same author.",
        "CITES uses Aus bus, which CMS treats as a synonym of Aus cus (unheard of; MSW3).",
        "Something else.",
    ],
)
def test_another_sentence_stays_in_english(text: str) -> None:
    assert not reads(text, "sentence")


def test_the_languages_differ_and_say_no_english() -> None:
    for key, texts in WORDS.items():
        if not key.startswith("say.") or not re.sub(r"\{\w+\}|[\W\d]", "", texts[0]):
            continue
        for language, text in zip(LANGUAGES[1:], texts[1:], strict=True):
            english = re.findall(r"\b(?:the|which|and|of|with|uses|prints)\b", text)
            assert not english, f"{key} in {language}: {text}"
