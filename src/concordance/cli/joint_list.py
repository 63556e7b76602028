"""``concordance joint-list``: the species of both lists, shared or not, in one table."""

from __future__ import annotations

import argparse
from functools import partial
from typing import Final

from concordance.cli.lists import (
    ROW_CODES,
    add_build_options,
    described,
    load_concordance,
    row_counts,
)
from concordance.cli.outcome import Outcome, ending, write_to

NAME = "joint-list"
HELP = "write the species of both lists, shared or not"
DESCRIPTION = (
    "Write one table of all species listed by one or both treaties, including species covered by "
    "an entry for a group."
)
EXAMPLES = (
    "concordance joint-list -o joint-list.xlsx",
    "concordance joint-list --as-of 2024-05-16 -o - > joint-list.csv",
)
CODES = ROW_CODES
_WRITTEN: Final = (".csv", ".xlsx", ".parquet")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        default="joint-list.csv",
        help=f"file to write ({', '.join(_WRITTEN)}), or - to print CSV; default: joint-list.csv",
    )
    add_build_options(parser)


def run(options: argparse.Namespace) -> Outcome:
    """Build and write."""
    end = ending(options.output, _WRITTEN)
    con = load_concordance(options)
    output = write_to(options.output, partial(con.export_joint_list, end=end))
    data = {**described(con), "output": output}
    if options.json:
        data["species"] = len(con.joint_list())
    return Outcome(data, f"Wrote the joint list to {output}.", counts=row_counts(con.rows))
