"""Members of the groups of a treaty on a day, row by row of the open lists.

What becomes of a row hangs on few things of the day: whether the treaty's own list has the name,
which entries for its groups are in force, what its bird reference calls it. So the members of one
day follow from those of another: only rows of which one of these differs are judged anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

from concordance.arrange.birds import BirdNames
from concordance.arrange.open_lists import Sources, Species, Synonym, is_bird
from concordance.arrange.own_names import Group, OwnNames
from concordance.checklist_parts import Place
from concordance.codes import (
    NameKind,
    NameOrigin,
    NameStatus,
    Relation,
    TaxonStatus,
)
from concordance.records import NameUse, Taxon, concept, mark_pro_parte, taxon_id

#: a taxon with a name of it
_Key = tuple[str, str]


class Judged(NamedTuple):
    """What becomes of a species on a day.

    Attributes
    ----------
    species : Species
        As the treaty names it.
    own : Place or None
        Where it is placed apart from its genus, though the treaty's own list has it.
    taxon : Taxon or None
        As a member of a group; None where it is none.
    use : NameUse or None
        Its accepted name.
    apart : Place or None
        Where the member is placed apart from its genus.
    """

    species: Species
    own: Place | None = None
    taxon: Taxon | None = None
    use: NameUse | None = None
    apart: Place | None = None


class Gathered:
    """The members of a treaty's groups on a day.

    Parameters
    ----------
    group : Group
    sources : Sources
    base : Gathered, optional
        Those of another day, from the same sources alone.
    own : pair of sequence of Species and of Synonym
        What a list of the user adds.

    Attributes
    ----------
    taxa : dict of name to Taxon
    apart : list of Place
        Species that are placed apart from their genus.
    names : sequence of NameUse
        Names of members, and names in open lists of the treaty's own taxa.
    """

    def __init__(
        self,
        group: Group,
        sources: Sources,
        base: Gathered | None = None,
        own: tuple[Sequence[Species], Sequence[Synonym]] = ((), ()),
    ) -> None:
        self._group, self._sources, self._given = group, sources, own
        #: the day of which every row was judged; None: this one
        self._root: Gathered | None = None if base is None else base._root or base
        self._own = OwnNames(group)
        self._of_genera: dict[_Key, tuple[str, ...]] = {}
        self.taxa: dict[str, Taxon] = {}
        self.apart: list[Place] = []
        self.names: Sequence[NameUse] = ()
        self._uses: dict[_Key, NameUse] = {}
        self._ordered: Sequence[_Key] = ()
        self._led: Sequence[tuple[NameUse, ...]] = ()
        self._rows, self._anew = self._judged_rows(base)
        if base is not None and own == ((), ()) and self._is_as(base):
            self.taxa, self.apart, self.names = base.taxa, base.apart, base.names
            self._uses, self._ordered, self._led = base._uses, base._ordered, base._led
        else:
            self._gather(base)

    def _gather(self, base: Gathered | None) -> None:
        species, synonyms = self._given
        self._take(chain.from_iterable(self._rows))
        self._take(map(self._judged, species))
        self._led = self._led_rows(base)
        self._add(chain.from_iterable(self._led))
        self._add_synonyms(Synonym(*synonym) for synonym in self._group.synonyms)
        self._add_synonyms(synonyms)
        self._ordered = self._in_order(base)
        self.names = self._marked_names()

    @property
    def birds(self) -> BirdNames:
        """The treaty's names for birds on the day."""
        return self._group.birds

    def _take(self, rows: Iterable[Judged]) -> None:
        taxa, uses, apart = self.taxa, self._uses, self.apart
        for _, own, taxon, use, place in rows:
            if own is not None:
                apart.append(own)
            if taxon is None or use is None or taxon.name in taxa:
                continue
            taxa[taxon.name] = taxon
            uses[use.taxon_id, use.name] = use
            if place is not None:
                apart.append(place)

    # --- species

    def _judged_rows(
        self, base: Gathered | None
    ) -> tuple[Sequence[tuple[Judged, ...]], frozenset[int]]:
        """What becomes of each species; and the places of those that another day has otherwise."""
        species = self._sources.species
        if base is None:
            return [self._judged_row(one) for one in species], frozenset()
        # a row that is equal stays one object
        anew = {
            place: row
            for place in self._differing(base)
            if (row := self._judged_row(species[place])) != base._rows[place]
        }
        if not anew:
            return base._rows, base._anew
        rows = list(base._rows)
        for place, row in anew.items():
            rows[place] = row
        return rows, base._anew.union(anew)

    def _is_as(self, base: Gathered) -> bool:
        """Whether all rows of another day, and so its members, are those of this one."""
        return (
            base._given == ((), ())
            and self._rows is base._rows
            and self._group.synonyms is base._group.synonyms
            and not self._own.differing_names(base._own)
        )

    def _judged_row(self, one: Species) -> tuple[Judged, ...]:
        return tuple(map(self._judged, _as_named(one, self._group)))

    def _differing(self, base: Gathered) -> set[int]:
        """Places of the species of which this day may make something else than another one."""
        places: set[int] = set()
        for key in self._own.differing(base._own):
            places.update(base._rows_with(key))
        birds, others = self._group.birds, base._group.birds
        for name in birds.differing(others):
            places.update(self._sources.species_by_name.get(name, ()))
        return places if birds.has_origins_of(others) else places | self._sources.birds

    def _rows_with(self, key: str) -> Iterator[int]:
        """Places of species on which a name or group may decide, perhaps on another day."""
        yield from self._rows_by_key.get(key, ())
        if self._root is not None:
            yield from self._root._rows_with(key)

    @cached_property
    def _rows_by_key(self) -> Mapping[str, Sequence[int]]:
        """Places of the species judged here by the names and groups that decide on them."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place in range(len(self._rows)) if self._root is None else self._anew:
            for key in {key for judged in self._rows[place] for key in self._keys(judged.species)}:
                places[key].append(place)
        return places

    def _keys(self, one: Species) -> Iterator[str]:
        genus = one.name.split(" ", 1)[0]
        yield from (one.name, " ".join(one.name.split()[:2]), one.family, one.order, one.class_)
        yield from one.groups
        for place in self._sources.genera.places(genus):
            yield from place.groups

    def _judged(self, one: Species) -> Judged:
        own = self._own
        is_own = one.name in own.uses
        place = _apart(one, own.in_force(one.groups)) if one.groups and is_own else None
        if is_own or one.name in self._sources.outside:
            return Judged(one, place)
        if one.kingdom and one.kingdom not in self._group.kingdoms:
            return Judged(one, place)
        of_genus = self._groups_of_genus(one)
        groups = self._wider(one) or own.in_force(one.groups) or of_genus
        groups = groups or own.in_force((one.family, one.order, one.class_))
        if not groups:
            return Judged(one, place)
        taxon = self._taxon(one)
        use = _use(one.name, one.authorship, NameStatus.ACCEPTED, NameKind.ACCEPTED,
                   taxon.taxon_id, one.source)  # fmt: skip
        return Judged(one, place, taxon, use, _apart(one, groups) if groups != of_genus else None)

    def _groups_of_genus(self, one: Species) -> tuple[str, ...]:
        key = one.name.split(" ", 1)[0], one.kingdom
        if key not in self._of_genera:
            genus, kingdom = key
            places = [
                place
                for place in self._sources.genera.places(genus)
                if kingdom in ("", place.kingdom) and place.groups
            ]
            groups = self._own.in_force(places[0].groups) if len(places) == 1 else ()
            self._of_genera[key] = groups
        return self._of_genera[key]

    def _wider(self, one: Species) -> tuple[str, ...]:
        """The species of a lower taxon where the treaty lists it, or has it by another name."""
        words = one.name.split()
        if one.rank == "species" or len(words) < 3:
            return ()
        parent = " ".join(words[:2])
        taxa = {self._own.taxa[use.taxon_id].name for use in self._own.uses.get(parent, ())}
        listed = self._own.in_force(sorted(taxa))
        return (*listed, *self._groups_of_genus(one)) if listed else ()

    def _taxon(self, one: Species) -> Taxon:
        class_, order = self._own.placed.get(one.family, (one.class_, one.order))
        return Taxon(
            taxon_id=taxon_id(self._group.key, one.name),
            name=one.name,
            authorship=one.authorship,
            rank=one.rank,
            status=TaxonStatus.COVERED,
            kingdom=one.kingdom,
            class_=class_,
            order=order,
            family=one.family,
            genus=one.name.split(" ", 1)[0],
            source=one.source,
            confidence=one.confidence,
            name_from=one.origin,
        )

    # --- names that lead to members, and to the treaty's own taxa

    def _led_rows(self, base: Gathered | None) -> list[tuple[NameUse, ...]]:
        synonyms = self._sources.synonyms
        if base is None:
            return [tuple(self._led_by(one)) for one in synonyms]
        rows = list(base._led)
        touched = self._own.differing_names(base._own) | (self.taxa.keys() ^ base.taxa.keys())
        by_name = self._sources.synonyms_by_name
        for place in {place for name in touched for place in by_name.get(name, ())}:
            rows[place] = tuple(self._led_by(synonyms[place]))
        return rows

    def _led_by(self, one: Synonym) -> Iterator[NameUse]:
        if one.name in self._own.names or one.name in self.taxa:
            return
        if one.name in self._sources.outside:
            return
        for taxon, kind in self._meant_by(one):
            yield _use(one.name, one.authorship, NameStatus.SYNONYM, kind, taxon.taxon_id,
                       one.source)  # fmt: skip

    def _meant_by(self, one: Synonym) -> Iterator[tuple[Taxon, NameKind]]:
        member = self.taxa.get(one.accepted)
        if member is not None:
            yield member, one.kind
            return
        for use in self._own.uses.get(one.accepted, ()):
            taxon = self._own.taxa[use.taxon_id]
            part = concept(use.name, taxon.name, use.kind) is Relation.INCLUDES
            yield taxon, NameKind.LUMP if part else one.kind

    def _add_synonyms(self, synonyms: Iterable[Synonym]) -> None:
        self._add(use for one in synonyms for use in self._led_by(one))

    def _add(self, uses: Iterable[NameUse]) -> None:
        known = self._uses
        for use in uses:
            known.setdefault((use.taxon_id, use.name), use)

    def _marked_names(self) -> Sequence[NameUse]:
        """The names, with the synonyms of several taxa marked as pro parte."""
        names = [self._uses[key] for key in self._ordered]
        counts = Counter([use.name for use in names])
        several = {name for name, count in counts.items() if count > 1}
        shared = mark_pro_parte([use for use in names if use.name in several])
        return (*[use for use in names if use.name not in several], *shared)

    def _in_order(self, base: Gathered | None) -> Sequence[_Key]:
        if base is None:
            return sorted(self._uses)
        uses = self._uses
        new = sorted(uses.keys() - base._uses.keys())
        # two sorted runs are merged, not sorted anew
        return sorted([*[key for key in base._ordered if key in uses], *new])


#: rows that most days share
_use = lru_cache(maxsize=1 << 16)(NameUse)


def _as_named(one: Species, group: Group) -> Iterator[Species]:
    """A bird under the name of the treaty's reference, which may divide it; others as they are."""
    if not is_bird(one):
        yield one
        return
    rows = group.birds.of(one.name)
    if not rows:
        yield one._replace(origin=group.birds.origin(one.order))
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


def _apart(one: Species, groups: tuple[str, ...]) -> Place:
    return Place(one.name, one.kingdom, one.class_, one.order, one.family, groups)
