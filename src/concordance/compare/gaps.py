"""Counts missing information on the animals by class and field: a work list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from concordance.pairs import PairRow
from concordance.result_schema import higher, result_cells
from concordance.schema import Column, rows_to_frame

if TYPE_CHECKING:
    import pandas as pd

GAPS: Final = (
    Column(name="class", meaning="class"),
    Column(name="field", meaning="column of the concordance table that is null"),
    Column(name="rows", meaning="count of rows for species and lower taxa", dtype="int64"),
    Column(name="missing", meaning="number of those with a null field", dtype="int64"),
    Column(name="share", meaning="share of rows that have the field, 0 to 1", dtype="double"),
    Column(name="names", meaning="names of the rows with a null field, joined by |", separator="|"),
)  # fmt: skip
#: fields that every animal should have; others (instruments, Annexes) may rightly be empty
FIELDS: Final = (
    "range_countries", "common_name_en", "common_name_fr", "common_name_es",
    "conservation_status",
)  # fmt: skip


def information_gaps(
    rows: Sequence[PairRow], wanted: Callable[[PairRow], bool] = lambda _: True
) -> pd.DataFrame:
    """Return missing information on the animals, by class and field.

    Parameters
    ----------
    rows : sequence of PairRow
    wanted : callable, optional
        Selects the rows to count; by default all.

    Returns
    -------
    pandas.DataFrame
        Columns `GAPS`, one row for each class and field in `FIELDS`, even if the field is always
        empty. Rows above species rank are not counted.
    """
    classes: dict[str, list[tuple[str, dict[str, object]]]] = {}
    for row in rows:
        name = row.sides_by_key[0].taxon.name
        if " " in name and wanted(row):
            classes.setdefault(higher(row, "class") or "", []).append((name, result_cells(row)))
    gaps = []
    for class_, own in sorted(classes.items()):
        for field in FIELDS:
            missing = sorted({name for name, cells in own if cells.get(field) is None})
            count = sum(cells.get(field) is None for _, cells in own)
            share = round(1 - count / len(own), 4)
            gaps.append((class_ or None, field, len(own), count, share, "|".join(missing) or None))
    return rows_to_frame(gaps, GAPS)
