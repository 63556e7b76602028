"""Rows of the open lists that tell which species belong to a group; they decide nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from concordance.checklist_parts import Genera
from concordance.codes import Confidence, NameKind, NameOrigin

#: the class of which the treaty's names are told
_BIRDS: Final = "Aves"


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


class Sources:
    """The rows of open lists, the same on all days.

    Parameters
    ----------
    species : sequence of Species
    synonyms : sequence of Synonym
    genera : Genera
    outside : iterable of str
        Names that entries for their groups do not cover.
    """

    def __init__(
        self,
        species: Sequence[Species],
        synonyms: Sequence[Synonym],
        genera: Genera,
        outside: Iterable[str],
    ) -> None:
        self.species, self.synonyms, self.genera = species, synonyms, genera
        self.outside = frozenset(outside)

    @cached_property
    def species_by_name(self) -> Mapping[str, Sequence[int]]:
        """Places of species by their name in the open list."""
        return places_of((one.name,) for one in self.species)

    @cached_property
    def birds(self) -> frozenset[int]:
        """Places of the birds that a treaty's reference may name."""
        return frozenset(at for at, one in enumerate(self.species) if is_bird(one))

    @cached_property
    def synonyms_by_name(self) -> Mapping[str, Sequence[int]]:
        """Places of synonyms by their name and by the accepted one."""
        return places_of((one.name, one.accepted) for one in self.synonyms)


def places_of(keys: Iterable[Iterable[str]]) -> Mapping[str, Sequence[int]]:
    """Return the places of rows by each of their keys."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, words in enumerate(keys):
        for word in words:
            places[word].append(at)
    return places


def is_bird(one: Species) -> bool:
    """Whether a row is a species of birds, of which the treaty's reference may tell the name."""
    return one.class_ == _BIRDS and one.name.count(" ") <= 1
