"""Answers for a year or month: one answer if nothing changed, else all values with their days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from concordance.codes import MatchStatus
from concordance.lookups.listing import Given, joined
from concordance.lookups.reasons import Reason
from concordance.matching.answer import enumerated
from concordance.matching.listed import Listed

#: the most informative status comes first; a list without an answer comes before a denial, which
#: would otherwise seem to be that of all lists
_STATUSES: Final = (
    MatchStatus.MATCHED, MatchStatus.LISTED_IN_PART, MatchStatus.EXCLUDED, MatchStatus.COVERED,
    MatchStatus.AMBIGUOUS, MatchStatus.AUTHOR_DIFFERS, MatchStatus.CONTEXT_DIFFERS,
    MatchStatus.UNCERTAIN_NAME, MatchStatus.PROPOSED, None, MatchStatus.NOT_FOUND,
    MatchStatus.NOT_A_NAME,
)  # fmt: skip
#: codes of an answer that changed in a year or month
CHANGED: Final = frozenset({Reason.CHANGED_IN_YEAR, Reason.ENTRY_CHANGED_IN_YEAR})
_CERTAIN: Final = frozenset(
    {
        MatchStatus.MATCHED.value, MatchStatus.LISTED_IN_PART.value, MatchStatus.EXCLUDED.value,
        MatchStatus.COVERED.value,
    }
)  # fmt: skip
#: a sentence names at most this many entries
_MOST_NAMED: Final = 6
_ORDER: Final = {status and status.value: place for place, status in enumerate(_STATUSES)}


def strongest(statuses: Sequence[str]) -> str:
    """Return the most informative status: a denial only if every list has an answer.

    Examples
    --------
    >>> strongest(["not_found", "matched"]), strongest(["before_data", "not_found"])
    ('matched', 'before_data')
    """
    return min(statuses, key=lambda status: _ORDER.get(status, _ORDER[None]))


def over_time(answers: Sequence[tuple[str, Given]], label: str, period: str) -> Given:
    """Return the answer over several spells.

    Parameters
    ----------
    answers : sequence of (first day, Given)
        One for each spell, in order.
    label : str
        The list in words.
    period : str
        ``month`` or ``year``.

    Returns
    -------
    Given
        The last answer if nothing changed except first days of entries; else an answer with the
        joined values of all spells, ``changed_in_year`` (``entry_changed_in_year`` if the Appendix
        stayed the same), and a sentence with the days.
    """
    last = answers[-1][1]
    phases = [next(same) for _, same in groupby(answers, key=lambda one: _answer(one[1]))]
    if len(phases) == 1:
        listed = last.listed._replace(
            listed_from=joined(given.listed.listed_from for _, given in answers)
        )
        return last._replace(listed=listed)
    all_ = [given for _, given in phases]
    merged = last._replace(
        status=strongest([given.status for given in all_]),
        name=joined(given.name for given in all_),
        name_from=joined(given.name_from for given in all_),
        listed=_joined_listed([given.listed for given in all_]),
        evidence=f"{last.evidence} {_changes(phases, label, period)}".strip(),
        split_to=tuple(sorted({part for given in all_ for part in given.split_to})),
    )
    reason = Reason.ENTRY_CHANGED_IN_YEAR if _is_of_form(all_) else Reason.CHANGED_IN_YEAR
    return merged.having(*(r for given in all_ for r in given.reasons), reason)


def _is_of_form(answers: Sequence[Given]) -> bool:
    """Whether only the entry or the name changed: each animal stayed in its Appendix."""
    appendices = {given.listed.appendix for given in answers}
    limits = {given.listed.scope for given in answers}
    if len(appendices) > 1 or len(limits) > 1 or None in appendices:
        return False
    # a member of a group may have moved between two Appendices that the group keeps
    return " " in answers[-1].about or "|" not in (answers[-1].listed.appendix or "")


def _answer(given: Given) -> tuple[str | None, ...]:
    """The cells whose change counts: all but the origin of the name and first days of entries."""
    status, name, _name_from, *listed, _listed_from = given.cells
    return (status, name, *listed)


def _joined_listed(all_: Sequence[Listed]) -> Listed:
    appendices = joined(listed.appendix for listed in all_)
    ordered = sorted((appendices or "").split("|"), key=lambda a: (len(a), a))
    return Listed(
        "|".join(ordered) or None,
        joined(listed.listed_as for listed in all_),
        joined(listed.listed_how for listed in all_),
        joined(listed.scope for listed in all_),
        joined(listed.listed_from for listed in all_),
        tuple(dict.fromkeys(pair for listed in all_ for pair in listed.covering)),
    )


def is_another(then: Given, now: Given) -> bool:
    """Whether two certain answers have different Appendices."""
    return then.listed.appendix != now.listed.appendix and _is_certain(then) and _is_certain(now)


def _is_certain(given: Given) -> bool:
    if given.status == MatchStatus.NOT_FOUND:
        return Reason.UNKNOWN_NAME not in given.reasons
    return given.status in _CERTAIN


def later_words(phases: Sequence[tuple[str, Given]], label: str) -> str:
    """Return the Appendices since a day in the past, with their first days, as a sentence.

    Parameters
    ----------
    phases : sequence of (first day, Given)
        The spell of that day, and all later ones up to today's.
    label : str
        The list in words.

    Returns
    -------
    str
        Blank if no later answer is certain.
    """
    parts: list[str] = []
    appendix = phases[0][1].listed.appendix
    for begin, given in phases[1:]:
        if given.listed.appendix == appendix or not _is_certain(given):
            continue
        appendix = given.listed.appendix
        words = f"{label} Appendix {appendix}" if appendix else f"not listed by {label}"
        parts.append(f"from {begin} on: {words}")
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _changes(phases: Sequence[tuple[str, Given]], label: str, period: str) -> str:
    """The listings of the period with their days, as a sentence."""
    all_ = [given for _, given in phases]
    if not any(given.listed.appendix for given in all_):
        days = " and ".join(begin for begin, _ in phases[1:])
        return f"{label} listed it on no day of the {period}; its status or name changed on {days}."
    form = ", but not the Appendix" if _is_of_form(all_) else ""
    words = _phase_words(all_)
    parts = []
    for text, (end, _) in zip(words, phases[1:], strict=False):
        last_day = date.fromisoformat(end) - timedelta(days=1)
        parts.append(f"{text} until {last_day}")
    parts.append(f"{words[-1]} from {phases[-1][0]}")
    return f"The {label} listing changed in the {period}{form}: {', '.join(parts)}."


def _phase_words(answers: Sequence[Given]) -> list[str]:
    """The listing of each phase, with the cell that changed if the entry did not."""
    words = [_words(given) for given in answers]
    if len(set(words)) == len(words):
        return words
    for details in (
        [f" under the name {given.name}" if given.name else "" for given in answers],
        [f" ({_limits(given)})" if given.listed.scope else "" for given in answers],
        [f" ({given.status.replace('_', ' ')})" for given in answers],
    ):
        if len(set(details)) > 1:
            return [f"{plain}{detail}" for plain, detail in zip(words, details, strict=True)]
    return words


def _limits(given: Given) -> str:
    """The limits of the entries, without the Appendix if there is only one."""
    return (given.listed.scope or "").removeprefix(f"{given.listed.appendix}: ")


def _words(given: Given) -> str:
    if not given.listed.appendix:
        return "not listed"
    entries = (given.listed.listed_as or "").split("|")
    named = enumerated(entries, _MOST_NAMED).replace(", ", "|")
    return f"{given.listed.appendix} as {named}"
