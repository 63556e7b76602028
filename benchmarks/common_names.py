"""Measure answers to common names and write ``docs/common_names.md``.

Run ``python benchmarks/common_names.py``. English: the names that the EU wildlife trade Annexes
print for animals, asked of an index without the names that rest on them alone. Spanish and
French: names kept back in twenty parts, asked of an index without any row of these names. A hash
of each name puts it into the open or the blind half; ``--missed`` prints the misses of the open
half, and those of the blind half are never printed. The shared facts are found through
CONCORDANCE_SHARED.
"""

import csv
import hashlib
import random
import sys
import time
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from cases import shared_dir

from concordance.matching.common_candidate import only_answer
from concordance.matching.common_index import CommonIndex
from concordance.matching.common_names import general_words
from concordance.names.common import LANGUAGES, common_form
from concordance.readers.common_names import read_common_names

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "common_names.md"
FIRST = 5
PARTS = 20
HALVES = ("open", "blind")
MANY = 100_000
EU = "eu-2023-966"


class Asked(NamedTuple):
    """A name, and the animal that the source prints it for."""

    name: str
    taxon: str
    rank: str
    order: str
    family: str


class Score(NamedTuple):
    """How the names of a set were answered."""

    asked: int
    right: int
    names: frozenset[str]
    right_names: frozenset[str]
    single: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]


@cache
def names_of(taxon: str) -> frozenset[str]:
    """The name and the accepted ones that it leads to in the data of the package."""
    links = linked()
    found, new = {taxon}, [taxon]
    for _ in range(2):
        new = [other for name in new for other in links.get(name, ()) if other not in found]
        found.update(new)
    return frozenset(found)


@cache
def linked() -> dict[str, set[str]]:
    """Accepted names by the names that lead to them."""
    links: dict[str, set[str]] = defaultdict(set)
    for name in ("synonyms.csv", "species/synonyms.csv", "cms_former_names.csv",
                 "reference_names.csv"):  # fmt: skip
        for row in csv.DictReader((ROOT / "data" / name).open(encoding="utf-8")):
            if row["accepted_name"]:
                links[row["name"]].add(row["accepted_name"])
    return links


def is_right(asked: Asked, candidate: Any) -> bool:
    """Whether a candidate is the animal under any name, a form or species of it, or its group."""
    names = names_of(asked.taxon)
    wanted = {" ".join(name.split()[:2]) for name in names if " " in name}
    if " " in candidate.taxon:
        species = " ".join(candidate.taxon.split()[:2])
        genus, *_, epithet = candidate.taxon.split()
        if any(name.startswith(f"{genus} ") and name.endswith(f" {epithet}") for name in names):
            return True  # a form here, a species there
        if not wanted:  # a group was asked for: its members answer
            return asked.taxon in {species.split()[0], candidate.family, candidate.order,
                                   candidate.class_}  # fmt: skip
        return bool(wanted & {species, *(" ".join(n.split()[:2]) for n in names_of(species))})
    groups = {asked.order, asked.family, *(name.split()[0] for name in names)}
    inside = {candidate.family, candidate.order, candidate.class_} if not wanted else set()
    return candidate.taxon in groups or asked.taxon in inside


NOTHING = Score(0, 0, frozenset(), frozenset(), 0, (), ())


def half_of(name: str) -> str:
    """Return the half that a name belongs to, by a hash that no later name changes."""
    return HALVES[hashlib.sha256(name.encode()).digest()[0] & 1]


def score(asked: list[Asked], index: CommonIndex) -> dict[str, Score]:
    return {
        half: score_half([one for one in asked if half_of(one.name) == half], index)
        for half in HALVES
    }


def score_half(asked: list[Asked], index: CommonIndex) -> Score:
    right, single, wrong, missed = [], 0, [], []
    for one in asked:
        found = index.candidates(one.name, LANGUAGES)
        good = any(is_right(one, candidate) for candidate in found[:FIRST])
        line = f"{one.name} ({one.taxon}): {', '.join(c.taxon for c in found[:FIRST]) or 'nothing'}"
        (right if good else missed).append(one.name if good else line)
        answer = only_answer(found)
        if answer is not None:
            single += 1
            if not is_right(one, answer):
                wrong.append(line)
    names = frozenset(one.name for one in asked)
    return Score(len(asked), len(right), names, frozenset(right), single, tuple(wrong),
                 tuple(missed))  # fmt: skip


