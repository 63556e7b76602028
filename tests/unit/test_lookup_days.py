"""`lookup` with dates: days and years, boundaries, names on the day, what the data does not cover."""

import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import concordance as cc
from concordance.checklist import Checklist
from concordance.lookups.ask import desk_of
from concordance.lookups.days import Days
from concordance.lookups.desk import PLAIN
from concordance.lookups.side import Side
from concordance.lookups.when import read_when
from concordance.lookups.where import NOWHERE
from concordance.matching.queries import Asked
from concordance.schema import cells
from concordance.views.looked_up import looked_up_text


def row(name: str, date: object, **asked: object) -> "pd.Series[str]":
    """The one row of one name on one date."""
    return cc.lookup([name], dates=[date], **asked).iloc[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        (2017, "2017-01-01", "2017-12-31"),
        ("2017", "2017-01-01", "2017-12-31"),
        (2017.0, "2017-01-01", "2017-12-31"),
        (" 2017.0 ", "2017-01-01", "2017-12-31"),
        ("2017-01-02", "2017-01-02", "2017-01-02"),
        ("2017-01-02T23:59:59Z", "2017-01-02", "2017-01-02"),
        ("2017-01-02 00:00:00", "2017-01-02", "2017-01-02"),
        ("2017-1-2", "2017-01-02", "2017-01-02"),
        ("2017/01/02", "2017-01-02", "2017-01-02"),
        ("2017/1/2 00:00:00", "2017-01-02", "2017-01-02"),
        ("2017.1.2", "2017-01-02", "2017-01-02"),
        ("20170102", "2017-01-02", "2017-01-02"),
        (20170102, "2017-01-02", "2017-01-02"),
        (20170102.0, "2017-01-02", "2017-01-02"),
        (np.float64(2017), "2017-01-01", "2017-12-31"),
        ("2017-01", "2017-01-01", "2017-01-31"),
        ("2016/2", "2016-02-01", "2016-02-29"),
        ("2017-12", "2017-12-01", "2017-12-31"),
        (datetime.date(2017, 1, 2), "2017-01-02", "2017-01-02"),
        (datetime.datetime(2017, 1, 2, 5, 0), "2017-01-02", "2017-01-02"),
        (pd.Timestamp("2017-01-02"), "2017-01-02", "2017-01-02"),
    ],
)
def test_dates_that_can_be_read(cell: object, first: str, last: str) -> None:
    assert read_when(cell)[:2] == (first, last)


@pytest.mark.parametrize(
    "cell",
    [
        "02/01/2017",
        "2/1/2017",
        "2017-1/2",
        "2017-13-2",
        "2017-02-29",
        "17",
        "spring 2017",
        "20171302",
        "20170229",
        "2017-13",
        "0000-01",
        "2017.5",
        "201701",
    ],
)
def test_a_date_that_cannot_be_read_leaves_the_row_without_an_answer(cell: str) -> None:
    answer = row("Panthera leo", cell)
    assert answer["status"] == "date_unreadable"
    assert answer["reason_codes"] == "date_unreadable"
    assert (
        f"The date {cell!r} cannot be read; expected YYYY, YYYY-MM or YYYY-MM-DD."
        in answer["evidence"]
    )
    assert answer["name"] == "Panthera leo"
    assert pd.isna(answer["cites_appendix"])
    assert pd.isna(answer["cms_appendix"])


@pytest.mark.parametrize("cell", [None, "", " ", float("nan"), pd.NaT, pd.NA])
def test_an_empty_date_is_told(cell: object) -> None:
    answer = row("Panthera leo", cell)
    assert (answer["status"], answer["reason_codes"]) == ("date_missing", "date_missing")
    assert pd.isna(answer["cites_appendix"])


