"""All formats by name, and the function that writes a result."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from pathlib import Path

from concordance.errors import ConcordanceError
from concordance.exports.annexes import committee_paper
from concordance.exports.checklists import (
    coldp_files,
    darwin_core_files,
    datapackage_files,
    tcs_bytes,
)
from concordance.exports.delimited import csv_bytes, latex_bytes, markdown_bytes
from concordance.exports.excel import excel_bytes, table_bytes
from concordance.exports.parquet import parquet_bytes
from concordance.exports.result import Result
from concordance.exports.sssom import sssom_bytes
from concordance.exports.word import word_bytes
from concordance.files import write_many, write_whole


class Format(StrEnum):
    """Formats in which a result can be written."""

    CSV = "csv"
    EXCEL = "excel"
    PARQUET = "parquet"
    SSSOM = "sssom"
    COLDP = "coldp"
    TCS = "tcs"
    DARWIN_CORE = "darwin_core"
    DATAPACKAGE = "datapackage"
    MARKDOWN = "markdown"
    LATEX = "latex"
    DOCX = "docx"


#: format by file name ending, for endings with only one format
_BY_SUFFIX = {".csv": Format.CSV, ".xlsx": Format.EXCEL, ".parquet": Format.PARQUET,
              ".tsv": Format.SSSOM, ".md": Format.MARKDOWN, ".tex": Format.LATEX,
              ".docx": Format.DOCX}  # fmt: skip


def export(
    result: Result,
    path: Path,
    to: str | None = None,
    *,
    excel: bool = False,
    whole: bool = False,
) -> None:
    """Write a result, completely or not at all.

    Parameters
    ----------
    result : Result
    path : pathlib.Path
        A file; for ``coldp``, ``darwin_core`` and ``datapackage`` a folder or a file name ending
        in ``.zip``.
    to : str, optional
        One of `Format`; by default it follows from the file name ending.
    excel : bool
        For CSV: start with a byte order mark.
    whole : bool
        For the exchange formats (``sssom coldp tcs darwin_core datapackage``): write every column
        even if an input may not be redistributed.

    Raises
    ------
    ConcordanceError
        If the format is not known or the path cannot be written.
    """
    files: dict[Format, Callable[[Result], dict[str, bytes]]] = {
        Format.COLDP: partial(coldp_files, whole=whole),
        Format.DARWIN_CORE: partial(darwin_core_files, whole=whole),
        Format.DATAPACKAGE: partial(datapackage_files, whole=whole),
    }
    single: dict[Format, Callable[[Result], bytes]] = {
        Format.CSV: partial(csv_bytes, excel=excel),
        Format.EXCEL: excel_bytes,
        Format.PARQUET: parquet_bytes,
        Format.SSSOM: partial(sssom_bytes, whole=whole),
        Format.TCS: partial(tcs_bytes, whole=whole),
        Format.MARKDOWN: markdown_bytes,
        Format.LATEX: latex_bytes,
        Format.DOCX: lambda result: word_bytes(committee_paper(result)),
    }
    kind = _format(path, to)
    if kind in files:
        write_many(path, files[kind](result))
    else:
        write_whole(path, single[kind](result))


def export_table(result: Result, path: Path, title: str, end: str | None = None) -> None:
    """Write another table of a concordance than its main one, with sources and disclaimer.

    Parameters
    ----------
    result : Result
        A result with that table instead of the concordance table.
    path : pathlib.Path
    title : str
        Title of the sheet.
    end : str, optional
        ``.csv``, ``.parquet`` or ``.xlsx``; by default the file name ending.

    Raises
    ------
    ConcordanceError
        If the file name has another ending, or the path cannot be written.
    """
    writers: dict[str, Callable[[Result], bytes]] = {
        ".csv": partial(csv_bytes, whole=True),
        ".parquet": parquet_bytes,
        ".xlsx": partial(table_bytes, title=title),
    }
    end = path.suffix.lower() if end is None else end
    if end not in writers:
        raise ConcordanceError(
            f"{path}: the format is not clear from the name; expected one that ends in "
            f"{', '.join(writers)}"
        )
    write_whole(path, writers[end](result))


def _format(path: Path, to: str | None) -> Format:
    known = ", ".join(f.value for f in Format)
    if to is not None:
        try:
            return Format(to)
        except ValueError:
            raise ConcordanceError(f"unknown format {to!r}; expected one of {known}") from None
    if path.suffix.lower() not in _BY_SUFFIX:
        raise ConcordanceError(
            f"{path}: the format is not clear from the name; give one of {known}"
        )
    return _BY_SUFFIX[path.suffix.lower()]
