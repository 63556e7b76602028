"""The result of looking up one name in a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from concordance.codes import MatchStatus
from concordance.matching.candidates import Candidate
from concordance.matching.listed import NOT_LISTED, Listed
from concordance.matching.query import Query

#: problems of a string that make every answer uncertain
_UNCERTAIN: Final = {
    "uncertain", "abbreviated_genus", "mixed_script", "hybrid_formula", "several_names",
    "short_epithet", "rank_only",
}  # fmt: skip
#: a sign of a hybrid, not of a quantity: "2 × Panthera leo"
_HYBRID: Final = re.compile(
    r"(?<!\d)(?<!\d )×(?!\s?\d)|(?:^|(?<!\d)\s)[xX]\s+(?=[a-z])|(?:^|\s)x(?=[A-Z])"
)
_CULTIVAR: Final = re.compile(r"\s(?:cv\.\s|['‘\"“](?=[A-Z]))")


class Answer(NamedTuple):
    """All candidates for one query, best first, with the resulting status and evidence.

    ``near`` are the candidates that are only similar to the name, or share its epithet. An answer
    to a group ``is_of_known_members`` if it leaves out an entry that covers no known species of it.
    """

    status: MatchStatus
    candidates: tuple[Candidate, ...]
    evidence: str
    listed: Listed = NOT_LISTED
    near: tuple[Candidate, ...] = ()
    is_of_known_members: bool = False


def doubts(query: Query) -> set[str]:
    """Return the problems of a string that make its answer uncertain."""
    problems = _UNCERTAIN.intersection(query.problems)
    whole_group = any(q.lower().startswith("spp") for q in query.qualifiers)
    return problems - {"rank_only"} if whole_group else problems


def doubt_words(query: Query) -> str:
    """Return what makes a string uncertain, as a sentence."""
    words = sorted(p.replace("_", " ") for p in doubts(query) - {"uncertain"})
    if "uncertain" in query.problems:
        words += [f"'{word.rstrip('),;')}'" for word in query.qualifiers] or ["a question mark"]
    return f"The string itself is uncertain ({' and '.join(words)})."


def enumerated(names: Sequence[str], most: int) -> str:
    """Return the first of some names and how many others there are, but never one other.

    Examples
    --------
    >>> enumerated(["a", "b", "c"], 2), enumerated(["a", "b", "c", "d"], 2)
    ('a, b, c', 'a, b and 2 more')
    """
    if len(names) <= most + 1:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


def is_hybrid(name: str) -> bool:
    """Whether a name is written as a hybrid name (ICN Article H.1).

    Examples
    --------
    >>> is_hybrid("Paphiopedilum × maudiae"), is_hybrid("Felis xantha")
    (True, False)
    """
    return _HYBRID.search(name) is not None


def form_words(query: Query) -> str:
    """Return a note if the string names a hybrid or a cultivar; else blank."""
    if query.verbatim == query.name:
        return ""
    if is_hybrid(query.verbatim):
        return "It is written as a hybrid name."
    if _CULTIVAR.search(query.verbatim):
        return "It names a cultivar; only the species was looked up."
    return ""
