"""The Appendices in the package, as in force on a day.

It reads ``data/`` and arranges it as a Checklist; what the names mean is decided elsewhere.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from concordance import schema
from concordance.checklist import Checklist, Source
from concordance.datapackage import ENUMS, FILES
from concordance.errors import ChecklistError, DateError
from concordance.readers.package import ISO_DATE, data_folder, is_day, read_data
from concordance.readers.tables import read_numbered

TODAY: Final = "2026-11-23"  # the day up to which the data was compiled, never the clock

#: kinds of synonym that name the same taxon
EQUIVALENT: Final = frozenset(
    {"genus_transfer", "spelling", "gender_ending", "heterotypic", "former_listing_name"}
)

_COVERAGE: Final = {
    "cites": ("2015-02-05", "CoP20, in force 2026-03-05"),
    "cms": (
        "2006-02-23",
        "COP14, in force 2024-05-16; of COP15 (in force 2026-06-27) only part is known",
    ),
}
_APPENDICES: Final = frozenset({"I", "II", "III"})
_SCOPES: Final = ("whole", "population", "excluding", "domestic_excluded", "migratory_members")


def load_cites(
    source: Any = None,
    *,
    as_of: str | None = None,
    amendments: str | Path | None = None,
    details: Iterable[str] = (),
) -> Checklist:
    """Return the fauna of the CITES Appendices in force on a day, or a download of yours.

    Parameters
    ----------
    source : str, path, file object or DataFrame, optional
        Left out, the list in the package. An ISO date is the same as ``as_of``. ``api``: from
        Species+, with your token in SPECIESPLUS_TOKEN. Else a download: Species+ "CITES
        listings" or the CITES Checklist "Index of CITES Species".
    as_of : str, optional
        ISO date from 2015-02-05 on; the latest state where it is left out. Of a download: its
        date, where the name of the file does not say it.
    amendments : path, optional
        The user's own entries, a CSV with the columns of ``data/cites_listings.csv``: a row with
        a known ``entry_id`` replaces that row (to close it, give ``effective_to``), others are
        added.
    details : iterable of str
        With ``api``: accepted names of which ranges, reservations and EU annexes are fetched too.

    Returns
    -------
    Checklist

    Raises
    ------
    DateError
        If the date is none or the data does not cover it.
    ChecklistError
        If a data file or the amendments are damaged, with every problem by row.

    Examples
    --------
    >>> load_cites("2017-04-21").source.as_of
    '2017-04-21'
    """
    return _load_any("cites", source, as_of, amendments, details)


def load_cms(
    source: Any = None,
    *,
    as_of: str | None = None,
    amendments: str | Path | None = None,
    details: Iterable[str] = (),
) -> Checklist:
    """Return the CMS Appendices in force on a day, or a download of yours.

    Parameters
    ----------
    source : str, path, file object or DataFrame, optional
        Left out, the list in the package. An ISO date is the same as ``as_of``. ``api``: from
        Species+, names only, with your token in SPECIESPLUS_TOKEN. Else a download: Species+
        "CMS listings".
    as_of : str, optional
        ISO date from 2006-02-23 on; the latest state where it is left out. Of a download: its
        date.
    amendments : path, optional
        As for `load_cites`, with the columns of ``data/cms_listings.csv``.
    details : iterable of str
        As for `load_cites`.

    Returns
    -------
    Checklist

    Raises
    ------
    DateError
        If the date is none or the data does not cover it.
    ChecklistError
        If a data file or the amendments are damaged, with every problem by row.

    Examples
    --------
    >>> load_cms().key
    'cms'
    """
    return _load_any("cms", source, as_of, amendments, details)


def _load_any(
    key: str,
    source: Any,
    as_of: str | None,
    amendments: str | Path | None,
    details: Iterable[str],
) -> Checklist:
    if isinstance(source, str) and source == "api":
        from concordance.readers.speciesplus_api import load_api  # only here: it loads requests

        return load_api(key, details=details)
    if tuple(details):
        raise ChecklistError(str(source), ["details are for the source 'api' only"])
    if source is None or (isinstance(source, str) and not Path(source).suffix):
        # a bare word is a date, or a mistake for one
        return _load(key, as_of if source is None else source, amendments)
    if amendments is not None:
        raise ChecklistError(str(source), ["amendments are for the list in the package only"])
    from concordance.readers.downloads import load_download  # only here: a build needs none

    return load_download(source, key, as_of)


def coverage(key: str) -> tuple[str, str, str]:
    """Return first day, last day and completeness of the data of a treaty."""
    first, complete = _COVERAGE[key]
    return first, TODAY, complete


def meetings(until: str) -> dict[str, str]:
    """Return the meetings whose decisions the data of both treaties dates, up to a day.

    Parameters
    ----------
    until : str
        ISO date.

    Returns
    -------
    dict of ISO date to str
        First day in force, in order, to the treaty and the meeting.

    Examples
    --------
    >>> meetings("2018-06-01")
    {'2015-02-08': 'CMS COP11', '2017-01-02': 'CITES CoP17', '2018-01-26': 'CMS COP12'}
    """
    first = max(_COVERAGE[key][0] for key in _COVERAGE)
    days: dict[tuple[str, str], str] = {}
    for key in _COVERAGE:
        for row in read_data(f"{key}_listings.csv"):
            meeting, day = row["decided_at"], row["effective_from"]
            if meeting.lower().startswith("cop") and day:
                days[key, meeting] = min(day, days.get((key, meeting), day))
    return {
        day: f"{key.upper()} {meeting}"
        for (key, meeting), day in sorted(days.items(), key=lambda found: found[1])
        if first <= day <= until
    }


def source_keys() -> dict[str, str]:
    """Return what the keys of sources and of standard references in the package stand for.

    Returns
    -------
    dict of str to str
    """
    found = {row["key"]: row["description"] for row in read_data("sources.csv")}
    return found | {
        row["reference_key"]: row["citation"] for row in read_data("nomenclature_references.csv")
    }


def _day(key: str, as_of: str | None) -> str:
    if as_of is None:
        return TODAY
    first = _COVERAGE[key][0]
    span = f"the {key.upper()} data covers {first} to {TODAY}"
    try:
        if not ISO_DATE.fullmatch(as_of):
            raise ValueError("not YYYY-MM-DD")
        date.fromisoformat(as_of)
    except ValueError as error:
        raise DateError(f"as_of {as_of!r} is no date ({error}); expected YYYY-MM-DD; {span}") from (
            error
        )
    if not first <= as_of <= TODAY:
        raise DateError(f"as_of {as_of} is outside the data: {span}; choose a day within")
    return as_of


def _listings(key: str, amendments: str | Path | None) -> list[dict[str, str]]:
    listings = list(read_data(f"{key}_listings.csv"))
    _refuse_bad_listings(f"data/{key}_listings.csv", enumerate(listings, start=2))
    if amendments is None:
        return listings
    numbered = read_numbered(Path(amendments), FILES[f"{key}_listings.csv"])
    problems = [
        f"row {row}: {column} is {entry[column]!r}; expected {', '.join(ENUMS[column])} or blank; "
        "correct it"
        for row, entry in numbered
        for column in FILES[f"{key}_listings.csv"]
        if column in ENUMS and column != "appendix" and entry[column] not in ["", *ENUMS[column]]
    ]
    problems += [
        f"row {row}: {column} is {entry[column]!r}; expected {', '.join(codes)} or blank; "
        "correct it"
        for row, entry in numbered
        for column, codes in (("scope", _SCOPES), ("scope_mode", ("only", "except")))
        if entry[column] and entry[column] not in codes
    ]
    _refuse_bad_listings(str(amendments), numbered, problems)
    own = [entry for _, entry in numbered]
    replaced = {row["entry_id"]: row for row in own}
    kept = [replaced.pop(row["entry_id"], row) for row in listings]
    return kept + list(replaced.values())


def _refuse_bad_listings(
    place: str, listings: Iterable[tuple[int, dict[str, str]]], problems: Iterable[str] = ()
) -> None:
    problems = list(problems)
    seen: dict[str, int] = {}
    for row, entry in listings:
        where = f"row {row}, {entry['entry_id'] or entry['taxon']!r}"
        if not entry["entry_id"]:
            problems.append(
                f"row {row}: entry_id is blank; expected an id; give the entry one of its own, or "
                "that of the entry it replaces"
            )
        elif entry["entry_id"] in seen:
            problems.append(f"{where}: entry_id was used in row {seen[entry['entry_id']]}; "
                            "give each its own")  # fmt: skip
        seen[entry["entry_id"]] = row
        if not entry["taxon"]:
            problems.append(
                f"{where}: taxon is blank; expected the name listed; fill it in, or delete the row"
            )
        if entry["appendix"] not in _APPENDICES:
            problems.append(
                f"{where}: appendix is {entry['appendix']!r}; expected I, II or III; correct it"
            )
        for column in ("effective_from", "effective_to"):
            if entry[column] and not is_day(entry[column]):
                problems.append(
                    f"{where}: {column} is {entry[column]!r}; expected a day as YYYY-MM-DD; "
                    "correct it: was it saved by a spreadsheet?"
                )
        if entry["effective_to"] and entry["effective_to"] < entry["effective_from"]:
            problems.append(
                f"{where}: effective_to {entry['effective_to']} is before effective_from "
                f"{entry['effective_from']}; expected a later day; are they exchanged?"
            )
    if problems:
        raise ChecklistError(place, problems)


def _load(key: str, as_of: str | None, amendments: str | Path | None) -> Checklist:
    day = _day(key, as_of)
    dated = _listings(key, amendments)
    listings = [row for row in dated if _in_force(row, day)]
    printed = _printed_names(key, day)
    listings = [row | {"taxon": printed.get(row["taxon"], row["taxon"])} for row in listings]
    current = {then: now for now, then in printed.items()}
    synonyms = _synonyms(key)
    taxa = _taxa_on(key, listings, current, synonyms, day)
    names = _names_of(key, taxa, current, synonyms)
    digest = hashlib.sha256()
    for name in sorted(p.name for p in data_folder().glob("*.csv")):
        digest.update((data_folder() / name).read_bytes())
    if amendments is not None:
        digest.update(Path(amendments).read_bytes())
    label = {"cites": "CITES Appendices I-III (fauna)", "cms": "CMS Appendices I-II"}[key]
    return Checklist(
        key=key,
        source=Source(
            name=label,
            publisher="compiled by the concordance project from treaty and law texts",
            version=f"in force {day}",
            as_of=day,
            complete_to=_COVERAGE[key][1],
            sha256=digest.hexdigest(),
            licence="facts of treaty texts; bird families after AviList v2025 (CC BY 4.0)",
            citation=f"{label} in force on {day}, as compiled in species-concordance; no official "
            "text of CITES, CMS or UNEP.",
        ),
        specific_entry_prevails=key == "cites",
        _taxa=schema.to_frame(_by_column(taxa, schema.TAXA), schema.TAXA),
        _names=schema.to_frame(_by_column(names, schema.NAMES), schema.NAMES),
        _listings=schema.to_frame(
            _by_column(
                [row | {"scope_countries": row["scope_iso2"], "taxon_id": ""} for row in listings],
                schema.LISTINGS,
            ),
            schema.LISTINGS,
        ),
        _common_names=schema.to_frame(_english(taxa), schema.COMMON_NAMES),
        _measures=schema.to_frame(
            _by_column(_measures(key, day, names), schema.MEASURES), schema.MEASURES
        ),
        partner={"cites": "cms", "cms": "cites"}[key],
        relations=_relations(key, day),
        forbidden=_forbidden(key),
        reference_names=_reference_names(key, day),
        earlier=_earlier(key, dated, day),
    )


def _measures(key: str, day: str, names: list[dict[str, str]]) -> list[dict[str, str]]:
    """Reservations in force on the day, and the instruments of CMS, by taxon of the list."""
    accepted: dict[str, set[str]] = defaultdict(set)
    ids: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if name["status"] == "accepted":
            accepted[name["name"]].add(name["taxon_id"])
        elif name["kind"] in EQUIVALENT:
            ids[name["name"]].add(name["taxon_id"])
    ids.update(accepted)
    found = [
        row | {"kind": "reservation", "value": row["note"], "effective_from": row["valid_from"]}
        for row in read_data("reservations.csv")
        if row["convention"].lower() == key and _valid(row, day)
    ]
    if key == "cms":
        blank = {"party": "", "entered_as": "", "effective_from": ""}
        found += [
            row | blank | {"kind": "instrument", "value": row["instrument"]}
            for row in read_data("instruments.csv")
        ]
    # a name of several taxa says of none of them which is meant
    return [
        row | {"taxon_id": next(iter(ids[row["taxon"]]))}
        for row in found
        if len(ids[row["taxon"]]) == 1
    ]


def _english(taxa: list[dict[str, str]]) -> dict[str, list[str]]:
    named = [taxon for taxon in taxa if taxon["common_name"]]
    return {
        "taxon_id": [taxon["taxon_id"] for taxon in named],
        "name": [taxon["common_name"] for taxon in named],
        "language": ["en"] * len(named),
    }


def _by_column(
    table: list[dict[str, str]], columns: tuple[schema.Column, ...]
) -> dict[str, list[str]]:
    return {c.name: [row[c.name] for row in table] for c in columns}


def _in_force(row: dict[str, str], day: str) -> bool:
    return row["effective_from"] <= day and (not row["effective_to"] or day < row["effective_to"])


def _valid(row: dict[str, str], day: str) -> bool:
    return row["valid_from"] <= day and (not row["valid_to"] or day < row["valid_to"])


def _printed_names(key: str, day: str) -> dict[str, str]:
    """Latest name -> the name that the Appendix printed on the day, where they differ."""
    return {
        row["name"]: row["name_then"]
        for row in read_data("name_history.csv")
        if row["convention"].lower() == key and _valid(row, day)
    }


def _earlier(key: str, dated: list[dict[str, str]], day: str) -> tuple[dict[str, str], ...]:
    """Entries that ended up to a day, and the time of an entry under the name it printed before."""
    renamed: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for row in read_data("name_history.csv"):
        if row["convention"].lower() == key and row["valid_to"]:
            renamed[row["name"]].append(row)
    found = []
    for row in dated:
        start, end = row["effective_from"], row["effective_to"]
        last = min(end, day) if end else day
        for then in sorted(renamed[row["taxon"]], key=lambda r: r["valid_to"]):
            if start < then["valid_to"] <= last:
                found.append(row | {"taxon": then["name_then"], "effective_from": start,
                                    "effective_to": then["valid_to"]})  # fmt: skip
                start = then["valid_to"]
        if end and start < end <= day:
            found.append(row | {"effective_from": start})
    return tuple(
        {c.name: row.get(c.name, "") for c in schema.LISTINGS}
        | {"scope_countries": row["scope_iso2"]}
        for row in found
    )


def _synonyms(key: str) -> list[dict[str, str]]:
    return [row for row in read_data("synonyms.csv") if row["taxonomy"] == key]


def is_equivalence(name: str, accepted: str, kind: str) -> bool:
    """Whether a synonym of this kind names the same taxon as the accepted name.

    Examples
    --------
    >>> is_equivalence("Gorilla gorilla beringei", "Gorilla beringei", "rank")
    True
    >>> is_equivalence("Equus hemionus khur", "Equus hemionus", "rank")
    False
    >>> is_equivalence("Saiga tatarica tatarica", "Saiga tatarica", "rank")
    False
    """
    if kind == "rank":
        long, short = sorted((name.split(), accepted.split()), key=len, reverse=True)
        nominate = len(long) == 3 and long[1] == long[2] and long[:2] == short
        return long[-1] == short[-1] and not nominate
    return kind in EQUIVALENT


def _family_orders(key: str, taxa: list[dict[str, str]]) -> dict[str, tuple[str, str]]:
    """Family -> class and order, as this treaty arranges them."""
    found: dict[str, tuple[str, str]] = {}
    for row in taxa:
        if row["family"] and row["order"]:
            found.setdefault(row["family"], (row["class"], row["order"]))
    if key == "cites":
        for family in ("Accipitridae", "Falconidae", "Pandionidae", "Sagittariidae", "Cathartidae"):
            found.setdefault(family, ("Aves", "Falconiformes"))
    return found


def _ancestors(row: dict[str, str]) -> set[str]:
    name = row["name"]
    words = name.split()
    above = {row["class"], row["order"], row["family"], row["genus"], name}
    if len(words) == 3:
        above.add(" ".join(words[:2]))
    return above - {""}


def _taxa_on(
    key: str,
    listings: list[dict[str, str]],
    current: dict[str, str],
    synonyms: list[dict[str, str]],
    day: str,
) -> list[dict[str, str]]:
    known = {row["name"]: row for row in read_data(f"{key}_taxa.csv")}
    orders = _family_orders(key, list(known.values()))
    references = _references(key, day)
    taxa: dict[str, dict[str, str]] = {}
    for entry in listings:
        name = entry["taxon"]
        row = known.get(name) or known.get(current.get(name, name))
        if name not in taxa:
            taxa[name] = _taxon(key, name, row, entry, "listed")
    listed = set(taxa)
    printed = {now: then for then, now in current.items()}
    same: defaultdict[str, set[str]] = defaultdict(set)
    for synonym in synonyms:
        if is_equivalence(synonym["name"], synonym["accepted_name"], synonym["kind"]):
            same[synonym["accepted_name"]].add(synonym["name"])
            same[synonym["name"]].add(synonym["accepted_name"])
    for then, now in current.items():
        if now in listed:
            same[then].add(now)
        elif then in listed:
            same[now].add(then)
    for name, row in known.items():
        if name in taxa or row["status"] != "accepted" or same[name] & listed:
            continue
        shown = printed.get(name, name)
        if ((_ancestors(row) | {shown.split()[0]}) - {name}) & listed:
            taxa[shown] = _taxon(key, shown, known.get(shown, row), row, "covered")
    akin: defaultdict[str, set[str]] = defaultdict(set)
    for synonym in synonyms:
        akin[synonym["name"]].add(synonym["accepted_name"])
        akin[synonym["accepted_name"]].add(synonym["name"])
    here = set(taxa)
    for name, row in known.items():
        # names of other days are known too, unless they rename or divide what is listed now
        if (
            name not in here
            and row["status"] == "accepted"
            and not (akin[name] | same[name]) & here
        ):
            taxa[name] = _taxon(key, name, row, row, "known")
    spoken_for = (
        set(taxa)
        | set().union(*(same[name] for name in taxa))
        | {
            row["name"]
            for row in synonyms
            if row["accepted_name"] in taxa and row["kind"] != "split"
        }
    )
    relations = _relations(key, day)
    own_cases = {own for own, *_ in relations}
    # a species that a wider one of this list is known to hold is none of its own
    spoken_for |= {
        other
        for own, other, relation, *_ in relations
        if relation == "includes" and own != other and other not in own_cases
    }
    for row in read_data("covered_species.csv"):
        if row["name"] in spoken_for or row.get("extinct"):
            continue
        arranged = dict(row)
        arranged["genus"] = row["name"].split()[0]
        arranged["class"], arranged["order"] = orders.get(
            row["family"], (row["class"], row["order"])
        )
        if _ancestors(arranged) & listed:
            arranged["confidence"] = "reported"
            arranged["reference_key"] = (
                ""  # the name comes from AviList; the treaty follows its own
            )
            taxa[row["name"]] = _taxon(key, row["name"], arranged, arranged, "covered")
    found: dict[tuple[str, ...], str] = {}
    for taxon in taxa.values():
        if taxon["reference"]:
            continue
        # species of one genus follow one reference, unless a scope names the species
        species = " ".join(taxon["name"].split()[:2])
        own = taxon["name"] if {taxon["name"], species} & references.keys() else ""
        group = (own, *(taxon[k] for k in ("class", "order", "family", "genus", "rank")))
        if group not in found:
            found[group] = _reference_for(taxon, references)
        taxon["reference"] = found[group]
    return sorted(taxa.values(), key=lambda row: (row["name"], row["taxon_id"]))


def _taxon(
    key: str, name: str, row: dict[str, str] | None, entry: dict[str, str], status: str
) -> dict[str, str]:
    base = row or entry
    rank = entry["rank"]
    exact = row is not None and row["name"] == name
    genus = name.split()[0] if rank in {"genus", "species", "subspecies"} else ""
    return {
        "taxon_id": f"{key}:{name.lower().replace(' ', '-')}",
        "name": name,
        "authorship": base.get("authorship", "") if exact else "",
        "rank": rank,
        "status": status,
        "kingdom": "Animalia",
        "class": base["class"],
        "order": base["order"],
        "family": base["family"],
        "genus": genus,
        "reference": base.get("reference_key", ""),
        "common_name": base.get("common_name_en", ""),
        "source": base["source"],
        "confidence": base.get("confidence", "reported"),
    }


def _references(key: str, day: str) -> dict[str, set[str]]:
    """Scope in words -> keys of the references that the treaty follows for it on the day."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in read_data("nomenclature_references.csv"):
        if row["convention"].lower() == key and _valid(row, day):
            for scope in row["taxon_scope"].split("|"):
                found[scope].add(row["reference_key"])
    return found


