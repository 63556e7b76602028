"""Ask for every animal species that CITES listed on a day of 2017, and count the right answers.

Run ``python benchmarks/coverage.py`` with the folder of shared case files beside the project (or in
CONCORDANCE_SHARED). The index of that day, a download of the CITES Checklist, is read to check the
answers only: no row of it is in the package. The result is written to ``docs/coverage.md``.
"""

import csv
import gzip
import os
import sys
from collections import Counter
from pathlib import Path

import concordance as cc
from concordance.schema import cells

ROOT = Path(__file__).parents[1]
DAY = "2017-04-21"
INDEX = "real/Index_of_CITES_Species_2017-04-21_17-27.csv.gz"


def species(folder: Path) -> list[tuple[str, frozenset[str]]]:
    """Return the animal species with an Appendix in the index, each with its Appendices."""
    with gzip.open(folder / INDEX, "rt", encoding="utf-8", newline="") as file:
        rows = [
            (row["FullName"], frozenset(row["CurrentListing"].split("/")) - {"NC"})
            for row in csv.DictReader(file)
            if row["Kingdom"] == "Animalia" and row["RankName"].lower() == "species"
        ]
    return [(name, appendices) for name, appendices in rows if appendices]


def measure(folder: Path) -> tuple[Counter[str], Counter[str], list[str]]:
    """Return the names by status, those of them with the right Appendix, and the others."""
    asked = species(folder)
    found = cc.match_names([name for name, _ in asked], cc.load_cites(DAY))
    statuses: Counter[str] = Counter()
    right: Counter[str] = Counter()
    wrong = []
    answers = zip(asked, cells(found["status"]), cells(found["appendix"]), strict=True)
    for (name, appendices), status, appendix in answers:
        statuses[status] += 1
        if frozenset((appendix or "").split("|")) - {""} == appendices:
            right[status] += 1
        else:
            wrong.append(f"{name} ({status}, {appendix or 'no Appendix'})")
    return statuses, right, wrong


def main() -> None:
    """Measure and write the page."""
    folder = Path(os.environ.get("CONCORDANCE_SHARED", ROOT.parent / "shared"))
    statuses, right, wrong = measure(folder)
    total = statuses.total()
    lines = [
        "# Coverage", "",
        f"`python benchmarks/coverage.py`: every animal species that CITES listed on {DAY}, by the "
        "names of the CITES Checklist, which is read to check the answers only.", "",
        "| status | names | right Appendix |", "|---|---|---|",
        *(f"| {status} | {n} | {right[status]} |" for status, n in statuses.most_common()),
        f"| all | {total} | {right.total()} ({right.total() / total:.2%}) |", "",
        f"Other Appendices than in the index: {len(wrong)}. Most are species of which only "
        "populations differ, entries whose day the index did not have yet, and names whose genus "
        "the package does not know.", "",
    ]  # fmt: skip
    text = "\n".join(lines)
    sys.stdout.write(text + "\n".join(wrong) + "\n")
    (ROOT / "docs" / "coverage.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
