"""The candidates for a name, as the service sends them to a client."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from concordance.codes import MatchStatus, Rule
from concordance.serve.entities import own_entity, taxon_entity
from concordance.serve.matches import Match, Matches, NameAsked, WarmList

#: the type that every entity has in addition to its rank
TAXON: Final = "taxon"
#: ranks that are types of their own, as the lists use them
RANKS: Final = (
    "class", "order", "family", "subfamily", "genus", "species", "subspecies", "variety",
)  # fmt: skip
_AGREE: Final = {"equal": True, "different": False}


class Candidate(NamedTuple):
    """One candidate for a name.

    Attributes
    ----------
    entity_id, name, description : str
    score : float
        Strength of the rule in percent (not a probability).
    match : bool
        Whether the match is certain: the status is ``matched`` and this is the matched taxon.
    rank : str
        Blank if not known.
    features : tuple of (id, value)
    today : str
        Id of the taxon on the list's own day, under which its partners are recorded; blank if it
        is the same as ``entity_id``.
    """

    entity_id: str
    name: str
    description: str
    score: float = 0.0
    match: bool = False
    rank: str = ""
    features: tuple[tuple[str, bool | float], ...] = ()
    today: str = ""

    @property
    def taxon(self) -> str:
        """Id under which its partners are recorded."""
        return self.today or self.entity_id

    def as_json(self) -> dict[str, Any]:
        """Return it as the service sends it."""
        return {
            "id": self.entity_id,
            "name": self.name,
            "description": self.description,
            "type": types_of(self.rank),
            "score": self.score,
            "features": [{"id": key, "value": value} for key, value in self.features],
            "match": self.match,
        }


@lru_cache(maxsize=100)
def types_of(rank: str) -> Sequence[Mapping[str, str]]:
    """Return the types of an entity: taxon, and its rank if that is a type."""
    ranks = [rank] if rank in RANKS else []
    return [{"id": one, "name": one.capitalize()} for one in (*ranks, TAXON)]


def candidates(of: WarmList, asked: NameAsked, matches: Matches) -> list[Candidate]:
    """Return the candidates that a list has for a name, in the order of `match_names`.

    Parameters
    ----------
    of : WarmList
    asked : NameAsked
    matches : tuple of Match

    Returns
    -------
    list of Candidate
        If the list has an answer for the name but no taxon with it, the name itself comes first.
    """
    best = matches[0]
    own = own_entity(of, asked, matches)
    first = [Candidate(entity_id=own, name=asked.name, description=words(of, best))] if own else []
    return [
        *first,
        *(
            _candidate(of, match, is_sure=not place and best.status == MatchStatus.MATCHED)
            for place, match in enumerate(matches)
            if match.taxon_id is not None
        ),
    ]


def _candidate(of: WarmList, match: Match, *, is_sure: bool) -> Candidate:
    features: list[tuple[str, bool | float]] = [
        ("rule_strength", match.rule_strength or 0.0),
        ("edits", match.edits or 0),
    ]
    if match.rule and match.rule != Rule.NONE:
        features.insert(0, (f"rule_{match.rule}", True))
    if match.authors in _AGREE:
        features.append(("authors_agree", _AGREE[match.authors]))
    return Candidate(
        entity_id=taxon_entity(of, match.taxon_id or ""),
        name=match.name or "",
        description=words(of, match),
        score=round(100 * (match.rule_strength or 0.0), 1),
        match=is_sure,
        rank=match.rank or "",
        features=tuple(features),
    )


def words(of: WarmList, match: Match) -> str:
    """Return the result for a name, its Appendix if that is certain, and the evidence."""
    status = match.status.replace("_", " ")
    listed = ""
    if match.appendix:
        entries = (match.listed_as or "").replace("|", ", ")
        listed = f", {of.label} {match.appendix.replace('|', ' and ')} as {entries}"
    return f"{status}{listed}. {match.evidence}"


def united(
    lists: Sequence[Iterable[Candidate]], partners: Callable[[str], frozenset[str]]
) -> list[Candidate]:
    """Return the candidates of several lists as one sequence, with partners merged into one.

    Parameters
    ----------
    lists : sequence of iterables of Candidate
        One for each list, in the order of that list.
    partners : callable
        Returns the ids of the taxa that a concordance pairs with a taxon.

    Returns
    -------
    list of Candidate
        Those of the first list, merged with their partners in the others; then those of the other
        lists alone. A candidate is a match only if no other candidate is one.
    """
    merged: list[Candidate] = []
    for of_list in lists:
        before = len(merged)  # two candidates of one list stay separate
        for candidate in of_list:
            same = partners(candidate.taxon) | {candidate.taxon}
            place = next((i for i, one in enumerate(merged[:before]) if one.taxon in same), None)
            if place is None:
                merged.append(candidate)
            else:
                merged[place] = _joined(merged[place], candidate)
    sure = [one for one in merged if one.match]
    others = [one for one in merged if not one.match]
    if len(sure) > 1:
        sure = [one._replace(match=False) for one in sure]
    return [*sure, *others]


def _joined(one: Candidate, other: Candidate) -> Candidate:
    """The same taxon in two lists: the better score, and both descriptions."""
    better = other if (other.match, other.score) > (one.match, one.score) else one
    return one._replace(
        description=f"{one.description} / {other.description}",
        score=better.score,
        match=better.match,
        features=better.features,
    )
