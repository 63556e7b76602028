"""Further tables of an archive: vernacular names and distributions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from concordance.countries import current_code
from concordance.readers.tables import Row, Sheet

#: file stems of these tables
VERNACULAR: Final = ("vernacularname", "vernacularnames", "vernacular", "vernacular_names")
DISTRIBUTION: Final = ("distribution", "distributions")
_IDS: Final = ("taxonID", "coreid", "coreId", "id")
_LANGUAGES: Final = {
    "eng": "en", "english": "en", "fra": "fr", "fre": "fr", "french": "fr", "spa": "es",
    "spanish": "es", "deu": "de", "ger": "de", "german": "de", "por": "pt", "portuguese": "pt",
    "ita": "it", "italian": "it", "nld": "nl", "dut": "nl", "dutch": "nl", "rus": "ru",
    "russian": "ru", "zho": "zh", "chi": "zh", "chinese": "zh", "jpn": "ja", "japanese": "ja",
}  # fmt: skip
_PRESENCE: Final = {
    "": "", "native": "native", "nativeendemic": "native", "endemic": "native",
    "introduced": "introduced", "naturalised": "introduced", "naturalized": "introduced",
    "invasive": "introduced", "alien": "introduced", "reintroduced": "reintroduced",
    "uncertain": "uncertain", "extinct": "extinct", "extirpated": "extinct",
}  # fmt: skip


def common_names(files: Mapping[str, Sheet], key: str, ids: Collection[str]) -> list[Row]:
    """Return the vernacular names of an archive that have a language."""
    rows = []
    for row, taxon in _rows(files, VERNACULAR, ids):
        name = " ".join((row.get("vernacularName") or row.get("name", "")).split())
        language = row.get("language", "").strip().lower()
        language = _LANGUAGES.get(language, language.split("-")[0])
        if name and re.fullmatch("[a-z]{2}", language):
            rows.append({"taxon_id": f"{key}:{taxon}", "name": name, "language": language})
    return rows


def ranges(files: Mapping[str, Sheet], key: str, ids: Collection[str]) -> list[Row]:
    """Return the distribution records of an archive that have an ISO country code."""
    rows: dict[tuple[str, str], Row] = {}
    for row, taxon in _rows(files, DISTRIBUTION, ids):
        area = row.get("countryCode") or row.get("locationID") or row.get("areaID") or ""
        code = re.fullmatch(r"(?:iso[\w-]*:)?([A-Z]{2})", area.strip(), re.IGNORECASE)
        status = row.get("occurrenceStatus", "").strip().lower()
        if code is None or status in {"absent", "excluded", "doubtful"}:
            continue
        country = current_code(code[1].upper())[0]
        means = row.get("establishmentMeans") or row.get("status", "")
        presence = _PRESENCE.get(re.sub("[^a-z]", "", means.lower()), "")
        rows[taxon, country] = {
            "taxon_id": f"{key}:{taxon}", "country": country, "presence": presence,
        }  # fmt: skip
    return list(rows.values())


def _rows(
    files: Mapping[str, Sheet], stems: Collection[str], ids: Collection[str]
) -> Iterator[tuple[Row, str]]:
    for stem in stems:
        for _, row in files[stem].dicts() if stem in files else ():
            taxon = next((row[c].strip() for c in _IDS if row.get(c, "").strip()), "")
            if taxon in ids:
                yield row, taxon
