"""``concordance fetch``: the taxon concepts of Species+ into the cache."""

from __future__ import annotations

import argparse

from concordance.cli.lists import progress_of, records
from concordance.cli.outcome import Outcome, typed
from concordance.readers.appendices import KEYS

NAME = "fetch"
HELP = "fetch the taxon concepts of Species+ into the cache"
DESCRIPTION = (
    "Fetch the taxon concepts of Species+ into your cache, page by page. Set the variable "
    "SPECIESPLUS_TOKEN to your own token first. An interrupted fetch resumes where it stopped. "
    f"Other commands use the concepts of {KEYS[0].upper()} with --{KEYS[0]} api. Fetched data may "
    "not be redistributed."
)
EXAMPLES = (
    f"concordance fetch --taxonomy {KEYS[0].upper()}",
    f'concordance fetch --taxonomy {KEYS[1].upper()} --details "Panthera leo" "Saiga tatarica"',
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "--taxonomy",
        type=str.upper,
        choices=[key.upper() for key in KEYS],
        required=True,
        help="treaty whose taxon concepts to fetch",
    )
    parser.add_argument(
        "--details",
        nargs="+",
        type=typed,
        default=[],
        metavar="NAME",
        help="also fetch the ranges, reservations and EU annexes of these names",
    )
    parser.add_argument("--refresh", action="store_true", help="fetch cached concepts again")
    parser.add_argument(
        "--offline", action="store_true", help="send no requests; count the cached concepts"
    )


def run(options: argparse.Namespace) -> Outcome:
    """Fetch, and report what is cached."""
    from concordance.readers.speciesplus.client import SpeciesPlus  # lazy: it loads requests
    from concordance.readers.speciesplus.concepts import load_api

    client = SpeciesPlus(refresh=options.refresh, offline=options.offline)
    checklist = load_api(options.taxonomy.lower(), client, progress_of(options), options.details)
    data = {"taxonomy": options.taxonomy, "taxa": len(checklist.taxa),
            "names": len(checklist.names), "retrieved": checklist.source.version,
            "problems": records(checklist.problems)}  # fmt: skip
    return Outcome(data, f"{checklist!r}, {checklist.source.version}")
