"""Names as pairs of words: the parts before and after a space."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from concordance.join.texts import BASE, Hashes, Ints
from concordance.join.words import Marks, Words

#: number of spaces at which a name is split; two edits can remove two, so the third must match
_SPLITS: Final = 3
#: placeholder for the rest of a name without a space; far from every real rest
NO_REST: Final = "\0" * 8
_HALF: Final = np.int64(32)
_LOWER: Final = np.int64((1 << 32) - 1)


def pair_key(first: Ints, second: Ints) -> Ints:
    """Return two ids as one number that sorts by the first, then by the second."""
    return (first << _HALF) | second


class Pairs:
    """The name of each pair of words, sorted by pair; no two names share a pair.

    Parameters
    ----------
    keys : array of int64, sorted
        The two words, from `pair_key`.
    names : array of int64
        The name of each.
    """

    def __init__(self, keys: Ints, names: Ints) -> None:
        self.keys, self.names = keys, names

    @classmethod
    def of(cls, first: Ints, second: Ints, names: Ints) -> Pairs:
        """Return distinct pairs of words, sorted."""
        keys = pair_key(first, second)
        order = np.argsort(keys)
        return cls(keys[order], names[order])

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def first(self) -> Ints:
        """The first word of each pair."""
        return self.keys >> _HALF

    @property
    def second(self) -> Ints:
        """The second word of each pair."""
        return self.keys & _LOWER

    @cached_property
    def _marks(self) -> Marks:
        return Marks(_stirred(self.keys))

    def find(self, first: Ints, second: Ints) -> tuple[Ints, Ints]:
        """Return which of some pairs are included, and where."""
        keys = pair_key(first, second)
        maybe = self._marks.find(_stirred(keys))
        keys = keys[maybe]
        place = np.minimum(np.searchsorted(self.keys, keys), len(self) - 1)
        which = np.flatnonzero(self.keys[place] == keys)
        return maybe[which], place[which]


def _stirred(keys: Ints) -> Hashes:
    return keys.view(np.uint64) * np.uint64(BASE)


def distinct_pairs(a: Ints, b: Ints) -> tuple[Ints, Ints]:
    """Return distinct pairs, sorted."""
    keys = np.sort(pair_key(a, b))
    pairs = Pairs(keys[is_new(keys)], a)
    return pairs.first, pairs.second


def is_new(ordered: Ints) -> npt.NDArray[np.bool_]:
    """Whether each value of a sorted array is its first occurrence."""
    new = np.ones(len(ordered), bool)
    new[1:] = ordered[1:] != ordered[:-1]
    return new


class Splits:
    """Distinct names, each split at its first spaces.

    Parameters
    ----------
    names : pyarrow.LargeStringArray
        Distinct names.
    heads, tails : Words
        The parts before and after a space; a name without a space is a head with `NO_REST`.
    by_head, by_tail : Pairs
        Head and tail of every split; tail and head.
    """

    def __init__(
        self, names: pa.LargeStringArray, heads: Words, tails: Words, by_head: Pairs, by_tail: Pairs
    ) -> None:
        self.names, self.heads, self.tails = names, heads, tails
        self.by_head, self.by_tail = by_head, by_tail

    @classmethod
    def of(cls, names: pa.LargeStringArray) -> Splits:
        """Return the splits of distinct names."""
        spaces = pc.count_substring(names, " ")
        whole = np.flatnonzero(pc.equal(spaces, 0))
        heads, tails = [names.take(whole)], [pa.repeat(pa.scalar(NO_REST, names.type), len(whole))]
        owners = [whole]
        for count in range(1, _SPLITS + 1):
            owner = np.flatnonzero(pc.greater_equal(spaces, count))
            if not len(owner):
                break
            some = names if len(owner) == len(names) else names.take(owner)
            parts = pc.split_pattern(some, " ", max_splits=count)
            heads.append(
                pc.list_element(parts, 0)
                if count == 1
                else pc.binary_join(pc.list_slice(parts, 0, count), pa.scalar(" ", names.type))
            )
            tails.append(pc.list_element(parts, count))
            owners.append(owner)
        name = np.concatenate(owners)
        head_words, head = Words.number(pa.chunked_array(heads).combine_chunks())
        tail_words, tail = Words.number(pa.chunked_array(tails).combine_chunks())
        return cls(
            names, head_words, tail_words, Pairs.of(head, tail, name), Pairs.of(tail, head, name)
        )

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def without_space(self) -> Ints:
        """The names without a space."""
        return np.flatnonzero(pc.equal(pc.count_substring(self.names, " "), 0))

    @cached_property
    def spaced_tails(self) -> bool:
        """Whether a tail contains a space."""
        return bool(pc.any(pc.match_substring(self.tails.text, " ")).as_py())

    def arrays(self) -> dict[str, pa.Array]:
        """Return the arrays from which the splits can be restored."""
        return {
            "names": self.names,
            "heads": self.heads.text,
            "tails": self.tails.text,
            "head_table": pa.array(self.heads.near.packed),
            "tail_table": pa.array(self.tails.near.packed),
            "by_head": pa.array(self.by_head.keys),
            "by_head_names": pa.array(self.by_head.names),
            "by_tail": pa.array(self.by_tail.keys),
            "by_tail_names": pa.array(self.by_tail.names),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, pa.Array]) -> Splits:
        """Return the splits restored from these arrays."""
        number = {name: a.to_numpy() for name, a in arrays.items() if pa.types.is_integer(a.type)}
        return cls(
            arrays["names"],
            Words(arrays["heads"], number["head_table"]),
            Words(arrays["tails"], number["tail_table"]),
            Pairs(number["by_head"], number["by_head_names"]),
            Pairs(number["by_tail"], number["by_tail_names"]),
        )
