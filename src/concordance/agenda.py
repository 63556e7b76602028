"""The agenda: what a concordance asks people for, one item a problem, the heaviest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from concordance.codes import Action, Flag, Keys, NameDifference, Relation
from concordance.flags import ASKING
from concordance.pairs import PairRow
from concordance.schema import Column, choices, to_frame

if TYPE_CHECKING:
    import pandas as pd

#: what an item is about, the heaviest first
KINDS: Final = ("gap", "concept", "membership", "name", "spelling")


def agenda_columns(keys: Keys) -> tuple[Column, ...]:
    """Return the columns of the agenda of two lists."""
    sides = tuple(
        column
        for key in keys
        for column in (
            Column(name=f"{key}_names", meaning=f"names on the side of {key}, joined by |"),
            Column(name=f"{key}_appendix", meaning="Appendices of these, joined by |"),
        )
    )
    return (
        Column(name="item", meaning="number, the heaviest legal consequence first", dtype="int64"),
        Column(
            name="kind",
            meaning="gap: a part stands in another Appendix; concept: one side contains more; "
            "membership: a group may cover it; name; spelling",
            values=KINDS,
        ),
        *sides,
        Column(name="recommended_action", meaning="draft, for people", values=choices(Action)),
        Column(name="action_note", meaning="the draft of its first row, in words"),
        Column(name="rows", meaning="rows of the table that it stands for", dtype="int64"),
        Column(name="concordance_ids", meaning="these rows, joined by |", separator="|"),
    )


class _Item(NamedTuple):
    kind: str
    rows: Sequence[PairRow]

    @property
    def weight(self) -> tuple[object, ...]:
        """What is settled first: by kind, then whether Appendix differs, size, name."""
        gap = any(Flag.APPENDIX_DIFFERS in row.judged.flags for row in self.rows)
        return KINDS.index(self.kind), not gap, -len(self.rows), self.rows[0].names[0] or ""


def agenda(rows: Iterable[PairRow], keys: Keys) -> pd.DataFrame:
    """Return what a concordance asks people for.

    Parameters
    ----------
    rows : iterable of PairRow
    keys : pair of str
        Column prefixes of the two lists.

    Returns
    -------
    pandas.DataFrame
        Arrow-backed, columns `agenda_columns`, one row a problem: rows of one kind between the same
        two genera are one item, however many they are (the sheep of *Ovis*). Rows that a person
        has decided are not on it.
    """
    items: defaultdict[tuple[str, str, str], list[PairRow]] = defaultdict(list)
    for row in rows:
        if row.judged.action in ASKING and Flag.NEEDS_REVIEW in row.judged.flags:
            kind = _kind(row)
            left, right = ((name or "").split(" ", 1)[0] for name in row.names)
            items[_topic(kind), left, right].append(row)
    merged = [_Item(min(map(_kind, own), key=KINDS.index), own) for own in items.values()]
    merged.sort(key=lambda item: item.weight)
    cells = [_cells(number, item, keys) for number, item in enumerate(merged, start=1)]
    columns = agenda_columns(keys)
    return to_frame({c.name: [row[c.name] for row in cells] for c in columns}, columns)


def _kind(row: PairRow) -> str:
    flags, difference = set(row.judged.flags), set(row.judged.name_difference)
    if row.link is None:
        return "membership"
    if Flag.LISTING_GAP in flags:
        return "gap"
    if flags & _OF_CONCEPTS or row.relation is not Relation.CONGRUENT:
        return "concept"
    is_other = bool(difference & {NameDifference.GENUS, NameDifference.EPITHET})
    return "name" if is_other or NameDifference.RANK in difference else "spelling"


_OF_CONCEPTS: Final = frozenset(
    {Flag.SPLIT, Flag.LUMP, Flag.OVERLAP, Flag.SAME_NAME_DIFFERENT_CONCEPT, Flag.HOMONYM}
)


def _topic(kind: str) -> str:
    """Gaps and concepts of one pair of genera are one problem."""
    return "concept" if kind == "gap" else kind


def _cells(number: int, item: _Item, keys: Keys) -> dict[str, object]:
    first = item.rows[0].judged
    cells: dict[str, object] = {
        "item": number,
        "kind": item.kind,
        "recommended_action": first.action.value,
        "action_note": first.note,
        "rows": len(item.rows),
        "concordance_ids": "|".join(row.concordance_id for row in item.rows),
    }
    for place, key in enumerate(keys):
        names = dict.fromkeys(n for row in item.rows if (n := row.names[place]))
        appendices = {a for row in item.rows for a in row.covers[place].appendices}
        ordered = sorted(appendices, key=lambda a: (len(a), a))
        cells |= {f"{key}_names": "|".join(names) or None,
                  f"{key}_appendix": "|".join(ordered) or None}  # fmt: skip
    return cells
