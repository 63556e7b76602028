"""The parts of a checklist: its source, its typed rows, and further knowledge about it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from types import MappingProxyType
from typing import Final, NamedTuple, Protocol, TypeVar

from concordance.records import (
    CommonName,
    ConceptRelation,
    Entry,
    Measure,
    NameUse,
    RangeState,
    ReadingProblem,
    ReferenceName,
    Status,
    Taxon,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a list comes from.

    Attributes
    ----------
    name, publisher, version, licence, citation : str
        In words; ``version`` names the day of the list.
    as_of : str
        The day of the list as an ISO date.
    complete_to : str
        The latest text or meeting that the list includes, in words.
    sha256 : str
        Digest of the bytes read.
    redistribution : str
        ``open`` or ``restricted``.
    """

    name: str
    publisher: str = ""
    version: str = "date not known"
    as_of: str = ""
    complete_to: str = ""
    sha256: str = ""
    licence: str = ""
    citation: str = ""
    redistribution: str = "open"


class _OfTaxon(Protocol):
    @property
    def taxon_id(self) -> str: ...


R = TypeVar("R", bound=_OfTaxon)


def cited(keys: str, titles: Mapping[str, str]) -> str:
    """Return the titles of sources, joined by semicolons, each once.

    Parameters
    ----------
    keys : str
        Keys joined by a bar; text after a blank or a colon in a key is kept after its title.
    titles : mapping of key to title
        A key without a title is kept as it is.

    Returns
    -------
    str

    Examples
    --------
    >>> cited("mdd|eu-966 r.17|own", {"mdd": "Mammal Diversity Database", "eu-966": "EU 966"})
    'Mammal Diversity Database; EU 966 r.17; own'
    """
    return "; ".join(dict.fromkeys(_title(key, titles) for key in keys.split("|")))


def _title(key: str, titles: Mapping[str, str]) -> str:
    if key in titles:
        return titles[key]
    bare = re.split(r"[ :]", key, maxsplit=1)[0]
    return titles[bare] + key[len(bare) :] if bare in titles else key


def _of(records: Iterable[R], ids: Collection[str]) -> tuple[R, ...]:
    return tuple(record for record in records if record.taxon_id in ids)


class Records(NamedTuple):
    """The typed rows of a checklist, by table. They are shared: do not change them."""

    taxa: tuple[Taxon, ...]
    names: tuple[NameUse, ...]
    listings: tuple[Entry, ...] = ()
    common_names: tuple[CommonName, ...] = ()
    ranges: tuple[RangeState, ...] = ()
    statuses: tuple[Status, ...] = ()
    measures: tuple[Measure, ...] = ()
    problems: tuple[ReadingProblem, ...] = ()

    def of_taxa(self, ids: Collection[str]) -> Records:
        """Return the records of some taxa; an entry stays with the taxon of the same name."""
        taxa = tuple(taxon for taxon in self.taxa if taxon.taxon_id in ids)
        names = {taxon.name for taxon in self.taxa} - {taxon.name for taxon in taxa}
        return Records(
            taxa=taxa,
            names=_of(self.names, ids),
            listings=tuple(
                entry
                for entry in self.listings
                if (entry.taxon_id in ids if entry.taxon_id else entry.taxon not in names)
            ),
            common_names=_of(self.common_names, ids),
            ranges=_of(self.ranges, ids),
            statuses=_of(self.statuses, ids),
            measures=_of(self.measures, ids),
            problems=self.problems,
        )


class Place(NamedTuple):
    """Where an open list places a genus, and which group entries cover its species.

    Attributes
    ----------
    name : str
        The genus, or a species that is placed apart from its genus.
    kingdom, class_, order, family : str
        Blank where not known.
    groups : tuple of str
        Names of the entries, of any day, that cover it, closest first. A leading ``?`` marks an
        entry that may cover it: the limits of the group are not known.
    status : str
        What the name is there: ``current``, ``older`` (of earlier names only) and others.
    """

    name: str
    kingdom: str
    class_: str
    order: str
    family: str
    groups: tuple[str, ...] = ()
    status: str = ""


