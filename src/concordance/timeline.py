"""Listing over time: which entries covered an animal from which day to which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from concordance.checklist import Checklist
from concordance.listings import limits_of
from concordance.readers.appendices import is_equivalence
from concordance.schema import Column

TIMELINE: Final = (
    Column(name="side", meaning="the list, in capitals"),
    Column(name="taxon", meaning="name of the taxon on the day of the list"),
    Column(name="entry", meaning="name that the entry printed then"),
    Column(name="rank", meaning="rank of the entry"),
    Column(name="appendix", meaning="I, II or III"),
    Column(
        name="how",
        meaning="own entry, under an earlier name, in a wider species then, through the genus of "
        "an earlier name, or through the species or group",
    ),
    Column(name="limits", meaning="population, exclusion, migratory members, Parties, in words"),
    Column(name="effective_from", meaning="first day; null = before the oldest text, not known"),
    Column(name="effective_to", meaning="first day no longer so; null = in force"),
    Column(name="decided_at", meaning="meeting that decided it; null where not known"),
    Column(name="source", meaning="source keys joined by |"),
    Column(name="confidence", meaning="verified, reported or recalled"),
)

Record = dict[str, str]
_WIDER: Final = "in a wider species then"
_GENUS_THEN: Final = "through the genus of an earlier name"
#: levels that a name of another day leads to: only where no closer entry covers the taxon
_OF_OTHER_DAYS: Final = frozenset({_WIDER, _GENUS_THEN})
#: names of one level, and how an entry for one of them covers the taxon
Level = tuple[frozenset[str], str]


def timeline_of(checklist: Checklist, ids: Iterable[str]) -> list[dict[str, str | None]]:
    """Return the entries that covered some taxa of a list, over time.

    Parameters
    ----------
    checklist : Checklist
    ids : iterable of str
        Taxa of this list; others are left out.

    Returns
    -------
    list of dict
        Columns `TIMELINE`, by taxon, first day and Appendix. One entry makes several rows where it
        was displaced in between or printed another name.

    Notes
    -----
    The rules of `listings.cover`, for every span between two days on which an entry began or
    ended. An entry that has ended counts, for a wider species or for the genus of an earlier name,
    while no closer one covered the taxon. Names lead to entries: a span without one is no proof
    that the animal was not covered.
    """
    wanted = set(ids)
    names: dict[str, list[Record]] = {}
    for row in checklist.records("names"):
        if row["taxon_id"] in wanted:
            names.setdefault(row["taxon_id"], []).append(row)
    found: list[dict[str, str | None]] = []
    for taxon in checklist.records("taxa"):
        if taxon["taxon_id"] in wanted:
            levels = _levels(checklist, taxon, names.get(taxon["taxon_id"], ()))
            found += _spans(checklist, taxon, levels)
    return found


def _about(checklist: Checklist, taxon: Record, line: frozenset[str]) -> list[Record]:
    """Entries of all days for a taxon or a group above it; in force since their earlier name."""
    found = [e for e in checklist.earlier if e["taxon"] in line]
    renamed: dict[str, str] = {}
    for entry in found:
        renamed[entry["entry_id"]] = max(renamed.get(entry["entry_id"], ""), entry["effective_to"])
    for entry in checklist.records("listings"):
        # a download says for which taxon an entry is; else names tell
        if entry["taxon_id"] == taxon["taxon_id"] or (
            not entry["taxon_id"] and entry["taxon"] in line
        ):
            start = max(entry["effective_from"], renamed.get(entry["entry_id"], ""))
            found.append(entry | {"effective_from": start, "effective_to": ""})
    return [e for e in found if e["taxon_id"] or not line & set(e["excluded_taxa"].split("|"))]


def _levels(checklist: Checklist, taxon: Record, names: Sequence[Record]) -> list[Level]:
    same = {taxon["name"]} | {
        n["name"] for n in names if is_equivalence(n["name"], taxon["name"], n["kind"])
    }
    own = {e["entry_id"] for e in checklist.records("listings") if e["taxon"] == taxon["name"]}
    same |= {e["taxon"] for e in checklist.earlier if e["entry_id"] in own}
    words = taxon["name"].split()
    species = {" ".join(words[:2])} if len(words) == 3 else set()
    wider = {n["name"] for n in names if n["kind"] == "split"}
    wider |= {" ".join(n.split()[:2]) for n in same if len(n.split()) == 3}
    then = {n.split()[0] for n in same if " " in n} - {taxon["genus"]}
    groups = ({taxon[rank]} for rank in ("genus", "family", "order", "class"))
    return [
        (frozenset(same), "own entry"),
        (frozenset(species), "through the species"),
        (frozenset(wider - same - species), _WIDER),
        (frozenset(then), _GENUS_THEN),
        *((frozenset(group) - {"", taxon["name"]}, "") for group in groups),
    ]


def _spans(
    checklist: Checklist, taxon: Record, levels: Sequence[Level]
) -> list[dict[str, str | None]]:
    about = _about(checklist, taxon, frozenset().union(*(names for names, _ in levels)))
    days = sorted({e["effective_from"] for e in about} | {e["effective_to"] for e in about} - {""})
    spans: list[tuple[int, str, str, str]] = []  # entry, how, first day, last day
    for day, end in pairwise([*days, ""]):
        for place, how in _covering(about, levels, day, checklist.specific_entry_prevails):
            before = next((s for s in spans if s[:2] == (place, how) and s[3] == day), None)
            if before:
                spans.remove(before)
            spans.append((place, how, before[2] if before else day, end))
    rows = [_row(checklist, taxon, about[place], how, first, last)
            for place, how, first, last in spans]  # fmt: skip
    return sorted(rows, key=lambda r: (r["effective_from"] or "", r["appendix"] or "",
                                       r["entry"] or "", r["limits"] or ""))  # fmt: skip


def _covering(
    about: Sequence[Record], levels: Sequence[Level], day: str, prevails: bool
) -> list[tuple[int, str]]:
    """Places of the entries that covered the taxon on a day, and how, the closest level first."""
    then = [
        place
        for place, entry in enumerate(about)
        if entry["effective_from"] <= day
        and (not entry["effective_to"] or day < entry["effective_to"])
    ]
    found = [(place, "own entry" if about[place]["taxon"] in levels[0][0] else "")
             for place in then if about[place]["taxon_id"]]  # fmt: skip
    if found:
        return found
    for names, how in levels:
        here = [place for place in then if about[place]["taxon"] in names]
        if how in _OF_OTHER_DAYS:
            here = [] if found else [place for place in here if about[place]["effective_to"]]
        found += [(place, how) for place in here]
        if prevails and here and any(about[place]["scope"] != "population" for place in here):
            break
    return found


def _row(
    checklist: Checklist, taxon: Record, entry: Record, how: str, first: str, last: str
) -> dict[str, str | None]:
    if how == "own entry" and entry["taxon"] != taxon["name"]:
        how = "under an earlier name"
    return {
        "side": checklist.key.upper(),
        "taxon": taxon["name"],
        "entry": entry["taxon"],
        "rank": entry["rank"],
        "appendix": entry["appendix"],
        "how": how or f"through the {entry['rank']}",
        "limits": limits_of(entry, taxon["name"]) or None,
        "effective_from": first or None,
        "effective_to": last or None,
        "decided_at": entry["decided_at"] or None,
        "source": entry["source"],
        "confidence": entry["confidence"],
    }
