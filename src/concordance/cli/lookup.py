"""``concordance lookup``: whether and how names are listed on a day, from a country."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from concordance.cli.lists import add_list_options, load_lists, progress_of, records
from concordance.cli.outcome import Outcome, UsageError, ending, typed, write_to
from concordance.errors import ChecklistError, ConcordanceError
from concordance.lookups.reasons import Reason
from concordance.lookups.statuses import STATUSES

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from concordance.jobs.lookups import Columns
    from concordance.lookups.desk import Desk

NAME = "lookup"
HELP = "is it listed, where, as what, on which day, from which country"
DESCRIPTION = (
    "Print what both treaties list for scientific or common names, given in quotes. With --column, "
    "look up the names in a table: every row is kept in order, and the answers are in columns "
    "that begin with lookup_. A date is a day or a year."
)
EXAMPLES = (
    'concordance lookup "golden eagle" "Panthera leo" --date 2017 --country India',
    "concordance lookup trade.csv --column Taxon --date Year --country Origin,Exporter "
    "-o out.parquet",
)
CODES = tuple(dict.fromkeys([*STATUSES, *(reason.value for reason in Reason)]))
#: problems of a country that is no country; XX and the like are answers
_UNREAD: Final = frozenset({Reason.COUNTRY_UNKNOWN, Reason.COUNTRY_MISSING})
_WRITTEN: Final = (".csv", ".tsv", ".txt", ".xlsx", ".parquet")
_STREAMED: Final = frozenset({".parquet", ".csv", ".tsv", ".txt"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "names", metavar="NAME", nargs="+", type=typed,
        help="names in quotes; with --column: one CSV, tab-separated, Excel or Parquet file",
    )  # fmt: skip
    parser.add_argument("--column", type=typed, help="column with the names")
    parser.add_argument(
        "--date", type=typed,
        help="YYYY, YYYY-MM or YYYY-MM-DD; with --column: the column with the dates",
    )  # fmt: skip
    parser.add_argument(
        "--country", type=typed,
        help="code or name of the country of origin; with --column: columns separated by commas; "
        "the first filled one is used",
    )  # fmt: skip
    parser.add_argument("--sheet", type=typed, help="sheet of a workbook; default: the first one")
    parser.add_argument(
        "-o", "--output", metavar="FILE",
        help="with --column: file to write, or - to print CSV; the extension sets the format: "
        ".csv or .txt (CSV), .tsv, .xlsx, .parquet; default: FILE.lookup.csv",
    )  # fmt: skip
    add_list_options(parser)


def run(options: argparse.Namespace) -> Outcome:
    """Look the names up and print or write the answers."""
    from concordance.lookups.ask import desk_of  # lazy: a build does not need it

    if not options.column:
        if given := [n for n in ("output", "sheet") if getattr(options, n)]:
            names = ", ".join(f"--{name}" for name in given)
            raise UsageError(f"{names}: only valid with --column and a file of names")
        if files := [name for name in options.names if Path(name).is_file()]:
            raise UsageError(f"{files[0]} is a file: name its column of names with --column")
        _check_values(options)
        return _names(options, desk_of(load_lists(options, whole=True)))
    if len(options.names) > 1:
        raise UsageError("--column takes one file; leave it out to look up names")
    return _file(options, desk_of(load_lists(options, whole=True)))


def _check_values(options: argparse.Namespace) -> None:
    """Reject a day or a country that cannot be read: no name has an answer then.

    Raises
    ------
    UsageError
        Names both.
    """
    from concordance.lookups.when import read_when
    from concordance.lookups.where import read_where

    problems = []
    if options.date is not None and (when := read_when(options.date)).problem:
        problems.append(f"--date: {when.words}")
    if options.country is not None and (where := read_where(options.country)).problem in _UNREAD:
        problems.append(f"--country: {where.words}")
    if problems:
        raise UsageError(" ".join(problems))


def _names(options: argparse.Namespace, desk: Desk) -> Outcome:
    from concordance.lookups.ask import Question, ask
    from concordance.views.looked_up import looked_up_text

    table = ask(desk, options.names, Question(options.date, options.country))
    rows = records(table)
    answer = "\n".join(looked_up_text(row, desk.keys) for row in rows)
    return Outcome({"rows": rows}, answer=answer, counts=_counts(table, ""))


def _counts(table: pd.DataFrame, prefix: str) -> Counter[str]:
    """Number of rows with each status and each reason."""
    counts = Counter(table[f"{prefix}status"].dropna().tolist())
    for codes in table[f"{prefix}reason_codes"].dropna().tolist():
        counts.update(set(codes.split("|")))
    return counts


def _file(options: argparse.Namespace, desk: Desk) -> Outcome:
    from concordance.jobs.lookups import Columns

    options.file = options.names[0]
    options.output = options.output or f"{options.file}.lookup.csv"
    end = ending(options.output, _WRITTEN)
    if not Path(options.file).is_file():
        raise ChecklistError(options.file, ["no such file; with --column, give a file, not a name"])
    countries = tuple(c.strip() for c in (options.country or "").split(",") if c.strip())
    columns = Columns(options.column, options.date or "", countries)
    streamed = Path(options.file).suffix.lower() in _STREAMED and not options.sheet
    if streamed and end not in {".xlsx", ".tsv"}:
        return _streamed(options, desk, columns)
    from concordance.jobs.lookups import lookup_table
    from concordance.readers.user_tables import read_any_table

    path = Path(options.file)
    try:
        result = lookup_table(read_any_table(path, options.sheet), desk, columns)
    except ConcordanceError as error:
        if isinstance(error, ChecklistError):
            raise
        raise ChecklistError(path, [f"row 1: {error}"]) from error
    output = write_to(options.output, _writer(result, end), "lookup.csv")
    return _outcome(options, len(result), _counts(result, "lookup_"), output)


def _streamed(options: argparse.Namespace, desk: Desk, columns: Columns) -> Outcome:
    from concordance.jobs.lookups import lookup_large

    counts: Counter[str] = Counter()
    rows = 0

    def write(path: str) -> None:
        nonlocal rows
        rows = lookup_large(options.file, path, desk, columns, progress_of(options))
        counts.update(_counts_of_file(Path(path)))

    output = write_to(options.output, write, "lookup.csv")
    return _outcome(options, rows, counts, output)


def _counts_of_file(path: Path) -> Counter[str]:
    """How many rows of a written file have each status and each reason, batch by batch."""
    from concordance.readers.streams import batches

    counts: Counter[str] = Counter()
    with batches(path, 100_000) as (_, _, table_batches):
        for batch in table_batches:
            counts.update(_numbers(batch["lookup_status"]))
            for codes, number in _numbers(batch["lookup_reason_codes"]).items():
                counts.update(dict.fromkeys(codes.split("|"), number))
    return counts


def _numbers(column: pa.Array) -> dict[str, int]:
    """How often each text of a column occurs, those of empty cells left out."""
    return {each["values"]: each["counts"] for each in column.value_counts().to_pylist()
            if each["values"]}  # fmt: skip


def _writer(result: pd.DataFrame, end: str) -> Callable[[str], None]:
    """Return the function that writes a table in the format of the extension."""
    from concordance.exports.delimited import csv_text, tsv_text
    from concordance.files import write_whole

    if end == ".xlsx":
        from concordance.exports.excel import frame_bytes

        content = frame_bytes(result, "Looked up")
    elif end == ".parquet":
        from concordance.exports.parquet import frame_parquet

        content = frame_parquet(result, constant=("lookup_lists", "lookup_disclaimer"))
    else:
        content = (tsv_text(result) if end == ".tsv" else csv_text(result)).encode()
    return lambda path: write_whole(Path(path), content)


def _outcome(options: argparse.Namespace, rows: int, counts: Counter[str], output: str) -> Outcome:
    kinds = [f"{counts[status]} {status}" for status in STATUSES if counts[status]]
    reasons = [f"{counts[r.value]} {r.value}" for r in Reason if counts[r.value]]
    lines = [
        f"{rows} rows of {options.file}: {', '.join(kinds) or 'no names'}",
        *([f"Notes on the answers: {', '.join(reasons)}."] if reasons else []),
        f"Wrote every row, in order, to {output}.",
    ]
    data = {"rows": rows, "counts": dict(sorted(counts.items())), "output": output}
    return Outcome(data, "\n".join(lines), counts=counts)
