"""The closed vocabularies of the package.

Values are written to files and are part of the interface: add, never rename. A code that depends
on the two lists compared (``cites_only``, ``synonym_cms``) is a member with a placeholder for the
key, which `Flag.code` and `Rule.code` fill in.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Self

#: keys of the left and of the right list
Keys = tuple[str, str]


class Code(StrEnum):
    """A vocabulary; a code hashes like its text, so that either finds the other in a set."""

    __hash__ = str.__hash__


class KeyedEnum(Code):
    """A vocabulary in which some codes name a list, as ``{left}`` or ``{right}``."""

    def code(self, keys: Keys) -> str:
        """Return the code for two lists.

        Parameters
        ----------
        keys : pair of str
            Keys of the left and of the right list.

        Returns
        -------
        str

        Examples
        --------
        >>> Flag.LEFT_ONLY.code(("cites", "aewa")), Rule.SYNONYM_RIGHT.code(("cites", "aewa"))
        ('cites_only', 'synonym_aewa')
        """
        return _code(self.value, keys)

    @classmethod
    def codes(cls, keys: Keys) -> tuple[str, ...]:
        """Return every code for two lists, in the order of the vocabulary."""
        return tuple(member.code(keys) for member in cls)

    @classmethod
    def from_code(cls, code: str, keys: Keys) -> Self:
        """Return the member that a code stands for.

        Raises
        ------
        ValueError
            If the vocabulary has no such code for these lists.
        """
        for member in cls:
            if member.code(keys) == code:
                return member
        raise ValueError(code)


@lru_cache(maxsize=1000)
def _code(value: str, keys: Keys) -> str:
    return value.format(left=keys[0], right=keys[1])


class Rule(KeyedEnum):
    """How two names were linked, in the order tried."""

    DECISION = "decision"
    EXACT = "exact"
    EXACT_NAME = "exact_name"
    ORTHOGRAPHIC = "orthographic"
    GENDER = "gender"
    SYNONYM_LEFT = "synonym_{left}"
    SYNONYM_RIGHT = "synonym_{right}"
    SYNONYM_BOTH = "synonym_both"
    REFERENCE = "reference"
    GENUS_TRANSFER = "genus_transfer"
    RANK_SHIFT = "rank_shift"
    FUZZY = "fuzzy"
    NONE = "none"

    @cached_property
    def strength(self) -> float:
        """Strength of the rule, 0 to 1; an order, not a probability."""
        return _STRENGTH[self]

    @property
    def mirrored(self) -> Rule:
        """The same rule read from the other list."""
        swap = {Rule.SYNONYM_LEFT: Rule.SYNONYM_RIGHT, Rule.SYNONYM_RIGHT: Rule.SYNONYM_LEFT}
        return swap.get(self, self)


_STRENGTH: dict[Rule, float] = {
    Rule.DECISION: 1.0,
    Rule.EXACT: 1.0,
    Rule.EXACT_NAME: 0.95,
    Rule.ORTHOGRAPHIC: 0.9,
    Rule.GENDER: 0.9,
    Rule.SYNONYM_LEFT: 0.85,
    Rule.SYNONYM_RIGHT: 0.85,
    Rule.SYNONYM_BOTH: 0.75,
    Rule.REFERENCE: 0.7,
    Rule.GENUS_TRANSFER: 0.6,
    Rule.RANK_SHIFT: 0.6,
    Rule.FUZZY: 0.3,
    Rule.NONE: 0.0,
}


class Relation(Code):
    """RCC-5 relation of the two taxa, read from the left."""

    CONGRUENT = "congruent"
    INCLUDES = "includes"
    INCLUDED_IN = "included_in"
    OVERLAPS = "overlaps"
    DISJOINT = "disjoint"
    UNDETERMINED = "undetermined"
    NOT_LISTED = "not_listed"

    @property
    def mirrored(self) -> Relation:
        """The same relation read from the other side.

        Examples
        --------
        >>> Relation.INCLUDES.mirrored
        <Relation.INCLUDED_IN: 'included_in'>
        """
        swap = {Relation.INCLUDES: Relation.INCLUDED_IN, Relation.INCLUDED_IN: Relation.INCLUDES}
        return swap.get(self, self)


class Basis(Code):
    """Where a relation comes from."""

    ASSERTED = "asserted"
    INFERRED = "inferred"
    REVIEWED = "reviewed"


class Flag(KeyedEnum):
    """A coded difference."""

    NAME_DIFFERS = "name_differs"
    AUTHORSHIP_DIFFERS = "authorship_differs"
    SPELLING_DIFFERS = "spelling_differs"
    RANK_DIFFERS = "rank_differs"
    SPLIT = "split"
    LUMP = "lump"
    OVERLAP = "overlap"
    SAME_NAME_DIFFERENT_CONCEPT = "same_name_different_concept"
    PRO_PARTE = "pro_parte"
    AMBIGUOUS = "ambiguous"
    HOMONYM = "homonym"
    FAMILY_DIFFERS = "family_differs"
    REFERENCE_DIFFERS = "reference_differs"
    WILD_FORM_NAME = "wild_form_name"
    NEEDS_REVIEW = "needs_review"
    LEFT_ONLY = "{left}_only"
    RIGHT_ONLY = "{right}_only"
    LISTED_HIGHER_LEFT = "listed_higher_{left}"
    LISTED_HIGHER_RIGHT = "listed_higher_{right}"
    MIGRATORY_TEST_NEEDED = "migratory_test_needed"
    POPULATION_SCOPE = "population_scope"
    SPLIT_LISTING = "split_listing"
    APPENDIX_DIFFERS = "appendix_differs"
    LISTING_GAP = "listing_gap"
    DOMESTIC_FORM_EXCLUDED = "domestic_form_excluded"
    RESERVATION = "reservation"
    RANGE_DIFFERS = "range_differs"
    COMMON_NAMES_DIFFER = "common_names_differ"
    RED_LIST_NAME_DIFFERS = "red_list_name_differs"
    RED_LIST_STATUS_GAP = "red_list_status_gap"

    @property
    def activity(self) -> Activity:
        """Activity of the Joint Work Programme that the flag serves."""
        return Activity.HARMONISE if self in _NOMENCLATURE else Activity.LINK


class Activity(Code):
    """Activities of the Joint Work Programme."""

    LINK = "A1"  # harmonise and link databases of species information
    HARMONISE = "A2"  # harmonise the nomenclature in the Appendices


_NOMENCLATURE = frozenset(
    flag for place, flag in enumerate(Flag) if place <= list(Flag).index(Flag.NEEDS_REVIEW)
)


class Action(Code):
    """Draft recommendation, for people to decide."""

    NO_ACTION = "no_action"
    CORRECT_SPELLING = "correct_spelling"
    ADOPT_REFERENCE = "adopt_reference"
    AMEND_APPENDIX_TEXT = "amend_appendix_text"
    REFER = "refer_to_nomenclature_specialist"
    DISAGGREGATE = "disaggregate"
    ADD_FOOTNOTE = "add_footnote"
    RETAIN_LISTED_NAME = "retain_listed_name"


class AgendaKind(Code):
    """What an agenda item asks people to settle, most serious first."""

    CONCEPT = "concept"  # one side splits what the other keeps together
    LISTING = "listing"  # a subspecies on one side, a species on the other
    RELATION = "relation"  # the relation of two taxa is undetermined
    GENUS = "genus"  # one animal in two genera
    NAME = "name"  # one animal under two names
    SPELLING = "spelling"  # one name in two spellings
    MEMBERSHIP = "membership"  # whether a group entry covers a taxon


class LegalConsequence(Code):
    """How the listings on the two sides of a problem compare, most serious first."""

    OTHER_APPENDIX = "other_appendix"  # the strictest Appendices differ
    NOT_LISTED = "not_listed"  # one side does not list some of the animals
    SAME = "same"  # the strictest Appendix is the same


class Figure(Code):
    """The aspects in which two lists are scored."""

    NAMES = "names"
    CONCEPTS = "concepts"
    SCOPE = "scope"


class ReviewStatus(Code):
    """Review status of a row."""

    AUTO = "auto"
    NEEDS_REVIEW = "needs_review"
    AGREED = "agreed"
    REJECTED = "rejected"
    DISPUTED = "disputed"
    STALE = "stale"


class Verdict(Code):
    """What a person decided about a pair."""

    AGREED = "agreed"
    REJECTED = "rejected"
    DISPUTED = "disputed"


class State(Code):
    """State of a decision in a build."""

    APPLIED = "applied"  # its basis is unchanged
    STALE = "stale"  # its basis has changed: review it again
    ORPHANED = "orphaned"  # one taxon is no longer in its list under any name
    SUPERSEDED = "superseded"  # a later verdict on the pair is in force


class MatchStatus(Code):
    """Result of looking up one name in a list."""

    MATCHED = "matched"  # one taxon, by a rule that can be trusted
    AMBIGUOUS = "ambiguous"  # several taxa of the list have the name
    AUTHOR_DIFFERS = "author_differs"  # the list has the name by another author: perhaps a homonym
    CONTEXT_DIFFERS = "context_differs"  # the list has the name in another kingdom, class or rank
    PROPOSED = "proposed"  # linked only by a rule that a person must confirm
    COVERED = "covered"  # only its genus, or a group above, is in the list
    LISTED_IN_PART = "listed_in_part"  # only a subspecies or population of it has an entry
    EXCLUDED = "excluded"  # an entry excepts it by name
    UNCERTAIN_NAME = "uncertain_name"  # the string itself is uncertain: cf., aff., "P. leo"
    NOT_FOUND = "not_found"  # the list does not contain the name
    NOT_A_NAME = "not_a_name"  # not recognised as a scientific name


class NameDifference(Code):
    """How two names differ."""

    NONE = "none"
    AUTHORSHIP = "authorship"
    SPELLING = "spelling"
    GENDER = "gender"
    GENUS = "genus"
    EPITHET = "epithet"
    RANK = "rank"
    WILD_FORM = "wild_form"


class NameKind(Code):
    """Why a name leads to a taxon; `records.concept` says what each kind means."""

    ACCEPTED = "accepted"
    GENUS_TRANSFER = "genus_transfer"
    SPELLING = "spelling"
    GENDER_ENDING = "gender_ending"
    HETEROTYPIC = "heterotypic"
    RANK = "rank"
    SPLIT = "split"
    LUMP = "lump"
    MISAPPLIED = "misapplied"
    FORMER_LISTING_NAME = "former_listing_name"
    REFERENCE = "reference"  # what a third list calls the taxon
    PRO_PARTE = "pro_parte"  # a synonym of several taxa
    SYNONYM = "synonym"  # the source does not say of which kind


class NameStatus(Code):
    """Whether a list uses a name for its taxon."""

    ACCEPTED = "accepted"
    SYNONYM = "synonym"


class NameOrigin(Code):
    """Origin of the name that a list uses for a taxon."""

    PRINTED = "printed"  # printed in the Appendix
    REFERENCE = "reference"  # from the standard reference of the treaty
    OPEN_LIST = "open_list"  # from an open checklist: the treaty's own name is not known


class TaxonStatus(Code):
    """How a list includes a taxon."""

    LISTED = "listed"  # an entry names it
    COVERED = "covered"  # only an entry for a higher taxon covers it
    KNOWN = "known"  # no entry covers it on that day


class Scope(Code):
    """The part of its taxon that an entry lists."""

    WHOLE = "whole"
    POPULATION = "population"
    EXCLUDING = "excluding"
    DOMESTIC_EXCLUDED = "domestic_excluded"
    MIGRATORY_MEMBERS = "migratory_members"


class ScopeMode(Code):
    """How the countries of a population are to be read."""

    ONLY = "only"
    EXCEPT = "except"


class Presence(Code):
    """How a taxon occurs in a country."""

    NATIVE = "native"
    INTRODUCED = "introduced"
    REINTRODUCED = "reintroduced"
    EXTINCT = "extinct"
    UNCERTAIN = "uncertain"
    INTRODUCED_UNCERTAIN = "introduced_uncertain"
    EXTINCT_UNCERTAIN = "extinct_uncertain"


class MeasureKind(Code):
    """A legal fact other than the entries of a list."""

    RESERVATION = "reservation"
    INSTRUMENT = "instrument"
    EU_ANNEX = "eu_annex"
    QUOTA = "quota"
    SUSPENSION = "suspension"


class Confidence(Code):
    """How well a fact is supported."""

    VERIFIED = "verified"  # stated in a legal or official text, or in two independent sources
    REPORTED = "reported"  # one secondary source
    RECALLED = "recalled"  # general knowledge


class Change(StrEnum):
    """Kind of a change of one row."""

    NEW = "new"  # a new row
    GONE = "gone"  # a removed row
    RENAMED = "renamed"  # a taxon kept its partner, but the partner has another name now
    RELATION = "relation"  # how the two taxa relate
    LISTING = "listing"  # Appendix, entry, scope or day on one side
    RESOLVED = "resolved"  # needed review, and is decided or clear now
    REOPENED = "reopened"  # was decided or clear, and needs review again
    INFORMATION = "information"  # further information: range, names, status, EU Annexes
    OTHER = "other"  # any other column
