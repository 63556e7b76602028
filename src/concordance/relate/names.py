"""Relations between the meanings of two names, one on each side."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Final, NamedTuple

import pandas as pd

from concordance.checklist import Checklist
from concordance.codes import NameKind, Relation
from concordance.errors import UnknownNameError
from concordance.matching.index import Indexed, ListIndex
from concordance.matching.near import nearest_names
from concordance.names import canonical
from concordance.pairs import PairRow
from concordance.relate.composition import compose_all
from concordance.schema import Column, choices, rows_to_frame

NAMED: Final = (
    Column(name="left_name", meaning="name given for the left"),
    Column(name="left_taxon", meaning="taxon in the left list for that name"),
    Column(name="right_name", meaning="name given for the right"),
    Column(name="right_taxon", meaning="taxon in the right list for that name"),
    Column(
        name="relation",
        meaning="relation between the meanings of the two names; undetermined if not certain",
        values=choices(Relation),
    ),
    Column(name="possible", meaning="every relation that can hold, joined by a bar"),
    Column(name="why", meaning="what each name means in its list, and the relation of the taxa"),
)


class NamedRelation(NamedTuple):
    """A row of `NAMED`."""

    left_name: str
    left_taxon: str
    right_name: str
    right_taxon: str
    relation: str
    possible: str
    why: str


class _Meaning(NamedTuple):
    """Relation of the meaning of a name to a taxon found by it, with the reason."""

    relation: Relation
    words: str


def relate_names(
    lists: tuple[Checklist, Checklist], rows: Iterable[PairRow], names: tuple[str, str]
) -> list[NamedRelation]:
    """Return the relation between the meanings of two names, one for each linked pair of taxa.

    Parameters
    ----------
    lists : pair of Checklist
    rows : iterable of PairRow
        The concordance of the two lists.
    names : pair of str
        One name in the left list and one in the right list.

    Returns
    -------
    list of NamedRelation

    Raises
    ------
    UnknownNameError
        If a list does not have its name.
    """
    indexes = tuple(checklist.once(ListIndex) for checklist in lists)
    left, right = (_meanings(i, name) for i, name in zip(indexes, names, strict=True))
    related = {row.ids: row.related for row in rows if row.related is not None}
    relations = []
    for (x, meant_x), (y, meant_y) in product(left.items(), right.items()):
        between = related.get((x, y))
        if between is None:
            continue
        possible = (
            frozenset({Relation.UNDETERMINED})
            if between.relation is Relation.UNDETERMINED
            else compose_all([meant_x.relation, between.relation, meant_y.relation.mirrored])
        )
        certain = next(iter(possible)) if len(possible) == 1 else Relation.UNDETERMINED
        relations.append(
            NamedRelation(
                left_name=names[0],
                left_taxon=indexes[0].taxa[x].name,
                right_name=names[1],
                right_taxon=indexes[1].taxa[y].name,
                relation=certain.value,
                possible="|".join(r.value for r in Relation if r in possible),
                why=f"{meant_x.words}; {meant_y.words}; the two taxa: {between.relation.value} "
                f"({between.source})",
            )
        )
    return sorted(relations, key=lambda r: (r.left_taxon, r.right_taxon))


def _meanings(index: ListIndex, name: str) -> dict[str, _Meaning]:
    """Taxa found by a name, with the relation of the name's meaning to each."""
    uses = index.named(canonical(name))
    if not uses:
        raise UnknownNameError(name, nearest_names(canonical(name), index.by_name))
    uses = [indexed for indexed in uses if indexed.use.is_accepted] or uses
    several = len({indexed.taxon.taxon_id for indexed in uses}) > 1
    return {i.taxon.taxon_id: _meaning(index.label, i, several=several) for i in uses}


def _meaning(label: str, indexed: Indexed, *, several: bool) -> _Meaning:
    use, accepted = indexed.use, indexed.taxon.name
    if use.is_accepted:
        return _Meaning(Relation.CONGRUENT, f"{label} uses {use.name}")
    if several:
        return _Meaning(Relation.INCLUDES, f"{label} splits {use.name}; {accepted} is one part")
    words, known = use.name.split(), accepted.split()
    nominate = len(words) == 3 and words[:2] == known and words[1] == words[2]
    concept = Relation.INCLUDES if nominate else indexed.concept
    if concept is Relation.UNDETERMINED:  # one of several taxa, only one of them in this list
        concept = Relation.INCLUDED_IN
    kind = "synonym" if use.kind is NameKind.SYNONYM else use.kind.replace("_", " ")
    return _Meaning(
        concept.mirrored, f"{label} treats {use.name} as a synonym of {accepted} ({kind})"
    )


def relation_table(
    lists: tuple[Checklist, Checklist], rows: Iterable[PairRow], names: tuple[str, str]
) -> pd.DataFrame:
    """Return the relations between the meanings of two names as a table: see `relate_names`.

    Returns
    -------
    pandas.DataFrame
        Columns `NAMED`. If several relations are possible, ``relation`` is ``undetermined`` and
        ``possible`` lists them. Empty if no pair is linked.
    """
    return rows_to_frame(relate_names(lists, rows, names), NAMED)
