"""Texts as arrays: code points, hashes, and the chunks in which large arrays are processed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Metric = Literal["levenshtein", "osa"]

#: an odd number that weights the positions in a word, and its inverse
BASE: Final = 0x9E3779B97F4A7C15
INVERSE: Final = pow(BASE, -1, 2**64)
_BITS_OF_OCTET: Final = np.array([bin(n).count("1") for n in range(256)], np.uint8)
#: elements processed at once when rows are expanded; they fit in the cache
PIECE: Final = 1 << 18
#: length of the longest word that is compared letter by letter in a table
WIDE: Final = 32
#: last code point of ASCII
ASCII: Final = 127


@dataclass(frozen=True)
class Texts:
    """Texts as one array of code points.

    Attributes
    ----------
    codes : array of unsigned integers
        Code points of all texts, one after the other.
    starts : array of int64, one longer than the texts
        Start of each text in ``codes``.
    """

    codes: npt.NDArray[Any]
    starts: Ints

    @classmethod
    def of(cls, texts: pa.LargeStringArray) -> Texts:
        """Return the texts of an Arrow array without missing values."""
        _, offsets, data = texts.buffers()
        bounds = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
        whole = np.frombuffer(data, np.uint8) if data is not None else np.empty(0, np.uint8)
        codes = whole[bounds[0] : bounds[-1]]
        if codes.max(initial=0) < 128:
            return cls(codes, bounds - bounds[0])
        points = np.frombuffer(codes.tobytes().decode().encode("utf-32-le"), np.uint32)
        # every byte that is not a continuation byte starts a character
        begun = np.concatenate([[0], np.cumsum((codes & 0xC0) != 0x80)])
        return cls(points, begun[bounds - bounds[0]])

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def lengths(self) -> Ints:
        """Number of characters of each text."""
        return np.diff(self.starts)

    def places(self) -> tuple[Ints, Ints]:
        """Return for every character its text and its position in the text."""
        text = np.repeat(np.arange(len(self)), self.lengths)
        return text, np.arange(len(self.codes)) - self.starts[text]

    def part(self, begin: int, end: int) -> Texts:
        """Return the texts from one index up to, but excluding, another."""
        starts = self.starts[begin : end + 1]
        return Texts(self.codes[starts[0] : starts[-1]], starts - starts[0])

    def slices(self, text: Ints, start: Ints, stop: Ints) -> Texts:
        """Return parts of some texts, from one position up to, but excluding, another."""
        counts = stop - start
        _, place = spread(self.starts[text] + start, counts)
        return Texts(self.codes[place], np.concatenate([[0], np.cumsum(counts)]))

    def prefixes(self) -> Hashes:
        """Return the prefix sums for hashes: one before and one after every character.

        Returns
        -------
        array of uint64
            Cumulative over all texts; the difference of two is the sum of the characters between
            them, weighted by position.
        """
        _, place = self.places()
        weights = powers(BASE, int(self.lengths.max(initial=0)))[1:]
        terms = (self.codes.astype(np.uint64) + np.uint64(1)) * weights[place]
        return np.concatenate([np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)])

    def hashes(self) -> Hashes:
        """Return the hash of each text."""
        hashes = np.empty(len(self), np.uint64)
        for begin, end in pieces(self.lengths + 1):
            sums, starts = self.part(begin, end).prefixes(), self.starts[begin : end + 1]
            starts = starts - starts[0]
            hashes[begin:end] = sums[starts[1:]] - sums[starts[:-1]]
        return hashes

    def less(self, most: int) -> tuple[Ints, Hashes]:
        """Return the hashes of each text with up to ``most`` letters deleted, and its number.

        Parameters
        ----------
        most : int
            1 or 2.
        """
        texts = np.arange(len(self))
        sums = self.prefixes()
        text, place = self.places()
        start, end = sums[self.starts[:-1]], sums[self.starts[1:]]
        one = (sums[:-1] - start[text]) + (end[text] - sums[1:]) * np.uint64(INVERSE)
        # deleting either of two equal neighbours gives the same text
        kept = np.ones(len(text), bool)
        kept[:-1] = (self.codes[:-1] != self.codes[1:]) | (text[:-1] != text[1:])
        parts = [(texts, end - start), (text[kept], one[kept])]
        if most > 1:
            first = np.arange(len(text))
            a, b = spread(first + 1, self.lengths[text] - place - 1)
            inverse = powers(INVERSE, 2)
            two = (
                (sums[a] - start[text[a]])
                + (sums[b] - sums[a + 1]) * inverse[1]
                + (end[text[a]] - sums[b + 1]) * inverse[2]
            )
            parts.append((text[a], two))
        return joined(parts, 2)


def powers(base: int, most: int) -> Hashes:
    """Return the powers of a number from exponent 0 to a given one, modulo 2**64."""
    factors = np.full(most + 1, base, np.uint64)
    factors[0] = 1
    return np.cumprod(factors, dtype=np.uint64)


def bit_count(values: Hashes) -> npt.NDArray[np.uint8]:
    """Return the number of set bits in each value."""
    if hasattr(np, "bitwise_count"):
        return np.asarray(np.bitwise_count(values))
    octets = values.view(np.uint8).reshape(len(values), 8)  # numpy before 2.0
    return np.asarray(_BITS_OF_OCTET[octets].sum(axis=1, dtype=np.uint8))


def pieces(counts: npt.NDArray[Any], most: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield chunks of rows that expand to at most ``most`` elements, or single rows."""
    most = PIECE if most is None else most
    ends = np.cumsum(counts)
    begin = 0
    while begin < len(counts):
        done = int(ends[begin - 1]) if begin else 0
        end = max(begin + 1, int(np.searchsorted(ends, done + most, side="right")))
        yield begin, end
        begin = end


def spread(starts: npt.NDArray[Any], counts: npt.NDArray[Any]) -> tuple[Ints, Ints]:
    """Return, for every position in some ranges, the number of its range and the position."""
    row = np.repeat(np.arange(len(counts)), counts)
    first = starts - (np.cumsum(counts) - counts)
    return row, first[row] + np.arange(len(row))


def joined(parts: Sequence[tuple[npt.NDArray[Any], ...]], width: int) -> tuple[Any, ...]:
    """Return columns given in parts, each joined into one array."""
    if not parts:
        return tuple(np.empty(0, np.int64) for _ in range(width))
    return tuple(np.concatenate(column) for column in zip(*parts, strict=True))
