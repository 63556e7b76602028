"""Names of a user looked up in one list: every candidate kept, nothing chosen in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import pandas as pd
import pyarrow as pa
from rapidfuzz.distance import OSA

from concordance.checklist import Checklist
from concordance.errors import ConcordanceError
from concordance.matching.index import Entry, ListIndex, last_epithet
from concordance.matching.rules import (
    STRENGTH,
    Transfer,
    genus_transfer,
    higher_agree,
    synonym_rule,
)
from concordance.names import (
    AuthorshipAgreement,
    canonical,
    coarse,
    compare_authorship,
    gender_form,
    orthographic,
    parse_names,
)
from concordance.schema import (
    MATCH_DETAILS,
    MATCHES,
    MatchStatus,
    Relation,
    Rule,
    cells,
    to_frame,
)

#: higher taxa that a caller may give for a name, widest first
CONTEXT: Final = ("kingdom", "phylum", "class", "order", "family", "genus")
#: rules whose answer stands without a person
_TRUSTED: Final = frozenset(
    {
        Rule.EXACT, Rule.EXACT_NAME, Rule.ORTHOGRAPHIC, Rule.GENDER, Rule.SYNONYM_CITES,
        Rule.SYNONYM_CMS, Rule.SYNONYM, Rule.GENUS_TRANSFER,
    }
)  # fmt: skip
#: problems of the string that make any answer uncertain
_UNCERTAIN: Final = {"uncertain", "abbreviated_genus", "mixed_script", "hybrid_formula"}
_LEVELS: Final = {"uninomial": 1, "species": 2}


@dataclass(frozen=True, slots=True)
class Query:
    """One name asked for, with what is known of it."""

    verbatim: str
    name: str
    genus: str
    authorship: str
    rank: str
    read_as: str
    context: tuple[str, ...]
    problems: tuple[str, ...]
    qualifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
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


@dataclass(frozen=True, slots=True)
class Answer:
    """All candidates of one query, the best first, and what to make of them."""

    status: MatchStatus
    candidates: tuple[Candidate, ...]
    why: str


def match_names(
    names: Any,
    checklist: Checklist,
    *,
    authorships: Iterable[object] | None = None,
    ranks: Iterable[object] | None = None,
    classes: Iterable[object] | None = None,
    context: pd.DataFrame | None = None,
    how: Literal["best", "all"] = "best",
    backend: str = "own",
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Return the taxon of a list that each name means, or why that is not sure.

    Parameters
    ----------
    names : Series, Index, list, Arrow array or any iterable of str, length n
        Verbatim names, with or without author. What is no string is a missing name.
    checklist : Checklist
        The list to look in.
    authorships, ranks, classes : iterable of str, length n, optional
        What is known of each name; blank or missing where it is not. An authorship given here
        replaces one in the string.
    context : pandas.DataFrame with n rows, optional
        Columns among ``kingdom phylum class order family genus``.
    how : {"best", "all"}
        ``best``: one row a name. ``all``: a row per candidate (and one for a name without any),
        with columns for each part of the evidence.
    backend : {"own", "gbif"}
        The parser, see `concordance.names.parse`.
    progress : callable, optional
        Called with (names done, names in all) from time to time.

    Returns
    -------
    pandas.DataFrame
        Arrow-backed, columns `schema.MATCHES` (and `schema.MATCH_DETAILS` with ``all``). With
        ``best``, the length, order and index of the input; ``taxon_id`` is null unless ``status``
        is ``matched``, and ``evidence`` says why. With ``all``, the index repeats the input's.

    Raises
    ------
    ConcordanceError
        If a column has another length than the names, or ``how`` is neither.

    References
    ----------
    ICZN Articles 31, 34, 50-53, 57 and 58.

    Examples
    --------
    >>> from concordance import load_cms
    >>> found = match_names(["Uncia uncia", "Panthera uncia", "Pardosa moesta"], load_cms())
    >>> found[["name", "rule", "status"]].values.tolist()[0]
    ['Uncia uncia', 'exact_name', 'matched']
    >>> found["status"].tolist()[1:]
    ['matched', 'not_found']
    """
    if how not in ("best", "all"):
        raise ConcordanceError(f"how is {how!r}; expected 'best' or 'all'")
    values, index = _values(names)
    queries = _queries(values, authorships, ranks, classes, context, backend)
    engine = _Engine(checklist.once(ListIndex))
    answers: dict[Query, Answer] = {}
    for done, query in enumerate(queries):
        if query not in answers:
            answers[query] = engine.answer(query)
        if progress is not None and done % 1000 == 0:
            progress(done, len(queries))
    if progress is not None:
        progress(len(queries), len(queries))
    return _frame(queries, [answers[q] for q in queries], engine.index, index, how)


