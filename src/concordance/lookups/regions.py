"""Regions named in entries for populations, as countries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from concordance.readers.package import read_data

#: a note that names regions and nothing else
_NOTE: Final = re.compile(
    r"(?:populations? (?:of )?)?(.+?)(?: populations?)?(?: only)?", re.IGNORECASE
)


class Region(NamedTuple):
    """Countries in a region.

    Attributes
    ----------
    within : frozenset of str
        ISO 3166 codes of the countries that lie in it.
    unsure : frozenset of str
        Countries that may lie in it, or lie in it only in part.
    """

    within: frozenset[str]
    unsure: frozenset[str]

    def has(self, codes: frozenset[str]) -> bool | None:
        """Return whether countries lie in the region; None if uncertain."""
        if codes <= self.within:
            return True
        return False if codes.isdisjoint(self.within | self.unsure) else None


def region_of(note: str) -> Region | None:
    """Return the region named in a note on populations; None if there is no known one or several.

    Examples
    --------
    >>> there = region_of("populations of Central and North America only")
    >>> there.has(frozenset({"MX"})), there.has(frozenset({"BR"})), there.has(frozenset({"CU"}))
    (True, False, None)
    >>> region_of("Danube population") is None
    True
    """
    match = _NOTE.fullmatch(note)
    if match is None:
        return None
    known = _regions()
    words = match[1].casefold()
    parts = [words] if words in known else re.split(r" and |, ", words)
    if not all(part in known for part in parts):
        return None
    within = frozenset[str]().union(*(known[part].within for part in parts))
    unsure = frozenset[str]().union(*(known[part].unsure for part in parts))
    return Region(within, unsure - within)


@lru_cache(maxsize=1)
def _regions() -> Mapping[str, Region]:
    """Regions by the words that name them, in small letters."""
    countries = [_Country(row) for row in read_data("countries.csv")]
    return {
        row["words"].casefold(): _region(countries, _words(row["within"]), _words(row["unsure"]))
        for row in read_data("regions.csv")
    }


class _Country:
    """The code of a country and the places in which it lies."""

    def __init__(self, row: Mapping[str, str]) -> None:
        self.code = row["code"]
        self.places = {row["code"], row["region"]} - {""}
        self.continents = _words(row["continents"])


def _region(
    countries: Iterable[_Country], inside: frozenset[str], perhaps: frozenset[str]
) -> Region:
    """A region from the continents, regions and codes that are in it, and those that may be."""
    within, unsure = set(), set()
    for country in countries:
        is_whole = bool(country.continents) and country.continents <= inside
        if country.code in perhaps:
            unsure.add(country.code)
        elif is_whole or country.places & inside:
            within.add(country.code)
        elif (country.places | country.continents) & (inside | perhaps):
            unsure.add(country.code)
    return Region(frozenset(within), frozenset(unsure))


def _words(cell: str) -> frozenset[str]:
    return frozenset(cell.split("|")) - {""}
