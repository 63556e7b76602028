"""The matching rules in order: the first that finds anything for a name ends the search for it.

Each rule is asked for all names at once that are still open, and looks their forms up in the index
of the list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from concordance.matching.index import Described, Entry, ListIndex
from concordance.matching.queries import CONTEXT, NO_CONTEXT, Query
from concordance.matching.rules import (
    Transfer,
    author_marks,
    genus_transfer,
    higher_agree,
    may_be_transfer,
    synonym_rule,
)
from concordance.names import (
    AuthorshipAgreement,
    canonical,
    compare_authorship,
    gender_forms,
    last_epithets,
    orthographic_genera,
    orthographic_names,
)
from concordance.schema import MatchStatus, Relation, Rule

#: rules whose answer stands without a person
_TRUSTED: Final = frozenset(
    {
        Rule.EXACT, Rule.EXACT_NAME, Rule.ORTHOGRAPHIC, Rule.GENDER, Rule.SYNONYM_CITES,
        Rule.SYNONYM_CMS, Rule.SYNONYM, Rule.GENUS_TRANSFER,
    }
)  # fmt: skip
#: problems of the string that make any answer uncertain
_UNCERTAIN: Final = {"uncertain", "abbreviated_genus", "mixed_script", "hybrid_formula"}
#: what agrees best comes first
_ORDER: Final = {
    AuthorshipAgreement.EQUAL: 0,
    AuthorshipAgreement.UNKNOWN: 1,
    AuthorshipAgreement.DIFFERENT: 2,
}
_ORDER_AT, _FAMILY = (CONTEXT.index(level) for level in ("order", "family"))


class Candidate(NamedTuple):
    """One taxon of the list that a query may mean."""

    taxon_id: str
    rule: Rule
    entry_name: str
    kind: str
    evidence: str
    authors: AuthorshipAgreement = AuthorshipAgreement.UNKNOWN
    context: bool | None = None
    same_rank: bool = False
    same_family: bool | None = None
    sure: bool = True


class Answer(NamedTuple):
    """All candidates of one query, the best first, and what to make of them."""

    status: MatchStatus
    candidates: tuple[Candidate, ...]
    why: str


#: the candidates of each of several queries
Found = Iterator[Sequence[Candidate]]


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
    rules = _Rules(index)
    unread = [place for place, query in enumerate(queries) if not query.name]
    still = [place for place, query in enumerate(queries) if query.name]
    blocked: defaultdict[int, list[Candidate]] = defaultdict(list)
    for rule in (
        rules.exact,
        rules.orthographic,
        rules.gender,
        rules.transfers,
        rules.rank_shift,
        rules.fuzzy,
    ):
        left = []
        for place, candidates in zip(still, rule([queries[p] for p in still]), strict=True):
            if not candidates:
                left.append(place)
            elif kept := [c for c in candidates if c.context is not False]:
                yield place, rules.decide(queries[place], kept)
            else:
                left.append(place)
                blocked[place] += candidates
        still = left
    still += unread
    rules.know_genera(queries[place].genus for place in still)
    for place in still:
        yield place, rules.without(queries[place], blocked.get(place, []))


def _raised(words: Sequence[str]) -> list[tuple[str, str]]:
    """Return what a name of three words or more may be at another rank, and why."""
    return [
        # the lowest name as a species comes first: it may be that the list raises it
        (f"{words[0]} {words[-1]}", "the list has a species of that epithet"),
        (" ".join(words[:-1]), "the list has the taxon it lies in"),
        (" ".join(words[:2]), "the list has the species it lies in"),
    ]


def _sentence(*parts: str) -> str:
    return "; ".join(part for part in parts if part) + "."


def _of_authors(authors: AuthorshipAgreement, query: Query, entry: Entry) -> str:
    if authors is AuthorshipAgreement.DIFFERENT:
        return f"but by another author: {query.authorship} and {entry.authorship}"
    return "the author is the same" if authors is AuthorshipAgreement.EQUAL else ""


def _edits(number: int) -> str:
    return f"{number} edit" if number == 1 else f"{number} edits"


class _Rules:
    """The rules, each for many names, and what to make of what they find."""

    def __init__(self, index: ListIndex) -> None:
        self.index = index
        self.synonym = synonym_rule(index.key)
        self._near_genera: dict[str, list[tuple[str, int]]] = {}
        self._genus_known: dict[str, bool] = {}

    # rules -----------------------------------------------------------------------------------

    def exact(self, queries: Sequence[Query]) -> Found:
        held = self.index.by_name
        for query in queries:
            yield (
                self._entries(query, query.name, Rule.EXACT_NAME, "") if query.name in held else ()
            )

    def orthographic(self, queries: Sequence[Query]) -> Found:
        held, why = self.index.by_orthographic, "alike by the rules of the Code"
        names = self._of_known_genera(queries)
        form = dict(zip(names, orthographic_names(names), strict=True))
        for query in queries:
            alike = held.get(form[query.name], ()) if query.name in form else ()
            yield self._variants(query, alike, Rule.ORTHOGRAPHIC, why)

    def gender(self, queries: Sequence[Query]) -> Found:
        stems, coarsest = self.index.by_gender, self.index.by_coarse
        why = "the same but for the gender ending"
        names = self._of_known_genera(queries)
        forms = gender_forms(names)
        # the orthographic form of a gender form is the coarsest one
        form = dict(zip(names, zip(forms, orthographic_names(forms), strict=True), strict=True))
        for query in queries:
            alike: Sequence[str] = ()
            if query.name in form:
                stem, coarse = form[query.name]
                # a name may be alike in both ways
                alike = tuple(dict.fromkeys((*stems.get(stem, ()), *coarsest.get(coarse, ()))))
            yield self._variants(query, alike, Rule.GENDER, why)

    def _of_known_genera(self, queries: Sequence[Query]) -> list[str]:
        """The names whose first word the list has, as it is or in its normal form."""
        known = self._genus_known
        first = {query.name: query.name.split(" ", 1)[0] for query in queries}
        words = [word for word in dict.fromkeys(first.values()) if word not in known]
        for word, form in zip(words, orthographic_genera(words), strict=True):
            known[word] = form in self.index.first_words
        return [name for name, word in first.items() if known[word]]

    def _variants(
        self, query: Query, names: Sequence[str], rule: Rule, why: str
    ) -> Sequence[Candidate]:
        if not names:
            return ()
        return [
            candidate
            for name in names
            for candidate in self._entries(query, name, rule, f"{query.name} and {name} are {why}")
        ]

    def _entries(
        self, query: Query, name: str, rule: Rule, why: str, *, proposed: bool = False
    ) -> list[Candidate]:
        """Candidates of the entries of one name of the list; none is sure where it is proposed."""
        found = []
        for entry, taxon, concept, says in self.index.held(name):
            authors = AuthorshipAgreement.UNKNOWN
            if query.authorship:
                authors = compare_authorship(query.authorship, entry.authorship)
            how = rule
            if rule is Rule.EXACT_NAME:
                how = Rule.EXACT if authors is AuthorshipAgreement.EQUAL else rule
                how = how if entry.is_accepted else self.synonym
            found.append(
                Candidate(
                    entry.taxon_id,
                    how,
                    entry.name,
                    entry.kind,
                    _sentence(why, says, _of_authors(authors, query, entry)),
                    authors,
                    self._context(query, entry),
                    (query.rank or query.read_as) == taxon["rank"],
                    None
                    if query.context is NO_CONTEXT
                    else higher_agree(query.context[_FAMILY], taxon["family"]),
                    concept is not Relation.INCLUDED_IN
                    and entry.kind != "pro_parte"
                    and not proposed,
                )
            )
        return found

    def transfers(self, queries: Sequence[Query]) -> Found:
        names = [query.name for query in queries if query.authorship and " " in query.name]
        described = self.index.described if names else {}
        epithet = dict(zip(names, last_epithets(names), strict=True))
        for query in queries:
            alike: Sequence[Described] = ()
            if query.authorship and " " in query.name:
                alike = described.get(epithet[query.name], ())
            yield self._transferred(query, alike) if alike else ()

    def _transferred(self, query: Query, alike: Sequence[Described]) -> list[Candidate]:
        """Candidates among the entries that have the epithet of the query."""
        found = []
        marks = author_marks(query.authorship)
        family = query.context[_FAMILY] or self.index.family_of(query.genus)
        for other in alike:
            if other.genus == query.genus or not may_be_transfer(marks, other.marks):
                continue
            entry = other.entry
            same_family = (
                higher_agree(family, self.index.taxa[entry.taxon_id]["family"]) if family else None
            )
            if same_family is False:
                continue
            sure = genus_transfer(query.authorship, entry.authorship, same_family=same_family)
            if sure is Transfer.NO:
                continue
            says = "" if sure is Transfer.SURE else ", as far as the authorships and families tell"
            found.append(
                Candidate(
                    taxon_id=entry.taxon_id,
                    rule=Rule.GENUS_TRANSFER,
                    entry_name=entry.name,
                    kind=entry.kind,
                    evidence=f"{query.name} {query.authorship} and {entry.name} "
                    f"{entry.authorship} are one epithet by one author in two genera{says}.",
                    authors=AuthorshipAgreement.EQUAL
                    if sure is Transfer.SURE
                    else AuthorshipAgreement.UNKNOWN,
                    context=self._context(query, entry),
                    sure=sure is Transfer.SURE and other.concept is not Relation.INCLUDED_IN,
                )
            )
        return found

    def rank_shift(self, queries: Sequence[Query]) -> Found:
        genera = self.index.by_genus_and_epithet
        names = [query.name for query in queries if query.name.count(" ") == 1]
        names = [name for name in names if name.split()[0] in genera]
        epithet = dict(zip(names, last_epithets(names), strict=True))
        for query in queries:
            if query.name in epithet:
                lower = genera[query.name.split()[0]].get(epithet[query.name], ())
                moves = [(name, "the list has it as a subspecies") for name in lower]
            elif query.name.count(" ") > 1:
                moves = _raised(query.name.split())
            else:
                moves = []
            yield self._shifted(query, moves) if moves else ()

    def _shifted(self, query: Query, moves: Sequence[tuple[str, str]]) -> Sequence[Candidate]:
        found = [
            candidate._replace(rule=Rule.RANK_SHIFT, authors=AuthorshipAgreement.UNKNOWN)
            for name, why in moves
            for candidate in self._entries(
                query._replace(rank=""), name, Rule.RANK_SHIFT, f"{query.name} is not there; {why}"
            )
        ]
        return list({(c.taxon_id, c.entry_name): c for c in found}.values())

    def fuzzy(self, queries: Sequence[Query]) -> Found:
        species = [" ".join(query.name.split()[:2]) for query in queries]
        near = self.index.neighbours.find_all([*(query.name for query in queries), *species])
        for query, wider in zip(queries, species, strict=True):
            candidates = self._near(query, query.name, near.get(query.name, ()))
            if not candidates and wider != query.name:
                candidates = self._near(query, wider, near.get(wider, ()))
            yield candidates

    def _near(
        self, query: Query, name: str, hits: Sequence[tuple[str, int]]
    ) -> Sequence[Candidate]:
        if not hits:
            return ()
        found = [
            (edits, candidate)
            for other, edits in hits
            for candidate in self._entries(
                query,
                other,
                Rule.FUZZY,
                f"{name} is {_edits(edits)} from {other}",
                proposed=True,
            )
            if candidate.context is not False
            and candidate.authors is not AuthorshipAgreement.DIFFERENT
            and self._close(query, candidate)
        ]
        # the nearest of those that the context allows
        least = min((edits for edits, _ in found), default=0)
        return [candidate for edits, candidate in found if edits == least]

    def _close(self, query: Query, candidate: Candidate) -> bool:
        """Whether order and family, where given, do not both speak against a near name."""
        if query.context is NO_CONTEXT:
            return True
        taxon = self.index.taxa[candidate.taxon_id]
        agree = [
            higher_agree(query.context[_ORDER_AT], taxon["order"]),
            higher_agree(query.context[_FAMILY], taxon["family"]),
        ]
        return True in agree or False not in agree

    def _context(self, query: Query, entry: Entry) -> bool | None:
        """Whether kingdom, class and rank, where known, agree; family only confirms."""
        if query.context is NO_CONTEXT and not query.rank:
            return None
        taxon = self.index.taxa[entry.taxon_id]
        agree = [
            higher_agree(query.context[CONTEXT.index(level)], taxon[level])
            for level in ("kingdom", "class")
        ]
        if query.rank and taxon["rank"]:
            agree.append(_same_level(query.rank, taxon["rank"], entry))
        if False in agree:
            return False
        family = higher_agree(query.context[_FAMILY], taxon["family"])
        return True if True in agree or family else None

    # what no rule found ----------------------------------------------------------------------

    def know_genera(self, genera: Iterable[str]) -> None:
        """Look up which genera of the list are one edit from each genus that it does not know."""
        unknown = {genus for genus in genera if genus and genus not in self.index.genera}
        self._near_genera = self.index.neighbours.find_groups(unknown)

    def without(self, query: Query, blocked: list[Candidate]) -> Answer:
        """Return the answer where no rule found a candidate that the context allows."""
        if not query.name:
            return self._unread(query)
        higher = self._higher(query)
        label = self.index.label
        if blocked:
            return Answer(
                MatchStatus.CONTEXT_DIFFERS,
                (*blocked, *higher),
                f"{label} has {blocked[0].entry_name}, but in another kingdom, class or "
                "rank than asked for.",
            )
        if higher:
            return Answer(MatchStatus.HIGHER_TAXON, tuple(higher), higher[0].evidence)
        return Answer(MatchStatus.NOT_FOUND, (), f"No name of {label} is {query.name} or near it.")

    def _unread(self, query: Query) -> Answer:
        same = self._entries(query, canonical(query.verbatim), Rule.EXACT_NAME, "")
        if query.verbatim.strip() and same:
            return self.decide(query._replace(problems=()), same)
        higher = self._higher(query) if query.genus else []
        why = ", ".join(p.replace("_", " ") for p in query.problems)
        status = MatchStatus.UNCERTAIN_NAME if higher else MatchStatus.NOT_A_NAME
        return Answer(status, tuple(higher), f"The string holds no single name ({why}).")

    def _higher(self, query: Query) -> list[Candidate]:
        """The lowest higher taxon of the name, or of what the caller says, that the list holds."""
        options = [query.genus] if query.genus != query.name else []
        family = self.index.family_of(query.genus)
        options += [query.context[_FAMILY] or family, *reversed(query.context[2:4])]
        for option in options:
            name = canonical(option.replace(",", " ").split()[0]) if option.split() else ""
            if name not in self.index.by_name:
                continue
            found = [
                candidate._replace(
                    rule=Rule.NONE,
                    sure=False,
                    authors=AuthorshipAgreement.UNKNOWN,
                    evidence=f"{query.name or query.verbatim} is not in {self.index.label}; "
                    f"{name} is.",
                )
                for candidate in self._entries(query._replace(rank=""), name, Rule.NONE, "")
                if candidate.context is not False
            ]
            if found:
                return found
        return self._near_genus(query)

    def _near_genus(self, query: Query) -> list[Candidate]:
        """A genus one edit away, where more than a genus was asked for and the list knows none."""
        hits = self._near_genera.get(query.genus, ())
        alone = query.name == query.genus and not {"rank_only", "uncertain"} & set(query.problems)
        if not hits or alone:
            return []
        found = [
            (edits, candidate._replace(sure=False, authors=AuthorshipAgreement.UNKNOWN))
            for name, edits in hits
            for candidate in self._entries(
                query._replace(rank=""),
                name,
                Rule.FUZZY,
                f"{query.verbatim} is not in {self.index.label}; its genus is "
                f"{_edits(edits)} from {name}",
            )
            if candidate.context is not False
        ]
        least = min((edits for edits, _ in found), default=0)
        return [candidate for edits, candidate in found if edits == least]

    # what to make of candidates --------------------------------------------------------------

    def decide(self, query: Query, found: list[Candidate]) -> Answer:
        """Return the answer of a rule that found candidates."""
        # a name that the list uses comes before one it files elsewhere, an equal author before all
        ranked = sorted(found, key=_preference) if len(found) > 1 else found
        best = ranked[0]
        if best.authors is AuthorshipAgreement.DIFFERENT:
            return Answer(MatchStatus.AUTHOR_DIFFERS, tuple(ranked), best.evidence)
        if problems := _doubts(query):
            why = " and ".join(sorted(p.replace("_", " ") for p in problems))
            return Answer(
                MatchStatus.UNCERTAIN_NAME,
                tuple(ranked),
                f"The string itself is not certain ({why}). {best.evidence}",
            )
        if best.rule not in _TRUSTED or not best.sure:
            return Answer(MatchStatus.PROPOSED, tuple(ranked), best.evidence)
        rivals = _rivals(ranked)
        if len(rivals) > 1:
            taxa = ", ".join(sorted(self.index.taxa[i]["name"] for i in rivals))
            return Answer(
                MatchStatus.AMBIGUOUS,
                tuple(ranked),
                f"{self.index.label} has several taxa of the name {best.entry_name}: {taxa}.",
            )
        return Answer(MatchStatus.MATCHED, tuple(ranked), best.evidence)


def _preference(candidate: Candidate) -> tuple[object, ...]:
    return (
        _ORDER[candidate.authors],
        not candidate.sure,
        candidate.kind != "accepted",
        candidate.context is not True,
        candidate.same_family is not True,
        not candidate.same_rank,
        candidate.entry_name,
        candidate.taxon_id,
    )


def _doubts(query: Query) -> set[str]:
    """Return the problems of a string for which no answer is sure."""
    problems = _UNCERTAIN.intersection(query.problems)
    if "rank_only" in query.problems and not any(q.startswith("spp") for q in query.qualifiers):
        problems = problems | {"rank_only"}
    return problems


def _rivals(ranked: Sequence[Candidate]) -> set[str]:
    """Return the taxa that speak for themselves as well as the first does."""
    best = ranked[0]
    first = [c for c in ranked if c.authors is best.authors and c.sure]
    if best.kind == "accepted":
        first = [c for c in first if c.kind == "accepted"]
    return {
        c.taxon_id
        for c in first
        if (c.context, c.same_family, c.same_rank)
        == (best.context, best.same_family, best.same_rank)
    }


def _same_level(asked: str, found: str, entry: Entry) -> bool | None:
    """Whether two ranks lie on one side of the species; a synonym may be of another rank."""
    lower = {"species", "subspecies", "variety", "form", "spp"}
    is_lower = found in lower if entry.is_accepted else " " in entry.name
    if (asked in lower) != is_lower:
        return False
    if not entry.is_accepted:
        return None
    return None if asked != found else True
