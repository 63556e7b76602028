"""``concordance explain``: everything known of one name."""

from __future__ import annotations

import argparse

from concordance.cli.lists import add_list_options, load_concordance

NAME = "explain"
HELP = "everything known of one name"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("name")
    add_list_options(parser)


def run(options: argparse.Namespace) -> int:
    """Print the explanation."""
    print(load_concordance(options, whole=True).explain(options.name))
    return 0
