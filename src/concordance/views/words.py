"""Words and symbols shared by all views, so that the same thing looks the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from concordance.codes import Action, Relation
from concordance.schema import rows

DISCLAIMER: Final = "Not an official position of CITES, CMS or UNEP."

#: how a row differs, mildest first; see `difference`
DIFFERENCES: Final[tuple[str, ...]] = (
    "author only", "spelling or ending", "genus", "epithet", "wild-form name", "rank",
    "other animals", "not determined",
)  # fmt: skip
_OF_CODES: Final = {
    "authorship": "author only",
    "spelling": "spelling or ending",
    "gender": "spelling or ending",
    "genus": "genus",
    "epithet": "epithet",
    "rank": "rank",
    "wild_form": "wild-form name",
}
#: draft actions in words
ACTIONS: Final[Mapping[str, str]] = {
    Action.NO_ACTION: "no action",
    Action.CORRECT_SPELLING: "correct the spelling",
    Action.ADOPT_REFERENCE: "adopt one reference",
    Action.AMEND_APPENDIX_TEXT: "amend the Appendix text",
    Action.REFER: "refer to a specialist",
    Action.DISAGGREGATE: "disaggregate",
    Action.ADD_FOOTNOTE: "add a footnote",
    Action.RETAIN_LISTED_NAME: "retain the listed name",
}
#: RCC-5, read from the left
SYMBOLS: Final[Mapping[str, str]] = {
    Relation.CONGRUENT: "=",
    Relation.INCLUDES: "⊃",
    Relation.INCLUDED_IN: "⊂",
    Relation.OVERLAPS: "><",
    Relation.DISJOINT: "≠",
    Relation.UNDETERMINED: "?",
    Relation.NOT_LISTED: "–",
}


def relation_words(relation: str, keys: tuple[str, str]) -> str:
    """Return a relation as a few words.

    Parameters
    ----------
    relation : str
        A value of `codes.Relation`.
    keys : pair of str
        Prefixes of the two sides.

    Returns
    -------
    str

    Examples
    --------
    >>> relation_words("includes", ("cites", "cms"))
    'the CITES taxon is wider'
    """
    left, right = (key.upper() for key in keys)
    return {
        Relation.CONGRUENT: "the same animals",
        Relation.INCLUDES: f"the {left} taxon is wider",
        Relation.INCLUDED_IN: f"the {right} taxon is wider",
        Relation.OVERLAPS: "each contains animals that the other does not",
        Relation.DISJOINT: "other animals",
        Relation.UNDETERMINED: "not determined",
        Relation.NOT_LISTED: "no partner",
    }[Relation(relation)]


def difference(row: Mapping[str, Any]) -> str | None:
    """Return the one difference under which a pair is counted: the heaviest that applies.

    Parameters
    ----------
    row : mapping
        A row of the concordance table.

    Returns
    -------
    str or None
        One of `DIFFERENCES`; None if nothing differs or the taxon has no partner.

    Examples
    --------
    >>> difference({"relation": "congruent", "name_difference": "genus|gender"})
    'genus'
    >>> difference({"relation": "includes", "name_difference": "none"})
    'other animals'

    Notes
    -----
    A species against one of its subspecies counts as ``rank``: the circumscriptions differ, but
    this is not disputed.
    """
    relation = row["relation"]
    if relation == Relation.NOT_LISTED:
        return None
    if relation == Relation.UNDETERMINED:
        return "not determined"
    codes = [code for code in str(row["name_difference"] or "").split("|") if code in _OF_CODES]
    if relation != Relation.CONGRUENT:
        return "rank" if "rank" in codes else "other animals"
    classes = sorted((_OF_CODES[code] for code in codes), key=DIFFERENCES.index)
    return classes[-1] if classes else None


def pairs(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a concordance table that have a partner."""
    return [row for row in rows(table) if row["relation"] != Relation.NOT_LISTED]
