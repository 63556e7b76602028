"""Time several lists side by side against one concordance of two.

Run ``python benchmarks/crosswalk.py``. It prints the best of several runs of each and their ratio,
as Markdown; lists are loaded anew for every run and not timed.
"""

import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import concordance as cc
from concordance.checklist import Checklist

RUNS = 5
SIX = ("cites", "cms", "eu", "aewa", "bern", "habitats")


def best(keys: Sequence[str], work: Callable[[list[Checklist]], Any]) -> float:
    """Return the shortest time of some work on lists, in seconds."""
    times = []
    for _ in range(RUNS):
        lists = [cc.load_list(key) for key in keys]
        start = time.perf_counter()
        work(lists)
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Measure and print."""
    one = best(SIX[:2], lambda lists: cc.build(*lists).table)
    six = best(SIX, lambda lists: cc.crosswalk(lists).table)
    sys.stdout.write(
        f"| work | seconds | ratio |\n|---|---|---|\n| `build`, {' x '.join(SIX[:2])} | {one:.2f} "
        f"| 1.0 |\n| `crosswalk` of {', '.join(SIX)} (15 pairs) | {six:.2f} | {six / one:.1f} |\n"
    )


if __name__ == "__main__":
    main()
