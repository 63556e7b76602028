"""``concordance fetch``: the taxon concepts of Species+ into the cache."""

from __future__ import annotations

import argparse
import sys

from concordance.cli.lists import show_progress
from concordance.readers.appendices import KEYS

NAME = "fetch"
HELP = "fetch the taxon concepts of Species+ into the cache"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("--taxonomy", choices=[key.upper() for key in KEYS], required=True)
    parser.add_argument(
        "--details",
        nargs="+",
        default=[],
        metavar="NAME",
        help="ranges, reservations and EU annexes of these names too",
    )
    parser.add_argument("--refresh", action="store_true", help="fetch anew what is cached")
    parser.add_argument("--offline", action="store_true", help="only count what is cached")


def run(options: argparse.Namespace) -> int:
    """Fetch, and tell what is cached."""
    from concordance.readers.speciesplus.client import SpeciesPlus  # only here: it loads requests
    from concordance.readers.speciesplus.concepts import load_api

    client = SpeciesPlus(refresh=options.refresh, offline=options.offline)
    progress = show_progress if sys.stderr.isatty() else None
    checklist = load_api(options.taxonomy.lower(), client, progress, options.details)
    print(f"{checklist!r}, {checklist.source.version}", file=sys.stderr)
    return 0
