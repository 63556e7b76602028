"""What the package knows of the animal of a row beside both lists: range, names, EU Annexes.

It is looked up by name, so that lists of any origin have it; what a list itself says stays its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple, TypeVar

from concordance.arrange.official_lists import day_within, load_list
from concordance.beside import NOTHING_BESIDE, Known
from concordance.checklist import Checklist
from concordance.codes import Relation
from concordance.listing.cover import cover_elsewhere
from concordance.matching.index import ListIndex
from concordance.pairs import PairRow
from concordance.readers.known import known_animal, known_instruments
from concordance.records import Taxon

T = TypeVar("T")


class Named(NamedTuple):
    """Names of a taxon: those that mean it, the one in use first, those that mean more, and parts.

    Of the parts those that bear its own epithet: *Astur gentilis* of a wider *Accipiter gentilis*.
    """

    same: tuple[str, ...]
    wider: tuple[str, ...]
    parts: tuple[str, ...]


class Asked(NamedTuple):
    """A name under which a row is asked for, and whether it means more than the row."""

    name: str
    is_wider: bool


Names = Mapping[str, Named]
_ENGLISH: Final = "en"
_NO_NAME: Final = Asked("", is_wider=False)
#: the list of the EU Annexes
_ANNEXES: Final = "eu"


def add_known(rows: Iterable[PairRow], lists: tuple[Checklist, Checklist]) -> list[PairRow]:
    """Return rows with what the package knows of their animals.

    Parameters
    ----------
    rows : iterable of PairRow
    lists : pair of Checklist
        Their left and right list.

    Returns
    -------
    list of PairRow
        In the order given. The taxon of the list whose key sorts first is asked first, under its
        own name and then under those that mean the same.
    """
    rows = list(rows)
    names = lists[0].once(names_of), lists[1].once(names_of)
    annexes = _annexes(rows, lists, names)
    return [
        row if known == NOTHING_BESIDE else replace(row, known=known)
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
    """Return the names under which a row is asked for, each once, in their order.

    Parameters
    ----------
    row : PairRow
    names : pair of Names
        Those of the left and of the right list.

    Returns
    -------
    tuple of Asked
        Those in use, the list whose key sorts first before the other; those that mean the same;
        at last those that contain it: its species, or a taxon that the other side or a synonymy
        gives.
    """
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
    wider += [taxon.species for taxon in row.taxa if taxon.species and taxon.name in same]
    asked = [Asked(name, is_wider=False) for name in same]
    return tuple(dict.fromkeys([*asked, *(Asked(name, is_wider=True) for name in wider)]))


def _known(row: PairRow, names: tuple[Names, Names], annexes: str | None) -> Known:
    asked = asked_names(row, names)
    area, named = _first(asked, lambda name: (animal := known_animal(name)) and animal.area)
    parts = [part for i, own in zip(row.ids, names, strict=True) if i for part in own[i].parts]
    common = _common_names(row, asked, parts)
    instruments, _ = _first(asked, known_instruments().get)
    if area is None and not common and not instruments and annexes is None:
        return NOTHING_BESIDE
    return Known(
        range_countries="|".join(area.countries) or None if area else None,
        range_uncertain="|".join(area.uncertain) or None if area else None,
        range_source=f"{area.source}{_as(named, asked)}" if area else None,
        range_is_wider=named.is_wider,
        common_names=common,
        eu_annexes=annexes,
        instruments="|".join(instruments or ()) or None,
    )


def _common_names(
    row: PairRow, asked: Iterable[Asked], parts: Iterable[str]
) -> tuple[tuple[str, str, str], ...]:
    """One name of each language; in English that of a list where the package has none."""
    common: dict[str, tuple[str, str, str]] = {}
    own_names = (name.name for name in asked if not name.is_wider)
    for name in (*own_names, *parts):
        animal = known_animal(name)
        for line in animal.common_names if animal else ():
            common.setdefault(line[0], line)
    for side in row.sides_by_key:
        name, label = side.taxon.common_name, side.taxon.taxon_id.partition(":")[0].upper()
        if name:
            common.setdefault(_ENGLISH, (_ENGLISH, name, label))
    return tuple(common[code] for code in sorted(common))


def _as(named: Asked, asked: Sequence[Asked]) -> str:
    """The name under which something was found, where it is not that of the row."""
    if named.is_wider:
        return f"; of {named.name}, which contains it"
    return "" if named == asked[0] else f"; as {named.name}"


def _first(asked: Iterable[Asked], known: Callable[[str], T | None]) -> tuple[T | None, Asked]:
    """What is known under the first of the names that anything is known of, and that name."""
    for name in asked:
        if (value := known(name.name)) is not None:
            return value, name
    return None, _NO_NAME


def _annexes(
    rows: Sequence[PairRow], lists: tuple[Checklist, Checklist], names: Sequence[Names]
) -> list[str | None]:
    """The EU Annexes of each row on the day of the lists; none before the text in the package."""
    day = day_within(_ANNEXES, max(checklist.source.as_of for checklist in lists))
    if not day:
        return [None] * len(rows)
    annexes = load_list(_ANNEXES, as_of=day)
    accepted = {taxon.taxon_id: taxon.name for taxon in annexes.records.taxa}
    printed = {use.name: accepted[use.taxon_id] for use in annexes.records.names}
    taxa: dict[str, Taxon] = {}
    for row in rows:
        for place, side in enumerate(row.sides):
            if side is not None and (key := f"{place}:{side.taxon.taxon_id}") not in taxa:
                named = names[place][side.taxon.taxon_id]
                taxa[key] = _as_printed(side.taxon, named, printed)._replace(taxon_id=key)
    covers = cover_elsewhere(taxa.values(), annexes)
    return [
        next(("|".join(a) for key in _keys_of(row) if (a := covers[key].appendices)), None)
        for row in rows
    ]


def _keys_of(row: PairRow) -> list[str]:
    sides = sorted(zip(row.keys, range(2), row.ids, strict=True))
    return [f"{place}:{taxon_id}" for _, place, taxon_id in sides if taxon_id]


def _as_printed(taxon: Taxon, named: Named, printed: Mapping[str, str]) -> Taxon:
    """A taxon under the name that the Annexes print, where they print another of its names."""
    names = (*named.same, *named.wider)
    name = next((printed[name] for name in names if name in printed), taxon.name)
    return taxon if name == taxon.name else taxon._replace(name=name, genus=name.split()[0])
