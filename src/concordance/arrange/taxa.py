"""The taxa that a treaty lists, covers or otherwise includes on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from concordance.arrange.birds import BirdNames
from concordance.arrange.references import Scopes, with_references
from concordance.codes import NameOrigin, Relation, TaxonStatus
from concordance.readers.appendices import EntryFact, Facts, SynonymFact, TaxonFact
from concordance.records import ConceptRelation, Taxon, concept, taxon_id, without_rank_words

#: families whose order in CITES is not shown by any taxon in the package
_CITES_FALCONIFORMES: Final = (
    "Accipitridae", "Falconidae", "Pandionidae", "Sagittariidae", "Cathartidae",
)  # fmt: skip
_WITH_GENUS: Final = frozenset({"genus", "species", "subspecies", "variety", "form"})


def taxa_on(  # noqa: PLR0913 - each is one fact of the day
    facts: Facts,
    entries: Sequence[EntryFact],
    printed: Mapping[str, str],
    relations: Iterable[ConceptRelation],
    scopes: Scopes,
    birds: BirdNames,
) -> list[Taxon]:
    """Return the taxa of a treaty on a day.

    Parameters
    ----------
    facts : Facts
    entries : sequence of EntryFact
        Entries in force on the day, under the names printed then.
    printed : mapping
        From latest name to name printed on the day, where they differ.
    relations : iterable of ConceptRelation
        Relations known on the day, read from this treaty.
    scopes : Scopes
        References followed on the day.
    birds : BirdNames
        The treaty's names for birds on the day.

    Returns
    -------
    list of Taxon
        Sorted by name: taxa that entries name, taxa that higher entries cover, and known taxa that
        no entry covers on the day.
    """
    day = _Day(facts, printed)
    day.add_listed(entries)
    day.add_covered()
    day.add_known()
    day.add_species_of_open_lists(relations, birds)
    taxa = with_references(day.taxa.values(), scopes)
    return sorted(taxa, key=lambda taxon: (taxon.name, taxon.taxon_id))


class _Day:
    """Collects the taxa of one day, by the name in use then."""

    def __init__(self, facts: Facts, printed: Mapping[str, str]) -> None:
        self.facts = facts
        self.printed = printed
        self.latest = {then: now for now, then in printed.items()}
        self.known = {fact.name: fact for fact in facts.taxa}
        self.taxa: dict[str, Taxon] = {}
        self.listed: frozenset[str] = frozenset()
        self.same = _equivalent(facts.synonyms)

    def add_listed(self, entries: Iterable[EntryFact]) -> None:
        """Taxa that an entry names."""
        for fact in entries:
            name = fact.entry.taxon
            if name not in self.taxa:
                known = self.known.get(name) or self.known.get(self.latest.get(name, name))
                base = known or _of_entry(fact)
                self.taxa[name] = self._taxon(name, base._replace(rank=fact.entry.rank),
                                              TaxonStatus.LISTED, NameOrigin.PRINTED)  # fmt: skip
        self.listed = frozenset(self.taxa)
        for then, now in self.latest.items():
            if now in self.listed:
                self.same[then].add(now)
            elif then in self.listed:
                self.same[now].add(then)

    def add_covered(self) -> None:
        """Taxa that an entry for a higher taxon covers, under the treaty's names."""
        for name, fact in self.known.items():
            if name in self.taxa or not fact.accepted or self.same[name] & self.listed:
                continue
            shown = self.printed.get(name, name)
            if ((_ancestors(fact) | {shown.split()[0]}) - {name}) & self.listed:
                base = self.known.get(shown, fact)._replace(rank=fact.rank)
                self.taxa[shown] = self._taxon(shown, base, TaxonStatus.COVERED,
                                               NameOrigin.REFERENCE)  # fmt: skip

    def add_known(self) -> None:
        """Names of other days, unless they rename or split a taxon listed or covered now."""
        akin: defaultdict[str, set[str]] = defaultdict(set)
        for synonym in self.facts.synonyms:
            akin[synonym.name].add(synonym.accepted)
            akin[synonym.accepted].add(synonym.name)
        here = set(self.taxa)
        for name, fact in self.known.items():
            if name not in here and fact.accepted and not (akin[name] | self.same[name]) & here:
                self.taxa[name] = self._taxon(name, fact, TaxonStatus.KNOWN, NameOrigin.REFERENCE)

    def add_species_of_open_lists(
        self, relations: Iterable[ConceptRelation], birds: BirdNames
    ) -> None:
        """Species of completely listed groups that the treaty's own facts do not name."""
        taken = self._taken(relations)
        placed = _placed(self.facts)
        for fact in self.facts.covered:
            if fact.extinct:
                continue
            for named, origin in birds.named(fact):
                if named.name in taken:
                    continue
                class_, order = placed.get(named.family, (named.class_, named.order))
                shown = self.printed.get(named.name, named.name)
                arranged = named._replace(class_=class_, order=order, genus=shown.split()[0])
                if _ancestors(arranged) & self.listed:
                    self.taxa[shown] = self._taxon(shown, arranged, TaxonStatus.COVERED, origin)
                    taken |= {named.name, shown}

    def _taken(self, relations: Iterable[ConceptRelation]) -> set[str]:
        """Names that mean, rename or are part of a taxon already collected."""
        taken = set(self.taxa).union(*(self.same[name] for name in self.taxa))
        taken |= {
            synonym.name
            for synonym in self.facts.synonyms
            if synonym.accepted in self.taxa
            and concept(synonym.name, synonym.accepted, synonym.kind) is not Relation.INCLUDED_IN
        }
        cases = list(relations)
        own = {case.name for case in cases}
        # a species known to be inside a wider one of this list is not a separate taxon
        return taken | {
            case.other_name
            for case in cases
            if case.relation is Relation.INCLUDES
            and case.name != case.other_name
            and case.other_name not in own
        }

    def _taxon(self, name: str, fact: TaxonFact, status: TaxonStatus, origin: NameOrigin) -> Taxon:
        return Taxon(
            taxon_id=taxon_id(self.facts.key, name),
            name=name,
            authorship=fact.authorship if fact.name == name else "",
            rank=fact.rank,
            status=status,
            kingdom=fact.kingdom,
            class_=fact.class_,
            order=fact.order,
            family=fact.family,
            genus=name.split()[0] if fact.rank in _WITH_GENUS else "",
            reference=tuple(filter(None, fact.reference.split("|"))),
            common_name=fact.common_name,
            source=fact.source,
            confidence=fact.confidence,
            name_from=origin,
        )


