"""The cascade: every candidate pair of two lists, with the rule that found it and why.

Exact, orthographic and gender rules compare the names that the two lists use; the synonym rules
look one list's name up among the other's synonyms; a third list and asserted cases link what no
synonymy does; a subspecies is linked to the species that holds it. An edit distance links nothing
here, because every name of a list is a known name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from concordance.checklist import Checklist
from concordance.matching.rules import (
    STRENGTH,
    Transfer,
    classes_agree,
    concept_of_synonym,
    genus_transfer,
    higher_agree,
    synonym_rule,
)
from concordance.names import (
    AuthorshipAgreement,
    canonical,
    compare_authorship,
    gender_forms,
    last_epithets,
    orthographic_names,
)
from concordance.schema import Relation, Rule

Taxon = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One candidate pair.

    Attributes
    ----------
    left_id, right_id
        Taxa of the two lists.
    rule, via, evidence
        What found the pair, through which name (blank = the names themselves), in words.
    suggests
        Relation that the kind of link suggests, before both synonymies are weighed.
    concerns_concept
        True where the link itself speaks of a split or lump.
    ambiguous
        True where the linking name belongs to several taxa of one list.
    """

    left_id: str
    right_id: str
    rule: Rule
    via: str
    evidence: str
    suggests: Relation
    concerns_concept: bool = False
    ambiguous: bool = False

    @property
    def score(self) -> float:
        """Strength of the rule, 0 to 1."""
        return STRENGTH[self.rule]


