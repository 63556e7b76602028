"""The taxa that a treaty lists, covers or otherwise includes on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from concordance.arrange.basis import Basis, ancestors
from concordance.arrange.references import Scopes, with_references
from concordance.codes import NameOrigin, Relation, TaxonStatus
from concordance.readers.appendices import EntryFact, TaxonFact
from concordance.records import ConceptRelation, Taxon, taxon_id

_WITH_GENUS: Final = frozenset({"genus", "species", "subspecies", "variety", "form"})


def taxa_on(
    basis: Basis,
    entries: Sequence[EntryFact],
    printed: Mapping[str, str],
    relations: Iterable[ConceptRelation],
    scopes: Scopes,
) -> list[Taxon]:
    """Return the taxa of a treaty on a day.

    Parameters
    ----------
    basis : Basis
        Of the day.
    entries : sequence of EntryFact
        Entries in force on the day, under the names printed then.
    printed : mapping
        From latest name to name printed on the day, where they differ.
    relations : iterable of ConceptRelation
        Relations known on the day, read from this treaty.
    scopes : Scopes
        References followed on the day.

    Returns
    -------
    list of Taxon
        Sorted by name: taxa that entries name, taxa that higher entries cover, and known taxa that
        no entry covers on the day.
    """
    day = _Day(basis, printed)
    day.add_listed(entries)
    day.add_covered()
    day.add_known()
    day.add_species_of_open_lists(relations)
    taxa = with_references(day.taxa.values(), scopes)
    return sorted(taxa, key=lambda taxon: (taxon.name, taxon.taxon_id))


class _Day:
    """Collects the taxa of one day, by the name in use then."""

    def __init__(self, basis: Basis, printed: Mapping[str, str]) -> None:
        self.basis, self.key = basis, basis.facts.key
        self.printed = printed
        self.latest = {then: now for now, then in printed.items()}
        self.known = basis.known
        self.taxa: dict[str, Taxon] = {}
        self.listed: frozenset[str] = frozenset()
        #: names that mean one taxon on this day, beside those of the basis
        self.renamed: defaultdict[str, set[str]] = defaultdict(set)

    def same(self, name: str) -> set[str]:
        """Return the other names of a taxon."""
        return {*self.basis.same.get(name, ()), *self.renamed.get(name, ())}

    def add_listed(self, entries: Iterable[EntryFact]) -> None:
        """Taxa that an entry names."""
        for fact in entries:
            name = fact.entry.taxon
            if name not in self.taxa:
                known = self.known.get(name) or self.known.get(self.latest.get(name, name))
                base = known or _of_entry(fact)
                use = TaxonStatus.LISTED, NameOrigin.PRINTED
                self.taxa[name] = _taxon(self.key, name, base, fact.entry.rank, *use)
        self.listed = frozenset(self.taxa)
        for then, now in self.latest.items():
            if now in self.listed:
                self.renamed[then].add(now)
            elif then in self.listed:
                self.renamed[now].add(then)

    def add_covered(self) -> None:
        """Taxa that an entry for a higher taxon covers, under the treaty's names."""
        for name, fact in self.known.items():
            if name in self.taxa or not fact.accepted or self.same(name) & self.listed:
                continue
            shown = self.printed.get(name, name)
            if ((self.basis.above[name] | {shown.split()[0]}) - {name}) & self.listed:
                base = self.known.get(shown, fact)
                use = TaxonStatus.COVERED, NameOrigin.REFERENCE
                self.taxa[shown] = _taxon(self.key, shown, base, fact.rank, *use)

    def add_known(self) -> None:
        """Names of other days, unless they rename or divide what is listed or covered now."""
        akin = self.basis.akin
        here = set(self.taxa)
        for name, fact in self.known.items():
            if (
                name not in here
                and fact.accepted
                and here.isdisjoint([*akin.get(name, ()), *self.same(name)])
            ):
                use = TaxonStatus.KNOWN, NameOrigin.REFERENCE
                self.taxa[name] = _taxon(self.key, name, fact, fact.rank, *use)

    def add_species_of_open_lists(self, relations: Iterable[ConceptRelation]) -> None:
        """Species of groups that are listed whole, which the treaty's own facts do not name."""
        taken = self._taken(relations)
        for name, fact, origin, above in self.basis.covered:
            if name in taken:
                continue
            shown = self.printed.get(name, name)
            genus = shown.split(" ", 1)[0]
            if genus != fact.genus:
                fact = fact._replace(genus=genus)
                above = ancestors(fact)
            if not above.isdisjoint(self.listed):
                use = TaxonStatus.COVERED, origin
                self.taxa[shown] = _taxon(self.key, shown, fact, fact.rank, *use)
                taken |= {name, shown}

    def _taken(self, relations: Iterable[ConceptRelation]) -> set[str]:
        """Names that mean, rename or are part of a taxon which is there already."""
        taken = set(self.taxa).union(*(self.same(name) for name in self.taxa))
        taken |= {s.name for s in self.basis.taking if s.accepted in self.taxa}
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


@lru_cache(maxsize=1 << 15)
def _taxon(  # noqa: PLR0913 - the cells of a row, which most days share
    key: str, name: str, fact: TaxonFact, rank: str, status: TaxonStatus, origin: NameOrigin
) -> Taxon:
    return Taxon(
        taxon_id=taxon_id(key, name),
        name=name,
        authorship=fact.authorship if fact.name == name else "",
        rank=rank,
        status=status,
        kingdom=fact.kingdom,
        class_=fact.class_,
        order=fact.order,
        family=fact.family,
        genus=name.split()[0] if rank in _WITH_GENUS else "",
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
