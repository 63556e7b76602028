"""Measure the links and relations of a build against a file of decided pairs."""

import csv
from collections import Counter
from dataclasses import dataclass, field

import concordance as cc

DAY = "2017-04-21"
WANTED = {
    "exact": {"congruent"}, "synonym": {"congruent"}, "spelling": {"congruent"},
    "genus_transfer": {"congruent"}, "population": {"congruent"}, "split": {"includes"},
    "lump": {"included_in"}, "rank": {"includes", "included_in"},
}  # fmt: skip


@dataclass
class Figures:
    positive: int = 0
    linked: int = 0
    missed: list = field(default_factory=list)
    wrong: list = field(default_factory=list)
    confusion: Counter = field(default_factory=Counter)


def measure(path):
    con = cc.build(cc.load_cites(DAY), cc.load_cms(DAY))
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
        figures.confusion[row["relation"], "+".join(sorted(relations)) or "no link"] += 1
        if relations:
            figures.linked += 1
        else:
            figures.missed.append((cites, cms, row["relation"]))
    return figures


def linked(con, cites, cms):
    """Relations of the rows in which both names meet, each resolved on its own side."""
    rows = con.table
    left = ids(con._left, cites)
    right = ids(con._right, cms)
    hit = {
        r.relation
        for r in rows.itertuples()
        if r.relation != "not_listed"
        and ((r.cites_id in left and r.cms_id in right)
             or (r.cites_id in left and cms in str(r.cms_listed_as).split("|"))
             or (r.cms_id in right and cites in str(r.cites_listed_as).split("|")))
    }  # fmt: skip
    return hit


def ids(checklist, name):
    names = checklist.names
    accepted = names[(names["name"] == name) & (names["status"] == "accepted")]
    found = accepted if len(accepted) else names[names["name"] == name]
    return set(found["taxon_id"])


if __name__ == "__main__":
    import os
    import sys
    from pathlib import Path

    shared = os.environ.get("CONCORDANCE_SHARED", "../shared")
    found = measure(Path(shared) / "cases" / "gold_pairs.csv")
    sys.stdout.write(f"{found.linked} of {found.positive} linked\n")
    for pair in found.missed:
        sys.stdout.write(f"missed {pair}\n")
    for pair in found.wrong:
        sys.stdout.write(f"wrong {pair}\n")
    for (want, got), n in sorted(found.confusion.items()):
        sys.stdout.write(f"{want:15} {got:30} {n}\n")
