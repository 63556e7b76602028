"""Records of trade beside what the lists say: every column kept, differences explained."""

from pathlib import Path

import pandas as pd
import pytest

import concordance as cc
from concordance.errors import ChecklistError
from concordance.lookups.trade import Agreement

HEAD = ["Year", "App.", "Taxon", "Class", "Order", "Family", "Genus", "Importer", "Exporter",
        "Origin", "Term"]  # fmt: skip
#: made up: a record, and whether its Appendix is that of the list
RECORDS = [
    ((2018, "I", "Psittacus erithacus", "Aves", "", "", "", "DE", "ZA", "CD", "live"), "same"),
    ((2018, "II", "Psittacus erithacus", "Aves", "", "", "", "DE", "ZA", "CD", "live"), "day"),
    ((2017, "II", "Psittacus erithacus", "Aves", "", "", "", "DE", "ZA", "", "live"),
     "changed_in_year"),
    ((2018, "II", "Crocodylus porosus", "Reptilia", "", "", "", "IT", "SG", "XX", "skins"),
     "population"),
    ((2018, "I", "Crocodylus niloticus", "Reptilia", "", "", "", "IT", "ZA", "", "skins"),
     "population"),
    ((2018, "II", "Ceratotherium simum", "Mammalia", "", "", "", "US", "ZA", "", "trophies"),
     "same"),
    ((2018, "I", "Ceratotherium simum", "Mammalia", "", "", "", "VN", "ZA", "", "horns"),
     "specimen"),
    ((2018, "II", "Ara hybrid", "Aves", "", "", "", "AE", "PH", "", "live"), "hybrid"),
    ((2018, "N", "Elaphe carinata", "Reptilia", "", "", "", "CZ", "CN", "", "live"),
     "appendix_n"),
    ((2018, "II", "Dendrobium nobile", "", "", "", "", "NL", "TH", "", "live"), "same"),
    ((2018, "I", "Felis chaus", "Mammalia", "", "", "", "RS", "AE", "", "live"), "record"),
    ((2010, "II", "Felis chaus", "Mammalia", "", "", "", "RS", "AE", "", "live"), "day"),
]  # fmt: skip
TRADE = pd.DataFrame([record for record, _ in RECORDS], columns=HEAD)


def test_differences_are_explained_and_every_column_and_row_is_kept() -> None:
    answers = cc.lookup_trade(TRADE)
    assert list(answers.columns[: len(HEAD)]) == HEAD
    pd.testing.assert_frame_equal(answers[HEAD], TRADE)
    assert answers["lookup_agreement"].tolist() == [agreement for _, agreement in RECORDS]
    assert set(answers["lookup_agreement"]) <= set(Agreement)


def test_a_file_is_read_as_it_comes_and_the_index_of_a_table_stays(tmp_path: Path) -> None:
    path = tmp_path / "comptab.csv"
    TRADE.to_csv(path, index=False)
    from_file = cc.lookup_trade(path)
    turned = cc.lookup_trade(TRADE.set_index(pd.Index(range(100, 100 + len(TRADE)))))
    assert turned.index.tolist()[0] == 100
    for column in ("lookup_agreement", "lookup_cites_appendix", "lookup_evidence"):
        assert from_file[column].fillna("").tolist() == turned[column].fillna("").tolist()


def test_whole_records_name_the_appendix_otherwise() -> None:
    answers = cc.lookup_trade(TRADE.rename(columns={"App.": "Appendix"}).assign(Id=1))
    assert answers["lookup_agreement"].tolist() == [agreement for _, agreement in RECORDS]


def test_another_table_is_refused_with_all_that_is_missing() -> None:
    with pytest.raises(ChecklistError) as refused:
        cc.lookup_trade(TRADE.drop(columns=["App.", "Taxon", "Origin"]))
    for name in ("'Taxon'", "'Origin'", "'App. or Appendix'"):
        assert name in str(refused.value)


def test_real_records_have_the_appendix_of_the_lists(shared: Path) -> None:
    """For checking only: no row of them is in the project."""
    path = shared / "real" / "trade_2015.csv.gz"
    records = pd.read_csv(path, dtype=str, keep_default_na=False)
    counts = cc.lookup_trade(records)["lookup_agreement"].value_counts(normalize=True)
    assert counts["same"] >= 0.97
    assert counts["record"] <= 0.01
