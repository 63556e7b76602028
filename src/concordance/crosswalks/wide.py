"""The wide table of a crosswalk: one row per taxon, one block of columns per list."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from concordance.codes import Relation
from concordance.crosswalks.network import Line, Network, Node, clusters
from concordance.pairs import Cover, PairRow, Side
from concordance.records import Entry, Taxon
from concordance.result_schema import scope_words
from concordance.schema import Column, choices

_LEVELS: Final = ("kingdom", "class", "order", "family")
#: columns in the block of a list, after the key
_BLOCK: Final = (
    "id", "name", "relation", "basis", "through", "appendix", "listed_as", "scope",
    "effective_from", "source",
)  # fmt: skip


def wide_columns(keys: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns of the wide table of several lists."""
    return (
        Column(name="crosswalk_id", meaning="stable hash of the ids of the taxa of the row"),
        *(Column(name=level, meaning=f"{level} in the first list that has it")
          for level in _LEVELS),
        Column(name="name", meaning="name in the first list that has the taxon"),
        Column(name="rank", meaning="rank of that name"),
        Column(name="listed_by", meaning="keys of the lists with an entry that covers it, joined "
               "by |", separator="|"),
        Column(name="perhaps_by", meaning="keys of the lists with an entry for a group that "
               "contains it in the classification of another list, joined by |", separator="|"),
        Column(name="names_agree", meaning="whether all lists with the taxon use the same name",
               dtype="bool"),
        Column(name="contradicted", meaning="whether relations of its taxa exclude each other: see "
               "the contradictions", dtype="bool"),
        *(column for key in keys for column in _block_columns(key)),
    )  # fmt: skip


def _block_columns(key: str) -> tuple[Column, ...]:
    return (
        Column(name=f"{key}_id", meaning=f"taxon ids in {key}, joined by |; null = none"),
        Column(name=f"{key}_name", meaning=f"names that {key} uses for them, joined by |"),
        Column(name=f"{key}_relation", meaning="relation of the taxon of the row to each of them, "
               "joined by |", values=choices(Relation), separator="|"),
        Column(name=f"{key}_basis", meaning="origin of the relation: asserted, inferred or "
               "reviewed; chain = follows from other pairs; joined by |",
               values=("asserted", "inferred", "reviewed", "chain"), separator="|"),
        Column(name=f"{key}_through", meaning="taxa between the two ends of a chain, each after "
               "the key of its list, joined by |"),
        Column(name=f"{key}_appendix", meaning="Appendices that apply, joined by |; null = none"),
        Column(name=f"{key}_listed_as", meaning="entries that cover it, joined by |; without a "
               "name in the block: entries for a group to which it belongs, as another list "
               "arranges it"),
        Column(name=f"{key}_scope", meaning="what limits those entries, in words, joined by |"),
        Column(name=f"{key}_effective_from", meaning="first days of those entries, joined by |; "
               "? = not known"),
        Column(name=f"{key}_source", meaning="source keys of the entries, joined by |"),
    )  # fmt: skip


_BLANK: Final = dict.fromkeys(_BLOCK)


class Shown(NamedTuple):
    """The block of one list in a row.

    Attributes
    ----------
    partners : tuple of (Side, Line or None)
        Its taxa, each with the line that leads to it; None for the taxon that names the row.
    perhaps : Cover
        If the list has no such taxon: group entries that may cover it.
    """

    partners: tuple[tuple[Side, Line | None], ...] = ()
    perhaps: Cover = Cover()


