"""Fetches ranges, reservations and EU annexes of one taxon concept from the Species+ API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from concordance.countries import current_code
from concordance.readers.speciesplus.client import SpeciesPlus

Row = dict[str, str]
#: tag of a country in the answers -> presence; the first tag present counts
_PRESENCE: Final = {
    "extinct": "extinct",
    "extinct (?)": "extinct_uncertain",
    "reintroduced": "reintroduced",
    "introduced": "introduced",
    "introduced (?)": "introduced_uncertain",
    "distribution uncertain": "uncertain",
}
SOURCE: Final = "Species+ API"


class Tables(NamedTuple):
    """Collects rows for the tables of a checklist."""

    taxa: list[Row]
    names: list[Row]
    listings: list[Row]
    common_names: list[Row]
    ranges: list[Row]
    measures: list[Row]
    problems: list[Row]

    @classmethod
    def empty(cls) -> Tables:
        """Return tables without rows."""
        return cls([], [], [], [], [], [], [])


def add_details(client: SpeciesPlus, key: str, concept: int | str, tables: Tables) -> None:
    """Add the ranges and the legal status of one concept, with three cached requests.

    Parameters
    ----------
    client : SpeciesPlus
    key : str
        Key of the list, the prefix of its ids.
    concept : int or str
        Id of the concept in Species+.
    tables : Tables
        Ranges, measures and problems are added to them. A country without a code and an unknown
        tag are problems, but no row is lost.

    Raises
    ------
    NetworkError
        See `SpeciesPlus.get`.
    """
    own = f"{key}:{concept}"
    at = f"taxon_concepts/{concept}"
    for country in _rows(client.get(f"{at}/distributions")["body"]):
        code, remark = current_code(country.get("iso_code2") or "")
        tags = [str(tag).strip().lower() for tag in country.get("tags") or []]
        unknown = [tag for tag in tags if tag not in _PRESENCE]
        if unknown or remark:
            what = f"an unknown tag: {', '.join(unknown)}" if unknown else remark
            tables.problems.append({"column": f"{own} distributions", "found": str(country)[:200],
                             "problem": what})  # fmt: skip
        presence = next((_PRESENCE[tag] for tag in _PRESENCE if tag in tags), "")
        tables.ranges.append({"taxon_id": own, "country": code or str(country.get("name") or ""),
                       "presence": presence or ("" if unknown else "native")})  # fmt: skip
    cites = client.get(f"{at}/cites_legislation")["body"]
    eu = client.get(f"{at}/eu_legislation")["body"]
    measures = [*_of_cites(cites), *_of_eu(eu)]
    tables.measures.extend(row | {"taxon_id": own, "source": SOURCE, "confidence": "reported"}
                           for row in measures)  # fmt: skip


def _of_cites(body: Any) -> list[Row]:
    reservations = [
        {"kind": "reservation", "party": _code(entry.get("party")),
         "value": f"Appendix {entry.get('appendix') or '?'}",
         "effective_from": _day(entry.get("effective_at")),
         "entered_as": _entered_as(entry.get("annotation"))}
        for entry in _rows(body, "cites_listings")
        if entry.get("change_type") == "R+" and entry.get("is_current", True)
    ]  # fmt: skip
    quotas = [
        {"kind": "quota", "party": _code(quota.get("geo_entity")), "value": _quota(quota),
         "effective_from": _day(quota.get("publication_date"))}
        for quota in _rows(body, "cites_quotas")
    ]  # fmt: skip
    suspensions = [
        {"kind": "suspension", "party": _code(stop.get("geo_entity")),
         "value": "imports" if stop.get("applies_to_import") else "trade",
         "effective_from": _day(stop.get("start_date"))}
        for stop in _rows(body, "cites_suspensions")
    ]  # fmt: skip
    return [*reservations, *quotas, *suspensions]


def _of_eu(body: Any) -> list[Row]:
    return [
        {"kind": "eu_annex", "value": str(entry["annex"]),
         "effective_from": _day(entry.get("effective_at"))}
        for entry in _rows(body, "eu_listings")
        if entry.get("annex") and entry.get("is_current", True)
    ]  # fmt: skip


def _rows(body: Any, name: str = "") -> list[Mapping[str, Any]]:
    """Records of an answer; none if the field is missing or empty."""
    records = body.get(name) if name and isinstance(body, Mapping) else body
    return [r for r in records if isinstance(r, Mapping)] if isinstance(records, list) else []


def _code(entity: Any) -> str:
    return str(entity.get("iso_code2") or entity.get("name") or "") if isinstance(
        entity, Mapping) else ""  # fmt: skip


def _quota(quota: Mapping[str, Any]) -> str:
    amount = quota.get("quota")
    number = f"{amount:g}" if isinstance(amount, int | float) else "no number given"
    return f"{number} {quota.get('unit') or ''}".strip()


def _day(value: Any) -> str:
    return str(value or "")[:10]


def _entered_as(annotation: Any) -> str:
    """Name in a note such as "Entered under Balaenoptera acutorostrata"; blank if none."""
    words = str(annotation or "").replace("<i>", "").replace("</i>", "").split()
    lower = [word.lower().strip(".,;[]()") for word in words]
    for place in range(len(words) - 3):
        if lower[place] == "entered" and lower[place + 1] in {"under", "as"}:
            name = " ".join(word.strip(".,;[]()") for word in words[place + 2 : place + 4])
            if name[:1].isupper():
                return name
    return ""
