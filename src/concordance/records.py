"""The typed rows of a checklist, and the meaning of every kind of name.

A record has the fields of its table in order; `class_` is the column ``class``. Blank text, an
empty tuple and None mean "not known".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from concordance.codes import (
    Confidence,
    MeasureKind,
    NameKind,
    NameOrigin,
    NameStatus,
    Presence,
    Relation,
    Scope,
    ScopeMode,
    TaxonStatus,
)


class Taxon(NamedTuple):
    """A taxon with its name and classification in a list on a day."""

    taxon_id: str
    name: str
    authorship: str = ""
    rank: str = ""
    status: TaxonStatus = TaxonStatus.KNOWN
    kingdom: str = ""
    class_: str = ""
    order: str = ""
    family: str = ""
    genus: str = ""
    reference: tuple[str, ...] = ()
    common_name: str = ""
    source: str = ""
    confidence: Confidence = Confidence.REPORTED
    name_from: NameOrigin = NameOrigin.REFERENCE

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the name."""
        return tuple(self.name.split())

    @property
    def species(self) -> str:
        """The species of a subspecies, variety or form; blank at every other rank."""
        words = without_rank_words(self.name).split()
        return " ".join(words[:2]) if len(words) == 3 else ""


class NameUse(NamedTuple):
    """A name that leads to a taxon."""

    name: str
    authorship: str
    status: NameStatus
    kind: NameKind
    taxon_id: str
    source: str = ""

    @property
    def is_accepted(self) -> bool:
        """Whether the list uses this name for the taxon."""
        return self.status is NameStatus.ACCEPTED


class Entry(NamedTuple):
    """A line of an Appendix."""

    entry_id: str
    taxon_id: str
    taxon: str
    rank: str
    appendix: str
    scope: Scope = Scope.WHOLE
    scope_note: str = ""
    scope_countries: tuple[str, ...] = ()
    scope_mode: ScopeMode | None = None
    excluded_taxa: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    effective_from: str = ""
    effective_to: str = ""
    decided_at: str = ""
    source: str = ""
    confidence: Confidence = Confidence.REPORTED
    annotation: str = ""

    def in_force(self, day: str) -> bool:
        """Whether the entry is in force on a day (ISO date)."""
        return self.effective_from <= day and (not self.effective_to or day < self.effective_to)


class CommonName(NamedTuple):
    """A common name of a taxon."""

    taxon_id: str
    name: str
    language: str


class CommonNameFact(NamedTuple):
    """A common name of a taxon with its source; blank where not known."""

    taxon: str
    rank: str
    kingdom: str
    class_: str
    order: str
    family: str
    language: str
    name: str
    source: str
    licence: str
    confidence: str


class RangeState(NamedTuple):
    """A country in which a taxon occurs; presence None if the list does not state it."""

    taxon_id: str
    country: str
    presence: Presence | None = None


class Status(NamedTuple):
    """A conservation status of a taxon."""

    taxon_id: str
    scheme: str
    category: str
    year: str = ""


class Measure(NamedTuple):
    """A legal fact about a taxon apart from the entries."""

    taxon_id: str
    kind: MeasureKind
    value: str = ""
    party: str = ""
    entered_as: str = ""
    effective_from: str = ""
    source: str = ""
    confidence: Confidence = Confidence.REPORTED


class ReadingProblem(NamedTuple):
    """A cell of a file that could not be read with certainty."""

    row: str
    column: str
    found: str
    problem: str


class ConceptRelation(NamedTuple):
    """A relation between taxa of two lists that a source asserts."""

    name: str
    other_name: str
    relation: Relation
    source: str
    note: str


class ReferenceName(NamedTuple):
    """The name that a standard reference uses for a taxon of a list."""

    name: str
    reference: str
    name_there: str


def taxon_id(key: str, name: str) -> str:
    """Return an id made from list key and name, for a taxon that has none.

    Examples
    --------
    >>> taxon_id("cms", "Uncia uncia")
    'cms:uncia-uncia'
    """
    return f"{key}:{name.lower().replace(' ', '-')}"


_RANK_WORDS: Final = frozenset({"ssp.", "subsp.", "var.", "f.", "fo.", "forma"})


