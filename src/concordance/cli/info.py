"""``concordance info``: versions, sources, dates, counts."""

from __future__ import annotations

import argparse

from concordance.about import DISCLAIMER, TOOL_VERSION
from concordance.arrange.on_day import DEFAULT_DAY
from concordance.arrange.treaties import coverage
from concordance.cli.lists import add_list_options, load_lists
from concordance.cli.outcome import Outcome

NAME = "info"
HELP = "print versions, sources, days and counts"
DESCRIPTION = (
    "Print the version, and for each list its source, the days it covers, its number of taxa and "
    "its checksum."
)
EXAMPLES = ("concordance info", "concordance info --as-of 2020-01-01 --json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    add_list_options(parser)


def run(options: argparse.Namespace) -> Outcome:
    """Describe the lists."""
    lines, lists = [f"concordance {TOOL_VERSION}"], []
    for checklist in load_lists(options):
        source = checklist.source
        lines += ["", repr(checklist), f"  {source.citation}"]
        data = {"key": checklist.key, "name": source.name, "version": source.version,
                "as_of": source.as_of, "complete_to": source.complete_to,
                "taxa": len(checklist.records.taxa), "citation": source.citation,
                "licence": source.licence, "sha256": source.sha256}  # fmt: skip
        if getattr(options, checklist.key) is None:
            first, last, complete = coverage(checklist.key)
            lines.append(f"  data covers {first} to {last}; complete up to {complete}")
            data |= {"first_day": first, "last_day": last}
        lines.append(f"  sha256 {source.sha256}")
        lists.append(data)
    lines += ["", f"Default day: {DEFAULT_DAY}, the last on which both lists are complete."]
    answer = "\n".join([*lines, DISCLAIMER])
    return Outcome({"default_day": DEFAULT_DAY, "lists": lists}, answer=answer)
