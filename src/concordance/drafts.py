"""Coded differences -> the draft action for people to decide, and its words.

The only place that sets actions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from concordance.codes import Action, Flag, NameDifference, Relation
from concordance.pairs import Judged, PairRow
from concordance.problems import PARTS, listed_apart, problems, whole_side

#: when each action is drafted
WHEN: Final[dict[Action, str]] = {
    Action.NO_ACTION: "the names agree, or the entries differ in scope at most",
    Action.CORRECT_SPELLING: "one animal, and the names differ in spelling or ending",
    Action.ADOPT_REFERENCE: "one animal under two names: one reference would settle it",
    Action.AMEND_APPENDIX_TEXT: "one side splits or lumps, and the Appendices agree; or an entry "
    "departs from the reference that both sides follow",
    Action.REFER: "how the two relate, or what each covers, has to be settled first",
    Action.DISAGGREGATE: "only the classification of one side places a species in a group that the "
    "other lists as a whole: specify whether the entry includes it",
    Action.ADD_FOOTNOTE: "one name in two senses, and the Appendices agree",
    Action.RETAIN_LISTED_NAME: "the name of the wild form is retained",
}
#: actions that ask a person for something, the heaviest first
ASKS: Final = (
    Action.REFER, Action.ADD_FOOTNOTE, Action.AMEND_APPENDIX_TEXT, Action.ADOPT_REFERENCE,
    Action.CORRECT_SPELLING, Action.DISAGGREGATE,
)  # fmt: skip
_LOW: Final = {"species", "subspecies"}
_SPELLING: Final = {NameDifference.SPELLING, NameDifference.GENDER}
_OTHER_NAME: Final = {NameDifference.GENUS, NameDifference.EPITHET}
#: a relation that a person has to settle before anything else
_OPEN: Final = {Flag.OVERLAP, Flag.HOMONYM, Flag.PRO_PARTE}


def draft(rows: Sequence[PairRow]) -> list[PairRow]:
    """Return rows with a draft action.

    Parameters
    ----------
    rows : sequence of PairRow
        With flags.

    Returns
    -------
    list of PairRow
        In the order given. Where rows of one problem relate whole and part, all of these have the
        heaviest action that one of them needs.
    """
    actions = [_action(row) for row in rows]
    parts = [place for place, row in enumerate(rows) if _is_part(row, actions[place])]
    places = {id(rows[place]): place for place in parts}
    for problem in problems([rows[place] for place in parts], rows):
        mine = [places[id(row)] for row in problem]
        heaviest = min((actions[place] for place in mine), key=ASKS.index)
        for place in mine:
            actions[place] = heaviest
    apart = listed_apart(rows)
    notes = [
        _apart_note(row) if action is Action.REFER and row.ids in apart else _note(row, action)
        for row, action in zip(rows, actions, strict=True)
    ]
    return [
        row._replace(judged=Judged(row.judged.name_difference, row.judged.flags, action, note))
        for row, action, note in zip(rows, actions, notes, strict=True)
    ]


def _is_part(row: PairRow, action: Action) -> bool:
    return row.relation in PARTS and action in ASKS


def is_stricter_elsewhere(row: PairRow) -> bool:
    """Whether both sides list the taxa of a row, and their strictest Appendices differ."""
    left, right = (cover.appendices[:1] for cover in row.covers)
    return bool(left) and bool(right) and left != right


def _action(row: PairRow) -> Action:
    if row.link is None:
        group, low = row.perhaps, row.taxa[0].rank in _LOW
        asks = bool(group.entries) and low and not group.migratory_only
        return Action.DISAGGREGATE if asks else Action.NO_ACTION
    flags = set(row.judged.flags)
    if row.relation is Relation.UNDETERMINED or row.contradicted or flags & _OPEN:
        return Action.REFER
    if row.relation in PARTS:
        return _part_action(row, flags)
    return _name_action(row, flags) if row.relation is Relation.CONGRUENT else Action.NO_ACTION


def _part_action(row: PairRow, flags: set[Flag]) -> Action:
    """The draft where one side's taxon contains more than the other's."""
    if not flags & {Flag.SPLIT, Flag.LUMP}:
        return _rank_action(row)
    if Flag.LISTING_GAP in flags:
        return Action.REFER
    one_name = Flag.SAME_NAME_DIFFERENT_CONCEPT in flags
    return Action.ADD_FOOTNOTE if one_name else Action.AMEND_APPENDIX_TEXT


def _rank_action(row: PairRow) -> Action:
    """The draft where a subspecies stands on one side and a species on the other."""
    if not all(taxon.rank in _LOW for taxon in row.taxa):
        return Action.NO_ACTION  # an entry for a group: its members have rows of their own
    if is_stricter_elsewhere(row):
        return Action.REFER
    other = _OTHER_NAME & set(row.judged.name_difference)
    return Action.AMEND_APPENDIX_TEXT if other else Action.NO_ACTION


def _name_action(row: PairRow, flags: set[Flag]) -> Action:
    """The draft for one animal, which may have two names."""
    difference = set(row.judged.name_difference)
    if Flag.WILD_FORM_NAME in flags:
        return Action.RETAIN_LISTED_NAME
    two_ranks = NameDifference.RANK in difference and all(t.rank in _LOW for t in row.taxa)
    if _OTHER_NAME & difference or two_ranks:
        return Action.AMEND_APPENDIX_TEXT if _shared_references(row) else Action.ADOPT_REFERENCE
    return Action.CORRECT_SPELLING if _SPELLING & difference else Action.NO_ACTION


def _shared_references(row: PairRow) -> list[str]:
    """The titles of the references that both sides follow."""
    x, y = (set(side.references) if side else set() for side in row.sides)
    return sorted(x & y)


def _note(row: PairRow, action: Action) -> str:
    if row.link is None:
        return _lone_note(row, action)
    if action is Action.NO_ACTION:
        return "Draft: no nomenclature action; the entries differ in scope at most."
    x, y = (f"{label} {t.name}" for label, t in zip(row.labels, row.taxa, strict=True))
    return f"Draft: {_pair_note(row, action, x, y)}{_tail(row)}"


def _pair_note(row: PairRow, action: Action, x: str, y: str) -> str:
    if row.relation is Relation.CONGRUENT and action is Action.AMEND_APPENDIX_TEXT:
        shared = ", ".join(_shared_references(row))
        return (
            f"both sides follow {shared}, and {x} and {y} are one animal: amend the entry that "
            "departs from it, or record that it keeps its listed name."
        )
    if action is Action.REFER and row.relation in PARTS and not set(row.judged.flags) & _OPEN:
        return f"assess what each side covers before {x} and {y} are aligned."
    if action is Action.ADD_FOOTNOTE and row.names[0] != row.names[1]:
        whole, part = (y, x) if whole_side(row) else (x, y)
        return (
            f"{part} is a part of {whole}: say by footnote in which sense, s.l. or s.s., the name "
            "of the latter is meant; the Appendices agree."
        )
    return {
        Action.REFER: f"settle how {x} and {y} relate.",
        Action.RETAIN_LISTED_NAME: (
            f"keep the wild-form name {x}; {y} names the domestic form elsewhere."
        ),
        Action.ADD_FOOTNOTE: (
            f"say by footnote in which sense, s.l. or s.s., {x} and {y} are meant; the "
            "Appendices agree."
        ),
        Action.AMEND_APPENDIX_TEXT: f"align the concepts of {x} and {y}.",
        Action.ADOPT_REFERENCE: f"one reference for {x} and {y}.",
        Action.CORRECT_SPELLING: f"one spelling for {x} and {y}.",
    }[action]


def _apart_note(row: PairRow) -> str:
    """The note on a part that one side lists apart from a whole that both list."""
    side = whole_side(row) or 0
    label, other = row.labels[side], row.labels[1 - side]
    whole, part = row.taxa[side].name, row.taxa[1 - side].name
    return (
        f"Draft: no name is in dispute. Both sides list {whole}; {other} lists {part} separately. "
        f"Assess whether {label} should do the same, or record that the difference is "
        f"intended.{_tail(row)}"
    )


def _tail(row: PairRow) -> str:
    references = " against ".join(
        f"{' and '.join(side.references if side else ()) or 'a reference not known here'} ({label})"
        for label, side in zip(row.labels, row.sides, strict=True)
    )
    entries = "; ".join(
        f"{label} {'|'.join(cover.appendices)} as {', '.join(sorted(cover.entry_names))}"
        for label, cover in zip(row.labels, row.covers, strict=True)
        if cover.entries
    )
    return f" Standard references: {references}. Entries: {entries or 'none'}."


def _lone_note(row: PairRow, action: Action) -> str:
    own, other = row.labels if row.left else row.labels[::-1]
    (taxon,) = row.taxa
    entries = ", ".join(row.perhaps.entry_names)
    if not entries:
        return f"Draft: only {own} has an entry for {taxon.name}."
    if action is Action.DISAGGREGATE:
        return (
            f"Draft: say whether {other} means {taxon.name} by {entries}: whether it belongs to "
            f"the group as {other} understands it."
        )
    if row.perhaps.migratory_only and taxon.rank in _LOW:
        return (
            f"Draft: no nomenclature action. {other} lists {entries}; it covers {taxon.name} if "
            f"that belongs to the group as {other} understands it, and is migratory."
        )
    return f"Draft: no nomenclature action; {other} covers the group through {entries}."
