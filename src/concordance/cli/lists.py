"""The options by which a command gets its lists and its concordance."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from concordance.arrange.treaties import load_appendices
from concordance.checklist import Checklist
from concordance.concordance import Concordance
from concordance.readers.appendices import KEYS

if TYPE_CHECKING:
    import pandas as pd


def add_list_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose the lists."""
    parser.add_argument("--as-of", metavar="DATE", help="the lists in force that day")
    for key in KEYS:
        parser.add_argument(
            f"--{key}-amendments", metavar="CSV", help=f"your own {key.upper()} entries"
        )


def load_lists(options: argparse.Namespace, *, whole: bool = False) -> tuple[Checklist, Checklist]:
    """Return the lists that the options ask for: the animals, or of every kingdom."""
    amendments = [getattr(options, f"{key}_amendments") for key in KEYS]
    return load_appendices(options.as_of, amendments, whole=whole)


def load_concordance(
    options: argparse.Namespace, decisions: str | None = None, *, whole: bool = False
) -> Concordance:
    """Return the concordance of the lists, under the verdicts of a file where one is given."""
    left, right = load_lists(options, whole=whole)
    return Concordance(left, right, decisions=read_verdicts(decisions))


def read_verdicts(path: str | None) -> pd.DataFrame | None:
    """Return the decisions of a file; None where no file is given."""
    if path is None:
        return None
    from concordance.readers.decisions import read_decisions  # only here: a build may need none

    return read_decisions(path)


def show_progress(done: int, total: int) -> None:
    """Print how many names are done, on one line of a terminal."""
    print(f"\r{done:,} of {total:,} names", end="" if done < total else "\n", file=sys.stderr)
