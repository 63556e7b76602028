"""The taxa of the dataset: each animal or plant that an entry covers, once, with its names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from concordance.beside import NOTHING_BESIDE, Known
from concordance.codes import Relation
from concordance.pairs import Legal, PairRow, Side
from concordance.records import Entry, Taxon, taxon_id

#: the prefix of the ids of the dataset
PREFIX: Final = "joint"


@dataclass(slots=True)
class Unit:
    """A taxon of the dataset.

    Attributes
    ----------
    unit_id : str
    taxon : Taxon
        As the first list that has it names and arranges it.
    names : dict of list key to Taxon
        What each list calls it.
    entries : dict of list key to tuple of Entry
        What covers it in each list; empty where nothing does.
    known : Known
    instruments : tuple of str
    """

    unit_id: str
    taxon: Taxon
    names: dict[str, Taxon] = field(default_factory=dict)
    entries: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    known: Known = NOTHING_BESIDE
    instruments: tuple[str, ...] = ()

    @property
    def synonyms(self) -> tuple[Taxon, ...]:
        """Taxa of other lists that are this one under another name, each name once."""
        others = {t.name: t for t in self.names.values() if t.name != self.taxon.name}
        return tuple(others.values())

    @property
    def sources(self) -> tuple[str, ...]:
        """Keys of the sources of its names, each once."""
        cells = (taxon.source for taxon in self.names.values())
        return tuple(dict.fromkeys(key for cell in cells for key in cell.split("|") if key))

    def appendices(self, key: str) -> tuple[str, ...]:
        """Return the Appendices of a list that apply, in order, each once."""
        return tuple(sorted({entry.appendix for entry in self.entries.get(key, ())}))


def units_of(rows: Iterable[PairRow]) -> list[Unit]:
    """Return the taxa that an entry covers, sorted by kingdom, place and name.

    Parameters
    ----------
    rows : iterable of PairRow
        Of a concordance with the members of all groups.

    Returns
    -------
    list of Unit
        Two taxa of a pair are one where they are congruent, else two.
    """
    units: dict[tuple[str, str], Unit] = {}
    for row in rows:
        sides = [(key, side) for key, side in zip(row.keys, row.sides, strict=True) if side]
        if row.relation is Relation.CONGRUENT:
            _take(units, sides, row)
        else:
            for own in sides:
                _take(units, [own], row)
    listed = sorted((unit for unit in units.values() if any(unit.entries.values())), key=_place)
    _give_ids(listed)
    return listed


def _take(units: dict[tuple[str, str], Unit], sides: list[tuple[str, Side]], row: PairRow) -> None:
    first = sides[0][1].taxon
    unit = units.setdefault((first.kingdom, first.name), Unit("", first))
    for key, side in sides:
        unit.names.setdefault(key, side.taxon)
        if not unit.entries.get(key):
            unit.entries[key] = side.cover.entries
    if unit.known == NOTHING_BESIDE:
        is_whole = len(sides) > 1 or row.link is None or first is row.sides_by_key[0].taxon
        # of a pair that is not one animal, what is known is of the first of the two
        unit.known = row.known if is_whole else NOTHING_BESIDE
    unit.instruments = unit.instruments or _instruments(row.known, row.legal)


def _give_ids(units: Iterable[Unit]) -> None:
    """Ids made of the names; of a name in two kingdoms each has its kingdom behind."""
    taken: set[str] = set()
    for unit in units:
        own = taxon_id(PREFIX, unit.taxon.name)
        unit.unit_id = own if own not in taken else f"{own}-{unit.taxon.kingdom.lower()}"
        taken.add(unit.unit_id)


def _instruments(known: Known, legal: Iterable[Legal]) -> tuple[str, ...]:
    cells = (known.instruments, *(own.instruments for own in legal))
    return tuple(sorted({part for cell in cells if cell for part in cell.split("|")}))


def _place(unit: Unit) -> tuple[str, ...]:
    taxon = unit.taxon
    return (taxon.kingdom, taxon.class_, taxon.order, taxon.family, taxon.name, taxon.rank)
