"""``concordance review``: write a workbook for review, and read its verdicts."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from concordance.cli.lists import (
    ROW_CODES,
    add_build_options,
    described,
    load_concordance,
    row_counts,
)
from concordance.cli.outcome import STANDARD, Outcome, UsageError, ending, write_to
from concordance.concordance import Concordance
from concordance.errors import ConcordanceError

NAME = "review"
HELP = "write a workbook for review, or read its verdicts"
DESCRIPTION = (
    "Review the concordance in a workbook. 'review export' writes the workbook; its sheet Review "
    "has the rows that need a verdict. 'review apply' reads the workbook back and adds the "
    "verdicts to a CSV file of decisions, where a new verdict replaces an older one on the same "
    "row. A decisions file named with -d must exist; -o starts a new one."
)
EXAMPLES = (
    "concordance review export -o review.xlsx",
    "concordance review apply review.xlsx -o decisions.csv",
)
CODES = ROW_CODES
_OPEN: Final = frozenset({"needs_review", "stale", "disputed"})
_WORKBOOK: Final = "review.xlsx"
_DECISIONS: Final = "decisions.csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "step", choices=("export", "apply"), help="write a workbook, or read its verdicts"
    )
    parser.add_argument(
        "workbook", nargs="?", metavar="WORKBOOK", help="for apply: the reviewed workbook"
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help=f"file to write, or - to print it; default: {_WORKBOOK} for export; the file of -d or "
        f"{_DECISIONS} for apply",
    )
    add_build_options(parser)


def run(options: argparse.Namespace) -> Outcome:
    """Write the workbook, or add its verdicts to the decisions file."""
    if options.step == "apply":
        if not options.workbook:
            raise UsageError("review apply needs the reviewed workbook")
        return _apply(options)
    if options.workbook:
        raise UsageError(
            f"review export does not read a workbook; to write this one, use -o {options.workbook}"
        )
    return _export(options)


def _export(options: argparse.Namespace) -> Outcome:
    output = options.output or _WORKBOOK
    ending(output, (".xlsx",))
    con = load_concordance(options)
    output = write_to(output, con.to_excel)
    opened = sum(row.status in _OPEN for row in con.rows)
    data = {**described(con), "to_review": opened, "output": output}
    message = f"Wrote {opened} rows to review to {output}."
    return Outcome(data, message, counts=row_counts(con.rows))


def _apply(options: argparse.Namespace) -> Outcome:
    from concordance.decision_tables import DECISIONS, later_wins  # lazy: it reads workbooks
    from concordance.exports.delimited import csv_text
    from concordance.files import write_whole
    from concordance.readers.review import read_review

    output = options.output or options.decisions or _DECISIONS
    is_new = _keep_verdicts(options, output)
    review = read_review(options.workbook)  # first, as errors in it show quickly
    con = load_concordance(options)
    given = con.decide_all(review)
    whole = later_wins(con.decisions[[c.name for c in DECISIONS]], given)
    text = csv_text(whole).encode()
    output = write_to(output, lambda path: write_whole(Path(path), text))
    reviewed: Concordance = con.apply(whole)
    message = (
        f"Read {len(given)} decisions from {options.workbook}; "
        f"{output} {'is new and has' if is_new else 'has'} {len(whole)}."
    )
    data = {**described(reviewed), "workbook": options.workbook, "given": len(given),
            "decisions": len(whole), "output": output}  # fmt: skip
    return Outcome(data, message, counts=row_counts(reviewed.rows))


def _keep_verdicts(options: argparse.Namespace, output: str) -> bool:
    """Read the existing decisions; return whether the output is a new file."""
    ending(output, (".csv",))
    there = output != STANDARD and Path(output).is_file()
    if options.decisions is None:
        options.decisions = output if there else None
    elif not Path(options.decisions).exists():
        raise ConcordanceError(
            f"{options.decisions}: this decisions file does not exist; check its name, or start a "
            f"new file with -o {options.decisions}"
        )
    elif there and not Path(output).samefile(options.decisions):
        raise UsageError(
            f"-o {output}: this file exists, and its verdicts would be lost; add to it with "
            f"-d {output}, or name a new file"
        )
    return not there and output != STANDARD
