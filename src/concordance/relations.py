"""Links and asserted cases to RCC-5 relations. A name match alone is no claim about animals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from concordance.matching import Link
from concordance.schema import Basis, Relation, Rule


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
) -> list[Related]:
    """Return the relation of every linked pair, in the order of the links.

    Parameters
    ----------
    links : sequence of Link
    asserted : mapping of (left id, right id) to (relation, source)
        Cases that a source asserts; they outrank inference.
    names : mapping of taxon id to name

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
    return [_relate(link, asserted, names, wider_left, wider_right) for link in links]


def _relate(
    link: Link,
    asserted: Mapping[tuple[str, str], tuple[str, str]],
    names: Mapping[str, str],
    wider_left: Mapping[str, set[str]],
    wider_right: Mapping[str, set[str]],
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
    others = ", ".join(sorted(names[i] for i in left_holds | right_holds))
    return Related(
        link=link,
        relation=relation,
        basis=Basis.INFERRED,
        source=f"the same names also lead to {others}",
    )
