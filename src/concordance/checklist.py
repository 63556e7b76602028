"""Checklist: the one shape of every list. It holds tables and decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

import pandas as pd

from concordance.schema import (
    COMMON_NAMES,
    MEASURES,
    PROBLEMS,
    RANGES,
    STATUSES,
    Column,
    cells,
    to_frame,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a list comes from.

    Attributes
    ----------
    name, publisher, version, licence, citation : str
        In words; ``version`` names the day for which the list holds.
    as_of : str
        ISO date of the state of the list.
    complete_to : str
        What the list is complete up to, in words.
    sha256 : str
        Digest of the bytes that were read.
    redistribution : str
        ``open`` or ``restricted``.
    """

    name: str
    publisher: str
    version: str
    as_of: str
    complete_to: str
    sha256: str
    licence: str
    citation: str
    redistribution: str = "open"


@lru_cache(maxsize=8)
def _empty(columns: tuple[Column, ...]) -> pd.DataFrame:
    return to_frame({c.name: [] for c in columns}, columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """One list on one day: taxa, names, listings, and where they come from.

    Attributes
    ----------
    key : str
        Short key of the list (``cites``, ``cms``), the column prefix.
    taxa, names, listings : pandas.DataFrame
        Columns as in `schema.TAXA`, `schema.NAMES` and `schema.LISTINGS`; every cell is text,
        blank where nothing is known. Copies: changing them does not change the checklist.
    specific_entry_prevails : bool
        True where an entry for a taxon replaces the entry for the group above it (CITES);
        False where both apply (CMS).
    partner, relations, forbidden
        Asserted relations as ``(own name, other name, relation, source, note)`` and pairs of
        names that must never link, both towards the list with key ``partner``, as known on that
        day. Empty for other lists.
    earlier : tuple of dict
        Entries that ended before the day, and entries in force under the name they printed before;
        columns as ``listings``. Empty where the list does not say.
    reference_names
        What standard references call the animals: ``(name here, reference, name there)``.
    source : Source
    """

    key: str
    source: Source
    specific_entry_prevails: bool
    _taxa: pd.DataFrame
    _names: pd.DataFrame
    _listings: pd.DataFrame
    _common_names: pd.DataFrame = field(default_factory=lambda: _empty(COMMON_NAMES))
    _ranges: pd.DataFrame = field(default_factory=lambda: _empty(RANGES))
    _statuses: pd.DataFrame = field(default_factory=lambda: _empty(STATUSES))
    _measures: pd.DataFrame = field(default_factory=lambda: _empty(MEASURES))
    _problems: pd.DataFrame = field(default_factory=lambda: _empty(PROBLEMS))
    partner: str = ""
    relations: tuple[tuple[str, str, str, str, str], ...] = ()
    forbidden: frozenset[tuple[str, str]] = frozenset()
    reference_names: tuple[tuple[str, str, str], ...] = ()
    earlier: tuple[dict[str, str], ...] = ()
    _rows: dict[str, list[dict[str, str]]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    _made: dict[Callable[[Checklist], Any], Any] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    @property
    def taxa(self) -> pd.DataFrame:
        """Return the taxa, one a row."""
        return self._taxa.copy()

    @property
    def names(self) -> pd.DataFrame:
        """Return every name, accepted or not, one a row and taxon."""
        return self._names.copy()

    @property
    def listings(self) -> pd.DataFrame:
        """Return the entries in force, one a row."""
        return self._listings.copy()

    @property
    def common_names(self) -> pd.DataFrame:
        """Return common names with their language, one a row; empty where not loaded."""
        return self._common_names.copy()

    @property
    def ranges(self) -> pd.DataFrame:
        """Return countries with the presence in them, one a row; empty where not loaded."""
        return self._ranges.copy()

    @property
    def statuses(self) -> pd.DataFrame:
        """Return conservation statuses, one a row; empty where not loaded."""
        return self._statuses.copy()

    @property
    def measures(self) -> pd.DataFrame:
        """Return reservations, instruments, EU annexes, quotas and suspensions, one a row."""
        return self._measures.copy()

    @property
    def problems(self) -> pd.DataFrame:
        """Return what in the file could not be read with certainty; empty where all could."""
        return self._problems.copy()

    def records(self, table: str) -> list[dict[str, str]]:
        """Return the rows of one of the tables, by its name; they are not to be changed.

        Parameters
        ----------
        table : str

        Returns
        -------
        list of dict
            Made once; every reader shares them.
        """
        if table not in self._rows:
            tables = {
                "taxa": self._taxa,
                "names": self._names,
                "listings": self._listings,
                "common_names": self._common_names,
                "ranges": self._ranges,
                "statuses": self._statuses,
                "measures": self._measures,
            }
            self._rows[table] = rows(tables[table])
        return self._rows[table]

    def once(self, make: Callable[[Checklist], T]) -> T:
        """Return what a room makes of the list, made the first time and kept with it.

        Parameters
        ----------
        make : callable
            Takes the checklist; what it gives is shared and not to be changed.

        Returns
        -------
        object
        """
        if make not in self._made:
            self._made[make] = make(self)
        found: T = self._made[make]
        return found

    def __repr__(self) -> str:
        return (
            f"<Checklist {self.key} as of {self.source.as_of}: {len(self._taxa)} taxa, "
            f"{len(self._names)} names, {len(self._listings)} entries>"
        )


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as dictionaries of Python values, missing ones None.

    Parameters
    ----------
    table : pandas.DataFrame

    Returns
    -------
    list of dict
    """
    columns = [cells(table[c]) for c in table.columns]
    heads = list(table.columns)
    return [dict(zip(heads, cells, strict=True)) for cells in zip(*columns, strict=True)]