@pytest.mark.parametrize("cell", [None, "", float("nan")])
def test_an_empty_date_is_answered_where_all_days_agree(cell: object) -> None:
    answer = row("Ailurus fulgens", cell)
    assert answer["cites_appendix"] == "I"
    assert answer["reason_codes"] == "date_missing"
    assert "CITES: the same on all days from 2015-02-05 to 2026-11-23." in answer["evidence"]
    lynx = row("Lynx lynx", cell)  # one treaty changed its entry, the other did not
    assert lynx["cites_appendix"] == "II"
    assert lynx["cms_status"] == "date_missing"
    assert pd.isna(lynx["cms_appendix"])


def test_an_empty_date_gives_what_every_day_gives() -> None:
    names = ["Ailurus fulgens", "Panthera leo", "Psittacus erithacus", "Aquila chrysaetos",
             "Manis", "Gorilla", "Saiga tatarica", "Ovis ammon", "Turdus merula"]  # fmt: skip
    blank = cc.lookup(names, dates=[None] * len(names))
    for key in ("cites", "cms"):
        days = desk_of().lists[key == "cms"].once(Days).begins
        by_day = [cells(cc.lookup(names, dates=day)[f"{key}_appendix"]) for day in days]
        for at, appendix in enumerate(cells(blank[f"{key}_appendix"])):
            same = {each[at] for each in by_day}
            assert appendix is None or same == {appendix}


def test_a_day_before_the_data_is_answered_by_the_list_that_covers_it() -> None:
    answer = row("Uncia uncia", "2010-05-01")
    assert answer["cites_status"] == "before_data"
    assert pd.isna(answer["cites_appendix"])
    assert answer["cms_appendix"] == "I"
    assert answer["status"] == "matched"
    assert "The CITES data begins on 2015-02-05." in answer["evidence"]
    assert row("Uncia uncia", "1990")["status"] == "before_data"
    assert row("Uncia uncia", "2031")["status"] == "after_data"


def test_a_month_is_answered_like_a_year() -> None:
    changed = row("Psittacus erithacus", "2017-01")
    assert changed["cites_appendix"] == "I|II"
    assert "changed_in_year" in changed["reason_codes"].split("|")
    assert "The CITES listing changed in the month: II as " in changed["evidence"]
    assert row("Psittacus erithacus", "2017-02")["cites_appendix"] == "I"
    assert row("Psittacus erithacus", "2016-12")["cites_appendix"] == "II"
    assert row("Psittacus erithacus", 20170101)["cites_appendix"] == "II"
    partly = row("Uncia uncia", "2015-02")
    assert "partly_before_data" in partly["reason_codes"].split("|")


def test_a_list_without_an_answer_outranks_the_denial_of_another() -> None:
    """Panthera tigris: CMS does not list it, CITES has no data for the day."""
    early = row("Panthera tigris", "2010-05-01")
    assert early["cms_status"] == "not_found"
    assert early["status"] == "before_data"
    assert row("Foo bar", "2010-05-01")["status"] == "before_data"
    assert row("Homo sapiens", "2020-05-01")["status"] == "excluded"


@pytest.mark.parametrize("name", ["Panthera tigris", "Canis lupus", "Turdus viscivorus"])
def test_without_a_day_nothing_is_denied(name: str) -> None:
    answer = row(name, "")
    assert "not_found" not in {answer["status"], answer["cites_status"], answer["cms_status"]}
    unknown = row("Foo bar", "")  # of the name, not of the listing
    assert unknown["status"] == "not_found"
    assert unknown["reason_codes"] == "unknown_name|date_missing"


def test_a_year_that_begins_before_the_data_is_answered_from_the_first_day() -> None:
    answer = row("Uncia uncia", 2015)
    assert answer["cites_appendix"] == "I"
    assert answer["reason_codes"].split("|") == ["partly_before_data", "name_on_day"]
    assert "The CITES data begins on 2015-02-05; answered from that day on." in answer["evidence"]
    assert "partly_after_data" in row("Uncia uncia", 2026)["reason_codes"]


