"""The shared species of the Joint Work Programme: a golden file with a `why` column."""

import csv
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import concordance as cc
from concordance.concordance import Concordance

HERE = Path(__file__).parent
GOLDEN = list(
    csv.DictReader(
        (HERE / "golden" / "shared_species.csv").read_text(encoding="utf-8").splitlines()
    )
)
assert GOLDEN, "the golden file is empty"


@cache
def table_on(day: str) -> pd.DataFrame:
    return cc.build(cc.load_cites(day or None), cc.load_cms(day or None)).table


@pytest.mark.parametrize(
    "row", GOLDEN, ids=[f"{r['cites_name']}|{r['cms_name']}|{r['as_of']}" for r in GOLDEN]
)
def test_shared_species(row: dict[str, str]) -> None:
    table = table_on(row["as_of"])
    hit = table[(table["cites_name"] == row["cites_name"]) & (table["cms_name"] == row["cms_name"])]
    if row["relation"] == "no link":
        assert len(hit) == 0, row["why"]
        return
    assert hit["relation"].tolist() == [row["relation"]], row["why"]
    if row["cites_appendix"]:
        assert hit["cites_appendix"].tolist() == [row["cites_appendix"]], row["why"]
    if row["cms_appendix"]:
        assert hit["cms_appendix"].tolist() == [row["cms_appendix"]], row["why"]


def test_must_not_link(con: Concordance) -> None:
    from concordance.readers.package import data_folder

    path = data_folder() / "must_not_link.csv"
    pairs = [
        (r["cites_name"], r["cms_name"])
        for r in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    ]
    assert len(pairs) >= 6
    for day in ("2015-02-08", "2017-04-21", ""):
        table = table_on(day)
        linked = table[table["relation"] != "not_listed"]
        found = set(zip(linked["cites_name"], linked["cms_name"], strict=True))
        assert not found & set(pairs)


def test_gold_pairs(shared: Path) -> None:
    from gold import measure

    figures = measure(shared / "cases" / "gold_pairs.csv")
    assert figures.positive >= 90
    assert figures.linked / figures.positive >= 0.95, figures.missed
    assert figures.wrong == []
