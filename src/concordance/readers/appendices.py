"""Reads the facts on the Appendices in ``data/`` without interpreting them.

`arrange` decides what the facts mean on a day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from concordance.checklist_parts import Annotation
from concordance.checklist_tables import records_from_rows
from concordance.codes import Confidence, NameKind, Relation
from concordance.errors import ChecklistError
from concordance.readers.amendments import listing_problems, read_amendments
from concordance.readers.package import data_folder, read_checked, read_data
from concordance.records import Entry, Measure, ReferenceName, Taxon

Row = dict[str, str]

#: the treaties of the package, in the order of the columns of its tables
KEYS: Final = ("cites", "cms")


class Dated(NamedTuple):
    """Days of validity of a fact: the first day, and the first day on which it no longer holds."""

    valid_from: str
    valid_to: str

    def on(self, day: str) -> bool:
        """Whether the fact holds on a day."""
        return self.valid_from <= day and (not self.valid_to or day < self.valid_to)


class EntryFact(NamedTuple):
    """A line of an Appendix, with the treaty's classification of its taxon."""

    entry: Entry
    kingdom: str
    class_: str
    order: str
    family: str
    common_name: str


class TaxonFact(NamedTuple):
    """A taxon with its classification by a treaty or an open list."""

    name: str
    authorship: str
    rank: str
    kingdom: str
    class_: str
    order: str
    family: str
    common_name: str
    source: str
    genus: str = ""
    accepted: bool = True
    reference: str = ""
    confidence: Confidence = Confidence.REPORTED
    extinct: bool = False


class SynonymFact(NamedTuple):
    """A name that leads to an accepted name."""

    name: str
    authorship: str
    accepted: str
    kind: NameKind
    source: str


class Renaming(NamedTuple):
    """The name printed in an Appendix instead of the latest name, between two days."""

    name: str
    name_then: str
    dates: Dated


class ScopedReference(NamedTuple):
    """A standard reference, and the groups for which a treaty follows it."""

    key: str
    scopes: tuple[str, ...]
    dates: Dated


class MeasureFact(NamedTuple):
    """A reservation or instrument, under the name in its source."""

    taxon: str
    measure: Measure
    dates: Dated


class RelationFact(NamedTuple):
    """A relation in a source between a taxon of the first treaty and one of the second."""

    names: tuple[str, str]
    relation: Relation
    source: str
    confidence: str
    reason: str
    dates: Dated


class NamesElsewhere(NamedTuple):
    """Names that other lists use for a taxon, as pairs of list and name."""

    name: str
    names_there: tuple[tuple[str, str], ...]
    note: str


class ReferenceUsage(NamedTuple):
    """A name of a reference whose names are complete in the package for a group."""

    reference: str
    accepted: str
    is_accepted: bool
    taxon: Taxon


class BirdName(NamedTuple):
    """The treaty reference's name for an AviList bird; blank if the reference lacks the bird."""

    avilist_name: str
    name: str
    authorship: str
    relation: Relation
    order: str
    family: str
    valid_from: str
    source: str
    confidence: Confidence


class DatedPart(NamedTuple):
    """A taxon that was part of another one between two days."""

    name: str
    part_of: str
    source: str
    dates: Dated


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facts:
    """Everything in the package about the Appendices of one treaty, for all days."""

    key: str
    entries: tuple[EntryFact, ...]
    taxa: tuple[TaxonFact, ...]
    covered: tuple[TaxonFact, ...]
    synonyms: tuple[SynonymFact, ...]
    renamings: tuple[Renaming, ...]
    references: tuple[ScopedReference, ...]
    measures: tuple[MeasureFact, ...]
    relations: tuple[RelationFact, ...]
    forbidden: frozenset[tuple[str, str]]
    elsewhere: tuple[NamesElsewhere, ...]
    reference_names: tuple[ReferenceName, ...]
    parts: tuple[DatedPart, ...]
    birds: tuple[BirdName, ...]
    annotations: tuple[tuple[Annotation, Dated], ...]
    countries: Mapping[str, str]
    sha256: str


