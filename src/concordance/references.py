"""Which standard reference explains a difference: what each side follows, and what it prints."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import pandas as pd

from concordance.checklist import Checklist
from concordance.schema import Column, cells, to_frame


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


def reference_differences(
    table: pd.DataFrame, left: Checklist, right: Checklist, keys: tuple[str, str]
) -> pd.DataFrame:
    """Return, for each linked pair that differs, whether its references explain it.

    Parameters
    ----------
    table : pandas.DataFrame
        A concordance table.
    left, right : Checklist
        The two lists; their ``reference_names`` say what a reference calls an animal.
    keys : pair of str
        Prefixes of the two sides.

    Returns
    -------
    pandas.DataFrame
        Columns `REFERENCES`: pairs at species or subspecies rank whose names or concepts differ,
        in the order of the table.
    """
    a, b = keys
    wanted = (f"{a}_name", f"{a}_reference", f"{b}_name", f"{b}_reference", "relation",
              "name_difference")  # fmt: skip
    data: dict[str, list[object]] = {c.name: [] for c in REFERENCES}
    for row in zip(*(cells(table[c]) for c in wanted), strict=True):
        x, x_refs, y, y_refs, relation, difference = row
        if not x or not y or " " not in x or " " not in y:
            continue
        if relation == "congruent" and set((difference or "none").split("|")) <= {
            "none",
            "authorship",
        }:
            continue
        there = (_there(left, x, x_refs), _there(right, y, y_refs))
        values = (x, x_refs, there[0], y, y_refs, there[1], relation,
                  _explained((x, y), (x_refs, y_refs), there).value)  # fmt: skip
        for column, value in zip(data, values, strict=True):
            data[column].append(value)
    return to_frame(data, REFERENCES)


def _there(checklist: Checklist, name: str, references: str | None) -> str | None:
    """Names that the references of a taxon have for it; None where the data does not say."""
    keys = set((references or "").split("|"))
    found = sorted({there for own, key, there in checklist.reference_names
                    if own == name and key in keys})  # fmt: skip
    return "|".join(found) or None


def _explained(
    names: tuple[str, str],
    references: tuple[str | None, str | None],
    there: tuple[str | None, str | None],
) -> Explained:
    if references[0] and references[0] == references[1]:
        return Explained.SAME_REFERENCE
    follows = [
        None if found is None else any(f"{name} ".startswith(f"{n} ") for n in found.split("|"))
        for name, found in zip(names, there, strict=True)
    ]
    if False in follows:
        return Explained.DEPARTS
    if None not in follows:
        return Explained.YES
    return Explained.PARTLY if True in follows else Explained.NOT_KNOWN
