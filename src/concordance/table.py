"""The main path from two checklists to the concordance table, one step per line."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from concordance import result_schema
from concordance.checklist import Checklist
from concordance.codes import Basis, Keys, Relation, Rule, State, Verdict
from concordance.compare.information import Comparison
from concordance.compare.known import add_known
from concordance.decision_tables import DecisionRow
from concordance.decisions import Snapshot, in_force, judge
from concordance.flags import add_flags
from concordance.listing.cover import cover, cover_elsewhere
from concordance.listing.legal import legal_status
from concordance.matching.link import known_cases, link_checklists
from concordance.pairs import (
    NOTHING_KNOWN,
    Cover,
    Decision,
    Link,
    PairRow,
    Related,
    Side,
)
from concordance.records import Taxon
from concordance.relate.relations import contradicted, relate
from concordance.schema import checked_choice, to_frame

if TYPE_CHECKING:
    import pandas as pd

NOT_COVERED: Final = Cover()
#: most members of a group that a sentence names
_MOST_NAMED: Final = 5
#: verdicts in force, by pair
Judged = Mapping[tuple[str, str], Decision]
NOTHING_JUDGED: Final[Judged] = {}


class Sides:
    """The two lists of a concordance, left and right, with what every step needs.

    Parameters
    ----------
    lists : pair of Checklist
    """

    def __init__(self, lists: tuple[Checklist, Checklist]) -> None:
        self.lists = lists

    @property
    def keys(self) -> Keys:
        """Column prefixes: the keys of the lists, made distinct for two days of one list."""
        left, right = (checklist.key for checklist in self.lists)
        return left, right if right != left else f"{right}_2"

    @property
    def labels(self) -> tuple[str, str]:
        """Labels of the two lists."""
        return self.keys[0].upper(), self.keys[1].upper()

    @cached_property
    def taxa(self) -> tuple[Mapping[str, Taxon], Mapping[str, Taxon]]:
        """Taxa of each list by id."""
        left, right = (checklist.once(taxa_by_id) for checklist in self.lists)
        return left, right

    @cached_property
    def covers(self) -> tuple[Mapping[str, Cover], Mapping[str, Cover]]:
        """The entries that cover each taxon, by id."""
        left, right = (checklist.once(cover) for checklist in self.lists)
        return left, right

    def side(self, place: int, taxon_id: str) -> Side:
        """Return a taxon of one list with the entries that cover it."""
        taxon, titles = self.taxa[place][taxon_id], self._titles[place]
        references = tuple(titles.get(key, key) for key in taxon.reference)
        return Side(taxon, self.covers[place][taxon_id], references)

    @cached_property
    def _titles(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        left, right = (checklist.once(source_titles) for checklist in self.lists)
        return left, right


def source_titles(checklist: Checklist) -> Mapping[str, str]:
    """Return the titles of the sources and references of a list by key."""
    return dict(checklist.knowledge.titles)


def taxa_by_id(checklist: Checklist) -> Mapping[str, Taxon]:
    """Return the taxa of a list by id."""
    return {taxon.taxon_id: taxon for taxon in checklist.records.taxa}


def lists_compared(
    left: Checklist, right: Checklist, kingdom: str = "shared", members: str = "shared"
) -> tuple[Checklist, Checklist]:
    """Return two lists reduced to the taxa that are compared.

    Parameters
    ----------
    left, right : Checklist
    kingdom : str
        ``shared``: kingdoms with taxa in both lists; ``all``; or one kingdom of the lists.
    members : {"shared", "all"}
        ``all`` adds the species of groups that only one list covers.

    Returns
    -------
    pair of Checklist

    Raises
    ------
    ConcordanceError
        If an argument is not among its choices, which the message lists.
    """
    checked_choice("members", members, ("shared", "all"))
    if members == "all":
        left, right = left.with_members, right.with_members
    own, other = ({t.kingdom for t in side.records.taxa} - {""} for side in (left, right))
    checked_choice("kingdom", kingdom, ("shared", "all", *sorted(own | other)))
    if kingdom == "all" or (kingdom == "shared" and not (own and other)):
        return left, right
    kingdoms = own & other if kingdom == "shared" else {kingdom}
    return left.of_kingdoms(kingdoms), right.of_kingdoms(kingdoms)


class Built(NamedTuple):
    """The concordance of two lists: its rows as records, and as the columns of a table.

    Attributes
    ----------
    keys : pair of str
        Column prefixes of the two lists.
    rows : tuple of PairRow
    data : mapping of column name to cells
        The same rows flattened into the columns of `result_schema.result_columns`.
    """

    keys: Keys
    rows: tuple[PairRow, ...]
    data: Mapping[str, Sequence[object]]

    def frame(self) -> pd.DataFrame:
        """Return the table, Arrow-backed."""
        return to_frame(self.data, result_schema.result_columns(*self.keys))


def build_table(
    left: Checklist,
    right: Checklist,
    *,
    redlists: Sequence[Checklist] = (),
    decisions: Sequence[DecisionRow] = (),
) -> Built:
    """Return the concordance of two lists.

    Parameters
    ----------
    left, right : Checklist
    redlists : sequence of Checklist
        Lists with conservation statuses, for the columns and flags on the status.
    decisions : sequence of DecisionRow
        People's decisions; they outrank every rule.

    Returns
    -------
    Built
        One row for each pair of taxa and each unpaired taxon, sorted by class, order, family and
        both names.
    """
    rows = build_rows(left, right, redlists=redlists, decisions=decisions)
    keys = Sides((left, right)).keys
    return Built(keys, rows, result_schema.result(rows, keys))


def build_rows(
    left: Checklist,
    right: Checklist,
    *,
    redlists: Sequence[Checklist] = (),
    decisions: Sequence[DecisionRow] = (),
) -> tuple[PairRow, ...]:
    """Return only the rows of `build_table`."""
    pair = Sides((left, right))
    judged = in_force(judge(decisions, Snapshot(left, right)))
    rows = complete([*itertools.chain(*linked_and_lone(pair, judged))], pair, redlists)
    rows = add_flags(add_decisions(rows, judged))  # the only place that sets flags and actions
    return tuple(sorted(rows, key=result_schema.sort_key))


def linked_and_lone(
    pair: Sides, judged: Judged = NOTHING_JUDGED
) -> tuple[list[PairRow], list[PairRow]]:
    """Return the rows of pairs and of unpaired taxa, before `complete`."""
    left, right = pair.lists
    links = decide(link_checklists(left, right), judged)
    related = review(links, relate(links, known_cases(left, right), pair.taxa, pair.labels), judged)
    return pair_rows(related, pair), lone_rows(links, pair)


def complete(
    rows: Sequence[PairRow], pair: Sides, redlists: Sequence[Checklist] = ()
) -> list[PairRow]:
    """Return rows with what is known about their taxa apart from the entries."""
    rows = add_information(rows, pair)
    rows = add_legal(rows, pair)
    rows = add_known(rows, pair.lists)
    return add_red_list(rows, redlists, pair.lists)


def decide(links: Iterable[Link], judged: Judged) -> list[Link]:
    """Return links without rejected pairs and with pairs that only a person has decided."""
    kept = []
    linked = set()
    for link in links:
        linked.add(link.pair)
        decision = judged.get(link.pair)
        if decision is None or decision.state is State.STALE:
            kept.append(link)
        elif decision.verdict is not Verdict.REJECTED:
            evidence = f"{decision.words}. {link.evidence}"
            kept.append(link._replace(rule=Rule.DECISION, ambiguous=False, evidence=evidence))
    kept += [
        Link(
            left_id=decision.left_id,
            right_id=decision.right_id,
            rule=Rule.DECISION,
            via="",
            evidence=f"{decision.words}.",
            suggests=decision.relation or Relation.CONGRUENT,
        )
        for pair, decision in judged.items()
        if all(pair) and pair not in linked and decision.verdict is not Verdict.REJECTED
    ]
    return sorted(kept, key=lambda link: link.pair)


def review(
    links: Sequence[Link], related: Sequence[Related], judged: Judged
) -> list[tuple[Link, Related]]:
    """Return each link with its relation; a person's decision comes first."""
    reviewed = []
    for link, inferred in zip(links, related, strict=True):
        decision = judged.get(link.pair)
        if decision is None or decision.state is State.STALE:
            reviewed.append((link, inferred))
        else:
            relation = decision.relation or inferred.relation
            reviewed.append((link, Related(relation, Basis.REVIEWED, decision.words)))
    return reviewed


