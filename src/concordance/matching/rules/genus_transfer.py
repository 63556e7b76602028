"""Genus transfer: the same epithet by the same author in two genera.

This is the only kind of genus transfer that can be recognised from the names alone; it needs the
authorships of both.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from concordance.codes import Relation, Rule
from concordance.matching.candidates import Candidate
from concordance.matching.context import context_agrees, higher_agree
from concordance.matching.index import Indexed, ListIndex
from concordance.matching.query import CONTEXT, Query
from concordance.names import (
    AuthorshipAgreement,
    last_epithets,
    parse_authorship,
    same_author,
)

_FAMILY: Final = CONTEXT.index("family")
_DOUBLED: Final = re.compile(r"(.)\1+")


class Described(NamedTuple):
    """A name of a list with an author, and its genus."""

    genus: str
    indexed: Indexed


#: names with an author, by the coarse form of their last epithet
ByEpithet = Mapping[str, Sequence[Described]]


def by_epithet(names: Iterable[tuple[str, Indexed]]) -> ByEpithet:
    """Return the names of a list that have an author, by the coarse form of their last epithet.

    Parameters
    ----------
    names : iterable of (canonical name, Indexed)
        Names without epithet or author are left out.

    Returns
    -------
    mapping of epithet to Described
    """
    table: defaultdict[str, list[Described]] = defaultdict(list)
    low = [(name, indexed) for name, indexed in names if " " in name and indexed.use.authorship]
    epithets = last_epithets([name for name, _ in low])
    for (name, indexed), epithet in zip(low, epithets, strict=True):
        table[epithet].append(Described(name.split()[0], indexed))
    return table


def described(index: ListIndex) -> ByEpithet:
    """Return every name of a list that has an author; computed once for each list."""
    return index.once(
        lambda: by_epithet(
            (name, indexed) for name in sorted(index.by_name) for indexed in index.named(name)
        ),
        "described",
    )


def candidates(
    queries: Sequence[Query], index: ListIndex, table: ByEpithet | None = None
) -> Iterator[Sequence[Candidate]]:
    """Yield the candidates for each name in another genus.

    Parameters
    ----------
    queries : sequence of Query
    index : ListIndex
    table : mapping, optional
        Names to search; by default all names of the list.
    """
    names = [query.name for query in queries if query.authorship and " " in query.name]
    if table is None:
        table = described(index) if names else {}
    epithet = dict(zip(names, last_epithets(names), strict=True))
    for query in queries:
        alike: Sequence[Described] = ()
        if query.authorship and " " in query.name:
            alike = table.get(epithet[query.name], ())
        yield _transferred(query, alike, index) if alike else ()


def _transferred(query: Query, alike: Sequence[Described], index: ListIndex) -> list[Candidate]:
    transferred = []
    marks = author_marks(query.authorship)
    family = query.context[_FAMILY] or index.group_of(query.genus, "family")
    for other in alike:
        use, taxon = other.indexed.use, other.indexed.taxon
        if other.genus == query.genus or not may_be_transfer(marks, author_marks(use.authorship)):
            continue
        same_family = higher_agree(family, taxon.family) if family else None
        transfer = genus_transfer(query.authorship, use.authorship, same_family=same_family)
        if transfer is Transfer.NO:
            continue
        # a genus in use may also have a species with that epithet by that author
        in_use = index.is_in_use(query.genus)
        same_rank = use.name.count(" ") == query.name.count(" ")
        sure = transfer is Transfer.SURE and same_rank and not in_use
        transferred.append(
            Candidate(
                indexed=other.indexed,
                rule=Rule.GENUS_TRANSFER,
                reason=transfer_words(query.name, query.authorship, other.indexed, sure=sure),
                authors=AuthorshipAgreement.EQUAL if sure else AuthorshipAgreement.UNKNOWN,
                context=context_agrees(query, other.indexed),
                sure=sure and other.indexed.concept is not Relation.INCLUDED_IN,
            )
        )
    return transferred


def transfer_words(name: str, authorship: str, indexed: Indexed, *, sure: bool) -> str:
    """Return, as a clause, why two names are the same name in two genera."""
    use = indexed.use
    doubt = "" if sure else ", as far as authorships and families show"
    return (
        f"{name} {authorship} and {use.name} {use.authorship} have the same epithet and "
        f"author in two genera{doubt}"
    )


class Transfer(StrEnum):
    """How certain it is that two names are the same name in two genera."""

    SURE = "sure"
    UNSURE = "unsure"
    NO = "no"


def genus_transfer(a: str, b: str, *, same_family: bool | None) -> Transfer:
    """Return whether two names with the same epithet stem are the same name in two genera.

    Parameters
    ----------
    a, b : str
        The two authorships.
    same_family : bool or None
        Whether both are placed in the same family; None = not known.

    Returns
    -------
    Transfer
        SURE if the authors are the same, the years differ by at most one, one of the two is in
        parentheses (in botany perhaps both, each with the author of the combination), and the
        family is the same. UNSURE, which needs review, if only some of the authors agree, their
        names are abbreviated differently or lack initials, only one has a year, the family is not
        known, or both or neither are in parentheses, so that each may have been described in its
        own genus. NO if authors, years or families differ.

    References
    ----------
    ICZN Article 51.3 (parentheses around the author of a name moved to another genus); ICN
    Article 49.

    Examples
    --------
    >>> genus_transfer("(Schreber, 1775)", "Schreber, 1775", same_family=True)
    <Transfer.SURE: 'sure'>
    >>> genus_transfer("Schreber, 1775", "Schreber, 1775", same_family=True)
    <Transfer.UNSURE: 'unsure'>
    >>> genus_transfer("(Schreber, 1775)", "(Schreber, 1775)", same_family=True)
    <Transfer.UNSURE: 'unsure'>
    >>> genus_transfer("(Gray, 1830)", "Schreber, 1775", same_family=True)
    <Transfer.NO: 'no'>
    """
    x, y = parse_authorship(a), parse_authorship(b)
    team, other = x.first_described, y.first_described
    if same_family is False or not any(same_author(p, q) for p in team for q in other):
        return Transfer.NO
    years = (x.described_in, y.described_in)
    same_year = years[0] is not None and years[1] is not None
    if years[0] is not None and years[1] is not None and abs(years[0] - years[1]) > 1:
        return Transfer.NO
    # both were moved, from one genus or from two; in botany the authors of both combinations
    # show that they moved the same name
    combined = bool(x.combination) and bool(y.combination)
    moved = x.in_parentheses != y.in_parentheses or (x.in_parentheses and combined)
    one_year = (years[0] is None) != (years[1] is None)
    same_team = len(team) == len(other) and all(
        p.surname == q.surname
        and p.namesake == q.namesake
        and (p.initials == q.initials or (same_year and same_author(p, q)))
        for p, q in zip(team, other, strict=True)
    )
    sure = same_family and moved and same_team and not one_year
    return Transfer.SURE if sure else Transfer.UNSURE


@lru_cache(maxsize=200_000)
def author_marks(authorship: str) -> tuple[int, frozenset[str]]:
    """Return the year and the marks of an authorship, which rule out most others.

    Parameters
    ----------
    authorship : str

    Returns
    -------
    (int, frozenset of str)
        Year of the original description, 0 if not known; for each surname the first two letters,
        the first two different letters, and the last two letters.
    """
    record = parse_authorship(authorship)
    marks: set[str] = set()
    for person in record.first_described:
        name = person.surname
        single = _DOUBLED.sub(r"\1", name)
        marks |= {f"{name[:2]}-", f"{single[:2]}=", f"-{name[-2:]}"}
        # one word of a compound surname may be used alone
        marks |= {f"{part[:2]}-" for part in (*person.parts, person.joined)}
    return record.described_in or 0, frozenset(marks)


def may_be_transfer(a: tuple[int, frozenset[str]], b: tuple[int, frozenset[str]]) -> bool:
    """Whether, judging by the marks of two authorships, `genus_transfer` may not be NO.

    One edit in five letters or more leaves the first two or the last two unchanged; an
    abbreviation keeps the first two, except for doubled letters.

    Examples
    --------
    >>> may_be_transfer(author_marks("Gray, 1830"), author_marks("(Schreber, 1775)"))
    False
    """
    if a[0] and b[0] and abs(a[0] - b[0]) > 1:
        return False
    return not a[1].isdisjoint(b[1])
