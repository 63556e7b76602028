"""Broken inputs, each with the message that it must give: see corpus/make.py."""

import csv
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import concordance as cc
from concordance.readers.results import read_result
from concordance.readers.review import read_review
from concordance.readers.user_tables import read_any_table

CORPUS = Path(__file__).parent / "corpus"
READERS: dict[str, Callable[[Any], object]] = {
    "cites_listings": cc.load_cites,
    "cms_listings": cc.load_cms,
    "checklist_index": cc.load_cites,
    "iucn_red_list": cc.load_checklist,
    "darwin_core": cc.load_checklist,
    "coldp": cc.load_checklist,
    "mammal_diversity": cc.load_checklist,
    "avilist": cc.load_checklist,
    "amendments": lambda path: cc.load_cites(amendments=path),
    "decisions": cc.read_decisions,
    "review_workbook": read_review,
    "results": read_result,
    "user_tables": read_any_table,
}


def expectations() -> Any:
    with (CORPUS / "expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


EXPECTED = expectations()


def test_every_input_has_its_message_and_no_folder_is_empty() -> None:
    folders = {p.name: {c.name for c in p.iterdir()} for p in CORPUS.iterdir() if p.is_dir()}
    folders.pop("__pycache__", None)
    assert set(folders) == set(READERS)
    told = {name: {r["input"] for r in EXPECTED if r["reader"] == name} for name in folders}
    assert told == folders
    assert all(folders.values())
    assert len(EXPECTED) >= 100
    assert all(row["why"] and row["message"].strip() for row in EXPECTED)


@pytest.mark.parametrize("row", EXPECTED, ids=lambda r: f"{r['reader']}/{r['input']}")
def test_a_broken_input_is_refused_and_says_why(row: dict[str, str]) -> None:
    path = CORPUS / row["reader"] / row["input"]
    if path.suffix == ".xlsx":
        pytest.importorskip("openpyxl", reason="needs openpyxl, in the dev extra")
    with pytest.raises(cc.ChecklistError) as error:
        READERS[row["reader"]](path)
    said = str(error.value)
    assert said.startswith(f"{path}: ")
    for part in row["message"].split("\n"):
        assert part in said
    assert len(error.value.problems) == len(set(error.value.problems)) < 90
    assert os.fspath(path.parent.parent) not in "".join(error.value.problems)


@pytest.mark.parametrize("limit", [131_072, 10_000_000])
def test_the_limit_that_another_library_sets_for_cells_changes_nothing(limit: int) -> None:
    before = csv.field_size_limit(limit)
    try:
        with pytest.raises(cc.ChecklistError, match="a cell has more than 131,072 characters"):
            cc.load_cites(CORPUS / "cites_listings" / "long_cell.csv")
    finally:
        csv.field_size_limit(before)
