"""What if a side adopted a reference, or listed an animal: computed on names alone, as a draft."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import pandas as pd

from concordance.checklist import Checklist
from concordance.checklist import rows as records
from concordance.errors import ConcordanceError
from concordance.flags import name_difference
from concordance.matching.lookup import match_names
from concordance.schema import Column, Relation, cells, to_frame


class Outcome(StrEnum):
    """What adopting a reference does to the names of one pair."""

    RESOLVED = "resolved"  # the names differed, and are one
    CREATED = "created"  # the names were one, and differ
    LEFT = "left"  # the names differed, and still do
    RENAMED = "renamed"  # a taxon without partner, or both sides, get another name alike
    UNKNOWN = "unknown"  # the reference does not settle what it calls the animal


ADOPTED: Final = (
    Column(
        name="outcome", meaning="what happens to the names", values=tuple(o.value for o in Outcome)
    ),
    Column(name="left_name", meaning="name on the left today"),
    Column(name="left_after", meaning="name on the left afterwards"),
    Column(name="right_name", meaning="name on the right today"),
    Column(name="right_after", meaning="name on the right afterwards"),
    Column(name="relation", meaning="how the taxa relate; adopting a name changes no concept"),
    Column(name="entries", meaning="entries whose text would change, with their Appendices"),
    Column(name="evidence", meaning="how the reference was found to know the animal"),
)
LUMPED: Final = (
    Column(name="side", meaning="the side, in capitals"),
    Column(name="name_after", meaning="the one name that the reference has for several taxa"),
    Column(name="taxa", meaning="the taxa of the side today, joined by a bar"),
    Column(name="appendices", meaning="their Appendices, in the same order"),
    Column(name="differ", meaning="whether those Appendices differ", dtype="bool"),
)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A draft of what adopting a reference would do.

    Attributes
    ----------
    table : pandas.DataFrame
        One row a pair or taxon whose names the reference touches or leaves apart (`ADOPTED`).
    lumps : pandas.DataFrame
        Taxa of a side that the reference calls by one name (`LUMPED`).
    score_before, score_after : float or None
        Share of the pairs in scope that are congruent under one name; None where there is none.
    reference, sides, scope : str
        What is adopted, by whom, for what.
    """

    table: pd.DataFrame
    lumps: pd.DataFrame
    score_before: float | None
    score_after: float | None
    reference: str
    sides: str
    scope: str

    def __str__(self) -> str:
        def share(value: float | None) -> str:
            return "no pair" if value is None else f"{value:.3f}"

        lines = [
            f"Draft, for people to decide: {self.sides} adopts {self.reference} for "
            f"{self.scope or 'every animal in it'}.",
            f"Pairs congruent under one name: {share(self.score_before)} before, "
            f"{share(self.score_after)} after.",
        ]
        for outcome in Outcome:
            rows = self.table[self.table["outcome"] == outcome.value]
            lines += ["", f"{outcome.value}: {len(rows)}"]
            for row in rows.fillna("-").itertuples():
                lines.append(
                    f"- {row.left_name} / {row.right_name} -> {row.left_after} / "
                    f"{row.right_after} ({row.entries})"
                )
        lines += ["", f"lumps: {len(self.lumps)}"]
        lines += [
            f"- {row.side}: {str(row.taxa).replace('|', ' + ')} = {row.name_after} "
            f"({str(row.appendices).replace('|', ' + ')})"
            + (" [Appendices differ]" if row.differ else "")
            for row in self.lumps.itertuples()
        ]
        return "\n".join(lines)

    __repr__ = __str__


