"""``concordance joint-list``: the species of both lists, shared or not, in one table."""

from __future__ import annotations

import argparse
import sys

from concordance.cli.lists import add_list_options, load_concordance

NAME = "joint-list"
HELP = "write the species of both lists, shared or not"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "-o", "--output", default="joint-list.csv", help=".csv, .parquet or .xlsx to write"
    )
    add_list_options(parser)


def run(options: argparse.Namespace) -> int:
    """Build and write."""
    load_concordance(options).export_joint_list(options.output)
    print(f"Wrote the joint list to {options.output}.", file=sys.stderr)
    return 0
