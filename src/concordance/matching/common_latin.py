"""Groups and species by words of their scientific names: "hélodermes", "de Przewalski"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from concordance.matching.common_groups import Group, groups_of
from concordance.records import CommonNameFact

#: shortest stem that can represent a name
_SHORTEST: Final = 4
#: endings of scientific names, and of words derived from them
_ENDING: Final = re.compile(
    r"(?:idae|inae|iformes|id(?:es?|os?)?|us|is|um|as|es|os|on|ops|a|e|i|o|s|u|x)$"
)
#: endings of an epithet, which may be derived from a person or a country
_EPITHET_ENDING: Final = re.compile(
    r"(?:[io]?ensis|i[ck](?:us|a|um)|ii|orum|arum|us|um|is|ae|a|e|i|o)$"
)
#: spellings of one sound in Latin and in languages that adopted the word
_SOUNDS: Final = (
    ("ae", "e"), ("oe", "e"), ("qu", "c"), ("k", "c"), ("ph", "f"), ("y", "i"), ("h", ""),
)  # fmt: skip
#: an epithet is used only if at most this many species have it
_FEW: Final = 5
_DOUBLE: Final = re.compile(r"(.)\1+")


class LatinWords:
    """Groups by their scientific names without endings.

    Parameters
    ----------
    facts : iterable of CommonNameFact
        Names of the members of the groups.
    """

    def __init__(self, facts: Iterable[CommonNameFact]) -> None:
        self._groups: dict[str, dict[Group, CommonNameFact]] = defaultdict(dict)
        self._species: dict[str, dict[str, CommonNameFact]] = defaultdict(dict)
        for fact in sorted(facts):
            for group in groups_of(fact):
                self._groups[_stem(group.taxon.casefold())].setdefault(group, fact)
            words = fact.taxon.split()
            if len(words) > 1 and words[-1] != words[-2]:  # not a repeated epithet
                self._species[_epithet_stem(words[-1])].setdefault(fact.taxon, fact)

    def groups(self, word: str) -> tuple[tuple[Group, CommonNameFact], ...]:
        """Return the groups from whose scientific names a word is derived, each with a member.

        Parameters
        ----------
        word : str
            Without accents.

        Returns
        -------
        tuple of (Group, CommonNameFact)
        """
        facts = self._groups.get(_stem(word), {})
        long = len(_stem(word)) >= _SHORTEST
        return tuple(
            (group, fact) for group, fact in facts.items() if long or group.taxon.casefold() == word
        )

    def species(self, word: str) -> tuple[CommonNameFact, ...]:
        """Return the few species and subspecies whose epithet is a word, or its origin.

        Parameters
        ----------
        word : str
            Without accents.

        Returns
        -------
        tuple of CommonNameFact
            Empty if many have that epithet.
        """
        stem = _epithet_stem(word)
        facts = self._species.get(stem, {}) if len(stem) >= _SHORTEST else {}
        return tuple(facts.values()) if len(facts) <= _FEW else ()


@lru_cache(maxsize=100_000)
def _epithet_stem(word: str) -> str:
    return _EPITHET_ENDING.sub("", word)


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    return _DOUBLE.sub(r"\1", _ENDING.sub("", word))
