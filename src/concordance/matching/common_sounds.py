"""Words that sound alike in two languages: "jirafa" and "girafe", "rollier" and "roller"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

#: spellings of one sound in English, French and Spanish, in the order in which they are read
_SPELLINGS: Final = tuple(
    (re.compile(written), sound)
    for written, sound in (
        (r"^es(?=[cpt])", "s"), (r"ph", "f"), (r"qu", "k"), (r"gn", "n"), (r"gu(?=[eiy])", "g"),
        (r"ch", "x"), (r"[cç](?=[eiy])", "s"), (r"c", "k"), (r"z", "s"), (r"g(?=[eiy])", "j"),
        (r"(?<!x)h", ""), (r"(.)\1+", r"\1"), (r"[aeiouy]+", "a"), (r"a$", ""),
    )
)  # fmt: skip
#: fewest consonants with which an equal sound counts as the same word
_CONSONANTS: Final = 3
#: shortest word that two languages are unlikely to share by chance
_SHORTEST: Final = 4


class Sounds:
    """Words of several languages by their sound.

    Parameters
    ----------
    words : iterable of (str, str)
        Language and word, without accents.
    """

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        self._known: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for code, word in words:
            self._known[_sound(word)].add((code, word))
        #: the words of any language that are the same or sound alike; the same word first
        self.alike = lru_cache(maxsize=100_000)(self._alike)

    def _alike(self, word: str) -> tuple[tuple[str, str], ...]:
        sound = _sound(word)
        words = self._known.get(sound, ())
        clear = len(sound.replace("a", "")) >= _CONSONANTS
        kept = [
            (code, other)
            for code, other in words
            if clear or (other == word and len(word) >= _SHORTEST)
        ]
        return tuple(sorted(kept, key=lambda pair: (pair[1] != word, pair)))


@lru_cache(maxsize=100_000)
def _sound(word: str) -> str:
    for written, sound in _SPELLINGS:
        word = written.sub(sound, word)
    return word
