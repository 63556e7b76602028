"""Turns the differences of one row into coded flags and a difference of names.

Flags are set only here; `drafts` sets the action that follows from them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from concordance.codes import (
    Flag,
    Keys,
    NameDifference,
    Relation,
    Scope,
    State,
    Verdict,
)
from concordance.drafts import ASKS, draft
from concordance.names import canonical, gender_form, orthographic
from concordance.pairs import Cover, Judged, PairRow

#: one line for each flag, with placeholders for the labels of the two lists
MEANING: Final[dict[Flag, str]] = {
    Flag.NAME_DIFFERS: "the two sides use different names",
    Flag.AUTHORSHIP_DIFFERS: "same name, different author or year",
    Flag.SPELLING_DIFFERS: "the names differ only in spelling or ending",
    Flag.RANK_DIFFERS: "species on one side, subspecies (or a higher group) on the other",
    Flag.SPLIT: "the {left} taxon contains more than the {right} taxon",
    Flag.LUMP: "the {right} taxon contains more than the {left} taxon",
    Flag.OVERLAP: "each taxon contains animals that the other does not",
    Flag.SAME_NAME_DIFFERENT_CONCEPT: "one name, two circumscriptions",
    Flag.PRO_PARTE: "the linking name belongs to several taxa",
    Flag.AMBIGUOUS: "the same taxon has several partners",
    Flag.HOMONYM: "one name by different authors, perhaps for two animals",
    Flag.FAMILY_DIFFERS: "the two sides place it in different families",
    Flag.REFERENCE_DIFFERS: "the two sides follow different standard references",
    Flag.WILD_FORM_NAME: "wild-form name on one side, name of the domestic form on the other",
    Flag.NEEDS_REVIEW: "the row needs review by a person",
    Flag.LEFT_ONLY: "no entry of {right} covers it",
    Flag.RIGHT_ONLY: "no entry of {left} covers it",
    Flag.LISTED_HIGHER_LEFT: "{left} covers it only through a higher taxon",
    Flag.LISTED_HIGHER_RIGHT: "{right} covers it only through a higher taxon",
    Flag.MIGRATORY_TEST_NEEDED: "an entry covers it only if it is migratory",
    Flag.POPULATION_SCOPE: "an entry is limited to populations",
    Flag.SPLIT_LISTING: "one side lists parts of the taxon in different Appendices",
    Flag.APPENDIX_DIFFERS: "the Appendix numbers differ between the two sides",
    Flag.LISTING_GAP: "one side lists some of the animals differently or not at all",
    Flag.DOMESTIC_FORM_EXCLUDED: "an entry excludes the domestic form",
    Flag.RESERVATION: "a Party has entered a reservation",
    Flag.RANGE_DIFFERS: "same animal on both sides, but the range states differ",
    Flag.COMMON_NAMES_DIFFER: "same animal on both sides, but no shared common name in a language",
    Flag.RED_LIST_NAME_DIFFERS: "the Red List uses another name",
    Flag.RED_LIST_STATUS_GAP: "threatened, but in neither Appendix I",
}

#: flags for relations other than congruent
_SHAPES: Final = {
    Relation.INCLUDES: Flag.SPLIT,
    Relation.INCLUDED_IN: Flag.LUMP,
    Relation.OVERLAPS: Flag.OVERLAP,
}
#: position of each flag in the vocabulary
_PLACES: Final = {flag: place for place, flag in enumerate(Flag)}
_SPELLING: Final = {NameDifference.SPELLING, NameDifference.GENDER}
_OTHER_NAME: Final = {NameDifference.GENUS, NameDifference.EPITHET}


def meaning(flag: Flag, keys: Keys) -> str:
    """Return the meaning of a flag, with the labels of the two lists.

    Examples
    --------
    >>> meaning(Flag.LEFT_ONLY, ("cites", "cms"))
    'no entry of CMS covers it'
    """
    return MEANING[flag].format(left=keys[0].upper(), right=keys[1].upper())


def add_flags(rows: Iterable[PairRow]) -> list[PairRow]:
    """Return rows with their difference of names, flags and draft action.

    Parameters
    ----------
    rows : iterable of PairRow
        With relation, information, legal status, Red List status and decision, where known.

    Returns
    -------
    list of PairRow
        In the order given. All rows of one split or lump get its most serious action.
    """
    return [_reviewed(row) for row in draft([_coded(row) for row in rows])]


def _coded(row: PairRow) -> PairRow:
    """A row with its codes."""
    difference = _difference(row)
    flags = _name_flags(row, difference) | _concept_flags(row) | _listing_flags(row)
    flags |= _information_flags(row)
    return row._replace(judged=Judged(difference, _sorted(flags)))


def _reviewed(row: PairRow) -> PairRow:
    """A row, flagged for review if its action needs a person."""
    flags = set(row.judged.flags)
    if row.judged.action in ASKS:
        flags.add(Flag.NEEDS_REVIEW)
    flags = _after_decision(row, flags)
    if flags == set(row.judged.flags):
        return row  # most rows need no copy, which takes time
    return row._replace(judged=row.judged._replace(flags=_sorted(flags)))


def _sorted(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    return tuple(sorted(flags, key=_PLACES.__getitem__))


# ---------------------------------------------------------------------------------------------
# names


def name_difference(
    left: str, right: str, ranks: tuple[str, str] = ("", "")
) -> tuple[NameDifference, ...]:
    """Return how two names differ, apart from their authors.

    Parameters
    ----------
    left, right : str
    ranks : pair of str

    Returns
    -------
    tuple of NameDifference
        Empty where nothing differs.

    Examples
    --------
    >>> name_difference("Panthera uncia", "Uncia uncia")
    (<NameDifference.GENUS: 'genus'>,)
    """
    x, y = canonical(left), canonical(right)
    codes: list[NameDifference] = []
    if x != y:
        both_low = " " in x and " " in y
        same_level = both_low or (" " not in x and " " not in y and ranks[0] == ranks[1])
        codes += _words_differ(x.split(), y.split()) if same_level else []
    if ranks[0] != ranks[1]:
        codes.append(NameDifference.RANK)
    return tuple(dict.fromkeys(codes))


def _words_differ(x: list[str], y: list[str]) -> list[NameDifference]:
    codes: list[NameDifference] = []
    if len(x) == 1 or len(y) == 1:
        same = orthographic(x[0]) == orthographic(y[0])
        return [NameDifference.SPELLING if same else NameDifference.EPITHET]
    if x[0] != y[0]:
        same = orthographic(x[0]) == orthographic(y[0])
        codes.append(NameDifference.SPELLING if same else NameDifference.GENUS)
    a, b = x[-1], y[-1]
    if len(x) != len(y) and a != b and (b in x or a in y):
        return codes
    if a != b:
        if gender_form(f"Aa {a}") == gender_form(f"Aa {b}"):
            codes.append(NameDifference.GENDER)
        elif orthographic(f"Aa {a}") == orthographic(f"Aa {b}"):
            codes.append(NameDifference.SPELLING)
        else:
            codes.append(NameDifference.EPITHET)
    elif len(x) == len(y) == 3 and x[1] != y[1]:
        codes.append(NameDifference.EPITHET)
    return codes


def _is_wild_form(row: PairRow) -> bool:
    """Whether one side uses the name of the domestic form."""
    x, y = row.taxa
    excludes = any(
        entry.scope is Scope.DOMESTIC_EXCLUDED for cover in row.covers for entry in cover.entries
    )
    return excludes and x.name != y.name and row.relation is Relation.CONGRUENT


def _difference(row: PairRow) -> tuple[NameDifference, ...]:
    if row.link is None:
        return ()
    x, y = row.taxa
    if _is_wild_form(row) and canonical(x.name) != canonical(y.name):
        return (NameDifference.WILD_FORM,)
    codes = name_difference(x.name, y.name, (x.rank, y.rank))
    if row.link.authors_differ and canonical(x.name) == canonical(y.name):
        codes = (NameDifference.AUTHORSHIP, *codes)
    return codes or (NameDifference.NONE,)


def _name_flags(row: PairRow, difference: tuple[NameDifference, ...]) -> set[Flag]:
    if row.link is None:
        return set()
    x, y = row.taxa
    codes = set(difference)
    raised = {
        Flag.NAME_DIFFERS: x.name != y.name,
        Flag.AUTHORSHIP_DIFFERS: row.link.authors_differ,
        Flag.HOMONYM: row.link.authors_differ,
        Flag.SPELLING_DIFFERS: bool(codes & _SPELLING) and not codes & _OTHER_NAME,
        Flag.RANK_DIFFERS: x.rank != y.rank,
        Flag.FAMILY_DIFFERS: bool(x.family and y.family and x.family != y.family),
        Flag.REFERENCE_DIFFERS: bool(x.reference and y.reference)
        and not set(x.reference) & set(y.reference),
        Flag.WILD_FORM_NAME: _is_wild_form(row),
    }
    return {flag for flag, is_raised in raised.items() if is_raised}


# ---------------------------------------------------------------------------------------------
# concepts


def _concept_flags(row: PairRow) -> set[Flag]:
    if row.link is None:
        return set()
    x, y = row.taxa
    flags: set[Flag] = set()
    shape = _SHAPES.get(row.relation)
    if shape and x.rank == y.rank:
        flags.add(shape)
    if shape and x.name == y.name:
        flags.add(Flag.SAME_NAME_DIFFERENT_CONCEPT)
    if row.link.ambiguous:
        flags.add(Flag.PRO_PARTE)
    if row.alternatives:
        flags.add(Flag.AMBIGUOUS)
    return flags


def _after_decision(row: PairRow, flags: set[Flag]) -> set[Flag]:
    """Flags after a person's decision; only a stale or disputed one needs review."""
    if row.decision is None:
        return flags
    is_open = row.decision.state is State.STALE or row.decision.verdict is Verdict.DISPUTED
    return flags | {Flag.NEEDS_REVIEW} if is_open else flags - {Flag.NEEDS_REVIEW}


