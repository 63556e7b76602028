"""``concordance release``: the dataset of both treaties in the formats of other databases."""

from __future__ import annotations

import argparse

from concordance.about import DISCLAIMER
from concordance.cli.lists import add_list_options, load_lists
from concordance.cli.outcome import Outcome

NAME = "release"
HELP = "write the dataset: Darwin Core, ColDP, Data Package, SSSOM"
DESCRIPTION = (
    "Write the dataset of both treaties to a new folder: every taxon covered by an entry, with "
    "entries, common names and countries, as a Darwin Core archive, ColDP, a Data Package and "
    "SSSOM. Changes since the last meeting and checksums are included. Lists that may not be "
    "redistributed are rejected."
)
EXAMPLES = (
    "concordance release --out dataset",
    "concordance release --as-of 2023-02-23 --out dataset-cop19",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "--out", required=True, metavar="DIR", help="folder to write; it must be new or empty"
    )
    add_list_options(parser)


def run(options: argparse.Namespace) -> Outcome:
    """Build and write."""
    from concordance.dataset.release import release  # lazy: a build does not need it

    left, right = load_lists(options, whole=True)
    counts = release(left, right, options.out)
    data = {**counts, "output": options.out}
    lines = [
        f"{left.source.name}, {left.source.version}; {right.source.name}, {right.source.version}",
        f"Wrote {counts['taxa']} taxa, {counts['listings']} listings, "
        f"{counts['vernacular_names']} common names and {counts['ranges']} countries to "
        f"{options.out}.",
        DISCLAIMER,
    ]
    return Outcome(data, "\n".join(lines))
