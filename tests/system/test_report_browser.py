"""The report in a real browser: Chromium of the system, without a window and without a network."""

import csv
import io
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from builders import with_tables
from report_steps import STEPS, many, time_step

import concordance as cc
from concordance.concordance import Concordance
from concordance.exports.delimited import csv_bytes
from concordance.exports.result import Result
from concordance.readers.results import read_result
from concordance.readers.sources import source_keys
from concordance.schema import cells, rows
from concordance.views.report import LANGUAGES, History, report_bytes, words_table
from concordance.views.words import difference

EVIL = "<script>alert(1)</script>"
WORSE = "</script><img src=x onerror=alert(1)>"
#: seconds; far above what is measured (benchmarks/report.py), it only says that nothing hangs
GENEROUS = 8.0
KEYS = ("cites", "cms")
#: under which kind the page counts a pair of animals, by the class that every view shares
OF_DIFFERENCE = {
    None: "same", "author only": "same", "spelling or ending": "spelling", "genus": "genus",
    "epithet": "epithet", "wild-form name": "wild_form", "rank": "rank",
    "other animals": "concept", "not determined": "unclear",
}  # fmt: skip
NO_HISTORY = History(meetings={}, keys={})


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """The browser, closed before other tests begin: it holds the loop of asyncio."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="needs playwright, in the dev extra"
    )
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("Chromium is not installed: no chromium on the path (apt-get install chromium)")
    with playwright.sync_playwright() as play:
        # root has no sandbox of its own in a container
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def with_history(con: Concordance) -> History:
    days = {"2017-01-02": "CITES CoP17", "2023-02-23": "CITES CoP19"}
    scores = cc.alignment_over_time(days)
    return History(score=con.score().table, scores=scores, meetings=days, keys=source_keys())


@pytest.fixture(scope="session")
def report(con: Concordance, with_history: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_bytes(report_bytes(con.result(), with_history))
    return path


@pytest.fixture
def view(browser: Any) -> Iterator[Any]:
    """Open a file at an address of its own; every request, message and error is kept."""
    said: dict[str, list[str]] = {"requests": [], "console": [], "errors": [], "dialogs": []}
    context = browser.new_context(
        offline=True, accept_downloads=True, viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()

    def dismissed(dialog: Any) -> None:
        said["dialogs"].append(dialog.message)
        dialog.dismiss()

    page.set_default_timeout(GENEROUS * 1000)
    page.on("request", lambda r: said["requests"].append(r.url))
    page.on("console", lambda m: said["console"].append(m.text))
    page.on("pageerror", lambda e: said["errors"].append(str(e)))
    page.on("dialog", dismissed)
    page.said = said

    def open_at(path: Any, address: Any = "") -> Any:
        page.goto(f"file://{path}{address}")
        page.wait_for_selector("#main h1", state="attached")
        settled(page)
        return page

    yield open_at
    outside = [u for u in said["requests"] if not u.startswith(("file:///", "blob:"))]
    assert not outside, outside
    assert all(u.startswith("blob:") or ".html" in u for u in said["requests"])
    assert said["console"] == []
    assert said["errors"] == []
    assert said["dialogs"] == []
    context.close()


def settled(page: Any) -> None:
    """Wait until the page has answered a change of its address."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")


def names(page: Any, side: str = "left") -> list[str]:
    shown: list[str] = page.locator(f"table.list tbody .{side} a [lang=la]").all_inner_texts()
    return shown


def find(page: Any, text: str) -> None:
    page.fill("#search", text)
    # the list follows the typing, and says so in the address
    page.wait_for_function(
        "q => new URLSearchParams(location.hash.split('?')[1]).get('q') === q", arg=text
    )
    page.wait_for_selector(".counted")
    settled(page)


@pytest.mark.parametrize(
    ("asked", "species", "line"),
    [
        ("Rhinoceros unicornis", "Rhinoceros unicornis", "CITES: I (Rhinocerotidae)"),
        ("greater one-horned rhinoceros", "Rhinoceros unicornis", "CITES: I (Rhinocerotidae)"),
        ("Ara ararauna", "Ara ararauna", "CITES: II (Psittaciformes)"),
    ],
)
def test_a_species_without_a_row_has_its_appendix(
    view: Any, report: Any, asked: str, species: str, line: str
) -> None:
    page = view(report, "#/animals")
    find(page, asked)
    said = page.locator(".notice.covered")
    assert species in said.inner_text()
    assert line in said.inner_text()


