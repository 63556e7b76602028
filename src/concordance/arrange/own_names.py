"""What a treaty's own list of a day decides on the members of its groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from concordance.arrange.birds import BirdNames
from concordance.checklist_parts import Records
from concordance.readers.appendices import SynonymFact
from concordance.records import NameUse, concept


class Group(NamedTuple):
    """What members of groups are looked for: a treaty on a day.

    Attributes
    ----------
    key : str
        Of the treaty.
    records : Records
        Its own taxa, names and entries on the day.
    kingdoms : collection of str
        Of the list.
    synonyms : tuple of SynonymFact
        As the treaty takes them.
    birds : BirdNames
        The treaty's names for birds of AviList on the day.
    """

    key: str
    records: Records
    kingdoms: Collection[str]
    synonyms: tuple[SynonymFact, ...]
    birds: BirdNames


class OwnNames:
    """The names, taxa and entries of a treaty's own list, ready to be asked for.

    Parameters
    ----------
    group : Group

    Attributes
    ----------
    entries : set of str
        Names of entries in force.
    taxa : dict of taxon id to Taxon
    names : set of str
        Every name.
    uses : dict of name to list of NameUse
        Names that mean a taxon of the list, or a part of one.
    placed : dict of family to (class, order)
        Where the list places its families.
    """

    def __init__(self, group: Group) -> None:
        records = group.records
        self.entries = {entry.taxon for entry in records.listings}
        taxa = self.taxa = {taxon.taxon_id: taxon for taxon in records.taxa}
        self.names = {use.name for use in records.names}
        self.uses: defaultdict[str, list[NameUse]] = defaultdict(list)
        for use in records.names:
            if use.is_accepted or concept(use.name, taxa[use.taxon_id].name, use.kind) is not None:
                self.uses[use.name].append(use)
        self.placed = {t.family: (t.class_, t.order) for t in records.taxa if t.family and t.order}

    def in_force(self, groups: Iterable[str]) -> tuple[str, ...]:
        """Return the groups that have an entry."""
        return tuple(group for group in groups if group in self.entries)

    def differing(self, other: OwnNames) -> set[str]:
        """Return names, entries and families that mean something else on another day."""
        entries = self.entries ^ other.entries
        touched = self.differing_names(other) | entries | _unlike(self.placed, other.placed)
        for day in (self, other) if entries else ():
            ids = {taxon.taxon_id for taxon in day.taxa.values() if taxon.name in entries}
            touched.update(
                name
                for name, uses in day.uses.items()
                if not ids.isdisjoint([use.taxon_id for use in uses])
            )
        return touched

    def differing_names(self, other: OwnNames) -> set[str]:
        """Return names that mean other taxa on another day."""
        return (self.names ^ other.names) | _unlike(self.uses, other.uses)


def _unlike(one: Mapping[str, object], other: Mapping[str, object]) -> set[str]:
    """The keys of two mappings that have different values."""
    both = one.keys() & other.keys()
    return (one.keys() ^ other.keys()) | {key for key in both if one[key] != other[key]}
