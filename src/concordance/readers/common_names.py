"""The common names in the package, in one compact file that is read on first use."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

import pyarrow as pa

from concordance.readers.datapackage import FILES
from concordance.readers.package import data_folder
from concordance.readers.tables import read_table
from concordance.records import CommonNameFact
from concordance.stored import FileKind, read_arrays, write_arrays

FILE: Final = "common_names.arrow"
_KIND: Final = FileKind("concordance common names", "1", "reinstall the package")
_COLUMNS: Final = FILES["species/common_names.csv"]


@lru_cache(maxsize=2)
def read_common_names(folder: Path | None = None) -> tuple[CommonNameFact, ...]:
    """Return the common names in the package.

    Parameters
    ----------
    folder : path, optional
        Folder of the data; by default that of the package.

    Returns
    -------
    tuple of CommonNameFact

    Raises
    ------
    ConcordanceError
        If the file is missing or damaged.
    """
    arrays = read_arrays((folder or data_folder()) / FILE, _KIND)
    return tuple(map(CommonNameFact, *(arrays[name].to_pylist() for name in _COLUMNS)))


def compile_common_names(source: Path, target: Path) -> None:
    """Write the CSV file of common names to one Arrow file.

    Parameters
    ----------
    source, target : path

    Raises
    ------
    ChecklistError
        If the CSV is damaged; lists every problem by row.
    """
    rows = read_table(source, _COLUMNS)
    arrays = {name: pa.array([row[name] for row in rows], pa.large_string()) for name in _COLUMNS}
    write_arrays(target, arrays, _KIND, compression="zstd")
