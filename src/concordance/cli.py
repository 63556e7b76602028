"""The command line: knows everything below, is known by nothing.

Exit codes: 0 done, 1 a check failed, 2 usage, 3 bad input, 4 network or token.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from concordance import Checklist, __version__, build, load_cites, load_cms
from concordance.concordance import Concordance
from concordance.errors import ChecklistError, ConcordanceError, NetworkError
from concordance.exports.delimited import csv_text
from concordance.exports.result import DISCLAIMER
from concordance.files import write_whole
from concordance.readers.appendices import coverage


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="concordance", description=DISCLAIMER)
    parser.add_argument("--version", action="version", version=f"concordance {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("build", help="build the concordance of both treaties")
    make.add_argument("-o", "--output", default="concordance.csv", help="CSV file to write")
    make.add_argument("-d", "--decisions", help="verdicts of people, a CSV file")
    make.add_argument("--excel", action="store_true", help="with a byte order mark, for Excel")
    tell = commands.add_parser("explain", help="everything known of one name")
    tell.add_argument("name")
    info = commands.add_parser("info", help="versions, sources, dates, counts")
    match = commands.add_parser("match", help="find the names of a CSV, Excel or Parquet file")
    match.add_argument("file", help="table with a header; every row comes back, in its order")
    match.add_argument("--column", required=True, help="column that holds the names")
    match.add_argument("--authors", metavar="COLUMN", help="column that holds the authors")
    match.add_argument("--classes", metavar="COLUMN", help="column that holds the classes")
    match.add_argument("--ranks", metavar="COLUMN", help="column that holds the ranks")
    match.add_argument("--list", choices=("cites", "cms"), default="cites", help="where to look")
    match.add_argument("--all", action="store_true", help="a row for every candidate")
    match.add_argument(
        "-o", "--output", help="CSV to write, or Parquet for Parquet; left out: FILE.matched.csv"
    )
    match.add_argument("--excel", action="store_true", help="with a byte order mark, for Excel")
    out = commands.add_parser("export", help="build, and write in the format of another tool")
    out.add_argument(
        "--to",
        required=True,
        help="csv, excel, parquet, sssom, coldp, tcs, darwin_core, datapackage ...",
    )
    out.add_argument("-o", "--output", required=True, help="file, or folder or .zip")
    out.add_argument("--whole", action="store_true", help="restricted columns too, for own use")
    show = commands.add_parser("report", help="one HTML file to look at, offline")
    show.add_argument("-o", "--output", default="report.html", help="HTML file to write")
    show.add_argument("--language", choices=("en", "fr", "es"), default="en", help="opens in it")
    show.add_argument("-d", "--decisions", help="verdicts of people, a CSV file")
    fetch = commands.add_parser("fetch", help="fetch the taxon concepts of Species+ into the cache")
    fetch.add_argument("--taxonomy", choices=("CITES", "CMS"), required=True)
    fetch.add_argument(
        "--details", nargs="+", default=[], metavar="NAME",
        help="ranges, reservations and EU annexes of these names too",
    )  # fmt: skip
    fetch.add_argument("--refresh", action="store_true", help="fetch anew what is cached")
    fetch.add_argument("--offline", action="store_true", help="only count what is cached")
    change = commands.add_parser("diff", help="what changed between two exports or two days")
    change.add_argument("files", nargs="*", help="two exports: CSV, Excel or Parquet")
    change.add_argument("--between", nargs=2, metavar="DATE", help="two days of the lists")
    change.add_argument("--format", choices=("text", "markdown", "csv"), default="text")
    review = commands.add_parser("review", help="a workbook to review in, and back")
    review.add_argument("step", choices=("export", "apply"))
    review.add_argument("workbook", nargs="?", help="for apply: the reviewed workbook")
    review.add_argument("-o", "--output", default="review.xlsx", help="for export: the workbook")
    review.add_argument("-d", "--decisions", default="decisions.csv", help="file of decisions")
    if_ = commands.add_parser("what-if", help="what a reference or a proposal would do: a draft")
    ask = if_.add_mutually_exclusive_group(required=True)
    ask.add_argument(
        "--adopt", metavar="LIST", help="file (Darwin Core, ColDP, MDD, AviList) or list in the "
        "package: mdd, msw3, avilist, kitchener_2017, valdez_weinberg_2011 ...",
    )  # fmt: skip
    ask.add_argument(
        "--list", nargs=3, action="append", metavar=("NAME", "SIDE", "APPENDIX"),
        help="a proposal, for example 'Hyaena hyaena' CMS I; may be repeated",
    )  # fmt: skip
    if_.add_argument("--by", default="both", help="CITES, CMS or both")
    if_.add_argument("--scope", default="", help="a class, order, family or genus")
    if_.add_argument("-o", "--output", help="Markdown file to write; left out: printed")
    for command in (make, tell, info, match, out, show, review, if_):
        command.add_argument("--as-of", metavar="DATE", help="the lists in force that day")
        command.add_argument("--cites-amendments", metavar="CSV", help="your own CITES entries")
        command.add_argument("--cms-amendments", metavar="CSV", help="your own CMS entries")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        Those of the process where left out.

    Returns
    -------
    int
        0 done, 2 usage, 3 bad input, 4 network or token.
    """
    options = _parser().parse_args(arguments)
    if arguments is None:
        # a short-lived process: what was imported stays, and rows are no garbage
        gc.freeze()
        gc.set_threshold(100_000, 50, 50)
    try:
        if options.command == "fetch":
            return _fetch(options)
        if options.command == "diff":
            return _diff(options)
        cites = load_cites(options.as_of, amendments=options.cites_amendments)
        cms = load_cms(options.as_of, amendments=options.cms_amendments)
        if options.command == "info":
            return _info(cites, cms)
        if options.command == "match":
            return _match(options, {"cites": cites, "cms": cms}[options.list])
        decisions = None
        if getattr(options, "decisions", None) and Path(options.decisions).exists():
            from concordance.decisions import read_decisions

            decisions = read_decisions(options.decisions)
        con = build(cites, cms, decisions=decisions)
        if options.command == "what-if":
            return _what_if(options, con)
        if options.command == "review":
            return _review(options, con)
        if options.command == "explain":
            print(con.explain(options.name))
            return 0
        if options.command == "export":
            con.export(options.output, options.to, whole=options.whole)
            print(f"{len(con.table)} rows as {options.to} in {options.output}", file=sys.stderr)
            return 0
        if options.command == "report":
            con.report(options.output, language=options.language)
            print(f"{len(con.table)} rows to look at in {options.output}", file=sys.stderr)
            return 0
        con.to_csv(options.output, excel=options.excel)
        print(_story(con, options.output), file=sys.stderr)
    except NetworkError as error:
        print(f"concordance: {error}", file=sys.stderr)
        return 4
    except ConcordanceError as error:
        print(f"concordance: {error}", file=sys.stderr)
        return 3
    return 0


