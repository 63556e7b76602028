"""The species and lower taxa covered by entries for groups, as open lists name them.

A treaty prints the group; its members come from open lists and from a user's list. Taxa that the
treaty itself names, or has under another name, are not repeated here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from concordance.arrange.birds import BirdNames
from concordance.checklist import Checklist
from concordance.checklist_parts import Genera, Members, Place, Records
from concordance.codes import (
    Confidence,
    NameKind,
    NameOrigin,
    NameStatus,
    Presence,
    Relation,
    Scope,
    TaxonStatus,
)
from concordance.readers.appendices import SynonymFact
from concordance.readers.species import SpeciesFacts
from concordance.records import NameUse, RangeState, Taxon, concept, mark_pro_parte, taxon_id

_CONFIDENCES: Final = {member.value: member for member in Confidence}
_KINDS: Final = {member.value: member for member in NameKind}
#: the class with a table of the treaty's names
_BIRDS: Final = "Aves"
_LOWER: Final = frozenset({"species", "subspecies", "variety", "form", ""})


class Group(NamedTuple):
    """The groups whose members are wanted: those of a treaty on a day.

    Attributes
    ----------
    key : str
        Of the treaty.
    records : Records
        Its own taxa, names and entries on the day.
    kingdoms : collection of str
        Of the list.
    synonyms : tuple of SynonymFact
        The synonyms that the treaty uses.
    birds : BirdNames
        The treaty's names for birds of AviList on the day.
    """

    key: str
    records: Records
    kingdoms: Collection[str]
    synonyms: tuple[SynonymFact, ...]
    birds: BirdNames


class Species(NamedTuple):
    """A species or lower taxon of an open list."""

    name: str
    authorship: str
    rank: str
    kingdom: str
    class_: str
    order: str
    family: str
    groups: tuple[str, ...]
    source: str
    confidence: Confidence
    origin: NameOrigin = NameOrigin.OPEN_LIST


class Synonym(NamedTuple):
    """A synonym of an open list."""

    name: str
    authorship: str
    accepted: str
    kind: NameKind
    source: str


def members_of(group: Group, facts: SpeciesFacts, own: Checklist | None = None) -> Members:
    """Return the members of the groups of a treaty on a day.

    Parameters
    ----------
    group : Group
    facts : SpeciesFacts
        The species and genera in the package.
    own : Checklist, optional
        A user's species list, which adds members.

    Returns
    -------
    Members
    """
    genera = facts.genera(group.key)
    outside = facts.outside
    gathered = _Gathered(group, genera, {name.name for name in outside})
    apart = gathered.add_species(_as_named(_package_species(facts, group.key), group.birds))
    synonyms = [*_package_synonyms(facts), *_own_synonyms(group.synonyms)]
    if own is not None:
        apart += gathered.add_species(_listed_species(own))
        synonyms += _listed_synonyms(own)
    gathered.add_synonyms(synonyms)
    return Members(
        taxa=tuple(gathered.taxa.values()),
        names=tuple(gathered.marked_names()),
        ranges=tuple(_ranges(group, gathered.taxa.values(), facts)),
        genera=genera.with_apart(apart),
        homonyms=facts.homonyms,
        outside=outside,
    )


def _ranges(group: Group, members: Iterable[Taxon], facts: SpeciesFacts) -> Iterator[RangeState]:
    """Range countries of taxa in genera with separately listed populations."""
    divided = {e.taxon for e in group.records.listings if e.scope is Scope.POPULATION}
    ids = {t.name: t.taxon_id for t in (*group.records.taxa, *members) if t.genus in divided}
    if ids:
        for name, country, presence in zip(
            *facts.columns("ranges", "name country presence"), strict=True
        ):
            if name in ids:
                yield RangeState(ids[name], country, Presence(presence))


# ---------------------------------------------------------------------------------------------
# species and synonyms, from the package and from a list of the user


def _package_species(facts: SpeciesFacts, key: str) -> Iterator[Species]:
    columns = facts.columns(
        "species",
        f"name authorship rank kingdom class order family {key}_groups source confidence",
    )
    for row in zip(*columns, strict=True):
        name, authorship, rank, kingdom, class_, order, family, groups, source, confidence = row
        yield Species(name, authorship, rank, kingdom, class_, order, family, _bar(groups), source,
                      _CONFIDENCES[confidence])  # fmt: skip


def _as_named(species: Iterable[Species], birds: BirdNames) -> Iterator[Species]:
    """Birds under the names of the treaty's reference; a split bird has several rows."""
    for one in species:
        if one.class_ != _BIRDS or one.name.count(" ") > 1:
            yield one
            continue
        rows = birds.of(one.name)
        if not rows:
            yield one._replace(origin=birds.origin(one.order))
        for bird in rows:
            if not bird.name:
                yield one
                continue
            yield one._replace(
                name=bird.name,
                authorship=one.authorship if bird.name == one.name else "",
                family=bird.family or one.family,
                order=bird.order or one.order,
                source=bird.source,
                confidence=bird.confidence,
                origin=NameOrigin.REFERENCE,
            )


