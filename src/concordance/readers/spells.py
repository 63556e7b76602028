"""Reads how the lists of the treaties differ from one spell to the next, from one compact file.

Everything in the file follows from the facts; it saves arranging them for each spell.
``python data/species/compile.py`` makes it anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyarrow as pa

from concordance.checklist_parts import Place, Records
from concordance.checklist_tables import TABLES, columns_from_records, records_from_columns
from concordance.readers.package import data_folder
from concordance.stored import FileKind, read_arrays, write_arrays

FILE: Final = "spells.arrow"
_KIND: Final = FileKind("concordance spells", "1", "reinstall the package")
#: the table of species that are placed apart from their genus, beside those of `Records`
APART: Final = "apart"
PARTS: Final = (*Records._fields, APART)


class Difference(NamedTuple):
    """How the rows of a table in one spell differ from those in another.

    Attributes
    ----------
    gone : sequence of int
        Places of the rows that the other spell has and this one has not, ascending.
    came : sequence of (int, row)
        Rows that only this spell has, with their places in it, ascending.
    """

    gone: Sequence[int] = ()
    came: Sequence[tuple[int, Any]] = ()


#: by table; a table without a difference is left out
Step = Mapping[str, Difference]


class Spells(NamedTuple):
    """The differences between neighbouring spells of a list.

    Attributes
    ----------
    base : str
        The day of the list from which they begin.
    sha256 : str
        Digest of the facts from which they were made.
    steps : mapping of first day to Step
        From the neighbouring spell that is nearer to the base.
    """

    base: str
    sha256: str
    steps: Mapping[str, Step]


def write_spells(path: Path, spells: Mapping[str, Spells]) -> None:
    """Write the differences of several lists, by key, to one file."""
    arrays: dict[str, pa.Array] = {}
    for key, of_list in spells.items():
        days = list(of_list.steps)
        arrays[f"{key}.about"] = pa.array([of_list.base, of_list.sha256], pa.large_string())
        arrays[f"{key}.days"] = pa.array(days, pa.large_string())
        for part in PARTS:
            steps = [step.get(part, Difference()) for step in of_list.steps.values()]
            gone = [(spell, place) for spell, one in enumerate(steps) for place in one.gone]
            came = [(spell, *row) for spell, one in enumerate(steps) for row in one.came]
            columns = _columns(part, [row for _, _, row in came])
            for name, values in columns.items():
                arrays[f"{key}.{part}.{name}"] = pa.array(values, pa.large_string())
            for name, places in (("gone", gone), ("came", [row[:2] for row in came])):
                spell, at = zip(*places, strict=True) if places else ((), ())
                arrays[f"{key}.{part}.{name}.spell"] = pa.array(spell, pa.int32())
                arrays[f"{key}.{part}.{name}.at"] = pa.array(at, pa.int32())
    write_arrays(path, arrays, _KIND, compression="zstd")


@lru_cache(maxsize=2)
def _arrays(path: Path) -> Mapping[str, pa.Array]:
    return read_arrays(path, _KIND)


def read_spells(key: str, folder: Path | None = None) -> Spells:
    """Return the differences between the spells of a list in the package.

    Raises
    ------
    ConcordanceError
        If the file is missing or damaged.
    """
    arrays = _arrays((folder or data_folder()) / FILE)
    base, sha256 = arrays[f"{key}.about"].to_pylist()
    days = arrays[f"{key}.days"].to_pylist()
    steps: dict[str, dict[str, Difference]] = {day: {} for day in days}
    for part in PARTS:
        gone: defaultdict[int, list[int]] = defaultdict(list)
        came: defaultdict[int, list[tuple[int, Any]]] = defaultdict(list)
        for spell, at in _places(arrays, f"{key}.{part}.gone"):
            gone[spell].append(at)
        rows = _rows(part, arrays, f"{key}.{part}.")
        for (spell, at), row in zip(_places(arrays, f"{key}.{part}.came"), rows, strict=True):
            came[spell].append((at, row))
        for spell in sorted({*gone, *came}):
            steps[days[spell]][part] = Difference(gone[spell], came[spell])
    return Spells(base, sha256, steps)


def _places(arrays: Mapping[str, pa.Array], name: str) -> Iterator[tuple[int, int]]:
    columns = (arrays[f"{name}.{column}"].to_pylist() for column in ("spell", "at"))
    return zip(*columns, strict=True)


def _columns(part: str, rows: Iterable[Any]) -> Mapping[str, list[str]]:
    if part != APART:
        return columns_from_records(TABLES[part], rows)
    cells = [place._replace(groups="|".join(place.groups)) for place in rows]
    columns = zip(*cells, strict=True) if cells else [()] * len(Place._fields)
    return {name: list(cells) for name, cells in zip(Place._fields, columns, strict=True)}


def _rows(part: str, arrays: Mapping[str, pa.Array], prefix: str) -> Sequence[Any]:
    if part != APART:
        columns = {c.name: arrays[prefix + c.name].to_pylist() for c in TABLES[part].columns}
        return records_from_columns(TABLES[part], columns)
    columns = {name: arrays[prefix + name].to_pylist() for name in Place._fields}
    groups = (tuple(filter(None, text.split("|"))) for text in columns["groups"])
    return list(map(Place._make, zip(*(columns | {"groups": groups}).values(), strict=True)))
