"""Rows of a list in groups, reusing the groups of another day that are the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from concordance.records import NameUse, Taxon

R = TypeVar("R", NameUse, Taxon)
V = TypeVar("V", str, NameUse)
#: rows that are looked through for the next common one: few first
_AHEAD = (8, 200)
#: rows that are compared at once
_LONGEST_STEP = 1 << 14


def differing(rows: Sequence[R], others: Sequence[R]) -> tuple[Sequence[R], Sequence[R]]:
    """Return the rows that only the first day has, and those that only the other day has."""
    came: list[R] = []
    gone: list[R] = []
    at, there = 0, 0
    while at < len(rows) and there < len(others):
        same = _same_from(rows, at, others, there)
        at, there = at + same, there + same
        for ahead in _AHEAD:
            new, old = _unlike(rows[at : at + ahead], others[there : there + ahead])
            if new < ahead:
                break
        came += rows[at : at + new]
        gone += others[there : there + old]
        at, there = at + new, there + old
    came += rows[at:]
    gone += others[there:]
    return _without_moved(came, gone)


def _same_from(rows: Sequence[R], at: int, others: Sequence[R], there: int) -> int:
    """How many rows from two positions on are the same, measured in doubling steps."""
    same, step = 0, 1
    while step:
        one = rows[at + same : at + same + step]
        if one and one == others[there + same : there + same + step]:
            same += len(one)
            step = min(step * 2, _LONGEST_STEP) if len(one) == step else 0
        else:
            step //= 2
    return same


def _unlike(rows: Sequence[R], others: Sequence[R]) -> tuple[int, int]:
    """How many rows come before the next one that both have; all if there is none."""
    places = {id(row): place for place, row in enumerate(others)}
    for place, row in enumerate(rows):
        if id(row) in places:
            return place, places[id(row)]
    return len(rows), len(others)


def _without_moved(came: list[R], gone: list[R]) -> tuple[list[R], list[R]]:
    """The rows without those that only moved to another position."""
    ours, theirs = set(map(id, came)), set(map(id, gone))
    if ours.isdisjoint(theirs):
        return came, gone
    return (
        [row for row in came if id(row) not in theirs],
        [row for row in gone if id(row) not in ours],
    )


def regrouped(
    base: Mapping[str, Sequence[V]],
    came: Iterable[tuple[str, V]],
    gone: Iterable[tuple[str, V]],
    order: Callable[[], Mapping[V, int]],
) -> dict[str, list[V]]:
    """Return the groups of another day with new rows added and old rows removed.

    Parameters
    ----------
    base : mapping of str to sequence
        The groups of the other day; its order is kept.
    came, gone : iterable of (group, value)
    order : callable
        Returns the position of a value in the list; called only for groups of several values.

    Returns
    -------
    dict of str to list
        Unchanged groups are shared and must not be modified.
    """
    groups: dict[str, list[V]] = dict(base)  # type: ignore[arg-type]
    left: defaultdict[str, set[V]] = defaultdict(set)
    for key, value in gone:
        left[key].add(value)
    new: defaultdict[str, list[V]] = defaultdict(list)
    for key, value in came:
        new[key].append(value)
    places: Mapping[V, int] | None = None
    keys: list[str] = sorted({*left, *new})
    for key in keys:
        group: list[V] = [value for value in base.get(key, ()) if value not in left.get(key, ())]
        group.extend(value for value in new.get(key, []) if value not in group)
        if len(group) > 1 and key in new:
            places = order() if places is None else places
            group.sort(key=places.__getitem__)
        if group:
            groups[key] = group
        else:
            groups.pop(key, None)
    return groups
