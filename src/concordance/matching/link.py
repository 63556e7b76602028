"""List x list: every candidate pair of two lists, with the linking rule and the reason.

The rules compare the names that the two lists use, look up a name of one list among the synonyms
of the other, use a third list or an asserted case if no synonymy helps, and link a subspecies to
the species that contains it. Edit distance is not used here: every name of a list is a known name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from concordance.checklist import Checklist
from concordance.codes import NameKind, NameOrigin, Relation, Rule
from concordance.matching.candidates import Candidate
from concordance.matching.context import taxa_agree
from concordance.matching.index import Indexed, ListIndex, form_of
from concordance.matching.query import Query
from concordance.matching.rules import exact, gender, genus_transfer, orthographic, rank_shift
from concordance.names import AuthorshipAgreement, compare_authorship
from concordance.pairs import Link
from concordance.records import ConceptRelation, Taxon

#: both ids of a pair
Pair = tuple[str, str]


def link_checklists(left: Checklist, right: Checklist) -> list[Link]:
    """Return every candidate pair of two lists, with the strongest rule for each pair.

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
    a, b = left.once(ListIndex), right.once(ListIndex)
    cases = known_cases(left, right)
    links = _Links(a, b, vetoed(left, right, cases))
    links.add(_same_names(a, b))
    links.add(_variants(a, b, Rule.ORTHOGRAPHIC))
    links.add(_variants(a, b, Rule.GENDER))
    of_synonyms = [(link.mirrored for link in _synonyms(b, a)), _synonyms(a, b)]
    # the order is the same whichever list is on the left, so each pair gets the same rule
    for synonyms in of_synonyms if a.key <= b.key else of_synonyms[::-1]:
        links.add(synonyms)
    links.add(_known_cases(a, b, cases))
    links.add(_transfers(a, b, links.partnered()))
    alone = links.partnered()
    links.add(_shared_synonyms(a, b, alone))
    links.add(_subspecies(a, b, alone))
    links.add(link.mirrored for link in _subspecies(b, a, alone))
    links.add(_orders_of_families(a, b, alone))
    links.add(link.mirrored for link in _orders_of_families(b, a, alone))
    return links.sorted()


def known_cases(left: Checklist, right: Checklist) -> tuple[ConceptRelation, ...]:
    """Return the asserted relations of two lists; empty if they concern other lists."""
    partners = left.knowledge.partner == right.key and left.key != right.key
    if not partners:
        return ()
    # if two cases concern the same pair, the later row applies
    cases = {(case.name, case.other_name): case for case in left.knowledge.relations}
    return tuple(cases.values())


def vetoed(
    left: Checklist, right: Checklist, cases: Iterable[ConceptRelation]
) -> frozenset[tuple[str, str]]:
    """Return the pairs of names of two lists that must not be linked."""
    disjoint = {(c.name, c.other_name) for c in cases if c.relation is Relation.DISJOINT}
    partners = left.knowledge.partner == right.key and left.key != right.key
    return frozenset(disjoint | (left.knowledge.forbidden if partners else frozenset()))


class _Links:
    """Links as they are collected: the first link of a pair is kept, unless the taxa conflict."""

    def __init__(self, a: ListIndex, b: ListIndex, vetoed: frozenset[tuple[str, str]]) -> None:
        self._a, self._b, self._vetoed = a, b, vetoed
        self._links: dict[Pair, Link] = {}

    def add(self, links: Iterable[Link]) -> None:
        for link in links:
            x, y = self._a.taxa[link.left_id], self._b.taxa[link.right_id]
            if (x.name, y.name) not in self._vetoed and taxa_agree(
                (x.kingdom, y.kingdom), (x.class_, y.class_)
            ):
                self._links.setdefault(link.pair, link)

    def partnered(self) -> frozenset[Pair]:
        """Taxa with a partner, as (side, id), as two days of one list share their ids."""
        return frozenset(side for pair in self._links for side in zip("<>", pair, strict=True))

    def sorted(self) -> list[Link]:
        return [self._links[pair] for pair in sorted(self._links)]


def _queries(taxa: Iterable[Taxon], *, with_authors: bool = False) -> list[Query]:
    """The names that a list uses, as queries for the other list."""
    return [
        Query(
            verbatim=taxon.name,
            name=form_of(taxon.name),
            genus=taxon.genus or taxon.name.split()[0],
            authorship=taxon.authorship if with_authors else "",
            rank="",
            read_as=taxon.rank,
            context=(taxon.kingdom, "", taxon.class_, taxon.order, taxon.family, taxon.genus),
            problems=(),
        )
        for taxon in taxa
    ]


def _own_queries(index: ListIndex) -> list[Query]:
    """The names that a list uses, as queries; computed once for all lists they are looked up in."""
    return index.once(lambda: _queries(index.taxa.values()), "queries of its own names")


def _asked(
    taxa: Iterable[Taxon], answers: Iterable[Sequence[Candidate]]
) -> Iterator[tuple[Taxon, Candidate]]:
    for taxon, candidates in zip(taxa, answers, strict=True):
        for candidate in candidates:
            yield taxon, candidate


