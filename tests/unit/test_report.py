"""The report as a file: what is in it, what may not be, and that every language says everything."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cases import of_names, with_tables

import concordance as cc
from concordance.about import DISCLAIMER
from concordance.cli import main
from concordance.codes import Action, Basis, Flag, KeyedEnum, Presence, Relation, ReviewStatus, Rule
from concordance.concordance import Concordance
from concordance.exports.result import OPEN_COLUMNS, Result
from concordance.flags import meaning
from concordance.history import history_of
from concordance.schema import rows
from concordance.views.report import LANGUAGES, History, report_bytes, words_table
from concordance.views.words import difference

NO_HISTORY = History(meetings={}, keys={})
KEYS = ("cites", "cms")
EVIL = "<script>alert(1)</script>"
WORSE = "</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def page(con: Concordance) -> str:
    return report_bytes(con.result(), NO_HISTORY).decode()


def embedded(page: str, name: str) -> Any:
    (text,) = re.findall(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.S)
    return json.loads(text)


def unpacked(column: Any) -> list[str | None]:
    return (
        column if isinstance(column, list) else [column["values"][place] for place in column["at"]]
    )


def test_the_file_holds_the_whole_table(con: Concordance, page: str) -> None:
    data = embedded(page, "data")
    assert data["order"] == list(con.table.columns)
    for name in con.table.columns:
        given = [None if v is None else str(v) for v in cc.schema.cells(con.table[name])]
        assert unpacked(data["table"][name]) == given, name


def test_every_name_that_either_side_knows_is_in_it(con: Concordance, page: str) -> None:
    assert set(unpacked(embedded(page, "data")["names"]["name"])) == set(con.known_names())


def test_same_input_same_bytes_and_the_size_is_held(con: Concordance, page: str) -> None:
    again = report_bytes(con.result(), NO_HISTORY)
    assert again.decode() == page
    assert len(con.table) > 1000
    assert len(again) < 6_000_000


def test_every_covered_species_is_in_it_with_its_appendix(con: Concordance, page: str) -> None:
    data = embedded(page, "data")
    covered = {name: unpacked(column) for name, column in data["covered"].items()}
    known = {n for key in KEYS for n in cc.schema.cells(con.table[f"{key}_name"]) if n}
    assert len(covered["name"]) > 5000
    assert not known & set(covered["name"]), "these have rows"
    sample = covered["name"][::97]
    answers = con.lookup(sample)
    for side, key in (("left", "cites"), ("right", "cms")):
        of_name = dict(zip(covered["name"], covered[f"{side}_appendix"], strict=True))
        assert [of_name[name] for name in sample] == cc.schema.cells(answers[f"{key}_appendix"])
    species = {
        taxon.name
        for side in con.lists
        for taxon in side.with_members.records.taxa
        if taxon.rank == "species" and taxon.kingdom == "Animalia"
    }
    listed = con.lookup(sorted(species - known - set(covered["name"])))
    assert listed["cites_appendix"].isna().all()
    assert listed["cms_appendix"].isna().all()


def test_common_names_of_covered_species_are_in_it(page: str) -> None:
    data = embedded(page, "data")["spoken"]
    spoken = set(zip(*(unpacked(data[c]) for c in ("name", "taxon")), strict=True))
    assert ("snow leopard", "Panthera uncia") in {(str(n).lower(), t) for n, t in spoken}
    assert "Rhinoceros unicornis" in {taxon for _, taxon in spoken}


def test_every_synonym_of_a_covered_species_is_in_it(con: Concordance, page: str) -> None:
    data = embedded(page, "data")
    columns = (unpacked(data["synonyms"][c]) for c in ("name", "taxon", "kind"))
    synonyms = list(zip(*columns, strict=True))
    assert len(synonyms) > 5000
    own = set(unpacked(data["names"]["name"]))
    assert not own & {name for name, _, _ in synonyms}, "these are in the names of the lists"
    taxa = set(unpacked(data["covered"]["name"])) | {
        name for key in KEYS for name in cc.schema.cells(con.table[f"{key}_name"]) if name
    }
    assert {taxon for _, taxon, _ in synonyms} <= taxa
    # a name asked of `lookup` leads to the taxon that the page has for it
    sample = [name for name, _, _ in synonyms][::211]
    answers = con.lookup(sample, how="all")
    for name in sample:
        wanted = {taxon for other, taxon, _ in synonyms if other == name}
        found = {
            answer
            for key in KEYS
            for answer in cc.schema.cells(
                answers[(answers["query"] == name).fillna(False)][f"{key}_name"]
            )
        }
        assert wanted & found, name
    wanted_names = {
        name
        for side in con.lists
        for use in side.with_members.records.names
        if (name := use.name) and not use.is_accepted
    }
    held = own | {name for name, _, _ in synonyms}
    missing = sorted(wanted_names - held)
    answers = con.lookup(missing)
    listed = answers["cites_appendix"].notna() | answers["cms_appendix"].notna()
    assert not answers[listed & (answers["kingdom"] == "Animalia").fillna(False)]["query"].tolist()


def test_listing_over_time_is_that_of_the_package(con: Concordance, page: str) -> None:
    data = embedded(page, "data")["timeline"]
    spans = list(zip(*(unpacked(data[c]) for c in ("side", "taxon", "entry", "appendix",
                       "effective_from", "effective_to")), strict=True))  # fmt: skip
    for name in ("Uncia uncia", "Falco peregrinus", "Loxodonta africana"):
        expected = con.timeline(name)
        for number, key in enumerate(("CITES", "CMS")):
            own = expected[expected["side"] == key]
            for taxon in set(own["taxon"]):
                columns = own[own["taxon"] == taxon][
                    ["entry", "appendix", "effective_from", "effective_to"]
                ]
                given = [s[2:] for s in spans if s[:2] == (str(number), taxon)]
                wanted = [
                    tuple(None if v is None else str(v) for v in row.values())
                    for row in rows(columns)
                ]
                assert given == wanted, (name, key, taxon)


def test_each_row_has_the_kind_of_difference_under_which_it_is_counted(
    con: Concordance, page: str
) -> None:
    given = unpacked(embedded(page, "data")["differences"]["code"])
    assert given == [difference(row) for row in rows(con.table)]


def test_only_the_own_script_may_run_and_nothing_is_fetched(page: str) -> None:
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy
    code = re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.S)
    found = set(re.findall(r"\w+://[^\s\"'`]*", code))
    assert found <= {"http://www.w3.org/2000/svg"}  # the name of a vocabulary, never asked for
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|new Function",
                         code)  # fmt: skip


def test_no_string_of_the_data_can_end_its_element(con: Concordance) -> None:
    result = con.result()
    table = result.table.copy()
    for column in ("cites_name", "evidence", "action_note", "class"):
        table.loc[0, column] = WORSE
    table.loc[1, "cites_name"] = EVIL
    table.loc[2, "cites_name"] = "<!--<script>\u2028"
    evil = report_bytes(replace(result, table=table), NO_HISTORY).decode()
    assert evil.count("<script") == 3
    assert evil.count("</script") == 3
    assert "<img" not in evil
    assert "<!--" not in evil
    assert "\u2028" not in evil
    assert unpacked(embedded(evil, "data")["table"]["cites_name"])[:2] == [WORSE, EVIL]


def test_the_words_say_everything_in_every_language() -> None:
    words = words_table()
    for key, texts in words.items():
        assert len(texts) == len(LANGUAGES), key
        assert all(text.strip() for text in texts), key
        places = [sorted(re.findall(r"\{\w+\}", text)) for text in texts]
        assert places[0] == places[1] == places[2], f"{key}: the languages fill in other things"
    for prefix, codes in (
        ("relation", Relation), ("basis", Basis), ("rule", Rule), ("action", Action),
        ("status", ReviewStatus), ("flag", Flag), ("meaning", Flag),
    ):  # fmt: skip
        for member in codes:
            code = member.code(KEYS) if isinstance(member, KeyedEnum) else member.value
            assert f"{prefix}.{code}" in words, f"no words for {prefix} {code}"
    for flag in Flag:
        assert words[f"meaning.{flag.code(KEYS)}"][0] == meaning(flag, KEYS)
    assert words["disclaimer"][0] == DISCLAIMER


def test_every_code_in_the_data_has_words(con: Concordance) -> None:
    words = words_table()
    columns = {c.name: c for c in cc.result_schema.result_columns("cites", "cms")}
    codes = {
        "difference": set(columns["name_difference"].values),
        "activity": set(columns["activities"].values),
        "rank": set(con.table["cites_rank"].dropna()) | set(con.table["cms_rank"].dropna()),
        "namekind": {n["kind"] for s in (con.lists[0], con.lists[1]) for n in rows(s.names)},
        "confidence": {n["confidence"] for s in (con.lists[0], con.lists[1]) for n in rows(s.taxa)},
        "presence": {presence.value for presence in Presence if presence.value},
    }
    for prefix, values in codes.items():
        assert values, prefix
        assert not {f"{prefix}.{value}" for value in values} - set(words), prefix


def test_every_key_that_the_scripts_use_has_words(root: Path) -> None:
    folder = root / "src" / "concordance" / "views" / "templates"
    words = words_table()
    used = set()
    for path in sorted(folder.glob("*.js")):
        used |= set(re.findall(r'\bt\("([\w.]+)"[,)]', path.read_text(encoding="utf-8")))
    assert len(used) > 80
    assert not used - set(words), f"no words for {sorted(used - set(words))}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_disclaimer_stands_in_the_page_itself(con: Concordance, language: str) -> None:
    page = report_bytes(con.result(), NO_HISTORY, language=language).decode()
    says = words_table()["disclaimer"][LANGUAGES.index(language)]
    assert f'<html lang="{language}">' in page
    assert f'<p id="disclaimer" role="note">{says}</p>' in page
    assert page.count(says) >= 3  # shown, on every printed page, and in the words


def test_an_unknown_language_is_refused(con: Concordance, tmp_path: Path) -> None:
    with pytest.raises(cc.ConcordanceError, match="en, fr, es"):
        con.report(tmp_path / "r.html", language="de")
    assert not list(tmp_path.iterdir())


def restricted(con: Concordance) -> Result:
    result = con.result()
    source = replace(result.sources[0], redistribution="restricted", name="A download")
    return replace(result, sources=(source, result.sources[1]))


def test_what_may_not_be_passed_on_stays_out(con: Concordance) -> None:
    with pytest.warns(UserWarning, match="A download may not be redistributed"):
        page = report_bytes(restricted(con), NO_HISTORY).decode()
    data = embedded(page, "data")
    assert set(data["order"]) <= {*OPEN_COLUMNS, "cites_id", "cms_id"}
    for kind in ("names", "entries", "taxa", "common", "ranges", "named", "source_keys", "titles",
                 "synonyms", "timeline", "differences"):  # fmt: skip
        assert data[kind] == {}, kind
    assert data["score"] == []
    assert data["agenda"] == []
    assert data["over_time"] == []
    assert "Panthera uncia" not in page
    with pytest.warns(UserWarning, match="for your own use"):
        whole = report_bytes(restricted(con), NO_HISTORY, whole=True).decode()
    assert "Panthera uncia" in whole


def test_the_command_writes_it_with_the_past_scores(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "r.html"
    assert main(["report", "-o", str(out), "--language", "fr", "--as-of", "2018-06-01"]) == 0
    assert "Wrote a report of" in capsys.readouterr().err
    data = embedded(out.read_text(encoding="utf-8"), "data")
    assert data["language"] == "fr"
    names = [point for point in data["over_time"] if point["figure"] == "names"]
    assert len(data["over_time"]) == 3 * len(names)
    assert [(p["as_of"], p["meeting"]) for p in names] == [
        ("2015-02-08", "CMS COP11"), ("2017-01-02", "CITES CoP17"), ("2018-01-26", "CMS COP12"),
        ("2018-06-01", ""),
    ]  # fmt: skip
    assert "MSW3" in data["source_keys"] or "NL2006" in data["source_keys"]
    assert [p.name for p in tmp_path.iterdir()] == ["r.html"]


def test_a_folder_that_is_not_there_is_said(con: Concordance, tmp_path: Path) -> None:
    own = cc.build(of_names("Aus bus"), con.lists[1])  # without a history: it takes no time
    with pytest.raises(cc.ConcordanceError, match="cannot be written"):
        own.report(tmp_path / "none" / "r.html")


def test_lists_that_are_not_of_the_package_have_no_history(con: Concordance) -> None:
    history = history_of((of_names("Aus bus"), con.lists[1]), con.rows)
    assert (history.scores, history.meetings, history.keys) == (None, {}, {})
    assert history.score is not None, "the alignment of today is still shown"


def test_ranges_of_both_sides_are_in_it(con: Concordance) -> None:
    snow_leopard = {"taxon_id": "cites:panthera-uncia", "country": "NP", "presence": "native"}
    lists = with_tables(con.lists[0], ranges=[snow_leopard]), con.lists[1]
    page = report_bytes(replace(con.result(), lists=lists), NO_HISTORY).decode()
    data = embedded(page, "data")
    assert unpacked(data["ranges"]["country"]) == ["NP"]
