"""Species that a list has in one genus, and other current lists or its earlier names in another.

A user's genus may contain more: *Rhea* includes *Rhea pennata*, which a list may have as
*Pterocnemia pennata*. Synonymies are no help: they have every genus in which a species was ever
placed, such as *Felis* for the lion.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from concordance.codes import NameKind, Relation
from concordance.matching.index import ListIndex

#: sources that give the name used in a current list, not every name ever used
_LISTS: Final = frozenset(
    {
        "HBW-BL", "avonet-2022", "birdlife", "birdtree", "clements", "dickinson_2003",
        "mdd_cmw2020", "mdd_iucn", "mdd_msw3",
    }
)  # fmt: skip
#: source of names in use that no open list in the package has
_RECALLED: Final = "recalled"


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
                    or (_RECALLED in use.source.split("|") and genus not in index.genera)
                )
            ):
                names[taxon.taxon_id].append(name)
    return {taxon_id: tuple(dict.fromkeys(same)) for taxon_id, same in names.items()}


def _is_of_list(sources: str) -> bool:
    return not _LISTS.isdisjoint(sources.split("|"))


def names_elsewhere(genera: Iterable[str], index: ListIndex) -> Mapping[str, str]:
    """Return the note in brackets for each of these species, by name."""
    names = species_elsewhere(genera, index)
    return {index.taxa[i].name: f", elsewhere {first}" for i, (first, *_) in names.items()}
