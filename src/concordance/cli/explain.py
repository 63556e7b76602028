"""``concordance explain``: everything known of one name."""

from __future__ import annotations

import argparse

from concordance.cli.lists import add_build_options, described, load_concordance, records
from concordance.cli.outcome import Outcome, typed

NAME = "explain"
HELP = "print everything known of one name"
DESCRIPTION = (
    "Print what both lists say about a name: the taxon, its entries and Appendices, its partner in "
    "the other list, and why they were paired."
)
EXAMPLES = (
    'concordance explain "Panthera leo"',
    'concordance explain "Falco peregrinus" --as-of 2017-04-21 --json',
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("name", type=typed, help="a scientific name, in quotes")
    add_build_options(parser)


def run(options: argparse.Namespace) -> Outcome:
    """Print the explanation."""
    con = load_concordance(options, whole=True)
    answer = con.explain(options.name)
    data = {"name": options.name, "lists": described(con)["lists"], "text": str(answer),
            "rows": records(answer.table)}  # fmt: skip
    return Outcome(data, answer=str(answer))
