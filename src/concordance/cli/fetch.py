"""``concordance fetch``: the taxon concepts of Species+ into the cache."""

from __future__ import annotations

import argparse

from concordance.cli.lists import progress_of, records
from concordance.cli.outcome import Outcome, typed
from concordance.readers.appendices import KEYS

NAME = "fetch"
HELP = "fetch the taxon concepts of Species+ into the cache"
DESCRIPTION = (
    "Fetch the taxon concepts of Species+ into the cache of this user. Set your token in "
    "SPECIESPLUS_TOKEN first."
)
EXAMPLES = (
    f"concordance fetch --taxonomy {KEYS[0].upper()}",
    f'concordance fetch --taxonomy {KEYS[1].upper()} --details "Panthera leo" "Saiga tatarica"',
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("--taxonomy", choices=[key.upper() for key in KEYS], required=True)
    parser.add_argument(
        "--details",
        nargs="+",
        type=typed,
        default=[],
        metavar="NAME",
        help="ranges, reservations and EU annexes of these names too",
    )
    parser.add_argument("--refresh", action="store_true", help="fetch anew what is cached")
    parser.add_argument("--offline", action="store_true", help="only count what is cached")


def run(options: argparse.Namespace) -> Outcome:
    """Fetch, and tell what is cached."""
    from concordance.readers.speciesplus.client import SpeciesPlus  # only here: it loads requests
    from concordance.readers.speciesplus.concepts import load_api

    client = SpeciesPlus(refresh=options.refresh, offline=options.offline)
    checklist = load_api(options.taxonomy.lower(), client, progress_of(options), options.details)
    data = {"taxonomy": options.taxonomy, "taxa": len(checklist.taxa),
            "names": len(checklist.names), "retrieved": checklist.source.version,
            "problems": records(checklist.problems)}  # fmt: skip
    return Outcome(data, f"{checklist!r}, {checklist.source.version}")
