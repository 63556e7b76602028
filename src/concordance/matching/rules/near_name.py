"""Fuzzy: a name near to the one asked for; a proposal for a person, never an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from concordance.codes import Rule
from concordance.matching.candidates import Candidate, named
from concordance.matching.context import placed_near
from concordance.matching.index import ListIndex
from concordance.matching.query import Query
from concordance.matching.rules.rank_shift import species_of
from concordance.names import AuthorshipAgreement


def candidates(queries: Sequence[Query], index: ListIndex) -> Iterator[Sequence[Candidate]]:
    """Yield the candidates whose name is near to each query, or near to its species."""
    species = [species_of(query.name) for query in queries]
    near = index.neighbours.find_all([*(query.name for query in queries), *species])
    for query, wider in zip(queries, species, strict=True):
        nearest = _nearest(query, query.name, near.get(query.name, ()), index)
        if not nearest and wider != query.name:
            nearest = _nearest(query, wider, near.get(wider, ()), index)
        yield nearest


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
    """Whether a near name is of another genus although that of the query is a known one."""
    known = query.genus in index.genera or bool(index.places(query.genus))
    return known and other.split(" ", 1)[0] != query.genus


def _least(measured: Sequence[tuple[int, Candidate]]) -> Sequence[Candidate]:
    """The nearest of those that the context allows."""
    least = min((edits for edits, _ in measured), default=0)
    return [candidate for edits, candidate in measured if edits == least]


def _edits(number: int) -> str:
    return f"{number} edit" if number == 1 else f"{number} edits"
