"""Fuzzy join: finds every pair of names within one or two edits.

A name has two words, both from small vocabularies. So the edits of a pair are split as well:

1. none in the genus: names of one genus, compared by epithet (letters first, then edits);
2. none in the epithet: the same with genus and epithet exchanged;
3. one in each: words one edit apart share the word, or the word without one letter, which a table
   stores; the two words found must form a name;
4. one in the space: lost, inserted or moved. Every other position in a name is tried as the space,
   if one of the two halves is a known word.

Each step counts the edits in its own split of a pair; the smallest count is the distance. A name
of three words is split at every space, and one of these splits gives the distance.
The cost of a step is the sum of its ranges, known beforehand. A genus too large for comparison
name by name is joined through its words without one and two letters instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from concordance.join.spaces import space_edited
from concordance.join.splits import Pairs, Splits, distinct_pairs, is_new, pair_key
from concordance.join.texts import (
    PIECE,
    Ints,
    Metric,
    Texts,
    bit_count,
    joined,
    pieces,
    spread,
)
from concordance.join.words import Table, Words, edits_between, one_apart

#: queried names, indexed names, and the edits between them
NamePairs = tuple[Ints, Ints, Ints]

#: most comparisons per word of a block; beyond that, words are joined by deleted letters
_GIANT: Final = 1000
#: longest word from which pairs of letters are deleted
_LONG: Final = 40

# ---------------------------------------------------------------------------------------------
# the steps


def join_splits(queries: Splits, listed: Splits, most: int, metric: Metric) -> NamePairs:
    """Return every pair of names within some edits, once, sorted."""
    steps = [
        *_one_word_shared(queries, listed, most, metric),
        *(_one_edit_each(queries, listed, metric) if most > 1 else ()),
        space_edited(queries, listed, most, metric),
    ]
    whole = listed.without_space
    if len(whole) and len(queries.without_space) < len(queries):
        # indexed names without a space have none to edit, but queried names do
        alone = Splits.of(listed.names.take(whole))
        other, name, edits = space_edited(alone, queries, most, metric)
        steps.append((name, whole[other], edits))
    return _least(steps)


def _one_word_shared(
    queries: Splits, listed: Splits, most: int, metric: Metric
) -> Iterator[NamePairs]:
    """Steps 1 and 2: one word is equal, the edits are in the other."""
    for ours, theirs, shared, compared in (
        (
            queries.by_head,
            listed.by_head,
            (queries.heads, listed.heads),
            (queries.tails, listed.tails),
        ),
        (
            queries.by_tail,
            listed.by_tail,
            (queries.tails, listed.tails),
            (queries.heads, listed.heads),
        ),
    ):
        block = _same_word(*shared)[ours.first]
        row = np.flatnonzero(block >= 0)
        # in the order of the other list, for memory locality
        row = row[np.argsort(block[row])]
        block, word = block[row], ours.second[row]
        length = compared[0].lengths[word]
        first = _place(theirs, block, compared[1].longer_than(length - most))
        count = _place(theirs, block, compared[1].longer_than(length + most + 1)) - first
        giant = _is_giant(block, count, theirs) & (length <= _LONG)
        way = _Way(ours, theirs, compared, most)
        near = _scan(row[~giant], first[~giant], count[~giant], way)
        for a, b in (near, _by_words(row[giant], block[giant], way)):
            edits = _word_edits(compared, ours.second[a], theirs.second[b], most, metric)
            which = edits <= most
            yield ours.names[a[which]], theirs.names[b[which]], edits[which]


def _same_word(ours: Words, theirs: Words) -> Ints:
    """Return the id of each of our words among theirs, -1 if absent."""
    word, other = theirs.exact.find(ours.texts.hashes())
    alike = pc.equal(ours.text.take(pa.array(word)), theirs.text.take(pa.array(other)))
    which = np.flatnonzero(alike)
    ids = np.full(len(ours), -1, np.int64)
    ids[word[which]] = other[which]
    return ids


def _place(pairs: Pairs, first: Ints, second: Ints) -> Ints:
    """Return the position at which a pair of words would be inserted."""
    return np.searchsorted(pairs.keys, pair_key(first, second))


def _is_giant(block: Ints, count: Ints, theirs: Pairs) -> npt.NDArray[np.bool_]:
    """Whether a row is in a block that is too expensive to compare word by word."""
    if not len(block):
        return np.empty(0, bool)
    size = int(block.max()) + 1
    starts = np.searchsorted(theirs.first, np.arange(size + 1))
    words = np.bincount(block, minlength=size) + np.diff(starts)
    giant: npt.NDArray[np.bool_] = np.bincount(block, count, size) > _GIANT * words
    return giant[block]


class _Way(NamedTuple):
    """Names by their equal word, the words to compare, and the allowed edits."""

    ours: Pairs
    theirs: Pairs
    compared: tuple[Words, Words]
    most: int


def _scan(row: Ints, first: Ints, count: Ints, way: _Way) -> tuple[Ints, Ints]:
    """Return the pairs of each row with its range whose letters allow that few edits."""
    ours, theirs, compared, most = way
    mask, masks = compared[0].masks[ours.second[row]], compared[1].masks[theirs.second]
    parts = []
    for begin, end in pieces(count):
        at, place = spread(first[begin:end], count[begin:end])
        which = np.flatnonzero(bit_count(mask[begin:end][at] ^ masks[place]) <= 2 * most)
        parts.append((row[begin:end][at[which]], place[which]))
    a, b = joined(parts, 2)
    return a, b


def _by_words(row: Ints, block: Ints, way: _Way) -> tuple[Ints, Ints]:
    """Return the pairs for giant blocks: first similar words, then the names with them."""
    ours, theirs, compared, most = way
    if not len(row):
        return row, row
    blocks = np.unique(block)
    first = np.searchsorted(theirs.first, blocks)
    last = np.searchsorted(theirs.first, blocks, side="right")
    _, place = spread(first, last - first)
    words, others = np.unique(ours.second[row]), np.unique(theirs.second[place])
    near = _sharing_less(compared, words, others, most)
    start = np.searchsorted(near[0], ours.second[row])
    count = np.searchsorted(near[0], ours.second[row], side="right") - start
    parts = []
    for begin, end in pieces(count):
        at, pair = spread(start[begin:end], count[begin:end])
        which, place = theirs.find(block[begin:end][at], near[1][pair])
        parts.append((row[begin:end][at[which]], place))
    a, b = joined(parts, 2)
    return a, b


def _sharing_less(
    compared: tuple[Words, Words], words: Ints, others: Ints, most: int
) -> tuple[Ints, Ints]:
    """Return pairs of words that are equal after deleting letters, sorted."""
    parts = []
    sizes = [(v.lengths[ids] + 1) ** most for v, ids in zip(compared, (words, others), strict=True)]
    for begin, end in pieces(sizes[1], 16 * PIECE):
        ids = others[begin:end]
        number, key = Texts.of(compared[1].text.take(pa.array(ids))).less(most)
        table = Table.of(key, number, len(ids))
        for start, stop in pieces(sizes[0], 4 * PIECE):
            own, key = Texts.of(compared[0].text.take(pa.array(words[start:stop]))).less(most)
            at, other = table.find(key)
            parts.append(distinct_pairs(words[start:stop][own[at]], ids[other]))
    a, b = joined(parts, 2)
    return distinct_pairs(a, b)


def _one_edit_each(queries: Splits, listed: Splits, metric: Metric) -> Iterator[NamePairs]:
    """Step 3: one edit in each word."""
    pairs = queries.by_head
    near_heads = _one_off(queries.heads, listed.heads, np.arange(len(queries.heads)), metric)
    head_start, heads = _runs(near_heads[0], len(queries.heads), pairs.first)
    rows = np.flatnonzero(heads)
    head_start, heads, tail = head_start[rows], heads[rows], pairs.second[rows]
    near_tails = _one_off(queries.tails, listed.tails, np.unique(tail), metric)
    tail_start, tails = _runs(near_tails[0], len(queries.tails), tail)
    for begin, end in pieces(heads * tails):
        part = slice(begin, end)
        row, number = spread(np.zeros(end - begin, np.int64), (heads * tails)[part])
        which_head, which_tail = np.divmod(number, tails[part][row])
        which, place = listed.by_head.find(
            near_heads[1][head_start[part][row] + which_head],
            near_tails[1][tail_start[part][row] + which_tail],
        )
        yield (
            pairs.names[rows[part][row[which]]],
            listed.by_head.names[place],
            np.full(len(which), 2),
        )


def _one_off(ours: Words, theirs: Words, some: Ints, metric: Metric) -> tuple[Ints, Ints]:
    """Return the pairs of some of our words with words exactly one edit apart, sorted."""
    texts = ours.texts if len(some) == len(ours) else Texts.of(ours.text.take(pa.array(some)))
    number, other = theirs.near.shared(Table.of_less(texts))
    a, b = distinct_pairs(some[number], other)
    which = one_apart(ours, theirs, a, b, metric)
    return a[which], b[which]


def _runs(ordered: Ints, n: int, wanted: Ints) -> tuple[Ints, Ints]:
    """Return the start and count of each wanted word, of ``n``, in a sorted array."""
    starts = np.searchsorted(ordered, np.arange(n + 1))
    return starts[wanted], np.diff(starts)[wanted]


# ---------------------------------------------------------------------------------------------
# the distance, and the result of all steps


def _word_edits(compared: tuple[Words, Words], a: Ints, b: Ints, most: int, metric: Metric) -> Ints:
    """Return the edits between words; each pair of words is measured once."""
    distinct, place = np.unique(pair_key(a, b), return_inverse=True)
    pairs = Pairs(distinct, distinct)
    ours, theirs = compared
    words = (pairs.first, pairs.second)
    return edits_between(ours.text, theirs.text, words, most, metric)[place]


def _least(steps: list[NamePairs]) -> NamePairs:
    """Return each pair once, sorted, with the smallest count of edits from any step."""
    name, other, edits = joined(steps, 3)
    packed = np.sort((name << np.int64(33)) | (other << np.int64(2)) | edits)
    pair = packed >> np.int64(2)
    packed = packed[is_new(pair)]
    lower = np.int64((1 << 31) - 1)
    return packed >> np.int64(33), (packed >> np.int64(2)) & lower, packed & np.int64(3)
