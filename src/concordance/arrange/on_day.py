"""Builds the list of a treaty on a day from the facts."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from concordance.arrange.basis import Basis, basis_of
from concordance.arrange.in_force import (
    earlier_entries,
    entries_in_force,
    parts_before,
    printed_names,
)
from concordance.arrange.names import names_on
from concordance.arrange.references import reference_names, scopes_on
from concordance.arrange.span import FIRST_DAY
from concordance.arrange.taxa import taxa_on
from concordance.checklist import Checklist
from concordance.checklist_parts import Knowledge, Members, Place, Records, Source, cited
from concordance.codes import Relation
from concordance.readers.appendices import KEYS, Facts, read_facts
from concordance.readers.sources import source_titles
from concordance.records import CommonName, ConceptRelation, Measure, NameUse, Taxon, concept

#: the last day on which both lists are complete: the day before CMS COP15 enters into force
DEFAULT_DAY: Final = "2026-06-26"
COMPLETE_TO: Final = {
    "cites": "CoP20, in force 2026-03-05",
    "cms": "COP14, in force 2024-05-16",
}
#: gaps of a list after the default day
MISSING: Final = {
    "cites": "",
    "cms": "; COP15, in force 2026-06-27, is only partly included",
}
LABEL: Final = {"cites": "CITES Appendices I-III", "cms": "CMS Appendices I-II"}

#: kingdoms that the Appendices list
KINGDOMS: Final = ("Animalia", "Plantae")


class Wanted(NamedTuple):
    """A user's choices for the list in the package.

    Attributes
    ----------
    kingdoms : tuple of str
    amendments : path or None
        The user's own entries.
    species : Checklist or None
        A user's species list, which adds members to groups.
    """

    kingdoms: tuple[str, ...] = KINGDOMS
    amendments: str | Path | None = None
    species: Checklist | None = None


EVERYTHING: Final = Wanted()


def arrange(
    facts: Facts,
    day: str,
    wanted: Wanted = EVERYTHING,
    reload: Callable[[str], Checklist] | None = None,
) -> Checklist:
    """Return the list of a treaty on a day, built from the facts.

    Parameters
    ----------
    facts : Facts
    day : str
        ISO date covered by the data.
    wanted : Wanted
    reload : callable, optional
        Returns the list on another day.

    Returns
    -------
    Checklist
    """
    key = facts.key
    basis = basis_of(facts, day, wanted.kingdoms)
    facts = basis.facts
    printed = printed_names(facts, day)
    entries = entries_in_force(facts, printed, day)
    relations = relations_on(facts, day)
    scopes = scopes_on(facts, day)
    taxa = taxa_on(basis, entries, printed, relations, scopes)
    names = names_on(taxa, printed, facts.synonyms, basis.elsewhere)
    records = Records(
        taxa=tuple(taxa),
        names=tuple(names),
        listings=tuple(fact.entry for fact in entries),
        common_names=_english(taxa),
        measures=measures_on(facts, taxa, names, day),
    )
    return Checklist(
        key=key,
        source=_source(facts, day, wanted),
        records=records,
        specific_entry_prevails=key == "cites",
        knowledge=_knowledge(facts, day, taxa, relations),
        members=partial(_members, basis, records, wanted),
        reload=reload,
    )


def _knowledge(
    facts: Facts, day: str, taxa: Iterable[Taxon], relations: tuple[ConceptRelation, ...]
) -> Knowledge:
    return Knowledge(
        partner=_partner(facts.key),
        relations=relations,
        forbidden=_forbidden(facts),
        reference_names=reference_names(facts, scopes_on(facts, day)),
        earlier=earlier_entries(facts, day),
        parts=parts_before(facts, {taxon.name for taxon in taxa}, day),
        oldest_text=FIRST_DAY[facts.key],
        titles=source_titles(),
        annotations=tuple(a for a, dates in facts.annotations if dates.on(day)),
    )


def with_rows(whole: Checklist, day: str, records: Records, apart: Iterable[Place]) -> Checklist:
    """Return a list with the members of its groups as it stood on another day.

    Parameters
    ----------
    whole : Checklist
        The list in the package on any day, with all kingdoms and members.
    day : str
        ISO date covered by the data.
    records : Records
        The rows of that day.
    apart : iterable of Place
        Species that are placed apart from their genus on that day.

    Returns
    -------
    Checklist
    """
    facts = basis_of(read_facts(whole.key), day, KINGDOMS).facts
    own = _knowledge(facts, day, records.taxa, relations_on(facts, day))
    known = whole.knowledge
    return replace(
        whole,
        source=_source(facts, day, EVERYTHING),
        records=records,
        knowledge=own._replace(
            genera=known.genera.with_apart(apart), homonyms=known.homonyms, outside=known.outside
        ),
    )


def _members(basis: Basis, records: Records, wanted: Wanted) -> Members:
    from concordance.arrange.members import members_of  # lazy: a build needs none
    from concordance.arrange.own_names import Group
    from concordance.readers.species import read_species

    facts = basis.facts
    group = Group(facts.key, records, wanted.kingdoms, facts.synonyms, basis.birds)
    return members_of(group, read_species(), wanted.species)


def _source(facts: Facts, day: str, wanted: Wanted) -> Source:
    label = LABEL[facts.key]
    own = wanted.species
    missing = MISSING[facts.key] if day > DEFAULT_DAY else ""
    return Source(
        name=label,
        publisher="compiled by the concordance project from treaty and law texts",
        version=f"in force {day}",
        as_of=day,
        complete_to=COMPLETE_TO[facts.key] + missing,
        sha256=facts.sha256 if own is None else _digest_of_both(facts.sha256, own.digest),
        licence="facts of treaty texts; species of groups after AviList v2025, the Mammal "
        "Diversity Database 2.4, the Reptile Database, WoRMS and UniProt (CC BY), and the NCBI "
        "Taxonomy (public domain)",
        citation=f"{label} in force on {day}, as compiled in species-concordance; not an official "
        "text of CITES, CMS or UNEP."
        + ("" if own is None else f" Species after {own.source.name}."),
    )


def _digest_of_both(first: str, second: str) -> str:
    return hashlib.sha256(f"{first}{second}".encode()).hexdigest()


def _partner(key: str) -> str:
    return KEYS[1 - KEYS.index(key)]


def relations_on(facts: Facts, day: str) -> tuple[ConceptRelation, ...]:
    """Return the relations asserted by sources on a day, read from the treaty of the facts."""
    relations = []
    titles = dict(source_titles())
    for fact in facts.relations:
        if not fact.dates.on(day):
            continue
        source = f"{cited(fact.source, titles)} ({fact.confidence})"
        first, second = (name.removesuffix(" (s.l.)") for name in fact.names)
        if facts.key == KEYS[0]:
            case = ConceptRelation(first, second, fact.relation, source, fact.reason)
        else:
            case = ConceptRelation(second, first, fact.relation.mirrored, source, fact.reason)
        relations.append(case)
    return tuple(relations)


def _forbidden(facts: Facts) -> frozenset[tuple[str, str]]:
    if facts.key == KEYS[0]:
        return facts.forbidden
    return frozenset((second, first) for first, second in facts.forbidden)


def measures_on(
    facts: Facts, taxa: Iterable[Taxon], names: Iterable[NameUse], day: str
) -> tuple[Measure, ...]:
    """Return the reservations in force on a day, and the instruments, by taxon of the list.

    A name of several taxa is left out, as it does not show which one is meant.
    """
    accepted = {taxon.taxon_id: taxon.name for taxon in taxa}
    measured = {fact.taxon for fact in facts.measures}
    own: defaultdict[str, set[str]] = defaultdict(set)
    others: defaultdict[str, set[str]] = defaultdict(set)
    for use in names:
        if use.name not in measured:
            continue
        if use.is_accepted:
            own[use.name].add(use.taxon_id)
        elif concept(use.name, accepted[use.taxon_id], use.kind) is Relation.CONGRUENT:
            others[use.name].add(use.taxon_id)
    ids = others | own
    return tuple(
        fact.measure._replace(taxon_id=next(iter(ids[fact.taxon])))
        for fact in facts.measures
        if fact.dates.on(day) and len(ids.get(fact.taxon, ())) == 1
    )


def _english(taxa: Iterable[Taxon]) -> tuple[CommonName, ...]:
    return tuple(CommonName(t.taxon_id, t.common_name, "en") for t in taxa if t.common_name)