def adopt(
    table: pd.DataFrame,
    reference: Checklist,
    by: str,
    scope: str,
    keys: tuple[str, str],
) -> WhatIf:
    """Return what adopting a reference list would do to the names of a concordance.

    Parameters
    ----------
    table : pandas.DataFrame
        A concordance table.
    reference : Checklist
        The list to adopt: see `concordance.load_checklist`.
    by : str
        Key of a side, in any case, or ``both``.
    scope : str
        A class, order, family or genus; blank = every animal that the reference knows.
    keys : pair of str
        Prefixes of the two sides.

    Returns
    -------
    WhatIf

    Raises
    ------
    ConcordanceError
        If ``by`` is no side, or nothing is in the scope.
    """
    sides = {"both": keys, **{key: (key,) for key in keys}}.get(by.lower())
    if sides is None:
        raise ConcordanceError(f"by is {by!r}; expected {', '.join(keys)} or both")
    rows = [row for row in records(table) if _in_scope(row, scope, keys)]
    if not rows:
        raise ConcordanceError(f"no species or subspecies of the concordance is in {scope!r}")
    after = {side: _names_after(rows, side, reference) for side in sides}
    out = [_adopted(row, keys, after) for row in rows]
    shown = [row for row in out if row is not None]
    shown.sort(key=lambda row: (list(Outcome).index(Outcome(row["outcome"])),
                                row["left_name"] or "", row["right_name"] or ""))  # fmt: skip
    return WhatIf(
        table=to_frame({c.name: [row[c.name] for row in shown] for c in ADOPTED}, ADOPTED),
        lumps=_lumps(rows, after),
        score_before=_score(rows, keys, {}),
        score_after=_score(rows, keys, after),
        reference=f"{reference.source.name}, {reference.source.version}",
        sides=" and ".join(side.upper() for side in sides),
        scope=scope,
    )


def _in_scope(row: Mapping[str, Any], scope: str, keys: Sequence[str]) -> bool:
    names = [row[f"{key}_name"] or "" for key in keys]
    if not any(" " in name for name in names):
        return False
    groups = {row["class"], row["order"], row["family"], *(name.split(" ")[0] for name in names)}
    return not scope or scope in groups


def _names_after(
    rows: Sequence[Mapping[str, Any]], side: str, reference: Checklist
) -> dict[str, tuple[str | None, str]]:
    """Name that the reference has for each taxon of a side, None where it is not sure, and why."""
    taxa = {row[f"{side}_id"]: row for row in rows if row[f"{side}_id"]}
    found = match_names(
        [row[f"{side}_name"] for row in taxa.values()],
        reference,
        authorships=[row[f"{side}_authorship"] or "" for row in taxa.values()],
        classes=[row["class"] or "" for row in taxa.values()],
    )
    answers = zip(cells(found["name"]), cells(found["evidence"]), strict=True)
    return dict(zip(taxa, answers, strict=True))


def _after(
    row: Mapping[str, Any], key: str, after: Mapping[str, Mapping[str, tuple[str | None, str]]]
) -> str | None:
    today: str | None = row[f"{key}_name"]
    if key not in after or not row[f"{key}_id"]:
        return today
    return after[key][row[f"{key}_id"]][0]


def _differ(a: str | None, b: str | None) -> bool:
    """Whether two names differ in more than their author."""
    left, right = ({"name": name or "", "rank": ""} for name in (a, b))
    return name_difference(left, right, wild_form=False, authors_differ=False) != "none"


def _adopted(
    row: Mapping[str, Any],
    keys: tuple[str, str],
    after: Mapping[str, Mapping[str, tuple[str | None, str]]],
) -> dict[str, Any] | None:
    today = [row[f"{key}_name"] for key in keys]
    then = [_after(row, key, after) for key in keys]
    known = all(n is not None or t is None for n, t in zip(then, today, strict=True))
    changed = [key for key, n, t in zip(keys, then, today, strict=True) if n and t and n != t]
    pair = all(today) and row["relation"] == Relation.CONGRUENT.value
    if not known:
        outcome = Outcome.UNKNOWN
    elif pair and _differ(*today):
        outcome = Outcome.LEFT if _differ(*then) else Outcome.RESOLVED
    elif pair and _differ(*then):
        outcome = Outcome.CREATED
    elif changed:
        outcome = Outcome.RENAMED
    else:
        return None
    entries = [
        f"{key.upper()} {row[f'{key}_appendix']} {row[f'{key}_name']}"
        for key in changed
        if row[f"{key}_name"] in str(row[f"{key}_listed_as"] or "").split("|")
    ]
    why = [after[key][row[f"{key}_id"]][1] for key in keys if key in after and row[f"{key}_id"]]
    return {
        "outcome": outcome.value,
        "left_name": today[0],
        "left_after": then[0],
        "right_name": today[1],
        "right_after": then[1],
        "relation": row["relation"],
        "entries": "; ".join(entries) or None,
        "evidence": " ".join(why) or None,
    }


