"""The facade: `build` and `Concordance`; each method is one call into a room below."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from concordance.checklist import Checklist, Source, rows
from concordance.errors import ConcordanceError, UnknownNameError
from concordance.matching import nearest_names
from concordance.names import canonical
from concordance.schema import Relation, cells
from concordance.table import build_table

DISCLAIMER = (
    "Compiled by the species-concordance project; no official position of CITES, CMS or UNEP. "
    "Relations marked inferred are not asserted by any source."
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the concordance knows of one name.

    Attributes
    ----------
    name : str
        As asked for.
    table : pandas.DataFrame
        The rows of the concordance that concern it.
    text : str
        The same in words.
    """

    name: str
    table: pd.DataFrame
    text: str

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text


class Concordance:
    """A concordance of two lists: one table and where it comes from.

    Parameters
    ----------
    left, right : Checklist
    """

    def __init__(self, left: Checklist, right: Checklist) -> None:
        self._left, self._right = left, right
        self._table = build_table(left, right)

    @property
    def table(self) -> pd.DataFrame:
        """Return the concordance table (a copy), columns as in ``docs/columns.md``."""
        return self._table.copy()

    @property
    def sources(self) -> tuple[Source, Source]:
        """Return where the two lists come from."""
        return self._left.source, self._right.source

    def __repr__(self) -> str:
        return f"<Concordance {self._left!r} x {self._right!r}: {len(self._table)} rows>"

    def mismatches(
        self,
        *,
        activity: str | None = None,
        taxon_class: str | None = None,
        flag: str | None = None,
    ) -> pd.DataFrame:
        """Return the linked pairs that differ in any way, in the order of the table.

        Parameters
        ----------
        activity : str, optional
            ``A1`` or ``A2``: only rows with a flag that serves it.
        taxon_class : str, optional
            For example ``Aves``.
        flag : str, optional
            One flag code; rows of unpartnered taxa are then included.

        Returns
        -------
        pandas.DataFrame
        """
        table = self._table
        keep = table["flags"].notna()
        if flag is None:
            keep &= table["relation"] != Relation.NOT_LISTED.value
        for column, code in (("activities", activity), ("flags", flag)):
            if code is not None:
                hits = [code in str(cell).split("|") for cell in table[column].tolist()]
                keep &= pd.Series(hits, index=table.index)
        if taxon_class is not None:
            keep &= table["class"] == taxon_class
        return table[keep.fillna(False).astype(bool)]

    def summary(self, by: str = "class") -> pd.DataFrame:
        """Return counts of rows by a column and by relation.

        Parameters
        ----------
        by : str
            A column of the table: ``class``, ``order``, ``family``, ``rule``, ``status`` ...

        Returns
        -------
        pandas.DataFrame
            One row per value, sorted; a column per relation (int64, zero where none), and
            ``rows`` and ``needs_review``.

        Raises
        ------
        ConcordanceError
            If the table has no such column.
        """
        if by not in self._table.columns:
            raise ConcordanceError(
                f"by is {by!r}, no column of the table; try class, order, family, rule or relation"
            )
        values = [v if isinstance(v, str) else "" for v in self._table[by].tolist()]
        counts = Counter(zip(values, self._table["relation"].tolist(), strict=True))
        review = Counter(zip(values, self._table["status"].tolist(), strict=True))
        total = Counter(values)
        data = {
            r.value: [counts[value, r.value] for value in sorted(total)]
            for r in Relation
            if r is not Relation.DISJOINT
        }
        data["rows"] = [total[value] for value in sorted(total)]
        data["needs_review"] = [review[value, "needs_review"] for value in sorted(total)]
        return pd.DataFrame(data, index=pd.Index(sorted(total), name=by))

    def explain(self, name: str) -> Explanation:
        """Return everything known of one name, in either list, former names included.

        Parameters
        ----------
        name : str
            Any name that either side knows: accepted, synonym, former, or of a covered species.

        Returns
        -------
        Explanation

        Raises
        ------
        UnknownNameError
            If neither list knows the name; it carries the nearest names.
        """
        wanted = canonical(name)
        ids: dict[str, list[str]] = {}
        known: list[str] = []
        for side in (self._left, self._right):
            for row in side.records("names"):
                known.append(row["name"])
                if canonical(row["name"]) == wanted:
                    label = f"{row['status']} ({row['kind'].replace('_', ' ')})"
                    ids.setdefault(row["taxon_id"], []).append(
                        f"{side.source.name}: {row['name']} is {label}"
                        + (f", source {row['source']}" if row["source"] else "")
                    )
        if not ids:
            raise UnknownNameError(name, nearest_names(wanted, known))
        a, b = self._id_columns
        hit = [
            x in ids or y in ids
            for x, y in zip(cells(self._table[a]), cells(self._table[b]), strict=True)
        ]
        table = self._table[hit]
        return Explanation(name=name, table=table, text=self._tell(name, table, ids))

    @property
    def _id_columns(self) -> tuple[str, str]:
        columns = [c for c in self._table.columns if c.endswith("_id") and c != "concordance_id"]
        return columns[0], columns[1]

    def _tell(self, name: str, table: pd.DataFrame, ids: dict[str, list[str]]) -> str:
        lines = [name, "=" * len(name)]
        lines += sorted({f"* {how}" for hows in ids.values() for how in hows})
        prefixes = [c.removesuffix("_id") for c in self._id_columns]
        for row in rows(table.astype(object).where(table.notna(), "")):
            lines.append("")
            for prefix in prefixes:
                if not row[f"{prefix}_id"]:
                    lines.append(
                        f"{prefix.upper()}: perhaps Appendix {row[f'{prefix}_appendix']}, as "
                        f"{row[f'{prefix}_listed_as']}: does not print this name"
                        if row[f"{prefix}_appendix"]
                        else f"{prefix.upper()}: no entry covers it, as far as names tell"
                    )
                    continue
                author = f" {row[f'{prefix}_authorship']}" if row[f"{prefix}_authorship"] else ""
                listed = (
                    f"Appendix {row[f'{prefix}_appendix']} as {row[f'{prefix}_listed_as']}"
                    f", from {row[f'{prefix}_effective_from']}"
                    if row[f"{prefix}_appendix"]
                    else "no entry covers it"
                )
                scope = f" [{row[f'{prefix}_scope']}]" if row[f"{prefix}_scope"] else ""
                lines.append(f"{prefix.upper()}: {row[f'{prefix}_name']}{author}: {listed}{scope}")
            basis = f" ({row['relation_basis']}: {row['relation_source']})"
            lines.append(
                f"  relation: {row['relation']}" + (basis if row["relation_basis"] else "")
            )
            lines.append(f"  why: {row['evidence']} [rule {row['rule']}]")
            if row["flags"]:
                lines.append(f"  flags: {row['flags'].replace('|', ', ')}")
            lines.append(f"  action: {row['recommended_action']}. {row['action_note']}")
        lines += ["", *(f"{s.name}, {s.version}." for s in self.sources), DISCLAIMER]
        return "\n".join(lines)

    def to_csv(self, path: str | Path, *, excel: bool = False) -> None:
        """Write the table as CSV: UTF-8, newline ends, missing cells empty.

        The file is written beside its place and then renamed, so that a failure leaves an older
        file whole. Free text that a spreadsheet would take for a formula is preceded by an
        apostrophe. The last two columns carry sources and disclaimer.

        Parameters
        ----------
        path : path
        excel : bool
            Write a byte order mark, which Excel needs to read UTF-8.

        Raises
        ------
        ConcordanceError
            If the path cannot be written; nothing is left behind.
        """
        sources = "; ".join(f"{s.name}, {s.version}, complete up to {s.complete_to}"
                            for s in self.sources)  # fmt: skip
        table = self._table.assign(list_sources=sources, disclaimer=DISCLAIMER)
        write_csv(table, Path(path), excel=excel)


