"""Time the way of a review on 3,000 open rows and write ``docs/review.md``.

Run ``python benchmarks/review.py``. The rows are pairs of two lists made for it, each open to
review; a third is agreed, a third rejected and a third left. Writing, reading, deciding and
building again are timed apart, the best of 3 runs; reading the file with openpyxl alone is the
measure.
"""

import platform
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import openpyxl
from cases import checklist, with_tables

import concordance as cc
from concordance.readers.review import read_review

ROWS = 3_000
PLACE = {"kingdom": "Animalia", "class": "Mammalia", "order": "Carnivora", "family": "Felidae"}


def lists() -> Any:
    """Return two lists whose names differ by a letter, so that every pair needs a person."""
    syllables = ["ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "su", "ta", "ve", "xi"]
    names = [f"Aus {a}{b}{c}{d}us" for a in syllables for b in syllables for c in syllables
             for d in syllables[:2]][:ROWS]  # fmt: skip
    sides = []
    for key, author in (("cites", "Gray, 1830"), ("cms", "Blyth, 1841")):
        bare = checklist([(n, f"{n} {author}", "", "", PLACE) for n in names], key)
        entries = [{"entry_id": n, "taxon_id": n, "taxon": n, "rank": "species", "appendix": "I",
                    "scope": "whole"} for n in names]  # fmt: skip
        sides.append(with_tables(bare, listings=entries))
    return sides


def decide(path: Any) -> None:
    """Write a verdict into two of three rows, as a reviewer would."""
    book = openpyxl.load_workbook(path)
    sheet = book["Review"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        if row % 3:
            verdict = "agreed" if row % 3 == 1 else "rejected"
            given = {"status": verdict, "reviewer": "A. Person", "reviewed_on": "2026-11-03"}
            for column, value in given.items():
                sheet.cell(row, heads[column]).value = value
    book.save(path)


def read_alone(path: Any) -> Any:
    """Return the cells of the sheet, as openpyxl gives them."""
    return [list(r) for r in openpyxl.load_workbook(path, data_only=True)["Review"].iter_rows()]


def main() -> None:
    """Time each step and write the page."""
    left, right = lists()
    con = cc.build(left, right)
    rows = int((con.table["status"] == "needs_review").sum())
    assert rows >= ROWS, f"{rows} rows are open"
    seconds = {}

    def timed(step: Any, work: Any) -> Any:
        start = time.perf_counter()
        found = work()
        seconds[step] = min(time.perf_counter() - start, seconds.get(step, 1e9))
        return found

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "review.xlsx"
        for _ in range(3):
            timed("write the workbook", lambda: con.to_excel(path))
            decide(path)
            timed("read it with openpyxl alone", lambda: read_alone(path))
            given = timed("read the verdicts", lambda: read_review(path))
            made = timed("turn them into decisions", lambda: con.decide_all(given))
            again = timed("build with the decisions", lambda: con.apply(made))
    states = again.decisions["state"].value_counts().to_dict()
    counts = ", ".join(f"{n:,} {state}" for state, n in states.items())
    measure = seconds["read it with openpyxl alone"]
    own = sum(s for step, s in seconds.items() if "openpyxl" not in step)
    lines = ["# Time of a review", "", f"`python benchmarks/review.py`: {rows:,} open rows, "
             f"{len(given):,} verdicts, best of 3 runs.", "",
             "| step | seconds | ratio to openpyxl |", "|---|---|---|"]  # fmt: skip
    lines += [f"| {step} | {s:.2f} | {s / measure:.2f} |" for step, s in seconds.items()]
    lines += [f"| export and reapply, total | {own:.2f} | {own / measure:.2f} |", "",
              f"Decisions afterwards: {counts}.", "",
              f"Python {platform.python_version()}, {platform.machine()}, "
              f"openpyxl {version('openpyxl')}, xlsxwriter {version('xlsxwriter')}"]  # fmt: skip
    text = "\n".join(lines) + "\n"
    (Path(__file__).parents[1] / "docs" / "review.md").write_text(text, encoding="utf-8")
    print(text, end="")


if __name__ == "__main__":
    main()
