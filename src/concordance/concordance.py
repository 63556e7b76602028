"""The facade: `build` and `Concordance`; each method is one call into a room below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from concordance.checklist import Checklist, Source, rows
from concordance.decisions import DECISIONS, Seen, decisions_table, judge
from concordance.decisions import Verdict as Judgement
from concordance.errors import ChecklistError, ConcordanceError, UnknownNameError
from concordance.exports.delimited import csv_bytes
from concordance.exports.result import DISCLAIMER, TOOL_VERSION, Result
from concordance.files import write_whole
from concordance.impact import ImpactTables, impact_tables, listing_gaps
from concordance.information import (
    INFORMATION,
    NAME_CONFLICTS,
    RANGE_CONFLICTS,
    Information,
    information_of,
)
from concordance.legal import legal_words
from concordance.listings import ENTRIES, cover, entries_of, entries_of_genus
from concordance.matching import nearest_names
from concordance.names import canonical
from concordance.readers.appendices import load_cites, load_cms
from concordance.references import reference_differences
from concordance.relations import NAMED, relate_names
from concordance.schema import Column, Relation, cells, to_frame
from concordance.score import Score, alignment, over_time
from concordance.table import build_table
from concordance.timeline import TIMELINE, timeline_of

if TYPE_CHECKING:
    from concordance.scenarios import WhatIf
    from concordance.views.cards import Page
    from concordance.views.picture import Picture
    from concordance.views.report import History


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the concordance knows of one name.

    Attributes
    ----------
    name : str
        As asked for.
    table : pandas.DataFrame
        The rows of the concordance that concern it.
    text : str
        The same in words.
    names : tuple of str
        How the name leads to the taxa, one sentence a list; only `Concordance.explain` says it.
    timeline : pandas.DataFrame or None
        The listing over time (`timeline.TIMELINE`); only `Concordance.explain` gives it.
    unverified : tuple of str
        For each row of the table, which facts behind it were not verified, in words; blank where
        all were. Only `Concordance.explain` says it.
    """

    name: str
    table: pd.DataFrame
    text: str
    names: tuple[str, ...] = ()
    timeline: pd.DataFrame | None = None
    unverified: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        """Return a card for Jupyter: HTML without scripts, every name escaped."""
        from concordance.views.cards import explanation_card, plain_card

        if self.timeline is None:
            return plain_card(self.name, self.table)
        return explanation_card(self.name, self.table, self.names, self.timeline, self.unverified)