class Wide:
    """The rows of the wide table.

    Parameters
    ----------
    keys : sequence of str
    rows : mapping of pair of places to rows
        Rows of `build` for each pair of lists.
    network : Network
        The network of these rows.
    """

    def __init__(
        self,
        keys: Sequence[str],
        rows: Mapping[tuple[int, int], Sequence[PairRow]],
        network: Network,
    ) -> None:
        self._keys, self._network = keys, network
        self._sides: dict[Node, Side] = {}
        self._perhaps: dict[Node, dict[int, Cover]] = defaultdict(dict)
        for places, own in sorted(rows.items()):
            for row in own:
                self._take(places, row)
        self._doubtful = {
            node for c in network.contradictions for node in (c.first, c.second, *c.through)
        }

    def _take(self, places: tuple[int, int], row: PairRow) -> None:
        for place, side, other in zip(places, row.sides, places[::-1], strict=True):
            if side is not None:
                node = Node(place, side.taxon.taxon_id)
                self._sides.setdefault(node, side)
                if row.link is None and row.perhaps.entries:
                    self._perhaps[node][other] = row.perhaps

    def side(self, node: Node) -> Side:
        """Return a taxon with the entries that cover it."""
        return self._sides[node]

    def cells(self) -> list[dict[str, object]]:
        """Return the cells of each row by column, sorted by place and name."""
        rows = [
            self._row(members)
            for members in clusters(self._network, self._sides)
            if any(self._sides[node].cover.entries for node in members)
        ]
        order = (*_LEVELS, "name", "rank", "crosswalk_id")
        return sorted(rows, key=lambda row: tuple(str(row[c] or "") for c in order))

    def _row(self, members: Sequence[Node]) -> dict[str, object]:
        shown = [self._shown(members, place) for place in range(len(self._keys))]
        taxa = [self._sides[node].taxon for node in members]
        listed = [
            key
            for key, block in zip(self._keys, shown, strict=True)
            if any(side.cover.entries for side, line in block.partners if _is_it(line))
        ]
        ids = "\x1f".join(taxon.taxon_id for taxon in taxa)
        cells: dict[str, object] = {
            "crosswalk_id": hashlib.sha256(ids.encode()).hexdigest()[:16],
            **{level: _first(taxa, level) for level in _LEVELS},
            "name": taxa[0].name,
            "rank": taxa[0].rank,
            "listed_by": "|".join(listed),
            "perhaps_by": _bar(
                key for key, block in zip(self._keys, shown, strict=True) if block.perhaps.entries
            ),
            "names_agree": len({taxon.name for taxon in taxa}) == 1,
            "contradicted": any(node in self._doubtful for node in members),
        }
        for key, block in zip(self._keys, shown, strict=True):
            cells |= {f"{key}_{c}": v for c, v in self._block(block).items()}
        return cells

    def _shown(self, members: Sequence[Node], place: int) -> Shown:
        own = [node for node in members if node.place == place]
        if own:
            line = None if own[0] == members[0] else self._line(members, own[0])
            return Shown(((self._sides[own[0]], line),))
        lines = {
            other: line
            for node in reversed(members)
            for other, line in self._network.from_node(node).items()
            if other.place == place and other in self._sides
        }
        if lines:
            return Shown(tuple((self._sides[node], lines[node]) for node in sorted(lines)))
        perhaps = [
            self._perhaps[node][place]
            for node in members
            if node in self._perhaps and place in self._perhaps[node]
        ]
        return Shown(perhaps=perhaps[0] if perhaps else Cover())

    def _line(self, members: Sequence[Node], node: Node) -> Line:
        """The line to a member from the first member with such a line."""
        return next(
            line for line in (self._network.from_node(m).get(node) for m in members) if line
        )

    def _block(self, block: Shown) -> dict[str, object]:
        if not block.partners:
            covered = _cover_cells([block.perhaps]) if block.perhaps.entries else {}
            return {**_BLANK, **covered}
        sides = [side for side, _ in block.partners]
        lines = [line for _, line in block.partners]
        bases = [_basis(line) for line in lines if line is not None]
        return {
            "id": "|".join(side.taxon.taxon_id for side in sides),
            "name": "|".join(side.taxon.name for side in sides),
            "relation": "|".join((line.relation if line else Relation.CONGRUENT).value
                                 for line in lines),
            "basis": "|".join(bases) or None,
            "through": "|".join(dict.fromkeys(self.words(node) for line in lines if line
                                              for node in line.through)) or None,
            **_cover_cells([side.cover for side in sides]),
        }  # fmt: skip

    def words(self, node: Node) -> str:
        """Return a taxon after the key of its list, such as ``eu: Panthera uncia``."""
        return f"{self._keys[node.place]}: {self._sides[node].taxon.name}"


def _is_it(line: Line | None) -> bool:
    return line is None or line.relation is Relation.CONGRUENT


def _basis(line: Line) -> str:
    related = None if line.row is None else line.row.related
    return "chain" if related is None else related.basis.value


def _first(taxa: Iterable[Taxon], level: str) -> str | None:
    field = "class_" if level == "class" else level
    return next((value for taxon in taxa if (value := getattr(taxon, field))), None)


def _cover_cells(covers: Iterable[Cover]) -> dict[str, object]:
    """The entries of the taxa of a block, each once."""
    unknown, entries = "?", dict[Entry, None]()
    for cover in covers:
        unknown = cover.unknown_day
        entries |= dict.fromkeys(cover.entries)
    own = tuple(entries)
    return {
        "appendix": _bar(Cover(own).appendices),
        "listed_as": _bar(Cover(own).entry_names),
        "scope": _bar(filter(None, map(scope_words, own))),
        "effective_from": _bar(entry.effective_from or unknown for entry in own),
        "source": _bar(key for entry in own for key in entry.source.split("|")),
    }


def _bar(values: Iterable[str]) -> str | None:
    return "|".join(dict.fromkeys(values)) or None
