"""``concordance review``: a workbook to review in, and back."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from concordance.cli.lists import add_list_options, load_concordance
from concordance.concordance import Concordance
from concordance.errors import ConcordanceError

NAME = "review"
HELP = "a workbook to review in, and back"
_DEFAULT: Final = "decisions.csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("step", choices=("export", "apply"))
    parser.add_argument("workbook", nargs="?", help="for apply: the reviewed workbook")
    parser.add_argument(
        "-o", "--output", default="review.xlsx", help="for export: the workbook to write"
    )
    parser.add_argument(
        "-d", "--decisions", help=f"file of decisions; left out: {_DEFAULT}, where there is one"
    )
    add_list_options(parser)


def run(options: argparse.Namespace) -> int:
    """Write the workbook, or bring its verdicts into the file of decisions."""
    path = options.decisions or _DEFAULT
    # a file that is named must be there; only apply may begin one
    named = options.decisions is not None and options.step == "export"
    con = load_concordance(options, path if named or Path(path).exists() else None)
    return _export(options, con) if options.step == "export" else _apply(options, con, path)


def _export(options: argparse.Namespace, con: Concordance) -> int:
    from concordance.exports.excel import OPEN  # only here: apply needs none of it

    con.to_excel(options.output)
    open_ = [row for row in con.rows if row.status in OPEN]
    pairs = sum(row.link is not None for row in open_)
    print(f"{pairs} pairs to review in {options.output}", file=sys.stderr)
    if alone := len(open_) - pairs:
        print(f"{alone} rows without partner need a look too: see the sheet Concordance",
              file=sys.stderr)  # fmt: skip
    return 0


def _apply(options: argparse.Namespace, con: Concordance, path: str) -> int:
    from concordance.decision_tables import DECISIONS, later_wins  # only here: it reads workbooks
    from concordance.exports.delimited import csv_text
    from concordance.files import write_whole
    from concordance.readers.review import read_review

    if not options.workbook:
        raise ConcordanceError("review apply needs the reviewed workbook")
    given = con.decide_all(read_review(options.workbook))
    whole = later_wins(con.decisions[[c.name for c in DECISIONS]], given)
    write_whole(Path(path), csv_text(whole).encode())
    print(f"{len(given)} decisions from {options.workbook}; {len(whole)} in {path}",
          file=sys.stderr)  # fmt: skip
    return 0
