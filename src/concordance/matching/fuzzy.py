"""Names near to a name, word by word: proposals for a person, never answers.

Words that differ by one edit share the word, or the word with one letter left out: that is looked
up. Two edits are only looked for where another word of the name is equal. What is found is then
measured, so that the answer is the same as when every name is measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from concordance.names import coarse, orthographic

#: shortest word in which an edit is believed to be a slip
SHORTEST: Final = 5
#: shortest word in which two edits are
SHORTEST_FOR_TWO: Final = 9
MOST_EDITS: Final = 2


def near(a: Sequence[str], b: Sequence[str]) -> int | None:
    """Return the edits between two names, or None where they are not near.

    Parameters
    ----------
    a, b : sequence of str
        Words of two canonical names.

    Returns
    -------
    int or None
        0 to `MOST_EDITS`: optimal string alignment of the words or of their normal forms,
        whichever is less, summed over the words; so doubled letters and gender endings cost
        nothing. Not near: single words; unequal numbers of words; an edit in a word of less than
        `SHORTEST` letters; two edits in a word of less than `SHORTEST_FOR_TWO` letters, or in one
        whose first letter differs.

    Examples
    --------
    >>> near(["Linaria", "pedunculata"], ["Lunaria", "pedonculata"])
    2
    >>> near(["Cissus", "discolor"], ["Cissus", "bicolor"]) is None
    True
    """
    if len(a) != len(b) or len(a) < 2:
        return None
    total = 0
    for place, (x, y) in enumerate(zip(a, b, strict=True)):
        edits = word_edits(x, y, genus=place == 0)
        if edits is None or total + edits > MOST_EDITS:
            return None
        total += edits
    return total


def word_edits(x: str, y: str, *, genus: bool) -> int | None:
    """Return the edits between two words, or None where they are not near."""
    if x == y:
        return 0
    p, q = word_form(x, genus), word_form(y, genus)
    if p == q:
        return 0
    shorter, length = min(len(x), len(y)), max(len(x), len(y))
    if length < SHORTEST:
        return None
    edits = whole = OSA.distance(x.lower(), y.lower())
    if genus or whole <= 1 or shorter >= SHORTEST_FOR_TWO or x[-1] == y[-1]:
        # else stem and ending both differ in a short word: rumiko is not rumina
        edits = min(whole, OSA.distance(p, q))
    if edits > 1 and (shorter < SHORTEST_FOR_TWO or x[:1].lower() != y[:1].lower()):
        return None
    return edits if edits <= MOST_EDITS else None


@lru_cache(maxsize=400_000)
def word_form(word: str, genus: bool) -> str:
    """Return the normal form in which a word of a name is compared."""
    return orthographic(word) if genus else coarse(f"A {word}")[2:]


class Neighbours:
    """Names of a list, ready to be asked for names near to another.

    Parameters
    ----------
    names : iterable of str
        Canonical names; single words are only found by `find_group`.
    """

    def __init__(self, names: Iterable[str]) -> None:
        names = set(names)
        self._groups = _shortened((name for name in names if " " not in name), genus=True)
        self._group_names: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted(names):
            if " " not in name:
                self._group_names[word_form(name, True)].append(name)
        self._names = sorted({name for name in names if " " in name})
        self._words = [tuple(name.split()) for name in self._names]
        self._by_form: defaultdict[tuple[int, int, str], list[int]] = defaultdict(list)
        vocabulary: dict[bool, set[str]] = {True: set(), False: set()}
        for at, words in enumerate(self._words):
            for place, word in enumerate(words):
                genus = place == 0
                self._by_form[len(words), place, word_form(word, genus)].append(at)
                vocabulary[genus].add(word)
        self._shortened = {genus: _shortened(words, genus) for genus, words in vocabulary.items()}

    def find(self, name: str) -> list[tuple[str, int]]:
        """Return the near names with their edits, fewest edits first, then by name.

        Parameters
        ----------
        name : str
            A canonical name.

        Returns
        -------
        list of (str, int)
            Those for which `near` gives a number.
        """
        words = tuple(name.split())
        if len(words) < 2:
            return []
        found = []
        for at in sorted(self._candidates(words)):
            edits = near(words, self._words[at])
            if edits is not None:
                found.append((self._names[at], edits))
        return sorted(found, key=lambda hit: (hit[1], hit[0]))

    def find_group(self, word: str) -> list[tuple[str, int]]:
        """Return the single words of the list one edit away at most, with their edits.

        Parameters
        ----------
        word : str
            A genus that the list does not know, as it stands before an epithet.

        Returns
        -------
        list of (str, int)
            Fewest edits first, then by name.
        """
        forms = {form for key in _keys(word, True) for form in self._groups.get(key, ())}
        found = []
        for name in sorted(name for form in forms for name in self._group_names[form]):
            edits = word_edits(word, name, genus=True)
            if edits is not None and edits <= 1:
                found.append((name, edits))
        return sorted(found, key=lambda hit: (hit[1], hit[0]))

    def _candidates(self, words: tuple[str, ...]) -> set[int]:
        """Names with all words alike but one, or with every word at most one edit away."""
        size = len(words)
        alike = [
            set(self._by_form.get((size, place, word_form(word, place == 0)), ()))
            for place, word in enumerate(words)
        ]
        one_off = [
            {
                at
                for form in self._forms_one_off(word, place == 0)
                for at in self._by_form.get((size, place, form), ())
            }
            for place, word in enumerate(words)
        ]
        found = set.intersection(*(a | b for a, b in zip(alike, one_off, strict=True)))
        for place in range(size):
            found |= set.intersection(*(alike[:place] + alike[place + 1 :]))
        return found

    def _forms_one_off(self, word: str, genus: bool) -> set[str]:
        table = self._shortened[genus]
        return {form for key in _keys(word, genus) for form in table.get(key, ())}


def _shortened(words: Iterable[str], genus: bool) -> dict[str, set[str]]:
    table: defaultdict[str, set[str]] = defaultdict(set)
    for word in words:
        form = word_form(word, genus)
        for key in _keys(word, genus):
            table[key].add(form)
    return table


def _keys(word: str, genus: bool) -> set[str]:
    """Keys that words one edit apart share; a hyphen marks those of the normal form."""
    word, form = word.lower(), word_form(word, genus)
    return {word, *_without_one(word)} | {f"{key}-" for key in (form, *_without_one(form))}


def _without_one(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}
