"""The desk at which whole columns are answered: names once each, days and countries by spell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pyarrow as pa

from concordance.checklist import Checklist
from concordance.join.texts import Ints
from concordance.lookups.columns import FIRST, LAST, of_list
from concordance.lookups.days import NO_DATE
from concordance.lookups.days import Asked as AskedDays
from concordance.lookups.relation import Relations
from concordance.lookups.rows import Answered, Coded, Rows
from concordance.lookups.side import Side
from concordance.lookups.when import When, read_when
from concordance.lookups.where import NOWHERE, read_where
from concordance.matching.queries import Asked, is_missing

#: names whose answers are kept
MOST_KEPT: Final = 200_000


class Desk:
    """Answers of several lists to names, on days and for countries, each made once.

    Parameters
    ----------
    lists : sequence of Checklist
    keys : sequence of str
        Prefixes of their columns.
    relations : Relations or None
        Of two lists; None: rows have no relation.
    """

    def __init__(
        self, lists: Sequence[Checklist], keys: Sequence[str], relations: Relations | None
    ) -> None:
        self.lists, self.keys, self._relations = tuple(lists), tuple(keys), relations
        self._begin()

    def _begin(self) -> None:
        self._sides = tuple(Side(checklist) for checklist in self.lists)
        self._numbers: dict[tuple[str, ...], int] = {}

    def answer(
        self,
        asked: Asked,
        dates: Sequence[object] | None = None,
        countries: Sequence[object] | None = None,
    ) -> pa.Table:
        """Return the answers to rows.

        Parameters
        ----------
        asked : Asked
            Names with what is known of them.
        dates, countries : sequence of object, length n, optional
            Of each row.

        Returns
        -------
        pyarrow.Table
            A row each, columns `columns.lookup_columns` but ``query``.
        """
        names = self._numbered(asked)[asked.codes]
        when, days = _coded(dates, len(names))
        where, places = _coded(countries, len(names))
        whens = [read_when(value) for value in when]
        wheres = [read_where(value) for value in where]
        answered = [
            Answered(
                side,
                side.own(names),
                side.answers(names, _asked_of(side, whens, days), (wheres or [NOWHERE], places)),
            )
            for side in self._sides
        ]
        rows = Rows(answered, dated=dates is not None)
        others = [Coded(*one) for one in ((whens, days), (wheres, places)) if one[0]]
        columns = rows.columns(self._relations, others)
        fields = (*FIRST[1:], *(c for key in self.keys for c in of_list(key)), *LAST)
        return pa.table(columns, names=[field.name for field in fields])

    def _numbered(self, asked: Asked) -> Ints:
        """The numbers of the combinations asked for, new ones added."""
        if len(self._numbers) + len(asked) > MOST_KEPT:
            self._begin()
        new = [row for row in asked.rows if row not in self._numbers]
        if new:
            queries = asked.read_rows(new)
            for side in self._sides:
                side.add(queries)
            begin = len(self._numbers)
            self._numbers |= {row: begin + place for place, row in enumerate(new)}
        return np.array([self._numbers[row] for row in asked.rows], np.int64)


def _coded(values: Sequence[object] | None, n: int) -> tuple[list[object], Ints]:
    """The distinct cells of a column, and which of them each row has; none without a column."""
    if values is None:
        return [], np.zeros(n, np.int64)
    numbers: dict[object, int] = {}
    present = (None if is_missing(value) else value for value in values)
    codes = [numbers.setdefault(value, len(numbers)) for value in present]
    return list(numbers), np.array(codes, np.int64)


def _asked_of(side: Side, whens: Sequence[When], codes: Ints) -> tuple[Sequence[AskedDays], Ints]:
    """What dates ask of a list: many days fall into one spell of it."""
    if not whens:
        return [NO_DATE], codes
    numbers: dict[AskedDays, int] = {}
    of_when = [numbers.setdefault(side.days.asked(when), len(numbers)) for when in whens]
    return list(numbers), np.array(of_when, np.int64)[codes]
