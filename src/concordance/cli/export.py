"""``concordance export``: the concordance in the format of another tool."""

from __future__ import annotations

import argparse
from functools import partial

from concordance.cli.lists import (
    REVIEW_CODES,
    add_build_options,
    described,
    load_concordance,
    statuses,
)
from concordance.cli.outcome import Outcome, write_to
from concordance.readers.appendices import KEYS

NAME = "export"
HELP = "build, and write in the format of another tool"
DESCRIPTION = "Write the concordance in a format that other tools read."
EXAMPLES = (
    "concordance export --to sssom -o concordance.sssom.tsv",
    f"concordance export --to excel --{KEYS[0]} my_list.csv -o concordance.xlsx",
)
CODES = REVIEW_CODES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "--to",
        required=True,
        help="csv, excel, parquet, sssom, coldp, tcs, darwin_core, datapackage ...",
    )
    parser.add_argument(
        "-o", "--output", required=True, help="file, folder or .zip, or - for a format of one file"
    )
    parser.add_argument("--whole", action="store_true", help="restricted columns too, for own use")
    add_build_options(parser)


def run(options: argparse.Namespace) -> Outcome:
    """Build and write."""
    con = load_concordance(options)
    output = write_to(options.output, partial(con.export, to=options.to, whole=options.whole))
    data = {**described(con), "format": options.to, "output": output}
    message = f"Wrote {len(con.rows)} rows as {options.to} to {output}."
    return Outcome(data, message, counts=statuses(con))
