"""Names that people hand over, as public reports have them: how many are answered as expected.

Run ``python benchmarks/field.py``: it prints each case and the share. The folder of cases is found
through CONCORDANCE_SHARED or beside the project. `tests/data/test_field.py` holds the share to its
limit.
"""

import re
import sys
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd
from cases import of_names, read, shared_dir

import concordance as cc
from concordance.names.columns import parse

_NAME = r"[A-Z][a-z]+(?: (?:x |× |var\. )?[a-z-]+){0,2}"
_READ = re.compile(r"'([^']*)' auth='(.*?)' rank=(\S*) q=")
#: what a report says of the list in words only
_HELD = {
    "the variety": ("Cystoseira humilis Schousboe ex Kützing", "Cystoseira humilis var. "
                    "myriophylloides"),
    "not xanthodesma": ("Borkhausenia xanthodesma Lower, 1900",),
    "not the subspecies": ("Ipomoea pes-caprae brasiliensis",),
    "not matched": ("Sus scrofa Linnaeus, 1758",),
    "not the moth": ("Lymantria atlantica (Rambur, 1837)", "Liparis atlantica (Rambur, 1837)"),
}  # fmt: skip


@dataclass(frozen=True)
class Result:
    """One case: whether it is as expected, and whether a wrong answer was accepted."""

    query: str
    expected: str
    found: str
    right: bool
    wrong_accepted: bool


def results(folder: Any) -> list[Result]:
    """Return what becomes of each case whose list can be made from its text."""
    rows = read(folder, "field_names.tsv")
    return [
        _parsed(row) if row["how"] == "parse" else _matched(row)
        for row in rows
        if not row["expected"].startswith("not the taxon of Moser")  # its list is not in the report
    ]


def _parsed(row: Any) -> Result:
    name = parse(row["input"])
    reading = _READ.search(row["got_2026_11_28"])
    right = name.canonical == row["expected"]
    if row["verdict"] == "pass" and reading:  # what was right then
        right = (name.canonical, name.authorship) == reading.groups()[:2]
    found = f"{name.canonical!r} {name.authorship!r} {'|'.join(name.problems)}"
    return Result(row["input"], row["expected"], found, right, False)


def _matched(row: Any) -> Result:
    query, expected = row["input"], row["expected"]
    given: Any = {"classes": "Mammalia"} if "class Mammalia" in expected else {}
    if "moth" in expected:
        given = {"classes": "Actinopterygii"}
    answers = cc.match_names([query], _list(row), how="all", **given)
    best = cc.match_names([query], _list(row), **given)
    status, name = best["status"][0], best["name"][0]
    accepted = name if status == "matched" else None
    listed = best["listed_as"].fillna("")[0].split("|")
    names = {n for n in [*answers["name"], *listed] if isinstance(n, str) and n}
    right = _is_right(expected, row["verdict"], status, accepted, names)
    return Result(query, expected, f"{status}: {name} {sorted(names)} {best['evidence'][0]}", right,
                  not right and status == "matched")  # fmt: skip


def _is_right(
    expected: str, verdict: str, status: str, accepted: str | None, names: set[str]
) -> bool:
    expected = expected.replace(" proposed", ": proposed").replace(" as candidate", ": candidate")
    wanted = [re.sub(" [x×] ", " ", n) for n in re.findall(_NAME, expected)]
    if re.match(r"not '?matched|uncertain", expected):
        return status == "uncertain_name" if expected.startswith("unc") else accepted is None
    if expected.startswith("not "):
        return accepted is None or accepted not in wanted
    if expected == "author_differs":
        return status == expected
    if re.match("higher_taxon|at least", expected):
        return bool(names) and status in {"covered", "uncertain_name", "matched", "proposed"}
    if re.search("proposed|candidate", expected) or verdict == "pass":
        return status in {"matched", "proposed", "covered", "uncertain_name"} and (
            not wanted or wanted[0] in names or any(n.startswith(wanted[0]) for n in names)
        )
    if expected == "the variety":
        return accepted == "Cystoseira humilis myriophylloides"
    return accepted is not None and accepted == wanted[0]


def _list(row: Any) -> cc.Checklist:
    return _made(row["list"], row["input"], row["expected"], row["got_2026_11_28"])


@cache
def _made(text: str, query: str, expected: str, got: str) -> cc.Checklist:
    if text.startswith("load_"):
        return _treaty(text)
    if text.startswith("genus "):
        return of_names(text.removeprefix("genus "))
    if status := re.match(r"(.+), taxonomicStatus='(.*)', acceptedNameUsageID -> (.+)", text):
        return cc.load_checklist(
            pd.DataFrame(
                {
                    "taxonID": ["1", "2"],
                    "scientificName": [status[3], status[1]],
                    "taxonRank": ["species", "species"],
                    "taxonomicStatus": ["accepted", status[2]],
                    "acceptedNameUsageID": ["1", "1"],
                }
            )
        )
    if text:
        return of_names(text)
    return of_names(*(_HELD.get(expected) or _names_in(query, expected, got)))


@cache
def _treaty(text: str) -> cc.Checklist:
    return cc.load_cites() if "cites" in text else cc.load_cms()


def _names_in(query: str, expected: str, got: str) -> list[str]:
    """The names that a report speaks of, with the author where the answer of then has it."""
    named = re.search(r"matched: ([^\[]+) \[|candidates: ([^)]+)\)", got)
    names = (named[1] or named[2]).split(", ") if named else []
    names += re.findall(_NAME.replace("{0,2}", "{1,2}"), expected)
    held = []
    for name in dict.fromkeys(n.strip() for n in names):
        author = re.search(rf"and {name} (.+?) are one|{name}; but by another author: .+? and "
                           r"(.+?)\.$", got)  # fmt: skip
        held.append(f"{name} {author[1] or author[2]}" if author else name)
    return held


def main() -> None:
    """Print every case; the exit code says whether any wrong answer was accepted."""
    folder = shared_dir()
    if folder is None:
        sys.exit("no folder of cases: set CONCORDANCE_SHARED")
    found = results(folder)
    for result in found:
        mark = "ok  " if result.right else "WRONG" if result.wrong_accepted else "miss"
        if mark != "ok  " or "-v" in sys.argv:
            sys.stdout.write(f"{mark} {result.query!r} wants {result.expected!r}: {result.found}\n")
    right = sum(r.right for r in found)
    wrong = sum(r.wrong_accepted for r in found)
    sys.stdout.write(f"{right} of {len(found)} right, {wrong} wrong answers accepted\n")


if __name__ == "__main__":
    main()
