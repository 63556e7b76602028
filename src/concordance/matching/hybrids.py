"""Hybrids: the parents that a string names, and their listing.

A hybrid has no separate entry. Whether it is covered depends on the ancestors of the specimen,
which the name does not give, so the answer gives the Appendices of the parents and the rule.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from concordance.arrange.hybrids import hybrid_rule
from concordance.codes import MatchStatus
from concordance.matching.answer import Answer, is_hybrid
from concordance.matching.candidates import Candidate
from concordance.matching.index import ListIndex
from concordance.matching.listed import listed_taxon
from concordance.matching.query import Query
from concordance.names import parse
from concordance.names.cleaning import Problem

_FORMULA: Final = Problem.HYBRID_FORMULA.value
#: the sign between parents
_SIGN: Final = re.compile(r"\s*×\s*|\s+[xX]\s+")
#: statuses of a parent that the list does not know
_NOTHING: Final = frozenset({MatchStatus.NOT_FOUND, MatchStatus.NOT_A_NAME})
_WORD: Final = re.compile(r"\bhybrids?\b", re.IGNORECASE)
#: marks beside a parent: its sex, a bracket around parents
_MARKS: Final = re.compile(r"\((?:m|f|male|female|♂|♀)\)|[♂♀()\[\]]", re.IGNORECASE)
_NAME: Final = re.compile(r"(?:([A-Z])[a-z]*\.|([A-Z][a-z-]+))? ?([a-z-]{2,}.*)?")


def is_of_hybrid(query: Query) -> bool:
    """Whether a string is written as the name of a hybrid, or names its parents."""
    return (
        is_formula(query)
        or any(_WORD.fullmatch(word) for word in query.qualifiers)
        or (query.verbatim != query.name and is_hybrid(query.verbatim))
    )


def is_formula(query: Query) -> bool:
    """Whether a string names the parents of a hybrid."""
    if query.name:
        return False
    is_signed = _SIGN.search(query.verbatim) is not None
    return _FORMULA in query.problems or (is_signed and len(parents_of(query)) > 1)


def parents_of(query: Query) -> list[Query]:
    """Return the parents that a formula names, as queries.

    Examples
    --------
    >>> from concordance.matching.query import NO_CONTEXT
    >>> text = "Falco cherrug x F. rusticolus"
    >>> query = Query(text, "", "Falco", "", "", "", NO_CONTEXT, ("hybrid_formula",))
    >>> [parent.name for parent in parents_of(query)]
    ['Falco cherrug', 'Falco rusticolus']
    """
    genus, names = "", []
    for piece in _SIGN.split(_WORD.sub("", query.verbatim)):
        text = _MARKS.sub(" ", piece).strip(" ,;")
        match = _NAME.fullmatch(" ".join(text.split()))
        if match is None:
            continue
        initial, word, rest = match.groups()
        if genus and rest and (initial == genus[0] or not (initial or word)):
            text = f"{genus} {rest}"
        name = parse(text)
        genus = name.genus or genus
        if name.canonical:
            names.append((name.canonical, name.genus))
    return [
        query._replace(
            verbatim=name, name=name, genus=of, problems=(), qualifiers=(), authorship="",
            rank="", read_as="species" if " " in name else "genus",
        )
        for name, of in dict.fromkeys(names)
    ]  # fmt: skip


def of_parents(
    parents: Sequence[Query],
    answers: Sequence[Answer],
    groups: tuple[Candidate, ...],
    index: ListIndex,
) -> Answer:
    """Return the answer to a hybrid from those to its parents.

    Parameters
    ----------
    parents : sequence of Query
    answers : sequence of Answer
        One for each parent.
    groups : tuple of Candidate
        Candidates if the list has neither parent.
    index : ListIndex

    Returns
    -------
    Answer
        ``uncertain_name`` without an Appendix; ``not_a_name`` if the list knows no parent.
    """
    each = [
        f"{parent.name} ({_words(answer, index)})"
        for parent, answer in zip(parents, answers, strict=True)
    ]
    words = " and ".join([", ".join(each[:-1]), each[-1]] if len(each) > 1 else each)
    shown = tuple(candidate for answer in answers for candidate in answer.candidates[:1]) or groups
    is_known = any(answer.status not in _NOTHING for answer in answers)
    rule = hybrid_rule(index.key) if any(answer.listed.appendix for answer in answers) else ""
    named = f" The parents: {words}." if words else ""
    return Answer(
        MatchStatus.UNCERTAIN_NAME if shown or is_known else MatchStatus.NOT_A_NAME,
        shown,
        f"Not recognised as one scientific name (hybrid formula).{named} {rule}".strip(),
    )


def _words(answer: Answer, index: ListIndex) -> str:
    if answer.listed.appendix:
        return f"{index.label} {answer.listed.appendix.replace('|', ' or ')}"
    if answer.status in (MatchStatus.EXCLUDED, MatchStatus.NOT_FOUND, MatchStatus.MATCHED):
        return f"not listed by {index.label}"
    return f"uncertain in {index.label}"


def hybrid_words(query: Query, answer: Answer, index: ListIndex) -> str:
    """Return the note on a name followed by the word hybrid; blank for other names."""
    if not any(_WORD.fullmatch(word) for word in query.qualifiers):
        return ""
    rule = hybrid_rule(index.key)
    first = answer.candidates[0].indexed.taxon if answer.candidates else None
    appendix = listed_taxon(first, index).appendix if first else None
    if first is None or appendix is None:
        return ""
    where = appendix.replace("|", " or ")
    itself = f" {first.name} itself is in {index.label} Appendix {where}."
    return f"{itself if ' ' in first.name else ''} {rule}".rstrip()
