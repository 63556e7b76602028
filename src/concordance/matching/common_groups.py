"""The groups of animals that a word stands for, judging by the names of their species."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from concordance.records import CommonNameFact

#: share of the named species of a group that bear its word, for the word to be that of the group
_SHARE: Final = {"class": 0.9, "order": 0.6, "family": 0.5, "genus": 0.5}

#: share of the bearers of a word in a group, and their least number, for it to be the main one
_MOST: Final = 0.6
_FEWEST: Final = 3
#: share of the bearers of a word in a group, for it to hold them
_HOLDS: Final = {"family": 1.0, "order": 0.9}


class Group(NamedTuple):
    """A taxon above the species, with the groups above it."""

    taxon: str
    rank: str
    kingdom: str
    class_: str
    order: str
    family: str


class GroupWord(NamedTuple):
    """A group, with the number of its species that have the word, out of those with a name."""

    group: Group
    bearers: int
    named: int
    fact: CommonNameFact  #: one name with the word, for its source
    everywhere: int  #: number of species in any group with the word

    @property
    def fit(self) -> float:
        """How well group and word match: 1 if exactly the species of the group have the word."""
        return 2 * self.bearers / (self.named + self.everywhere)


class _Held(NamedTuple):
    """A group with taxa that have a word, and which taxa these are, apart from itself."""

    word: GroupWord
    taxa: set[str]


def groups_of(fact: CommonNameFact) -> Iterator[Group]:
    """Yield the groups to which a species belongs, highest first."""
    above = fact.kingdom, fact.class_, fact.order, fact.family
    if fact.class_:
        yield Group(fact.class_, "class", *above[:2], "", "")
    if fact.order:
        yield Group(fact.order, "order", *above[:3], "")
    if fact.family:
        yield Group(fact.family, "family", *above)
    if " " in fact.taxon:
        yield Group(fact.taxon.split()[0], "genus", *above)


class GroupWords:
    """Words by the groups whose species have them as the noun of their names.

    Parameters
    ----------
    named : iterable of (word, CommonNameFact)
        The noun of each name; names of the groups themselves are included.
    """

    def __init__(self, named: Iterable[tuple[str, CommonNameFact]]) -> None:
        self._bearers: dict[str, dict[str, CommonNameFact]] = defaultdict(dict)
        self._own: dict[str, dict[Group, CommonNameFact]] = defaultdict(dict)
        species: dict[str, CommonNameFact] = {}
        for word, fact in named:
            if fact.rank != "species" and " " not in fact.taxon:
                self._own[word].setdefault(Group(*fact[:6]), fact)
            elif fact.rank == "species":
                self._bearers[word].setdefault(fact.taxon, fact)
                species.setdefault(fact.taxon, fact)
        self._named = Counter(group for fact in species.values() for group in groups_of(fact))
        self._made: dict[str, tuple[GroupWord, ...]] = {}

    def __getitem__(self, word: str) -> tuple[GroupWord, ...]:
        """Return the groups of a word, the one with the most species first."""
        if word not in self._made:
            bearers = list(self._bearers.get(word, {}).values())
            groups = sorted(
                (self._word(group, facts, bearers) for group, facts in self._highest(bearers, 0)),
                key=lambda g: (-g.bearers, g.group),
            )
            own = [
                GroupWord(group, 1, 1, fact, 1)
                for group, fact in sorted(self._own.get(word, {}).items())
            ]
            known = {one.group.taxon for one in own}
            self._made[word] = (*own, *(one for one in groups if one.group.taxon not in known))
        return self._made[word]

    def main(self, word: str) -> tuple[GroupWord, ...]:
        """Return the lowest family or order with most of the species that have a word, if any."""
        facts = list(self._bearers.get(word, {}).values())
        for rank in ("family", "order"):
            for group, inside in self._parts(facts, rank).items():
                if len(inside) >= max(_FEWEST, _MOST * len(facts)):
                    return (self._word(group, inside, facts),)
        return ()

    def holding(self, word: str) -> tuple[GroupWord, ...]:
        """Return the family with all taxa that have a word, or the order with most of them.

        Species and groups with the word count equally; a single taxon has no such group.
        """
        for rank in _HOLDS:
            groups = self._holding(word, rank)
            if groups and len(groups[0].taxa) > 1:
                return (groups[0].word,)
        return ()

    def orders(self, word: str) -> tuple[GroupWord, ...]:
        """Return the order with most taxa that have a word, even if there is only one taxon."""
        return tuple(one.word for one in self._holding(word, "order"))

    def _holding(self, word: str, rank: str) -> tuple[_Held, ...]:
        facts = [*self._bearers.get(word, {}).values(), *self._own.get(word, {}).values()]
        return tuple(
            _Held(self._word(group, inside, facts), {f.taxon for f in inside} - {group.taxon})
            for group, inside in self._parts(facts, rank).items()
            if len(inside) >= _HOLDS[rank] * len(facts)
        )

    def families(self, word: str) -> tuple[GroupWord, ...]:
        """Return the families in which a word occurs, the one with the most species first."""
        return self._of_rank(word, "family")

    def genera(self, word: str) -> tuple[GroupWord, ...]:
        """Return the genera in which a word occurs, the one with the most species first."""
        return self._of_rank(word, "genus")

    def __contains__(self, word: object) -> bool:
        return word in self._bearers or word in self._own

    def others(self, word: str, taxa: Iterable[str]) -> bool:
        """Return whether other species than the given taxa have a word."""
        species = {" ".join(taxon.split()[:2]) for taxon in taxa}
        return not species.issuperset(self._bearers.get(word, ()))

    def _of_rank(self, word: str, rank: str) -> tuple[GroupWord, ...]:
        bearers = list(self._bearers.get(word, {}).values())
        parts = self._parts(bearers, rank)
        groups = [self._word(group, facts, bearers) for group, facts in parts.items()]
        return tuple(sorted(groups, key=lambda g: (-g.bearers, g.group)))

    @staticmethod
    def _parts(facts: Sequence[CommonNameFact], rank: str) -> dict[Group, list[CommonNameFact]]:
        """Return the groups of a rank, each with its facts."""
        parts: dict[Group, list[CommonNameFact]] = defaultdict(list)
        for fact in facts:
            for group in groups_of(fact):
                if group.rank == rank:
                    parts[group].append(fact)
        return parts

    def _word(
        self, group: Group, facts: Sequence[CommonNameFact], bearers: Sequence[CommonNameFact]
    ) -> GroupWord:
        return GroupWord(group, len(facts), self._named[group], min(facts), len(bearers))

    def _highest(
        self, bearers: Sequence[CommonNameFact], level: int
    ) -> Iterator[tuple[Group, Sequence[CommonNameFact]]]:
        parts: dict[Group, list[CommonNameFact]] = defaultdict(list)
        lower = []
        for fact in bearers:
            groups = tuple(groups_of(fact))
            if level < len(groups):
                parts[groups[level]].append(fact)
        for group, facts in parts.items():
            named = self._named[group]
            if len(facts) >= min(2, named) and len(facts) >= _SHARE[group.rank] * named:
                yield group, facts
            else:
                lower += facts
        if lower:
            yield from self._highest(lower, level + 1)