_AQUATIC: Final = frozenset(
    "Cetacea Sirenia Phocidae Otariidae Odobenidae Mysticeti Odontoceti".split()
)
_FISH: Final = frozenset("Elasmobranchii Actinopteri Actinopterygii Dipneusti Coelacanthi".split())


def _reference_for(taxon: dict[str, str], references: dict[str, set[str]]) -> str:
    """Keys of the closest standard references, joined by a bar; blank where none is known."""
    species = " ".join(taxon["name"].split()[:2])
    genus = f"{taxon['genus']} spp." if taxon["genus"] else ""
    for scope in (taxon["name"], species, genus, taxon["family"]):
        if scope in references:
            return "|".join(sorted(references[scope]))
    best: dict[int, set[str]] = {}
    for scope, keys in references.items():
        if scope.startswith((taxon["class"], "fishes")):
            best.setdefault(_group_weight(scope, taxon), set()).update(keys)
    top = max(best, default=0)
    return "|".join(sorted(best[top])) if top else ""


def _group_weight(scope: str, taxon: dict[str, str]) -> int:
    """How closely the scope of a class fits a taxon: 0 not at all, 1 its class, 2 a part of it."""
    group, _, part = scope.partition(":")
    species = taxon["rank"] in {"species", "subspecies"}
    part = part.strip()
    if scope == "fishes" or scope.startswith("fishes,"):
        return 2 if taxon["class"] in _FISH else 0
    if group != taxon["class"]:
        return 0
    if not part:
        return 1
    aquatic = bool({taxon["order"], taxon["family"]} & _AQUATIC)
    fits = {
        "species": species,
        "order and family names": not species,
        "passerines": taxon["order"] == "Passeriformes",
        "non-passerines": taxon["order"] != "Passeriformes",
        "terrestrial": not aquatic,
        "aquatic": aquatic,
        "marine turtles": taxon["family"] in {"Cheloniidae", "Dermochelyidae"},
        "turtles": taxon["order"] == "Testudines",
        "other reptiles": taxon["order"] != "Testudines",
    }
    return 2 if fits.get(part, False) else 0


