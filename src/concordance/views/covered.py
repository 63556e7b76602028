"""Species covered by an entry but without a row of their own, and common names; for the report."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from concordance.checklist import Checklist
from concordance.codes import NameKind
from concordance.matching.index import ListIndex
from concordance.matching.listed import listed_taxon
from concordance.readers.common_names import read_common_names

_SPECIES = frozenset({"species", "subspecies", "variety", "form"})


class CoveredSpecies(NamedTuple):
    """A species that an entry for a group covers, as in the answers of `lookup`."""

    name: str
    family: str
    left_appendix: str | None = None
    left_listed_as: str | None = None
    right_appendix: str | None = None
    right_listed_as: str | None = None


class Synonym(NamedTuple):
    """Another name of a taxon, from the lists with their members."""

    name: str
    kind: str
    taxon: str


class Spoken(NamedTuple):
    """A common name of a taxon."""

    name: str
    language: str
    taxon: str


def covered_species(
    sides: tuple[Checklist, Checklist], known: Collection[str]
) -> list[CoveredSpecies]:
    """Return the species that either list covers but that have no row, by name.

    Parameters
    ----------
    sides : pair of Checklist
    known : collection of str
        Names of the taxa that have a row.

    Returns
    -------
    list of CoveredSpecies
    """
    species: dict[str, CoveredSpecies] = {}
    for side in sides:
        index = side.with_members.once(ListIndex)
        for taxon in index.taxa.values():
            if taxon.rank not in _SPECIES or taxon.name in known:
                continue
            listed = listed_taxon(taxon, index)
            if listed.appendix:
                one = species.get(taxon.name, CoveredSpecies(taxon.name, taxon.family))
                species[taxon.name] = (
                    one._replace(left_appendix=listed.appendix, left_listed_as=listed.listed_as)
                    if side is sides[0]
                    else one._replace(
                        right_appendix=listed.appendix, right_listed_as=listed.listed_as
                    )
                )
    return [species[name] for name in sorted(species)]


def synonyms(
    sides: Iterable[Checklist], taxa: Collection[str], known: Collection[str]
) -> list[Synonym]:
    """Return the other names that lead to the given taxa, as `lookup` reads them.

    Parameters
    ----------
    sides : pair of Checklist
    taxa : collection of str
        Names of taxa in the report.
    known : collection of str
        Names that are already in the report.

    Returns
    -------
    list of Synonym
        By name; if the sides give different reasons for a name, that of the first side is used.
    """
    by_pair: dict[tuple[str, str], Synonym] = {}
    for side in sides:
        index = side.with_members.once(ListIndex)
        for name, uses in index.by_name.items():
            for use in uses:
                taxon = index.taxa[use.taxon_id].name
                if taxon in taxa and taxon != name and name not in known:
                    by_pair.setdefault((name, taxon), Synonym(name, use.kind.value, taxon))
    return [by_pair[pair] for pair in sorted(by_pair)]


def spoken_names(sides: Iterable[Checklist], taxa: Collection[str]) -> list[Spoken]:
    """Return the common names in the package for the given taxa, under any name the lists use.

    Parameters
    ----------
    sides : pair of Checklist
    taxa : collection of str
        Names of taxa in the report.
    """
    indexes = [side.with_members.once(ListIndex) for side in sides]
    pairs = [
        (name, index.taxa[use.taxon_id].name)
        for index in indexes
        for name, uses in index.by_name.items()
        for use in uses
        if use.kind not in (NameKind.MISAPPLIED, NameKind.SPLIT)
    ]
    now = dict(reversed([(name, taxon) for name, taxon in pairs if taxon in taxa]))
    spoken = {
        Spoken(fact.name, fact.language, taxon)
        for fact in read_common_names()
        if (taxon := fact.taxon if fact.taxon in taxa else now.get(fact.taxon, ""))
    }
    return sorted(spoken)
