"""Reads the species and genera in the package from one compact file.

``data/species/`` has the same facts as CSV files that people can read and correct;
``python data/species/compile.py`` makes the compact file from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from concordance.checklist_parts import Genera, Homonym, Outside
from concordance.readers.datapackage import FILES
from concordance.readers.package import data_folder
from concordance.readers.tables import read_table
from concordance.stored import FileKind, read_arrays, write_arrays

FILE: Final = "species.arrow"
_KIND: Final = FileKind("concordance species", "1", "reinstall the package")
_TABLES: Final = (
    "genera", "groups", "homonyms", "nouns", "outside", "ranges", "species", "synonyms",
)  # fmt: skip


class _Cells(Sequence[str]):
    """The cells of an Arrow text column, converted on demand."""

    def __init__(self, array: pa.Array) -> None:
        self._array = array

    def __len__(self) -> int:
        return len(self._array)

    def __getitem__(self, row: Any) -> Any:
        return self._array[row].as_py()


class SpeciesFacts:
    """Columns of the tables in ``data/species/``, each loaded on first use."""

    def __init__(self, path: Path) -> None:
        self._arrays = read_arrays(path, _KIND)
        self._cells: dict[str, list[str]] = {}
        self._genera: dict[str, Genera] = {}

    def column(self, table: str, name: str) -> list[str]:
        """Return the cells of a column. They are shared: do not change them."""
        key = f"{table}.{name}"
        if key not in self._cells:
            self._cells[key] = self._arrays[key].to_pylist()
        return self._cells[key]

    def columns(self, table: str, names: str) -> tuple[list[str], ...]:
        """Return several columns of a table."""
        return tuple(self.column(table, name) for name in names.split())

    def genera(self, key: str) -> Genera:
        """Return the genera with the group entries of a treaty, shared by its lists of all days.

        Except for names, cells are converted on demand, as a lookup uses few of them.
        """
        if key not in self._genera:
            names = ("kingdom", "class", "order", "family", f"{key}_groups", "status")
            others = (_Cells(self._arrays[f"genera.{name}"]) for name in names)
            genera = (self.column("genera", "genus"), *others)
            self._genera[key] = Genera(genera, groups=self._groups)
        return self._genera[key]

    @cached_property
    def _groups(self) -> dict[str, tuple[str, ...]]:
        """Parts of the groups that no genus is placed in."""
        parts: dict[str, list[str]] = {}
        for name, part in zip(*self.columns("groups", "name part"), strict=True):
            parts.setdefault(name, []).append(part)
        return {name: tuple(own) for name, own in parts.items()}

    @cached_property
    def homonyms(self) -> tuple[Homonym, ...]:
        """Species in a genus whose name is a homonym."""
        return tuple(map(Homonym, *self.columns("homonyms", "name kingdom family")))

    @cached_property
    def outside(self) -> tuple[Outside, ...]:
        """Names that are not covered by the entries for their groups."""
        return tuple(map(Outside, *self.columns("outside", "name kingdom entry reason")))


@lru_cache(maxsize=2)
def read_species(folder: Path | None = None) -> SpeciesFacts:
    """Return the species and genera in the package.

    Raises
    ------
    ConcordanceError
        If the file is missing or damaged.
    """
    return SpeciesFacts((folder or data_folder()) / FILE)


def compile_species(folder: Path, target: Path) -> None:
    """Write the tables of a folder of CSV files to one Arrow file.

    Parameters
    ----------
    folder : path
        One CSV for each table, columns as in `datapackage.FILES`.
    target : path

    Raises
    ------
    ChecklistError
        If a table is damaged; lists every problem by row.
    """
    arrays = {}
    for table in _TABLES:
        columns = FILES[f"species/{table}.csv"]
        rows = read_table(folder / f"{table}.csv", columns)
        rows.sort(key=lambda row: row[columns[0]])  # for binary search by name
        for name in columns:
            arrays[f"{table}.{name}"] = pa.array([row[name] for row in rows], pa.large_string())
    write_arrays(target, arrays, _KIND, compression="zstd")
