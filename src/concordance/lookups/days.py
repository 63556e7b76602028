"""A list on all its days: the spells that a date touches, and the list as it was then."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from concordance.checklist import Checklist
from concordance.checklist_parts import Span
from concordance.codes import NameKind
from concordance.lookups.concern import MOST_CHANGES, Concerns
from concordance.lookups.reasons import Reason
from concordance.lookups.when import When
from concordance.matching.index import ListIndex

#: the list as given, on its own day
OWN: Final = -1


class Asked(NamedTuple):
    """The first and last spell of a list that a date touches, or why there is none.

    Attributes
    ----------
    first, last : int
        Positions of spells; `OWN` if no date is given.
    reason : Reason or None
        Why there is no answer, or only for part of the date.
    words : str
        The same as a sentence; blank if the date itself cannot be read.
    period : str
        ``day``, ``month`` or ``year``.
    """

    first: int
    last: int
    reason: Reason | None = None
    words: str = ""
    period: str = "day"

    @property
    def is_answered(self) -> bool:
        """Whether the list has a spell for it."""
        return self.last >= self.first


NO_DATE: Final = Asked(OWN, OWN)
_NONE: Final = (0, -1)


class Days:
    """The spells of a list: periods between two changes, in which the list is the same.

    Get it with ``checklist.once(Days)``.

    Parameters
    ----------
    checklist : Checklist

    Attributes
    ----------
    begins : tuple of str
        First day of each spell.
    own : int
        The spell of the list's own day.
    """

    def __init__(self, checklist: Checklist) -> None:
        self._checklist = checklist
        day = checklist.source.as_of
        span = checklist.span() if checklist.span and checklist.reload else Span(day, day)
        self.first, self.last = span.first, span.last
        self.begins: Sequence[str] = (span.first, *(change.day for change in span.changes))
        self.changes = span.changes
        self.own = self._spell(day)
        self._indexes: dict[int, ListIndex] = {}
        self._whole: dict[int, Checklist] = {}
        self._lists: dict[int, Checklist] = {self.own: checklist, OWN: checklist}

    def _spell(self, day: str) -> int:
        return bisect_right(self.begins, day) - 1

    def asked(self, when: When) -> Asked:
        """Return the spells that a date touches."""
        label = self._checklist.label
        if when.problem is Reason.DATE_MISSING and self._checklist.reload is not None:
            words = f"{label}: the same on all days from {self.first} to {self.last}."
            return Asked(0, len(self.begins) - 1, Reason.DATE_MISSING, words)
        if when.problem is not None:
            return Asked(*_NONE, when.problem)
        if self._checklist.reload is None:
            return self._of_one_day(when)
        if when.last < self.first:
            return Asked(*_NONE, Reason.BEFORE_DATA, f"The {label} data begins on {self.first}.")
        if when.first > self.last:
            own = f"; without a date, the list of {self._checklist.source.as_of} is used"
            words = f"The {label} data ends on {self.last}{own}."
            return Asked(*_NONE, Reason.AFTER_DATA, words)
        spells = self._spell(max(when.first, self.first)), self._spell(min(when.last, self.last))
        period = when.period if spells[0] < spells[1] else "day"
        if when.first < self.first:
            words = f"The {label} data begins on {self.first}; answered from that day on."
            return Asked(*spells, Reason.PARTLY_BEFORE_DATA, words, period)
        if when.last > self.last:
            words = f"The {label} data ends on {self.last}; answered up to that day."
            return Asked(*spells, Reason.PARTLY_AFTER_DATA, words, period)
        return Asked(*spells, period=period)

    def _of_one_day(self, when: When) -> Asked:
        """A list of one day answers for that day or its year; a list without a day, for any."""
        day = self._checklist.source.as_of
        if not day or when.first <= day <= when.last:
            return NO_DATE
        words = f"{self._checklist.label} is a list of one day, {day}, with no other days."
        return Asked(*_NONE, Reason.ONE_DAY_LIST, words)

    def on(self, spell: int) -> Checklist:
        """Return the list as it was in a spell, loaded on first use."""
        if spell not in self._lists:
            self._lists[spell] = self._checklist.as_of(self.begins[spell])
        return self._lists[spell]

    @cached_property
    def concerns(self) -> Concerns | None:
        """The changes by the names that they concern; None if there are too many."""
        return Concerns(self.changes) if len(self.changes) <= MOST_CHANGES else None

    def nearest_same(self, spell: int, concerned: int) -> int:
        """Return the spell nearest to the list's own with the same answer as a given spell.

        Parameters
        ----------
        spell : int
        concerned : int
            The changes that concern a name: see `Concerns.of`.
        """
        low, high = sorted((spell, self.own))
        between = concerned >> low & ((1 << high - low) - 1)
        if not between:
            return OWN
        if spell > self.own:
            return low + between.bit_length()
        return low + (between & -between).bit_length() - 1

    def index(self, spell: int) -> ListIndex:
        """Return the index of the list, with the members of its groups, in a spell."""
        spell = self.own if spell == OWN else spell
        if not self._indexes:
            self._indexes[self.own] = self._checklist.with_members.once(ListIndex)
        if spell not in self._indexes:
            nearest = min(self._indexes, key=lambda other: abs(other - spell))
            self._indexes[spell] = ListIndex(self.whole(spell), self._indexes[nearest])
        return self._indexes[spell]

    def whole(self, spell: int) -> Checklist:
        """Return the list as it stood in a spell, with the members of its groups."""
        if spell in (OWN, self.own):
            return self._checklist.with_members
        if self._stored is None:
            return self.on(spell).with_members
        if spell not in self._whole:
            self._whole[spell] = self._stored(self.begins[spell])
        return self._whole[spell]

    @cached_property
    def _stored(self) -> Callable[[str], Checklist] | None:
        """How to get the list in a spell from what is stored of it; None if nothing is."""
        by_day = self._checklist.whole_on
        return None if by_day is None else by_day(self._checklist)

    def divided_since(self, spell: int, taxon_id: str, name: str) -> tuple[str, ...]:
        """Return the current names of the taxa into which a taxon has since been split.

        Parameters
        ----------
        spell : int
        taxon_id, name : str
            Id and name of the taxon in that spell.

        Returns
        -------
        tuple of str
            Sorted; empty if it has not been split.
        """
        if spell in (OWN, self.own):
            return ()
        now = self.index(self.own)
        lumped = self.whole(spell).once(_lumped).get(taxon_id, ())
        parts = {part for part in lumped if now.is_accepted(part)}
        uses = now.named(name)
        parts |= {use.taxon.name for use in uses if use.use.kind is NameKind.SPLIT}
        if not parts - {name}:
            return ()
        parts |= {use.taxon.name for use in uses if use.use.kind is not NameKind.SPLIT}
        return tuple(sorted(parts))


def _lumped(checklist: Checklist) -> Mapping[str, Sequence[str]]:
    """Names that a list treats as parts of its taxa, by taxon."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for use in checklist.records.names:
        if use.kind is NameKind.LUMP:
            names[use.taxon_id].append(use.name)
    return names