class Concordance:
    """A concordance of two lists: one table and where it comes from.

    Parameters
    ----------
    left, right : Checklist
    redlist : Checklist, optional
    decisions : pandas.DataFrame, optional
    """

    def __init__(
        self,
        left: Checklist,
        right: Checklist,
        redlist: Checklist | None = None,
        decisions: pd.DataFrame | None = None,
    ) -> None:
        self._left, self._right, self._redlist = left, right, redlist
        self._decisions = decisions_table([]) if decisions is None else decisions
        self._table = build_table(left, right, redlist, decisions)

    @property
    def table(self) -> pd.DataFrame:
        """Return the concordance table (a copy), columns as in ``docs/columns.md``."""
        return self._table.copy()

    @property
    def sources(self) -> tuple[Source, Source]:
        """Return where the two lists come from."""
        return self._left.source, self._right.source

    def __repr__(self) -> str:
        return f"<Concordance {self._left!r} x {self._right!r}: {len(self._table)} rows>"

    def _repr_html_(self) -> str:
        """Return a card for Jupyter: the lists, counts, score and first rows, without scripts."""
        from concordance.views.cards import concordance_card

        return concordance_card(self._table, self.sources, self.prefixes, self.score().table)

    def explore(self) -> Page:
        """Return the table to search and sort in Jupyter.

        Returns
        -------
        views.cards.Page
            With the package itables a table with a search box that needs no network (all of it is
            in the page, about 3 MB); without it the plain table. Every name is shown as text.
        """
        from concordance.views.cards import explore

        return explore(self._table)

    def plot(self, kind: str, name: str = "") -> Picture:
        """Return a plot; needs matplotlib (extra ``notebook``).

        Parameters
        ----------
        kind : str
            ``differences``, ``flow``, ``flags``; of one animal ``split`` and ``timeline``.
        name : str
            The animal, by any name that either side knows.

        Returns
        -------
        views.picture.Picture
            A matplotlib figure that Jupyter shows as it is; `views.plots.save` writes it as SVG.

        Raises
        ------
        ConcordanceError
            If the kind is not known, matplotlib is not installed, or there is nothing to draw.
        UnknownNameError
            If neither list knows the name.
        """
        from concordance.views import combinations, flows, plots, years  # they load matplotlib

        day = max(source.as_of for source in self.sources)
        drawings: dict[str, Callable[[], Picture]] = {
            "differences": lambda: plots.differences_plot(self._table),
            "flow": lambda: flows.flow_plot(self._table),
            "flags": lambda: combinations.flags_plot(self._table),
            "split": lambda: flows.split_plot(self.explain(name).table, name),
            "timeline": lambda: years.timeline_plot(self.timeline(name), name, day),
        }
        if kind not in drawings:
            raise ConcordanceError(f"kind is {kind!r}; expected one of {', '.join(drawings)}")
        return drawings[kind]()

    def mismatches(
        self,
        *,
        activity: str | None = None,
        taxon_class: str | None = None,
        flag: str | None = None,
    ) -> pd.DataFrame:
        """Return the linked pairs that differ in any way, in the order of the table.

        Parameters
        ----------
        activity : str, optional
            ``A1`` or ``A2``: only rows with a flag that serves it.
        taxon_class : str, optional
            For example ``Aves``.
        flag : str, optional
            One flag code; rows of unpartnered taxa are then included.

        Returns
        -------
        pandas.DataFrame
        """
        table = self._table
        keep = table["flags"].notna()
        if flag is None:
            keep &= table["relation"] != Relation.NOT_LISTED.value
        for column, code in (("activities", activity), ("flags", flag)):
            if code is not None:
                hits = [code in str(cell).split("|") for cell in table[column].tolist()]
                keep &= pd.Series(hits, index=table.index)
        if taxon_class is not None:
            keep &= table["class"] == taxon_class
        return table[keep.fillna(False).astype(bool)]

    def summary(self, by: str = "class") -> pd.DataFrame:
        """Return counts of rows by a column and by relation.

        Parameters
        ----------
        by : str
            A column of the table: ``class``, ``order``, ``family``, ``rule``, ``status`` ...

        Returns
        -------
        pandas.DataFrame
            One row per value, sorted; a column per relation (int64, zero where none), and
            ``rows`` and ``needs_review``.

        Raises
        ------
        ConcordanceError
            If the table has no such column.
        """
        if by not in self._table.columns:
            raise ConcordanceError(
                f"by is {by!r}, no column of the table; try class, order, family, rule or relation"
            )
        values = [v if isinstance(v, str) else "" for v in self._table[by].tolist()]
        counts = Counter(zip(values, self._table["relation"].tolist(), strict=True))
        review = Counter(zip(values, self._table["status"].tolist(), strict=True))
        total = Counter(values)
        data = {
            r.value: [counts[value, r.value] for value in sorted(total)]
            for r in Relation
            if r is not Relation.DISJOINT
        }
        data["rows"] = [total[value] for value in sorted(total)]
        data["needs_review"] = [review[value, "needs_review"] for value in sorted(total)]
        return pd.DataFrame(data, index=pd.Index(sorted(total), name=by))

    def explain(self, name: str) -> Explanation:
        """Return everything known of one name, in either list, former names included.

        Parameters
        ----------
        name : str
            Any name that either side knows: accepted, synonym, former, or of a covered species.

        Returns
        -------
        Explanation

        Raises
        ------
        UnknownNameError
            If neither list knows the name; it carries the nearest names.
        """
        ids = self._ids_of(name)
        table = self._table[self._rows_of(ids)]
        said = tuple(sorted({how for hows in ids.values() for how in hows}))
        doubts = tuple("; ".join(self.unverified(row)) for row in rows(table))
        return Explanation(name=name, table=table, text=self._tell(name, table, ids), names=said,
                           timeline=self._timeline(table, ids), unverified=doubts)  # fmt: skip

    def timeline(self, name: str) -> pd.DataFrame:
        """Return which entries covered an animal from which day to which, in both lists.

        Parameters
        ----------
        name : str
            Any name that either side knows.

        Returns
        -------
        pandas.DataFrame
            `timeline.TIMELINE`, a row per entry and span, up to the day of the lists. For lists
            other than those of the package only the entries in force.

        Raises
        ------
        UnknownNameError
            If neither list knows the name.

        Examples
        --------
        >>> from concordance import load_cites, load_cms
        >>> found = build(load_cites(), load_cms()).timeline("Uncia uncia")
        >>> found[["side", "entry", "effective_to"]].to_numpy().tolist()[0]
        ['CITES', 'Uncia uncia', '2019-11-26']
        """
        ids = self._ids_of(name)
        return self._timeline(self._table[self._rows_of(ids)], ids)

    def _timeline(self, table: pd.DataFrame, ids: Iterable[str]) -> pd.DataFrame:
        found = []
        for side, column in zip((self._left, self._right), self._id_columns, strict=True):
            found += timeline_of(side, {i for i in cells(table[column]) if i} | set(ids))
        return to_frame({c.name: [row[c.name] for row in found] for c in TIMELINE}, TIMELINE)

    def _ids_of(self, name: str) -> dict[str, list[str]]:
        """Taxa of both sides that a name leads to, each with how it does."""
        wanted = canonical(name)
        ids: dict[str, list[str]] = {}
        known: list[str] = []
        for side in (self._left, self._right):
            for row in side.records("names"):
                known.append(row["name"])
                if canonical(row["name"]) == wanted:
                    label = f"{row['status']} ({row['kind'].replace('_', ' ')})"
                    ids.setdefault(row["taxon_id"], []).append(
                        f"{side.source.name}: {row['name']} is {label}"
                        + (f", source {row['source']}" if row["source"] else "")
                    )
        if not ids:
            groups = [
                f"{side.key.upper()} {entry['appendix']}: {entry['taxon']}"
                for side in (self._left, self._right)
                for entry in entries_of_genus(side, wanted)
            ]
            raise UnknownNameError(name, nearest_names(wanted, known), groups)
        return ids

    def known_names(self) -> list[str]:
        """Return every name that either list knows, sorted."""
        return sorted(
            {row["name"] for side in (self._left, self._right) for row in side.records("names")}
        )

    def _rows_of(self, ids: dict[str, list[str]]) -> list[bool]:
        a, b = self._id_columns
        return [
            x in ids or y in ids
            for x, y in zip(cells(self._table[a]), cells(self._table[b]), strict=True)
        ]

    def listing(self, name: str, *, as_of: str | None = None) -> Explanation:
        """Return the entries of both lists that cover an animal, and how.

        Parameters
        ----------
        name : str
            Any name that either side knows.
        as_of : str, optional
            ISO date; the lists of the package are then loaded for that day. The day of this
            concordance where it is left out.

        Returns
        -------
        Explanation
            ``table``: one row an entry (`listings.ENTRIES`); ``text``: the same in words.

        Raises
        ------
        UnknownNameError
            If neither list knows the name.
        ConcordanceError
            If ``as_of`` is given for lists that are not those of the package.
        """
        if as_of is not None:
            return self._on(as_of).listing(name)
        ids = self._ids_of(name)
        partners = self._table[self._rows_of(ids)]
        found = []
        for side, column, other in zip(
            (self._left, self._right), self._id_columns, (self._right, self._left), strict=True
        ):
            own = {i for i in cells(partners[column]) if i} | set(ids)
            found += entries_of(side, own, other)
        table = to_frame({c.name: [row[c.name] for row in found] for c in ENTRIES}, ENTRIES)
        lines = [f"{name}, {self._left.source.as_of}"]
        lines += [
            f"{r['side']} {r['appendix']}: {r['taxon']}, {r['how']}"
            + (f" {r['entry']}" if r["entry"] != r["taxon"] else "")
            + (f" [{r['limits']}]" if r["limits"] else "")
            + f", from {r['effective_from'] or 'a day not known'}"
            for r in found
        ] or ["no entry covers it, as far as names tell"]
        lines.append(DISCLAIMER)
        return Explanation(name=name, table=table, text="\n".join(lines))

    def _on(self, as_of: str) -> Concordance:
        loaders = {"cites": load_cites, "cms": load_cms}
        if {self._left.partner, self._right.partner} != set(loaders):
            raise ConcordanceError(
                "as_of needs the lists of the package on both sides; load your own lists for that "
                "day and build again"
            )
        return Concordance(loaders[self._left.key](as_of), loaders[self._right.key](as_of))

    def relation(self, left: str, right: str) -> pd.DataFrame:
        """Return how the animals relate that two names mean, each on its own side.

        Parameters
        ----------
        left, right : str
            A name as the left list knows it (accepted or not), and one as the right list does.

        Returns
        -------
        pandas.DataFrame
            One row a pair of taxa that the names lead to (`relations.NAMED`): ``relation`` is
            ``undetermined`` where several are possible, which ``possible`` lists; empty where no
            pair is linked.

        Raises
        ------
        UnknownNameError
            If a list does not know its name.

        Notes
        -----
        Composed from what the name means in its own list, the relation of the two taxa, and what
        the other name means: a name of several taxa is wider than each of them, a subspecies is
        part of its species.
        """
        rows_ = relate_names(self._left, self._right, self._table, self._id_columns, left, right)
        return to_frame({c.name: [row[c.name] for row in rows_] for c in NAMED}, NAMED)

    def information(self, name: str) -> Explanation:
        """Return all that both sides say of an animal: entries, names, ranges, legal status.

        Parameters
        ----------
        name : str
            Any name that either side knows.

        Returns
        -------
        Explanation
            ``table``: `information.INFORMATION`, empty where the lists carry nothing of the
            kind; ``text``: the same in words, with the entries.

        Raises
        ------
        UnknownNameError
            If neither list knows the name.
        """
        ids = self._ids_of(name)
        rows_ = self._table[self._rows_of(ids)]
        found = []
        for side, column in zip((self._left, self._right), self._id_columns, strict=True):
            own = {i for i in cells(rows_[column]) if i} | set(ids)
            found += information_of(side, own)
        found += [
            {"side": "RED LIST", "taxon": name_, "kind": "conservation status", "value": category,
             "detail": self._redlist.source.version}
            for name_, category in dict.fromkeys(
                zip(cells(rows_["red_list_name"]), cells(rows_["red_list_category"]), strict=True)
            )
            if category and self._redlist is not None
        ]  # fmt: skip
        table = to_frame({c.name: [r[c.name] for r in found] for c in INFORMATION}, INFORMATION)
        lines = [str(self.listing(name)), ""]
        lines += [f"{r['side']} {r['taxon']}, {r['kind']}: {r['value']} ({r['detail'] or '?'})"
                  for r in found]  # fmt: skip
        if not found:
            lines.append("The lists carry no common names, ranges or measures of it.")
        return Explanation(name=name, table=table, text="\n".join(lines))

    def range_conflicts(self) -> pd.DataFrame:
        """Return countries in which one side has an animal and the other has not.

        Returns
        -------
        pandas.DataFrame
            `information.RANGE_CONFLICTS`, for congruent pairs of which both sides give a range.
        """
        a, b = self.prefixes
        same = self._table[self._table["relation"] == Relation.CONGRUENT.value]
        columns = [cells(same[c]) for c in (f"{a}_id", f"{b}_id", f"{a}_name", f"{b}_name")]
        found = Information(self._left, self._right).range_conflicts(zip(*columns, strict=True))
        return to_frame(found, RANGE_CONFLICTS)

    def common_name_conflicts(self) -> pd.DataFrame:
        """Return common names that mean two different animals.

        Returns
        -------
        pandas.DataFrame
            `information.NAME_CONFLICTS`: names that several taxa of one side bear, or taxa of both
            sides that are not linked.
        """
        a, b = self.prefixes
        linked = {
            (x, y)
            for x, y in zip(
                cells(self._table[f"{a}_id"]), cells(self._table[f"{b}_id"]), strict=True
            )
            if x and y
        }
        left, right = (
            {t["taxon_id"]: t["name"] for t in side.records("taxa")}
            for side in (self._left, self._right)
        )
        found = Information(self._left, self._right).name_conflicts(linked, (left, right))
        return to_frame(found, NAME_CONFLICTS)

    def against(self, redlist: Checklist) -> pd.DataFrame:
        """Return the joint list beside the Red List, with draft advice: see `redlist.against`."""
        from concordance.redlist import against  # only here: it loads the matching of names

        return against(self._table, redlist, self.prefixes)

    def apply(self, decisions: pd.DataFrame) -> Concordance:
        """Return the same concordance under other decisions: see `build`."""
        return Concordance(self._left, self._right, self._redlist, decisions)

    @property
    def decisions(self) -> pd.DataFrame:
        """Return every decision with its ``state`` and what ``changed`` since; none is lost.

        Returns
        -------
        pandas.DataFrame
            Columns `decisions.DECISIONS`, then ``state`` (`decisions.State`), ``changed`` (parts
            joined by a bar), and ``left_today`` and ``right_today``: the taxa that it concerns
            today, other ones than decided where a list has renamed them.
        """
        judged = judge(self._decisions, self._seen())
        extra = {
            "state": [d.state.value for d in judged],
            "changed": ["|".join(d.changed) for d in judged],
            "left_today": [d.left_id for d in judged],
            "right_today": [d.right_id for d in judged],
        }
        columns = (*DECISIONS, *(Column(name=name, meaning="") for name in extra))
        data = {c.name: cells(self._decisions[c.name]) for c in DECISIONS} | extra
        return to_frame(data, columns)

    def _seen(self) -> Seen:
        return Seen(self._left, self._right, (cover(self._left), cover(self._right)))

    def decide(
        self,
        left_id: str,
        right_id: str,
        verdict: str,
        *,
        reviewer: str,
        decided_on: str,
        relation: str = "",
        reason: str = "",
        orcid: str = "",
    ) -> pd.DataFrame:
        """Return a decision on a pair, with the fingerprint of what is seen now.

        Parameters
        ----------
        left_id, right_id : str
            Taxa of the two lists.
        verdict : str
            ``agreed``, ``rejected`` or ``disputed``.
        reviewer, decided_on, relation, reason, orcid : str
            Who, when (ISO date), and what more there is to say.

        Returns
        -------
        pandas.DataFrame
            One row, to be put below others with ``pandas.concat``.

        Raises
        ------
        ConcordanceError
            If a list does not hold the taxon, or a code is not known.
        """
        seen, pair = self._seen(), (left_id, right_id)
        if not seen.knows(pair):
            raise ConcordanceError(f"{left_id} / {right_id}: a list does not hold the taxon")
        known = {v.value for v in Judgement}
        if verdict not in known or (relation and relation not in {r.value for r in Relation}):
            raise ConcordanceError(
                f"verdict is {verdict!r} and relation {relation!r}; expected one of "
                f"{', '.join(sorted(known))}, and a relation or nothing"
            )
        names = seen.names(pair)
        row = {
            "left_id": left_id,
            "right_id": right_id,
            "left_name": names[0],
            "right_name": names[1],
            "verdict": verdict,
            "relation": relation,
            "reason": reason,
            "reviewer": reviewer,
            "orcid": orcid,
            "decided_on": decided_on,
            "tool_version": TOOL_VERSION,
            "fingerprint": seen.fingerprint(pair),
        }
        return decisions_table([row])

    def decide_all(self, review: Iterable[Mapping[str, str]]) -> pd.DataFrame:
        """Return the decisions that a reviewer gave in a workbook, with what is seen now.

        Parameters
        ----------
        review : iterable of mapping
            As `readers.review.read_review` gives it.

        Returns
        -------
        pandas.DataFrame
            Columns `decisions.DECISIONS`.

        Raises
        ------
        ChecklistError
            If a row is not in this concordance or has no partner, all of them at once.
        """
        a, b = self._id_columns
        columns = (cells(self._table[c]) for c in ("concordance_id", a, b))
        pairs = {key: (x, y) for key, x, y in zip(*columns, strict=True)}
        seen = self._seen()
        problems, rows_ = [], []
        for given in review:
            x, y = pairs.get(given["concordance_id"], (None, None))
            if not x or not y:
                problems.append(
                    f"{given['concordance_id']}: is no pair of this concordance; review the "
                    "workbook of the same lists"
                )
                continue
            names = seen.names((x, y))
            rows_.append(
                {"left_id": x, "right_id": y, "left_name": names[0], "right_name": names[1],
                 "tool_version": TOOL_VERSION, "fingerprint": seen.fingerprint((x, y))}
                | {c: given[c] for c in ("verdict", "relation", "reason", "reviewer", "orcid",
                                         "decided_on")}
            )  # fmt: skip
        if problems:
            raise ChecklistError("review", problems)
        return decisions_table(rows_)

    def what_if(
        self,
        *,
        adopt: Checklist | None = None,
        by: str = "both",
        scope: str = "",
        list: Iterable[tuple[str, str, str]] | None = None,
    ) -> WhatIf:
        """Return what adopting a reference, or listing animals, would do: a draft.

        Parameters
        ----------
        adopt : Checklist, optional
            A reference list: `concordance.reference_list`, or your own by
            `concordance.load_checklist`.
        by : str
            Who adopts it: ``CITES``, ``CMS`` or ``both``.
        scope : str
            A class, order, family or genus; blank = every animal that the reference knows.
        list : iterable of (name, side, Appendix), optional
            Proposals, for example ``[("Hyaena hyaena", "CMS", "I")]``; instead of ``adopt``.

        Returns
        -------
        scenarios.WhatIf
            Printed, it is Markdown for a working document.

        Raises
        ------
        ConcordanceError
            If not one of ``adopt`` and ``list`` is given, a side or an Appendix is not known, or
            nothing is in the scope.

        Examples
        --------
        >>> from concordance import load_cites, load_cms, reference_list
        >>> con = build(load_cites(), load_cms())
        >>> cats = con.what_if(adopt=reference_list("kitchener_2017"), by="CMS", scope="Felidae")
        >>> cats.replacements["name_after"].tolist()
        ['Otocolobus manul', 'Panthera uncia']
        """
        from concordance.scenarios import adopt as adopt_reference
        from concordance.scenarios import propose

        if (adopt is None) == (list is None):
            raise ConcordanceError("what_if needs one of two: adopt a reference, or list animals")
        if adopt is not None:
            return adopt_reference(self._table, adopt, by, scope, (self._left, self._right))
        proposals = [(name, side, appendix) for name, side, appendix in list or ()]
        today: dict[tuple[str, str], tuple[str | None, str | None]] = {}
        for name in dict.fromkeys(name for name, _, _ in proposals):
            today |= self._listed_today(name)
        return propose(proposals, today, self.prefixes)

    def _listed_today(self, name: str) -> dict[tuple[str, str], tuple[str | None, str | None]]:
        """What each side knows a name as, and its entries in words; None where nothing."""
        found: dict[tuple[str, str], tuple[str | None, str | None]] = {}
        try:
            entries = rows(self.listing(name).table)
        except UnknownNameError as error:
            for key in self.prefixes:
                # its genus or a group above it may be listed all the same
                groups = [g for g in error.groups if g.startswith(f"{key.upper()} ")]
                found[name, key] = (None, f"perhaps {'; '.join(groups)}" if groups else None)
            return found
        for key in self.prefixes:
            own = [e for e in entries if e["side"] == key.upper()]
            says = "; ".join(
                f"{e['appendix']} as {e['entry']}" + (", perhaps" if "perhaps" in e["how"] else "")
                for e in own
            )
            found[name, key] = (own[0]["taxon"], says) if own else (None, None)
        return found

    def score(self, by: str = "class") -> Score:
        """Return the alignment score, with its formula: see `score.alignment`."""
        return alignment(self._table, by, self.prefixes)

    def impact_tables(self, *, taxon_class: str | None = None) -> ImpactTables:
        """Return replacements, lumps and splits in the Committee's format: see `impact`."""
        table = self._table
        if taxon_class is not None:
            table = table[(table["class"] == taxon_class).fillna(False).astype(bool)]
        return impact_tables(table, self.prefixes)

    def listing_gaps(self) -> pd.DataFrame:
        """Return how parts are listed beside the taxon that holds them: see `impact`."""
        return listing_gaps(self._table, self.prefixes)

    def reference_differences(self) -> pd.DataFrame:
        """Return whether the standard references explain each difference: see `references`."""
        return reference_differences(self._table, self._left, self._right, self.prefixes)

    def unverified(self, row: Mapping[str, object]) -> list[str]:
        """Return which facts behind a row of the table are reported or recalled only.

        Parameters
        ----------
        row : mapping
            A row of `table`, by column.

        Returns
        -------
        list of str
            In words; empty where names and entries were verified.
        """
        doubts = []
        for side, prefix in zip((self._left, self._right), self.prefixes, strict=True):
            for taxon in side.records("taxa"):
                if taxon["taxon_id"] == row[f"{prefix}_id"] and taxon["confidence"] != "verified":
                    doubts.append(f"{prefix.upper()} name {taxon['name']} ({taxon['confidence']})")
            entries = set(str(row[f"{prefix}_listed_as"] or "").split("|"))
            for entry in side.records("listings"):
                if entry["taxon"] in entries and entry["confidence"] != "verified":
                    doubts.append(
                        f"{prefix.upper()} {entry['appendix']} entry {entry['taxon']} "
                        f"({entry['confidence']})"
                    )
        source = str(row["relation_source"] or "")
        if row["relation_basis"] == "inferred":
            doubts.append("the relation (inferred)")
        elif source.endswith(("(reported)", "(recalled)")):
            doubts.append(f"the relation {source[source.rindex('(') :]}")
        return list(dict.fromkeys(doubts))

    @property
    def prefixes(self) -> tuple[str, str]:
        """Return the column prefixes of the two sides."""
        a, b = (column.removesuffix("_id") for column in self._id_columns)
        return a, b

    @property
    def _id_columns(self) -> tuple[str, str]:
        columns = [c for c in self._table.columns if c.endswith("_id") and c != "concordance_id"]
        return columns[0], columns[1]

    def _tell(self, name: str, table: pd.DataFrame, ids: dict[str, list[str]]) -> str:
        lines = [name, "=" * len(name)]
        lines += sorted({f"* {how}" for hows in ids.values() for how in hows})
        prefixes = [c.removesuffix("_id") for c in self._id_columns]
        for row in rows(table.astype(object).where(table.notna(), "")):
            lines.append("")
            for prefix in prefixes:
                if not row[f"{prefix}_id"]:
                    lines.append(
                        f"{prefix.upper()}: perhaps Appendix {row[f'{prefix}_appendix']}, as "
                        f"{row[f'{prefix}_listed_as']}: does not print this name"
                        if row[f"{prefix}_appendix"]
                        else f"{prefix.upper()}: no entry covers it, as far as names tell"
                    )
                    continue
                author = f" {row[f'{prefix}_authorship']}" if row[f"{prefix}_authorship"] else ""
                listed = (
                    f"Appendix {row[f'{prefix}_appendix']} as {row[f'{prefix}_listed_as']}"
                    f", from {row[f'{prefix}_effective_from']}"
                    if row[f"{prefix}_appendix"]
                    else "no entry covers it"
                )
                scope = f" [{row[f'{prefix}_scope']}]" if row[f"{prefix}_scope"] else ""
                lines.append(f"{prefix.upper()}: {row[f'{prefix}_name']}{author}: {listed}{scope}")
            basis = f" ({row['relation_basis']}: {row['relation_source']})"
            lines.append(
                f"  relation: {row['relation']}" + (basis if row["relation_basis"] else "")
            )
            lines.append(f"  why: {row['evidence']} [rule {row['rule']}]")
            if row["flags"]:
                lines.append(f"  flags: {row['flags'].replace('|', ', ')}")
            lines += [f"  {told}" for told in legal_words(row, self.prefixes)]
            lines.append(f"  action: {row['recommended_action']}. {row['action_note']}")
        lines += ["", *(f"{s.name}, {s.version}." for s in self.sources), DISCLAIMER]
        return "\n".join(lines)

    def export(
        self,
        path: str | Path,
        to: str | None = None,
        *,
        excel: bool = False,
        whole: bool = False,
    ) -> None:
        """Write the concordance in one of the formats of `exports.Format`.

        Parameters
        ----------
        path : path
            A file; for ``coldp``, ``darwin_core`` and ``datapackage`` a folder or a ``.zip``.
        to : str, optional
            ``csv excel parquet sssom coldp tcs darwin_core datapackage markdown latex``; left out,
            the end of the name says it.
        excel : bool
            For CSV: begin with a byte order mark, which Excel needs to read UTF-8.
        whole : bool
            For the formats that are made to be passed on (``sssom coldp tcs darwin_core
            datapackage``): write every column even where an input may not be redistributed.

        Raises
        ------
        ConcordanceError
            If the path cannot be written (nothing is left behind, an older file stays whole), or
            the format is not known.
        """
        from concordance.exports.formats import export  # only here: a build writes CSV alone

        export(self.result(), Path(path), to, excel=excel, whole=whole)

    def result(self) -> Result:
        """Return the table with its sources, as the exports and views take it."""
        left, right = self._left, self._right
        return Result(
            table=self._table,
            sources=self.sources,
            keys=self.prefixes,
            others=() if self._redlist is None else (self._redlist.source,),
            taxa=(left.records("taxa"), right.records("taxa")),
        )

    def to_csv(self, path: str | Path, *, excel: bool = False) -> None:
        """Write the table as CSV; ``excel`` begins with a byte order mark: see `export`."""
        write_whole(Path(path), csv_bytes(self.result(), excel=excel))

    def to_excel(self, path: str | Path) -> None:
        """Write a workbook to read and to review in: see `export`."""
        self.export(path, "excel")

    def to_parquet(self, path: str | Path) -> None:
        """Write the typed table as Parquet: see `export`."""
        self.export(path, "parquet")

    def to_sssom(self, path: str | Path, *, whole: bool = False) -> None:
        """Write the mappings as SSSOM/TSV: see `export`."""
        self.export(path, "sssom", whole=whole)

    def report(self, path: str | Path, *, language: str = "en", whole: bool = False) -> None:
        """Write the report: one HTML file to look at without Python, offline.

        Parameters
        ----------
        path : path
        language : str
            ``en``, ``fr`` or ``es``, in which the page opens; all three are in it.
        whole : bool
            Keep what may not be redistributed, for your own desk; else a report of such lists
            holds ids, relation, rule, score and review only, as `export` does.

        Raises
        ------
        ConcordanceError
            If the language is not known or the path cannot be written.
        """
        # only here: a build writes CSV alone
        from concordance.views.report import check_language, report_bytes

        check_language(language)  # before the work of years begins
        content = report_bytes(
            self.result(), (self._left, self._right), self._history(), language=language,
            whole=whole,
        )  # fmt: skip
        write_whole(Path(path), content)

    def _history(self) -> History:
        """What the dated lists of the package add; nothing for other lists."""
        from concordance.readers.appendices import meetings, source_keys
        from concordance.views.report import History

        if {self._left.partner, self._right.partner} != {"cites", "cms"}:
            return History(meetings={}, keys={})
        last = max(source.as_of for source in self.sources)
        held = meetings(last)
        days = [day for day in held if day != last]
        past = [alignment_over_time(days)] if days else []
        now = over_time({last: self.score().table})
        scores = pd.concat([*past, now], ignore_index=True)
        return History(scores=scores, meetings=held, keys=source_keys())

    def to_datapackage(self, path: str | Path, *, whole: bool = False) -> None:
        """Write a Data Package, a folder or a ``.zip``: see `export`."""
        self.export(path, "datapackage", whole=whole)


