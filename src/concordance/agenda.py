"""The agenda: one item for each problem that a person must decide, however many rows it has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from concordance.codes import (
    Action,
    AgendaKind,
    Flag,
    Keys,
    LegalConsequence,
    NameDifference,
    Relation,
    ReviewStatus,
)
from concordance.drafts import ASKS, is_stricter_elsewhere
from concordance.pairs import PairRow
from concordance.problems import PARTS, appendices_of, listed_apart, problems, taxa_of
from concordance.result_schema import higher
from concordance.schema import Column, choices, rows_to_frame

if TYPE_CHECKING:
    import pandas as pd

_OPEN: Final = {ReviewStatus.NEEDS_REVIEW, ReviewStatus.STALE, ReviewStatus.DISPUTED}
_WEIGHT: Final = {code: place for place, code in enumerate(LegalConsequence)}
_ORDER: Final = {code: place for place, code in enumerate(AgendaKind)}
#: most names that a text lists before "and N more"
_FEW: Final = 3
_WHY: Final = {
    LegalConsequence.OTHER_APPENDIX: "The strictest Appendix differs between the two sides",
    LegalConsequence.NOT_LISTED: "One side lists animals that no entry of the other covers",
    LegalConsequence.SAME: "The strictest Appendix is the same on both sides",
}


def agenda_columns(left: str, right: str) -> tuple[Column, ...]:
    """Return the columns of the agenda.

    Parameters
    ----------
    left, right : str
        Keys of the two lists, used as prefixes.

    Returns
    -------
    tuple of Column
    """
    sides = [
        column
        for key in (left, right)
        for column in (
            Column(name=f"{key}_taxa", meaning=f"taxa of {key.upper()}, joined by |"),
            Column(name=f"{key}_appendix", meaning="Appendices that cover them, joined by |"),
        )
    ]
    return (
        Column(name="item", meaning="number of the item, most serious first", dtype="int64"),
        Column(name="title", meaning="what the item is about"),
        Column(name="kind", meaning="what people have to settle", values=choices(AgendaKind)),
        Column(name="class", meaning="class of the taxa"),
        *sides,
        Column(name="differs", meaning="the difference in words"),
        Column(
            name="legal_consequence",
            meaning="how the listings on the two sides compare",
            values=choices(LegalConsequence),
        ),
        Column(
            name="recommended_action",
            meaning="draft, for people to decide on",
            values=choices(Action),
        ),
        Column(name="why", meaning="why the item is on the agenda and why it is ranked here"),
        Column(name="row_count", meaning="number of rows of the table in this item", dtype="int64"),
        Column(name="concordance_ids", meaning="ids of those rows, joined by |"),
    )


class Item(NamedTuple):
    """One problem of the agenda, with its rows.

    Attributes
    ----------
    kind : AgendaKind
    consequence : LegalConsequence
    rows : tuple of PairRow
    intended : bool
        Whether the difference looks intended: both sides list the whole, one of them lists a part
        separately, and both list the part in at least one common Appendix.
    """

    kind: AgendaKind
    consequence: LegalConsequence
    rows: tuple[PairRow, ...]
    intended: bool

    @property
    def action(self) -> Action:
        """The most serious action among its rows."""
        return min((row.judged.action for row in self.rows), key=_action_weight)

    @property
    def appendices(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Appendices on both sides."""
        return appendices_of(self.rows, 0), appendices_of(self.rows, 1)


def items(rows: Iterable[PairRow]) -> list[Item]:
    """Return the problems that people have to decide, most serious legal consequence first.

    Parameters
    ----------
    rows : iterable of PairRow
        A concordance.

    Returns
    -------
    list of Item
        Rows that are agreed, rejected or need no action are left out. Items whose animals are in
        different Appendices come first, then items with animals that only one side lists, then
        items without legal consequence. Within each group, differences that look intended come
        last, and Appendix I comes before II.
    """
    rows = list(rows)
    apart = listed_apart(rows)
    groups = problems([row for row in rows if row.status in _OPEN], rows)
    all_items = [
        Item(
            _kind(group),
            _consequence(group),
            group,
            all(row.ids in apart and _share_an_appendix(row) for row in group),
        )
        for group in groups
    ]
    return sorted(all_items, key=_place)


def _share_an_appendix(row: PairRow) -> bool:
    left, right = row.covers
    return bool(set(left.appendices) & set(right.appendices))


def _place(item: Item) -> tuple[object, ...]:
    strictest = min((a for side in item.appendices for a in side), default="~")
    return (
        _WEIGHT[item.consequence],
        item.intended,
        strictest,
        _ORDER[item.kind],
        _action_weight(item.action),
        -sum(is_stricter_elsewhere(row) for row in item.rows),
        tuple(name or "" for name in item.rows[0].names),
        item.rows[0].concordance_id,
    )