def test_a_year_in_which_the_answer_changed_gives_both_values() -> None:
    answer = row("Psittacus erithacus", 2017)
    assert answer["cites_appendix"] == "I|II"
    assert answer["cites_listed_as"] == "Psittaciformes|Psittacus erithacus"
    assert answer["reason_codes"] == "changed_in_year"
    assert (
        "The CITES listing changed in the year: II as Psittaciformes until 2017-01-01, I as Psittacus "
        "erithacus from 2017-01-02." in answer["evidence"]
    )
    assert row("Psittacus erithacus", 2016)["cites_appendix"] == "II"
    assert row("Psittacus erithacus", 2018)["cites_appendix"] == "I"


@pytest.mark.parametrize(
    ("name", "year", "words"),
    [
        ("Aonyx cinereus", 2023, "I as Aonyx cinerea until 2023-02-22, I as Aonyx cinereus from"),
        ("Paramesotriton hongkongensis", 2019,
         "II as Paramesotriton hongkongensis until 2019-11-25, II as Paramesotriton from"),
        ("Phoenicopterus roseus", 2023,
         "II as Phoenicopteridae under the name Phoenicopterus ruber until 2023-02-22, II as "
         "Phoenicopteridae under the name Phoenicopterus roseus from"),
    ],
)  # fmt: skip
def test_a_year_in_which_only_the_entry_or_the_name_changed_says_so(
    name: str, year: int, words: str
) -> None:
    answer = row(name, year, lists=[LISTS[0]])
    assert "|" not in answer["cites_appendix"]
    assert "entry_changed_in_year" in answer["reason_codes"].split("|")
    assert "changed_in_year" not in answer["reason_codes"].split("|")
    assert f"listing changed in the year, but not the Appendix: {words}" in answer["evidence"]


def test_a_year_in_which_other_populations_moved_is_a_change_of_the_appendix() -> None:
    answer = row("Crocodylus porosus", 2017)
    assert answer["cites_appendix"] == "I|II"
    assert "changed_in_year" in answer["reason_codes"].split("|")


@pytest.mark.parametrize(
    ("name", "date", "country", "words"),
    [
        ("Psittacus erithacus", "2016-05-01", None, "From 2017-01-02 on: CITES Appendix I."),
        ("Psittacus erithacus", "2016", None, "From 2017-01-02 on: CITES Appendix I."),
        ("Giraffa camelopardalis", "2016-05-01", None, "From 2019-11-26 on: CITES Appendix II."),
        ("Crocodylus acutus", "2016", "MX", "From 2019-11-26 on: CITES Appendix II."),
        ("Pan troglodytes", "2016", None, "From 2018-01-26 on: CMS Appendix I|II."),
    ],
)
def test_a_day_in_the_past_says_which_appendix_came_later(
    name: str, date: str, country: str | None, words: str
) -> None:
    assert words in row(name, date, countries=[country])["evidence"]


def test_the_text_says_which_appendix_came_later() -> None:
    columns = row("Psittacus erithacus", "2016").items()
    cells_ = {str(k): None if pd.isna(v) else str(v) for k, v in columns}
    lines = looked_up_text(cells_, ("cites", "cms")).splitlines()
    assert "  From 2017-01-02 on: CITES Appendix I." in lines


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("Psittacus erithacus", "2017"),  # the year of the change has both
        ("Psittacus erithacus", "2018-05-01"),
        ("Aonyx cinereus", "2020-05-01"),  # another name, the same Appendix
        ("Crocodylus acutus", None),
        ("Foo bar", "2016"),
    ],
)
def test_nothing_is_said_of_later_days_with_the_same_appendix(name: str, date: str | None) -> None:
    assert " on: " not in row(name, date)["evidence"]
    assert " on: " not in cc.lookup([name])["evidence"].iloc[0]


def test_a_year_in_which_a_listing_began_says_that_there_was_none() -> None:
    answer = row("Carcharhinus falciformis", 2017)
    assert answer["cites_appendix"] == "II"
    assert answer["reason_codes"] == "changed_in_year"
    assert "not listed until 2017-10-03, II as Carcharhinus falciformis" in answer["evidence"]


