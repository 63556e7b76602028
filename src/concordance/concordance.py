"""The facade: `build` and `Concordance`; each method is one call into another module."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING

from concordance.answering import Answering
from concordance.checklist import Checklist, Source, checked_list, checked_lists
from concordance.decision_tables import decision_rows, decisions_table
from concordance.decisions import decide_all, judged_table, new_decision
from concordance.exports.result import Result
from concordance.informed import Informed
from concordance.score import Score, alignment
from concordance.select import mismatches, rows_of_class, summary
from concordance.table import build_table, lists_compared
from concordance.written import Written

if TYPE_CHECKING:
    import pandas as pd

    from concordance.impact import ImpactTables
    from concordance.scenarios import WhatIf
    from concordance.views.answers import About, Explanation, Information, Listing
    from concordance.views.cards import Page
    from concordance.views.picture import Picture


class Concordance(Informed, Written, Answering):
    """A concordance of two lists, made by `build`: its rows and one table of them.

    Attributes
    ----------
    lists, keys : pair of Checklist, pair of str
        Left and right, and the prefixes of their columns.
    rows : tuple of PairRow
        The typed rows behind the table, in its order.
    """

    def __init__(
        self,
        left: Checklist,
        right: Checklist,
        redlist: Checklist | Sequence[Checklist] | None = None,
        decisions: pd.DataFrame | None = None,
        scope: tuple[str, str] = ("shared", "shared"),
    ) -> None:
        self._scope = scope
        self.lists = lists_compared(checked_list(left), checked_list(right), *scope)
        self._redlists = checked_lists(redlist)
        self._decisions = [] if decisions is None else decision_rows(decisions)
        self._built = build_table(*self.lists, redlists=self._redlists, decisions=self._decisions)
        self.keys, self.rows = self._built.keys, self._built.rows

    @cached_property
    def _table(self) -> pd.DataFrame:
        return self._built.frame()

    @property
    def table(self) -> pd.DataFrame:
        """Return the concordance table (a copy), columns as in ``docs/columns.md``."""
        return self._table.copy()

    @property
    def sources(self) -> tuple[Source, Source]:
        """Return where the two lists come from."""
        return self.lists[0].source, self.lists[1].source

    def __repr__(self) -> str:
        return f"<Concordance {self.lists[0]!r} x {self.lists[1]!r}: {len(self.rows)} rows>"

    def _repr_html_(self) -> str:
        """Return a card for Jupyter without scripts: the lists, counts, score and first rows."""
        from concordance.views.cards import concordance_card  # lazy: scripts do not need it

        return concordance_card(self._table, self.sources, self.keys, self.score().table)

    def explore(self) -> Page:
        """Return a table to search and sort in Jupyter: see `views.cards.explore`."""
        from concordance.views.cards import explore

        return explore(self._table)

    def plot(self, kind: str, name: str = "") -> Picture:
        """Return a plot of the concordance, or of one animal by name: see `views.draw.draw`.

        Kinds: ``differences``, ``flow``, ``flags``, ``agenda``, ``coverage``, ``alignment``; with a
        name ``split`` and ``timeline``.
        """
        from concordance.history import history_of  # lazy: a build draws nothing
        from concordance.views.draw import Drawn, draw

        history = partial(history_of, self.lists, self.rows)
        drawn = Drawn(self._table, self.sources, self.keys, self._about, self.agenda,
                      self.coverage, history)  # fmt: skip
        return draw(kind, name, drawn)

    def mismatches(
        self,
        *,
        activity: str | None = None,
        taxon_class: str | None = None,
        flag: str | None = None,
    ) -> pd.DataFrame:
        """Return the linked pairs that differ in any way: see `select.mismatches`."""
        return mismatches(
            self._table, self.keys, activity=activity, taxon_class=taxon_class, flag=flag
        )

    def summary(self, by: str = "class") -> pd.DataFrame:
        """Return counts of rows by a column and by relation: see `select.summary`."""
        return summary(self._table, by)

    def _about(self, name: str) -> About:
        from concordance.views.answers import About  # lazy: a build does not need it

        return About(name, self.lists, self.rows)

    def explain(self, name: str) -> Explanation:
        """Return everything known about a name of either list: see `views.answers.About`."""
        return self._about(name).explanation(self._table)

    def timeline(self, name: str) -> pd.DataFrame:
        """Return which entries covered an animal and when: see `views.answers`."""
        return self._about(name).timeline()

    def listing(self, name: str, *, as_of: str | date | None = None) -> Listing:
        """Return the entries that cover an animal, also on another day if the lists have it."""
        return (self if as_of is None else self.as_of(as_of))._about(name).listing()

    def as_of(self, day: str | date) -> Concordance:
        """Return the concordance of the same two lists as in force on another day."""
        left, right = (checklist.as_of(day) for checklist in self.lists)
        return Concordance(left, right, None, None, self._scope)

    def information(self, name: str) -> Information:
        """Return what both sides say about an animal: entries, names, ranges, legal status."""
        return self._about(name).information()

    def relation(self, left: str, right: str) -> pd.DataFrame:
        """Return the relation between the taxa of two names: see `relate.names.relate_names`."""
        from concordance.relate.names import relation_table

        return relation_table(self.lists, self.rows, (left, right))

    def joint_list(self) -> pd.DataFrame:
        """Return the species of either list, shared or not: see `joint.joint_list`.

        Examples
        --------
        >>> from concordance import load_cites, load_cms
        >>> joint = build(load_cites(), load_cms()).joint_list()
        >>> joint.loc[joint["name"] == "Turdus pilaris", "cms_listed_as"].tolist()
        ['Turdidae']
        """
        from concordance.joint import joint_list  # lazy: it loads the members of groups

        wide = Concordance(*self.lists, None, None, (self._scope[0], "all"))
        return joint_list(wide.rows, self.keys)

    def coverage(self) -> pd.DataFrame:
        """Return how many species each list covers: see `listing.coverage.coverage`."""
        from concordance.listing.coverage import coverage  # lazy: it loads members of groups

        return coverage(self.lists, self.keys)

    def known_names(self) -> list[str]:
        """Return every name in either list, sorted."""
        return sorted({use.name for checklist in self.lists for use in checklist.records.names})

    def unverified(self, row: Mapping[str, object] | pd.Series[str]) -> list[str]:
        """Return the unverified facts behind a row of `table`: see `views.text`."""
        from concordance.views.text import unverified_facts

        return unverified_facts(self.rows, row.get("concordance_id"))

    def apply(self, decisions: pd.DataFrame) -> Concordance:
        """Return the same concordance under other decisions: see `build`."""
        return Concordance(*self.lists, self._redlists, decisions, self._scope)

    @property
    def decisions(self) -> pd.DataFrame:
        """Return every decision with its state: see `decisions.judged_table`."""
        return judged_table(self._decisions, self.lists, self.rows)

    def decide(self, left_id: str, right_id: str, verdict: str, **details: str) -> pd.DataFrame:
        """Return a decision on a pair or an unpaired taxon: see `decisions.new_decision`."""
        return decisions_table([new_decision(self.lists, (left_id, right_id), verdict, details)])

    def decide_all(self, review: Iterable[Mapping[str, str]]) -> pd.DataFrame:
        """Return the decisions from a reviewer's workbook: see `decisions.decide_all`."""
        return decisions_table(decide_all(self.lists, self.rows, review))

    def what_if(
        self,
        *,
        adopt: Checklist | None = None,
        by: str = "both",
        scope: str = "",
        proposals: Iterable[tuple[str, str, str]] | None = None,
    ) -> WhatIf:
        """Return what adopting a reference or proposals would change: see `scenarios`.

        Examples
        --------
        >>> from concordance import load_cites, load_cms, reference_list
        >>> con = build(load_cites(), load_cms())
        >>> cats = con.what_if(adopt=reference_list("kitchener_2017"), by="CMS", scope="Felidae")
        >>> cats.replacements["name_after"].tolist()
        ['Otocolobus manul', 'Panthera uncia']
        """
        from concordance.scenarios import Question, what_if

        question = Question(adopt, by, scope, proposals)
        return what_if(question, self.lists, self.rows, lambda n: self._about(n).entries())

    def score(self, by: str = "class") -> Score:
        """Return how well names, concepts and legal scope agree: see `score.alignment`."""
        return alignment(self.rows, by)

    def agenda(self) -> pd.DataFrame:
        """Return what people have to decide, one item per problem: see `agenda.agenda`.

        Examples
        --------
        >>> from concordance import load_cites, load_cms
        >>> agenda = build(load_cites(), load_cms()).agenda()
        >>> agenda.loc[agenda["title"].str.startswith("Ovis"), "row_count"].tolist()
        [14]
        """
        from concordance.agenda import agenda  # lazy: a build does not need it

        return agenda(self.rows, self.keys)

    def impact_tables(self, *, taxon_class: str | None = None) -> ImpactTables:
        """Return replacements, lumps and splits in the Committee's format: see `impact`."""
        from concordance.impact import impact_tables

        return impact_tables(rows_of_class(self.rows, taxon_class), self.keys)

    def listing_gaps(self) -> pd.DataFrame:
        """Return how parts and the taxon that contains them are listed: see `impact`."""
        from concordance.impact import listing_gaps

        return listing_gaps(self.rows)

    def result(self) -> Result:
        """Return the table with its sources, as the exports and views take it."""
        from concordance.impact import impact  # lazy: a build writes no annex

        others = tuple(one.source for one in self._redlists)
        return Result(table=self._table, sources=self.sources, keys=self.keys,
                      lists=self.lists, others=others, agenda=self.agenda(),
                      impact=impact(self.rows, self.keys))  # fmt: skip


