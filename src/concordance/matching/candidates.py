"""Candidates: names of a list that the name of a query may mean, each with its rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from concordance.codes import NameKind, Relation, Rule
from concordance.matching.context import context_agrees, family_agrees
from concordance.matching.index import Indexed, ListIndex
from concordance.matching.query import Query
from concordance.names import AuthorshipAgreement, compare_authorship, is_another_author


class Candidate(NamedTuple):
    """A name of a list with its taxon, and the evidence for and against it.

    Attributes
    ----------
    indexed : Indexed
        The name in the list and the taxon that it leads to.
    rule : Rule
    reason : str
        Why the two names are the same, as a clause; blank if they are spelt the same.
    authors : AuthorshipAgreement
    context : bool or None
        Whether kingdom, class and rank agree; None if they are not known.
    same_rank : bool
    same_family : bool or None
    sure : bool
        False if the answer needs review whatever the rule.
    """

    indexed: Indexed
    rule: Rule
    reason: str = ""
    authors: AuthorshipAgreement = AuthorshipAgreement.UNKNOWN
    context: bool | None = None
    same_rank: bool = False
    same_family: bool | None = None
    sure: bool = True

    @property
    def taxon_id(self) -> str:
        """Taxon of the list."""
        return self.indexed.taxon.taxon_id

    @property
    def kind(self) -> NameKind:
        """Why the name leads to its taxon."""
        return self.indexed.use.kind


def named(
    query: Query,
    name: str,
    index: ListIndex,
    rule: Rule,
    reason: str = "",
) -> list[Candidate]:
    """Return the candidates with a given name of a list.

    Parameters
    ----------
    query : Query
    name : str
        A canonical name of the list.
    index : ListIndex
    rule : Rule
        How the query led to the name.
    reason : str

    Returns
    -------
    list of Candidate
    """
    candidates = []
    for indexed in index.named(name):
        authors = AuthorshipAgreement.UNKNOWN
        if query.authorship:
            authors = _authors_of(query, indexed)
        candidates.append(
            Candidate(
                indexed,
                rule if rule is not Rule.EXACT_NAME else _exact(indexed, authors),
                reason,
                authors,
                context_agrees(query, indexed),
                (query.rank or query.read_as) == indexed.taxon.rank,
                family_agrees(query, indexed),
                indexed.concept is not Relation.INCLUDED_IN,
            )
        )
    return candidates


def _authors_of(query: Query, indexed: Indexed) -> AuthorshipAgreement:
    authors = compare_authorship(query.authorship, indexed.use.authorship)
    if authors is AuthorshipAgreement.UNKNOWN and is_another_author(
        query.authorship, indexed.use.authorship
    ):
        return AuthorshipAgreement.DIFFERENT
    return authors


def _exact(indexed: Indexed, authors: AuthorshipAgreement) -> Rule:
    if not indexed.use.is_accepted:
        return Rule.SYNONYM_RIGHT
    return Rule.EXACT if authors is AuthorshipAgreement.EQUAL else Rule.EXACT_NAME


def variants(
    query: Query, names: Sequence[str], index: ListIndex, rule: Rule, words: str
) -> Sequence[Candidate]:
    """Return the candidates whose names are regular variants of the query."""
    return [
        candidate
        for name in names
        for candidate in named(query, name, index, rule, f"{query.name} and {name} are {words}")
    ]


def also_named(query: Query, index: ListIndex) -> tuple[Candidate, ...]:
    """Return the candidates for the other names that a string may mean."""
    plain = query._replace(authorship="", rank="")
    return tuple(
        candidate._replace(sure=False)
        for name in query.others
        for candidate in named(plain, name, index, Rule.EXACT_NAME)
        if candidate.context is not False
    )
