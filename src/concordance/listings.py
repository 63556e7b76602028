"""What covers a taxon: entries of the list, through the hierarchy, with scopes and exceptions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from concordance.checklist import Checklist


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The entries that cover one taxon.

    Attributes
    ----------
    entries : tuple of dict
        Rows of the checklist's listings, the closest first; empty where nothing covers it.
    own : bool
        True where an entry names the taxon itself.
    """

    entries: tuple[dict[str, str], ...]
    own: bool

    @property
    def appendices(self) -> tuple[str, ...]:
        """Appendices that apply, in order, each once."""
        return tuple(sorted({entry["appendix"] for entry in self.entries}, key=len))

    @property
    def is_split(self) -> bool:
        """Whether different parts of the taxon stand in different Appendices."""
        return len(self.appendices) > 1 and not all(e["scope"] == "whole" for e in self.entries)

    @property
    def migratory_only(self) -> bool:
        """Whether every entry covers only the migratory members of its group."""
        return bool(self.entries) and all(
            entry["scope"] == "migratory_members" for entry in self.entries
        )


def cover(checklist: Checklist) -> dict[str, Coverage]:
    """Return what covers each taxon of a list.

    Parameters
    ----------
    checklist : Checklist

    Returns
    -------
    dict of taxon id to Coverage

    Notes
    -----
    Levels from the taxon up: itself, its species, genus, family, order, class. In a list in which
    the specific entry prevails the first level with an entry decides; where that level holds
    populations only, the level above covers the others. Else all levels apply. An entry that
    excepts the taxon or a group it belongs to does not cover it.
    """
    by_name: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for entry in checklist.records("listings"):
        by_name[entry["taxon"]].append(entry)
    return {
        taxon["taxon_id"]: _cover(taxon, by_name, checklist.specific_entry_prevails)
        for taxon in checklist.records("taxa")
    }


def cover_elsewhere(taxa: Iterable[dict[str, str]], other: Checklist) -> dict[str, Coverage]:
    """Return what would cover taxa of one list in another that does not know their names.

    Parameters
    ----------
    taxa : iterable of dict
        Taxa of one list.
    other : Checklist
        The list whose entries are asked for.

    Returns
    -------
    dict of taxon id to Coverage
        Through genus and family as the taxon's own list gives them, and through the order and
        class in which the other list places that family. Families differ between references, so
        this is a question for a person, never an answer.
    """
    by_name: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for entry in other.records("listings"):
        by_name[entry["taxon"].removesuffix(" (s.l.)")].append(entry)
    placed = {t["family"]: (t["order"], t["class"]) for t in other.records("taxa") if t["family"]}
    found = {}
    for taxon in taxa:
        order, group = placed.get(taxon["family"], (taxon["order"], taxon["class"]))
        moved = {**taxon, "order": order, "class": group}
        found[taxon["taxon_id"]] = _cover(moved, by_name, other.specific_entry_prevails)
    return found


def _cover(
    taxon: dict[str, str], by_name: dict[str, list[dict[str, str]]], prevails: bool
) -> Coverage:
    words = taxon["name"].split()
    species = " ".join(words[:2]) if len(words) == 3 else ""
    levels = [taxon["name"], species, taxon["genus"], taxon["family"], taxon["order"],
              taxon["class"]]  # fmt: skip
    line = {level for level in levels if level}
    found: list[dict[str, str]] = []
    seen: set[str] = set()
    for level in levels:
        if not level or level in seen:
            continue
        seen.add(level)
        here = [
            entry
            for entry in by_name.get(level, ())
            if not line & set(entry["excluded_taxa"].split("|"))
        ]
        found.extend(here)
        if prevails and here and not all(entry["scope"] == "population" for entry in here):
            break
    return Coverage(entries=tuple(found), own=bool(by_name.get(taxon["name"])))
