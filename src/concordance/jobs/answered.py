"""Adds the answers of a lookup to a user's table as columns."""

from __future__ import annotations

import pandas as pd

from concordance.about import DISCLAIMER
from concordance.checklist import Checklist
from concordance.matching.batch import refuse_own_answers


def with_answers(table: pd.DataFrame, answers: pd.DataFrame, checklist: Checklist) -> pd.DataFrame:
    """Return a table with the answer for each of its rows.

    Parameters
    ----------
    table : pandas.DataFrame with n rows
    answers : pandas.DataFrame with n rows
        From `match_names`.
    checklist : Checklist
        The list that was searched.

    Returns
    -------
    pandas.DataFrame
        Every column of the table, then the columns of the answers (except ``query``) prefixed with
        ``match_``, then ``match_list`` and ``match_disclaimer``.

    Raises
    ------
    ConcordanceError
        If the table already has such columns.
    """
    refuse_own_answers(map(str, table.columns))
    result = table.copy()
    for column in answers.columns.drop("query"):
        result[f"match_{column}"] = answers[column].reset_index(drop=True)
    result["match_list"] = f"{checklist.source.name}, {checklist.source.version}"
    result["match_disclaimer"] = DISCLAIMER
    return result
