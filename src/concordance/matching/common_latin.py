"""Groups by words that come from their scientific names: *Heloderma*, "hélodermes"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from concordance.matching.common_groups import Group, groups_of
from concordance.records import CommonNameFact

#: shortest stem that stands for a name
_SHORTEST: Final = 4
#: endings of scientific names, and of words made of them
_ENDING: Final = re.compile(r"(?:idae|inae|iformes|us|is|um|as|es|os|on|ops|a|e|i|o|s|u|x)$")
#: spellings of one sound in Latin and in the languages that took the word
_SOUNDS: Final = (("qu", "c"), ("k", "c"), ("ph", "f"), ("y", "i"), ("h", ""))
_DOUBLE: Final = re.compile(r"(.)\1+")


class LatinWords:
    """Groups by their scientific names without the endings.

    Parameters
    ----------
    facts : iterable of CommonNameFact
        Names of the members of the groups.
    """

    def __init__(self, facts: Iterable[CommonNameFact]) -> None:
        self._groups: dict[str, dict[Group, CommonNameFact]] = defaultdict(dict)
        for fact in sorted(facts):
            for group in groups_of(fact):
                self._groups[_stem(group.taxon.casefold())].setdefault(group, fact)

    def groups(self, word: str) -> tuple[tuple[Group, CommonNameFact], ...]:
        """Return the groups whose scientific names a word comes from, each with a member.

        Parameters
        ----------
        word : str
            Without accents.

        Returns
        -------
        tuple of (Group, CommonNameFact)
        """
        found = self._groups.get(_stem(word), {})
        long = len(_stem(word)) >= _SHORTEST
        return tuple(
            (group, fact) for group, fact in found.items() if long or group.taxon.casefold() == word
        )


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    return _DOUBLE.sub(r"\1", _ENDING.sub("", word))
