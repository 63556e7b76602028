"""Names in capitals: which words belong to the name, and which are its authors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from concordance.names.author_words import FIRST_OF_SURNAME, LIKE_EPITHETS
from concordance.names.tokens import CAPITALS, EPITHET_ENDING, OF_AUTHORS, ONE_AUTHOR

_YEAR: Final = re.compile(r"\W?(?:1[6-9]|20)\d\d\W*")
#: words that join authors
_JOINS: Final = frozenset({"&", "ET", "AND", "IN", "EX"})
#: length of the shortest epithet
_SHORTEST: Final = 3


def without_capitals(tokens: Sequence[str]) -> list[str]:
    """Return the tokens of a name in capitals with those of genus and epithets in usual letters.

    Parameters
    ----------
    tokens : sequence of str
        From the genus on.

    Returns
    -------
    list of str
        A word is an author, and keeps its capitals, if it is a known surname or joined to another
        author. After an epithet it is also one if a year follows, or if it is the last word and
        epithets do not have its ending.

    Examples
    --------
    >>> without_capitals("CROCODYLUS NILOTICUS LAURENTI 1768".split())
    ['Crocodylus', 'niloticus', 'LAURENTI', '1768']
    >>> without_capitals("PANTHERA LEO PERSICA MEYER 1826".split())
    ['Panthera', 'leo', 'persica', 'MEYER', '1826']
    """
    read = [tokens[0].capitalize(), *tokens[1:]]
    if tokens[0].endswith((",", ";", ":")):
        return read
    second, rest = tokens[1] if tokens[1:] else "", tokens[2:]
    if _is_epithet_before_author(second, rest):
        read[1] = second.lower()
    elif _is_epithet(second) and not _is_author(second, rest):
        read[1] = second.lower()
        third, after = rest[0] if rest else "", rest[1:]
        is_author = third != second and _is_second_author(third, after)
        if _is_epithet(third) and not is_author:
            read[2] = third.lower()
    return read


def _is_epithet(token: str) -> bool:
    return CAPITALS.fullmatch(token) is not None and len(token) >= _SHORTEST


def _is_author(token: str, after: Sequence[str]) -> bool:
    return token.lower() in LIKE_EPITHETS or (bool(after) and after[0] in _JOINS)


def _is_second_author(token: str, after: Sequence[str]) -> bool:
    """Whether a word after an epithet is an author; HANGLU WAGNER is an epithet and its author."""
    if _is_author(token, after) or token.lower() in FIRST_OF_SURNAME:
        return True
    if not after:
        return not EPITHET_ENDING.search(token.lower())
    return _YEAR.fullmatch(after[0]) is not None


def _is_epithet_before_author(token: str, rest: Sequence[str]) -> bool:
    """Whether "LEO," comes before a single author: "PANTHERA LEO, GRAY 1830".

    "AUSUS GRAY, 1830" and "AUSUS GRAY, SMITH & JONES" are a genus and its authors.
    """
    word = token.rstrip(",;:")
    if word == token or not _is_epithet(word):
        return False
    return word.lower() not in OF_AUTHORS and ONE_AUTHOR.fullmatch(" ".join(rest)) is not None
