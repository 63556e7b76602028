"""``concordance review``: a workbook to review in, and back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from concordance.cli.lists import (
    REVIEW_CODES,
    add_build_options,
    described,
    load_concordance,
    statuses,
)
from concordance.cli.outcome import Outcome, UsageError, write_to
from concordance.concordance import Concordance
from concordance.errors import ConcordanceError

NAME = "review"
HELP = "a workbook to review in, and back"
DESCRIPTION = (
    "Write a workbook in which people review the pairs (export), and read their verdicts back into "
    "the file of decisions (apply): decisions.csv, or the one named with -d. A named file that is "
    "missing is an error; --new begins it."
)
EXAMPLES = (
    "concordance review export -o review.xlsx",
    "concordance review apply review.xlsx -d verdicts.csv --new",
)
CODES = REVIEW_CODES
_OPEN: Final = frozenset({"needs_review", "stale", "disputed"})
_DEFAULT: Final = "decisions.csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("step", choices=("export", "apply"), help="write, or read back")
    parser.add_argument("workbook", nargs="?", help="for apply: the reviewed workbook")
    parser.add_argument(
        "-o", "--output", default="review.xlsx", help="for export: the workbook to write, or -"
    )
    parser.add_argument(
        "--new", action="store_true", help="for apply: begin the file of decisions named with -d"
    )
    add_build_options(parser)


def run(options: argparse.Namespace) -> Outcome:
    """Write the workbook, or bring its verdicts into the file of decisions."""
    applies = options.step == "apply"
    if applies != bool(options.workbook):
        raise UsageError(
            "review apply needs the reviewed workbook"
            if applies
            else "review export takes no workbook; name the one to write with -o"
        )
    path = options.decisions or _DEFAULT
    is_there = Path(path).exists()
    if options.decisions and not is_there:
        _check_new(options, path)
        options.decisions = None
    con = load_concordance(options, path if is_there else None)
    return _apply(options, con, path) if applies else _export(options, con)


def _check_new(options: argparse.Namespace, path: str) -> None:
    """Refuse a file that is named and missing: its name may be mistyped."""
    if options.step != "apply" or not options.new:
        advice = "; to begin a new file, add --new" if options.step == "apply" else ""
        raise ConcordanceError(f"{path}: the file of decisions does not exist{advice}")


def _export(options: argparse.Namespace, con: Concordance) -> Outcome:
    output = write_to(options.output, con.to_excel, "review.xlsx")
    opened = [row for row in con.rows if row.status in _OPEN]
    pairs = sum(row.link is not None for row in opened)
    message = f"Wrote {pairs} pairs to review to {output}."
    if lone := len(opened) - pairs:
        message += f" {lone} rows without a partner need review too: see the sheet Concordance."
    data = {**described(con), "pairs_to_review": pairs, "unpaired_to_review": lone,
            "output": output}  # fmt: skip
    return Outcome(data, message, counts=statuses(con))


def _apply(options: argparse.Namespace, con: Concordance, path: str) -> Outcome:
    from concordance.decision_tables import DECISIONS, later_wins  # only here: it reads workbooks
    from concordance.exports.delimited import csv_text
    from concordance.files import write_whole
    from concordance.readers.review import read_review

    given = con.decide_all(read_review(options.workbook))
    whole = later_wins(con.decisions[[c.name for c in DECISIONS]], given)
    write_whole(Path(path), csv_text(whole).encode())
    message = f"Read {len(given)} decisions from {options.workbook}; {path} has {len(whole)}."
    data = {"workbook": options.workbook, "given": len(given), "decisions": len(whole),
            "output": path}  # fmt: skip
    return Outcome(data, message, counts=statuses(con.apply(whole)))
