"""The forms, guards and strengths that the matching rules use. No files, no tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from concordance.schema import Rule

#: strength of each rule, 1 = name and author agree; an order, not a probability
STRENGTH: Final[dict[Rule, float]] = {
    Rule.DECISION: 1.0,
    Rule.EXACT: 1.0,
    Rule.EXACT_NAME: 0.95,
    Rule.ORTHOGRAPHIC: 0.9,
    Rule.GENDER: 0.9,
    Rule.SYNONYM_CITES: 0.85,
    Rule.SYNONYM_CMS: 0.85,
    Rule.SYNONYM_BOTH: 0.75,
    Rule.REFERENCE: 0.7,
    Rule.GENUS_TRANSFER: 0.6,
    Rule.RANK_SHIFT: 0.6,
    Rule.FUZZY: 0.3,
    Rule.NONE: 0.0,
}

#: classes that different lists name differently for the same animals
_SAME_CLASS: Final = {
    "Actinopterygii": "Actinopteri",
    "Chondrichthyes": "Elasmobranchii",
    "Sauropsida": "Reptilia",
}


def classes_agree(left: str, right: str) -> bool:
    """Whether two classes do not contradict each other; a blank one never does.

    Examples
    --------
    >>> classes_agree("Actinopteri", "Actinopterygii")
    True
    >>> classes_agree("Aves", "Mammalia")
    False
    """
    a, b = _SAME_CLASS.get(left, left), _SAME_CLASS.get(right, right)
    return not a or not b or a == b


def nearest_names(name: str, known: Iterable[str], *, limit: int = 5) -> list[str]:
    """Return the known names nearest to a name: a proposal for a person, never an answer.

    Parameters
    ----------
    name : str
        The name that was not found.
    known : iterable of str
        Names to compare with.
    limit : int
        Largest number of names returned.

    Returns
    -------
    list of str
        Nearest first; at most 4 edits (optimal string alignment) away, ties by name.

    Examples
    --------
    >>> nearest_names("Panthera unica", ["Panthera uncia", "Puma concolor"])
    ['Panthera uncia']
    """
    choices = sorted(set(known))
    found = extract(name, choices, scorer=OSA.distance, score_cutoff=4, limit=None)
    return [text for text, edits, _ in sorted(found, key=lambda f: (f[1], f[0]))[:limit]]
