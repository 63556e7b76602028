"""Checklist: the one shape of every list. It holds records and decides nothing."""

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

    Two checklists are equal where their digests are: same key, source, rows and knowledge.

    Attributes
    ----------
    key : str
        Short key of the list (``cites``, ``cms``), the column prefix.
    source : Source
    records : Records
        The typed rows, for the rooms of this package; the properties of the same names give them
        as tables.
    specific_entry_prevails : bool
        True where an entry for a taxon replaces the entry for the group above it (CITES);
        False where both apply (CMS).
    knowledge : Knowledge
    members : callable or None
        Gives what is known of the groups of the list beside its own taxa; None where nothing is.
    reload : callable or None
        Gives the same list on another day (ISO date); None where there is one day only.
    span : callable or None
        Gives the days that ``reload`` takes, and those on which the list changed.
    """

    key: str
    source: Source
    records: Records
    specific_entry_prevails: bool = True
    knowledge: Knowledge = NO_KNOWLEDGE
    members: Callable[[], Members] | None = None
    reload: Callable[[str], Checklist] | None = None
    span: Callable[[], Span] | None = None
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
            Short key of the list, the column prefix: a lower-case word such as ``aewa``.
        taxa : pandas.DataFrame
            Columns among `checklist_tables.TAXA`; ``name`` is needed. Where ``taxon_id`` is left
            out it is made from key and name.
        names : pandas.DataFrame, optional
            Columns among `checklist_tables.NAMES`. An accepted name that is left out is added.
        source : Source
        specific_entry_prevails : bool
            See `Checklist`.
        **tables : pandas.DataFrame
            ``listings``, ``common_names``, ``ranges``, ``statuses``, ``measures``: columns among
            those of `checklist_tables.TABLES`.

        Returns
        -------
        Checklist

        Raises
        ------
        ChecklistError
            If a table or column is not known or missing, a code is not in its vocabulary, an id
            occurs twice or is not among the taxa: every problem at once, by table, row and column.

        Examples
        --------
        >>> import pandas as pd
        >>> taxa = pd.DataFrame({"name": ["Ciconia ciconia"], "class": ["Aves"]})
        >>> own = Checklist.from_frames("own", taxa=taxa, source=Source(name="My list"))
        >>> own.names["taxon_id"].tolist()
        ['own:ciconia-ciconia']
        """
        from concordance.checklist_frames import records_from_frames  # only here: a build has none

        frames = {"taxa": taxa, **({} if names is None else {"names": names}), **tables}
        return cls(
            key=key,
            source=source,
            records=records_from_frames(key, frames),
            specific_entry_prevails=specific_entry_prevails,
        )

    @property
    def taxa(self) -> pd.DataFrame:
        """Return the taxa, one a row, columns `checklist_tables.TAXA`."""
        return self._frame("taxa")

    @property
    def names(self) -> pd.DataFrame:
        """Return every name, accepted or not, one a row and taxon."""
        return self._frame("names")

    @property
    def listings(self) -> pd.DataFrame:
        """Return the entries in force, one a row."""
        return self._frame("listings")

    @property
    def common_names(self) -> pd.DataFrame:
        """Return common names with their language, one a row; empty where not loaded."""
        return self._frame("common_names")

    @property
    def ranges(self) -> pd.DataFrame:
        """Return countries with the presence in them, one a row; empty where not loaded."""
        return self._frame("ranges")

    @property
    def statuses(self) -> pd.DataFrame:
        """Return conservation statuses, one a row; empty where not loaded."""
        return self._frame("statuses")

    @property
    def measures(self) -> pd.DataFrame:
        """Return reservations, instruments, EU annexes, quotas and suspensions, one a row."""
        return self._frame("measures")

    @property
    def problems(self) -> pd.DataFrame:
        """Return what in the file could not be read with certainty; empty where all could."""
        return self._frame("problems")

    @property
    def with_members(self) -> Checklist:
        """Return the list with the species that its entries for groups cover: for lookups."""
        return self if self.members is None else self.once(_with_members)

    def of_kingdoms(self, kingdoms: Collection[str]) -> Checklist:
        """Return the list without the taxa of other kingdoms; `with_members` has them still.

        Parameters
        ----------
        kingdoms : collection of str
            Taxa of which no kingdom is known stay.

        Returns
        -------
        Checklist
            Itself where nothing is left out.
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
        """The list in words: its key in capitals."""
        return self.key.upper()

    @property
    def digest(self) -> str:
        """Return the SHA-256 of everything that the list holds."""
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
            If the list is of one day only, as downloads and lists of your own are.
        DateError
            If it is not a date, or the data does not cover it.
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
            If it cannot be written; an older file stays as it was.
        """
        from concordance.checklist_files import Saved, write_saved  # only here: a build saves none

        write_saved(
            path,
            Saved(self.key, self.source, self.specific_entry_prevails, self.records,
                  self.knowledge, None if self.members is None else self.members()),
        )  # fmt: skip

    @classmethod
    def load(cls, path: str | Path) -> Checklist:
        """Return the list of a file that `save` wrote; it gives the same answers.

        Parameters
        ----------
        path : path

        Returns
        -------
        Checklist
            Of the one day on which it was saved.

        Raises
        ------
        ConcordanceError
            If it is another kind of file, of another version of the format, or damaged.
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
    """The members of a list, and those of its taxa that one of some kingdoms leaves out."""
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
        If it is not; the message says how to get one.
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
        If one of them is another thing.
    """
    if lists is None:
        return ()
    several = lists if isinstance(lists, (list, tuple)) else (lists,)
    return tuple(map(checked_list, several))
