"""The effect of adopting a reference on the names of a concordance, computed from names only.

A list that adopts the reference replaces its own taxon by the species of the reference. Two taxa
become one if they, and no others, correspond to one species of the reference.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

from concordance.checklist import Checklist
from concordance.codes import Relation
from concordance.errors import ConcordanceError
from concordance.flags import name_difference
from concordance.pairs import PairRow
from concordance.result_schema import higher
from concordance.scenarios.annexes import lumps, replacements, splits
from concordance.scenarios.answer import ADOPTED, PROPOSED, Outcome, WhatIf
from concordance.scenarios.holdings import Holder, Lists, holders
from concordance.schema import checked_choice, rows_to_frame

Holders = tuple[Holder, Holder]


class AdoptedRow(NamedTuple):
    """A row of `answer.ADOPTED`."""

    outcome: str
    left_name: str | None
    left_after: str | None
    right_name: str | None
    right_after: str | None
    relation: str
    entries: str | None
    coverage: str | None
    evidence: str | None


def adopt(
    rows: Sequence[PairRow], reference: Checklist, by: str, scope: str, lists: Lists
) -> WhatIf:
    """Return the effect of adopting a reference list on the names of a concordance.

    Parameters
    ----------
    rows : sequence of PairRow
        A concordance.
    reference : Checklist
        The list to adopt: see `concordance.load_checklist` and `concordance.reference_list`.
    by : str
        Key of a list, in any case, or ``both``.
    scope : str
        A class, order, family or genus; blank = every animal in the reference, and the
        other animals in its genera.
    lists : pair of Checklist
        The two lists; their names show what a taxon contains.

    Returns
    -------
    WhatIf

    Raises
    ------
    ConcordanceError
        If ``by`` is not one of the choices, or nothing is in the scope.
    """
    keys = rows[0].keys if rows else (lists[0].key, lists[1].key)
    choice = checked_choice("by", by.strip().lower(), (*keys, "both"))
    adopting = {"both": (0, 1), keys[0]: (0,), keys[1]: (1,)}[choice]
    chosen = [row for row in rows if _in_scope(row, scope)]
    both = holders(chosen, lists, reference, adopting)
    if not scope:
        genera = {use.name.split()[0] for use in reference.records.names}
        chosen = [row for row in chosen if _is_known(row, both, genera)]
    if not chosen:
        raise ConcordanceError(f"no species or subspecies of the concordance is in {scope!r}")
    shown = [row for row in (_adopted(row, chosen, both, lists) for row in chosen) if row]
    shown.sort(
        key=lambda row: (
            list(Outcome).index(Outcome(row.outcome)),
            row.left_name or "",
            row.right_name or "",
        )
    )
    return WhatIf(
        table=rows_to_frame(shown, ADOPTED),
        replacements=replacements(chosen, both),
        lumps=lumps(chosen, both),
        splits=splits(chosen, both),
        proposals=rows_to_frame([], PROPOSED),
        score_before=_share(_is_one_today(row) for row in chosen if row.link),
        score_after=_score_after(chosen, both),
        reference=", ".join(filter(None, (reference.source.name, reference.source.version))),
        sides=" and ".join(keys[place].upper() for place in adopting),
        scope=scope,
        labels=(keys[0].upper(), keys[1].upper()),
        day=max(checklist.source.as_of for checklist in lists),
    )


def _in_scope(row: PairRow, scope: str) -> bool:
    names = [taxon.name for taxon in row.taxa]
    if not any(" " in name for name in names):
        return False
    groups = {higher(row, rank) for rank in ("class", "order", "family")}
    return not scope or scope in groups | {name.split()[0] for name in names}


def _is_known(row: PairRow, both: Holders, genera: set[str]) -> bool:
    return any(
        side is not None
        and (holder.extent[side.taxon.taxon_id] or side.taxon.name.split()[0] in genera)
        for side, holder in zip(row.sides, both, strict=True)
    )


# ---------------------------------------------------------------------------------------------
# today and afterwards


def _differ(a: str, b: str) -> bool:
    """Whether two names differ apart from their author."""
    return bool(name_difference(a, b))


def _is_one_today(row: PairRow) -> bool:
    left, right = (name or "" for name in row.names)
    return row.relation is Relation.CONGRUENT and not _differ(left, right)


def _afterwards(row: PairRow, own: Holder, other: Holder) -> tuple[str, ...]:
    """Names of a taxon in this pair afterwards; empty if not settled."""
    side = row.sides[own.place]
    if side is None:
        return ()
    if not own.adopts:
        return (side.taxon.name,)
    extent = own.extent[side.taxon.taxon_id]
    shared = extent.keys() & other.extent.get(row.ids[other.place] or "", {}).keys()
    return tuple(sorted(shared or extent))


def _both_afterwards(row: PairRow, both: Holders) -> tuple[tuple[str, ...], tuple[str, ...]]:
    left, right = both
    return _afterwards(row, left, right), _afterwards(row, right, left)


def _is_one_after(row: PairRow, rows: Sequence[PairRow], both: Holders) -> bool:
    """Whether the names make the pair congruent under one name afterwards."""
    left, right = both
    x, y = (taxon.taxon_id for taxon in row.taxa)
    names = _both_afterwards(row, both)
    if not names[0] or not names[1]:
        return _is_one_today(row)  # no known change
    if not (left.is_touched(x) or right.is_touched(y)):
        return row.relation is Relation.CONGRUENT and not _differ(names[0][0], names[1][0])
    if row.relation in {Relation.DISJOINT, Relation.UNDETERMINED}:
        return False
    shared = left.extent[x].keys() & right.extent[y].keys()
    if left.adopts and right.adopts:
        return bool(shared)
    stays, moves = (right, left) if left.adopts else (left, right)
    return _meets(row, rows, stays, moves, shared)


def _meets(
    row: PairRow, rows: Sequence[PairRow], stays: Holder, moves: Holder, shared: set[str]
) -> bool:
    """Whether the taxon of the unchanged list is the single species that the other list adopts."""
    taxon = row.taxa[stays.place]
    if set(stays.extent[taxon.taxon_id]) != shared or len(shared) != 1:
        return False
    name = next(iter(shared))
    if taxon.taxon_id in stays.lumped.get(name, ()) or _differ(name, taxon.name):
        return False
    # true only if the reference has everything that the unchanged taxon contains today
    return all(
        name in moves.extent[other.taxa[moves.place].taxon_id]
        for other in rows
        if other.link is not None and other.ids[stays.place] == taxon.taxon_id
    )


def _adopted(
    row: PairRow, rows: Sequence[PairRow], both: Holders, lists: Lists
) -> AdoptedRow | None:
    after = _both_afterwards(row, both)
    outcome = _outcome(row, rows, both, after)
    if outcome is None:
        return None
    changed = _changed(row, both, after)
    entries = [text for holder in changed if (text := _entry_to_change(row, holder))]
    coverage = [_coverage(row, h, checklist) for h, checklist in zip(both, lists, strict=True)]
    evidence = [_evidence(row, h) for h in both if h.adopts and row.ids[h.place]]
    return AdoptedRow(
        outcome.value,
        row.names[0],
        "|".join(after[0]) or None,
        row.names[1],
        "|".join(after[1]) or None,
        row.relation.value,
        "; ".join(entries) or None,
        "; ".join(filter(None, coverage)) or None,
        " ".join(evidence).strip() or None,
    )


def _changed(row: PairRow, both: Holders, after: Sequence[tuple[str, ...]]) -> list[Holder]:
    """The lists whose name would change."""
    return [
        holder
        for holder, name, then in zip(both, row.names, after, strict=True)
        if name and then and then != (name,)
    ]


def _outcome(
    row: PairRow, rows: Sequence[PairRow], both: Holders, after: Sequence[tuple[str, ...]]
) -> Outcome | None:
    """Outcome for a pair or an unpaired taxon; None if nothing changes."""
    if any(name and not then for name, then in zip(row.names, after, strict=True)):
        return Outcome.UNKNOWN
    if row.link is not None:
        before, one = _is_one_today(row), _is_one_after(row, rows, both)
        if not one:
            return Outcome.CREATED if before else Outcome.LEFT
        if not before:
            return Outcome.RESOLVED
    return Outcome.RENAMED if _changed(row, both, after) else None


def _evidence(row: PairRow, holder: Holder) -> str:
    """Evidence that the reference has a taxon, and what is not settled."""
    taxon_id = row.ids[holder.place] or ""
    words = holder.evidence[taxon_id] or ""
    if words and not holder.extent[taxon_id]:
        words += " Which parts of it the reference places elsewhere is not settled."
    return words


def _entry_to_change(row: PairRow, holder: Holder) -> str:
    """Entry that names a taxon and would need another name; blank if none."""
    name, cover = row.names[holder.place] or "", row.covers[holder.place]
    changes = set(holder.extent[row.ids[holder.place] or ""]) != {name}
    if name not in cover.entry_names or not changes:
        return ""
    return f"{holder.label} {'|'.join(cover.appendices)} {name}"


def _coverage(row: PairRow, holder: Holder, checklist: Checklist) -> str:
    """Entries of a list that would cover other animals than today, in words."""
    side = row.sides[holder.place]
    if not holder.adopts or side is None or not holder.extent[side.taxon.taxon_id]:
        return ""
    name, names = side.taxon.name, tuple(holder.extent[side.taxon.taxon_id])
    entries = set(side.cover.entry_names)
    label = f"{holder.label} {'|'.join(side.cover.appendices)}"
    notes = []
    if name in entries and name in names and holder.is_touched(side.taxon.taxon_id):
        amount = "less" if len(names) > 1 else "more"
        notes.append(f"{label} {name} would mean {amount} than today")
    genus, genera = name.split()[0], {n.split()[0] for n in names}
    if genus in entries and genera != {genus}:
        notes.append(f"{label} {genus} spp. would no longer cover it by name")
    of_genera = {e.taxon: e.appendix for e in checklist.records.listings if e.rank == "genus"}
    notes += [
        f"{holder.label} {of_genera[g]} {g} spp. would cover it by name"
        for g in sorted(genera - {genus})
        if g in of_genera and g not in entries
    ]
    return "; ".join(notes)


def _share(values: Iterable[bool]) -> float | None:
    counted = list(values)
    return sum(counted) / len(counted) if counted else None


def _score_after(rows: Sequence[PairRow], both: Holders) -> float | None:
    """Share of the pairs afterwards; a pair with several rows counts once."""
    left, right = both
    pairs: dict[tuple[str, ...], bool] = {}
    for row in rows:
        if row.link is None:
            continue
        one = _is_one_after(row, rows, both)
        ends = [
            [f"= {name}" for name in names] if holder.adopts and names else [taxon.taxon_id]
            for holder, names, taxon in zip(
                both, _both_afterwards(row, both), row.taxa, strict=True
            )
        ]
        for pair in product(*ends):
            if left.adopts and right.adopts and one and pair[0] != pair[1]:
                continue  # both lists split alike, so each species is paired with itself
            pairs[pair] = pairs.get(pair, False) or one
    return _share(pairs.values())
