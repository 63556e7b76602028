"""What the codes of a row mean that are not flags: its relation, rule and review status."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from concordance.codes import Keys, Relation, ReviewStatus, Rule

RELATIONS: Final = {
    Relation.CONGRUENT: "both taxa contain the same animals",
    Relation.INCLUDES: "the {left} taxon contains more than the {right} taxon",
    Relation.INCLUDED_IN: "the {right} taxon contains more than the {left} taxon",
    Relation.OVERLAPS: "each taxon contains animals that the other does not",
    Relation.DISJOINT: "the taxa have no animal in common",
    Relation.UNDETERMINED: "the taxa are linked, but how they relate is not known",
    Relation.NOT_LISTED: "the taxon has no partner on the other side",
}
RULES: Final = {
    Rule.DECISION: "a person decided on the link",
    Rule.EXACT: "same name and same author",
    Rule.EXACT_NAME: "same name; an author is missing, or the authors differ",
    Rule.ORTHOGRAPHIC: "the names differ only in spelling",
    Rule.GENDER: "the names differ only in the gender of the ending",
    Rule.SYNONYM_LEFT: "the {right} name is a synonym in {left}",
    Rule.SYNONYM_RIGHT: "the {left} name is a synonym in {right}",
    Rule.SYNONYM_BOTH: "both lists have a synonym in common",
    Rule.REFERENCE: "a third list links the two names",
    Rule.GENUS_TRANSFER: "same epithet and author in another genus",
    Rule.RANK_SHIFT: "a species on one side, its subspecies on the other",
    Rule.FUZZY: "the names are spelt similarly; a person must confirm the link",
    Rule.NONE: "no rule links the taxon to one of the other side",
}
STATUSES: Final = {
    ReviewStatus.AUTO: "decided by the rules; no review needed",
    ReviewStatus.NEEDS_REVIEW: "a person must review the row",
    ReviewStatus.AGREED: "a person agreed with the link",
    ReviewStatus.REJECTED: "a person rejected the link",
    ReviewStatus.DISPUTED: "the decisions of two people differ",
    ReviewStatus.STALE: "the row has changed since a person decided on it",
}


class Meaning(NamedTuple):
    """A code of a column in words."""

    column: str
    code: str
    meaning: str


def meanings(keys: Keys) -> Iterator[Meaning]:
    """Yield the codes of relation, rule and status with their meaning.

    Parameters
    ----------
    keys : pair of str
        Keys of the two lists compared.

    Examples
    --------
    >>> next(meanings(("cites", "cms")))
    Meaning(column='relation', code='congruent', meaning='both taxa contain the same animals')
    """
    left, right = (key.upper() for key in keys)
    for relation, words in RELATIONS.items():
        yield Meaning("relation", relation.value, words.format(left=left, right=right))
    for rule, words in RULES.items():
        yield Meaning("rule", rule.code(keys), words.format(left=left, right=right))
    for status, words in STATUSES.items():
        yield Meaning("status", status.value, words)