def cite(con: Concordance) -> str:
    """Return the citation of a concordance: the tool, both lists and their days."""
    return con.result().citation()


def build(  # noqa: PLR0913 - public; all but two are optional keywords
    left: Checklist,
    right: Checklist,
    *,
    redlist: Checklist | Sequence[Checklist] | None = None,
    decisions: pd.DataFrame | None = None,
    kingdom: str = "shared",
    members: str = "shared",
) -> Concordance:
    """Return the concordance of two lists. Needs no network; same input, same bytes.

    Parameters
    ----------
    left, right : Checklist
        For example `load_cites` and `load_cms`; any two lists, or two days of one.
    redlist : Checklist or sequence of Checklist, optional
        Lists with categories (`load_checklist`): a Red List export, the Mammal Diversity
        Database, AviList. The first list with a category for an animal is used.
    decisions : pandas.DataFrame, optional
        Decisions made by people (`read_decisions`). They outrank every rule and are marked
        ``stale`` where their basis has changed.
    kingdom, members : str
        Which taxa are compared: see `table.lists_compared`.

    Examples
    --------
    >>> from concordance import load_cites, load_cms
    >>> con = build(load_cites(), load_cms())
    >>> con.explain("Uncia uncia").table["relation"].tolist()
    ['congruent']
    """
    return Concordance(left, right, redlist, decisions, (kingdom, members))
