"""The Data Package descriptor of ``data/``, made from one table of columns."""

from __future__ import annotations

import json
from typing import Any, Final

#: meaning of every column of the files in ``data/``
MEANING: Final = {
    "accepted_name": "accepted name in that taxonomy",
    "adopted_by": "resolution or recommendation that adopted it",
    "annotation": "code of the parts and derivatives covered; blank = all",
    "appendix": "Appendix or Annex: I to III, A to D, or as in the text; list = a single list",
    "alpha3": "ISO 3166-1 code of three letters; blank = none",
    "authorship": "author and year; blank = not known",
    "avilist_name": "name of the bird in AviList",
    "cites_code": "CITES Appendices printed after the name in the text, joined by |; blank = none",
    "cites_groups": "group entries of CITES that cover its species, joined by |",
    "citation": "full citation",
    "cites_name": "name on the CITES side",
    "class": "class in the list",
    "cms_name": "name on the CMS side; (s.l.) marks an older, wider concept",
    "cms_groups": "group entries of CMS that cover its species, joined by |",
    "code": "ISO 3166 code of a country; parts code of an annotation, for example #4",
    "common_name_en": "English name; blank = none given",
    "common_name_es": "Spanish name; blank = none known",
    "common_name_fr": "French name; blank = none known",
    "confidence": "verified, reported or recalled",
    "continents": "continents of the country, joined by |",
    "convention": "CITES or CMS",
    "countries": "ISO 3166 codes of countries in which the taxon is native, joined by |",
    "country": "ISO 3166 code",
    "decided_at": "meeting that decided the entry; blank = not known",
    "description": "description of the source",
    "effective_from": "first day in force; blank = before the oldest text, day not known",
    "effective_to": "first day not in force; blank = in force",
    "entry": "entry that does not cover the name; blank = no entry covers it",
    "entry_id": "stable identifier of the entry",
    "entered_as": "name under which the reservation was entered; blank = name of the taxon",
    "evidence": "source keys joined by |",
    "exception_taxa": "taxa for which the reference is not followed",
    "excluded_taxa": "taxa excepted from a higher entry, joined by |",
    "extinct": "yes = extinct",
    "family": "family in the list",
    "genus": "genus; blank above that rank",
    "history": "what the entry was before, or how its date is known",
    "instrument": "agreement or memorandum of understanding",
    "key": "key used in the source and evidence columns",
    "kingdom": "kingdom",
    "kind": "how the name differs from the accepted name",
    "language": "ISO 639-1 code of the language: en, fr or es",
    "licence": "terms of use of the source of the name",
    "meaning": "what the code covers, in our own words",
    "name": "the name",
    "name_in_cites_or_cms": "name used by a treaty",
    "name_then": "name printed in the Appendix between the two days",
    "note": "further information from the source",
    "other_names": "other names in English, names in French and Spanish, joined by |",
    "numeric": "ISO 3166-1 code of three digits; blank = none",
    "order": "order in the list",
    "part": "genus, family or order that belongs to the group",
    "part_of": "taxon that contained it between the two days",
    "parties": "ISO 3166 codes of the Parties of an Appendix III entry, joined by |",
    "party": "ISO 3166 code of the Party",
    "presence": "native, introduced, reintroduced, extinct or uncertain",
    "rank": "rank of the name",
    "range_source": "source key for the countries",
    "read_to": "day of the latest text read; blank = the row has ended",
    "reason": "reason in a few words",
    "reference": "list that the row follows",
    "reference_key": "key in nomenclature_references.csv; blank = not known",
    "region": "region of the country in UN M49; blank = none",
    "relation": "congruent, includes, included_in, overlaps or disjoint, read from the CITES side; "
    "for birds read from the treaty, blank = its reference does not recognise the bird",
    "relation_note": "how the references differ",
    "scope": "whole, population, excluding, domestic_excluded or migratory_members",
    "scope_iso2": "ISO 3166 codes of the population, joined by |",
    "scope_mode": "only or except; blank where no countries are given",
    "scope_note": "scope in a few words",
    "source": "source keys joined by | or ;",
    "source_en": "source key of the English name",
    "source_es": "source key of the Spanish name",
    "source_fr": "source key of the French name",
    "status": "accepted, former (renamed by the treaty) or synonym (in a reference); for a genus: "
    "current, older, in_use, spelling, fossil, homonym or hybrid_genus",
    "taxon": "name printed in the latest Appendix, without spp.",
    "taxon_id": "stable identifier",
    "taxon_scope": "taxa for which the reference is followed",
    "taxonomy": "list that gives this accepted name for the name",
    "terms": "terms of use, or how the source was read",
    "title": "short title of the source, for use in sentences",
    "uncertain": "ISO 3166 codes of countries with uncertain presence, joined by |",
    "unsure": "continents, UN M49 regions and ISO 3166 codes that may be in it, joined by |",
    "valid_from": "first day of validity; blank = open",
    "valid_to": "first day on which the row is no longer valid; blank = open",
    "within": "continents, UN M49 regions and ISO 3166 codes that are in it, joined by |",
    "word": "a general word for animals or plants of the group, in the singular",
    "words": "the region, as entries name it",
    "why": "reason why the two must not be linked",
}
for _list in "mdd msw3 avilist birdlife clements reptiledb sharkipedia".split():
    MEANING[f"{_list}_name"] = f"name in {_list}; blank = the same name, or not in {_list}"

