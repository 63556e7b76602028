"""The species and lower taxa covered by entries for groups, as open lists name them.

A treaty prints the group; its members come from open lists and from a user's list. Taxa that the
treaty itself names, or has under another name, are not repeated here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from concordance.arrange.gathered import Gathered
from concordance.arrange.open_lists import Sources, Species, Synonym
from concordance.arrange.own_names import Group
from concordance.checklist import Checklist
from concordance.checklist_parts import Members
from concordance.codes import Confidence, NameKind, Presence, Scope
from concordance.readers.species import SpeciesFacts
from concordance.records import RangeState, Taxon

_CONFIDENCES: Final = {member.value: member for member in Confidence}
_KINDS: Final = {member.value: member for member in NameKind}
#: days that are kept, each with other names of birds
_MOST_KEPT: Final = 4
_LOWER: Final = frozenset({"species", "subspecies", "variety", "form", ""})


def members_of(group: Group, facts: SpeciesFacts, own: Checklist | None = None) -> Members:
    """Return the members of the groups of a treaty on a day.

    Parameters
    ----------
    group : Group
    facts : SpeciesFacts
        The species and genera in the package.
    own : Checklist, optional
        A user's species list, which adds members.

    Returns
    -------
    Members
    """
    days = _days(facts, group.key, tuple(group.kingdoms))
    gathered = days.of(group)
    if own is not None:
        added = list(_listed_species(own)), list(_listed_synonyms(own))
        gathered = Gathered(group, days.sources, gathered, added)
    return Members(
        taxa=tuple(gathered.taxa.values()),
        names=tuple(gathered.names),
        ranges=tuple(_ranges(group, gathered.taxa.values(), facts)),
        genera=days.sources.genera.with_apart(gathered.apart),
        homonyms=facts.homonyms,
        outside=facts.outside,
    )


class _Days:
    """The members of a treaty's groups by day, the latest ones asked for kept for others.

    Attributes
    ----------
    sources : Sources
    """

    def __init__(self, facts: SpeciesFacts, key: str) -> None:
        self.sources = Sources(
            list(_package_species(facts, key)),
            list(_package_synonyms(facts)),
            facts.genera(key),
            (name.name for name in facts.outside),
        )
        self._kept: tuple[Gathered, ...] = ()

    def of(self, group: Group) -> Gathered:
        """Return the members on a day, from one with the same names of birds if one is kept."""
        kept = self._kept
        same = [other for other in kept if other.birds is group.birds]
        base = (same or kept)[-1] if kept else None
        gathered = Gathered(group, self.sources, base)
        self._kept = (*[other for other in kept if other not in same], gathered)[-_MOST_KEPT:]
        return gathered


@lru_cache(maxsize=8)
def _days(facts: SpeciesFacts, key: str, kingdoms: tuple[str, ...]) -> _Days:
    """Return the members by day, one for each treaty and choice of kingdoms."""
    return _Days(facts, key)


def _ranges(group: Group, members: Iterable[Taxon], facts: SpeciesFacts) -> Iterator[RangeState]:
    """Range countries of taxa in genera with separately listed populations."""
    divided = {e.taxon for e in group.records.listings if e.scope is Scope.POPULATION}
    ids = {t.name: t.taxon_id for t in (*group.records.taxa, *members) if t.genus in divided}
    if ids:
        for name, country, presence in zip(
            *facts.columns("ranges", "name country presence"), strict=True
        ):
            if name in ids:
                yield RangeState(ids[name], country, Presence(presence))


# ---------------------------------------------------------------------------------------------
# species and synonyms, from the package and from a list of the user


def _package_species(facts: SpeciesFacts, key: str) -> Iterator[Species]:
    columns = facts.columns(
        "species",
        f"name authorship rank kingdom class order family {key}_groups source confidence",
    )
    for row in zip(*columns, strict=True):
        name, authorship, rank, kingdom, class_, order, family, groups, source, confidence = row
        yield Species(name, authorship, rank, kingdom, class_, order, family, _bar(groups), source,
                      _CONFIDENCES[confidence])  # fmt: skip


def _bar(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _package_synonyms(facts: SpeciesFacts) -> Iterator[Synonym]:
    columns = facts.columns("synonyms", "name authorship accepted_name kind source")
    for name, authorship, accepted, kind, source in zip(*columns, strict=True):
        yield Synonym(name, authorship, accepted, _KINDS[kind], source)


def _listed_species(own: Checklist) -> Iterator[Species]:
    for taxon in own.records.taxa:
        if taxon.rank in _LOWER and " " in taxon.name:
            yield Species(
                taxon.name,
                taxon.authorship,
                taxon.rank or "species",
                taxon.kingdom,
                taxon.class_,
                taxon.order,
                taxon.family,
                (),
                own.source.name,
                Confidence.REPORTED,
            )


def _listed_synonyms(own: Checklist) -> Iterator[Synonym]:
    accepted = {taxon.taxon_id: taxon.name for taxon in own.records.taxa}
    for use in own.records.names:
        if not use.is_accepted and " " in use.name:
            yield Synonym(
                use.name, use.authorship, accepted[use.taxon_id], use.kind, own.source.name
            )
