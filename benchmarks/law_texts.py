"""Compare the entries in the package with law texts that print them, taxon and Appendix.

Run ``python benchmarks/law_texts.py FOLDER``. FOLDER has the texts under their keys in
``data/sources.csv``, each as it is published in open collections of law:

* ``ca-sor-96-263@DAY.xml``: Canada, SOR/96-263, Schedule I (CITES), from laws-lois.justice.gc.ca
* ``jp-405CO17@DAY.md``: Japan, Cabinet Order 17 of 1993, Annex 2 Table 2 (CITES Appendix I)
* ``ch-0.451.46@DAY.md``: Switzerland, SR 0.451.46 (CMS), with its Appendices

The texts are not in the project. The printed CITES codes of Regulation (EU) 2023/966 are read
from the folder of shared files beside the project (or in CONCORDANCE_SHARED), if it is there.
A text that is missing is named. The result is written to ``docs/law_texts.md``. The command ends
with 1 if a difference is not in ``law_texts.csv``, which says why the two differ.
"""

import argparse
import csv
import os
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import concordance as cc
from concordance.checklist import Checklist

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("CONCORDANCE_SHARED", ROOT.parent / "shared"))
EU = "eu-2023-966@2023-05-20"


class Entry(NamedTuple):
    """A taxon and the Appendix that a text gives it."""

    taxon: str
    appendix: str


class Comparison(NamedTuple):
    """What a text and the package print on the day of the text.

    ``covered`` counts entries of either side that an entry of the other side for a group, for the
    species of a subspecies, or under a former name, covers in the same Appendix.
    """

    text: str
    both: int
    covered: int
    only_text: list[Entry]
    only_package: list[Entry]


def canonical(taxon: str) -> str:
    """Give a printed name without marks of notes, "spp.", marks of rank and capitals.

    >>> canonical("CETACEA spp.#4"), canonical("Taxus fuana and infraspecific taxa")
    ('Cetacea', 'Taxus fuana')
    """
    bare = re.sub(r" and infraspecific.*|[#\d,].*|\u200d", "", taxon)
    words = re.sub(r"\b(?:(?:spp|ssp|subsp|var)\.)|\(s\.l\.\)|spp\.$", " ", bare).split()
    if words and words[0].isupper():
        words[0] = words[0].capitalize()
    return " ".join(words)


def canada(path: Path) -> set[Entry]:
    """Read the tables of Schedule I: a labelled taxon, then its Appendix."""
    entries = set()
    for row in ElementTree.parse(path).getroot().iter("row"):
        cells = row.findall("entry")
        for taxon, appendix in pairwise(cells):
            provision = taxon.find("Provision")
            if provision is None or provision.find("Label") is None:
                continue
            printed = "".join(appendix.itertext()).strip()
            text = provision.find("Text")
            if text is None or not re.fullmatch("I{1,3}", printed):
                continue
            entries.add(Entry(canonical(_plain(text)), printed))
            break
    return entries


def _plain(element: ElementTree.Element) -> str:
    """Give the text of an element without its footnotes."""
    parts = [element.text or ""]
    for child in element:
        if child.tag not in ("FootnoteRef", "Footnote"):
            parts.append(_plain(child))
        parts.append(child.tail or "")
    return re.sub(r"\s+", " ", "".join(parts)).strip()


def japan(path: Path) -> set[Entry]:
    """Read the second table of Annex 2, which has the taxa of Appendix I."""
    annex = path.read_text(encoding="utf-8").split("**別表第二**", 1)[1].split("**別表第三**", 1)[0]
    table = annex.split("- 表二", 1)[1]
    entries = set()
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        name = re.match(r"[A-Z][a-z]+(?: [a-z-]+\.?)*", cells[1]) if len(cells) > 2 else None
        if name:
            entries.add(Entry(canonical(name[0]), "I"))
    return entries


