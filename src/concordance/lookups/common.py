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
from concordance.codes import MatchStatus
from concordance.lookups.listing import Given
from concordance.lookups.meant import GivenTo, Meant, bearers, one_meant
from concordance.lookups.unnamed import is_unnamed, unnamed_words
from concordance.matching.answer import enumerated
from concordance.matching.common_candidate import CommonCandidate
from concordance.matching.common_names import common_candidates
from concordance.names.cleaning import without_annotations
from concordance.names.common import CommonRule, common_form, head_of, plain
from concordance.readers.common_names import read_common_names

#: statuses of a name that is unknown to a list
_NOTHING: Final = frozenset(
    {
        MatchStatus.NOT_FOUND.value, MatchStatus.NOT_A_NAME.value, MatchStatus.UNCERTAIN_NAME.value,
        MatchStatus.PROPOSED.value,
    }
)  # fmt: skip
#: two or three words that look like a scientific name
_BINOMIAL: Final = re.compile(r"[A-Z][a-z]+(?: [a-z-]+){1,2}")
#: the same with the ending of an epithet
_LATIN: Final = re.compile(
    r"[A-Z][a-z]+(?: [a-z-]+)? [a-z-]*(?:us|um|is|ae|ii|ensis|oides|[a-z]{3}a|[a-z]{3}i)"
)
#: names of families and subfamilies
_OF_GROUP: Final = re.compile(r"[A-Z][a-z]+(?:idae|inae|aceae)")
#: endings of epithets
_EPITHET: Final = re.compile(r"[a-z-]*(?:us|um|is|ae|ii|ensis|oides|[a-z]{3}a|[a-z]{3}i)")
#: connecting words that no scientific name has
_LINKS: Final = frozenset({"de", "del", "des", "du", "la", "le", "of", "the"})
#: marks after a genus that are not part of a common name
_MARKS: Final = frozenset({"aff", "cf", "hybrid", "hybrids", "sp", "spp", "ssp", "var", "x"})
#: languages whose names begin with the noun
_NOUN_FIRST: Final = frozenset({"fr", "es"})
#: a word of a name as the only one
_Word = tuple[str, ...]
_LANGUAGES: Final = {"en": "English", "fr": "French", "es": "Spanish"}
#: a near spelling weaker than this is one of a word of a longer name
_BY_CHANCE: Final = 0.5
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
    is_name : bool
        Whether it is a name at all.
    """

    words: str
    candidates: tuple[CommonCandidate, ...]
    target: CommonCandidate | None
    status: str
    is_name: bool = True


class Doubt(Enum):
    """How likely it is that a name is a common name."""

    NONE = 0  # a list knows it
    LITTLE = 1  # it is a genus that a list covers: only exactly this name counts
    SOME = 2  # its first word is a genus: only exactly this name, or a word for a group, counts
    MUCH = 3  # unknown to all lists


def no_meaning(query: str, answers: Sequence[Given]) -> Meaning | None:
    """Return the meaning of words that name no taxon ("various animals"); None for others.

    Parameters
    ----------
    query : str
    answers : sequence of Given
        One from each list.
    """
    if any(given.is_known or given.has_genus for given in answers) or not is_unnamed(query):
        return None
    status = MatchStatus.NOT_A_NAME.value
    return Meaning(unnamed_words(query), (), None, status, is_name=False)


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
    if not query.strip() or _OF_GROUP.fullmatch(query):
        return Doubt.NONE
    query = without_annotations(query) or query
    if _is_titled(query, answers):
        return Doubt.MUCH
    if any(given.is_known for given in answers):
        return Doubt.NONE
    unlisted = all(given.status in _NOTHING for given in answers)
    unknown = unlisted and not any(given.has_genus for given in answers)
    first, *rest = query.split()
    latin = _LATIN.fullmatch(query) or (
        _BINOMIAL.fullmatch(query)
        and _words(first).isdisjoint(_vocabulary())
        and (rest[-1] in _epithets() or _words(rest[-1]).isdisjoint(_vocabulary()))
    )
    latin = latin and not (rest and _words(query) <= _vocabulary())
    if unknown and not latin:
        return Doubt.MUCH
    if not rest:
        covered = any(given.has_genus and given.status not in _NOTHING for given in answers)
        return Doubt.NONE if first[0].isupper() else Doubt.LITTLE if covered else Doubt.SOME
    if _is_spoken(first, rest) or _is_noun_with_adjective(first, rest):
        return Doubt.MUCH
    is_possible = first[0].islower() or _words(query) <= _vocabulary()
    return Doubt.SOME if is_possible or not _LATIN.fullmatch(query) else Doubt.NONE


def _is_titled(query: str, answers: Sequence[Given]) -> bool:
    """Whether a common name has capitals, and its last word is no author: "Rhinoceros Viper"."""
    first, *rest = query.split()
    if not rest or not rest[-1].isalpha() or rest[-1].islower():
        return False
    if any(" " in given.asked and given.is_known for given in answers):
        return False
    if all(given.status in _NOTHING for given in answers):
        return not _words(rest[-1]).isdisjoint(_vocabulary())
    noun = common_form(rest[-1], "en").words[-1:]
    nouns, _ = _of_languages()["en"]
    return noun in nouns and not _words(first).isdisjoint(_vocabulary())


def _is_spoken(first: str, rest: Sequence[str]) -> bool:
    """Whether the words after a genus are not an epithet: "sea lion", "Madagascar boa"."""
    if not all(word.replace("-", "").replace("'", "").isalpha() for word in rest):
        return False
    if any(word in _LINKS for word in rest[:-1]):
        return True
    last = rest[-1]
    if last in _MARKS or last[0].isupper() or _EPITHET.fullmatch(last):
        return False
    known = _spoken_words()
    first_is_word, last_is_word = (not _words(w).isdisjoint(known) for w in (first, last))
    if first[0].islower():
        return first_is_word or last_is_word
    return first_is_word and last_is_word


def _is_noun_with_adjective(first: str, rest: Sequence[str]) -> bool:
    """Whether the words are a noun and its adjective: "iguana marina", "boa verde".

    The noun must also be that of names outside its genus, and a capital with a known epithet is
    the sign of a scientific name.
    """
    if len(rest) != 1 or (first[0].isupper() and rest[0] in _epithets()):
        return False
    words = _of_languages()
    return any(
        _adjective(common_form(rest[0], language).words) in adjectives
        and not {first.capitalize()}.issuperset(
            genus
            for code, (nouns, _) in words.items()
            for genus in nouns.get(common_form(first, code).words[:1], ())
        )
        for language, (_, adjectives) in words.items()
    )


@lru_cache(maxsize=1)
def _epithets() -> frozenset[str]:
    """The last words of the taxa with a common name."""
    return frozenset(fact.taxon.split()[-1] for fact in read_common_names() if " " in fact.taxon)


def _adjective(word: _Word) -> _Word:
    """The word without its gender."""
    return tuple(part.removesuffix("a").removesuffix("o") for part in word[:1])


@lru_cache(maxsize=1)
def _of_languages() -> Mapping[str, tuple[Mapping[_Word, set[str]], set[_Word]]]:
    """The nouns of names with the genera that bear them, and in two languages the adjectives."""
    words: dict[str, tuple[dict[_Word, set[str]], set[_Word]]] = {}
    for fact in read_common_names():
        form = common_form(fact.name, fact.language)
        if form.known:
            nouns, adjectives = words.setdefault(fact.language, ({}, set()))
            noun = head_of(form.words, fact.language)
            nouns.setdefault((noun,), set()).add(fact.taxon.split()[0])
            if fact.language in _NOUN_FIRST:
                adjectives.update(_adjective((word,)) for word in form.words[1:])
    return words


def _words(text: str) -> frozenset[str]:
    spread = unicodedata.normalize("NFKD", plain(text).replace("-", " "))
    letters = "".join(c for c in spread if not unicodedata.combining(c))
    return frozenset(word for word in letters.split() if len(word) > 2)


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    """The words of the common names in the package, and their plain plurals."""
    words = _words("\n".join(fact.name for fact in read_common_names()))
    return frozenset(words | {f"{word}s" for word in words})


@lru_cache(maxsize=1)
def _spoken_words() -> frozenset[str]:
    """The same without a genus in the names of its own species: "Farmer's dendrobium"."""
    words: set[str] = set()
    for fact in read_common_names():
        words |= _words(fact.name) - {fact.taxon.split()[0].casefold()}
    return frozenset(words | {f"{word}s" for word in words})


def meanings(
    doubts: Mapping[str, Doubt],
    languages: Sequence[str],
    lists: Iterable[Checklist],
    given_to: GivenTo,
) -> list[Meaning | None]:
    """Return the meanings of names as common names; None if a name means nothing.

    Parameters
    ----------
    doubts : mapping of str to Doubt
        The names.
    languages : sequence of str
    lists : iterable of Checklist
        Lists of the user contribute their common names.
    given_to : callable
        Gives what each list answers to candidates.
    """
    own = tuple(c for c in lists if c.span is None and c.records.common_names)
    candidates = common_candidates(tuple(doubts), languages=languages, checklists=own)
    several = {c.taxon: c for each in candidates for c in bearers(each) if len(bearers(each)) > 1}
    given = dict(zip(several, given_to(list(several.values())), strict=True))
    read = [
        _meaning(query, each, doubt, given)
        for (query, doubt), each in zip(doubts.items(), candidates, strict=True)
    ]
    return read


def _sure(query: str, meant: Meant, candidates: Sequence[CommonCandidate]) -> str:
    """The sentence on a name of one animal or group."""
    one = meant.target
    language = _LANGUAGES.get(one.language, one.language)
    rank = "" if " " in one.taxon else f"the {one.rank} "
    words = f"{query!r} is a common name ({language}) of {rank}{one.taxon}"
    used = (one, *meant.names, *meant.parts, meant.group)
    groups = [other.taxon for other in candidates if other not in used]
    if meant.names:
        words += f", also named {_listed(meant.names)}"
    if meant.parts:
        words += f" and of {_listed(meant.parts)} in it; the answer is for {rank}{one.taxon}"
    if meant.group:
        words += (
            f" and of the {meant.group.rank} {meant.group.taxon}, whose entries all apply to it"
        )
    if groups:
        words += f"; names in {', '.join(groups[:_MOST_NAMED])} also end in this word"
    return f"{words}."


def _is_in(one: CommonCandidate, query: str) -> bool:
    """Whether the words of a name are in the one asked for."""
    name, asked = (common_form(text, one.language).words for text in (one.common_name, query))
    return set(name) <= set(asked)


def _is_part(query: str, one: CommonCandidate) -> bool:
    """Whether a query is only part of a longer name: "timber" of timber wolf."""
    return one.rule is CommonRule.WITHIN and not _is_in(one, query)


def _is_by_chance(one: CommonCandidate) -> bool:
    """Whether a single word is similar only to one word of a longer name: "jacket" to "racket"."""
    return one.rule is CommonRule.NEAR_SPELLING and one.strength < _BY_CHANCE


def _listed(candidates: Sequence[CommonCandidate]) -> str:
    return ", ".join(one.taxon for one in candidates[:_MOST_NAMED])


def _meaning(
    query: str,
    candidates: tuple[CommonCandidate, ...],
    doubt: Doubt,
    given: Mapping[str, tuple[Given, ...]],
) -> Meaning | None:
    same = bearers(candidates)
    genera = {one.taxon.split()[0] for one in candidates}
    if doubt is not Doubt.MUCH and query.capitalize() in genera:
        return None  # the word is the genus
    is_word = len(query.replace("_", " ").split()) == 1
    is_group_word = is_word and any(
        one.rule in (CommonRule.GROUP_WORD, CommonRule.NOUN) for one in candidates
    )
    counts = same or doubt is Doubt.MUCH or (doubt is Doubt.SOME and is_group_word)
    if not candidates or not counts:
        return None
    if " " not in query.strip() and all(map(_is_by_chance, candidates)):
        return None
    if meant := one_meant(candidates, given):
        return Meaning(
            _sure(query, meant, candidates), candidates, meant.target, MatchStatus.MATCHED.value
        )
    shown = same if len(same) > 1 else candidates
    names = enumerated([one.taxon for one in shown], _MOST_NAMED)
    if len(shown) == 1 and not _is_part(query, shown[0]):
        words = f"{query!r} may be a common name of {names}."
        return Meaning(words, candidates, None, MatchStatus.PROPOSED.value)
    if same:
        words = f"{query!r} may mean several taxa: {names}."
        return Meaning(words, candidates, None, MatchStatus.AMBIGUOUS.value)
    if shown[0].rule is CommonRule.WITHIN and _is_in(shown[0], query):
        name, others = shown[0].common_name, ", ".join(one.taxon for one in shown[1:_MOST_NAMED])
        words = f"{query!r} contains {name!r}, a common name of {shown[0].taxon}"
        words += f"; other possible taxa: {others}" if others else ""
        return Meaning(f"{words}.", candidates, None, MatchStatus.PROPOSED.value)
    if shown[0].rule is CommonRule.GROUP_WORD:
        words = f"{query!r} is a word for several groups: {names}."
        return Meaning(words, candidates, None, MatchStatus.AMBIGUOUS.value)
    if shown[0].rule is CommonRule.WITHIN:
        words = f"{query!r} is only part of longer common names, of {names}."
        return Meaning(words, candidates, None, MatchStatus.PROPOSED.value)
    words = f"{query!r} is close to common names of {names}."
    return Meaning(words, candidates, None, MatchStatus.PROPOSED.value)
