"""Forms of common names for comparison, in English, French and Spanish."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

#: languages with known plurals and articles
LANGUAGES: Final = ("en", "fr", "es")
#: articles and prepositions that do not change the meaning of a name
_SMALL_WORDS: Final = {
    "en": frozenset({"a", "an", "and", "of", "the"}),
    "fr": frozenset("a au aux d de des du en et l la le les un une".split()),
    "es": frozenset("a al de del e el en la las lo los un una y".split()),
}
#: irregular plurals and spellings
_SAME_WORD: Final = {
    "en": {
        "geese": "goose", "mice": "mouse", "oxen": "ox", "feet": "foot", "teeth": "tooth",
        "emus": "emu", "gnus": "gnu", "kudus": "kudu", "coypus": "coypu", "grey": "gray",
        "coloured": "colored", "saint": "st", "mount": "mt",
        "rhino": "rhinoceros", "rhinos": "rhinoceros", "rhinoceroses": "rhinoceros",
        "hippo": "hippopotamus", "hippos": "hippopotamus", "hippopotami": "hippopotamus",
        "croc": "crocodile", "crocs": "crocodile", "gator": "alligator", "gators": "alligator",
        "chimp": "chimpanzee", "chimps": "chimpanzee",
    },
    "fr": {"yeux": "oeil", "saint": "st", "sainte": "st"},
    "es": {"san": "st", "santa": "st"},
}  # fmt: skip
#: plurals that end in neither s nor x
_IRREGULAR: Final = frozenset({"geese", "mice", "oxen", "feet", "teeth"})
#: words that come before the noun in French and Spanish
BEFORE_NOUN: Final = frozenset("petit petite grand grande gran pequeno pequena faux fausse".split())
#: English words for parts and products, as a `CommonForm` has them
PARTS: Final = frozenset(
    "bon carving claw coat egg feather fin fur hair hid horn ivory leather meat oil pelt scal "
    "shell skin skull teeth timber tooth trophy tusk wood wool".split()
)
_OF_THE_SEA: Final = frozenset({"mer", "mar"})
_LETTERS: Final = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ß": "ss", "ł": "l", "đ": "d"})
_POSSESSIVE: Final = re.compile(r"['’‘ʼ`´]s\b")
_ELISION: Final = re.compile(r"\b([dl])['’‘ʼ`´](?=\w)")
_QUOTE: Final = re.compile(r"['’‘ʼ`´]")
_WORD: Final = re.compile(r"\w+")
_BRACKETED: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


class CommonRule(StrEnum):
    """How a common name was linked, in the order tried."""

    EXACT = "exact"  # equal except for case
    SAME_WORDS = "same_words"  # equal except for accents, hyphens, articles, plural and word order
    NUMBER = "number"  # equal in another number; a plural may be the name of a group
    GROUP_WORD = "group_word"  # the word for a group of animals
    WITHIN = "within"  # whole words of a longer name, or a name inside the query
    NEAR_SPELLING = "near_spelling"  # one letter of a word differs: a proposal
    NOUN = "noun"  # a general word for a group: a proposal
    GENUS_WORD = "genus_word"  # the word for the animal comes from a scientific name: a proposal
    SHARED_WORDS = "shared_words"  # rare words in common: a proposal

    @property
    def decides(self) -> bool:
        """Whether a single animal linked by the rule is an answer and not only a proposal."""
        return self in (CommonRule.EXACT, CommonRule.SAME_WORDS)


class CommonForm(NamedTuple):
    """The forms of a common name for comparison."""

    words: tuple[str, ...]  #: singular words without accents or articles, in order
    joined: str  #: the words joined, so that hyphens and spaces are equal
    sorted: str  #: the words in alphabetical order
    plural: bool  #: whether the noun looks like a plural; ``albatros`` does

    @property
    def known(self) -> bool:
        """Whether anything is left to compare."""
        return bool(self.words)


def plain(text: str) -> str:
    """Return a name with case, spaces, apostrophes and dashes normalised.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> plain("Père  David’s Deer")
    "père david's deer"
    """
    lower = unicodedata.normalize("NFC", text).casefold()
    return " ".join(_QUOTE.sub("'", lower).replace("‐", "-").replace("–", "-").split())


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    spread = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(c for c in spread if not unicodedata.combining(c))


def common_form(text: str, language: str) -> CommonForm:
    """Return the forms of a common name for comparison.

    Parameters
    ----------
    text : str
    language : str
        ``en``, ``fr`` or ``es``; names in other languages keep articles and plurals.

    Returns
    -------
    CommonForm

    Examples
    --------
    >>> common_form("Tortoises, Galápagos giant", "en").words
    ('galapago', 'giant', 'tortoi')
    >>> common_form("la panthère des neiges", "fr").joined
    'pantherneig'
    """
    small = _SMALL_WORDS.get(language, frozenset())
    written = tuple([word for word in _written(text, language == "fr") if word not in small])
    words = tuple([_singular(word, language) for word in written])
    plural = bool(written) and _is_plural(head_of(written, language))
    return CommonForm(words, "".join(words), " ".join(sorted(words)), plural)


def _written(text: str, elided: bool) -> Sequence[str]:
    """Return the words of a name without case and accents, with the noun in spoken order."""
    words, folded = _folded(text)
    if not words:
        folded = _ELISION.sub(" ", folded) if elided else _POSSESSIVE.sub("", folded)
        words = _words_of(_QUOTE.sub("", folded))
    return words


@lru_cache(maxsize=4096)
def _folded(text: str) -> tuple[Sequence[str], str]:
    """Return words and folded text of a name; no words if it has an ambiguous apostrophe."""
    folded = _without_accents(_turned(text.casefold()))
    return ((), folded) if _QUOTE.search(folded) else (_words_of(folded), folded)


def _words_of(text: str) -> Sequence[str]:
    return _WORD.findall(text.replace("_", " "))


def _is_plural(word: str) -> bool:
    return word in _IRREGULAR or (word.endswith(("s", "x")) and not word.endswith("ss"))


def _turned(text: str) -> str:
    """Reverse "shark, white", and drop text in brackets next to a name."""
    if "(" in text or "[" in text:
        outside = _BRACKETED.sub(" ", text)
        text = outside if outside.strip() else text
    noun, comma, rest = text.partition(",")
    return f"{rest} {noun}" if comma and rest.strip() else text


def head_of(words: tuple[str, ...], language: str) -> str:
    """Return the word of a name for the group of the animal.

    Parameters
    ----------
    words : tuple of str
        Words of a `CommonForm`; not empty.
    language : str

    Returns
    -------
    str

    Examples
    --------
    >>> head_of(("white", "shark"), "en"), head_of(("grand", "requin", "blanc"), "fr")
    ('shark', 'requin')
    """
    if language not in ("fr", "es"):
        return words[-1]
    first = 1 if words[0] in BEFORE_NOUN and len(words) > 1 else 0
    return words[first]


def noun_of(words: tuple[str, ...], language: str) -> str:
    """Return the head of a name, with "de mer" or "de mar", which makes it another animal.

    Parameters
    ----------
    words : tuple of str
        Words of a `CommonForm`; not empty.
    language : str

    Returns
    -------
    str

    Examples
    --------
    >>> noun_of(("elephant", "mer", "austral"), "fr"), noun_of(("sea", "lion"), "en")
    ('elephant mer', 'lion')
    """
    head = head_of(words, language)
    if language in ("fr", "es") and len(words) > 1 and words[1] in _OF_THE_SEA:
        return f"{head} {words[1]}"
    return head


@lru_cache(maxsize=100_000)
def _singular(word: str, language: str) -> str:
    """Return the common stem of singular and plural; it need not be a word."""
    word = _SAME_WORD.get(language, {}).get(word, word)
    if len(word) < 4:
        return word
    rule = _STEMS.get(language)
    return rule(word) if rule else word


def _english(word: str) -> str:
    if word.endswith(("ies", "ie")):
        return word[: word.rindex("ie")] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    word = word.removesuffix("e") if len(word) > 3 else word
    if word.endswith(("is", "us")):  # "ibis" and "ibises", "uakari" and "uakaris"
        return word[:-1]
    return word[:-1] + "f" if word.endswith("v") else word


def _french(word: str) -> str:
    if word.endswith("eaux"):
        return word[:-1]
    if word.endswith("aux"):
        return word[:-3] + "al"
    word = word[:-1] if word.endswith(("s", "eux", "oux")) else word
    return word.removesuffix("e") if len(word) > 3 else word


def _spanish(word: str) -> str:
    if word.endswith("ces"):
        return word[:-3] + "z"
    word = word.removesuffix("s")
    return word.removesuffix("e") if len(word) > 3 else word


_STEMS: Final = {"en": _english, "fr": _french, "es": _spanish}
