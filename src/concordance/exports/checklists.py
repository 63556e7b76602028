"""Formats of checklists: ColDP, TCS 2, a Darwin Core archive, and a Data Package."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, Final

from concordance.about import DISCLAIMER
from concordance.exports.delimited import csv_text
from concordance.exports.result import Result
from concordance.exports.sssom import HOME, LICENCE

#: nomenclatural code of a kingdom, as Darwin Core and as ColDP name it
CODES: Final = {"Animalia": ("ICZN", "zoological"), "Plantae": ("ICN", "botanical")}
_COLDP: Final = {"congruent": "EQUALS", "includes": "INCLUDES", "included_in": "INCLUDED_IN",
                 "overlaps": "OVERLAPS", "disjoint": "EXCLUDES"}  # fmt: skip
_TCS: Final = {"congruent": "isCongruentWith", "includes": "includes",
               "included_in": "isIncludedIn", "overlaps": "partiallyOverlaps",
               "disjoint": "isDisjointFrom"}  # fmt: skip
_NAME_RELATION: Final = {"orthographic": "SPELLING_CORRECTION", "gender": "SPELLING_CORRECTION",
                         "genus_transfer": "HOMOTYPIC"}  # fmt: skip


def _linked(result: Result) -> list[dict[str, Any]]:
    a, b = result.keys
    return [r for r in result.records() if r[f"{a}_id"] and r[f"{b}_id"]]


def tab_lines(
    heads: Sequence[str], rows: Iterable[Mapping[str, object]], mark: str = "\t"
) -> bytes:
    """Return rows as delimited text with a header; tabs and line breaks in cells become spaces."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=mark, lineterminator="\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow(" ".join(str(row.get(h) or "").split()) for h in heads)
    return buffer.getvalue().encode()


def _remarks(record: Mapping[str, Any]) -> str:
    basis = record.get("relation_basis") or ""
    return f"{basis}: {record.get('relation_source') or ''}".strip(": ")


def coldp_files(result: Result, *, whole: bool = False) -> dict[str, bytes]:
    """Return the files of a Catalogue of Life Data Package.

    Parameters
    ----------
    result : Result
    whole : bool
        Write names and evidence even if an input may not be redistributed.

    Returns
    -------
    dict of file name to content
        ``NameUsage.tsv`` (taxa of both lists), ``TaxonConceptRelation.tsv``,
        ``NameRelation.tsv`` and ``metadata.yaml``. The relation files omit undetermined pairs.

    References
    ----------
    https://github.com/CatalogueOfLife/coldp
    """
    result = result.passed_on(whole=whole)
    a, b = result.keys
    linked = _linked(result)
    usages = [
        {
            "ID": taxon.taxon_id,
            "scientificName": taxon.name,
            "authorship": taxon.authorship,
            "rank": taxon.rank,
            "status": "accepted",
            "code": CODES.get(taxon.kingdom, ("", ""))[1],
            "kingdom": taxon.kingdom,
            "class": taxon.class_,
            "order": taxon.order,
            "family": taxon.family,
            "sourceID": key,
        }
        for key, taxa in zip(result.keys, result.taxa, strict=True)
        for taxon in taxa
    ]
    concepts = [
        {"taxonID": r[f"{a}_id"], "relatedTaxonID": r[f"{b}_id"], "type": _COLDP[r["relation"]],
         "remarks": _remarks(r)}
        for r in linked
        if r["relation"] in _COLDP
    ]  # fmt: skip
    names = [
        {"nameID": r[f"{a}_id"], "relatedNameID": r[f"{b}_id"], "type": _NAME_RELATION[r["rule"]],
         "remarks": r.get("evidence")}
        for r in linked
        if r["rule"] in _NAME_RELATION and r["relation"] == "congruent"
    ]  # fmt: skip
    text = json.dumps
    metadata = [
        f"title: {text(f'Concordance of {a.upper()} and {b.upper()}')}",
        'alias: "species-concordance"',
        f"description: {text(DISCLAIMER)}",
        f"issued: {text(result.day)}",
        f"version: {text(result.day)}",
        f"license: {text('cc-by' if result.redistribution == 'open' else 'unspecified')}",
        f"citation: {text(result.citation(), ensure_ascii=False)}",
        "source:",
        *(
            line
            for s, key in zip(result.sources, result.keys, strict=True)
            for line in (f"  - id: {text(key)}", f"    title: {text(s.name)}",
                         f"    version: {text(s.version)}")
        ),
    ]  # fmt: skip
    return {
        "NameUsage.tsv": tab_lines(
            ("ID", "scientificName", "authorship", "rank", "status", "code", "kingdom", "class",
             "order", "family", "sourceID"), usages),
        "TaxonConceptRelation.tsv": tab_lines(
            ("taxonID", "relatedTaxonID", "type", "remarks"), concepts),
        "NameRelation.tsv": tab_lines(("nameID", "relatedNameID", "type", "remarks"), names),
        "metadata.yaml": ("\n".join(metadata) + "\n").encode(),
    }  # fmt: skip


