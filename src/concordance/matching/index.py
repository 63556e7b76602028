"""The index of the names of a list, by every form in which they are looked up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from concordance.checklist import Checklist
from concordance.checklist_parts import Place, cited
from concordance.codes import Confidence, NameOrigin, Relation, Rule
from concordance.listing.cover import Covers
from concordance.matching.name_groups import Forms, Groups, NameGroups, grouped
from concordance.matching.regroup import differing, regrouped
from concordance.names import canonical, last_epithets, orthographic_genera
from concordance.pairs import Cover
from concordance.records import Entry, NameUse, Taxon, concept, field_of, without_rank_words

if TYPE_CHECKING:
    from concordance.matching.near import Neighbours
    from concordance.matching.near_few import FewNeighbours

T = TypeVar("T")


class Indexed(NamedTuple):
    """A name of a list, its taxon, and the relation of the taxon to the concept of the name."""

    use: NameUse
    taxon: Taxon
    concept: Relation


class ListIndex:
    """Names of a list by form; the costlier forms are computed on first use.

    Get it with ``checklist.once(ListIndex)``, so that each list is indexed once.

    Parameters
    ----------
    checklist : Checklist
    base : ListIndex, optional
        Index of another day of the list; whatever is the same on both days is shared.

    Attributes
    ----------
    taxa : dict of taxon id to Taxon
    rule_codes : dict of Rule to str
        Codes of the rules as written in a table of answers.
    by_name : dict of canonical name to NameUse
        Every use of every name, including misapplied ones.
    homonyms : dict of name to Homonym
        Species whose genus shares its name with another genus.
    outside : dict of name to Outside
        Names that entries for their groups do not cover.
    """

    def __init__(self, checklist: Checklist, base: ListIndex | None = None) -> None:
        self.key = checklist.key
        self.label = checklist.label
        self.taxa: dict[str, Taxon] = {taxon.taxon_id: taxon for taxon in checklist.records.taxa}
        self.rule_codes = {rule: rule.code(("", checklist.key)) for rule in Rule}
        self._checklist, self._base = checklist, base
        self.by_name = self._by_name()
        groups = None if base is None else base._groups
        self._groups: NameGroups = NameGroups(self.by_name, groups)
        knowledge = checklist.knowledge
        self._titles = {source.key: source.title for source in knowledge.titles}
        self._genera = knowledge.genera
        self.homonyms = {other.name: other for other in knowledge.homonyms}
        self.outside = {name.name: name for name in knowledge.outside}
        self._appendices = _appendices(checklist.records.listings)
        self._named: dict[str, tuple[Indexed, ...]] = {}
        self._made: dict[object, Any] = {}

    def _by_name(self) -> dict[str, list[NameUse]]:
        uses = self._checklist.records.names
        if self._base is None:
            by_name: defaultdict[str, list[NameUse]] = defaultdict(list)
            for use in uses:
                by_name[form_of(use.name)].append(use)
            return dict(by_name)
        came, gone = (
            [(form_of(use.name), use) for use in some]
            for some in differing(uses, self._base._checklist.records.names)
        )
        return regrouped(
            self._base.by_name, came, gone, lambda: {use: at for at, use in enumerate(uses)}
        )

    @cached_property
    def _differing(self) -> tuple[Sequence[Taxon], Sequence[Taxon]]:
        """The taxa that only this day has, and those that only the other day has."""
        own = self._checklist.records.taxa
        return (
            (own, ()) if self._base is None else differing(own, self._base._checklist.records.taxa)
        )

    def _ids(
        self, base: Mapping[str, Sequence[str]], group: Callable[[Taxon], str]
    ) -> dict[str, list[str]]:
        """Taxon ids by group, derived from those of another day."""
        came, gone = ([(group(t), t.taxon_id) for t in some] for some in self._differing)
        ids = regrouped(base, came, gone, lambda: {i: at for at, i in enumerate(self.taxa)})
        ids.pop("", None)
        return ids

    def __contains__(self, name: str) -> bool:
        return name in self.by_name

    def named(self, name: str) -> Sequence[Indexed]:
        """Return the uses of a canonical name, except those that identify no taxon."""
        if name not in self.by_name:
            return ()
        if name not in self._named:
            self._named[name] = tuple(
                Indexed(use, self.taxa[use.taxon_id], relation)
                for use in self.by_name[name]
                if (relation := self.concept(use)) is not None
            )
        return self._named[name]

    def concept(self, use: NameUse) -> Relation | None:
        """Return how the taxon of a name relates to the concept of the name: `records.concept`."""
        return concept(use.name, self.taxa[use.taxon_id].name, use.kind)

    def is_accepted(self, name: str) -> bool:
        """Whether the list uses a canonical name for one of its taxa."""
        return any(use.is_accepted for use in self.by_name.get(name, ()))

    def cited(self, keys: str) -> str:
        """Return the titles of sources, for use in a sentence."""
        return cited(keys, self._titles)

    def cover(self, taxon: Taxon) -> Cover:
        """Return the cover of a taxon of the list."""
        return self._checklist.once(Covers).of(taxon)

    def cover_wherever(self, taxon: Taxon) -> tuple[Entry, ...]:
        """Return the entries for a taxon regardless of range; empty if there are none."""
        covers = self._checklist.once(Covers)
        return covers.wherever(taxon) if covers.has_range(taxon) else ()

    @property
    def has_genera(self) -> bool:
        """Whether the list has data on genera without a taxon in the list."""
        return len(self._genera) > 0

    @cached_property
    def kingdoms(self) -> frozenset[str]:
        """The kingdoms of the taxa of the list."""
        return frozenset(taxon.kingdom for taxon in self.taxa.values())

    def places(self, genus: str) -> tuple[Place, ...]:
        """Return the placements of a genus; several if several genera have the name."""
        return self._genera.places(genus)

    def groups(self, place: Place) -> tuple[str, ...]:
        """Return the groups in force that cover the species of a genus, lowest first."""
        return tuple(group for group in place.groups if group in self._appendices)

    def stricter(self, genus: str, group: str) -> Sequence[Entry]:
        """Return the entries for taxa of a genus in another Appendix than its group."""
        return [
            entry
            for entry in self._entries_by_genus.get(genus, ())
            if entry.appendix not in self._appendices[group].split("|")
        ]

    def has_members(self, family: str) -> bool:
        """Whether the list has the species of a family, from open lists."""
        return bool(family) and family in self._families_with_members

    @cached_property
    def _families_with_members(self) -> frozenset[str]:
        return frozenset(
            t.family
            for t in self.taxa.values()
            if t.name_from is NameOrigin.OPEN_LIST and t.confidence is not Confidence.RECALLED
        )

    def entries_of_epithet(self, name: str) -> Sequence[Entry]:
        """Return the entries for other taxa with the same last epithet, in any gender."""
        if " " not in name:
            return ()
        return self._entries_by_epithet.get(last_epithets([name])[0], ())

    @cached_property
    def _entries_by_epithet(self) -> Mapping[str, Sequence[Entry]]:
        own = [entry for entry in self._checklist.records.listings if " " in entry.taxon]
        epithets = last_epithets([without_rank_words(entry.taxon) for entry in own])
        entries: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry, epithet in zip(own, epithets, strict=True):
            entries[epithet].append(entry)
        return entries

    @cached_property
    def _entries_by_genus(self) -> Mapping[str, Sequence[Entry]]:
        entries: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self._checklist.records.listings:
            if " " in entry.taxon:
                entries[entry.taxon.split(" ", 1)[0]].append(entry)
        return entries

    @cached_property
    def parts(self) -> Mapping[str, Sequence[Entry]]:
        """Entries for subspecies, by species name."""
        parts: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self._checklist.records.listings:
            words = without_rank_words(entry.taxon).split()
            if len(words) == 3 and not entry.taxon_id:
                parts[" ".join(words[:2])].append(entry)
        return parts

    @cached_property
    def parts_of_taxa(self) -> Mapping[str, Sequence[Entry]]:
        """Entries for subspecies, by the taxon of their species under any of its names."""
        return {
            indexed.taxon.taxon_id: entries
            for species, entries in self.parts.items()
            for indexed in self.named(species)
            if indexed.concept is Relation.CONGRUENT
        }

    @cached_property
    def exceptions(self) -> Mapping[str, Entry]:
        """The entry that excepts a name, by that name."""
        return {
            name: entry
            for entry in self._checklist.records.listings
            for name in entry.excluded_taxa
        }

    @cached_property
    def entries(self) -> Mapping[str, Sequence[Entry]]:
        """The entries for a taxon or group itself, by its name."""
        by_name: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self._checklist.records.listings:
            by_name[entry.taxon].append(entry)
        return by_name

    @property
    def appendices(self) -> Mapping[str, str]:
        """Appendices of the entries of each name, joined by |; empty for a list without entries."""
        return self._appendices

    def once(self, make: Callable[[], T], name: str) -> T:
        """Return what a rule derives from the index; computed once and cached under a name."""
        if name not in self._made:
            self._made[name] = make()
        kept: T = self._made[name]
        return kept

    @cached_property
    def accepted(self) -> dict[str, list[str]]:
        """Taxon ids by canonical accepted name."""
        return self._ids(self._base.accepted if self._base else {}, lambda t: form_of(t.name))

    @cached_property
    def uses_of(self) -> Mapping[str, Sequence[NameUse]]:
        """Names by taxon id, in the order of the list."""
        uses: defaultdict[str, list[NameUse]] = defaultdict(list)
        for same in self.by_name.values():
            for use in same:
                uses[use.taxon_id].append(use)
        return uses

    def by_form(
        self, forms: Forms, names: Iterable[str], *, accepted_only: bool = False
    ) -> Mapping[str, tuple[str, ...]]:
        """Return the names of the list by a coarser form, limited to the genera of some names.

        A form changes the genus in spelling only, so names in other genera cannot share a form.
        """
        key = f"{forms.__name__} {accepted_only}"
        table: dict[str, tuple[str, ...]] = self.once(dict, key)
        known: set[str] = self.once(set, f"{key}, genera")
        words = sorted({name.split(" ", 1)[0] for name in names})
        if new := sorted(set(orthographic_genera(words)) - known):
            chosen: Container[str] = self.accepted if accepted_only else self.by_name
            same = (name for genus in new for name in self._groups.by_genus_form.get(genus, ()))
            table |= grouped(sorted(name for name in same if name in chosen), forms)
            known.update(new)
        return table

    def with_known_genera(self, names: Sequence[str]) -> list[str]:
        """Return the names whose first word is in the list, as spelt or in its normal form."""
        known: dict[str, bool] = self.once(dict, "known genera")
        first = {name: name.split(" ", 1)[0] for name in names}
        words = [word for word in dict.fromkeys(first.values()) if word not in known]
        for word, form in zip(words, orthographic_genera(words), strict=True):
            known[word] = form in self.first_words
        return [name for name, word in first.items() if known[word]]

    @property
    def first_words(self) -> frozenset[str]:
        """The genera and other first words of all names, and their orthographic forms."""
        return self._groups.first_words

    @property
    def by_genus_and_epithet(self) -> Mapping[str, Groups]:
        """Trinomials by genus, and within it by the coarse form of the last epithet."""
        return self._groups.by_genus_and_epithet

    @property
    def by_genus(self) -> Groups:
        """Names by their first word."""
        return self._groups.by_genus

    @property
    def by_epithet(self) -> Groups:
        """Names of several words by the coarse form of the last word."""
        return self._groups.by_epithet

    @cached_property
    def neighbours(self) -> Neighbours:
        """Names prepared for the search by edit distance."""
        return self._neighbours(self.by_name)

    @property
    def all_are_ready(self) -> bool:
        """Whether all names are prepared for that search; a server does so once."""
        return "neighbours" in self.__dict__

    def neighbours_in(self, genera: Iterable[str]) -> Neighbours:
        """Return the names of some genera, prepared for that search."""
        return self._neighbours(name for genus in genera for name in self.by_genus.get(genus, ()))

    @cached_property
    def few_neighbours(self) -> FewNeighbours:
        """The names of the list, prepared for finding names similar to a few others."""
        from concordance.matching.near_few import FewNeighbours  # lazy: a build needs none

        base = None if self._base is None else self._base.few_neighbours
        return FewNeighbours(self.by_genus, base)

    def _neighbours(self, names: Iterable[str]) -> Neighbours:
        from concordance.matching.near import Neighbours  # lazy: a build needs none

        return Neighbours(names)

    def groups_of(self, genus: str) -> tuple[str, ...]:
        """Return the groups in force that cover the species of any genus with this name."""
        return tuple(group for place in self.places(genus) for group in self.groups(place))

    def within(self, name: str) -> Sequence[Place]:
        """Return the placements of the genera of a group, or of a genus itself."""
        return self._genera.places(name) or self._genera.within(name)

    def is_in_use(self, genus: str) -> bool:
        """Whether the list has taxa in a genus, or an entry covers its species."""
        return genus in self.genera or bool(self.groups_of(genus))

    def is_known_genus(self, genus: str) -> bool:
        """Whether the list has taxa in a genus, or its classification is known."""
        return genus in self.genera or bool(self.places(genus))

    @cached_property
    def genera(self) -> Mapping[str, Sequence[str]]:
        """Taxon ids by genus."""
        return self._ids(self._base.genera if self._base else {}, _genus_of)

    def group_of(self, genus: str, level: str) -> str:
        """Return the family, order or class of a genus; blank if none or several are given."""
        field = field_of(level)
        ids = self.genera.get(genus, ())
        names = {getattr(self.taxa[taxon_id], field) for taxon_id in ids} - {""}
        return names.pop() if len(names) == 1 else ""


def _genus_of(taxon: Taxon) -> str:
    return form_of(taxon.genus or (taxon.name if taxon.rank == "genus" else ""))


@lru_cache(maxsize=200_000)
def form_of(name: str) -> str:
    """Return a name as the index has it: canonical, without rank markers."""
    return canonical(without_rank_words(name))


def _appendices(entries: Iterable[Entry]) -> Mapping[str, str]:
    """Appendices of the entries of each name, joined by |."""
    of: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        of[entry.taxon].add(entry.appendix)
    return {name: "|".join(sorted(appendices)) for name, appendices in of.items()}
