"""Derives RCC-5 relations from links and asserted cases, as matching names prove nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from concordance.codes import Basis, Relation, Rule
from concordance.pairs import Link, Related
from concordance.records import ConceptRelation, Taxon

#: both ids of a pair
Pair = tuple[str, str]
#: taxa of the two lists by id
Taxa = tuple[Mapping[str, Taxon], Mapping[str, Taxon]]


def contradicted(related: Iterable[tuple[Link, Related]]) -> set[Pair]:
    """Return the pairs that contradict a congruent pair of the same taxon.

    Parameters
    ----------
    related : iterable of (Link, Related)

    Returns
    -------
    set of (left id, right id)
        Pairs of a taxon inside one taxon of the other list but congruent with a different one.
    """
    pairs = [(link.pair, result.relation) for link, result in related]
    same = [pair for pair, relation in pairs if relation is Relation.CONGRUENT]
    left, right = {pair[0] for pair in same}, {pair[1] for pair in same}
    return {
        pair
        for pair, relation in pairs
        if (relation is Relation.INCLUDED_IN and pair[0] in left)
        or (relation is Relation.INCLUDES and pair[1] in right)
    }


def relate(
    links: Sequence[Link],
    cases: Iterable[ConceptRelation],
    taxa: Taxa,
    labels: tuple[str, str],
) -> list[Related]:
    """Return the relation of every linked pair, in the order of the links.

    Parameters
    ----------
    links : sequence of Link
    cases : iterable of ConceptRelation
        Relations that a source asserts; they outrank inference.
    taxa : pair of mapping
        Taxa of the two lists by id.
    labels : pair of str
        Labels of the two lists.

    Returns
    -------
    list of Related

    Notes
    -----
    Inferred from all links of both taxa. A left taxon that also contains the animal of another
    right taxon includes each of them; the mirror case is "included in"; both at once are
    "overlaps". A name of several taxa does not settle the relation.

    References
    ----------
    Randell, Cui & Cohn (1992), region connection calculus.
    """
    reach = _Reach(links, _asserted(cases, taxa), taxa, labels)
    return [reach.relate(link) for link in links]


def _asserted(cases: Iterable[ConceptRelation], taxa: Taxa) -> dict[Pair, ConceptRelation]:
    """Asserted cases by the ids of their taxa, if both lists have them."""
    left, right = ({taxon.name: i for i, taxon in side.items()} for side in taxa)
    return {
        (left[case.name], right[case.other_name]): case
        for case in cases
        if case.name in left and case.other_name in right
    }


class _Reach:
    """The taxa of the other list that each taxon overlaps, from all links together."""

    def __init__(
        self,
        links: Sequence[Link],
        asserted: Mapping[Pair, ConceptRelation],
        taxa: Taxa,
        labels: tuple[str, str],
    ) -> None:
        self._asserted, self._taxa, self._labels = asserted, taxa, labels
        self._of_left: defaultdict[str, set[str]] = defaultdict(set)
        self._of_right: defaultdict[str, set[str]] = defaultdict(set)
        self._linked_by = {link.pair: self._words(link) for link in links}
        for link in links:
            self._extend(link)

    def _names(self, link: Link) -> tuple[str, str]:
        left, right = self._taxa
        return left[link.left_id].name, right[link.right_id].name

    def _extend(self, link: Link) -> None:
        case = self._asserted.get(link.pair)
        parts = {Relation.INCLUDES, Relation.INCLUDED_IN}
        asserts_part = (
            case is not None and case.relation in parts and link.rule is not Rule.RANK_SHIFT
        )
        if link.concerns_concept or asserts_part:
            relation = case.relation if case else link.suggests
            x, y = self._names(link)
            if len(x.split()) != len(y.split()):
                return
            if relation is Relation.INCLUDES:
                self._of_left[link.left_id].add(link.right_id)
            if relation is Relation.INCLUDED_IN:
                self._of_right[link.right_id].add(link.left_id)
        elif link.suggests is Relation.CONGRUENT and not link.ambiguous:
            self._of_left[link.left_id].add(link.right_id)
            self._of_right[link.right_id].add(link.left_id)

    def _words(self, link: Link) -> str:
        case = self._asserted.get(link.pair)
        if case and not link.via:
            return f"known case: {case.source}"
        return f"by the name {link.via or self._names(link)[0]}"

    def relate(self, link: Link) -> Related:
        """Return the relation of one pair."""
        case = self._asserted.get(link.pair)
        if case:
            return Related(case.relation, Basis.ASSERTED, case.source)
        if link.ambiguous or link.rule is Rule.FUZZY:
            return Related(
                Relation.UNDETERMINED, Basis.INFERRED, "the linking name does not settle it"
            )
        if link.suggests is not Relation.CONGRUENT:
            return Related(link.suggests, Basis.INFERRED, link.evidence)
        return self._inferred(link)

    def _inferred(self, link: Link) -> Related:
        beyond_right = self._of_left.get(link.left_id, set()) - {link.right_id}
        beyond_left = self._of_right.get(link.right_id, set()) - {link.left_id}
        if not beyond_right and not beyond_left:
            return Related(
                Relation.CONGRUENT,
                Basis.INFERRED,
                "no name of either taxon belongs to another taxon in the other list",
            )
        relation = Relation.OVERLAPS
        if not beyond_left:
            relation = Relation.INCLUDES
        elif not beyond_right:
            relation = Relation.INCLUDED_IN
        (a, b), (x, y) = self._labels, self._names(link)
        words = [
            f"{x} of {a} also contains {self._taxa[1][i].name}, which {b} keeps separate "
            f"({self._linked_by[link.left_id, i]})"
            for i in sorted(beyond_right)
        ] + [
            f"{y} of {b} also contains {self._taxa[0][i].name}, which {a} keeps separate "
            f"({self._linked_by[i, link.right_id]})"
            for i in sorted(beyond_left)
        ]
        return Related(relation, Basis.INFERRED, "; ".join(words))
