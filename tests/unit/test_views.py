"""What a person looks at: cards and plots show the data, and every string of it as text."""

import io
import re
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, cast
from xml.etree import ElementTree

import pytest
from builders import CITES, CITES_ROWS, CMS, CMS_ROWS, EVIL, download_text, evil
from hypothesis import given
from hypothesis import strategies as st

import concordance as cc
from concordance.concordance import Concordance
from concordance.schema import rows
from concordance.views import cards
from concordance.views.words import DIFFERENCES, difference, relation_words


class Page(HTMLParser):
    """Tags, attributes and text of a piece of HTML; every tag that is opened is closed."""

    def __init__(self, html: Any) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: Counter[str] = Counter()
        self.open: list[str] = []
        self.words: list[str] = []
        self.attributes: set[str] = set()
        self.feed(html)
        assert not self.open, self.open

    def handle_starttag(self, tag: Any, attrs: Any) -> None:
        self.tags[tag] += 1
        self.attributes |= {name for name, _ in attrs}
        self.open.append(tag)

    def handle_endtag(self, tag: Any) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: Any) -> None:
        self.words.append(data)

    @property
    def text(self) -> Any:
        return " ".join(" ".join(self.words).split())


def test_the_card_of_a_concordance(con: Concordance) -> None:
    page = Page(con._repr_html_())
    for said in ("CITES Appendices I-III", "CMS Appendices I-II", "in force 2026-06-26",
                 "complete up to CoP20", "complete up to COP14", "480 of 543", "88.4%", "59.7%",
                 "not an official position of CITES, CMS or UNEP"):  # fmt: skip
        assert said in page.text, said
    table = con.table
    counts = table["relation"].value_counts()
    assert f"congruent {counts['congruent']}" in page.text
    alone = table[table["relation"] == "not_listed"]
    assert f"CITES only, no partner not_listed {alone['cites_id'].notna().sum()}" in page.text
    for name in table["cites_name"].head(cards.FIRST).dropna():
        assert name in page.text
    assert not page.tags["script"]
    assert not page.tags["style"]
    assert page.attributes <= {"style"}


def test_the_card_of_an_animal(con: Concordance) -> None:
    page = Page(con.explain("Uncia uncia")._repr_html_())
    for said in ("name Panthera uncia Uncia uncia", "reference KITCHENER-2017 WILSON-REEDER-2005",
                 "Appendix I I", "the same animals", "asserted: Kitchener et al. 2017",
                 "Linked by the rule synonym_cites", "Not verified against a treaty or law text: CITES name",
                 "Draft action: adopt_reference",
                 "name_differs: the two sides use different names", "Review: needs_review",
                 "CITES Panthera uncia Uncia uncia I under an earlier name – – 2019-11-26",
                 "CMS Uncia uncia Uncia uncia I own entry – 1986-01-24", "not an official position"):  # fmt: skip
        assert said in page.text, said
    sheep = Page(con.explain("Ovis ammon")._repr_html_())
    assert sheep.tags["details"] == 10, "nine pairs and the listing, folded"
    assert "Ovis hodgsoni ⊂ Ovis ammon refer to a specialist" in sheep.text
    listing = Page(con.listing("Aquila chrysaetos")._repr_html_())
    assert "through the order" in listing.text
    assert "not an official position" in listing.text


def test_a_reviewed_row_says_who(con: Concordance) -> None:
    decision = con.decide("cites:panthera-uncia", "cms:uncia-uncia", "agreed", reviewer="A. Person",
                          decided_on="2026-11-01", reason="one cat")  # fmt: skip
    page = Page(con.apply(decision).explain("Uncia uncia")._repr_html_())
    assert "Review: agreed, A. Person, 2026-11-01. agreed by A. Person" in page.text
    assert "one cat" in page.text