_LISTINGS: Final = (
    "entry_id taxon rank appendix annotation scope scope_note history scope_iso2 scope_mode "
    "excluded_taxa parties effective_from effective_to decided_at kingdom class order family "
    "common_name_en source confidence"
)
_OTHER_LIST: Final = _LISTINGS.replace(" source ", " cites_code source ")
_TAXA: Final = (
    "taxon_id name authorship rank kingdom class order family genus status reference_key "
    "common_name_en source confidence"
)

#: Appendices and Annexes of the further lists; ``list`` for a text with a single list
APPENDICES: Final[dict[str, list[str]]] = {
    "eu": ["A", "B", "C", "D"],
    "birds": ["I", "II A", "II B", "III A", "III B"],
    "habitats": ["II", "IV", "V"],
    "aewa": ["2"],
    "bern": ["I", "II", "III"],
    "eurobats": ["1"],
    "ascobans": ["list"],
    "spaw": ["I", "II", "III"],
    "iac": ["I"],
    "wsseals": ["list"],
}

#: columns of each file, in order
FILES: Final[dict[str, tuple[str, ...]]] = {
    name: tuple(columns.split())
    for name, columns in {
        "annotations.csv": "code valid_from valid_to read_to meaning source confidence",
        "bird_names.csv": "convention avilist_name name authorship relation order family "
        "valid_from source confidence",
        "cites_listings.csv": _LISTINGS,
        "cites_taxa.csv": _TAXA,
        "cms_former_names.csv": "name accepted_name kind source confidence",
        "cms_listings.csv": _LISTINGS,
        "cms_taxa.csv": _TAXA,
        "concept_relations.csv": "cites_name cms_name relation reason evidence confidence "
        "valid_from valid_to",
        "countries.csv": "code alpha3 numeric name other_names continents region source",
        "covered_species.csv": "name authorship rank class order family common_name_en extinct "
        "reference source",
        "instruments.csv": "taxon instrument source confidence",
        "groups.csv": "name family source confidence",
        "known.csv": "name countries uncertain range_source common_name_en source_en "
        "common_name_fr source_fr common_name_es source_es",
        "must_not_link.csv": "cites_name cms_name why source",
        "name_history.csv": "convention name name_then valid_from valid_to source confidence",
        "nomenclature_references.csv": "reference_key title convention taxon_scope "
        "exception_taxa citation adopted_by valid_from valid_to source confidence",
        "part_ranges.csv": "taxon countries source confidence",
        "part_of.csv": "convention name part_of valid_from valid_to source confidence",
        "reference_names.csv": "reference_key name authorship rank status accepted_name class "
        "order family source confidence",
        "reference_taxa.csv": "name_in_cites_or_cms mdd_name msw3_name avilist_name birdlife_name "
        "clements_name reptiledb_name sharkipedia_name relation_note",
        "regions.csv": "words within unsure source confidence",
        "reservations.csv": "convention taxon party entered_as valid_from valid_to note source "
        "confidence",
        "sources.csv": "key title description terms",
        "species/common_names.csv": "taxon rank kingdom class order family language name source "
        "licence confidence",
        "species/genera.csv": "genus kingdom class order family cites_groups cms_groups status "
        "source confidence",
        "species/groups.csv": "name kingdom part source confidence",
        "species/homonyms.csv": "name kingdom family source",
        "species/nouns.csv": "word language taxon rank kingdom class order family source "
        "confidence",
        "species/outside.csv": "name kingdom entry reason source confidence",
        "species/ranges.csv": "name country presence source",
        "species/species.csv": "name authorship rank kingdom class order family cites_groups "
        "cms_groups extinct source confidence",
        "species/synonyms.csv": "name authorship accepted_name kind source confidence",
        "synonyms.csv": "name authorship accepted_name taxonomy kind source confidence",
    }.items()
}
FILES.update({f"{key}_listings.csv": tuple(_OTHER_LIST.split()) for key in APPENDICES})
#: columns of dates
DATES: Final = frozenset({"effective_from", "effective_to", "read_to", "valid_from", "valid_to"})
#: columns of codes
ENUMS: Final[dict[str, list[str]]] = {
    "appendix": ["I", "II", "III"],
    "confidence": ["verified", "reported", "recalled"],
    "relation": ["congruent", "includes", "included_in", "overlaps", "disjoint"],
}
#: columns of codes where a blank cell has a meaning
MAY_BE_BLANK: Final = frozenset({"relation"})


def codes_of(file: str, column: str) -> list[str]:
    """Return the codes allowed in a column of a file; empty if any text is allowed."""
    if column == "appendix":
        return APPENDICES.get(file.removesuffix("_listings.csv"), ENUMS[column])
    return ENUMS.get(column, [])


def descriptor() -> str:
    """Return ``data/datapackage.json``: Data Package v2, as text.

    Returns
    -------
    str
        JSON, two spaces of indent, a newline at the end.

    References
    ----------
    Data Package (v2) and Table Schema, https://datapackage.org

    Examples
    --------
    >>> json.loads(descriptor())["name"]
    'species-concordance-data'
    """

    def field(file: str, name: str) -> dict[str, Any]:
        kind = "date" if name in DATES else "string"
        described: dict[str, Any] = {"name": name, "type": kind, "description": MEANING[name]}
        if codes := codes_of(file, name):
            described["constraints"] = {"enum": codes}
        return described

    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "species-concordance-data",
        "title": "Entries, names and relations of the CITES and CMS Appendices and further lists",
        "description": "Facts from treaty texts with source and confidence; not an official text.",
        "resources": [
            {
                "name": name.removesuffix(".csv").replace("_", "-").replace("/", "-"),
                "path": name,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
                    "fields": [field(name, column) for column in columns],
                    "missingValues": [""],
                },
            }
            for name, columns in FILES.items()
        ],
    }
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"
