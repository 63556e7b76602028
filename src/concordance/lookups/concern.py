"""Which changes of a list may concern a name; between two such changes its answer is the same.

If in doubt, a change counts: the name is then looked up again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from concordance.checklist_parts import Change
from concordance.listing.cover import levels
from concordance.matching.answer import Answer
from concordance.matching.edits import MOST_EDITS
from concordance.matching.index import ListIndex
from concordance.matching.query import Query
from concordance.names import last_epithets, orthographic_genera
from concordance.records import without_rank_words

#: lists with more changes than this are looked up for each day separately
MOST_CHANGES: Final = 62


class Concerns:
    """The changes of a list by the names that they may concern, each as a bit in an integer.

    Parameters
    ----------
    changes : sequence of Change
        In order; at most `MOST_CHANGES`.
    """

    def __init__(self, changes: Sequence[Change]) -> None:
        self._all = (1 << len(changes)) - 1
        self._of_name: defaultdict[str, int] = defaultdict(int)
        self._of_group: defaultdict[str, int] = defaultdict(int)
        of_genus: defaultdict[str, int] = defaultdict(int)
        of_epithet: defaultdict[str, int] = defaultdict(int)
        for place, change in enumerate(changes):
            bit = 1 << place
            for group in change.groups:
                self._of_group[group] |= bit
            for name in change.names:
                words = without_rank_words(name).split()
                for key in {name, " ".join(words), " ".join(words[:2])}:
                    self._of_name[key] |= bit
                of_genus[words[0]] |= bit
                if len(words) > 1:
                    of_epithet[words[-1]] |= bit
        self._of_genus = _by_form(of_genus, orthographic_genera(list(of_genus)))
        forms = last_epithets([f"Aus {epithet}" for epithet in of_epithet])
        self._of_epithet = _by_form(of_epithet, forms)
        self._near = lru_cache(maxsize=100_000)(self._near_genus)

    def of(self, query: Query, answer: Answer, index: ListIndex) -> int:
        """Return the changes that may concern the answer of a list for a name.

        Parameters
        ----------
        query : Query
        answer : Answer
            The answer on the list's own day.
        index : ListIndex
            The index of that day.

        Returns
        -------
        int
            A bit for each change.
        """
        if " " not in query.name:
            is_plain = query.name and not query.problems and not query.unread
            return self._of_group_name(query, answer, index) if is_plain else self._all
        mask = 0
        for key in self._keys(query, answer, index):
            mask |= self._of_name.get(key, 0)
        known = query.name in index and not (query.problems or query.unread or query.others)
        if known and not self._of_name.get(query.name, 0):
            return mask
        return mask | self._of_similar(query, index)  # not a name of the list, now or earlier

    def _of_group_name(self, query: Query, answer: Answer, index: ListIndex) -> int:
        """Changes of entries below a genus or group, and of those above its genera."""
        groups = {query.name, *query.context}
        groups.update(candidate.indexed.taxon.name for candidate in answer.candidates)
        places = [place for group in groups for place in index.within(group)] if groups else []
        mask = self._of_similar(query, index)
        for key in groups | {place.family for place in places}:
            mask |= self._of_group.get(key, 0) | self._of_name.get(key, 0)
        for key in {group.lstrip("?") for place in places for group in place.groups}:
            mask |= self._of_name.get(key, 0)
        for key in self._keys(query, answer, index):
            mask |= self._of_name.get(key, 0)
        return mask

    def _keys(self, query: Query, answer: Answer, index: ListIndex) -> Iterable[str]:
        """The name, the taxa that it may mean, and the groups above them."""
        words = query.name.split()
        keys = {query.name, " ".join(words[:2]), *query.context, *query.others}
        genera = {query.genus, words[0]}
        for candidate in answer.candidates:
            taxon = candidate.indexed.taxon
            keys.update((*levels(taxon), candidate.indexed.use.name))
            genera.update((taxon.genus, taxon.name))
        for place in (place for genus in genera for place in index.places(genus)):
            keys.update(group.lstrip("?") for group in place.groups)
            keys.update((place.family, place.order, place.class_))
        if beyond := index.outside.get(query.name):
            keys.add(beyond.entry)
        return keys | genera

    def _of_similar(self, query: Query, index: ListIndex) -> int:
        """Changes of names that may be near to a name which is not in the list."""
        mask = 0
        genera = {query.genus, query.name.split()[0]}
        if query.problems or query.unread:
            genera |= {word.strip("().,;").capitalize() for word in query.verbatim.split()}
        genera.discard("")
        for genus, form in zip(sorted(genera), orthographic_genera(sorted(genera)), strict=True):
            mask |= self._of_genus.get(genus, 0) | self._of_genus.get(form, 0)
            if not index.is_known_genus(genus):
                mask |= self._near(genus)
        for name in (query.name, *query.others):
            words = without_rank_words(name).split()
            (form,) = last_epithets([name])
            mask |= self._of_epithet.get(words[-1], 0) | self._of_epithet.get(form, 0)
        return mask

    def _near_genus(self, genus: str) -> int:
        mask = 0
        for other, changes in self._of_genus.items():
            if OSA.distance(genus, other, score_cutoff=MOST_EDITS) <= MOST_EDITS:
                mask |= changes
        return mask


def _by_form(masks: dict[str, int], forms: Iterable[str]) -> dict[str, int]:
    """Masks by a word and by its coarser form."""
    both: defaultdict[str, int] = defaultdict(int, masks)
    for mask, form in zip(masks.values(), list(forms), strict=True):
        both[form] |= mask
    return dict(both)
