"""Species that a list has in one genus, and other current lists or its earlier names in another.

A user's genus may contain more: *Rhea* includes *Rhea pennata*, which a list may have as
*Pterocnemia pennata*. Synonymies are no help: they have every genus in which a species was ever
placed, such as *Felis* for the lion.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from concordance.codes import NameKind, Relation
from concordance.matching.index import ListIndex
from concordance.records import NameUse, Taxon

#: sources that give the name used in a current list, not every name ever used
_LISTS: Final = frozenset(
    {
        "HBW-BL", "avonet-2022", "birdlife", "birdtree", "clements", "dickinson_2003",
        "mdd_cmw2020", "mdd_iucn",
        "mdd_msw3",
    }
)  # fmt: skip
#: source of names in use that no open list in the package has
_RECALLED: Final = "recalled"
#: any family, for a genus that is not placed
_ANY: Final = "*"
#: most genera into which the species of a genus in use were moved
_FEW: Final = 3


def species_elsewhere(genera: Iterable[str], index: ListIndex) -> Mapping[str, Sequence[str]]:
    """Return the species that belong to some genera under other names than those of the list.

    Parameters
    ----------
    genera : iterable of str
    index : ListIndex

    Returns
    -------
    mapping of taxon id to sequence of str
        The names in those genera.
    """
    named = index.once(lambda: dict[str, Mapping[str, Sequence[str]]](), "species elsewhere")
    names: dict[str, Sequence[str]] = {}
    for genus in sorted(set(genera)):
        if genus not in named:
            named[genus] = _of_genus(genus, index)
        names |= named[genus]
    return names


def _of_genus(genus: str, index: ListIndex) -> Mapping[str, Sequence[str]]:
    families = _families_in_use(genus, index)
    names: defaultdict[str, list[str]] = defaultdict(list)
    for name in index.by_genus.get(genus, ()):
        if name.count(" ") != 1:
            continue
        for indexed in index.named(name):
            use, taxon = indexed.use, indexed.taxon
            if (
                indexed.concept is Relation.CONGRUENT
                and taxon.rank == "species"
                and genus not in (taxon.genus, taxon.name.split(" ", 1)[0])
                and (
                    use.kind is NameKind.FORMER_LISTING_NAME
                    or _is_of_list(use.source)
                    or (genus not in index.genera and _may_be_of(families, use, taxon))
                )
            ):
                names[taxon.taxon_id].append(name)
    return {taxon_id: tuple(dict.fromkeys(same)) for taxon_id, same in names.items()}


def _families_in_use(genus: str, index: ListIndex) -> frozenset[str]:
    """The families of a genus whose names in the list are of few other genera.

    *Coluber* once had snakes of many genera: few of these names are in use.
    """
    families = frozenset(place.family for place in index.places(genus))
    genera = {
        indexed.taxon.genus
        for name in index.by_genus.get(genus, ())
        for indexed in index.named(name)
        if not families or indexed.taxon.family in families
    }
    return (families or frozenset({_ANY})) if len(genera) <= _FEW else frozenset()


def _may_be_of(families: Collection[str], use: NameUse, taxon: Taxon) -> bool:
    """Whether a name in a genus without species of the list may be in use."""
    is_recalled = _RECALLED in use.source.split("|")
    return is_recalled or taxon.family in families or _ANY in families


def _is_of_list(sources: str) -> bool:
    return not _LISTS.isdisjoint(sources.split("|"))


def names_elsewhere(genera: Iterable[str], index: ListIndex) -> Mapping[str, str]:
    """Return the note in brackets for each of these species, by name."""
    names = species_elsewhere(genera, index)
    return {index.taxa[i].name: f", elsewhere {first}" for i, (first, *_) in names.items()}
