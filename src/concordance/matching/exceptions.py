"""Names that an entry or the law excepts, themselves or with a group to which they belong.

An exception is a denial, so it reaches no further than its words. The excepted name may be that of
a taxon in another entry ("except *Psephotus dissimilis*", which is in Appendix I by a newer name):
an unknown subspecies of it then belongs to that entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rapidfuzz.distance import OSA

from concordance.checklist_parts import Place
from concordance.codes import MatchStatus, Relation, Rule
from concordance.matching.answer import Answer, enumerated
from concordance.matching.candidates import Candidate, named
from concordance.matching.context import higher_agree
from concordance.matching.edits import MOST_EDITS
from concordance.matching.group_names import of_group, proviso
from concordance.matching.index import ListIndex
from concordance.matching.listed import listed_species, listed_taxon
from concordance.matching.query import CONTEXT, Query

_KINGDOM: Final = CONTEXT.index("kingdom")
_FAMILY: Final = CONTEXT.index("family")
_ORDER: Final = CONTEXT.index("order")
#: a sentence names at most this many entries
_MOST_NAMED: Final = 4


def outside(query: Query, index: ListIndex) -> Answer | None:
    """Return the answer for a name that an entry excepts or does not cover; else None."""
    for name in _upwards(query):
        if name in index.exceptions and name not in index.appendices:
            return _excepted(query, name, index)
    if excepted := _all_of_genus(query.name, index):
        words = f"{_clause(excepted, index)}, the only species of {query.name} known in the package"
        return Answer(MatchStatus.EXCLUDED, (), f"{words}.")
    beyond = index.outside.get(query.name)
    if beyond is None or higher_agree(query.context[_KINGDOM], beyond.kingdom) is False:
        return None
    if beyond.entry not in index.appendices:
        if beyond.entry:
            return None
        words = f"No {index.label} entry covers {query.name}: {beyond.reason}."
        return Answer(MatchStatus.NOT_FOUND, (), words)
    entry = f"{index.label} {index.appendices[beyond.entry]} entry {beyond.entry}"
    words = f"The {entry} does not cover {query.name}: {beyond.reason}."
    return Answer(MatchStatus.EXCLUDED, (), words)


def _all_of_genus(name: str, index: ListIndex) -> str:
    """The excepted species that is the only one of a genus; blank if there is none."""
    species = {index.taxa[taxon_id].name for taxon_id in index.genera.get(name, ())}
    is_excepted = species <= index.exceptions.keys() - index.appendices.keys()
    return species.pop() if len(species) == 1 and is_excepted else ""


def exception_words(name: str, index: ListIndex) -> str:
    """Return, as a sentence, which entry excepts a name."""
    return f"{_clause(name, index)}."


def _clause(name: str, index: ListIndex) -> str:
    entry = index.exceptions[name]
    return f"The {index.label} {entry.appendix} entry {entry.taxon} excepts {name}"


def _upwards(query: Query) -> Iterator[str]:
    """Yield the name, the taxa that its first words name, and its genus."""
    words = query.name.split()
    for length in range(len(words), 1, -1):
        yield " ".join(words[:length])
    yield query.genus


# ---------------------------------------------------------------------------------------------
# excepted species


def _excepted(query: Query, name: str, index: ListIndex) -> Answer:
    """The answer for an excepted name, or for an unknown part of its taxon."""
    plain = Answer(MatchStatus.EXCLUDED, (), exception_words(name, index))
    if inside := of_group(query, (), index):
        return inside._replace(evidence=f"{inside.evidence} {plain.evidence}")
    if name == query.name or " " not in name:
        return plain
    return _in_other_entry(query, name, index) or _near_part(query, name, index) or plain


def _in_other_entry(query: Query, name: str, index: ListIndex) -> Answer | None:
    """The answer for an unknown part of a taxon that another entry covers by another name."""
    owner = index.exceptions[name].taxon
    candidates = tuple(
        c._replace(reason=f"{query.name} is not in the list as such; {name} is", sure=False)
        for c in named(query._replace(rank="", authorship=""), name, index, Rule.RANK_SHIFT)
        if c.context is not False
        and not c.indexed.use.is_accepted
        and c.indexed.taxon.name != owner
        and listed_taxon(c.indexed.taxon, index).appendix
    )
    if not candidates:
        return None
    taxon = candidates[0].indexed.taxon
    concepts = {Relation.CONGRUENT, Relation.INCLUDES}
    if len({c.taxon_id for c in candidates}) > 1 or candidates[0].indexed.concept not in concepts:
        words = f"{index.label} uses the name {name} for {_in_appendices(candidates, index)}"
        return Answer(
            MatchStatus.PROPOSED, candidates, f"{words}; check which one {query.name} belongs to."
        )
    cells = listed_species(taxon, index)
    entries = (cells.listed_as or "").split("|")
    belongs = "belongs" if taxon.name in entries else f"belongs as {taxon.name}"
    return Answer(
        MatchStatus.COVERED,
        candidates,
        f"Covered by the {index.label} {cells.appendix} entry {', '.join(entries)}, to which "
        f"{name} {belongs}{max((proviso(entry, index) for entry in entries), key=len)}.",
        cells,
    )


def _near_part(query: Query, name: str, index: ListIndex) -> Answer | None:
    """The answer for a name that is similar to a listed subspecies of an excepted species."""
    near = tuple(
        candidate._replace(sure=False)
        for other in index.by_genus.get(query.genus, ())
        if other.startswith(f"{name} ")
        and OSA.distance(query.name, other, score_cutoff=MOST_EDITS) <= MOST_EDITS
        for candidate in named(
            query, other, index, Rule.FUZZY, f"{query.name} is similar to {other}"
        )
        if candidate.context is not False and listed_taxon(candidate.indexed.taxon, index).appendix
    )
    if not near:
        return None
    words = f"{_clause(name, index)}, but {query.name} is similar to {near[0].indexed.use.name}"
    return Answer(MatchStatus.PROPOSED, near, f"{words}: {_in_appendices(near, index)}.", near=near)


def _in_appendices(candidates: Sequence[Candidate], index: ListIndex) -> str:
    taxa = {c.taxon_id: c.indexed.taxon for c in candidates}.values()
    return ", ".join(
        f"{taxon.name} ({listed_taxon(taxon, index).appendix or 'not listed'})" for taxon in taxa
    )


# ---------------------------------------------------------------------------------------------
# excepted groups


def in_excepted_group(
    query: Query, places: Sequence[Place], group: str, index: ListIndex
) -> Answer | None:
    """Return the answer for a name in a family or order that the entry above it excepts.

    Parameters
    ----------
    query : Query
        A name without a taxon in the list.
    places : sequence of Place
        The possible placements of its genus; if there are none, the family and order given count.
    group : str
        The lowest group with an entry that may cover it; blank if there is none.
    index : ListIndex

    Returns
    -------
    Answer or None
        ``excluded``; ``proposed`` if species of its genus have entries of their own.
    """
    given = (query.context[_FAMILY], query.context[_ORDER])
    lines = [(place.family, place.order) for place in places] or [given]
    excepted = {_excepted_above(line, group, index) for line in lines}
    if len(excepted) != 1 or "" in excepted:
        return None
    (name,) = excepted
    words = f"{_clause(name, index)}, to which the genus {query.genus} belongs"
    own = [entry for taxon in index.by_genus.get(query.genus, ()) for entry in
           index.entries.get(taxon, ())]  # fmt: skip
    if not own:
        return Answer(MatchStatus.EXCLUDED, (), f"{words}.")
    names = [f"{entry.taxon} ({entry.appendix})" for entry in own]
    candidates = tuple(
        candidate._replace(sure=False)
        for entry in own
        for candidate in named(
            query._replace(rank="", authorship=""), entry.taxon, index, Rule.NONE, words
        )
    )
    return Answer(
        MatchStatus.PROPOSED,
        candidates,
        f"{words}; separate entries: {enumerated(names, _MOST_NAMED)}: check that {query.name} is "
        "not one of them.",
        near=candidates,
    )


def _excepted_above(line: Sequence[str], group: str, index: ListIndex) -> str:
    """The family or order of a genus that the entry for a group above it excepts, or blank."""
    for name in line:
        entry = index.exceptions.get(name)
        if entry is None or name in index.appendices:
            continue
        if group in ("", entry.taxon) and name != entry.taxon:
            return name
    return ""
