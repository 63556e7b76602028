"""Time the service against `match_names` for the same names, and its memory under wrong requests.

Run ``python benchmarks/serve.py``: it starts ``concordance serve`` as a process of its own, sends
100,000 rows in batches as OpenRefine does, and writes ``docs/serve_performance.md``.
"""

import platform
import random
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from serving import FORM, Client, Served, malformed, served  # noqa: E402

import concordance as cc  # noqa: E402

ROWS = 100_000
BATCHES = (10, 100, 1000)
ROUNDS = 3
OF_OPENREFINE = {10: " (OpenRefine up to 3.7)", 1000: " (from 3.8, of 10,000 rows or more)"}
#: seconds that pass, and those of the processor
Taken = tuple[float, float]


def names(cites: cc.Checklist) -> list[str]:
    """Return distinct names: of the list, with errors, of covered genera, and unknown ones."""
    numbers = random.Random(8931)
    known = sorted({use.name for use in cites.with_members.records.names})
    genera = sorted({name.split()[0] for name in known})
    made = dict.fromkeys(known)
    while len(made) < ROWS:
        kind = numbers.random()
        name = numbers.choice(known)
        if kind < 0.25:  # a letter typed twice
            at = numbers.randrange(1, len(name))
            made[name[:at] + name[at - 1 :]] = None
        elif kind < 0.75:
            made[f"{numbers.choice(genera)} {_word(numbers)}us"] = None
        else:
            made[f"{_word(numbers).capitalize()} {_word(numbers)}a"] = None
    found = list(made)[:ROWS]
    numbers.shuffle(found)
    return found


def _word(numbers: random.Random) -> str:
    parts = ["bcdfglmnprst", "aeiou"] * numbers.choice((2, 3))
    return "".join(numbers.choice(part) for part in parts)


def send(service: Served, client: Client, rows: list[str], size: int) -> Taken:
    """Return in which seconds the rows are answered, batch by batch, and those of its processor."""
    start, work = time.perf_counter(), service.work()
    for begin in range(0, len(rows), size):
        part = rows[begin : begin + size]
        batch = {f"q{i}": {"query": name, "type": "taxon"} for i, name in enumerate(part)}
        assert len(client.post("/cites", queries=batch).json) == len(part)
    return time.perf_counter() - start, service.work() - work


def own(rows: list[str], cites: cc.Checklist, how: str) -> Taken:
    """Return the same of `match_names` for the same rows, warm."""
    start, work = time.perf_counter(), time.process_time()
    cc.match_names(rows, cites, how=how)
    return time.perf_counter() - start, time.process_time() - work


def peaks() -> tuple[int, int, int]:
    """Return the peak memory in MB after 0, 100 and 1,000 malformed requests."""
    with served("--quiet") as service:
        client = service.client()
        found = [service.peak()]
        for seed in range(1000):
            path, raw = malformed(seed)
            client.send("POST", path, raw, {"Content-Type": FORM})
            if seed + 1 in (100, 1000):
                found.append(service.peak())
        client.close()
    return found[0] // 1024, found[1] // 1024, found[2] // 1024


def served_once(rows: list[str], size: int) -> Taken:
    """Return what a service of its own takes, as it keeps the answers to the last names."""
    with served("--quiet") as service:
        client = service.client()
        send(service, client, rows[:10], 10)
        taken = send(service, client, rows, size)
        client.close()
    return taken


def rounds(rows: list[str], cites: cc.Checklist) -> dict[str, list[Taken]]:
    """Return what each way takes, all of them one after the other in each round."""
    ways: dict[str, Callable[[], Taken]] = {
        "`match_names(names, cites)`": lambda: own(rows, cites, "best"),
        '`match_names(names, cites, how="all")`': lambda: own(rows, cites, "all"),
    }
    for size in BATCHES:
        label = f"service, {size:,} names a request{OF_OPENREFINE.get(size, '')}"
        ways[label] = partial(served_once, rows, size)
    taken: dict[str, list[Taken]] = {way: [] for way in ways}
    for _ in range(ROUNDS):
        for way, measure in ways.items():
            taken[way].append(measure())
            print(way, taken[way][-1], flush=True)
    return taken


def row(way: str, taken: list[Taken], first: list[Taken]) -> str:
    """Return the line of a way: medians, and of the ratios in each round the whole range."""
    cells = [way]
    for of in (0, 1):
        ratios = sorted(mine[of] / other[of] for mine, other in zip(taken, first, strict=True))
        cells += [
            f"{median(one[of] for one in taken):.1f}",
            f"{median(ratios):.1f} ({ratios[0]:.1f} to {ratios[-1]:.1f})",
        ]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Measure, print, and write the page."""
    cites = cc.load_cites(kingdom="all")
    rows = names(cites)
    cc.match_names(rows[:10], cites)
    taken = rounds(rows, cites)
    memory = peaks()
    first = next(iter(taken.values()))
    grown = memory[2] / memory[1]
    lines = [
        "# Speed of the service",
        "",
        f"`python benchmarks/serve.py` matches {ROWS:,} distinct names in a warm process, and",
        "sends the same names to `concordance serve` from one client, batch after batch. The",
        "names are those of the CITES list, names with typing errors, names of covered genera,",
        f"and unknown names; no name is sent twice. There are {ROUNDS} rounds, each with all",
        "methods one after the other. The table gives medians, and ratios to `match_names` in",
        "the same round with their range. Processor time is that of the service alone; elapsed",
        "time includes the client, which waits for each answer before it sends the next batch.",
        "",
        "| method | seconds | ratio | processor time, s | ratio |",
        "|---|---|---|---|---|",
        *(row(way, one, first) for way, one in taken.items()),
        "",
        "OpenRefine sends ten names a request up to version 3.7. From 3.8 on it sends a tenth of",
        "the rows, at most the `batchSize` of the manifest, which is 1,000.",
        "",
        f"Peak memory of the service: {memory[0]} MB when ready, {memory[1]} MB after 100",
        f"malformed requests, {memory[2]} MB after 1,000 ({grown:.2f} times that after 100).",
        "",
        f"Python {platform.python_version()}, {platform.machine()}, "
        + ", ".join(f"{p} {version(p)}" for p in ("starlette", "uvicorn", "pandas", "pyarrow")),
    ]
    text = "\n".join(lines) + "\n"
    sys.stdout.write(text)
    (ROOT / "docs" / "serve_performance.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
