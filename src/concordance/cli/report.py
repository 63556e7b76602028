"""``concordance report``: one HTML file to read offline."""

from __future__ import annotations

import argparse
from functools import partial

from concordance.cli.lists import (
    ROW_CODES,
    add_build_options,
    described,
    load_concordance,
    row_counts,
)
from concordance.cli.outcome import Outcome, ending, write_to

NAME = "report"
HELP = "write one HTML file to read offline"
DESCRIPTION = (
    "Build the concordance and write it as one HTML file that works offline, with search, filters "
    "and the history of each listing."
)
EXAMPLES = (
    "concordance report -o report.html",
    "concordance report --language fr --as-of 2023-02-23 -o rapport.html",
)
CODES = ROW_CODES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        default="report.html",
        help="HTML file to write, or - to print it; default: report.html",
    )
    parser.add_argument(
        "--language",
        choices=("en", "fr", "es"),
        default="en",
        help="first language of the report; default: en",
    )
    parser.add_argument(
        "--whole",
        action="store_true",
        help="also write columns that may not be redistributed, for your own use",
    )
    add_build_options(parser)


def run(options: argparse.Namespace) -> Outcome:
    """Build and write the report."""
    ending(options.output, (".html", ".htm"))
    con = load_concordance(options)
    write = partial(con.report, language=options.language, whole=options.whole)
    output = write_to(options.output, write)
    message = f"Wrote a report of {len(con.rows)} rows to {output}."
    return Outcome({**described(con), "output": output}, message, counts=row_counts(con.rows))
