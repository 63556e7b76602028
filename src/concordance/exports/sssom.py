"""SSSOM/TSV 1.1: the concordance as a set of mappings between two lists of taxa."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import Any, Final
from urllib.parse import quote

from concordance.about import DISCLAIMER
from concordance.exports.result import Result

HOME: Final = "https://w3id.org/species-concordance/"
VERSION: Final = "1.1"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
#: relation read from the left -> predicate; for "includes", the object is the narrower concept
PREDICATES: Final = {
    "congruent": "skos:exactMatch",
    "includes": "skos:narrowMatch",
    "included_in": "skos:broadMatch",
    "overlaps": "skos:relatedMatch",
    "disjoint": "skos:exactMatch",
    "undetermined": "skos:closeMatch",
    "not_listed": "skos:exactMatch",
}
COLUMNS: Final = (
    "record_id", "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id",
    "object_label", "mapping_justification", "author_id", "reviewer_id", "subject_source",
    "subject_source_version", "object_source", "object_source_version", "mapping_cardinality",
    "mapping_tool", "mapping_tool_version", "mapping_date", "review_date", "confidence",
    "subject_match_field", "object_match_field", "match_string", "similarity_score",
    "similarity_measure", "see_also", "comment",
)  # fmt: skip
NO_TERM: Final = "sssom:NoTermFound"


def curie(taxon_id: str) -> str:
    """Return a taxon id as a CURIE, ``cites:falco-cherrug``; special characters are encoded."""
    prefix, _, local = taxon_id.partition(":")
    return f"{prefix}:{quote(local or prefix, safe='-._~')}"


def mappings(result: Result) -> list[dict[str, str]]:
    """Return an SSSOM record for each row of the table; columns `COLUMNS`, blank = unknown."""
    a, b = result.keys
    records = result.records()
    pairs = [(r[f"{a}_id"], r[f"{b}_id"]) for r in records]
    right_of = Counter(x for x, y in pairs if x and y)
    left_of = Counter(y for x, y in pairs if x and y)
    out = []
    for record in records:
        x, y = record[f"{a}_id"], record[f"{b}_id"]
        cardinality = "1:0" if not y else "0:1" if not x else (
            f"{'n' if left_of[y] > 1 else '1'}:{'n' if right_of[x] > 1 else '1'}")  # fmt: skip
        row = dict.fromkeys(COLUMNS, "")
        row |= {
            "record_id": f"concordance:{record['concordance_id']}",
            "subject_id": curie(x) if x else NO_TERM,
            "subject_label": record.get(f"{a}_name") or "",
            "predicate_id": PREDICATES[record["relation"]],
            "predicate_modifier": "Not" if record["relation"] == "disjoint" else "",
            "object_id": curie(y) if y else NO_TERM,
            "object_label": record.get(f"{b}_name") or "",
            "mapping_justification": _justification(record),
            "reviewer_id": _reviewer(record.get("reviewer")),
            "subject_source": f"{HOME}{a}",
            "subject_source_version": result.sources[0].as_of,
            "object_source": f"{HOME}{b}",
            "object_source_version": result.sources[1].as_of,
            "mapping_cardinality": cardinality,
            "mapping_tool": "species-concordance",
            "mapping_tool_version": result.tool_version,
            "mapping_date": result.day,
            "review_date": record.get("reviewed_on") or "",
            "confidence": f"{record['rule_strength']:.2f}" if x and y else "",
            "subject_match_field": "rdfs:label" if x and y and "evidence" in record else "",
            "object_match_field": "rdfs:label" if x and y and "evidence" in record else "",
            "match_string": record.get("via") or "",
            "comment": _comment(record),
        }
        out.append(row)
    return out


def _justification(record: dict[str, Any]) -> str:
    if record.get("relation_basis") == "reviewed" or record["rule"] == "decision":
        return "semapv:ManualMappingCuration"
    return {
        "fuzzy": "semapv:LexicalSimilarityThresholdMatching",
        "reference": "semapv:MappingChaining",
        "genus_transfer": "semapv:CompositeMatching",
        "rank_shift": "semapv:CompositeMatching",
    }.get(record["rule"], "semapv:LexicalMatching")


def _reviewer(name: str | None) -> str:
    return f"concordance:reviewer/{quote(name, safe='-._~')}" if name else ""


def _comment(record: dict[str, Any]) -> str:
    parts = [record.get("evidence"), record.get("relation_source")]
    return " ".join(" ".join(p.split()) for p in parts if p)


def sssom_bytes(result: Result, *, whole: bool = False) -> bytes:
    """Return the concordance as SSSOM/TSV.

    Parameters
    ----------
    result : Result
    whole : bool
        Write names and evidence even if an input may not be redistributed.

    Returns
    -------
    bytes
        UTF-8; a YAML header in lines that start with ``#``, then the mappings, sorted by
        subject, predicate and object. ``confidence`` is the strength of the rule (not a
        probability).

    References
    ----------
    Matentzoglu et al. (2022), https://mapping-commons.github.io/sssom/
    """
    result = result.passed_on(whole=whole)
    rows = sorted(mappings(result),
                  key=lambda r: (r["subject_id"], r["predicate_id"], r["object_id"],
                                 r["record_id"]))  # fmt: skip
    a, b = result.keys
    text = json.dumps
    head = [
        f"sssom_version: {text(VERSION)}",
        f"mapping_set_id: {text(f'{HOME}mappings/{a}-{b}/{result.day}')}",
        f"mapping_set_version: {text(result.day)}",
        f"mapping_set_title: {text(f'Concordance of {a.upper()} and {b.upper()}')}",
        f"mapping_set_description: {text(result.citation(), ensure_ascii=False)}",
        f"license: {text(LICENCE)}",
        f"comment: {text(DISCLAIMER)}",
        "curie_map:",
        *(f"  {key}: {text(HOME + key + '/')}" for key in sorted({a, b})),
        f"  concordance: {text(HOME + 'record/')}",
        '  rdfs: "http://www.w3.org/2000/01/rdf-schema#"',
        '  semapv: "https://w3id.org/semapv/vocab/"',
        '  skos: "http://www.w3.org/2004/02/skos/core#"',
        '  sssom: "https://w3id.org/sssom/"',
    ]
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return ("".join(f"#{line}\n" for line in head) + buffer.getvalue()).encode()
