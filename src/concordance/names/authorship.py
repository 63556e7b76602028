"""Authorships compared with three answers: equal, different, unknown. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import Final

_YEAR: Final = re.compile(r"\b(1[6-9]\d\d|20\d\d)\b")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
#: particles, links and initials that do not tell one author from another
_NO_NAME: Final = frozenset(
    "and et al ex in apud von van de der den des du la le da di dos el fil f jr sr nec non".split()
)
#: common abbreviations of authors of animal and plant names
_ABBREVIATIONS: Final = {
    "l": "linnaeus", "linn": "linnaeus", "linne": "linnaeus", "gm": "gmelin", "gmel": "gmelin",
    "lac": "lacepede", "cuv": "cuvier", "temm": "temminck", "fab": "fabricius",
    "fabr": "fabricius", "lam": "lamarck", "raf": "rafinesque", "blumenb": "blumenbach",
    "geoffroy": "geoffroy", "vieill": "vieillot", "schreb": "schreber", "dc": "candolle",
    "mill": "miller", "lindl": "lindley", "rchb": "reichenbach", "licht": "lichtenstein",
}  # fmt: skip


class AuthorshipAgreement(StrEnum):
    """Answer of a comparison of two authorships."""

    EQUAL = "equal"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


def _authors(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", text)
    kept = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    words = [_ABBREVIATIONS.get(w, w) for w in _WORD.findall(kept)]
    return frozenset(w for w in words if len(w) > 2 and w not in _NO_NAME)


def _share(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether any author of one may be an author of the other, an abbreviation included."""
    return any(
        x == y or (min(len(x), len(y)) >= 3 and (x.startswith(y) or y.startswith(x)))
        for x in a
        for y in b
    )


def compare_authorship(a: str, b: str) -> AuthorshipAgreement:
    """Return whether two authorships are of the same author and year.

    Parameters
    ----------
    a, b : str
        Authorships as printed; blank where not known.

    Returns
    -------
    AuthorshipAgreement
        Symmetric. Brackets, initials, particles and a year that is missing or differs by one do
        not count; unknown where one is blank, or where the authors agree and the years do not or
        the other way round.

    References
    ----------
    ICZN Articles 50-51 and 21 (authorship and date).

    Examples
    --------
    >>> compare_authorship("(von Schreber, 1775)", "(Schreber, 1775)")
    <AuthorshipAgreement.EQUAL: 'equal'>
    >>> compare_authorship("Linnaeus, 1758", "Gray, 1830")
    <AuthorshipAgreement.DIFFERENT: 'different'>
    >>> compare_authorship("", "Gray, 1830")
    <AuthorshipAgreement.UNKNOWN: 'unknown'>
    """
    left, right = _authors(a), _authors(b)
    years = [[int(y) for y in _YEAR.findall(text)] for text in (a, b)]
    if not left or not right:
        return AuthorshipAgreement.UNKNOWN
    same_author = _share(left, right)
    if not years[0] or not years[1]:
        return AuthorshipAgreement.EQUAL if same_author else AuthorshipAgreement.DIFFERENT
    same_year = any(abs(x - y) <= 1 for x in years[0] for y in years[1])
    if same_author and same_year:
        return AuthorshipAgreement.EQUAL
    if same_author or same_year:
        return AuthorshipAgreement.UNKNOWN
    return AuthorshipAgreement.DIFFERENT
