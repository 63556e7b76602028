"""Lists that users hold, and the reference lists in the package."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from concordance.arrange.treaties import with_pro_parte
from concordance.checklist import Checklist
from concordance.days import iso_day


def load_checklist(
    source: str | Path | pd.DataFrame, key: str = "", *, as_of: str | date = ""
) -> Checklist:
    """Return a reference list that a user holds as a checklist.

    Parameters
    ----------
    source : path or pandas.DataFrame
        A folder, a ``.zip``, or one table (``.csv``, ``.tsv``, ``.txt``, a DataFrame): an IUCN Red
        List export (``assessments.csv``, ``taxonomy.csv``), a Darwin Core or ColDP checklist, the
        Mammal Diversity Database, AviList.
    key : str, optional
        Short key of the list, the prefix of its ids; left out, made from the layout.
    as_of : str or date, optional
        Day of the list, where the name of the file does not say it.

    Returns
    -------
    Checklist
        Without listings: a reference list protects nothing.

    Raises
    ------
    ChecklistError
        If the layout is not known, or rows are wrong; every problem at once.
    DateError
        If ``as_of`` is not a valid date.

    Examples
    --------
    >>> own = pd.DataFrame({"scientificName": ["Ciconia ciconia (Linnaeus, 1758)"]})
    >>> load_checklist(own, "own").taxa["authorship"].tolist()
    ['(Linnaeus, 1758)']
    """
    from concordance.readers.checklists import read_checklist  # only here: a build needs none

    return with_pro_parte(read_checklist(source, key, iso_day(as_of) if as_of else ""))
