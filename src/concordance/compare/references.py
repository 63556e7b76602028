"""Which standard reference explains a difference: what each side follows, and what it prints."""

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
    """Whether two references account for the difference between two lists."""

    YES = "yes"  # each side prints what its own reference has, and the references differ
    PARTLY = "partly"  # one side is known to follow its reference; of the other it is not known
    DEPARTS = "departs"  # a side prints another name than the reference it follows
    SAME_REFERENCE = "same_reference"  # both follow one reference: it cannot explain anything
    NOT_KNOWN = "not_known"  # the names of the references are not in the data


REFERENCES: Final = (
    Column(name="left_name", meaning="name on the left"),
    Column(name="left_reference", meaning="references that the left follows for it, by a bar"),
    Column(name="left_name_there", meaning="what they call it; null where the data does not say"),
    Column(name="right_name", meaning="name on the right"),
    Column(name="right_reference", meaning="references that the right follows for it"),
    Column(name="right_name_there", meaning="what they call it"),
    Column(name="relation", meaning="how the two taxa relate"),
    Column(
        name="explained",
        meaning="whether the references account for the difference",
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
    """Return, for each linked pair that differs, whether its references explain it.

    Parameters
    ----------
    rows : iterable of PairRow
    left, right : Checklist
        The two lists; what references call their taxa is part of their knowledge.

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
    """Names that the references of a taxon have for it; None where the data does not say."""
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
