"""What the golden files hold: inputs and why from the files, the rest from the code.

``python tests/data/golden_rows.py`` writes a ``.new`` beside every file whose rows differ; a person
reads it and moves it.
"""

import csv
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

GOLDEN = Path(__file__).parent / "golden"
sys.path[:0] = [str(GOLDEN.parents[2] / folder) for folder in ("src", "benchmarks", "tests")]

from builders import made  # noqa: E402
from cases import checklist, with_knowledge  # noqa: E402

import concordance as cc  # noqa: E402
from concordance.codes import NameKind, Relation  # noqa: E402
from concordance.concordance import Concordance  # noqa: E402
from concordance.matching.columns import MATCH_DETAILS, MATCHES  # noqa: E402
from concordance.matching.edits import near, word_edits  # noqa: E402
from concordance.matching.link import link_checklists  # noqa: E402
from concordance.matching.near import Neighbours, nearest_names  # noqa: E402
from concordance.matching.rules.genus_transfer import genus_transfer  # noqa: E402
from concordance.names import compare_authorship, parse_authorship  # noqa: E402
from concordance.names.columns import parse  # noqa: E402
from concordance.names.forms import coarse, gender_form, gender_stem, orthographic  # noqa: E402
from concordance.pairs import Link  # noqa: E402
from concordance.records import ConceptRelation, concept  # noqa: E402
from concordance.relate.relations import contradicted, relate  # noqa: E402
from concordance.schema import cells  # noqa: E402
from concordance.table import taxa_by_id  # noqa: E402

KEYS = ("cites", "cms")
#: what a kind says in words: no golden file holds it but ``sentences.csv``
SENTENCES = "sentences"

FALCONS = {"kingdom": "Animalia", "class": "Aves", "order": "Falconiformes", "family": "Falconidae"}
CATS = {"kingdom": "Animalia", "class": "Mammalia", "order": "Carnivora", "family": "Felidae"}
PETRELS = {"kingdom": "Animalia", "class": "Aves", "order": "Procellariiformes",
           "family": "Diomedeidae"}  # fmt: skip
#: id, name, accepted id, rank, higher taxa
ENTRIES = [
    ("1", "Falco peregrinus Tunstall, 1771", "", "", FALCONS),
    ("2", "Falco vespertinus Linnaeus, 1766", "", "", FALCONS),
    ("3", "Falco amurensis Radde, 1863", "", "", FALCONS),
    ("4", "Panthera uncia (Schreber, 1775)", "", "", CATS),
    ("5", "Uncia uncia (Schreber, 1775)", "4", "", CATS),
    ("6", "Phoebastria albatrus (Pallas, 1769)", "", "", PETRELS),
    ("7", "Puma concolor (Linnaeus, 1771)", "", "", CATS),
    ("8", "Puma concolor coryi (Bangs, 1899)", "", "", CATS),
    ("9", "Falconidae", "", "family", FALCONS),
    ("10", "Oenanthe oenanthe (Linnaeus, 1758)", "", "", {**FALCONS, "family": "Muscicapidae"}),
    ("11", "Diomedea exulans Linnaeus, 1758", "", "", PETRELS),
    ("12", "Aus major Smith, 1900", "", "", CATS),
    ("13", "Aus minor Smith, 1901", "", "", CATS),
    ("14", "Bus cus Gray, 1830", "12", "", CATS),
    ("15", "Bus cus Gray, 1830", "13", "", CATS),
    ("16", "Bus cus Brown, 1930", "13", "", CATS),
    ("17", "Panthera", "", "genus", CATS),
    ("18", "Lynx rufus alba Smith, 1900", "", "", CATS),
    ("19", "Carnivora", "", "order", CATS),
    ("20", "Falco rueppellii Smith, 1900", "", "", FALCONS),
    ("21", "Falco rueppelli Smith, 1900", "", "", FALCONS),
    ("22", "Amazona aestiva (Linnaeus, 1758)", "", "", {**FALCONS, "family": "Psittacidae"}),
    ("23", "Amazona festiva (Linnaeus, 1758)", "", "", {**FALCONS, "family": "Psittacidae"}),
    ("24", "Amazona festiva (Linnaeus, 1758)", "22", "", {**FALCONS, "family": "Psittacidae"}),
    ("25", "Falco Unknown", "3", "", FALCONS),
]


