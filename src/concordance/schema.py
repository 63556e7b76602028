"""Every table of the package: columns, meanings, allowed values.

Enum values are written to files and are part of the interface: add, never rename.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd
import pyarrow as pa

from concordance.errors import ChecklistError


class Rule(StrEnum):
    """How two names were linked, in the order tried."""

    DECISION = "decision"
    EXACT = "exact"
    EXACT_NAME = "exact_name"
    ORTHOGRAPHIC = "orthographic"
    GENDER = "gender"
    SYNONYM_CITES = "synonym_cites"
    SYNONYM_CMS = "synonym_cms"
    SYNONYM = "synonym"
    SYNONYM_BOTH = "synonym_both"
    REFERENCE = "reference"
    GENUS_TRANSFER = "genus_transfer"
    RANK_SHIFT = "rank_shift"
    FUZZY = "fuzzy"
    NONE = "none"


class Relation(StrEnum):
    """RCC-5 relation of the two taxa, read from the left (CITES) side."""

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


class Basis(StrEnum):
    """Where a relation comes from."""

    ASSERTED = "asserted"
    INFERRED = "inferred"
    REVIEWED = "reviewed"


class Flag(StrEnum):
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
    CITES_ONLY = "cites_only"
    CMS_ONLY = "cms_only"
    LISTED_HIGHER_CITES = "listed_higher_cites"
    LISTED_HIGHER_CMS = "listed_higher_cms"
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
    def activity(self) -> str:
        """Activity of the Joint Work Programme that the flag serves, ``A1`` or ``A2``."""
        return _ACTIVITY[self]


_ACTIVITY = {
    flag: "A2" if place <= list(Flag).index(Flag.NEEDS_REVIEW) else "A1"
    for place, flag in enumerate(Flag)
}


class Action(StrEnum):
    """Draft recommendation, for people to decide."""

    NO_ACTION = "no_action"
    CORRECT_SPELLING = "correct_spelling"
    ADOPT_REFERENCE = "adopt_reference"
    AMEND_APPENDIX_TEXT = "amend_appendix_text"
    REFER = "refer_to_nomenclature_specialist"
    DISAGGREGATE = "disaggregate"
    ADD_FOOTNOTE = "add_footnote"
    RETAIN_LISTED_NAME = "retain_listed_name"


class Status(StrEnum):
    """State of review of a row."""

    AUTO = "auto"
    NEEDS_REVIEW = "needs_review"
    AGREED = "agreed"
    REJECTED = "rejected"
    DISPUTED = "disputed"
    STALE = "stale"


class MatchStatus(StrEnum):
    """What became of one name that was looked up in a list."""

    MATCHED = "matched"  # one taxon, and the rule is one that may be trusted
    AMBIGUOUS = "ambiguous"  # several taxa of the list bear the name
    AUTHOR_DIFFERS = "author_differs"  # the name is there, by another author: perhaps a homonym
    CONTEXT_DIFFERS = "context_differs"  # the name is there, in another kingdom, class or rank
    PROPOSED = "proposed"  # only a rule that a person must confirm found something
    HIGHER_TAXON = "higher_taxon"  # only its genus, family or order is in the list
    UNCERTAIN_NAME = "uncertain_name"  # the string itself is uncertain: cf., aff., "P. leo"
    NOT_FOUND = "not_found"  # a name that the list does not hold
    NOT_A_NAME = "not_a_name"  # the string holds no name


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name, meaning
        As written to files, and in words.
    dtype
        ``string``, ``int64``, ``double`` or ``bool``; a missing value is null.
    values
        Allowed values; empty where any is allowed.
    separator
        Joins several values in one cell; blank where there is only one.
    """

    name: str
    meaning: str
    dtype: str = "string"
    values: tuple[str, ...] = ()
    separator: str = ""


