"""Columns of the tables that matching returns."""

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
    Column(name="query", meaning="the name as given"),
    Column(name="taxon_id", meaning="taxon of the list; null unless the match is certain"),
    Column(name="name", meaning="name that the list uses for the taxon"),
    Column(name="authorship", meaning="author and year of that name; null if not known"),
    Column(name="rank", meaning="rank of the taxon"),
    Column(
        name="rule",
        meaning="rule that linked them (for a synonym, with the key of the list); null unless the "
        "match is certain",
        values=tuple(r.code(("", "<key>")) for r in Rule if r is not Rule.SYNONYM_LEFT),
    ),
    Column(name="via", meaning="name in the list that linked them, if it is not the accepted name"),
    Column(name="edits", meaning="edit distance of the two names, 0 = identical", dtype="int64"),
    Column(
        name="rule_strength",
        meaning="strength of the rule, 0 to 1 (not a probability)",
        dtype="double",
    ),
    Column(name="evidence", meaning="why it matched or not, in one sentence"),
    Column(name="alternatives", meaning="number of other candidates", dtype="int64"),
    Column(name="status", meaning="result of matching the name", values=choices(MatchStatus)),
    Column(
        name="appendix",
        meaning="Appendices that apply, joined by |; null if none applies or it is not certain",
    ),
    Column(name="listed_as", meaning="the entries that cover it, joined by |"),
    Column(
        name="listed_how",
        meaning="how they cover it, joined by |: as itself, through its species, a part or a group",
        values=LISTED_HOW,
        separator="|",
    ),
    Column(name="scope", meaning="what limits those entries, in words, joined by |"),
    Column(name="listed_from", meaning="first days of those entries, joined by |; ? = not known"),
    Column(
        name="name_from",
        meaning="where the name is from: printed in the list, its reference, or an open list",
        values=choices(NameOrigin),
    ),
)
MATCH_DETAILS: Final = (
    Column(
        name="authors",
        meaning="whether the authors are equal, different or unknown",
        values=("equal", "different", "unknown"),
    ),
    Column(
        name="context",
        meaning="whether kingdom, class and family agree with those given",
        values=("agrees", "differs", "unknown"),
    ),
    Column(
        name="name_kind",
        meaning="accepted, or the kind of the synonym",
        values=choices(NameKind),
    ),
    Column(name="problems", meaning="problems of the string, joined by |"),
)
INSPECTION: Final = (
    Column(
        name="finding",
        meaning="what to check",
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
    Column(name="other_id", meaning="the other taxon; blank if there is none"),
    Column(name="why", meaning="reason, in words"),
)
