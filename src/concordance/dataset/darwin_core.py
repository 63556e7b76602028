"""The dataset as a Darwin Core archive, with the extensions of GBIF for checklists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from concordance.about import DISCLAIMER
from concordance.arrange.annexes import FOLLOWED
from concordance.dataset.about import About
from concordance.dataset.units import Unit
from concordance.exports.checklists import CODES, tab_lines
from concordance.result_schema import scope_words

_DWC: Final = "http://rs.tdwg.org/dwc/terms/"
_GBIF: Final = "http://rs.gbif.org/terms/1.0/"
_DC: Final = "http://purl.org/dc/terms/"
_TAXON: Final = {
    "taxonID": _DWC, "acceptedNameUsageID": _DWC, "scientificName": _DWC,
    "scientificNameAuthorship": _DWC, "taxonRank": _DWC, "taxonomicStatus": _DWC, "kingdom": _DWC,
    "class": _DWC, "order": _DWC, "family": _DWC, "genus": _DWC, "nomenclaturalCode": _DWC,
    "nameAccordingTo": _DWC, "datasetName": _DWC,
}  # fmt: skip
_DISTRIBUTION: Final = {
    "taxonID": _DWC, "locality": _DWC, "countryCode": _DWC, "occurrenceStatus": _DWC,
    "establishmentMeans": _DWC, "appendixCITES": _GBIF, "eventDate": _DWC, "source": _DC,
    "occurrenceRemarks": _DWC,
}  # fmt: skip
_VERNACULAR: Final = {
    "taxonID": _DWC, "vernacularName": _DWC, "language": _DC, "source": _DC,
}  # fmt: skip
_MEASUREMENT: Final = {
    "taxonID": _DWC, "measurementID": _DWC, "measurementType": _DWC, "measurementValue": _DWC,
    "measurementRemarks": _DWC,
}  # fmt: skip
#: extension: file, type of its rows, terms
_EXTENSIONS: Final = (
    ("distribution.txt", f"{_GBIF}Distribution", _DISTRIBUTION),
    ("vernacularname.txt", f"{_GBIF}VernacularName", _VERNACULAR),
    ("measurementorfact.txt", f"{_DWC}MeasurementOrFact", _MEASUREMENT),
)
_EVERYWHERE: Final = "all populations"

Cells = dict[str, str]


def darwin_core_archive(units: Sequence[Unit], about: About) -> dict[str, bytes]:
    """Return the files of the archive.

    Parameters
    ----------
    units : sequence of Unit
    about : About

    Returns
    -------
    dict of file name to content
        ``taxon.txt`` (core), ``distribution.txt`` (entries with ``appendixCITES``, and countries),
        ``vernacularname.txt``, ``measurementorfact.txt`` (Appendices, Annexes and agreements of
        every list), ``meta.xml``, ``eml.xml``.

    References
    ----------
    https://rs.gbif.org/extension/gbif/1.0/distribution.xml,
    https://rs.gbif.org/extension/gbif/1.0/vernacularname.xml, https://dwc.tdwg.org/text/
    """
    tables = {
        "distribution.txt": [line for unit in units for line in _distribution(unit)],
        "vernacularname.txt": [line for unit in units for line in _vernacular(unit)],
        "measurementorfact.txt": [line for unit in units for line in _measurements(unit)],
    }
    return {
        "taxon.txt": tab_lines(tuple(_TAXON), [c for unit in units for c in _taxa(unit, about)]),
        **{file: tab_lines(tuple(terms), tables[file]) for file, _, terms in _EXTENSIONS},
        "meta.xml": _meta().encode(),
        "eml.xml": _eml(about).encode(),
    }


def _taxa(unit: Unit, about: About) -> Iterable[Cells]:
    """The taxon, and its names in other lists as synonyms."""
    for place, taxon in enumerate((unit.taxon, *unit.synonyms)):
        own = f"{unit.unit_id}:{place}" if place else unit.unit_id
        yield {
            "taxonID": own,
            "acceptedNameUsageID": unit.unit_id if place else "",
            "scientificName": " ".join(p for p in (taxon.name, taxon.authorship) if p),
            "scientificNameAuthorship": taxon.authorship,
            "taxonRank": taxon.rank,
            "taxonomicStatus": "synonym" if place else "accepted",
            "kingdom": taxon.kingdom,
            "class": taxon.class_,
            "order": taxon.order,
            "family": taxon.family,
            "genus": taxon.genus,
            "nomenclaturalCode": CODES.get(taxon.kingdom, ("", ""))[0],
            "nameAccordingTo": about.title_of(taxon.taxon_id.partition(":")[0]),
            "datasetName": about.title,
        }


def _distribution(unit: Unit) -> Iterable[Cells]:
    for key, entries in unit.entries.items():
        if key != FOLLOWED:
            continue  # GBIF has a term for the Appendices of only one treaty
        for entry in entries:
            only = entry.scope_mode is not None and entry.scope_mode.value == "only"
            for country in entry.scope_countries if only else ("",):
                yield {
                    "taxonID": unit.unit_id,
                    "locality": "" if country else scope_words(entry) or _EVERYWHERE,
                    "countryCode": country,
                    "appendixCITES": entry.appendix,
                    "eventDate": entry.effective_from,
                    "source": entry.source,
                    "occurrenceRemarks": f"listed as {entry.taxon}",
                }
    known = unit.known
    if known.range_is_wider:
        return
    for cell, status in ((known.range_countries, "present"), (known.range_uncertain, "doubtful")):
        for country in filter(None, (cell or "").split("|")):
            yield {
                "taxonID": unit.unit_id,
                "countryCode": country,
                "occurrenceStatus": status,
                "establishmentMeans": "native" if status == "present" else "",
                "source": known.range_source or "",
                "occurrenceRemarks": "range from an open checklist, not from a treaty",
            }


def _vernacular(unit: Unit) -> Iterable[Cells]:
    for language, name, source in unit.known.common_names:
        yield {"taxonID": unit.unit_id, "vernacularName": name, "language": language,
               "source": source}  # fmt: skip


def properties(unit: Unit) -> Iterable[tuple[str, str, str]]:
    """Yield kind, value and remark of each legal fact on a taxon; ColDP uses them too."""
    for key, entries in unit.entries.items():
        for entry in entries:
            scope = scope_words(entry).partition(": ")[2]
            remark = f"listed as {entry.taxon}" + (f"; {scope}" if scope else "")
            yield f"{key.upper()} Appendix", entry.appendix, remark
    for annex in filter(None, (unit.known.eu_annexes or "").split("|")):
        yield "EU Annex", annex, "Regulation (EC) 338/97"
    for instrument in unit.instruments:
        yield "agreement or memorandum", instrument, ""


def _measurements(unit: Unit) -> Iterable[Cells]:
    for place, (kind, value, remark) in enumerate(properties(unit), start=1):
        yield {"taxonID": unit.unit_id, "measurementID": f"{unit.unit_id}:m{place}",
               "measurementType": kind, "measurementValue": value,
               "measurementRemarks": remark}  # fmt: skip


def _meta() -> str:
    shape = ('encoding="UTF-8" fieldsTerminatedBy="\\t" linesTerminatedBy="\\n" '
             'fieldsEnclosedBy="&quot;" ignoreHeaderLines="1"')  # fmt: skip

    def fields(terms: dict[str, str], start: int) -> str:
        return "\n".join(
            f'    <field index="{i}" term="{home}{term}"/>'
            for i, (term, home) in enumerate(terms.items())
            if i >= start
        )

    extensions = "\n".join(
        f"""  <extension {shape} rowType="{kind}">
    <files><location>{file}</location></files>
    <coreid index="0"/>
{fields(terms, 1)}
  </extension>"""
        for file, kind, terms in _EXTENSIONS
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<archive xmlns="http://rs.tdwg.org/dwc/text/" metadata="eml.xml">
  <core {shape} rowType="{_DWC}Taxon">
    <files><location>taxon.txt</location></files>
    <id index="0"/>
{fields(_TAXON, 0)}
  </core>
{extensions}
</archive>
"""


def _eml(about: About) -> str:
    person = "<individualName><surName>species-concordance</surName></individualName>"
    paragraphs = "".join(f"<para>{escape(text)}</para>"
                         for text in (about.description, DISCLAIMER, about.citation))  # fmt: skip
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<eml:eml xmlns:eml="eml://ecoinformatics.org/eml-2.1.1"
  packageId="{escape(about.identifier)}" system="species-concordance" xml:lang="en">
  <dataset>
    <title>{escape(about.title)}</title>
    <creator>{person}</creator>
    <pubDate>{escape(about.day)}</pubDate>
    <language>en</language>
    <abstract>{paragraphs}</abstract>
    <intellectualRights><para>{escape(about.licence)}</para></intellectualRights>
    <contact>{person}</contact>
  </dataset>
</eml:eml>
"""
