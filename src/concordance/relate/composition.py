"""Composition of RCC-5 relations by enumerating the regions of three sets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product

from concordance.codes import Relation

_PARTS: dict[Relation, frozenset[str]] = {
    # non-empty regions of two sets: only in the first, in both, only in the second
    Relation.CONGRUENT: frozenset({"both"}),
    Relation.INCLUDES: frozenset({"first", "both"}),
    Relation.INCLUDED_IN: frozenset({"both", "second"}),
    Relation.OVERLAPS: frozenset({"first", "both", "second"}),
    Relation.DISJOINT: frozenset({"first", "second"}),
}


@lru_cache(maxsize=64)
def compose(a: Relation, b: Relation) -> frozenset[Relation]:
    """Return the possible relations of X to Z if X is ``a`` to Y and Y is ``b`` to Z.

    Parameters
    ----------
    a, b : Relation
        One of the five RCC-5 relations.

    Returns
    -------
    frozenset of Relation
        Every relation that can hold; a single one if the answer is certain.

    References
    ----------
    Randell, Cui & Cohn (1992); composition table of RCC-5.

    Examples
    --------
    >>> sorted(compose(Relation.INCLUDES, Relation.INCLUDES))
    [<Relation.INCLUDES: 'includes'>]
    >>> len(compose(Relation.INCLUDED_IN, Relation.INCLUDES))
    5
    """
    # seven regions of three sets, each empty or not: try all and keep the consistent ones
    regions = [region for region in product((False, True), repeat=3) if any(region)]
    relations = set()
    for filled in product((False, True), repeat=len(regions)):
        nonempty = [region for region, full in zip(regions, filled, strict=True) if full]
        if not all(any(region[i] for region in nonempty) for i in range(3)):
            continue
        if _between(nonempty, 0, 1) is a and _between(nonempty, 1, 2) is b:
            relations.add(_between(nonempty, 0, 2))
    return frozenset(relations)


def _between(regions: Sequence[tuple[bool, ...]], i: int, j: int) -> Relation:
    parts = set()
    for region in regions:
        if region[i] or region[j]:
            parts.add("both" if region[i] and region[j] else "first" if region[i] else "second")
    return next(relation for relation, wanted in _PARTS.items() if wanted == parts)


def compose_all(chain: Sequence[Relation]) -> frozenset[Relation]:
    """Return every possible relation between the two ends of a chain of relations.

    Parameters
    ----------
    chain : sequence of Relation
        At least one relation, none of them undetermined.

    Returns
    -------
    frozenset of Relation
    """
    relations = frozenset({chain[0]})
    for step in chain[1:]:
        relations = frozenset(end for start in relations for end in compose(start, step))
    return relations
