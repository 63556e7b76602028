"""Countries in users' data: codes, former codes and names, read as ISO 3166 codes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple, NewType

from concordance.countries import FORMER, SEVERAL
from concordance.lookups.reasons import Reason
from concordance.matching.queries import is_missing
from concordance.readers.package import read_data

#: codes in permits and trade data that do not stand for a country; ISO 3166 leaves X* to users
_NO_COUNTRY: Final = {"XX": "an unknown country", "XV": "various countries", "ZZ": "the high seas"}
_OTHER_CODE: Final = re.compile(r"X[A-Z]")
_NUMBER: Final = re.compile(r"(\d{1,3})(?:\.0+)?")
_WORDS: Final = re.compile(r"[^\W\d_]+")
#: words that do not distinguish countries
_FILLING: Final = frozenset(
    {
        "the", "of", "and", "la", "le", "les", "el", "los", "de", "del", "du", "des", "et", "y",
        "d", "l",
    }
)  # fmt: skip
#: words before a name that is known without them: "Kingdom of Spain"; not "democratic"
_FORMAL: Final = frozenset(
    """
    arab commonwealth federal federative islamic kingdom people peoples republic s socialist state
    sultanate union royaume republique islamique reino republica islamica
    """.split()
)
#: letters with points: U.S.A., D. R. C.
_LETTERS: Final = re.compile(r"\b[^\W\d_]\.(?: ?[^\W\d_]\.)+")
_SHORT: Final = (
    (re.compile(r"\bSt\b\.?", re.IGNORECASE), "Saint"),
    (re.compile(r"\bIs\b\.", re.IGNORECASE), "Islands"),
    (re.compile(r"\bRep\b\.", re.IGNORECASE), "Republic"),
    (re.compile(r"\bDem\b\.", re.IGNORECASE), "Democratic"),
    (re.compile(r"&"), " and "),
)
#: what follows a name but belongs before it: "Korea, Republic of", "Virgin Islands (British)"
_AFTER: Final = re.compile(r"([^,(]+)[,(] ?([^,()]+)\)?")


#: a country name in the form in which names are compared
_Form = NewType("_Form", str)


class Where(NamedTuple):
    """A country, or the reason why there is none.

    Attributes
    ----------
    codes : frozenset of str
        ISO 3166 codes; several if a former country was divided, empty if there is no country.
    name : str
        Name for sentences.
    problem : Reason or None
    words : str
        The problem as a sentence; blank if there is none.
    """

    codes: frozenset[str]
    name: str
    problem: Reason | None = None
    words: str = ""


#: no country is given
NOWHERE: Final = Where(frozenset(), "")


def read_where(value: object) -> Where:
    """Return the country in a cell.

    Parameters
    ----------
    value : object
        An ISO 3166 code of two or three letters or of digits, a former code of two letters, or a
        name in English, French or Spanish.

    Returns
    -------
    Where

    Examples
    --------
    >>> sorted(read_where("India").codes), sorted(read_where("za").codes)
    (['IN'], ['ZA'])
    >>> sorted(read_where("IND").codes), sorted(read_where(36).codes)
    (['IN'], ['AU'])
    >>> read_where("XX").words
    'XX stands for an unknown country, so it is not used.'
    >>> read_where("Atlantis").words
    "The country 'Atlantis' is not known; expected an ISO 3166 code or a name."
    """
    text = "" if is_missing(value) else str(value).strip()
    if not text:
        return Where(frozenset(), "", Reason.COUNTRY_MISSING, "The country is missing.")
    code, known = _without_points(text).upper(), _countries()
    if code in _NO_COUNTRY or (_OTHER_CODE.fullmatch(code) and code not in known.names):
        meaning = _NO_COUNTRY.get(code, "several or unknown countries")
        words = f"{code} stands for {meaning}, so it is not used."
        return Where(frozenset(), "", Reason.NO_COUNTRY, words)
    if code in known.names:
        return Where(frozenset({code}), known.names[code])
    if code in FORMER:
        return Where(FORMER[code], f"the former {code}")
    if iso := known.other_codes.get(_digits(code)) or _by_name(text, known):
        return Where(frozenset({iso}), known.names[iso])
    if several := known.several.get(_form(text)):
        return Where(several, text)
    words = f"The country {text!r} is not known; expected an ISO 3166 code or a name."
    return Where(frozenset(), "", Reason.COUNTRY_UNKNOWN, words)


def country_name(code: str) -> str:
    """Return the name of a country; the code if it is not known."""
    return _countries().names.get(code, code)


def continents(codes: Iterable[str]) -> frozenset[str]:
    """Return the continents of some countries.

    Examples
    --------
    >>> sorted(continents(["IN", "TR"]))
    ['Asia', 'Europe']
    """
    known = _countries().continents
    return frozenset(place for code in codes for place in known.get(code, ()))


class _Countries(NamedTuple):
    """Names and continents by code, and codes by other codes and by the form of names."""

    names: Mapping[str, str]
    codes: Mapping[_Form, str]
    other_codes: Mapping[str, str]
    several: Mapping[_Form, frozenset[str]]
    continents: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def _countries() -> _Countries:
    rows = read_data("countries.csv")
    names = {row["code"]: row["name"] for row in rows}
    codes: dict[_Form, str] = {}
    for row in rows:
        for name in (row["name"], *row["other_names"].split("|")):
            if name:
                codes.setdefault(_form(name), row["code"])
    places = {row["code"]: tuple(row["continents"].split("|")) for row in rows}
    other_codes = {row[kind]: row["code"] for row in rows for kind in ("alpha3", "numeric")}
    other_codes.pop("", None)
    several = {_form(name): current for name, current in SEVERAL.items()}
    return _Countries(names, codes, other_codes, several, places)


def _by_name(text: str, known: _Countries) -> str | None:
    """The code of a name: as written, turned round, or without formal words before it."""
    after = _AFTER.fullmatch(text)
    forms = [_form(text), *([_form(f"{after[2]} {after[1]}")] if after else [])]
    if iso := next((known.codes[form] for form in forms if form in known.codes), None):
        return iso
    return next((iso for form in forms if (iso := known.codes.get(_informal(form)))), None)


def _informal(form: _Form) -> _Form:
    words = form.split()
    while len(words) > 1 and words[0] in _FORMAL:
        del words[0]
    return _Form(" ".join(words))


def _without_points(text: str) -> str:
    """A text with letters and points as a word: "U.S.A." as "USA"."""
    return _LETTERS.sub(lambda match: re.sub(r"[. ]", "", match[0]), text)


def _digits(code: str) -> str:
    """A code of digits in full: spreadsheets drop zeros, and write 36.0."""
    digits = _NUMBER.fullmatch(code)
    return digits[1].zfill(3) if digits else code


def _form(name: str) -> _Form:
    """A name without case, accents, punctuation and filler words; the word order is kept."""
    name = _without_points(name)
    for short, full in _SHORT:
        name = short.sub(full, name)
    plain = unicodedata.normalize("NFKD", name)
    letters = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    words = [word for word in _WORDS.findall(letters) if word not in _FILLING]
    return _Form(" ".join(words))
