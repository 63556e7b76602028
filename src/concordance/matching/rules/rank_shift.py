"""Rank shift: a name at another rank, as a species or a subspecies of the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from concordance.codes import Rule
from concordance.matching.candidates import Candidate, named
from concordance.matching.index import ListIndex
from concordance.matching.query import Query
from concordance.names import AuthorshipAgreement, last_epithets

#: a name of the list, and how it relates to the name of the query
Move = tuple[str, str]


def species_of(name: str) -> str:
    """Return the species to which a name of three words or more belongs."""
    return " ".join(name.split()[:2])


def candidates(queries: Sequence[Query], index: ListIndex) -> Iterator[Sequence[Candidate]]:
    """Yield the candidates at another rank for each name that is not in the list."""
    subspecies = index.by_genus_and_epithet
    names = [query.name for query in queries if query.name.count(" ") == 1]
    names = [name for name in names if name.split()[0] in subspecies]
    epithet = dict(zip(names, last_epithets(names), strict=True))
    for query in queries:
        moves: list[Move] = []
        if query.name in epithet:
            lower = subspecies[query.name.split()[0]].get(epithet[query.name], ())
            moves = [(name, "the list has it as a subspecies") for name in lower]
        elif query.name.count(" ") > 1:
            moves = _wider(query.name)
        yield _moved(query, moves, index) if moves else ()


def within_species(queries: Sequence[Query], index: ListIndex) -> Iterator[Sequence[Candidate]]:
    """Yield the accepted species to which each subspecies belongs.

    Only accepted names are cut to two words: a trinomial among the synonyms often belongs to
    another species (``Falco vespertinus amurensis`` is *F. amurensis*).
    """
    for query in queries:
        species = species_of(query.name)
        yield [
            candidate
            for candidate in named(query, species, index, Rule.RANK_SHIFT)
            if candidate.indexed.use.is_accepted
        ]


def _wider(name: str) -> list[Move]:
    words = name.split()
    return [
        # the lowest epithet as a species comes first: the list may have raised its rank
        (f"{words[0]} {words[-1]}", "the list has a species with that epithet"),
        (" ".join(words[:-1]), "the list has the taxon to which it belongs"),
        (species_of(name), "the list has the species to which it belongs"),
    ]


def _moved(query: Query, moves: Sequence[Move], index: ListIndex) -> Sequence[Candidate]:
    asked = query._replace(rank="")
    moved = [
        candidate._replace(authors=AuthorshipAgreement.UNKNOWN)
        for name, words in moves
        for candidate in named(
            asked, name, index, Rule.RANK_SHIFT, f"{query.name} is not in the list as such; {words}"
        )
    ]
    return list({(c.taxon_id, c.indexed.use.name): c for c in moved}.values())
