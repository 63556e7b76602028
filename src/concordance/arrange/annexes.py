"""How the Annexes of the EU Wildlife Trade Regulation follow the Appendices, and why they differ.

Annex A contains Appendix I, B the rest of II, C the rest of III. The Union may be stricter, and D
lists species that are only monitored (Regulation (EC) 338/97, Article 3).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from concordance.readers.appendices import KEYS

#: key of the list that the Annexes follow
FOLLOWED: Final = KEYS[0]
#: the Annex that follows from the Appendix
_FOLLOWS: Final = {"I": "A", "II": "B", "III": "C"}
#: the Annex of a taxon for which a reservation was entered (Article 3, 2(b), 3(b) and 4(a))
_RESERVED: Final = {"I": "B", "II": "C", "III": "D"}
_STRICTNESS: Final = "DCBA"


class AnnexReason(StrEnum):
    """Why an Annex differs from the one that follows from the Appendix."""

    STRICTER = "stricter_listing"  # the Union lists it in a stricter Annex
    BEYOND = "listed_beyond"  # in an Annex but in no Appendix
    NEWER = "newer_entry"  # the entry is newer than the text of the Annexes in the data
    RESERVATION = "reservation"  # the Annex of a taxon for which a reservation was entered
    GROUP = "one_entry_for_several"  # one Annex entry covers taxa of several Appendices
    SPECIES = "species_one_by_one"  # the Annexes list the species of a group
    UNEXPLAINED = "unexplained"


def expected_annexes(appendices: tuple[str, ...]) -> tuple[str, ...]:
    """Return the Annexes that follow from some Appendices.

    Examples
    --------
    >>> expected_annexes(("I", "II"))
    ('A', 'B')
    """
    return tuple(_FOLLOWS[a] for a in appendices if a in _FOLLOWS)


def annex_reason(
    appendices: tuple[str, ...],
    annexes: tuple[str, ...],
    *,
    newer: bool = False,
) -> AnnexReason | None:
    """Return why the Annexes of a taxon differ from those that follow from its Appendices.

    Parameters
    ----------
    appendices, annexes : tuple of str
        From all entries that cover it; empty if none does.
    newer : bool
        Whether an Appendix entry began after the text of the Annexes.

    Returns
    -------
    AnnexReason or None
        None if they agree.

    Examples
    --------
    >>> annex_reason(("II",), ("A",))
    <AnnexReason.STRICTER: 'stricter_listing'>
    >>> annex_reason(("I", "II"), ("A", "B")) is None
    True
    """
    expected = expected_annexes(appendices)
    if set(expected) == set(annexes):
        return None
    if not appendices:
        return AnnexReason.BEYOND
    if newer:
        return AnnexReason.NEWER
    if annexes and _strictest(annexes) > _strictest(expected):
        return AnnexReason.STRICTER
    if annexes and len(expected) > len(annexes) and set(annexes) <= set(expected):
        return AnnexReason.GROUP
    if annexes and set(annexes) == {_RESERVED[a] for a in appendices if a in _RESERVED}:
        return AnnexReason.RESERVATION
    return AnnexReason.UNEXPLAINED


def _strictest(annexes: tuple[str, ...]) -> int:
    return max(_STRICTNESS.index(annex) for annex in annexes)