def _bar(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _package_synonyms(facts: SpeciesFacts) -> Iterator[Synonym]:
    columns = facts.columns("synonyms", "name authorship accepted_name kind source")
    for name, authorship, accepted, kind, source in zip(*columns, strict=True):
        yield Synonym(name, authorship, accepted, _KINDS[kind], source)


def _own_synonyms(synonyms: Iterable[SynonymFact]) -> Iterator[Synonym]:
    return (Synonym(*synonym) for synonym in synonyms)


def _listed_species(own: Checklist) -> Iterator[Species]:
    for taxon in own.records.taxa:
        if taxon.rank in _LOWER and " " in taxon.name:
            yield Species(
                taxon.name,
                taxon.authorship,
                taxon.rank or "species",
                taxon.kingdom,
                taxon.class_,
                taxon.order,
                taxon.family,
                (),
                own.source.name,
                Confidence.REPORTED,
            )


def _listed_synonyms(own: Checklist) -> Iterator[Synonym]:
    accepted = {taxon.taxon_id: taxon.name for taxon in own.records.taxa}
    for use in own.records.names:
        if not use.is_accepted and " " in use.name:
            yield Synonym(
                use.name, use.authorship, accepted[use.taxon_id], use.kind, own.source.name
            )


# ---------------------------------------------------------------------------------------------
# which of them belong to the groups


class _Gathered:
    """Collects members: each name once, without names in the treaty's own list."""

    def __init__(self, group: Group, genera: Genera, outside: Collection[str]) -> None:
        self.taxa: dict[str, Taxon] = {}
        self._names: dict[tuple[str, str], NameUse] = {}
        self._key = group.key
        self._kingdoms = group.kingdoms
        self._genera = genera
        self._outside = outside
        self._of_genera: dict[tuple[str, str], tuple[str, ...]] = {}
        self._entries = {entry.taxon for entry in group.records.listings}
        self._own = _uses_by_name(group.records)
        self._own_names = {use.name for use in group.records.names}
        self._own_taxa = {taxon.taxon_id: taxon for taxon in group.records.taxa}
        self._placed = {t.family: t for t in group.records.taxa if t.family and t.order}

    def add_species(self, species: Iterable[Species]) -> list[Place]:
        """Add the species that a group covers; return the places of those placed apart."""
        apart: list[Place] = []
        for one in species:
            if one.groups and one.name in self._own:
                apart.append(_apart(one, self._in_force(one.groups)))
            if one.name in self._own or one.name in self.taxa or one.name in self._outside:
                continue
            if one.kingdom and one.kingdom not in self._kingdoms:
                continue
            genus_groups = self._groups_of_genus(one)
            groups = self._wider(one) or self._in_force(one.groups) or genus_groups
            groups = groups or self._in_force((one.family, one.order, one.class_))
            if not groups:
                continue
            self._add(one)
            if groups != genus_groups:
                apart.append(_apart(one, groups))
        return apart

    def _in_force(self, groups: Iterable[str]) -> tuple[str, ...]:
        return tuple(group for group in groups if group in self._entries)

    def _groups_of_genus(self, one: Species) -> tuple[str, ...]:
        key = one.name.split(" ", 1)[0], one.kingdom
        if key not in self._of_genera:
            genus, kingdom = key
            places = [
                place
                for place in self._genera.places(genus)
                if kingdom in ("", place.kingdom) and place.groups
            ]
            self._of_genera[key] = self._in_force(places[0].groups) if len(places) == 1 else ()
        return self._of_genera[key]

    def _wider(self, one: Species) -> tuple[str, ...]:
        """The species of a lower taxon, if the treaty lists it or has it under another name."""
        words = one.name.split()
        if one.rank == "species" or len(words) < 3:
            return ()
        parent = " ".join(words[:2])
        taxa = {self._own_taxa[use.taxon_id].name for use in self._own.get(parent, ())}
        listed = self._in_force(sorted(taxa))
        return (*listed, *self._groups_of_genus(one)) if listed else ()

    def _add(self, one: Species) -> None:
        placed = self._placed.get(one.family)
        taxon = Taxon(
            taxon_id=taxon_id(self._key, one.name),
            name=one.name,
            authorship=one.authorship,
            rank=one.rank,
            status=TaxonStatus.COVERED,
            kingdom=one.kingdom,
            class_=placed.class_ if placed else one.class_,
            order=placed.order if placed else one.order,
            family=one.family,
            genus=one.name.split(" ", 1)[0],
            source=one.source,
            confidence=one.confidence,
            name_from=one.origin,
        )
        self.taxa[one.name] = taxon
        use = NameUse(one.name, one.authorship, NameStatus.ACCEPTED, NameKind.ACCEPTED,
                      taxon.taxon_id, one.source)  # fmt: skip
        self._names[use.taxon_id, use.name] = use

    def add_synonyms(self, synonyms: Iterable[Synonym]) -> None:
        """Add the names that lead to members and to the treaty's own taxa."""
        for one in synonyms:
            if one.name in self._own_names or one.name in self.taxa or one.name in self._outside:
                continue
            for taxon, kind in self._led_to(one):
                use = NameUse(one.name, one.authorship, NameStatus.SYNONYM, kind, taxon.taxon_id,
                              one.source)  # fmt: skip
                self._names.setdefault((use.taxon_id, use.name), use)

    def _led_to(self, one: Synonym) -> Iterator[tuple[Taxon, NameKind]]:
        member = self.taxa.get(one.accepted)
        if member is not None:
            yield member, one.kind
            return
        for use in self._own.get(one.accepted, ()):
            taxon = self._own_taxa[use.taxon_id]
            part = concept(use.name, taxon.name, use.kind) is Relation.INCLUDES
            yield taxon, NameKind.LUMP if part else one.kind

    def marked_names(self) -> list[NameUse]:
        """Return the names, with synonyms of several taxa marked as pro parte."""
        names = [self._names[key] for key in sorted(self._names)]
        counts = Counter(use.name for use in names)
        shared = mark_pro_parte(use for use in names if counts[use.name] > 1)
        return [*(use for use in names if counts[use.name] == 1), *shared]


def _apart(one: Species, groups: tuple[str, ...]) -> Place:
    return Place(one.name, one.kingdom, one.class_, one.order, one.family, groups)


def _uses_by_name(records: Records) -> Mapping[str, list[NameUse]]:
    """Names in the treaty's list that mean one of its taxa or a part of one."""
    accepted = {taxon.taxon_id: taxon.name for taxon in records.taxa}
    uses: defaultdict[str, list[NameUse]] = defaultdict(list)
    for use in records.names:
        if concept(use.name, accepted[use.taxon_id], use.kind) is not None:
            uses[use.name].append(use)
    return uses