def test_a_common_name_leads_to_the_row(view: Any, report: Any) -> None:
    page = view(report, "#/animals")
    find(page, "panthère des neiges")
    assert "Panthera uncia" in names(page)


def animals(con: Concordance) -> "pd.Series[bool]":
    """Rows about a species or a subspecies on either side."""
    ranks = [con.table[f"{key}_rank"].isin(["species", "subspecies"]) for key in KEYS]
    return ranks[0] | ranks[1]


def test_the_overview_shows_counts_that_are_those_of_the_table(
    view: Any, report: Any, con: Concordance
) -> None:
    page = view(report, "#/overview")
    tiles = page.locator(".tile .value").all_inner_texts()
    paired = con.table["relation"] != "not_listed"
    pairs = int((paired & animals(con)).sum())
    scores = [f"{score:.1%}" for score in con.score().table["score"].iloc[-3:]]
    items = len(con.agenda())
    waiting = int((con.table["status"] == "needs_review").sum())
    assert tiles == [f"{pairs:,}", *scores, f"{items:,}", f"{waiting:,}"]
    assert page.locator(".plot svg").count() == 3
    # the counts on the marks of the first plot are all pairs of animals
    marks = page.locator(".figure").first.locator("text.count").all_text_contents()
    assert sum(int(m.replace(",", "")) for m in marks) == pairs
    assert page.locator(".figure").nth(1).locator("circle").count() == 6


def test_each_kind_of_difference_is_counted_by_itself(
    view: Any, report: Any, con: Concordance
) -> None:
    page = view(report, "#/overview")
    kinds = {
        line.locator("a").get_attribute("href").split("=")[1]: int(line.locator("b").inner_text())
        for line in page.locator(".kinds li").all()
    }
    low = animals(con)
    expected = Counter(
        OF_DIFFERENCE[difference(row)] if animal else "groups"
        for row, animal in zip(rows(con.table), low, strict=True)
        if row["relation"] != "not_listed"
    )
    assert kinds == dict(expected)
    assert min(kinds[kind] for kind in ("genus", "rank", "concept", "groups")) > 0
    for kind, number in kinds.items():
        counted = view(report, f"#/animals?kind={kind}").locator(".counted").inner_text()
        assert counted.startswith(f"{number} of "), kind
    # an entry for a group is no animal: what only one side names is counted by rank
    single = con.table["relation"] == "not_listed"
    note = view(report, "#/overview").locator("p.note").first.inner_text()
    for key in KEYS:
        own = single & con.table[f"{key}_id"].notna()
        groups = int((own & ~low).sum())
        assert f"{int((own & low).sum())} species or subspecies and {groups} groups" in note
    counted = view(report, "#/animals?unit=animal").locator(".counted").inner_text()
    assert "of them" not in counted
    counted = view(report, "#/animals?unit=group").locator(".counted").inner_text()
    assert counted.startswith(f"{int((~low).sum())} of ")


def test_the_alignment_plot_is_on_a_scale_that_shows_a_change_of_one_point(
    view: Any, report: Any, with_history: History
) -> None:
    page = view(report, "#/overview")
    scores = with_history.scores
    assert scores is not None
    whole = scores[scores["group"] == "all"]
    drawn = page.locator(".figure").nth(1)
    heights = [
        [float(point.split(",")[1]) for point in line.get_attribute("points").split()]
        for line in drawn.locator("polyline").all()
    ]
    figures = list(dict.fromkeys(whole["figure"]))
    assert len(heights) == len(figures) == 3
    a_point = set()
    for figure, (first, last) in zip(figures, heights, strict=True):
        before, after = whole[whole["figure"] == figure]["score"]
        if abs(after - before) > 0.002:
            a_point.add(round((first - last) / (after - before) / 100, 2))
    (pixels,) = a_point  # one scale for all panels
    assert pixels > 6
    written = drawn.locator("text.score").all_text_contents()
    assert f"{whole['score'].iloc[-1] * 100:.1f}" in written


def test_the_agenda_is_that_of_the_package_and_leads_to_the_animals(
    view: Any, report: Any, con: Concordance
) -> None:
    page, agenda = view(report), con.agenda()  # it is the first view
    items = page.locator(".agenda tbody tr")
    assert items.locator("th .content > a").all_inner_texts() == cells(agenda["title"])
    assert items.locator("td:last-child").all_inner_texts() == [str(n) for n in agenda["row_count"]]
    chips = dict(chip.rsplit(" ", 1) for chip in page.locator(".chips a").all_inner_texts())
    assert chips.pop("all") == str(len(agenda))
    assert sorted(chips.values()) == sorted(str(n) for n in agenda["kind"].value_counts())
    lynx = items.filter(has_text="Lynx lynx balcanicus")
    assert not lynx.locator("details p").is_visible()
    lynx.locator("summary").click()
    assert "no name is in dispute" in lynx.locator("details p").inner_text()
    items.first.locator("th .content > a").click()
    page.wait_for_selector("article.animal")
    assert "Ovis" in page.locator("h1").inner_text()
    page.locator("nav a", has_text="Agenda").click()
    page.wait_for_selector(".agenda")


