"""``concordance what-if``: a draft of the effect of a reference or a proposal."""

from __future__ import annotations

import argparse
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from concordance.cli.lists import add_build_options, described, load_concordance, records
from concordance.cli.outcome import Outcome, UsageError, ending, typed, write_to
from concordance.concordance import Concordance
from concordance.errors import ConcordanceError, UnknownNameError
from concordance.files import write_whole
from concordance.readers.appendices import KEYS

if TYPE_CHECKING:
    from concordance.scenarios import WhatIf

_LABELS = [key.upper() for key in KEYS]
NAME = "what-if"
HELP = "draft the effect of a reference or a proposal"
DESCRIPTION = (
    "Draft what would change if a treaty adopted a standard reference, or listed an animal. The "
    "draft is a basis for discussion, not a proposal."
)
EXAMPLES = (
    f"concordance what-if --adopt mdd --by {_LABELS[1]} --scope Felidae",
    f'concordance what-if --list "Hyaena hyaena" {_LABELS[1]} I -o draft.docx',
)
#: the outcomes of `concordance.scenarios.Outcome`, repeated so that a build need not load it
CODES = ("resolved", "created", "left", "renamed", "unknown")
_WRITTEN: Final = (".md", ".markdown", ".txt", ".docx", ".xlsx")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    question = parser.add_mutually_exclusive_group(required=True)
    question.add_argument(
        "--adopt",
        metavar="REFERENCE",
        help="a file (Darwin Core, ColDP, MDD, AviList), or a list in the package: mdd, msw3, "
        "avilist, kitchener_2017, valdez_weinberg_2011 ...",
    )
    question.add_argument(
        "--list",
        nargs=3,
        type=typed,
        action="append",
        metavar=("NAME", "SIDE", "APPENDIX"),
        help=f"a proposal, such as 'Hyaena hyaena' {_LABELS[1]} I; can be repeated",
    )
    parser.add_argument(
        "--by",
        default="both",
        metavar="SIDE",
        type=str.lower,
        choices=(*KEYS, "both"),
        help=f"side that adopts the reference: {', '.join(_LABELS)} or both; default: both",
    )
    parser.add_argument(
        "--scope",
        default="",
        metavar="GROUP",
        type=typed,
        help="only this class, order, family or genus",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help=f"file to write ({', '.join(_WRITTEN)}); without it, or with -, the draft is printed",
    )
    add_build_options(parser)


def run(options: argparse.Namespace) -> Outcome:
    """Print or write the draft."""
    end = ending(options.output, _WRITTEN) if options.output else ""
    con = load_concordance(options)
    draft = _proposed(options, con) if options.list else _adopted(options, con)
    data = {"lists": described(con)["lists"], "rows": records(draft.table),
            "proposals": records(draft.proposals)}  # fmt: skip
    counts = Counter(row["outcome"] for row in data["rows"])
    if not options.output:
        return Outcome(data, answer=str(draft), counts=counts)
    output = write_to(options.output, partial(_write, draft, end))
    return Outcome({**data, "output": output}, f"Wrote the draft to {output}.", counts=counts)


def _write(draft: WhatIf, end: str, path: str) -> None:
    """Write the draft; a name without an end is Markdown."""
    if Path(path).suffix.lower() == end:
        draft.export(path)
    else:
        write_whole(Path(path), draft.markdown().encode())


def _proposed(options: argparse.Namespace, con: Concordance) -> WhatIf:
    proposals = [(name, side, appendix.upper()) for name, side, appendix in options.list]
    try:
        return con.what_if(proposals=proposals)
    except UnknownNameError:
        raise
    except ConcordanceError as error:  # an unknown side or Appendix
        raise UsageError(str(error)) from error


def _adopted(options: argparse.Namespace, con: Concordance) -> WhatIf:
    from concordance.arrange.lists import load_checklist  # lazy: a build does not need it
    from concordance.arrange.reference_lists import reference_list, reference_lists

    known = reference_lists()
    if options.adopt.lower().replace("-", "_") in known:
        reference = reference_list(options.adopt)
    elif not Path(options.adopt).exists() and not Path(options.adopt).suffix:
        raise UsageError(
            f"--adopt {options.adopt}: neither a file nor a list in the package; expected one of "
            f"{', '.join(known)}"
        )
    else:
        reference = load_checklist(options.adopt)
    return con.what_if(adopt=reference, by=options.by, scope=options.scope)
