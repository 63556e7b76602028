"""Names near to other names, for many names at once; only proposals, never answers.

Two binomials are near, as measured by `edits.near`, in one of three ways:

1. their genera are alike (equal in the normal form), and the edits are in the epithet;
2. their epithets are alike, and the edits are in the genus;
3. there is one edit in each: words one edit apart share the word, the word less a letter, or the
   same of their normal forms, and a table has all of these.

In most cases the letters of two words already show that they cannot be near. The remaining pairs
are measured, so the answer is the same as if every pair were. Longer names are few: those that
share a word are measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from concordance.join.splits import Pairs, distinct_pairs, pair_key
from concordance.join.texts import Hashes, Ints, Texts, bit_count, joined, pieces, spread
from concordance.join.words import Table, Words, edits_between
from concordance.matching.edits import (
    MOST_EDITS,
    SHORTEST,
    SHORTEST_FOR_TWO,
    near,
    word_form,
    word_forms,
)

#: near names and their numbers of edits
Near = list[tuple[str, int]]
#: names that are processed at once
_CHUNK = 1 << 17


def nearest_names(name: str, known: Iterable[str], *, limit: int = 5) -> list[str]:
    """Return the known names nearest to a name; a proposal, never an answer.

    Parameters
    ----------
    name : str
        A name that was not found.
    known : iterable of str
        Names to compare with.
    limit : int
        Maximum number of names returned.

    Returns
    -------
    list of str
        Nearest first; at most 4 edits (optimal string alignment) away, ties by name.

    Examples
    --------
    >>> nearest_names("Panthera unica", ["Panthera uncia", "Puma concolor"])
    ['Panthera uncia']
    """
    choices = sorted(set(known))
    near_ = extract(name, choices, scorer=OSA.distance, score_cutoff=4, limit=None)
    return [text for text, edits, _ in sorted(near_, key=lambda n: (n[1], n[0]))[:limit]]


class Neighbours:
    """Names of a list, prepared for finding those near to other names.

    Parameters
    ----------
    names : iterable of str
        Canonical names of at least two words.
    """

    def __init__(self, names: Iterable[str]) -> None:
        ordered = sorted(set(names))
        self._binomials = _Binomials([name for name in ordered if name.count(" ") == 1])
        self._longer: defaultdict[tuple[int, int, str], list[str]] = defaultdict(list)
        for name in ordered:
            for key in _places(name.split()):
                self._longer[key].append(name)

    def find(self, name: str) -> Near:
        """Return the names near to a name with their edits, fewest first, then by name."""
        return self.find_all([name]).get(name, [])

    def find_all(self, names: Iterable[str]) -> dict[str, Near]:
        """Return the names near to each of many names.

        Parameters
        ----------
        names : iterable of str
            Canonical names.

        Returns
        -------
        dict of str to list of (str, int)
            Names for which `edits.near` returns a number, with that number, fewest edits first,
            then by name. Names without any near name are left out.
        """
        queries = sorted(set(names))
        longer = [name for name in queries if name.count(" ") > 1]
        nearest = {name: of_one for name in longer if (of_one := self._near_longer(name))}
        pairs = [name for name in queries if name.count(" ") == 1]
        for begin in range(0, len(pairs), _CHUNK):
            nearest |= self._near_binomials(_Binomials(pairs[begin : begin + _CHUNK]))
        return nearest

    def _near_longer(self, name: str) -> Near:
        words = name.split()
        # two edits leave at least one of three words unchanged
        others = {other for key in _places(words) for other in self._longer.get(key, ())}
        nearest = [(n, e) for n in others if (e := near(words, n.split())) is not None]
        return sorted(nearest, key=lambda pair: (pair[1], pair[0]))

    def _near_binomials(self, queries: _Binomials) -> dict[str, Near]:
        listed = self._binomials
        pairs = [
            *_one_word_alike(queries, listed, 0),
            *_one_word_alike(queries, listed, 1),
            *_one_edit_each(queries, listed),
        ]
        a, b = distinct_pairs(*joined(pairs, 2))
        edits = sum(
            (
                _edits(queries.words[p], listed.words[p], queries.ids[p][a], listed.ids[p][b])
                for p in (0, 1)
            ),
            start=np.zeros(len(a), np.int64),
        )
        which = edits <= MOST_EDITS
        return _by_name(queries.names, listed.names, a[which], b[which], edits[which])


def _places(words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the words of a name of three or more words, each with its position."""
    if len(words) > 2:
        for place, word in enumerate(words):
            yield len(words), place, word_form(word, place == 0)


