"""``concordance report``: one HTML file to look at, offline."""

from __future__ import annotations

import argparse
import sys

from concordance.cli.lists import add_list_options, load_concordance

NAME = "report"
HELP = "one HTML file to look at, offline"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("-o", "--output", default="report.html", help="HTML file to write")
    parser.add_argument(
        "--language", choices=("en", "fr", "es"), default="en", help="language it opens in"
    )
    parser.add_argument("-d", "--decisions", help="verdicts of people, a CSV file")
    add_list_options(parser)


def run(options: argparse.Namespace) -> int:
    """Build and write the report."""
    con = load_concordance(options, options.decisions)
    con.report(options.output, language=options.language)
    print(f"{len(con.rows)} rows to look at in {options.output}", file=sys.stderr)
    return 0
