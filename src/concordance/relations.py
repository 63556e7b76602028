"""Links and asserted cases to RCC-5 relations. A name match alone is no claim about animals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

import pandas as pd

from concordance.checklist import Checklist
from concordance.errors import UnknownNameError
from concordance.matching import Link, nearest_names
from concordance.matching.index import Entry, ListIndex
from concordance.names import canonical
from concordance.schema import Basis, Column, Relation, Rule, cells

NAMED: Final = (
    Column(name="left_name", meaning="the name asked for on the left"),
    Column(name="left_taxon", meaning="taxon of the left list that it leads to"),
    Column(name="right_name", meaning="the name asked for on the right"),
    Column(name="right_taxon", meaning="taxon of the right list that it leads to"),
    Column(
        name="relation",
        meaning="how the animals relate that the two names mean; undetermined if not certain",
        values=tuple(relation.value for relation in Relation),
    ),
    Column(name="possible", meaning="every relation that can hold, joined by a bar"),
    Column(name="why", meaning="what each name means in its list, and how the taxa relate"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """The relation of one linked pair.

    Attributes
    ----------
    link : Link
    relation, basis, source
        The relation read from the left, where it comes from, and what says so.
    """

    link: Link
    relation: Relation
    basis: Basis
    source: str


_PARTS: dict[Relation, frozenset[str]] = {
    # which regions of two sets are not empty: only in the first, in both, only in the second
    Relation.CONGRUENT: frozenset({"both"}),
    Relation.INCLUDES: frozenset({"first", "both"}),
    Relation.INCLUDED_IN: frozenset({"both", "second"}),
    Relation.OVERLAPS: frozenset({"first", "both", "second"}),
    Relation.DISJOINT: frozenset({"first", "second"}),
}


@lru_cache(maxsize=64)
def compose(a: Relation, b: Relation) -> frozenset[Relation]:
    """Return what X and Z may be when X is ``a`` to Y and Y is ``b`` to Z.

    Parameters
    ----------
    a, b : Relation
        One of the five of RCC-5.

    Returns
    -------
    frozenset of Relation
        Every relation that can hold; one member where the answer is certain.

    References
    ----------
    Randell, Cui & Cohn (1992); composition table of RCC-5.

    Examples
    --------
    >>> sorted(compose(Relation.INCLUDES, Relation.INCLUDES))
    [<Relation.INCLUDES: 'includes'>]
    >>> len(compose(Relation.INCLUDED_IN, Relation.INCLUDES))
    5
    """
    # seven regions of three sets, each empty or not: try all, keep those that agree
    regions = [region for region in product((False, True), repeat=3) if any(region)]
    found = set()
    for filled in product((False, True), repeat=len(regions)):
        held = [region for region, full in zip(regions, filled, strict=True) if full]
        if not all(any(region[i] for region in held) for i in range(3)):
            continue
        if _between(held, 0, 1) is a and _between(held, 1, 2) is b:
            found.add(_between(held, 0, 2))
    return frozenset(found)


def _between(held: Sequence[tuple[bool, ...]], i: int, j: int) -> Relation:
    parts = set()
    for region in held:
        if region[i] or region[j]:
            parts.add("both" if region[i] and region[j] else "first" if region[i] else "second")
    return next(relation for relation, wanted in _PARTS.items() if wanted == parts)


def contradicted(related: Sequence[Related]) -> set[tuple[str, str]]:
    """Return the pairs that cannot hold beside a congruent pair of the same taxon.

    Parameters
    ----------
    related : sequence of Related

    Returns
    -------
    set of (left id, right id)
        A taxon inside another one of the other list, and at once congruent with a third.
    """
    same = [r.link for r in related if r.relation is Relation.CONGRUENT]
    left, right = {link.left_id for link in same}, {link.right_id for link in same}
    return {
        (r.link.left_id, r.link.right_id)
        for r in related
        if (r.relation is Relation.INCLUDED_IN and r.link.left_id in left)
        or (r.relation is Relation.INCLUDES and r.link.right_id in right)
    }


def relate(
    links: Sequence[Link],
    asserted: Mapping[tuple[str, str], tuple[str, str]],
    names: Mapping[str, str],
    labels: tuple[str, str],
) -> list[Related]:
    """Return the relation of every linked pair, in the order of the links.

    Parameters
    ----------
    links : sequence of Link
    asserted : mapping of (left id, right id) to (relation, source)
        Cases that a source asserts; they outrank inference.
    names : mapping of taxon id to name
    labels : pair of str
        How the two lists are called in words.

    Returns
    -------
    list of Related

    Notes
    -----
    Inferred from what the links of both taxa say together: where one left taxon also holds the
    animal of another right taxon it includes each of them; the mirror is included in; both at
    once overlap. A name that belongs to several taxa decides nothing.

    References
    ----------
    Randell, Cui & Cohn (1992), region connection calculus.
    """
    wider_left: defaultdict[str, set[str]] = defaultdict(set)
    wider_right: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        pair = (link.left_id, link.right_id)
        claim = asserted.get(pair, ("", ""))[0]
        if link.concerns_concept or (
            claim in {"includes", "included_in"} and link.rule is not Rule.RANK_SHIFT
        ):
            relation = Relation(claim) if claim else link.suggests
            same_rank = len(names[link.left_id].split()) == len(names[link.right_id].split())
            if relation is Relation.INCLUDES and same_rank:
                wider_left[link.left_id].add(link.right_id)
            if relation is Relation.INCLUDED_IN and same_rank:
                wider_right[link.right_id].add(link.left_id)
        elif link.suggests is Relation.CONGRUENT and not link.ambiguous:
            wider_left[link.left_id].add(link.right_id)
            wider_right[link.right_id].add(link.left_id)
    via = {(link.left_id, link.right_id): _by_what(link, asserted, names) for link in links}
    return [_relate(link, asserted, names, wider_left, wider_right, via, labels) for link in links]


def _by_what(
    link: Link, asserted: Mapping[tuple[str, str], tuple[str, str]], names: Mapping[str, str]
) -> str:
    claim = asserted.get((link.left_id, link.right_id))
    if claim and not link.via:
        return f"a known case: {claim[1]}"
    return f"by the name {link.via or names[link.left_id]}"


def _relate(
    link: Link,
    asserted: Mapping[tuple[str, str], tuple[str, str]],
    names: Mapping[str, str],
    wider_left: Mapping[str, set[str]],
    wider_right: Mapping[str, set[str]],
    via: Mapping[tuple[str, str], str],
    labels: tuple[str, str],
) -> Related:
    claim = asserted.get((link.left_id, link.right_id))
    if claim:
        relation, source = claim
        return Related(link=link, relation=Relation(relation), basis=Basis.ASSERTED, source=source)
    if link.ambiguous or link.rule is Rule.FUZZY:
        return Related(
            link=link,
            relation=Relation.UNDETERMINED,
            basis=Basis.INFERRED,
            source="the linking name decides nothing by itself",
        )
    if link.suggests is not Relation.CONGRUENT:
        return Related(
            link=link, relation=link.suggests, basis=Basis.INFERRED, source=link.evidence
        )
    left_holds = wider_left.get(link.left_id, set()) - {link.right_id}
    right_holds = wider_right.get(link.right_id, set()) - {link.left_id}
    if left_holds and right_holds:
        relation = Relation.OVERLAPS
    elif left_holds:
        relation = Relation.INCLUDES
    elif right_holds:
        relation = Relation.INCLUDED_IN
    else:
        return Related(
            link=link,
            relation=Relation.CONGRUENT,
            basis=Basis.INFERRED,
            source="no name of either taxon leads to another taxon of the other list",
        )
    a, b = labels
    x, y = names[link.left_id], names[link.right_id]
    said = [
        f"{x} of {a} also holds {names[i]}, which {b} keeps apart ({via[link.left_id, i]})"
        for i in sorted(left_holds)
    ] + [
        f"{y} of {b} also holds {names[i]}, which {a} keeps apart ({via[i, link.right_id]})"
        for i in sorted(right_holds)
    ]
    return Related(link=link, relation=relation, basis=Basis.INFERRED, source="; ".join(said))


def compose_all(chain: Sequence[Relation]) -> frozenset[Relation]:
    """Return every relation that the ends of a chain of relations may have.

    Parameters
    ----------
    chain : sequence of Relation
        At least one, none of them undetermined.

    Returns
    -------
    frozenset of Relation
    """
    found = frozenset({chain[0]})
    for step in chain[1:]:
        found = frozenset(end for start in found for end in compose(start, step))
    return found


def relate_names(
    left: Checklist,
    right: Checklist,
    table: pd.DataFrame,
    id_columns: tuple[str, str],
    left_name: str,
    right_name: str,
) -> list[dict[str, str]]:
    """Return how the animals relate that two names mean, one record a pair of linked taxa.

    Parameters
    ----------
    left, right : Checklist
    table : pandas.DataFrame
        The concordance table of the two.
    id_columns : pair of str
        Its columns of taxon ids.
    left_name, right_name : str

    Returns
    -------
    list of dict
        Columns `NAMED`.

    Raises
    ------
    UnknownNameError
        If a list does not know its name.
    """
    indexes = (left.once(ListIndex), right.once(ListIndex))
    meant = [_meaning(i, name) for i, name in zip(indexes, (left_name, right_name), strict=True)]
    columns = [cells(table[c]) for c in (*id_columns, "relation", "relation_source")]
    pairs = {(x, y): (Relation(r), s) for x, y, r, s in zip(*columns, strict=True) if x and y}
    found = []
    for (x, how_x), (y, how_y) in product(meant[0].items(), meant[1].items()):
        if (x, y) not in pairs:
            continue
        between, source = pairs[x, y]
        possible = (
            frozenset({Relation.UNDETERMINED})
            if between is Relation.UNDETERMINED
            else compose_all([how_x[0], between, how_y[0].mirrored])
        )
        names = [index.taxa[i]["name"] for index, i in zip(indexes, (x, y), strict=True)]
        found.append(
            {
                "left_name": left_name,
                "left_taxon": names[0],
                "right_name": right_name,
                "right_taxon": names[1],
                "relation": (
                    next(iter(possible)) if len(possible) == 1 else Relation.UNDETERMINED
                ).value,
                "possible": "|".join(r.value for r in Relation if r in possible),
                "why": f"{how_x[1]}; {how_y[1]}; the taxa: {between.value} ({source})",
            }
        )
    return sorted(found, key=lambda record: (record["left_taxon"], record["right_taxon"]))


def _meaning(index: ListIndex, name: str) -> dict[str, tuple[Relation, str]]:
    """Taxa that a name leads to, with how what the name means relates to each of them."""
    entries = [e for e in index.by_name.get(canonical(name), ()) if index.concept(e) is not None]
    if not entries:
        raise UnknownNameError(name, nearest_names(canonical(name), index.by_name))
    own = [entry for entry in entries if entry.is_accepted]
    entries = own or entries
    several = len({entry.taxon_id for entry in entries}) > 1
    return {entry.taxon_id: _one_meaning(index, entry, several) for entry in entries}


def _one_meaning(index: ListIndex, entry: Entry, several: bool) -> tuple[Relation, str]:
    accepted = index.taxa[entry.taxon_id]["name"]
    if entry.is_accepted:
        return Relation.CONGRUENT, f"{index.label} uses {entry.name}"
    if several:
        return Relation.INCLUDES, f"{index.label} divides {entry.name}, {accepted} is a part"
    words, known = entry.name.split(), accepted.split()
    nominate = len(words) == 3 and words[:2] == known and words[1] == words[2]
    concept = Relation.INCLUDES if nominate else index.concept(entry) or Relation.CONGRUENT
    kind = entry.kind.replace("_", " ")
    return concept.mirrored, f"{index.label} files {entry.name} under {accepted} ({kind})"