def _names_of(
    key: str,
    taxa: list[dict[str, str]],
    current: dict[str, str],
    synonyms: list[dict[str, str]],
) -> list[dict[str, str]]:
    by_name = {row["name"]: row for row in taxa}
    out: dict[tuple[str, str], dict[str, str]] = {}

    def add(
        name: str, authorship: str, kind: str, taxon: dict[str, str], source: str, status: str
    ) -> None:
        out.setdefault(
            (taxon["taxon_id"], name),
            {
                "name": name,
                "authorship": authorship,
                "status": status,
                "kind": kind,
                "taxon_id": taxon["taxon_id"],
                "source": source,
            },
        )

    for taxon in taxa:
        add(taxon["name"], taxon["authorship"], "accepted", taxon, taxon["source"], "accepted")
    # a name that the Appendix printed then leads to the animal that now bears another name
    stands_for: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for taxon in taxa:
        stands_for[taxon["name"]].append(taxon)
        now = current.get(taxon["name"])
        if now and now not in by_name:
            stands_for[now].append(taxon)
            add(now, "", "former_listing_name", taxon, "name_history", "synonym")
    for row in synonyms:
        renamed = by_name.get(row["name"])
        if (
            renamed is not None
            and row["accepted_name"] not in by_name
            and is_equivalence(row["name"], row["accepted_name"], row["kind"])
        ):
            stands_for[row["accepted_name"]].append(renamed)
            add(row["accepted_name"], "", row["kind"], renamed, row["source"], "synonym")
    for row in synonyms:
        if row["name"] in by_name and row["kind"] != "split":
            continue  # a name in use is never redirected inside its own list
        for taxon in stands_for[row["accepted_name"]]:
            if row["name"] != taxon["name"]:
                add(row["name"], row["authorship"], row["kind"], taxon, row["source"], "synonym")
    for name, third, source in _third_names():
        for taxon in stands_for.get(name, ()):
            if third not in by_name:
                add(third, "", "reference", taxon, source, "synonym")
    return [out[k] for k in sorted(out)]


