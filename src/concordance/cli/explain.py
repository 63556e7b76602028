"""``concordance explain``: everything known about one name."""

from __future__ import annotations

import argparse

from concordance.cli.lists import (
    ROW_CODES,
    add_build_options,
    described,
    load_concordance,
    records,
    row_counts,
)
from concordance.cli.outcome import Outcome, typed

NAME = "explain"
HELP = "print everything known about one name"
DESCRIPTION = (
    "Print what both lists say about a scientific name: the taxon, its entries and Appendices, its "
    "partner in the other list, and why the two were paired. Synonyms also work."
)
EXAMPLES = (
    'concordance explain "Uncia uncia"',
    'concordance explain "Falco peregrinus" --as-of 2017-04-21 --json',
)
CODES = ROW_CODES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("name", nargs="+", type=typed, help="a scientific name of either list")
    add_build_options(parser)


def run(options: argparse.Namespace) -> Outcome:
    """Print the explanation."""
    con = load_concordance(options, whole=True)
    name = " ".join(options.name)
    answer = con.explain(name)
    data = {"name": name, "lists": described(con)["lists"], "text": str(answer),
            "rows": records(answer.table)}  # fmt: skip
    ids = {row["concordance_id"] for row in data["rows"]}
    counts = row_counts(row for row in con.rows if row.concordance_id in ids)
    return Outcome(data, answer=str(answer), counts=counts)
