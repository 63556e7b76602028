"""The typed rows of a concordance; `result_schema.result` flattens each row once.

Each step of `table.build_table` fills its own fields of a row and leaves the others unchanged.
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
        Closest first; empty if no entry covers it.
    own : bool
        True if an entry names the taxon itself.
    since : str
        Day (ISO date) since which entries have covered it without a gap; blank = not known.
    unknown_day : str
        Text shown for an unknown first day.
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
        """Whether parts of the taxon are in different Appendices."""
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
        The rule that linked the pair, the linking name (blank = the two names themselves), and
        the reason in words.
    suggests
        Relation suggested by the kind of link, before the synonymies are compared.
    concerns_concept
        True if the link itself states a split or lump.
    ambiguous
        True if the linking name belongs to several taxa of one list.
    authors_differ
        True if both lists use the same name by different authors.
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
        """The same link read from the other list."""
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
    """The relation of the two taxa of a pair, read from the left, with its source."""

    relation: Relation
    basis: Basis
    source: str


class Compared(NamedTuple):
    """What two lists state about one taxon apart from its name; None where a list has nothing.

    Attributes
    ----------
    range_shared, range_left_only, range_right_only : str or None
        ISO codes joined by a bar.
    names_shared, names_differ : str or None
        Common names with their language, joined by a bar.
    range_differs, names_conflict : bool
        Whether one side has a country, or all names in a language, that the other lacks.
    """

    range_shared: str | None = None
    range_left_only: str | None = None
    range_right_only: str | None = None
    names_shared: str | None = None
    names_differ: str | None = None
    range_differs: bool = False
    names_conflict: bool = False


class Legal(NamedTuple):
    """What one list states about one taxon apart from its entries; None where unknown.

    Attributes
    ----------
    reservations : str or None
        Parties joined by a bar, each with its first day and, in brackets, the name under which the
        reservation was entered, if different.
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
    """One verdict and its state in a build, with present ids."""

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
        """The decision, who made it, and what has changed since."""
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
    """The codes of a row: difference of names, flags, and the draft action with its note."""

    name_difference: tuple[NameDifference, ...] = ()
    flags: tuple[Flag, ...] = ()
    action: Action = Action.NO_ACTION
    note: str = ""


class PairRow(NamedTuple):
    """A linked pair, or an unpaired taxon with one side None.

    Attributes
    ----------
    keys : pair of str
        Keys of the left and the right list, used in column names.
    left, right : Side or None
    link, related
        None for an unpaired taxon.
    perhaps : Cover
        Entries of the other list that may cover an unpaired taxon.
    members : tuple of str
        For an unpaired group: taxa of the other list that its entry covers and that the other list
        also covers.
    evidence : str
        Why the taxon is unpaired; the reason for a pair is in its link.
    alternatives : int
        Number of other partners of the two taxa.
    contradicted : bool
        Whether the relation contradicts that of another pair.
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
        """Labels of the two lists."""
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
        """Names of the left and the right taxon; None for a missing one."""
        left, right = self.left, self.right
        return left and left.taxon.name, right and right.taxon.name

    @property
    def ids(self) -> tuple[str | None, str | None]:
        """Ids of the left and the right taxon; None for a missing one."""
        left, right = self.left, self.right
        return left and left.taxon.taxon_id, right and right.taxon.taxon_id

    @property
    def pair(self) -> tuple[str, str]:
        """The ids as in a decision; blank for a missing taxon."""
        left, right = self.ids
        return left or "", right or ""

    @property
    def covers(self) -> tuple[Cover, Cover]:
        """Entries that cover the taxon in each list; for an unpaired taxon, those that may."""
        left, right = self.left, self.right
        return left.cover if left else self.perhaps, right.cover if right else self.perhaps

    @property
    def _step(self) -> int:
        """1 if the key of the left list sorts first, else -1."""
        return 1 if self.keys[0] <= self.keys[1] else -1

    @property
    def sides_by_key(self) -> tuple[Side, ...]:
        """The sides of the row, sorted by the key of their list.

        Values that belong to neither list alone (class, family, Red List name) come from the
        first, so that they do not depend on which list is on the left.
        """
        left_first = self.keys[0] <= self.keys[1]
        first, other = (self.left, self.right) if left_first else (self.right, self.left)
        if first and other:
            return first, other
        one = first or other
        return (one,) if one else ()

    @property
    def relation(self) -> Relation:
        """The relation; `NOT_LISTED` for an unpaired taxon."""
        return self.related.relation if self.related else Relation.NOT_LISTED

    @property
    def concordance_id(self) -> str:
        """Stable hash of both ids, the same whichever list is on the left."""
        parts = (taxon_id or "" for taxon_id in self.ids[:: self._step])
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]

    @property
    def status(self) -> ReviewStatus:
        """Review status."""
        if self.decision is not None:
            if self.decision.state is State.STALE:
                return ReviewStatus.STALE
            return ReviewStatus(self.decision.verdict.value)
        review = Flag.NEEDS_REVIEW in self.judged.flags
        return ReviewStatus.NEEDS_REVIEW if review else ReviewStatus.AUTO
