"""Answers for whole columns: each name is looked up once, days and countries by spell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from concordance.checklist import Checklist
from concordance.codes import MatchStatus
from concordance.join.texts import Ints
from concordance.lookups.columns import FIRST, LAST, of_list
from concordance.lookups.common import Doubt, Meaning, doubt_of, meanings, no_meaning
from concordance.lookups.days import NO_DATE
from concordance.lookups.days import Asked as AskedDays
from concordance.lookups.listing import Given
from concordance.lookups.reasons import Reason
from concordance.lookups.relation import Relations
from concordance.lookups.rows import NO_REMARK, Answered, Cells, Coded, Places, Remark, Rows
from concordance.lookups.side import Side
from concordance.lookups.when import When, read_when
from concordance.lookups.where import NOWHERE, read_where
from concordance.matching.common_candidate import CommonCandidate
from concordance.matching.queries import Asked, is_missing
from concordance.names.common import LANGUAGES

#: answers are cached for this many names
MOST_KEPT: Final = 200_000
#: no details of the names are given
PLAIN: Final[dict[str, Any]] = {"authorships": None, "ranks": None, "classes": None}
_LEVELS: Final = ("kingdom", "class", "order", "family")


#: a name with its kingdom, class, order and family
Placed = tuple[str, ...]


class Beside(NamedTuple):
    """The conditions for each name: columns with the length of the names, or None."""

    dates: Sequence[object] | None = None
    countries: Sequence[object] | None = None
    languages: Sequence[str] = LANGUAGES


class Desk:
    """Answers of several lists for names, days and countries, each computed once.

    Parameters
    ----------
    lists : sequence of Checklist
    keys : sequence of str
        Prefixes of their columns.
    relations : Relations or None
        Relations between two lists; None: rows have no relation.
    """

    def __init__(
        self, lists: Sequence[Checklist], keys: Sequence[str], relations: Relations | None
    ) -> None:
        self.lists, self.keys, self._relations = tuple(lists), tuple(keys), relations
        self._begin()

    def _begin(self) -> None:
        self._sides = tuple(Side(checklist) for checklist in self.lists)
        self._numbers: dict[object, int] = {}
        self._meanings: dict[tuple[object, int], Meaning | None] = {}
        self._cells: dict[bool, dict[Places, Cells]] = {True: {}, False: {}}

    def answer(self, asked: Asked, beside: Beside, statuses: Sequence[str | None] = ()) -> pa.Table:
        """Return the answers for rows.

        Parameters
        ----------
        asked : Asked
            Names with their details.
        beside : Beside
            Dates, countries and languages for them.
        statuses : sequence of str or None, optional
            Statuses of the original queries, if the rows are readings of them; by default those
            of the rows.

        Returns
        -------
        pyarrow.Table
            A row for each, with the columns `columns.lookup_columns` except ``query``.
        """
        when, days = _coded(beside.dates, len(asked.codes))
        where, places = _coded(beside.countries, len(asked.codes))
        whens = [read_when(value) for value in when]
        wheres = [read_where(value) for value in where]
        meant, remarks = self._read(asked, beside.languages)
        names = meant[asked.codes]
        answered = [
            Answered(
                side,
                side.own(names),
                side.answers(names, _asked_of(side, whens, days), (wheres or [NOWHERE], places)),
            )
            for side in self._sides
        ]
        dated = beside.dates is not None
        rows = Rows(answered, dated=dated, kept=self._cells[dated])
        if statuses:
            known = list(dict.fromkeys(statuses))
            given = Coded(
                [Remark(status=status) for status in known],
                np.array([known.index(status) for status in statuses], np.int64),
            )
        else:
            given = Coded(remarks, asked.codes)
        others = [Coded(*one) for one in ((whens, days), (wheres, places)) if one[0]]
        columns = rows.columns(self._relations, given, others)
        fields = (*FIRST[1:], *(c for key in self.keys for c in of_list(key)), *LAST)
        return pa.table(columns, names=[field.name for field in fields])

    def candidates(self, asked: Asked, languages: Sequence[str]) -> list[list[Placed]]:
        """Return the possible meanings of each combination: a name and the levels above it.

        Parameters
        ----------
        asked : Asked
        languages : sequence of str

        Returns
        -------
        list of list of (name, kingdom, class, order, family)
            Empty if at least one list is certain, or nothing is similar.
        """
        self._room_for(asked)
        numbers = self._numbered(asked)
        read = self._common(asked, numbers, languages)
        placed: list[list[Placed]] = []
        for number, meaning in zip(numbers.tolist(), read, strict=True):
            if meaning is not None:
                taxa: list[Placed] = [(c.taxon, *c[2:6]) for c in meaning.candidates]
                taxa = [] if meaning.target else taxa
            else:
                given = [side.pool[int(side.own(np.array([number]))[0])] for side in self._sides]
                sure = any(not one.others and one.status in _SURE for one in given)
                taxa = [
                    (t.name, t.kingdom, t.class_, t.order, t.family)
                    for one in ([] if sure else given)
                    for t in one.others
                ]
            placed.append(list({taxon[0]: taxon for taxon in taxa}.values()))
        return placed

    def _read(self, asked: Asked, languages: Sequence[str]) -> tuple[Ints, list[Remark]]:
        """The numbers of the queries, with common names read, and the remarks on each."""
        self._room_for(asked)
        numbers = self._numbered(asked)
        read = self._common(asked, numbers, languages)
        remarks = [
            NO_REMARK
            if one is None
            else Remark(Reason.COMMON_NAME, one.words)
            if one.target
            else Remark(
                Reason.COMMON_NAME if one.is_name else None, one.words, one.status, is_all=True
            )
            for one in read
        ]
        targets = {place: m.target for place, m in enumerate(read) if m and m.target}
        if targets:
            context = {
                level: [one[2 + at] for one in targets.values()] for at, level in enumerate(_LEVELS)
            }
            names = [one.taxon for one in targets.values()]
            scientific = Asked(names, None, PLAIN, context)
            numbers[list(targets)] = self._numbered(scientific)[scientific.codes]
        return numbers, remarks

    def _common(
        self, asked: Asked, numbers: Ints, languages: Sequence[str]
    ) -> list[Meaning | None]:
        """The meanings of names as common names; None if they are scientific or mean nothing."""
        spoken = tuple(languages)
        new: dict[str, Doubt] = {}
        of_query: dict[str, list[int]] = {}
        own = [side.own(numbers) for side in self._sides]
        for place, number in enumerate(numbers.tolist()):
            if (spoken, number) in self._meanings:
                continue
            self._meanings[spoken, number] = None
            query = asked.rows[place][0]
            given = [s.pool[int(o[place])] for s, o in zip(self._sides, own, strict=True)]
            if unnamed := no_meaning(query, given):
                self._meanings[spoken, number] = unnamed
                continue
            doubt = doubt_of(query, given)
            if doubt is not Doubt.NONE:
                new[query] = doubt
                of_query.setdefault(query, []).append(number)
        if new:
            read = meanings(new, spoken, self.lists, self._given_to)
            for query, meaning in zip(new, read, strict=True):
                for number in of_query[query]:
                    self._meanings[spoken, number] = meaning
        return [self._meanings[spoken, number] for number in numbers.tolist()]

    def _given_to(self, candidates: Sequence[CommonCandidate]) -> list[tuple[Given, ...]]:
        """What each list answers to candidates on its own day."""
        context = {level: [one[2 + at] for one in candidates] for at, level in enumerate(_LEVELS)}
        asked = Asked([one.taxon for one in candidates], None, PLAIN, context)
        numbers = self._numbered(asked)[asked.codes]
        given = [[side.pool[place] for place in side.own(numbers)] for side in self._sides]
        return list(zip(*given, strict=True))

    def _room_for(self, asked: Asked) -> None:
        """Forget the names answered before where there would be too many."""
        if len(self._numbers) + len(asked) > MOST_KEPT:
            self._begin()

    def _numbered(self, asked: Asked) -> Ints:
        """The numbers of the combinations asked for, new ones added."""
        keys = [(asked.given, row) for row in asked.rows]
        new = [key for key in keys if key not in self._numbers]
        if new:
            queries = asked.read_rows([row for _, row in new])
            for side in self._sides:
                side.add(queries)
            begin = len(self._numbers)
            self._numbers |= {key: begin + place for place, key in enumerate(new)}
        return np.array([self._numbers[key] for key in keys], np.int64)


_SURE: Final = frozenset(
    {
        MatchStatus.MATCHED.value, MatchStatus.EXCLUDED.value, MatchStatus.COVERED.value,
        MatchStatus.LISTED_IN_PART.value,
    }
)  # fmt: skip


def _coded(values: Sequence[object] | None, n: int) -> tuple[list[object], Ints]:
    """The distinct cells of a column, and the code of each row; empty without a column."""
    if values is None:
        return [], np.zeros(n, np.int64)
    numbers: dict[object, int] = {}
    present = (None if is_missing(value) else value for value in values)
    codes = [numbers.setdefault(value, len(numbers)) for value in present]
    return list(numbers), np.array(codes, np.int64)


def _asked_of(side: Side, whens: Sequence[When], codes: Ints) -> tuple[Sequence[AskedDays], Ints]:
    """The spells of a list for dates; many days share one spell."""
    if not whens:
        return [NO_DATE], codes
    numbers: dict[AskedDays, int] = {}
    of_when = [numbers.setdefault(side.days.asked(when), len(numbers)) for when in whens]
    return list(numbers), np.array(of_when, np.int64)[codes]
