"""What `lookup` was held against: plain loops, boundaries, other people's records; time and memory.

    python benchmarks/lookup.py [--large]

Writes ``docs/lookup_figures.md``. Needs the shared case files for the counter and for trade.
``--large`` adds the memory of 2 and of 20 million rows, which takes half an hour.
"""

from __future__ import annotations

import csv
import datetime
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

import concordance as cc
from concordance.checklist import Checklist
from concordance.lookups.days import Days
from concordance.readers.appendices import KEYS, read_facts
from concordance.schema import cells

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("CONCORDANCE_SHARED", ROOT.parent / "shared"))
COUNTRIES = ["IN", "ZA", "KE", "US", "CN", "XX", "BW", "ID", "", "AR", "MX", "RU"]
#: columns of a list that must be equal
CELLS = ("status", "name", "name_from", "appendix", "listed_as", "listed_how", "scope",
         "listed_from")  # fmt: skip


def pool(lists: tuple[Checklist, ...]) -> list[str]:
    """Every name that the lists of today know."""
    return sorted({use.name for one in lists for use in one.with_members.records.names})


def asked(rows: int, names: list[str], days: list[str], seed: int = 1) -> tuple[list[str], ...]:
    """Names, days and countries drawn at random."""
    rng = random.Random(seed)
    drawn = (names, days, COUNTRIES)
    one, two, three = ([rng.choice(values) for _ in range(rows)] for values in drawn)
    return one, two, three


def eves_and_days(lists: tuple[Checklist, ...]) -> list[str]:
    """The first day of every spell of either list, and the day before."""
    days = {day for one in lists for day in one.once(Days).begins}
    eves = {str(datetime.date.fromisoformat(day) - datetime.timedelta(days=1)) for day in days}
    return sorted(day for day in days | eves if day >= "2015-02-05")


def unequal(rows: int = 100_000) -> tuple[int, int, int]:
    """Rows, days, and cells in which `lookup` differs from a loop over the lists of the days."""
    lists = (cc.load_cites(), cc.load_cms())
    days = eves_and_days(lists)
    names, dates, countries = asked(rows, pool(lists), days)
    table = cc.lookup(names, dates=dates, countries=countries, lists=lists)
    different = 0
    frame = pd.DataFrame({"name": names, "date": dates, "country": countries})
    for day, of_day in frame.groupby("date"):
        plain = cc.lookup(
            of_day["name"].tolist(), countries=of_day["country"].tolist(),
            lists=[one.as_of(str(day)) for one in lists],
        )  # fmt: skip
        for column in (f"{one.key}_{cell}" for one in lists for cell in CELLS):
            left = cells(table[column].iloc[of_day.index])
            right = cells(plain[column])
            different += sum(a != b for a, b in zip(left, right, strict=True))
    return rows, len(days), different


def boundaries() -> tuple[int, list[str]]:
    """Days on which a dated entry begins or ends, the day before too; and those answered wrong."""
    lists = {"cites": cc.load_cites(), "cms": cc.load_cms()}
    wrong, count = [], 0
    for key in KEYS:
        facts = read_facts(key)
        span = lists[key].once(Days)
        entries = [fact.entry for fact in facts.entries]
        asked_for = sorted(
            {
                (entry.taxon, str(datetime.date.fromisoformat(day) - datetime.timedelta(days=back)))
                for entry in entries
                for day in (entry.effective_from, entry.effective_to)
                if span.first < day <= span.last
                for back in (0, 1)
            }
        )
        names, dates = zip(*asked_for, strict=True)
        table = cc.lookup(names, dates=dates, lists=[lists[key]])
        for place, (name, day) in enumerate(asked_for):
            count += 1
            then = {r.name: r.name_then for r in facts.renamings if r.dates.on(day)}
            printed = {name, then.get(name, name)}
            expected = {e.appendix for e in entries if e.taxon in printed and e.in_force(day)}
            listed_as = str(table[f"{key}_listed_as"][place]).split("|")
            appendix = str(table[f"{key}_appendix"][place]).split("|")
            is_listed = bool(printed & set(listed_as))
            if (expected and not expected <= set(appendix)) or bool(expected) != is_listed:
                wrong.append(f"{key} {name} {day}: expected {sorted(expected)}, found {appendix}")
    return count, wrong


def seconds(work: Callable[[], object]) -> float:
    """Seconds of processor time of some work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def kinds(every: list[str]) -> dict[str, tuple[list[str], list[str]]]:
    """What is asked, by title: names and days to draw from."""
    span = pd.date_range("2015-02-05", "2026-11-23").strftime("%Y-%m-%d").tolist()
    years = [str(year) for year in range(2015, 2027)]
    few = random.Random(5).sample(every, 2000)
    return {
        "2,000 names, days, countries": (few, span),
        "2,000 names, years, countries": (few, years),
        f"{len(every):,} names, days, countries": (every, span),
    }


def speed() -> Iterator[tuple[str, float, float, float]]:
    """Of 100,000 rows: what is asked, seconds of `match_names` (both lists), `lookup`, again."""
    for title, (names, days) in kinds(pool((cc.load_cites(), cc.load_cms()))).items():
        drawn = asked(100_000, names, days)
        fresh = (cc.load_cites(), cc.load_cms())
        for one in fresh:
            cc.match_names(["Ara macao"], one)
        matching = sum(seconds(lambda one=one: cc.match_names(drawn[0], one)) for one in fresh)

        def ask(lists: tuple[Checklist, ...] = fresh, rows: Any = drawn) -> object:
            return cc.lookup(rows[0], dates=rows[1], countries=rows[2], lists=lists)

        yield title, matching, seconds(ask), seconds(ask)


#: a question in a process of its own: the lists are loaded, then names asked of them
ALONE: Final = """
import sys, time
import pandas as pd
import concordance as cc
start = time.process_time()
rows = pd.read_parquet(sys.argv[1])
lists = (cc.load_cites(), cc.load_cms())
if sys.argv[2] == "match":
    for one in lists:
        cc.match_names(rows["name"], one)
