"""The forms, guards and strengths that the matching rules use. No files, no tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from concordance.names import parse_authorship, same_author
from concordance.schema import Relation, Rule

#: strength of each rule, 1 = name and author agree; an order, not a probability
STRENGTH: Final[dict[Rule, float]] = {
    Rule.DECISION: 1.0,
    Rule.EXACT: 1.0,
    Rule.EXACT_NAME: 0.95,
    Rule.ORTHOGRAPHIC: 0.9,
    Rule.GENDER: 0.9,
    Rule.SYNONYM_CITES: 0.85,
    Rule.SYNONYM_CMS: 0.85,
    Rule.SYNONYM: 0.85,
    Rule.SYNONYM_BOTH: 0.75,
    Rule.REFERENCE: 0.7,
    Rule.GENUS_TRANSFER: 0.6,
    Rule.RANK_SHIFT: 0.6,
    Rule.FUZZY: 0.3,
    Rule.NONE: 0.0,
}

#: higher taxa under other names or other concepts: left name -> the name compared
HIGHER_SYNONYMS: Final[dict[str, str]] = {
    # kingdoms and phyla
    "Metazoa": "Animalia", "Viridiplantae": "Plantae", "Craniata": "Chordata",
    # classes: bony fishes, cartilaginous fishes, reptiles, flowering plants
    "Actinopterygii": "Actinopteri", "Osteichthyes": "Actinopteri",
    "Chondrichthyes": "Elasmobranchii", "Sauropsida": "Reptilia", "Squamata": "Squamata",
    "Hexapoda": "Insecta", "Dicotyledoneae": "Magnoliopsida", "Monocotyledoneae": "Liliopsida",
    # orders whose limits moved
    "Cetacea": "Artiodactyla", "Cetartiodactyla": "Artiodactyla", "Pinnipedia": "Carnivora",
    "Crocodilia": "Crocodylia", "Chelonii": "Testudines", "Sauria": "Squamata",
    "Serpentes": "Squamata", "Accipitriformes": "Falconiformes", "Cathartiformes": "Falconiformes",
    "Ciconiiformes": "Pelecaniformes", "Otidiformes": "Gruiformes",
    # families with two names (ICN 18.5)
    "Compositae": "Asteraceae", "Cruciferae": "Brassicaceae", "Gramineae": "Poaceae",
    "Guttiferae": "Clusiaceae", "Labiatae": "Lamiaceae", "Leguminosae": "Fabaceae",
    "Palmae": "Arecaceae", "Umbelliferae": "Apiaceae", "Papilionaceae": "Fabaceae",
}  # fmt: skip

#: what stands in for a higher taxon that is not known
_NO_TAXON: Final = frozenset({"", "incertae sedis", "incertae_sedis", "unknown", "not assigned"})


def higher_agree(left: str, right: str) -> bool | None:
    """Whether two higher taxa of one rank are the same; None where one is not known.

    Examples
    --------
    >>> higher_agree("Compositae", "Asteraceae"), higher_agree("Aves", "Mammalia")
    (True, False)
    >>> higher_agree("", "Aves") is None
    True
    """
    a, b = _higher(left), _higher(right)
    if a.lower() in _NO_TAXON or b.lower() in _NO_TAXON:
        return None
    return HIGHER_SYNONYMS.get(a, a) == HIGHER_SYNONYMS.get(b, b)


_DOUBLED: Final = re.compile(r"(.)\1+")


@lru_cache(maxsize=20_000)
def _higher(text: str) -> str:
    """Return the bare name of a higher taxon: "Fungi Bartling, 1830" is Fungi."""
    words = text.replace(",", " ").split()
    if not words or text.strip().lower() in _NO_TAXON:
        return ""
    return words[0].capitalize()


def classes_agree(left: str, right: str) -> bool:
    """Whether two classes do not contradict each other; a blank one never does.

    Examples
    --------
    >>> classes_agree("Actinopteri", "Actinopterygii")
    True
    >>> classes_agree("Aves", "Mammalia")
    False
    """
    return higher_agree(left, right) is not False


def synonym_rule(key: str) -> Rule:
    """Return the rule that a synonym of the list with this key stands for."""
    return {"cites": Rule.SYNONYM_CITES, "cms": Rule.SYNONYM_CMS}.get(key, Rule.SYNONYM)


class Transfer(StrEnum):
    """How sure it is that two names are one name in two genera."""

    SURE = "sure"
    UNSURE = "unsure"
    NO = "no"


def genus_transfer(a: str, b: str, *, same_family: bool | None) -> Transfer:
    """Return whether two names with one epithet stem are one name in two genera.

    Parameters
    ----------
    a, b : str
        The two authorships.
    same_family : bool or None
        Whether both are placed in one family; None = not known.

    Returns
    -------
    Transfer
        Sure where the same authors described both in the same year (one year apart at most), at
        least one of the two stands in parentheses, and the family is the same. Unsure, for a
        person to see, where only some of the authors agree, their names are abbreviated
        differently or lack initials, the family is not known, or both stand outside parentheses:
        then each says that it was described in its own genus. No where authors, years or
        families differ.

    References
    ----------
    ICZN Article 51.3 (parentheses around the author of a name moved to another genus); ICN
    Article 49.

    Examples
    --------
    >>> genus_transfer("(Schreber, 1775)", "Schreber, 1775", same_family=True)
    <Transfer.SURE: 'sure'>
    >>> genus_transfer("Schreber, 1775", "Schreber, 1775", same_family=True)
    <Transfer.UNSURE: 'unsure'>
    >>> genus_transfer("(Gray, 1830)", "Schreber, 1775", same_family=True)
    <Transfer.NO: 'no'>
    """
    x, y = parse_authorship(a), parse_authorship(b)
    team, other = x.first_described, y.first_described
    if same_family is False or not any(same_author(p, q) for p in team for q in other):
        return Transfer.NO
    years = (x.described_in, y.described_in)
    same_year = years[0] is not None and years[1] is not None
    if years[0] is not None and years[1] is not None and abs(years[0] - years[1]) > 1:
        return Transfer.NO
    moved = x.in_parentheses or y.in_parentheses
    same_team = len(team) == len(other) and all(
        p.surname == q.surname
        and p.namesake == q.namesake
        and (p.initials == q.initials or (same_year and same_author(p, q)))
        for p, q in zip(team, other, strict=True)
    )
    return Transfer.SURE if same_family and moved and same_team else Transfer.UNSURE


@lru_cache(maxsize=200_000)
def author_marks(authorship: str) -> tuple[int, frozenset[str]]:
    """Return the year and the marks of an authorship, by which most others are ruled out.

    Parameters
    ----------
    authorship : str

    Returns
    -------
    (int, frozenset of str)
        Year of the original description, 0 where it is not known; of each surname the first two
        letters, the first two that differ, and the last two.
    """
    record = parse_authorship(authorship)
    marks: set[str] = set()
    for person in record.first_described:
        name = person.surname
        single = _DOUBLED.sub(r"\1", name)
        marks |= {f"{name[:2]}-", f"{single[:2]}=", f"-{name[-2:]}"}
    return record.described_in or 0, frozenset(marks)


def may_be_transfer(a: tuple[int, frozenset[str]], b: tuple[int, frozenset[str]]) -> bool:
    """Whether the marks of two authorships leave open that `genus_transfer` is not No.

    One edit in five letters or more leaves the first two or the last two as they are; an
    abbreviation leaves the first two, but for doubled letters.

    Examples
    --------
    >>> may_be_transfer(author_marks("Gray, 1830"), author_marks("(Schreber, 1775)"))
    False
    """
    if a[0] and b[0] and abs(a[0] - b[0]) > 1:
        return False
    return not a[1].isdisjoint(b[1])


def concept_of_synonym(synonym: str, accepted: str, kind: str) -> Relation | None:
    """Return how the accepted taxon relates to the animal that a synonym names.

    Parameters
    ----------
    synonym, accepted : str
    kind : str
        Kind of the synonym, as in `schema.NAMES`.

    Returns
    -------
    Relation or None
        None where the synonym says nothing of the taxon (misapplied names).
    """
    if kind == "misapplied":
        return None
    if kind == "split":
        return Relation.INCLUDED_IN
    if kind == "lump":
        return Relation.INCLUDES
    if kind == "rank":
        long, short = sorted((synonym.split(), accepted.split()), key=len, reverse=True)
        within = len(long) == 3 and long[:2] == short  # with one epithet: the nominate subspecies
        if long[-1] == short[-1] and not within:
            return Relation.CONGRUENT
        return Relation.INCLUDES if len(synonym.split()) >= len(accepted.split()) else None
    return Relation.CONGRUENT


def nearest_names(name: str, known: Iterable[str], *, limit: int = 5) -> list[str]:
    """Return the known names nearest to a name: a proposal for a person, never an answer.

    Parameters
    ----------
    name : str
        The name that was not found.
    known : iterable of str
        Names to compare with.
    limit : int
        Largest number of names returned.

    Returns
    -------
    list of str
        Nearest first; at most 4 edits (optimal string alignment) away, ties by name.

    Examples
    --------
    >>> nearest_names("Panthera unica", ["Panthera uncia", "Puma concolor"])
    ['Panthera uncia']
    """
    choices = sorted(set(known))
    found = extract(name, choices, scorer=OSA.distance, score_cutoff=4, limit=None)
    return [text for text, edits, _ in sorted(found, key=lambda f: (f[1], f[0]))[:limit]]
