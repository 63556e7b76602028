"""CSV, and tables for working documents: Markdown and LaTeX."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from concordance.about import DISCLAIMER
from concordance.checklist import Source
from concordance.errors import ConcordanceError
from concordance.exports.result import Result
from concordance.schema import cells

if TYPE_CHECKING:
    import pandas as pd

#: text that a spreadsheet would read as a formula, or that is already marked as inert
FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
#: characters that would end a cell or a row of tab-separated text
_BREAKS: Final = re.compile(r"[\t\n\r]")
_SUSPECT: Final = frozenset("'=+-@\t\r")
#: columns of the tables for documents, after the names of the two sides
_SHORT: Final = ("relation", "relation_basis", "rule", "name_difference", "recommended_action")


def inert(value: object) -> str:
    """Return a cell as text that no spreadsheet runs; `readers.results.active` reverses it.

    Examples
    --------
    >>> inert("=1+1"), inert(None), inert("Panthera uncia")
    ("'=1+1", '', 'Panthera uncia')
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    return "'" + value if value[:1] in _SUSPECT and FORMULA.match(value) else value


def csv_text(table: pd.DataFrame) -> str:
    """Return a table as CSV text: newline line ends, missing cells empty, formulas inert."""
    return columns_text({str(c): cells(table[c]) for c in table.columns})


def tsv_text(table: pd.DataFrame) -> str:
    """Return a table as tab-separated text without quoting.

    Raises
    ------
    ConcordanceError
        If any cells contain a tab or a line break, which this format cannot represent; the error
        lists them.
    """
    columns = {str(c): [inert(v) for v in cells(table[c])] for c in table.columns}
    problems = [
        f"row {row}, {column}"
        for column, values in columns.items()
        for row, value in enumerate((column, *values), start=1)
        if _BREAKS.search(value)
    ]
    if problems:
        more = f" and {len(problems) - 20} more" if len(problems) > 20 else ""
        raise ConcordanceError(
            f"cells contain a tab or a line break, which a tab-separated file cannot represent: "
            f"{'; '.join(problems[:20])}{more}; write CSV instead"
        )
    lines = zip(*((inert(name), *values) for name, values in columns.items()), strict=True)
    return "".join("\t".join(line) + "\n" for line in lines)


def columns_text(data: Mapping[str, Sequence[object]]) -> str:
    """Return the same text for a table given by column, with None for missing cells."""
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow([inert(name) for name in data])
    writer.writerows(zip(*map(_inert, data.values()), strict=True))
    return "".join(lines.written)


def _inert(values: Sequence[object]) -> Sequence[object]:
    """Make cells inert; other values than text are converted as in `inert`."""
    suspect = {v for v in set(values) if isinstance(v, str) and v[:1] in _SUSPECT}
    return [inert(v) if v in suspect else v for v in values] if suspect else values


class _Lines:
    """Rows that end in a newline, with cells that contain a carriage return quoted.

    The csv writer does not quote these if rows end in a newline, and readers would break the row.
    """

    def __init__(self) -> None:
        self.written: list[str] = []

    def write(self, line: str) -> None:
        self.written.append(line.removesuffix("\r\n") + "\n")


def list_sources(sources: Iterable[Source]) -> str:
    """Return both lists with their days, as written in every row of a CSV."""
    return "; ".join(f"{s.name}, {s.version}, complete up to {s.complete_to}" for s in sources)


def csv_bytes(result: Result, *, excel: bool = False, whole: bool = False) -> bytes:
    """Return the table as CSV with two additional columns: the lists, and the disclaimer.

    They apply to the whole file and are written in its first row.

    Parameters
    ----------
    result : Result
    excel : bool
        Start with a byte order mark, which Excel needs to read UTF-8.
    whole : bool
        Name further inputs and their licences in addition to the two lists.

    Returns
    -------
    bytes
        UTF-8, as in RFC 4180 but with newline line ends.
    """
    data = {str(c): cells(result.table[c]) for c in result.table.columns}
    if not whole:
        return concordance_csv(data, result.sources, excel=excel)
    others = "; ".join(f"{s.name} ({s.licence})" for s in result.others)
    named = {"open_lists": [others, *[None] * (len(result.table) - 1)][: len(result.table)]}
    return concordance_csv({**data, **named}, result.sources, excel=excel)


def concordance_csv(
    data: Mapping[str, Sequence[object]], sources: Iterable[Source], *, excel: bool = False
) -> bytes:
    """Return the same for a concordance table given by column, without a DataFrame."""
    rows = len(next(iter(data.values())))
    about = {"list_sources": list_sources(sources), "disclaimer": DISCLAIMER}
    # values for the whole file are in its first row
    named = {name: [text, *[None] * (rows - 1)][:rows] for name, text in about.items()}
    return columns_text({**data, **named}).encode("utf-8-sig" if excel else "utf-8")


def _short(result: Result) -> tuple[list[str], list[list[str]]]:
    a, b = result.keys
    wanted = (f"{a}_name", f"{a}_appendix", f"{b}_name", f"{b}_appendix", *_SHORT)
    heads = [c for c in wanted if c in result.table.columns]
    rows = zip(*(cells(result.table[c]) for c in heads), strict=True)
    return heads, [["" if v is None else str(v) for v in row] for row in rows]


def markdown_bytes(result: Result) -> bytes:
    """Return names, Appendices, relation and draft action as a Markdown table, with the sources."""
    heads, rows = _short(result)

    def line(parts: Sequence[str]) -> str:
        safe = (re.sub(r"\s+", " ", p.replace("\\", "\\\\").replace("|", "\\|")) for p in parts)
        return f"| {' | '.join(safe)} |"

    lines = [line(heads), line(["---"] * len(heads)), *(line(row) for row in rows)]
    return ("\n".join([*lines, "", result.citation()]) + "\n").encode()


_LATEX: Final = str.maketrans(
    {"&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
     "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}
)  # fmt: skip


def latex_bytes(result: Result) -> bytes:
    """Return the same as a LaTeX longtable, with scientific names in italics."""
    heads, rows = _short(result)
    names = {place for place, head in enumerate(heads) if head.endswith("_name")}

    def cell(place: int, text: str) -> str:
        plain = re.sub(r"\s+", " ", text).translate(_LATEX)
        return rf"\textit{{{plain}}}" if place in names and plain else plain

    body = [" & ".join(cell(i, t) for i, t in enumerate(row)) + r" \\" for row in rows]
    head = " & ".join(h.translate(_LATEX) for h in heads) + r" \\"
    lines = [
        r"% needs \usepackage{longtable}",
        rf"\begin{{longtable}}{{{'l' * len(heads)}}}",
        r"\hline",
        head,
        r"\hline",
        r"\endhead",
        *body,
        r"\hline",
        r"\end{longtable}",
        result.citation().translate(_LATEX),
    ]
    return ("\n".join(lines) + "\n").encode()