# ---------------------------------------------------------------------------------------------
# listings and information


def _listing_flags(row: PairRow) -> set[Flag]:
    left, right = row.covers
    flags = _cover_flags(left, Flag.LISTED_HIGHER_LEFT)
    flags |= _cover_flags(right, Flag.LISTED_HIGHER_RIGHT)
    if any(legal.reservations for legal in row.legal):
        flags.add(Flag.RESERVATION)
    if not right.entries and not row.members:
        flags.add(Flag.LEFT_ONLY)
    if not left.entries and not row.members:
        flags.add(Flag.RIGHT_ONLY)
    if row.link is None:
        return flags
    differ = set(left.appendices) != set(right.appendices)
    both = bool(left.entries) and bool(right.entries)
    if both and differ:
        flags.add(Flag.APPENDIX_DIFFERS)
    if not both or (differ and row.relation in _SHAPES):
        flags.add(Flag.LISTING_GAP)
    return flags


def _cover_flags(cover: Cover, higher: Flag) -> set[Flag]:
    if not cover.entries:
        return set()
    scopes = {entry.scope for entry in cover.entries}
    raised = {
        higher: not cover.own,
        Flag.MIGRATORY_TEST_NEEDED: cover.migratory_only,
        Flag.POPULATION_SCOPE: Scope.POPULATION in scopes,
        Flag.DOMESTIC_FORM_EXCLUDED: Scope.DOMESTIC_EXCLUDED in scopes,
        Flag.SPLIT_LISTING: cover.is_split,
    }
    return {flag for flag, is_raised in raised.items() if is_raised}


def _information_flags(row: PairRow) -> set[Flag]:
    flags = set(row.red_list.flags) if row.red_list else set()
    if row.relation is Relation.CONGRUENT:
        if row.information.range_differs:
            flags.add(Flag.RANGE_DIFFERS)
        if row.information.names_conflict:
            flags.add(Flag.COMMON_NAMES_DIFFER)
    return flags
