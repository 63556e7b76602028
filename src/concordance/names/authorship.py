"""Authorships: taken apart, and compared with three answers. Pure functions of strings."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import product
from typing import Final

from rapidfuzz.distance import OSA

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
#: the comma of "Gray, J.E." and of "Silva, Jr.": what follows is no other author
_INVERTED: Final = re.compile(
    r",\s*(?=(?:(?:[^\W\d_]\b\.?[\s-]*)+|[jJsS]r\b\.?|fil\b\.?|jun\b\.?|sen\b\.?)\s*"
    r"(?:[,;&+]|$|(?:and|et|und|y|in|apud|ex)\b))"
)
_DOUBLED: Final = re.compile(r"(.)\1+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’`´-][^\W\d_]+)*\.?")
#: particles of names: they do not tell one author from another
_PARTICLES: Final = frozenset(
    "v von van vom zu zur zum de der den des du la le les da di do dos das del della el ten ter te "
    "d in't in’t".split()
)
#: words that tell a namesake from another author
_NAMESAKE: Final = {
    "f": "filius", "fil": "filius", "filius": "filius", "jr": "filius", "jun": "filius",
    "bis": "bis", "ter": "ter", "sr": "senior", "sen": "senior", "père": "senior",
}  # fmt: skip
#: common abbreviations and variants of the names of authors, as they are spelt once folded
_ABBREVIATIONS: Final = {
    "l": "linnaeus", "lin": "linnaeus", "linn": "linnaeus", "linne": "linnaeus",
    "gm": "gmelin", "gmel": "gmelin", "lac": "lacepede", "lacep": "lacepede", "cuv": "cuvier",
    "val": "valenciennes", "temm": "temminck", "fab": "fabricius", "fabr": "fabricius",
    "f": "fabricius", "lam": "lamarck", "lk": "lamarck", "raf": "rafinesque",
    "blumenb": "blumenbach", "geoffr": "geoffroy", "vieill": "vieillot", "schreb": "schreber",
    "licht": "lichtenstein", "bp": "bonaparte", "bonap": "bonaparte", "less": "lesson",
    "gthr": "gunther", "blgr": "boulenger", "boul": "boulenger", "dum": "dumeril",
    "bibr": "bibron", "wagl": "wagler", "pall": "pallas", "hdg": "hodgson",
    "dc": "candolle", "mill": "miller", "lindl": "lindley", "rchb": "reichenbach",
    "reichb": "reichenbach", "fr": "fries", "hook": "hooker", "benth": "bentham",
    "willd": "willdenow", "thunb": "thunberg", "br": "brown", "sw": "swartz", "ait": "aiton",
    "desf": "desfontaines", "kuntze": "kuntze", "engl": "engler", "baill": "baillon",
}  # fmt: skip


class AuthorshipAgreement(StrEnum):
    """Answer of a comparison of two authorships."""

    EQUAL = "equal"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """One author: surname folded to plain lower case, initials, and what marks a namesake."""

    surname: str
    initials: str = ""
    namesake: str = ""
    abbreviated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorship:
    """An authorship taken apart.

    Attributes
    ----------
    basionym : tuple of Author
        Authors in parentheses: those who first described the taxon, in another genus (zoology)
        or under another combination or rank (botany).
    combination : tuple of Author
        Authors outside parentheses.
    basionym_year, year : int or None
        The year inside, and the year outside of the parentheses.
    """

    basionym: tuple[Author, ...] = ()
    combination: tuple[Author, ...] = ()
    basionym_year: int | None = None
    year: int | None = None

    @property
    def first_described(self) -> tuple[Author, ...]:
        """Authors of the original description: those in parentheses, else the others."""
        return self.basionym or self.combination

    @property
    def described_in(self) -> int | None:
        """Year of the original description, None where it is not known."""
        if self.basionym:
            # (Linnaeus) Gray, 1830: the year is that of the combination
            return self.basionym_year
        return self.year

    @property
    def in_parentheses(self) -> bool:
        """Whether the name is not in the genus in which it was described."""
        return bool(self.basionym)


@lru_cache(maxsize=200_000)
def parse_authorship(text: str) -> Authorship:
    """Return an authorship taken apart into authors and years.

    Parameters
    ----------
    text : str
        As printed, without the name; blank gives an empty record.

    Returns
    -------
    Authorship
        What follows ``sensu``, ``auct.``, ``non``, ``nec`` is left out: it is about the use of the
        name. Editors of the work (``in``) count as authors of the comparison.

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
    found = _YEAR.search(text)
    return int(found.group()) if found and not _DOUBTFUL_YEAR.search(text) else None


