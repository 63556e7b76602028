"""The page ``docs/scale.md``: the cost of ten billion records, estimated from measurements."""

# ruff: noqa: E501 (rows of Markdown tables)

from dataclasses import dataclass
from typing import Any

OURS, KEPT = "concordance", "concordance, index kept"
RECORDS, DISTINCT, LIST = 10_000_000_000, 300_000_000, 5_000_000
#: assumed of a cluster, not measured: cores and GiB of a node, nodes, GiB/s between them
CORES, GIB, NODES, NETWORK = 16, 64, 16, 1.0
#: bytes of a verbatim name with its length and key in a shuffle: assumed, twice the mean length
SHUFFLED = 60


@dataclass(frozen=True)
class Rates:
    """What one core does, derived from the figures of the full run."""

    build: float
    join: float
    join_peak: float
    row: float
    rule: float
    stream_peak: float
    bytes_row: float
    of_rows: str


def rates(run: Any) -> Any:
    """Return the rates, None where a part of the run is missing."""
    size = next(s for s in run["sizes"] if s["names"] == LIST)
    of = {r["method"]: r for r in size["runs"] if "wall" in r}
    join = of[KEPT]["cpu"] / size["queries"]
    good = [p for p in run.get("parquet", ()) if not p["error"]]
    ours = [p for p in good if p["kind"] == "repeated"]
    alone = [p for p in good if "alone" in p["kind"]]
    rows = ours if len(ours) > 1 else alone
    match = run.get("messy", {}).get("ours", {})
    if len(rows) < 2 or "cpu" not in match:
        return None
    return Rates(
        of[OURS]["cpu"] - of[KEPT]["cpu"], join, of[OURS]["peak"], _slope(rows),
        match["cpu"] / match["rows"], max(p["peak"] for p in rows),
        rows[-1]["wrote_mb"] * 1e6 / rows[-1]["rows"],
        "`concordance match`" if rows is ours else
        "pyarrow alone (read, distinct, write; the command not measured yet)",
    )  # fmt: skip


def _slope(rows: Any) -> Any:
    first, last = rows[0], rows[-1]
    return (last["cpu"] - first["cpu"]) / (last["rows"] - first["rows"])


