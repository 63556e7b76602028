"""Which entries for a taxon apply to the animals of a country.

A country decides between entries for populations. If an entry names part of a country, a region
or a subspecies, the country does not decide: the entries are kept, with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Final, NamedTuple

from concordance.codes import MatchStatus, Scope, ScopeMode
from concordance.countries import FORMER
from concordance.lookups.listing import Given
from concordance.lookups.reasons import Reason
from concordance.lookups.regions import region_of
from concordance.lookups.where import Where, continents, country_name
from concordance.matching.listed import listed
from concordance.readers.package import read_data
from concordance.records import Entry

#: an entry and how it covers, as `Listed.covering` has them
Covering = tuple[Entry, str]
_PART: Final = "subspecies"
#: words of a note that state a condition, not a place
_CONDITION: Final = re.compile(
    r"condition|live animals|\bproducts?\b|\bquotas?\b|captive|in-situ|specimens|\bwild\b"
)
_NO_PLACE: Final = re.compile(rf"Appendix|{_CONDITION.pattern}")
#: species of the entry's genus in a note: "except the populations of L. africana of ..."
_OF_SPECIES: Final = re.compile(r"\b[A-Z]\. ([a-z-]{3,})")
_COMPASS: Final = r"(?:north|south|east|west|central|upper|lower)[a-z]*(?:[ -](?:east|west)[a-z]*)?"


class Reach(NamedTuple):
    """Whether an entry applies to the animals of a country; None, with a reason, if uncertain."""

    applies: bool | None
    reason: Reason | None = None


def is_limited(entry: Entry, name: str) -> bool:
    """Whether an entry is only for some populations of a taxon.

    An exception for populations of a species applies only to that species.
    """
    if entry.scope is Scope.EXCLUDING:
        return entry.scope_mode is not None and _names(entry.scope_note, name)
    if " " in name and entry.scope_mode is ScopeMode.EXCEPT:
        named = _OF_SPECIES.findall(entry.scope_note)
        if named and name.split()[1] not in named:
            return False
    return entry.scope is Scope.POPULATION or entry.scope_mode is not None


def _names(note: str, name: str) -> bool:
    """Whether a note names a species, in any genus."""
    epithet = name.split()[-1] if " " in name else ""
    return bool(epithet) and re.search(rf"\b[A-Z]\w+ {re.escape(epithet)}\b", note) is not None


def depends_on_country(given: Given) -> bool:
    """Whether the entries for a taxon depend on the country of origin."""
    covering, name = given.listed.covering, given.about
    return any(is_limited(entry, name) or how == _PART for entry, how in covering)


def reach(entry: Entry, where: Where, name: str) -> Reach:
    """Return whether an entry applies to the animals of a country.

    Parameters
    ----------
    entry : Entry
    where : Where
        A country.
    name : str
        The taxon.

    Returns
    -------
    Reach

    Examples
    --------
    >>> from concordance.lookups.where import read_where
    >>> lion = Entry("1", "", "Panthera leo", "species", "I", Scope.POPULATION,
    ...              "population of India only", ("IN",), ScopeMode.ONLY)
    >>> reach(lion, read_where("IN"), "Panthera leo").applies
    True
    >>> reach(lion, read_where("KE"), "Panthera leo").applies
    False
    """
    if not is_limited(entry, name):
        return Reach(True)
    if not entry.scope_countries:
        return Reach(_in_region(entry.scope_note, where), Reason.POPULATION)
    inside = where.codes & set(entry.scope_countries)
    if inside and inside != where.codes:
        return Reach(None, Reason.POPULATION)
    if inside and " " not in name and entry.scope_mode is ScopeMode.EXCEPT:
        return Reach(None, Reason.POPULATION)  # one species of the group only
    if inside and any(_names_part_of(entry.scope_note, code) for code in inside):
        return Reach(None, Reason.PART_OF_COUNTRY)
    return Reach(bool(inside) is not (entry.scope_mode is ScopeMode.EXCEPT))


#: words of other notes for populations, with the continents that they name
_REGIONS: Final = {
    "africa": {"Africa"}, "asia": {"Asia"}, "europe": {"Europe"}, "eurasia": {"Asia", "Europe"},
    "america": {"Americas"}, "neotropics": {"Americas"},
}  # fmt: skip
#: a note for a region of which former States are left out
_BUT_FORMER: Final = re.compile(r"(.+); former USSR area not covered")


def _in_region(note: str, where: Where) -> bool | None:
    """Whether a country lies in the region of a note; None if uncertain."""
    if left_out := _BUT_FORMER.fullmatch(note):
        former = where.codes & FORMER["SU"]
        inside = _in_region(left_out[1], where)
        return inside if not former else False if where.codes <= FORMER["SU"] else None
    if region := region_of(note):
        return region.has(where.codes)
    named_regions = [places for word, places in _REGIONS.items() if word in note.lower()]
    named: set[str] = set().union(*named_regions)
    here = continents(where.codes)
    if not named or not here or "not covered" in note:
        return None
    return None if here & named else False


@lru_cache(maxsize=1)
def _part_ranges() -> Mapping[str, frozenset[str]]:
    """Countries of subspecies that are listed separately from their species."""
    return {
        row["taxon"]: frozenset(row["countries"].split("|")) for row in read_data("part_ranges.csv")
    }


def _lives_in(part: Entry, where: Where) -> bool:
    """Whether a subspecies may come from a country; False only if its range is known."""
    known = _part_ranges().get(part.taxon)
    return known is None or not where.codes.isdisjoint(known)


def _names_part_of(note: str, code: str) -> bool:
    """Whether a note means part of a country: "Chile (Tarapaca)", "Palawan (Philippines)"."""
    country = re.escape(country_name(code))
    inside = re.search(rf"{country} \(([^)]*)\)", note)
    if inside:
        return not _NO_PLACE.search(inside[1]) or "captive" in inside[1]
    pattern = rf"\w \({country}\)|\b{_COMPASS} {country}\b"
    return re.search(pattern, note, re.IGNORECASE) is not None


class Decided(NamedTuple):
    """The entries that apply to a country, and why more remain than can apply at once."""

    covering: tuple[Covering, ...]
    reasons: tuple[Reason, ...]


def decide(covering: Sequence[Covering], where: Where, name: str, *, prevails: bool) -> Decided:
    """Return the entries that apply to the animals of a country.

    Parameters
    ----------
    covering : sequence of (Entry, how)
        Lowest level first.
    where : Where
        A country.
    name : str
        The taxon; a single word is a group.
    prevails : bool
        Whether an entry for a taxon replaces those for the groups above it.

    Returns
    -------
    Decided
    """
    reached = [
        (pair, reach(pair[0], where, name))
        for pair in covering
        if pair[1] != _PART or _lives_in(pair[0], where)
    ]
    reasons = [r.reason for _, r in reached if r.applies is None and r.reason is not None]
    left = [(pair, r) for pair, r in reached if r.applies is not False]
    if " " in name and prevails:
        left = _closest(left, name)
    kept = tuple(pair for pair, _ in left)
    if any(how == _PART for _, how in kept):
        reasons.append(Reason.SUBSPECIES)
    if any(is_limited(e, name) and _CONDITION.search(e.scope_note) for e, _ in kept):
        reasons.append(Reason.CONDITION)
    return Decided(kept, tuple(dict.fromkeys(reasons)))


def _closest(left: list[tuple[Covering, Reach]], name: str) -> list[tuple[Covering, Reach]]:
    """The entries of a species up to the first level that certainly applies to the country."""
    parts = [one for one in left if one[0][1] == _PART]
    if sure := [one for one in parts if is_limited(one[0][0], name) and one[1].applies]:
        return sure
    kept: list[tuple[Covering, Reach]] = []
    levels = groupby((one for one in left if one[0][1] != _PART), lambda one: one[0][0].taxon)
    for _, level in levels:
        here = list(level)
        kept += here
        if any(r.applies for _, r in here):
            break
    return [*(one for one in left if one in kept or one in parts)]


def in_country(given: Given, where: Where, label: str, *, prevails: bool) -> Given:
    """Return the answer of a list for the animals of a country.

    Parameters
    ----------
    given : Given
        The answer regardless of origin.
    where : Where
    label : str
        Label of the list.
    prevails : bool
        See `decide`.

    Returns
    -------
    Given
        With the entries that apply to the country; status ``excluded`` if none does.
    """
    if not depends_on_country(given):
        return given
    if not where.codes:
        return _anywhere(given, label)
    covering = given.listed.covering
    decided = decide(covering, where, given.about, prevails=prevails)
    if not decided.covering and given.wherever is not None:  # from outside its range
        covering = given.wherever.covering
        decided = decide(covering, where, given.about, prevails=prevails)
    entries = [entry for entry, _ in decided.covering]
    answer = given._replace(
        status=_status(given, decided.covering),
        listed=listed(entries, [how for _, how in decided.covering]),
        evidence=f"{given.evidence} {_words(decided, covering, where, label)}",
    )
    return answer.having(*decided.reasons)


def _anywhere(given: Given, label: str) -> Given:
    """The answer without a country.

    If only some populations of a subspecies are listed, the species as such has no Appendix.
    """
    covering = given.listed.covering
    words = _undecided(given, label)
    if words:
        given = given._replace(evidence=f"{given.evidence} {words}".strip())
    reasons = [Reason.POPULATION for entry, _ in covering if is_limited(entry, given.about)]
    reasons += [Reason.SUBSPECIES for _, how in covering if how == _PART]
    if all(how == _PART and entry.scope_mode is ScopeMode.ONLY for entry, how in covering):
        given = given._replace(listed=given.listed._replace(appendix=None))
    return given.having(*reasons)


def _undecided(given: Given, label: str) -> str:
    """What a country would decide for a species, as a sentence; blank for a group."""
    covering = given.listed.covering
    limited = any(is_limited(entry, given.about) for entry, how in covering if how != _PART)
    if " " not in given.about or not limited:
        return ""
    beyond = given.listed if given.wherever is None else given.wherever
    rest = "" if _reach_all(beyond.covering, given.about) else "; no entry covers other populations"
    return f"The country of origin decides: {label} {_limits(covering)}{rest}."


def _reach_all(covering: Sequence[Covering], name: str) -> bool:
    """Whether the entries reach the animals of every country."""
    entries = [entry for entry, how in covering if how != _PART]
    named = {
        code for e in entries if e.scope_mode is not ScopeMode.EXCEPT for code in e.scope_countries
    }
    return any(
        not is_limited(entry, name)
        or (entry.scope_mode is ScopeMode.EXCEPT and named.issuperset(entry.scope_countries))
        for entry in entries
    )


def _status(given: Given, kept: Sequence[Covering]) -> str:
    if not kept:
        return MatchStatus.EXCLUDED.value
    in_part = given.status == MatchStatus.LISTED_IN_PART.value
    if not in_part or any(how == _PART for _, how in kept):
        return given.status
    return (MatchStatus.MATCHED if given.taxon else MatchStatus.COVERED).value


def _words(decided: Decided, covering: Sequence[Covering], where: Where, label: str) -> str:
    """The decision for the country, as a sentence."""
    if not decided.covering:
        return f"{where.name}: not listed; {label} lists {_limits(covering)}."
    if len({entry.appendix for entry, _ in decided.covering}) > 1:
        return f"{where.name} does not decide between {label} {_limits(decided.covering)}."
    return f"{where.name}: {label} {_limits(decided.covering)}."


def _limits(covering: Iterable[Covering]) -> str:
    return "; ".join(
        f"{entry.appendix} {entry.taxon}" + (f" ({entry.scope_note})" if entry.scope_note else "")
        for entry, _ in covering
    )
