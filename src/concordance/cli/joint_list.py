"""``concordance joint-list``: the species of both lists, shared or not, in one table."""

from __future__ import annotations

import argparse

from concordance.cli.lists import (
    REVIEW_CODES,
    add_build_options,
    described,
    load_concordance,
    statuses,
)
from concordance.cli.outcome import Outcome, write_to

NAME = "joint-list"
HELP = "write the species of both lists, shared or not"
DESCRIPTION = (
    "Write the species of both lists in one table: those that both list, and those that only one "
    "lists, with members of the groups that an entry covers."
)
EXAMPLES = (
    "concordance joint-list -o joint-list.xlsx",
    "concordance joint-list --as-of 2024-05-16 -o - > joint-list.csv",
)
CODES = REVIEW_CODES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "-o",
        "--output",
        default="joint-list.csv",
        help=".csv, .parquet or .xlsx to write, or - for CSV",
    )
    add_build_options(parser)


def run(options: argparse.Namespace) -> Outcome:
    """Build and write."""
    con = load_concordance(options)
    output = write_to(options.output, con.export_joint_list, "joint-list.csv")
    data = {**described(con), "output": output}
    if options.json:
        data["species"] = len(con.joint_list())
    return Outcome(data, f"Wrote the joint list to {output}.", counts=statuses(con))