def write_csv(table: pd.DataFrame, path: Path, *, excel: bool = False) -> None:
    """Write a table as CSV: UTF-8, newline ends, missing cells empty, formulas made inert.

    Parameters
    ----------
    table : pandas.DataFrame
    path : pathlib.Path
    excel : bool
        Write a byte order mark.

    Raises
    ------
    ConcordanceError
        If the path cannot be written; nothing is left behind.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.columns)
    columns = [[_cell(v) for v in cells(table[c])] for c in table.columns]
    for row in zip(*columns, strict=True):
        writer.writerow(row)
    write_whole(path, buffer.getvalue().encode("utf-8-sig" if excel else "utf-8"))


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = str(value)
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t")) else text


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place and rename it, so that it is whole or not there.

    Raises
    ------
    ConcordanceError
        If it cannot be written; nothing is left behind.
    """
    scratch = None
    try:
        handle, scratch = tempfile.mkstemp(dir=path.parent or Path("."), prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(scratch, 0o666 & ~mask)
        os.replace(scratch, path)
    except OSError as error:
        if scratch is not None and os.path.exists(scratch):
            os.unlink(scratch)
        raise ConcordanceError(
            f"{path}: cannot be written ({error.strerror}); nothing was changed. Choose a folder "
            "that exists and that you may write to."
        ) from error


def build(left: Checklist, right: Checklist) -> Concordance:
    """Return the concordance of two lists: no network, no prompts, same input, same bytes.

    Parameters
    ----------
    left, right : Checklist
        For example `load_cites` and `load_cms`.

    Returns
    -------
    Concordance

    Examples
    --------
    >>> from concordance import load_cites, load_cms
    >>> con = build(load_cites(), load_cms())
    >>> con.explain("Uncia uncia").table["relation"].tolist()
    ['congruent']
    """
    return Concordance(left, right)