def switzerland(path: Path) -> set[Entry]:
    """Read the two Appendices of CMS: a running text of names, with heads of groups among them."""
    text = path.read_text(encoding="utf-8")
    first, second = re.split(
        r"Anhang II Wandernde Arten, für die", text.split("Anhang I Gefährdete", 1)[1], maxsplit=1
    )
    second = re.split(r"\n#|Geltungsbereich am", second, maxsplit=1)[0]
    entries = set()
    for appendix, part in (("I", first), ("II", second)):
        body = re.sub(r"<sup>\d+</sup>", " ", part.split("Mammalia", 1)[1])
        entries |= {Entry(name, appendix) for name in _running_names(body)}
    return entries


def _running_names(body: str) -> Iterator[str]:
    """Give the species and groups of a running text; "R. spp." is the family before it."""
    body = re.sub(r"\([^)]*\)", " ", body)
    family = ""
    for match in re.finditer(
        r"([A-Z][a-z]?\.)\s+spp\.|([A-Z][a-z]{2,})(?:( spp\.)|((?: [a-z]{3,}){0,2}))", body
    ):
        initial, genus, group, epithets = match.groups()
        if initial:
            yield family
        elif group:
            yield genus
        elif epithets:
            yield genus + epithets
        else:
            family = genus


def europe(path: Path) -> set[Entry]:
    """Read the CITES codes that the EU Annexes print beside the taxa."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    day = EU.split("@")[1]
    return {
        Entry(canonical(row["taxon"]), appendix)
        for row in rows
        if row["effective_from"] <= day and not ("" < row["effective_to"] <= day)
        for appendix in row["cites_code"].strip("()").split("/")
        if appendix
    }


READERS: dict[str, Callable[[Path], set[Entry]]] = {
    "ca-sor-96-263@2020-08-25.xml": canada,
    "ca-sor-96-263@2025-03-06.xml": canada,
    "jp-405CO17@2026-03-05.md": japan,
    "ch-0.451.46@2015-02-08.md": switzerland,
    "ch-0.451.46@2018-01-26.md": switzerland,
}
#: the texts that leave out entries for reasons of their own: reservations, species protected by
#: another law. Only what they print is compared.
SELECTIONS = {"jp-405CO17@2026-03-05"}


def checklist_of(text: str) -> Checklist:
    """Give the list that a text prints, on its day."""
    day = text.split("@")[1]
    return cc.load_cms(day) if text.startswith("ch-0.451") else cc.load_cites(day)


def package(checklist: Checklist, appendices: set[str]) -> set[Entry]:
    """Give the entries of the package in the Appendices that the text has."""
    frame = checklist.listings
    return {
        Entry(canonical(taxon), appendix)
        for taxon, appendix in zip(frame["taxon"], frame["appendix"], strict=True)
        if appendix in appendices
    }


def covered_here(checklist: Checklist, entries: list[Entry]) -> dict[Entry, str]:
    """Give the entries of a text that the package answers with the same Appendix, and its name."""
    if not entries:
        return {}
    answers = cc.match_names([entry.taxon for entry in entries], checklist)
    accepted = answers["status"].isin(["matched", "covered", "listed_in_part"])
    appendices = answers["appendix"].where(accepted, "").fillna("").str.split("|")
    names = answers["name"].fillna("")
    return {
        entry: name
        for entry, name, given in zip(entries, names, appendices, strict=True)
        if entry.appendix in given
    }


def covered_there(checklist: Checklist, entries: list[Entry], printed: set[Entry]) -> set[Entry]:
    """Give the entries of the package that an entry of the text for a group or species covers."""
    taxa = checklist.taxa.set_index("name")[["class", "order", "family", "genus"]]
    above = {str(name): {str(cell) for cell in cells if cell} for name, *cells in taxa.itertuples()}
    return {
        entry for entry in entries
        if any(Entry(name, entry.appendix) in printed
               for name in above.get(entry.taxon, set()) | {" ".join(entry.taxon.split()[:2])})
    }  # fmt: skip


def compare(text: str, printed: set[Entry]) -> Comparison:
    """Compare the entries of one text with those of the package."""
    checklist = checklist_of(text)
    ours = package(checklist, {entry.appendix for entry in printed})
    only_text, only_package = sorted(printed - ours), sorted(ours - printed)
    here = covered_here(checklist, only_text)
    renamed = {Entry(canonical(name), entry.appendix) for entry, name in here.items()}
    there = covered_there(checklist, only_package, printed) | (renamed & set(only_package))
    return Comparison(
        text, len(printed & ours), len(here.keys() | there),
        [entry for entry in only_text if entry not in here],
        [] if text in SELECTIONS else [entry for entry in only_package if entry not in there],
    )  # fmt: skip


def reasons() -> dict[tuple[str, str, str, str], str]:
    """Give the differences that have a reason, by text, taxon, Appendix and side."""
    with (ROOT / "benchmarks/law_texts.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["text"], row["taxon"], row["appendix"], row["only_in"]): row["why"]
            for row in csv.DictReader(file)
        }


def differences(comparison: Comparison) -> Iterator[tuple[str, str, str, str]]:
    """Give the differences of one text: text, taxon, Appendix and side."""
    for side, entries in (("text", comparison.only_text), ("package", comparison.only_package)):
        for entry in entries:
            yield comparison.text, entry.taxon, entry.appendix, side


def page(comparisons: list[Comparison]) -> str:
    """Write the comparison as a page of the documentation."""
    why = reasons()
    lines = [
        "# Agreement with law texts\n",
        "Written by `python benchmarks/law_texts.py FOLDER`. National laws print the Appendices of"
        " CITES and CMS on known days. Each row compares the entries of one text (taxon and"
        " Appendix) with those in the package on the same day.\n",
        "- *same*: the same taxon in the same Appendix",
        "- *under another name or entry*: the same Appendix, but one side has the group or a former"
        " name and the other the species",
        "- *differ*: different; every case is listed below with its reason\n",
        "The EU row compares the CITES codes printed in the Annexes of Regulation (EU) 2023/966."
        " The Japanese text omits some entries (reservations, species under other laws), so only"
        " the printed ones are compared.\n",
        "| text | same | under another name or entry | differ |",
        "| --- | ---: | ---: | ---: |",
    ]
    for c in comparisons:
        differ = len(c.only_text) + len(c.only_package)
        lines.append(f"| {c.text.replace('@', ', ')} | {c.both:,} | {c.covered:,} | {differ} |")
    lines += ["\n## Where they differ\n", "| text | taxon | Appendix | printed only in | why |",
              "| --- | --- | --- | --- | --- |"]  # fmt: skip
    for c in comparisons:
        for key in differences(c):
            text, taxon, appendix, side = key
            reason = why.get(key, "**no reason known**")
            source = "the text" if side == "text" else "the package"
            lines.append(
                f"| {text.replace('@', ', ')} | *{taxon}* | {appendix} | {source} | {reason} |"
            )
    return "\n".join(lines) + "\n"


def measure(folder: Path) -> tuple[list[Comparison], list[str]]:
    """Compare every text at hand; name those that are missing."""
    comparisons, missing = [], []
    for name, reader in READERS.items():
        if (folder / name).exists():
            comparisons.append(compare(name.rsplit(".", 1)[0], reader(folder / name)))
        else:
            missing.append(f"{name} is not in {folder}")
    eu = SHARED / "facts/lists/eu_listings.csv"
    if eu.exists():
        comparisons.append(compare(EU, europe(eu)))
    else:
        missing.append(f"{eu} does not exist")
    return comparisons, missing


def main() -> int:
    """Compare all texts, write the page, and give 1 if a difference has no reason."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    comparisons, missing = measure(parser.parse_args().folder)
    for c in comparisons:
        print(f"{c.text}: {c.both} same, {c.covered} under another name or entry, "
              f"{len(c.only_text) + len(c.only_package)} differ")  # fmt: skip
    unexplained = [key for c in comparisons for key in differences(c) if key not in reasons()]
    for text, taxon, appendix, side in unexplained:
        print(f"{text}: {taxon} in Appendix {appendix} is only in the {side}; law_texts.csv has no"
              " reason", file=sys.stderr)  # fmt: skip
    if missing:
        print("\n".join(missing), file=sys.stderr)
    else:
        (ROOT / "docs/law_texts.md").write_text(page(comparisons), encoding="utf-8")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
