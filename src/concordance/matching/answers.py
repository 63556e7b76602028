"""Names x list: the rules in order, and what to make of the candidates that they give.

The first rule with a candidate that the context allows ends the search for a name. Each rule is
asked for all names at once that are still open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from concordance.codes import MatchStatus, NameKind, Rule
from concordance.listing.cover import levels
from concordance.matching.candidates import Candidate, also_named, named
from concordance.matching.either_way import listed_either_way
from concordance.matching.index import Indexed, ListIndex
from concordance.matching.listed import (
    NOT_LISTED,
    Listed,
    listed_group,
    listed_parts,
    listed_species,
    listed_taxon,
)
from concordance.matching.query import CONTEXT, Query
from concordance.matching.rules import (
    exact,
    gender,
    genus_transfer,
    near_name,
    orthographic,
    rank_shift,
)
from concordance.names import AuthorshipAgreement, canonical

#: the rules in the order tried
RULES: Final[tuple[Callable[[Sequence[Query], ListIndex], Iterator[Sequence[Candidate]]], ...]] = (
    exact.candidates,
    orthographic.candidates,
    gender.candidates,
    genus_transfer.candidates,
    rank_shift.candidates,
    near_name.candidates,
)
#: rules whose answer stands without a person
_TRUSTED: Final = frozenset(
    {
        Rule.EXACT, Rule.EXACT_NAME, Rule.ORTHOGRAPHIC, Rule.GENDER, Rule.SYNONYM_RIGHT,
        Rule.GENUS_TRANSFER,
    }
)  # fmt: skip
#: rules whose reason says everything
_SAID_BY_REASON: Final = frozenset({Rule.GENUS_TRANSFER, Rule.NONE})
#: problems of the string that make any answer uncertain
_UNCERTAIN: Final = {
    "uncertain", "abbreviated_genus", "mixed_script", "hybrid_formula", "several_names",
    "short_epithet", "rank_only",
}  # fmt: skip
#: what agrees best comes first
_ORDER: Final = {
    AuthorshipAgreement.EQUAL: 0,
    AuthorshipAgreement.UNKNOWN: 1,
    AuthorshipAgreement.DIFFERENT: 2,
}
_FAMILY: Final = CONTEXT.index("family")
_HIGHER: Final = slice(CONTEXT.index("class"), CONTEXT.index("order") + 1)


class Answer(NamedTuple):
    """All candidates of one query, the best first, and what to make of them."""

    status: MatchStatus
    candidates: tuple[Candidate, ...]
    evidence: str
    listed: Listed = NOT_LISTED


def answers(queries: Sequence[Query], index: ListIndex) -> Iterator[tuple[int, Answer]]:
    """Return what a list knows of each name.

    Parameters
    ----------
    queries : sequence of Query
    index : ListIndex

    Yields
    ------
    (int, Answer)
        The place of each query, in the order in which they are answered.
    """
    unread = [place for place, query in enumerate(queries) if not query.name]
    still = [place for place, query in enumerate(queries) if query.name]
    for place in [p for p in still if _is_listed_in_part(queries[p], index)]:
        still.remove(place)
        yield place, _in_part(queries[place], index)
    blocked: defaultdict[int, list[Candidate]] = defaultdict(list)
    for rule in RULES:
        left = []
        for place, candidates in zip(still, rule([queries[p] for p in still], index), strict=True):
            kept = [c for c in candidates if c.context is not False]
            if kept:
                yield place, decide(queries[place], kept, index)
                continue
            left.append(place)
            if candidates:
                blocked[place] += candidates
        still = left
    still += unread
    for place in still:
        yield place, _unmatched(queries[place], blocked.get(place, []), index)


def evidence(query: Query, candidate: Candidate, index: ListIndex) -> str:
    """Return why a candidate may be the name asked for, as one sentence."""
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
    use = indexed.use
    if use.is_accepted:
        return f"{index.label} uses {use.name}"
    kind = "synonym" if use.kind is NameKind.SYNONYM else use.kind.replace("_", " ")
    source = f"; {use.source}" if use.source else ""
    return f"{index.label} treats {use.name} as a synonym of {indexed.taxon.name} ({kind}{source})"


# ---------------------------------------------------------------------------------------------
# names with candidates


def decide(query: Query, candidates: Sequence[Candidate], index: ListIndex) -> Answer:
    """Return the answer where a rule gave candidates that the context allows."""
    # a name that the list uses comes before one it files elsewhere, an equal author before all
    ranked = tuple(sorted(candidates, key=_preference) if len(candidates) > 1 else candidates)
    best = ranked[0]
    words = evidence(query, best, index)
    if best.authors is AuthorshipAgreement.DIFFERENT:
        return Answer(MatchStatus.AUTHOR_DIFFERS, ranked, words)
    if query.problems and _doubts(query):
        ranked = (*ranked, *also_named(query, index))
        return Answer(MatchStatus.UNCERTAIN_NAME, ranked, f"{_uncertain(query)} {words}")
    if listed := _through_species(query, ranked, index):
        entries = listed.listed_as or ""
        return Answer(
            MatchStatus.COVERED,
            ranked,
            f"Covered by the {index.label} {listed.appendix} entry {entries.replace('|', ', ')} as "
            f"part of {best.indexed.taxon.name}, unless an exception or a stricter entry applies.",
            listed,
        )
    if best.rule not in _TRUSTED or not best.sure or "digits" in query.problems:
        groups = _higher(query, index) if best.rule is Rule.GENUS_TRANSFER else ()
        if (listed := listed_either_way(ranked, groups, index)).appendix:
            words = f"{evidence(query, groups[0], index)} {words}"
            return Answer(MatchStatus.COVERED, ranked, words, listed)
        return Answer(MatchStatus.PROPOSED, ranked, words)
    rivals = _rivals(ranked) if len(ranked) > 1 else ()
    if len(rivals) > 1:
        taxa = ", ".join(sorted(index.taxa[i].name for i in rivals))
        return Answer(
            MatchStatus.AMBIGUOUS,
            ranked,
            f"{index.label} has several taxa of the name {best.indexed.use.name}: {taxa}.",
        )
    if best.kind is NameKind.PRO_PARTE:
        return Answer(MatchStatus.PROPOSED, ranked, words)
    return _sure(ranked, words, index)


def _through_species(query: Query, ranked: Sequence[Candidate], index: ListIndex) -> Listed | None:
    """The entries for the species of a subspecies that the list does not contain; None for others.

    A name that the list may have as a species of its own (*Psittacula krameri echo*) is left to a
    person.
    """
    species = rank_shift.species_of(query.name)
    if species == query.name or any(
        c.rule is not Rule.RANK_SHIFT or c.indexed.taxon.name != species for c in ranked
    ):
        return None
    listed = listed_species(ranked[0].indexed.taxon, index) if index.appendices else NOT_LISTED
    return listed if listed.appendix else None


def _sure(ranked: tuple[Candidate, ...], words: str, index: ListIndex) -> Answer:
    """Return the answer on a taxon that the list knows: listed, excepted or not listed."""
    taxon = ranked[0].indexed.taxon
    listed = listed_taxon(taxon, index)
    if not index.appendices or listed.appendix:
        return Answer(MatchStatus.MATCHED, ranked, words, listed)
    if excepted := next((name for name in levels(taxon) if name in index.exceptions), ""):
        return Answer(MatchStatus.EXCLUDED, ranked, f"{words} {_excepts(excepted, index)}")
    groups = index.groups[taxon.genus].groups if taxon.genus in index.groups else ()
    if groups:  # such as a subfamily, which no taxon of the list carries
        return Answer(MatchStatus.MATCHED, ranked, words, listed_group(groups[0], index))
    return Answer(MatchStatus.MATCHED, ranked, f"{words} No entry covers it on that day.")


def _excepts(name: str, index: ListIndex) -> str:
    entry = index.exceptions[name]
    return f"The {index.label} {entry.appendix} entry {entry.taxon} excepts {name}."


# ---------------------------------------------------------------------------------------------
# species of which only parts are listed by name


def _is_listed_in_part(query: Query, index: ListIndex) -> bool:
    return query.name in index.parts and query.name not in index and not _doubts(query)


def _in_part(query: Query, index: ListIndex) -> Answer:
    parts = index.parts[query.name]
    groups = _higher(query, index)
    entries = index.entries.get(groups[0].indexed.taxon.name, ()) if groups else ()
    names = ", ".join(f"{entry.taxon} ({entry.appendix})" for entry in parts)
    rest = (
        f"the rest is covered by the {index.label} {index.appendices[entries[0].taxon]} entry "
        f"{entries[0].taxon}"
        if entries
        else "no entry covers the rest"
    )
    return Answer(
        MatchStatus.LISTED_IN_PART,
        groups,
        f"{index.label} lists only part of {query.name} by name: {names}; {rest}.",
        listed_parts(parts, entries),
    )


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


def _doubts(query: Query) -> set[str]:
    """The problems of a string for which no answer is sure."""
    problems = _UNCERTAIN.intersection(query.problems)
    whole_group = any(q.lower().startswith("spp") for q in query.qualifiers)
    return problems - {"rank_only"} if whole_group else problems


def _uncertain(query: Query) -> str:
    doubts = sorted(p.replace("_", " ") for p in _doubts(query) - {"uncertain"})
    if "uncertain" in query.problems:
        doubts += [f"'{word.rstrip('),;')}'" for word in query.qualifiers] or ["a question mark"]
    return f"The string itself is uncertain ({' and '.join(doubts)})."


def _rivals(ranked: Sequence[Candidate]) -> set[str]:
    """The taxa that speak for themselves as well as the first does."""
    best = ranked[0]
    first = [c for c in ranked if c.authors is best.authors and c.sure]
    if best.kind is NameKind.ACCEPTED:
        first = [c for c in first if c.kind is NameKind.ACCEPTED]
    # a synonym says nothing of the rank of its taxon
    by_rank = best.indexed.use.name == best.indexed.taxon.name
    return {
        c.taxon_id
        for c in first
        if (c.context, c.same_family, by_rank and c.same_rank)
        == (best.context, best.same_family, by_rank and best.same_rank)
    }


# ---------------------------------------------------------------------------------------------
# names without candidates


def _unmatched(query: Query, blocked: Sequence[Candidate], index: ListIndex) -> Answer:
    """Return the answer where no rule gave a candidate that the context allows."""
    if not query.name:
        return _unread(query, index)
    if query.name in index.exceptions:
        return Answer(MatchStatus.EXCLUDED, (), _excepts(query.name, index))
    if query.name in index.namesakes:
        return _namesake(query, index)
    higher = _higher(query, index)
    if query.others or "several_names" in query.problems:
        return _one_of_several(query, higher, index)
    if blocked:
        name = blocked[0].indexed.use.name
        return Answer(
            MatchStatus.CONTEXT_DIFFERS,
            (*blocked, *higher),
            f"{index.label} has {name}, but in another kingdom, class or rank than asked for.",
        )
    if higher:
        group = higher[0].indexed.taxon.name
        return Answer(
            MatchStatus.COVERED,
            higher,
            evidence(query, higher[0], index),
            listed_group(group, index),
        )
    gap = "; an entry for a group may still cover it" if index.appendices else ""
    return Answer(
        MatchStatus.NOT_FOUND,
        (),
        f"{index.label} contains neither {query.name} nor a similar name{gap}.",
    )


def _one_of_several(query: Query, higher: tuple[Candidate, ...], index: ListIndex) -> Answer:
    others = also_named(query, index)
    names = ", ".join(dict.fromkeys(candidate.indexed.use.name for candidate in others))
    words = f" It may mean {names}." if names else ""
    return Answer(MatchStatus.UNCERTAIN_NAME, (*others, *higher), f"{_uncertain(query)}{words}")


def _namesake(query: Query, index: ListIndex) -> Answer:
    other = index.namesakes[query.name]
    return Answer(
        MatchStatus.NOT_FOUND,
        (),
        f"{index.label} does not mean {query.name}, which is a species of {other.family} "
        f"({other.kingdom}) in a genus of the same name.",
    )


def _unread(query: Query, index: ListIndex) -> Answer:
    same = named(query, canonical(query.verbatim), index, Rule.EXACT_NAME)
    if query.verbatim.strip() and same:
        return decide(query._replace(problems=()), same, index)
    higher = _higher(query, index) if query.genus else ()
    problems = ", ".join(p.replace("_", " ") for p in query.problems)
    status = MatchStatus.UNCERTAIN_NAME if higher else MatchStatus.NOT_A_NAME
    problems = problems.replace("not a name", "").strip(", ")
    suffix = f" ({problems})" if problems else ""
    return Answer(status, higher, f"Not recognised as one scientific name{suffix}.")


def _higher(query: Query, index: ListIndex) -> tuple[Candidate, ...]:
    """The lowest higher taxon of the name, or of what the caller says, that the list has."""
    for option, through in _groups(query, index):
        words = option.replace(",", " ").split(maxsplit=1) if option else ()
        if not words or (name := canonical(words[0])) not in index:
            continue
        groups = tuple(
            candidate._replace(sure=False, authors=AuthorshipAgreement.UNKNOWN)
            for candidate in named(
                query._replace(rank=""),
                name,
                index,
                Rule.NONE,
                _covered(query, name, through, index),
            )
            if candidate.context is not False
        )
        if groups:
            return groups
    return ()


def _groups(query: Query, index: ListIndex) -> Iterator[tuple[str, str]]:
    """Yield the groups of a name, the closest first, each with the genus that leads to it."""
    if query.genus != query.name:
        yield query.genus, ""
    if query.genus in index.groups:
        for group in index.groups[query.genus].groups:
            yield group, query.genus
    if query.context[_FAMILY]:
        yield query.context[_FAMILY], ""
    else:
        yield index.family_of(query.genus), query.genus
    for group in reversed(query.context[_HIGHER]):
        yield group, ""


def _covered(query: Query, group: str, through: str, index: ListIndex) -> str:
    """The entry for a group that covers a name which the list does not contain, as a clause."""
    words = query.name or query.verbatim
    if group not in index.appendices:
        return f"{index.label} contains {group}, but not {words}"
    clause = f"Covered by the {index.label} {index.appendices[group]} entry {group}"
    if through and through != group:
        clause += f", to which the genus {through} belongs"
    clause += ", unless an exception or a stricter entry applies"
    other = index.groups[through].homonym_in if through in index.groups else ""
    return f"{clause}; the name {through} is also used for a genus of {other}" if other else clause
