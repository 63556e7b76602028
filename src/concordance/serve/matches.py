"""One list kept in memory: rows of `match_names` for a few names at a time, without a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from concordance.checklist import Checklist
from concordance.matching.answers import answers
from concordance.matching.index import ListIndex
from concordance.matching.lookup import answer_rows
from concordance.matching.queries import read_columns
from concordance.matching.query import NO_CONTEXT, Query
from concordance.matching.readings import reread

#: answers are cached for this many names; names longer than this many letters are not cached
MOST_KEPT: Final = 10_000
LONGEST_KEPT: Final = 200


class NameAsked(NamedTuple):
    """A name and its details: the arguments of `match_names` and `lookup` for one row."""

    name: str
    authorship: str = ""
    rank: str = ""
    context: tuple[str, ...] = NO_CONTEXT
    date: str = ""
    country: str = ""

    @property
    def is_placed(self) -> bool:
        """Whether a day or a country is given."""
        return bool(self.date or self.country)

    @property
    def anywhere(self) -> NameAsked:
        """The same query on the list's own day, from any country."""
        return self._replace(date="", country="") if self.is_placed else self


class Match(NamedTuple):
    """A row of `match_names(how="all")`: the columns `columns.MATCHES` and `MATCH_DETAILS`."""

    query: str
    taxon_id: str | None
    name: str | None
    authorship: str | None
    rank: str | None
    rule: str | None
    via: str | None
    edits: int | None
    rule_strength: float | None
    evidence: str
    alternatives: int
    status: str
    appendix: str | None
    listed_as: str | None
    listed_how: str | None
    scope: str | None
    listed_from: str | None
    name_from: str | None
    authors: str | None
    context: str | None
    name_kind: str | None
    problems: str | None

    @property
    def listing(self) -> tuple[str | None, ...]:
        """Appendix, entries, how they cover the name, limits and first days."""
        return self[12:17]


Matches = tuple[Match, ...]


class WarmList:
    """One list on one day, with its index and a cache of recent answers.

    Parameters
    ----------
    checklist : Checklist
    """

    def __init__(self, checklist: Checklist) -> None:
        self.checklist = checklist
        self.key, self.label = checklist.key, checklist.label
        self.source = checklist.source
        self.records = checklist.with_members.records
        self.index: ListIndex = checklist.with_members.once(ListIndex)
        self._kept: dict[NameAsked, Matches] = {}

    def warm(self) -> None:
        """Build the index now, so that the first names need not wait for it."""
        self.index.neighbours.find_all(["Aus bus"])
        self.match([NameAsked("Aus bus")])

    def match(self, asked: Sequence[NameAsked]) -> list[Matches]:
        """Return every candidate for each name, best first; one row if there is none.

        Parameters
        ----------
        asked : sequence of NameAsked
            Day and country are ignored here: see `dated.DatedList`.

        Returns
        -------
        list of tuple of Match
            In the order of the names: the rows of ``match_names(..., how="all")`` for each.
        """
        fresh = list(dict.fromkeys(one for one in asked if one not in self._kept))
        new = dict(zip(fresh, self._answered(fresh), strict=True)) if fresh else {}
        given = [new.get(one) or self._kept[one] for one in asked]
        if len(self._kept) + len(new) > MOST_KEPT:
            self._kept.clear()
        short = [one for one in fresh if len(one.name) <= LONGEST_KEPT]
        self._kept.update((one, new[one]) for one in short[:MOST_KEPT])
        return given

    def _answered(self, asked: Sequence[NameAsked]) -> list[Matches]:
        queries = reread(read(asked), self.index)
        rows: list[Matches] = [()] * len(queries)
        for place, answer in answers(queries, self.index):
            cells = answer_rows(queries[place], answer, self.index, best=False)
            rows[place] = tuple(map(Match._make, cells))
        return rows


def read(asked: Sequence[NameAsked]) -> list[Query]:
    """Return the parsed queries of at least one name; day and country are ignored."""
    texts, authors, ranks, contexts, *_ = zip(*asked, strict=True)
    return read_columns(texts, authors, ranks, list(zip(*contexts, strict=True)))
