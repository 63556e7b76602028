"""Standard references: which one a treaty follows for a taxon, and its name in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from concordance.readers.appendices import Facts
from concordance.records import ReferenceName, Taxon

#: scope in words -> keys of the references followed for it on the day
Scopes = Mapping[str, set[str]]

_AQUATIC: Final = frozenset(
    {"Cetacea", "Sirenia", "Phocidae", "Otariidae", "Odobenidae", "Mysticeti", "Odontoceti"}
)
_FISH: Final = frozenset(
    {"Elasmobranchii", "Actinopteri", "Actinopterygii", "Dipneusti", "Coelacanthi"}
)
#: standard reference behind each list of names
_REFERENCE_OF_LIST: Final = {
    "msw3": "WILSON-REEDER-2005",
    "avilist": "AVILIST-2025",
    "birdlife": "HBW-BIRDLIFE",
    "reptiledb": "REPTILE-DATABASE-EXTRACT",
}


def scopes_on(facts: Facts, day: str) -> Scopes:
    """Return the references that a treaty follows on a day, by the scope of their adoption."""
    scopes: defaultdict[str, set[str]] = defaultdict(set)
    for reference in facts.references:
        if reference.dates.on(day):
            for scope in reference.scopes:
                scopes[scope].add(reference.key)
    return scopes


def with_references(taxa: Iterable[Taxon], scopes: Scopes) -> list[Taxon]:
    """Return taxa with the keys of their closest standard references, where known."""
    closest: dict[tuple[str, ...], tuple[str, ...]] = {}
    named_genera = {scope.removesuffix(" spp.") for scope in scopes if scope.endswith(" spp.")}
    of_class: dict[str, Scopes] = {}
    done = []
    for taxon in taxa:
        if taxon.reference:
            done.append(taxon)
            continue
        # all species of a genus follow one reference, unless a scope names the species
        species = " ".join(taxon.name.split()[:2])
        own = taxon.name if {taxon.name, species} & scopes.keys() else ""
        genus = taxon.genus if taxon.genus in named_genera else ""
        group = (own, taxon.class_, taxon.order, taxon.family, genus, taxon.rank)
        if group not in closest:
            if taxon.class_ not in of_class:
                of_class[taxon.class_] = _of_class(taxon.class_, scopes)
            closest[group] = _closest(taxon, scopes, of_class[taxon.class_])
        done.append(_referring(taxon, closest[group]))
    return done


@lru_cache(maxsize=1 << 15)
def _referring(taxon: Taxon, reference: tuple[str, ...]) -> Taxon:
    """A taxon with its references: most days have the same ones."""
    return taxon._replace(reference=reference)


def _of_class(class_: str, scopes: Scopes) -> Scopes:
    """The scopes that may concern a class or a part of it."""
    return {s: keys for s, keys in scopes.items() if s.startswith((class_, "fishes"))}


def _closest(taxon: Taxon, scopes: Scopes, of_class: Scopes) -> tuple[str, ...]:
    species = " ".join(taxon.name.split()[:2])
    genus = f"{taxon.genus} spp." if taxon.genus else ""
    for scope in (taxon.name, species, genus, taxon.family):
        if scope in scopes:
            return tuple(sorted(scopes[scope]))
    by_weight: dict[int, set[str]] = {}
    parts = _parts(taxon)
    for scope, keys in of_class.items():
        by_weight.setdefault(_weight(scope, taxon, parts), set()).update(keys)
    top = max(by_weight, default=0)
    return tuple(sorted(by_weight[top])) if top else ()


def _weight(scope: str, taxon: Taxon, parts: Mapping[str, bool]) -> int:
    """How closely a scope fits a taxon: 0 not at all, 1 its class, 2 a part of its class."""
    if scope == "fishes" or scope.startswith("fishes,"):
        return 2 if taxon.class_ in _FISH else 0
    group, _, part = scope.partition(":")
    if group != taxon.class_:
        return 0
    if not part.strip():
        return 1
    return 2 if parts.get(part.strip(), False) else 0


def _parts(taxon: Taxon) -> dict[str, bool]:
    """Parts of a class in the wording of the scopes, and whether the taxon is in each."""
    species = taxon.rank in {"species", "subspecies"}
    aquatic = bool({taxon.order, taxon.family} & _AQUATIC)
    return {
        "species": species,
        "order and family names": not species,
        "passerines": taxon.order == "Passeriformes",
        "non-passerines": taxon.order != "Passeriformes",
        "terrestrial": not aquatic,
        "aquatic": aquatic,
        "marine turtles": taxon.family in {"Cheloniidae", "Dermochelyidae"},
        "turtles": taxon.order == "Testudines",
        "other reptiles": taxon.order != "Testudines",
    }


def reference_names(facts: Facts, scopes: Scopes) -> tuple[ReferenceName, ...]:
    """Return the names that standard references use for the taxa of a treaty.

    Parameters
    ----------
    facts : Facts
    scopes : Scopes

    Returns
    -------
    tuple of ReferenceName
        From the tables of names, and from species named in the scope of a reference.
    """
    names = {
        ReferenceName(row.name, _REFERENCE_OF_LIST[there], name)
        for row in facts.elsewhere
        for there, name in row.names_there
        if there in _REFERENCE_OF_LIST
    }
    names |= set(facts.reference_names)
    for scope, references in scopes.items():
        if " " in scope and scope[0].isupper() and ":" not in scope:
            names |= {ReferenceName(scope, reference, scope) for reference in references}
    return tuple(sorted(names))


def names_elsewhere(facts: Facts) -> list[tuple[str, str, str]]:
    """Return the names of taxa of the treaties in other lists: (name, name there, list).

    Only names with the same last word are returned; another epithet may be a split or a lump.
    """
    return [
        (row.name, name, there)
        for row in facts.elsewhere
        for there, name in row.names_there
        if name != row.name
        and name.split()[-1][:4] == row.name.split()[-1][:4]
        and len(name.split()) == len(row.name.split())
    ]
