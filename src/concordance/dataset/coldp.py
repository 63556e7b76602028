"""The dataset as a Catalogue of Life Data Package, with TaxonProperty."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Final

from concordance.about import DISCLAIMER
from concordance.dataset.about import About
from concordance.dataset.darwin_core import properties
from concordance.dataset.units import Unit
from concordance.exports.checklists import CODES, tab_lines

_USAGE: Final = ("ID", "parentID", "scientificName", "authorship", "rank", "status", "code",
                 "kingdom", "class", "order", "family", "genus", "link", "remarks")  # fmt: skip
#: ISO 639-3 codes, which ColDP requires
_LANGUAGES: Final = {"en": "eng", "fr": "fra", "es": "spa"}

Cells = dict[str, str]


def coldp_package(units: Sequence[Unit], about: About) -> dict[str, bytes]:
    """Return the files of the package.

    Parameters
    ----------
    units : sequence of Unit
    about : About

    Returns
    -------
    dict of file name to content
        ``NameUsage.tsv``, ``TaxonProperty.tsv`` (Appendices, Annexes, agreements),
        ``VernacularName.tsv``, ``Distribution.tsv``, ``metadata.yaml``.

    References
    ----------
    https://github.com/CatalogueOfLife/coldp
    """
    return {
        "NameUsage.tsv": tab_lines(_USAGE, [cells for unit in units for cells in _usages(unit)]),
        "TaxonProperty.tsv": tab_lines(
            ("taxonID", "property", "value", "ordinal", "remarks"),
            [cells for unit in units for cells in _properties(unit)],
        ),
        "VernacularName.tsv": tab_lines(
            ("taxonID", "name", "language", "remarks"),
            [
                {"taxonID": unit.unit_id, "name": name, "language": _LANGUAGES[language],
                 "remarks": source}
                for unit in units
                for language, name, source in unit.known.common_names
            ],
        ),
        "Distribution.tsv": tab_lines(
            ("taxonID", "areaID", "gazetteer", "status", "remarks"),
            [cells for unit in units for cells in _areas(unit)],
        ),
        "metadata.yaml": _metadata(about),
    }  # fmt: skip


def _usages(unit: Unit) -> Iterable[Cells]:
    for place, taxon in enumerate((unit.taxon, *unit.synonyms)):
        yield {
            "ID": f"{unit.unit_id}:{place}" if place else unit.unit_id,
            "parentID": unit.unit_id if place else "",
            "scientificName": taxon.name,
            "authorship": taxon.authorship,
            "rank": taxon.rank,
            "status": "synonym" if place else "accepted",
            "code": CODES.get(taxon.kingdom, ("", ""))[1],
            "kingdom": taxon.kingdom,
            "class": taxon.class_,
            "order": taxon.order,
            "family": taxon.family,
            "genus": taxon.genus,
            "remarks": f"{taxon.taxon_id}; name: {taxon.name_from.value.replace('_', ' ')}",
        }


def _properties(unit: Unit) -> Iterable[Cells]:
    for place, (kind, value, remark) in enumerate(properties(unit), start=1):
        yield {"taxonID": unit.unit_id, "property": kind, "value": value, "ordinal": str(place),
               "remarks": remark}  # fmt: skip


def _areas(unit: Unit) -> Iterable[Cells]:
    known = unit.known
    if known.range_is_wider:
        return
    for cell, status in ((known.range_countries, "native"), (known.range_uncertain, "uncertain")):
        for country in filter(None, (cell or "").split("|")):
            yield {"taxonID": unit.unit_id, "areaID": country, "gazetteer": "iso",
                   "status": status, "remarks": known.range_source or ""}  # fmt: skip


def _metadata(about: About) -> bytes:
    def quoted(value: str) -> str:
        return json.dumps(value, ensure_ascii=False)

    lines = [
        f"title: {quoted(about.title)}",
        f"alias: {quoted(about.name)}",
        f"description: {quoted(f'{about.description} {DISCLAIMER}')}",
        f"issued: {quoted(about.day)}",
        f"version: {quoted(about.day)}",
        'license: "cc-by"',
        f"citation: {quoted(about.citation)}",
        "source:",
    ]
    for one in about.lists:
        lines += [f"  - id: {quoted(one.key)}", f"    title: {quoted(one.source.name)}",
                  f"    version: {quoted(one.source.version)}"]  # fmt: skip
    for source in about.others:
        lines += [f"  - id: {quoted(source.version)}", f"    title: {quoted(source.name)}"]
    return ("\n".join(lines) + "\n").encode()
