"""``concordance match``: find the names of a CSV, Excel or Parquet file in a list."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import Final

from concordance.checklist import Checklist
from concordance.cli.lists import add_list_options, load_lists, show_progress
from concordance.errors import ChecklistError, ConcordanceError
from concordance.readers.appendices import KEYS

NAME = "match"
HELP = "find the names of a CSV, Excel or Parquet file"
#: bytes of a file from which on it is matched batch by batch
LARGE: Final = 200_000_000
_STREAMED: Final = frozenset({".parquet", ".csv", ".tsv", ".txt"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("file", help="table with a header; every row comes back, in its order")
    parser.add_argument("--column", required=True, help="column with the names")
    parser.add_argument("--authors", metavar="COLUMN", help="column with the authors")
    parser.add_argument("--classes", metavar="COLUMN", help="column with the classes")
    parser.add_argument("--ranks", metavar="COLUMN", help="column with the ranks")
    parser.add_argument("--sheet", help="sheet of a workbook; left out: the first")
    parser.add_argument("--list", choices=KEYS, default=KEYS[0], help="where to look")
    parser.add_argument("--all", action="store_true", help="a row for every candidate")
    parser.add_argument(
        "-o", "--output", help="CSV to write, or Parquet for Parquet; left out: FILE.matched.csv"
    )
    parser.add_argument("--excel", action="store_true", help="with a byte order mark, for Excel")
    add_list_options(parser)


def run(options: argparse.Namespace) -> int:
    """Match the names and write every row with its answer."""
    checklist = load_lists(options, whole=True)[KEYS.index(options.list)]
    if _is_large(Path(options.file), options):
        return _match_large(options, checklist)
    return _match(options, checklist)


def _match(options: argparse.Namespace, checklist: Checklist) -> int:
    from concordance.exports.delimited import csv_text  # only here: a build needs none of it
    from concordance.files import write_whole
    from concordance.jobs.answered import with_answers
    from concordance.matching.batch import context_columns
    from concordance.matching.lookup import match_names
    from concordance.readers.user_tables import read_any_table, where_column_is

    path = Path(options.file)
    table = read_any_table(path, options.sheet)
    wanted = {"names": options.column, "authorships": options.authors,
              "classes": options.classes, "ranks": options.ranks}  # fmt: skip
    missing = [column for column in wanted.values() if column and column not in table.columns]
    if missing:
        columns = ", ".join(map(str, table.columns))
        raise ChecklistError(
            path,
            [
                f"row 1: column {column!r} is missing; found {columns}"
                f"{where_column_is(path, column)}"
                for column in missing
            ],
        )
    columns_ = {name: table[column] for name, column in wanted.items() if column}
    levels = [c for c in context_columns(map(str, table.columns)) if c != options.column]
    if options.classes:
        levels = [column for column in levels if column.strip().lower() != "class"]
    answers = match_names(
        columns_.pop("names"),
        checklist,
        **columns_,
        context=table[levels] if levels else None,
        how="all" if options.all else "best",
        progress=show_progress if sys.stderr.isatty() else None,
    )
    result = with_answers(table.loc[answers.index].reset_index(drop=True), answers, checklist)
    output = options.output or f"{options.file}.matched.csv"
    write_whole(Path(output), csv_text(result).encode("utf-8-sig" if options.excel else "utf-8"))
    counts = Counter(answers["status"].tolist())
    kinds = ", ".join(f"{n} {status}" for status, n in sorted(counts.items(), key=lambda c: -c[1]))
    print(f"{len(table)} rows of {path}: {kinds or 'no names'}", file=sys.stderr)
    if levels:
        print(f"Read where the names belong from {', '.join(levels)}.", file=sys.stderr)
    print(f"Wrote every row to {output}, in its order.", file=sys.stderr)
    return 0


def _is_large(path: Path, options: argparse.Namespace) -> bool:
    """Whether a table is matched batch by batch: by its size, or since Parquet is asked for."""
    if path.suffix.lower() not in _STREAMED:
        return False
    size = path.stat().st_size if path.is_file() else 0
    as_parquet = str(options.output or "").endswith(".parquet")
    return as_parquet or (size >= LARGE and not _has_row_options(options))


def _has_row_options(options: argparse.Namespace) -> bool:
    return bool(options.all or options.authors or options.classes or options.ranks or options.excel)


def _match_large(options: argparse.Namespace, checklist: Checklist) -> int:
    from concordance.jobs.large import match_large

    if _has_row_options(options):
        raise ConcordanceError(
            "Parquet as output takes --column and --list only; write CSV for the other options"
        )
    progress = show_progress if sys.stderr.isatty() else None
    output = options.output or f"{options.file}.matched.csv"
    rows = match_large(options.file, output, checklist, options.column, progress)
    print(f"{rows} rows of {options.file}; wrote every row to {output}, in its order",
          file=sys.stderr)  # fmt: skip
    return 0
