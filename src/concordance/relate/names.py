"""How the animals relate that two names mean, each on its own side."""

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
    Column(name="left_name", meaning="the name asked for on the left"),
    Column(name="left_taxon", meaning="taxon of the left list that it leads to"),
    Column(name="right_name", meaning="the name asked for on the right"),
    Column(name="right_taxon", meaning="taxon of the right list that it leads to"),
    Column(
        name="relation",
        meaning="how the animals relate that the two names mean; undetermined if not certain",
        values=choices(Relation),
    ),
    Column(name="possible", meaning="every relation that can hold, joined by a bar"),
    Column(name="why", meaning="what each name means in its list, and how the taxa relate"),
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
    """How what a name means relates to a taxon that it leads to, and why."""

    relation: Relation
    words: str


def relate_names(
    lists: tuple[Checklist, Checklist], rows: Iterable[PairRow], names: tuple[str, str]
) -> list[NamedRelation]:
    """Return how the animals relate that two names mean, one a pair of linked taxa.

    Parameters
    ----------
    lists : pair of Checklist
    rows : iterable of PairRow
        The concordance of the two.
    names : pair of str
        One name as the left list knows it, one as the right list does.

    Returns
    -------
    list of NamedRelation

    Raises
    ------
    UnknownNameError
        If a list does not know its name.
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
                why=f"{meant_x.words}; {meant_y.words}; the taxa: {between.relation.value} "
                f"({between.source})",
            )
        )
    return sorted(relations, key=lambda r: (r.left_taxon, r.right_taxon))


def _meanings(index: ListIndex, name: str) -> dict[str, _Meaning]:
    """Taxa that a name leads to, with how what the name means relates to each of them."""
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
        return _Meaning(Relation.INCLUDES, f"{label} divides {use.name}, {accepted} is a part")
    words, known = use.name.split(), accepted.split()
    nominate = len(words) == 3 and words[:2] == known and words[1] == words[2]
    concept = Relation.INCLUDES if nominate else indexed.concept
    if concept is Relation.UNDETERMINED:  # one of several taxa, of which this list has one
        concept = Relation.INCLUDED_IN
    kind = "synonym" if use.kind is NameKind.SYNONYM else use.kind.replace("_", " ")
    return _Meaning(
        concept.mirrored, f"{label} treats {use.name} as a synonym of {accepted} ({kind})"
    )


def relation_table(
    lists: tuple[Checklist, Checklist], rows: Iterable[PairRow], names: tuple[str, str]
) -> pd.DataFrame:
    """Return how the animals relate that two names mean, as a table: see `relate_names`.

    Returns
    -------
    pandas.DataFrame
        Columns `NAMED`: ``relation`` is ``undetermined`` where several are possible, which
        ``possible`` lists; empty where no pair is linked.
    """
    return rows_to_frame(relate_names(lists, rows, names), NAMED)
