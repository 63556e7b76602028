"""Measure the links and relations of a build against a file of decided pairs."""

import csv
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from cases import of_names

import concordance as cc
from concordance.concordance import Concordance
from concordance.matching.link import link_checklists
from concordance.schema import rows

DAY = "2017-04-21"
LINKS = {}
WANTED = {
    "exact": {"congruent"}, "synonym": {"congruent"}, "spelling": {"congruent"},
    "genus_transfer": {"congruent"}, "population": {"congruent"}, "split": {"includes"},
    "lump": {"included_in"}, "rank": {"includes", "included_in"},
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
        if not cites or not cms:
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
    pairs = {row.ids for row in con.rows}
    above = [{t["taxon_id"]: {t["genus"], t["family"], t["order"]} for t in rows(side.taxa)}
             for side in con.lists]  # fmt: skip
    found = set()
    for link in LINKS[DAY]:
        if (link.right_id in right and cites in above[0][link.left_id]) or (
            link.left_id in left and cms in above[1][link.right_id]
        ):
            found.add("higher")
        if link.left_id in left and link.right_id in right and link.pair not in pairs:
            found.add(link.suggests.value)
    return found


def covered(con: Concordance, names: tuple[str, str], taxa: tuple[Any, Any]) -> set[str]:
    """Whether one of the names is an entry that covers the other."""
    (cites, cms), (left, right) = names, taxa
    return {
        "higher"
        for row in con.table.itertuples()
        if (row.cites_id in left and cms in groups(row.cms_listed_as))
        or (row.cms_id in right and cites in groups(row.cites_listed_as))
    }


def is_right(expected: Any, found: Any) -> Any:
    """Whether a relation that was found is the one expected.

    A name that is a synonym on the other side and in no list on its own ("one taxon") is one
    animal under both names.
    """
    if expected in {"exact", "synonym"} and "one taxon" in found:
        return True
    return bool(found & WANTED.get(expected, {"higher"}))


def groups(cell: Any) -> Any:
    return {entry.removesuffix(" (s.l.)") for entry in str(cell).split("|")}


def ids(checklist: Any, name: Any) -> Any:
    names = checklist.names
    accepted = names[(names["name"] == name) & (names["status"] == "accepted")]
    found = accepted if len(accepted) else names[names["name"] == name]
    return set(found["taxon_id"])


if __name__ == "__main__":
    import sys

    from cases import shared_dir

    found = measure(shared_dir() / "cases" / "gold_pairs.csv")
    sys.stdout.write(f"{found.linked} of {found.positive} linked\n")
    for pair in found.missed:
        sys.stdout.write(f"missed {pair}\n")
    for pair in found.wrong:
        sys.stdout.write(f"wrong {pair}\n")
    for (want, got), n in sorted(found.confusion.items()):
        sys.stdout.write(f"{want:15} {got:30} {n}\n")
