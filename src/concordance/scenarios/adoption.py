"""What adopting a reference would do, by the species of the reference that each taxon holds.

Every taxon of both sides gets its extent: the species of the reference that it is, or that its
names say it holds. A side that adopts the reference takes those species in place of its taxon. Two
taxa are one afterwards where they stand for one species of the reference and nothing else does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import pandas as pd

from concordance.checklist import Checklist
from concordance.checklist import rows as records
from concordance.errors import ConcordanceError
from concordance.flags import name_difference
from concordance.impact import replacement
from concordance.matching.lookup import match_names
from concordance.names import canonical
from concordance.scenarios.answer import (
    ADOPTED,
    DIVIDED,
    LUMPED,
    PROPOSED,
    REPLACED,
    Outcome,
    WhatIf,
)
from concordance.schema import Column, Relation, cells, to_frame

Row = Mapping[str, Any]
#: kinds of name that do not say what their taxon holds
_NO_PART = frozenset({"accepted", "split", "pro_parte", "misapplied", "reference"})


@dataclass(frozen=True, slots=True)
class _Side:
    """What the reference makes of one side.

    Attributes
    ----------
    key : str
    adopts : bool
    extent : dict
        Taxon id to species of the reference, each with how it is known; empty = not settled.
    lumped : dict
        Name in the reference to the ids of the taxa of one rank that it stands for, if several.
    evidence : dict
        Taxon id to how the reference was found to know it.
    """

    key: str
    adopts: bool
    extent: Mapping[str, Mapping[str, str]]
    lumped: Mapping[str, frozenset[str]]
    evidence: Mapping[str, str]

    def touched(self, taxon_id: str) -> bool:
        """Whether the reference divides the taxon, or holds more than it."""
        names = self.extent[taxon_id]
        return len(names) > 1 or any(taxon_id in self.lumped.get(n, ()) for n in names)


def adopt(
    table: pd.DataFrame,
    reference: Checklist,
    by: str,
    scope: str,
    lists: tuple[Checklist, Checklist],
) -> WhatIf:
    """Return what adopting a reference list would do to the names of a concordance.

    Parameters
    ----------
    table : pandas.DataFrame
        A concordance table.
    reference : Checklist
        The list to adopt: see `concordance.load_checklist` and `concordance.reference_list`.
    by : str
        Key of a side, in any case, or ``both``.
    scope : str
        A class, order, family or genus; blank = every animal that the reference knows, and the
        others of its genera.
    lists : pair of Checklist
        The two sides; their names say what a taxon holds.

    Returns
    -------
    WhatIf

    Raises
    ------
    ConcordanceError
        If ``by`` is no side, or nothing is in the scope.
    """
    keys = (lists[0].key, lists[1].key)
    adopting = {"both": keys, **{key: (key,) for key in keys}}.get(by.strip().lower())
    if adopting is None:
        raise ConcordanceError(f"by is {by!r}; expected {', '.join(keys)} or both")
    rows = [row for row in records(table) if _in_scope(row, scope, keys)]
    sides = _sides(rows, lists, reference, adopting)
    if not scope:
        genera = {name.split()[0] for name in cells(reference.names["name"])}
        rows = [row for row in rows if _known(row, sides, genera)]
    if not rows:
        raise ConcordanceError(f"no species or subspecies of the concordance is in {scope!r}")
    shown = [row for row in (_adopted(row, rows, sides, lists) for row in rows) if row]
    shown.sort(key=lambda row: (list(Outcome).index(Outcome(row["outcome"])),
                                row["left_name"] or "", row["right_name"] or ""))  # fmt: skip
    version = reference.source.version
    return WhatIf(
        table=_frame(shown, ADOPTED),
        replacements=_frame(_replacements(rows, sides), REPLACED),
        lumps=_frame(_lumps(rows, sides), LUMPED),
        splits=_frame(_splits(rows, sides), DIVIDED),
        proposals=_frame([], PROPOSED),
        score_before=_share(_one_today(row) for row in rows if _paired(row, keys)),
        score_after=_score_after(rows, sides),
        reference=", ".join(filter(None, (reference.source.name, version))),
        sides=" and ".join(key.upper() for key in adopting),
        scope=scope,
    )


def _frame(rows: Sequence[Row], columns: tuple[Column, ...]) -> pd.DataFrame:
    return to_frame({c.name: [row[c.name] for row in rows] for c in columns}, columns)


def _in_scope(row: Row, scope: str, keys: Sequence[str]) -> bool:
    names = [row[f"{key}_name"] or "" for key in keys]
    if not any(" " in name for name in names):
        return False
    groups = {row["class"], row["order"], row["family"], *(name.split(" ")[0] for name in names)}
    return not scope or scope in groups


def _known(row: Row, sides: Sequence[_Side], genera: set[str]) -> bool:
    return any(
        row[f"{s.key}_id"]
        and (s.extent[row[f"{s.key}_id"]] or row[f"{s.key}_name"].split()[0] in genera)
        for s in sides
    )


def _paired(row: Row, keys: Sequence[str]) -> bool:
    return all(row[f"{key}_id"] for key in keys)


# ---------------------------------------------------------------------------------------------
# what each taxon holds


def _sides(
    rows: Sequence[Row],
    lists: tuple[Checklist, Checklist],
    reference: Checklist,
    adopting: Sequence[str],
) -> tuple[_Side, _Side]:
    found = [_names_there(rows, checklist.key, reference) for checklist in lists]
    own = [{i: name for i, (name, _) in side.items()} for side in found]
    holds = _Holdings(reference)
    extents = []
    for place, checklist in enumerate(lists):
        parts = _parts_there(rows, checklist.key, lists[1 - place].key, place == 0, own[1 - place])
        extents.append(holds.of_all(checklist, own[place], parts))
    _only_wild(rows, lists, extents)
    left, right = (
        _Side(
            key=checklist.key,
            adopts=checklist.key in adopting,
            extent=extent,
            lumped=_lumped(extent, rows, checklist.key),
            evidence={i: why for i, (_, why) in names.items()},
        )
        for checklist, extent, names in zip(lists, extents, found, strict=True)
    )
    return left, right


def _only_wild(
    rows: Sequence[Row],
    lists: tuple[Checklist, Checklist],
    extents: Sequence[dict[str, dict[str, str]]],
) -> None:
    """Leave the wild animal alone where a side names it by its domestic form."""
    domestic = {
        canonical(name)
        for checklist in lists
        for entry in checklist.records("listings")
        if entry["scope"] == "domestic_excluded"
        for name in entry["excluded_taxa"].split("|")
    }
    for row in rows:
        if "wild_form" not in str(row["name_difference"]):
            continue
        for checklist, extent in zip(lists, extents, strict=True):
            held = extent[row[f"{checklist.key}_id"]]
            wild = {name: why for name, why in held.items() if canonical(name) not in domestic}
            extent[row[f"{checklist.key}_id"]] = wild or held


def _names_there(
    rows: Sequence[Row], key: str, reference: Checklist
) -> dict[str, tuple[str | None, str]]:
    """Name that the reference has for each taxon of a side, None where it is not sure, and why."""
    taxa = {row[f"{key}_id"]: row for row in rows if row[f"{key}_id"]}
    found = match_names(
        [row[f"{key}_name"] for row in taxa.values()],
        reference,
        authorships=[row[f"{key}_authorship"] or "" for row in taxa.values()],
        classes=[row["class"] or "" for row in taxa.values()],
    )
    answers = zip(cells(found["name"]), cells(found["evidence"]), strict=True)
    return dict(zip(taxa, answers, strict=True))


def _parts_there(
    rows: Sequence[Row], key: str, other: str, from_left: bool, names: Mapping[str, str | None]
) -> dict[str, dict[str, str]]:
    """Species of the reference that the other side has inside each taxon, and how it is known."""
    wider = Relation.INCLUDES if from_left else Relation.INCLUDED_IN
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        there = names.get(row[f"{other}_id"] or "")
        if row["relation"] == wider.value and there is not None:
            label = f"{other.upper()} {row[f'{other}_name']}"
            found[row[f"{key}_id"]][there] = f"{label} is part of it ({row['relation_basis']})"
    return found


class _Holdings:
    """What the names of the reference say that a taxon holds."""

    def __init__(self, reference: Checklist) -> None:
        taxa = {t["taxon_id"]: t["name"] for t in reference.records("taxa")}
        self._leads: defaultdict[str, set[str]] = defaultdict(set)
        self._cut: defaultdict[str, set[str]] = defaultdict(set)
        for row in reference.records("names"):
            into = self._cut if row["kind"] in {"split", "pro_parte"} else self._leads
            if row["kind"] != "misapplied":
                into[canonical(row["name"])].add(taxa[row["taxon_id"]])

    def of_all(
        self,
        checklist: Checklist,
        own: Mapping[str, str | None],
        parts: Mapping[str, Mapping[str, str]],
    ) -> dict[str, dict[str, str]]:
        """Species of the reference that each taxon holds, sorted, each with how that is known."""
        carried = _carried(checklist)
        apart: set[str] = {canonical(t["name"]) for t in checklist.records("taxa")}
        apart |= {name for name in own.values() if name}
        found: dict[str, dict[str, str]] = {}
        for taxon_id, name in own.items():
            if name is None or len(name.split()) != 2:
                found[taxon_id] = {name: "its own name"} if name else {}
                continue
            said = {n: why for n, why in self._said(carried.get(taxon_id, ())).items()
                    if n not in apart}  # fmt: skip
            held = {**parts.get(taxon_id, {}), **said, name: "its own name"}
            found[taxon_id] = {n: held[n] for n in sorted(held) if len(n.split()) == 2}
        return _settled(found)

    def _said(self, names: Sequence[str]) -> dict[str, str]:
        """Species that the names of a taxon, its own first, put into it."""
        found: dict[str, str] = {}
        for name in names[1:]:
            leads = self._leads.get(name, set())
            if len(leads) == 1:
                found[next(iter(leads))] = f"it carries the name {name}"
        for name in names[:1]:
            found |= dict.fromkeys(self._cut.get(name, ()), "the reference divides its name")
        return found


def _settled(found: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Leave open what two taxa would hold a part of that is the name of neither."""
    holders: defaultdict[str, set[str]] = defaultdict(set)
    for taxon_id, held in found.items():
        for name, why in held.items():
            if why != "its own name":
                holders[name].add(taxon_id)
    doubtful = {i for ids in holders.values() if len(ids) > 1 for i in ids}
    return {i: {} if i in doubtful else held for i, held in found.items()}