def _partners(links: Iterable[Link]) -> tuple[Counter[str], Counter[str]]:
    """Number of partners of each left and each right taxon."""
    links = list(links)
    return Counter(link.left_id for link in links), Counter(link.right_id for link in links)


def pair_rows(related: Sequence[tuple[Link, Related]], pair: Sides) -> list[PairRow]:
    """Return a row for each linked pair that at least one list covers on the day."""
    of_left, of_right = _partners(link for link, _ in related)
    doubtful = contradicted(related)
    rows = []
    for link, relation in related:
        left, right = pair.side(0, link.left_id), pair.side(1, link.right_id)
        if not left.cover.entries and not right.cover.entries:
            continue  # known in both lists, covered by neither
        others = of_left[link.left_id] + of_right[link.right_id] - 2
        rows.append(
            PairRow(keys=pair.keys, left=left, right=right, link=link, related=relation,
                    alternatives=others, contradicted=link.pair in doubtful)
        )  # fmt: skip
    return rows


def lone_rows(links: Sequence[Link], pair: Sides) -> list[PairRow]:
    """Return a row for each taxon that a list covers and that is unpaired."""
    rows: list[PairRow] = []
    for place, partners in enumerate(_partners(links)):
        covers = pair.covers[place]
        taxa = [
            taxon
            for taxon_id, taxon in pair.taxa[place].items()
            if covers[taxon_id].entries and not partners[taxon_id]
        ]
        elsewhere = cover_elsewhere(taxa, pair.lists[1 - place])
        members = _members(links, pair, place)
        for taxon in taxa:
            perhaps = elsewhere[taxon.taxon_id]
            listed = members.get(taxon.name, ())
            side = pair.side(place, taxon.taxon_id)
            rows.append(
                PairRow(
                    keys=pair.keys,
                    left=None if place else side,
                    right=side if place else None,
                    perhaps=NOT_COVERED if listed else perhaps,
                    members=listed,
                    evidence=_members_words(taxon, listed, perhaps, pair.labels[1 - place])
                    if listed
                    else _lone_words(taxon, perhaps, place, pair.labels),
                )
            )
    return rows


