"""Properties: those that may accompany a name in a query, and those an entity can return."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple, TypeVar

from concordance.readers.common_names import read_common_names
from concordance.records import CommonName, CommonNameFact, RangeState
from concordance.serve.entities import Entity, answer_of, read_entity
from concordance.serve.matches import Match, WarmList
from concordance.serve.pairing import Pairing
from concordance.serve.placed import placed_answer


class Property(NamedTuple):
    """A property: its id, its display name and its meaning."""

    property_id: str
    name: str
    meaning: str


#: properties that may accompany a name in a query
BESIDE: Final = (
    Property("author", "Author", "author and year of the name"),
    Property("kingdom", "Kingdom", "kingdom that the name belongs to"),
    Property("phylum", "Phylum", "phylum that the name belongs to"),
    Property("class", "Class", "class that the name belongs to"),
    Property("order", "Order", "order that the name belongs to"),
    Property("family", "Family", "family that the name belongs to"),
    Property("genus", "Genus", "genus, if the name abbreviates it"),
    Property("date", "Date", "day or year to look the name up for: YYYY-MM-DD or YYYY"),
    Property("country", "Country", "country of origin: an ISO 3166 code or a name"),
)
#: properties of an entity in one list: the field of `Match`, display name, meaning
_OF_LIST: Final = (
    ("appendix", "Appendix", "Appendices that apply, joined by |"),
    ("name", "name", "name that the list uses"),
    ("listed_as", "entry", "entries that cover it, joined by |"),
    ("listed_how", "listed how", "how they cover it: as itself, by its species, a part or a group"),
    ("scope", "limits", "what limits those entries, joined by |"),
    ("listed_from", "since", "first days of those entries, joined by |; ? = not known"),
    ("status", "status", "result of matching the name"),
    ("evidence", "evidence", "reason for the result, in words"),
    ("common_names", "common names", "common names with their language, joined by |"),
    ("range", "range", "ISO 3166 codes of range states in the list, joined by |"),
)
_OF_TAXON: Final = (
    Property(
        "common_names", "Common names", "those in the package with their language, joined by |"
    ),
)
_OF_PAIR: Final = (
    Property("relation", "Relation", "how the taxa of the two lists relate (RCC-5)"),
    Property("flag_codes", "Flags", "coded differences between the two lists, joined by |"),
)


def of_entities(lists: Sequence[WarmList], *, paired: bool) -> tuple[Property, ...]:
    """Return the properties that entities of these lists have."""
    own = tuple(
        Property(f"{of.key}_{field}", f"{of.label} {name}", meaning)
        for of in lists
        for field, name, meaning in _OF_LIST
    )
    return (*own, *_OF_TAXON, *(_OF_PAIR if paired else ()))


def prepare(entities: Sequence[Entity], lists: Sequence[WarmList], pairing: Pairing | None) -> None:
    """Query the lists for many entities at once, so that `values` can use the cached answers."""
    for of in lists:
        inside = [one for entity in entities for one in _in_list(entity, of, pairing) or [entity]]
        of.match([one.asked for one in inside if not one.is_genus and not one.asked.is_placed])


def values(
    entity: Entity, lists: Sequence[WarmList], pairing: Pairing | None
) -> dict[str, str | None]:
    """Return what these lists and their concordance record for an entity.

    Parameters
    ----------
    entity : Entity
    lists : sequence of WarmList
    pairing : Pairing or None
        None for a list that belongs to no concordance.

    Returns
    -------
    dict of property id to str or None
    """
    known: dict[str, str | None] = {}
    for of in lists:
        entities = _in_list(entity, of, pairing)
        answers = _answers(entity, entities, of)
        for field, _, _ in _OF_LIST[:8]:
            known[f"{of.key}_{field}"] = _bar(getattr(answer, field) for answer in answers)
        taxa = {one.today or one.taxon.taxon_id for one in entities if one.taxon is not None}
        known[f"{of.key}_common_names"] = _bar(_common_names(of, taxa))
        known[f"{of.key}_range"] = _bar(sorted(_countries(of, taxa)))
    known["common_names"] = _bar(_in_package(entity))
    if pairing is not None:
        rows = pairing.rows(entity.taxon_of_today)
        known["relation"] = _bar(str(row.relation) for row in rows)
        known["flag_codes"] = _bar(f.code(row.keys) for row in rows for f in row.judged.flags)
    return known


def _in_list(entity: Entity, of: WarmList, pairing: Pairing | None) -> list[Entity]:
    """The entity in a list: itself, or its partners there."""
    if entity.of is of:
        return [entity]
    partners = pairing.partners(entity.taxon_of_today) if pairing is not None else frozenset()
    read = (read_entity(of, partner) for partner in sorted(partners))
    return [one for one in read if one is not None]


def _answers(entity: Entity, entities: Sequence[Entity], of: WarmList) -> Sequence[Match]:
    """The answers of a list for an entity; with a day or a country, for its name."""
    if entity.asked.is_placed:
        return [placed_answer(of, entity)]
    return [answer_of(one) for one in entities] or _by_name(entity, of)


def _by_name(entity: Entity, of: WarmList) -> Sequence[Match]:
    """The answer of a list that has no partner for an entity: the result for its name."""
    if entity.is_genus:
        return [answer_of(entity._replace(of=of))]
    return of.match([entity.asked])[0][:1]


def _bar(texts: Iterable[str | None]) -> str | None:
    return "|".join(dict.fromkeys(text for text in texts if text)) or None


@lru_cache(maxsize=1)
def _facts() -> dict[str, list[CommonNameFact]]:
    grouped: dict[str, list[CommonNameFact]] = {}
    for fact in read_common_names():
        grouped.setdefault(fact.taxon, []).append(fact)
    return grouped


def _in_package(entity: Entity) -> list[str]:
    """Common names of a taxon in the package, regardless of its list."""
    if (taxon := entity.taxon) is None:
        return []
    facts = _facts().get(taxon.name, ())
    return [f"{f.name} ({f.language})" for f in facts if f.kingdom == taxon.kingdom]


def _common_names(of: WarmList, taxa: set[str]) -> list[str]:
    by_taxon = of.index.once(lambda: _grouped(of.records.common_names), "served common names")
    return [f"{one.name} ({one.language})" for i in sorted(taxa) for one in by_taxon.get(i, ())]


def _countries(of: WarmList, taxa: set[str]) -> set[str]:
    by_taxon = of.index.once(lambda: _grouped(of.records.ranges), "served ranges")
    return {one.country for i in taxa for one in by_taxon.get(i, ())}


T = TypeVar("T", CommonName, RangeState)


def _grouped(rows: Iterable[T]) -> dict[str, list[T]]:
    grouped: dict[str, list[T]] = {}
    for row in rows:
        grouped.setdefault(row.taxon_id, []).append(row)
    return grouped
