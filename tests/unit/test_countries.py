"""Former codes of countries: read as those of today, never held against their successors."""

from pathlib import Path
from typing import Any

import pytest
from builders import CATS, checklist, listed, with_tables
from hypothesis import given
from hypothesis import strategies as st

import concordance as cc
from concordance.countries import FORMER, current_code, only_there
from concordance.schema import cells

CODES = st.sets(st.sampled_from([*FORMER, "CW", "SX", "RU", "KZ", "CZ", "NA", "NL", "S1"]))


@given(CODES, CODES)
def test_laws_of_comparing(a: Any, b: Any) -> None:
    assert only_there(a, a) == set()
    assert only_there(a, b) <= b - a
    if not (a | b) & FORMER.keys():
        assert only_there(a, b) == b - a


@given(CODES)
def test_reading_a_code_twice_changes_nothing(codes: Any) -> None:
    for code in codes:
        assert current_code(current_code(code)[0])[0] == current_code(code)[0]


def test_no_successor_is_itself_a_former_code() -> None:
    assert not {heir for heirs in FORMER.values() for heir in heirs} & FORMER.keys()


def with_range(key: str, codes: list[str]) -> cc.Checklist:
    bare = listed(checklist([("Aus bus", "Aus bus Gray, 1830", "", "", CATS)], key))
    ranges = [{"taxon_id": "Aus bus", "country": code, "presence": "native"} for code in codes]
    return with_tables(bare, ranges=ranges)


@pytest.mark.parametrize(
    ("cites", "cms", "shared", "only_cites", "only_cms", "why"),
    [
        (["AN", "NA"], ["CW", "NA"], "NA", None, None, "Curacao was part of the Antilles"),
        (["SU"], ["RU", "KZ"], None, None, None, "both followed the Soviet Union"),
        (["SU"], ["FR"], None, "SU", "FR", "France did not"),
        (["NA"], ["NA"], "NA", None, None, "Namibia is no missing value"),
    ],
)
def test_ranges_of_a_build(
    cites: list[str],
    cms: list[str],
    shared: Path,
    only_cites: str | None,
    only_cms: str | None,
    why: str,
) -> None:
    con = cc.build(with_range("cites", cites), with_range("cms", cms))
    assert len(con.table) == 1
    columns = ("range_shared", "range_cites_only", "range_cms_only")
    found = [cells(con.table[column])[0] for column in columns]
    assert found == [shared, only_cites, only_cms], why
    differs = "range_differs" in con.table["flag_codes"].fillna("").iloc[0]
    assert differs == bool(only_cites or only_cms)
    conflicts = con.range_conflicts()["country"].tolist()
    assert set(conflicts) == {code for code in (only_cites, only_cms) if code}
