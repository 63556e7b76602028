"""``concordance diff``: what changed between two exports or two days."""

from __future__ import annotations

import argparse

from concordance.arrange.treaties import load_appendices
from concordance.concordance import Concordance
from concordance.errors import ConcordanceError

NAME = "diff"
HELP = "what changed between two exports or two days"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("files", nargs="*", help="two exports: CSV, Excel or Parquet")
    parser.add_argument("--between", nargs=2, metavar="DATE", help="two days of the lists")
    parser.add_argument("--format", choices=("text", "markdown", "csv"), default="text")


def run(options: argparse.Namespace) -> int:
    """Print the differences."""
    from concordance.changes import diff  # only here: a build needs neither
    from concordance.exports.delimited import csv_text
    from concordance.readers.results import read_result

    if options.between and not options.files:
        old, new = (Concordance(*load_appendices(day)).table for day in options.between)
    elif len(options.files) == 2 and not options.between:
        old, new = (read_result(path) for path in options.files)
    else:
        raise ConcordanceError("diff needs two files, or --between and two days")
    changes = diff(old, new)
    if options.format == "csv":
        print(csv_text(changes.table), end="")
    else:
        print(changes.markdown() if options.format == "markdown" else changes)
    return 0