def tcs_bytes(result: Result, *, whole: bool = False) -> bytes:
    """Return ``TaxonConceptMapping.csv`` of TCS 2: a row for each linked pair of known relation.

    References
    ----------
    TDWG Taxon Concept Standard 2, https://github.com/tdwg/tcs2
    """
    result = result.passed_on(whole=whole)
    a, b = result.keys
    rows = [
        {
            "taxonConceptMappingID": f"{HOME}record/{r['concordance_id']}",
            "subjectTaxonConceptID": r[f"{a}_id"],
            "mappingRelation": _TCS[r["relation"]],
            "objectTaxonConceptID": r[f"{b}_id"],
            "subjectTaxonConceptLabel": r.get(f"{a}_name"),
            "objectTaxonConceptLabel": r.get(f"{b}_name"),
            "mappingAccordingTo": _remarks(r),
            "remarks": r.get("evidence"),
        }
        for r in _linked(result)
        if r["relation"] in _TCS
    ]
    heads = ("taxonConceptMappingID", "subjectTaxonConceptID", "mappingRelation",
             "objectTaxonConceptID", "subjectTaxonConceptLabel", "objectTaxonConceptLabel",
             "mappingAccordingTo", "remarks")  # fmt: skip
    return tab_lines(heads, rows, ",")


_DWC: Final = "http://rs.tdwg.org/dwc/terms/"
_TAXON: Final = ("taxonID", "scientificName", "scientificNameAuthorship", "taxonRank",
                 "taxonomicStatus", "kingdom", "class", "order", "family", "genus",
                 "nomenclaturalCode", "datasetName", "taxonRemarks")  # fmt: skip
_RELATION: Final = ("taxonID", "resourceRelationshipID", "resourceID", "relatedResourceID",
                    "relationshipOfResource", "relationshipAccordingTo",
                    "relationshipRemarks")  # fmt: skip


def darwin_core_files(result: Result, *, whole: bool = False) -> dict[str, bytes]:
    """Return the files of a Darwin Core archive: taxa of both lists, and how they relate.

    Parameters
    ----------
    result : Result
    whole : bool
        Write names and evidence even if an input may not be redistributed.

    Returns
    -------
    dict of file name to content
        ``taxon.txt`` (core), ``resourcerelationship.txt``, ``meta.xml``, ``eml.xml``.

    References
    ----------
    https://dwc.tdwg.org/text/
    """
    result = result.passed_on(whole=whole)
    a, b = result.keys
    taxa = [
        {
            "taxonID": t.taxon_id,
            "scientificName": " ".join(p for p in (t.name, t.authorship) if p),
            "scientificNameAuthorship": t.authorship,
            "taxonRank": t.rank,
            "taxonomicStatus": "accepted",
            "kingdom": t.kingdom,
            "class": t.class_,
            "order": t.order,
            "family": t.family,
            "genus": t.genus,
            "nomenclaturalCode": CODES.get(t.kingdom, ("", ""))[0],
            "datasetName": source.name,
            "taxonRemarks": DISCLAIMER,
        }
        for source, listed in zip(result.sources, result.taxa, strict=True)
        for t in listed
    ]
    relations = [
        {
            "taxonID": r[f"{a}_id"],
            "resourceRelationshipID": f"{HOME}record/{r['concordance_id']}",
            "resourceID": r[f"{a}_id"],
            "relatedResourceID": r[f"{b}_id"],
            "relationshipOfResource": r["relation"].replace("_", " "),
            "relationshipAccordingTo": _remarks(r),
            "relationshipRemarks": r.get("evidence"),
        }
        for r in _linked(result)
    ]
    return {
        "taxon.txt": tab_lines(_TAXON, taxa),
        "resourcerelationship.txt": tab_lines(_RELATION, relations),
        "meta.xml": _meta().encode(),
        "eml.xml": _eml(result).encode(),
    }