def _same_names(a: ListIndex, b: ListIndex) -> Iterator[Link]:
    taxa = list(a.taxa.values())
    for x, candidate in _asked(taxa, exact.candidates(_own_queries(a), b)):
        if not candidate.indexed.use.is_accepted:
            continue
        y = candidate.indexed.taxon
        agreement = _authors(x, y)
        yield Link(
            left_id=x.taxon_id,
            right_id=y.taxon_id,
            rule=Rule.EXACT if agreement is AuthorshipAgreement.EQUAL else Rule.EXACT_NAME,
            via="",
            evidence=f"{_use_words(a, x, b, y)}; {_author_words(x, y, agreement)}.",
            suggests=Relation.CONGRUENT,
            authors_differ=agreement is AuthorshipAgreement.DIFFERENT,
        )


def _use_words(a: ListIndex, x: Taxon, b: ListIndex, y: Taxon) -> str:
    """Which lists print the shared name of two taxa, and which use it without printing it."""
    both = f"{a.label} and {b.label} both"
    origins = (x.name_from, y.name_from)
    if origins == (NameOrigin.PRINTED, NameOrigin.PRINTED):
        return f"{both} print {x.name}"
    if NameOrigin.OPEN_LIST in origins:
        of = " and ".join(
            index.label for index, origin in zip((a, b), origins, strict=True)
            if origin is NameOrigin.OPEN_LIST
        )  # fmt: skip
        return f"{both} cover {x.name}, the name in an open list for {of}"
    if NameOrigin.PRINTED in origins:
        printer, user = (a, b) if x.name_from is NameOrigin.PRINTED else (b, a)
        return f"{printer.label} prints {x.name}, and {user.label} uses it"
    return f"{both} use {x.name}" + (
        ", which neither prints" if a.appendices and b.appendices else ""
    )


def _authors(x: Taxon, y: Taxon) -> AuthorshipAgreement:
    if x.authorship == y.authorship:
        return AuthorshipAgreement.EQUAL
    return compare_authorship(x.authorship, y.authorship)


def _author_words(x: Taxon, y: Taxon, agreement: AuthorshipAgreement) -> str:
    if not x.authorship and not y.authorship:
        return "neither gives an author"
    return {
        AuthorshipAgreement.EQUAL: "same author",
        AuthorshipAgreement.DIFFERENT: f"the authors differ: {x.authorship} and {y.authorship}",
        AuthorshipAgreement.UNKNOWN: "the authorships cannot be compared",
    }[agreement]


_FORM_RULES = {
    Rule.ORTHOGRAPHIC: (orthographic.candidates, orthographic.WORDS),
    Rule.GENDER: (gender.candidates, gender.WORDS),
}


def _variants(a: ListIndex, b: ListIndex, rule: Rule) -> Iterator[Link]:
    """Names in use that differ in spelling or ending; a name in both lists is not a variant."""
    candidates, words = _FORM_RULES[rule]
    taxa = [t for t in a.taxa.values() if not b.is_accepted(form_of(t.name))]
    for x, candidate in _asked(taxa, candidates(_queries(taxa), b, accepted_only=True)):
        y = candidate.indexed.taxon
        if candidate.indexed.use.is_accepted and not a.is_accepted(form_of(y.name)):
            yield Link(
                left_id=x.taxon_id,
                right_id=y.taxon_id,
                rule=rule,
                via="",
                evidence=f"{x.name} and {y.name} are {words}.",
                suggests=Relation.CONGRUENT,
            )


def _synonyms(a: ListIndex, b: ListIndex) -> Iterator[Link]:
    """Names that the left list uses, among the synonyms of the right."""
    taxa = list(a.taxa.values())
    for x, candidate in _asked(taxa, exact.candidates(_own_queries(a), b)):
        use, y = candidate.indexed.use, candidate.indexed.taxon
        if use.is_accepted:
            continue
        if use.kind is NameKind.SPLIT and a.is_accepted(form_of(y.name)):
            continue  # this list separates the part too, so its name is not used in the wider sense
        third = use.kind is NameKind.REFERENCE
        yield Link(
            left_id=x.taxon_id,
            right_id=y.taxon_id,
            rule=Rule.REFERENCE if third else Rule.SYNONYM_RIGHT,
            via=use.name,
            evidence=_synonym_words(a.label, b, candidate.indexed),
            suggests=candidate.indexed.concept.mirrored,
            concerns_concept=use.kind in {NameKind.LUMP, NameKind.SPLIT},
            ambiguous=use.kind is NameKind.PRO_PARTE,
        )


def _synonym_words(user: str, of: ListIndex, indexed: Indexed) -> str:
    use, accepted, owner = indexed.use, indexed.taxon.name, of.label
    source = of.cited(use.source)
    if use.kind is NameKind.SPLIT:
        return f"{owner} divides {use.name}, of which {accepted} is a part ({source})."
    if use.kind is NameKind.REFERENCE:
        return f"{user} uses {use.name}, the name in {source} for {accepted} of {owner}."
    kind = use.kind.replace("_", " ")
    return (
        f"{user} uses {use.name}, which {owner} treats as a synonym of {accepted} ({kind}; "
        f"{source})."
    )