def _carried(checklist: Checklist) -> dict[str, tuple[str, ...]]:
    """Names of every taxon of a list that say what it holds, its own first."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for taxon in checklist.records("taxa"):
        found[taxon["taxon_id"]].append(canonical(taxon["name"]))
    for row in checklist.records("names"):
        if row["kind"] not in _NO_PART:
            found[row["taxon_id"]].append(canonical(row["name"]))
    return {i: tuple(dict.fromkeys(names)) for i, names in found.items()}


def _lumped(
    extent: Mapping[str, Mapping[str, str]], rows: Sequence[Row], key: str
) -> dict[str, frozenset[str]]:
    """Names of the reference that stand for several taxa of one rank."""
    ranks = {row[f"{key}_id"]: len((row[f"{key}_name"] or "").split()) for row in rows}
    groups: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for taxon_id, names in extent.items():
        if len(names) == 1:
            groups[next(iter(names)), ranks[taxon_id]].add(taxon_id)
    return {name: frozenset(ids) for (name, _), ids in groups.items() if len(ids) > 1}


# ---------------------------------------------------------------------------------------------
# today and afterwards


def _differ(a: str | None, b: str | None) -> bool:
    """Whether two names differ in more than their author."""
    left, right = ({"name": name or "", "rank": ""} for name in (a, b))
    return name_difference(left, right, wild_form=False, authors_differ=False) != "none"


def _one_today(row: Row) -> bool:
    names = [row[c] for c in row if c.endswith("_name") and c != "common_name"][:2]
    return row["relation"] == Relation.CONGRUENT.value and not _differ(*names)


def _afterwards(row: Row, side: _Side, other: _Side) -> tuple[str, ...]:
    """Names of a taxon afterwards, in this pair; empty where that is not settled."""
    taxon_id = row[f"{side.key}_id"]
    if not side.adopts or not taxon_id:
        return (row[f"{side.key}_name"],) if taxon_id else ()
    own = side.extent[taxon_id]
    shared = own.keys() & other.extent.get(row[f"{other.key}_id"], {}).keys()
    return tuple(sorted(shared or own))


def _one_after(row: Row, rows: Sequence[Row], sides: tuple[_Side, _Side]) -> bool:
    """Whether the pair is congruent under one name afterwards, as far as names tell."""
    left, right = sides
    x, y = row[f"{left.key}_id"], row[f"{right.key}_id"]
    names = [_afterwards(row, a, b) for a, b in ((left, right), (right, left))]
    if not names[0] or not names[1]:
        return _one_today(row)  # nothing is known to change
    if not (left.touched(x) or right.touched(y)):
        return row["relation"] == Relation.CONGRUENT.value and not _differ(names[0][0], names[1][0])
    if row["relation"] in {Relation.DISJOINT.value, Relation.UNDETERMINED.value}:
        return False
    shared = left.extent[x].keys() & right.extent[y].keys()
    if left.adopts and right.adopts:
        return bool(shared)
    stays, moves = (right, left) if left.adopts else (left, right)
    stays_id = row[f"{stays.key}_id"]
    if set(stays.extent[stays_id]) != shared or len(shared) != 1:
        return False
    name = next(iter(shared))
    if stays_id in stays.lumped.get(name, ()) or _differ(name, row[f"{stays.key}_name"]):
        return False
    # what stays is that species only where the reference knows all that it holds today
    return all(
        name in moves.extent[other[f"{moves.key}_id"]]
        for other in rows
        if other[f"{stays.key}_id"] == stays_id and other[f"{moves.key}_id"]
    )


def _adopted(
    row: Row, rows: Sequence[Row], sides: tuple[_Side, _Side], lists: tuple[Checklist, Checklist]
) -> dict[str, Any] | None:
    left, right = sides
    then = [_afterwards(row, a, b) for a, b in ((left, right), (right, left))]
    today = [row[f"{side.key}_name"] for side in sides]
    unsettled = any(n and not t for n, t in zip(today, then, strict=True))
    changed = [s for s, n, t in zip(sides, today, then, strict=True) if n and t and t != (n,)]
    outcome = Outcome.RENAMED if changed else None
    if unsettled:
        outcome = Outcome.UNKNOWN
    elif all(today):
        before, after = _one_today(row), _one_after(row, rows, sides)
        if not after:
            outcome = Outcome.CREATED if before else Outcome.LEFT
        elif not before:
            outcome = Outcome.RESOLVED
    if outcome is None:
        return None
    notes = [_coverage(row, s, checklist) for s, checklist in zip(sides, lists, strict=True)]
    why = [_why(row, s) for s in sides if s.adopts and row[f"{s.key}_id"]]
    return {
        "outcome": outcome.value,
        "left_name": today[0],
        "left_after": "|".join(then[0]) or None,
        "right_name": today[1],
        "right_after": "|".join(then[1]) or None,
        "relation": row["relation"],
        "entries": "; ".join(_text_changes(row, s) for s in changed if _text_changes(row, s))
        or None,
        "coverage": "; ".join(filter(None, notes)) or None,
        "evidence": " ".join(why).strip() or None,
    }


def _why(row: Row, side: _Side) -> str:
    """How the reference was found to know a taxon, with what is open."""
    taxon_id = row[f"{side.key}_id"]
    says = side.evidence[taxon_id] or ""
    if says and not side.extent[taxon_id]:
        says += " What of it the reference puts elsewhere is not settled."
    return says


def _text_changes(row: Row, side: _Side) -> str:
    """Entry of a taxon that names it and would have to name something else; blank where none."""
    name = row[f"{side.key}_name"]
    named = name in str(row[f"{side.key}_listed_as"] or "").split("|")
    changes = set(side.extent[row[f"{side.key}_id"]]) != {name}
    return f"{side.key.upper()} {row[f'{side.key}_appendix']} {name}" if named and changes else ""


def _coverage(row: Row, side: _Side, checklist: Checklist) -> str:
    """Entries of a side that would cover another animal than today, in words."""
    taxon_id = row[f"{side.key}_id"]
    if not side.adopts or not taxon_id or not side.extent[taxon_id]:
        return ""
    name, names = row[f"{side.key}_name"], tuple(side.extent[taxon_id])
    entries = set(str(row[f"{side.key}_listed_as"] or "").split("|"))
    label = f"{side.key.upper()} {row[f'{side.key}_appendix']}"
    notes = []
    if name in entries and name in names and side.touched(taxon_id):
        how = "less" if len(names) > 1 else "more"
        notes.append(f"{label} {name} would mean {how} than today")
    genus, genera = name.split()[0], {n.split()[0] for n in names}
    if genus in entries and genera != {genus}:
        notes.append(f"{label} {genus} spp. would no longer cover it by name")
    genus_entries = {e["taxon"]: e["appendix"] for e in checklist.records("listings")
                     if e["rank"] == "genus"}  # fmt: skip
    notes += [
        f"{side.key.upper()} {genus_entries[g]} {g} spp. would cover it by name"
        for g in sorted(genera - {genus})
        if g in genus_entries and g not in entries
    ]
    return "; ".join(notes)


def _share(values: Iterable[bool]) -> float | None:
    found = list(values)
    return sum(found) / len(found) if found else None


def _score_after(rows: Sequence[Row], sides: tuple[_Side, _Side]) -> float | None:
    """Share of the pairs afterwards; a pair that stands in several rows counts once."""
    left, right = sides
    found: dict[tuple[str, ...], bool] = {}
    for row in rows:
        if not _paired(row, (left.key, right.key)):
            continue
        one = _one_after(row, rows, sides)
        ends = [
            [f"= {n}" for n in _afterwards(row, a, b)] if a.adopts else []
            for a, b in ((left, right), (right, left))
        ]
        ends = [e or [row[f"{s.key}_id"]] for e, s in zip(ends, sides, strict=True)]
        for pair in product(*ends):
            if left.adopts and right.adopts and one and pair[0] != pair[1]:
                continue  # both sides divide alike: each species meets itself
            found[pair] = found.get(pair, False) or one
    return _share(found.values())


# ---------------------------------------------------------------------------------------------
# the three annexes


def _taxa(rows: Sequence[Row], side: _Side) -> dict[str, Row]:
    found = {row[f"{side.key}_id"]: row for row in rows if row[f"{side.key}_id"]}
    return dict(sorted(found.items(), key=lambda item: str(item[1][f"{side.key}_name"])))


def _entry(row: Row, key: str) -> str:
    appendix = row[f"{key}_appendix"]
    return f"{appendix} as {row[f'{key}_listed_as'].replace('|', ', ')}" if appendix else "-"


def _replacements(rows: Sequence[Row], sides: Sequence[_Side]) -> list[dict[str, Any]]:
    found = []
    for side in (s for s in sides if s.adopts):
        for taxon_id, row in _taxa(rows, side).items():
            name, names = row[f"{side.key}_name"], side.extent[taxon_id]
            if len(names) != 1 or side.touched(taxon_id) or name in names:
                continue
            after = next(iter(names))
            left, right = ({"name": n, "rank": str(len(n.split()))} for n in (name, after))
            codes = name_difference(left, right, wild_form=False, authors_differ=False)
            found.append({"side": side.key.upper(), "change": replacement(codes), "name": name,
                          "name_after": after, "entry": _entry(row, side.key)})  # fmt: skip
    return found


def _lumps(rows: Sequence[Row], sides: Sequence[_Side]) -> list[dict[str, Any]]:
    found = []
    for side in (s for s in sides if s.adopts):
        taxa = _taxa(rows, side)
        for name in sorted(side.lumped):
            members = [row for i, row in taxa.items() if i in side.lumped[name]]
            appendices = [row[f"{side.key}_appendix"] or "-" for row in members]
            if len(members) > 1:
                found.append({"side": side.key.upper(), "name_after": name,
                              "taxa": "|".join(row[f"{side.key}_name"] for row in members),
                              "appendices": "|".join(appendices),
                              "differ": len(set(appendices)) > 1})  # fmt: skip
    return found


def _splits(rows: Sequence[Row], sides: tuple[_Side, _Side]) -> list[dict[str, Any]]:
    found = []
    for side, other in (sides, sides[::-1]):
        if not side.adopts:
            continue
        listed: dict[str, set[str]] = defaultdict(set)
        for taxon_id, row in _taxa(rows, other).items():
            for name in other.extent[taxon_id]:
                listed[name] |= set((row[f"{other.key}_appendix"] or "-").split("/"))
        for taxon_id, row in _taxa(rows, side).items():
            names = side.extent[taxon_id]
            if len(names) < 2:
                continue
            there = ["/".join(sorted(listed.get(name, {"-"}))) for name in names]
            found.append({"side": side.key.upper(), "name": row[f"{side.key}_name"],
                          "entry": _entry(row, side.key), "names_after": "|".join(names),
                          "basis": "|".join(names.values()), "other_side": "|".join(there),
                          "differ": set(there) != {row[f"{side.key}_appendix"]}})  # fmt: skip
    return found
