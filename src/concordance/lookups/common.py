"""Common names in lookups: which queries may be common names, and what they mean.

A scientific name that a list knows is never read as a common name. A name of which only the first
word is a known genus ("Alligator snapping turtle") is a common name if exactly that name exists.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from typing import Final, NamedTuple

from concordance.checklist import Checklist
from concordance.codes import Confidence, MatchStatus
from concordance.lookups.listing import Given
from concordance.matching.common_index import CommonCandidate, only_answer
from concordance.matching.common_names import common_candidates
from concordance.names.common import CommonRule, plain
from concordance.readers.common_names import read_common_names

#: statuses of a name that is unknown to a list
_NOTHING: Final = frozenset(
    {
        MatchStatus.NOT_FOUND.value, MatchStatus.NOT_A_NAME.value, MatchStatus.UNCERTAIN_NAME.value,
        MatchStatus.PROPOSED.value,
    }
)  # fmt: skip
#: rules for the same name, regardless of number and accents
_SAME: Final = frozenset({CommonRule.EXACT, CommonRule.SAME_WORDS, CommonRule.NUMBER})
#: two or three words that look like a scientific name
_BINOMIAL: Final = re.compile(r"[A-Z][a-z]+(?: [a-z-]+){1,2}")
#: the same with the ending of an epithet
_LATIN: Final = re.compile(
    r"[A-Z][a-z]+(?: [a-z-]+)? [a-z-]*(?:us|um|is|ae|ii|ensis|oides|[a-z]{3}a|[a-z]{3}i)"
)
#: endings of epithets
_EPITHET: Final = re.compile(r"[a-z-]*(?:us|um|is|ae|ii|ensis|oides|[a-z]{3}a|[a-z]{3}i)")
#: connecting words that no scientific name has
_LINKS: Final = frozenset({"de", "del", "des", "du", "la", "le", "of", "the"})
#: marks after a genus that are not part of a common name
_MARKS: Final = frozenset({"aff", "cf", "hybrid", "hybrids", "sp", "spp", "ssp", "var", "x"})
_LANGUAGES: Final = {"en": "English", "fr": "French", "es": "Spanish"}
#: a sentence names at most this many taxa
_MOST_NAMED: Final = 5


class Meaning(NamedTuple):
    """The meaning of a common name.

    Attributes
    ----------
    words : str
        As a sentence.
    candidates : tuple of CommonCandidate
        Animals and groups, the strongest first.
    target : CommonCandidate or None
        The one certain animal.
    status : str
        Status of the row if there is no certain animal.
    """

    words: str
    candidates: tuple[CommonCandidate, ...]
    target: CommonCandidate | None
    status: str


class Doubt(Enum):
    """How likely it is that a name is a common name."""

    NONE = 0  # a list knows it
    SOME = 1  # its first word is a genus: only exactly this name, or a word for a group, counts
    MUCH = 2  # unknown to all lists


def doubt_of(query: str, answers: Sequence[Given]) -> Doubt:
    """Return whether a name that lists have answered may be a common name.

    Parameters
    ----------
    query : str
        As it came.
    answers : sequence of Given
        One from each list.

    Returns
    -------
    Doubt
    """
    if not query.strip() or any(given.is_known for given in answers):
        return Doubt.NONE
    unlisted = all(given.status in _NOTHING for given in answers)
    unknown = unlisted and not any(given.has_genus for given in answers)
    first, *rest = query.split()
    latin = _LATIN.fullmatch(query) or (
        _BINOMIAL.fullmatch(query) and not _words(first) <= _vocabulary()
    )
    if unknown and not latin:
        return Doubt.MUCH
    if not rest:
        return Doubt.SOME if first[0].islower() else Doubt.NONE
    if _is_spoken(first, rest):
        return Doubt.MUCH
    is_possible = first[0].islower() or _words(query) <= _vocabulary()
    return Doubt.SOME if is_possible or not _LATIN.fullmatch(query) else Doubt.NONE


def _is_spoken(first: str, rest: Sequence[str]) -> bool:
    """Whether the words after a genus are not an epithet: "sea lion", "Madagascar boa"."""
    if not all(word.replace("-", "").replace("'", "").isalpha() for word in rest):
        return False
    if any(word in _LINKS for word in rest[:-1]):
        return True
    last = rest[-1]
    if last in _MARKS or last[0].isupper() or _EPITHET.fullmatch(last):
        return False
    known = _vocabulary()
    first_is_word, last_is_word = (not _words(w).isdisjoint(known) for w in (first, last))
    if first[0].islower():
        return first_is_word or last_is_word
    return first_is_word and last_is_word


def _words(text: str) -> frozenset[str]:
    spread = unicodedata.normalize("NFKD", plain(text).replace("-", " "))
    letters = "".join(c for c in spread if not unicodedata.combining(c))
    return frozenset(word for word in letters.split() if len(word) > 2)


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    """The words of the common names in the package, and their plain plurals."""
    words = _words("\n".join(fact.name for fact in read_common_names()))
    return frozenset(words | {f"{word}s" for word in words})


def meanings(
    doubts: Mapping[str, Doubt], languages: Sequence[str], lists: Iterable[Checklist]
) -> list[Meaning | None]:
    """Return the meanings of names as common names; None if a name means nothing.

    Parameters
    ----------
    doubts : mapping of str to Doubt
        The names.
    languages : sequence of str
    lists : iterable of Checklist
        Lists of the user contribute their common names.
    """
    own = tuple(c for c in lists if c.span is None and c.records.common_names)
    found = common_candidates(tuple(doubts), languages=languages, checklists=own)
    read = [
        _meaning(query, each, doubt)
        for (query, doubt), each in zip(doubts.items(), found, strict=True)
    ]
    return read


def _only(found: Sequence[CommonCandidate]) -> CommonCandidate | None:
    """The one taxon with the name in any number; for a group, a text or two sources are needed."""
    if len(found) != 1 or found[0].rule not in _SAME:
        return None
    (one,) = found
    supported = one.confidence == Confidence.VERIFIED or "|" in one.source
    if one.taxon.count(" ") > 1:
        return None  # a checklist may give a subspecies the name of its species
    return one if " " in one.taxon or supported else None


def _meaning(query: str, found: tuple[CommonCandidate, ...], doubt: Doubt) -> Meaning | None:
    same = tuple(one for one in found if one.rule in _SAME)
    if doubt is Doubt.SOME and query.capitalize() in {one.taxon.split()[0] for one in found}:
        return None  # the word is the genus
    is_group_word = " " not in query and found and found[0].rule is CommonRule.GROUP_WORD
    if not found or (doubt is Doubt.SOME and not same and not is_group_word):
        return None
    if one := only_answer(found) or _only(found):
        language = _LANGUAGES.get(one.language, one.language)
        rank = "" if " " in one.taxon else f"the {one.rank} "
        words = f"{query!r} is a common name ({language}) of {rank}{one.taxon}"
        groups = [other.taxon for other in found if other is not one][:_MOST_NAMED]
        words += f"; names in {', '.join(groups)} also end in this word" if groups else ""
        return Meaning(f"{words}.", found, one, MatchStatus.MATCHED.value)
    shown = same if len(same) > 1 else found
    names = ", ".join(one.taxon for one in shown[:_MOST_NAMED])
    more = f" and {len(shown) - _MOST_NAMED} more" if len(shown) > _MOST_NAMED else ""
    if len(shown) == 1:
        words = f"{query!r} may be a common name of {names}."
        return Meaning(words, found, None, MatchStatus.PROPOSED.value)
    if same:
        words = f"{query!r} may mean several taxa: {names}{more}."
        return Meaning(words, found, None, MatchStatus.AMBIGUOUS.value)
    if shown[0].rule is CommonRule.GROUP_WORD:
        words = f"{query!r} is a word for several groups: {names}{more}."
        return Meaning(words, found, None, MatchStatus.AMBIGUOUS.value)
    words = f"{query!r} is close to common names of {names}{more}."
    return Meaning(words, found, None, MatchStatus.PROPOSED.value)
