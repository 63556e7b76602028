"""Rows of answers, column by column: each distinct answer once, then taken for its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from concordance.join.texts import Ints
from concordance.lookups.listing import Given, joined
from concordance.lookups.placed import LEVELS
from concordance.lookups.reasons import Reason
from concordance.lookups.relation import Relations
from concordance.lookups.side import Side
from concordance.lookups.spells import strongest

_NO_CELLS: Final = Given("").cells


class Coded(NamedTuple):
    """What may be asked of each row: distinct values, and which of them each row has."""

    values: Sequence[object]
    codes: Ints


class Answered(NamedTuple):
    """The answers of one list to rows: on its own day, and to what was asked.

    Attributes
    ----------
    side : Side
    own, given : array of int64, length n
        Places in the pool of the side.
    """

    side: Side
    own: Ints
    given: Ints


def texts(values: Sequence[str | None], codes: Ints) -> pa.Array:
    """Return the text of each row, from the distinct texts."""
    return pa.array(values, pa.string()).take(pa.array(codes))


def each(codes: Ints, make: Callable[[int], str | None]) -> pa.Array:
    """Return the text of each row, made once for each distinct code."""
    distinct, which = np.unique(codes, return_inverse=True)
    return texts([make(code) for code in distinct.tolist()], which.reshape(-1))


def each_of(columns: Sequence[Ints], make: Callable[..., str | None]) -> pa.Array:
    """Return the text of each row, made once for each distinct combination of codes."""
    codes = columns[0].copy()
    for column in columns[1:]:
        codes = np.unique(codes, return_inverse=True)[1].reshape(-1)
        codes = codes * (int(column.max(initial=0)) + 1) + column
    _, first, which = np.unique(codes, return_index=True, return_inverse=True)
    rows = zip(*(column[first].tolist() for column in columns), strict=True)
    return texts([make(*row) for row in rows], which.reshape(-1))


class Rows:
    """The columns of a table of answers.

    Parameters
    ----------
    answered : sequence of Answered
        By each list.
    """

    def __init__(self, answered: Sequence[Answered]) -> None:
        self._answered = answered

    def first(self) -> list[pa.Array]:
        """Return status, name and the levels above it."""
        pools = [one.side.pool for one in self._answered]
        given = [one.given for one in self._answered]
        own = [one.own for one in self._answered]

        def status(*places: int) -> str:
            return strongest([pool[p].status for pool, p in zip(pools, places, strict=True)])

        def name(*places: int) -> str | None:
            return next((n for n in self._names(places)), None)

        def level(at: int) -> Callable[..., str | None]:
            def of(*places: int) -> str | None:
                known = [pool[p].placed for pool, p in zip(pools, places, strict=True)]
                return next((levels[at] for levels in known if levels and levels[at]), None)

            return of

        now, then = each_of(own, name), each_of(given, name)
        placed = [
            pc.coalesce(each_of(own, level(at)), each_of(given, level(at)))
            for at in range(len(LEVELS))
        ]
        return [each_of(given, status), pc.coalesce(now, then), *placed]

    def _names(self, places: Iterable[int]) -> Iterable[str]:
        for one, place in zip(self._answered, places, strict=True):
            if name := one.side.pool[place].name:
                yield name

    def of_lists(self) -> list[pa.Array]:
        """Return the columns of each list."""
        columns = []
        for one in self._answered:
            distinct, which = np.unique(one.given, return_inverse=True)
            cells = [one.side.pool[place].cells for place in distinct.tolist()]
            columns += [
                texts([row[at] for row in cells], which.reshape(-1)) for at in range(len(_NO_CELLS))
            ]
        return columns

    def relation(self, relations: Relations | None) -> pa.Array:
        """Return how the taxa of two lists relate; null where that is not sure."""
        n = len(self._answered[0].given)
        if relations is None or not n:
            return pa.nulls(n, pa.string())
        columns = [column for one in self._answered for column in (one.own, one.given)]
        pairs: dict[tuple[int, ...], tuple[str, str]] = {}

        def pair(*places: int) -> str | None:
            ids = [self._id(place, *places[2 * place : 2 * place + 2]) for place in (0, 1)]
            if ids[0] is None or ids[1] is None:
                return None
            pairs[places] = ids[0], ids[1]
            return "\t".join(pairs[places])

        keyed = each_of(columns, pair)
        known = relations.of(pairs.values())
        names = {f"{left}\t{right}": r and r.value for (left, right), r in known.items()}
        distinct = keyed.dictionary_encode()
        values = [None if key is None else names[key] for key in distinct.dictionary.to_pylist()]
        return pa.array(values, pa.string()).take(distinct.indices)

    def _id(self, place: int, own: int, given: int) -> str | None:
        """The taxon of a row today, where the list meant the same animals on the day."""
        pool = self._answered[place].side.pool
        now, then = pool[own], pool[given]
        if now.taxon is None or then.taxon is None or then.split_to or now.is_part != then.is_part:
            return None
        return now.taxon.taxon_id

    def of_days(self, *, dated: bool) -> list[pa.Array]:
        """Return the names on the day, and what has been divided since."""
        given = [one.given for one in self._answered]
        n = len(given[0])

        def split(*places: int) -> str | None:
            parts = {
                part
                for one, place in zip(self._answered, places, strict=True)
                for part in one.side.pool[place].split_to
            }
            return "|".join(sorted(parts)) or None

        if not dated:
            return [pa.nulls(n, pa.string())] * 2
        return [each_of(given, lambda *places: joined(self._names(places))), each_of(given, split)]

    def reasons(self, others: Sequence[Coded], *, dated: bool) -> pa.Array:
        """Return the reasons of each row, joined by a bar.

        Parameters
        ----------
        others : sequence of Coded
            Further reasons: values are a `Reason` or None.
        dated : bool
            Whether dates were asked for, and so names on a day.
        """
        columns = [self._reasons_of(one, dated=dated) for one in self._answered]
        columns += [
            texts([None if v is None else str(v) for v in other.values], other.codes)
            for other in others
        ]
        encoded = [column.dictionary_encode() for column in columns]
        words = [[*column.dictionary.to_pylist(), None] for column in encoded]
        codes = [
            column.indices.fill_null(len(column.dictionary)).to_numpy(zero_copy_only=False)
            for column in encoded
        ]

        def together(*places: int) -> str | None:
            return joined(words[at][place] for at, place in enumerate(places))

        return each_of([c.astype(np.int64) for c in codes], together)

    def _reasons_of(self, one: Answered, *, dated: bool) -> pa.Array:
        pool = one.side.pool

        def reasons(own: int, given: int) -> str | None:
            codes = list(pool[given].reasons)
            if dated and pool[own].name and pool[given].name not in (None, pool[own].name):
                codes.append(Reason.NAME_ON_DAY)
            return "|".join(codes) or None

        return each_of([one.own, one.given], reasons)

    def evidence(self, others: Sequence[Coded]) -> pa.Array:
        """Return the sentences of each row: of each list, and further ones."""
        columns = [each(one.given, _evidence_in(one.side.pool)) for one in self._answered]
        columns += [texts([str(v) or None for v in o.values], o.codes) for o in others]
        return pc.binary_join_element_wise(*columns, " ", null_handling="skip")


def _evidence_in(pool: Sequence[Given]) -> Callable[[int], str | None]:
    return lambda place: pool[place].evidence or None


def statuses(table: pa.Table) -> Mapping[str, int]:
    """Return how often each status stands in a table of answers."""
    pairs = pc.value_counts(table["status"]).to_pylist()
    return {str(pair["values"]): int(pair["counts"]) for pair in pairs}