class _Side:
    """One list, indexed by the forms in which its names are compared."""

    def __init__(self, checklist: Checklist) -> None:
        self.label = checklist.key.upper()
        self.rule = synonym_rule(checklist.key)
        self.taxa: dict[str, Taxon] = {row["taxon_id"]: row for row in checklist.records("taxa")}
        self.accepted: defaultdict[str, list[str]] = defaultdict(list)
        self.synonyms: defaultdict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
        for taxon_id, taxon in self.taxa.items():
            self.accepted[canonical(taxon["name"])].append(taxon_id)
        for row in checklist.records("names"):
            if row["status"] != "accepted":
                self.synonyms[canonical(row["name"])].append(
                    (row["taxon_id"], row["kind"], row["name"], row["source"])
                )

    def by(self, forms: Callable[[Sequence[str]], list[str]]) -> dict[str, list[str]]:
        """Taxa by a coarser form of the accepted name."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for form, ids in zip(forms(list(self.accepted)), self.accepted.values(), strict=True):
            found[form].extend(ids)
        return found

    def equivalents(self, name: str) -> list[tuple[str, str, str]]:
        """(taxon_id, kind, source) of the synonyms that name the same taxon."""
        return [
            (taxon_id, kind, source)
            for taxon_id, kind, verbatim, source in self.synonyms.get(name, ())
            if concept_of_synonym(verbatim, self.taxa[taxon_id]["name"], kind) is Relation.CONGRUENT
        ]


def link_checklists(left: Checklist, right: Checklist) -> list[Link]:
    """Return every candidate pair of two lists, the strongest rule for each pair.

    Parameters
    ----------
    left, right : Checklist

    Returns
    -------
    list of Link
        Sorted by both ids. A taxon with several partners has several links.

    Notes
    -----
    ``link_checklists(a, b)`` mirrors ``link_checklists(b, a)``.
    """
    a, b = _Side(left), _Side(right)
    partners = left.partner == right.key and left.key != right.key
    asserted = {(x, y): (r, s, note) for x, y, r, s, note in left.relations} if partners else {}
    veto = set(left.forbidden) if partners else set()
    veto |= {pair for pair, (relation, _, _) in asserted.items() if relation == "disjoint"}

    found: dict[tuple[str, str], Link] = {}

    def keep(links: Iterable[Link]) -> None:
        for link in links:
            x, y = a.taxa[link.left_id], b.taxa[link.right_id]
            pair = (link.left_id, link.right_id)
            if (x["name"], y["name"]) in veto or not classes_agree(x["class"], y["class"]):
                continue
            if pair not in found:
                found[pair] = link

    keep(_same_name(a, b))
    code, ending = "spelt alike by the rules of the Code", "the same but for the gender ending"
    keep(_same_form(a, b, orthographic_names, Rule.ORTHOGRAPHIC, code))
    keep(_same_form(a, b, gender_forms, Rule.GENDER, ending))
    keep(_by_synonymy(a, b))
    keep(_mirror(link) for link in _by_synonymy(b, a))
    keep(_known_cases(a, b, asserted))
    partnered = {side_id for pair in found for side_id in pair}
    keep(_genus_transfers(a, b, partnered))
    partnered = {side_id for pair in found for side_id in pair}
    keep(_shared_synonym(a, b, partnered))
    keep(_subspecies(a, b, partnered))
    keep(_mirror(link) for link in _subspecies(b, a, partnered))
    keep(_higher(a, b, partnered))
    keep(_mirror(link) for link in _higher(b, a, partnered))
    return [found[pair] for pair in sorted(found)]


def _mirror(link: Link) -> Link:
    return Link(
        left_id=link.right_id,
        right_id=link.left_id,
        rule=link.rule,
        via=link.via,
        evidence=link.evidence,
        suggests=link.suggests.mirrored,
        concerns_concept=link.concerns_concept,
        ambiguous=link.ambiguous,
    )


def _same_name(a: _Side, b: _Side) -> Iterable[Link]:
    for name, left_ids in a.accepted.items():
        for left_id in left_ids:
            for right_id in b.accepted.get(name, ()):
                x, y = a.taxa[left_id], b.taxa[right_id]
                agreement = (
                    compare_authorship(x["authorship"], y["authorship"])
                    if x["authorship"] != y["authorship"]
                    else AuthorshipAgreement.EQUAL
                )
                same = agreement is AuthorshipAgreement.EQUAL
                how = {
                    AuthorshipAgreement.EQUAL: "by the same author",
                    AuthorshipAgreement.DIFFERENT: "but the authors differ: "
                    f"{x['authorship']} and {y['authorship']}",
                    AuthorshipAgreement.UNKNOWN: "the authorship cannot be compared",
                }[agreement]
                if not x["authorship"] and not y["authorship"]:
                    how = "neither gives an author"
                yield Link(
                    left_id=left_id,
                    right_id=right_id,
                    rule=Rule.EXACT if same else Rule.EXACT_NAME,
                    via="",
                    evidence=f"{a.label} and {b.label} both print {x['name']}; {how}.",
                    suggests=Relation.CONGRUENT,
                )


def _same_form(
    a: _Side, b: _Side, forms: Callable[[Sequence[str]], list[str]], rule: Rule, why: str
) -> Iterable[Link]:
    right = b.by(forms)
    for key, left_ids in a.by(forms).items():
        for left_id in left_ids:
            for right_id in right.get(key, ()):
                x, y = a.taxa[left_id]["name"], b.taxa[right_id]["name"]
                # a name that the other list also knows is no variant of a third one
                if x == y or canonical(x) in b.accepted or canonical(y) in a.accepted:
                    continue
                yield Link(
                    left_id=left_id,
                    right_id=right_id,
                    rule=rule,
                    via="",
                    evidence=f"{x} and {y} are {why}.",
                    suggests=Relation.CONGRUENT,
                )


def _by_synonymy(a: _Side, b: _Side) -> Iterable[Link]:
    """Names of the right list among the synonyms of the left."""
    for name, right_ids in b.accepted.items():
        entries = a.synonyms.get(name, ())
        same = {i for i, _, _ in a.equivalents(name)}
        for left_id, kind, verbatim, source in entries:
            relation = concept_of_synonym(verbatim, a.taxa[left_id]["name"], kind)
            if relation is None:
                continue
            accepted = a.taxa[left_id]["name"]
            if kind == "split" and canonical(accepted) in b.accepted:
                continue  # the other list keeps the part apart too: its name is no wider one
            third = kind == "reference"
            says = f"{source} calls {accepted}" if third else f"{a.label} files under {accepted}"
            words = kind.replace("_", " ")
            if kind == "split":
                text = f"{a.label} divides {verbatim}, of which {accepted} is a part ({source})."
            elif third:
                text = f"{says} by the name {verbatim}, which {b.label} uses."
            else:
                text = f"{says} the name {verbatim}, which {b.label} uses ({words}; {source})."
            for right_id in right_ids:
                yield Link(
                    left_id=left_id,
                    right_id=right_id,
                    rule=Rule.REFERENCE if third else a.rule,
                    via=verbatim,
                    evidence=text,
                    suggests=relation,
                    concerns_concept=kind in {"lump", "split"},
                    ambiguous=left_id in same and len(same) > 1,
                )


def _known_cases(
    a: _Side, b: _Side, asserted: dict[tuple[str, str], tuple[str, str, str]]
) -> Iterable[Link]:
    for (left_name, right_name), (relation, source, note) in asserted.items():
        if relation == "disjoint":
            continue
        for left_id in a.accepted.get(canonical(left_name), ()):
            for right_id in b.accepted.get(canonical(right_name), ()):
                yield Link(
                    left_id=left_id,
                    right_id=right_id,
                    rule=Rule.REFERENCE,
                    via="",
                    evidence=f"Known case: {note or relation.replace('_', ' ')} ({source}).",
                    suggests=Relation(relation),
                )


def _genus_transfers(a: _Side, b: _Side, partnered: set[str]) -> Iterable[Link]:
    """One epithet, one author and year, one family, in two genera: only for taxa still alone."""
    left, right = (_by_epithet(side, partnered) for side in (a, b))
    for stem in sorted(left.keys() & right.keys()):
        for left_id, right_id in product(left[stem], right[stem]):
            x, y = a.taxa[left_id], b.taxa[right_id]
            if x["genus"] == y["genus"]:
                continue
            sure = genus_transfer(
                x["authorship"],
                y["authorship"],
                same_family=higher_agree(x["family"], y["family"]),
            )
            if sure is Transfer.NO:
                continue
            yield Link(
                left_id=left_id,
                right_id=right_id,
                rule=Rule.GENUS_TRANSFER,
                via="",
                evidence=f"{x['name']} {x['authorship']} and {y['name']} {y['authorship']} are one "
                "epithet by one author in two genera"
                + ("." if sure is Transfer.SURE else ", as far as the authorships tell."),
                suggests=Relation.CONGRUENT,
                ambiguous=sure is Transfer.UNSURE,
            )


def _by_epithet(side: _Side, partnered: set[str]) -> dict[str, list[str]]:
    """Taxa with an author and without partner, by the form of their last epithet."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    names = {
        taxon_id: canonical(taxon["name"])
        for taxon_id, taxon in side.taxa.items()
        if taxon_id not in partnered and taxon["authorship"]
    }
    names = {taxon_id: name for taxon_id, name in names.items() if " " in name}
    for epithet, taxon_id in zip(last_epithets(list(names.values())), names, strict=True):
        found[epithet].append(taxon_id)
    return found


