"""Names x list: the rules in order, and the answer that follows from their candidates.

The first rule with a candidate that the context allows ends the search for a name. Each rule is
applied to all names at once that are still open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from concordance.codes import MatchStatus, NameKind, NameOrigin, Rule, Scope
from concordance.listing.cover import levels
from concordance.matching import hybrids, near_under_cover
from concordance.matching.answer import Answer, doubt_words, doubts, form_words
from concordance.matching.candidates import Candidate, also_named, named
from concordance.matching.exceptions import exception_words, outside
from concordance.matching.genus import higher, unknown
from concordance.matching.group_names import homonym_words, of_group, proviso, with_other_entries
from concordance.matching.index import Indexed, ListIndex
from concordance.matching.listed import (
    NOT_LISTED,
    Listed,
    listed_parts,
    listed_species,
    listed_taxon,
)
from concordance.matching.query import Query
from concordance.matching.rules import (
    exact,
    gender,
    genus_transfer,
    near_name,
    orthographic,
    rank_shift,
)
from concordance.names import AuthorshipAgreement, canonical
from concordance.records import Entry, Taxon

#: the rules in the order in which they are tried
RULES: Final[tuple[Callable[[Sequence[Query], ListIndex], Iterator[Sequence[Candidate]]], ...]] = (
    exact.candidates,
    orthographic.candidates,
    gender.candidates,
    genus_transfer.candidates,
    rank_shift.candidates,
    near_name.candidates,
)
#: rules whose answers need no review
_TRUSTED: Final = frozenset(
    {
        Rule.EXACT, Rule.EXACT_NAME, Rule.ORTHOGRAPHIC, Rule.GENDER, Rule.SYNONYM_RIGHT,
        Rule.GENUS_TRANSFER,
    }
)  # fmt: skip
#: rules whose reason is the complete evidence
_SAID_BY_REASON: Final = frozenset({Rule.GENUS_TRANSFER, Rule.NONE})
#: the best agreement comes first
_ORDER: Final = {
    AuthorshipAgreement.EQUAL: 0,
    AuthorshipAgreement.UNKNOWN: 1,
    AuthorshipAgreement.DIFFERENT: 2,
}


def answers(queries: Sequence[Query], index: ListIndex) -> Iterator[tuple[int, Answer]]:
    """Return the answer of a list for each name.

    Parameters
    ----------
    queries : sequence of Query
    index : ListIndex

    Yields
    ------
    (int, Answer)
        The position of each query and its answer, in the order in which they are answered.
    """
    early = {place: _before_rules(query, index) for place, query in enumerate(queries)}
    yield from ((place, answer) for place, answer in early.items() if answer is not None)
    still = [place for place, answer in early.items() if answer is None]
    blocked: defaultdict[int, list[Candidate]] = defaultdict(list)
    for rule in RULES:
        if not still:
            break
        left = []
        for place, candidates in zip(still, rule([queries[p] for p in still], index), strict=True):
            kept = [c for c in candidates if c.context is not False]
            if kept:
                answer = _decided(queries[place], kept, index)
                yield place, _with_form(queries[place], answer, index)
                continue
            left.append(place)
            if candidates:
                blocked[place] += candidates
        still = left
    for place in still:
        answer = unknown(queries[place], blocked.get(place, []), index)
        yield place, _with_form(queries[place], answer, index)


def is_own(taxon: Taxon) -> bool:
    """Whether a taxon is named by the list itself or its reference."""
    return taxon.name_from is not NameOrigin.OPEN_LIST


def _before_rules(query: Query, index: ListIndex) -> Answer | None:
    """The answer before any rule: not a name, listed in part, or excepted; else None."""
    if not query.name:
        return _unread(query, index)
    if doubts(query) or (query.name in index and not _is_excepted_synonym(query.name, index)):
        return None
    if query.name in index.parts:
        groups = higher(query, index)
        rest = index.entries.get(groups[0].indexed.taxon.name, ()) if groups else ()
        return _in_part(query.name, groups, (index.parts[query.name], rest), index)
    return outside(query, index)


def _is_excepted_synonym(name: str, index: ListIndex) -> bool:
    """Whether a synonym leads to a single taxon whose own entry excepts the synonym."""
    entry = index.exceptions.get(name)
    uses = index.by_name.get(name, ())
    return (
        entry is not None
        and not any(use.is_accepted for use in uses)
        and all(index.taxa[use.taxon_id].name == entry.taxon for use in uses)
    )


def _with_form(query: Query, answer: Answer, index: ListIndex) -> Answer:
    """The answer, with a note if the string names a hybrid or a cultivar."""
    words = form_words(query)
    behind = hybrids.hybrid_words(query, answer, index) or homonym_words(query, answer, index)
    if behind:
        answer = answer._replace(evidence=f"{answer.evidence}{behind}")
    return answer._replace(evidence=f"{words} {answer.evidence}") if words else answer


def evidence(query: Query, candidate: Candidate, index: ListIndex) -> str:
    """Return, as one sentence, why a candidate may be the name of the query."""
    use = candidate.indexed.use
    if candidate.rule in _SAID_BY_REASON:
        return f"{candidate.reason}."
    authors = ""
    if candidate.authors is AuthorshipAgreement.DIFFERENT:
        authors = f"but the authors differ: {query.authorship} and {use.authorship}"
    elif candidate.authors is AuthorshipAgreement.EQUAL:
        authors = "same author"
    parts = (candidate.reason, _name_words(candidate.indexed, index), authors)
    return "; ".join(part for part in parts if part) + "."


def _name_words(indexed: Indexed, index: ListIndex) -> str:
    use, taxon = indexed.use, indexed.taxon
    if use.is_accepted:
        return f"{index.label} uses {use.name}" if is_own(taxon) else _member_words(taxon, index)
    kind = "synonym" if use.kind is NameKind.SYNONYM else use.kind.replace("_", " ")
    source = f"; {index.cited(use.source)}" if use.source else ""
    if use.kind is NameKind.LUMP:
        return (
            f"{index.label} has {use.name} as part of {taxon.name}"
            f"{source and f' ({index.cited(use.source)})'}"
        )
    if is_own(taxon):
        return f"{index.label} treats {use.name} as a synonym of {taxon.name} ({kind}{source})"
    return f"{use.name} is a synonym ({kind}{source}); {_member_words(taxon, index)}"


def _member_words(taxon: Taxon, index: ListIndex) -> str:
    """How a taxon that the list does not name itself belongs to it."""
    entries = index.cover(taxon).entries
    groups = ", ".join(dict.fromkeys(_entry_words(e) for e in entries))
    covered = f", covered by the {index.label} {groups}" if groups else ""
    return f"{taxon.name} is the name in an open list ({index.cited(taxon.source)}){covered}"


def _entry_words(entry: Entry) -> str:
    limited = entry.scope is Scope.POPULATION or entry.scope_mode is not None
    return f"{entry.appendix} entry {entry.taxon}{' for some populations' if limited else ''}"


# ---------------------------------------------------------------------------------------------
# names with candidates


def decide(query: Query, candidates: Sequence[Candidate], index: ListIndex) -> Answer:
    """Return the answer for a name with candidates that the context allows."""
    # an equal author comes first; then an accepted name comes before a synonym
    ranked = tuple(sorted(candidates, key=_preference) if len(candidates) > 1 else candidates)
    best = ranked[0]
    words = evidence(query, best, index)
    if best.authors is AuthorshipAgreement.DIFFERENT:
        return Answer(MatchStatus.AUTHOR_DIFFERS, ranked, words)
    if query.problems and doubts(query):
        ranked = (*ranked, *also_named(query, index))
        return Answer(MatchStatus.UNCERTAIN_NAME, ranked, f"{doubt_words(query)} {words}")
    if listed := _through_species(query, ranked, index):
        return Answer(
            MatchStatus.COVERED,
            ranked,
            _species_words(best.indexed.taxon.name, listed, index),
            listed,
        )
    if excepted := _excepted_species(query, ranked, index):
        return Answer(MatchStatus.EXCLUDED, (), f"{words} {exception_words(excepted, index)}")
    if best.rule not in _TRUSTED or not best.sure or "digits" in query.problems:
        return Answer(MatchStatus.PROPOSED, ranked, words)
    rivals = _rivals(ranked) if len(ranked) > 1 else ()
    if len(rivals) > 1:
        taxa = ", ".join(sorted(index.taxa[i].name for i in rivals))
        return Answer(
            MatchStatus.AMBIGUOUS,
            ranked,
            f"{index.label} has several taxa with the name {best.indexed.use.name}: {taxa}.",
        )
    if best.kind is NameKind.PRO_PARTE:
        return Answer(MatchStatus.PROPOSED, ranked, words)
    return _of_group(query, _sure(ranked, words, index), index)


def _through_species(query: Query, ranked: Sequence[Candidate], index: ListIndex) -> Listed | None:
    """The entries for the species of a subspecies that is not in the list; else None.

    A name that may be a separate species in the list (*Psittacula krameri echo*) needs review.
    """
    species = rank_shift.species_of(query.name)
    if species == query.name or any(
        c.rule is not Rule.RANK_SHIFT or c.indexed.taxon.name != species for c in ranked
    ):
        return None
    listed = listed_species(ranked[0].indexed.taxon, index) if index.appendices else NOT_LISTED
    return listed if listed.appendix else None


def _excepted_species(query: Query, ranked: Sequence[Candidate], index: ListIndex) -> str:
    """The exception for the species of an unknown subspecies; blank if an entry covers it."""
    species = rank_shift.species_of(query.name)
    if (
        species == query.name
        or not index.appendices
        or any(c.rule is not Rule.RANK_SHIFT or c.indexed.taxon.name != species for c in ranked)
    ):
        return ""
    taxon = ranked[0].indexed.taxon
    if listed_taxon(taxon, index).appendix or index.parts_of_taxa.get(taxon.taxon_id):
        return ""
    return next((name for name in levels(taxon) if name in index.exceptions), "")


def _species_words(species: str, listed: Listed, index: ListIndex) -> str:
    """The sentence on a subspecies that the entries for its species cover."""
    entries = (listed.listed_as or "").split("|")
    limits = list(dict.fromkeys(proviso(entry, index) for entry in entries))
    words = f"Covered by the {index.label} {listed.appendix} entry {', '.join(entries)}"
    part = "" if entries == [species] else f" as part of {species}"
    return f"{words}{part}{max(limits, key=len)}."


def _sure(ranked: tuple[Candidate, ...], words: str, index: ListIndex) -> Answer:
    """Return the answer for a taxon of the list: listed, excepted or not listed."""
    taxon = ranked[0].indexed.taxon
    listed = listed_taxon(taxon, index)
    parts = index.parts_of_taxa.get(taxon.taxon_id, ()) if index.appendices else ()
    if parts and not index.cover(taxon).own:
        rest = index.cover(taxon).entries
        return _in_part(ranked[0].indexed.use.name, ranked, (parts, rest), index)
    if not index.appendices or listed.appendix:
        return Answer(MatchStatus.MATCHED, ranked, words, listed)
    if excepted := next((name for name in levels(taxon) if name in index.exceptions), ""):
        return Answer(MatchStatus.EXCLUDED, ranked, f"{words} {exception_words(excepted, index)}")
    return Answer(
        MatchStatus.MATCHED, ranked, f"{words} No {index.label} entry covers it on that day."
    )


def _of_group(query: Query, answer: Answer, index: ListIndex) -> Answer:
    """The answer for a genus or group of the list, with the entries below it."""
    name = answer.candidates[0].indexed.taxon.name
    if answer.status is not MatchStatus.MATCHED or " " in name or not index.appendices:
        return answer
    if not answer.listed.appendix:
        return of_group(query, answer.candidates, index) or answer
    return with_other_entries(name, answer, index)


# ---------------------------------------------------------------------------------------------
# species of which only parts are listed by name


def _in_part(
    name: str,
    candidates: tuple[Candidate, ...],
    entries: tuple[Sequence[Entry], Sequence[Entry]],
    index: ListIndex,
) -> Answer:
    """The answer for a species from the entries for its parts and those that cover the rest."""
    parts, rest = entries
    own = {e.taxon: [p.appendix for p in parts if p.taxon == e.taxon] for e in parts}
    names = ", ".join(
        f"{taxon} ({' and '.join(sorted(dict.fromkeys(appendices)))})"
        for taxon, appendices in own.items()
    )
    words = (
        f"the rest is covered by the {index.label} {index.appendices[rest[0].taxon]} entry "
        f"{rest[0].taxon}"
        if rest
        else "no entry covers the rest"
    )
    return Answer(
        MatchStatus.LISTED_IN_PART,
        candidates,
        f"{index.label} lists only part of {name} by name: {names}; {words}.",
        listed_parts(parts, rest),
    )


def _decided(query: Query, candidates: Sequence[Candidate], index: ListIndex) -> Answer:
    """The answer for a name with candidates; if they are only similar, that of its genus.

    An unknown species of a listed group is covered by it, whatever its name resembles; a similar
    name in another Appendix needs review.
    """
    answer = decide(query, candidates, index)
    near = tuple(c for c in candidates if c.rule is Rule.FUZZY)
    if answer.status is not MatchStatus.PROPOSED:
        return answer
    answer = answer._replace(near=near)
    if not index.appendices:
        return answer
    group = unknown(query, (), index)
    if query.name in index or group.status is not MatchStatus.COVERED:
        words = near_under_cover.listed_words(answer.candidates, index)
        words += near_under_cover.since_words(answer.candidates, index)
        return answer._replace(evidence=f"{answer.evidence} {words}.")
    return near_under_cover.weighed(query, answer.candidates, group, index, answer.evidence)


def _preference(candidate: Candidate) -> tuple[object, ...]:
    return (
        _ORDER[candidate.authors],
        not candidate.sure,
        candidate.kind is not NameKind.ACCEPTED,
        candidate.context is not True,
        candidate.same_family is not True,
        not candidate.same_rank,
        candidate.indexed.use.name,
        candidate.taxon_id,
    )


def _rivals(ranked: Sequence[Candidate]) -> set[str]:
    """The taxa of the candidates that are as good as the first."""
    best = ranked[0]
    first = [c for c in ranked if c.authors is best.authors and c.sure]
    if best.kind is NameKind.ACCEPTED:
        first = [c for c in first if c.kind is NameKind.ACCEPTED]
    # a synonym does not show the rank of its taxon
    by_rank = best.indexed.use.name == best.indexed.taxon.name
    return {
        c.taxon_id
        for c in first
        if (c.context, c.same_family, by_rank and c.same_rank)
        == (best.context, best.same_family, by_rank and best.same_rank)
    }


# ---------------------------------------------------------------------------------------------
# strings that are not names


def _unread(query: Query, index: ListIndex) -> Answer:
    same = named(query, canonical(query.verbatim), index, Rule.EXACT_NAME)
    if query.verbatim.strip() and same:
        return decide(query._replace(problems=()), same, index)
    groups = higher(query, index) if query.genus else ()
    if hybrids.is_formula(query):
        parents = hybrids.parents_of(query)
        by_parent = dict(answers(parents, index))
        return hybrids.of_parents(
            parents, [by_parent[at] for at in range(len(parents))], groups, index
        )
    problems = ", ".join(p.replace("_", " ") for p in query.problems)
    status = MatchStatus.UNCERTAIN_NAME if groups else MatchStatus.NOT_A_NAME
    problems = problems.replace("not a name", "").strip(", ")
    suffix = f" ({problems})" if problems else ""
    return Answer(status, groups, f"Not recognised as one scientific name{suffix}.")