def names(row: Any) -> Any:
    """Every part of a parsed name."""
    name = parse(row["verbatim"])
    return {"canonical": name.canonical, "genus": name.genus, "subgenus": name.subgenus,
            "epithets": "|".join(name.epithets), "rank": name.rank,
            "hybrid": "yes" if name.hybrid else "", "authorship": name.authorship,
            "qualifiers": "|".join(name.qualifiers), "annotation": name.annotation,
            "problems": "|".join(name.problems), "certain": "yes" if name.is_certain else ""}  # fmt: skip


def authorships(row: Any) -> Any:
    """Both authorships taken apart, and the three answers."""

    def people(authors: Any) -> Any:
        return "; ".join(f"{a.surname},{a.initials},{a.namesake},{'.' * a.abbreviated}"
                         for a in authors)  # fmt: skip

    def told(text: Any) -> Any:
        record = parse_authorship(text)
        return (f"[{people(record.basionym)}]{record.basionym_year or ''} "
                f"{people(record.combination)} {record.year or ''}").strip()  # fmt: skip

    return {"a_read": told(row["a"]), "b_read": told(row["b"]),
            "agreement": compare_authorship(row["a"], row["b"]).value}  # fmt: skip


def forms(row: Any) -> Any:
    """The forms in which a canonical name is compared."""
    name = row["name"]
    return {"orthographic": orthographic(name), "gender_stem": gender_stem(name),
            "gender_form": gender_form(name), "coarse": coarse(name)}  # fmt: skip


def matches(row: Any) -> Any:
    """Every candidate of a name, with all that is said of it."""
    around = {k: [row[k]] for k in ("class", "family", "genus") if row[k]}
    found = cc.match_names(
        [row["query"]], _some(), authorships=[row["author"]], ranks=[row["asked_rank"]],
        context=pd.DataFrame(around) if around else None, how="all",
    )  # fmt: skip
    said = [
        ", ".join(f"{c.name}={v}" for c in MATCHES + MATCH_DETAILS
                  if c.name not in ("query", "evidence")
                  and (v := cells(found[c.name])[i]) not in (None, ""))
        for i in range(len(found))
    ]  # fmt: skip
    return {"candidates": "\n".join(said), SENTENCES: "\n".join(cells(found["evidence"]))}


def links(row: Any) -> Any:
    """Every link of one pair of names between the two treaties on a day."""
    left, right, found = _linked(row["as_of"])
    links_ = [
        x
        for x in found
        if (left[x.left_id], right[x.right_id]) == (row["cites_name"], row["cms_name"])
    ]
    said = [
        f"{x.rule.code(KEYS)} via={x.via} {x.suggests.value} concept={x.concerns_concept} "
        f"ambiguous={x.ambiguous} {x.rule.strength}"
        for x in links_
    ]
    return {"links": "\n".join(said), SENTENCES: "\n".join(x.evidence for x in links_)}  # fmt: skip


def relations(row: Any) -> Any:
    """How two names relate on a day, and what the row of their taxa says."""
    con = _built(row["as_of"])
    told = con.relation(row["left_name"], row["right_name"]).to_numpy().tolist()
    table = con.table
    pairs = table[
        table["cites_name"].eq(row["left_name"]) & table["cms_name"].eq(row["right_name"])
    ]
    columns = ["relation", "relation_basis", "rule", "alternatives"]
    rows = pairs[columns].astype(str).to_numpy().tolist()
    return {"told": "\n".join(" | ".join(r[:-1]) for r in told),
            "table": "\n".join(" | ".join(r) for r in rows),
            SENTENCES: "\n".join([*(r[-1] for r in told),
                                  *pairs["relation_source"].astype(str)])}  # fmt: skip


def gbif(row: Any) -> Any:
    """Every part of a name as the parser of GBIF reads it."""
    name = parse(row["verbatim"], backend="gbif")
    return {"parts": " | ".join(f"{f}={v}" for f in name.__slots__ if f != "verbatim"
                                if (v := getattr(name, f)))}  # fmt: skip


def near_names(row: Any) -> Any:
    """The edits between two names, both ways, word by word, and as a search finds them."""
    a, b = row["a"], row["b"]
    found = Neighbours([b, "Zus zus"])
    words = [word_edits(x, y, genus=g) for g in (True, False) for x, y in
             zip(a.split(), b.split(), strict=False)]  # fmt: skip
    return {"near": str(near(a.split(), b.split())), "words": " ".join(map(str, words)),
            "found": str(found.find(a)),
            "nearest": "|".join(nearest_names(a, [b, "Zus zus", a[:-1]]))}  # fmt: skip


