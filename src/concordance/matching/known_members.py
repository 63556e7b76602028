"""Groups in which every known species has a separate entry.

An entry for a higher group covers the species without a separate entry. If none is known, its
Appendix is that of no known animal: *Gorilla* is in CITES Appendix I, though the rest of the
primates are in II. This depends on the species in the package, and the answer says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from concordance.checklist_parts import Place
from concordance.codes import Confidence, NameOrigin
from concordance.matching.answer import enumerated
from concordance.matching.index import ListIndex
from concordance.matching.other_genera import names_elsewhere, species_elsewhere
from concordance.records import Entry, Taxon

#: most species named in a sentence
_MOST_NAMED: Final = 4
_PLANTS: Final = "Plantae"


def apart(name: str, places: Sequence[Place], above: str, index: ListIndex) -> Sequence[Taxon]:
    """Return the known species of a group if the entry for a group covers none of them.

    Parameters
    ----------
    name : str
        A genus or a higher group.
    places : sequence of Place
        Of its genera.
    above : str
        The group with the entry.
    index : ListIndex

    Returns
    -------
    sequence of Taxon
        Empty if the entry covers one of them or the species are not known.
    """
    genera = sorted({name, *(place.name for place in places)})
    ids = dict.fromkeys(i for genus in genera for i in index.genera.get(genus, ()))
    ids |= dict.fromkeys(species_elsewhere(genera, index))
    kingdoms = {"", *(place.kingdom for place in places)}
    species = [
        taxon
        for taxon in (index.taxa[taxon_id] for taxon_id in ids)
        if taxon.rank == "species" and taxon.kingdom in kingdoms
    ]
    covers = {taxon.name: index.cover(taxon).entries for taxon in species}
    listed = [taxon for taxon in species if covers[taxon.name]]
    # of plants the package has the listed species, not all
    if not listed or not _are_known(index)[listed[0].class_] or listed[0].kingdom == _PLANTS:
        return ()
    if any(entry.taxon == above for entries in covers.values() for entry in entries):
        return ()
    # the species of a listed subspecies may have no entry, and so be no taxon of the list
    divided = [name for name in index.parts if name.split(" ", 1)[0] in genera]
    return listed if all(name in index for name in divided) else ()


def apart_words(name: str, species: Sequence[Taxon], above: str, index: ListIndex) -> str:
    """Return a clause saying that the entry for a group covers no known species."""
    appendices = {e.appendix for taxon in species for e in index.cover(taxon).entries}
    elsewhere = names_elsewhere([name], index)
    names = [
        f"{taxon.name} ({elsewhere[taxon.name].lstrip(', ')})"
        if taxon.name in elsewhere
        else taxon.name
        for taxon in species
    ]
    number = f"all {len(species)} species" if len(species) > 1 else "the only species"
    verb = "are" if len(species) > 1 else "is"
    where = " or ".join(sorted(appendices, key=lambda a: (len(a), a)))
    return (
        f"{number} of {name} known in the package {verb} in {index.label} Appendix {where}: "
        f"{enumerated(names, _MOST_NAMED)}; any other would be covered by the {index.label} "
        f"{index.appendices[above]} entry {above}"
    )


def entries_of(species: Sequence[Taxon], index: ListIndex) -> list[Entry]:
    """Return the entries that cover some species, each once."""
    return list(dict.fromkeys(e for taxon in species for e in index.cover(taxon).entries))


def _are_known(index: ListIndex) -> Mapping[str, bool]:
    """Whether most species that the list does not print come from open lists, by class."""
    return index.once(lambda: _classes(index), "classes with known species")


def _classes(index: ListIndex) -> Mapping[str, bool]:
    known: Counter[str] = Counter()
    for taxon in index.taxa.values():
        if taxon.rank == "species" and taxon.name_from is not NameOrigin.PRINTED:
            known[taxon.class_] += 1 if taxon.confidence is not Confidence.RECALLED else -1
    return {taxon.class_: known[taxon.class_] > 0 for taxon in index.taxa.values()}