def _by_name(
    queries: Sequence[str], listed: Sequence[str], a: Ints, b: Ints, edits: Ints
) -> dict[str, Near]:
    nearest: defaultdict[str, Near] = defaultdict(list)
    order = np.lexsort((b, edits, a))
    for i, j, e in zip(a[order].tolist(), b[order].tolist(), edits[order].tolist(), strict=True):
        nearest[queries[i]].append((listed[j], e))
    return dict(nearest)


class _Words:
    """Distinct words at one position of the names, as spelt and in normal form."""

    def __init__(self, words: Sequence[str], *, genus: bool) -> None:
        self.spelt, self.genus = words, genus
        self.small = pc.utf8_lower(pa.array(words, pa.large_string()))
        self.forms = pa.array(word_forms(words, genus=genus), pa.large_string())

    @cached_property
    def lengths(self) -> Ints:
        """Number of letters of each word."""
        return np.fromiter(map(len, self.spelt), np.int64, len(self.spelt))

    @cached_property
    def ends(self) -> tuple[Ints, Ints]:
        """The first and the last letter of each word."""
        words = self.small.to_pylist()
        first, last = [ord(word[0]) for word in words], [ord(word[-1]) for word in words]
        return np.array(first, np.int64), np.array(last, np.int64)

    @cached_property
    def masks(self) -> tuple[Hashes, Hashes]:
        """The set of letters of each word, and of its form."""
        small, forms = (Words.number(texts) for texts in (self.small, self.forms))
        return small[0].masks[small[1]], forms[0].masks[forms[1]]

    @cached_property
    def tables(self) -> tuple[Table, Table]:
        """The words by the hashes of the word and of the word less a letter; then the forms."""
        return Table.of_less(Texts.of(self.small)), Table.of_less(Texts.of(self.forms))


