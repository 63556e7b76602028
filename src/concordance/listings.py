"""What covers a taxon: entries of the list, through the hierarchy, with scopes and exceptions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from concordance.checklist import Checklist
from concordance.schema import Column

ENTRIES: Final = (
    Column(name="side", meaning="the list, in capitals"),
    Column(name="taxon_id", meaning="taxon that the entry covers; null where only perhaps"),
    Column(name="taxon", meaning="name of that taxon"),
    Column(name="entry", meaning="name that the entry prints"),
    Column(name="rank", meaning="rank of the entry"),
    Column(name="appendix", meaning="I, II or III"),
    Column(
        name="how",
        meaning="own entry, through a higher taxon, or perhaps (the list does not print the name)",
    ),
    Column(name="limits", meaning="population, exclusion, migratory members, Parties, in words"),
    Column(name="effective_from", meaning="first day in force; blank where not known"),
    Column(name="decided_at", meaning="meeting that decided it"),
    Column(name="source", meaning="source keys joined by |"),
    Column(name="confidence", meaning="verified, reported or recalled"),
)


def entries_of(
    checklist: Checklist, ids: Iterable[str], other: Checklist
) -> list[dict[str, str | None]]:
    """Return the entries that cover some taxa, with how and within which limits.

    Parameters
    ----------
    checklist : Checklist
    ids : iterable of str
        Taxa of this list; ids of the other list are looked for through their family.
    other : Checklist

    Returns
    -------
    list of dict
        Columns `ENTRIES`, in the order of the ids' names, the closest entry first.
    """
    wanted = set(ids)
    covers = cover(checklist)
    own = [taxon for taxon in checklist.records("taxa") if taxon["taxon_id"] in wanted]
    found = [
        _entry_row(checklist, taxon, entry, sure=True)
        for taxon in own
        for entry in covers[taxon["taxon_id"]].entries
    ]
    if not own:
        strangers = [taxon for taxon in other.records("taxa") if taxon["taxon_id"] in wanted]
        perhaps = cover_elsewhere(strangers, checklist)
        found = [
            _entry_row(checklist, taxon, entry, sure=False)
            for taxon in strangers
            for entry in perhaps[taxon["taxon_id"]].entries
        ]
    return found


def entries_of_genus(checklist: Checklist, name: str) -> list[dict[str, str]]:
    """Return the entries that may cover an unknown name: those for its genus and groups above it.

    Parameters
    ----------
    checklist : Checklist
    name : str
        A canonical name that the list does not know.

    Returns
    -------
    list of dict
        Rows of the listings, the closest first; the family is that of the list's other species
        of the genus. Empty where the list has none of the genus.
    """
    genus = name.split()[0] if name else ""
    kin = [t for t in checklist.records("taxa") if genus in (t["genus"], t["name"])]
    if not kin:
        return []
    above = {**kin[0], "taxon_id": "", "name": name, "genus": genus, "rank": "species"}
    return list(cover_elsewhere([above], checklist)[""].entries)


def _entry_row(
    checklist: Checklist, taxon: dict[str, str], entry: dict[str, str], *, sure: bool
) -> dict[str, str | None]:
    how = "own entry" if entry["taxon"] == taxon["name"] else f"through the {entry['rank']}"
    return {
        "side": checklist.key.upper(),
        "taxon_id": taxon["taxon_id"] if sure else None,
        "taxon": taxon["name"],
        "entry": entry["taxon"],
        "rank": entry["rank"],
        "appendix": entry["appendix"],
        "how": how if sure else "perhaps, " + how,
        "limits": limits_of(entry, taxon["name"]) or None,
        "effective_from": entry["effective_from"],
        "decided_at": entry["decided_at"],
        "source": entry["source"],
        "confidence": entry["confidence"],
    }


def limits_of(entry: dict[str, str], taxon: str) -> str:
    """Return what limits an entry for a taxon, in words; blank where nothing does.

    Parameters
    ----------
    entry : dict
        A row of the listings.
    taxon : str
        Name of the taxon: what a higher entry excepts is only said of that entry itself.

    Returns
    -------
    str
    """
    parts = []
    if entry["scope"] not in {"whole", "excluding"} or entry["taxon"] == taxon:
        if entry["scope"] == "migratory_members" or not entry["scope_note"]:
            parts.append("" if entry["scope"] == "whole" else entry["scope"].replace("_", " "))
        parts.append(entry["scope_note"])
    if entry["scope_countries"]:
        parts.append(f"{entry['scope_mode']} {entry['scope_countries'].replace('|', ' ')}")
    if entry["excluded_taxa"] and entry["taxon"] == taxon:
        parts.append("except " + entry["excluded_taxa"].replace("|", ", "))
    if entry["parties"]:
        parts.append("at the request of " + entry["parties"].replace("|", ", "))
    return "; ".join(part for part in parts if part)


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
        return len(self.appendices) > 1 and any(e["scope"] == "population" for e in self.entries)

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
    by_id: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for entry in checklist.records("listings"):
        if entry["taxon_id"]:
            by_id[entry["taxon_id"]].append(entry)
        else:
            by_name[entry["taxon"]].append(entry)
    return {
        taxon["taxon_id"]: Coverage(
            entries=tuple(by_id[taxon["taxon_id"]]),
            own=any(e["taxon"] == taxon["name"] for e in by_id[taxon["taxon_id"]]),
        )
        if taxon["taxon_id"] in by_id
        else _cover(taxon, by_name, checklist.specific_entry_prevails)
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
