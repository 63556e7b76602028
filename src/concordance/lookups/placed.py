"""The classification of a name: kingdom, class, order and family."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from concordance.checklist_parts import Place
from concordance.codes import MatchStatus, Rule
from concordance.matching.answer import Answer
from concordance.matching.group_names import kingdoms_below
from concordance.matching.index import ListIndex
from concordance.matching.query import Query
from concordance.records import Taxon

LEVELS: Final = ("kingdom", "class", "order", "family")


def placed(query: Query, answer: Answer, index: ListIndex) -> tuple[str, ...]:
    """Return the classification of a name, from its taxon or its genus.

    Parameters
    ----------
    query : Query
    answer : Answer
    index : ListIndex

    Returns
    -------
    tuple of str
        In the order of `LEVELS`; blank if not known or if several placements are possible.
    """
    first = answer.candidates[0] if answer.candidates else None
    sure = answer.status in _SURE
    if first is not None and sure and first.rule is not Rule.NONE:
        return _levels(first.indexed.taxon)
    places: Iterable[Place] = index.places(query.genus) if query.genus else ()
    if first is not None and sure:  # a group covers it
        group = first.indexed.taxon
        of_group = [_of_place(place) for place in places if group.name in place.groups]
        return _common(of_group or [_levels(group)])
    kingdoms = kingdoms_below(query.name, index)
    if kingdoms and kingdoms.isdisjoint(place.kingdom for place in places):  # a genus and an order
        only = "" if answer.status is MatchStatus.AMBIGUOUS or len(kingdoms) > 1 else min(kingdoms)
        return (only, "", "", "")
    return _common([_of_place(place) for place in places])


_SURE: Final = frozenset(
    {
        MatchStatus.MATCHED, MatchStatus.EXCLUDED, MatchStatus.LISTED_IN_PART, MatchStatus.COVERED,
    }
)  # fmt: skip


def _levels(taxon: Taxon) -> tuple[str, ...]:
    return (taxon.kingdom, taxon.class_, taxon.order, taxon.family)


def _of_place(place: Place) -> tuple[str, ...]:
    return (place.kingdom, place.class_, place.order, place.family)


def _common(places: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The levels on which all placements agree."""
    return tuple(
        level[0] if len(set(level)) == 1 else "" for level in zip(*places, strict=True)
    ) or ("",) * len(LEVELS)
