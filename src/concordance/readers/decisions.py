"""Reads decisions from a CSV file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from concordance.decision_tables import NEEDED, checked_rows, decisions_table
from concordance.errors import ChecklistError
from concordance.readers.archives import read_bytes
from concordance.readers.tables import delimited


def read_decisions(path: str | Path) -> pd.DataFrame:
    """Return the decisions in a CSV file.

    Parameters
    ----------
    path : path
        Columns of `DECISIONS`; others are ignored.

    Returns
    -------
    pandas.DataFrame

    Raises
    ------
    ChecklistError
        If the file is missing, or for the reasons in `decision_rows`; lists every problem by row.
    """
    path = Path(path)
    sheet = delimited(read_bytes(path)[1])
    if problems := sheet.problems + (sheet.missing(NEEDED) if sheet.header else []):
        raise ChecklistError(path, problems)
    return decisions_table(checked_rows(sheet.dicts(), path))
