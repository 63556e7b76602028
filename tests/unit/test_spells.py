"""The list in each spell from stored differences is the one that is arranged from the facts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import concordance as cc
from concordance.arrange.spells import applied, difference, rows_of, whole_on
from concordance.checklist import Checklist
from concordance.codes import NameKind, NameStatus
from concordance.lookups.days import Days
from concordance.matching.regroup import differing
from concordance.readers.spells import read_spells
from concordance.records import NameUse

LISTS = {"cites": cc.load_cites, "cms": cc.load_cms}


@given(st.lists(st.integers(0, 12)), st.lists(st.integers(0, 12)))
def test_a_difference_applied_gives_the_rows(rows: list[int], others: list[int]) -> None:
    assert applied(others, difference(rows, others)) == tuple(rows)


def test_a_difference_names_no_more_than_what_changed() -> None:
    assert difference("abcd", "abxd") == ([2], [(2, "c")])
    assert difference("bac", "abc") == ([1], [(0, "b")])
    assert difference("", "") == ([], [])


@given(st.lists(st.integers(0, 600), unique=True), st.lists(st.integers(0, 600), unique=True))
def test_the_rows_that_differ_between_two_days(ours: list[int], theirs: list[int]) -> None:
    accepted = NameStatus.ACCEPTED, NameKind.ACCEPTED
    uses = [NameUse(str(number), "", *accepted, "x") for number in range(601)]
    came, gone = differing([uses[n] for n in ours], [uses[n] for n in theirs])
    assert {int(use.name) for use in came} == set(ours) - set(theirs)
    assert {int(use.name) for use in gone} == set(theirs) - set(ours)


@pytest.mark.parametrize("key", LISTS)
def test_a_stored_spell_is_the_list_of_its_day(key: str) -> None:
    checklist = LISTS[key]()
    days = checklist.once(Days)
    stored = whole_on(checklist)
    assert stored is not None, "run python data/species/compile.py"
    for day in days.begins:
        if day not in read_spells(key).steps:
            continue
        there, arranged = stored(day), checklist.as_of(day).with_members
        assert rows_of(there) == rows_of(arranged), f"{day}: run python data/species/compile.py"
        assert there.source == arranged.source
        assert set(there.knowledge.parts) >= set(arranged.knowledge.parts)  # of members too
        for field in set(there.knowledge._fields) - {"genera", "parts"}:
            assert getattr(there.knowledge, field) == getattr(arranged.knowledge, field), field


def test_every_spell_but_that_of_the_base_is_stored() -> None:
    for key, load in LISTS.items():
        days = load().once(Days)
        assert len(read_spells(key).steps) == len(days.begins) - 1


def test_a_list_of_another_day_has_the_same_spells() -> None:
    old = cc.load_cites("2017-04-21")
    stored = whole_on(old)
    assert stored is not None
    for day in ("2017-04-04", "2024-11-25"):
        assert rows_of(stored(day)) == rows_of(cc.load_cites(day).with_members)


def test_other_facts_are_arranged_anew() -> None:
    cites = cc.load_cites()
    other = replace(cites, source=replace(cites.source, sha256="0" * 64))
    assert whole_on(other) is None


def test_a_list_with_rows_left_out_does_not_change_other_days() -> None:
    cites = cc.load_cites()
    few: Checklist = replace(cites, records=cites.records._replace(taxa=cites.records.taxa[:3]))
    spell = 1
    assert rows_of(few.once(Days).whole(spell)) == rows_of(cites.once(Days).whole(spell))


def test_a_list_of_one_kingdom_has_no_stored_spells() -> None:
    assert cc.load_cites(kingdom="Plantae").whole_on is None
    assert cc.load_cites().whole_on is not None