def test_search_finds_every_kind_of_name(view: Any, report: Any) -> None:
    page = view(report)
    for text, found, via in (
        ("Uncia uncia", "Panthera uncia", None),
        ("manta birostris", "Mobula birostris", "Manta birostris (CITES, CMS: former name"),
        ("Loxodonta cyclotis", "Loxodonta cyclotis", None),
        ("snow leopard", "Panthera uncia", "Snow Leopard (CITES"),
        ("Uncia uncia (Schreber, 1776)", "Panthera uncia", None),
        ("P. uncia", "Panthera uncia", None),
        ("Felis uncia", "Panthera uncia", "Felis uncia (CITES, CMS: synonym"),
    ):
        find(page, text)
        assert names(page)[0] == found
        assert page.locator(".notice").count() == 0
        if via:
            assert via in page.locator(".via").first.inner_text()


def test_a_typing_error_brings_similar_names_marked_as_such(view: Any, report: Any) -> None:
    page = view(report)
    for text, found in (
        ("Pantera uncai", "Panthera uncia"),
        ("Loxodnta afrcana", "Loxodonta africana"),
    ):
        find(page, text)
        assert found in names(page)
        assert "may be other animals" in page.locator(".notice").first.inner_text()
    find(page, "Xyzzy plughensis")
    assert names(page) == []
    notices = page.locator(".notice").all_inner_texts()
    assert "no known name is similar" in notices[0]
    assert "does not mean that it is not listed" in notices[1]
    # a parrot that no entry names: its order is listed
    find(page, "Amazona aestiva")
    assert "CITES: II (Psittaciformes)" in page.locator(".notice").last.inner_text()


def test_every_name_leads_to_its_rows(view: Any, report: Any, con: Concordance) -> None:
    """The search in the page against the package: each sixtieth name, accepted or not."""
    page = view(report)
    wanted = con.known_names()[::60]
    ids = page.evaluate(
        """async (names) => {
             const found = [];
             const rest = (ms) => new Promise((done) => setTimeout(done, ms));
             for (const name of names) {
               location.hash = "#/animals?" + new URLSearchParams({ q: name });
               await rest(0);
               while (document.querySelector("#search").value !== name) await rest(1);
               found.push([...document.querySelectorAll("table.list tbody a")].map((a) => a.hash.slice(1)));
             }
             return found;
           }""",
        wanted,
    )
    checked = 0
    for name, found in zip(wanted, ids, strict=True):
        expected = set(cells(con.explain(name).table["concordance_id"]))
        if len(expected) < 40:  # a page of the table holds 50
            assert expected <= set(found), name
            checked += bool(expected)
    assert checked > 60


def test_filters_hold_together_with_the_back_button(
    view: Any, report: Any, con: Concordance
) -> None:
    page = view(report)
    page.click("text=Overview")
    page.click("text=The same bird, in different genera")
    table = con.table[(con.table["class"] == "Aves").fillna(False)]
    birds = table[[difference(row) == "genus" for row in rows(table)]]
    assert page.locator(".counted").inner_text().startswith(f"{len(birds)} of ")
    assert names(page, "right") == cells(birds["cms_name"])[:50], "one page of them"
    page.select_option("#filter-family", "Anatidae")
    settled(page)
    assert page.locator("#filter-family").evaluate("e => e === document.activeElement")
    assert set(names(page)) == set(cells(birds[birds["family"] == "Anatidae"]["cites_name"]))
    page.click("table.list tbody a >> nth=0")
    page.wait_for_selector("article.animal")
    settled(page)
    assert page.locator("h1").evaluate("e => e === document.activeElement")
    page.go_back()
    settled(page)
    assert page.locator("#filter-family").input_value() == "Anatidae"
    page.go_back()
    settled(page)
    assert page.locator("#filter-family").input_value() == ""
    assert len(names(page, "right")) == min(len(birds), 50)
    page.go_back()
    settled(page)
    assert page.locator(".tiles").count() == 1, "the overview"


