"""Names in capitals: which words belong to the name, and which are its authors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from concordance.names.author_words import FIRST_OF_SURNAME, LIKE_EPITHETS
from concordance.names.goods import GOODS
from concordance.names.tokens import (
    CAPITALS,
    EPITHET_ENDING,
    LATIN_ENDING,
    OF_AUTHORS,
    ONE_AUTHOR,
    RANKS,
)

_YEAR: Final = re.compile(r"\W?(?:1[6-9]|20)\d\d\W*")
#: signs that join authors
_JOINS: Final = frozenset({"&", "ET"})
#: signs and words between two names
_BETWEEN: Final = frozenset({"&", "/", "+", "|", "AND", "OR", "ET", "OU", "Y"})
#: length of the shortest epithet, and of the shortest rank that is not an initial
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
        A known surname keeps its capitals. After an epithet, so does a word without the ending of
        an epithet if a year or another author follows. All other words are read as in usual
        letters.

    Examples
    --------
    >>> without_capitals("CROCODYLUS NILOTICUS LAURENTI 1768".split())
    ['Crocodylus', 'niloticus', 'LAURENTI', '1768']
    >>> without_capitals("SARRACENIA RUBRA SSP. JONESII".split())
    ['Sarracenia', 'rubra', 'ssp.', 'jonesii']
    """
    read = [tokens[0].capitalize(), *tokens[1:]]
    if tokens[0].endswith((",", ";", ":")):
        return read
    second, rest = tokens[1] if tokens[1:] else "", tokens[2:]
    if tokens[1:] and (_is_of_goods(tokens[1:]) or _is_before_goods(tokens[1:])):
        read[1:] = [token.lower() for token in tokens[1:]]
    elif _is_epithet_before_author(second, rest):
        read[1] = second.lower()
    elif _is_epithet(second) and second.lower() not in LIKE_EPITHETS | GOODS:
        read[1:] = [second.lower(), *_after_species(second, rest)]
    return _with_second_name(read)


def _with_second_name(tokens: list[str]) -> list[str]:
    """The tokens with a second name in usual letters: "MANIS CULIONENSIS / MANIS JAVANICA"."""
    for at in range(2, len(tokens) - 1):
        before, genus, epithet = tokens[at - 1 : at + 2]
        word = epithet.rstrip(",;").lower()
        is_name = genus.capitalize() == tokens[0] or (
            LATIN_ENDING.search(word) is not None and genus.lower() not in LIKE_EPITHETS
        )
        follows = before.upper() in _BETWEEN or before.endswith((",", ";"))
        if follows and is_name and _is_epithet(genus) and _is_epithet(epithet.rstrip(",;")):
            tokens[at : at + 2] = [genus.capitalize(), epithet.lower()]
            if before.endswith((",", ";")):
                tokens[1] = tokens[1].lower()
    return tokens


def _after_species(species: str, tokens: Sequence[str]) -> list[str]:
    """The tokens after the epithet of a species."""
    read, at = list(tokens), 0
    if tokens and (_is_of_goods(tokens) or _is_before_goods(tokens)):
        return [token.lower() for token in tokens]
    if tokens and len(rank := tokens[0].rstrip(".").lower()) >= _SHORTEST and rank in RANKS:
        read[0], at = tokens[0].lower(), 1
    epithet, after = tokens[at] if tokens[at:] else "", tokens[at + 1 :]
    if _is_epithet(epithet) and (epithet == species or not _is_author(epithet, after)):
        read[at] = epithet.lower()
    return read


def _is_of_goods(tokens: Sequence[str]) -> bool:
    """Whether goods follow a name; "HORN 1870" is an author."""
    is_author = bool(tokens[1:]) and _YEAR.fullmatch(tokens[1]) is not None
    return tokens[0].rstrip(",;:").lower() in GOODS and not is_author


def _is_before_goods(tokens: Sequence[str]) -> bool:
    """Whether an epithet comes before goods: "JAVANICA, SKINS"."""
    word = tokens[0].rstrip(",;:")
    is_marked = word != tokens[0] and _is_epithet(word) and word.lower() not in LIKE_EPITHETS
    return is_marked and bool(tokens[1:]) and _is_of_goods(tokens[1:])


def _is_epithet(token: str) -> bool:
    return CAPITALS.fullmatch(token) is not None and len(token) >= _SHORTEST


def _is_author(token: str, after: Sequence[str]) -> bool:
    """Whether a word after an epithet is an author, judging by its form and what follows."""
    word = token.lower()
    if word in LIKE_EPITHETS or word in FIRST_OF_SURNAME:
        return True
    if not after:
        return False
    if after[0] in _JOINS:
        return not LATIN_ENDING.search(word)
    return _YEAR.fullmatch(after[0]) is not None and not EPITHET_ENDING.search(word)


def _is_epithet_before_author(token: str, rest: Sequence[str]) -> bool:
    """Whether "LEO," comes before a single author: "PANTHERA LEO, GRAY 1830".

    "AUSUS GRAY, 1830" and "AUSUS GRAY, SMITH & JONES" are a genus and its authors.
    """
    word = token.rstrip(",;:")
    if word == token or not _is_epithet(word):
        return False
    return word.lower() not in OF_AUTHORS and ONE_AUTHOR.fullmatch(" ".join(rest)) is not None
