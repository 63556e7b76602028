"""The relations of all pairs of lists as one network, with chains and contradictions.

A taxon of a list is a node. A pair from `build` with a known relation is a line between two nodes.
RCC-5 composition gives the relations that follow from two lines. Names are not used here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

from concordance.codes import Relation
from concordance.pairs import PairRow
from concordance.relate.composition import compose


class Node(NamedTuple):
    """A taxon of one of the lists: the position of its list, and its id in the list."""

    place: int
    taxon_id: str


class Line(NamedTuple):
    """A relation between taxa of two lists, read from the first.

    Attributes
    ----------
    first, second : Node
        In the order of the lists.
    relation : Relation
    row : PairRow or None
        The row of `build` with the relation; None if it follows from other lines.
    through : tuple of Node
        For a chain, the taxa between the two.
    """

    first: Node
    second: Node
    relation: Relation
    row: PairRow | None = None
    through: tuple[Node, ...] = ()


class Kind(StrEnum):
    """Kind of contradiction."""

    LINK = "chain_against_link"  # two relations exclude the relation of a pair
    CHAINS = "chains_disagree"  # two chains exclude each other
    TWO_TAXA = "two_taxa_of_one_list"  # one taxon would equal two taxa of one list


class Contradiction(NamedTuple):
    """Relations that exclude each other.

    Attributes
    ----------
    kind : Kind
    first, second : Node
        The two ends; for `Kind.TWO_TAXA` both are in one list.
    relation : Relation or None
        Relation of the pair itself, if it has one.
    possible : tuple of Relation
        Relations that the chain allows.
    through : tuple of Node
    """

    kind: Kind
    first: Node
    second: Node
    relation: Relation | None
    possible: tuple[Relation, ...]
    through: tuple[Node, ...]


class _Chained(NamedTuple):
    """Relations that all chains between two taxa allow, and the shortest, most specific chain."""

    relations: frozenset[Relation]
    through: tuple[Node, ...]
    excluded: frozenset[Relation] = frozenset()


#: relations that are not known or absent
_UNKNOWN = frozenset({Relation.UNDETERMINED, Relation.NOT_LISTED})


class Network:
    """The lines between the taxa of several lists.

    Parameters
    ----------
    rows : mapping of pair of places to rows
        The rows of `build` for each pair of lists.
    ranks : mapping of Node to str
        Two taxa of one rank in one list have no animals in common.
    apart : set of pair of Node
        Taxa that a source keeps apart; no chain may join them.

    Attributes
    ----------
    links : list of Line
        Lines from `build`, without undetermined ones.
    chains : list of Line
        Lines that follow from two or more others and allow exactly one relation.
    contradictions : list of Contradiction
    """

    def __init__(
        self,
        rows: Mapping[tuple[int, int], Sequence[PairRow]],
        ranks: Mapping[Node, str],
        apart: Set[tuple[Node, Node]] = frozenset(),
    ) -> None:
        self._apart, self._ranks = apart, ranks
        self.links = [
            Line(Node(a, row.link.left_id), Node(b, row.link.right_id), row.relation, row)
            for (a, b), own in sorted(rows.items())
            for row in own
            if row.link is not None and row.relation not in _UNKNOWN
        ]
        self._lines: defaultdict[Node, dict[Node, Line]] = defaultdict(dict)
        for line in self.links:
            self._add(line)
        self._same = {
            (node, other.place): other
            for node, lines in self._lines.items()
            for other, line in lines.items()
            if line.relation is Relation.CONGRUENT
        }
        self.contradictions: list[Contradiction] = []
        self.chains = self._chains()
        self.contradictions += self._two_taxa()
        self.contradictions = sorted(set(self.contradictions), key=_order)

    def _add(self, line: Line) -> None:
        self._lines[line.first][line.second] = line
        mirrored = line._replace(
            first=line.second,
            second=line.first,
            relation=line.relation.mirrored,
            through=line.through[::-1],
        )
        self._lines[line.second][line.first] = mirrored

    def from_node(self, node: Node) -> Mapping[Node, Line]:
        """Return the lines of a taxon, read from it, by the other end."""
        return self._lines.get(node, {})

    def _chains(self) -> list[Line]:
        """Chains of two lines, then of three, until no new line follows."""
        chains: list[Line] = []
        fresh = set(self._lines)
        is_first = True
        while fresh:
            new = list(self._composed(fresh, report=is_first))
            for line in new:
                self._add(line)
            chains += new
            fresh = {node for line in new for node in (line.first, line.second)}
            is_first = False
        return sorted(chains, key=lambda line: (line.first, line.second))

    def _composed(self, middles: Iterable[Node], *, report: bool) -> Iterator[Line]:
        """Relations that follow for other ends of the lines of some taxa, if not yet linked."""
        middles = set(middles)
        around = middles | {other for node in middles for other in self._lines[node]}
        possible: dict[tuple[Node, Node], _Chained] = {}
        for middle in sorted(around):
            lines = sorted(self._lines[middle].items())
            for (x, to_x), (z, to_z) in combinations(lines, 2):
                if x.place == z.place:
                    continue
                composed = compose(to_x.relation.mirrored, to_z.relation)
                through = (*to_x.through[::-1], middle, *to_z.through)
                direct = self._direct(x, z)
                if direct is None:
                    _gather(possible, (x, z), composed, through)
                elif report and direct not in composed and self._is_reported(x, z, middle):
                    self._report(Kind.LINK, (x, z), direct, composed, through)
        for ends, chain in sorted(possible.items()):
            if len(chain.relations) == 1:
                yield Line(*ends, next(iter(chain.relations)), through=chain.through)
            elif not chain.relations:
                self._report(Kind.CHAINS, ends, None, chain.excluded, chain.through)

    def _is_reported(self, x: Node, z: Node, middle: Node) -> bool:
        """For three pairs that exclude each other, report the pair of the first two lists."""
        return z not in self._lines[x] or middle > max(x, z)

    def _direct(self, x: Node, z: Node) -> Relation | None:
        """The relation of a pair itself; None if it has none."""
        line = self._lines[x].get(z)
        if line is not None:
            return line.relation
        is_apart = (x, z) in self._apart or self._keeps_apart(x, z) or self._keeps_apart(z, x)
        return Relation.DISJOINT if is_apart else None

    def _keeps_apart(self, node: Node, other: Node) -> bool:
        """Whether the list of a taxon has another one of its rank congruent with a given taxon."""
        same = self._same.get((node, other.place))
        return same is not None and same != other and self._ranks[same] == self._ranks[other]

    def _report(
        self,
        kind: Kind,
        ends: tuple[Node, Node],
        relation: Relation | None,
        possible: Iterable[Relation],
        through: tuple[Node, ...],
    ) -> None:
        self.contradictions.append(
            Contradiction(kind, *ends, relation, tuple(sorted(possible)), through)
        )

    def _two_taxa(self) -> Iterable[Contradiction]:
        """Two taxa of one list that are both congruent with one taxon of another list."""
        for node in sorted(self._lines):
            same: defaultdict[int, list[Node]] = defaultdict(list)
            for other, line in sorted(self._lines[node].items()):
                if line.relation is Relation.CONGRUENT:
                    same[other.place].append(other)
            for others in same.values():
                for x, z in combinations(others, 2):
                    yield Contradiction(Kind.TWO_TAXA, x, z, None, (Relation.CONGRUENT,), (node,))


def _gather(
    possible: dict[tuple[Node, Node], _Chained],
    ends: tuple[Node, Node],
    composed: frozenset[Relation],
    through: tuple[Node, ...],
) -> None:
    if ends not in possible:
        possible[ends] = _Chained(composed, through)
        return
    known = possible[ends]
    both = known.relations & composed
    path = known.through if both == known.relations else through
    if known.relations and not both:
        path = (*known.through, *through)
    possible[ends] = _Chained(both, path, known.excluded | known.relations | composed)


def _order(contradiction: Contradiction) -> tuple[str, Node, Node, tuple[Node, ...], str]:
    kind, first, second, relation, _, through = contradiction
    return kind, first, second, through, relation or ""


def clusters(network: Network, nodes: Iterable[Node]) -> list[tuple[Node, ...]]:
    """Return groups of congruent taxa, with at most one taxon of each list.

    Parameters
    ----------
    network : Network
    nodes : iterable of Node
        Every taxon that must be in a group.

    Returns
    -------
    list of tuple of Node
        Sorted. Stronger rules join first; a link that would join two taxa of one list is ignored.
    """
    member_of = {node: frozenset({node}) for node in nodes}
    congruent = [
        line
        for line in (*network.links, *network.chains)
        if line.relation is Relation.CONGRUENT
        and line.first in member_of
        and line.second in member_of
    ]
    for line in sorted(congruent, key=_strongest_first):
        one, other = member_of[line.first], member_of[line.second]
        if one is not other and not {n.place for n in one} & {n.place for n in other}:
            joined = one | other
            member_of |= dict.fromkeys(joined, joined)
    return sorted(tuple(sorted(own)) for own in set(member_of.values()))


def _strongest_first(line: Line) -> tuple[float, Node, Node]:
    link = None if line.row is None else line.row.link
    return (0.0 if link is None else -link.rule.strength, line.first, line.second)