def test_each_filter_counts_as_the_table_does(view: Any, report: Any, con: Concordance) -> None:
    for filter_, value, column, test in (
        ("flag", "listing_gap", "flag_codes", lambda c: "listing_gap" in (c or "").split("|")),
        ("activity", "A2", "activities", lambda c: "A2" in (c or "").split("|")),
        ("left", "III", "cites_appendix", lambda c: "III" in (c or "").split("|")),
        ("right", "none", "cms_appendix", lambda c: not c),
        ("action", "adopt_reference", "recommended_action", lambda c: c == "adopt_reference"),
        ("relation", "includes", "relation", lambda c: c == "includes"),
    ):
        page = view(report, f"#/animals?{filter_}={value}")
        expected = sum(map(test, cells(con.table[column])))
        assert expected, filter_
        assert page.locator(".counted").inner_text().startswith(f"{expected:,} of "), filter_


def test_country_is_the_range_and_what_an_entry_names(
    view: Any, con: Concordance, tmp_path: Path
) -> None:
    nepal = {"taxon_id": "cms:uncia-uncia", "country": "NP", "presence": "native"}
    of_one_day = replace(con.lists[1], reload=None)  # without a history: it takes no time
    changed = cc.build(con.lists[0], with_tables(of_one_day, ranges=[nepal]))
    changed.report(tmp_path / "r.html")
    page = view(tmp_path / "r.html", "#/animals?country=NP")
    assert "Panthera uncia" in names(page)
    assert "Nepal" in page.locator("#filter-country").inner_text()
    page.goto(f"file://{tmp_path / 'r.html'}#cms:uncia-uncia")
    settled(page)
    assert "Nepal (NP)" in page.locator("article").inner_text()
    page.goto(f"file://{tmp_path / 'r.html'}#/animals?country=BW")
    settled(page)
    assert "Loxodonta africana" in names(page)


def test_a_deep_link_shows_the_animal_with_all_that_is_known(
    view: Any, report: Any, con: Concordance
) -> None:
    row = con.explain("Uncia uncia").table.iloc[0]
    page = view(report, f"#{row['concordance_id']}")
    text = page.locator("article.animal").inner_text()
    for said in ("Panthera uncia", "Uncia uncia", "(Schreber, 1775)", row["evidence"],
                 row["action_note"], "the same animals", "Snow leopard", "1986-01-24",
                 "Kitchener et al. 2017", "Not reviewed", "former name in the Appendices",
                 "Open sources, Mammal Diversity Database 2.4: ", "Bhutan", "Léopard des neiges"):  # fmt: skip
        assert said in text, said
    assert "Panthera uncia / Uncia uncia" in page.title()
    # the id of a taxon, and a name, are addresses too
    page = view(report, "#cms:uncia-uncia")
    assert page.locator("h1").inner_text() == "Panthera uncia / Uncia uncia"
    page = view(report, "#Uncia%20uncia")
    assert names(page)[0] == "Panthera uncia"
    reserved = con.table[con.table["cites_name"] == "Falco peregrinus"]["concordance_id"].iloc[0]
    text = view(report, f"#{reserved}").locator("article.animal").inner_text()
    assert "Reservations, CITES" in text
    assert "SA from 1996-06-10" in text


def test_a_decision_is_shown(view: Any, con: Concordance, tmp_path: Path) -> None:
    row = con.explain("Uncia uncia").table.iloc[0]
    decision = con.decide(row["cites_id"], row["cms_id"], verdict="agreed",
                          reason="one animal, two genera", reviewer="A. Reviewer",
                          decided_on="2026-11-20")  # fmt: skip
    decided = con.apply(decision)
    path = tmp_path / "d.html"
    path.write_bytes(report_bytes(decided.result(), NO_HISTORY))
    text = view(path, "#cms:uncia-uncia").locator("article.animal").inner_text()
    for said in (
        "agreed",
        "A. Reviewer",
        "2026-11-20",
        "one animal, two genera",
        "decided by a person",
    ):
        assert said in text, said


def test_the_download_is_the_export_of_the_package(
    view: Any, report: Any, con: Concordance, tmp_path: Path
) -> None:
    page = view(report, "#/animals")
    with page.expect_download() as waiting:
        page.click("#download")
    waiting.value.save_as(tmp_path / "all.csv")
    assert (tmp_path / "all.csv").read_bytes() == csv_bytes(con.result(), excel=True)
    page = view(report, "#/animals?class=Reptilia&left=II")
    with page.expect_download() as waiting:
        page.click("#download")
    waiting.value.save_as(tmp_path / "some.csv")
    table = read_result(tmp_path / "some.csv")
    assert set(table["class"]) == {"Reptilia"}
    assert len(table) > 50
    assert waiting.value.suggested_filename == f"concordance-{con.result().day}.csv"