# ---------------------------------------------------------------------------------------------
# the names asked for


def _values(names: Any) -> tuple[list[object], pd.Index[Any]]:
    if isinstance(names, pd.DataFrame):
        raise ConcordanceError(
            f"names is a DataFrame with columns {', '.join(map(str, names.columns))}; "
            "give the column that holds the names, for example frame['name']"
        )
    if isinstance(names, pd.Series):
        return cells(names), names.index
    if isinstance(names, pd.Index):
        return cells(names.to_series()), pd.RangeIndex(len(names))
    if isinstance(names, (pa.Array, pa.ChunkedArray)):
        values = names.to_pylist()
    elif isinstance(names, str):
        raise ConcordanceError("names is one string; give a list: [name]")
    else:
        values = list(names)
    return values, pd.RangeIndex(len(values))


def _texts(values: Iterable[object] | None, n: int, what: str) -> list[str]:
    if values is None:
        return [""] * n
    if isinstance(values, pd.Series):
        values = cells(values)
    texts = [v if isinstance(v, str) else "" for v in values]
    if len(texts) != n:
        raise ConcordanceError(f"{what} has {len(texts)} values for {n} names; give one for each")
    return texts


def _queries(
    values: Sequence[object],
    authorships: Iterable[object] | None,
    ranks: Iterable[object] | None,
    classes: Iterable[object] | None,
    context: pd.DataFrame | None,
    backend: str,
) -> list[Query]:
    n = len(values)
    given = _texts(authorships, n, "authorships")
    rank = _texts(ranks, n, "ranks")
    columns = [
        _texts(
            classes
            if level == "class" and classes is not None
            else context[level]
            if context is not None and level in context.columns
            else None,
            n,
            "classes" if level == "class" and classes is not None else f"context column {level}",
        )
        for level in CONTEXT
    ]
    around = list(zip(*columns, strict=True)) if n else []
    read = parse_names(values, backend=backend)
    parts = [cells(read[c]) for c in ("verbatim", "canonical", "authorship", "problems")]
    qualifiers = cells(read["qualifiers"])
    genera, read_as = cells(read["genus"]), cells(read["rank"])
    found = []
    for i, (verbatim, name, author, problems) in enumerate(zip(*parts, strict=True)):
        genus = genera[i]
        if genus.endswith(".") and around[i][5].startswith(genus[:-1]):
            # the caller says which genus "P." is
            genus = canonical(around[i][5])
            name = f"{genus} {name.split(maxsplit=1)[1]}"
            problems = problems.replace("abbreviated_genus", "").strip("|")
        found.append(
            Query(
                verbatim=verbatim,
                name=name,
                genus=genus,
                authorship=given[i] or author,
                rank=rank[i].strip().lower(),
                read_as=read_as[i],
                context=around[i],
                problems=tuple(p for p in problems.split("|") if p),
                qualifiers=tuple(q for q in qualifiers[i].split("|") if q),
            )
        )
    return found


# ---------------------------------------------------------------------------------------------
# the cascade


def _edits(number: int) -> str:
    return f"{number} edit" if number == 1 else f"{number} edits"


