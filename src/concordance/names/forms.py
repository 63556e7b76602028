"""Forms in which names are compared: canonical, orthographic, gender stem. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NewType

#: a name that has passed through `canonical`
CanonicalName = NewType("CanonicalName", str)

_LETTERS: Final = str.maketrans(
    {
        "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l",
        "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ı": "i",
    }
)  # fmt: skip

#: rules of the orthographic normal form, in the order applied: pattern, replacement, why
ORTHOGRAPHIC_RULES: Final[tuple[tuple[str, str, str], ...]] = (
    ("-", "", "ICZN 32.5.2.3: compound epithets are written without hyphen"),
    ("ae|oe", "e", "ICZN 58.1: ae, oe and e"),
    ("ph", "f", "ICZN 58: transliterations of the same letter"),
    ("th", "t", "ICZN 58.5: aspirated and plain consonants"),
    ("rh", "r", "ICZN 58.5: aspirated and plain consonants"),
    ("ch", "c", "ICZN 58.4: c and ch"),
    ("k", "c", "ICZN 58.3: c and k"),
    ("[yj]", "i", "ICZN 58.2: y, j and i"),
    ("(.)\\1+", "\\1", "ICZN 58.7, 58.14: single and doubled letters, -i and -ii"),
    ("o([sn])$", "u\\1", "ICZN 58: Greek -os and -on beside Latin -us and -um"),
    ("un$", "um", "ICZN 58: Greek -os and -on beside Latin -us and -um"),
)
_RULES: Final = tuple((re.compile(p), r) for p, r, _ in ORTHOGRAPHIC_RULES)

#: rules of the gender stem; the first that fits is applied: pattern, replacement, why
GENDER_RULES: Final[tuple[tuple[str, str, str], ...]] = (
    ("^mai?jor$|^mai?jus$|^maius$", "maj", "ICZN 31.2: comparatives, -or and -us"),
    ("^minor$|^minus$", "min", "ICZN 31.2: comparatives, -or and -us"),
    ("(?<=[a-z]{2})(fer|ger)(?:us|a|um)$", "\\1", "ICZN 34.2: compounds in -fer and -ger"),
    ("(?<=[a-z])([bcdfgpt]h?)r(?:us|a|um)$", "\\1er", "ICZN 34.2: ruber, rubra, rubrum"),
    ("(?<=[a-z]{2})ior$", "i", "ICZN 31.2: comparatives, -ior and -ius"),
    ("(?<=[a-z]{2})(?:us|um|a)$", "", "ICZN 34.2: -us, -a, -um"),
    ("(?<=[a-z]{2})(?:is|e|as|i)$", "", "ICZN 34.2: -is, -e; genitives in -i beside adjectives"),
    ("(?<=[a-z]{2})o[sn]$", "", "ICZN 34.2: Greek -os, -a, -on"),
)
_GENDER: Final = tuple((re.compile(p), r) for p, r, _ in GENDER_RULES)


def canonical(text: str) -> CanonicalName:
    """Return a name in the form in which names are compared as equal or not.

    Parameters
    ----------
    text : str
        A name without authorship.

    Returns
    -------
    CanonicalName
        Compatibility forms, ligatures and diacritics resolved, white space folded, the first
        letter upper case and the rest lower case. Idempotent; no letter is lost.

    References
    ----------
    ICZN Article 27 (diacritics), 28 (capital letters).

    Examples
    --------
    >>> canonical("  PANTHERA   uncia ")
    'Panthera uncia'
    >>> canonical("Crax alberti")
    'Crax alberti'
    """
    if text.isascii() and "  " not in text and text == text.strip():
        return CanonicalName(text[:1].upper() + text[1:].lower())
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).translate(_LETTERS)
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    words = " ".join(kept.split()).lower()
    return CanonicalName(words[:1].upper() + words[1:])


@lru_cache(maxsize=100_000)
def _orthographic_word(word: str) -> str:
    for pattern, replacement in _RULES:
        word = pattern.sub(replacement, word)
    return word


def orthographic(name: str) -> str:
    """Return the orthographic normal form: equal for spellings that the Code takes as one.

    Parameters
    ----------
    name : str
        A canonical name.

    Returns
    -------
    str
        Lower case; each word by `ORTHOGRAPHIC_RULES`.

    References
    ----------
    ICZN Article 58 (variant spellings deemed identical).

    Examples
    --------
    >>> orthographic("Gyps rueppellii") == orthographic("Gyps rueppelli")
    True
    """
    return " ".join(_orthographic_word(word) for word in name.lower().split())


@lru_cache(maxsize=100_000)
def _stem(epithet: str) -> str:
    for pattern, replacement in _GENDER:
        stem, changed = pattern.subn(replacement, epithet)
        if changed:
            return stem
    return epithet


def gender_stem(name: str) -> str:
    """Return the name without the gender endings of its epithets; the genus stays.

    Parameters
    ----------
    name : str
        A canonical name.

    Returns
    -------
    str
        Each epithet by the first of `GENDER_RULES` that fits.

    References
    ----------
    ICZN Articles 31.2 and 34.2 (agreement in gender).

    Examples
    --------
    >>> gender_stem("Brotogeris pyrrhoptera") == gender_stem("Brotogeris pyrrhopterus")
    True
    """
    genus, *epithets = name.split()
    return " ".join([genus, *(_stem(epithet) for epithet in epithets)])