def hostile(con: Concordance) -> Result:
    result = con.result()
    table = result.table.copy()
    for column in ("cites_name", "evidence", "action_note", "class", "family", "cites_listed_as",
                   "relation_source", "via", "reviewer", "decision_note"):  # fmt: skip
        table.loc[0, column] = WORSE
    table.loc[1, "cites_name"] = EVIL
    table.loc[2, "cites_name"] = "=cmd|' /C calc'!A0"
    table.loc[3, "concordance_id"] = "javascript:alert(1)"
    table.loc[4, "concordance_id"] = "__proto__"
    evil = {"taxon_id": str(table.loc[0, "cites_id"]), "name": EVIL, "language": "en"}
    lists = with_tables(con.lists[0], common_names=[evil]), con.lists[1]
    return replace(result, table=table, lists=lists)


def test_every_string_is_inert(view: Any, con: Concordance, tmp_path: Path) -> None:
    result = hostile(con)
    path = tmp_path / "evil.html"
    path.write_bytes(report_bytes(result, NO_HISTORY))
    page = view(path, "#/animals")
    assert names(page)[:2] == [WORSE, EVIL]
    first = cells(result.table["concordance_id"])[0]
    for address in (f"#{first}", "#javascript:alert(1)",
                    "#__proto__", f"#{EVIL}", "#/animals?q=%3Cscript%3Ealert(1)", "#%E0%A4%A",
                    "#/animals?class=%3Cimg%20src%3Dx%3E&page=-3&sort=constructor", "#/"):  # fmt: skip
        page = view(path, address)
        assert page.locator("img, iframe, object").count() == 0
        assert page.locator("script").count() == 3
    assert WORSE in view(path, f"#{first}").locator("h1").inner_text()
    page = view(path, "#/animals")
    with page.expect_download() as waiting:
        page.click("#download")
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    cell = [r["cites_name"] for r in csv.DictReader(io.StringIO(text))][2]
    assert cell == "'=cmd|' /C calc'!A0"


def test_no_script_but_its_own_may_run(view: Any, report: Any) -> None:
    page = view(report)
    ran = page.evaluate(
        """() => { const s = document.createElement("script"); s.textContent = "window.ran = 1";
                   document.body.append(s); return window.ran === 1; }"""
    )
    assert not ran
    assert page.said["console"]
    assert all("Content Security Policy" in m for m in page.said["console"])
    page.said["console"].clear()


def test_what_may_not_be_passed_on_is_not_shown(
    view: Any, con: Concordance, tmp_path: Path
) -> None:
    result = con.result()
    source = replace(result.sources[0], redistribution="restricted", name="A download")
    given = replace(result, sources=(source, result.sources[1]))
    path = tmp_path / "r.html"
    with pytest.warns(UserWarning, match="may not be redistributed"):
        path.write_bytes(report_bytes(given, NO_HISTORY))
    for address in ("", "#/animals?relation=congruent", "#cms:uncia-uncia", "#/about"):
        page = view(path, address)
        assert "A download may not be redistributed" in page.locator("#disclaimer").inner_text()
        assert "Panthera uncia" not in page.locator("body").inner_text()
    page = view(path, "#/animals?q=cms:uncia-uncia")
    assert page.locator("table.list tbody tr").count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_interface_speaks_the_language_chosen(view: Any, report: Any, language: Any) -> None:
    page = view(report)
    page.select_option("#language", language)
    words = {key: texts[LANGUAGES.index(language)] for key, texts in words_table().items()}
    for address in ("#/", "#/animals?flag=name_differs", "#cms:uncia-uncia", "#/about"):
        page.evaluate("a => { location.hash = a }", address)
        settled(page)
        assert page.locator("html").get_attribute("lang") == language
        assert words["disclaimer"] in page.locator("#disclaimer").inner_text()
        assert page.locator("#disclaimer").is_visible()
        # no code and no place that was not filled in
        text = page.locator("main").inner_text()
        assert not re.search(r"\{\w+\}|undefined|\[object|NaN|name_differs", text)
    assert page.locator("#head nav a").first.inner_text() == words["nav.agenda"]


