"""All answers of one list, each computed once: by name, spell, country and year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from concordance.checklist import Checklist
from concordance.codes import MatchStatus, Relation
from concordance.join.texts import Ints
from concordance.lookups.days import OWN, Asked, Days
from concordance.lookups.listing import Given, unanswered
from concordance.lookups.placed import placed
from concordance.lookups.populations import depends_on_country, in_country
from concordance.lookups.reasons import Reason
from concordance.lookups.spells import CHANGED, is_another, later_words, over_time
from concordance.lookups.where import Where
from concordance.matching.answer import Answer
from concordance.matching.answers import answers
from concordance.matching.hybrids import is_formula, is_of_hybrid, parents_of
from concordance.matching.index import ListIndex
from concordance.matching.listed import listed_how
from concordance.matching.lookup import sure_of
from concordance.matching.query import Query
from concordance.matching.readings import remarks_on, reread
from concordance.records import Taxon

_UNKNOWN: Final = -1
#: statuses of a name that the list knows, and of one that it has an answer for
_KNOWN: Final = frozenset({MatchStatus.MATCHED, MatchStatus.EXCLUDED})
_SURE: Final = _KNOWN | {MatchStatus.LISTED_IN_PART, MatchStatus.COVERED}


class Side:
    """The answers of one list for numbered names, computed on demand.

    Parameters
    ----------
    checklist : Checklist

    Attributes
    ----------
    pool : list of Given
        Every answer computed so far; the methods return positions in it.
    """

    def __init__(self, checklist: Checklist) -> None:
        self.checklist = checklist
        self.days = checklist.once(Days)
        self.pool: list[Given] = []
        self._depends: list[bool] = []
        self._queries: list[Query] = []
        self._concerned: dict[int, int] = {}
        self._of_spell: dict[int, Ints] = {}
        self._of_country: dict[tuple[int, Where], int] = {}
        self._over_time: dict[tuple[Asked, tuple[int, ...]], int] = {}
        self._later: dict[tuple[int, str], int] = {}
        self._unanswered: dict[tuple[Reason, str], int] = {}

    def add(self, queries: Sequence[Query]) -> None:
        """Add names, which get the next numbers."""
        self._queries += queries

    def own(self, names: Ints) -> Ints:
        """Return the answers for names on the list's own day."""
        return self._in_spell(OWN, names)

    def same_spell(self, spell: int, name: int) -> int:
        """Return the spell nearest to the list's own day in which a name has the same answer.

        Parameters
        ----------
        spell : int
        name : int
            Number of a name that was already answered on the list's own day.
        """
        if spell in (OWN, self.days.own):
            return OWN
        return next(same for same, _ in self._same_spells(spell, np.array([name], np.int64)))

    def answers(
        self, names: Ints, when: tuple[Sequence[Asked], Ints], where: tuple[Sequence[Where], Ints]
    ) -> Ints:
        """Return the answer for each row.

        Parameters
        ----------
        names : array of int64, length n
            Numbers of names.
        when, where : pair of sequence and array of int64, length n
            Distinct dates or countries, and the code of each row.

        Returns
        -------
        array of int64, length n
            Positions in `pool`.
        """
        result = np.full(len(names), _UNKNOWN, np.int64)
        # latest first: each day is derived from the one computed before
        groups = sorted(_groups(when[1]), key=lambda group: when[0][group[0]][:2], reverse=True)
        for place, rows in groups:
            asked = when[0][place]
            of_rows = (where[0], where[1][rows])
            spells = [
                self._for_countries(self._in_spell(spell, names[rows]), of_rows)
                for spell in range(asked.first, asked.last + 1)
            ]
            of_date = self._of_date(asked, spells, len(rows))
            if spells and OWN < asked.last < self.days.own:
                of_date = self._with_later(asked.last, of_date, spells[-1], names[rows], of_rows)
            result[rows] = of_date
        return result

    def _with_later(
        self,
        spell: int,
        places: Ints,
        last: Ints,
        names: Ints,
        where: tuple[Sequence[Where], Ints],
    ) -> Ints:
        """Answers in the past, with the Appendices since then if today's is another one.

        Parameters
        ----------
        spell : int
            The last spell of the date.
        places, last : array of int64, length n
            Positions of the answers, and of those for that spell alone.
        names : array of int64, length n
        where : pair of sequence and array of int64, length n
        """
        today = self._for_countries(self._in_spell(OWN, names), where)
        pairs, which = np.unique(np.stack([last, today], axis=1), axis=0, return_inverse=True)
        differ = [is_another(self.pool[then], self.pool[now]) for then, now in pairs.tolist()]
        rows = np.flatnonzero(np.array(differ, bool)[which.reshape(-1)])
        if not len(rows):
            return places
        some = (where[0], where[1][rows])
        since = [
            self._for_countries(self._in_spell(later, names[rows]), some)
            for later in range(spell + 1, self.days.own + 1)
        ]
        steps = np.stack([places[rows], last[rows], *since], axis=1)
        distinct, which = np.unique(steps, axis=0, return_inverse=True)
        kept = [self._followed(row[0], spell, tuple(row[1:])) for row in distinct.tolist()]
        result = places.copy()
        result[rows] = np.array(kept, np.int64)[which.reshape(-1)]
        return result

    def _followed(self, place: int, spell: int, since: tuple[int, ...]) -> int:
        begins = self.days.begins[spell:]
        phases = [(begin, self.pool[p]) for begin, p in zip(begins, since, strict=False)]
        key = place, later_words(phases, self.checklist.label)
        if key not in self._later:
            given = self.pool[place]
            given = given._replace(evidence=f"{given.evidence} {key[1]}".strip())
            self._later[key] = self._keep(given)
        return self._later[key]

    def _of_date(self, asked: Asked, spells: Sequence[Ints], n: int) -> Ints:
        """The answers for rows of one date, from those of its spells."""
        if not spells:
            return np.full(n, self._no_answer(asked.reason, asked.words), np.int64)
        if len(spells) == 1 and asked.reason is None:
            return spells[0]
        distinct, which = np.unique(np.stack(spells, axis=1), axis=0, return_inverse=True)
        merged = [
            row[0] if asked.reason is None and len(set(row)) == 1 else self._merged(asked, row)
            for row in map(tuple, distinct.tolist())
        ]
        return np.array(merged, np.int64)[which.reshape(-1)]

    def _no_answer(self, reason: Reason | None, words: str) -> int:
        key = reason or Reason.DATE_MISSING, words
        if key not in self._unanswered:
            self._unanswered[key] = self._keep(unanswered(*key))
        return self._unanswered[key]

    def _merged(self, asked: Asked, places: tuple[int, ...]) -> int:
        key = asked, places
        if key not in self._over_time:
            begins = self.days.begins[max(asked.first, 0) :]
            phases = [(begin, self.pool[p]) for begin, p in zip(begins, places, strict=False)]
            given = over_time(phases, self.checklist.label, asked.period)
            if asked.reason is Reason.DATE_MISSING and not CHANGED.isdisjoint(given.reasons):
                given = unanswered(Reason.DATE_MISSING, "")
            elif asked.reason is not None:
                given = given._replace(evidence=f"{given.evidence} {asked.words}")
                given = _without_denial(given, asked.reason).having(asked.reason)
            self._over_time[key] = self._keep(given)
        return self._over_time[key]

    def _for_countries(self, places: Ints, where: tuple[Sequence[Where], Ints]) -> Ints:
        """The answers for the countries of rows, if the country may decide."""
        depends = np.array(self._depends, bool)[places]
        if not depends.any():
            return places
        result = places.copy()
        rows = np.flatnonzero(depends)
        pairs = np.stack([places[rows], where[1][rows]], axis=1)
        distinct, which = np.unique(pairs, axis=0, return_inverse=True)
        decided = [self._in_country(place, where[0][code]) for place, code in distinct.tolist()]
        result[rows] = np.array(decided, np.int64)[which.reshape(-1)]
        return result

    def _in_country(self, place: int, where: Where) -> int:
        key = place, where
        if key not in self._of_country:
            prevails = self.checklist.specific_entry_prevails
            given = in_country(self.pool[place], where, self.checklist.label, prevails=prevails)
            self._of_country[key] = self._keep(given)
        return self._of_country[key]

    def _in_spell(self, spell: int, names: Ints) -> Ints:
        """The answers for names in a spell of the list."""
        spell = OWN if spell == self.days.own else spell
        known = self._known(spell)
        new = _distinct(names[known[names] == _UNKNOWN])
        if not len(new):
            return known[names]
        if spell == OWN:
            known[new] = self._answered(OWN, new)
            return known[names]
        self._in_spell(OWN, new)
        for same, of_same in self._same_spells(spell, new):
            if same == spell:
                known[of_same] = self._answered(spell, of_same)
            else:
                known[of_same] = self._in_spell(same, of_same)
        return known[names]

    def _known(self, spell: int) -> Ints:
        """Positions of answers in a spell, by number of name."""
        known = self._of_spell.get(spell, np.zeros(0, np.int64))
        if len(known) < len(self._queries):
            more = np.full(len(self._queries) - len(known), _UNKNOWN, np.int64)
            known = self._of_spell[spell] = np.concatenate([known, more])
        return known

    def _same_spells(self, spell: int, names: Ints) -> Iterator[tuple[int, Ints]]:
        """Spells nearest to the list's own day with the same answers, each with its names."""
        if self.days.concerns is None:
            yield spell, names
            return
        concerned = np.array([self._concerned[name] for name in names.tolist()], np.int64)
        masks, which = np.unique(concerned, return_inverse=True)
        nearest = [self.days.nearest_same(spell, mask) for mask in masks.tolist()]
        for place, rows in _groups(np.array(nearest, np.int64)[which.reshape(-1)]):
            yield place, names[rows]

    def _answered(self, spell: int, names: Ints) -> list[int]:
        """Positions of new answers of the list in a spell."""
        index = self.days.index(spell)
        numbers = names.tolist()
        queries = reread([self._queries[name] for name in numbers], index)
        places = [_UNKNOWN] * len(queries)
        for at, answer in answers(queries, index):
            places[at] = self._keep(self._given(spell, queries[at], answer))
            if spell == OWN and self.days.concerns is not None:
                self._concerned[numbers[at]] = self.days.concerns.of(queries[at], answer, index)
        return places

    def _given(self, spell: int, query: Query, answer: Answer) -> Given:
        index = self.days.index(spell)
        evidence = answer.evidence
        if query.unread or query.reading or query.annotation:
            evidence += remarks_on(query)
        places = placed(query, answer, index)
        unknown = (
            answer.status is MatchStatus.NOT_FOUND
            and not index.places(query.genus)
            and not index.within(query.name)
        )
        given = Given(
            answer.status.value,
            query.name,
            listed=answer.listed,
            evidence=evidence,
            placed=places,
            reasons=_reasons(query, answer, unknown=unknown),
            is_known=(answer.status in _KNOWN and not _is_like_a_word(query, index))
            or (query.name in index and not query.unread)
            or (is_formula(query) and answer.status is MatchStatus.UNCERTAIN_NAME),
            has_genus=bool(query.genus) and bool(index.places(query.genus)),
            others=_possible(query, answer),
        )
        for candidate in sure_of(answer):
            taxon = candidate.indexed.taxon
            origin = taxon.name_from.value if index.appendices else None
            is_part = candidate.indexed.concept is Relation.INCLUDES
            given = given._replace(name=taxon.name, name_from=origin, taxon=taxon, is_part=is_part)
            if beyond := index.cover_wherever(taxon):
                given = given._replace(wherever=listed_how(beyond, taxon))
            if not is_part:
                parts = self.days.divided_since(spell, taxon.taxon_id, taxon.name)
                given = given._replace(split_to=parts)
        return given.having(Reason.SPLIT_SINCE) if given.split_to else given

    def _keep(self, given: Given) -> int:
        self.pool.append(given)
        self._depends.append(depends_on_country(given))
        return len(self.pool) - 1