def _match(options: argparse.Namespace, checklist: Checklist) -> int:
    from concordance.matching.lookup import match_names  # only here: a build needs neither
    from concordance.readers.tables import read_any_table

    path = Path(options.file)
    if _is_large(path, options):
        return _match_large(options, checklist)
    table = read_any_table(path)
    wanted = {"names": options.column, "authorships": options.authors,
              "classes": options.classes, "ranks": options.ranks}  # fmt: skip
    missing = [column for column in wanted.values() if column and column not in table.columns]
    if missing:
        found = ", ".join(map(str, table.columns))
        raise ChecklistError(
            path, [f"row 1: column {column!r} is missing; found {found}" for column in missing]
        )
    columns = {name: table[column] for name, column in wanted.items() if column}
    progress = _progress if sys.stderr.isatty() else None
    answers = match_names(
        columns.pop("names"),
        checklist,
        **columns,
        how="all" if options.all else "best",
        progress=progress,
    )
    result = table.loc[answers.index].reset_index(drop=True)
    for column in answers.columns.drop("query"):
        result[f"match_{column}"] = answers[column].reset_index(drop=True)
    result["match_list"] = f"{checklist.source.name}, {checklist.source.version}"
    result["match_disclaimer"] = DISCLAIMER
    output = options.output or f"{options.file}.matched.csv"
    write_whole(Path(output), csv_text(result).encode("utf-8-sig" if options.excel else "utf-8"))
    counts = Counter(answers["status"].tolist())
    kinds = ", ".join(f"{n} {status}" for status, n in sorted(counts.items(), key=lambda c: -c[1]))
    print(f"{len(table)} rows of {path}: {kinds or 'no names'}", file=sys.stderr)
    print(f"every row is in {output}, in its order", file=sys.stderr)
    return 0


#: bytes of a file from which on it is matched batch by batch
LARGE = 200_000_000


def _is_large(path: Path, options: argparse.Namespace) -> bool:
    """Whether a table is matched batch by batch: by its size, or since Parquet is asked for."""
    if path.suffix.lower() not in {".parquet", ".csv", ".tsv", ".txt"}:
        return False
    per_row = options.all or options.authors or options.classes or options.ranks or options.excel
    size = path.stat().st_size if path.is_file() else 0
    return str(options.output or "").endswith(".parquet") or (size >= LARGE and not per_row)