def _lumps(
    rows: Sequence[Mapping[str, Any]],
    after: Mapping[str, Mapping[str, tuple[str | None, str]]],
) -> pd.DataFrame:
    data: dict[str, list[object]] = {c.name: [] for c in LUMPED}
    for side, names in after.items():
        groups: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for row in rows:
            name = names.get(row[f"{side}_id"] or "", (None, ""))[0]
            if name is not None:
                groups[name][row[f"{side}_name"]] = row[f"{side}_appendix"] or "-"
        for name in sorted(groups):
            taxa = dict(sorted(groups[name].items()))
            if len(taxa) < 2:
                continue
            values = (side.upper(), name, "|".join(taxa), "|".join(taxa.values()),
                      len(set(taxa.values())) > 1)  # fmt: skip
            for column, value in zip(data, values, strict=True):
                data[column].append(value)
    return to_frame(data, LUMPED)


def _score(
    rows: Sequence[Mapping[str, Any]],
    keys: tuple[str, str],
    after: Mapping[str, Mapping[str, tuple[str | None, str]]],
) -> float | None:
    pairs = [row for row in rows if all(row[f"{key}_id"] for key in keys)]
    if not pairs:
        return None
    aligned = 0
    for row in pairs:
        names = [_after(row, key, after) or row[f"{key}_name"] for key in keys]
        aligned += row["relation"] == Relation.CONGRUENT.value and not _differ(*names)
    return aligned / len(pairs)


PROPOSED: Final = (
    Column(name="name", meaning="name proposed"),
    Column(name="side", meaning="who would list it"),
    Column(name="appendix", meaning="where"),
    Column(name="own_today", meaning="what that side lists of it today; null = nothing"),
    Column(name="other_name", meaning="name under which the other side knows it; null = unknown"),
    Column(name="other_today", meaning="what the other side lists of it today; null = nothing"),
    Column(name="note", meaning="what the joint list would then look like, in words"),
)


def propose(
    proposals: Iterable[tuple[str, str, str]],
    today: Mapping[tuple[str, str], tuple[str | None, str | None]],
    keys: tuple[str, str],
) -> pd.DataFrame:
    """Return what proposals to list animals would meet on the other side.

    Parameters
    ----------
    proposals : iterable of (name, side, Appendix)
    today : mapping of (name, side) to (name there, entries there)
        What each side knows and lists today; None where nothing.
    keys : pair of str

    Returns
    -------
    pandas.DataFrame
        Columns `PROPOSED`, in the order given.

    Raises
    ------
    ConcordanceError
        If a side or an Appendix is not known.
    """
    data: dict[str, list[object]] = {c.name: [] for c in PROPOSED}
    for name, side, appendix in proposals:
        key = side.lower()
        if key not in keys or appendix not in {"I", "II", "III"}:
            raise ConcordanceError(
                f"{name}: side is {side!r} and Appendix {appendix!r}; expected "
                f"{' or '.join(k.upper() for k in keys)}, and I, II or III"
            )
        other = keys[1 - keys.index(key)]
        own_name, own = today[name, key]
        there, entries = today[name, other]
        label = other.upper()
        if entries is None:
            note = f"no entry of {label} covers it, as far as names tell."
        elif there is None:
            note = (
                f"{label} does not print the name; an entry for its group may cover it: {entries}."
            )
        elif there and there != name:
            note = f"{label} lists it as {there}: the joint list would carry two names."
        else:
            note = f"{label} lists it too: {entries}."
        if own is not None:
            note += f" {key.upper()} lists it already as {own_name or 'part of a group'}: {own}."
        values = (name, key.upper(), appendix, own, there, entries, f"Draft: {note}")
        for column, value in zip(data, values, strict=True):
            data[column].append(value)
    return to_frame(data, PROPOSED)
