"""Rows of a list in groups, reusing the groups of another day that are the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from concordance.records import NameUse, Taxon

R = TypeVar("R", NameUse, Taxon)
V = TypeVar("V", str, NameUse)


def differing(rows: Sequence[R], others: Sequence[R]) -> tuple[Sequence[R], Sequence[R]]:
    """Return the rows that only the first day has, and those that only the other day has."""
    end = _same_at_end(rows, others)
    rows, others = rows[: len(rows) - end], others[: len(others) - end]
    ours, theirs = set(map(id, rows)), set(map(id, others))
    return (
        [row for row in rows if id(row) not in theirs],
        [row for row in others if id(row) not in ours],
    )


def _same_at_end(rows: Sequence[R], others: Sequence[R]) -> int:
    """How many rows at the end are the same, by bisection."""
    low, high = 0, min(len(rows), len(others))
    while low < high:
        half = (low + high + 1) // 2
        if (
            rows[len(rows) - half : len(rows) - low]
            == others[len(others) - half : len(others) - low]
        ):
            low = half
        else:
            high = half - 1
    return low


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
