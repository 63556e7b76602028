"""A user's table with the answers beside its own columns."""

from __future__ import annotations

import pandas as pd

from concordance.about import DISCLAIMER
from concordance.checklist import Checklist
from concordance.matching.batch import refuse_own_answers


def with_answers(table: pd.DataFrame, answers: pd.DataFrame, checklist: Checklist) -> pd.DataFrame:
    """Return a table with the answer to each of its rows.

    Parameters
    ----------
    table : pandas.DataFrame with n rows
    answers : pandas.DataFrame with n rows
        As `match_names` gives them.
    checklist : Checklist
        The list in which was looked.

    Returns
    -------
    pandas.DataFrame
        Every column of the table, then those of the answers but ``query``, each with ``match_``
        before its name, ``match_list`` and ``match_disclaimer``.

    Raises
    ------
    ConcordanceError
        If the table has such columns of its own.
    """
    refuse_own_answers(map(str, table.columns))
    result = table.copy()
    for column in answers.columns.drop("query"):
        result[f"match_{column}"] = answers[column].reset_index(drop=True)
    result["match_list"] = f"{checklist.source.name}, {checklist.source.version}"
    result["match_disclaimer"] = DISCLAIMER
    return result
