"""The options that select the lists and the concordance of a command."""

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

#: the source of a list from the web service instead of a file
API: Final = "api"
#: codes that ``--fail-on`` takes if a command builds: review statuses and flags of rows
ROW_CODES: Final = tuple(
    dict.fromkeys([*(status.value for status in ReviewStatus), *(f.code(KEYS) for f in Flag)])
)


def add_list_options(parser: argparse.ArgumentParser, *, days: bool = True) -> None:
    """Add the options that select the lists."""
    group = parser.add_argument_group("the lists")
    for key in KEYS:
        one = group.add_mutually_exclusive_group()
        one.add_argument(
            f"--{key}",
            metavar="FILE",
            help=f"use your own {key.upper()} download instead of the list in the package"
            + (f", or {API} for the Species+ API" if key == KEYS[0] else ""),
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
            help="use the lists in force on this day, YYYY-MM-DD; for a download without a date in "
            "its file name: the day of the download",
        )


def add_build_options(parser: argparse.ArgumentParser, *, days: bool = True) -> None:
    """Add the options of a command that builds: the lists, and decisions on their pairs."""
    add_list_options(parser, days=days)
    parser.add_argument(
        "-d", "--decisions", metavar="FILE", help="apply the reviewers' decisions in this CSV file"
    )


def load_lists(options: argparse.Namespace, *, whole: bool = False) -> tuple[Checklist, Checklist]:
    """Return the lists selected by the options: animals only, or every kingdom."""
    return lists_of_day(options, options.as_of, whole=whole)


def lists_of_day(
    options: argparse.Namespace, day: str | None, *, whole: bool = False
) -> tuple[Checklist, Checklist]:
    """Return the lists selected by the options, in force on a day."""
    own = [getattr(options, key) for key in KEYS]
    if own[1] == API:  # its concepts have no Appendix, so no taxon would seem to be listed
        raise UsageError(
            f"--{KEYS[1]} {API}: the Species+ API has no {KEYS[1].upper()} Appendices; use a "
            f"download of its {KEYS[1].upper()} listings"
        )
    amendments = [getattr(options, f"{key}_amendments") for key in KEYS]
    if not any(own):
        return load_appendices(day, amendments, whole=whole)
    # lazy: it loads pandas, which a build from the package does not need
    from concordance.arrange.treaties import load_cites, load_cms

    loaders: tuple[Callable[..., Checklist], ...] = (
        partial(load_cites, kingdom="all" if whole else "Animalia"),
        load_cms,
    )
    left, right = (
        load(
            # a path is never read as a day
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
    """Return the concordance of the lists, with the decisions of a file if one is given."""
    verdicts = read_verdicts(decisions or options.decisions)  # first, as errors in it show quickly
    left, right = load_lists(options, whole=whole)
    return Concordance(left, right, decisions=verdicts)


def read_verdicts(path: str | None) -> pd.DataFrame | None:
    """Return the decisions in a file; None if no file is given."""
    if path is None:
        return None
    from concordance.readers.decisions import read_decisions  # lazy: a build may not need it

    return read_decisions(path)


def row_counts(rows: Iterable[PairRow]) -> dict[str, int]:
    """Return the number of rows with each of `ROW_CODES` as review status or flag."""
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
    from concordance.schema import cells  # lazy: a build does not need it

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
    """Print the number of finished names on one line of a terminal."""
    print(f"\r{done:,} of {total:,} names", end="" if done < total else "\n", file=sys.stderr)


def progress_of(options: argparse.Namespace) -> Any:
    """Return the function that shows progress; None if there is no terminal."""
    return show_progress if sys.stderr.isatty() and not options.quiet else None