def _meta() -> str:
    def fields(terms: Sequence[str], start: int) -> str:
        return "\n".join(
            f'    <field index="{i}" term="{_DWC}{term}"/>'
            for i, term in enumerate(terms)
            if i >= start
        )

    shape = ('encoding="UTF-8" fieldsTerminatedBy="\\t" linesTerminatedBy="\\n" '
             'fieldsEnclosedBy="&quot;" ignoreHeaderLines="1"')  # fmt: skip
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<archive xmlns="http://rs.tdwg.org/dwc/text/" metadata="eml.xml">
  <core {shape} rowType="{_DWC}Taxon">
    <files><location>taxon.txt</location></files>
    <id index="0"/>
{fields(_TAXON, 0)}
  </core>
  <extension {shape} rowType="{_DWC}ResourceRelationship">
    <files><location>resourcerelationship.txt</location></files>
    <coreid index="0"/>
{fields(_RELATION, 1)}
  </extension>
</archive>
"""


def _eml(result: Result) -> str:
    title = f"Concordance of {result.keys[0].upper()} and {result.keys[1].upper()}"
    person = "<individualName><surName>species-concordance</surName></individualName>"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<eml:eml xmlns:eml="eml://ecoinformatics.org/eml-2.1.1"
  packageId="{escape(HOME + result.day)}" system="species-concordance" xml:lang="en">
  <dataset>
    <title>{escape(title)}</title>
    <creator>{person}</creator>
    <pubDate>{escape(result.day)}</pubDate>
    <language>en</language>
    <abstract><para>{escape(result.citation())}</para></abstract>
    <intellectualRights><para>{escape(LICENCE)}</para></intellectualRights>
    <contact>{person}</contact>
  </dataset>
</eml:eml>
"""


def datapackage_files(result: Result, *, whole: bool = False) -> dict[str, bytes]:
    """Return the files of a Data Package v2: the table, and its schema as defined in the code.

    Parameters
    ----------
    result : Result
    whole : bool
        Write every column even if an input may not be redistributed.

    Returns
    -------
    dict of file name to content
        ``concordance.csv`` and ``datapackage.json``.

    References
    ----------
    https://datapackage.org
    """
    result = result.passed_on(whole=whole)
    kinds = {"string": "string", "int64": "integer", "double": "number", "bool": "boolean"}
    fields = []
    for column in result.columns:
        if column.name not in result.table.columns:
            continue
        field: dict[str, Any] = {"name": column.name, "type": kinds[column.dtype],
                                 "description": column.meaning}  # fmt: skip
        if column.dtype == "bool":
            field |= {"trueValues": ["True"], "falseValues": ["False"]}
        if column.values and not column.separator:
            field["constraints"] = {"enum": list(column.values)}
        fields.append(field)
    a, b = result.keys
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"concordance-{a}-{b}".replace("_", "-"),
        "title": f"Concordance of {a.upper()} and {b.upper()}",
        "version": result.day,
        "description": f"{DISCLAIMER} {result.citation()}",
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE}]
        if result.redistribution == "open"
        else [],
        "sources": [
            {"title": f"{s.name}, {s.version}", "path": f"{HOME}{key}"}
            for s, key in zip(result.sources, result.keys, strict=True)
        ],
        "resources": [
            {
                "name": "concordance",
                "path": "concordance.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
                    "fields": fields,
                    "missingValues": [""],
                    "primaryKey": ["concordance_id"],
                },
            }
        ],
        "provenance": result.provenance(),
    }
    if not package["licenses"]:
        del package["licenses"]
    return {
        "concordance.csv": csv_text(result.table).encode(),
        "datapackage.json": (json.dumps(package, indent=2, ensure_ascii=False) + "\n").encode(),
    }