@pytest.mark.parametrize(
    ("name", "day", "before", "after"),
    [
        ("Psittacus erithacus", "2017-01-02", "II", "I"),
        ("Carcharhinus falciformis", "2017-10-04", None, "II"),
        ("Giraffa camelopardalis", "2019-11-26", None, "II"),
    ],
)
def test_the_day_before_and_the_day_of_a_change(
    name: str, day: str, before: str | None, after: str
) -> None:
    eve = datetime.date.fromisoformat(day) - datetime.timedelta(days=1)
    table = cc.lookup([name] * 2, dates=[eve, day])
    assert cells(table["cites_appendix"]) == [before, after]


def test_a_name_is_read_as_of_its_day() -> None:
    leopard = row("Panthera uncia", "2017-04-21")
    assert leopard["name"] == "Panthera uncia"
    assert leopard["name_on_day"] == leopard["cites_name"] == "Uncia uncia"
    assert leopard["relation"] == "congruent"
    assert leopard["reason_codes"] == "name_on_day"
    diardi = row("Neofelis diardi", "2016-12-31")
    assert diardi["cites_name"] == diardi["name_on_day"] == "Neofelis nebulosa"
    assert diardi["name"] == "Neofelis diardi"
    assert diardi["cites_appendix"] == "I"


def test_a_name_that_was_divided_since_says_into_what() -> None:
    wide = row("Neofelis nebulosa", "2016-12-31")
    assert wide["split_to"] == "Neofelis diardi|Neofelis nebulosa"
    assert "split_since" in wide["reason_codes"]
    assert pd.isna(wide["relation"])
    today = row("Neofelis nebulosa", "2026-06-26")
    assert pd.isna(today["split_to"])
    assert pd.isna(row("Neofelis diardi", "2016-12-31")["split_to"])


def test_a_list_of_one_day_knows_no_other() -> None:
    table = pd.DataFrame({"scientificName": ["Ciconia ciconia"]})
    own = [cc.load_checklist(table, "own", as_of="2020-05-01")]
    dates = ["2020-05-01", "2020", "2021"]
    found = cc.lookup(["Ciconia ciconia"] * 3, lists=own, dates=dates)
    assert cells(found["own_status"]) == ["matched", "matched", "one_day_list"]
    assert "OWN is a list of one day, 2020-05-01" in found["evidence"][2]


# ---------------------------------------------------------------------------------------------
# laws

LISTS = (cc.load_cites(), cc.load_cms())
DATED = ("status", "name", "name_from", "appendix", "listed_as", "listed_how", "listed_from")


@pytest.fixture(scope="module")
def pool() -> list[str]:
    """Names of all days of both lists, and names that neither has."""
    own = {use.name for checklist in LISTS for use in checklist.with_members.records.names}
    then = {use.name for checklist in LISTS for use in checklist.as_of("2017-04-21").records.names}
    strange = ["Dendrobium ignotum", "Ovis sp.", "Felidae", "Homo sapiens", "Loxodonta afrcana", ""]
    return [*sorted(own | then), *strange]


def plain(name: str, day: str, checklist: Checklist) -> tuple[object, ...]:
    """What `match_names` says of one name in the list of one day."""
    answer = cc.match_names([name], checklist.as_of(day)).iloc[0]
    return tuple(None if pd.isna(answer[column]) else answer[column] for column in DATED)


@pytest.mark.parametrize("checklist", LISTS, ids=["cites", "cms"])
def test_between_two_changes_a_list_is_the_same(checklist: Checklist) -> None:
    days = checklist.once(Days)
    seen = 0
    for begin, end in zip(days.begins, [*days.begins[1:], days.last], strict=True):
        last = datetime.date.fromisoformat(end) - datetime.timedelta(days=1)
        first, other = (checklist.as_of(day).records for day in (begin, str(last)))
        assert [t._replace(reference=()) for t in first.taxa] == [
            t._replace(reference=()) for t in other.taxa
        ]
        assert first.names == other.names
        assert first.listings == other.listings
        seen += 1
    assert seen > 10


