"""Orthographic: names that the Codes hold to be one spelling (ICZN Article 58)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from concordance.codes import Rule
from concordance.matching.candidates import Candidate, variants
from concordance.matching.index import ListIndex
from concordance.matching.query import Query
from concordance.names import orthographic_names

WORDS: Final = "spelt alike by the rules of the Code"


def candidates(
    queries: Sequence[Query], index: ListIndex, *, accepted_only: bool = False
) -> Iterator[Sequence[Candidate]]:
    """Yield the candidates spelt like each query by the rules of the Code.

    Parameters
    ----------
    queries : sequence of Query
    index : ListIndex
    accepted_only : bool
        Leave the synonyms of the list out.
    """
    names = index.with_known_genera([query.name for query in queries])
    table = index.by_form(orthographic_names, names, accepted_only=accepted_only)
    form = dict(zip(names, orthographic_names(names), strict=True))
    for query in queries:
        alike = table.get(form[query.name], ()) if query.name in form else ()
        yield variants(query, alike, index, Rule.ORTHOGRAPHIC, WORDS) if alike else ()
