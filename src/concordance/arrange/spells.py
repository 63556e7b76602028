"""The list of a treaty in each of its spells, with members of groups, from stored differences."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from concordance.arrange.on_day import with_rows
from concordance.checklist import Checklist
from concordance.checklist_parts import Place, Records, Span
from concordance.readers.spells import APART, PARTS, Difference, Spells, Step, read_spells

#: the rows of a list by table
_Rows = Mapping[str, tuple[Any, ...]]


class _Days:
    """The list in each spell, made from the neighbouring one when first asked for."""

    def __init__(self, base: Checklist, stored: Spells) -> None:
        self._base, self._steps = base, stored.steps
        self._order = sorted({stored.base, *stored.steps})
        self._rows: dict[str, _Rows] = {stored.base: rows_of(base)}

    def on(self, day: str) -> Checklist:
        """Return the list in the spell with this first day."""
        rows = self._of(self._order.index(day))
        own = {table: rows[table] for table in Records._fields}
        apart: tuple[Place, ...] = rows[APART]
        return with_rows(self._base, day, Records(**own), apart)

    def _of(self, place: int) -> _Rows:
        day = self._order[place]
        if day not in self._rows:
            at_base = self._order.index(next(iter(self._rows)))
            nearer = self._of(place + 1 if place < at_base else place - 1)
            step = self._steps[day]
            self._rows[day] = {
                table: applied(rows, step[table]) if table in step else rows
                for table, rows in nearer.items()
            }
        return self._rows[day]


def whole_on(checklist: Checklist) -> Callable[[str], Checklist] | None:
    """Return how to get a list in the package, with the members of its groups, in a spell.

    Parameters
    ----------
    checklist : Checklist
        With all kingdoms, on any day.

    Returns
    -------
    callable or None
        Takes the first day of a spell. None if the stored differences are not of these facts.
    """
    stored = read_spells(checklist.key)
    if stored.sha256 != checklist.source.sha256:
        return None
    is_base = checklist.source.as_of == stored.base
    base = checklist if is_base else checklist.as_of(stored.base)
    return _Days(base.with_members, stored).on


def spells_of(checklist: Checklist, span: Span) -> Spells:
    """Return the differences between the spells of a list in the package.

    Parameters
    ----------
    checklist : Checklist
        From whose day the differences begin; it can be loaded for other days.
    span : Span

    Returns
    -------
    Spells
    """
    base = checklist.source.as_of
    days = [span.first, *(change.day for change in span.changes)]
    at = bisect_right(days, base)
    steps: dict[str, Step] = {}
    for run in (reversed(days[: at - 1]), days[at:]):
        nearer = rows_of(checklist.with_members)
        for day in run:
            rows = rows_of(checklist.as_of(day).with_members)
            steps[day] = {
                table: difference(rows[table], nearer[table])
                for table in PARTS
                if rows[table] != nearer[table]
            }
            nearer = rows
    return Spells(base, checklist.source.sha256, steps)


def rows_of(whole: Checklist) -> dict[str, tuple[Any, ...]]:
    """Return the rows of a list by table, and the species placed apart."""
    apart = tuple(whole.knowledge.genera.apart.values())
    return {**whole.records._asdict(), APART: apart}


def difference(rows: Sequence[Any], others: Sequence[Any]) -> Difference:
    """Return how rows differ from others.

    Parameters
    ----------
    rows, others : sequence

    Returns
    -------
    Difference
        Rows that are in both but in another order come and go too.

    Examples
    --------
    >>> difference(["a", "x", "c"], ["a", "b", "c"])
    Difference(gone=[1], came=[(1, 'x')])
    """
    places = {row: at for at, row in enumerate(_numbered(others))}
    same = [places.get(row) for row in _numbered(rows)]
    stay = set(_longest_rise([at for at in same if at is not None]))
    return Difference(
        [at for at in range(len(others)) if at not in stay],
        [(at, row) for at, row in enumerate(rows) if same[at] not in stay],
    )


def _numbered(rows: Iterable[Any]) -> Iterator[tuple[Any, int]]:
    """Yield each row with the number of equal ones before it."""
    times: Counter[Any] = Counter()
    for row in rows:
        yield row, times[row]
        times[row] += 1


def applied(others: Sequence[Any], difference: Difference) -> tuple[Any, ...]:
    """Return the rows that differ from others in this way.

    Examples
    --------
    >>> applied(["a", "b", "c"], Difference([1], [(1, "x")]))
    ('a', 'x', 'c')
    """
    ends = [*difference.gone, len(others)]
    begins = [0, *(at + 1 for at in difference.gone)]
    kept = [row for b, e in zip(begins, ends, strict=True) for row in others[b:e]]
    parts: list[Iterable[Any]] = []
    begin = 0
    for number, (at, row) in enumerate(difference.came):
        end = at - number
        parts += (kept[begin:end], (row,))
        begin = end
    return tuple(chain(*parts, kept[begin:]))


def _longest_rise(numbers: Sequence[int]) -> list[int]:
    """The longest rising run within distinct numbers (patience sorting)."""
    tops: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(tops, number)
        before[number] = tops[at - 1] if at else None
        tops[at : at + 1] = [number]
    rise: list[int] = []
    number_: int | None = tops[-1] if tops else None
    while number_ is not None:
        rise.append(number_)
        number_ = before[number_]
    return rise[::-1]
