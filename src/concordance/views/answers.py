"""Answers about one animal: everything known, its entries, or other information on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from concordance.checklist import Checklist
from concordance.compare.information import INFORMATION, information_beside, information_of
from concordance.errors import UnknownNameError
from concordance.listing.entries import (
    ENTRIES,
    EntryRow,
    entries_of,
    entries_of_genus,
    entry_row,
)
from concordance.listing.timeline import TIMELINE, timeline_of
from concordance.lookups.ask import Question, ask, desk_of
from concordance.lookups.reasons import Reason
from concordance.lookups.relation import rows_of_members
from concordance.matching.index import ListIndex
from concordance.matching.lookup import match_names
from concordance.matching.near import nearest_names
from concordance.names import canonical
from concordance.pairs import PairRow
from concordance.records import NameUse
from concordance.result_schema import result, result_columns
from concordance.schema import rows, rows_to_frame, to_frame
from concordance.views.looked_up import looked_up_text
from concordance.views.text import (
    explanation_text,
    information_text,
    listing_text,
    name_text,
    unverified,
)

Lists = tuple[Checklist, ...]
Rows = Sequence[PairRow]


@dataclass(frozen=True, slots=True)
class Answer:
    """A table about one animal, and the same in words.

    Attributes
    ----------
    name : str
        The name as given.
    table : pandas.DataFrame
    text : str
    """

    name: str
    table: pd.DataFrame
    text: str

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        """Return a card for Jupyter: HTML without scripts; every name is escaped."""
        from concordance.views.cards import plain_card  # lazy: a script shows no card

        return plain_card(self.name, self.table)


@dataclass(frozen=True, slots=True, repr=False)
class Listing(Answer):
    """The entries that cover one animal; ``table`` has the columns `listing.entries.ENTRIES`."""


@dataclass(frozen=True, slots=True, repr=False)
class Information(Answer):
    """Information on one animal from both sides; columns `compare.information.INFORMATION`."""


@dataclass(frozen=True, slots=True, repr=False)
class Explanation(Answer):
    """Everything known of one animal.

    Attributes
    ----------
    name, text : str
        The name as given, and everything in words.
    table : pandas.DataFrame
        The rows of the concordance that concern it.
    names : tuple of str
        How the name leads to the taxa, one sentence for each list.
    timeline : pandas.DataFrame
        The listing over time (`listing.timeline.TIMELINE`).
    unverified : tuple of str
        For each row of the table, which of its facts were not verified, in words; blank if all
        were.
    """

    names: tuple[str, ...]
    timeline: pd.DataFrame
    unverified: tuple[str, ...]

    def _repr_html_(self) -> str:
        """Return a card for Jupyter: HTML without scripts; every name is escaped."""
        from concordance.views.cards import explanation_card

        return explanation_card(self.name, self.table, self.names, self.timeline, self.unverified)


class About:
    """What two lists and their concordance record for one name.

    Parameters
    ----------
    name : str
        Any name known to either list.
    lists : pair of Checklist
    rows : sequence of PairRow
        Their concordance.

    Raises
    ------
    UnknownNameError
        If neither list knows the name; the error has the nearest names.
    """

    def __init__(self, name: str, lists: Lists, rows: Sequence[PairRow]) -> None:
        self.name, self.lists, self._asked = name, lists, lists
        wanted = canonical(name)
        self.answers: tuple[str, ...] = ()
        uses = _uses(wanted, lists)
        if not uses and wanted:
            self.lists = tuple(checklist.with_members for checklist in lists)
            uses = _uses(wanted, self.lists)
            rows = rows_of_members(self.lists, {use.taxon_id for _, use in uses}) if uses else ()
        if not uses and wanted and (spoken := _common_name(name, lists)):
            uses = _uses(canonical(spoken), self.lists)
            rows = rows_of_members(self.lists, {use.taxon_id for _, use in uses})
        if not uses:
            self.answers = _answers_of_groups(name, self.lists) if wanted else ()
        if not uses and not self.answers:
            raise UnknownNameError(name, _nearest(wanted, lists), groups_of(wanted, lists))
        self.names = (*sorted({name_text(c, use) for c, use in uses}), *self.answers)
        self.ids = {use.taxon_id for _, use in uses}
        self.rows = tuple(row for row in rows if self.ids & set(row.ids))

    def ids_on(self, place: int) -> set[str]:
        """Taxa of one list that the name leads to, directly or through a partner."""
        return self.ids | {i for row in self.rows if (i := row.ids[place]) is not None}

    def timeline(self) -> pd.DataFrame:
        """Return which entries of both lists covered it, and from when to when.

        Examples
        --------
        >>> from concordance import build, load_cites, load_cms
        >>> times = build(load_cites(), load_cms()).timeline("Uncia uncia")
        >>> times[["side", "entry", "effective_to"]].to_numpy().tolist()[0]
        ['CITES', 'Uncia uncia', '2019-11-26']
        """
        rows = [
            row
            for place, checklist in enumerate(self.lists)
            for row in timeline_of(checklist, self.ids_on(place))
        ]
        return rows_to_frame(rows, TIMELINE)

    def entries(self) -> list[EntryRow]:
        """Return the entries of both lists that cover it, or may cover it through its genus."""
        if self.answers:
            return [
                entry_row(checklist, self.name, entry)
                for checklist in self.lists
                for entry in entries_of_genus(checklist, canonical(self.name))
            ]
        return [
            entry
            for place, checklist in enumerate(self.lists)
            for entry in entries_of(checklist, self.ids_on(place), self.lists[1 - place])
        ]

    def listing(self) -> Listing:
        """Return the entries of both lists that cover it, and how."""
        entries = self.entries()
        day = max(checklist.source.as_of for checklist in self.lists)
        table = rows_to_frame(entries, ENTRIES)
        return Listing(self.name, table, listing_text(self.name, day, entries))

    def information(self) -> Information:
        """Return all information from both sides other than names and entries."""
        known = [
            row
            for place, checklist in enumerate(self.lists)
            for row in information_of(checklist, self.ids_on(place))
        ]
        known += information_beside(self.rows)
        text = information_text(self.listing().text, known)
        return Information(self.name, rows_to_frame(known, INFORMATION), text)

    def _answer(self) -> str:
        """The answer of `lookup` for the name, one line for each list."""
        desk = desk_of(self._asked)
        (row,) = rows(ask(desk, [self.name], Question()))
        return looked_up_text(row, desk.keys)

    def explanation(self, table: pd.DataFrame) -> Explanation:
        """Return everything known about it; `table` is the whole concordance table."""
        wanted = {row.concordance_id for row in self.rows}
        own = table[[i in wanted for i in table["concordance_id"].tolist()]]
        if len(own) < len(wanted):  # members of groups are not in the table of the concordance
            keys = self.rows[0].keys
            own = to_frame(result(self.rows, keys), result_columns(*keys))
        sources = [checklist.source for checklist in self.lists]
        return Explanation(
            name=self.name,
            table=own,
            text=explanation_text(self._answer(), self.names, self.rows, sources),
            names=self.names,
            timeline=self.timeline(),
            unverified=tuple("; ".join(unverified(row)) for row in self.rows),
        )


def _common_name(name: str, lists: Lists) -> str:
    """The animal that a common name means; blank if not certain."""
    (row,) = rows(ask(desk_of(lists), [name], Question()))
    return (
        str(row["name"]) if row["name"] and Reason.COMMON_NAME in str(row["reason_codes"]) else ""
    )


def _uses(name: str, lists: Lists) -> list[tuple[Checklist, NameUse]]:
    """Every use of a canonical name in either list."""
    return [
        (checklist, use)
        for checklist in lists
        for use in (checklist.once(ListIndex).by_name.get(name, ()) if name else ())
    ]


#: statuses that tell more than that a name is unknown
_TELLING: Final = frozenset({"covered", "excluded", "listed_in_part", "ambiguous"})


def _answers_of_groups(name: str, lists: Lists) -> tuple[str, ...]:
    """What the genus of a name shows, one sentence for each list; empty if nothing."""
    answers = [match_names([name], checklist).iloc[0] for checklist in lists]
    known = lists[0].once(ListIndex).places(canonical(name).split()[0])
    near = any(row["status"] == "proposed" for row in answers)
    if any(row["status"] in _TELLING for row in answers) or (known and not near):
        return tuple(str(row["evidence"]) for row in answers)
    return ()


def _nearest(name: str, lists: Lists) -> list[str]:
    known = {use.name for checklist in lists for use in checklist.records.names}
    return nearest_names(name, known) if name else []


def groups_of(name: str, lists: Iterable[Checklist]) -> list[str]:
    """Return the entries for the genus of a name or a group above it, as ``CITES I: Pan``."""
    return [
        f"{checklist.label} {entry.appendix}: {entry.taxon}"
        for checklist in lists
        for entry in entries_of_genus(checklist, name)
    ]
