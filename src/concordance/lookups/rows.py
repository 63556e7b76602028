"""Rows of answers, column by column: each distinct answer is computed once, then repeated."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, Generic, NamedTuple, Protocol, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from concordance.join.texts import Ints
from concordance.lookups.listing import Given, joined
from concordance.lookups.placed import LEVELS
from concordance.lookups.reasons import Reason
from concordance.lookups.relation import Pair, Relations
from concordance.lookups.side import Side
from concordance.lookups.spells import strongest

_CELLS: Final = len(Given("").cells)
#: cells are cached for this many combinations of answers
_MOST_KEPT: Final = 100_000
#: positions of answers in the pools of the sides
Places = tuple[int, ...]
#: cells of one row, or of one answer
Cells = tuple[str | None, ...]


class Explained(Protocol):
    """A date, a country or a remark, with a reason and a sentence."""

    @property
    def problem(self) -> Reason | None:
        """The reason; None if there is none."""

    @property
    def words(self) -> str:
        """The sentence; blank if there is none."""


V = TypeVar("V", bound=Explained)


class Coded(NamedTuple, Generic[V]):
    """Values shared by rows: the distinct values, and the code of each row."""

    values: Sequence[V]
    codes: Ints


class Remark(NamedTuple):
    """A remark on a name, in addition to the answers of the lists.

    Attributes
    ----------
    problem : Reason or None
    words : str
        As a sentence.
    status : str or None
        Replaces the status of the row.
    is_all : bool
        Whether the lists add nothing: the query is a common name of several taxa.
    """

    problem: Reason | None = None
    words: str = ""
    status: str | None = None
    is_all: bool = False


NO_REMARK: Final = Remark()


class Answered(NamedTuple):
    """The answers of one list for rows: on its own day, and for the given day and country.

    Attributes
    ----------
    side : Side
    own, given : array of int64, length n
        Positions in the pool of the side.
    """

    side: Side
    own: Ints
    given: Ints


class _Distinct:
    """The distinct combinations of several columns of codes."""

    def __init__(self, columns: Sequence[Ints]) -> None:
        codes = columns[0]
        for column in columns[1:]:
            codes = np.unique(codes, return_inverse=True)[1].reshape(-1)
            codes = codes * (int(column.max(initial=0)) + 1) + column
        _, first, which = np.unique(codes, return_index=True, return_inverse=True)
        self.columns = [column[first] for column in columns]
        self._which = pa.array(which.reshape(-1))

    def __iter__(self) -> zip[tuple[int, ...]]:
        return zip(*(column.tolist() for column in self.columns), strict=True)

    def spread(self, values: pa.Array) -> pa.Array:
        """Return the value of the combination of each row."""
        return values.take(self._which)

    def texts(self, values: Sequence[str | None]) -> pa.Array:
        """Return the text of the combination of each row."""
        return self.spread(pa.array(values, pa.string()))


class Rows:
    """The columns of a table of answers.

    Parameters
    ----------
    answered : sequence of Answered
        One for each list.
    dated : bool
        Whether dates are given, so that names on a day are needed.
    kept : dict, optional
        Cached cells of combinations of answers, from rows with the same sides and ``dated``; new
        ones are added.
    """

    def __init__(
        self, answered: Sequence[Answered], *, dated: bool, kept: dict[Places, Cells] | None = None
    ) -> None:
        self._kept = {} if kept is None else kept
        self._sides = [one.side for one in answered]
        self._given = [one.given for one in answered]
        self._own = _Distinct([one.own for one in answered])
        self._all = _Distinct([c for one in answered for c in (one.own, one.given)])
        self._dated = dated

    def columns(
        self, relations: Relations | None, remarks: Coded[Remark], others: Sequence[Coded[Any]]
    ) -> list[pa.Array]:
        """Return the columns `columns.lookup_columns` except ``query``.

        Parameters
        ----------
        relations : Relations or None
            Relations between two lists.
        remarks : Coded
            Remarks on names: values have ``problem``, ``words`` and ``status``, which replaces
            the status of the row.
        others : sequence of Coded
            Further reasons with their sentences: values have ``problem`` and ``words``.
        """
        cells = [self._kept.get(row) or self._keep(row) for row in self._all]
        given = list(zip(*cells, strict=True)) or [()] * (2 + len(LEVELS) + 4)
        status, *named, on_day, split, reasons, evidence = map(self._all.texts, given)
        related = [self._related(row) for row in self._all]
        others = [*others, remarks]
        return [
            _replaced(status, remarks),
            *(_if_scientific(column, remarks) for column in named),
            *self._of_lists(remarks),
            *(
                _if_scientific(column, remarks)
                for column in (self._all.texts(_relations(related, relations)), on_day, split)
            ),
            self._reasons(_if_scientific(reasons, remarks), others),
            _sentences(evidence, remarks, others),
        ]

    def _keep(self, row: Places) -> Cells:
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        cells = self._kept[row] = self._cells(row)
        return cells

    def _cells(self, row: Places) -> Cells:
        """Status, name and levels; names on the day and parts; reasons and evidence."""
        own = [side.pool[place] for side, place in zip(self._sides, row[::2], strict=True)]
        given = [side.pool[place] for side, place in zip(self._sides, row[1::2], strict=True)]
        named = next((one for one in (*own, *given) if one.name), None)
        return (
            strongest([one.status for one in given]),
            named and named.name,
            *_levels([*own, *given]),
            joined(one.name for one in given) if self._dated else None,
            "|".join(sorted({part for one in given for part in one.split_to})) or None,
            self._codes(own, given),
            " ".join(dict.fromkeys(one.evidence for one in given if one.evidence)) or None,
        )

    def _codes(self, own: Sequence[Given], given: Sequence[Given]) -> str | None:
        codes = [reason for one in given for reason in one.reasons]
        if self._dated and any(
            then.name and now.name and then.name != now.name
            for now, then in zip(own, given, strict=True)
        ):
            codes.append(Reason.NAME_ON_DAY)
        return "|".join(dict.fromkeys(codes)) or None

    def _of_lists(self, remarks: Coded[Remark]) -> list[pa.Array]:
        """The columns of each list; they have the status of the row if the lists add nothing."""
        overall = remarks._replace(
            values=[one if one.is_all else NO_REMARK for one in remarks.values]
        )
        columns = []
        for side, given in zip(self._sides, self._given, strict=True):
            distinct = _Distinct([given])
            cells = [side.pool[place].cells for (place,) in distinct]
            status, *others = (distinct.texts([row[at] for row in cells]) for at in range(_CELLS))
            columns += [_replaced(status, overall), *(_if_scientific(o, remarks) for o in others)]
        return columns

    def _related(self, row: tuple[int, ...]) -> Pair | None:
        """The current taxa of both lists, if each meant the same animals on the day."""
        if len(self._sides) != 2:
            return None
        left, right = (
            _same_today(side.pool[own], side.pool[given])
            for side, own, given in zip(self._sides, row[::2], row[1::2], strict=True)
        )
        return None if left is None or right is None else (left, right)

    def _reasons(self, reasons: pa.Array, others: Sequence[Coded[Any]]) -> pa.Array:
        """Reasons of the answers and further ones, joined by |."""
        encoded = reasons.dictionary_encode()
        words = [*encoded.dictionary.to_pylist(), None]
        codes = encoded.indices.fill_null(len(words) - 1).to_numpy(zero_copy_only=False)
        distinct = _Distinct([codes.astype(np.int64), *(other.codes for other in others)])
        problems = [[value.problem for value in o.values] for o in others]
        return distinct.texts(
            [
                _joined(words[first], *(p[at] for p, at in zip(problems, rest, strict=True)))
                for first, *rest in distinct
            ]
        )


@lru_cache(maxsize=10_000)
def _joined(*cells: str | None) -> str | None:
    return joined(cells)


def _levels(answers: Sequence[Given]) -> Cells:
    """Each level, as classified by the first list that has it."""
    first = answers[0].placed
    if all(first) and first:
        return first
    known = [one.placed for one in answers if one.placed]
    return tuple(next((p[at] for p in known if p[at]), None) for at in range(len(LEVELS)))


def _same_today(own: Given, given: Given) -> str | None:
    if own.taxon is None or given.taxon is None or given.split_to or own.is_part != given.is_part:
        return None
    return own.taxon.taxon_id


def _relations(pairs: Sequence[Pair | None], relations: Relations | None) -> list[str | None]:
    if relations is None:
        return [None] * len(pairs)
    known = relations.of(pair for pair in pairs if pair is not None)
    return [None if pair is None else known[pair] for pair in pairs]


def _replaced(status: pa.Array, remarks: Coded[Remark]) -> pa.Array:
    """The status of the remark if it has one, else that of the answers."""
    given = [value.status for value in remarks.values]
    if not any(given):
        return status
    return pc.coalesce(pa.array(given, pa.string()).take(pa.array(remarks.codes)), status)


def _if_scientific(cells: pa.Array, remarks: Coded[Remark]) -> pa.Array:
    """Cells of names read as scientific names; null if a common name means several taxa."""
    if not any(one.is_all for one in remarks.values):
        return cells
    is_all = pa.array([one.is_all for one in remarks.values]).take(pa.array(remarks.codes))
    return pc.if_else(is_all, None, cells)


def _sentences(
    evidence: pa.Array, remarks: Coded[Remark], others: Sequence[Coded[Any]]
) -> pa.Array:
    """The remarks on the names, the evidence of the answers, then further sentences."""
    columns = [_if_scientific(evidence, remarks)]
    for other in others:
        words = [value.words or None for value in other.values]
        if any(words):
            sentences = pa.array(words, pa.string()).take(pa.array(other.codes))
            columns.insert(0 if other is remarks else len(columns), sentences)
    if len(columns) == 1:
        return columns[0]
    return pc.binary_join_element_wise(*columns, " ", null_handling="skip")
