"""``concordance crosswalk``: compare any number of lists."""

from __future__ import annotations

import argparse
from functools import partial
from typing import Final

from concordance.arrange.official_lists import list_keys, load_lists
from concordance.checklist import Checklist
from concordance.cli.lists import add_list_options, lists_of_day
from concordance.cli.outcome import Outcome, ending, write_to
from concordance.readers.appendices import KEYS

NAME = "crosswalk"
HELP = "compare any number of lists"
DESCRIPTION = (
    "Write a table with one row for each taxon and a block of columns for each list, or with "
    "--long one row for each pair. Relations that follow from other pairs are marked as chains. "
    "Relations that exclude each other are counted; --contradictions writes them to a file."
)
EXAMPLES = (
    f"concordance crosswalk --lists {','.join(KEYS)},eu -o wide.xlsx",
    "concordance crosswalk --lists aewa,bern,act=my_act.csv --long --contradictions odd.csv",
)
CODES = ("chain", "contradiction")
_WRITTEN: Final = (".csv", ".xlsx", ".parquet")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "--lists",
        required=True,
        type=_keys,
        metavar="KEY,...",
        help=f"two or more of {', '.join(list_keys())}; your own list as KEY=FILE, with the "
        "columns of data/eu_listings.csv",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        default="crosswalk.csv",
        help=f"file to write ({', '.join(_WRITTEN)}), or - to print CSV; default: crosswalk.csv",
    )
    parser.add_argument("--long", action="store_true", help="one row for each pair and each chain")
    parser.add_argument(
        "--contradictions", metavar="FILE", help="also write relations that exclude each other"
    )
    add_list_options(parser)


def _keys(text: str) -> list[str]:
    return [key.strip() for key in text.split(",") if key.strip()]


def run(options: argparse.Namespace) -> Outcome:
    """Compare the lists and write the table."""
    from concordance.crosswalks.of_lists import crosswalk  # lazy: a build does not need it

    end = ending(options.output, _WRITTEN)
    if options.contradictions:
        ending(options.contradictions, _WRITTEN)
    walk = crosswalk(load_lists(options.lists, options.as_of, _own(options)))
    name = f"crosswalk{end}"
    output = write_to(options.output, partial(walk.export, long=options.long), name)
    if options.contradictions:
        walk.export_contradictions(options.contradictions)
    rows = len(walk.long if options.long else walk.table)
    counts = {"chain": len(walk.chains), "contradiction": len(walk.contradictions())}
    data = {"keys": list(walk.keys), "rows": rows, "output": output, "counts": counts}
    lines = [
        *(f"{one.key}: {one.source.name}, {one.source.version}" for one in walk.lists),
        f"{counts['chain']} relations follow from other pairs; "
        f"{counts['contradiction']} contradictions"
        + (f", written to {options.contradictions}" if options.contradictions else ""),
        f"Wrote {rows} rows to {output}.",
    ]
    return Outcome(data, "\n".join(lines), counts=counts)


def _own(options: argparse.Namespace) -> dict[str, Checklist]:
    """The lists of the two treaties that the options replace."""
    own = [key for key in KEYS if getattr(options, key) or getattr(options, f"{key}_amendments")]
    if not own:
        return {}
    lists = dict(zip(KEYS, lists_of_day(options, options.as_of, whole=True), strict=True))
    return {key: lists[key] for key in own}
