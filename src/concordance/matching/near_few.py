"""Names near to a few others: the same answer as `near.Neighbours`, without arrays.

Arrays take some milliseconds however few the names. Here the genera near to that of a name are
found first, and only the names in them are measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

from concordance.matching.edits import (
    MOST_EDITS,
    SHORTEST_FOR_TWO,
    near,
    word_edits,
    word_form,
    word_forms,
)

#: near names and their numbers of edits
Near = list[tuple[str, int]]
#: words as they are compared: in lower case, and in their normal form
_Forms = tuple[Sequence[str], Sequence[str]]


class _Genus(NamedTuple):
    """The names in a genus: binomials with their epithets, and longer names."""

    pairs: Sequence[str]
    epithets: _Forms
    longer: Sequence[str]


class FewNeighbours:
    """Names of a list by genus, for finding those near to a few other names.

    Parameters
    ----------
    by_genus : mapping of genus to sequence of str
        Canonical names by their first word.
    base : FewNeighbours, optional
        Of another day of the list: what is the same on both is shared.
    """

    def __init__(
        self, by_genus: Mapping[str, Sequence[str]], base: FewNeighbours | None = None
    ) -> None:
        self._names, self._base = by_genus, base
        self._of_genera: dict[str, _Genus] = {}

    def within(self, name: str, genus: str) -> Near:
        """Return the names near to a name in one genus: those that `find_all` returns for it."""
        return _sorted(self._measured(name.split(), genus, 0))

    def find_all(self, names: Iterable[str]) -> dict[str, Near]:
        """Return the names near to each of a few: see `near.Neighbours.find_all`.

        Examples
        --------
        >>> few = FewNeighbours({"Panthera": ["Panthera leo", "Panthera uncia"]})
        >>> few.find_all(["Pantera unica", "Puma concolor"])
        {'Pantera unica': [('Panthera uncia', 1)]}
        """
        nearest: dict[str, Near] = {}
        near_genera: dict[str, Sequence[tuple[str, int]]] = {}
        for name in dict.fromkeys(names):
            words = name.split()
            if len(words) < 2:
                continue
            if words[0] not in near_genera:
                near_genera[words[0]] = self._genera.near(words[0])
            of_one = _sorted(
                pair
                for genus, edits in near_genera[words[0]]
                for pair in self._measured(words, genus, edits)
            )
            if of_one:
                nearest[name] = of_one
        return nearest

    @cached_property
    def _genera(self) -> _Genera:
        """The genera of the list; those of other days do no harm, as they have no names here."""
        genera = _Genera() if self._base is None else self._base._genera
        genera.add(self._names)
        return genera

    def _measured(self, words: Sequence[str], genus: str, spent: int) -> Iterator[tuple[str, int]]:
        """Yield the names in a genus near to a name, given the edits already in the genus."""
        if len(words) < 2 or genus not in self._names:
            return
        of_genus = self._of(genus)
        names = of_genus.longer
        if len(words) == 2:
            texts = words[1].lower(), word_form(words[1], False)
            places = _close(texts, of_genus.epithets, MOST_EDITS - spent)
            names = [of_genus.pairs[place] for place in places]
        for name in names:
            if (edits := near(words, name.split())) is not None:
                yield name, edits

    def _of(self, genus: str) -> _Genus:
        if genus not in self._of_genera:
            names = self._names[genus]
            pairs = [name for name in names if name.count(" ") == 1]
            longer = [name for name in names if name.count(" ") > 1]
            epithets = _forms([name.split()[1] for name in pairs], genus=False)
            self._of_genera[genus] = _Genus(pairs, epithets, longer)
        return self._of_genera[genus]


class _Genera:
    """Genera, for finding those near to another word.

    Words one edit apart share the word, or the word less a letter. Two edits are accepted only in
    long words with the same first letter (`edits.near`), and these are few.
    """

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._less: defaultdict[str, list[str]] = defaultdict(list)
        self._long: defaultdict[str, tuple[list[str], list[str], list[str]]] = defaultdict(
            lambda: ([], [], [])
        )

    def add(self, genera: Iterable[str]) -> None:
        """Add genera; those that are known already are passed over."""
        new = sorted(set(genera) - self._known)
        self._known.update(new)
        for genus, *forms in zip(new, *_forms(new, genus=True), strict=True):
            for less in {less for form in forms for less in _less(form)}:
                self._less[less].append(genus)
            if len(genus) >= SHORTEST_FOR_TWO:
                for column, cell in zip(self._long[genus[0].lower()], (genus, *forms), strict=True):
                    column.append(cell)

    def near(self, word: str) -> list[tuple[str, int]]:
        """Return the genera near to a word, with their edits."""
        texts = word.lower(), word_form(word, True)
        near_ = {
            genus for text in texts for less in _less(text) for genus in self._less.get(less, ())
        }
        if len(word) >= SHORTEST_FOR_TWO and (long := self._long.get(texts[0][0])):
            near_.update(long[0][place] for place in _close(texts, long[1:], MOST_EDITS))
        measured = ((genus, word_edits(word, genus, genus=True)) for genus in near_)
        return [(genus, edits) for genus, edits in measured if edits is not None]


def _forms(words: Sequence[str], *, genus: bool) -> _Forms:
    return [word.lower() for word in words], word_forms(words, genus=genus)


def _less(word: str) -> set[str]:
    """A word, and the word less each of its letters."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _close(texts: Sequence[str], listed: _Forms, most: int) -> set[int]:
    """Positions of the words within so many edits of a word or its form."""
    return {
        place
        for text, choices in zip(texts, listed, strict=True)
        for _, _, place in extract_iter(text, choices, scorer=OSA.distance, score_cutoff=most)
    }


def _sorted(pairs: Iterable[tuple[str, int]]) -> Near:
    """Fewest edits first, then by name."""
    return sorted(pairs, key=lambda pair: (pair[1], pair[0]))
