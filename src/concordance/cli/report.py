"""``concordance report``: one HTML file to look at, offline."""

from __future__ import annotations

import argparse
from functools import partial

from concordance.cli.lists import (
    REVIEW_CODES,
    add_build_options,
    described,
    load_concordance,
    statuses,
)
from concordance.cli.outcome import Outcome, write_to

NAME = "report"
HELP = "write one HTML file to read offline"
DESCRIPTION = (
    "Write the concordance as one HTML file that works offline, with search, filters and the "
    "history of each listing."
)
EXAMPLES = (
    "concordance report -o report.html",
    "concordance report --language fr --as-of 2023-02-23 -o rapport.html",
)
CODES = REVIEW_CODES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("-o", "--output", default="report.html", help="HTML file to write, or -")
    parser.add_argument(
        "--language", choices=("en", "fr", "es"), default="en", help="language it opens in"
    )
    add_build_options(parser)


def run(options: argparse.Namespace) -> Outcome:
    """Build and write the report."""
    con = load_concordance(options)
    output = write_to(options.output, partial(con.report, language=options.language))
    message = f"Wrote a report of {len(con.rows)} rows to {output}."
    return Outcome({**described(con), "output": output}, message, counts=statuses(con))
