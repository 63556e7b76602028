"""The shipped data, row by row."""

import csv
import hashlib
import itertools
import re
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders import ROOT

DATA = ROOT / "data"
FILES = sorted(DATA.rglob("*.csv"))
DAY = "2026-11-23"
CONFIDENCE = {"verified", "reported", "recalled"}
assert len(FILES) >= 10


def named(path: Path) -> str:
    """A data file as its registers name it."""
    return path.relative_to(DATA).as_posix()


def table(name: str) -> list[dict[str, str]]:
    text = (DATA / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def in_force(row: dict[str, str], day: Any = DAY) -> bool:
    return row["effective_from"] <= day and not (row["effective_to"] and row["effective_to"] <= day)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(DATA)))
def test_file_is_plain(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "\r" not in text
    assert text.endswith("\n")
    header, *records = csv.reader(text.splitlines(), strict=True)
    assert records
    assert len(set(header)) == len(header)
    assert [r for r in records if len(r) != len(header)] == []
    assert [c for r in records for c in r if c != c.strip()] == []
    assert len(set(map(tuple, records))) == len(records), "a row stands twice"
    if "confidence" in header:
        assert {r[header.index("confidence")] for r in records} <= CONFIDENCE


@pytest.mark.parametrize("treaty", ["cites", "cms"])
def test_ids_are_unique(treaty: str) -> None:
    for name, key in ((f"{treaty}_taxa.csv", "taxon_id"), (f"{treaty}_taxa.csv", "name")):
        counts = Counter(row[key] for row in table(name))
        assert [k for k, n in counts.items() if n > 1] == []
    counts = Counter(row["entry_id"] for row in table(f"{treaty}_listings.csv"))
    assert [k for k, n in counts.items() if n > 1] == []


@pytest.mark.parametrize("treaty", ["cites", "cms"])
def test_every_row_has_a_source(treaty: str) -> None:
    for name in (f"{treaty}_listings.csv", f"{treaty}_taxa.csv", "synonyms.csv"):
        assert [row for row in table(name) if not row["source"]] == []


@pytest.mark.parametrize("treaty", ["cites", "cms"])
def test_dates_are_days_in_order(treaty: str) -> None:
    for row in table(f"{treaty}_listings.csv"):
        for column in ("effective_from", "effective_to"):
            if row[column]:
                date.fromisoformat(row[column])
        assert not row["effective_to"] or row["effective_from"] < row["effective_to"], row


@pytest.mark.parametrize("treaty", ["cites", "cms"])
def test_no_overlapping_listing_of_the_same_scope(treaty: str) -> None:
    groups = defaultdict(list)
    for row in table(f"{treaty}_listings.csv"):
        key = ("taxon", "appendix", "scope", "scope_note", "scope_mode", "scope_iso2", "parties")
        groups[tuple(row[k] for k in key)].append(row)
    for rows in groups.values():
        rows.sort(key=lambda r: r["effective_from"])
        for one, two in itertools.pairwise(rows):
            assert "" < one["effective_to"] <= two["effective_from"], one


@pytest.mark.parametrize("treaty", ["cites", "cms"])
def test_every_listed_taxon_in_force_is_known(treaty: str) -> None:
    taxa = {row["name"] for row in table(f"{treaty}_taxa.csv") if row["status"] == "accepted"}
    listed = {row["taxon"] for row in table(f"{treaty}_listings.csv") if in_force(row)}
    assert len(listed) > 400
    assert listed - taxa == set()


def test_every_excluded_taxon_is_named_somewhere() -> None:
    names = {r["name"] for t in ("cites", "cms") for r in table(f"{t}_taxa.csv")}
    names |= {r[k] for t in ("cites", "cms") for r in table(f"{t}_listings.csv")
              for k in ("taxon", "class", "order", "family")}  # fmt: skip
    names |= {r[k] for r in table("synonyms.csv") for k in ("name", "accepted_name")}
    names |= {r[k] for r in table("covered_species.csv") for k in ("name", "family")}
    missing = {
        (row["entry_id"], name)
        for treaty in ("cites", "cms")
        for row in table(f"{treaty}_listings.csv")
        for name in row["excluded_taxa"].split("|")
        if name and name not in names
    }
    assert missing == set()


def test_no_accepted_name_is_its_own_synonym() -> None:
    assert [row for row in table("synonyms.csv") if row["name"] == row["accepted_name"]] == []


def test_relations_do_not_contradict_each_other() -> None:
    groups = defaultdict(list)
    for row in table("concept_relations.csv"):
        assert not row["valid_to"] or row["valid_from"] < row["valid_to"], row
        groups[row["cites_name"], row["cms_name"]].append(row)
    for rows in groups.values():
        rows.sort(key=lambda r: r["valid_from"])
        for one, two in itertools.pairwise(rows):
            assert "" < one["valid_to"] <= two["valid_from"], (one, two)


def test_must_not_link_is_not_linked_by_the_data() -> None:
    pairs = {(r["cites_name"], r["cms_name"]) for r in table("must_not_link.csv")}
    assert ("Falco amurensis", "Falco vespertinus") in pairs
    related = {
        (r["cites_name"], r["cms_name"])
        for r in table("concept_relations.csv")
        if r["relation"] != "disjoint"
    }
    assert not pairs & related
    synonyms = {(r["name"], r["accepted_name"]) for r in table("synonyms.csv")
                if r["taxonomy"] in {"cites", "cms"} and r["kind"] != "misapplied"}  # fmt: skip
    assert not (pairs | {(b, a) for a, b in pairs}) & synonyms


def test_counts_in_force_are_pinned() -> None:
    found = {
        treaty: Counter(r["appendix"] for r in table(f"{treaty}_listings.csv") if in_force(r))
        for treaty in ("cites", "cms")
    }
    assert found["cites"] == {"I": 651, "II": 552, "III": 251}
    assert found["cms"] == {"I": 190, "II": 361}


def test_every_source_used_is_explained() -> None:
    known = {row["key"]: row["description"] for row in table("sources.csv")}
    assert [key for key, words in known.items() if not words] == []
    used = {
        re.sub(r" \(.*\)$| r\.\d+$|(?<=covered-by):.*$", "", key.strip())
        for path in FILES
        for row in table(named(path))
        for column in ("source", "evidence")
        for key in (row.get(column) or "").split("|")
    } - {""}
    assert len(used) > 100
    assert used - set(known) == set()


def test_descriptor_is_generated_and_fits_the_files() -> None:
    from concordance.readers.datapackage import FILES as DESCRIBED
    from concordance.readers.datapackage import descriptor

    assert (DATA / "datapackage.json").read_text(encoding="utf-8") == descriptor(), (
        "run: python -c 'from concordance.readers.datapackage import descriptor; "
        'print(descriptor(), end="")\' > data/datapackage.json'
    )
    assert sorted(DESCRIBED) == sorted(map(named, FILES))
    for path in FILES:
        header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
        assert tuple(header) == DESCRIBED[named(path)]


def test_every_data_file_is_registered_with_its_sum() -> None:
    sums = (DATA / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    found = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {named(path)}"
             for path in FILES]  # fmt: skip
    assert sorted(sums) == sorted(found), "run: python data/species/compile.py"


def test_groups_of_genera_and_species_are_entries() -> None:
    """A group that no entry prints would cover nothing, and nobody would see it."""
    for treaty in ("cites", "cms"):
        entries = {row["taxon"] for row in table(f"{treaty}_listings.csv")}
        for name in ("species/genera.csv", "species/species.csv"):
            groups = {
                group.lstrip("?")
                for row in table(name)
                for group in row[f"{treaty}_groups"].split("|")
            }
            assert groups - entries - {""} == set(), (treaty, name)


def test_parts_of_groups_are_known() -> None:
    known = {
        (row[level], row["kingdom"])
        for name in ("species/genera.csv", "cites_taxa.csv", "cms_taxa.csv")
        for row in table(name)
        for level in ("genus", "family", "order", "class")
    }
    rows = table("species/groups.csv")
    known |= {(row["name"], row["kingdom"]) for row in rows}
    assert len(rows) > 300
    assert {(row["part"], row["kingdom"]) for row in rows} <= known
    assert not {row["name"] for row in rows} & {row["genus"] for row in table("species/genera.csv")}


def test_every_species_of_a_group_has_its_genus() -> None:
    genera = {(row["genus"], row["kingdom"]) for row in table("species/genera.csv")}
    missing = {
        row["name"]
        for row in table("species/species.csv")
        if (row["name"].split()[0], row["kingdom"]) not in genera
        and not (row["cites_groups"] or row["cms_groups"])
    }
    assert missing == set()


def test_annotations_follow_each_other() -> None:
    spans: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in table("annotations.csv"):
        spans[row["code"]].append((row["valid_from"], row["valid_to"]))
    assert len(spans) >= 15
    for code, days in spans.items():
        for (_, end), (start, _) in itertools.pairwise(sorted(days)):
            assert end == start, code
    used = {row["annotation"] for row in table("cites_listings.csv")} - {""}
    assert used - set(spans) <= {"#19"}
