"""``concordance export``: the concordance in the format of another tool."""

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
from concordance.cli.outcome import Outcome, write_to
from concordance.readers.appendices import KEYS

NAME = "export"
HELP = "build the concordance in the format of another tool"
DESCRIPTION = (
    "Build the concordance and write it in a format that other tools read. docx is a document with "
    "the annexes of a Committee paper. coldp, darwin_core and "
    "datapackage are several files: name a new folder or a .zip file."
)
EXAMPLES = (
    "concordance export --to sssom -o concordance.sssom.tsv",
    f"concordance export --to excel --{KEYS[0]} my_list.csv -o concordance.xlsx",
)
CODES = ROW_CODES
#: the formats of `concordance.exports.formats.Format`, repeated so that a build need not load it
FORMATS: Final = (
    "csv", "excel", "parquet", "sssom", "coldp", "tcs", "darwin_core", "datapackage", "markdown",
    "latex", "docx",
)  # fmt: skip
_SEVERAL_FILES: Final = frozenset({"coldp", "darwin_core", "datapackage"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "--to", required=True, choices=FORMATS, metavar="FORMAT", help=", ".join(FORMATS)
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="PATH",
        required=True,
        help="file, folder or .zip to write, or - to print it (several files as a .zip)",
    )
    parser.add_argument(
        "--whole",
        action="store_true",
        help="also write columns that may not be redistributed, for your own use",
    )
    add_build_options(parser)


def run(options: argparse.Namespace) -> Outcome:
    """Build and write."""
    con = load_concordance(options)
    write = partial(con.export, to=options.to, whole=options.whole)
    scratch = "output.zip" if options.to in _SEVERAL_FILES else "output"
    output = write_to(options.output, write, scratch)
    data = {**described(con), "format": options.to, "output": output}
    what = "the annexes" if options.to == "docx" else f"{len(con.rows)} rows"
    message = f"Wrote {what} as {options.to} to {output}."
    return Outcome(data, message, counts=row_counts(con.rows))