@pytest.mark.parametrize(
    ("width", "scheme", "addresses"),
    [
        (1280, "light", ["#/about", "#/animals?q=leopard", "#cms:uncia-uncia"]),
        (1280, "light", ["#/overview", "#/agenda?kind=genus"]),
        (1280, "dark", ["#cms:loxodonta-cyclotis"]),
        (1280, "dark", ["#/overview", "#/animals?q=pantera", "#/agenda"]),
        (390, "light", ["#/", "#/animals?flag=spelling_differs&sort=left", "#/overview"]),
        (390, "dark", ["#cms:ovis-ammon", "#/animals?q=ara"]),
    ],
)
def test_it_is_accessible(view: Any, report: Any, width: Any, scheme: Any, addresses: Any) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="needs axe, in the dev extra"
    ).Axe()
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
    for address in addresses:
        page = view(report, address)
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        found = axe.run(page, options={"runOnly": rules}).response
        bad = [(v["id"], v["impact"], v["nodes"][0]["html"][:200]) for v in found["violations"]]
        assert not bad, f"{address}: {bad}"
        assert len(found["passes"]) > 15
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_the_keyboard_alone_reaches_everything(view: Any, report: Any) -> None:
    page = view(report)
    page.keyboard.press("Tab")
    assert page.locator("#skip").evaluate("e => e === document.activeElement")
    page.keyboard.press("/")
    page.keyboard.type("uncia uncia", delay=5)
    page.wait_for_function("() => location.hash.endsWith('q=uncia+uncia')")
    page.wait_for_selector("table.list tbody tr")
    page.wait_for_function("() => document.getElementById('live').textContent.includes('of')")
    page.locator("table.list a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("article.animal")
    page.go_back()
    settled(page)
    page.wait_for_selector("table.list")
    assert page.input_value("#search") == "uncia uncia"
    assert page.locator("#sort-left").evaluate("e => (e.focus(), e.tagName)") == "BUTTON"
    page.keyboard.press("Enter")
    settled(page)
    assert page.locator("th[aria-sort=ascending]").count() == 1
    assert page.locator("#sort-left").evaluate("e => e === document.activeElement")


def test_print_gives_a_document_with_all_rows_and_the_disclaimer(
    view: Any, report: Any, con: Concordance, tmp_path: Path
) -> None:
    import pypdf

    page = view(report, "#/animals?flag=appendix_differs")
    expected = int(con.table["flag_codes"].fillna("").str.contains("appendix_differs").sum())
    assert expected > 50
    assert len(names(page)) == 50
    pdf = page.pdf(path=tmp_path / "list.pdf", prefer_css_page_size=True, format="A4")
    pages = [p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    flat = [re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)) for text in pages]
    assert len(pages) > 3
    assert all("not an official position of CITES, CMS or UNEP" in t for t in flat)
    assert all("CITES name" in t for t in flat)  # the head of the table on each page
    assert "Download" not in flat[0]
    assert f"{expected} of" in flat[0]
    last = cells(
        con.table[con.table["flag_codes"].fillna("").str.contains("appendix_differs")]["cms_name"]
    )[-1]
    assert last in flat[-1]
    page.wait_for_function("() => document.querySelectorAll('table.list tbody tr').length === 50")


def test_ten_thousand_rows_stay_smooth(view: Any, con: Concordance, tmp_path: Path) -> None:
    result = many(con, 4)
    assert len(result.table) > 10_000
    path = tmp_path / "many.html"
    path.write_bytes(report_bytes(result, NO_HISTORY))
    page = view(path)
    first = page.evaluate("performance.getEntriesByName('shown')[0].startTime") / 1000
    took = {"first view": first}
    for what, address in STEPS.items():
        took[what] = time_step(page, address)
    print({what: round(seconds, 3) for what, seconds in took.items()})
    assert max(took.values()) < GENEROUS
    page.goto(f"file://{path}#/animals")
    settled(page)
    assert page.locator("table.list tbody tr").count() == 50
    page.click("#page-on")
    page.wait_for_selector("text=Page 2 of")


