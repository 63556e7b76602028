"""``concordance build``: the concordance of both treaties as one table."""

from __future__ import annotations

import argparse
from collections import Counter
from functools import partial
from typing import Any, Final

from concordance.about import DISCLAIMER
from concordance.cli.lists import (
    ROW_CODES,
    add_build_options,
    described,
    load_concordance,
    row_counts,
)
from concordance.cli.outcome import Outcome, UsageError, ending, write_to
from concordance.codes import NameDifference
from concordance.concordance import Concordance
from concordance.readers.appendices import KEYS

NAME = "build"
HELP = "build the concordance of both treaties"
DESCRIPTION = (
    "Build the concordance of both treaties and write it as one table, with a row for each pair "
    "of taxa and each unpaired taxon."
)
EXAMPLES = (
    "concordance build -o concordance.csv",
    f"concordance build --{KEYS[0]} my_list.csv -d decisions.csv -o concordance.xlsx",
)
CODES = ROW_CODES
_WRITTEN: Final = (".csv", ".xlsx", ".parquet")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        default="concordance.csv",
        help=f"file to write ({', '.join(_WRITTEN)}), or - to print CSV; default: concordance.csv",
    )
    parser.add_argument(
        "--excel", action="store_true", help="begin a CSV file with a byte order mark, for Excel"
    )
    add_build_options(parser)


def run(options: argparse.Namespace) -> Outcome:
    """Build, write and summarise."""
    end = ending(options.output, _WRITTEN)
    if options.excel and end != _WRITTEN[0]:
        raise UsageError(f"--excel is for CSV; a {end} file needs no byte order mark")
    con = load_concordance(options)
    write = partial(con.to_csv, excel=options.excel) if end == ".csv" else con.export
    output = write_to(options.output, write)
    return Outcome(_summary(con, output), summary_text(con, output), counts=row_counts(con.rows))


def _summary(con: Concordance, output: str) -> dict[str, Any]:
    pairs = [row for row in con.rows if row.link is not None]
    relations = Counter(row.relation.value for row in pairs)
    return {**described(con), "pairs": len(pairs), "relations": dict(sorted(relations.items())),
            "output": output}  # fmt: skip


def summary_text(con: Concordance, output: str) -> str:
    """Return a summary of a build for people."""
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