def rules(row: Any) -> Any:
    """What a synonym of each kind says of its taxon, and a transfer between two authorships."""
    told = {k: concept(row["a"], row["b"], NameKind(k)) for k in
            ("synonym", "misapplied", "split", "lump", "rank")}  # fmt: skip
    moved = [genus_transfer(x, y, same_family=f) for f in (True, None, False) for x, y in
             ((row["a_author"], row["b_author"]), (row["b_author"], row["a_author"]))]  # fmt: skip
    return {"concept": " ".join(f"{k}={v.value if v else None}" for k, v in told.items()),
            "transfer": " ".join(m.value for m in moved)}  # fmt: skip


def pairs(row: Any) -> Any:
    """Every link between two lists made of the names given, and how its taxa relate."""
    left, right = made(row["left"], "cites"), made(row["right"], "cms")
    cases = tuple(ConceptRelation(a, b, Relation(r), source, note)
                  for a, b, r, source, note in _asserted(row["asserted"]))  # fmt: skip
    left = with_knowledge(left, partner="cms", relations=cases,
                          forbidden=frozenset(_asserted(row["forbidden"])))  # fmt: skip
    found = link_checklists(left, right)
    taxa = taxa_by_id(left), taxa_by_id(right)
    related = list(zip(found, relate(found, cases, taxa, ("CITES", "CMS")), strict=True))
    doubtful = sorted(f"{taxa[0][x].name} / {taxa[1][y].name}" for x, y in contradicted(related))
    return {"contradicted": "; ".join(doubtful), "links": "\n".join(
        f"{taxa[0][x.left_id].name} / {taxa[1][x.right_id].name}: {x.rule.code(KEYS)} "
        f"via={x.via} {x.suggests.value} concept={x.concerns_concept} "
        f"ambiguous={x.ambiguous} -> {r.relation.value} {r.basis.value}" for x, r in related),
        SENTENCES: "\n".join(f"{x.evidence} -> {r.source}" for x, r in related)}  # fmt: skip


def _asserted(text: str) -> Any:
    return tuple(tuple(part.split(">")) for part in text.split(";") if part)


def inspected(row: Any) -> Any:
    """Every finding on the names of the list by which they are known."""
    found = cc.inspect(_some())
    rows = found[found["finding"] == row["finding"]].fillna("").astype(str).to_numpy().tolist()
    return {"rows": "\n".join(" | ".join(r) for r in rows)}


@cache
def _some() -> cc.Checklist:
    return checklist(ENTRIES, key="cites")


@cache
def _linked(day: str) -> tuple[dict[str, str], dict[str, str], list[Link]]:
    left, right = cc.load_cites(day), cc.load_cms(day)
    names_left, names_right = (
        {taxon.taxon_id: taxon.name for taxon in side.records.taxa} for side in (left, right)
    )
    return names_left, names_right, link_checklists(left, right)


@cache
def _built(day: str) -> Concordance:
    return cc.build(cc.load_cites(day), cc.load_cms(day))


def listed(row: Any) -> Any:
    """The Appendix of a name in one list on a day, through which entry and how."""
    load = cc.load_cites if row["list"] == "cites" else cc.load_cms
    found = cc.match_names([row["query"]], load(row["as_of"]))
    columns = ("status", "appendix", "listed_as", "listed_how")
    return {column: cells(found[column])[0] or "" for column in columns}


KINDS = {"listed": listed, "names": names, "authorships": authorships, "forms": forms, "matches": matches,
         "links": links, "inspected": inspected, "relations": relations, "gbif": gbif,
         "near_names": near_names, "rules": rules, "pairs": pairs}  # fmt: skip


def sentences(row: dict[str, str]) -> dict[str, str]:
    """What the code says in words of one row of another golden file."""
    return {SENTENCES: KINDS[row["of"]](read(row["of"])[int(row["row"]) - 1])[SENTENCES]}


def outcomes(kind: str, row: dict[str, str]) -> dict[str, str]:
    """Return what a golden row holds: outcomes and codes."""
    if kind == SENTENCES:
        return sentences(row)
    return {column: cell for column, cell in KINDS[kind](row).items() if column != SENTENCES}


def read(kind: str) -> list[dict[str, str]]:
    """Return the rows of a golden file."""
    with (GOLDEN / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main() -> None:
    """Write what the code says now beside what the files hold."""
    for kind in (*KINDS, SENTENCES):
        rows = read(kind)
        new = [{**{k: v for k, v in row.items() if k != "why"}, **outcomes(kind, row),
                "why": row["why"]} for row in rows]  # fmt: skip
        if new != rows:
            path = GOLDEN / f"{kind}.csv.new"
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(new[0]), lineterminator="\n")
                writer.writeheader()
                writer.writerows(new)
            print(path)


if __name__ == "__main__":
    main()
