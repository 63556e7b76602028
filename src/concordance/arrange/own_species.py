"""Checks whether a user's species list can add members to groups, and reports doubtful rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from concordance.checklist import Checklist, checked_list
from concordance.errors import ChecklistError
from concordance.readers.species import read_species
from concordance.records import Taxon


def check_species(species: Checklist, kingdoms: Collection[str]) -> None:
    """Raise an error for a species list that cannot provide members of groups.

    Parameters
    ----------
    species : Checklist
    kingdoms : collection of str
        Kingdoms of the list that gets the members.

    Raises
    ------
    ConcordanceError
        If it is not a checklist.
    ChecklistError
        If it has problems of its own (such as synonyms without an accepted name), accepts one name
        twice, or has a row whose kingdom contradicts its family or class; lists every such row.
    """
    own = checked_list(species)
    problems = [
        f"row {p.row}, {p.column}: found {p.found!r}; {p.problem}" for p in own.records.problems
    ]
    problems += _unlinked(own)
    problems += _doubled(own.records.taxa)
    problems += _of_other_kingdoms(own.records.taxa, kingdoms)
    if problems:
        raise ChecklistError(f"species={own.source.name}", problems)


def _unlinked(own: Checklist) -> list[str]:
    ids = {taxon.taxon_id for taxon in own.records.taxa}
    return [
        f"{use.name}: its accepted id {use.taxon_id!r} is not among the accepted taxa; give the id "
        "of an accepted name"
        for use in own.records.names
        if use.taxon_id not in ids
    ]


def _doubled(taxa: Iterable[Taxon]) -> list[str]:
    by_name: defaultdict[str, list[Taxon]] = defaultdict(list)
    for taxon in taxa:
        by_name[taxon.name].append(taxon)
    return [
        f"{name}: accepted {len(same)} times ({', '.join(t.taxon_id for t in same)}); keep one, or "
        "make the others synonyms"
        for name, same in sorted(by_name.items())
        if len(same) > 1
    ]


def _of_other_kingdoms(taxa: Iterable[Taxon], kingdoms: Collection[str]) -> list[str]:
    known = _kingdoms_of_groups()
    problems = []
    for taxon in taxa:
        if not taxon.kingdom:
            continue
        if taxon.kingdom not in kingdoms:
            problems.append(
                f"{taxon.name}: kingdom is {taxon.kingdom!r}; expected {' or '.join(kingdoms)}; "
                "leave it out"
            )
            continue
        for group in (taxon.family, taxon.class_):
            own = known.get(group, frozenset())
            if own and taxon.kingdom not in own:
                problems.append(
                    f"{taxon.name}: kingdom is {taxon.kingdom!r}, but {group} is a group of "
                    f"{' and '.join(sorted(own))}; correct one of them"
                )
                break
    return problems


def _kingdoms_of_groups() -> Mapping[str, Collection[str]]:
    """The kingdoms of each family and class in the package."""
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for kingdom, class_, family in zip(
        *read_species().columns("genera", "kingdom class family"), strict=True
    ):
        for group in (class_, family):
            if group:
                groups[group].add(kingdom)
    return groups
