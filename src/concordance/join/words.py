"""The distinct words of a list as numbers, so that arrays can compare a million of them.

A word has an id (by length, then first use), a mask of its letters, and a hash. Two words one edit
apart share the word, or the word with one letter deleted; a table stores the hashes of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from concordance.join.texts import (
    ASCII,
    PIECE,
    WIDE,
    Hashes,
    Ints,
    Metric,
    Texts,
    bit_count,
    joined,
    pieces,
    spread,
)


class Marks:
    """A bit filter for hashes: unmarked means absent, and most absent hashes are unmarked.

    Parameters
    ----------
    hashes : array of uint64
    """

    def __init__(self, hashes: Hashes) -> None:
        size = min(max(len(hashes).bit_length() + 3, 6), 32)
        self._shift = np.uint64(64 - size)
        marks = np.zeros(1 << size, bool)
        marks[hashes >> self._shift] = True
        self._octets = np.packbits(marks, bitorder="little")

    def find(self, hashes: Hashes) -> Ints:
        """Return the positions in ``hashes`` of those that may be in the table."""
        bit = hashes >> self._shift
        octet = self._octets[bit >> np.uint64(3)]
        return np.flatnonzero((octet >> (bit & np.uint64(7)).astype(np.uint8)) & np.uint8(1))


class Table:
    """A table of hashes with the word of each, for looking up other hashes.

    Parameters
    ----------
    packed : array of uint64, sorted
        The upper bits of a hash, with the id of its word in the lower ``bits``.
    bits : int
    """

    def __init__(self, packed: Hashes, bits: int) -> None:
        self.packed, self.bits = packed, bits

    @classmethod
    def of(cls, hashes: Hashes, words: Ints, n: int) -> Table:
        """Return a table of hashes, given the word of each, for ``n`` words."""
        bits = max(n - 1, 0).bit_length()
        low = np.uint64((1 << bits) - 1)
        return cls(np.sort((hashes & ~low) | words.astype(np.uint64)), bits)

    @classmethod
    def of_less(cls, texts: Texts) -> Table:
        """Return the table of texts, numbered in order, and of texts without one letter."""
        bits = max(len(texts) - 1, 0).bit_length()
        low = np.uint64((1 << bits) - 1)
        packed = np.empty(len(texts.codes) + len(texts), np.uint64)
        size = 0
        for begin, end in pieces(texts.lengths + 1):  # in cache-sized pieces: ten times faster
            text, key = texts.part(begin, end).less(1)
            entries = (key & ~low) | (text + begin).astype(np.uint64)
            packed[size : size + len(entries)] = entries
            size += len(entries)
        packed = packed[:size]
        packed.sort()
        return cls(packed, bits)

    @cached_property
    def _marks(self) -> Marks:
        return Marks(self.packed)

    @cached_property
    def _buckets(self) -> tuple[np.uint64, npt.NDArray[np.int32]]:
        """The shift from a hash to its bucket, and the start of each bucket."""
        size = min(max(len(self.packed).bit_length(), 1), 26)
        shift = np.uint64(64 - size)
        first = np.zeros((1 << size) + 1, np.int32)
        np.cumsum(np.bincount((self.packed >> shift).astype(np.int64), minlength=1 << size),
                  out=first[1:])  # fmt: skip
        return shift, first

    def find(self, hashes: Hashes) -> tuple[Ints, Ints]:
        """Return the positions in ``hashes`` found in the table, one per word, and the words."""
        low = np.uint64((1 << self.bits) - 1)
        entries = self._equal(hashes, self.bits)
        return joined([(place, (entry & low).astype(np.int64)) for place, entry in entries], 2)

    def shared(self, other: Table) -> tuple[Ints, Ints]:
        """Return the pairs of a word of another table and one of ours that share a hash.

        Sorted hashes find neighbouring entries, which halves the time.
        """
        ours, theirs = (np.uint64((1 << bits) - 1) for bits in (self.bits, other.bits))
        return joined(
            [
                ((other.packed[place] & theirs).astype(np.int64), (entry & ours).astype(np.int64))
                for place, entry in self._equal(other.packed, max(self.bits, other.bits))
            ],
            2,
        )

    def _equal(self, hashes: Hashes, bits: int) -> Iterator[tuple[Ints, Hashes]]:
        """Yield the positions of hashes and the entries that are equal except in the lower bits."""
        shift, first = self._buckets
        low = np.uint64((1 << bits) - 1)
        for begin in range(0, len(hashes), PIECE):
            maybe = self._marks.find(hashes[begin : begin + PIECE])
            wanted = hashes[begin + maybe]
            bucket = (wanted >> shift).astype(np.int64)
            start = first[bucket]
            row, place = spread(start, first[bucket + 1] - start)
            entry = self.packed[place]
            which = np.flatnonzero((entry ^ wanted[row]) <= low)
            yield maybe[row[which]] + begin, entry[which]


def edits_between(
    ours: pa.LargeStringArray,
    theirs: pa.LargeStringArray,
    pairs: tuple[Ints, Ints],
    most: int,
    metric: Metric,
) -> Ints:
    """Return the edits between pairs of texts, or ``most + 1`` if there are more."""
    from rapidfuzz.distance import OSA, Levenshtein
    from rapidfuzz.process import cpdist

    scorer = OSA.distance if metric == "osa" else Levenshtein.distance
    a, b = pairs
    edits = np.empty(len(a), np.int64)
    for begin in range(0, len(a), PIECE):
        part = slice(begin, begin + PIECE)
        edits[part] = cpdist(
            ours.take(pa.array(a[part])).to_pylist(),
            theirs.take(pa.array(b[part])).to_pylist(),
            scorer=scorer,
            score_cutoff=most,
            dtype=np.uint8,
        )
    return edits


class Words:
    """Distinct words.

    Parameters
    ----------
    text : pyarrow.LargeStringArray
        Distinct words, sorted by length in characters.
    near : array of uint64, optional
        The entries of `near`, if already computed.
    """

    def __init__(self, text: pa.LargeStringArray, near: Hashes | None = None) -> None:
        self.text = text
        self._near = near

    @classmethod
    def number(cls, words: pa.LargeStringArray) -> tuple[Words, Ints]:
        """Return the distinct words, and the id of each given word."""
        encoded = words.dictionary_encode()
        distinct = encoded.dictionary
        order = np.argsort(pc.utf8_length(distinct).to_numpy(), kind="stable")
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        ids = rank[encoded.indices.to_numpy()] if len(order) else np.empty(0, np.int64)
        return cls(distinct.take(pa.array(order))), ids

    def __len__(self) -> int:
        return len(self.text)

    @cached_property
    def texts(self) -> Texts:
        """The words as code points."""
        return Texts.of(self.text)

    @cached_property
    def lengths(self) -> Ints:
        """Number of letters in each word."""
        return self.texts.lengths

    @cached_property
    def masks(self) -> Hashes:
        """Which of 32 letters occur in each word (lower half), and which more than once.

        An edit changes at most two bits; inserting or deleting a letter changes one.
        """
        masks = np.zeros(len(self), np.uint64)
        one, half = np.uint64(1), np.uint64(32)
        begins, codes = self.texts.starts[:-1], self.texts.codes
        for place in range(int(self.lengths[-1]) if len(self) else 0):
            # words are sorted by length, so those with a letter here come last
            longer = slice(int(np.searchsorted(self.lengths, place, side="right")), None)
            letter = one << (codes[begins[longer] + place] & 31).astype(np.uint64)
            again = masks[longer] & letter
            masks[longer] |= letter | (again << half)
        return masks

    @cached_property
    def is_plain(self) -> npt.NDArray[np.bool_]:
        """Whether each word is ASCII and short enough for `octets`."""
        plain = self.lengths <= WIDE
        if self.texts.codes.dtype != np.uint8:
            text, _ = self.texts.places()
            plain[text[self.texts.codes > ASCII]] = False
        return plain

    @cached_property
    def octets(self) -> tuple[Hashes, Hashes]:
        """The letters of each plain word, eight per number, aligned left and aligned right.

        Rows are the numbers, starting with the first letters (aligned right: the last letters),
        and columns are the words. An octet is the letter plus one, or zero if there is none.
        """
        octets = np.zeros((2, WIDE // 8, len(self)), np.uint64)
        for begin, end in pieces(self.lengths):
            part, plain = self.texts.part(begin, end), self.is_plain[begin:end]
            text, place = part.places()
            kept = plain[text]
            text, place = text[kept], place[kept]
            code = part.codes[kept].astype(np.uint8) + np.uint8(1)
            for side, at in enumerate((place, part.lengths[text] - 1 - place)):
                letters = np.zeros((end - begin, WIDE), np.uint8)
                letters[text, at] = code
                octets[side, :, begin:end] = letters.view("<u8").T
        return octets[0], octets[1]

    @cached_property
    def exact(self) -> Table:
        """The words by their hash."""
        return Table.of(self.texts.hashes(), np.arange(len(self)), len(self))

    @cached_property
    def near(self) -> Table:
        """The words by their hash, and by the hashes with one letter deleted."""
        if self._near is not None:
            return Table(self._near, max(len(self) - 1, 0).bit_length())
        return Table.of_less(self.texts)

    def longer_than(self, length: Ints) -> Ints:
        """Return the first id of a word with at least a given length."""
        return np.searchsorted(self.lengths, length)


def one_apart(ours: Words, theirs: Words, a: Ints, b: Ints, metric: Metric) -> Ints:
    """Return the positions of the pairs of words that are exactly one edit apart.

    Words of equal length differ in one letter. Words of different length agree from the left up to
    the extra letter, and from the right.
    """
    places = [np.empty(0, np.int64)]
    for begin in range(0, len(a), PIECE // 8):
        x, y = a[begin : begin + PIECE // 8], b[begin : begin + PIECE // 8]
        length = ours.lengths[x]
        more = length - theirs.lengths[y]
        plain = ours.is_plain[x] & theirs.is_plain[y]
        same, off = np.flatnonzero(plain & (more == 0)), np.flatnonzero(plain & (abs(more) == 1))
        most = int(length.max()) + 1
        differ = sum(map(_octets_set, _apart(ours, theirs, (x[same], y[same]), 0, most)))
        agree = sum(_octets_alike(_apart(ours, theirs, (x[off], y[off]), i, most)) for i in (0, 1))
        open_ = ~plain & (abs(more) <= 1)
        if metric == "osa":
            open_[same[differ == 2]] = True
        rest = np.flatnonzero(open_)
        measured = edits_between(ours.text, theirs.text, (x[rest], y[rest]), 1, metric) == 1
        shorter = length[off] - (more[off] == 1)
        apart = (same[differ == 1], off[agree >= shorter], rest[measured])
        places.append(begin + np.sort(np.concatenate(apart)))
    return np.concatenate(places)


def _apart(
    ours: Words, theirs: Words, pairs: tuple[Ints, Ints], side: int, most: int
) -> Iterator[Hashes]:
    """Yield eight letters of each pair of plain words at a time; equal letters give zero."""
    a, b = pairs
    for row in range(min(-(-most // 8), WIDE // 8)):
        yield ours.octets[side][row][a] ^ theirs.octets[side][row][b]


def _octets_set(values: Hashes) -> Ints:
    """Return the number of non-zero octets in each value."""
    for shift in (4, 2, 1):
        values = values | (values >> np.uint64(shift))
    return bit_count(values & np.uint64(0x0101010101010101)).astype(np.int64)


def _octets_alike(rows: Iterable[Hashes]) -> Ints | int:
    """Return the number of zero octets before the first other octet, over all rows."""
    total: Ints | int = 0
    for number, values in enumerate(rows):
        alike = bit_count(~values & (values - np.uint64(1))).astype(np.int64) >> 3
        total = total + np.where(total == 8 * number, alike, 0)
    return total
