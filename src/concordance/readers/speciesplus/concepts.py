"""Taxon concepts of the Species+ API as a checklist."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from concordance.checklist import Checklist, Source
from concordance.errors import ConcordanceError
from concordance.names.columns import parse_names
from concordance.readers.assemble import assemble
from concordance.readers.speciesplus.client import SpeciesPlus
from concordance.readers.speciesplus.details import Row, Tables, add_details
from concordance.schema import cells


def load_api(
    key: str,
    client: SpeciesPlus | None = None,
    progress: Callable[[int, int], None] | None = None,
    details: Iterable[str] = (),
) -> Checklist:
    """Return the taxon concepts of Species+ as a checklist.

    Parameters
    ----------
    key : str
        ``cites`` or ``cms``. CMS concepts have no Appendix; only the download does.
    client : SpeciesPlus, optional
    progress : callable, optional
    details : iterable of str
        Accepted names whose ranges, reservations, quotas, suspensions and EU annexes are also
        fetched. Each name takes three requests, so a thousand names take most of an hour. Names
        that are not accepted concepts are listed in ``problems``.

    Returns
    -------
    Checklist
        Accepted concepts with synonyms, common names and current CITES entries. Records without a
        name and deleted concepts (``active`` is false) are listed in ``problems``; other missing
        fields stay blank.

    Raises
    ------
    NetworkError
        See `SpeciesPlus.get`.
    """
    if key not in ("cites", "cms"):
        raise ConcordanceError(f"key is {key!r}; expected 'cites' or 'cms'")
    client = client or SpeciesPlus()
    tables = Tables.empty()
    wanted = dict.fromkeys(details, False)
    days: set[str] = set()
    digest = hashlib.sha256()
    for place, (record, day) in enumerate(client.taxon_concepts(key.upper(), progress), start=1):
        digest.update(json.dumps(record, sort_keys=True).encode())
        days.add(day)
        if problem := _problem(record):
            tables.problems.append({"row": str(place), "found": str(record)[:200], **problem})
            continue
        if record.get("active") is False:
            tables.problems.append({"row": str(place), "column": "active",
                                    "found": str(record["full_name"]),
                                    "problem": "a deleted concept; left out"})  # fmt: skip
            continue
        if record.get("name_status") not in (None, "A", "N"):
            continue  # synonyms come with their accepted concept
        _add(key, record, tables)
        if record["full_name"] in wanted:
            wanted[record["full_name"]] = True
            add_details(client, key, record["id"], tables)
    tables.problems.extend(
        {"found": name, "problem": "not an accepted concept; no details fetched"}
        for name, is_known in wanted.items()
        if not is_known
    )
    known = days - {""}
    day = max(known) if known else ""
    source = Source(
        name=f"Species+ API, {key.upper()} taxonomy",
        publisher="UNEP-WCMC",
        version=f"retrieved {min(known)} to {day}" if known else "retrieved on a day not known",
        as_of=day,
        complete_to=day or "the day of retrieval",
        sha256=digest.hexdigest(),
        licence="Species+ terms of use: not to be redistributed",
        citation=f"Species+ API v1, {key.upper()} taxonomy, retrieved {day or '?'}, UNEP-WCMC.",
        redistribution="restricted",
    )
    return assemble(
        key,
        source,
        tables._asdict(),
        specific_entry_prevails=key == "cites",
        partner={"cites": "cms", "cms": "cites"}[key],
    )


_LISTS: Final = ("common_names", "synonyms", "cites_listings")
_TEXTS: Final = ("full_name", "author_year", "rank", "language", "name", "appendix", "annotation",
                 "effective_at", "kingdom", "class", "order", "family", "iso_code2")  # fmt: skip


def _problem(record: Any) -> Row:
    """What is wrong with a record, by column; empty if nothing is."""
    if column := _unexpected(record):
        return {"column": column, "problem": "an undocumented record; left out"}
    if not record.get("full_name"):
        return {"column": "full_name", "problem": "a record without a name"}
    return {}


def _unexpected(record: Any) -> str:
    """Name of the first field without the documented type; blank if there is none."""
    if not isinstance(record, dict):
        return "taxon_concepts"
    if field := next((f for f in _LISTS if not isinstance(record.get(f) or [], list)), ""):
        return field
    higher = record.get("higher_taxa") or {}
    if not _is_record(higher):
        return "higher_taxa"
    parts = [part for field in _LISTS for part in record.get(field) or []]
    if not all(map(_is_record, parts)):
        return "a list"
    return next((f for part in (record, higher, *parts) for f in _odd_texts(part)), "")


def _is_record(part: Any) -> bool:
    return isinstance(part, dict) and isinstance(part.get("party") or {}, dict)


def _odd_texts(part: dict[str, Any]) -> Iterator[str]:
    party = part.get("party") or {}
    for field in _TEXTS:
        for value in (part.get(field), party.get(field) if isinstance(party, dict) else None):
            if value is not None and not (isinstance(value, str) and _encodes(value)):
                yield field


def _encodes(text: str) -> bool:
    return not any("\ud800" <= c <= "\udfff" for c in text) if not text.isascii() else True


def _add(key: str, record: Mapping[str, Any], tables: Tables) -> None:
    """Add one accepted concept with its names and entries."""
    own = f"{key}:{record.get('id')}"
    name, author = str(record["full_name"]), record.get("author_year") or ""
    higher = record.get("higher_taxa") or {}
    rank = (record.get("rank") or "").lower()
    english = [n for n in record.get("common_names") or [] if n.get("language") == "EN"]
    tables.taxa.append(
        {
            "taxon_id": own, "name": name, "authorship": author, "rank": rank,
            "status": "listed" if record.get("cites_listing") else "known",
            "kingdom": higher.get("kingdom") or "", "class": higher.get("class") or "",
            "order": higher.get("order") or "", "family": higher.get("family") or "",
            "genus": name.split()[0] if " " in name else "",
            "common_name": (english[0].get("name") or "") if english else "",
            "source": "Species+ API", "confidence": "reported",
        }
    )  # fmt: skip
    tables.names.append({"name": name, "authorship": author, "status": "accepted",
                         "kind": "accepted", "taxon_id": own, "source": "Species+ API"}
                        )  # fmt: skip
    tables.names.extend(_synonyms(own, record))
    tables.common_names.extend(
        {"taxon_id": own, "name": part.strip(), "language": (n.get("language") or "").lower()}
        for n in record.get("common_names") or []
        for part in (n.get("name") or "").split(",")
        if part.strip()
    )
    tables.listings.extend(_entries(own, name, rank, record))


def _synonyms(own: str, record: Mapping[str, Any]) -> Iterator[Row]:
    synonyms = [s for s in record.get("synonyms") or [] if s.get("full_name")]
    read = parse_names([s["full_name"] for s in synonyms])
    for synonym, canonical in zip(synonyms, cells(read["canonical"]), strict=True):
        yield {"name": canonical or synonym["full_name"], "status": "synonym",
               "authorship": synonym.get("author_year") or "", "kind": "synonym",
               "taxon_id": own, "source": "Species+ API"}  # fmt: skip


def _entries(own: str, name: str, rank: str, record: Mapping[str, Any]) -> Iterator[Row]:
    for entry in record.get("cites_listings") or []:
        reserved = str(entry.get("change_type") or "").startswith("R")
        if entry.get("appendix") not in {"I", "II", "III"} or reserved:
            continue
        note = entry.get("annotation") or ""
        population = "population" in note.lower() and "listing" not in note
        yield {
            "entry_id": f"{own}:{entry.get('id', entry['appendix'])}",
            "taxon_id": own,
            "taxon": name,
            "rank": rank,
            "appendix": entry["appendix"],
            "scope": "population" if population else "whole",
            "scope_note": note if population else "",
            "parties": (entry.get("party") or {}).get("iso_code2") or "",
            "effective_from": (entry.get("effective_at") or "")[:10],
            "source": "Species+ API",
            "confidence": "reported",
        }
