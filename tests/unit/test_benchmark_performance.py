"""The benchmark's names and truth, and its slow twin, on names that the package has."""

import json
import random
import sys
from pathlib import Path
from types import ModuleType

import join_performance
import numpy as np
import performance
import performance_page
import planted
import processes
import pyarrow as pa
import pytest
import scale
from join_methods import write
from rapidfuzz.distance import OSA, Levenshtein

import concordance as cc
from concordance.join import NameIndex


@pytest.fixture(scope="module")
def names() -> list[str]:
    listed = sorted(n for n in set(cc.load_cms().names["name"]) if n.count(" ") == 1)
    assert len(listed) > 1500
    return listed


def edits(a: str, b: str, swap: bool) -> int:
    """Return Levenshtein, with ``swap`` optimal string alignment, distance by the textbook."""
    rows = [list(range(len(b) + 1))]
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = [rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (x != y)]
            if swap and i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost.append(rows[-2][j - 2] + 1)
            row.append(min(cost))
        rows.append(row)
    return rows[-1][-1]


@pytest.fixture(scope="module")
def truth(names: list[str]) -> pa.Table:
    return planted.plant(names[:1000], names[1000:], 800)


def test_the_same_seed_plants_the_same_names(names: list[str], truth: pa.Table) -> None:
    assert truth.equals(planted.plant(names[:1000], names[1000:], 800))
    assert not truth.equals(planted.plant(names[:1000], names[1000:], 800, seed=9))


def test_the_truth_is_right(names: list[str], truth: pa.Table) -> None:
    rows = truth.to_pylist()
    assert len({row["query"] for row in rows}) == len(rows) == 800
    assert set(truth["kind"].to_pylist()) == set(planted.KINDS)
    for row in rows:
        if row["kind"] == "absent":
            assert row["index_row"] is None
            assert row["levenshtein"] is None
            assert row["query"] not in names[:1000]
            continue
        meant = names[row["index_row"]]
        assert row["levenshtein"] == edits(row["query"], meant, swap=False)
        assert row["osa"] == edits(row["query"], meant, swap=True)
        limits = {"same": (0, 0), "insert": (1, 1), "delete": (1, 1), "substitute": (1, 1),
                  "transpose": (1, 2), "two": (0, 3), "gender": (1, 3), "space": (1, 2)}  # fmt: skip
        low, high = limits[row["kind"]]
        assert low <= row["levenshtein"] <= high, row
        assert row["kind"] != "transpose" or row["osa"] == 1


def test_the_shortest_names_can_be_spoilt() -> None:
    for seed in range(50):
        for kind in planted.KINDS:
            if kind != "absent":
                planted.spoil("Ia", kind, random.Random(seed))
                assert planted.spoil("Ia io", kind, random.Random(seed))


def test_made_names_are_distinct_binomials_and_the_same_each_time(names: list[str]) -> None:
    real = pa.array(names)
    grown = planted.grow(real, 5000)
    assert grown.equals(planted.grow(real, 5000))
    made = grown.to_pylist()
    assert made[: len(names)] == names
    assert len(set(made)) == 5000
    assert all(name.count(" ") == 1 and name[0].isupper() for name in made)
    assert {n.split()[1] for n in made} - {n.split()[1] for n in names}, "no new word"


def test_dress_keeps_the_letters_of_the_name(names: list[str]) -> None:
    dressed = planted.dress(names[:300], ["Gray, 1830"] * 300)
    assert dressed == planted.dress(names[:300], ["Gray, 1830"] * 300)
    for name, verbatim in zip(names, dressed, strict=False):
        letters = verbatim.lower().replace(" cf. ", " ").replace("cf. ", "")
        assert name.lower() in letters


@pytest.mark.parametrize("metric", [Levenshtein, OSA])
def test_the_slow_twin_and_the_index_agree(
    names: list[str], truth: pa.Table, metric: ModuleType
) -> None:
    asked, held = truth["query"].to_pylist()[:200], names[:1000]
    slow = join_performance.every_pair(asked, held, metric)
    swap = metric is OSA
    for query, row, distance in slow:
        assert edits(asked[query], held[row], swap) == distance
    for query in range(10):
        near = {row for row, name in enumerate(held) if edits(asked[query], name, swap) <= 2}
        assert near == {row for place, row, _ in slow if place == query}
    pairs = NameIndex.from_names(held).join(asked, 2, "osa" if swap else "levenshtein")
    assert set(zip(*(c.to_pylist() for c in pairs.columns), strict=True)) == slow
    assert len(slow) > 100


def test_recall_and_precision_are_counted_by_hand(tmp_path: Path) -> None:
    held = pa.array(["Felis catus", "Ursus arctos", "Panthera leo"])
    truth = pa.table({"query": ["Felis catux", "Ursus arctos", "Xenops minutus"],
                      "index_row": pa.array([0, 1, None], pa.int64()),
                      "levenshtein": pa.array([1, 0, None], pa.int8()),
                      "osa": pa.array([1, 0, None], pa.int8())})  # fmt: skip
    found = {"concordance": [(0, 0), (1, 1)], "thefuzz": [(0, 0), (2, 2), (1, 2)]}
    runs = []
    for method, pairs in found.items():
        query, row = np.array(pairs).T
        path = tmp_path / f"{method}.arrow"
        write(path, query_row=query, index_row=row, distance=np.zeros(len(query)))
        runs.append({"method": method, "queries": 3, "out": str(path)})
    join_performance.judge(tmp_path, held, truth, runs)
    assert (runs[0]["recall"], runs[0]["precision"], runs[0]["meant_found"]) == (1, 1, 1)
    assert runs[1]["recall"] == 0.5
    assert runs[1]["precision"] == pytest.approx(1 / 3)
    assert (runs[0]["absent_answered"], runs[1]["absent_answered"]) == (0, 1)


def test_a_process_is_stopped_at_its_limits() -> None:
    greedy = [sys.executable, "-c", "import time; x = b'x' * (400 << 20); time.sleep(30)"]
    done = processes.run([*greedy], memory=200, patience=20)
    assert "stopped at" in done.error
    assert done.peak > 200
    broken = processes.run([sys.executable, "-c", "raise SystemExit('no such list')"])
    assert broken.told() == {"error": "exit 1: no such list"}


def test_the_pages_are_those_of_the_figures(root: Path) -> None:
    store = json.loads(performance.STORE.read_text())
    docs = Path(root) / "docs"
    assert (docs / "performance.md").read_text() == performance_page.page(store)
    assert (docs / "scale.md").read_text() == scale.page(store["full"])
