"""Step 4 of the fuzzy join: an edit of the space (lost, inserted or moved).

Every other position in a name is tried as the space, if one of the two halves is a known word.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from concordance.join.splits import Splits, distinct_pairs
from concordance.join.texts import (
    INVERSE,
    PIECE,
    Hashes,
    Ints,
    Metric,
    Texts,
    joined,
    pieces,
    powers,
    spread,
)
from concordance.join.words import Words, edits_between

_SPACE: Final = 32


def space_edited(
    queries: Splits, listed: Splits, most: int, metric: Metric
) -> tuple[Ints, Ints, Ints]:
    """Step 4: pairs whose first spaces differ in position, with the edits of the whole names."""
    texts = Texts.of(queries.names)
    parts = []
    for begin, end in pieces(texts.lengths + 1, PIECE):
        part = texts.part(begin, end)
        for name, other in _cut_elsewhere(part, listed, most - 1):
            parts.append((name + begin, other))
        if metric == "osa":
            for name, other in _space_swapped(part, listed, most - 1):
                parts.append((name + begin, other))
    name, other = distinct_pairs(*joined(parts, 2))
    edits = edits_between(queries.names, listed.names, (name, other), most, metric)
    which = edits <= most
    return name[which], other[which], edits[which]


def _cut_elsewhere(texts: Texts, listed: Splits, most: int) -> Iterator[tuple[Ints, Ints]]:
    """Every position in a name except its space: between two letters, or in place of one."""
    text, cut = spread(np.zeros(len(texts), np.int64), texts.lengths + 1)
    space = _first_spaces(texts, 0)[text]
    # a genus has no space; next to the space, a split at the space costs no more
    before = cut < space
    whole = space == texts.lengths[text]
    cuts = Cuts(texts)
    yield from cuts.head_known(text[before | whole], cut[before | whole], listed, most, (0, 1))
    if most:
        after = (cut > space + 1) | whole | (before & listed.spaced_tails)
        yield from cuts.tail_known(text[after], cut[after], listed, (0, 1))


def _space_swapped(texts: Texts, listed: Splits, most: int) -> Iterator[tuple[Ints, Ints]]:
    """A space transposed with the letter before or after it."""
    for nth in range(2):
        space = _first_spaces(texts, nth)
        for step in (-1, 1):
            other = space + step
            text = np.flatnonzero((space < texts.lengths) & (other >= 0) & (other < texts.lengths))
            at = texts.starts[text] + space[text]
            codes = texts.codes.copy()
            codes[at], codes[at + step] = texts.codes[at + step], texts.codes[at]
            cuts = Cuts(Texts(codes, texts.starts))
            yield from cuts.head_known(text, other[text], listed, most, (1,))
            if most:
                yield from cuts.tail_known(text, other[text] + 1, listed, (1,))


def _first_spaces(texts: Texts, nth: int) -> Ints:
    """Return the position of the nth space in each text, or its length if there is none."""
    at = np.flatnonzero(texts.codes == _SPACE)
    text = np.searchsorted(texts.starts, at, side="right") - 1
    chosen = np.arange(len(at)) - np.searchsorted(text, text) == nth
    places = texts.lengths.copy()
    places[text[chosen]] = (at - texts.starts[text])[chosen]
    return places


class Cuts:
    """Texts cut in two halves: one is a known word, the other is similar to one.

    Parameters
    ----------
    texts : Texts
    """

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self._sums = texts.prefixes()
        self._back = powers(INVERSE, int(texts.lengths.max(initial=0)))
        is_space = texts.codes == _SPACE
        self._spaces = np.flatnonzero(is_space)
        self._spaces_before = np.concatenate([[0], np.cumsum(is_space)])

    def head_known(
        self, text: Ints, cut: Ints, listed: Splits, most: int, dropped: tuple[int, ...]
    ) -> Iterator[tuple[Ints, Ints]]:
        """Yield texts and names with the head before the cut and almost the tail after it.

        Parameters
        ----------
        text, cut : array of int64
        listed : Splits
        most : int
            Edits of the tail: 0 or 1.
        dropped : tuple of int
            Letters after the cut that are dropped.
        """
        begin = self.texts.starts[text]
        row, head = listed.heads.exact.find(self._sums[begin + cut] - self._sums[begin])
        text, cut = text[row], cut[row]
        for letters in dropped:
            some = np.flatnonzero(cut + letters <= self.texts.lengths[text])
            start, stop = cut[some] + letters, self.texts.lengths[text[some]]
            if most:
                spaced = listed.spaced_tails
                at, tail = self._near(text[some], start, stop, listed.tails, spaced=spaced)
            else:
                at, tail = listed.tails.exact.find(self._hashes(text[some], start, stop))
            which, place = listed.by_head.find(head[some[at]], tail)
            yield text[some[at[which]]], listed.by_head.names[place]

    def tail_known(
        self, text: Ints, cut: Ints, listed: Splits, dropped: tuple[int, ...]
    ) -> Iterator[tuple[Ints, Ints]]:
        """Yield texts and names with the tail after the cut and one edit in the head before it."""
        row, tail = listed.tails.exact.find(self._hashes(text, cut, self.texts.lengths[text]))
        text, cut = text[row], cut[row]
        for letters in dropped:
            some = np.flatnonzero(cut >= letters)
            start, stop = np.zeros_like(some), cut[some] - letters
            at, head = self._near(text[some], start, stop, listed.heads, spaced=False)
            which, place = listed.by_head.find(head, tail[some[at]])
            yield text[some[at[which]]], listed.by_head.names[place]

    def _hashes(self, text: Ints, start: Ints, stop: Ints) -> Hashes:
        """Return the hash of a part of each text."""
        begin = self.texts.starts[text]
        return np.asarray(
            (self._sums[begin + stop] - self._sums[begin + start]) * self._back[start]
        )

    def _near(
        self, text: Ints, start: Ints, stop: Ints, words: Words, *, spaced: bool
    ) -> tuple[Ints, Ints]:
        """Return the parts of texts with words that may be one edit away, and those words.

        If words have no space, the edit of a part with a space is there, and the hash skips it.
        """
        if spaced:
            number, key = self.texts.slices(text, start, stop).less(1)
        else:
            begin = self.texts.starts[text]
            first, last = self._spaces_before[begin + start], self._spaces_before[begin + stop]
            one, none = np.flatnonzero(last - first == 1), np.flatnonzero(last == first)
            bare = self._without(text[one], start[one], stop[one], self._spaces[first[one]])
            number, key = self.texts.slices(text[none], start[none], stop[none]).less(1)
            number, key = np.concatenate([one, none[number]]), np.concatenate([bare, key])
        at, word = words.near.find(key)
        return number[at], word

    def _without(self, text: Ints, start: Ints, stop: Ints, place: Ints) -> Hashes:
        """Return the hash of a part of each text without the character at a given position."""
        sums, begin = self._sums, self.texts.starts[text]
        before = sums[place] - sums[begin + start]
        after = (sums[begin + stop] - sums[place + 1]) * np.uint64(INVERSE)
        return np.asarray((before + after) * self._back[start])
