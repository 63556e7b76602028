"""Forms of names for comparison: canonical, orthographic, gender stem."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from functools import lru_cache, partial, wraps
from itertools import compress
from operator import not_
from typing import Final, NewType

#: a name returned by `canonical`
CanonicalName = NewType("CanonicalName", str)

_LETTERS: Final = str.maketrans(
    {
        "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l",
        "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ı": "i",
    }
)  # fmt: skip

#: rules of the orthographic normal form, in order: pattern, replacement, reason
ORTHOGRAPHIC_RULES: Final[tuple[tuple[str, str, str], ...]] = (
    ("-", "", "ICZN 32.5.2.3: compound epithets are written without hyphen"),
    ("(?<![qg])ue(?=[bcdfghk-npr-twz])", "u", "ICZN 32.5.2.1: ü is written ue, or loses its mark"),
    ("(?:ae|oe)(?!ns(?:is|e)?$)", "e", "ICZN 58.1: ae, oe and e"),
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


#: takes one word, or many words on separate lines
_Rule = Callable[[str], str]


def _rule(pattern: str, replacement: str) -> _Rule:
    """Return a rule as a function; literal letters need no regular expression."""
    if pattern.isalpha() or pattern == "-":
        return lambda words: words.replace(pattern, replacement)
    return partial(re.compile(pattern, re.MULTILINE).sub, replacement)


_RULES: Final = tuple(_rule(p, r) for p, r, _ in ORTHOGRAPHIC_RULES)
#: matches words that any rule would change; four of nine words need none
_TOUCHED: Final = re.compile("|".join(f"(?:{p})" for p, _, _ in ORTHOGRAPHIC_RULES))

#: the rules for a genitive epithet, as another spelling of a person's name may be another
#: person (*Aloe ballii* is named after Ball, *A. ballyi* after Bally)
GENITIVE_RULES: Final[tuple[tuple[str, str, str], ...]] = (
    ("-", "", "ICZN 32.5.2.3: compound epithets are written without hyphen"),
    ORTHOGRAPHIC_RULES[1],
    ("ii$", "i", "ICZN 58.14: -i and -ii"),
)
_GENITIVE_RULES: Final = tuple(_rule(p, r) for p, r, _ in GENITIVE_RULES)
_GENITIVE: Final = re.compile(r"[a-z]{2}(?:i|ae|orum|arum)$")


def _is_genitive(word: str) -> bool:
    return word.endswith(("i", "ae", "rum")) and _GENITIVE.search(word) is not None


#: rules of the gender stem, of which the first match applies: pattern, replacement, reason
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
#: endings that each rule can change; the rule is skipped for words without them
_ENDINGS: Final = (
    ("or", "us"), ("or", "us"), ("us", "a", "um"), ("us", "a", "um"), ("ior",), ("us", "um", "a"),
    ("is", "e", "as", "i"), ("os", "on"),
)  # fmt: skip
_GENDER: Final = tuple(
    (endings, re.compile(p), r) for endings, (p, r, _) in zip(_ENDINGS, GENDER_RULES, strict=True)
)
#: white space after a changed word, so that no further rule matches its end
_DONE: Final = "\x1f"
_GENDER_BY_LINE: Final = tuple(_rule(p, r + _DONE) for p, r, _ in GENDER_RULES)


def canonical(text: str) -> CanonicalName:
    """Return the canonical form of a name, which decides whether names are equal.

    Parameters
    ----------
    text : str
        A name without authorship.

    Returns
    -------
    CanonicalName
        Compatibility forms, ligatures and diacritics are resolved, white space is folded, the first
        letter is upper case and the rest lower case. Idempotent; no letter is lost.

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
    if text.isascii() and text == " ".join(text.split()):
        return CanonicalName(text[:1].upper() + text[1:].lower())
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).translate(_LETTERS)
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    words = " ".join(kept.split()).lower()
    return CanonicalName(words[:1].upper() + words[1:])


@lru_cache(maxsize=200_000)
def orthographic_genus(word: str) -> str:
    """Return the orthographic normal form of a genus or another single word."""
    word = word.lower()
    if not _TOUCHED.search(word):
        return word
    for rule in _RULES:
        word = rule(word)
    return word


@lru_cache(maxsize=200_000)
def orthographic_epithet(word: str) -> str:
    """Return the orthographic normal form of an epithet."""
    word = word.lower()
    if not _is_genitive(word):
        return orthographic_genus(word)
    for rule in _GENITIVE_RULES:
        word = rule(word)
    return word


def orthographic(name: str) -> str:
    """Return the orthographic normal form; spellings that the Code treats as one become equal.

    Parameters
    ----------
    name : str
        A canonical name.

    Returns
    -------
    str
        Lower case; each word follows `ORTHOGRAPHIC_RULES`, genitive epithets only
        `GENITIVE_RULES`.

    References
    ----------
    ICZN Article 58 (variant spellings deemed identical).

    Examples
    --------
    >>> orthographic("Gyps rueppellii") == orthographic("Gyps rueppelli")
    True
    """
    first, *epithets = name.split() or [""]
    return " ".join([orthographic_genus(first), *map(orthographic_epithet, epithets)])


@lru_cache(maxsize=200_000)
def _stem(epithet: str) -> str:
    for endings, pattern, replacement in _GENDER:
        if epithet.endswith(endings):
            stem, changed = pattern.subn(replacement, epithet)
            if changed:
                return stem
    return epithet


