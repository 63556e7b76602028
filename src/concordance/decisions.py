"""Verdicts of people: they outrank every rule, and go stale when their grounds change."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final

import pandas as pd
from rapidfuzz.process import extractOne

from concordance.checklist import Checklist, rows
from concordance.errors import ChecklistError
from concordance.listings import Coverage
from concordance.readers.archives import read_bytes
from concordance.readers.tables import delimited
from concordance.schema import Column, Relation, to_frame

Pair = tuple[str, str]


class Verdict(StrEnum):
    """What a person decided of a pair."""

    AGREED = "agreed"
    REJECTED = "rejected"
    DISPUTED = "disputed"


class State(StrEnum):
    """What became of a decision in a build."""

    APPLIED = "applied"  # what it was based on is as it was
    STALE = "stale"  # something has changed: a person has to look again
    ORPHANED = "orphaned"  # a list no longer holds one of the taxa, under any name
    SUPERSEDED = "superseded"  # a taxon was renamed, and the pair decided again since


DECISIONS: Final = (
    Column(name="left_id", meaning="taxon of the left list"),
    Column(name="right_id", meaning="taxon of the right list"),
    Column(name="left_name", meaning="its name when the decision was made"),
    Column(name="right_name", meaning="its name when the decision was made"),
    Column(name="verdict", meaning="what was decided", values=tuple(v.value for v in Verdict)),
    Column(
        name="relation",
        meaning="relation that was decided; blank = as the tool found it",
        values=tuple(r.value for r in Relation),
    ),
    Column(name="reason", meaning="why, in words"),
    Column(name="reviewer", meaning="who decided"),
    Column(name="orcid", meaning="ORCID of the reviewer; blank = not given"),
    Column(name="decided_on", meaning="ISO date"),
    Column(name="tool_version", meaning="version of this tool that showed the pair"),
    Column(name="fingerprint", meaning="digests of what was seen: name, author, synonymy, listing"),
)
_NEEDED: Final = ("left_id", "right_id", "verdict", "reviewer", "decided_on", "fingerprint")
_PARTS: Final = ("name", "author", "synonymy", "listing")
#: kinds of name under which a list goes on to hold a taxon that it renamed
_RENAMED: Final = frozenset(
    {"genus_transfer", "spelling", "gender_ending", "former_listing_name", "heterotypic", "synonym"}
)


@dataclass(frozen=True, slots=True)
class Decision:
    """One verdict, and what became of it in a build; the ids are those of today."""

    left_id: str
    right_id: str
    verdict: Verdict
    relation: Relation | None
    reason: str
    reviewer: str
    decided_on: str
    state: State
    changed: tuple[str, ...]

    @property
    def pair(self) -> Pair:
        """Both ids."""
        return self.left_id, self.right_id

    @property
    def words(self) -> str:
        """What was decided by whom, and what has changed since."""
        said = f"{self.verdict} by {self.reviewer} on {self.decided_on}"
        said += f": {self.reason}" if self.reason else ""
        if self.state is State.STALE:
            said += f" [stale: {', '.join(self.changed)} changed since]"
        return said


class Seen:
    """What a person sees of a pair, as digests of its parts.

    Parameters
    ----------
    left, right : Checklist
    covers : pair of dict
        What covers each taxon, left and right: see `listings.cover`.
    """

    def __init__(
        self,
        left: Checklist,
        right: Checklist,
        covers: tuple[Mapping[str, Coverage], Mapping[str, Coverage]],
    ) -> None:
        self._taxa = tuple({t["taxon_id"]: t for t in s.records("taxa")} for s in (left, right))
        self._names: tuple[defaultdict[str, list[str]], defaultdict[str, list[str]]] = (
            defaultdict(list), defaultdict(list))  # fmt: skip
        for side, checklist in enumerate((left, right)):
            for row in checklist.records("names"):
                self._names[side][row["taxon_id"]].append(f"{row['name']}\x1f{row['kind']}")
        self._covers = covers

    def knows(self, pair: Pair) -> bool:
        """Whether both lists hold the taxa of a pair."""
        return all(i in taxa for i, taxa in zip(pair, self._taxa, strict=True))

    def today(self, pair: Pair, names: Pair) -> Pair:
        """Return a pair with the ids of today, where a list renamed a taxon.

        Parameters
        ----------
        pair, names : pair of str
            Ids and names when the pair was decided.

        Returns
        -------
        pair of str
            An id stays as it was where the list holds it, or where none or several of its taxa
            carry the old name.
        """
        return (
            self._id_today(0, pair[0], names[0]),
            self._id_today(1, pair[1], names[1]),
        )

    def _id_today(self, side: int, taxon_id: str, name: str) -> str:
        if taxon_id in self._taxa[side] or not name:
            return taxon_id
        found = {
            own
            for own, rows_ in self._names[side].items()
            for row in rows_
            if row.split("\x1f")[0] == name and row.split("\x1f")[1] in _RENAMED
        }
        return found.pop() if len(found) == 1 else taxon_id

    def names(self, pair: Pair) -> tuple[str, str]:
        """Return the names of both taxa."""
        return self._taxa[0][pair[0]]["name"], self._taxa[1][pair[1]]["name"]

    def fingerprint(self, pair: Pair) -> str:
        """Return the digests of a pair: ``name=... author=... synonymy=... listing=...``."""
        parts: dict[str, list[str]] = {part: [] for part in _PARTS}
        for side, taxon_id in enumerate(pair):
            taxon = self._taxa[side][taxon_id]
            parts["name"] += [taxon["name"], taxon["rank"]]
            parts["author"].append(taxon["authorship"])
            parts["synonymy"] += sorted(self._names[side][taxon_id])
            entries = self._covers[side][taxon_id].entries
            parts["listing"] += sorted(
                "\x1f".join(entry[c] for c in ("appendix", "taxon", "scope", "scope_note",
                                               "scope_countries", "excluded_taxa"))
                for entry in entries
            )  # fmt: skip
        return " ".join(f"{part}={_digest(values)}" for part, values in parts.items())


def _digest(values: list[str]) -> str:
    return hashlib.sha256("\x1e".join(values).encode()).hexdigest()[:8]


def judge(decisions: pd.DataFrame, seen: Seen) -> list[Decision]:
    """Return each decision with what became of it, in the order given; none is left out.

    Parameters
    ----------
    decisions : pandas.DataFrame
        Columns `DECISIONS`.
    seen : Seen

    Returns
    -------
    list of Decision
    """
    records = _records(decisions)
    direct = {(row["left_id"], row["right_id"]) for row in records}
    found = []
    for row in records:
        decided = (row["left_id"], row["right_id"])
        pair = seen.today(decided, (row["left_name"], row["right_name"]))
        changed: tuple[str, ...] = ()
        state = State.ORPHANED
        if pair != decided and pair in direct:
            pair, state = decided, State.SUPERSEDED
        elif seen.knows(pair):
            now = dict(part.split("=") for part in seen.fingerprint(pair).split())
            then = dict(re.findall(r"(\w+)=(\w+)", row["fingerprint"]))
            changed = tuple(part for part in _PARTS if now[part] != then.get(part))
            state = State.STALE if changed else State.APPLIED
        found.append(
            Decision(
                left_id=pair[0],
                right_id=pair[1],
                verdict=Verdict(row["verdict"]),
                relation=Relation(row["relation"]) if row["relation"] else None,
                reason=row["reason"],
                reviewer=row["reviewer"],
                decided_on=row["decided_on"],
                state=state,
                changed=changed,
            )
        )
    return found


def _records(decisions: pd.DataFrame) -> list[dict[str, str]]:
    names = [c.name for c in DECISIONS]
    return [{name: row[name] or "" for name in names} for row in rows(decisions)]


def decisions_table(records: list[dict[str, str]]) -> pd.DataFrame:
    """Return decisions as a table, columns `DECISIONS`, blank text where nothing is said."""
    return to_frame(
        {c.name: [row.get(c.name, "") for row in records] for c in DECISIONS}, DECISIONS
    )


def read_decisions(path: str | Path) -> pd.DataFrame:
    """Return the decisions of a CSV file.

    Parameters
    ----------
    path : path
        Columns of `DECISIONS`; others are left out.

    Returns
    -------
    pandas.DataFrame

    Raises
    ------
    ChecklistError
        If a column is missing, a code is wrong (the nearest valid one is named), a date is none,
        or a pair is decided twice; every problem with its row.
    """
    path = Path(path)
    sheet = delimited(read_bytes(path)[1])
    if problems := sheet.problems + (sheet.missing(_NEEDED) if sheet.header else []):
        raise ChecklistError(path, problems)
    records = sheet.dicts()
    first: dict[Pair, int] = {}
    for row, record in records:
        for column in DECISIONS:
            value = record.get(column.name) or ""
            if column.values and value and value not in column.values:
                near = extractOne(value, column.values)
                problems.append(
                    f"row {row}: {column.name} is {value!r}, not one of {', '.join(column.values)}"
                    + (f"; did you mean {near[0]!r}?" if near else "")
                )
        for name in _NEEDED:
            if not record[name]:
                problems.append(f"row {row}: {name} is blank; every decision needs it")
        if record["decided_on"] and not _is_day(record["decided_on"]):
            problems.append(f"row {row}: decided_on is {record['decided_on']!r}, no day; expected "
                            "YYYY-MM-DD")  # fmt: skip
        pair = (record["left_id"], record["right_id"])
        if pair in first:
            problems.append(f"row {row}: {' / '.join(pair)} was decided in row {first[pair]}; keep "
                            "one of the rows")  # fmt: skip
        first.setdefault(pair, row)
    if problems:
        raise ChecklistError(path, problems)
    return decisions_table([record for _, record in records])


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Merged:
    """Two files of decisions in one.

    Attributes
    ----------
    table : pandas.DataFrame
        Decisions on which the files do not contradict each other, sorted by ids.
    conflicts : pandas.DataFrame
        Those on which they do, both rows of each pair below each other.
    """

    table: pd.DataFrame
    conflicts: pd.DataFrame


def merge_decisions(mine: pd.DataFrame, theirs: pd.DataFrame) -> Merged:
    """Return two files of decisions in one, with what they disagree on.

    Parameters
    ----------
    mine, theirs : pandas.DataFrame
        Columns `DECISIONS`.

    Returns
    -------
    Merged
        Of a pair that both decided alike the later decision is kept.
    """
    by_pair: defaultdict[Pair, list[dict[str, str]]] = defaultdict(list)
    for table in (mine, theirs):
        for row in _records(table):
            by_pair[row["left_id"], row["right_id"]].append(row)
    kept: list[dict[str, str]] = []
    conflicts: list[dict[str, str]] = []
    for pair in sorted(by_pair):
        verdicts = by_pair[pair]
        if len({(row["verdict"], row["relation"]) for row in verdicts}) > 1:
            conflicts += verdicts
        else:
            kept.append(max(verdicts, key=lambda row: (row["decided_on"], row["reviewer"])))
    return Merged(decisions_table(kept), decisions_table(conflicts))


def later_wins(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return decisions of one reviewer or team brought forward: a new verdict replaces an old one.

    Parameters
    ----------
    old, new : pandas.DataFrame
        Columns `DECISIONS`.

    Returns
    -------
    pandas.DataFrame
        Sorted by ids; one row a pair.
    """
    found: dict[Pair, dict[str, str]] = {}
    for table in (old, new):
        for row in _records(table):
            found[row["left_id"], row["right_id"]] = row
    return decisions_table([found[pair] for pair in sorted(found)])