def _shared_synonym(a: _Side, b: _Side, partnered: set[str]) -> Iterable[Link]:
    for name in sorted(a.synonyms):
        left, right = a.equivalents(name), b.equivalents(name)
        several = any(len({taxon_id for taxon_id, *_ in side}) > 1 for side in (left, right))
        for (left_id, kind, source), (right_id, other, origin) in product(left, right):
            if left_id in partnered or right_id in partnered:
                continue
            third = "reference" in (kind, other)
            yield Link(
                left_id=left_id,
                right_id=right_id,
                rule=Rule.REFERENCE if third else Rule.SYNONYM_BOTH,
                via=name,
                evidence=f"Both {a.taxa[left_id]['name']} ({source}) and "
                f"{b.taxa[right_id]['name']} ({origin}) have been called {name}.",
                suggests=Relation.CONGRUENT,
                ambiguous=several,
            )


def _subspecies(a: _Side, b: _Side, partnered: set[str]) -> Iterable[Link]:
    """Subspecies of the left list and the species of the right list that holds them.

    Only names in use are cut to two words: a trinomial among the synonyms often belongs to
    another species (``Falco vespertinus amurensis`` is *F. amurensis*).
    """
    for left_id, taxon in a.taxa.items():
        words = taxon["name"].split()
        if taxon["rank"] != "subspecies" or len(words) != 3 or left_id in partnered:
            continue
        species = canonical(" ".join(words[:2]))
        for right_id in b.accepted.get(species, ()):
            yield Link(
                left_id=left_id,
                right_id=right_id,
                rule=Rule.RANK_SHIFT,
                via=species,
                evidence=f"{a.label} lists the subspecies {taxon['name']}, {b.label} the species "
                f"{species}.",
                suggests=Relation.INCLUDED_IN,
            )


def _higher(a: _Side, b: _Side, partnered: set[str]) -> Iterable[Link]:
    """Listed orders of the left list and the listed families of the right list within them."""
    order_of = {t["family"]: t["order"] for t in a.taxa.values() if t["family"]}
    for right_id, taxon in b.taxa.items():
        if taxon["rank"] != "family" or right_id in partnered:
            continue
        order = order_of.get(taxon["name"], taxon["order"])
        for left_id in a.accepted.get(canonical(order), ()):
            yield Link(
                left_id=left_id,
                right_id=right_id,
                rule=Rule.RANK_SHIFT,
                via=order,
                evidence=f"{a.label} lists the order {order}, in which it places {taxon['name']}, "
                f"listed by {b.label}.",
                suggests=Relation.INCLUDES,
            )
