"""`release` writes the complete dataset of two lists to a folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from concordance.arrange.treaties import meetings
from concordance.changes import diff
from concordance.checklist import Checklist
from concordance.codes import Change
from concordance.concordance import Concordance
from concordance.dataset.about import About
from concordance.dataset.coldp import coldp_package
from concordance.dataset.darwin_core import darwin_core_archive
from concordance.dataset.descriptors import citation_file, package_files, sums_file
from concordance.dataset.tables import dataset_tables
from concordance.dataset.units import Unit, units_of
from concordance.errors import ConcordanceError
from concordance.exports.sssom import sssom_bytes
from concordance.files import archive_bytes, write_many
from concordance.readers.known import known_sources
from concordance.readers.sources import open_lists

#: the checksums are in the folder of their files
_SUMS: Final = "SHA256SUMS"
Lists = tuple[Checklist, Checklist]


def release(left: Checklist, right: Checklist, path: str | Path) -> dict[str, int]:
    """Write the dataset of two lists to a folder: same lists, same bytes.

    Parameters
    ----------
    left, right : Checklist
        For example `load_cites` and `load_cms` for the same day.
    path : path
        A new or empty folder.

    Returns
    -------
    dict of str to int
        Numbers of taxa, entries, common names and countries.

    Raises
    ------
    ConcordanceError
        If a list may not be redistributed, or the folder is not empty.
    """
    folder = Path(path)
    _refuse_restricted((left, right))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConcordanceError(f"{folder}: is not empty; choose a new folder for the dataset")
    con = Concordance(left, right)
    units = units_of(Concordance(left, right, None, None, ("all", "all")).rows)
    since, changes = _changes(con)
    about = About((left, right), open_lists({"|".join(_keys(units))}), since)
    tables = dataset_tables(units)
    files = {
        **package_files(tables, about),
        "dwca.zip": archive_bytes(darwin_core_archive(units, about)),
        "coldp.zip": archive_bytes(coldp_package(units, about)),
        "concordance.sssom.tsv": sssom_bytes(con.result()),
        "CITATION.cff": citation_file(about),
        "CHANGES.md": changes.encode(),
    }
    write_many(folder, {**files, _SUMS: sums_file(files)})
    return {name.removesuffix(".csv"): len(rows) for name, rows in tables.items()}


def _refuse_restricted(lists: Lists) -> None:
    restricted = [one.source.name for one in lists if one.source.redistribution == "restricted"]
    if restricted:
        raise ConcordanceError(
            f"{' and '.join(restricted)} may not be redistributed, so no dataset was written; "
            "use the lists in the package"
        )


def _keys(units: Sequence[Unit]) -> list[str]:
    """All source keys in the dataset; `open_lists` selects the open lists."""
    return sorted(known_sources() | {key for unit in units for key in unit.sources})


def _changes(con: Concordance) -> tuple[str, str]:
    """The day from which changes are counted, and the page on the changes."""
    day = max(source.as_of for source in con.sources)
    title = f"# Changes of the dataset of {day}\n\n"
    dated = [start for start in meetings(day) if start <= day]
    if not dated or any(one.reload is None for one in con.lists):
        return "", f"{title}The data has no earlier state.\n"
    last = dated[-1]
    before = (date.fromisoformat(last) - timedelta(days=1)).isoformat()
    since = f"{meetings(day)[last]}, in force {last}"
    try:
        old = con.as_of(before)
    except ConcordanceError:
        return since, f"{title}The data has no state before {since}.\n"
    text = diff(old, con).without(Change.INFORMATION).markdown()
    return (
        since,
        f"{title}Since {since}: changes of pairs and listings from {before}.\n\n{text}\n",
    )