@lru_cache(maxsize=1)
def _third_names() -> tuple[tuple[str, str, str], ...]:
    """(name in a treaty, name in a third list, that list), from the reference tables."""
    found: list[tuple[str, str, str]] = []
    for row in read_data("reference_taxa.csv"):
        for column, third in row.items():
            name = row["name_in_cites_or_cms"]
            if column.endswith("_name") and third and third != name:
                # another epithet may be a split or a lump: only the same last word is one animal
                if third.split()[-1][:4] == name.split()[-1][:4] and len(third.split()) == len(
                    name.split()
                ):
                    found.append((name, third, column.removesuffix("_name")))
    return tuple(found)


def _relations(key: str, day: str) -> tuple[tuple[str, str, str, str, str], ...]:
    found = []
    for row in read_data("concept_relations.csv"):
        if not _valid(row, day):
            continue
        relation = schema.Relation(row["relation"])
        names = (row["cites_name"].removesuffix(" (s.l.)"), row["cms_name"].removesuffix(" (s.l.)"))
        if key == "cms":
            relation, names = relation.mirrored, (names[1], names[0])
        source = f"{row['evidence']} ({row['confidence']})"
        found.append((*names, relation.value, source, row["reason"]))
    return tuple(found)


#: columns of the reference tables, by the key of the standard reference they stand for
_REFERENCE_COLUMNS: Final = {
    "msw3_name": "WILSON-REEDER-2005",
    "avilist_name": "AVILIST-2025",
    "birdlife_name": "HBW-BIRDLIFE",
    "reptiledb_name": "REPTILE-DATABASE-EXTRACT",
}


def _reference_names(key: str, day: str) -> tuple[tuple[str, str, str], ...]:
    """(name here, reference, name there): from the tables, and where a scope names the species."""
    found = {
        (row["name_in_cites_or_cms"], reference, row[column])
        for row in read_data("reference_taxa.csv")
        for column, reference in _REFERENCE_COLUMNS.items()
        if row[column]
    }
    found |= {
        (row["name"], row["reference_key"], row["accepted_name"] or row["name"])
        for row in read_data("reference_names.csv")
    }
    for scope, references in _references(key, day).items():
        if " " in scope and scope[0].isupper() and ":" not in scope:
            found |= {(scope, reference, scope) for reference in references}
    return tuple(sorted(found))


def _forbidden(key: str) -> frozenset[tuple[str, str]]:
    pairs = [(row["cites_name"], row["cms_name"]) for row in read_data("must_not_link.csv")]
    return frozenset(pairs if key == "cites" else [(b, a) for a, b in pairs])