def gender_stem(name: str) -> str:
    """Return the name without the gender endings of its epithets; the genus is kept.

    Parameters
    ----------
    name : str
        A canonical name.

    Returns
    -------
    str
        Each epithet follows the first matching rule of `GENDER_RULES`.

    References
    ----------
    ICZN Articles 31.2 and 34.2 (agreement in gender).

    Examples
    --------
    >>> gender_stem("Brotogeris pyrrhoptera") == gender_stem("Brotogeris pyrrhopterus")
    True
    """
    genus, *epithets = name.split() or [""]
    return " ".join([genus, *(_stem(epithet) for epithet in epithets)])


def gender_form(name: str) -> str:
    """Return the name without the gender endings of adjectives; genitives are kept.

    Parameters
    ----------
    name : str
        A canonical name.

    Returns
    -------
    str
        Equal for names that differ only in the gender of an adjective. *ramosii* (of Ramos)
        differs from *ramosum* (branched), although their stems are equal.

    References
    ----------
    ICZN Articles 31.1.2, 31.2 and 34.2.

    Examples
    --------
    >>> gender_form("Crepidium ramosii") == gender_form("Crepidium ramosum")
    False
    """
    genus, *epithets = name.split() or [""]
    return " ".join([genus, *map(gender_epithet, epithets)])


def gender_epithet(word: str) -> str:
    """Return an epithet without the gender ending of an adjective; a genitive is kept."""
    return word if _is_genitive(word) else _stem(word)


@lru_cache(maxsize=200_000)
def coarse_epithet(word: str) -> str:
    """Return the coarsest form of an epithet."""
    return orthographic_epithet(gender_epithet(word.lower()))


def coarse(name: str) -> str:
    """Return the coarsest form: gender stems in the orthographic normal form.

    Parameters
    ----------
    name : str
        A canonical name.

    Returns
    -------
    str
        Lower case. Equal for names that are equal in `orthographic` or in `gender_stem`, except
        for endings that both rules change.

    Examples
    --------
    >>> coarse("Zabidius novaemaculeata") == coarse("Zabidius novemaculeatus")
    True
    """
    genus, *epithets = name.split() or [""]
    return " ".join([orthographic_genus(genus), *map(coarse_epithet, epithets)])


# many at once: each rule is applied once to all words, one on each line --------------------------

#: number of words after which the cache of their forms is cleared
_MOST: Final = 100_000
_Many = Callable[[Sequence[str]], list[str]]


def _remembered(many: _Many) -> _Many:
    """Return the function with a cache, so that it processes each word once."""
    kept: list[MutableMapping[str, str]] = [{}]

    @wraps(many)
    def forms(words: Sequence[str]) -> list[str]:
        known = kept[0]  # unaffected if another thread clears the cache
        if len(known) > _MOST:
            known = kept[0] = {}
        new = [word for word in dict.fromkeys(words) if word not in known]
        known.update(zip(new, many(new), strict=True))
        return [known[word] for word in words]

    return forms


@_remembered
def orthographic_genera(words: Sequence[str]) -> list[str]:
    """Return `orthographic_genus` of each of many words without white space, in order."""
    return _by_line(words, _RULES)


def orthographic_epithets(words: Sequence[str]) -> list[str]:
    """Return `orthographic_epithet` of each of many words without white space, in order."""
    lower = [word.lower() for word in words]
    return _genitives_apart(lower, partial(_by_line, rules=_GENITIVE_RULES), orthographic_genera)


def gender_epithets(words: Sequence[str]) -> list[str]:
    """Return `gender_epithet` of each of many words without white space, in order."""
    return _genitives_apart(words, list, _stems)


@_remembered
def coarse_epithets(words: Sequence[str]) -> list[str]:
    """Return `coarse_epithet` of each of many words without white space, in order."""
    return orthographic_epithets(gender_epithets([word.lower() for word in words]))


def orthographic_names(names: Sequence[str]) -> list[str]:
    """Return `orthographic` of each of many canonical names, in order."""
    return _word_by_word(names, orthographic_genera, orthographic_epithets)


def gender_forms(names: Sequence[str]) -> list[str]:
    """Return `gender_form` of each of many canonical names, in order."""
    return _word_by_word(names, list, gender_epithets)


def coarse_names(names: Sequence[str]) -> list[str]:
    """Return `coarse` of each of many canonical names, in order."""
    return _word_by_word(names, orthographic_genera, coarse_epithets)


def last_epithets(names: Sequence[str]) -> list[str]:
    """Return the coarsest form of the last epithet of each of many multi-word names."""
    return coarse_epithets([name.rsplit(" ", 1)[-1] for name in names])


def _by_line(words: Sequence[str], rules: Iterable[_Rule]) -> list[str]:
    if not words:
        return []
    text = "\n".join(words).lower()
    for rule in rules:
        text = rule(text)
    return text.split("\n")


def _stems(words: Sequence[str]) -> list[str]:
    if not words:
        return []
    text = "\n".join(words)
    for rule in _GENDER_BY_LINE:
        text = rule(text)
    return text.replace(_DONE, "").split("\n")


def _genitives_apart(
    words: Sequence[str],
    of_genitives: _Many,
    of_others: _Many,
) -> list[str]:
    kinds = [_is_genitive(word) for word in words]
    genitives = iter(of_genitives(list(compress(words, kinds))))
    others = iter(of_others(list(compress(words, map(not_, kinds)))))
    return [next(genitives if is_genitive else others) for is_genitive in kinds]


def _word_by_word(
    names: Sequence[str],
    of_genera: _Many,
    of_epithets: _Many,
) -> list[str]:
    split = [name.split() or [""] for name in names]
    genera = list(dict.fromkeys(words[0] for words in split))
    epithets = list(dict.fromkeys(word for words in split for word in words[1:]))
    genus = dict(zip(genera, of_genera(genera), strict=True))
    epithet = dict(zip(epithets, of_epithets(epithets), strict=True))
    return [" ".join([genus[first], *(epithet[word] for word in rest)]) for first, *rest in split]