def read_facts(key: str, amendments: str | Path | None = None) -> Facts:
    """Return the facts on one treaty.

    Parameters
    ----------
    key : str
        ``cites`` or ``cms``.
    amendments : path, optional
        The user's own entries, a CSV with the columns of ``data/<key>_listings.csv``. A row with a
        known ``entry_id`` replaces that entry; other rows are added.

    Returns
    -------
    Facts

    Raises
    ------
    ChecklistError
        If a data file or the amendments are damaged; lists every problem by row.
    """
    facts = _facts(key, data_folder())
    if amendments is None:
        return facts
    kingdoms = {fact.class_: fact.kingdom for fact in facts.entries if fact.class_}
    own = entry_facts(
        [
            row | {"kingdom": row["kingdom"] or kingdoms.get(row["class"], _ANIMALS)}
            for row in read_amendments(key, Path(amendments))
        ]
    )
    replaced = {fact.entry.entry_id: fact for fact in own}
    kept = [replaced.pop(fact.entry.entry_id, fact) for fact in facts.entries]
    digest = hashlib.sha256(facts.sha256.encode() + Path(amendments).read_bytes())
    return replace(facts, entries=(*kept, *replaced.values()), sha256=digest.hexdigest())


@lru_cache(maxsize=2 * len(KEYS))
def _facts(key: str, folder: Path) -> Facts:
    listings = read_data(f"{key}_listings.csv")
    problems = listing_problems(list(enumerate(listings, start=2)))
    if problems:
        raise ChecklistError(f"data/{key}_listings.csv", problems)
    return Facts(
        key=key,
        entries=entry_facts(listings),
        taxa=tuple(map(_taxon, read_data(f"{key}_taxa.csv"))),
        covered=tuple(map(_covered, read_data("covered_species.csv"))),
        synonyms=tuple(
            SynonymFact(row["name"], row["authorship"], row["accepted_name"],
                        NameKind(row["kind"]), row["source"])
            for row in read_data("synonyms.csv")
            if row["taxonomy"] == key
        ),
        renamings=tuple(
            Renaming(row["name"], row["name_then"], _dates(row))
            for row in _of(key, "name_history.csv")
        ),
        references=tuple(
            ScopedReference(row["reference_key"], tuple(row["taxon_scope"].split("|")),
                            _dates(row))
            for row in _of(key, "nomenclature_references.csv")
        ),
        measures=_measures(key),
        relations=tuple(map(_relation, read_data("concept_relations.csv"))),
        forbidden=frozenset(
            (row["cites_name"], row["cms_name"]) for row in read_data("must_not_link.csv")
        ),
        elsewhere=_elsewhere(folder),
        reference_names=tuple(
            ReferenceName(row["name"], row["reference_key"], row["accepted_name"] or row["name"])
            for row in read_data("reference_names.csv")
        ),
        parts=tuple(
            DatedPart(row["name"], row["part_of"], row["source"], _dates(row))
            for row in _of(key, "part_of.csv")
        ),
        birds=tuple(
            BirdName(row["avilist_name"], row["name"], row["authorship"],
                     Relation(row["relation"] or Relation.UNDETERMINED), row["order"],
                     row["family"], row["valid_from"], row["source"], Confidence(row["confidence"]))
            for row in _of(key, "bird_names.csv")
        ),
        countries={row["code"]: row["name"] for row in read_data("countries.csv")},
        annotations=_annotations() if key == KEYS[0] else (),
        sha256=_digest(folder),
    )  # fmt: skip


def read_reference_usages() -> Iterator[ReferenceUsage]:
    """Return the names of the references that are complete in the package for their group."""
    for row in read_data("reference_names.csv"):
        taxon: Taxon = records_from_rows("taxa", [row | {"kingdom": _ANIMALS, "status": ""}])[0]
        yield ReferenceUsage(
            row["reference_key"],
            row["accepted_name"] or row["name"],
            row["status"] == "accepted",
            taxon,
        )


