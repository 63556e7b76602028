"""The taxa of the dataset: each covered animal or plant once, with its names."""

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
        With name and classification from the first list that has it.
    names : dict of list key to Taxon
        The taxon in each list.
    entries : dict of list key to tuple of Entry
        The entries that cover it in each list; empty if none does.
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
        """The same taxon under other names in other lists, each name once."""
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
    """Return the covered taxa, sorted by kingdom, classification and name.

    Parameters
    ----------
    rows : iterable of PairRow
        Rows of a concordance with the members of all groups.

    Returns
    -------
    list of Unit
        A congruent pair is one unit; any other pair is two.
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
        # if a pair is not one animal, the information concerns the first of the two
        unit.known = row.known if is_whole else NOTHING_BESIDE
    unit.instruments = unit.instruments or _instruments(row.known, row.legal)


def _give_ids(units: Iterable[Unit]) -> None:
    """Ids made from names, followed by the kingdom if a name occurs in two kingdoms."""
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
