"""`lookup`: one row a name, both treaties, its shape, its evidence, bad input."""

import datetime
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from builders import records

import concordance as cc
from concordance.errors import ConcordanceError
from concordance.lookups.columns import lookup_columns
from concordance.schema import cells

NAMES = ["Uncia uncia", "Rhinoceros unicornis", "Dendrobium nobile", None, "Passer domesticus", 7]


def row(name: str, **asked: object) -> "pd.Series[str]":
    """The one row of one name."""
    return cc.lookup(name, **asked).iloc[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "given",
    [
        NAMES,
        tuple(NAMES),
        pd.Series(NAMES, index=list("fedcba")),
        np.array(NAMES, object),
        iter(NAMES),
    ],
    ids=["list", "tuple", "Series", "array", "iterator"],
)
def test_one_row_a_name_in_the_order_and_with_the_index_of_the_input(given: object) -> None:
    index = given.index if isinstance(given, pd.Series) else pd.RangeIndex(len(NAMES))
    table = cc.lookup(given)
    assert [column.name for column in lookup_columns(("cites", "cms"))] == list(table.columns)
    assert table.index.equals(index)
    assert cells(table["query"]) == ["Uncia uncia", *NAMES[1:3], "", NAMES[4], "7"]
    assert cells(table["cites_appendix"]) == ["I", "I", "II", None, None, None]
    assert cells(table["cms_appendix"]) == ["I", None, None, None, None, None]
    assert cells(table["status"]) == [
        "matched", "matched", "covered", "not_a_name", "not_found", "not_a_name",
    ]  # fmt: skip
    assert cells(table["kingdom"])[2] == "Plantae"
    assert cells(table["family"])[2] == "Orchidaceae"


def test_an_arrow_column_and_an_empty_one() -> None:
    table = cc.lookup(pa.chunked_array([["Uncia uncia"], ["Ara macao"]]))
    assert cells(table["cites_appendix"]) == ["I", "I"]
    empty = cc.lookup([])
    assert len(empty) == 0
    assert list(empty.columns) == list(table.columns)
    assert (empty.dtypes == table.dtypes).all()


def test_both_treaties_with_their_names_and_the_relation_of_the_taxa() -> None:
    leopard = row("Panthera uncia")
    assert leopard["cites_name"] == "Panthera uncia"
    assert leopard["cms_name"] == "Uncia uncia"
    assert leopard["name"] == "Panthera uncia"
    assert leopard["relation"] == "congruent"
    assert leopard["family"] == "Felidae"
    assert "CMS treats Panthera uncia as a synonym of Uncia uncia" in leopard["evidence"]


def test_where_no_list_is_sure_the_answer_is_null_and_says_why() -> None:
    typed = row("Loxodonta afrcana")
    assert typed["status"] == "proposed"
    assert pd.isna(typed["name"])
    assert pd.isna(typed["cites_appendix"])
    assert "Loxodonta africana" in typed["evidence"]


def test_own_lists_in_place_of_the_treaties() -> None:
    lists = [cc.load_cms()]
    table = cc.lookup(["Uncia uncia"], lists=lists)
    assert list(table.columns) == [column.name for column in lookup_columns(("cms",))]
    two = cc.lookup(["Loxodonta africana"], lists=[cc.load_cms("2019-01-01"), cc.load_cms()])
    assert {"cms_appendix", "cms_2_appendix"} < set(two.columns)


def test_a_concordance_answers_with_its_own_lists() -> None:
    con = cc.build(cc.load_cites("2017-04-21"), cc.load_cms("2017-04-21"))
    (leopard,) = records(con.lookup(["Uncia uncia"]))
    assert leopard.cites_name == "Uncia uncia"
    assert leopard.relation == "congruent"


def test_a_list_without_listings_answers_with_its_names() -> None:
    table = pd.DataFrame({"scientificName": ["Ciconia ciconia (Linnaeus, 1758)"]})
    (stork,) = records(cc.lookup("Ciconia ciconia", lists=[cc.load_checklist(table, "own")]))
    assert (stork.own_status, stork.own_name) == ("matched", "Ciconia ciconia")
    assert pd.isna(stork.own_appendix)
    assert pd.isna(stork.relation)


