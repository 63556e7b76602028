"""The shape of one row of a concordance while it is made; `result_schema.result` flattens it once.

A row is built step by step: each step of `table.build_table` fills the fields that it answers
for and leaves the others as they are.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from concordance.beside import NOTHING_BESIDE, Known, RedListed
from concordance.codes import (
    Action,
    Basis,
    Flag,
    Keys,
    NameDifference,
    Relation,
    ReviewStatus,
    Rule,
    Scope,
    State,
    Verdict,
)
from concordance.records import Entry, Taxon


class Cover(NamedTuple):
    """The entries that cover one taxon of a list.

    Attributes
    ----------
    entries : tuple of Entry
        The closest first; empty where nothing covers it.
    own : bool
        True where an entry names the taxon itself.
    since : str
        First day (ISO date) since when entries have covered it without a gap; blank = not known.
    unknown_day : str
        What stands for a first day that is not known.
    """

    entries: tuple[Entry, ...] = ()
    own: bool = False
    since: str = ""
    unknown_day: str = "?"

    @property
    def appendices(self) -> tuple[str, ...]:
        """Appendices that apply, in order, each once."""
        return tuple(sorted({entry.appendix for entry in self.entries}, key=lambda a: (len(a), a)))

    @property
    def is_split(self) -> bool:
        """Whether different parts of the taxon stand in different Appendices."""
        return len(self.appendices) > 1 and any(e.scope is Scope.POPULATION for e in self.entries)

    @property
    def migratory_only(self) -> bool:
        """Whether every entry covers only the migratory members of its group."""
        return bool(self.entries) and all(
            entry.scope is Scope.MIGRATORY_MEMBERS for entry in self.entries
        )

    @property
    def entry_names(self) -> tuple[str, ...]:
        """Names of the entries, each once."""
        return tuple(dict.fromkeys(entry.taxon for entry in self.entries))


class Link(NamedTuple):
    """One candidate pair.

    Attributes
    ----------
    left_id, right_id
        Taxa of the two lists.
    rule, via, evidence
        The rule that linked the pair, the name that did (blank = the names themselves), and why
        in words.
    suggests
        Relation that the kind of link suggests, before both synonymies are weighed.
    concerns_concept
        True where the link itself speaks of a split or lump.
    ambiguous
        True where the linking name belongs to several taxa of one list.
    authors_differ
        True where both lists give the one name, by different authors.
    """

    left_id: str
    right_id: str
    rule: Rule
    via: str
    evidence: str
    suggests: Relation
    concerns_concept: bool = False
    ambiguous: bool = False
    authors_differ: bool = False

    @property
    def pair(self) -> tuple[str, str]:
        """Both ids."""
        return self.left_id, self.right_id

    @property
    def mirrored(self) -> Link:
        """The same link seen from the other list."""
        return Link(
            left_id=self.right_id,
            right_id=self.left_id,
            rule=self.rule.mirrored,
            via=self.via,
            evidence=self.evidence,
            suggests=self.suggests.mirrored,
            concerns_concept=self.concerns_concept,
            ambiguous=self.ambiguous,
            authors_differ=self.authors_differ,
        )


class Related(NamedTuple):
    """How the two taxa of a pair relate, read from the left, and what says so."""

    relation: Relation
    basis: Basis
    source: str


class Compared(NamedTuple):
    """What two lists say of one taxon beside its name; None where a list says nothing.

    Attributes
    ----------
    range_shared, range_left_only, range_right_only : str or None
        ISO codes joined by a bar.
    names_shared, names_differ : str or None
        Common names with their language, joined by a bar.
    range_differs, names_conflict : bool
        Whether a country, or every name of a language, stands on one side only.
    """

    range_shared: str | None = None
    range_left_only: str | None = None
    range_right_only: str | None = None
    names_shared: str | None = None
    names_differ: str | None = None
    range_differs: bool = False
    names_conflict: bool = False


class Legal(NamedTuple):
    """What one list knows of one taxon beside its entries; None where nothing is known.

    Attributes
    ----------
    reservations : str or None
        Parties joined by a bar, each with its first day and, in brackets, the name under which it
        was entered where that is another one.
    instruments : str or None
        Agreements and memoranda joined by a bar.
    eu_annexes : str or None
        Annexes joined by a slash.
    """

    reservations: str | None = None
    instruments: str | None = None
    eu_annexes: str | None = None


NOTHING_KNOWN = Legal()
NOTHING_COMPARED = Compared()


class Decision(NamedTuple):
    """One verdict, and what became of it in a build; the ids are those of today."""

    left_id: str
    right_id: str
    verdict: Verdict
    relation: Relation | None
    reason: str
    reviewer: str
    decided_on: str
    state: State
    changed: tuple[str, ...]

    @property
    def pair(self) -> tuple[str, str]:
        """Both ids."""
        return self.left_id, self.right_id

    @property
    def words(self) -> str:
        """What was decided by whom, and what has changed since."""
        text = f"{self.verdict} by {self.reviewer} on {self.decided_on}"
        text += f": {self.reason}" if self.reason else ""
        if self.state is State.STALE:
            text += f" [stale: {', '.join(self.changed)} changed since]"
        return text


class Side(NamedTuple):
    """One list's half of a row.

    Attributes
    ----------
    taxon : Taxon
    cover : Cover
    references : tuple of str
        Titles of the standard references that the list follows for the taxon.
    """

    taxon: Taxon
    cover: Cover
    references: tuple[str, ...] = ()


class Judged(NamedTuple):
    """What a row says in codes: difference of names, flags, and the draft action with its words."""

    name_difference: tuple[NameDifference, ...] = ()
    flags: tuple[Flag, ...] = ()
    action: Action = Action.NO_ACTION
    note: str = ""


class PairRow(NamedTuple):
    """A linked pair, or a taxon without partner: then one side is None.

    Attributes
    ----------
    keys : pair of str
        Keys of the left and of the right list, as the columns are named.
    left, right : Side or None
    link, related
        None without partner.
    perhaps : Cover
        Entries of the other list that may cover a taxon without partner.
    members : tuple of str
        Of a group without partner: taxa of the other list that its entry covers and that the other
        list covers too.
    evidence : str
        Why there is no partner; of a pair the link says why there is one.
    alternatives : int
        Count of other partners of the two taxa.
    contradicted : bool
        Whether the relation cannot hold beside that of another pair.
    information, legal, known, red_list, judged, decision
        Filled in by the later steps.
    """

    keys: Keys
    left: Side | None = None
    right: Side | None = None
    link: Link | None = None
    related: Related | None = None
    perhaps: Cover = Cover()
    members: tuple[str, ...] = ()
    evidence: str = ""
    alternatives: int = 0
    contradicted: bool = False
    information: Compared = NOTHING_COMPARED
    legal: tuple[Legal, Legal] = (NOTHING_KNOWN, NOTHING_KNOWN)
    known: Known = NOTHING_BESIDE
    red_list: RedListed | None = None
    judged: Judged = Judged()
    decision: Decision | None = None

    @property
    def sides(self) -> tuple[Side | None, Side | None]:
        """Left and right."""
        return self.left, self.right

    @property
    def labels(self) -> tuple[str, str]:
        """The two lists in words."""
        return self.keys[0].upper(), self.keys[1].upper()

    @property
    def taxa(self) -> tuple[Taxon, ...]:
        """The taxa of the row, the left one first."""
        left, right = self.left, self.right
        if left is None or right is None:  # the most frequent case
            one = left or right
            return (one.taxon,) if one else ()
        return left.taxon, right.taxon

    @property
    def names(self) -> tuple[str | None, str | None]:
        """Names of the left and of the right taxon; None where there is none."""
        left, right = self.left, self.right
        return left and left.taxon.name, right and right.taxon.name

    @property
    def ids(self) -> tuple[str | None, str | None]:
        """Ids of the left and of the right taxon; None where there is none."""
        left, right = self.left, self.right
        return left and left.taxon.taxon_id, right and right.taxon.taxon_id

    @property
    def pair(self) -> tuple[str, str]:
        """The same ids as a decision has them; blank where there is no taxon."""
        left, right = self.ids
        return left or "", right or ""

    @property
    def covers(self) -> tuple[Cover, Cover]:
        """What covers the taxon in each list; where it has no partner, what perhaps does."""
        left, right = self.left, self.right
        return left.cover if left else self.perhaps, right.cover if right else self.perhaps

    @property
    def _step(self) -> int:
        """1 where the key of the left list sorts first, else -1."""
        return 1 if self.keys[0] <= self.keys[1] else -1

    @property
    def sides_by_key(self) -> tuple[Side, ...]:
        """The sides of the row, that of the list whose key sorts first before the other.

        What is not said of one list alone (class, family, what the Red List calls it) is taken
        from the first of them, so that it does not depend on which list is on the left.
        """
        first, other = self.sides[:: self._step]
        if first and other:
            return first, other
        one = first or other
        return (one,) if one else ()

    @property
    def relation(self) -> Relation:
        """The relation; `NOT_LISTED` without partner."""
        return self.related.relation if self.related else Relation.NOT_LISTED

    @property
    def concordance_id(self) -> str:
        """Stable hash of both ids, the same whichever list is on the left."""
        parts = (taxon_id or "" for taxon_id in self.ids[:: self._step])
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]

    @property
    def status(self) -> ReviewStatus:
        """State of review."""
        if self.decision is not None:
            if self.decision.state is State.STALE:
                return ReviewStatus.STALE
            return ReviewStatus(self.decision.verdict.value)
        review = Flag.NEEDS_REVIEW in self.judged.flags
        return ReviewStatus.NEEDS_REVIEW if review else ReviewStatus.AUTO
