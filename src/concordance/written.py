"""Writes a concordance to files; each method is one call into another module."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from concordance.exports.delimited import concordance_csv
from concordance.files import write_whole
from concordance.readers.sources import open_lists

if TYPE_CHECKING:
    import pandas as pd

    from concordance.checklist import Checklist
    from concordance.exports.result import Result
    from concordance.pairs import PairRow
    from concordance.table import Built


class Written:
    """The methods of `concordance.Concordance` that write files."""

    lists: tuple[Checklist, Checklist]
    rows: tuple[PairRow, ...]
    _built: Built

    def result(self) -> Result:
        """Return the table with its sources, in the form that exports and views take."""
        raise NotImplementedError

    def joint_list(self) -> pd.DataFrame:
        """Return the species of either list, shared or not: see `joint.joint_list`."""
        raise NotImplementedError

    def export(
        self, path: str | Path, to: str | None = None, *, excel: bool = False, whole: bool = False
    ) -> None:
        """Write the concordance in one of the formats of `exports.formats.Format`."""
        from concordance.exports.formats import export  # lazy: a build writes only CSV

        export(self.result(), Path(path), to, excel=excel, whole=whole)

    def export_joint_list(self, path: str | Path, *, end: str | None = None) -> None:
        """Write the joint list (`joint.joint_list`): see `exports.formats.export_table`."""
        from concordance.exports.formats import export_table  # lazy: a build writes only CSV

        table, result = self.joint_list(), self.result()
        keys = {key for side in result.keys for key in table[f"{side}_source"].dropna().unique()}
        named = replace(
            result, table=table, agenda=None, impact=None,
            others=(*result.others, *open_lists(keys)),
        )  # fmt: skip
        export_table(named, Path(path), "Joint list", end)

    def to_csv(self, path: str | Path, *, excel: bool = False) -> None:
        """Write the table as CSV; ``excel`` adds a byte order mark: see `export`."""
        write_whole(
            Path(path),
            concordance_csv(self._built.data, tuple(c.source for c in self.lists), excel=excel),
        )

    def to_excel(self, path: str | Path) -> None:
        """Write a workbook for reading and review: see `export`."""
        self.export(path, "excel")

    def to_docx(self, path: str | Path) -> None:
        """Write the annexes of a Committee paper as a Word document: see `export`."""
        self.export(path, "docx")

    def to_parquet(self, path: str | Path) -> None:
        """Write the typed table as Parquet: see `export`."""
        self.export(path, "parquet")

    def to_sssom(self, path: str | Path, *, whole: bool = False) -> None:
        """Write the mappings as SSSOM/TSV: see `export`."""
        self.export(path, "sssom", whole=whole)

    def to_datapackage(self, path: str | Path, *, whole: bool = False) -> None:
        """Write a Data Package as a folder or a ``.zip``: see `export`."""
        self.export(path, "datapackage", whole=whole)

    def report(self, path: str | Path, *, language: str = "en", whole: bool = False) -> None:
        """Write the report as one HTML file for offline use: see `views.report.write_report`."""
        from concordance.history import history_of  # lazy: a build writes only CSV
        from concordance.views.report import write_report

        history = partial(history_of, self.lists, self.rows)
        write_report(Path(path), self.result(), history, language=language, whole=whole)
