"""Laws of composition and of chains, on sets of animals drawn at random."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from concordance.codes import Basis, Relation, Rule
from concordance.crosswalks.network import Network, Node, clusters
from concordance.pairs import Link, PairRow, Related
from concordance.relate.composition import compose, compose_all

FIVE = [Relation.CONGRUENT, Relation.INCLUDES, Relation.INCLUDED_IN, Relation.OVERLAPS,
        Relation.DISJOINT]  # fmt: skip
relations = st.sampled_from(FIVE)
animals = st.frozensets(st.integers(0, 5), min_size=1)


def relation_of(x: frozenset[int], z: frozenset[int]) -> Relation:
    """The relation of two sets, by what they contain."""
    if x == z:
        return Relation.CONGRUENT
    if x > z:
        return Relation.INCLUDES
    if x < z:
        return Relation.INCLUDED_IN
    return Relation.OVERLAPS if x & z else Relation.DISJOINT


@given(animals, animals, animals)
def test_composition_holds_of_any_three_sets(
    x: frozenset[int], y: frozenset[int], z: frozenset[int]
) -> None:
    assert relation_of(x, z) in compose(relation_of(x, y), relation_of(y, z))


@given(relations)
def test_congruent_changes_nothing(a: Relation) -> None:
    assert compose(Relation.CONGRUENT, a) == compose(a, Relation.CONGRUENT) == {a}


@given(relations, relations)
def test_a_chain_read_backwards_is_mirrored(a: Relation, b: Relation) -> None:
    assert {r.mirrored for r in compose(a, b)} == compose(b.mirrored, a.mirrored)


@given(relations, relations, relations)
def test_where_a_chain_is_cut_does_not_matter(a: Relation, b: Relation, c: Relation) -> None:
    left = {end for middle in compose(a, b) for end in compose(middle, c)}
    right = {end for middle in compose(b, c) for end in compose(a, middle)}
    assert left == right == compose_all([a, b, c])


@given(relations, relations, relations)
def test_a_triangle_contradicts_from_every_side(a: Relation, b: Relation, c: Relation) -> None:
    """Which of its three sides is compared with the other two makes no difference."""
    sides = (c in compose(a, b), a in compose(c, b.mirrored), b in compose(a.mirrored, c))
    assert len(set(sides)) == 1


def a_row(left: int, right: int, relation: Relation) -> PairRow:
    link = Link(left_id=str(left), right_id=str(right), rule=Rule.EXACT, via="", evidence="",
                suggests=relation)  # fmt: skip
    return PairRow(keys=("a", "b"), link=link, related=Related(relation, Basis.INFERRED, ""))


#: taxa of up to four lists; those of one list have nothing in common, as in a list they have not
worlds = st.lists(st.lists(st.integers(0, 3), min_size=8, max_size=8), min_size=3, max_size=4).map(
    lambda lists: [
        {t: frozenset(i for i, own in enumerate(one) if own == t) for t in sorted(set(one))}
        for one in lists
    ]
)


def network_of(world: list[dict[int, frozenset[int]]], known: set[tuple[Node, Node]]) -> Network:
    rows: dict[tuple[int, int], list[PairRow]] = {}
    for (a, one), (b, other) in combinations(enumerate(world), 2):
        rows[a, b] = [
            a_row(x, z, relation_of(one[x], other[z]))
            for x in one
            for z in other
            if relation_of(one[x], other[z]) is not Relation.DISJOINT
            and (Node(a, str(x)), Node(b, str(z))) in known
        ]
    ranks = {Node(a, str(x)): "species" for a, one in enumerate(world) for x in one}
    return Network(rows, ranks)


@given(worlds, st.randoms(use_true_random=False))
def test_chains_are_true_and_nothing_true_contradicts(world, random) -> None:  # type: ignore[no-untyped-def]
    """Of relations that hold, some are forgotten: what follows of the rest holds too."""
    everything = {
        (Node(a, str(x)), Node(b, str(z)))
        for (a, one), (b, other) in combinations(enumerate(world), 2)
        for x in one
        for z in other
    }
    known = {pair for pair in sorted(everything) if random.random() < 0.6}
    network = network_of(world, known)
    assert network.contradictions == []
    for line in network.chains:
        x = world[line.first.place][int(line.first.taxon_id)]
        z = world[line.second.place][int(line.second.taxon_id)]
        assert line.relation is relation_of(x, z), line
        assert line.row is None
        assert line.through
        assert (line.first, line.second) not in known


@given(worlds)
def test_a_cluster_has_one_taxon_of_a_list(world: list[dict[int, frozenset[int]]]) -> None:
    nodes = [Node(a, str(x)) for a, one in enumerate(world) for x in one]
    everything = {(x, z) for x in nodes for z in nodes}
    found = clusters(network_of(world, everything), nodes)
    assert sorted(node for own in found for node in own) == sorted(nodes)
    for own in found:
        assert len({node.place for node in own}) == len(own)
        animals_of = {world[node.place][int(node.taxon_id)] for node in own}
        assert len(animals_of) == 1


def test_a_contradiction_is_seen() -> None:
    """A includes B, B is congruent with C, and yet A would be congruent with C."""
    rows = {(0, 1): [a_row(1, 1, Relation.INCLUDES)], (1, 2): [a_row(1, 1, Relation.CONGRUENT)],
            (0, 2): [a_row(1, 1, Relation.CONGRUENT)]}  # fmt: skip
    ranks = {Node(place, "1"): "species" for place in range(3)}
    (only,) = Network(rows, ranks).contradictions
    assert (only.kind, only.relation, only.possible) == (
        "chain_against_link", Relation.INCLUDES, (Relation.CONGRUENT,))  # fmt: skip


def test_chains_that_exclude_each_other_are_no_chain() -> None:
    """Through one list A contains D, through another it is contained in D."""
    rows = {(0, 1): [a_row(1, 1, Relation.INCLUDES)], (1, 3): [a_row(1, 1, Relation.CONGRUENT)],
            (0, 2): [a_row(1, 1, Relation.INCLUDED_IN)],
            (2, 3): [a_row(1, 1, Relation.CONGRUENT)]}  # fmt: skip
    ranks = {Node(place, "1"): "species" for place in range(4)}
    network = Network(rows, ranks)
    assert [c.kind for c in network.contradictions] == ["chains_disagree", "chains_disagree"]
    assert {(line.first.place, line.second.place) for line in network.chains} == set()


def test_no_chain_joins_what_a_source_keeps_apart() -> None:
    rows = {(0, 1): [a_row(1, 1, Relation.CONGRUENT)], (1, 2): [a_row(1, 1, Relation.CONGRUENT)],
            (0, 2): []}  # fmt: skip
    ranks = {Node(place, "1"): "species" for place in range(3)}
    apart = {(Node(0, "1"), Node(2, "1"))}
    assert len(Network(rows, ranks).chains) == 1
    network = Network(rows, ranks, apart)
    assert network.chains == []
    assert [c.relation for c in network.contradictions] == [Relation.DISJOINT]