def page(run: Any) -> Any:
    """Return the page."""
    r = rates(run)
    if r is None:
        return HEAD + "No plan yet: the streams or the messy names were not measured.\n"
    peers = {(s["names"], p["method"]): p for s in run["sizes"] for p in s["runs"]
             if p["queries"] == s["queries"]}  # fmt: skip
    million = {n: peers[1_000_000, n] for n in (OURS, KEPT) if (1_000_000, n) in peers}
    grew = r.join * 1_000_000 / million[KEPT]["cpu"]
    growth = {g["n"]: g for g in run["growth"]}
    rust = peers.get((1_000_000, "nearust"), {})
    rust_large = peers.get((LIST, "nearust"), {})
    stream, rule, fuzzy = (_hours(n * t) for n, t in (
        (RECORDS, r.row), (DISTINCT, r.rule), (DISTINCT, r.join)))  # fmt: skip
    costs = {"records in and out": stream, "the rules": rule, "the fuzzy join": fuzzy}
    dearest = max(costs, key=costs.__getitem__)
    cores = CORES * NODES
    tasks = min(CORES, int(GIB * 0.8 * 1024 // r.join_peak))
    busy = NODES * tasks
    shuffle = DISTINCT * SHUFFLED / 2**30
    worst = next(s for s in run["sizes"] if s["names"] == LIST)
    absent = next(p for p in worst["runs"] if p["method"] == OURS)["absent_answered"]
    m = run["machine"]
    return HEAD + BODY.format(
        machine=f"{m['cores']} cores ({m['processor']}), {m['memory_gib']} GiB",
        RECORDS=RECORDS, DISTINCT=DISTINCT, LIST=LIST, CORES=CORES, GIB=GIB, NODES=NODES,
        NETWORK=NETWORK, SHUFFLED=SHUFFLED, per=RECORDS / DISTINCT,
        of_rows=r.of_rows, row=r.row * 1e6, rule=r.rule * 1e6, join=r.join * 1e6, build=r.build,
        join_peak=r.join_peak / 1024, stream_peak=r.stream_peak / 1024,
        stream=stream, rule_hours=rule, fuzzy=fuzzy, total=stream + fuzzy + rule,
        cores=cores, wall=(stream + rule) / cores + fuzzy / busy, busy=busy, tasks=tasks,
        shuffle=shuffle, exchange=shuffle / NODES / NETWORK,
        written=RECORDS * r.bytes_row / 1e12, bytes_row=r.bytes_row,
        rebuilt=_hours(DISTINCT / 1_000_000 * r.build), tasks_all=DISTINCT // 1_000_000,
        rebuilt_share=f"{_hours(DISTINCT / 1_000_000 * r.build) / fuzzy:.0%}",
        grew=grew, grew_list=LIST // 1_000_000,
        naive=_hours(RECORDS * r.join), naive_times=RECORDS / DISTINCT,
        small=min(growth), large=max(growth),
        memory_small=growth[min(growth)]["peak"] / 1024,
        memory_large=growth[max(growth)]["peak"] / 1024,
        rust=f"{rust['peak'] / 1024:.1f} GiB for 1M x 1M" if "peak" in rust else
             rust.get("error", "not run"),
        rust_large=rust_large.get("error") or (
            f"{rust_large['peak'] / 1024:.1f} GiB" if rust_large else "not run"),
        dearest=dearest, dearest_share=costs[dearest] / sum(costs.values()), answered=absent, wrong=DISTINCT * 0.3 * absent / 1e6,
    )  # fmt: skip


def _hours(seconds: Any) -> Any:
    return seconds / 3600


HEAD = """# Ten billion records

An estimate, written by `benchmarks/performance.py --full` from the figures in
[performance](performance.md). All measurements are from one small machine. Assumptions about a
cluster are marked as assumed. Nothing here was run on a cluster.

"""
BODY = """## The question

Match {RECORDS:,} occurrence records with {DISTINCT:,} distinct verbatim names (assumed: each name
{per:.0f} times) to a reference of {LIST:,} names within 2 edits. Assumed cluster:
{NODES} nodes of {CORES} cores and {GIB} GiB, {NETWORK:g} GiB/s into each node.

## What was measured ({machine})

| what | figure | from |
|---|---|---|
| a record: read, looked up among the distinct names, written | {row:.2f} µs CPU | difference of two Parquet runs ÷ difference of their rows, by {of_rows} |
| a distinct name: parse, rules, proposals | {rule:.0f} µs CPU | `match_names` of messy names ÷ their number |
| a distinct name: fuzzy join with {LIST:,} names | {join:.1f} µs CPU | 1M x 5M, index kept ÷ 1M |
| the index of {LIST:,} names | {build:.1f} s CPU to build | 1M x 5M, with and without building |
| memory of a task of 1M names | {join_peak:.2f} GiB | 1M x 5M, largest resident memory |
| memory of a stream | {stream_peak:.2f} GiB | the largest of the Parquet runs |

## What it costs

| step | formula | core hours |
|---|---|---|
| records in and out | {RECORDS:.0e} x {row:.2f} µs | {stream:,.1f} |
| rules, each distinct name once | {DISTINCT:.0e} x {rule:.0f} µs | {rule_hours:,.1f} |
| fuzzy join, each distinct name once | {DISTINCT:.0e} x {join:.1f} µs | {fuzzy:,.1f} |
| **all** | | **{total:,.1f}** |

Clock time = (records + rules) ÷ ({NODES} x {CORES} cores) + fuzzy ÷ ({NODES} nodes x {tasks} tasks
that fit into 80% of {GIB} GiB at {join_peak:.2f} GiB each) = **{wall:.2f} h**, without waiting,
retries and a slow last task. The cores are those of the measured machine. The price is the core
hours times your price of a core hour.

Fewer columns make the record step cheaper: {bytes_row:.0f} bytes per row were written, {written:.2f} TB
in all. Fuzzy matching of every record instead of every distinct name would cost
{RECORDS:.0e} x {join:.1f} µs = {naive:,.0f} core hours for the join alone, {naive_times:.0f} times as much.
Working on **distinct names first** is the decision that matters most.

## Where the index lives

- The index is built once, in {build:.1f} s on one core, and saved as one Arrow file with checksum and
  format version. The file is copied to each node (`SparkContext.addFile` or a shared disk), never sent
  through the driver as an object. Nodes memory-map it, so their tasks share the same pages.
- Rebuilding it in every task of 1M names would cost {tasks_all:,} x {build:.1f} s = {rebuilt:.1f} core
  hours, {rebuilt_share} of the join itself.
- The index is read-only and derived from the checklist. It is rebuilt when the checklist or the
  format changes, and its checksum belongs to the provenance of the result.

## What breaks first

1. **People.** {answered:.1%} of the names not in the list are within 2 edits of a name in it. If 30%
   of the distinct names are absent (as planted), {DISTINCT:.0e} x 0.3 x {answered:.1%} =
   {wrong:.1f} million proposals are wrong. Nobody can read them all. They stay proposals, unless a
   rule with more evidence than spelling (author, family, country) decides.
2. **The most expensive step**: {dearest}, {dearest_share:.0%} of the core hours. A name equal to a
   name in the list needs neither parsing nor proposals, so join those first.
3. **Memory of a task.** At {join_peak:.2f} GiB, {tasks} of the {CORES} cores of a node can work.
   From {small:,} to {large:,} names on both sides, memory grew from {memory_small:.2f} to
   {memory_large:.2f} GiB. The tasks of a node share a mapped index, and smaller batches need less.
4. **A larger reference.** A query costs {grew:.1f} times as much CPU with {LIST:,} names as with
   1,000,000 ({grew_list} times as many), because the blocks of a genus and an epithet fill up. If the
   reference does not fit in memory, split the reference, not the queries: the pairs add up.
5. **Skew.** Partition the queries by a hash of the whole name, never by genus. All other tasks would
   wait for one genus with thousands of species.
6. **The exchange of the distinct names** does not break: {DISTINCT:,} x {SHUFFLED} bytes (assumed)
   = {shuffle:.0f} GiB, ÷ {NODES} nodes ÷ {NETWORK:g} GiB/s = {exchange:.1f} s if evenly spread.
7. **Joins of whole strings** break much earlier: nearust: {rust}; 1M x 5M: {rust_large}.
"""