class _Engine:
    """The rules in order; the first that finds anything ends the search."""

    def __init__(self, index: ListIndex) -> None:
        self.index = index
        self.synonym = synonym_rule(index.key)

    def answer(self, query: Query) -> Answer:
        """Return what the list knows of one name."""
        if not query.name:
            return self._unread(query)
        blocked: list[Candidate] = []
        for step in (
            self._exact,
            self._orthographic,
            self._gender,
            self._transfers,
            self._rank_shift,
            self._fuzzy,
        ):
            candidates = step(query)
            kept = [c for c in candidates if c.context is not False]
            blocked += [c for c in candidates if c.context is False]
            if kept:
                return self._decide(query, kept)
        higher = self._higher(query)
        if blocked:
            return Answer(
                MatchStatus.CONTEXT_DIFFERS,
                (*blocked, *higher),
                f"{self.index.label} has {blocked[0].entry_name}, but in another kingdom, class or "
                "rank than asked for.",
            )
        if higher:
            return Answer(MatchStatus.HIGHER_TAXON, tuple(higher), higher[0].evidence)
        return Answer(
            MatchStatus.NOT_FOUND, (), f"No name of {self.index.label} is {query.name} or near it."
        )

    def _unread(self, query: Query) -> Answer:
        same = self._entries(query, canonical(query.verbatim), Rule.EXACT_NAME, "")
        if query.verbatim.strip() and same:
            return self._decide(replace(query, problems=()), same)
        higher = self._higher(query) if query.genus else []
        why = ", ".join(p.replace("_", " ") for p in query.problems)
        status = MatchStatus.UNCERTAIN_NAME if higher else MatchStatus.NOT_A_NAME
        return Answer(status, tuple(higher), f"The string holds no single name ({why}).")

    def _decide(self, query: Query, found: list[Candidate]) -> Answer:
        # a name that the list uses comes before one it files elsewhere, an equal author before all
        order = {"equal": 0, "unknown": 1, "different": 2}
        ranked = sorted(
            found,
            key=lambda c: (
                order[c.authors],
                not c.sure,
                c.kind != "accepted",
                c.context is not True,
                c.same_family is not True,
                not c.same_rank,
                c.entry_name,
                c.taxon_id,
            ),
        )
        best = ranked[0]
        label = self.index.label
        if best.authors is AuthorshipAgreement.DIFFERENT:
            return Answer(MatchStatus.AUTHOR_DIFFERS, tuple(ranked), best.evidence)
        first = [c for c in ranked if order[c.authors] == order[best.authors] and c.sure]
        if best.kind == "accepted" and best.rule in _TRUSTED:
            first = [c for c in first if c.kind == "accepted"]
        rivals = {
            c.taxon_id
            for c in first
            if (c.context, c.same_family, c.same_rank)
            == (best.context, best.same_family, best.same_rank)
        }
        problems = _UNCERTAIN.intersection(query.problems)
        if "rank_only" in query.problems and not any(q.startswith("spp") for q in query.qualifiers):
            problems = problems | {"rank_only"}
        if problems:
            why = " and ".join(sorted(p.replace("_", " ") for p in problems))
            return Answer(
                MatchStatus.UNCERTAIN_NAME,
                tuple(ranked),
                f"The string itself is not certain ({why}). {best.evidence}",
            )
        if best.rule not in _TRUSTED or not best.sure:
            return Answer(MatchStatus.PROPOSED, tuple(ranked), best.evidence)
        if len(rivals) > 1:
            taxa = ", ".join(sorted(self.index.taxa[i]["name"] for i in rivals))
            return Answer(
                MatchStatus.AMBIGUOUS,
                tuple(ranked),
                f"{label} has several taxa of the name {best.entry_name}: {taxa}.",
            )
        return Answer(MatchStatus.MATCHED, tuple(ranked), best.evidence)

    # rules -----------------------------------------------------------------------------------

    def _exact(self, query: Query) -> list[Candidate]:
        return self._entries(query, query.name, Rule.EXACT_NAME, "")

    def _orthographic(self, query: Query) -> list[Candidate]:
        names = self.index.by_orthographic.get(orthographic(query.name), ())
        return self._variants(query, names, Rule.ORTHOGRAPHIC, "alike by the rules of the Code")

    def _gender(self, query: Query) -> list[Candidate]:
        stem = self.index.by_gender.get(gender_form(query.name), ())
        names = [*stem, *(n for n in self.index.by_coarse.get(coarse(query.name), ())
                          if n not in stem)]  # fmt: skip
        return self._variants(query, names, Rule.GENDER, "the same but for the gender ending")

    def _variants(
        self, query: Query, names: Iterable[str], rule: Rule, why: str
    ) -> list[Candidate]:
        return [
            candidate
            for name in names
            for candidate in self._entries(query, name, rule, f"{query.name} and {name} are {why}")
        ]

    def _entries(self, query: Query, name: str, rule: Rule, why: str) -> list[Candidate]:
        """Candidates of the entries of one name of the list."""
        found = []
        for entry in self.index.by_name.get(name, ()):
            concept = self.index.concept(entry)
            if concept is None:
                continue
            authors = compare_authorship(query.authorship, entry.authorship)
            how = rule
            if rule is Rule.EXACT_NAME:
                how = Rule.EXACT if authors is AuthorshipAgreement.EQUAL else rule
                how = how if entry.is_accepted else self.synonym
            found.append(
                Candidate(
                    taxon_id=entry.taxon_id,
                    rule=how,
                    entry_name=entry.name,
                    kind=entry.kind,
                    evidence=self._sentence(query, entry, why, authors),
                    authors=authors,
                    context=self._context(query, entry),
                    same_family=higher_agree(
                        query.context[4], self.index.taxa[entry.taxon_id]["family"]
                    ),
                    same_rank=(query.rank or query.read_as)
                    == self.index.taxa[entry.taxon_id]["rank"],
                    sure=concept is not Relation.INCLUDED_IN and entry.kind != "pro_parte",
                )
            )
        return found

    def _sentence(self, query: Query, entry: Entry, why: str, authors: AuthorshipAgreement) -> str:
        label, accepted = self.index.label, self.index.taxa[entry.taxon_id]["name"]
        parts = [why] if why else []
        if entry.is_accepted:
            parts.append(f"{label} uses {entry.name}")
        else:
            kind = entry.kind.replace("_", " ") or "synonym"
            says = f" ({kind}{'; ' + entry.source if entry.source else ''})"
            parts.append(f"{label} files {entry.name} under {accepted}{says}")
        if authors is AuthorshipAgreement.DIFFERENT:
            parts.append(f"but by another author: {query.authorship} and {entry.authorship}")
        elif authors is AuthorshipAgreement.EQUAL:
            parts.append("the author is the same")
        return "; ".join(parts) + "."

    def _transfers(self, query: Query) -> list[Candidate]:
        if " " not in query.name or not query.authorship:
            return []
        family = query.context[4] or self.index.family_of(query.genus)
        found = []
        for name in self.index.by_epithet.get(last_epithet(query.name), ()):
            if name.split()[0] == query.genus:
                continue
            for entry in self.index.by_name[name]:
                concept = self.index.concept(entry)
                if concept is None or not entry.authorship:
                    continue
                same_family = higher_agree(family, self.index.taxa[entry.taxon_id]["family"])
                sure = genus_transfer(query.authorship, entry.authorship, same_family=same_family)
                if sure is Transfer.NO:
                    continue
                says = (
                    "" if sure is Transfer.SURE else ", as far as the authorships and families tell"
                )
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
                        sure=sure is Transfer.SURE and concept is not Relation.INCLUDED_IN,
                    )
                )
        return found

    def _rank_shift(self, query: Query) -> list[Candidate]:
        words = query.name.split()
        found: list[Candidate] = []
        if len(words) > 2:
            # the lowest name as a species comes first: it may be that the list raises it
            for name, why in (
                (f"{words[0]} {words[-1]}", "the list has a species of that epithet"),
                (" ".join(words[:-1]), "the list has the taxon it lies in"),
                (" ".join(words[:2]), "the list has the species it lies in"),
            ):
                found += self._moved(query, name, why)
        elif len(words) == 2:
            key = (words[0], last_epithet(query.name))
            for name in self.index.by_genus_and_epithet.get(key, ()):
                found += self._moved(query, name, "the list has it as a subspecies")
        return list({(c.taxon_id, c.entry_name): c for c in found}.values())

    def _moved(self, query: Query, name: str, why: str) -> list[Candidate]:
        return [
            replace(c, rule=Rule.RANK_SHIFT, authors=AuthorshipAgreement.UNKNOWN)
            for c in self._entries(
                replace(query, rank=""), name, Rule.RANK_SHIFT, f"{query.name} is not there; {why}"
            )
        ]

    def _fuzzy(self, query: Query) -> list[Candidate]:
        for name in dict.fromkeys([query.name, " ".join(query.name.split()[:2])]):
            found = [
                (edits, candidate)
                for other, edits in self.index.neighbours.find(name)
                for candidate in self._entries(
                    query,
                    other,
                    Rule.FUZZY,
                    f"{name} is {_edits(edits)} from {other}",
                )
                if candidate.context is not False
                and candidate.authors is not AuthorshipAgreement.DIFFERENT
                and self._close(query, candidate)
            ]
            if found:
                # the nearest of those that the context allows
                least = min(edits for edits, _ in found)
                return [replace(c, sure=False) for edits, c in found if edits == least]
        return []

    def _close(self, query: Query, candidate: Candidate) -> bool:
        """Whether order and family, where given, do not both speak against a near name."""
        taxon = self.index.taxa[candidate.taxon_id]
        agree = [
            higher_agree(query.context[CONTEXT.index(level)], taxon[level])
            for level in ("order", "family")
        ]
        return True in agree or False not in agree

    def _higher(self, query: Query) -> list[Candidate]:
        """The lowest higher taxon of the name, or of what the caller says, that the list holds."""
        words = query.name.split()
        options = [query.genus] if query.genus and len(words) != 1 else []
        family = self.index.family_of(query.genus)
        options += [query.context[4] or family, *reversed(query.context[2:4])]
        for option in options:
            name = canonical(option.replace(",", " ").split()[0]) if option.split() else ""
            found = [
                replace(
                    candidate,
                    rule=Rule.NONE,
                    sure=False,
                    authors=AuthorshipAgreement.UNKNOWN,
                    evidence=f"{query.name or query.verbatim} is not in {self.index.label}; "
                    f"{name} is.",
                )
                for candidate in self._entries(replace(query, rank=""), name, Rule.NONE, "")
                if candidate.context is not False
            ]
            if found:
                return found
        return self._near_genus(query)

    def _near_genus(self, query: Query) -> list[Candidate]:
        """A genus one edit away, where more than a genus was asked for and the list knows none."""
        alone = query.name == query.genus and not {"rank_only", "uncertain"} & set(query.problems)
        if not query.genus or alone or query.genus in self.index.genera:
            return []
        found = [
            (edits, replace(candidate, sure=False, authors=AuthorshipAgreement.UNKNOWN))
            for name, edits in self.index.neighbours.find_group(query.genus)
            for candidate in self._entries(
                replace(query, rank=""),
                name,
                Rule.FUZZY,
                f"{query.verbatim} is not in {self.index.label}; its genus is "
                f"{_edits(edits)} from {name}",
            )
            if candidate.context is not False
        ]
        least = min((edits for edits, _ in found), default=0)
        return [candidate for edits, candidate in found if edits == least]

    def _context(self, query: Query, entry: Entry) -> bool | None:
        """Whether kingdom, class and rank, where known, agree; family only confirms."""
        taxon = self.index.taxa[entry.taxon_id]
        agree = [
            higher_agree(query.context[CONTEXT.index(level)], taxon[level])
            for level in ("kingdom", "class")
        ]
        if query.rank and taxon["rank"]:
            agree.append(_same_level(query.rank, taxon["rank"], entry))
        if False in agree:
            return False
        family = higher_agree(query.context[4], taxon["family"])
        return True if True in agree or family else None