else:
    cc.lookup(rows["name"], dates=rows["date"], countries=rows["country"], lists=lists)
print(time.process_time() - start)
"""


def alone() -> Iterator[tuple[str, float, float]]:
    """The same, each in a process of its own, lists loaded too: title, match_names, lookup."""
    every = pool((cc.load_cites(), cc.load_cms()))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        for title, (names, days) in kinds(every).items():
            drawn = dict(zip(("name", "date", "country"), asked(100_000, names, days), strict=True))
            pd.DataFrame(drawn).to_parquet(path)
            took = [
                float(
                    subprocess.run(
                        [sys.executable, "-c", ALONE, str(path), what],
                        capture_output=True, check=True,
                    ).stdout
                )
                for what in ("match", "lookup")
            ]  # fmt: skip
            yield title, took[0], took[1]


def peak(rows: int) -> float:
    """Peak memory of `concordance lookup` on a file of so many rows, in MB."""
    lists = (cc.load_cites(), cc.load_cms())
    names = random.Random(5).sample(pool(lists), 2000)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trade.parquet"
        batch = 1_000_000
        schema = pa.schema([(name, pa.string()) for name in ("Taxon", "Year", "Origin")])
        with pq.ParquetWriter(path, schema) as writer:
            for at in range(0, rows, batch):
                drawn = asked(min(batch, rows - at), names, [str(y) for y in range(2015, 2026)], at)
                writer.write_table(pa.table(list(map(pa.array, drawn)), schema=schema))
        code = (
            "import re, sys; from pathlib import Path; from concordance.cli import main; "
            f"code = main(['lookup', {str(path)!r}, '--column', 'Taxon', '--date', 'Year', "
            f"'--country', 'Origin', '--quiet', '-o', {str(path.with_name('out.parquet'))!r}]); "
            # not ru_maxrss, which begins at the size of the parent
            "peak = re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text()); "
            "print(int(peak[1]) / 1024); sys.exit(code)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    return float(done.stdout.split()[-1])


def counter() -> tuple[int, list[str]]:
    """Names at a counter, and those answered otherwise than expected."""
    with (SHARED / "cases" / "counter.tsv").open(encoding="utf-8") as file:
        cases = list(csv.DictReader(file, delimiter="\t"))
    table = cc.lookup([case["query"] for case in cases])
    wrong = [
        case["query"]
        for place, case in enumerate(cases)
        if any(
            (cells(table[f"{key}_appendix"])[place] or "") != case[f"{key}_appendix"]
            for key in KEYS
        )
    ]
    return len(cases), wrong


def trade() -> pd.Series[int]:
    """How the Appendices of real records of one year agree with ours, for checking only."""
    records = pd.read_csv(SHARED / "real" / "trade_2015.csv.gz", dtype=str, keep_default_na=False)
    counts: pd.Series[int] = cc.lookup_trade(records)["lookup_agreement"].value_counts()
    return counts


def page(*, large: bool) -> str:
    """Return the page of figures."""
    rows, days, different = unequal()
    bounds, wrong = boundaries()
    names, missed = counter()
    counts = trade()
    total = int(counts.sum())
    lines = [
        "# Figures of lookup",
        "",
        "Written by `python benchmarks/lookup.py`. What the answers mean: [lookup](lookup.md).",
        "",
        "| held against | asked | differ |",
        "|---|---|---|",
        f"| a loop over the lists of {days} days, cell by cell | {rows:,} rows | {different} |",
        "| every day on which a dated entry begins or ends, and the day before | "
        f"{bounds:,} | {len(wrong)} |",
        f"| names at a permit desk | {names} | {len(missed)} |",
        "",
        "## Records of trade",
        "",
        f"{total:,} real records of 2015, for checking only: the Appendix of the record is that "
        "of the lists, or the reason why not.",
        "",
        "| agreement | records | share |",
        "|---|---|---|",
        *(f"| {code} | {n:,} | {n / total:.2%} |" for code, n in counts.items()),
        "",
        "## Speed",
        "",
        "100,000 rows, seconds of processor time: `match_names` of the same names in both lists, "
        "`lookup` in lists of which no other day was asked before, the same again.",
        "",
        "| asked | match_names | lookup, first | ratio | again | ratio |",
        "|---|---|---|---|---|---|",
    ]
    for title, matching, first, again in speed():
        lines.append(
            f"| {title} | {matching:.2f} | {first:.2f} | {first / matching:.1f} | {again:.2f} | "
            f"{again / matching:.1f} |"
        )
    lines += [
        "",
        "The first question makes the list of every spell that it is about. Each in a process of "
        "its own, in which the lists are loaded first:",
        "",
        "| asked | match_names | lookup | ratio |",
        "|---|---|---|---|",
        *(f"| {title} | {one:.2f} | {two:.2f} | {two / one:.1f} |" for title, one, two in alone()),
        "",
    ]
    lines += ["## Memory", ""]
    if large:
        small, big = peak(2_000_000), peak(20_000_000)
        lines.append(
            f"`concordance lookup` of 2 million rows: {small:,.0f} MB at most; of 20 million: "
            f"{big:,.0f} MB ({big / small:.2f} times)."
        )
    else:
        lines.append("Not measured in this run: `python benchmarks/lookup.py --large`.")
    for one in wrong[:20]:
        print(one)
    for query in missed:
        print(f"counter: {query}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    text = page(large="--large" in sys.argv)
    (ROOT / "docs" / "lookup_figures.md").write_text(text, encoding="utf-8")
    print(text)
