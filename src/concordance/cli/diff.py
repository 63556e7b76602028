"""``concordance diff``: what changed between two exports or two days."""

from __future__ import annotations

import argparse

from concordance.cli.lists import add_build_options, lists_of_day, read_verdicts, records
from concordance.cli.outcome import Outcome, UsageError
from concordance.codes import Change
from concordance.concordance import Concordance
from concordance.readers.appendices import KEYS

NAME = "diff"
HELP = "print what changed between two exports or two days"
DESCRIPTION = (
    "Print what changed between two exports of the concordance, or between the lists on two days. "
    "The options for lists and verdicts go with --between."
)
EXAMPLES = (
    "concordance diff old.csv new.csv",
    "concordance diff --between 2023-02-23 2026-03-05 --format markdown",
)
CODES = (*(change.value for change in Change), "changed")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="two exports: CSV, Excel or Parquet"
    )
    parser.add_argument(
        "--between", nargs=2, metavar=("DAY", "DAY"), help="compare the lists on these two days"
    )
    parser.add_argument(
        "--format",
        choices=("text", "markdown", "csv"),
        default="text",
        help="how to print the changes; default: text",
    )
    add_build_options(parser, days=False)


def run(options: argparse.Namespace) -> Outcome:
    """Print the differences."""
    from concordance.changes import diff  # lazy: a build does not need it
    from concordance.exports.delimited import csv_text
    from concordance.readers.results import read_result

    if options.between and not options.files:
        _refuse_same_days(options)
        verdicts = read_verdicts(options.decisions)
        old, new = (
            Concordance(*lists_of_day(options, day), decisions=verdicts).table
            for day in options.between
        )
    elif len(options.files) == 2 and not options.between:
        _refuse_list_options(options)
        old, new = (read_result(path) for path in options.files)
    else:
        raise UsageError("diff needs two files, or --between and two days")
    changes = diff(old, new)
    if options.format == "csv":
        answer = csv_text(changes.table)
    else:
        answer = changes.markdown() if options.format == "markdown" else str(changes)
    counts = changes.counts()
    data = {"counts": counts, "changes": records(changes.table)}
    return Outcome(data, answer=answer, counts={**counts, "changed": len(changes.table)})


def _refuse_same_days(options: argparse.Namespace) -> None:
    """Reject lists that are the same on both days, as there is nothing to compare."""
    if all(getattr(options, key) for key in KEYS):
        raise UsageError(
            "--between needs a list that changes, but your own lists are the same on both days; "
            "build with each list and compare the two exports"
        )


def _refuse_list_options(options: argparse.Namespace) -> None:
    """Reject options that would be ignored."""
    own = [name for key in KEYS for name in (key, f"{key}_amendments")]
    if given := [name for name in (*own, "decisions") if getattr(options, name)]:
        names = ", ".join(f"--{name.replace('_', '-')}" for name in given)
        raise UsageError(f"{names}: only valid with --between, as two files are compared unchanged")