def _members(links: Iterable[Link], pair: Sides, place: int) -> Mapping[str, tuple[str, ...]]:
    """Taxa of the other list, by the group of this list that covers them; both list them."""
    members: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        own, other = pair.side(place, link.pair[place]), pair.side(1 - place, link.pair[1 - place])
        if other.cover.entries and " " in own.taxon.name:
            for entry in own.cover.entries:
                if entry.taxon != own.taxon.name and " " not in entry.taxon:
                    members[entry.taxon].add(other.taxon.name)
    return {group: tuple(sorted(names)) for group, names in members.items()}


def _members_words(taxon: Taxon, members: Sequence[str], perhaps: Cover, other: str) -> str:
    some = ", ".join(members[:_MOST_NAMED])
    more = f" and {len(members) - _MOST_NAMED} more" if len(members) > _MOST_NAMED else ""
    number = "1 taxon" if len(members) == 1 else f"{len(members)} taxa"
    through = f" through {', '.join(perhaps.entry_names)}" if perhaps.entries else ""
    return f"{other} has no entry {taxon.name}, but lists {number} of it{through}: {some}{more}."


def _lone_words(taxon: Taxon, perhaps: Cover, place: int, labels: tuple[str, str]) -> str:
    own, other = labels[place], labels[1 - place]
    if not perhaps.entries:
        return f"{other} lists no taxon under {taxon.name} or any other name known for it."
    return (
        f"{other} does not print {taxon.name}, but lists {', '.join(perhaps.entry_names)}, where "
        f"the classification of {own} places it."
    )


def add_information(rows: Iterable[PairRow], pair: Sides) -> list[PairRow]:
    """Return rows with common names and ranges compared."""
    comparison = Comparison(*pair.lists, pair.labels)
    return [
        row._replace(information=comparison.compare(row.link.left_id, row.link.right_id))
        if row.link
        else row
        for row in rows
    ]


def add_legal(rows: Iterable[PairRow], pair: Sides) -> list[PairRow]:
    """Return rows with what each list states about its taxon apart from the entries."""
    known = [checklist.once(legal_status) for checklist in pair.lists]
    both = []
    for row in rows:
        left, right = (
            status.get(taxon_id or "", NOTHING_KNOWN)
            for status, taxon_id in zip(known, row.ids, strict=True)
        )
        is_known = left is not NOTHING_KNOWN or right is not NOTHING_KNOWN
        both.append(row._replace(legal=(left, right)) if is_known else row)
    return both


def add_red_list(
    rows: Sequence[PairRow], redlists: Sequence[Checklist], lists: tuple[Checklist, Checklist]
) -> list[PairRow]:
    """Return rows with their conservation status; unchanged if no list with statuses is loaded."""
    if not redlists:
        return list(rows)
    from concordance.compare.statuses import red_listed  # lazy: it loads lookups

    return [
        row if listed is None else row._replace(red_list=listed)
        for row, listed in zip(rows, red_listed(rows, redlists, lists), strict=True)
    ]


def add_decisions(rows: Iterable[PairRow], judged: Judged) -> list[PairRow]:
    """Return rows with a person's verdict, where there is one."""
    if not judged:
        return list(rows)
    return [row._replace(decision=judged[row.pair]) if row.pair in judged else row for row in rows]