def test_context_tells_an_orchid_from_a_beetle() -> None:
    names = ["Stelis ignota"] * 3
    table = cc.lookup(names, context={"kingdom": ["Plantae", "", "Animalia"]})
    assert cells(table["status"]) == ["covered", "ambiguous", "not_found"]
    assert cells(table["cites_appendix"]) == ["II", None, None]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"names": pd.DataFrame({"a": ["x"]})}, "names is a DataFrame"),
        ({"names": ["a", "b"], "dates": [2017]}, "dates has 1 values for 2 names"),
        ({"names": ["a", "b"], "countries": ["IN"] * 3}, "countries has 3 values for 2 names"),
        ({"names": ["a"], "lists": []}, "lists is empty"),
        ({"names": ["a"], "lists": ["cites"]}, "checklist is a str"),
        ({"names": ["a"], "lists": 3}, r"lists is 3; expected Checklists, .* cites, cms, eu, "),
        ({"names": ["a"], "lists": "cites"}, "lists is 'cites'; expected Checklists"),
        (
            {
                "names": pd.Series(["a", "b"]),
                "dates": pd.Series([2017, 2018], index=[5, 6]),
            },
            "dates and the names are Series with different indexes",
        ),
    ],
)
def test_wrong_arguments_are_refused_with_what_to_do(
    arguments: dict[str, object], message: str
) -> None:
    with pytest.raises(ConcordanceError, match=message):
        cc.lookup(**arguments)  # type: ignore[arg-type]


def test_a_single_list_needs_no_brackets() -> None:
    table = cc.lookup("Panthera leo", lists=cc.load_cms())  # type: ignore[arg-type]
    assert cells(table["cms_appendix"]) == ["II"]
    assert "cites_appendix" not in table.columns


def test_columns_beside_a_series_of_names_are_aligned_by_its_index() -> None:
    names = pd.Series(["Panthera leo", "Ara macao"], index=[3, 1])
    countries = pd.Series(["US", "IN"], index=[1, 3])
    table = cc.lookup(names, countries=countries, dates=pd.Series([2020, 2016], index=[1, 3]))
    assert table.index.tolist() == [3, 1]
    assert table.loc[1, "cites_appendix"] == "I"
    assert table.loc[3, "cites_listed_as"] == "Panthera leo persica|Felidae"


def test_one_date_and_one_country_hold_for_every_name() -> None:
    table = cc.lookup(["Panthera leo", "Puma concolor"], dates=datetime.date(2020, 1, 1),
                      countries="India")  # fmt: skip
    assert cells(table["cites_appendix"]) == ["I", "II"]


def test_the_same_question_gives_the_same_table() -> None:
    asked: dict[str, Any] = {"dates": [2017, "2019-11-26", None], "countries": ["IN", "XX", "?"]}
    names = ["Panthera leo", "Giraffa camelopardalis", "Ovis ammon"]
    pd.testing.assert_frame_equal(cc.lookup(names, **asked), cc.lookup(names, **asked))


def test_a_name_that_is_an_order_of_animals_and_a_genus_of_plants() -> None:
    table = cc.lookup(["Pholidota", "Proboscidea"])
    assert cells(table["cites_status"]) == ["ambiguous", "listed_in_part"]
    assert cells(table["cites_appendix"]) == [None, "I|II"]
    pangolins, elephants = cells(table["evidence"])
    assert "a group of Animalia, of which CITES lists Manis" in str(pangolins)
    assert "a genus of Plantae, which the CITES II entry Orchidaceae covers" in str(pangolins)
    assert "Elephas maximus (I)" in str(elephants)
    assert cells(table["kingdom"])[1] == "Animalia"
    cites = cc.load_cites(kingdom="all")
    for kingdom, status in (("Animalia", "listed_in_part"), ("Plantae", "covered")):
        found = cc.match_names(["Pholidota"], cites, context={"kingdom": [kingdom]})
        assert cells(found["status"]) == [status], kingdom
        assert ("Orchidaceae" in str(found["evidence"][0])) == (kingdom == "Plantae")


def test_the_text_denies_nothing_of_a_name_that_is_not_known() -> None:
    from concordance.views.looked_up import looked_up_text

    def words(name: str) -> str:
        (record,) = cc.lookup(name).to_dict("records")
        plain = {str(k): None if pd.isna(v) else str(v) for k, v in record.items()}
        return looked_up_text(plain, ("cites", "cms"))

    assert "not listed" not in words("Xus yus")
    assert "neither this name nor its genus is in the data" in words("Xus yus")
    assert "not listed under this name" in words("Anguilla japonica")


def test_a_synonym_that_an_entry_excepts_is_not_listed() -> None:
    yak = row("Bos grunniens")
    assert (yak["cites_status"], yak["cms_appendix"]) == ("excluded", "I")
    assert pd.isna(yak["cites_appendix"])


def test_a_genus_is_not_denied_where_one_of_its_species_is_excepted() -> None:
    found = cc.lookup(["Loxodonta", "Loxodonta africana"], countries=["ZA", "ZA"])
    assert cells(found["cites_appendix"]) == ["I|II", "II"]
    assert "population" in str(found["reason_codes"][0])


def test_a_name_that_nothing_is_known_of_says_so_in_its_reasons() -> None:
    found = cc.lookup(["Xus yus", "Anguilla japonica"])
    assert cells(found["status"]) == ["not_found", "not_found"]
    assert cells(found["reason_codes"]) == ["unknown_name", None]
