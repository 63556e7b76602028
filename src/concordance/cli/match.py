"""``concordance match``: find the names of a CSV, Excel or Parquet file in a list."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from concordance.checklist import Checklist
from concordance.cli.lists import add_list_options, load_lists, progress_of
from concordance.cli.outcome import Outcome, UsageError, ending, typed, write_to
from concordance.codes import MatchStatus
from concordance.errors import ChecklistError, ConcordanceError
from concordance.readers.appendices import KEYS

if TYPE_CHECKING:
    import pandas as pd

NAME = "match"
HELP = "find the names of a CSV, Excel or Parquet file"
DESCRIPTION = (
    "Find the names of a table in the list of a treaty. Every row is kept in order, with the "
    "answer in columns that begin with match_. If the table has columns named Kingdom, Class, "
    "Order, Family or Genus, they are used to distinguish equal names."
)
EXAMPLES = (
    "concordance match names.csv --column species",
    f"concordance match in.xlsx --column Taxon --list {KEYS[1]} --fail-on not_found -o out.xlsx",
)
CODES = tuple(status.value for status in MatchStatus)
#: size in bytes from which a file is matched in batches
LARGE: Final = 200_000_000
#: extensions that can be written
_WRITTEN: Final = (".csv", ".tsv", ".txt", ".xlsx", ".parquet")
_STREAMED: Final = frozenset({".parquet", ".csv", ".tsv", ".txt"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "file", metavar="FILE", help="CSV, tab-separated, Excel or Parquet file with a header"
    )
    parser.add_argument("--column", required=True, type=typed, help="column with the names")
    parser.add_argument("--authors", metavar="COLUMN", type=typed, help="column with the authors")
    parser.add_argument("--classes", metavar="COLUMN", type=typed, help="column with the classes")
    parser.add_argument("--ranks", metavar="COLUMN", type=typed, help="column with the ranks")
    parser.add_argument("--sheet", type=typed, help="sheet of a workbook; default: the first one")
    parser.add_argument(
        "--list",
        choices=KEYS,
        default=KEYS[0],
        help=f"list in which the names are looked up; default: {KEYS[0]}",
    )
    parser.add_argument(
        "--all", action="store_true", help="write a row for every candidate, not only the best"
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="file to write, or - to print CSV; the extension sets the format: .csv or .txt "
        "(CSV), .tsv, .xlsx, .parquet; default: FILE.matched.csv",
    )
    parser.add_argument(
        "--excel", action="store_true", help="begin a text file with a byte order mark, for Excel"
    )
    add_list_options(parser)


def run(options: argparse.Namespace) -> Outcome:
    """Match the names and write every row with its answer."""
    options.output = options.output or f"{options.file}.matched.csv"
    end = ending(options.output, _WRITTEN)
    if options.excel and end in {".xlsx", ".parquet"}:
        raise UsageError(f"--excel is for text; a {end} file needs no byte order mark")
    checklist = load_lists(options, whole=True)[KEYS.index(options.list)]
    if _is_large(Path(options.file), options):
        return _match_large(options, checklist)
    return _match(options, checklist)


def _match(options: argparse.Namespace, checklist: Checklist) -> Outcome:
    from concordance.jobs.answered import with_answers  # lazy: a build does not need it
    from concordance.matching.batch import context_columns, refuse_own_answers
    from concordance.matching.lookup import match_names
    from concordance.readers.user_tables import read_any_table

    path = Path(options.file)
    table = read_any_table(path, options.sheet)
    try:
        refuse_own_answers(map(str, table.columns))
    except ConcordanceError as error:
        raise ChecklistError(path, [str(error)]) from error
    columns = _columns(options, table)
    levels = [c for c in context_columns(map(str, table.columns)) if c != options.column]
    if options.classes:
        levels = [column for column in levels if column.strip().lower() != "class"]
    answers = match_names(
        columns.pop("names"),
        checklist,
        **columns,
        context=table[levels] if levels else None,
        how="all" if options.all else "best",
        progress=progress_of(options),
    )
    result = with_answers(table.loc[answers.index].reset_index(drop=True), answers, checklist)
    output = write_to(options.output, _writer(options, result), "matched.csv")
    counts = Counter(answers["status"].tolist())
    return _outcome(options, checklist, (len(table), counts, levels), output)


def _columns(options: argparse.Namespace, table: pd.DataFrame) -> dict[str, Any]:
    """The columns named in the options; raises an error that lists all missing ones."""
    from concordance.readers.user_tables import where_column_is  # lazy: a build does not need it

    path = Path(options.file)
    wanted = {"names": options.column, "authorships": options.authors,
              "classes": options.classes, "ranks": options.ranks}  # fmt: skip
    missing = [column for column in wanted.values() if column and column not in table.columns]
    if missing:
        found = ", ".join(map(str, table.columns))
        raise ChecklistError(
            path,
            [
                f"row 1: column {column!r} is missing; found {found}{where_column_is(path, column)}"
                for column in missing
            ],
        )
    return {name: table[column] for name, column in wanted.items() if column}


def _writer(options: argparse.Namespace, result: pd.DataFrame) -> Callable[[str], None]:
    """Return the function that writes a table in the format of the extension."""
    from concordance.exports.delimited import csv_text, tsv_text
    from concordance.files import write_whole

    end = ending(options.output, _WRITTEN)
    if end == ".xlsx":
        from concordance.exports.excel import frame_bytes

        content = frame_bytes(result, "Matched names")
    elif end == ".parquet":
        from concordance.exports.parquet import frame_parquet

        content = frame_parquet(result, constant=("match_list", "match_disclaimer"))
    else:
        text = tsv_text(result) if end == ".tsv" else csv_text(result)
        content = text.encode("utf-8-sig" if options.excel else "utf-8")
    return lambda path: write_whole(Path(path), content)


def _outcome(
    options: argparse.Namespace,
    checklist: Checklist,
    answered: tuple[int, Counter[str], list[str]],
    output: str,
) -> Outcome:
    rows, counts, levels = answered
    kinds = ", ".join(f"{n} {status}" for status, n in sorted(counts.items(), key=lambda c: -c[1]))
    lines = [
        f"{rows} rows of {options.file}: {kinds or 'no names'}",
        *([f"Used the columns {', '.join(levels)} to distinguish equal names."] if levels else []),
        f"Wrote every row, in order, to {output}.",
    ]
    source = checklist.source
    data = {"list": {"key": checklist.key, "name": source.name, "version": source.version},
            "rows": rows, "counts": dict(sorted(counts.items())), "context": levels,
            "output": output}  # fmt: skip
    return Outcome(data, "\n".join(lines), counts=counts)


def _is_large(path: Path, options: argparse.Namespace) -> bool:
    """Whether a table is matched in batches, because of its size or Parquet output."""
    end = ending(options.output, _WRITTEN)
    if path.suffix.lower() not in _STREAMED or end in {".xlsx", ".tsv"}:
        return False
    if options.all or options.authors or options.classes or options.ranks or options.excel:
        return False
    size = path.stat().st_size if path.is_file() else 0
    return end == ".parquet" or size >= LARGE


def _match_large(options: argparse.Namespace, checklist: Checklist) -> Outcome:
    from concordance.jobs.large import match_large

    counts: Counter[str] = Counter()

    def write(path: str) -> int:
        rows = match_large(options.file, path, checklist, options.column, progress_of(options))
        counts.update(_statuses(Path(path)))
        return rows

    output = write_to(options.output, write, "matched.csv")
    return _outcome(options, checklist, (sum(counts.values()), counts, []), output)


def _statuses(path: Path) -> Counter[str]:
    """Number of rows with each status in a written large file."""
    column = "match_status"
    if path.suffix.lower() == ".parquet":
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        found = pc.value_counts(pq.read_table(path, columns=[column])[column]).to_pylist()
        return Counter({str(pair["values"]): int(pair["counts"]) for pair in found})
    import csv

    with path.open(encoding="utf-8", newline="") as file:
        return Counter(row[column] for row in csv.DictReader(file))
