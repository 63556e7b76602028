"""Arguments are checked where they come in: wrong ones are errors that list the choices."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

import concordance as cc
from concordance.concordance import Concordance

FALCON, SNOW_LEOPARD = "Falco cherrug", "Uncia uncia"


@pytest.fixture(scope="module")
def cms() -> cc.Checklist:
    return cc.load_cms()


#: arguments of a wrong type, as a script may pass them
KEY: Any = "cites"
NUMBER: Any = 3

WRONG: dict[str, tuple[Callable[[Any], object], str]] = {
    "activity": (lambda con: con.mismatches(activity="A3"), "activity is 'A3'; expected one of A1, A2"),
    "class in lower case": (lambda con: con.mismatches(taxon_class="aves"), "expected one of Actinopteri,"),
    "class in English": (lambda con: con.impact_tables(taxon_class="birds"), "taxon_class is 'birds'"),
    "flag": (lambda con: con.mismatches(flag="nonsense"), "expected one of name_differs,"),
    "column to count by": (lambda con: con.summary("colour"), "expected one of kingdom, class,"),
    "column to score by": (lambda con: con.score("colour"), "expected one of class, order, family"),
    "plot": (lambda con: con.plot("pie"), "expected one of differences, flow, flags, split, timeline"),
    "format": (lambda con: con.export("c.pdf", "pdf"), "expected one of csv, excel,"),
    "day": (lambda con: con.as_of("yesterday"), "'yesterday' is not a valid date; expected YYYY-MM-DD"),
    "blank name": (lambda con: con.explain(" "), "the name is blank"),
    "blank name of two": (lambda con: con.relation(SNOW_LEOPARD, ""), "the name is blank"),
    "proposal": (lambda con: con.what_if(proposals=[("Pan paniscus", "CMS")]), "is not a proposal"),
    "adopt a key": (lambda con: con.what_if(adopt="mdd"), "checklist is a str; expected a Checklist"),
    "lists to build": (lambda con: cc.build(KEY, con.lists[1]), "checklist is a str"),
    "red list": (lambda con: cc.build(*con.lists, redlist=NUMBER), "checklist is a int"),
    "decisions": (lambda con: con.apply("decisions.csv"), "is a str; expected a DataFrame"),
    "diff of a number": (lambda con: cc.diff(con, NUMBER), "new is a int; expected a Concordance or its table"),
    "list to inspect": (lambda con: cc.inspect(KEY), "checklist is a str; expected a Checklist"),
    "list as a key": (lambda con: cc.match_names(["x"], KEY), "load_cites\\(\\), load_cms\\(\\)"),
    "a concordance": (lambda con: cc.match_names(["x"], con), "checklist is a Concordance"),
    "a number": (lambda con: cc.match_names(3, con.lists[1]), "names is a int; expected a Series"),
    "a frame": (lambda con: cc.match_names(pd.DataFrame({"a": ["x"]}), con.lists[1]), "columns a; give the column"),
    "parser": (lambda con: cc.match_names(["x"], con.lists[1], backend="mine"), "expected 'own' or 'gbif'"),
    "context": (
        lambda con: cc.match_names([FALCON], con.lists[1], context=pd.DataFrame({"klass": ["Aves"]})),
        "context has the columns klass; expected each of kingdom, phylum, class, order, family, genus",
    ),
    "context twice": (
        lambda con: cc.match_names(
            [FALCON], con.lists[1], context=pd.DataFrame([["Aves", "Aves"]], columns=["class", "Class"])
        ),
        "at most once",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_argument_is_refused_with_the_choices(con: Concordance, case: str) -> None:
    call, message = WRONG[case]
    with pytest.raises(cc.ConcordanceError, match=message):
        call(con)


def test_one_class_is_of_all_names(cms: cc.Checklist) -> None:
    names = [FALCON, SNOW_LEOPARD]
    alone = cc.match_names(names, cms, classes="Aves")["status"].tolist()
    assert alone == cc.match_names(names, cms, classes=["Aves", "Aves"])["status"].tolist()
    assert [status == "matched" for status in alone] == [True, False], "no cat is a bird"


def test_side_columns_given_as_series_align_by_index(cms: cc.Checklist) -> None:
    names = pd.Series([FALCON, SNOW_LEOPARD], index=[5, 7])
    classes = pd.Series(["Mammalia", "Aves"], index=[7, 5])
    assert cc.match_names(names, cms, classes=classes)["status"].tolist() == ["matched"] * 2
    for other in (pd.Series(["Aves", "Mammalia"]), pd.Series(["Aves", "Aves"], index=[5, 5])):
        with pytest.raises(cc.ConcordanceError, match="index"):
            cc.match_names(names, cms, classes=other)


@pytest.mark.parametrize("head", ["class", "Class", "CLASS"])
def test_context_is_read_in_any_case(cms: cc.Checklist, head: str) -> None:
    found = cc.match_names([FALCON], cms, context=pd.DataFrame({head: ["Mammalia"]}))
    assert found["status"].tolist() == ["context_differs"], "a falcon is no mammal"


def test_a_number_in_a_column_of_names_is_a_graded_row(cms: cc.Checklist) -> None:
    mixed = [FALCON, 3, None, 4.5, float("nan")]
    wanted = ["matched", *["not_a_name"] * 4]
    assert cc.match_names(mixed, cms)["status"].tolist() == wanted
    assert cc.match_names(pd.Series(mixed), cms)["status"].tolist() == wanted
    assert cc.match_names(pa.array([3, 4]), cms)["status"].tolist() == ["not_a_name"] * 2


def test_two_days_for_one_list_are_refused() -> None:
    for load in (cc.load_cites, cc.load_cms):
        with pytest.raises(
            cc.DateError, match="two days are given, 2020-01-01 and as_of=2019-01-01"
        ):
            load("2020-01-01", as_of="2019-01-01")


@pytest.mark.parametrize("day", ["2019-01-01", date(2019, 1, 1), pd.Timestamp("2019-01-01")])
def test_a_day_may_be_a_text_a_date_or_a_timestamp(day: str | date) -> None:
    assert cc.load_cms(as_of=day).source.as_of == "2019-01-01"
    assert cc.load_cms(day).source.as_of == "2019-01-01"


def test_the_default_day_is_the_last_on_which_both_lists_are_complete() -> None:
    cites, cms = cc.load_cites(), cc.load_cms()
    assert cites.source.as_of == cms.source.as_of == "2026-06-26"
    later = cc.load_cms("2026-06-27").source
    assert "only partly included" in later.complete_to, "a later day says what is missing"
    assert "only partly included" not in cms.source.complete_to


def test_a_table_is_a_checklist_too() -> None:
    table = pd.DataFrame({
        "taxonID": ["1", "2"], "scientificName": ["Aus bus Gray, 1830", "Cus bus Gray, 1830"],
        "taxonRank": ["species", "species"], "taxonomicStatus": ["accepted", "synonym"],
        "acceptedNameUsageID": ["", "1"],
    })  # fmt: skip
    listed = cc.load_checklist(table)
    assert listed.taxa["name"].tolist() == ["Aus bus"]
    assert sorted(listed.names["name"]) == ["Aus bus", "Cus bus"]
    with pytest.raises(cc.ChecklistError, match="not a known layout"):
        cc.load_checklist(pd.DataFrame({"x": [1]}))


def test_two_concordances_can_be_compared(con: Concordance) -> None:
    older = con.as_of("2024-06-01")
    assert cc.diff(older, con).table.equals(cc.diff(older.table, con.table).table)
    assert not any(cc.diff(con, con).counts().values())


@pytest.mark.parametrize(
    ("details", "message"),
    [
        ({"decided_on": "not a date"}, "decided_on is 'not a date', not a valid date; expected YYYY-MM-DD"),
        ({"verdict": "yes"}, "verdict is 'yes', not one of agreed, rejected, disputed"),
        ({"reviewr": "B"}, "reviewr is not known; expected one of reviewer, decided_on"),
        ({"relation": "congruant"}, "did you mean 'congruent'?"),
        ({"left_id": "cites:nobody"}, "cites:nobody / cms:uncia-uncia: not in the lists"),
    ],
)  # fmt: skip
def test_a_wrong_decision_is_refused_at_once(
    con: Concordance, details: dict[str, str], message: str
) -> None:
    given = {"left_id": "cites:panthera-uncia", "right_id": "cms:uncia-uncia", "verdict": "agreed",
             "reviewer": "A. Person", "decided_on": "2026-11-03"} | details  # fmt: skip
    with pytest.raises(cc.ChecklistError, match=re.escape(message)):
        con.decide(given.pop("left_id"), given.pop("right_id"), given.pop("verdict"), **given)


def test_unverified_takes_a_row_of_the_table(con: Concordance) -> None:
    table = con.table
    for place in (0, 100):
        row = table.iloc[place]
        assert con.unverified(row) == con.unverified(
            {str(name): cell for name, cell in row.items()}
        )
    assert any(con.unverified(row) for _, row in table.iterrows()), "some facts are only reported"


def test_a_missing_file_of_decisions_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from concordance.cli import main

    missing, output = tmp_path / "none.csv", tmp_path / "c.csv"
    with pytest.raises(cc.ChecklistError, match="No such file"):
        cc.read_decisions(missing)
    assert main(["build", "-d", str(missing), "-o", str(output)]) != 0
    assert "No such file" in capsys.readouterr().err
    assert not output.exists(), "no table without the verdicts of people"
