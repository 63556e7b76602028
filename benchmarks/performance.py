"""Measure joins of names and whole jobs beside their peers; write ``docs/performance.md``.

``python benchmarks/performance.py`` takes a minute or two; ``--full`` goes up to 1M x 5M names and
20 million rows of Parquet and takes half an hour and 12 GiB. Each run replaces its own part of
``benchmarks/performance.json``; the page shows both. ``--page`` writes the pages again without
measuring, ``--only NAME`` measures one part again. The first time it makes an environment for the
peers (``benchmarks/.venv``, from ``benchmarks/requirements.txt``).

The Index of CITES Species is found under CONCORDANCE_SHARED or by ``--index FILE`` (a download of
the Checklist of CITES Species); without it the CITES Appendices of the package stand in.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
import performance_page
import planted
import processes
import pyarrow as pa
import pyarrow.parquet as pq
import scale
from cases import shared_dir
from join_methods import METHODS, write
from join_performance import FLOORS, KEPT, OURS, brute_force, growth, one, size

HERE = Path(__file__).parent
STORE = HERE / "performance.json"


@dataclass(frozen=True)
class Plan:
    """How much is measured.

    ``sizes`` are queries x names and the methods; ``comparisons`` how many of them (queries x
    names) a method is given: beyond that it gets the first queries only.
    """

    sizes: tuple
    comparisons: dict
    growth: tuple
    runs: int
    brute: tuple
    messy: int
    parquet: tuple


ALL = tuple(METHODS)
QUICK = Plan(
    sizes=((20_000, 1_300, ALL), (20_000, 20_000, ALL)),
    comparisons={"rapidfuzz cdist": 5e7, "polars_ds": 1e7, "thefuzz": 1e7},
    growth=(10_000, 20_000, 40_000, 80_000),
    runs=2,
    brute=(500, 20_000),
    messy=10_000,
    parquet=(),
)
FULL = Plan(
    sizes=((100_000, 1_300, ALL), (100_000, 100_000, ALL), (1_000_000, 1_000_000, ALL),
           (1_000_000, 5_000_000, (OURS, KEPT, *FLOORS, "nearust"))),
    comparisons={"rapidfuzz cdist": 5e8, "polars_ds": 1.3e8, "thefuzz": 6.5e7,
                 "symspellpy": 1e10, "recordlinkage": 1e10, "splink": 3e10},
    growth=(100_000, 200_000, 400_000, 1_000_000),
    runs=3,
    brute=(3_000, 100_000),
    messy=100_000,
    parquet=(2_000_000, 20_000_000),
)  # fmt: skip


# ---------------------------------------------------------------------------------------------
# whole jobs


def startup(folder: Any, plan: Any) -> Any:
    """Time the imports and the build as whole processes, in turn."""
    python = [sys.executable, "-c"]
    commands = {
        "import pandas": [*python, "import pandas"],
        "import concordance": [*python, "import concordance"],
        "import pandas, pyarrow, rapidfuzz": [*python, "import pandas, pyarrow, rapidfuzz"],
        "concordance build": [sys.executable, "-m", "concordance", "build", "-o",
                              str(folder / "built.csv")],
    }  # fmt: skip
    return {name: done.wall for name, done in processes.best(commands, 3 * plan.runs).items()}


def index_file(options: Any) -> Any:
    """Return the Index of CITES Species, blank where there is none."""
    if options.index:
        return options.index
    shared = shared_dir()
    found = sorted((shared / "real").glob("Index_of_CITES_Species*")) if shared else []
    return str(found[-1]) if found else ""


def task(*arguments: Any) -> Any:
    """Run one job of ``tasks.py`` in a process of its own."""
    command = [sys.executable, str(HERE / "tasks.py"), *map(str, arguments)]
    told = processes.run(command).told()
    sys.stderr.write(f"{arguments[0]}: {told}\n")
    return told


def full_list(index: Any, plan: Any) -> Any:
    """Build the concordance of the Index with CMS; the best of several runs."""
    runs = [task("build", index) for _ in range(plan.runs)]
    return {"index": bool(index), **min(runs, key=lambda r: r.get("wall", 1e9))}


def messy(folder: Any, index: Any, plan: Any) -> Any:
    """Look messy names up with all rules, and join the same strings with every peer."""
    listed = folder / "listed.arrow"
    task("names", index, listed)
    with pa.OSFile(str(listed)) as file:
        table = pa.ipc.open_file(file).read_all()
    names = table["name"].combine_chunks()
    held = set(names.to_pylist())
    others = [n for n in planted.real_binomials().to_pylist() if n not in held]
    truth = planted.plant(names.to_pylist(), others, plan.messy)
    authors = [table["authorship"][i].as_py() if i is not None else "" for i in
               truth["index_row"].to_pylist()]  # fmt: skip
    dressed = planted.dress(truth["query"].to_pylist(), authors)
    truth = truth.set_column(0, "query", pa.array(dressed))
    write(folder / "names.arrow", name=names)
    found, ours = [], {}
    for method in ("nearust", "rapidfuzz cdist", "symspellpy", "splink", "recordlinkage",
                   "polars_ds", "thefuzz"):  # fmt: skip
        most = int(plan.comparisons.get(method, 1e15) // len(names))
        k = min(plan.messy, most)
        for n in {k, plan.messy} - set(ours):
            ours[n] = match(
                folder, index, truth.slice(0, n), plan.runs - 1 if n == plan.messy else 1, table
            )
        run = one(folder, method, names, truth, k)
        run.pop("out")
        found.append({**run, "ours": ours[k].get("wall")})
    return {"index": bool(index), "names": len(names), "ours": ours[plan.messy], "peers": found}


def match(folder: Any, index: Any, truth: pa.Table, runs: int, listed: Any) -> Any:
    """Run match_names on the queries and say how often it was right."""
    queries, out = folder / "messy.arrow", folder / "matched.arrow"
    write(queries, query=truth["query"])
    told = task("match", index, queries, out)
    for _ in range(runs - 1):
        if told.get("wall", 60) < 30:  # what takes longer is not far from its limit by chance
            told = min(told, task("match", index, queries, out), key=lambda r: r.get("wall", 1e9))
    if "error" in told:
        return told
    with pa.OSFile(str(out)) as file:
        found = pa.ipc.open_file(file).read_all().to_pydict()
    taxa = listed["taxon_id"].to_pylist()
    meant = [None if i is None else taxa[i] for i in truth["index_row"].to_pylist()]
    answers = [(want, got) for want, got in zip(meant, found["taxon_id"], strict=True) if got]
    told["matched"] = len(answers)
    told["matched_right"] = sum(want == got for want, got in answers)
    told["proposed"] = found["status"].count("proposed")
    told["distinct"] = len(set(truth["query"].to_pylist()))
    return told


def parquet(folder: Any, real: Any, plan: Any) -> Any:
    """Match Parquet files of two sizes on the command line: memory must not grow.

    Once with few distinct names, each in many rows, and once with names that are almost all
    distinct (half of the rows, so that it ends).
    """
    names = real.slice(0, 200_000).to_pylist()
    repeated = planted.dress(
        planted.plant(names[:100_000], names[100_000:], 100_000)["query"].to_pylist(),
        [""] * 100_000,
    )
    distinct = planted.grow(real, max(plan.parquet) // 2)
    found = []
    for kind in ("repeated", "distinct"):
        for rows in plan.parquet:
            n = rows if kind == "repeated" else rows // 2
            failed = any(p["error"] for p in found)
            path, out = folder / "big.parquet", folder / "out.parquet"
            rows_of_names(path, n, pa.array(repeated) if kind == "repeated" else distinct,
                          kind == "repeated")  # fmt: skip
            command = [sys.executable, "-m", "concordance", "match", str(path), "--column", "name",
                       "-o", str(out)]  # fmt: skip
            if failed:  # the larger one would take the machine, and tell no more
                done = processes.Finished(0, 0, 0, "", "not run: the first one failed")
            else:
                done = processes.run(command, patience=900)
            told = {"kind": kind, "rows": n, "wall": done.wall, "cpu": done.cpu,
                    "peak": done.peak, "error": done.error}  # fmt: skip
            try:
                told["rows_out"] = 0 if done.error else pq.read_metadata(out).num_rows
                told["read_mb"], told["wrote_mb"] = (p.stat().st_size / 1e6 for p in (path, out))
            except (OSError, pa.ArrowInvalid):
                told["error"] = done.error or "what came out is no Parquet file"
            found.append(told)
            sys.stderr.write(f"parquet: {told}\n")
            if kind == "repeated":
                told = {"kind": "repeated, pyarrow alone", **task("stream", path, out)}
                found.append({"rows": n, "error": "", **told, "read_mb": path.stat().st_size / 1e6,
                              "wrote_mb": out.stat().st_size / 1e6})  # fmt: skip
            for left in (path, out):
                left.unlink(missing_ok=True)
    return found


def rows_of_names(path: Any, n: Any, names: Any, mixed: Any, chunk: Any = 250_000) -> None:
    """Write a Parquet file of n rows: a number and a name."""
    rng = np.random.default_rng(4)
    schema = pa.schema([("id", pa.int64()), ("name", pa.string())])
    with pq.ParquetWriter(path, schema) as writer:
        for start in range(0, n, chunk):
            rows = np.arange(start, min(n, start + chunk))
            which = rng.integers(len(names), size=len(rows)) if mixed else rows
            writer.write_table(pa.table([pa.array(rows), names.take(pa.array(which))], schema))


# ---------------------------------------------------------------------------------------------
# the run


def machine() -> Any:
    """Return what it ran on, and how busy that was."""
    facts = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    model = [x.split(":", 1)[1].strip() for x in facts.splitlines() if x.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {"cores": os.cpu_count(), "processor": (model or [platform.machine()])[0],
            "memory_gib": round(memory), "python": platform.python_version(),
            "system": platform.system()}  # fmt: skip


def versions() -> Any:
    """Return the versions of both environments."""
    mine = {}
    for package in ("species-concordance", "pandas", "numpy", "pyarrow", "rapidfuzz"):
        try:
            mine[package] = version(package)
        except PackageNotFoundError:
            mine[package] = "not installed"
    wanted = [line.split("=")[0].split("[")[0].split(">")[0] for line in
              (HERE / "requirements.txt").read_text().split() if "=" in line]  # fmt: skip
    code = ("import json,sys; from importlib.metadata import version as v;"
            "print(json.dumps({p: v(p) for p in sys.argv[1:]}))")  # fmt: skip
    peers = processes.run([processes.peers_python(), "-c", code, *wanted, "pandas", "duckdb"])
    return {"ours": mine, "peers": peers.told()}


PARTS = ("startup", "full_list", "messy", "brute_force", "growth", "parquet")


def measure(options: Any, plan: Any, kept: Any) -> Iterator[Any]:
    """Yield each part and the figures after it; parts not asked for keep theirs."""
    index, real = index_file(options), planted.real_binomials()
    largest = max([q + n for q, n, _ in plan.sizes] + [2 * n for n in plan.growth]) + 1000
    pool = planted.grow(real, largest)
    peers = {KEPT, *(options.peer or METHODS)}
    kept = {**kept, "machine": machine(), "versions": versions(), "real": len(real)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts = {
            "startup": lambda: startup(folder, plan),
            "full_list": lambda: full_list(index, plan),
            "messy": lambda: messy(folder, index, plan),
            "brute_force": lambda: brute_force(folder, real, plan),
            "growth": lambda: growth(folder, pool, plan),
            "parquet": lambda: parquet(folder, real, plan) if plan.parquet else [],
            **{
                f"{q}x{n}": partial(size, folder, pool, (q, n), [p for p in m if p in peers], plan)
                for q, n, m in plan.sizes
            },
        }
        for part in options.only or parts:
            found = parts[part]()
            if part in PARTS:
                kept[part] = found
            else:
                others = [s for s in kept.get("sizes", ()) if _label(s) != part]
                kept["sizes"] = sorted([*others, found], key=lambda s: (s["queries"], s["names"]))
            kept["load"] = {**kept.get("load", {}), part: os.getloadavg()[0]}
            yield part, kept


def _label(size: Any) -> Any:
    return f"{size['queries']}x{size['names']}"


def stored() -> Any:
    """Return the figures kept so far, by kind of run."""
    return json.loads(STORE.read_text()) if STORE.exists() else {}


def main() -> None:
    """Measure, keep the figures, write the pages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="up to 1M x 5M names")
    parser.add_argument("--page", action="store_true", help="only write the pages again")
    parser.add_argument(
        "--only",
        action="append",
        metavar="PART",
        help=f"measure these parts again: {', '.join(PARTS)} or one size, 100000x1300",
    )
    parser.add_argument("--peer", action="append", choices=METHODS, help="only these peers")
    parser.add_argument("--index", default="", help="the Index of CITES Species, a CSV download")
    options = parser.parse_args()
    plan = FULL if options.full else QUICK
    known = {*PARTS, *(f"{q}x{n}" for q, n, _ in plan.sizes)}
    if unknown := set(options.only or ()) - known:
        parser.error(f"--only {', '.join(sorted(unknown))}: known are {', '.join(sorted(known))}")
    store = stored()
    mode = "full" if options.full else "quick"
    if not options.page:
        for part, kept in measure(options, plan, store.get(mode, {}) if options.only else {}):
            store = {**stored(), mode: kept}
            STORE.write_text(json.dumps(store, indent=1) + "\n")
            sys.stderr.write(f"{part} measured\n")
    docs = HERE.parent / "docs"
    store = {mode: run for mode, run in store.items() if "sizes" in run}
    if not store:
        sys.exit("no page yet: only some parts were measured")
    text = performance_page.page(store)
    (docs / "performance.md").write_text(text, encoding="utf-8")
    if "full" in store:
        (docs / "scale.md").write_text(scale.page(store["full"]), encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
