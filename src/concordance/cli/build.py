"""``concordance build``: the concordance of both treaties as CSV."""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from concordance.about import DISCLAIMER
from concordance.cli.lists import add_list_options, load_concordance
from concordance.codes import NameDifference
from concordance.concordance import Concordance

NAME = "build"
HELP = "build the concordance of both treaties"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("-o", "--output", default="concordance.csv", help="CSV file to write")
    parser.add_argument("-d", "--decisions", help="verdicts of people, a CSV file")
    parser.add_argument("--excel", action="store_true", help="with a byte order mark, for Excel")
    add_list_options(parser)


def run(options: argparse.Namespace) -> int:
    """Build, write and tell what came out."""
    con = load_concordance(options, options.decisions)
    con.to_csv(options.output, excel=options.excel)
    print(summary_text(con, options.output), file=sys.stderr)
    return 0


def summary_text(con: Concordance, output: str) -> str:
    """Return the summary of a build that a person wants to read."""
    pairs = [row for row in con.rows if row.link is not None]
    relations = Counter(row.relation.value for row in pairs)
    review = sum(row.status == "needs_review" for row in con.rows)
    differences = Counter(
        code.value for row in pairs for code in row.judged.name_difference or (NameDifference.NONE,)
    )
    taxa = [len({row.ids[place] for row in con.rows} - {None}) for place in (0, 1)]
    lines = [
        f"{source.name}, {source.version}: {count} taxa (complete up to {source.complete_to})"
        for source, count in zip(con.sources, taxa, strict=True)
    ]
    return "\n".join(
        [
            *lines,
            f"{len(pairs)} pairs: {_counts(relations)}",
            f"names of the pairs: {_counts(differences)}",
            f"{len(con.rows) - len(pairs)} unpaired taxa; {review} rows need review",
            f"Wrote {len(con.rows)} rows to {output}; every entry of both lists is in it.",
            DISCLAIMER,
        ]
    )


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{n} {code}" for code, n in sorted(counts.items(), key=lambda c: (-c[1], c)))