def added(one: Score, other: Score) -> Score:
    return Score(
        one.asked + other.asked, one.right + other.right, one.names | other.names,
        one.right_names | other.right_names, one.single + other.single, one.wrong + other.wrong,
        one.missed + other.missed,
    )  # fmt: skip


def of_the_eu(folder: Path) -> list[Asked]:
    """English names of animals in the Annexes, one for each taxon that has one."""
    with (folder / "facts" / "lists" / "eu_listings.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file)
                if row["common_name_en"] and row["kingdom"] == "Animalia"]  # fmt: skip
    return sorted({Asked(row["common_name_en"], row["taxon"], row["rank"], row["order"],
                         row["family"]) for row in rows})  # fmt: skip


def kept_back(language: str) -> dict[str, Score]:
    """Names of one part asked of the index without them, over all parts.

    Every row of the same words is taken out; other names of the same animal stay.
    """
    facts = read_common_names()
    total = dict.fromkeys(HALVES, NOTHING)
    own = [fact for fact in facts if fact.language == language]
    key = {fact: common_form(fact.name, language).sorted for fact in own}
    for number in range(PARTS):
        back = {fact for fact in own if part_of(key[fact]) == number}
        index = CommonIndex((fact for fact in facts if fact not in back), general_words())
        asked = sorted({Asked(f.name, f.taxon, f.rank, f.order, f.family) for f in back})
        part = score(asked, index)
        total = {half: added(total[half], part[half]) for half in HALVES}
    return total


def part_of(words: str) -> int:
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[1:3]) % PARTS


def seconds_for_many(index: CommonIndex) -> float:
    """Return processor time for many distinct names that no row bears, in a fixed order."""
    facts = read_common_names()
    many = [f"{fact.name} {number}" for number in range(8) for fact in facts]
    names = random.Random(0).sample(sorted(set(many)), MANY)
    begin = time.process_time()
    for name in names:
        index.candidates(name, LANGUAGES)
    return time.process_time() - begin


def main() -> None:
    nouns = general_words()
    index = CommonIndex(read_common_names(), nouns)
    without = CommonIndex((fact for fact in read_common_names() if fact.source != EU), nouns)
    scores = {
        "English, EU Annexes": score(of_the_eu(shared_dir()), without),
        "Spanish, kept back": kept_back("es"),
        "French, kept back": kept_back("fr"),
    }
    PAGE.write_text(page(scores, seconds_for_many(index)), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))
    if "--missed" in sys.argv:
        for name, halves in scores.items():
            result = halves["open"]
            print(name, "wrong", *result.wrong, "missed", *result.missed, sep="\n  ")


def page(scores: dict[str, dict[str, Score]], seconds: float) -> str:
    lines = [
        "# Common names",
        "",
        "Written by `python benchmarks/common_names.py`. English names are those in the EU",
        "wildlife trade Annexes. They are looked up in an index without the rows that have no",
        "other source; other sources may still have the same name. Spanish and French names are",
        "those in the package. They are looked up in twenty groups, each in an index without",
        "any row that has the words of a name in the group.",
        "",
        "- *Looked up* counts a name once for each animal or group that has it; *names* counts",
        "  it once.",
        "- *Right*: the first five candidates include the animal under any of its names, a form",
        "  of it or its species, or the genus, family or order to which it belongs. For the",
        "  name of a group, a member of the group is also right. For the share of names, one of",
        "  the animals with the name is enough.",
        "- A *single answer* is the only candidate, by `exact` or `same_words`, or the one",
        "  animal whose name is the word itself. It is wrong if it is not the animal in the",
        "  sense above.",
        "- A hash of the name assigns it to one of two halves. The rules were adjusted using",
        "  misses in the open half; misses in the blind half are never printed. The halves were",
        "  introduced after the first rules, which were adjusted using all names.",
        "",
        "| names | half | looked up | right among five | share | names | share of names "
        "| single answers | wrong single answers |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {half} | {s.asked} | {s.right} | {s.right / s.asked:.1%} | {len(s.names)} | "
        f"{len(s.right_names) / len(s.names):.1%} | {s.single} | {len(s.wrong)} |"
        for name, halves in scores.items()
        for half, s in halves.items()
    ]
    lines += [
        "",
        f"{MANY:,} distinct names in three languages, none of them in the package, in one process:",
        f"{seconds:.0f} s of processor time.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