def _is_like_a_word(query: Query, index: ListIndex) -> bool:
    """Whether a genus is only similar to a single word in small letters: "grues"."""
    return " " not in query.name and query.verbatim.islower() and query.name not in index


def _without_denial(given: Given, reason: Reason) -> Given:
    """The answer without a day; a name that is not listed may have been before the data begins."""
    if reason is not Reason.DATE_MISSING or Reason.UNKNOWN_NAME in given.reasons:
        return given
    is_denied = given.status == MatchStatus.NOT_FOUND
    return given._replace(status=reason.value) if is_denied else given


def _reasons(query: Query, answer: Answer, *, unknown: bool) -> tuple[Reason, ...]:
    reasons = {
        Reason.UNKNOWN_NAME: unknown,
        Reason.NEAR_NAME: bool(answer.near),
        Reason.HYBRID: is_of_hybrid(query),
        Reason.KNOWN_MEMBERS: answer.is_of_known_members,
    }
    return tuple(reason for reason, holds in reasons.items() if holds)


def _possible(query: Query, answer: Answer) -> tuple[Taxon, ...]:
    """The taxa that an answer may mean, most likely first; the parents of a hybrid."""
    if is_formula(query):
        return tuple(Taxon("", parent.name) for parent in parents_of(query))
    candidates = answer.near if answer.status in _SURE else answer.candidates or answer.near
    return tuple({c.taxon_id: c.indexed.taxon for c in candidates}.values())


def _distinct(names: Ints) -> Ints:
    distinct: Ints = np.unique(names)
    return distinct


def _groups(codes: Ints) -> Iterator[tuple[int, Ints]]:
    """Yield each code with the rows that have it."""
    order = np.argsort(codes, kind="stable")
    ends = np.flatnonzero(np.diff(codes[order])) + 1
    for rows in np.split(order, ends) if len(order) else ():
        yield int(codes[rows[0]]), rows
