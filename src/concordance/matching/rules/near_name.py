"""Fuzzy: a name similar to the query; a proposal for review, never an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from concordance.codes import Rule
from concordance.matching.candidates import Candidate, named
from concordance.matching.context import placed_near
from concordance.matching.edits import MOST_EDITS
from concordance.matching.index import ListIndex
from concordance.matching.query import Query
from concordance.matching.rules.rank_shift import species_of
from concordance.names import AuthorshipAgreement, orthographic_genera

#: up to this many unknown genera, only the names in near genera are prepared for the search
_FEW: Final = 100
#: up to so many names, in a list of at most so many genera, arrays cost more than they save
_FEW_NAMES: Final = 100
_FEW_GENERA: Final = 10_000


def candidates(queries: Sequence[Query], index: ListIndex) -> Iterator[Sequence[Candidate]]:
    """Yield the candidates whose names are near to each query or to its species."""
    near = _near(queries, index)
    for query in queries:
        wider = species_of(query.name)
        nearest = _nearest(query, query.name, near.get(query.name, ()), index)
        if not nearest and wider != query.name:
            nearest = _nearest(query, wider, near.get(wider, ()), index)
        yield nearest


def _near(queries: Sequence[Query], index: ListIndex) -> Mapping[str, Sequence[tuple[str, int]]]:
    """Names of the list near to the queries and to their species, with their edits.

    A known genus is never taken for another one: only names in that genus are near, synonyms too.
    """
    known = {query.genus: index.is_known_genus(query.genus) for query in queries}
    asked: dict[bool, list[str]] = {True: [], False: []}
    for query in queries:
        if not known[query.genus] or query.genus in index.by_genus:
            asked[known[query.genus]] += [query.name, species_of(query.name)]
    if len(queries) <= _FEW_NAMES and len(index.by_genus) <= _FEW_GENERA:
        return _near_few(queries, known, index)
    if index.all_are_ready:
        return index.neighbours.find_all(asked[True] + asked[False])
    near: dict[str, Sequence[tuple[str, int]]] = {}
    if asked[False]:
        unknown = {name.split(" ", 1)[0] for name in asked[False]}
        few = len(unknown) <= _FEW
        there = index.neighbours_in(_near_genera(unknown, index)) if few else index.neighbours
        near |= there.find_all(asked[False])
    if asked[True]:
        genera = {genus for genus, is_known in known.items() if is_known}
        near |= index.neighbours_in(genera).find_all(asked[True])
    return near


def _near_few(
    queries: Sequence[Query],
    known: Mapping[str, bool],
    index: ListIndex,
) -> Mapping[str, Sequence[tuple[str, int]]]:
    """The same as `_near`, for a few names."""
    few = index.few_neighbours
    near: dict[str, Sequence[tuple[str, int]]] = {}
    unknown: list[str] = []
    for query in queries:
        names = (query.name, species_of(query.name))
        if not known[query.genus]:
            unknown += names
        elif query.genus in index.by_genus:
            near |= {name: few.within(name, query.genus) for name in names}
    return near | few.find_all(unknown)


def _near_genera(unknown: Iterable[str], index: ListIndex) -> frozenset[str]:
    """The genera of the list near to some others, as spelt or in normal form."""
    genera = sorted(index.by_genus)
    asked = sorted(unknown)
    near = np.zeros(len(genera), bool)
    for texts, choices in (
        (asked, genera),
        (orthographic_genera(asked), orthographic_genera(genera)),
    ):
        edits = cdist(texts, choices, scorer=OSA.distance, score_cutoff=MOST_EDITS)
        near |= (edits <= MOST_EDITS).any(axis=0)
    return frozenset(genus for genus, is_near in zip(genera, near.tolist(), strict=True) if is_near)


def _nearest(
    query: Query, name: str, near: Sequence[tuple[str, int]], index: ListIndex
) -> Sequence[Candidate]:
    return _least(
        [
            (edits, candidate._replace(sure=False))
            for other, edits in near
            if not _other_genus(query, other, index)
            for candidate in named(
                query,
                other,
                index,
                Rule.FUZZY,
                f"{name} is {_edits(edits)} from {other}",
            )
            if candidate.context is not False
            and candidate.authors is not AuthorshipAgreement.DIFFERENT
            and placed_near(query, candidate.indexed)
        ]
    )


def _other_genus(query: Query, other: str, index: ListIndex) -> bool:
    """Whether a near name is in another genus although the genus of the query is known."""
    return index.is_known_genus(query.genus) and other.split(" ", 1)[0] != query.genus


def _least(measured: Sequence[tuple[int, Candidate]]) -> Sequence[Candidate]:
    """The nearest candidates that the context allows."""
    least = min((edits for edits, _ in measured), default=0)
    return [candidate for edits, candidate in measured if edits == least]


def _edits(number: int) -> str:
    return f"{number} edit" if number == 1 else f"{number} edits"
