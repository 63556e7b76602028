"""``concordance info``: versions, sources, dates, counts."""

from __future__ import annotations

import argparse

from concordance.about import DISCLAIMER, TOOL_VERSION
from concordance.arrange.on_day import DEFAULT_DAY
from concordance.arrange.treaties import coverage
from concordance.cli.lists import add_list_options, load_lists

NAME = "info"
HELP = "versions, sources, dates, counts"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    add_list_options(parser)


def run(options: argparse.Namespace) -> int:
    """Print what the lists are."""
    print(f"concordance {TOOL_VERSION}")
    for checklist in load_lists(options):
        source = checklist.source
        first, last, complete = coverage(checklist.key)
        print(f"\n{checklist!r}")
        print(f"  {source.citation}")
        print(f"  data covers {first} to {last}; complete up to {complete}")
        print(f"  sha256 {source.sha256}")
    print(f"\nDefault day: {DEFAULT_DAY}, the last on which both lists are complete.")
    print(DISCLAIMER)
    return 0
