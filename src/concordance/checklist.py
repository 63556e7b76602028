"""`Checklist`, the common form of every list. It stores records and decides nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from concordance.checklist_parts import NO_KNOWLEDGE, Knowledge, Members, Records, Source, Span
from concordance.checklist_tables import TABLES, frame_from_records
from concordance.days import iso_day
from concordance.errors import ConcordanceError

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")

__all__ = ["Checklist", "Knowledge", "Members", "Records", "Source", "checked_list",
           "checked_lists"]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Checklist:
    """One list on one day: taxa, names, listings, and where they come from.

    Two checklists are equal if their digests are: same key, source, rows and knowledge.

    Attributes
    ----------
    key : str
        Short key of the list (``cites``, ``cms``), used as a column prefix.
    source : Source
    records : Records
        The typed rows, for use inside this package. The properties of the same names return them
        as tables.
    specific_entry_prevails : bool
        True where an entry for a taxon replaces the entry for the group above it (CITES);
        False where both apply (CMS).
    knowledge : Knowledge
    members : callable or None
        Returns what is known about the groups of the list apart from its own taxa; None where
        nothing is known.
    reload : callable or None
        Returns the same list on another day (ISO date); None for a list of one day.
    span : callable or None
        Returns the days that ``reload`` accepts and the days on which the list changed.
    whole_on : callable or None
        Takes the list and returns how to get it with its members from the first day of a spell
        (ISO date), faster than ``reload``; None if there is no faster way.
    """

    key: str
    source: Source
    records: Records
    specific_entry_prevails: bool = True
    knowledge: Knowledge = NO_KNOWLEDGE
    members: Callable[[], Members] | None = None
    reload: Callable[[str], Checklist] | None = None
    span: Callable[[], Span] | None = None
    whole_on: Callable[[Checklist], Callable[[str], Checklist] | None] | None = None
    _made: dict[object, Any] = field(default_factory=dict, init=False)

    @classmethod
    def from_frames(
        cls,
        key: str,
        *,
        taxa: pd.DataFrame,
        names: pd.DataFrame | None = None,
        source: Source,
        specific_entry_prevails: bool = True,
        **tables: pd.DataFrame,
    ) -> Checklist:
        """Return a list of your own as a checklist.

        Parameters
        ----------
        key : str
            Short key of the list, used as a column prefix: a lower-case word such as ``aewa``.
        taxa : pandas.DataFrame
            Columns from `checklist_tables.TAXA`; ``name`` is required. A missing ``taxon_id`` is
            made from key and name.
        names : pandas.DataFrame, optional
            Columns from `checklist_tables.NAMES`. Missing accepted names are added.
        source : Source
        specific_entry_prevails : bool
            See `Checklist`.
        **tables : pandas.DataFrame
            ``listings``, ``common_names``, ``ranges``, ``statuses``, ``measures``: columns from
            `checklist_tables.TABLES`.

        Returns
        -------
        Checklist

        Raises
        ------
        ChecklistError
            If a table or column is unknown or missing, a code is not in its vocabulary, or an id
            occurs twice or is not among the taxa. Lists every problem by table, row and column.

        Examples
        --------
        >>> import pandas as pd
        >>> taxa = pd.DataFrame({"name": ["Ciconia ciconia"], "class": ["Aves"]})
        >>> own = Checklist.from_frames("own", taxa=taxa, source=Source(name="My list"))
        >>> own.names["taxon_id"].tolist()
        ['own:ciconia-ciconia']
        """
        from concordance.checklist_frames import (
            records_from_frames,
        )  # lazy: a build does not need it

        frames = {"taxa": taxa, **({} if names is None else {"names": names}), **tables}
        return cls(
            key=key,
            source=source,
            records=records_from_frames(key, frames),
            specific_entry_prevails=specific_entry_prevails,
        )

    @property
    def taxa(self) -> pd.DataFrame:
        """Return the taxa, one per row, columns `checklist_tables.TAXA`."""
        return self._frame("taxa")

    @property
    def names(self) -> pd.DataFrame:
        """Return every name, accepted or not, with one row for each name and taxon."""
        return self._frame("names")

    @property
    def listings(self) -> pd.DataFrame:
        """Return the entries in force, one per row."""
        return self._frame("listings")

    @property
    def common_names(self) -> pd.DataFrame:
        """Return common names with their language, one per row; empty if not loaded."""
        return self._frame("common_names")

    @property
    def ranges(self) -> pd.DataFrame:
        """Return range countries with the presence in each, one per row; empty if not loaded."""
        return self._frame("ranges")

    @property
    def statuses(self) -> pd.DataFrame:
        """Return conservation statuses, one per row; empty if not loaded."""
        return self._frame("statuses")

    @property
    def measures(self) -> pd.DataFrame:
        """Return reservations, instruments, EU annexes, quotas and suspensions, one per row."""
        return self._frame("measures")

    @property
    def problems(self) -> pd.DataFrame:
        """Return the cells that could not be read with certainty; empty if there are none."""
        return self._frame("problems")

    @property
    def with_members(self) -> Checklist:
        """Return the list with the species covered by its entries for groups, for lookups."""
        return self if self.members is None else self.once(_with_members)

    def of_kingdoms(self, kingdoms: Collection[str]) -> Checklist:
        """Return the list without the taxa of other kingdoms; `with_members` still has them.

        Parameters
        ----------
        kingdoms : collection of str
            Taxa with no known kingdom stay.

        Returns
        -------
        Checklist
            The list itself if nothing is left out.
        """
        kept = {t.taxon_id for t in self.records.taxa if t.kingdom in kingdoms or not t.kingdom}
        if len(kept) == len(self.records.taxa):
            return self
        return replace(
            self,
            records=self.records.of_taxa(kept),
            members=partial(_left_out, self, kept),
        )

    @property
    def label(self) -> str:
        """The label of the list: its key in capitals."""
        return self.key.upper()

    @property
    def digest(self) -> str:
        """Return the SHA-256 of everything in the list."""
        return self.once(_digest)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Checklist):
            return NotImplemented
        return self is other or self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def as_of(self, day: str | date) -> Checklist:
        """Return the same list as in force on another day.

        Parameters
        ----------
        day : str or date
            ISO date.

        Returns
        -------
        Checklist

        Raises
        ------
        ConcordanceError
            If the list holds one day only, as downloads and your own lists do.
        DateError
            If the date is not valid or outside the data.
        """
        if self.reload is None:
            raise ConcordanceError(
                f"{self.source.name}, {self.source.version}, is a list of one day; load your own "
                "list for the other day"
            )
        return self.reload(iso_day(day))

    def save(self, path: str | Path) -> None:
        """Write the list to one Arrow file, which other machines load with `load`.

        Parameters
        ----------
        path : path

        Raises
        ------
        ConcordanceError
            If the file cannot be written; an older file stays unchanged.
        """
        from concordance.checklist_files import Saved, write_saved  # lazy: a build does not need it

        write_saved(
            path,
            Saved(self.key, self.source, self.specific_entry_prevails, self.records,
                  self.knowledge, None if self.members is None else self.members()),
        )  # fmt: skip

    @classmethod
    def load(cls, path: str | Path) -> Checklist:
        """Return the list from a file that `save` wrote; it gives the same answers.

        Parameters
        ----------
        path : path

        Returns
        -------
        Checklist
            For the day of the saved list only.

        Raises
        ------
        ConcordanceError
            If the file is of another kind or format version, or damaged.
        """
        from concordance.checklist_files import read_saved

        saved = read_saved(path)
        members = saved.members
        given = saved._asdict() | {"members": None if members is None else lambda: members}
        return cls(**given)

    def _frame(self, name: str) -> pd.DataFrame:
        if name not in self._made:
            self._made[name] = frame_from_records(TABLES[name], getattr(self.records, name))
        copy: pd.DataFrame = self._made[name].copy()
        return copy

    def once(self, make: Callable[[Checklist], T]) -> T:
        """Return something derived from the list; it is made once and cached with the list.

        Parameters
        ----------
        make : callable
            Takes the checklist. Its result is shared: do not change it.

        Returns
        -------
        object
        """
        if make not in self._made:
            self._made[make] = make(self)
        kept: T = self._made[make]
        return kept

    def __repr__(self) -> str:
        taxa, names, entries = (len(table) for table in self.records[:3])
        return (
            f"<Checklist {self.key} as of {self.source.as_of}: {taxa} taxa, {names} names, "
            f"{entries} entries>"
        )


def _with_members(checklist: Checklist) -> Checklist:
    members = checklist.members() if checklist.members else Members()
    records, knowledge = checklist.records, checklist.knowledge
    return replace(
        checklist,
        records=records._replace(
            taxa=(*records.taxa, *members.taxa),
            names=(*records.names, *members.names),
            listings=(*records.listings, *members.listings),
            ranges=(*records.ranges, *members.ranges),
        ),
        knowledge=knowledge._replace(
            genera=members.genera, homonyms=members.homonyms, outside=members.outside
        ),
        members=None,
    )


def _left_out(checklist: Checklist, kept: Collection[str]) -> Members:
    """The members of a list, plus its own taxa of the kingdoms left out."""
    members = checklist.members() if checklist.members else Members()
    records = checklist.records
    own = records.of_taxa(kept)
    return members._replace(
        taxa=(*_beside(records.taxa, own.taxa), *members.taxa),
        names=(*_beside(records.names, own.names), *members.names),
        listings=(*_beside(records.listings, own.listings), *members.listings),
    )


def _beside(records: Sequence[T], own: Iterable[T]) -> Iterator[T]:
    own = set(own)
    return (record for record in records if record not in own)


def _digest(checklist: Checklist) -> str:
    digest = hashlib.sha256()
    knowledge = checklist.knowledge._replace(forbidden=frozenset())
    parts = (
        checklist.key,
        checklist.specific_entry_prevails,
        checklist.source,
        knowledge,
        sorted(checklist.knowledge.forbidden),
        *checklist.records,
    )
    for part in parts:
        digest.update(repr(part).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def checked_list(checklist: object) -> Checklist:
    """Return an argument that must be a checklist.

    Raises
    ------
    ConcordanceError
        If it is not one; the message says how to get one.
    """
    if isinstance(checklist, Checklist):
        return checklist
    raise ConcordanceError(
        f"checklist is a {type(checklist).__name__}; expected a Checklist: load_cites(), "
        "load_cms(), load_checklist(path) or Checklist.from_frames(...)"
    )


def checked_lists(lists: object) -> tuple[Checklist, ...]:
    """Return an argument that may be a checklist, several, or None.

    Raises
    ------
    ConcordanceError
        If one of them is not a checklist.
    """
    if lists is None:
        return ()
    several = lists if isinstance(lists, (list, tuple)) else (lists,)
    return tuple(map(checked_list, several))
