"""Answers of a list for given days and countries, as `lookup` gives them.

The id of such an answer ends in ``;date=`` and ``;country=``, so that a column added later holds
for the same day and country.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final, NamedTuple
from urllib.parse import quote, unquote

import numpy as np

from concordance.join.texts import Ints
from concordance.lookups.days import NO_DATE, OWN
from concordance.lookups.listing import Given
from concordance.lookups.side import Side
from concordance.lookups.when import read_when
from concordance.lookups.where import NOWHERE, read_where
from concordance.serve.matches import MOST_KEPT, NameAsked, WarmList, read

_PLACED: Final = re.compile(r"(?:;(?:date|country)=[^;]*)+")
_PLAIN: Final = " "
#: at most this many answers are cached, over all names, days and countries
_MOST_ANSWERS: Final = 10 * MOST_KEPT


class Placed(NamedTuple):
    """The answer of a list for a name on a given day, from a given country.

    Attributes
    ----------
    given : Given
    evidence : str
        Includes any notes on the date and the country.
    lists : tuple of WarmList
        The list as it was in each spell that the date touches; empty if there is no answer.
    """

    given: Given
    evidence: str
    lists: tuple[WarmList, ...]


class DatedList:
    """One list on all its days.

    Get it with `dated`.

    Parameters
    ----------
    own : WarmList
        The list on its own day.
    """

    def __init__(self, own: WarmList) -> None:
        self._lists = {OWN: own}
        self._begin()

    def _begin(self) -> None:
        self._side = Side(self._lists[OWN].checklist)
        self._numbers: dict[NameAsked, int] = {}

    def answers(self, asked: Sequence[NameAsked]) -> list[Placed]:
        """Return the answer for each name on its day, from its country (blank = any)."""
        if not asked:
            return []
        numbers = self._numbered([one.anywhere for one in asked])
        side, each = self._side, np.arange(len(asked))
        whens = [read_when(one.date) if one.date else None for one in asked]
        wheres = [read_where(one.country) if one.country else NOWHERE for one in asked]
        days = [NO_DATE if when is None else side.days.asked(when) for when in whens]
        side.own(numbers)  # finds which changes of the list concern each name
        places = side.answers(numbers, (days, each), (wheres, each)).tolist()
        answers = []
        for name, place, when, day, where in zip(
            numbers.tolist(), places, whens, days, wheres, strict=True
        ):
            given = side.pool[place]
            words = (given.evidence, when.words if when else "", where.words)
            spells = range(day.first, day.last + 1)
            same = dict.fromkeys(side.same_spell(spell, name) for spell in spells)
            lists = tuple(map(self._on, same))
            answers.append(Placed(given, " ".join(filter(None, words)), lists))
        return answers

    def _numbered(self, names: Sequence[NameAsked]) -> Ints:
        if len(self._numbers) + len(names) > MOST_KEPT or len(self._side.pool) > _MOST_ANSWERS:
            self._begin()
        new = list(dict.fromkeys(name for name in names if name not in self._numbers))
        if new:
            self._side.add(read(new))
            begin = len(self._numbers)
            self._numbers |= {name: begin + place for place, name in enumerate(new)}
        return np.array([self._numbers[name] for name in names], np.int64)

    def _on(self, spell: int) -> WarmList:
        """The list as it was in a spell, loaded on first use."""
        if spell not in self._lists:
            self._lists[spell] = WarmList(self._side.days.whole(spell))
        return self._lists[spell]

    def on(self, date: str) -> Iterable[WarmList]:
        """Return the list as it was in each spell that a date touches, its own day first."""
        yield self._lists[OWN]
        if date:
            days = self._side.days.asked(read_when(date))
            own = self._side.days.own
            yield from (
                self._on(s) for s in range(days.first, days.last + 1) if s not in (OWN, own)
            )


def dated(of: WarmList) -> DatedList:
    """Return a list on all its days, created on first use."""
    return of.index.once(partial(DatedList, of), "served days")


def placed_id(entity_id: str, asked: NameAsked) -> str:
    """Return an id with the day and country of a query added."""
    parts = (("date", asked.date), ("country", asked.country))
    return entity_id + "".join(
        f";{key}={quote(value, safe=_PLAIN)}" for key, value in parts if value
    )


def taken_apart(entity_id: str) -> tuple[str, str, str]:
    """Split an id into the id without day and country, the day, and the country (blank = none).

    Examples
    --------
    >>> taken_apart("cites:panthera-leo;date=2017;country=IN")
    ('cites:panthera-leo', '2017', 'IN')
    """
    bare = re.sub(rf"{_PLACED.pattern}\Z", "", entity_id)
    parts = entity_id[len(bare) :].split(";")
    known = dict(part.split("=", 1) for part in parts if "=" in part)
    return bare, unquote(known.get("date", "")), unquote(known.get("country", ""))