def _of_entry(fact: EntryFact) -> TaxonFact:
    """A taxon about which only its entry is known."""
    return TaxonFact(
        name=fact.entry.taxon,
        authorship="",
        rank=fact.entry.rank,
        kingdom=fact.kingdom,
        class_=fact.class_,
        order=fact.order,
        family=fact.family,
        common_name=fact.common_name,
        source=fact.entry.source,
        confidence=fact.entry.confidence,
    )


def _equivalent(synonyms: Iterable[SynonymFact]) -> defaultdict[str, set[str]]:
    """From each name to the other names of the same taxon."""
    same: defaultdict[str, set[str]] = defaultdict(set)
    for synonym in synonyms:
        if concept(synonym.name, synonym.accepted, synonym.kind) is Relation.CONGRUENT:
            same[synonym.accepted].add(synonym.name)
            same[synonym.name].add(synonym.accepted)
    return same


def _placed(facts: Facts) -> dict[str, tuple[str, str]]:
    """From each family to its class and order in this treaty."""
    placed: dict[str, tuple[str, str]] = {}
    for fact in facts.taxa:
        if fact.family and fact.order:
            placed.setdefault(fact.family, (fact.class_, fact.order))
    if facts.key == "cites":
        for family in _CITES_FALCONIFORMES:
            placed.setdefault(family, ("Aves", "Falconiformes"))
    return placed


def _ancestors(fact: TaxonFact) -> set[str]:
    words = without_rank_words(fact.name).split()
    above = {fact.class_, fact.order, fact.family, fact.genus, fact.name}
    if len(words) == 3:
        above.add(" ".join(words[:2]))
    return above - {""}
