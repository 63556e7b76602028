"""What covers a taxon: entries of the list, through the hierarchy, with scopes and exceptions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from concordance.checklist import Checklist, rows


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
    for entry in rows(checklist.listings):
        by_name[entry["taxon"]].append(entry)
    return {
        taxon["taxon_id"]: _cover(taxon, by_name, checklist.specific_entry_prevails)
        for taxon in rows(checklist.taxa)
    }


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