def without_rank_words(name: str) -> str:
    """Return a name without the rank words that botanists write, such as subsp.

    Examples
    --------
    >>> without_rank_words("Sarracenia rubra ssp. jonesii")
    'Sarracenia rubra jonesii'
    """
    if name.count(" ") < 3:
        return name
    return " ".join(word for word in name.split() if word not in _RANK_WORDS)


def field_of(column: str) -> str:
    """Return the record field for a column."""
    return "class_" if column == "class" else column


def concept(name: str, accepted: str, kind: NameKind) -> Relation | None:
    """Return the relation of a taxon to the animals or plants that one of its names means.

    Parameters
    ----------
    name : str
        A name that leads to the taxon.
    accepted : str
        The name that the list uses for it.
    kind : NameKind

    Returns
    -------
    Relation or None
        ``congruent``: the name means the taxon; ``includes``: it means part of the taxon;
        ``included_in``: it means more than the taxon; ``undetermined``: it belongs to several
        taxa, in unknown parts. None if the name does not define the taxon (misapplied, or a
        species name kept under one of its subspecies).

    Examples
    --------
    >>> concept("Gorilla gorilla beringei", "Gorilla beringei", NameKind.RANK)
    <Relation.CONGRUENT: 'congruent'>
    >>> concept("Saiga tatarica tatarica", "Saiga tatarica", NameKind.RANK)
    <Relation.INCLUDES: 'includes'>
    """
    if kind is NameKind.RANK:
        return _concept_of_rank(name.split(), accepted.split())
    return _CONCEPTS.get(kind, Relation.CONGRUENT)


_CONCEPTS: dict[NameKind, Relation | None] = {
    NameKind.MISAPPLIED: None,
    NameKind.SPLIT: Relation.INCLUDED_IN,
    NameKind.LUMP: Relation.INCLUDES,
    NameKind.PRO_PARTE: Relation.UNDETERMINED,
}


def _concept_of_rank(name: list[str], accepted: list[str]) -> Relation | None:
    long, short = sorted((name, accepted), key=len, reverse=True)
    # the nominate subspecies is a part of its species, though the last words agree
    within = len(long) == 3 and long[:2] == short
    if long[-1] == short[-1] and not within:
        return Relation.CONGRUENT
    return Relation.INCLUDES if len(name) >= len(accepted) else None


def mark_pro_parte(names: Iterable[NameUse]) -> list[NameUse]:
    """Return names, with kind pro parte for each synonym of several taxa.

    Parameters
    ----------
    names : iterable of NameUse
        Names of one list.

    Returns
    -------
    list of NameUse
        In the order given. The same name by two authors counts as two names, unless an author is
        not known. Kinds that already state a part or a whole are kept.
    """
    uses = list(names)
    accepted = {use.taxon_id: use.name for use in uses if use.status is NameStatus.ACCEPTED}
    synonyms = [use for use in uses if use.status is not NameStatus.ACCEPTED]
    times = Counter([use.name for use in synonyms])
    taxa: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for use in synonyms:
        if times[use.name] == 1:
            continue
        known = accepted.get(use.taxon_id, use.name)
        if concept(use.name, known, use.kind) is Relation.CONGRUENT:
            taxa[use.name, use.authorship].add(use.taxon_id)
            if use.authorship:
                taxa[use.name, _ANY_AUTHOR].add(use.taxon_id)
    return [
        _pro_parte(use) if times[use.name] > 1 and _is_shared(use, taxa) else use for use in uses
    ]


@lru_cache(maxsize=1 << 13)
def _pro_parte(use: NameUse) -> NameUse:
    """A synonym of several taxa: the days of a list share it."""
    return use._replace(kind=NameKind.PRO_PARTE)


_ANY_AUTHOR = "any author"


def _is_shared(use: NameUse, taxa: Mapping[tuple[str, str], set[str]]) -> bool:
    """Whether a synonym also leads to another taxon, with the same or an unknown author."""
    own = taxa.get((use.name, use.authorship), set())
    if use.taxon_id not in own or use.is_accepted:
        return False
    others = taxa.get((use.name, "" if use.authorship else _ANY_AUTHOR), set())
    return len(own | others) > 1
