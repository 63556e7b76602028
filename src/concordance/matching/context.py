"""Checks of context: whether kingdom, class and rank of a query allow a name of a list."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from concordance.matching.index import Indexed
from concordance.matching.query import CONTEXT, NO_CONTEXT, Query

_KINGDOM, _CLASS, _ORDER, _FAMILY = (
    CONTEXT.index(level) for level in ("kingdom", "class", "order", "family")
)
_AT_SPECIES: Final = frozenset({"species", "subspecies", "variety", "form", "spp"})

#: higher taxa under other names or other concepts: left name -> the name compared
HIGHER_SYNONYMS: Final[Mapping[str, str]] = {
    # kingdoms and phyla
    "Metazoa": "Animalia", "Viridiplantae": "Plantae", "Craniata": "Chordata",
    # classes: bony fishes, cartilaginous fishes, reptiles, flowering plants
    "Actinopterygii": "Actinopteri", "Osteichthyes": "Actinopteri",
    "Chondrichthyes": "Elasmobranchii", "Sauropsida": "Reptilia", "Squamata": "Squamata",
    "Hexapoda": "Insecta", "Dicotyledoneae": "Magnoliopsida", "Monocotyledoneae": "Liliopsida",
    # orders whose limits have changed
    "Cetacea": "Artiodactyla", "Cetartiodactyla": "Artiodactyla", "Pinnipedia": "Carnivora",
    "Crocodilia": "Crocodylia", "Chelonii": "Testudines", "Sauria": "Squamata",
    "Serpentes": "Squamata", "Accipitriformes": "Falconiformes", "Cathartiformes": "Falconiformes",
    "Ciconiiformes": "Pelecaniformes", "Otidiformes": "Gruiformes",
    # families with two names (ICN 18.5)
    "Compositae": "Asteraceae", "Cruciferae": "Brassicaceae", "Gramineae": "Poaceae",
    "Guttiferae": "Clusiaceae", "Labiatae": "Lamiaceae", "Leguminosae": "Fabaceae",
    "Palmae": "Arecaceae", "Umbelliferae": "Apiaceae", "Papilionaceae": "Fabaceae",
}  # fmt: skip

#: placeholders for an unknown higher taxon
_NO_TAXON: Final = frozenset({"", "incertae sedis", "incertae_sedis", "unknown", "not assigned"})


def higher_agree(left: str, right: str) -> bool | None:
    """Whether two higher taxa of one rank are the same; None if either is not known.

    Examples
    --------
    >>> higher_agree("Compositae", "Asteraceae"), higher_agree("Aves", "Mammalia")
    (True, False)
    >>> higher_agree("", "Aves") is None
    True
    """
    a, b = _higher(left), _higher(right)
    if a.lower() in _NO_TAXON or b.lower() in _NO_TAXON:
        return None
    return HIGHER_SYNONYMS.get(a, a) == HIGHER_SYNONYMS.get(b, b)


@lru_cache(maxsize=20_000)
def _higher(text: str) -> str:
    """Return the bare name of a higher taxon: "Fungi Bartling, 1830" is Fungi."""
    words = text.replace(",", " ").split()
    if not words or text.strip().lower() in _NO_TAXON:
        return ""
    return words[0].capitalize()


def classes_agree(left: str, right: str) -> bool:
    """Whether two classes are compatible; a blank one is compatible with any.

    Examples
    --------
    >>> classes_agree("Actinopteri", "Actinopterygii")
    True
    >>> classes_agree("Aves", "Mammalia")
    False
    """
    return higher_agree(left, right) is not False


def taxa_agree(kingdoms: tuple[str, str], classes: tuple[str, str]) -> bool:
    """Whether kingdoms and classes of two taxa are compatible."""
    return higher_agree(*kingdoms) is not False and classes_agree(*classes)


def context_agrees(query: Query, indexed: Indexed) -> bool | None:
    """Whether kingdom, class and rank agree as far as known; the family can only confirm.

    Returns
    -------
    bool or None
        None if nothing is known.
    """
    if query.context is NO_CONTEXT and not query.rank:
        return None
    taxon = indexed.taxon
    agree = [
        higher_agree(query.context[_KINGDOM], taxon.kingdom),
        higher_agree(query.context[_CLASS], taxon.class_),
    ]
    if query.rank and taxon.rank:
        agree.append(_same_level(query.rank, indexed))
    if False in agree:
        return False
    return True if True in agree or family_agrees(query, indexed) else None


def family_agrees(query: Query, indexed: Indexed) -> bool | None:
    """Whether the family is the same; None if either is not known."""
    if query.context is NO_CONTEXT:
        return None
    return higher_agree(query.context[_FAMILY], indexed.taxon.family)


def placed_near(query: Query, indexed: Indexed) -> bool:
    """Whether a similar name is plausible: False if both order and family, as given, differ."""
    if query.context is NO_CONTEXT:
        return True
    agree = [
        higher_agree(query.context[_ORDER], indexed.taxon.order),
        higher_agree(query.context[_FAMILY], indexed.taxon.family),
    ]
    return True in agree or False not in agree


def _same_level(rank: str, indexed: Indexed) -> bool | None:
    """Whether two ranks are both above, at or below species; a synonym may differ in rank."""
    use, known = indexed.use, indexed.taxon.rank
    is_lower = known in _AT_SPECIES if use.is_accepted else " " in use.name
    if (rank in _AT_SPECIES) != is_lower:
        return False
    return True if use.is_accepted and rank == known else None
