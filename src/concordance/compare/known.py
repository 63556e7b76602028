"""Adds to a row what the package knows about its animal: range, common names, EU Annexes.

The lookup is by name, so it works for lists of any origin. Statements of a list itself are kept
separate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from concordance.arrange.official_lists import day_within, load_list
from concordance.beside import NOTHING_BESIDE, Known
from concordance.checklist import Checklist
from concordance.codes import Relation
from concordance.listing.cover import cover_elsewhere
from concordance.matching.index import ListIndex
from concordance.pairs import PairRow
from concordance.readers.known import KnownAnimal, known_animal, known_instruments
from concordance.records import Taxon


class Named(NamedTuple):
    """Names of a taxon: names that mean it (accepted name first), wider names, and parts.

    Only parts with its own epithet count: *Astur gentilis* of a wider *Accipiter gentilis*.
    """

    same: tuple[str, ...]
    wider: tuple[str, ...]
    parts: tuple[str, ...]


class Asked(NamedTuple):
    """A name to look up for a row, and whether it means more than the row."""

    name: str
    is_wider: bool


Names = Mapping[str, Named]
_ENGLISH: Final = "en"
#: the list of the EU Annexes
_ANNEXES: Final = "eu"


def add_known(rows: Iterable[PairRow], lists: tuple[Checklist, Checklist]) -> list[PairRow]:
    """Return rows with what the package knows about their animals.

    Parameters
    ----------
    rows : iterable of PairRow
    lists : pair of Checklist
        The left and the right list.

    Returns
    -------
    list of PairRow
        In the order given. The taxon of the list whose key sorts first is looked up first, under
        its own name and then under names that mean the same.
    """
    rows = list(rows)
    names = lists[0].once(names_of), lists[1].once(names_of)
    annexes = _annexes(rows, lists, names)
    return [
        row if known == NOTHING_BESIDE else row._replace(known=known)
        for row, annex in zip(rows, annexes, strict=True)
        for known in (_known(row, names, annex),)
    ]


def names_of(checklist: Checklist) -> Names:
    """Return the names of each taxon by id."""
    index = checklist.once(ListIndex)
    same = {taxon.taxon_id: [taxon.name] for taxon in checklist.records.taxa}
    wider: defaultdict[str, list[str]] = defaultdict(list)
    parts: defaultdict[str, list[str]] = defaultdict(list)
    for use in checklist.records.names:
        relation = None if use.is_accepted else index.concept(use)
        if relation is Relation.CONGRUENT:
            same[use.taxon_id].append(use.name)
        elif relation is Relation.INCLUDED_IN:
            wider[use.taxon_id].append(use.name)
        elif relation is Relation.INCLUDES and _epithet(use.name) == _epithet(
            same[use.taxon_id][0]
        ):
            parts[use.taxon_id].append(use.name)
    return {
        i: Named(tuple(own), tuple(wider.get(i, ())), tuple(parts.get(i, ())))
        for i, own in same.items()
    }


def _epithet(name: str) -> str:
    return name.rsplit(" ", 1)[-1]


def asked_names(row: PairRow, names: tuple[Names, Names]) -> tuple[Asked, ...]:
    """Return the names to look up for a row, each once, in order.

    Parameters
    ----------
    row : PairRow
    names : pair of Names
        Names of the left and the right list.

    Returns
    -------
    tuple of Asked
        First the accepted names (the list whose key sorts first comes first), then names that mean
        the same, then names that contain the taxon: its species, or a wider taxon on the other
        side or in a synonymy.
    """
    if row.link is None:  # the most frequent case
        (own,) = (named[i] for i, named in zip(row.ids, names, strict=True) if i is not None)
        return _asked(own.same, (*own.wider, *_species_of(row.taxa)))
    sides = sorted(
        (key, taxon_id, named[taxon_id])
        for key, taxon_id, named in zip(row.keys, row.ids, names, strict=True)
        if taxon_id is not None
    )
    first, *others = (named for _, _, named in sides)
    is_one = row.relation is Relation.CONGRUENT
    one = [first, *(others if is_one else ())]
    same = [*(named.same[0] for named in one), *(n for named in one for n in named.same[1:])]
    wider = [name for named in one for name in named.wider]
    if row.relation is (Relation.INCLUDED_IN if row.keys[0] <= row.keys[1] else Relation.INCLUDES):
        wider += [named.same[0] for named in others]
    wider += _species_of(taxon for taxon in row.taxa if taxon.name in same)
    return _asked(same, wider)


def _species_of(taxa: Iterable[Taxon]) -> list[str]:
    return [species for taxon in taxa if (species := taxon.species)]


def _asked(same: Iterable[str], wider: Iterable[str]) -> tuple[Asked, ...]:
    asked = {name: Asked(name, is_wider=False) for name in same}
    for name in wider:
        if name not in asked:
            asked[name] = Asked(name, is_wider=True)
    return tuple(asked.values())


def _known(row: PairRow, names: tuple[Names, Names], annexes: str | None) -> Known:
    asked = asked_names(row, names)
    animals = [(name, animal) for name in asked if (animal := known_animal(name.name))]
    instruments = known_instruments()
    own = next((instruments[name.name] for name in asked if name.name in instruments), ())
    known = Known(
        common_names=_common_names(row, names, animals),
        eu_annexes=annexes,
        instruments="|".join(own) or None,
    )
    for name, animal in animals:
        if animal.area:
            return known._replace(
                range_countries=animal.area.countries,
                range_uncertain=animal.area.uncertain,
                range_source=f"{animal.area.source}{_as(name, asked[0])}",
                range_is_wider=name.is_wider,
            )
    return known


def _common_names(
    row: PairRow, names: tuple[Names, Names], animals: Iterable[tuple[Asked, KnownAnimal]]
) -> tuple[tuple[str, str, str], ...]:
    """One name for each language; the English one is from a list if the package has none."""
    common: dict[str, tuple[str, str, str]] = {}
    for name, animal in animals:
        for line in () if name.is_wider else animal.common_names:
            common.setdefault(line[0], line)
    if _ENGLISH not in common:
        parts = (p for i, own in zip(row.ids, names, strict=True) if i for p in own[i].parts)
        for animal in filter(None, map(known_animal, parts)):
            for line in animal.common_names:
                common.setdefault(line[0], line)
    for side in () if _ENGLISH in common else row.sides_by_key:
        taxon = side.taxon
        if taxon.common_name:
            label = taxon.taxon_id.partition(":")[0].upper()
            common.setdefault(_ENGLISH, (_ENGLISH, taxon.common_name, label))
    return tuple(common[code] for code in sorted(common))


def _as(named: Asked, own: Asked) -> str:
    """The name under which a value was found, if it differs from that of the row."""
    if named.is_wider:
        return f"; of {named.name}, which contains it"
    return "" if named == own else f"; as {named.name}"


def _annexes(
    rows: Sequence[PairRow], lists: tuple[Checklist, Checklist], names: Sequence[Names]
) -> list[str | None]:
    """The EU Annexes of each row on the day of the lists; none before the first text."""
    day = day_within(_ANNEXES, max(checklist.source.as_of for checklist in lists))
    if not day:
        return [None] * len(rows)
    annexes = load_list(_ANNEXES, as_of=day)
    accepted = {taxon.taxon_id: taxon.name for taxon in annexes.records.taxa}
    printed = {use.name: accepted[use.taxon_id] for use in annexes.records.names}
    answers: list[str | None] = [None] * len(rows)
    for turn in range(2):  # the list whose key sorts first, then the other if that one has none
        taxa: dict[str, Taxon] = {}
        keys: dict[int, str] = {}
        for at, row in enumerate(rows):
            place = turn if row.keys[0] <= row.keys[1] else 1 - turn
            side = row.sides[place]
            if side is not None and answers[at] is None:
                taxon_id = side.taxon.taxon_id
                keys[at] = taxon_id
                if taxon_id not in taxa:
                    taxa[taxon_id] = _as_printed(side.taxon, names[place][taxon_id], printed)
        covers = cover_elsewhere(taxa.values(), annexes)
        for at, taxon_id in keys.items():
            answers[at] = "|".join(covers[taxon_id].appendices) or None
    return answers


def _as_printed(taxon: Taxon, named: Named, printed: Mapping[str, str]) -> Taxon:
    """A taxon under the name printed in the Annexes, if they print another of its names."""
    names = (*named.same, *named.wider)
    name = next((printed[name] for name in names if name in printed), taxon.name)
    return taxon if name == taxon.name else taxon._replace(name=name, genus=name.split()[0])
