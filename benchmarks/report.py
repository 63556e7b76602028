"""Size and time of the report, in a real browser: ``python benchmarks/report.py``.

Rows are those of the package, the first thousand of them, and four copies of all; each time is the
median of five runs, from the start of the navigation or of the step until the page is drawn.
"""

import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import sync_playwright
from report_steps import STEPS, many, time_step

import concordance as cc
from concordance.views.report import History, report_bytes

RUNS = 5


def main() -> None:
    """Print one line for each size."""
    con = cc.build(cc.load_cites(), cc.load_cms())
    plain = History(meetings={}, keys={})
    result = con.result()
    cases = {
        "the first of them": replace(result, table=result.table.head(1000)),
        "package": result,
        "four times": many(con, 4),
    }
    print(
        "| rows | MB | written, s | first view, s | " + " | ".join(f"{s}, s" for s in STEPS) + " |"
    )
    print("|---|" + "---|" * (3 + len(STEPS)))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name, given in cases.items():
            start = time.perf_counter()
            content = report_bytes(given, plain)
            written = time.perf_counter() - start
            path = Path(folder) / "r.html"
            path.write_bytes(content)
            times = {"first": [], **{step: [] for step in STEPS}}
            for _ in range(RUNS):
                page = browser.new_page()
                page.goto(f"file://{path}")
                page.wait_for_selector("#main h1", state="attached")
                mark = "performance.getEntriesByName('shown')[0].startTime"
                times["first"].append(page.evaluate(mark) / 1000)
                for step, address in STEPS.items():
                    times[step].append(time_step(page, address))
                page.close()
            cells = " | ".join(f"{statistics.median(t):.2f}" for t in times.values())
            size = len(content) / 1e6
            print(f"| {len(given.table):,} ({name}) | {size:.1f} | {written:.2f} | {cells} |")
        print(f"\nChromium {browser.version}, Python {sys.version.split()[0]}.")
        browser.close()


if __name__ == "__main__":
    main()
