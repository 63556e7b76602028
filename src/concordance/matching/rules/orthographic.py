"""Orthographic: variant spellings that the Codes deem identical (ICZN Article 58)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from concordance.codes import Rule
from concordance.matching.candidates import Candidate, variants
from concordance.matching.index import ListIndex
from concordance.matching.query import Query
from concordance.names import orthographic_names

WORDS: Final = "the same spelling under the Code"


def candidates(
    queries: Sequence[Query], index: ListIndex, *, accepted_only: bool = False
) -> Iterator[Sequence[Candidate]]:
    """Yield the candidates whose names are variant spellings of each query under the Code.

    Parameters
    ----------
    queries : sequence of Query
    index : ListIndex
    accepted_only : bool
        Leave out the synonyms of the list.
    """
    names = index.with_known_genera([query.name for query in queries])
    table = index.by_form(orthographic_names, names, accepted_only=accepted_only)
    form = dict(zip(names, orthographic_names(names), strict=True))
    for query in queries:
        alike = table.get(form[query.name], ()) if query.name in form else ()
        yield variants(query, alike, index, Rule.ORTHOGRAPHIC, WORDS) if alike else ()
