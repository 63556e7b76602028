"""One address of the service: a single list, or both lists of a concordance together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from concordance.about import TOOL_VERSION
from concordance.serve.asked import MOST_QUERIES, Asked, Extension
from concordance.serve.candidates import (
    RANKS,
    TAXON,
    Candidate,
    candidates,
    types_of,
    united,
)
from concordance.serve.dated import dated
from concordance.serve.entities import Entity, taxon_entity
from concordance.serve.matches import NameAsked, WarmList
from concordance.serve.pairing import Pairing
from concordance.serve.placed import entity_of, placed_candidates
from concordance.serve.properties import BESIDE, Property, of_entities, prepare, values

VERSIONS: Final = ("0.2",)
#: most suggestions in one response
MOST_SUGGESTED: Final = 100
_SUGGESTED: Final = 10
#: size of a preview, in pixels
_WIDTH: Final = 480
_HEIGHT: Final = 360

Json = dict[str, Any]


class Service:
    """The answers of one address.

    Parameters
    ----------
    key : str
        The address.
    title : str
        Display name.
    lists : sequence of WarmList
        Lists in which names are looked up.
    pairing : Pairing or None
        The concordance of the lists; its entities then have the properties of both lists.
    """

    def __init__(
        self, key: str, title: str, lists: Sequence[WarmList], pairing: Pairing | None = None
    ) -> None:
        self.key, self.title, self.lists, self.pairing = key, title, tuple(lists), pairing

    @property
    def _asked_lists(self) -> Sequence[WarmList]:
        return self.lists if self.pairing is None else self.pairing.lists

    @cached_property
    def properties(self) -> tuple[Property, ...]:
        """Properties that its entities have."""
        return of_entities(self._asked_lists, paired=self.pairing is not None)

    def manifest(self, base: str) -> Json:
        """Return the service manifest.

        Parameters
        ----------
        base : str
            The address of the server, without a trailing slash.
        """
        own = f"{base}/{self.key}"
        return {
            "versions": list(VERSIONS),
            "name": self.title,
            "identifierSpace": f"{own}/entity/",
            "schemaSpace": f"{own}/schema/",
            "serviceVersion": TOOL_VERSION,
            "batchSize": MOST_QUERIES,
            "defaultTypes": [{"id": TAXON, "name": TAXON.capitalize()}],
            "view": {"url": f"{own}/preview?id={{{{id}}}}"},
            "preview": {
                "url": f"{own}/preview?id={{{{id}}}}", "width": _WIDTH, "height": _HEIGHT,
            },
            "suggest": {
                one: {"service_url": own, "service_path": f"/suggest/{one}"}
                for one in ("entity", "type", "property")
            },
            "extend": {
                "propose_properties": {"service_url": own, "service_path": "/properties"},
                "property_settings": [],
            },
        }  # fmt: skip

    def reconcile(self, batch: Mapping[str, Asked]) -> Json:
        """Return the candidates for every query of a batch."""
        possible = {key: asked for key, asked in batch.items() if asked.is_possible}
        results = dict(
            zip(possible, self._candidates([a.name for a in possible.values()]), strict=True)
        )
        return {
            key: {"result": [one.as_json() for one in results.get(key, [])[: asked.limit]]}
            for key, asked in batch.items()
        }

    def _candidates(self, asked: Sequence[NameAsked]) -> list[list[Candidate]]:
        by_list = [_candidates_in(of, asked) for of in self.lists]
        if self.pairing is None or len(self.lists) == 1:
            return by_list[0]
        partners = self.pairing.partners
        return [united(of_lists, partners) for of_lists in zip(*by_list, strict=True)]

    # -----------------------------------------------------------------------------------------
    # suggestions

    @cached_property
    def _names(self) -> list[tuple[str, str, str, int, str]]:
        """Every name with its taxon: lower case, name, name of the taxon, list, taxon id."""
        return sorted(
            {
                (use.name.lower(), use.name, of.index.taxa[use.taxon_id].name, place, use.taxon_id)
                for place, of in enumerate(self.lists)
                for use in of.records.names
                if use.taxon_id in of.index.taxa
            }
        )

    def suggest(self, prefix: str, limit: int = _SUGGESTED, cursor: int = 0) -> Json:
        """Return entities with a name that starts with the prefix; if none, its candidates.

        Parameters
        ----------
        prefix : str
        limit, cursor : int
            How many to return, and how many to skip.

        Returns
        -------
        dict
        """
        begin = prefix.strip().lower()
        if not begin:
            return {"result": []}
        limit = min(limit, MOST_SUGGESTED)
        known: dict[str, Json] = {}
        for name, _, _, place, taxon_id in self._names[bisect_left(self._names, (begin,)) :]:
            if not name.startswith(begin) or len(known) >= cursor + limit:
                break
            of = self.lists[place]
            entity_id = taxon_entity(of, taxon_id)
            if not (self._partners(entity_id) | {entity_id}) & known.keys():
                known[entity_id] = _suggestion(of, entity_id, taxon_id)
        if not known:
            similar = self._candidates([NameAsked(prefix)])[0]
            known = {one.entity_id: _of_candidate(one) for one in similar}
        return {"result": list(known.values())[cursor : cursor + limit]}

    def _partners(self, entity_id: str) -> frozenset[str]:
        if self.pairing is None or len(self.lists) == 1:
            return frozenset()
        return self.pairing.partners(entity_id)

    def suggest_types(self, prefix: str) -> Json:
        """Return the types whose name starts with the prefix; all types if it is blank."""
        begin = prefix.strip().lower()
        known = [TAXON, *RANKS]
        return {
            "result": [{"id": one, "name": one.capitalize()} for one in known
                       if one.startswith(begin)]
        }  # fmt: skip

    def suggest_properties(self, prefix: str) -> Json:
        """Return the query properties whose id starts with the prefix."""
        begin = prefix.strip().lower()
        return {"result": [_described(one) for one in BESIDE if one.property_id.startswith(begin)]}

    # -----------------------------------------------------------------------------------------
    # entities

    def entity(self, entity_id: str) -> Entity | None:
        """Return the entity that an id identifies; None if it identifies none."""
        read = (entity_of(of, entity_id) for of in self.lists)
        return next((entity for entity in read if entity is not None), None)

    def propose(self, type_id: str, limit: int | None = None) -> Json:
        """Return the properties that entities of a type have."""
        known = self.properties if type_id in ("", TAXON, *RANKS) else ()
        return {"type": type_id, "properties": [_described(one) for one in known[:limit]]}

    def extend(self, asked: Extension) -> Json:
        """Return properties of entities; they are empty for an unknown id."""
        names = {one.property_id: one.name for one in self.properties}
        rows: dict[str, Json] = {}
        entities = {entity_id: self.entity(entity_id) for entity_id in asked.ids}
        known_ones = [entity for entity in entities.values() if entity is not None]
        prepare(known_ones, self._asked_lists, self.pairing)
        for entity_id, entity in entities.items():
            known = values(entity, self._asked_lists, self.pairing) if entity is not None else {}
            rows[entity_id] = {
                one: [{"str": text}] if (text := known.get(one)) else [] for one in asked.properties
            }
        meta = [{"id": one, "name": names[one]} for one in asked.properties]
        return {"meta": meta, "rows": rows}

    def facts(self, entity: Entity) -> list[tuple[str, str]]:
        """Return the known properties of an entity, by display name."""
        known = values(entity, self._asked_lists, self.pairing)
        names = [(one.name, known.get(one.property_id)) for one in self.properties]
        return [(name, text) for name, text in names if text]


def _candidates_in(of: WarmList, asked: Sequence[NameAsked]) -> list[list[Candidate]]:
    """The candidates of a list for each name, for its day and country if given."""
    placed = iter(dated(of).answers([one for one in asked if one.is_placed]))
    rows = iter(of.match([one for one in asked if not one.is_placed]))
    return [
        placed_candidates(of, one, next(placed))
        if one.is_placed
        else candidates(of, one, next(rows))
        for one in asked
    ]


def _described(one: Property) -> Json:
    return {"id": one.property_id, "name": one.name, "description": one.meaning}


def _suggestion(of: WarmList, entity_id: str, taxon_id: str) -> Json:
    taxon = of.index.taxa[taxon_id]
    above = ", ".join(part for part in (taxon.class_, taxon.family) if part)
    words = f"{of.label}: {taxon.rank or TAXON}" + (f" of {above}" if above else "")
    return {
        "id": entity_id, "name": taxon.name, "description": words, "notable": types_of(taxon.rank),
    }  # fmt: skip


def _of_candidate(one: Candidate) -> Json:
    return {
        "id": one.entity_id, "name": one.name, "description": one.description,
        "notable": types_of(one.rank),
    }  # fmt: skip
