"""Parses authorships and compares them with three possible answers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import product
from typing import Final

from rapidfuzz.distance import OSA

from concordance.names.author_words import (
    ABBREVIATIONS,
    NAMESAKE,
    PARTICLES,
    TITLES,
    UNKNOWN_LETTER,
)

_YEAR: Final = re.compile(r"(?<!\d)(1[6-9]\d\d|20\d\d)(?!\d)")
_DOUBTFUL_YEAR: Final = re.compile(r"\b1[6-9]\d\?|\b\d{4}\s*[-–]\s*\d{2,4}\b")
_BASIONYM: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]?")
_BETWEEN: Final = re.compile(
    r"\s*(?:[,;&+]|\b(?:and|et|und|y|in|apud|ex\.?)(?=\s)|\bet\s+al\b\.?)\s*", re.IGNORECASE
)
_NOT_AUTHORS: Final = re.compile(
    r"\b(?:sensu|sec|auctt?|non|nec|not|vide|emend|ined|nom|comb|hort|mihi)\b.*", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"\d+[a-z]?")
#: the comma of "Gray, J.E." and "Silva, Jr.", which is not followed by another author
_INVERTED: Final = re.compile(
    r",\s*(?=(?:(?:[^\W\d_]\b\.?[\s-]*)+|[jJsS]r\b\.?|fil\b\.?|jun\b\.?|sen\b\.?)\s*"
    r"(?:[,;&+]|$|(?:and|et|und|y|in|apud|ex)\b))"
)
_DOUBLED: Final = re.compile(r"(.)\1+")
_WORD: Final = re.compile(r"(?:[^\W\d_]|\ufffd)+(?:['’`´-](?:[^\W\d_]|\ufffd)+)*\.?")
#: a letter lost in storage: "M?ller", "M\ufffdller"
_LOST: Final = re.compile(r"(?<=\w)\?(?=\w)")


class AuthorshipAgreement(StrEnum):
    """Result of comparing two authorships."""

    EQUAL = "equal"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """One author: surname folded to plain lower case, initials, and marks of namesakes.

    ``parts`` are the words of the name that are written out, and ``joined`` is the surname with
    its particles. ``compound`` means that the surname has several words ("Wied-Neuwied"),
    ``written_out`` that the given names are not initials.
    """

    surname: str
    initials: str = ""
    namesake: str = ""
    abbreviated: bool = False
    parts: frozenset[str] = frozenset()
    joined: str = ""
    compound: bool = False
    written_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorship:
    """A parsed authorship.

    Attributes
    ----------
    basionym : tuple of Author
        Authors in parentheses, who first described the taxon in another genus (zoology) or under
        another combination or rank (botany).
    combination : tuple of Author
        Authors outside parentheses.
    basionym_year, year : int or None
        The year inside and the year outside the parentheses.
    """

    basionym: tuple[Author, ...] = ()
    combination: tuple[Author, ...] = ()
    basionym_year: int | None = None
    year: int | None = None

    @property
    def first_described(self) -> tuple[Author, ...]:
        """Authors of the original description: those in parentheses if any, else the others."""
        return self.basionym or self.combination

    @property
    def described_in(self) -> int | None:
        """Year of the original description; None if not known."""
        if self.basionym:
            # (Linnaeus) Gray, 1830: the year belongs to the combination
            return self.basionym_year
        return self.year

    @property
    def in_parentheses(self) -> bool:
        """Whether the name is in another genus than at its description."""
        return bool(self.basionym)


@lru_cache(maxsize=200_000)
def parse_authorship(text: str) -> Authorship:
    """Return an authorship parsed into authors and years.

    Parameters
    ----------
    text : str
        As printed, without the name; blank gives an empty record.

    Returns
    -------
    Authorship
        Text after ``sensu``, ``auct.``, ``non`` or ``nec`` is left out, as it concerns the use of
        the name. Editors of the work (``in``) count as authors in comparisons.

    References
    ----------
    ICZN Articles 22, 51.2 and 51.3; ICN Article 46.

    Examples
    --------
    >>> record = parse_authorship("(von Schreber, 1775)")
    >>> record.first_described[0].surname, record.described_in, record.in_parentheses
    ('schreber', 1775, True)
    """
    text = _NOT_AUTHORS.sub("", unicodedata.normalize("NFC", text))
    text = _LOST.sub(UNKNOWN_LETTER, text) if "?" in text else text
    inside = _BASIONYM.search(text) if "(" in text else None
    before = ""
    if inside is not None:
        before, text = inside.group(1), text[: inside.start()] + " " + text[inside.end() :]
    return Authorship(
        basionym=_authors(before),
        combination=_authors(text),
        basionym_year=_year(before),
        year=_year(text),
    )


def _year(text: str) -> int | None:
    match = _YEAR.search(text)
    return int(match.group()) if match and not _DOUBTFUL_YEAR.search(text) else None


def _fold(text: str) -> str:
    """Plain lower-case letters; ü, ue and u become equal, as do ø, oe and o."""
    text = text.lower().replace("ß", "ss").replace("ø", "o").replace("æ", "ae").replace("œ", "oe")
    text = text.replace("đ", "d").replace("ł", "l")
    plain = unicodedata.normalize("NFKD", text)
    kept = "".join(c for c in plain if c.isalpha() or c == UNKNOWN_LETTER)
    return re.sub(r"([aou])e", r"\1", kept)


def _authors(text: str) -> tuple[Author, ...]:
    text = _INVERTED.sub(" ", _NUMBER.sub(" ", text))
    people = (_author(part) for part in _BETWEEN.split(text))
    return tuple(person for person in people if person is not None)


def _author(text: str) -> Author | None:
    words = [w for w in _WORD.findall(text) if w.rstrip(".").lower() not in {"al", "et"}]
    namesake = ""
    last = words[-1].rstrip(".") if words[1:] else ""
    # "Hooker F." has an initial, "R. Sen" a surname
    if last.lower() in NAMESAKE and (last[0].islower() or last in {"Jr", "Sr", "JR", "SR"}):
        namesake = NAMESAKE[last.lower()]
        words.pop()
    every = words
    words = [w for w in words if w.rstrip(".").lower() not in PARTICLES or w[:1].isupper()]
    if not words:
        return None
    trailing = [words.pop() for _ in words[1:] if len(words[-1].rstrip(".")) == 1]
    surname = words[-1]
    given = [w for w in words[:-1] + trailing[::-1] if len(w) < 2 or w.lower() not in PARTICLES]
    folded = _fold(surname)
    full = ABBREVIATIONS.get(folded)
    if full == "fabricius" and folded == "f" and not surname.endswith("."):
        full = None
    parts = frozenset(_parts(words))
    return Author(
        surname=full or folded,
        initials=_initials(given, folded, compound="-" in surname),
        namesake=namesake,
        abbreviated=surname.endswith(".") and full is None,
        parts=parts,
        joined=_fold("".join(w for w in every if w not in trailing and not w.endswith("."))),
        compound="-" in surname or "saint" in parts or _has_particle_inside(every),
        written_out=bool(given) and all(len(w) > 2 and not w.endswith(".") for w in given),
    )


def _parts(words: Sequence[str]) -> Iterator[str]:
    """Folded written-out words of a name; "St." is read as Saint."""
    for word in words:
        for part in word.rstrip(".").split("-"):
            if part.lower() == "st":
                yield "saint"
            elif len(part) > 2 and not word.endswith(".") and (fold := _fold(part)) not in TITLES:
                yield fold


def _initials(given: Sequence[str], surname: str, *, compound: bool) -> str:
    if surname == "muller" and any(w.lower() in {"statius", "st."} for w in given):
        return "pls"  # Philipp Ludwig Statius Müller
    # "Geoffroy" in "Geoffroy Saint-Hilaire" is not a given name
    short = [w for w in given if not compound or len(w.rstrip(".")) < 3 or w.endswith(".")]
    return "".join(_fold(w)[:1] for w in short if w.lower() not in {"st", "st."})


def _has_particle_inside(words: Sequence[str]) -> bool:
    """Whether a surname continues after a particle: "Dubus de Gisignies"."""
    return any(w.lower() in PARTICLES and w.islower() for w in words[1:-1]) and len(words[0]) > 2


def same_author(a: Author, b: Author) -> bool:
    """Whether two authors may be one person: surname, initials and namesake marks are compatible.

    Examples
    --------
    >>> one, other = parse_authorship("R.H.Roberts"), parse_authorship("R.J.Roberts")
    >>> same_author(one.combination[0], other.combination[0])
    False
    """
    if a.namesake != b.namesake:
        return False
    if not _same_initials(a, b):
        return False
    x, y = a.surname, b.surname
    if x == y or ((a.compound or b.compound) and _is_part_of(a, b)):
        return True
    if a.joined == b.joined != "" or (UNKNOWN_LETTER in x + y and _alike(x, y)):
        return True
    size = min(len(x), len(y))
    if size >= 3 and (_stands_for(a, b) or _stands_for(b, a)):
        return True
    return size >= 5 and OSA.distance(x, y) <= 1


def _same_initials(a: Author, b: Author) -> bool:
    if (a.compound and b.written_out) or (b.compound and a.written_out):
        return True  # "Milne Edwards" and "A. Milne-Edwards"
    long, short = sorted((a.initials, b.initials), key=len, reverse=True)
    if long.startswith(short):
        return True
    # "Hamilton Smith" is C. H. Smith
    full = a if a.initials == short else b
    return full.written_out and short in long


def _is_part_of(a: Author, b: Author) -> bool:
    """Whether the words of one name, or its surname with a particle, occur in another name."""
    if not a.parts or not b.parts:
        return False
    return a.parts <= b.parts or b.parts <= a.parts or a.joined in b.parts or b.joined in a.parts


def _alike(x: str, y: str) -> bool:
    """Whether two surnames may be equal despite lost letters, which fold to two, one or none."""
    lost, other = (x, y) if UNKNOWN_LETTER in x else (y, x)
    pattern = ".{0,2}".join(map(re.escape, lost.split(UNKNOWN_LETTER)))
    return len(lost) > 3 and re.fullmatch(pattern, other.replace(UNKNOWN_LETTER, "")) is not None


def _stands_for(short: Author, full: Author) -> bool:
    """Whether a surname may abbreviate the other; doubled letters count once."""
    if not short.abbreviated:
        return False
    if not full.abbreviated and len(short.surname) >= len(full.surname):
        return False
    return _single(full.surname).startswith(_single(short.surname))


def _single(word: str) -> str:
    return _DOUBLED.sub(r"\1", word)


def _share(a: tuple[Author, ...], b: tuple[Author, ...]) -> bool:
    return any(same_author(x, y) for x, y in product(a, b))


def _share_a_name(a: tuple[Author, ...], b: tuple[Author, ...]) -> bool:
    """Whether a surname on one side is a name on the other: "Gurney" and "J. H. Gurney Sr.".

    Also "Guitart" and "Guitart Manday": not certain, but no reason to assume two animals.
    """
    return any(_may_be(x, y) or _may_be(y, x) for x, y in product(a, b))


def _may_be(short: Author, full: Author) -> bool:
    named = full.initials if short.surname == full.surname else short.surname in full.parts
    return bool(named) and not short.initials and not short.namesake


@lru_cache(maxsize=200_000)
def compare_authorship(a: str, b: str) -> AuthorshipAgreement:
    """Return whether two authorships have the same author and year.

    Parameters
    ----------
    a, b : str
        Authorships as printed; blank if not known.

    Returns
    -------
    AuthorshipAgreement
        Symmetric. Parentheses, particles, given names against their initials, abbreviations, and a
        year that is missing or differs by one are ignored. Unknown if one is blank, if the authors
        agree but the years do not, if they may be one author ("Li, 1981" and "Li Zhixiang, 1981"),
        or if only one is in parentheses and they share neither author nor year.

    References
    ----------
    ICZN Articles 21, 50 and 51 (authorship and date); ICN Article 46.

    Examples
    --------
    >>> compare_authorship("(von Schreber, 1775)", "(Schreber, 1775)")
    <AuthorshipAgreement.EQUAL: 'equal'>
    >>> compare_authorship("Linnaeus, 1758", "Gray, 1830")
    <AuthorshipAgreement.DIFFERENT: 'different'>
    >>> compare_authorship("", "Gray, 1830")
    <AuthorshipAgreement.UNKNOWN: 'unknown'>
    """
    left, right = parse_authorship(a), parse_authorship(b)
    both = left.combination and right.combination
    people = (
        (left.combination, right.combination)
        if both
        else (left.combination + left.basionym, right.combination + right.basionym)
    )
    years = (
        (left.year, right.year)
        if both
        else (left.year or left.basionym_year, right.year or right.basionym_year)
    )
    if years[0] is None or years[1] is None:
        same_year: bool | None = None
    else:
        same_year = abs(years[0] - years[1]) <= 1
    if not people[0] or not people[1]:
        if same_year is None:
            return AuthorshipAgreement.UNKNOWN
        # only a year, which can differ and is all that can agree
        return AuthorshipAgreement.EQUAL if same_year else AuthorshipAgreement.DIFFERENT
    agree = _share(*people)
    if agree and same_year is not False:
        return AuthorshipAgreement.EQUAL
    if agree or (same_year and _share_a_name(*people)):
        return AuthorshipAgreement.UNKNOWN
    if same_year is not True and bool(left.combination) != bool(right.combination):
        return AuthorshipAgreement.UNKNOWN
    return AuthorshipAgreement.DIFFERENT


@lru_cache(maxsize=200_000)
def is_another_author(a: str, b: str) -> bool:
    """Whether two authorships of one name share neither author nor year, ignoring parentheses.

    Parameters
    ----------
    a, b : str
        Authorships as printed.

    Returns
    -------
    bool
        False if an author or a year is not known.

    References
    ----------
    ICZN Article 52 (homonyms).

    Examples
    --------
    >>> is_another_author("Gray, 1830", "(Linnaeus, 1758)")
    True
    >>> is_another_author("Wied, 1820", "(Wied-Neuwied, 1821)")
    False
    """
    left, right = parse_authorship(a), parse_authorship(b)
    years = [
        [year for year in (side.year, side.basionym_year) if year is not None]
        for side in (left, right)
    ]
    people = [side.combination + side.basionym for side in (left, right)]
    if not all(years) or not all(people):
        return False
    return not _share(*people) and all(abs(x - y) > 1 for x, y in product(*years))
