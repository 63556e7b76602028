"""The names that a treaty uses for birds, following its standard reference.

The package has the birds of AviList. A table gives the names in the treaty's reference where they
differ, and how the two concepts relate. Birds not in the table have the same name in both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from concordance.codes import NameKind, NameOrigin, Relation
from concordance.names import gender_epithet, orthographic_epithet
from concordance.readers.appendices import BirdName, Facts, SynonymFact, TaxonFact

_KINDS: Final = {
    Relation.INCLUDES: NameKind.LUMP,
    Relation.INCLUDED_IN: NameKind.SPLIT,
    Relation.OVERLAPS: NameKind.PRO_PARTE,
}
#: day on which the reference was adopted, for non-passerines and for passerines
ADOPTED: Final = {"cites": ("2007-09-13", "2007-09-13"), "cms": ("2014-11-09", "2017-10-28")}


class BirdNames:
    """The treaty's names for birds of AviList on a day.

    Parameters
    ----------
    facts : Facts
    day : str
        ISO date.
    """

    def __init__(self, facts: Facts, day: str) -> None:
        self._by_name: defaultdict[str, list[BirdName]] = defaultdict(list)
        for bird in facts.birds:
            if bird.valid_from <= day:
                self._by_name[bird.avilist_name].append(bird)
        self._is_adopted = tuple(adopted <= day for adopted in ADOPTED[facts.key])

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def of(self, name: str) -> Sequence[BirdName]:
        """Return the treaty's taxa for an AviList bird that differ in name, concept or family."""
        return self._by_name.get(name, ())

    def origin(self, order: str) -> NameOrigin:
        """Return the origin of the name of an AviList bird that is not in the table."""
        adopted = self._is_adopted[order == "Passeriformes"]
        return NameOrigin.REFERENCE if adopted else NameOrigin.OPEN_LIST

    def differing(self, other: BirdNames) -> set[str]:
        """Return the birds of AviList that have other names on another day."""
        names = self._by_name.keys() | other._by_name.keys()
        return {name for name in names if self.of(name) != other.of(name)}

    def has_origins_of(self, other: BirdNames) -> bool:
        """Whether the same references were adopted on another day."""
        return self._is_adopted == other._is_adopted

    def named(self, fact: TaxonFact) -> Iterator[tuple[TaxonFact, NameOrigin]]:
        """Yield a bird of AviList under the treaty's names, once for each part if it is split."""
        rows = self.of(fact.name)
        if not rows:
            yield fact, self.origin(fact.order)
        for bird in rows:
            if not bird.name:
                yield fact, NameOrigin.OPEN_LIST
            else:
                yield (
                    fact._replace(
                        name=bird.name,
                        authorship=_authorship(fact, bird),
                        order=bird.order or fact.order,
                        family=bird.family or fact.family,
                        common_name=fact.common_name if bird.relation is Relation.CONGRUENT else "",
                        source=bird.source,
                        confidence=bird.confidence,
                    ),
                    NameOrigin.REFERENCE,
                )

    def led(self, facts: Facts) -> Facts:
        """Return facts that link AviList names to those of the treaty."""
        rows = [bird for birds in self._by_name.values() for bird in birds if bird.name]
        named = {bird.name for bird in rows}
        led = [
            SynonymFact(bird.avilist_name, "", bird.name, kind, bird.source)
            for bird in rows
            if (kind := _kind(bird)) is not None
        ]
        kept = (
            synonym
            for synonym in facts.synonyms
            if not (synonym.name in named and synonym.accepted in self._by_name)
        )
        return replace(facts, synonyms=(*led, *kept))


def _authorship(fact: TaxonFact, bird: BirdName) -> str:
    """The authorship of the treaty's name; blank if not known.

    References
    ----------
    ICZN Article 51.3: parentheses if the genus differs from that of the description.
    """
    return fact.authorship if bird.name == fact.name else bird.authorship


def _kind(bird: BirdName) -> NameKind | None:
    """Kind of link from the AviList name to the treaty's name; None if they are the same."""
    if bird.relation is not Relation.CONGRUENT:
        same = bird.name == bird.avilist_name
        return None if same else _KINDS[bird.relation]
    own, theirs = bird.name.split(), bird.avilist_name.split()
    if own == theirs:
        return None
    if len(own) != len(theirs):
        return NameKind.RANK
    if own[-1] == theirs[-1]:
        return NameKind.GENUS_TRANSFER
    if gender_epithet(own[-1]) == gender_epithet(theirs[-1]):
        return NameKind.GENUS_TRANSFER if own[0] != theirs[0] else NameKind.GENDER_ENDING
    alike = orthographic_epithet(own[-1]) == orthographic_epithet(theirs[-1])
    return NameKind.SPELLING if alike else NameKind.HETEROTYPIC
