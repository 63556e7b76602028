"""What the facts on a treaty mean over a time in which no concept and no bird name changes.

Entries change on many days, the rest on few: what days have in common is made once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from concordance.arrange.birds import ADOPTED, BirdNames
from concordance.arrange.in_force import of_day
from concordance.arrange.references import names_elsewhere
from concordance.codes import NameOrigin, Relation
from concordance.readers.appendices import Facts, SynonymFact, TaxonFact
from concordance.records import concept, without_rank_words

#: families whose order in CITES no taxon of the package shows
_CITES_FALCONIFORMES: Final = (
    "Accipitridae", "Falconidae", "Pandionidae", "Sagittariidae", "Cathartidae",
)  # fmt: skip
#: bases that are kept: those of two treaties over all their days, and of lists of the user
_MOST_BASES: Final = 16


class Covered(NamedTuple):
    """A species of an open list as the treaty names and arranges it.

    Attributes
    ----------
    name : str
    fact : TaxonFact
    origin : NameOrigin
    above : set of str
        It and the groups above it.
    """

    name: str
    fact: TaxonFact
    origin: NameOrigin
    above: Set[str]


class Basis:
    """Facts on a treaty with the names and parts of taxa of a time; see `basis_of`.

    Parameters
    ----------
    facts : Facts
    day : str
        ISO date of the time; blank for the time before any day of the facts.
    kingdoms : tuple of str

    Attributes
    ----------
    facts : Facts
        Of these kingdoms; the names of open lists lead to those of the treaty.
    birds : BirdNames
    """

    def __init__(self, facts: Facts, day: str, kingdoms: tuple[str, ...]) -> None:
        self.birds = BirdNames(facts, day)
        self.facts = self.birds.led(of_day(facts, day, kingdoms))

    @cached_property
    def known(self) -> Mapping[str, TaxonFact]:
        """The taxa of the treaty's own facts by name."""
        return {fact.name: fact for fact in self.facts.taxa}

    @cached_property
    def above(self) -> Mapping[str, Set[str]]:
        """The groups above each of these, and it."""
        return {name: ancestors(fact) for name, fact in self.known.items()}

    @cached_property
    def same(self) -> Mapping[str, Set[str]]:
        """Names that mean the same taxon, each to the others."""
        return _equivalent(self.facts.synonyms)

    @cached_property
    def akin(self) -> Mapping[str, Set[str]]:
        """Names that synonyms link."""
        akin: defaultdict[str, set[str]] = defaultdict(set)
        for synonym in self.facts.synonyms:
            akin[synonym.name].add(synonym.accepted)
            akin[synonym.accepted].add(synonym.name)
        return akin

    @cached_property
    def taking(self) -> Sequence[SynonymFact]:
        """Synonyms that mean their taxon or a part of it."""
        return [
            synonym
            for synonym in self.facts.synonyms
            if concept(synonym.name, synonym.accepted, synonym.kind) is not Relation.INCLUDED_IN
        ]

    @cached_property
    def covered(self) -> Sequence[Covered]:
        """Species of groups that are listed whole, as the treaty names and arranges them."""
        placed = _placed(self.facts)
        species = []
        for fact in self.facts.covered:
            if fact.extinct:
                continue
            for named, origin in self.birds.named(fact):
                class_, order = placed.get(named.family, (named.class_, named.order))
                arranged = named._replace(
                    class_=class_, order=order, genus=named.name.split(" ", 1)[0]
                )
                species.append(Covered(named.name, arranged, origin, ancestors(arranged)))
        return species

    @cached_property
    def elsewhere(self) -> Sequence[tuple[str, str, str]]:
        """What other lists call taxa: see `references.names_elsewhere`."""
        return names_elsewhere(self.facts)


def basis_of(facts: Facts, day: str, kingdoms: Iterable[str]) -> Basis:
    """Return what the facts mean at the time of a day.

    Parameters
    ----------
    facts : Facts
    day : str
        ISO date.
    kingdoms : iterable of str

    Returns
    -------
    Basis
        Shared by all days of the time, and not to be changed.
    """
    days = _days(facts)
    place = bisect_right(days, day)
    return _basis(facts, days[place - 1] if place else "", tuple(kingdoms))


@lru_cache(maxsize=_MOST_BASES)
def _days(facts: Facts) -> Sequence[str]:
    """The days on which a taxon became or no longer was part of another, or a bird was renamed."""
    days = {day for part in facts.parts for day in part.dates}
    days |= {bird.valid_from for bird in facts.birds} | set(ADOPTED[facts.key])
    return sorted(days - {""})


@lru_cache(maxsize=_MOST_BASES)
def _basis(facts: Facts, day: str, kingdoms: tuple[str, ...]) -> Basis:
    return Basis(facts, day, kingdoms)


def ancestors(fact: TaxonFact) -> set[str]:
    """Return a taxon and the groups above it."""
    words = without_rank_words(fact.name).split()
    above = {fact.class_, fact.order, fact.family, fact.genus, fact.name}
    if len(words) == 3:
        above.add(" ".join(words[:2]))
    return above - {""}


def _equivalent(synonyms: Iterable[SynonymFact]) -> Mapping[str, Set[str]]:
    same: defaultdict[str, set[str]] = defaultdict(set)
    for synonym in synonyms:
        if concept(synonym.name, synonym.accepted, synonym.kind) is Relation.CONGRUENT:
            same[synonym.accepted].add(synonym.name)
            same[synonym.name].add(synonym.accepted)
    return same


def _placed(facts: Facts) -> Mapping[str, tuple[str, str]]:
    """Family to the class and order in which this treaty arranges it."""
    placed: dict[str, tuple[str, str]] = {}
    for fact in facts.taxa:
        if fact.family and fact.order:
            placed.setdefault(fact.family, (fact.class_, fact.order))
    if facts.key == "cites":
        for family in _CITES_FALCONIFORMES:
            placed.setdefault(family, ("Aves", "Falconiformes"))
    return placed