def _match_large(options: argparse.Namespace, checklist: Checklist) -> int:
    from concordance.exports.large import match_large

    if options.all or options.authors or options.classes or options.ranks or options.excel:
        raise ConcordanceError(
            "Parquet as output takes --column and --list only; write CSV for the other options"
        )
    progress = _progress if sys.stderr.isatty() else None
    output = options.output or f"{options.file}.matched.csv"
    rows = match_large(options.file, output, checklist, options.column, progress)
    print(f"{rows} rows of {options.file}: every row is in {output}, in its order",
          file=sys.stderr)  # fmt: skip
    return 0


def _review(options: argparse.Namespace, con: Concordance) -> int:
    from concordance.decisions import DECISIONS, later_wins
    from concordance.readers.review import read_review

    if options.step == "export":
        con.to_excel(options.output)
        open_rows = int((con.table["status"] == "needs_review").sum())
        print(f"{open_rows} rows to review in {options.output}", file=sys.stderr)
        return 0
    if not options.workbook:
        raise ConcordanceError("review apply needs the reviewed workbook")
    given = con.decide_all(read_review(options.workbook))
    whole = later_wins(con.decisions[[c.name for c in DECISIONS]], given)
    write_whole(Path(options.decisions), csv_text(whole).encode())
    print(f"{len(given)} decisions from {options.workbook}; {len(whole)} in {options.decisions}",
          file=sys.stderr)  # fmt: skip
    return 0


def _what_if(options: argparse.Namespace, con: Concordance) -> int:
    from concordance.readers.reference_lists import reference_list, reference_lists
    from concordance.readers.references import load_checklist

    if options.list:
        found = con.what_if(list=[(name, side, appendix) for name, side, appendix in options.list])
    else:
        inside = options.adopt.lower().replace("-", "_") in reference_lists()
        reference = (reference_list if inside else load_checklist)(options.adopt)
        found = con.what_if(adopt=reference, by=options.by, scope=options.scope)
    if options.output:
        write_whole(Path(options.output), found.markdown().encode())
        print(f"draft in {options.output}", file=sys.stderr)
    else:
        print(found, end="")
    return 0


def _diff(options: argparse.Namespace) -> int:
    from concordance.changes import diff
    from concordance.readers.results import read_result

    if options.between and not options.files:
        old, new = (build(load_cites(day), load_cms(day)).table for day in options.between)
    elif len(options.files) == 2 and not options.between:
        old, new = (read_result(path) for path in options.files)
    else:
        raise ConcordanceError("diff needs two files, or --between and two days")
    found = diff(old, new)
    if options.format == "csv":
        print(csv_text(found.table), end="")
    else:
        print(found.markdown() if options.format == "markdown" else found)
    return 0


def _fetch(options: argparse.Namespace) -> int:
    from concordance.readers.speciesplus_api import SpeciesPlus, load_api

    client = SpeciesPlus(refresh=options.refresh, offline=options.offline)
    progress = _progress if sys.stderr.isatty() else None
    checklist = load_api(options.taxonomy.lower(), client, progress, options.details)
    print(f"{checklist!r}, {checklist.source.version}", file=sys.stderr)
    return 0


def _progress(done: int, total: int) -> None:
    print(f"\r{done:,} of {total:,} names", end="" if done < total else "\n", file=sys.stderr)


def _info(*checklists: Checklist) -> int:
    print(f"concordance {__version__}")
    for checklist in checklists:
        source = checklist.source
        first, last, complete = coverage(checklist.key)
        print(f"\n{checklist!r}")
        print(f"  {source.citation}")
        print(f"  data covers {first} to {last}; complete up to {complete}")
        print(f"  sha256 {source.sha256}")
    print(f"\n{DISCLAIMER}")
    return 0


def _story(con: Concordance, output: str) -> str:
    """Return the summary of a build that a person wants to read."""
    table = con.table
    left, right = con.sources
    relations = Counter(table["relation"].tolist())
    single = relations.pop("not_listed", 0)
    pairs = sum(relations.values())
    review = int((table["status"] == "needs_review").sum())
    ids = [c for c in table.columns if c.endswith("_id") and c != "concordance_id"]
    taxa = [table[c].dropna().nunique() for c in ids]
    differences = Counter(
        code for cell in table["name_difference"].dropna().tolist() for code in cell.split("|")
    )
    kinds = ", ".join(f"{n} {code}" for code, n in sorted(differences.items(), key=lambda d: -d[1]))
    return "\n".join(
        [
            f"{left.name}, {left.version}: {taxa[0]} taxa (complete up to {left.complete_to})",
            f"{right.name}, {right.version}: {taxa[1]} taxa (complete up to {right.complete_to})",
            f"{pairs} pairs: "
            + ", ".join(
                f"{n} {r}" for r, n in sorted(relations.items(), key=lambda d: (-d[1], d[0]))
            ),
            f"names of the pairs: {kinds}",
            f"{single} taxa without partner; {review} rows need a person",
            f"nothing lost: every entry of both lists is in {output} ({len(table)} rows)",
            DISCLAIMER,
        ]
    )