def test_the_listing_over_time_is_drawn_and_tabled(
    view: Any, report: Any, con: Concordance
) -> None:
    page = view(report, "#cms:uncia-uncia")
    part = page.locator(".timeline")
    spans = con.timeline("Uncia uncia")
    assert part.locator("rect.span").count() == len(spans) > 2
    assert part.locator("text.numeral").all_text_contents() == cells(spans["appendix"])
    words = " ".join(part.locator("text.label").all_text_contents())
    part.locator("summary").click()
    table = part.locator("tbody tr")
    assert table.count() == len(spans)
    for line, span in zip(table.all(), rows(spans), strict=True):
        text = line.inner_text()
        for given in (span["side"], span["entry"], span["effective_from"], span["effective_to"]):
            assert not given or given in text
            assert not given or given == span["side"] or given in words
    # where nothing covered a taxon there is nothing to draw
    neither = [
        row["concordance_id"]
        for row in rows(con.table)
        if row["cites_id"] and not len(con.timeline(row["cites_name"]))
    ][:1]
    for concordance_id in neither:
        assert view(report, f"#{concordance_id}").locator(".timeline").count() == 0


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "La CMS emploie Uncia uncia, que la CITES considère comme un synonyme de Panthera "
               "uncia (ancien nom dans les Annexes ; Annexes de la CITES dans le paquet)."),
        ("es", "La CMS emplea Uncia uncia, que la CITES considera sinónimo de Panthera uncia "
               "(nombre antiguo en los Apéndices; Apéndices de la CITES en el paquete)."),
    ],
)  # fmt: skip
def test_the_evidence_is_said_in_the_language_of_the_page(
    view: Any, report: Any, con: Concordance, language: str, said: str
) -> None:
    page = view(report, "#cms:uncia-uncia")
    page.select_option("#language", language)
    settled(page)
    assert said in page.locator("article.animal").inner_text()
    # one row for each rule: neither the evidence nor the draft stays in English
    firsts = con.table.drop_duplicates(["rule", "recommended_action"])
    for row in rows(firsts):
        page.evaluate("id => { location.hash = '#' + id }", row["concordance_id"])
        settled(page)
        text = page.locator("article.animal").inner_text()
        assert row["evidence"] not in text
        assert row["action_note"] not in text


def test_an_unknown_sentence_stays_as_it_is_and_is_marked_english(
    view: Any, con: Concordance, tmp_path: Path
) -> None:
    result = con.result()
    table = result.table.copy()
    table.loc[0, "evidence"] = "A sentence of another tool, prints (X|Y)."
    path = tmp_path / "r.html"
    path.write_bytes(report_bytes(replace(result, table=table), NO_HISTORY, language="es"))
    page = view(path, f"#{cells(table['concordance_id'])[0]}")
    said = page.locator("dd > [lang=en]", has_text="A sentence of another tool, prints (X|Y).")
    assert said.count() == 1


def longest_rows(con: Concordance) -> list[str]:
    """Ids of rows with the most names, and of those with the longest texts."""
    uses = Counter(use.taxon_id for side in con.lists for use in side.records.names)
    table = [(row, uses[row["cites_id"]] + uses[row["cms_id"]]) for row in rows(con.table)]
    most = sorted(table, key=lambda pair: -pair[1])[:12]
    texts = sorted(table, key=lambda pair: -len(f"{pair[0]['evidence']}{pair[0]['action_note']}"))
    return [row["concordance_id"] for row, _ in (*most, *texts[:6], *table[::150])]


def test_an_animal_is_printed_on_one_page(view: Any, report: Any, con: Concordance) -> None:
    import pypdf

    page = view(report, "#cms:uncia-uncia")
    for language, paper in (("en", "A4"), ("fr", "Letter")):
        page.select_option("#language", language)
        for concordance_id in longest_rows(con)[:18]:
            page.evaluate("id => { location.hash = '#' + id }", concordance_id)
            settled(page)
            pdf = page.pdf(prefer_css_page_size=False, format=paper)
            pages = [p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf)).pages]
            assert len(pages) == 1, concordance_id
            assert f"#{concordance_id}" in pages[0]
    # as many as there are, without a printer: the sheet is never longer than the paper
    for concordance_id in longest_rows(con)[18:]:
        page.evaluate("id => { location.hash = '#' + id }", concordance_id)
        settled(page)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        sheet = page.locator("article.sheet")
        assert sheet.count() == 1
        assert page.evaluate("document.body.getBoundingClientRect().height") <= 895
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert sheet.count() == 0
        assert page.evaluate("document.documentElement.style.fontSize") == ""


