"""``concordance what-if``: what a reference or a proposal would do: a draft."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from concordance.cli.lists import add_list_options, load_concordance
from concordance.readers.appendices import KEYS

_LABELS = [key.upper() for key in KEYS]
NAME = "what-if"
HELP = "what a reference or a proposal would do: a draft"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    question = parser.add_mutually_exclusive_group(required=True)
    question.add_argument(
        "--adopt",
        metavar="LIST",
        help="file (Darwin Core, ColDP, MDD, AviList) or list in the package: mdd, msw3, avilist, "
        "kitchener_2017, valdez_weinberg_2011 ...",
    )
    question.add_argument(
        "--list",
        nargs=3,
        action="append",
        metavar=("NAME", "SIDE", "APPENDIX"),
        help=f"a proposal, for example 'Hyaena hyaena' {_LABELS[1]} I; may be repeated",
    )
    parser.add_argument(
        "--by", default="both", help=f"key of a list ({', '.join(_LABELS)}), or both"
    )
    parser.add_argument("--scope", default="", help="a class, order, family or genus")
    parser.add_argument("-o", "--output", help="Markdown file to write; left out: printed")
    add_list_options(parser)


def run(options: argparse.Namespace) -> int:
    """Print or write the draft."""
    from concordance.arrange.lists import load_checklist  # only here: a build needs none of it
    from concordance.arrange.reference_lists import reference_list, reference_lists
    from concordance.files import write_whole

    con = load_concordance(options)
    if options.list:
        draft = con.what_if(proposals=[(name, side, place) for name, side, place in options.list])
    else:
        inside = options.adopt.lower().replace("-", "_") in reference_lists()
        reference = reference_list(options.adopt) if inside else load_checklist(options.adopt)
        draft = con.what_if(adopt=reference, by=options.by, scope=options.scope)
    if options.output:
        write_whole(Path(options.output), draft.markdown().encode())
        print(f"draft in {options.output}", file=sys.stderr)
    else:
        print(draft, end="")
    return 0
