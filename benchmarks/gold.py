"""Measure the links and relations of a build against a file of decided pairs."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cases import of_names

import concordance as cc
from concordance.checklist import Checklist
from concordance.concordance import Concordance
from concordance.matching.link import link_checklists
from concordance.records import NameUse

DAY = "2017-04-21"
LINKS = {}
WANTED = {
    "exact": {"congruent"}, "synonym": {"congruent"}, "spelling": {"congruent"},
    "genus_transfer": {"congruent"}, "population": {"congruent"}, "split": {"includes"},
    "lump": {"included_in"}, "rank": {"includes", "included_in"},
}  # fmt: skip


#: decided pairs that a law text refutes on the day: CMS prints M. japanica and M. rochebrunei
#: (Switzerland, SR 0.451.46 of 2018, read after the pairs were decided)
REFUTED = {
    ("Mobula japanica", "Mobula mobular"), ("Mobula rochebrunei", "Mobula hypostoma"),
    ("Mobula hypostoma", "Mobula hypostoma"),
    # of the CMS text of 2006: CMS has listed both since 2009
    ("Orcaella heinsohni", "Orcaella brevirostris"),
}  # fmt: skip


@dataclass
class Figures:
    positive: int = 0
    linked: int = 0
    right: int = 0
    missed: list = field(default_factory=list)
    wrong: list = field(default_factory=list)
    confusion: Counter = field(default_factory=Counter)


def measure(path: Any) -> Any:
    con = cc.build(cc.load_cites(DAY), cc.load_cms(DAY))
    LINKS[DAY] = link_checklists(con.lists[0], con.lists[1])
    figures = Figures()
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        if "GK" in row["source"]:
            continue
        cites, cms = (row[k].removesuffix(" spp.").replace(" (s.l.)", "") for k in
                      ("cites_name", "cms_name"))  # fmt: skip
        cites = cites.capitalize() if cites.isupper() else cites
        if not cites or not cms or (cites, cms) in REFUTED:
            continue
        relations = linked(con, cites, cms)
        if row["relation"] == "none":
            if relations:
                figures.wrong.append((cites, cms, sorted(relations)))
            continue
        figures.positive += 1
        figures.right += is_right(row["relation"], relations)
        figures.confusion[row["relation"], "+".join(sorted(relations)) or "no link"] += 1
        if relations:
            figures.linked += 1
        else:
            figures.missed.append((cites, cms, row["relation"]))
    return figures


def linked(con: Concordance, cites: Any, cms: Any) -> Any:
    """Relations of the pairs in which both names meet, each resolved on its own side.

    A name that its own side does not know is resolved on the other, as `explain` does; a group
    meets the taxa that its own list places in it. A name that is in neither list is only compared
    with the other name.
    """
    left, right = ids(con.lists[0], cites), ids(con.lists[1], cms)
    found = set(con.relation(cites, cms)["relation"]) if left and right else set()
    found |= linked_by_lists(con, (cites, cms), (left, right)) | covered(
        con, (cites, cms), (left, right)
    )
    if (not right and left & ids(con.lists[0], cms)) or (
        not left and right & ids(con.lists[1], cites)
    ):
        found.add("one taxon")
    if not found and not (left and right) and " " in cites and " " in cms:
        # a name in neither list: only whether the two names are one
        alone = cc.match_names([cms], of_names(cites))
        if alone["status"].tolist() == ["matched"]:
            found.add("congruent")
    return found


def linked_by_lists(con: Concordance, names: tuple[str, str], taxa: tuple[Any, Any]) -> set[str]:
    """Links of the day in which both names meet, one of them perhaps through its group."""
    (cites, cms), (left, right) = names, taxa
    pairs, above = known(con)
    found = set()
    for link in LINKS[DAY]:
        if (link.right_id in right and cites in above[0][link.left_id]) or (
            link.left_id in left and cms in above[1][link.right_id]
        ):
            found.add("higher")
        if link.left_id in left and link.right_id in right and link.pair not in pairs:
            found.add(link.suggests.value)
    return found


@cache
def known(con: Concordance) -> tuple[set[tuple[str | None, str | None]], list[dict[str, set[str]]]]:
    """Ids of the rows, and the groups of each taxon of either list."""
    above = [
        {taxon.taxon_id: {taxon.genus, taxon.family, taxon.order} for taxon in side.records.taxa}
        for side in con.lists
    ]
    return {row.ids for row in con.rows}, above


@cache
def entries(con: Concordance) -> list[tuple[str | None, str | None, list[set[str]]]]:
    """Ids of each row, with the entries of either side that cover it."""
    return [(*row.ids, [groups(cover.entry_names) for cover in row.covers]) for row in con.rows]


def covered(con: Concordance, names: tuple[str, str], taxa: tuple[Any, Any]) -> set[str]:
    """Whether one of the names is an entry that covers the other."""
    (cites, cms), (left, right) = names, taxa
    return {
        "higher"
        for left_id, right_id, (of_cites, of_cms) in entries(con)
        if (left_id in left and cms in of_cms) or (right_id in right and cites in of_cites)
    }


def is_right(expected: Any, found: Any) -> Any:
    """Whether a relation that was found is the one expected.

    A name that is a synonym on the other side and in no list on its own ("one taxon") is one
    animal under both names.
    """
    if expected in {"exact", "synonym"} and "one taxon" in found:
        return True
    return bool(found & WANTED.get(expected, {"higher"}))


def groups(names: Iterable[str]) -> set[str]:
    """Names of entries without the mark of an older, wider use."""
    return {name.removesuffix(" (s.l.)") for name in names}


@cache
def uses(checklist: Checklist) -> dict[str, list[NameUse]]:
    """Every use of each name of a list."""
    by_name: defaultdict[str, list[NameUse]] = defaultdict(list)
    for use in checklist.records.names:
        by_name[use.name].append(use)
    return by_name


def ids(checklist: Checklist, name: str) -> set[str]:
    """Taxa that a name is accepted for, or else leads to."""
    given = uses(checklist).get(name, [])
    accepted = [use for use in given if use.is_accepted]
    return {use.taxon_id for use in accepted or given}
