"""``concordance export``: the concordance in the format of another tool."""

from __future__ import annotations

import argparse
import sys

from concordance.cli.lists import add_list_options, load_concordance

NAME = "export"
HELP = "build, and write in the format of another tool"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "--to",
        required=True,
        help="csv, excel, parquet, sssom, coldp, tcs, darwin_core, datapackage ...",
    )
    parser.add_argument("-o", "--output", required=True, help="file, or folder or .zip")
    parser.add_argument("--whole", action="store_true", help="restricted columns too, for own use")
    add_list_options(parser)


def run(options: argparse.Namespace) -> int:
    """Build and write."""
    con = load_concordance(options)
    con.export(options.output, options.to, whole=options.whole)
    print(f"{len(con.rows)} rows as {options.to} in {options.output}", file=sys.stderr)
    return 0