def _same_level(asked: str, found: str, entry: Entry) -> bool | None:
    """Whether two ranks lie on one side of the species; a synonym may be of another rank."""
    lower = {"species", "subspecies", "variety", "form", "spp"}
    is_lower = found in lower if entry.is_accepted else " " in entry.name
    if (asked in lower) != is_lower:
        return False
    if not entry.is_accepted:
        return None
    return None if asked != found else True


# ---------------------------------------------------------------------------------------------
# the table


def _frame(
    queries: Sequence[Query],
    answers: Sequence[Answer],
    index: ListIndex,
    labels: pd.Index[Any],
    how: str,
) -> pd.DataFrame:
    columns = MATCHES if how == "best" else MATCHES + MATCH_DETAILS
    data: dict[str, list[object]] = {c.name: [] for c in columns}
    places: list[int] = []
    for place, (query, answer) in enumerate(zip(queries, answers, strict=True)):
        sure = answer.status is MatchStatus.MATCHED
        shown: Sequence[Candidate | None] = answer.candidates or (None,)
        if how == "best":
            shown = (answer.candidates[0],) if sure else (None,)
        for candidate in shown:
            places.append(place)
            row = _row(query, answer, candidate, index)
            for column, cell in data.items():
                cell.append(row[column])
    frame = to_frame(data, columns)
    frame.index = labels if how == "best" else labels.take(places)
    return frame


