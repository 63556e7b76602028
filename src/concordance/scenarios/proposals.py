"""Compares proposals to list animals with the other side."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from concordance.checklist import Checklist
from concordance.errors import ConcordanceError, UnknownNameError
from concordance.listing.entries import EntryRow
from concordance.scenarios.answer import ADOPTED, DIVIDED, LUMPED, PROPOSED, REPLACED, WhatIf
from concordance.schema import rows_to_frame

_APPENDICES: Final = ("I", "II", "III")
#: returns the entries of both lists that cover a name
EntriesOf = Callable[[str], list[EntryRow]]


class Listed(NamedTuple):
    """Name in one list for a queried name, and its entries in words; None if nothing."""

    name: str | None
    entries: str | None


class ProposedRow(NamedTuple):
    """A row of `answer.PROPOSED`."""

    name: str
    side: str
    appendix: str
    own_today: str | None
    other_name: str | None
    other_today: str | None
    joint: str
    note: str


def propose(
    proposals: Iterable[tuple[str, str, str]],
    entries_of: EntriesOf,
    lists: tuple[Checklist, Checklist],
) -> WhatIf:
    """Compare proposals to list animals with the other side.

    Parameters
    ----------
    proposals : iterable of (name, side, Appendix)
        The side is the key of a list, in any case.
    entries_of : callable
        Returns the entries of both lists that cover a name; raises `UnknownNameError`.
    lists : pair of Checklist

    Returns
    -------
    WhatIf
        ``proposals`` in the order given; the other tables are empty.

    Raises
    ------
    ConcordanceError
        If a side or an Appendix is not known; lists all of them.
    """
    given = list(proposals)
    if malformed := [p for p in given if isinstance(p, str) or len(p) != 3]:
        raise ConcordanceError(
            f"{malformed[0]!r} is not a proposal; expected (name, side, Appendix)"
        )
    known = {checklist.key: _appendices(checklist) for checklist in lists}
    problems = [
        f"{name}: side is {side!r} and Appendix {appendix!r}; expected "
        f"{' or '.join(key.upper() for key in known)}, and "
        f"{' or '.join(known.get(side.lower(), _APPENDICES))}"
        for name, side, appendix in given
        if appendix not in known.get(side.lower(), ())
    ]
    if not given:
        problems.append("no proposals given; expected (name, side, Appendix)")
    if problems:
        raise ConcordanceError("; ".join(problems))
    keys = [checklist.key for checklist in lists]
    rows = [
        _proposed(
            name,
            appendix,
            keys.index(side.lower()),
            _listed_today(name, entries_of, lists),
            (lists[0].label, lists[1].label),
        )
        for name, side, appendix in given
    ]
    return WhatIf(
        table=rows_to_frame([], ADOPTED),
        replacements=rows_to_frame([], REPLACED),
        lumps=rows_to_frame([], LUMPED),
        splits=rows_to_frame([], DIVIDED),
        proposals=rows_to_frame(rows, PROPOSED),
        labels=(lists[0].label, lists[1].label),
        day=max(checklist.source.as_of for checklist in lists),
    )


def _appendices(checklist: Checklist) -> tuple[str, ...]:
    """Appendices of a list that have entries."""
    return tuple(sorted({entry.appendix for entry in checklist.records.listings}))


def _listed_today(
    name: str, entries_of: EntriesOf, lists: tuple[Checklist, Checklist]
) -> tuple[Listed, Listed]:
    """Name in each list for a queried name, and its entries in words."""
    try:
        entries = entries_of(name)
    except UnknownNameError as error:
        # its genus or a higher group may still be listed
        left, right = (
            [group for group in error.groups if group.startswith(f"{checklist.label} ")]
            for checklist in lists
        )
        return _perhaps(left), _perhaps(right)
    left_rows, right_rows = (
        [entry for entry in entries if entry.side == checklist.label] for checklist in lists
    )
    return _listed(left_rows), _listed(right_rows)


def _perhaps(groups: list[str]) -> Listed:
    return Listed(None, f"perhaps {'; '.join(groups)}" if groups else None)


def _listed(entries: list[EntryRow]) -> Listed:
    if not entries:
        return Listed(None, None)
    words = "; ".join(
        f"{entry.appendix} as {entry.entry}" + (", perhaps" if "perhaps" in entry.how else "")
        for entry in entries
    )
    return Listed(entries[0].taxon, words)


def _proposed(
    name: str,
    appendix: str,
    place: int,
    today: tuple[Listed, Listed],
    labels: tuple[str, str],
) -> ProposedRow:
    own, other = today[place], today[1 - place]
    own_label, other_label = labels[place], labels[1 - place]
    proposed = f"{appendix} as {name} (proposed)"
    ends = [f"{proposed}; today {own.entries}" if own.entries else proposed]
    ends.append(
        (other.entries or "not listed")
        if other.name in (name, None)
        else f"{other.entries} [{other.name}]"
    )
    lines = [f"{own_label}: {ends[0]}", f"{other_label}: {ends[1]}"]
    note = _other_words(name, other, other_label)
    if own.entries is not None:
        known = own.name or "part of a group"
        note += f" {own_label} already lists it as {known}: {own.entries}."
    return ProposedRow(
        name,
        own_label,
        appendix,
        own.entries,
        other.name,
        other.entries,
        "; ".join(lines if place == 0 else reversed(lines)),
        f"Draft: {note}",
    )


def _other_words(name: str, other: Listed, label: str) -> str:
    if other.entries is None:
        return f"not listed by {label} (as far as its name shows)."
    if other.name is None:
        return (
            f"{label} does not print the name; an entry for its group may cover it: "
            f"{other.entries}."
        )
    if other.name != name:
        return f"{label} lists it as {other.name}, so the joint list would have two names."
    return f"{label} also lists it: {other.entries}."
