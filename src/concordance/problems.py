"""Groups rows into problems: pairs that share a taxon, a change of genus, or a reference.

It also finds rows without any problem of names: a part that one side lists separately.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import chain
from typing import Final

from concordance.codes import Relation
from concordance.names import canonical
from concordance.pairs import PairRow

#: relations where one taxon contains animals that the other does not
PARTS: Final = frozenset({Relation.INCLUDES, Relation.INCLUDED_IN, Relation.OVERLAPS})
#: a bond between rows; rows that share a bond are one problem
Bond = Hashable


def problems(rows: Sequence[PairRow], within: Iterable[PairRow]) -> list[tuple[PairRow, ...]]:
    """Return rows grouped by problem.

    Parameters
    ----------
    rows : sequence of PairRow
        With a difference of names, as `flags.add_flags` gives them.
    within : iterable of PairRow
        The whole concordance, which shows where each reference is followed.

    Returns
    -------
    list of tuple of PairRow
        Each row once, in the order of the first row of each problem. Rows are one problem if they
        share a taxon, if their congruent taxa differ by the same two genera or spellings of a
        genus, or if one side follows a reference for this genus only that the other does not
        follow.
    """
    special = _references_of_one_genus(within)
    parent: dict[Bond, Bond] = {}

    def root(bond: Bond) -> Bond:
        while (above := parent.setdefault(bond, bond)) != bond:
            bond = above
        return bond

    for place, row in enumerate(rows):
        for bond in _bonds(row, special):
            parent[root(bond)] = root(place)
    groups: defaultdict[Bond, list[PairRow]] = defaultdict(list)
    for place, row in enumerate(rows):
        groups[root(place)].append(row)
    return [tuple(group) for group in groups.values()]


def _bonds(row: PairRow, special: set[tuple[int, str, str]]) -> Iterable[Bond]:
    yield from ((side, taxon_id) for side, taxon_id in enumerate(row.ids) if taxon_id)
    if row.link is None:
        return
    genera = tuple(_genus(taxon.name) for taxon in row.taxa)
    if row.relation is Relation.CONGRUENT and genera[0] != genera[1]:
        yield ("genera", *genera)
    if row.relation in PARTS:
        yield from (bond for bond in _followed(row) if bond in special)


def _followed(row: PairRow) -> Iterable[tuple[int, str, str]]:
    """Side, reference and genus of each reference that only one side follows."""
    x, y = (set(taxon.reference) for taxon in row.taxa)
    for side, own in enumerate((x - y, y - x)):
        genus = _genus(row.taxa[side].name)
        yield from ((side, reference, genus) for reference in sorted(own))


def _references_of_one_genus(rows: Iterable[PairRow]) -> set[tuple[int, str, str]]:
    genera: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for row in rows:
        for place, side in enumerate(row.sides):
            if side is None:
                continue
            for reference in side.taxon.reference:
                genera[place, reference].add(_genus(side.taxon.name))
    return {(side, reference, min(of)) for (side, reference), of in genera.items() if len(of) == 1}


def _genus(name: str) -> str:
    return name.split(" ")[0]


def listed_apart(rows: Iterable[PairRow]) -> frozenset[tuple[str | None, str | None]]:
    """Return the pairs of whole and part where both sides list the whole under one name.

    Parameters
    ----------
    rows : iterable of PairRow
        A concordance.

    Returns
    -------
    frozenset of pair of str
        `PairRow.ids` of pairs of two ranks. Their names are not in dispute: one side lists the
        part separately from the whole.
    """
    rows = [row for row in rows if row.link is not None]
    shared = {
        (side, taxon_id)
        for row in rows
        if row.relation is Relation.CONGRUENT
        and all(cover.entries for cover in row.covers)
        and canonical(row.taxa[0].name) == canonical(row.taxa[1].name)
        for side, taxon_id in enumerate(row.ids)
    }
    return frozenset(
        row.ids
        for row in rows
        if row.taxa[0].rank != row.taxa[1].rank
        and (side := whole_side(row)) is not None
        and (side, row.ids[side]) in shared
    )


def whole_side(row: PairRow) -> int | None:
    """Return the side (0 left, 1 right) whose taxon contains the other, if any."""
    return {Relation.INCLUDES: 0, Relation.INCLUDED_IN: 1}.get(row.relation)


def taxa_of(rows: Iterable[PairRow], side: int) -> tuple[str, ...]:
    """Return the names of one side (0 left, 1 right) in some rows, each once."""
    return tuple(dict.fromkeys(name for row in rows if (name := row.names[side])))


def appendices_of(rows: Iterable[PairRow], side: int) -> tuple[str, ...]:
    """Return the Appendices of one side in some rows, in order, each once."""
    return tuple(sorted(set(chain.from_iterable(row.covers[side].appendices for row in rows))))
