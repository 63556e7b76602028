"""The page ``docs/scale.md``: what ten billion records cost, each number from a measured one."""

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

A plan on paper, written by `benchmarks/performance.py --full` from the figures in
[performance](performance.md). What was measured was measured on one small machine; what is
assumed of a cluster is said to be assumed. Nothing here was run on a cluster.

"""
BODY = """## The question

{RECORDS:,} occurrence records with {DISTINCT:,} distinct verbatim names (assumed: each name
{per:.0f} times), to be matched with a reference of {LIST:,} names within 2 edits. Assumed cluster:
{NODES} nodes of {CORES} cores and {GIB} GiB, {NETWORK:g} GiB/s into each node.

## What was measured ({machine})

| what | figure | from |
|---|---|---|
| a record: read, looked up among the distinct, written | {row:.2f} µs CPU | difference of two Parquet runs ÷ difference of their rows, by {of_rows} |
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
that fit into 80% of {GIB} GiB at {join_peak:.2f} GiB each) = **{wall:.2f} h**, before waiting,
retries and a slow last task. These are the cores of the machine measured; money = core hours x the
price of a core hour where you are.

The record step is the smaller the fewer columns come along: {bytes_row:.0f} bytes a row were
written, {written:.2f} TB in all. Fuzzy matching every record instead of every distinct name would
cost {RECORDS:.0e} x {join:.1f} µs = {naive:,.0f} core hours for the join alone, {naive_times:.0f} times as much:
**distinct names first** is the one decision that matters.

## Where the index lives

- Built once, {build:.1f} s on one core; saved as one Arrow file with checksum and format version;
  shipped to each node as a file (`SparkContext.addFile`, a shared disk), never through the driver
  as an object, and memory-mapped there, so that the tasks of a node read the same pages.
- Rebuilt in every task of 1M names it would cost {tasks_all:,} x {build:.1f} s = {rebuilt:.1f} core
  hours, {rebuilt_share} of the join itself.
- It is read-only and derived: the checklist is the source, the file is thrown away and made again
  when either changes; its checksum belongs to the result's provenance.

## What breaks first

1. **People.** {answered:.1%} of the names that are not in the list are within 2 edits of one that
   is. If 30% of the distinct names are absent (as planted), {DISTINCT:.0e} x 0.3 x {answered:.1%} =
   {wrong:.1f} million proposals are of somebody else's name. Nobody reads them. They stay
   proposals; a rule that knows more than spelling decides (author, family, country), or the
   answer is that nothing is known.
2. **The step that costs most**: {dearest}, {dearest_share:.0%} of the core hours. A name that
   is equal to one of the list needs neither parsing nor proposals: join those first.
3. **Memory of a task.** At {join_peak:.2f} GiB, {tasks} of the {CORES} cores of a node can work.
   From {small:,} to {large:,} names on both sides it grew from {memory_small:.2f} to
   {memory_large:.2f} GiB; a mapped index is shared by the tasks of a node, and smaller batches need less.
4. **A larger reference.** A name asked for costs {grew:.1f} times as much CPU in {LIST:,} names as
   in 1,000,000 ({grew_list} times as many): blocks of a genus and of an epithet fill up. Beyond
   memory divide the reference, not the queries: the pairs of its parts add up.
5. **Skew.** Divide the names asked for by a hash of the whole name, never by genus: one genus of
   thousands of species would be one task that all others wait for.
6. **The exchange of the distinct names** does not break: {DISTINCT:,} x {SHUFFLED} bytes (assumed)
   = {shuffle:.0f} GiB, ÷ {NODES} nodes ÷ {NETWORK:g} GiB/s = {exchange:.1f} s if even.
7. **Joins of whole strings** break long before: nearust: {rust}; 1M x 5M: {rust_large}.
"""
