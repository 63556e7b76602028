"""The days on which the list of a treaty changed, and the names each change may affect."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from concordance.arrange.birds import ADOPTED
from concordance.checklist_parts import Change, Span
from concordance.readers.appendices import Facts
from concordance.records import without_rank_words

#: the last day of the data, never taken from the clock
LAST_DAY: Final = "2026-11-23"
#: the first day covered by the data of each treaty: the day of the oldest text
FIRST_DAY: Final = {"cites": "2015-02-05", "cms": "2006-02-23"}
#: the group with a table of the treaty's names
_BIRDS: Final = "Aves"


def span_of(facts: Facts, last: str = LAST_DAY) -> Span:
    """Return the days covered by the facts on a treaty, and the days on which its list changed.

    Parameters
    ----------
    facts : Facts
    last : str
        The last day covered. It is later than that of the package if the user's own entries begin
        later.

    Returns
    -------
    Span
        Each change with the names that it may affect: names of the facts that begin or end, names
        of lower taxa, and every name that facts link with one of these.
    """
    first = FIRST_DAY[facts.key]
    changed: defaultdict[str, set[str]] = defaultdict(set)
    for days, names in _dated(facts):
        for day in days:
            if first < day <= last:
                changed[day].update(names)
    below, above, akin = _below(facts), _above(facts), _Akin(facts)
    changes = []
    for day, names in sorted(changed.items()):
        whole = akin.with_akin(_with_below(names, below))
        groups = {group for name in whole for group in above.get(name, ())}
        changes.append(Change(day, frozenset(whole), frozenset(groups)))
    return Span(first, last, tuple(changes))


def _dated(facts: Facts) -> Iterator[tuple[Iterable[str], Iterable[str]]]:
    """Yield the days on which each fact begins and ends, with the names in it."""
    for fact in facts.entries:
        entry = fact.entry
        yield (entry.effective_from, entry.effective_to), (entry.taxon, *entry.excluded_taxa)
    for renaming in facts.renamings:
        yield renaming.dates, (renaming.name, renaming.name_then)
    for part in facts.parts:
        yield part.dates, (part.name, part.part_of)
    for relation in facts.relations:
        yield relation.dates, relation.names
    for bird in facts.birds:
        yield (bird.valid_from,), (bird.avilist_name, bird.name)
    yield ADOPTED[facts.key], (_BIRDS,)


def _below(facts: Facts) -> Mapping[str, list[str]]:
    """Names in facts by the groups that contain them, and subspecies by their species."""
    below: defaultdict[str, list[str]] = defaultdict(list)
    for fact in (*facts.taxa, *facts.covered):
        words = without_rank_words(fact.name).split()
        above = {fact.class_, fact.order, fact.family, fact.genus, words[0], " ".join(words[:2])}
        for group in above - {"", fact.name}:
            below[group].append(fact.name)
    return below


def _above(facts: Facts) -> Mapping[str, set[str]]:
    """Groups above the taxa of entries and above other names in facts."""
    above: defaultdict[str, set[str]] = defaultdict(set)
    for fact in (*facts.taxa, *facts.covered):
        above[fact.name] |= {fact.kingdom, fact.class_, fact.order, fact.family, fact.genus}
    for of in facts.entries:
        genus = without_rank_words(of.entry.taxon).split()[0]
        above[of.entry.taxon] |= {of.kingdom, of.class_, of.order, of.family, genus}
    return above


def _with_below(names: Iterable[str], below: Mapping[str, list[str]]) -> set[str]:
    """Names, the species of lower taxa, and the names below them."""
    whole = {name.removesuffix(" (s.l.)") for name in names} | set(names)
    whole |= {" ".join(without_rank_words(name).split()[:2]) for name in whole}
    return whole | {name for group in whole for name in below.get(group, ())}


class _Akin:
    """Names that facts link, directly or through other names."""

    def __init__(self, facts: Facts) -> None:
        self._of: dict[str, set[str]] = {}
        for synonym in facts.synonyms:
            self._link(synonym.name, synonym.accepted)
        for renaming in facts.renamings:
            self._link(renaming.name, renaming.name_then)
        for part in facts.parts:
            self._link(part.name, part.part_of)
        for bird in facts.birds:
            if bird.name:
                self._link(bird.avilist_name, bird.name)
        for row in facts.elsewhere:
            for _, name in row.names_there:
                self._link(row.name, name)

    def _link(self, one: str, other: str) -> None:
        left, right = self._of.get(one, {one}), self._of.get(other, {other})
        if left is right:
            return
        left |= right
        for name in left:
            self._of[name] = left

    def with_akin(self, names: Iterable[str]) -> set[str]:
        """Return names together with all names linked with them."""
        return {akin for name in names for akin in self._of.get(name, (name,))}
