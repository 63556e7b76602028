"""Gender: names that differ in the gender ending of the epithet (ICZN Articles 31.2 and 34.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from concordance.codes import Rule
from concordance.matching.candidates import Candidate, variants
from concordance.matching.index import ListIndex
from concordance.matching.query import Query
from concordance.names import coarse_names, gender_forms, orthographic_names

WORDS: Final = "the same except for the gender ending"


def candidates(
    queries: Sequence[Query], index: ListIndex, *, accepted_only: bool = False
) -> Iterator[Sequence[Candidate]]:
    """Yield the candidates that differ from each query in a gender ending, and perhaps in spelling.

    Parameters
    ----------
    queries : sequence of Query
    index : ListIndex
    accepted_only : bool
        Leave out the synonyms of the list, and names that also differ in spelling.
    """
    names = index.with_known_genera([query.name for query in queries])
    stems = index.by_form(gender_forms, names, accepted_only=accepted_only)
    coarsest = {} if accepted_only else index.by_form(coarse_names, names)
    forms = gender_forms(names)
    # the orthographic form of a gender form is the coarsest one
    form = dict(zip(names, zip(forms, orthographic_names(forms), strict=True), strict=True))
    for query in queries:
        alike: Sequence[str] = ()
        if query.name in form:
            stem, coarse = form[query.name]
            # a name may match in both ways
            alike = tuple(dict.fromkeys((*stems.get(stem, ()), *coarsest.get(coarse, ()))))
        yield variants(query, alike, index, Rule.GENDER, WORDS) if alike else ()
