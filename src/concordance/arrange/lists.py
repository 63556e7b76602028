"""Users' own lists, and the reference lists in the package."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from concordance.arrange.treaties import with_pro_parte
from concordance.checklist import Checklist
from concordance.days import iso_day


def load_checklist(
    source: str | Path | pd.DataFrame,
    key: str = "",
    *,
    as_of: str | date = "",
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
) -> Checklist:
    """Return a user's reference list as a checklist.

    Parameters
    ----------
    source : path or pandas.DataFrame
        A folder, a ``.zip``, a workbook, or one table (``.csv``, ``.tsv``, ``.txt``, ``.xlsx`` or a
        DataFrame): an IUCN Red List export (``taxonomy.csv``, perhaps ``assessments.csv`` and
        others), a Darwin Core or ColDP checklist (WoRMS, ITIS, Catalogue of Life), a GBIF species
        list, the Mammal Diversity Database, AviList, eBird or Clements, BirdLife, the Reptile
        Database, FAO ASFIS, the CITES Trade Database.
    key : str, optional
        Short key of the list, used as a prefix of its ids; by default made from the layout.
    as_of : str or date, optional
        Day of the list, if the file name does not contain it.
    columns : mapping of str to str, optional
        For a table of any other layout, the column for each term: ``name``, and optionally
        ``id``, ``author``, ``rank``, ``status``, ``accepted`` (id of the accepted name),
        ``parent``, ``kingdom``, ``class``, ``order``, ``family``, ``english``.
    sheet : str, optional
        Sheet of a workbook; by default the only sheet with a known header.

    Returns
    -------
    Checklist
        A checklist without entries, as a reference list protects nothing.

    Raises
    ------
    ChecklistError
        If the layout is not known, or rows are wrong; lists every problem.
    DateError
        If ``as_of`` is not a valid date.
    ConcordanceError
        If `columns` has no ``name`` or a key that is not known.

    Examples
    --------
    >>> table = pd.DataFrame({"Latin name": ["Ciconia ciconia"], "Fam.": ["Ciconiidae"]})
    >>> load_checklist(table, columns={"name": "Latin name", "family": "Fam."}).taxa["family"][0]
    'Ciconiidae'
    >>> own = pd.DataFrame({"scientificName": ["Ciconia ciconia (Linnaeus, 1758)"]})
    >>> load_checklist(own, "own").taxa["authorship"].tolist()
    ['(Linnaeus, 1758)']
    """
    from concordance.readers.checklists import read_checklist  # lazy: a build does not need it

    day = iso_day(as_of) if as_of else ""
    return with_pro_parte(read_checklist(source, key, day, columns, sheet))
