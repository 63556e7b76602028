"""Columns of the tables that matching gives."""

from __future__ import annotations

from typing import Final

from concordance.codes import MatchStatus, NameKind, NameOrigin, Rule
from concordance.schema import Column, choices

#: how an entry covers a name
LISTED_HOW: Final = (
    "own_entry", "species", "subspecies", "population", "genus", "subfamily", "family", "order",
    "class",
)  # fmt: skip

MATCHES: Final = (
    Column(name="query", meaning="the string asked for, as it came"),
    Column(name="taxon_id", meaning="taxon of the list; null where the answer is not sure"),
    Column(name="name", meaning="name that the list uses for the taxon"),
    Column(name="authorship", meaning="author and year of that name; null where not known"),
    Column(name="rank", meaning="rank of the taxon"),
    Column(
        name="rule",
        meaning="rule that linked them (of a synonym with the key of the list); null where the "
        "answer is not sure",
        values=tuple(r.code(("", "<key>")) for r in Rule if r is not Rule.SYNONYM_LEFT),
    ),
    Column(name="via", meaning="name of the list that linked them, where it is not its own"),
    Column(name="edits", meaning="edit distance of the two names, 0 = spelt alike", dtype="int64"),
    Column(
        name="rule_strength",
        meaning="strength of the rule, 0 to 1 (not a probability)",
        dtype="double",
    ),
    Column(name="evidence", meaning="why, or why not, in one sentence"),
    Column(name="alternatives", meaning="number of other candidates", dtype="int64"),
    Column(name="status", meaning="what became of the name", values=choices(MatchStatus)),
    Column(
        name="appendix",
        meaning="Appendices that apply, joined by |; null where none does or that is not sure",
    ),
    Column(name="listed_as", meaning="the entries that cover it, joined by |"),
    Column(
        name="listed_how",
        meaning="how they cover it, joined by |: by itself, its species, a part of it or a group",
        values=LISTED_HOW,
        separator="|",
    ),
    Column(name="scope", meaning="what limits those entries, in words, joined by |"),
    Column(name="listed_from", meaning="first day of those entries, joined by |; ? = not known"),
    Column(
        name="name_from",
        meaning="whose name it is: printed in the list, of its reference, or of an open list",
        values=choices(NameOrigin),
    ),
)
MATCH_DETAILS: Final = (
    Column(
        name="authors",
        meaning="equal, different or unknown",
        values=("equal", "different", "unknown"),
    ),
    Column(
        name="context",
        meaning="agrees, differs or unknown: kingdom, class and family asked for and given",
        values=("agrees", "differs", "unknown"),
    ),
    Column(
        name="name_kind",
        meaning="accepted, or the kind of the synonym",
        values=choices(NameKind),
    ),
    Column(name="problems", meaning="what is wrong with the string asked for, joined by a bar"),
)
INSPECTION: Final = (
    Column(
        name="finding",
        meaning="what a person should look at",
        values=(
            "near_duplicate",
            "homonym",
            "pro_parte",
            "accepted_and_synonym",
            "unknown_genus",
            "unreadable",
        ),
    ),
    Column(name="name", meaning="the name in question"),
    Column(name="taxon_id", meaning="its taxon"),
    Column(name="other_name", meaning="the other name, or the accepted name of the taxon"),
    Column(name="other_id", meaning="the other taxon; blank where there is none"),
    Column(name="why", meaning="in words"),
)
