"""Checklist: the one shape of every list. It holds records and decides nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from concordance.checklist_parts import NO_KNOWLEDGE, Knowledge, Records, Source
from concordance.checklist_tables import (
    TABLES,
    frame_from_records,
    records_from_columns,
    table_problems,
)
from concordance.codes import NameKind, NameStatus
from concordance.days import iso_day
from concordance.errors import ChecklistError, ConcordanceError
from concordance.records import NameUse, Taxon, mark_pro_parte
from concordance.schema import cells

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")

__all__ = ["Checklist", "Knowledge", "Records", "Source", "checked_list", "taxon_id"]


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
    reload : callable or None
        Gives the same list on another day (ISO date); None where there is one day only.
    """

    key: str
    source: Source
    records: Records
    specific_entry_prevails: bool = True
    knowledge: Knowledge = NO_KNOWLEDGE
    reload: Callable[[str], Checklist] | None = None
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
        frames = {"taxa": taxa, **({} if names is None else {"names": names}), **tables}
        problems = _key_problems(key) + _frame_problems(frames)
        if problems:
            raise ChecklistError(f"checklist {key!r}", problems)
        rows = {
            name: records_from_columns(TABLES[name], {str(c): cells(f[c]) for c in f.columns})
            for name, f in frames.items()
        }
        with_ids = tuple(_with_id(key, taxon) for taxon in rows.pop("taxa"))
        records = Records(
            taxa=with_ids, names=_with_accepted(with_ids, rows.pop("names", ())), **rows
        )
        if problems := _id_problems(records):
            raise ChecklistError(f"checklist {key!r}", problems)
        return cls(
            key=key,
            source=source,
            records=records,
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
                  self.knowledge),
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

        return cls(**read_saved(path)._asdict())

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


_KEY_LENGTH: Final = 30


def taxon_id(key: str, name: str) -> str:
    """Return the id of a taxon that has no other: made from the key of its list and its name.

    Examples
    --------
    >>> taxon_id("cms", "Uncia uncia")
    'cms:uncia-uncia'
    """
    return f"{key}:{name.lower().replace(' ', '-')}"


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


def _key_problems(key: str) -> list[str]:
    if key.isidentifier() and key.islower() and key.isascii() and len(key) <= _KEY_LENGTH:
        return []
    return [
        f"key is {key!r}; expected a lower-case word of letters, digits and _, for example 'aewa'"
    ]


def _frame_problems(frames: dict[str, pd.DataFrame]) -> list[str]:
    import pandas as pd  # only here: a build needs no DataFrame

    problems: list[str] = []
    for name, frame in frames.items():
        if name not in TABLES:
            problems.append(f"table {name!r} is not known; expected among {', '.join(TABLES)}")
        elif not isinstance(frame, pd.DataFrame):
            problems.append(f"{name} is a {type(frame).__name__}; expected a DataFrame")
        else:
            problems += table_problems(name, frame)
    return problems


def _with_id(key: str, taxon: Taxon) -> Taxon:
    return taxon if taxon.taxon_id else taxon._replace(taxon_id=taxon_id(key, taxon.name))


def _with_accepted(taxa: tuple[Taxon, ...], names: tuple[NameUse, ...]) -> tuple[NameUse, ...]:
    """Names with status and kind filled in, and the accepted ones that were left out."""
    names = tuple(map(_completed, names))
    accepted = {use.taxon_id for use in names if use.is_accepted}
    added = [
        NameUse(t.name, t.authorship, NameStatus.ACCEPTED, NameKind.ACCEPTED, t.taxon_id, t.source)
        for t in taxa
        if t.taxon_id not in accepted
    ]
    return (*added, *mark_pro_parte((*added, *names))[len(added) :])


def _completed(use: NameUse) -> NameUse:
    """A name of which a table may give the status or the kind alone."""
    status = use.status or (
        NameStatus.ACCEPTED if use.kind is NameKind.ACCEPTED else NameStatus.SYNONYM
    )
    unsaid = NameKind.ACCEPTED if status is NameStatus.ACCEPTED else NameKind.SYNONYM
    return use._replace(status=status, kind=use.kind or unsaid)


def _id_problems(records: Records) -> list[str]:
    first: dict[str, int] = {}
    problems: list[str] = []
    for row, taxon in enumerate(records.taxa, start=2):
        if taxon.taxon_id in first:
            problems.append(
                f"taxa, row {row}: taxon_id {taxon.taxon_id!r} was used in row "
                f"{first[taxon.taxon_id]}; give each taxon its own"
            )
        first.setdefault(taxon.taxon_id, row)
    problems += [
        f"names: {use.name!r} of {use.taxon_id} is {use.status} and of kind {use.kind}; make the "
        "two agree"
        for use in records.names
        if use.is_accepted != (use.kind is NameKind.ACCEPTED)
    ]
    for name in ("names", "listings", "common_names", "ranges", "statuses", "measures"):
        ids = {record.taxon_id for record in getattr(records, name)} - {"", *first}
        problems += [f"{name}: taxon_id {i!r} is not among the taxa" for i in sorted(ids)]
    return problems


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