class _Binomials:
    """Distinct names of two words."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        parts = pc.split_pattern(pa.array(names, pa.large_string()), " ")
        encoded = [pc.list_element(parts, place).dictionary_encode() for place in (0, 1)]
        self.words = [
            _Words(e.dictionary.to_pylist(), genus=g)
            for e, g in zip(encoded, (True, False), strict=True)
        ]
        self.ids: list[Ints] = [e.indices.to_numpy().astype(np.int64) for e in encoded]

    @cached_property
    def by_words(self) -> Pairs:
        """The names by their two words."""
        return Pairs.of(self.ids[0], self.ids[1], np.arange(len(self.names)))

    @cached_property
    def by_form(self) -> tuple[_ByForm, _ByForm]:
        """The names by the form of their genus, and by that of their epithet."""
        return _ByForm(self, 0), _ByForm(self, 1)


class _ByForm:
    """Names in the order of the form of one of their words."""

    def __init__(self, names: _Binomials, place: int) -> None:
        encoded = names.words[place].forms.dictionary_encode()
        self.forms = encoded.dictionary
        form = encoded.indices.to_numpy()[names.ids[place]]
        self.names = np.argsort(form, kind="stable")
        self.starts = np.searchsorted(form[self.names], np.arange(len(self.forms) + 1))
        self.others = names.ids[1 - place][self.names]


def _one_word_alike(
    queries: _Binomials, listed: _Binomials, place: int
) -> Iterator[tuple[Ints, Ints]]:
    """Ways 1 and 2: names alike in this word, if the letters of the other word allow it."""
    blocks = listed.by_form[place]
    block = pc.index_in(queries.words[place].forms, value_set=blocks.forms).fill_null(-1)
    block = block.to_numpy().astype(np.int64)[queries.ids[place]]
    row = np.flatnonzero(block >= 0)
    first, count = blocks.starts[block[row]], np.diff(blocks.starts)[block[row]]
    ours, theirs = queries.words[1 - place].masks, listed.words[1 - place].masks
    word = queries.ids[1 - place][row]
    for begin, end in pieces(count):
        at, where = spread(first[begin:end], count[begin:end])
        other = blocks.others[where]
        apart = (
            bit_count(mask[word[begin:end]][at] ^ letters[other])
            for mask, letters in zip(ours, theirs, strict=True)
        )
        which = np.flatnonzero(np.minimum(*apart) <= 2 * MOST_EDITS)
        yield row[begin:end][at[which]], blocks.names[where[which]]


def _one_edit_each(queries: _Binomials, listed: _Binomials) -> Iterator[tuple[Ints, Ints]]:
    """Way 3: one edit in the genus, one in the epithet."""
    genera = _Slips(queries, listed, 0, np.arange(len(queries.words[0].spelt)))
    row = np.flatnonzero(genera.count[queries.ids[0]])
    epithets = _Slips(queries, listed, 1, np.unique(queries.ids[1][row]))
    genus, epithet = queries.ids[0][row], queries.ids[1][row]
    both = genera.count[genus] * epithets.count[epithet]
    for begin, end in pieces(both):
        part = slice(begin, end)
        at, number = spread(np.zeros(end - begin, np.int64), both[part])
        x, y = np.divmod(number, epithets.count[epithet[part]][at])
        which, where = listed.by_words.find(
            genera.other[genera.start[genus[part]][at] + x],
            epithets.other[epithets.start[epithet[part]][at] + y],
        )
        yield row[part][at[which]], listed.by_words.names[where]


class _Slips:
    """Words of the list exactly one edit from each query word: where they start, how many."""

    def __init__(self, queries: _Binomials, listed: _Binomials, place: int, some: Ints) -> None:
        word, self.other, edits = _one_off(queries.words[place], listed.words[place], some)
        one = edits == 1
        word, self.other = word[one], self.other[one]
        every = np.arange(len(queries.words[place].spelt))
        self.start = np.searchsorted(word, every)
        self.count = np.searchsorted(word, every, side="right") - self.start


def _one_off(ours: _Words, theirs: _Words, some: Ints) -> tuple[Ints, Ints, Ints]:
    """Return some of our words, those of theirs at most one edit away, and the edits; sorted."""
    pairs = []
    for texts, table in zip((ours.small, ours.forms), theirs.tables, strict=True):
        number, other = table.shared(Table.of_less(Texts.of(texts.take(pa.array(some)))))
        pairs.append((some[number], other))
    a, b = distinct_pairs(*joined(pairs, 2))
    edits = _edits(ours, theirs, a, b)
    which = edits <= 1
    return a[which], b[which], edits[which]


def _edits(ours: _Words, theirs: _Words, a: Ints, b: Ints) -> Ints:
    """Return `edits.word_edits` of pairs of words; `MOST_EDITS` + 1 if they are not near."""
    distinct, back = np.unique(pair_key(a, b), return_inverse=True)
    pairs = Pairs(distinct, distinct)
    x, y = pairs.first, pairs.second
    whole = edits_between(ours.small, theirs.small, (x, y), MOST_EDITS, "osa")
    formed = edits_between(ours.forms, theirs.forms, (x, y), MOST_EDITS, "osa")
    lengths = ours.lengths[x], theirs.lengths[y]
    (our_first, our_last), (their_first, their_last) = ours.ends, theirs.ends
    short = np.minimum(*lengths) < SHORTEST_FOR_TWO
    stem_too = (our_last[x] != their_last[y]) & short & (whole > 1) & (not ours.genus)
    edits = np.where(stem_too, whole, np.minimum(whole, formed))
    slip_only = short | (our_first[x] != their_first[y])
    edits[(edits > 1) & slip_only] = MOST_EDITS + 1
    edits[np.maximum(*lengths) < SHORTEST] = MOST_EDITS + 1
    edits[formed == 0] = 0
    return edits[back]
