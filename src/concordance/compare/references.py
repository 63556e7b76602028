"""Checks whether the standard references of the two sides explain a difference."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple

import pandas as pd

from concordance.checklist import Checklist
from concordance.codes import NameDifference, Relation
from concordance.pairs import PairRow
from concordance.records import Taxon
from concordance.schema import Column, rows_to_frame


class Explained(StrEnum):
    """Whether two references explain the difference between two lists."""

    YES = "yes"  # each side prints the name in its own reference, and the references differ
    PARTLY = "partly"  # one side is known to follow its reference; for the other this is not known
    DEPARTS = "departs"  # a side prints a name that differs from its reference
    SAME_REFERENCE = "same_reference"  # both follow the same reference
    NOT_KNOWN = "not_known"  # the names of the references are not in the data


REFERENCES: Final = (
    Column(name="left_name", meaning="name on the left"),
    Column(name="left_reference", meaning="references the left follows for it, joined by a bar"),
    Column(name="left_name_there", meaning="name in those references; null = not in the data"),
    Column(name="right_name", meaning="name on the right"),
    Column(name="right_reference", meaning="references the right follows for it"),
    Column(name="right_name_there", meaning="name in those references"),
    Column(name="relation", meaning="relation of the two taxa, read from the left"),
    Column(
        name="explained",
        meaning="whether the references explain the difference",
        values=tuple(e.value for e in Explained),
    ),
)


class ReferenceDifference(NamedTuple):
    """A row of `REFERENCES`."""

    left_name: str
    left_reference: str | None
    left_name_there: str | None
    right_name: str
    right_reference: str | None
    right_name_there: str | None
    relation: str
    explained: str


def reference_differences(
    rows: Iterable[PairRow], left: Checklist, right: Checklist
) -> pd.DataFrame:
    """Return, for each linked pair that differs, whether its references explain why.

    Parameters
    ----------
    rows : iterable of PairRow
    left, right : Checklist
        The two lists; their knowledge contains the names in the references.

    Returns
    -------
    pandas.DataFrame
        Columns `REFERENCES`: pairs at species or subspecies rank whose names or concepts
        differ, in the order given.
    """
    differing = [_difference(row, left, right) for row in rows if _differs(row)]
    return rows_to_frame(differing, REFERENCES)


def _differs(row: PairRow) -> bool:
    if row.link is None or any(" " not in taxon.name for taxon in row.taxa):
        return False
    same = {NameDifference.NONE, NameDifference.AUTHORSHIP}
    return row.relation is not Relation.CONGRUENT or not set(row.judged.name_difference) <= same


def _difference(row: PairRow, left: Checklist, right: Checklist) -> ReferenceDifference:
    x, y = row.taxa
    there = (_names_there(left, x), _names_there(right, y))
    references = (x.reference, y.reference)
    return ReferenceDifference(
        x.name,
        "|".join(x.reference) or None,
        there[0],
        y.name,
        "|".join(y.reference) or None,
        there[1],
        row.relation.value,
        _explained((x.name, y.name), references, there).value,
    )


def _names_there(checklist: Checklist, taxon: Taxon) -> str | None:
    """Names of a taxon in its references; None if the data does not have them."""
    names = sorted(
        {
            known.name_there
            for known in checklist.knowledge.reference_names
            if known.name == taxon.name and known.reference in taxon.reference
        }
    )
    return "|".join(names) or None


def _explained(
    names: tuple[str, str],
    references: tuple[tuple[str, ...], tuple[str, ...]],
    there: tuple[str | None, str | None],
) -> Explained:
    if references[0] and references[0] == references[1]:
        return Explained.SAME_REFERENCE
    follows = [
        None if known is None else any(f"{name} ".startswith(f"{n} ") for n in known.split("|"))
        for name, known in zip(names, there, strict=True)
    ]
    if False in follows:
        return Explained.DEPARTS
    if None not in follows:
        return Explained.YES
    return Explained.PARTLY if True in follows else Explained.NOT_KNOWN