def test_every_string_is_inert_in_the_cards(
    con: Concordance, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["class", "cites_name", "cms_name", "cites_authorship", "evidence", "action_note",
             "cites_listed_as", "cms_scope", "relation_source", "reviewer"]  # fmt: skip
    table = evil(con.explain("Ovis ammon").table, names)
    times = evil(con.timeline("Ovis ammon"), ["taxon", "entry", "limits"])
    pages = [
        cards.concordance_card(table, con.sources, ("cites", "cms"), con.score().table),
        cards.explanation_card(EVIL, table, [EVIL], times, [EVIL] * len(table)),
        cards.plain_card(EVIL, times),
    ]
    monkeypatch.setitem(sys.modules, "itables", None)
    pages.append(cards.explore(table).html)
    for html in pages:
        page = Page(html)
        assert not page.tags["script"]
        assert not page.tags["img"]
        assert page.attributes <= {"style"}
        assert EVIL in page.text
    assert "&lt;script&gt;" in str(cast(Any, table)._repr_html_()), (
        "the table itself shows text too"
    )


def test_a_taxon_of_that_name_in_a_list_is_inert(root: Path, tmp_path: Path) -> None:
    name = "<script>alert(1)</script>"
    lines = (root / "data" / "cites_listings.csv").read_text(encoding="utf-8").splitlines()
    row = next(line for line in lines if line.startswith("cites:saiga-borealis:II@2019-11-26,"))
    path = tmp_path / "mine.csv"
    made = row.replace("Saiga borealis", name).replace("cites:saiga-borealis", "cites:evil")
    path.write_text(f"{lines[0]}\n{made}\n", encoding="utf-8")
    other = cc.build(cc.load_cites(amendments=path), cc.load_cms())
    assert name in set(other.table["cites_name"].dropna())
    for html in (other.explain(name)._repr_html_(), other.listing(name)._repr_html_()):
        page = Page(html)
        assert not page.tags["script"]
        assert name in page.text
    svg = other.plot("timeline", name).svg()
    assert "<script" not in svg
    assert name in " ".join(ElementTree.fromstring(svg).itertext())


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_any_text_comes_back_as_it_was(said: Any) -> None:
    page = Page(f"<p>{cards.text(said)}</p>")
    assert page.tags == {"p": 1}
    wanted = said.replace("|", "; ") if said else "–"
    assert "".join(page.words) == wanted


def test_explore_needs_no_network_and_shows_text(con: Concordance) -> None:
    pytest.importorskip("itables", reason="the notebook extra is not installed")
    table = con.table.head(30)
    html = cards.explore(evil(table, ["cites_name", "evidence"])).html
    assert "<script>alert(1)" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "not an official position" in html
    fetched = re.findall(r'(?:src|import|from)\s*=?\s*["\'](https?://[^"\']+)', html)
    assert not fetched, fetched
    assert all(f"{i}\\" in html for i in table["cites_id"].dropna()), "no row is left out"
    assert html == cards.explore(evil(table, ["cites_name", "evidence"])).html, "the same bytes"
    assert "Acipenseriformes" in con.explore()._repr_html_()


def test_every_relation_and_difference_has_words(con: Concordance) -> None:
    assert relation_words("included_in", ("cites", "cms")) == "the CMS taxon is wider"
    kinds = Counter(difference(row) for row in rows(con.table))
    assert set(kinds) <= {None, *DIFFERENCES}
    assert kinds["genus"] == 33
    assert kinds["wild-form name"] == 1
    row = {"relation": "undetermined", "name_difference": None}
    assert difference(row) == "not determined"
    assert difference({"relation": "includes", "name_difference": "rank"}) == "rank"


# listing over time


def spans(con: Concordance, name: str, side: str) -> Any:
    return [(r["taxon"], r["entry"], r["appendix"], r["how"], r["effective_from"],
             r["effective_to"]) for r in rows(con.timeline(name)) if r["side"] == side]  # fmt: skip


def test_the_timeline_follows_the_animal_through_its_names(con: Concordance) -> None:
    assert spans(con, "Mobula birostris", "CITES") == [
        ("Mobula birostris", "Manta", "II", "through the genus of an earlier name", "2014-09-14",
         "2023-02-23"),
        ("Mobula birostris", "Mobula", "II", "through the genus", "2023-02-23", "2026-03-05"),
        ("Mobula birostris", "Mobulidae", "I", "through the family", "2026-03-05", None),
    ]  # fmt: skip
    manta = spans(con, "Mobula birostris", "CMS")
    assert [(s[1], s[2], s[4], s[5]) for s in manta] == [
        ("Manta birostris", "I", "2012-02-23", "2024-05-16"),
        ("Manta birostris", "II", "2012-02-23", "2024-05-16"),
        ("Mobula birostris", "I", "2024-05-16", None),
        ("Mobula birostris", "II", "2024-05-16", None),
    ]
    saiga = spans(con, "Saiga tatarica", "CMS")
    assert [s[1] for s in saiga] == ["Saiga tatarica tatarica", "Saiga tatarica"]
    sheep = [s for s in spans(con, "Ovis ammon", "CITES") if s[0] == "Ovis hodgsoni"]
    assert [(s[1], s[2]) for s in sheep] == [("Ovis ammon hodgsonii", "I"), ("Ovis hodgsoni", "I")]
    polii = [s for s in spans(con, "Ovis ammon", "CITES") if s[0] == "Ovis polii"]
    assert polii[0][1:4] == ("Ovis ammon", "II", "in a wider species then")
    assert [s[3] for s in spans(con, "Falco peregrinus", "CITES")] == ["own entry"], (
        "the entry for the species replaces that for the order"
    )
    assert len(spans(con, "Loxodonta cyclotis", "CMS")) == 1, "the savanna elephant is another"


def test_the_timeline_of_a_species_that_was_split_begins_with_the_wider_one(
    con: Concordance,
) -> None:
    wider, through = "in a wider species then", "through the genus"
    assert [s[1:] for s in spans(con, "Loxodonta cyclotis", "CITES")] == [
        ("Loxodonta africana", "I", wider, None, "2026-03-05"),
        ("Loxodonta", "I", through, "2026-03-05", None),
    ]
    assert [s[1:3] for s in spans(con, "Pongo tapanuliensis", "CITES")] == [
        ("Pongo abelii", "I"), ("Pongo tapanuliensis", "I"),
    ]  # fmt: skip
    urial = [s[1::3] for s in spans(con, "Ovis arabica", "CITES") if s[0] == "Ovis arabica"]
    assert urial == [
        ("Ovis vignei", None),
        ("Ovis aries", "2017-01-02"),
        ("Ovis arabica", "2019-11-26"),
    ]


@pytest.mark.parametrize("day", ["2015-02-05", "2018-06-01", "2023-02-23", "2026-11-23"])
def test_what_is_in_force_on_a_day_is_what_covers_the_animal(con: Concordance, day: str) -> None:
    then = cc.build(cc.load_cites(day), cc.load_cms(day))
    checked = 0
    for name in ("Sphyrna lewini", "Falco cherrug", "Acinonyx jubatus", "Chelonia mydas",
                 "Phoebastria albatrus", "Pristis pristis"):  # fmt: skip
        listed = {(r["side"], r["entry"], r["appendix"]) for r in rows(then.listing(name).table)}
        open_ = {(r["side"], r["entry"], r["appendix"]) for r in rows(then.timeline(name))
                 if r["effective_to"] is None}  # fmt: skip
        assert open_ == listed, name
        checked += len(listed)
        # and the whole story, read on that day, says the same
        whole = {(r["side"], r["appendix"]) for r in rows(con.timeline(name))
                 if (r["effective_from"] or "") <= day
                 and (r["effective_to"] is None or day < r["effective_to"])}  # fmt: skip
        assert whole == {(side, appendix) for side, _, appendix in listed}, name
    assert checked > 8


def test_a_list_of_ones_own_has_the_entries_in_force_only() -> None:
    cites = cc.load_cites(io.StringIO(download_text(CITES, CITES_ROWS)), as_of="2026-01-01")
    cms = cc.load_cms(io.StringIO(download_text(CMS, CMS_ROWS)), as_of="2026-01-01")
    own = cc.build(cites, cms)
    found = [(r["side"], r["entry"], r["effective_to"]) for r in rows(own.timeline("Falco cus"))]
    assert found == [("CITES", "Falconiformes", None), ("CMS", "Falconidae", None)]
    assert "Falconidae" in own.explain("Falco cus")._repr_html_()
    moved = [dict(row, Family="Otheridae") for row in CMS_ROWS]  # no family of that name is listed
    cms = cc.load_cms(io.StringIO(download_text(CMS, moved)), as_of="2026-01-01")
    times = rows(cc.build(cites, cms).timeline("Falco cus"))
    assert [r["entry"] for r in times if r["side"] == "CMS"] == ["Falconidae"]
