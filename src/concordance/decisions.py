"""People's decisions: they outrank every rule and go stale when their basis changes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from concordance.about import TOOL_VERSION
from concordance.checklist import Checklist
from concordance.codes import NameKind, Relation, State, Verdict
from concordance.decision_tables import (
    DECISIONS,
    DecisionRow,
    Pair,
    lone_problems,
    row_problems,
)
from concordance.errors import ChecklistError
from concordance.listing.cover import cover, cover_elsewhere
from concordance.matching.index import ListIndex
from concordance.pairs import Cover, Decision, PairRow
from concordance.schema import Column, choices, rows_to_frame

if TYPE_CHECKING:
    import pandas as pd

Lists = tuple[Checklist, Checklist]

_PARTS: Final = ("name", "author", "synonymy", "listing")
_DETAILS: Final = ("reviewer", "decided_on", "relation", "reason", "orcid")
#: kinds of name that lead to a taxon after a list has renamed it
_RENAMED: Final = frozenset(
    {
        NameKind.GENUS_TRANSFER,
        NameKind.SPELLING,
        NameKind.GENDER_ENDING,
        NameKind.FORMER_LISTING_NAME,
        NameKind.HETEROTYPIC,
        NameKind.SYNONYM,
    }
)


class Snapshot:
    """Digests of what a reviewer sees of each pair of two lists.

    Parameters
    ----------
    left, right : Checklist
    """

    def __init__(self, left: Checklist, right: Checklist) -> None:
        self._indexes = (left.once(ListIndex), right.once(ListIndex))
        self._covers = (left.once(cover), right.once(cover))
        self._lists = (left, right)
        self._elsewhere: dict[int, Mapping[str, Cover]] = {}

    def knows(self, pair: Pair) -> bool:
        """Whether the lists have the taxa of a pair, or the unpaired taxon."""
        return any(pair) and all(
            not i or i in index.taxa for i, index in zip(pair, self._indexes, strict=True)
        )

    def today(self, row: DecisionRow) -> Pair:
        """Return the pair of a decision with its current ids, where a list renamed a taxon.

        Returns
        -------
        pair of str
            An id is kept if the list still has it, or if no taxon or several taxa have the old
            name.
        """
        return (
            self._id_today(0, row.left_id, row.left_name),
            self._id_today(1, row.right_id, row.right_name),
        )

    def _id_today(self, side: int, taxon_id: str, name: str) -> str:
        index = self._indexes[side]
        if taxon_id in index.taxa or not name:
            return taxon_id
        ids = {
            use.taxon_id
            for uses in index.by_name.values()
            for use in uses
            if use.name == name and use.kind in _RENAMED
        }
        return ids.pop() if len(ids) == 1 else taxon_id

    def names(self, pair: Pair) -> tuple[str, str]:
        """Return the names of both taxa; blank for a missing taxon."""
        left, right = (
            index.taxa[i].name if i else "" for i, index in zip(pair, self._indexes, strict=True)
        )
        return left, right

    def fingerprint(self, pair: Pair) -> str:
        """Return the digests of a pair: ``name=... author=... synonymy=... listing=...``."""
        parts: dict[str, list[str]] = {part: [] for part in _PARTS}
        for place, taxon_id in enumerate(pair):
            if not taxon_id:  # the entries of the other list that could cover the unpaired taxon
                parts["listing"] += _listing(self._perhaps(1 - place)[pair[1 - place]])
                continue
            index = self._indexes[place]
            taxon = index.taxa[taxon_id]
            parts["name"] += [taxon.name, taxon.rank]
            parts["author"].append(taxon.authorship)
            parts["synonymy"] += sorted(
                f"{use.name}\x1f{use.kind}" for use in index.uses_of[taxon_id]
            )
            parts["listing"] += _listing(self._covers[place][taxon_id])
        return " ".join(f"{part}={_digest(values)}" for part, values in parts.items())

    def _perhaps(self, place: int) -> Mapping[str, Cover]:
        """The entries of one list that would cover the taxa of the other."""
        if place not in self._elsewhere:
            taxa = self._indexes[place].taxa.values()
            self._elsewhere[place] = cover_elsewhere(taxa, self._lists[1 - place])
        return self._elsewhere[place]

    def decision_row(self, pair: Pair, tool_version: str) -> DecisionRow:
        """Return a decision on a pair as it is today, with the verdict to be filled in."""
        left_name, right_name = self.names(pair)
        return DecisionRow(
            *pair,
            left_name=left_name,
            right_name=right_name,
            tool_version=tool_version,
            fingerprint=self.fingerprint(pair),
        )


def _listing(covered: Cover) -> list[str]:
    return sorted(
        "\x1f".join(
            (e.appendix, e.taxon, e.scope, e.scope_note, "|".join(e.scope_countries),
             "|".join(e.excluded_taxa))
        )
        for e in covered.entries
    )  # fmt: skip


def _digest(values: list[str]) -> str:
    return hashlib.sha256("\x1e".join(values).encode()).hexdigest()[:8]


def judge(rows: Sequence[DecisionRow], snapshot: Snapshot) -> list[Decision]:
    """Return each decision with its state, in the order given; none is left out.

    Parameters
    ----------
    rows : sequence of DecisionRow
    snapshot : Snapshot

    Returns
    -------
    list of Decision
        The latest verdict on a pair is in force, whatever the order of the rows; earlier ones are
        superseded.
    """
    direct = {row.pair for row in rows}
    decisions = [_judged(row, snapshot, direct) for row in rows]
    latest: dict[Pair, tuple[tuple[str, ...], int]] = {}
    for place, (row, decision) in enumerate(zip(rows, decisions, strict=True)):
        if decision.state is State.SUPERSEDED:
            continue
        rank = (row.decided_on, *row)
        if decision.pair not in latest or latest[decision.pair][0] < rank:
            latest[decision.pair] = (rank, place)
    in_force = {place for _, place in latest.values()}
    return [
        decision
        if place in in_force or decision.state is State.SUPERSEDED
        else decision._replace(state=State.SUPERSEDED, changed=())
        for place, decision in enumerate(decisions)
    ]


def _judged(row: DecisionRow, snapshot: Snapshot, direct: set[Pair]) -> Decision:
    pair = snapshot.today(row)
    changed: tuple[str, ...] = ()
    state = State.ORPHANED
    if pair != row.pair and pair in direct:
        pair, state = row.pair, State.SUPERSEDED
    elif snapshot.knows(pair):
        now = dict(part.split("=") for part in snapshot.fingerprint(pair).split())
        then = dict(re.findall(r"(\w+)=(\w+)", row.fingerprint))
        changed = tuple(part for part in _PARTS if now[part] != then.get(part))
        state = State.STALE if changed else State.APPLIED
    return Decision(
        left_id=pair[0],
        right_id=pair[1],
        verdict=Verdict(row.verdict),
        relation=Relation(row.relation) if row.relation else None,
        reason=row.reason,
        reviewer=row.reviewer,
        decided_on=row.decided_on,
        state=state,
        changed=changed,
    )


def in_force(decisions: Iterable[Decision]) -> dict[Pair, Decision]:
    """Return the decisions that apply in a build, by pair."""
    return {d.pair: d for d in decisions if d.state in (State.APPLIED, State.STALE)}


def new_decision(lists: Lists, pair: Pair, verdict: str, details: Mapping[str, str]) -> DecisionRow:
    """Return a decision on a pair, with the fingerprint of its present state.

    Parameters
    ----------
    lists : pair of Checklist
    pair : (left id, right id)
        One of them is blank for an unpaired taxon.
    verdict : str
        ``agreed``, ``rejected`` or ``disputed``; ``agreed`` settles an unpaired taxon.
    details : mapping
        Required: ``reviewer`` and ``decided_on`` (ISO date). Optional: ``relation``, ``reason``
        and ``orcid``.

    Returns
    -------
    DecisionRow

    Raises
    ------
    ChecklistError
        If a list does not have the taxon, a detail or code is not known, a required detail is
        missing, or the date is not valid.
    """
    snapshot = Snapshot(*lists)
    problems = [
        f"{name} is not known; expected one of {', '.join(_DETAILS)}"
        for name in details
        if name not in _DETAILS
    ]
    if not snapshot.knows(pair):
        problems.append(f"{' / '.join(pair)}: not in the lists")
    if problems:
        raise ChecklistError("decision", problems)
    row = snapshot.decision_row(pair, TOOL_VERSION)._replace(verdict=verdict, **details)
    if problems := row_problems(row):
        raise ChecklistError("decision", problems)
    return row


def decide_all(
    lists: Lists, rows: Iterable[PairRow], review: Iterable[Mapping[str, str]]
) -> list[DecisionRow]:
    """Return the decisions from a reviewer's workbook, with their present fingerprints.

    Parameters
    ----------
    lists : pair of Checklist
    rows : iterable of PairRow
        The concordance of the two lists.
    review : iterable of mapping
        From `readers.review.read_review`.

    Returns
    -------
    list of DecisionRow

    Raises
    ------
    ChecklistError
        If a row is not in this concordance, or its verdict needs a partner and the taxon is
        unpaired. Lists all of them.
    """
    pairs = {row.concordance_id: row.pair for row in rows}
    snapshot = Snapshot(*lists)
    given = list(review)
    problems = []
    for record in given:
        pair = pairs.get(record["concordance_id"])
        if pair is None:
            trouble = ["is not a row of this concordance; use a workbook made from the same lists"]
        else:
            trouble = [] if all(pair) else lone_problems(record["verdict"], record["relation"])
        problems += [f"{record['concordance_id']}: {problem}" for problem in trouble]
    if problems:
        raise ChecklistError("review", problems)
    return [
        snapshot.decision_row(pairs[record["concordance_id"]], TOOL_VERSION)._replace(
            verdict=record["verdict"], **{name: record[name] for name in _DETAILS}
        )
        for record in given
    ]


def judged_table(
    rows: Sequence[DecisionRow], lists: Lists, built: Iterable[PairRow]
) -> pd.DataFrame:
    """Return every decision with its state; none is lost.

    Parameters
    ----------
    rows : sequence of DecisionRow
    lists : pair of Checklist
    built : iterable of PairRow
        Their concordance: a taxon that was decided to be unpaired may have a partner today.

    Returns
    -------
    pandas.DataFrame
        Columns `DECISIONS`, then ``state`` (`codes.State`), ``changed`` (parts joined by a bar),
        and ``left_today`` and ``right_today``: the present ids of the taxa, which differ from the
        decided ones where a list has renamed a taxon.
    """
    linked = [row.ids for row in built if row.link is not None]
    partnered = ({left for left, _ in linked}, {right for _, right in linked})
    judged = [
        d._replace(state=State.STALE, changed=(*d.changed, "partner"))
        if d.state in (State.APPLIED, State.STALE)
        and not all(d.pair)
        and any(i and i in taken for i, taken in zip(d.pair, partnered, strict=True))
        else d
        for d in judge(rows, Snapshot(*lists))
    ]
    extra = [(d.state.value, "|".join(d.changed), d.left_id, d.right_id) for d in judged]
    columns = (
        *DECISIONS,
        Column(name="state", meaning="state of the decision", values=choices(State)),
        Column(name="changed", meaning="parts that have changed since, joined by |"),
        Column(name="left_today", meaning="present id in the left list"),
        Column(name="right_today", meaning="present id in the right list"),
    )
    return rows_to_frame([(*row, *more) for row, more in zip(rows, extra, strict=True)], columns)