# --- rows to facts


def _of(key: str, file: str) -> list[Row]:
    """Rows of a file on one treaty."""
    return [row for row in read_data(file) if row["convention"].lower() == key]


def _dates(row: Row) -> Dated:
    return Dated(row["valid_from"], row["valid_to"])


_NO_DATES: Final = Dated("", "")
#: kingdom of the files that contain only animals
_ANIMALS: Final = "Animalia"


def entry_facts(rows: Sequence[Row]) -> tuple[EntryFact, ...]:
    """Return the entries from rows of a listings file."""
    entries = records_from_rows(
        "listings", [row | {"scope_countries": row["scope_iso2"], "taxon_id": ""} for row in rows]
    )
    return tuple(
        EntryFact(
            entry, row["kingdom"], row["class"], row["order"], row["family"], row["common_name_en"]
        )
        for row, entry in zip(rows, entries, strict=True)
    )


def _taxon(row: Row) -> TaxonFact:
    return TaxonFact(
        name=row["name"],
        authorship=row["authorship"],
        rank=row["rank"],
        kingdom=row["kingdom"],
        class_=row["class"],
        order=row["order"],
        family=row["family"],
        common_name=row["common_name_en"],
        source=row["source"],
        genus=row["genus"],
        accepted=row["status"] == "accepted",
        reference=row["reference_key"],
        confidence=Confidence(row["confidence"]),
    )


def _covered(row: Row) -> TaxonFact:
    return TaxonFact(
        name=row["name"],
        authorship=row["authorship"],
        rank=row["rank"],
        kingdom=_ANIMALS,
        class_=row["class"],
        order=row["order"],
        family=row["family"],
        common_name=row["common_name_en"],
        source=row["source"],
        extinct=bool(row["extinct"]),
    )


def _annotations() -> tuple[tuple[Annotation, Dated], ...]:
    """The annotation codes, each with the days between which the meaning holds."""
    return tuple(
        (
            Annotation(row["code"], row["meaning"], row["valid_from"], row["read_to"],
                       row["source"]),
            _dates(row),
        )
        for row in read_data("annotations.csv")
    )  # fmt: skip


def _measures(key: str) -> tuple[MeasureFact, ...]:
    rows = [
        (row | {"kind": "reservation", "value": row["note"], "effective_from": row["valid_from"]},
         _dates(row))
        for row in _of(key, "reservations.csv")
    ]  # fmt: skip
    if key == "cms":  # agreements and memoranda under the treaty
        rows += [
            (row | {"kind": "instrument", "value": row["instrument"]}, _NO_DATES)
            for row in read_data("instruments.csv")
        ]
    measures = records_from_rows("measures", [row for row, _ in rows])
    return tuple(
        MeasureFact(row["taxon"], measure, dates)
        for (row, dates), measure in zip(rows, measures, strict=True)
    )


def _relation(row: Row) -> RelationFact:
    return RelationFact(
        names=(row["cites_name"], row["cms_name"]),
        relation=Relation(row["relation"]),
        source=row["evidence"],
        confidence=row["confidence"],
        reason=row["reason"],
        dates=_dates(row),
    )


@lru_cache(maxsize=2)
def _elsewhere(folder: Path) -> tuple[NamesElsewhere, ...]:
    return tuple(
        NamesElsewhere(
            row["name_in_cites_or_cms"],
            tuple(
                (column.removesuffix("_name"), name)
                for column, name in row.items()
                if column.endswith("_name") and name
            ),
            row["relation_note"],
        )
        for row in read_checked(folder / "reference_taxa.csv")
    )


def _digest(folder: Path) -> str:
    """The digest of the registered checksums; every file is checked against them when read."""
    return hashlib.sha256((folder / "SHA256SUMS").read_bytes()).hexdigest()
