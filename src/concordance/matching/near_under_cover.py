"""Unknown names, covered through a group at most, that are similar to a listed species.

If the name is that of another species, the entry for the group is the answer. If it is a
misspelling, the answer is that of the similar species, perhaps in a stricter Appendix: a person
must decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rapidfuzz.distance import OSA

from concordance.codes import MatchStatus, Rule
from concordance.matching.answer import Answer, enumerated
from concordance.matching.candidates import Candidate, named
from concordance.matching.edits import SHORTEST
from concordance.matching.index import ListIndex
from concordance.matching.listed import listed_taxon
from concordance.matching.query import Query

#: most names in a sentence
_MOST_NAMED: Final = 3
#: shortest epithet that is checked for a misspelling
_SHORTEST: Final = 3


def slips(query: Query, index: ListIndex) -> tuple[Candidate, ...]:
    """Return the names of the genus one edit from a short epithet.

    Parameters
    ----------
    query : Query
        A name that the list does not have.
    index : ListIndex

    Returns
    -------
    tuple of Candidate
        The rule on near names leaves these out, because short words are often similar by chance.
    """
    if query.name.count(" ") != 1:
        return ()
    genus, epithet = query.name.split()
    if not _SHORTEST <= len(epithet) <= SHORTEST:
        return ()
    alike = [
        name
        for name in index.by_genus.get(genus, ())
        if name.count(" ") == 1
        and _SHORTEST <= len(other := name.split()[1]) < SHORTEST
        and OSA.distance(epithet, other, score_cutoff=1) == 1
    ]
    return tuple(
        candidate._replace(sure=False)
        for name in alike
        for candidate in named(
            query, name, index, Rule.FUZZY, f"{query.name} is 1 edit from {name}"
        )
        if candidate.context is not False
    )


def weighed(
    query: Query,
    near: Sequence[Candidate],
    cover: Answer,
    index: ListIndex,
    evidence: str = "",
) -> Answer:
    """Return the answer to a name that a group covers and that is similar to others.

    Parameters
    ----------
    query : Query
    near : sequence of Candidate
        Similar names, best first.
    cover : Answer
        That of the group.
    index : ListIndex
    evidence : str
        Why the names are similar; by default the reason for the first one.

    Returns
    -------
    Answer
        ``covered`` if the similar species have the Appendix of the group, otherwise ``proposed``.
    """
    appendices = {listed_taxon(c.indexed.taxon, index).appendix for c in near}
    if appendices == {cover.listed.appendix}:
        return cover._replace(
            candidates=(*cover.candidates, *near),
            evidence=f"{cover.evidence.rstrip('.')}; similar to {near[0].indexed.use.name}.",
            near=tuple(near),
        )
    entry = f"{cover.listed.appendix} entry {cover.candidates[0].indexed.taxon.name}"
    why = evidence or f"{near[0].reason}."
    return Answer(
        MatchStatus.PROPOSED,
        (*near, *cover.candidates),
        f"{why} {listed_words(near, index)}. If {query.name} is a separate species, the "
        f"{index.label} {entry} covers it.",
        near=tuple(near),
    )


def beside(query: Query, denial: Answer, index: ListIndex) -> Answer:
    """Return a denial with the listed species one edit from a short epithet, if there are any."""
    near = [c for c in slips(query, index) if listed_taxon(c.indexed.taxon, index).appendix]
    if not near:
        return denial
    return denial._replace(
        evidence=f"{denial.evidence} {near[0].reason}; {listed_words(near, index)}.",
        near=tuple(near),
    )


def listed_words(near: Sequence[Candidate], index: ListIndex) -> str:
    """Return a clause with the listing of each taxon that a name may mean.

    Parameters
    ----------
    near : sequence of Candidate
    index : ListIndex

    Returns
    -------
    str
        As in "Branta canadensis leucopareia is in CITES Appendix I".
    """
    taxa = list({c.taxon_id: c.indexed.taxon for c in near}.values())
    words = [
        f"{taxon.name} is {_in_appendix(listed_taxon(taxon, index).appendix, index)}"
        for taxon in taxa
    ]
    similar = " are similar" if len(words) > _MOST_NAMED + 1 else ""
    return f"{enumerated(words, _MOST_NAMED)}{similar}"


def since_words(near: Sequence[Candidate], index: ListIndex) -> str:
    """Return since when the entry of the one possible taxon has its form; blank if not known."""
    listed = {listed_taxon(c.indexed.taxon, index) for c in near}
    if len(listed) != 1:
        return ""
    (only,) = listed
    known = len(only.covering) == 1 and only.listed_from not in (None, "?")
    return f" (entry in this form since {only.listed_from})" if known else ""


def _in_appendix(appendix: str | None, index: ListIndex) -> str:
    if appendix is None:
        return f"not listed by {index.label}"
    return f"in {index.label} Appendix {appendix.replace('|', ' or ')}"