def test_a_printed_animal_has_all_that_matters(view: Any, report: Any, con: Concordance) -> None:
    import pypdf

    row = con.explain("Uncia uncia").table.iloc[0]
    page = view(report, f"#{row['concordance_id']}")
    (sheet,) = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", sheet.extract_text()))
    for said in ("Panthera uncia / Uncia uncia", "(Schreber, 1775)", "Kitchener et al. 2017",
                 row["evidence"], row["action_note"], "adopt one reference", "the same animals",
                 "Felis uncia", "Bhutan", "Snow Leopard", "1986-01-24", "Listing over time",
                 "not an official position of CITES, CMS or UNEP"):  # fmt: skip
        assert said in text, said
    # and the screen is as it was
    assert page.locator("article.sheet").count() == 0
    assert page.locator(".timeline svg").count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_on_a_phone(view: Any, report: Any, language: str) -> None:
    page = view(report)
    page.set_viewport_size({"width": 360, "height": 740})
    page.select_option("#language", language)
    for address in ("#/", "#/overview", "#/animals?flag=name_differs", "#/animals?q=ara",
                    "#cms:uncia-uncia", "#cms:ovis-ammon", "#/about"):  # fmt: skip
        page.evaluate("a => { location.hash = a }", address)
        settled(page)
        page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true })")
        settled(page)
        cut = page.evaluate(
            """() => [...document.querySelectorAll("main *")]
                 .filter((e) => e.getClientRects().length && !e.closest(".hidden, thead, svg, select"))
                 .filter((e) => e.getBoundingClientRect().right > innerWidth + 1
                   || (e.classList.contains("scroll") && e.scrollWidth > e.clientWidth + 1))
                 .map((e) => e.outerHTML.slice(0, 120))"""
        )
        assert not cut, f"{address}: {cut}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    # the heads of the columns stand beside what is below them
    page.evaluate("() => { location.hash = '#/animals?flag=name_differs' }")
    settled(page)
    heads = page.locator("table.list tbody tr").first.locator("[data-head]").evaluate_all(
        "cells => cells.map((c) => getComputedStyle(c, '::before').content)"
    )  # fmt: skip
    assert len(heads) == 6
    assert all(head.strip('"') for head in heads)
    sorts = page.locator("table.list thead button")
    assert sorts.count() == 5
    assert sorts.first.is_visible(), "the list is sorted on a phone too"


def test_the_relation_column_can_be_read(view: Any, report: Any) -> None:
    page = view(report, "#/animals?flag=name_differs")
    for language in LANGUAGES:
        page.select_option("#language", language)
        settled(page)
        lines = page.locator("td.relation .circled > span").evaluate_all(
            """cells => cells.map((cell) => {
                 const words = document.createRange();
                 words.selectNode(cell.firstChild);
                 return words.getClientRects().length; })"""
        )
        assert len(lines) == 50
        assert max(lines) <= 2, f"{language}: more than two lines for a relation"
    page.select_option("#language", "en")
    settled(page)
    buteo = page.locator("table.list tbody tr", has_text="Anas formosa").locator("td.relation")
    assert buteo.inner_text().split("\n") == ["the same animals", "other genus"]
    legend = page.locator(".legend.circles").inner_text()
    assert "Full disc: the CITES taxon; ring: the CMS taxon." in legend


def test_every_name_of_a_covered_species_leads_to_its_appendix(
    view: Any, report: Any, con: Concordance
) -> None:
    """The search in the page against `lookup`: scientific and common names, no row needed."""
    page = view(report, "#/animals")
    asked = page.evaluate(
        """() => { const data = JSON.parse(document.getElementById("data").textContent);
             const column = (c) => Array.isArray(c) ? c : c.at.map((i) => c.values[i]);
             const covered = new Set(column(data.covered.name));
             const pairs = (table) => { const taxa = column(table.taxon);
               return column(table.name).map((n, i) => [n, taxa[i]]).filter(([, t]) => covered.has(t)); };
             return [...pairs(data.synonyms).filter((_, i) => i % 400 === 0),
                     ...pairs(data.spoken).filter((_, i) => i % 500 === 0),
                     ...[...covered].filter((_, i) => i % 600 === 0).map((n) => [n, n])]; }"""
    )
    assert len(asked) > 60
    answers = con.lookup([taxon for _, taxon in asked])
    for (name, taxon), answer in zip(asked, rows(answers), strict=True):
        page.evaluate("q => { location.hash = '#/animals?' + new URLSearchParams({ q }) }", name)
        page.wait_for_function(
            "q => document.querySelector('#search').value === q && document.querySelector('.notice.covered')",
            arg=name,
        )
        found = page.locator(".notice.covered > ul > li").all_inner_texts()
        mine = [text for text in found if text.startswith(taxon)]
        assert mine, f"{name} does not lead to {taxon}"
        for key in KEYS:
            appendix = answer[f"{key}_appendix"]
            listed = appendix.replace("|", ", ") if appendix else "no entry known"
            assert any(f"{key.upper()}: {listed}" in text for text in mine), (name, taxon, key)
