"""Look up every species that CITES listed on a day in 2017, and more; count the right answers.

Run ``python benchmarks/coverage.py`` with the folder of shared case files beside the project (or in
CONCORDANCE_SHARED). The index of that day, a download of the CITES Checklist, is read to check the
answers only: no row of it is in the package. ``--outside FILE`` adds names that no entry covers: a
CSV, plain or ``.gz``, with the columns name, kingdom and family, such as one made of the NCBI
Taxonomy. The result is written to ``docs/coverage.md``.
"""

import argparse
import csv
import gzip
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

import concordance as cc
from concordance.schema import cells

ROOT = Path(__file__).parents[1]
DAY = "2017-04-21"
INDEX = "real/Index_of_CITES_Species_2017-04-21_17-27.csv.gz"
BIRDS = "facts/birds/treaty_bird_names.csv"
KINGDOMS = {"Animalia": "animals", "Plantae": "plants"}
#: a synonym with its author, in the cell of the index
_NAME = re.compile(r"\s*([A-Z][a-z-]+ [a-z-]+(?: [a-z-]{3,})?)(?= [A-Z(\[]|\s*$)")


class Asked(NamedTuple):
    """A name, and the Appendices that are right for it."""

    name: str
    appendices: frozenset[str]


class Count(NamedTuple):
    """Counts of the results for some names."""

    label: str
    names: int
    right: int
    not_found: int
    ambiguous: int
    proposed: int
    wrong: tuple[tuple[Asked, str], ...]

    @property
    def line(self) -> str:
        """The row of the page."""
        share = f"{self.right / self.names:.2%}"
        return (
            f"| {self.label} | {self.names:,} | {self.right:,} ({share}) | {self.not_found:,} | "
            f"{self.ambiguous:,} | {self.proposed:,} | {len(self.wrong):,} |"
        )


def rows_of(path: Path) -> list[dict[str, str]]:
    opener: Any = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def listed(row: dict[str, str]) -> frozenset[str]:
    return frozenset(row["CurrentListing"].split("/")) - {"NC", ""}


def synonyms(rows: Iterable[dict[str, str]]) -> list[Asked]:
    """The synonyms of the index that can be told from their authors."""
    return [
        Asked(found[1], listed(row))
        for row in rows
        if listed(row)
        for text in row["SynonymsWithAuthors"].split(",")
        if (found := _NAME.match(text))
    ]


def count(label: str, asked: Sequence[Asked], checklist: cc.Checklist, kingdom: str = "") -> Count:
    context = pd.DataFrame({"kingdom": [kingdom] * len(asked)}) if kingdom else None
    found = cc.match_names([one.name for one in asked], checklist, context=context)
    statuses: Counter[str] = Counter()
    right, wrong = 0, []
    for one, status, appendix in zip(
        asked, cells(found["status"]), cells(found["appendix"]), strict=True
    ):
        if frozenset((appendix or "").split("|")) - {""} == one.appendices:
            right += 1
        else:
            statuses[status] += 1
            if appendix:
                wrong.append((one, appendix))
    return Count(label, len(asked), right, statuses["not_found"], statuses["ambiguous"],
                 statuses["proposed"], tuple(wrong))  # fmt: skip


def lower(counts: Iterable[Count]) -> int:
    """Names of Appendix I alone that are answered with another one."""
    return sum(
        one.appendices == {"I"} and "I" not in appendix.split("|")
        for count_ in counts
        for one, appendix in count_.wrong
    )


def index_counts(folder: Path) -> list[Count]:
    """Every species of the index, by its names."""
    rows = [r for r in rows_of(folder / INDEX) if r["RankName"].lower() == "species"]
    cites = cc.load_cites(DAY)
    counts = []
    for kingdom, words in KINGDOMS.items():
        own = [row for row in rows if row["Kingdom"] == kingdom]
        species = [Asked(row["FullName"], listed(row)) for row in own if listed(row)]
        counts.append(count(f"{words}, no kingdom given", species, cites))
        counts.append(count(f"{words}, kingdom given", species, cites, kingdom))
        counts.append(count(f"synonyms of {words}, kingdom given", synonyms(own), cites, kingdom))
    return counts


