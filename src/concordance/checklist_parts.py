"""The parts of a checklist: where it comes from, its typed rows, and what is known beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from concordance.records import (
    CommonName,
    ConceptRelation,
    Entry,
    Measure,
    NameUse,
    RangeState,
    ReadingProblem,
    ReferenceName,
    Status,
    Taxon,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a list comes from.

    Attributes
    ----------
    name, publisher, version, licence, citation : str
        In words; ``version`` names the day for which the list holds.
    as_of : str
        ISO date of the state of the list.
    complete_to : str
        What the list is complete up to, in words.
    sha256 : str
        Digest of the bytes that were read.
    redistribution : str
        ``open`` or ``restricted``.
    """

    name: str
    publisher: str = ""
    version: str = "date not known"
    as_of: str = ""
    complete_to: str = ""
    sha256: str = ""
    licence: str = ""
    citation: str = ""
    redistribution: str = "open"


class Records(NamedTuple):
    """The typed rows of a checklist, table by table; shared and not to be changed."""

    taxa: tuple[Taxon, ...]
    names: tuple[NameUse, ...]
    listings: tuple[Entry, ...] = ()
    common_names: tuple[CommonName, ...] = ()
    ranges: tuple[RangeState, ...] = ()
    statuses: tuple[Status, ...] = ()
    measures: tuple[Measure, ...] = ()
    problems: tuple[ReadingProblem, ...] = ()


class GenusGroups(NamedTuple):
    """The groups of a list to which a genus belongs that no entry names."""

    genus: str
    groups: tuple[str, ...]
    homonym_in: str = ""


class Namesake(NamedTuple):
    """A species of another group whose genus has the name of a genus that a list covers."""

    name: str
    kingdom: str
    family: str


class Knowledge(NamedTuple):
    """What is known of a list beside its rows, on its day.

    Attributes
    ----------
    partner : str
        Key of the list that the relations and the forbidden pairs speak of; blank for none.
    relations : tuple of ConceptRelation
        How sources say that taxa of the two lists relate.
    forbidden : frozenset of (name, other name)
        Pairs of names that must never be linked.
    reference_names : tuple of ReferenceName
        What standard references call the taxa.
    earlier : tuple of Entry
        Entries that ended before the day, and entries in force under the name they printed before.
    genera : tuple of GenusGroups
        Genera whose species an entry for a group covers, the closest group first.
    namesakes : tuple of Namesake
        Species that are not meant by such a genus.
    """

    partner: str = ""
    relations: tuple[ConceptRelation, ...] = ()
    forbidden: frozenset[tuple[str, str]] = frozenset()
    reference_names: tuple[ReferenceName, ...] = ()
    earlier: tuple[Entry, ...] = ()
    genera: tuple[GenusGroups, ...] = ()
    namesakes: tuple[Namesake, ...] = ()


NO_KNOWLEDGE: Final = Knowledge()
