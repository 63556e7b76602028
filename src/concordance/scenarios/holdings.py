"""Expresses each taxon of a concordance in species of a reference list.

Every taxon of both lists gets an extent: the species of the reference that it equals, or contains
according to its names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Final

from concordance.checklist import Checklist
from concordance.codes import NameDifference, NameKind, Relation, Scope
from concordance.matching.lookup import match_names
from concordance.names import canonical
from concordance.pairs import PairRow
from concordance.records import Taxon
from concordance.schema import cells

Lists = tuple[Checklist, Checklist]
#: species of the reference with the reason why each belongs to a taxon; empty = not settled
Extent = Mapping[str, str]

_OWN: Final = "its own name"
#: kinds of name that do not show what their taxon contains
_NO_PART: Final = frozenset(
    {
        NameKind.ACCEPTED,
        NameKind.SPLIT,
        NameKind.PRO_PARTE,
        NameKind.MISAPPLIED,
        NameKind.REFERENCE,
    }
)


@dataclass(frozen=True, slots=True)
class Holder:
    """One list of a concordance, expressed in species of a reference.

    Attributes
    ----------
    place : int
        0 on the left, 1 on the right.
    label : str
        Label of the list.
    adopts : bool
    taxa : mapping of taxon id to Taxon
        Taxa in the concordance.
    extent : mapping of taxon id to Extent
    lumped : mapping of str to frozenset of str
        From a name in the reference to the ids of its taxa of one rank, if several.
    evidence : mapping of taxon id to str
        How the taxon was found in the reference.
    """

    place: int
    label: str
    adopts: bool
    taxa: Mapping[str, Taxon]
    extent: Mapping[str, Extent]
    lumped: Mapping[str, frozenset[str]]
    evidence: Mapping[str, str]

    def is_touched(self, taxon_id: str) -> bool:
        """Whether the reference splits the taxon or lumps it with others."""
        names = self.extent[taxon_id]
        return len(names) > 1 or any(taxon_id in self.lumped.get(n, ()) for n in names)

    def by_name(self) -> list[Taxon]:
        """Return the taxa, sorted by name."""
        return sorted(self.taxa.values(), key=lambda taxon: taxon.name)


def holders(
    rows: Sequence[PairRow], lists: Lists, reference: Checklist, adopting: Collection[int]
) -> tuple[Holder, Holder]:
    """Return both lists expressed in species of a reference.

    Parameters
    ----------
    rows : sequence of PairRow
        The rows to consider.
    lists : pair of Checklist
    reference : Checklist
    adopting : collection of int
        Positions of the lists that adopt the reference.

    Returns
    -------
    pair of Holder
    """
    taxa = [
        {side.taxon.taxon_id: side.taxon for row in rows if (side := row.sides[place]) is not None}
        for place in (0, 1)
    ]
    answers = [_names_there(rows, place, reference) for place in (0, 1)]
    known = [{i: name for i, (name, _) in side.items()} for side in answers]
    names = _ReferenceNames(reference)
    extents = [
        names.extents(lists[place], known[place], _parts(rows, place, known[1 - place]))
        for place in (0, 1)
    ]
    _leave_wild_forms(rows, lists, extents)
    left, right = (
        Holder(
            place=place,
            label=rows[0].labels[place] if rows else lists[place].label,
            adopts=place in adopting,
            taxa=taxa[place],
            extent=extents[place],
            lumped=_lumped(extents[place], taxa[place]),
            evidence={i: evidence for i, (_, evidence) in answers[place].items()},
        )
        for place in (0, 1)
    )
    return left, right


def _leave_wild_forms(
    rows: Sequence[PairRow], lists: Lists, extents: Sequence[dict[str, Extent]]
) -> None:
    """Leave a taxon unchanged if the list uses the name of the domestic form."""
    domestic = {
        canonical(name)
        for checklist in lists
        for entry in checklist.records.listings
        if entry.scope is Scope.DOMESTIC_EXCLUDED
        for name in entry.excluded_taxa
    }
    for row in rows:
        if NameDifference.WILD_FORM not in row.judged.name_difference:
            continue
        for taxon, extent in zip(row.taxa, extents, strict=True):
            whole = extent[taxon.taxon_id]
            wild = {n: words for n, words in whole.items() if canonical(n) not in domestic}
            extent[taxon.taxon_id] = wild or whole


def _names_there(
    rows: Sequence[PairRow], place: int, reference: Checklist
) -> dict[str, tuple[str | None, str]]:
    """Name in the reference for each taxon of a list (None if uncertain), and the evidence."""
    taxa = {
        side.taxon.taxon_id: (side.taxon, next((t.class_ for t in row.taxa if t.class_), ""))
        for row in rows
        if (side := row.sides[place]) is not None
    }
    answers = match_names(
        [taxon.name for taxon, _ in taxa.values()],
        reference,
        authorships=[taxon.authorship for taxon, _ in taxa.values()],
        classes=[class_ for _, class_ in taxa.values()],
    )
    pairs = zip(cells(answers["name"]), cells(answers["evidence"]), strict=True)
    return dict(zip(taxa, pairs, strict=True))


def _parts(
    rows: Sequence[PairRow], place: int, names: Mapping[str, str | None]
) -> Mapping[str, Extent]:
    """Species of the reference inside each taxon according to the other list, with the reason."""
    wider = Relation.INCLUDED_IN if place else Relation.INCLUDES
    parts: defaultdict[str, MutableMapping[str, str]] = defaultdict(dict)
    for row in rows:
        if row.link is None or row.related is None or row.relation is not wider:
            continue
        own, other = row.taxa[place], row.taxa[1 - place]
        there = names.get(other.taxon_id)
        if there is not None:
            label = f"{row.labels[1 - place]} {other.name}"
            parts[own.taxon_id][there] = f"{label} is part of it ({row.related.basis})"
    return parts


class _ReferenceNames:
    """Contents of a taxon according to its names in the reference."""

    def __init__(self, reference: Checklist) -> None:
        taxa = {taxon.taxon_id: taxon.name for taxon in reference.records.taxa}
        self._leads: defaultdict[str, set[str]] = defaultdict(set)
        self._cut: defaultdict[str, set[str]] = defaultdict(set)
        for use in reference.records.names:
            divided = use.kind in {NameKind.SPLIT, NameKind.PRO_PARTE}
            if use.kind is not NameKind.MISAPPLIED:
                table = self._cut if divided else self._leads
                table[canonical(use.name)].add(taxa[use.taxon_id])

    def extents(
        self,
        checklist: Checklist,
        own: Mapping[str, str | None],
        parts: Mapping[str, Extent],
    ) -> dict[str, Extent]:
        """Species of the reference that each taxon contains, sorted, each with the reason."""
        carried = _carried_names(checklist)
        apart: set[str] = {canonical(taxon.name) for taxon in checklist.records.taxa}
        apart |= {name for name in own.values() if name}
        extents: dict[str, Extent] = {}
        for taxon_id, name in own.items():
            if name is None or len(name.split()) != 2:
                extents[taxon_id] = {name: _OWN} if name else {}
                continue
            by_names = {
                species: words
                for species, words in self._by_names(carried.get(taxon_id, ())).items()
                if species not in apart
            }
            whole = {**parts.get(taxon_id, {}), **by_names, name: _OWN}
            extents[taxon_id] = {n: whole[n] for n in sorted(whole) if len(n.split()) == 2}
        return _settled(extents)

    def _by_names(self, names: Sequence[str]) -> Extent:
        """Species that belong to a taxon according to its names, its own name first."""
        leads = ((name, self._leads.get(name, set())) for name in names[1:])
        species = {
            next(iter(led)): f"{name} is one of its names" for name, led in leads if len(led) == 1
        }
        for name in names[:1]:
            species |= dict.fromkeys(self._cut.get(name, ()), "the reference splits its name")
        return species


def _settled(extents: Mapping[str, Extent]) -> dict[str, Extent]:
    """Clear the extents of taxa that share a species which is the own name of neither."""
    claimed: defaultdict[str, set[str]] = defaultdict(set)
    for taxon_id, extent in extents.items():
        for name, words in extent.items():
            if words != _OWN:
                claimed[name].add(taxon_id)
    doubtful = {i for ids in claimed.values() if len(ids) > 1 for i in ids}
    return {i: {} if i in doubtful else extent for i, extent in extents.items()}


def _carried_names(checklist: Checklist) -> dict[str, tuple[str, ...]]:
    """Names of every taxon of a list that show what it contains, its own name first."""
    carried: defaultdict[str, list[str]] = defaultdict(list)
    for taxon in checklist.records.taxa:
        carried[taxon.taxon_id].append(canonical(taxon.name))
    for use in checklist.records.names:
        if use.kind not in _NO_PART:
            carried[use.taxon_id].append(canonical(use.name))
    return {i: tuple(dict.fromkeys(names)) for i, names in carried.items()}


def _lumped(extents: Mapping[str, Extent], taxa: Mapping[str, Taxon]) -> dict[str, frozenset[str]]:
    """Names in the reference that cover several taxa of one rank."""
    groups: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for taxon_id, names in extents.items():
        if len(names) == 1:
            groups[next(iter(names)), len(taxa[taxon_id].name.split())].add(taxon_id)
    return {name: frozenset(ids) for (name, _), ids in groups.items() if len(ids) > 1}