def excepted(folder: Path) -> tuple[int, int]:
    """Species that the index has as not listed (NC), and how many are answered ``excluded``."""
    names = [r["FullName"] for r in rows_of(folder / INDEX)
             if r["RankName"].lower() == "species" and r["CurrentListing"] == "NC"]  # fmt: skip
    found = cc.match_names(names, cc.load_cites(DAY))
    return len(names), int((found["status"] == "excluded").sum())


def birds_of_cms(folder: Path) -> tuple[int, int]:
    """Birds of families that CMS lists, and how many are answered with the entry of that family."""
    rows = [r for r in rows_of(folder / BIRDS) if r["cms_entry"]]
    asked = {r["avilist_name"]: set(r["cms_entry"].split("|")) for r in rows
             if not r["avilist_part"] and r["avilist_name"].count(" ") == 1}  # fmt: skip
    found = cc.match_names(list(asked), cc.load_cms())
    right = sum(
        bool(entries & set((listed_as or "").split("|")))
        for entries, listed_as in zip(asked.values(), cells(found["listed_as"]), strict=True)
    )
    return len(asked), right


def outside(path: Path) -> list[tuple[str, int, int]]:
    """Names that no entry covers: for each list, how many there are and how many are listed."""
    names = [row["name"] for row in rows_of(path)]
    return [
        (checklist.label, len(names), int(cc.match_names(names, checklist)["appendix"].count()))
        for checklist in (cc.load_cites(), cc.load_cms())
    ]


def page(folder: Path, other: Path | None) -> list[str]:
    """Measure, and return the lines of the page."""
    counts = index_counts(folder)
    excluded, birds = excepted(folder), birds_of_cms(folder)
    of_synonyms = sum(c.names for c in counts if c.label.startswith("synonyms"))
    low = lower(c for c in counts if c.label.startswith("synonyms"))
    lines = [
        "# Coverage", "",
        f"`python benchmarks/coverage.py` looks up every species that CITES listed on {DAY}, under "
        "the names in the CITES Checklist, which is used only to check the answers. *Right*: "
        "exactly the Appendices in that index. *Other*: the answer has another Appendix.", "",
        "| names | number | right | not_found | ambiguous | proposed | other |",
        "|---|---|---|---|---|---|---|",
        *(c.line for c in counts), "",
        f"- Synonyms of species in Appendix I answered with another Appendix: {low:,} of "
        f"{of_synonyms:,} synonyms ({low / of_synonyms:.2%}). They are names in a genus that is in "
        "Appendix II today; the evidence names the stricter entries of that genus.",
        f"- Species that are not listed according to the index: {excluded[1]} of {excluded[0]} "
        "answered `excluded`.",
        f"- Birds of the families in CMS Appendix II: {birds[1]:,} of {birds[0]:,} answered with "
        "the entry for their family.",
    ]  # fmt: skip
    if other is not None:
        lines += [
            f"- Names that no entry covers, from the NCBI Taxonomy: {label} calls {wrong} of "
            f"{names:,} listed."
            for label, names, wrong in outside(other)
        ]
    return [
        *lines,
        "",
        "The index and the package differ on *Alopias* and *Carcharhinus falciformis*, as "
        "expected: the index includes their entries before they were in force (2017-10-04).",
        "",
    ]


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--outside", type=Path, metavar="FILE")
    options = parser.parse_args()
    folder = Path(os.environ.get("CONCORDANCE_SHARED", ROOT.parent / "shared"))
    text = "\n".join(page(folder, options.outside))
    sys.stdout.write(text)
    (ROOT / "docs" / "coverage.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
