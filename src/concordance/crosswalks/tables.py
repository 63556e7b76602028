"""The long table of a crosswalk, and its report on contradictions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from concordance.codes import Relation
from concordance.crosswalks.network import Contradiction, Kind, Line, Network, Node
from concordance.pairs import PairRow, Side
from concordance.schema import Column, choices

_SIDE: Final = (
    ("id", "taxon id"),
    ("name", "name that the list uses"),
    ("rank", "rank of that name"),
    ("appendix", "Appendices that apply, joined by |; null = none"),
    ("listed_as", "entries that cover it, joined by |"),
)
LONG: Final = (
    Column(name="left_list", meaning="key of the first list"),
    Column(name="right_list", meaning="key of the second list"),
    *(Column(name=f"{side}_{name}", meaning=f"{meaning}, {side}")
      for side in ("left", "right") for name, meaning in _SIDE),
    Column(name="rule", meaning="rule that linked the names; chain = follows from other pairs"),
    Column(name="via", meaning="the linking name; null = the two names themselves"),
    Column(name="relation", meaning="relation of the two taxa, read from the left",
           values=choices(Relation)),
    Column(name="basis", meaning="origin of the relation; chain = follows from other pairs "
           "(RCC-5 composition)",
           values=("asserted", "inferred", "reviewed", "chain")),
    Column(name="through", meaning="taxa between the two ends of a chain, each after the key of "
           "its list, joined by |"),
    Column(name="evidence", meaning="why the two are linked, in one sentence"),
    Column(name="status", meaning="review status of the pair; null for a chain"),
)  # fmt: skip
CONTRADICTIONS: Final = (
    Column(name="kind", meaning="kind of contradiction", values=choices(Kind)),
    Column(name="left_list", meaning="key of the first list"),
    Column(name="left_name", meaning="its taxon"),
    Column(name="right_list", meaning="key of the second list"),
    Column(name="right_name", meaning="its taxon"),
    Column(name="relation", meaning="relation of the pair itself; null = none",
           values=choices(Relation)),
    Column(name="possible", meaning="relations that the chain allows, joined by |",
           values=choices(Relation), separator="|"),
    Column(name="through", meaning="taxa of the chain, each after its list key, joined by |"),
    Column(name="note", meaning="the contradiction in one sentence"),
)  # fmt: skip
_VERB: Final[Mapping[Relation, str]] = {
    Relation.CONGRUENT: "is congruent with",
    Relation.INCLUDES: "includes",
    Relation.INCLUDED_IN: "is included in",
    Relation.OVERLAPS: "overlaps",
    Relation.DISJOINT: "is disjoint from",
    Relation.UNDETERMINED: "has no known relation to",
}


def long_cells(
    keys: Sequence[str],
    rows: Iterable[tuple[tuple[int, int], PairRow]],
    network: Network,
    side: Callable[[Node], Side],
) -> list[list[object]]:
    """Return the cells of the long table: linked pairs and chains, columns `LONG`.

    Parameters
    ----------
    keys : sequence of str
    rows : iterable of (places, row)
        Rows of `build` for every pair of lists.
    network : Network
    side : callable
        Returns a taxon with the entries that cover it.
    """
    cells = [
        [*_ends(keys, places, row.left, row.right), *_pair_cells(row)]
        for places, row in rows
        if row.link is not None and row.left is not None and row.right is not None
    ]
    for line in network.chains:
        left, right = side(line.first), side(line.second)
        if left.cover.entries or right.cover.entries:
            places = (line.first.place, line.second.place)
            cells.append([*_ends(keys, places, left, right), *_chain_cells(keys, line, side)])
    return sorted(cells, key=lambda row: tuple(str(row[i]) for i in (0, 1, 3, 8, 15)))


def _ends(keys: Sequence[str], places: tuple[int, int], left: Side, right: Side) -> list[object]:
    return [*(keys[place] for place in places), *_side_cells(left), *_side_cells(right)]


def _side_cells(side: Side) -> list[object]:
    taxon, cover = side.taxon, side.cover
    return [taxon.taxon_id, taxon.name, taxon.rank, "|".join(cover.appendices) or None,
            "|".join(cover.entry_names) or None]  # fmt: skip


def _pair_cells(row: PairRow) -> list[object]:
    link, related = row.link, row.related
    if link is None or related is None:
        raise ValueError("a row without a link is not a pair")
    return [link.rule.code(row.keys), link.via or None, related.relation.value,
            related.basis.value, None, link.evidence, row.status.value]  # fmt: skip


def _chain_cells(keys: Sequence[str], line: Line, side: Callable[[Node], Side]) -> list[object]:
    named = [f"{keys[node.place]}: {side(node).taxon.name}" for node in line.through]
    ends = side(line.first).taxon.name, side(line.second).taxon.name
    words = f"{ends[0]} {_VERB[line.relation]} {ends[1]}; this follows from {', '.join(named)}."
    return ["chain", None, line.relation.value, "chain", "|".join(named), words, None]


def contradiction_cells(
    keys: Sequence[str], contradictions: Iterable[Contradiction], side: Callable[[Node], Side]
) -> list[list[object]]:
    """Return the cells of the report on contradictions, columns `CONTRADICTIONS`."""
    return [
        [
            c.kind.value,
            keys[c.first.place],
            side(c.first).taxon.name,
            keys[c.second.place],
            side(c.second).taxon.name,
            None if c.relation is None else c.relation.value,
            "|".join(relation.value for relation in c.possible),
            "|".join(f"{keys[n.place]}: {side(n).taxon.name}" for n in c.through),
            _words(keys, c, side),
        ]
        for c in contradictions
    ]


def _words(names: Sequence[str], c: Contradiction, side: Callable[[Node], Side]) -> str:
    keys = names[c.first.place], names[c.second.place]
    one, other = side(c.first).taxon.name, side(c.second).taxon.name
    between = " and ".join(
        f"{side(node).taxon.name} of {names[node.place].upper()}" for node in c.through
    )
    if c.kind is Kind.TWO_TAXA:
        return f"{between} is congruent with two taxa of {keys[0].upper()}: {one} and {other}."
    one, other = f"{one} of {keys[0].upper()}", f"{other} of {keys[1].upper()}"
    possible = " or ".join(relation.replace("_", " ") for relation in c.possible)
    if c.kind is Kind.LINK:
        direct = _VERB[c.relation or Relation.UNDETERMINED]
        return f"{one} {direct} {other}, but their relations to {between} allow only: {possible}."
    return f"{one} and {other}: the chains through {between} exclude each other."