def _columns(*pairs: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(Column(name=name, meaning=meaning) for name, meaning in pairs)


TAXA = _columns(
    ("taxon_id", "stable identifier within the list"),
    ("name", "accepted name as this list prints it on the day asked for"),
    ("authorship", "author and year; blank where not known"),
    ("rank", "class, order, family, subfamily, genus, species or subspecies"),
    (
        "status",
        "listed (an entry names it), covered (only a higher entry does) or known (no entry then)",
    ),
    ("kingdom", "kingdom"),
    ("class", "class, as this list arranges it"),
    ("order", "order, as this list arranges it"),
    ("family", "family, as this list arranges it"),
    ("genus", "genus; blank above that rank"),
    ("reference", "key of the standard reference that the list follows for the taxon"),
    ("common_name", "English name; blank where none is given"),
    ("source", "source keys joined by |"),
    ("confidence", "verified, reported or recalled"),
)
NAMES = _columns(
    ("name", "a name that leads to the taxon"),
    ("authorship", "author and year; blank where not known"),
    ("status", "accepted or synonym"),
    (
        "kind",
        "accepted, genus_transfer, spelling, gender_ending, heterotypic, rank, split, lump, "
        "misapplied, former_listing_name or reference (how a third list calls it)",
    ),
    ("taxon_id", "the taxon; a pro parte name stands in several rows"),
    ("source", "source keys joined by |"),
)
LISTINGS = _columns(
    ("entry_id", "stable identifier of the entry"),
    ("taxon_id", "taxon for which a download gives the entry; blank = whatever bears its name"),
    ("taxon", "name as the entry prints it on the day asked for"),
    ("rank", "rank of the entry"),
    ("appendix", "I, II or III"),
    ("scope", "whole, population, excluding, domestic_excluded or migratory_members"),
    ("scope_note", "the population or exclusion in a few words"),
    ("scope_countries", "ISO 3166 codes joined by |"),
    ("scope_mode", "only or except: how scope_countries is read"),
    ("excluded_taxa", "taxa excepted from a higher entry, joined by |"),
    ("parties", "Parties that asked for an Appendix III entry"),
    ("effective_from", "first day in force; blank = before the oldest text, day not known"),
    ("effective_to", "first day no longer in force; blank = in force"),
    ("decided_at", "meeting that decided it"),
    ("source", "source keys joined by |"),
    ("confidence", "verified, reported or recalled"),
)


MATCHES = (
    Column(name="query", meaning="the string asked for, as it came"),
    Column(name="taxon_id", meaning="taxon of the list; null where the answer is not sure"),
    Column(name="name", meaning="name that the list uses for the taxon"),
    Column(name="authorship", meaning="author and year of that name; null where not known"),
    Column(name="rank", meaning="rank of the taxon"),
    Column(
        name="rule",
        meaning="rule that linked them; null where the answer is not sure",
        values=tuple(m.value for m in Rule),
    ),
    Column(name="via", meaning="name of the list that linked them, where it is not its own"),
    Column(name="edits", meaning="edit distance of the two names, 0 = spelt alike", dtype="int64"),
    Column(name="score", meaning="strength of the rule, 0 to 1; no probability", dtype="double"),
    Column(name="evidence", meaning="why, or why not, in one sentence"),
    Column(name="alternatives", meaning="number of other candidates", dtype="int64"),
    Column(
        name="status",
        meaning="what became of the name",
        values=tuple(m.value for m in MatchStatus),
    ),
)
MATCH_DETAILS = (
    Column(
        name="authors",
        meaning="equal, different or unknown",
        values=("equal", "different", "unknown"),
    ),
    Column(
        name="context",
        meaning="agrees, differs or unknown: kingdom, class and family asked for and found",
        values=("agrees", "differs", "unknown"),
    ),
    Column(name="name_kind", meaning="accepted, or the kind of the synonym"),
    Column(name="problems", meaning="what is wrong with the string asked for, joined by a bar"),
)

INSPECTION = (
    Column(
        name="finding",
        meaning="what a person should look at",
        values=("near_duplicate", "homonym", "pro_parte", "accepted_and_synonym", "unknown_genus",
                "unreadable"),
    ),
    Column(name="name", meaning="the name in question"),
    Column(name="taxon_id", meaning="its taxon"),
    Column(name="other_name", meaning="the other name, or the accepted name of the taxon"),
    Column(name="other_id", meaning="the other taxon; blank where there is none"),
    Column(name="why", meaning="in words"),
)  # fmt: skip


COMMON_NAMES = _columns(
    ("taxon_id", "the taxon"),
    ("name", "common name as printed"),
    ("language", "ISO 639-1 code"),
)
RANGES = _columns(
    ("taxon_id", "the taxon"),
    ("country", "ISO 3166 code"),
    (
        "presence",
        "native, introduced, reintroduced, extinct, uncertain, introduced_uncertain or "
        "extinct_uncertain; blank where not known",
    ),
)
STATUSES = _columns(
    ("taxon_id", "the taxon"),
    ("scheme", "who assessed it, for example IUCN Red List"),
    ("category", "category of the scheme, for example EN"),
    ("year", "year of the assessment; blank where not known"),
)
MEASURES = _columns(
    ("taxon_id", "the taxon"),
    ("kind", "reservation, instrument, eu_annex, quota or suspension"),
    ("value", "the instrument, the annex, the quota or what is suspended; blank = the listing"),
    ("party", "ISO 3166 code of the Party; blank = all"),
    ("entered_as", "name under which a reservation was entered, where it is another one"),
    ("effective_from", "first day; blank = not known"),
    ("source", "source keys joined by |"),
    ("confidence", "verified, reported or recalled"),
)
PROBLEMS = _columns(
    ("row", "row of the file; blank where it concerns several"),
    ("column", "column of the file"),
    ("found", "what stands there"),
    ("problem", "why it was not read"),
)


def result_columns(left: str = "cites", right: str = "cms") -> tuple[Column, ...]:
    """Return the columns of the concordance table, in order.

    Parameters
    ----------
    left, right : str
        Keys of the two lists, used as prefixes.

    Returns
    -------
    tuple of Column
    """

    def side(key: str) -> list[Column]:
        label = key.upper()
        return list(
            _columns(
                (f"{key}_id", f"taxon id on the {label} side; null where it has no partner there"),
                (f"{key}_name", f"name that {label} uses on the day"),
                (f"{key}_authorship", "author and year; null where not known"),
                (f"{key}_rank", "rank of that name"),
                (f"{key}_reference", f"standard reference that {label} follows for the taxon"),
                (f"{key}_appendix", "Appendices that apply, joined by /"),
                (f"{key}_listed_as", "the entries that cover the taxon, joined by |"),
                (f"{key}_scope", "what limits those entries, in words, joined by |"),
                (f"{key}_effective_from", "first day of those entries, joined by |; ? = not known"),
                (f"{key}_source", "source keys of the entries, joined by |"),
            )
        )

    def values(name: str, meaning: str, enum: type[StrEnum], separator: str = "") -> Column:
        return Column(
            name=name, meaning=meaning, values=tuple(m.value for m in enum), separator=separator
        )

    later = " (null until a list with this information is loaded)"
    return (
        *_columns(
            ("concordance_id", "stable hash of both ids"),
            ("kingdom", "kingdom"),
            ("class", "class"),
            ("order", "order"),
            ("family", "family"),
        ),
        Column(name="family_differs", meaning="the two sides place it differently", dtype="bool"),
        *side(left),
        *side(right),
        values("rule", "rule that linked the two names", Rule),
        Column(name="via", meaning="the name that linked them; null where the names themselves do"),
        Column(name="edits", meaning="edit distance of the two names", dtype="int64"),
        Column(
            name="score", meaning="strength of the rule, 0 to 1; no probability", dtype="double"
        ),
        Column(name="evidence", meaning="why the names are linked, in one sentence"),
        Column(name="alternatives", meaning="other partners of the same taxa", dtype="int64"),
        values("relation", "how the two taxa relate, read from the left", Relation),
        values("relation_basis", "where the relation comes from", Basis),
        Column(name="relation_source", meaning="who says so, or what it was inferred from"),
        Column(
            name="name_difference",
            meaning="in what the names differ",
            values=(
                "none",
                "authorship",
                "spelling",
                "gender",
                "genus",
                "epithet",
                "rank",
                "wild_form",
            ),
            separator="|",
        ),
        *_columns(
            ("range_shared", "countries that both sides give" + later),
            ("range_cites_only", "countries that only CITES gives" + later),
            ("range_cms_only", "countries that only CMS gives" + later),
            ("common_names_shared", "common names that both sides give" + later),
            ("common_names_differ", "common names that differ" + later),
            ("red_list_category", "IUCN category" + later),
            ("red_list_name", "name that the Red List uses" + later),
            (
                f"{left}_reservations",
                f"Parties with a reservation at {left.upper()}; null = none known",
            ),
            (
                f"{right}_reservations",
                f"Parties with a reservation at {right.upper()}; null = none known",
            ),
            (
                "instruments",
                "agreements and memoranda on the animal, as known today; null = none known",
            ),
            ("eu_annexes", "annexes of the EU wildlife trade regulations" + later),
        ),
        values("flags", "coded differences", Flag, "|"),
        Column(
            name="activities",
            meaning="activities that the flags serve",
            values=("A1", "A2"),
            separator="|",
        ),
        values("recommended_action", "draft for people to decide", Action),
        Column(name="action_note", meaning="the draft in words"),
        values("status", "state of review", Status),
        *_columns(
            ("reviewer", "who decided (null until reviewed)"),
            ("reviewed_on", "when (null until reviewed)"),
            ("decision_note", "why (null until reviewed)"),
        ),
    )


_ARROW = {"string": pa.string(), "int64": pa.int64(), "double": pa.float64(), "bool": pa.bool_()}


def to_frame(data: Mapping[str, Sequence[object]], columns: Sequence[Column]) -> pd.DataFrame:
    """Return an Arrow-backed table with exactly these columns.

    Parameters
    ----------
    data : mapping of column name to values, all of one length
    columns : sequence of Column

    Returns
    -------
    pandas.DataFrame
        Arrow dtypes, index 0..n-1; None becomes null.
    """
    return table_to_frame(to_table(data, columns))


def to_table(data: Mapping[str, Sequence[object]], columns: Sequence[Column]) -> pa.Table:
    """Return the same as an Arrow table."""
    arrays = [pa.array(data[c.name], type=_ARROW[c.dtype]) for c in columns]
    return pa.table(arrays, names=[c.name for c in columns])


def table_to_frame(table: pa.Table) -> pd.DataFrame:
    """Return an Arrow table as a DataFrame with Arrow dtypes, index 0..n-1."""
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def cells(column: pd.Series[Any]) -> list[Any]:
    """Return the cells of a column as Python values, a missing one as None.

    Parameters
    ----------
    column : pandas.Series

    Returns
    -------
    list

    Examples
    --------
    >>> cells(pd.Series(["I", None], dtype="string[pyarrow]"))
    ['I', None]
    """
    found: list[Any] = pa.array(column.array, from_pandas=True).to_pylist()
    return found


def check(data: Mapping[str, Sequence[object]], columns: Sequence[Column], place: str) -> None:
    """Refuse a table whose codes are not in the vocabulary, listing every problem.

    Raises
    ------
    ChecklistError
        If a column is missing or a cell holds a value that its column does not allow.
    """
    problems = [f"column {c.name!r} is missing" for c in columns if c.name not in data]
    for column in columns:
        if not column.values or column.name not in data:
            continue
        allowed = set(column.values)
        for row, value in enumerate(data[column.name], start=2):
            if value is None:
                continue
            text = str(value)
            codes = text.split(column.separator) if column.separator else [text]
            problems.extend(
                f"row {row}: {column.name} is {code!r}, not one of {', '.join(column.values)}"
                for code in codes
                if code not in allowed
            )
    if problems:
        raise ChecklistError(place, problems)


def columns_page() -> str:
    """Return ``docs/columns.md``: every column of the tables that users see, as Markdown."""
    return "\n".join(
        [
            "# Columns of the concordance table",
            "",
            "Generated from `concordance.schema`; a missing value is null (an empty cell in CSV).",
            "",
            *_page(result_columns()),
            "",
            "# Columns of `match_names`",
            "",
            'One row a name asked for; with `how="all"` one a candidate, with the last columns.',
            "",
            *_page(MATCHES + MATCH_DETAILS),
            "",
            "# Columns of `inspect`",
            "",
            *_page(INSPECTION),
            "",
        ]
    )


def _page(columns: Sequence[Column]) -> list[str]:
    lines = ["| column | type | meaning | values |", "|---|---|---|---|"]
    for c in columns:
        lines.append(
            f"| `{c.name}` | {c.dtype} | {c.meaning.replace('|', 'a bar')} | "
            f"{', '.join(c.values)} |"
        )
    return lines