@settings(max_examples=8)
@given(st.data())
def test_days_are_equal_to_a_plain_loop_over_the_lists_of_those_days(
    pool: list[str], data: st.DataObject
) -> None:
    days = sorted({d for c in LISTS for d in c.once(Days).begins})
    eves = [str(datetime.date.fromisoformat(d) - datetime.timedelta(days=1)) for d in days]
    day = st.sampled_from([d for d in [*days, *eves] if d >= "2015-02-05"])
    asked = data.draw(st.lists(st.tuples(st.sampled_from(pool), day), min_size=1, max_size=6))
    names, dates = zip(*asked, strict=True)
    table = cc.lookup(names, dates=dates, lists=LISTS)
    for place, (name, date) in enumerate(asked):
        for checklist in LISTS:
            columns = [table[f"{checklist.key}_{column}"][place] for column in DATED]
            found = tuple(None if pd.isna(cell) else cell for cell in columns)
            expected = plain(name, date, checklist)
            if found[3] is None:  # only some populations of a part are listed: no Appendix as such
                expected = (*expected[:3], None if found[0] == "listed_in_part" else expected[3],
                            *expected[4:])  # fmt: skip
            assert found == expected, (name, date, checklist.key)


@settings(max_examples=8)
@given(st.data())
def test_a_year_has_the_appendices_of_its_days_and_no_others(
    pool: list[str], data: st.DataObject
) -> None:
    year = data.draw(st.integers(2016, 2025))
    name = data.draw(st.sampled_from(pool))
    begins = [d for c in LISTS for d in c.once(Days).begins if d[:4] == str(year)]
    days = [f"{year}-01-01", *sorted(begins), f"{year}-12-31"]
    whole = cc.lookup([name], dates=[year], lists=LISTS).iloc[0]
    single = cc.lookup([name] * len(days), dates=days, lists=LISTS)
    for key in ("cites", "cms"):
        parts = {a for cell in cells(single[f"{key}_appendix"]) if cell for a in cell.split("|")}
        cell = whole[f"{key}_appendix"]
        assert parts == (set() if pd.isna(cell) else set(cell.split("|")))
    changed = any(
        len(set(cells(single[f"{key}_{column}"]))) > 1
        for key in ("cites", "cms")
        for column in (
            "status",
            "name",
            "appendix",
            "listed_as",
            "listed_how",
            "scope",
        )
    )
    reasons = whole["reason_codes"]
    assert changed == ("changed_in_year" in ("" if pd.isna(reasons) else reasons))


@settings(max_examples=4)
@given(st.data())
def test_changes_that_do_not_concern_a_name_leave_its_answer(
    pool: list[str], data: st.DataObject
) -> None:
    """Answers taken over from another spell are those of the list of the spell itself."""
    checklist = data.draw(st.sampled_from(LISTS))
    days = checklist.once(Days)
    spell = data.draw(st.integers(0, len(days.begins) - 1))
    names = data.draw(st.lists(st.sampled_from(pool), min_size=20, max_size=60, unique=True))
    names += [name.split()[0] for name in names if name][:10] + [name[:-1] + "u" for name in names]
    side = Side(checklist)
    asked = Asked(names, None, PLAIN, None)
    queries = asked.read_rows(asked.rows)
    numbers = np.arange(len(queries))
    side.add(queries)
    when = days.asked(read_when(days.begins[spell]))
    where = ([NOWHERE], np.zeros(len(queries), np.int64))
    answers = side.answers(numbers, ([when], np.zeros(len(queries), np.int64)), where)
    plain = cc.match_names([row[0] for row in asked.rows], checklist.as_of(days.begins[spell]))
    for place, answer in enumerate(answers.tolist()):
        given_ = side.pool[answer]
        assert given_.status == plain["status"][place], names[place]
        assert given_.name == (None if pd.isna(plain["name"][place]) else plain["name"][place])
        assert given_.evidence.startswith(str(plain["evidence"][place])[:60])