def _known_cases(a: ListIndex, b: ListIndex, cases: Iterable[ConceptRelation]) -> Iterator[Link]:
    for case in cases:
        if case.relation is Relation.DISJOINT:
            continue
        left = a.accepted.get(form_of(case.name), ())
        right = b.accepted.get(form_of(case.other_name), ())
        words = case.note or case.relation.replace("_", " ")
        for left_id, right_id in product(left, right):
            yield Link(
                left_id=left_id,
                right_id=right_id,
                rule=Rule.REFERENCE,
                via="",
                evidence=f"Known case: {words}. Source: {case.source}.",
                suggests=case.relation,
            )


def _transfers(a: ListIndex, b: ListIndex, partnered: frozenset[Pair]) -> Iterator[Link]:
    """Same epithet, author, year and family in two genera; only for taxa without a partner."""
    taxa = [t for t in a.taxa.values() if ("<", t.taxon_id) not in partnered]
    others = genus_transfer.by_epithet(
        (name, indexed)
        for name, ids in b.accepted.items()
        for indexed in b.named(name)
        if indexed.use.is_accepted and (">", indexed.taxon.taxon_id) not in partnered
    )
    queries = _queries(taxa, with_authors=True)
    for x, candidate in _asked(taxa, genus_transfer.candidates(queries, b, others)):
        y = candidate.indexed.taxon
        sure = candidate.sure
        words = genus_transfer.transfer_words(x.name, x.authorship, candidate.indexed, sure=sure)
        yield Link(
            left_id=x.taxon_id,
            right_id=y.taxon_id,
            rule=Rule.GENUS_TRANSFER,
            via="",
            evidence=f"{words}.",
            suggests=Relation.CONGRUENT,
            ambiguous=not sure,
        )


def _shared_synonyms(a: ListIndex, b: ListIndex, partnered: frozenset[Pair]) -> Iterator[Link]:
    """Taxa without a partner that share a former name which neither list uses."""
    for name in sorted(a.by_name.keys() & b.by_name.keys()):
        left, right = _equivalents(a, name), _equivalents(b, name)
        several = any(len({i.taxon.taxon_id for i in side}) > 1 for side in (left, right))
        for one, other in product(left, right):
            x, y = one.taxon, other.taxon
            if ("<", x.taxon_id) in partnered or (">", y.taxon_id) in partnered:
                continue
            third = NameKind.REFERENCE in (one.use.kind, other.use.kind)
            yield Link(
                left_id=x.taxon_id,
                right_id=y.taxon_id,
                rule=Rule.REFERENCE if third else Rule.SYNONYM_BOTH,
                via=name,
                evidence=f"Both {x.name} ({a.cited(one.use.source)}) and {y.name} "
                f"({b.cited(other.use.source)}) have been called {name}.",
                suggests=Relation.CONGRUENT,
                ambiguous=several,
            )


def _equivalents(index: ListIndex, name: str) -> list[Indexed]:
    """Synonyms with the same meaning as their taxon, or as one of several."""
    return [
        indexed
        for indexed in index.named(name)
        if not indexed.use.is_accepted
        and indexed.concept in {Relation.CONGRUENT, Relation.UNDETERMINED}
    ]


def _subspecies(a: ListIndex, b: ListIndex, partnered: frozenset[Pair]) -> Iterator[Link]:
    """Subspecies of the left list, linked to the species of the right list that contains them."""
    taxa = [
        taxon
        for taxon in a.taxa.values()
        if taxon.rank == "subspecies"
        and taxon.species
        and not {("<", taxon.taxon_id), (">", taxon.taxon_id)} & partnered
    ]
    for x, candidate in _asked(taxa, rank_shift.within_species(_queries(taxa), b)):
        species = rank_shift.species_of(form_of(x.name))
        yield Link(
            left_id=x.taxon_id,
            right_id=candidate.taxon_id,
            rule=Rule.RANK_SHIFT,
            via=species,
            evidence=f"{a.label} lists the subspecies {x.name}, {b.label} the species {species}.",
            suggests=Relation.INCLUDED_IN,
        )


def _orders_of_families(a: ListIndex, b: ListIndex, partnered: frozenset[Pair]) -> Iterator[Link]:
    """Listed orders of the left list, linked to the listed families of the right list in them."""
    order_of = {taxon.family: taxon.order for taxon in a.taxa.values() if taxon.family}
    for taxon in b.taxa.values():
        alone = not {("<", taxon.taxon_id), (">", taxon.taxon_id)} & partnered
        if taxon.rank != "family" or not alone:
            continue
        order = order_of.get(taxon.name, taxon.order)
        for left_id in a.accepted.get(form_of(order), ()):
            yield Link(
                left_id=left_id,
                right_id=taxon.taxon_id,
                rule=Rule.RANK_SHIFT,
                via=order,
                evidence=f"{a.label} lists the order {order}, in which it places {taxon.name}, "
                f"listed by {b.label}.",
                suggests=Relation.INCLUDES,
            )
