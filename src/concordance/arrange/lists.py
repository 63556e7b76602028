"""Lists that users hold, and the reference lists in the package."""

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
    """Return a reference list that a user holds as a checklist.

    Parameters
    ----------
    source : path or pandas.DataFrame
        A folder, a ``.zip``, a workbook, or one table (``.csv``, ``.tsv``, ``.txt``, ``.xlsx``, a
        DataFrame): an IUCN Red List export (``taxonomy.csv``, perhaps ``assessments.csv`` and
        others), a Darwin Core or ColDP checklist (WoRMS, ITIS, Catalogue of Life), a GBIF species
        list, the Mammal Diversity Database, AviList, eBird or Clements, BirdLife, the Reptile
        Database, FAO ASFIS, the CITES Trade Database.
    key : str, optional
        Short key of the list, the prefix of its ids; left out, made from the layout.
    as_of : str or date, optional
        Day of the list, where the name of the file does not say it.
    columns : mapping of str to str, optional
        For a table of any other layout, which column holds what: ``name``, and where there are
        such columns ``id``, ``author``, ``rank``, ``status``, ``accepted`` (id of the accepted
        name), ``parent``, ``kingdom``, ``class``, ``order``, ``family``, ``english``.
    sheet : str, optional
        Sheet of a workbook; left out, the only one with a known header.

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
    from concordance.readers.checklists import read_checklist  # only here: a build needs none

    day = iso_day(as_of) if as_of else ""
    return with_pro_parte(read_checklist(source, key, day, columns, sheet))