def _fold(text: str) -> str:
    """Plain lower-case letters; ü, ue and u are one, as are ø, oe and o."""
    text = text.lower().replace("ß", "ss").replace("ø", "o").replace("æ", "ae").replace("œ", "oe")
    plain = unicodedata.normalize("NFKD", text)
    kept = "".join(c for c in plain if c.isalpha())
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
    if last.lower() in _NAMESAKE and (last[0].islower() or last in {"Jr", "Sr"}):
        namesake = _NAMESAKE[last.lower()]
        words.pop()
    words = [w for w in words if w.rstrip(".").lower() not in _PARTICLES or w[:1].isupper()]
    if not words:
        return None
    trailing = [words.pop() for _ in words[1:] if len(words[-1].rstrip(".")) == 1]
    surname, given = words[-1], words[:-1] + trailing[::-1]
    folded = _fold(surname)
    full = _ABBREVIATIONS.get(folded)
    if full == "fabricius" and folded == "f" and not surname.endswith("."):
        full = None
    return Author(
        surname=full or folded,
        initials="".join(_fold(w)[:1] for w in given),
        namesake=namesake,
        abbreviated=surname.endswith(".") and full is None,
    )


def same_author(a: Author, b: Author) -> bool:
    """Whether two authors may be one person: surname, initials and namesake do not contradict.

    Examples
    --------
    >>> one, other = parse_authorship("R.H.Roberts"), parse_authorship("R.J.Roberts")
    >>> same_author(one.combination[0], other.combination[0])
    False
    """
    if a.namesake != b.namesake:
        return False
    long, short = sorted((a.initials, b.initials), key=len, reverse=True)
    if not long.startswith(short):
        return False
    x, y = a.surname, b.surname
    if x == y:
        return True
    size = min(len(x), len(y))
    if size >= 3 and (_stands_for(a, b) or _stands_for(b, a)):
        return True
    return size >= 5 and OSA.distance(x, y) <= 1


def _stands_for(short: Author, full: Author) -> bool:
    """Whether a surname may be cut from the other; letters that are doubled count once."""
    if not short.abbreviated:
        return False
    if not full.abbreviated and len(short.surname) >= len(full.surname):
        return False
    return _single(full.surname).startswith(_single(short.surname))


def _single(word: str) -> str:
    return _DOUBLED.sub(r"\1", word)


def _share(a: tuple[Author, ...], b: tuple[Author, ...]) -> bool:
    return any(same_author(x, y) for x, y in product(a, b))


@lru_cache(maxsize=200_000)
def compare_authorship(a: str, b: str) -> AuthorshipAgreement:
    """Return whether two authorships are of the same author and year.

    Parameters
    ----------
    a, b : str
        Authorships as printed; blank where not known.

    Returns
    -------
    AuthorshipAgreement
        Symmetric. Parentheses, particles, given names beside their initials, abbreviations and a
        year that is missing or differs by one do not count. Unknown where one is blank, where the
        authors agree and the years do not, or where one stands in parentheses, the other does
        not, and they share neither author nor year.

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
        # a year alone: it can be told from another, and it is all that there is to agree on
        return AuthorshipAgreement.EQUAL if same_year else AuthorshipAgreement.DIFFERENT
    agree = _share(*people)
    if agree and same_year is not False:
        return AuthorshipAgreement.EQUAL
    if agree:
        return AuthorshipAgreement.UNKNOWN
    if same_year is not True and bool(left.combination) != bool(right.combination):
        return AuthorshipAgreement.UNKNOWN
    return AuthorshipAgreement.DIFFERENT
