"""The fuzzy join measured beside its peers: each size, every pair by brute force, growth.

`performance.py` runs these parts and writes the page.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import planted
import processes
import pyarrow as pa
from join_methods import METHODS, write
from rapidfuzz.distance import OSA, Levenshtein
from rapidfuzz.process import cdist, cpdist

HERE = Path(__file__).parent
OURS, WITH_OSA, FLOOR = "concordance", "concordance, OSA", "pyarrow index_in"
KEPT = "concordance, index kept"
FLOORS = (FLOOR, "pyarrow Table.join")
#: methods that find every pair: together they are the truth of a size
EXACT = (OURS, "nearust", "rapidfuzz cdist", "symspellpy", "polars_ds")
DISTANCE = 2


def join(method: Any, names: Any, queries: Any, out: Any, distance: Any = DISTANCE) -> Any:
    """Run one method in a process of its own and return its figures."""
    python = sys.executable if method.startswith(("concordance", "pyarrow")) else (
        processes.peers_python())  # fmt: skip
    return processes.run([python, str(HERE / "methods.py"), method, str(names), str(queries),
                          str(distance), str(out)]).told()  # fmt: skip


def size(folder: Any, pool: Any, sizes: tuple[int, int], methods: Any, plan: Any) -> Any:
    """Measure the methods on one size: the floor and ours in turn, then the peers."""
    n_queries, n_names = sizes
    names, truth = files(folder, pool, n_queries, n_names)
    found = [
        one(folder, method, names, truth, n_queries)
        for _ in range(times(plan, n_names))  # in turn, so that what else runs meets both
        for method in (*FLOORS, OURS)
    ]
    kept = [min((f for f in found if f["method"] == m), key=lambda f: f.get("wall", 1e9))
            for m in (*FLOORS, OURS)]  # fmt: skip
    for method in methods:
        if method in (*FLOORS, OURS):
            continue
        most = int(plan.comparisons.get(method, 1e15) // n_names)
        k = min(n_queries, most)
        if k < n_queries and not any(f["method"] == OURS and f["queries"] == k for f in kept):
            kept.append(one(folder, OURS, names, truth, k))
        kept.append(one(folder, method, names, truth, k))
    judge(folder, names, truth, kept)
    return {"queries": n_queries, "names": n_names, "runs": kept}


def times(plan: Any, n_names: Any) -> Any:
    """Return how often ours and the floor run: once where it takes minutes."""
    return plan.runs if n_names <= 1_000_000 else 1


def files(folder: Any, pool: Any, n_queries: Any, n_names: Any) -> Any:
    """Write the names of one size and return them with the planted truth."""
    names = pool.slice(0, n_names)
    others = pool.slice(n_names, n_queries + 1000).to_pylist()
    truth = planted.plant(names.to_pylist(), others, n_queries)
    write(folder / "names.arrow", name=names)
    return names, truth


def one(folder: Any, method: Any, names: Any, truth: Any, k: Any) -> Any:
    """Run a method on the first k queries."""
    queries, out = folder / "queries.arrow", folder / f"{list(METHODS).index(method)}_{k}.arrow"
    write(queries, query=truth["query"].slice(0, k))
    told = join(method, folder / "names.arrow", queries, out)
    sys.stderr.write(f"{k} x {len(names)} {method}: {told}\n")
    return {"method": method, "queries": k, "out": str(out), **told}


def judge(folder: Any, names: Any, truth: Any, runs: Any) -> None:
    """Add recall and precision to the runs: of all pairs within the distance, and of those meant.

    The pairs of all exact methods, each checked with rapidfuzz, are the truth; a method that was
    given the first queries only is held to the pairs of those.
    """
    asked, held = truth["query"].to_pylist(), names.to_pylist()
    pairs, true = {}, {}
    for run in runs:
        if "error" in run:
            continue
        query, row, _ = table_of(run["out"])
        key = np.unique(query * len(held) + row)
        right = key[near(asked, held, key, OSA if run["method"] == WITH_OSA else Levenshtein)]
        pairs[id(run)], true[id(run)] = key, right
    exact = [true[id(r)] for r in runs if r["method"] in EXACT and id(r) in true]
    every = np.unique(np.concatenate(exact)) if exact else np.empty(0, np.int64)
    meant_row = truth["index_row"].to_numpy()
    for run in runs:
        out = Path(run.pop("out"))
        if "error" in run:
            continue
        k = run["queries"]
        possible = every[every < k * len(held)]
        key, right = pairs[id(run)], true[id(run)]
        edits = truth["osa" if run["method"] == WITH_OSA else "levenshtein"].to_numpy()
        reach = np.flatnonzero(edits[:k] <= DISTANCE)
        meant = reach * len(held) + meant_row[reach].astype(np.int64)
        absent = np.flatnonzero(np.isnan(meant_row[:k]))
        run["recall"] = len(np.intersect1d(right, possible)) / max(1, len(possible))
        run["precision"] = len(right) / max(1, len(key))
        run["meant_found"] = float(np.isin(meant, key).mean())
        run["meant_precision"] = float(np.isin(key, meant).sum()) / max(1, len(key))
        run["absent_answered"] = float(np.isin(absent, key // len(held)).mean())
        out.unlink(missing_ok=True)


def near(asked: Any, held: Any, key: Any, metric: Any) -> Any:
    """Say which pairs, coded as query * len(held) + row, are within the distance."""
    query, row = np.divmod(key, len(held))
    edits = cpdist([asked[i] for i in query], [held[i] for i in row], scorer=metric.distance,
                   score_cutoff=DISTANCE)  # fmt: skip
    return edits <= DISTANCE


def table_of(path: Any) -> Any:
    """Return query rows, rows of the list and distances of one method."""
    with pa.OSFile(str(path)) as file:
        table = pa.ipc.open_file(file).read_all()
    return [table.column(c).to_numpy() for c in ("query_row", "index_row", "distance")]


def brute_force(folder: Any, real: Any, plan: Any) -> Any:
    """Compare ours with every pair of real names, for both metrics at one and two edits."""
    n_queries, n_names = plan.brute
    names, truth = files(folder, real, n_queries, n_names)
    queries = folder / "queries_brute.arrow"
    write(queries, query=truth["query"])
    asked, held = truth["query"].to_pylist(), names.to_pylist()
    found = []
    for method, metric in ((OURS, Levenshtein), (WITH_OSA, OSA)):
        slow = every_pair(asked, held, metric)
        for distance in (1, 2):
            told = join(method, folder / "names.arrow", queries, folder / "brute.arrow", distance)
            want = {pair for pair in slow if pair[2] <= distance}
            columns = [] if "error" in told else table_of(folder / "brute.arrow")
            got = set(zip(*(c.tolist() for c in columns), strict=True))
            found.append({"metric": metric.__name__.rsplit(".", 1)[-1], "distance": distance,
                          "queries": n_queries, "names": n_names, "pairs": len(want),
                          "missed": len(want - got), "wrong": len(got - want),
                          "error": told.get("error", "")})  # fmt: skip
            sys.stderr.write(f"brute force: {found[-1]}\n")
    return found


def every_pair(asked: Any, held: Any, metric: Any, distance: Any = DISTANCE) -> Any:
    """Return (query row, row of the list, edits) of every pair within the distance, slowly."""
    found = set()
    for start in range(0, len(asked), 500):
        edits = cdist(asked[start : start + 500], held, scorer=metric.distance,
                      score_cutoff=distance, dtype=np.uint8, workers=-1)  # fmt: skip
        query, row = np.nonzero(edits <= distance)
        found |= set(zip((query + start).tolist(), row.tolist(), edits[query, row].tolist(),
                         strict=True))  # fmt: skip
    return found


def growth(folder: Any, pool: Any, plan: Any) -> Any:
    """Time ours and the floor from small to large on both sides, each size several times."""
    found = []
    for n in plan.growth:
        names, truth = files(folder, pool, n, n)
        runs = [
            one(folder, m, names, truth, n) for _ in range(times(plan, n)) for m in (FLOOR, OURS)
        ]
        walls = {m: min(r.get("wall", np.inf) for r in runs if r["method"] == m)
                 for m in (FLOOR, OURS)}  # fmt: skip
        ours = [r for r in runs if r["method"] == OURS and "wall" in r]
        found.append({"n": n, "floor": walls[FLOOR], "wall": walls[OURS],
                      "cpu": min((r["cpu"] for r in ours), default=np.inf),
                      "peak": max((r["peak"] for r in ours), default=np.inf)})  # fmt: skip
    return found