def cite(con: Concordance) -> str:
    """Return how to cite a concordance: the tool, both lists and their days.

    Parameters
    ----------
    con : Concordance

    Returns
    -------
    str
    """
    return con.result().citation()


def build(
    left: Checklist,
    right: Checklist,
    *,
    redlist: Checklist | None = None,
    decisions: pd.DataFrame | None = None,
) -> Concordance:
    """Return the concordance of two lists: no network, no prompts, same input, same bytes.

    Parameters
    ----------
    left, right : Checklist
        For example `load_cites` and `load_cms`.
    redlist : Checklist, optional
        A Red List export (`load_checklist`): fills the columns on the Red List and sets
        ``red_list_name_differs`` and ``red_list_status_gap``.
    decisions : pandas.DataFrame, optional
        Verdicts of people (`read_decisions`): they outrank every rule, and are marked ``stale``
        where what they were based on has changed.

    Returns
    -------
    Concordance

    Examples
    --------
    >>> from concordance import load_cites, load_cms
    >>> con = build(load_cites(), load_cms())
    >>> con.explain("Uncia uncia").table["relation"].tolist()
    ['congruent']
    """
    return Concordance(left, right, redlist, decisions)


def alignment_over_time(dates: Iterable[str], *, by: str = "class") -> pd.DataFrame:
    """Return the alignment score of the lists of the package on several days.

    Parameters
    ----------
    dates : iterable of str
        ISO dates that the data covers (CITES from 2015-02-05 on).
    by : str
        ``class``, ``order`` or ``family``.

    Returns
    -------
    pandas.DataFrame
        ``as_of``, ``group``, ``aligned``, ``pairs``, ``score``: a row per day and group, in the
        order of the days given. Draw it with `concordance.views.plots.alignment_plot`.

    Examples
    --------
    >>> found = alignment_over_time(["2017-04-21", "2024-06-01"])
    >>> found[found["group"] == "all"]["as_of"].tolist()
    ['2017-04-21', '2024-06-01']
    """
    days = list(dates)
    return over_time({day: build(load_cites(day), load_cms(day)).score(by).table for day in days})
