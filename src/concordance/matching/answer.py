"""What a list makes of one name asked for."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from concordance.codes import MatchStatus
from concordance.matching.candidates import Candidate
from concordance.matching.listed import NOT_LISTED, Listed
from concordance.matching.query import Query

#: problems of the string that make any answer uncertain
_UNCERTAIN: Final = {
    "uncertain", "abbreviated_genus", "mixed_script", "hybrid_formula", "several_names",
    "short_epithet", "rank_only",
}  # fmt: skip
_HYBRID: Final = re.compile(r"×|(?:^|\s)[xX]\s+(?=[a-z])|(?:^|\s)x(?=[A-Z])")
_CULTIVAR: Final = re.compile(r"\s(?:cv\.\s|['‘\"“](?=[A-Z]))")


class Answer(NamedTuple):
    """All candidates of one query, the best first, and what to make of them.

    ``near`` are those of them that are only near to the name, or have its epithet. An answer to a
    group ``is_of_known_members`` where an entry that covers none of its known species is left out.
    """

    status: MatchStatus
    candidates: tuple[Candidate, ...]
    evidence: str
    listed: Listed = NOT_LISTED
    near: tuple[Candidate, ...] = ()
    is_of_known_members: bool = False


def doubts(query: Query) -> set[str]:
    """Return the problems of a string for which no answer is sure."""
    problems = _UNCERTAIN.intersection(query.problems)
    whole_group = any(q.lower().startswith("spp") for q in query.qualifiers)
    return problems - {"rank_only"} if whole_group else problems


def doubt_words(query: Query) -> str:
    """Return what makes a string uncertain, as a sentence."""
    words = sorted(p.replace("_", " ") for p in doubts(query) - {"uncertain"})
    if "uncertain" in query.problems:
        words += [f"'{word.rstrip('),;')}'" for word in query.qualifiers] or ["a question mark"]
    return f"The string itself is uncertain ({' and '.join(words)})."


def is_hybrid(name: str) -> bool:
    """Whether a name is written as that of a hybrid (ICN Article H.1).

    Examples
    --------
    >>> is_hybrid("Paphiopedilum × maudiae"), is_hybrid("Felis xantha")
    (True, False)
    """
    return _HYBRID.search(name) is not None


def form_words(query: Query) -> str:
    """Return what the string asked for names beside a species: a hybrid, a cultivar; or blank."""
    if query.verbatim == query.name:
        return ""
    if is_hybrid(query.verbatim):
        return "It is written as the name of a hybrid."
    if _CULTIVAR.search(query.verbatim):
        return "It names a cultivar, of which only the species was looked up."
    return ""
