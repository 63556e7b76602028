"""Names that share words with a query, searched by the rarest words first."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, KeysView, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Final, NamedTuple

import numpy as np
from rapidfuzz.distance import OSA

#: smallest share of the weight of words that a proposal must have in common
SHARED: Final = 0.4
#: up to this many names, comparing one by one is faster than all at once
FEW_NAMES: Final = 100
#: shortest word in which an error is corrected
SHORTEST: Final = 5
#: most words that are tried in every combination
_MOST_LIGHT: Final = 6
#: tolerance for rounding between two sums of the same weights
_ROUNDING: Final = 1e-9


class Sharing(NamedTuple):
    """A name that shares words with the query."""

    place: int
    score: float  #: weight of the shared words divided by that of all words of both
    contained: bool  #: whether all words of one name are in the other


class SharedWords:
    """Names by their words, each weighted by how few names have it.

    Parameters
    ----------
    names : sequence of tuple of str
        The words of each name; results refer to positions in this sequence.
    """

    def __init__(self, names: Sequence[tuple[str, ...]]) -> None:
        places: dict[str, list[int]] = defaultdict(list)
        self._words = [frozenset(words) for words in names]
        self._same: dict[frozenset[str], list[int]] = defaultdict(list)
        for place, words in enumerate(self._words):
            for word in words:
                places[word].append(place)
            self._same[words].append(place)
        self._places = dict(places)
        self._arrays = {word: np.array(at, np.int32) for word, at in places.items()}
        self._weight = {w: math.log(1 + len(names) / len(p)) for w, p in self._places.items()}
        self._rarest = math.log(1 + len(names))
        self._totals = [self.weight_of(words) for words in names]
        self._total = np.array(self._totals)

    @property
    def known(self) -> KeysView[str]:
        """All words of the names."""
        return self._places.keys()

    def places(self, word: str) -> Sequence[int]:
        """Return the positions of the names with a word."""
        return self._places.get(word, ())

    def weight_of(self, words: Iterable[str]) -> float:
        """Return the sum of the weights of words; a word in no name has the greatest weight."""
        weight, rarest = self._weight.get, self._rarest
        return sum([weight(word, rarest) for word in sorted(set(words))])

    def sharing(self, asked: Sequence[str], most: int) -> list[Sharing]:
        """Return the names that share the most with the given words, best first.

        Only names with the heavier words are compared one by one: words that together weigh less
        than `SHARED` of the whole can only propose names that have no other words.

        Parameters
        ----------
        asked : sequence of str
        most : int
            Names to return.

        Returns
        -------
        list of Sharing
        """
        words = [word for word in dict.fromkeys(asked) if word in self._places]
        if not words:
            return []
        whole = self.weight_of(asked)
        light = self._light(words, whole)
        heavy = [word for word in words if word not in light]
        words.sort()
        if sum(len(self._places[word]) for word in heavy) <= FEW_NAMES:
            scored = self._one_by_one(self._places_of(heavy, light), words, whole)
        else:
            scored = self._together(self._places_of(heavy, light), words, whole)
        return sorted(scored, key=_best_first)[:most]

    def _light(self, words: Sequence[str], whole: float) -> tuple[str, ...]:
        """Return the most frequent words, which together are too light for a proposal."""
        light: list[str] = []
        room = SHARED * whole - _ROUNDING
        for weight, word in sorted([(self._weight[word], word) for word in words]):
            room -= weight
            if room <= 0 or len(light) == _MOST_LIGHT:
                break
            light.append(word)
        return tuple(light)

    def _places_of(self, heavy: Sequence[str], light: Sequence[str]) -> set[int]:
        """Return the positions of names with a heavy word, or with only light words."""
        ids: set[int] = set()
        for word in heavy:
            ids.update(self._places[word])
        for size in range(1, len(light) + 1):
            for some in combinations(light, size):
                ids.update(self._same.get(frozenset(some), ()))
        return ids

    def _one_by_one(
        self, ids: Iterable[int], words: Sequence[str], whole: float
    ) -> Iterator[Sharing]:
        """Yield the proposals among a few names."""
        weights = [(word, self._weight[word]) for word in words]
        for place in ids:
            own = self._words[place]
            common = 0.0
            for word, weight in weights:
                if word in own:
                    common += weight
            total = self._totals[place]
            score = common / (whole + total - common)
            contained = abs(common - whole) <= _ROUNDING or abs(common - total) <= _ROUNDING
            if contained or score >= SHARED:
                yield Sharing(place, score, contained)

    def _together(
        self, ids: Iterable[int], words: Sequence[str], whole: float
    ) -> Iterator[Sharing]:
        """Yield the proposals among many names, with the same sums for all names at once."""
        places = np.array(sorted(ids), np.int32)
        common = np.zeros(len(places))
        for word in words:
            own = self._arrays[word]
            at = np.searchsorted(own, places)
            at[at == len(own)] = 0
            common[own[at] == places] += self._weight[word]
        total = self._total[places]
        score = common / (whole + total - common)
        contained = _equal(common, whole) | _equal(common, total)
        for one in np.flatnonzero(contained | (score >= SHARED)).tolist():
            yield Sharing(int(places[one]), float(score[one]), bool(contained[one]))


def _best_first(one: Sharing) -> tuple[bool, float, int]:
    return not one.contained, -one.score, one.place


def _equal(one: np.ndarray, other: np.ndarray | float) -> np.ndarray:
    return np.abs(one - other) <= _ROUNDING


class NearWords:
    """Words of names by their forms with one letter left out.

    Parameters
    ----------
    words : iterable of str
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._known: dict[str, list[str]] = defaultdict(list)
        for word in sorted(words):
            if len(word) >= SHORTEST - 1:
                for part in _shortened(word):
                    self._known[part].append(word)
        #: the known word nearest to an unknown word; the word itself if none is near
        self.nearest = lru_cache(maxsize=100_000)(self._nearest)

    def _nearest(self, word: str) -> str:
        if len(word) < SHORTEST:
            return word
        near = {known for part in _shortened(word) for known in self._known.get(part, ())}
        best = min(((OSA.distance(word, known), known) for known in near), default=(2, word))
        return best[1] if best[0] <= 1 else word


def _shortened(word: str) -> set[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}
