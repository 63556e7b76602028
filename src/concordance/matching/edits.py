"""Similarity of two names, word by word; used only for proposals, never as an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rapidfuzz.distance import OSA

from concordance.names import (
    coarse_epithet,
    coarse_epithets,
    orthographic_genera,
    orthographic_genus,
)

#: shortest word in which one edit is accepted as a slip
SHORTEST: Final = 5
#: shortest word in which two edits are accepted as slips
SHORTEST_FOR_TWO: Final = 9
MOST_EDITS: Final = 2


def near(a: Sequence[str], b: Sequence[str]) -> int | None:
    """Return the edits between two names; None if they are not near.

    Parameters
    ----------
    a, b : sequence of str
        Words of two canonical names.

    Returns
    -------
    int or None
        0 to `MOST_EDITS`: the optimal string alignment distance of the words or of their normal
        forms, whichever is less, summed over the words; so doubled letters and gender endings
        cost nothing. Names are not near if they are single words or differ in their number of
        words, if there is an edit in a word of fewer than `SHORTEST` letters, or if there are two
        edits in a word of fewer than `SHORTEST_FOR_TWO` letters or with a different first letter.

    Examples
    --------
    >>> near(["Linaria", "pedunculata"], ["Lunaria", "pedonculata"])
    2
    >>> near(["Cissus", "discolor"], ["Cissus", "bicolor"]) is None
    True
    """
    if len(a) != len(b) or len(a) < 2:
        return None
    total = 0
    for place, (x, y) in enumerate(zip(a, b, strict=True)):
        edits = word_edits(x, y, genus=place == 0)
        if edits is None or total + edits > MOST_EDITS:
            return None
        total += edits
    return total


def word_edits(x: str, y: str, *, genus: bool) -> int | None:
    """Return the edits between two words; None if they are not near."""
    if x == y:
        return 0
    p, q = word_form(x, genus), word_form(y, genus)
    if p == q:
        return 0
    shorter, length = min(len(x), len(y)), max(len(x), len(y))
    if length < SHORTEST:
        return None
    edits = whole = OSA.distance(x.lower(), y.lower())
    if genus or whole <= 1 or shorter >= SHORTEST_FOR_TWO or x[-1] == y[-1]:
        # otherwise stem and ending both differ in a short word: rumiko is not rumina
        edits = min(whole, OSA.distance(p, q))
    if edits > 1 and (shorter < SHORTEST_FOR_TWO or x[:1].lower() != y[:1].lower()):
        return None
    return edits if edits <= MOST_EDITS else None


def word_form(word: str, genus: bool) -> str:
    """Return the normal form in which words of names are compared."""
    return orthographic_genus(word) if genus else coarse_epithet(word)


def word_forms(words: Sequence[str], *, genus: bool) -> list[str]:
    """Return `word_form` of each of many words."""
    return orthographic_genera(words) if genus else coarse_epithets(words)
