"""The options by which a command gets its lists and its concordance."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from concordance.arrange.treaties import load_appendices
from concordance.checklist import Checklist
from concordance.cli.outcome import UsageError
from concordance.codes import Flag, ReviewStatus
from concordance.concordance import Concordance
from concordance.pairs import PairRow
from concordance.readers.appendices import KEYS
from concordance.readers.cells import day_in

if TYPE_CHECKING:
    import pandas as pd

#: the source of a list that comes from the service, not from a file
API: Final = "api"
#: what ``--fail-on`` takes of a command that builds: states of review of the rows, and their flags
ROW_CODES: Final = tuple(
    dict.fromkeys([*(status.value for status in ReviewStatus), *(f.code(KEYS) for f in Flag)])
)


def add_list_options(parser: argparse.ArgumentParser, *, days: bool = True) -> None:
    """Add the options that choose the lists."""
    group = parser.add_argument_group("the lists")
    for key in KEYS:
        one = group.add_mutually_exclusive_group()
        one.add_argument(
            f"--{key}",
            metavar="FILE",
            help=f"use your own {key.upper()} download, not the list in the package"
            + (f"; {API}: from the Species+ API" if key == KEYS[0] else ""),
        )
        one.add_argument(
            f"--{key}-amendments",
            metavar="FILE",
            help=f"add your own {key.upper()} entries to the list in the package",
        )
    if days:
        group.add_argument(
            "--as-of",
            metavar="DAY",
            help="use the lists in force on that day, YYYY-MM-DD; for a download without a day in "
            "its name: the day of the download",
        )


def add_build_options(parser: argparse.ArgumentParser, *, days: bool = True) -> None:
    """Add the options of a command that builds: the lists, and verdicts on their pairs."""
    add_list_options(parser, days=days)
    parser.add_argument(
        "-d", "--decisions", metavar="FILE", help="apply the reviewers' verdicts in this CSV file"
    )


def load_lists(options: argparse.Namespace, *, whole: bool = False) -> tuple[Checklist, Checklist]:
    """Return the lists that the options ask for: the animals, or of every kingdom."""
    return lists_of_day(options, options.as_of, whole=whole)


def lists_of_day(
    options: argparse.Namespace, day: str | None, *, whole: bool = False
) -> tuple[Checklist, Checklist]:
    """Return the lists that the options ask for, in force on a day."""
    own = [getattr(options, key) for key in KEYS]
    if own[1] == API:  # its concepts carry no Appendix: every taxon would seem not to be listed
        raise UsageError(
            f"--{KEYS[1]} {API}: Species+ gives no {KEYS[1].upper()} Appendices that way; give a "
            f"download of its {KEYS[1].upper()} listings"
        )
    amendments = [getattr(options, f"{key}_amendments") for key in KEYS]
    if not any(own):
        return load_appendices(day, amendments, whole=whole)
    # only here: a list of one's own loads pandas, which a build from the package does not need
    from concordance.arrange.treaties import load_cites, load_cms

    loaders: tuple[Callable[..., Checklist], ...] = (
        partial(load_cites, kingdom="all" if whole else "Animalia"),
        load_cms,
    )
    left, right = (
        load(
            # a path is never taken for a day
            file if file in (None, API) else Path(file),
            as_of=None if file and (file == API or day_in(file)) else day,
            amendments=entries,
        )
        for load, file, entries in zip(loaders, own, amendments, strict=True)
    )
    return left, right


def load_concordance(
    options: argparse.Namespace, decisions: str | None = None, *, whole: bool = False
) -> Concordance:
    """Return the concordance of the lists, under the verdicts of a file where one is given."""
    verdicts = read_verdicts(decisions or options.decisions)  # first: it is quicker to refuse
    left, right = load_lists(options, whole=whole)
    return Concordance(left, right, decisions=verdicts)


def read_verdicts(path: str | None) -> pd.DataFrame | None:
    """Return the decisions of a file; None where no file is given."""
    if path is None:
        return None
    from concordance.readers.decisions import read_decisions  # only here: a build may need none

    return read_decisions(path)


def row_counts(rows: Iterable[PairRow]) -> dict[str, int]:
    """Return in how many rows each of `ROW_CODES` is the state of review or a flag."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update({row.status.value, *(flag.code(row.keys) for flag in row.judged.flags)})
    return dict(sorted(counts.items()))


def described(con: Concordance) -> dict[str, Any]:
    """Return the lists and the rows of a concordance, for JSON."""
    statuses = Counter(row.status.value for row in con.rows)
    lists = [
        {"key": checklist.key, "name": s.name, "version": s.version, "as_of": s.as_of,
         "complete_to": s.complete_to, "sha256": s.sha256}
        for checklist in con.lists
        for s in (checklist.source,)
    ]  # fmt: skip
    return {"lists": lists, "rows": len(con.rows), "review": dict(sorted(statuses.items()))}


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table for JSON: blank cells are null."""
    from concordance.schema import cells  # only here: a build prints no table

    columns = {str(c): cells(table[c]) for c in table.columns}
    return [
        {name: _plain(values[row]) for name, values in columns.items()} for row in range(len(table))
    ]


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else None
    return str(value)


def show_progress(done: int, total: int) -> None:
    """Print how many names are done, on one line of a terminal."""
    print(f"\r{done:,} of {total:,} names", end="" if done < total else "\n", file=sys.stderr)


def progress_of(options: argparse.Namespace) -> Any:
    """Return what shows the progress: None where nobody watches."""
    return show_progress if sys.stderr.isatty() and not options.quiet else None
