"""The entries that cover a taxon, directly or through higher taxa, with scope and exceptions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set

from concordance.checklist import Checklist
from concordance.codes import NameOrigin, Presence, Scope, ScopeMode
from concordance.listing.since import Since
from concordance.pairs import Cover
from concordance.records import Entry, Taxon


class Covers:
    """The entries that cover the taxa of a list, computed on demand.

    Get it with ``checklist.once(Covers)``.

    Parameters
    ----------
    checklist : Checklist

    Notes
    -----
    The levels from the taxon up are: the taxon, its species, genus, family, order, class. A taxon
    of an open list belongs to the groups known for it or for its genus. If the specific entry
    prevails in a list, the first level with an entry decides; if that level lists only some
    populations, the level above covers the others. Otherwise all levels apply. An entry that
    excludes the taxon, or a group that contains it, does not cover it.
    """

    def __init__(self, checklist: Checklist) -> None:
        self._prevails = checklist.specific_entry_prevails
        self._genera = checklist.knowledge.genera
        self._by_name: defaultdict[str, list[Entry]] = defaultdict(list)
        self._by_id: defaultdict[str, list[Entry]] = defaultdict(list)
        families = dict(checklist.knowledge.groups)
        for entry in checklist.records.listings:
            if entry.taxon_id:
                self._by_id[entry.taxon_id].append(entry)
            else:
                for name in (entry.taxon, *families.get(entry.taxon, ())):
                    self._by_name[name].append(entry)
        self._countries: defaultdict[str, set[str]] = defaultdict(set)
        if len(self._genera):
            for state in checklist.records.ranges:
                if state.presence is not Presence.UNCERTAIN:
                    self._countries[state.taxon_id].add(state.country)
        oldest = checklist.knowledge.oldest_text
        self._unknown_day = f"before {oldest}" if oldest else "?"
        self._since = Since(checklist)
        self._known: dict[str, Cover] = {}

    def of(self, taxon: Taxon) -> Cover:
        """Return the entries that cover a taxon of the list."""
        if taxon.taxon_id not in self._known:
            covered = self._cover(taxon)
            if countries := self._countries.get(taxon.taxon_id):
                there = tuple(e for e in covered.entries if _reaches(e, countries))
                covered = covered._replace(entries=there) if there else covered
            since = self._since.of(taxon, covered.entries)
            self._known[taxon.taxon_id] = covered._replace(
                since=since, unknown_day=self._unknown_day
            )
        return self._known[taxon.taxon_id]

    def wherever(self, taxon: Taxon) -> tuple[Entry, ...]:
        """Return the entries for a taxon in any country, inside its range or not."""
        return self._cover(taxon).entries

    def has_range(self, taxon: Taxon) -> bool:
        """Whether the range of a taxon decides which population entries cover it."""
        return taxon.taxon_id in self._countries

    def _cover(self, taxon: Taxon) -> Cover:
        if taxon.taxon_id in self._by_id:
            return _named(taxon, self._by_id[taxon.taxon_id])
        line = levels(taxon)
        groups = self._groups(taxon)
        if groups and taxon.name_from is NameOrigin.OPEN_LIST:
            line = (*line[:2], *groups)  # an open list has other families
        covered = _cover(taxon, line, self._by_name, self._prevails)
        if covered.entries or not groups:
            return covered
        return _cover(taxon, (*line, *groups), self._by_name, self._prevails)

    def _groups(self, taxon: Taxon) -> tuple[str, ...]:
        """The groups of a taxon that is placed apart, otherwise those of its genus."""
        if self._genera.is_apart(taxon.name):
            return self._genera.places(taxon.name)[0].groups
        groups = [
            group
            for place in self._genera.places(taxon.genus)
            if taxon.kingdom in ("", place.kingdom)
            for group in place.groups
            if group in self._by_name
        ]
        return tuple(groups[:1])


def _reaches(entry: Entry, countries: Set[str]) -> bool:
    """Whether an entry for populations of some countries covers a taxon with this range."""
    if entry.scope_mode is ScopeMode.ONLY:
        return not countries.isdisjoint(entry.scope_countries)
    if entry.scope_mode is ScopeMode.EXCEPT:
        return bool(countries - set(entry.scope_countries))
    return True


def cover(checklist: Checklist) -> dict[str, Cover]:
    """Return the entries that cover each taxon of a list; call ``checklist.once(cover)``.

    Parameters
    ----------
    checklist : Checklist

    Returns
    -------
    dict of taxon id to Cover
        See `Covers`.
    """
    covers = checklist.once(Covers)
    return {taxon.taxon_id: covers.of(taxon) for taxon in checklist.records.taxa}


def _is_of_populations(entry: Entry) -> bool:
    return entry.scope is Scope.POPULATION or entry.scope_mode is not None


def cover_elsewhere(taxa: Iterable[Taxon], other: Checklist) -> dict[str, Cover]:
    """Return the entries that may cover taxa of one list in a list without their names.

    Parameters
    ----------
    taxa : iterable of Taxon
        Taxa of one list.
    other : Checklist
        The list with the entries.

    Returns
    -------
    dict of taxon id to Cover
        Found through genus and family in the taxon's own list, and through the order and class of
        that family in the other list. Families differ between references, so a person must check
        the result.
    """
    by_name: defaultdict[str, list[Entry]] = defaultdict(list)
    families = dict(other.knowledge.groups)
    for entry in other.records.listings:
        for name in (entry.taxon.removesuffix(" (s.l.)"), *families.get(entry.taxon, ())):
            by_name[name].append(entry)
    placed = {t.family: (t.order, t.class_) for t in other.records.taxa if t.family}
    covers = {}
    for taxon in taxa:
        order, class_ = placed.get(taxon.family, (taxon.order, taxon.class_))
        moved = taxon._replace(order=order, class_=class_)
        covers[taxon.taxon_id] = _cover(
            moved, levels(moved), by_name, other.specific_entry_prevails
        )
    return covers


def _named(taxon: Taxon, entries: Sequence[Entry]) -> Cover:
    return Cover(tuple(entries), own=any(entry.taxon == taxon.name for entry in entries))


def levels(taxon: Taxon) -> tuple[str, ...]:
    """Return the taxon and the groups that contain it, closest first; blank if none."""
    return (taxon.name, taxon.species, taxon.genus, taxon.family, taxon.order, taxon.class_)


def _cover(
    taxon: Taxon, line: Iterable[str], by_name: Mapping[str, Sequence[Entry]], prevails: bool
) -> Cover:
    closest_first = dict.fromkeys(level for level in line if level)
    entries: list[Entry] = []
    for level in closest_first:
        if level not in by_name:
            continue
        here = [
            e
            for e in by_name[level]
            if not any(x in closest_first for x in e.excluded_taxa)
            # populations of a group do not concern a taxon with its own entry
            and not (entries and not prevails and _is_of_populations(e))
        ]
        entries.extend(here)
        if prevails and any(entry.scope is not Scope.POPULATION for entry in here):
            break
    own = any(entry.taxon == taxon.name for entry in by_name.get(taxon.name, ()))
    return Cover(tuple(entries), own=own)