def _action_weight(action: Action) -> int:
    return ASKS.index(action) if action in ASKS else len(ASKS)


def _kind(group: Sequence[PairRow]) -> AgendaKind:
    kinds = [_kind_of_row(row) for row in group]
    return min(kinds, key=_ORDER.__getitem__)


def _kind_of_row(row: PairRow) -> AgendaKind:
    difference = set(row.judged.name_difference)
    if row.link is None:
        return AgendaKind.MEMBERSHIP
    if row.relation in PARTS:
        two_ranks = Flag.RANK_DIFFERS in row.judged.flags
        return AgendaKind.LISTING if two_ranks else AgendaKind.CONCEPT
    if row.relation is not Relation.CONGRUENT or row.judged.action is Action.REFER:
        return AgendaKind.RELATION
    if NameDifference.GENUS in difference:
        return AgendaKind.GENUS
    if difference & {NameDifference.SPELLING, NameDifference.GENDER}:
        return AgendaKind.SPELLING
    return AgendaKind.NAME


def _consequence(group: Iterable[PairRow]) -> LegalConsequence:
    group = list(group)
    if any(is_stricter_elsewhere(row) for row in group):
        return LegalConsequence.OTHER_APPENDIX
    if any(not all(cover.entries for cover in row.covers) for row in group):
        return LegalConsequence.NOT_LISTED
    return LegalConsequence.SAME


def agenda(rows: Iterable[PairRow], keys: Keys) -> pd.DataFrame:
    """Return the agenda: one row per problem, most serious legal consequence first.

    Parameters
    ----------
    rows : iterable of PairRow
        A concordance.
    keys : pair of str
        The keys of the two lists.

    Returns
    -------
    pandas.DataFrame
        Columns of `agenda_columns`. Every row that needs review is in exactly one item.
    """
    return rows_to_frame(
        [_cells(number, item) for number, item in enumerate(items(rows), start=1)],
        agenda_columns(*keys),
    )


def _cells(number: int, item: Item) -> tuple[object, ...]:
    rows = item.rows
    sides = [
        cell
        for side in (0, 1)
        for cell in ("|".join(taxa_of(rows, side)) or None, "|".join(item.appendices[side]) or None)
    ]
    return (
        number,
        _title(item),
        item.kind.value,
        higher(rows[0], "class"),
        *sides,
        _differs(item),
        item.consequence.value,
        item.action.value,
        _why(item),
        len(rows),
        "|".join(row.concordance_id for row in rows),
    )


def _title(item: Item) -> str:
    """The names if there are few, otherwise the genera."""
    sides = [taxa_of(item.rows, side) for side in (0, 1)]
    words = [
        ", ".join(names if len(names) <= _FEW else dict.fromkeys(n.split()[0] for n in names))
        for names in sides
    ]
    return " / ".join(dict.fromkeys(word for word in words if word))


def _differs(item: Item) -> str:
    (left, right), rows = item.rows[0].labels, item.rows
    x, y = (len(taxa_of(rows, side)) for side in (0, 1))
    if item.kind is AgendaKind.CONCEPT:
        if x == y == 1:
            return "the two taxa do not contain the same animals"
        return f"{left} has {_count(x)} for animals that {right} places in {_count(y)}"
    if item.kind is AgendaKind.MEMBERSHIP:
        return "only one side has the taxon; the other lists a group"
    if item.kind is AgendaKind.RELATION:
        return "the relation of the two taxa is undetermined"
    with_appendix = item.kind is AgendaKind.LISTING
    names = [", ".join(_side_words(row, side, with_appendix) for side in (0, 1)) for row in rows]
    if len(names) > _FEW:
        names[_FEW:] = [f"and {len(names) - _FEW} more"]
    return "; ".join(names)


def _side_words(row: PairRow, side: int, with_appendix: bool) -> str:
    words = f"{row.labels[side]} {row.names[side]}"
    appendices = "|".join(row.covers[side].appendices) or "no entry"
    return f"{words} ({appendices})" if with_appendix else words


def _count(number: int) -> str:
    return "one taxon" if number == 1 else f"{number} taxa"


def _why(item: Item) -> str:
    sides = [
        f"{label} {'|'.join(appendices) or 'no entry'}"
        for label, appendices in zip(item.rows[0].labels, item.appendices, strict=True)
    ]
    row = min(item.rows, key=_voice)
    return f"{_WHY[item.consequence]} ({', '.join(sides)}). {row.judged.note}"


def _voice(row: PairRow) -> tuple[int, bool, bool]:
    """Sort key of the row that represents its item: the most serious, or one name in two senses."""
    is_light = _consequence([row]) is LegalConsequence.SAME
    return _action_weight(row.judged.action), is_light, row.names[0] != row.names[1]
