"""Words as arrays: pieces, hashes, letters; each step beside its slow obvious twin."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from builders import FEW, MEASURES, edited, pair_rows, slow_join
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA, Levenshtein

import concordance as cc
from concordance.join import spaces, steps
from concordance.join import words as counted
from concordance.join.index import NameIndex
from concordance.join.texts import WIDE, Metric, Texts, bit_count, pieces, spread
from concordance.join.words import Marks, Table, Words, edits_between, one_apart
from concordance.matching import near as neighbours
from concordance.matching.batch import Answers
from concordance.matching.near import Neighbours

COUNTS = st.lists(st.integers(0, 9), max_size=20)
LONG = "conscientiousnesses" * 2
SOME = sorted(
    {"Aus", "aus", "", "é", "éa", "éb", "ab", "ba", "aab", "abb", "abc", "bac", "acb", LONG,
     *edited("panthera"), *edited(LONG[:WIDE]), *edited(LONG[: WIDE + 1])}
)  # fmt: skip


def large(texts: list[str]) -> pa.LargeStringArray:
    return pa.array(texts, pa.large_string())


@given(COUNTS, st.integers(1, 12))
@example([0, 0, 5, 5, 0], 5)
@example([9, 1, 1, 9], 3)
def test_pieces_hold_every_row_once_and_as_many_as_fit(counts: Any, most: Any) -> None:
    counts = np.array(counts, np.int64)
    found = list(pieces(counts, most))
    assert [row for begin, end in found for row in range(begin, end)] == list(range(len(counts)))
    for begin, end in found:
        assert end == begin + 1 or counts[begin:end].sum() <= most
        if end < len(counts):
            assert counts[begin : end + 1].sum() > most


@given(COUNTS)
def test_ranges_are_spread_out_in_their_order(counts: Any) -> None:
    starts = np.arange(len(counts)) * 100
    row, place = spread(starts, np.array(counts, np.int64))
    wanted = [(i, 100 * i + k) for i, n in enumerate(counts) for k in range(n)]
    assert list(zip(row.tolist(), place.tolist(), strict=True)) == wanted


def test_bits_are_counted_with_and_without_the_help_of_numpy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    values = np.array([0, 1, 3, 2**63, 2**64 - 1, 0x0F0F], np.uint64)
    wanted = [bin(int(v)).count("1") for v in values]
    assert bit_count(values).tolist() == wanted
    monkeypatch.delattr(np, "bitwise_count", raising=False)
    assert bit_count(values).tolist() == wanted


def test_a_mark_is_never_missing() -> None:
    hashes = Texts.of(large(SOME)).hashes()
    assert Marks(hashes).find(hashes).tolist() == list(range(len(hashes)))
    others = Texts.of(large([f"{i} other" for i in range(1_000)])).hashes()
    assert len(Marks(hashes).find(others)) < 300


def test_texts_are_cut_and_hashed_as_if_each_stood_alone() -> None:
    array = large(["x", *SOME]).slice(1)
    texts = Texts.of(array)
    assert texts.lengths.tolist() == [len(t) for t in SOME]
    alone = [int(Texts.of(large([t])).hashes()[0]) for t in SOME]
    assert texts.hashes().tolist() == alone
    assert len(set(alone)) == len(SOME)
    assert texts.part(3, 9).hashes().tolist() == alone[3:9]
    long = np.array([i for i, t in enumerate(SOME) if len(t) > 4])
    cut = texts.slices(long, np.full(len(long), 1), texts.lengths[long] - 2)
    assert cut.hashes().tolist() == [
        int(Texts.of(large([SOME[i][1:-2]])).hashes()[0]) for i in long
    ]
    assert len(Texts.of(large([])).hashes()) == 0


@pytest.mark.parametrize("most", [1, 2])
def test_letters_are_left_out_one_by_one(most: int) -> None:
    some = [t for t in SOME if len(t) < 10]
    number, key = Texts.of(large(some)).less(most)
    for i, text in enumerate(some):
        left = {text}
        for _ in range(most):
            left |= {t[:at] + t[at + 1 :] for t in left for at in range(len(t))}
        wanted = {int(Texts.of(large([t])).hashes()[0]) for t in left}
        assert set(key[number == i].tolist()) == wanted


def test_words_are_ordered_by_length_and_keep_their_places() -> None:
    words, ids = Words.number(large(["bb", "a", "ccc", "a", "dd"]))
    assert words.text.to_pylist() == ["a", "bb", "dd", "ccc"]
    assert ids.tolist() == [1, 0, 3, 0, 2]
    assert len(Words.number(large([]))[1]) == 0
    assert words.longer_than(np.array([0, 2, 3, 9])).tolist() == [0, 1, 3, 4]


def test_hashes_and_tables_made_in_pieces_are_those_made_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = Texts.of(large(SOME))
    hashes, table = texts.hashes(), Table.of_less(texts)
    number, key = texts.less(1)
    assert table.packed.tolist() == Table.of(key, number, len(texts)).packed.tolist()
    other = Table.of_less(Texts.of(large([*SOME[::3], "no such word"])))
    shared = sorted(zip(*(part.tolist() for part in table.shared(other)), strict=True))
    monkeypatch.setattr(counted, "PIECE", 16)
    assert texts.hashes().tolist() == hashes.tolist()
    again = Table.of_less(texts)
    assert again.packed.tolist() == table.packed.tolist()
    assert sorted(zip(*(p.tolist() for p in again.shared(other)), strict=True)) == shared
    # a word and itself, and the words alike but for one letter
    assert {(i, 3 * i) for i in range(len(SOME[::3]))} <= set(shared)


@pytest.mark.parametrize("metric", sorted(MEASURES))
@pytest.mark.parametrize("piece", [64, 1 << 18])
def test_words_one_edit_apart_are_those_that_measure_one(
    metric: Metric, piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counted, "PIECE", piece)
    ours, theirs = (Words.number(large(part))[0] for part in (SOME, SOME[::-2]))
    a, b = (g.ravel() for g in np.mgrid[: len(ours), : len(theirs)])
    left, right = ours.text.to_pylist(), theirs.text.to_pylist()
    measure = MEASURES[metric]
    wanted = [i for i in range(len(a)) if measure(left[a[i]], right[b[i]]) == 1]
    assert one_apart(ours, theirs, a, b, metric).tolist() == wanted
    measured = edits_between(ours.text, theirs.text, (a, b), 2, metric)
    assert measured.tolist() == [
        min(measure(left[i], right[j]), 3) for i, j in zip(a, b, strict=True)
    ]


def test_letters_of_two_words_differ_by_two_bits_an_edit_at_most() -> None:
    words = Words.number(large(SOME))[0]
    texts = words.text.to_pylist()
    for i, one in enumerate(texts[::5]):
        apart = bit_count(words.masks ^ words.masks[5 * i])
        for j, other in enumerate(texts):
            least = min(OSA.distance(one, other), Levenshtein.distance(one, other))
            assert apart[j] <= 2 * least


@pytest.mark.parametrize("metric", sorted(MEASURES))
def test_the_join_in_small_pieces_is_the_join_as_a_whole(
    metric: Metric, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = sorted({new for name in FEW for new in edited(name)})
    held = [*FEW, *asked[::3]]
    for module in (steps, neighbours, spaces):
        monkeypatch.setattr(module, "pieces", lambda counts, most=7: pieces(counts, 7))
    monkeypatch.setattr(counted, "PIECE", 64)
    monkeypatch.setattr(spaces, "PIECE", 64)
    found = NameIndex.from_names(pa.chunked_array([held[:5], held[5:]])).join(asked, 2, metric)
    assert pair_rows(found) == slow_join(held, asked, 2, metric)
    known = ["Panthera leo", "Panthera pardus", "Puma concolor"]
    slips = ["Pxnthera pardvs", "Pantera lea", "Pmua concolor", "Puma concolxr", "Panthera pardus"]
    small = Neighbours(known).find_all(slips)
    monkeypatch.undo()
    assert small == Neighbours(known).find_all(slips)
    assert len(small) == 3


def test_kept_answers_are_forgotten_where_there_would_be_too_many() -> None:
    answers = Answers(cc.load_cms(), most=2)
    no_list: Any = NameIndex.from_names(["a"])
    for names in (["Uncia uncia", "x"], ["Falco pergrinus"], ["Uncia uncia", "y", "z"]):
        batch = pa.record_batch({"n": names})
        fresh = Answers(cc.load_cms()).join(batch, "n")
        assert answers.join(batch, "n").equals(fresh)
    with pytest.raises(cc.ConcordanceError, match=r"^checklist is a NameIndex; expected a Checkl"):
        cc.match_batch(batch, no_list, "n")


def test_a_giant_genus_is_no_other_genus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "_GIANT", 0)
    held = [f"{g} {e}" for g in ("Aus", "Bus", "Cus") for e in ("alba", "albus", "rubra", "rubrum")]
    asked = [
        f"{g} {e}" for g in ("Bus", "Cus", "Dus") for e in ("alban", "rubru", "album", "nigra")
    ]
    for metric in sorted(MEASURES):
        found = NameIndex.from_names(held).join(asked, 2, metric)
        assert pair_rows(found) == slow_join(held, asked, 2, metric)


def test_an_empty_batch_has_the_columns_of_a_full_one() -> None:
    cms = cc.load_cms()
    full = pa.record_batch({"name": ["Uncia uncia", None]})
    empty = full.slice(0, 0)
    assert cc.match_batch(empty, cms).schema == cc.match_batch(full, cms).schema
    assert cc.match_batch(empty, cms).num_rows == 0