class Genera:
    """Places of genera, built on demand.

    Parameters
    ----------
    columns : tuple of sequence of str
        The fields of `Place` in order, ``groups`` joined by a bar, ``status`` if known; one row
        for each meaning of a name, sorted by name.
    apart : iterable of Place
        Species that are placed apart from their genus.
    groups : mapping of str to sequence of str
        Genera, families and orders in groups that are not in the columns, such as suborders.
    """

    def __init__(
        self,
        columns: tuple[Sequence[str], ...] = ((),) * 6,
        apart: Iterable[Place] = (),
        groups: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        self.columns, self.groups = columns, groups
        self.apart = {place.name: place for place in apart}
        self._known: dict[str, tuple[Place, ...]] = {}
        self._within: dict[str, tuple[Place, ...]] = {}
        self._rows_within: dict[str, list[int]] = {}

    def with_apart(self, apart: Iterable[Place]) -> Genera:
        """Return the same genera with other species placed apart; built places are shared."""
        genera = Genera(self.columns, apart, self.groups)
        genera._known, genera._within = self._known, self._within
        genera._rows_within = self._rows_within
        return genera

    def __len__(self) -> int:
        return len(self.columns[0])

    def is_apart(self, name: str) -> bool:
        """Whether a species is placed apart from its genus."""
        return name in self.apart

    def places(self, name: str) -> tuple[Place, ...]:
        """Return the places of a genus; several where several genera have the name."""
        if name in self.apart:
            return (self.apart[name],)
        if name not in self._known:
            self._known[name] = self._places(name)
        return self._known[name]

    def _places(self, name: str) -> tuple[Place, ...]:
        names = self.columns[0]
        first = bisect_left(names, name)
        rows = takewhile(lambda row: names[row] == name, range(first, len(names)))
        return tuple(map(self._place, rows))

    def within(self, group: str) -> tuple[Place, ...]:
        """Return the places of the genera of a family, order, class, kingdom or other group."""
        if not self._rows_within:
            within: defaultdict[str, list[int]] = defaultdict(list)
            for column in self.columns[1:5]:
                for row, name in enumerate(column):
                    if name:
                        within[name].append(row)
            self._rows_within |= within
        if group not in self._within:
            own = tuple(map(self._place, self._rows_within.get(group, ())))
            parts = self.groups.get(group, ())
            others = (place for part in parts for place in self.places(part) or self.within(part))
            self._within[group] = tuple(dict.fromkeys((*own, *others)))
        return self._within[group]

    def _place(self, row: int) -> Place:
        name, kingdom, class_, order, family, groups, *status = (c[row] for c in self.columns)
        entries = tuple(filter(None, groups.split("|")))
        return Place(name, kingdom, class_, order, family, entries, *status)


class Homonym(NamedTuple):
    """A species in a genus whose name is a homonym, with the genus that is meant."""

    name: str
    kingdom: str
    family: str


class Outside(NamedTuple):
    """A name that the entry for its group does not cover, and why; blank entry: none covers it."""

    name: str
    kingdom: str
    entry: str
    reason: str


class Annotation(NamedTuple):
    """What an annotation code covers on the day, in our own words.

    Attributes
    ----------
    code : str
    meaning : str
    valid_from : str
        First day; blank = before the oldest text.
    read_to : str
        Day of the latest text read.
    source : str
    """

    code: str
    meaning: str
    valid_from: str
    read_to: str
    source: str


class Change(NamedTuple):
    """A day on which a list may differ from the day before.

    Attributes
    ----------
    day : str
        ISO date.
    names : frozenset of str
        Taxa and groups that the change may affect, under all their names. Everything outside
        them is the same before and after.
    groups : frozenset of str
        The groups above these entries. Nothing below any other group has changed.
    """

    day: str
    names: frozenset[str]
    groups: frozenset[str] = frozenset()


class Span(NamedTuple):
    """The days that the data of a list covers, and those on which the list changed.

    Attributes
    ----------
    first, last : str
        ISO dates.
    changes : tuple of Change
        Sorted by day; the list does not change between two of them.
    """

    first: str
    last: str
    changes: tuple[Change, ...] = ()


class Part(NamedTuple):
    """A taxon that was part of another one, and on which days; blank where no text gives one."""

    name: str
    whole: str
    first: str
    until: str


class SourceTitle(NamedTuple):
    """A short title for a source key, for use in a sentence."""

    key: str
    title: str


NO_GENERA: Final = Genera()


class Knowledge(NamedTuple):
    """What is known about a list apart from its rows, on its day.

    Attributes
    ----------
    partner : str
        Key of the other list in the relations and forbidden pairs; blank for none.
    relations : tuple of ConceptRelation
        Relations between taxa of the two lists that sources assert.
    forbidden : frozenset of (name, other name)
        Pairs of names that must never be linked.
    reference_names : tuple of ReferenceName
        What standard references call the taxa.
    earlier : tuple of Entry
        Entries that ended before the day, and entries in force under the name printed before.
    annotations : tuple of Annotation
        What the codes of entries mean.
    oldest_text : str
        Day of the oldest text read; an entry with a blank first day is older.
    groups : tuple of (name, families)
        Groups between family and order that entries of the list name.
    titles : tuple of SourceTitle
        Short titles of source keys for use in sentences.
    genera : Genera
        Places of genera. This and the next two are filled only in a list with its members
        (`Checklist.with_members`).
    homonyms : tuple of Homonym
    outside : tuple of Outside
    parts : tuple of Part
        Taxa that were part of another one before the day.
    """

    partner: str = ""
    relations: tuple[ConceptRelation, ...] = ()
    forbidden: frozenset[tuple[str, str]] = frozenset()
    reference_names: tuple[ReferenceName, ...] = ()
    earlier: tuple[Entry, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    oldest_text: str = ""
    titles: tuple[SourceTitle, ...] = ()
    genera: Genera = NO_GENERA
    homonyms: tuple[Homonym, ...] = ()
    outside: tuple[Outside, ...] = ()
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    parts: tuple[Part, ...] = ()


NO_KNOWLEDGE: Final = Knowledge()


class Members(NamedTuple):
    """What is known about the groups of a list apart from its own taxa, for lookups.

    Attributes
    ----------
    taxa : tuple of Taxon
        Species and lower taxa covered by entries for groups, as open lists name them.
    names : tuple of NameUse
        Names of these taxa, and names that open lists use for the list's own taxa.
    listings : tuple of Entry
        Entries for kingdoms that the list itself leaves out.
    ranges : tuple of RangeState
        For taxa of groups with separately listed populations.
    genera : Genera
    homonyms : tuple of Homonym
    outside : tuple of Outside
    """

    taxa: tuple[Taxon, ...] = ()
    names: tuple[NameUse, ...] = ()
    listings: tuple[Entry, ...] = ()
    ranges: tuple[RangeState, ...] = ()
    genera: Genera = NO_GENERA
    homonyms: tuple[Homonym, ...] = ()
    outside: tuple[Outside, ...] = ()