def _row(
    query: Query, answer: Answer, candidate: Candidate | None, index: ListIndex
) -> dict[str, object]:
    taxon = index.taxa[candidate.taxon_id] if candidate else {}
    taxa = {c.taxon_id for c in answer.candidates}
    row: dict[str, object] = {
        "query": query.verbatim,
        "taxon_id": taxon.get("taxon_id"),
        "name": taxon.get("name"),
        "authorship": taxon.get("authorship") or None,
        "rank": taxon.get("rank"),
        "rule": None,
        "via": None,
        "edits": None,
        "score": None,
        "evidence": candidate.evidence if candidate else answer.why,
        "alternatives": max(len(taxa) - bool(candidate), 0),
        "status": answer.status.value,
        "authors": None,
        "context": None,
        "name_kind": None,
        "problems": "|".join(query.problems) or None,
    }
    if candidate:
        row |= {
            "rule": candidate.rule.value,
            "via": candidate.entry_name if candidate.entry_name != taxon["name"] else None,
            "edits": OSA.distance(query.name, canonical(candidate.entry_name)),
            "score": STRENGTH[candidate.rule],
            "authors": candidate.authors.value,
            "context": {True: "agrees", False: "differs", None: "unknown"}[candidate.context],
            "name_kind": candidate.kind or None,
        }
    return row
