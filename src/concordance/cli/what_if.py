"""``concordance what-if``: what a reference or a proposal would do: a draft."""

from __future__ import annotations

import argparse
from pathlib import Path

from concordance.cli.lists import add_build_options, described, load_concordance, records
from concordance.cli.outcome import Outcome, typed, write_to
from concordance.readers.appendices import KEYS

_LABELS = [key.upper() for key in KEYS]
NAME = "what-if"
HELP = "what a reference or a proposal would do: a draft"
DESCRIPTION = (
    "Draft what would change if a reference list were adopted, or if species were listed. The "
    "result is a draft for discussion."
)
EXAMPLES = (
    f"concordance what-if --adopt mdd --by {_LABELS[1]} --scope Felidae",
    f'concordance what-if --list "Hyaena hyaena" {_LABELS[1]} I -o draft.md',
)


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
        type=typed,
        action="append",
        metavar=("NAME", "SIDE", "APPENDIX"),
        help=f"a proposal, for example 'Hyaena hyaena' {_LABELS[1]} I; may be repeated",
    )
    parser.add_argument(
        "--by", default="both", help=f"key of a list ({', '.join(_LABELS)}), or both"
    )
    parser.add_argument("--scope", default="", help="a class, order, family or genus")
    parser.add_argument("-o", "--output", help="Markdown file to write, or -; left out: printed")
    add_build_options(parser)


def run(options: argparse.Namespace) -> Outcome:
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
    data = {"lists": described(con)["lists"], "rows": records(draft.table),
            "proposals": records(draft.proposals)}  # fmt: skip
    if not options.output:
        return Outcome(data, answer=str(draft))
    text = draft.markdown().encode()
    output = write_to(options.output, lambda path: write_whole(Path(path), text))
    return Outcome({**data, "output": output}, f"Wrote the draft to {output}.")
