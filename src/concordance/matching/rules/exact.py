"""Exact: the list has the same name, as an accepted name or a synonym."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from concordance.codes import Rule
from concordance.matching.candidates import Candidate, named
from concordance.matching.index import ListIndex
from concordance.matching.query import Query


def candidates(queries: Sequence[Query], index: ListIndex) -> Iterator[Sequence[Candidate]]:
    """Yield the candidates with the name of each query."""
    for query in queries:
        yield named(query, query.name, index, Rule.EXACT_NAME) if query.name in index else ()
