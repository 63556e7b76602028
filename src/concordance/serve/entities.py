"""Entities: a taxon of a list, or a name that is not in the list but has an answer.

Ids are ``<key>:<taxon>`` for a taxon and ``<key>:<status>:<name>`` for such a name; a ``covered``
name has the id of its genus, ``<key>:covered:<genus>``, if the genus decides the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import quote, unquote

from concordance.codes import MatchStatus, Rule
from concordance.matching.genus import unknown
from concordance.matching.listed import Listed, listed_taxon
from concordance.matching.query import CONTEXT, NO_CONTEXT, Query
from concordance.names import canonical
from concordance.records import Taxon
from concordance.serve.matches import Match, Matches, NameAsked, WarmList

#: statuses of names that may not be a taxon of the list
ANSWERED: Final = (MatchStatus.COVERED, MatchStatus.LISTED_IN_PART, MatchStatus.EXCLUDED)
_RANK: Final = "rank"
#: characters that stay as they are in an id
_PLAIN: Final = " ×"


class Entity(NamedTuple):
    """The entity that an id identifies.

    Attributes
    ----------
    entity_id : str
    of : WarmList
    name : str
        Name of the taxon, or the name or genus that the answer is about.
    taxon : Taxon or None
        None for a name that is not a taxon of the list.
    status : str
        Status of such a name; blank for a taxon.
    asked : NameAsked
        The query that gives the same answer again.
    today : str
        Id of the taxon on the list's own day, if `entity_id` is for another day.
    """

    entity_id: str
    of: WarmList
    name: str
    taxon: Taxon | None
    status: str
    asked: NameAsked
    today: str = ""

    @property
    def taxon_of_today(self) -> str:
        """Id under which its partners, common names and range are recorded."""
        return self.today or self.entity_id

    @property
    def is_genus(self) -> bool:
        """Whether it stands for all names in a genus that are not in the list."""
        return self.taxon is None and self.status == MatchStatus.COVERED and " " not in self.name


def taxon_entity(of: WarmList, taxon_id: str) -> str:
    """Return the entity id of a taxon of a list."""
    return taxon_id if taxon_id.startswith(f"{of.key}:") else f"{of.key}:{taxon_id}"


def own_entity(of: WarmList, asked: NameAsked, matches: Matches) -> str:
    """Return the id of a name that is not a taxon of the list but has an answer; else blank."""
    best = matches[0]
    if best.status not in ANSWERED:
        return ""
    if best.status != MatchStatus.COVERED and best.taxon_id and best.rule != Rule.NONE:
        return ""
    for name, known in _shorter(asked, best.status):
        if best.listing == _listing(of, best.status, name, known):
            return name_entity(of.key, best.status, name, known)
    return name_entity(of.key, best.status, asked.name, asked)


def _shorter(asked: NameAsked, status: str) -> Iterator[tuple[str, NameAsked]]:
    """Names and contexts that may be enough to decide the answer, shortest first."""
    bare = NameAsked(asked.name)
    if status != MatchStatus.COVERED:
        yield asked.name, bare
        return
    if words := canonical(asked.name).split():
        yield words[0], bare
        yield words[0], asked
    yield asked.name, bare


def name_entity(key: str, status: str, name: str, asked: NameAsked) -> str:
    """Return the id of a name that is not a taxon of the list, with its rank and context."""
    known = dict(zip(CONTEXT, asked.context, strict=True)) | {_RANK: asked.rank}
    parts = [f";{field}={quote(value, safe=_PLAIN)}" for field, value in known.items() if value]
    return f"{key}:{status}:{quote(name, safe=_PLAIN)}{''.join(parts)}"


def _listing(of: WarmList, status: str, name: str, asked: NameAsked) -> tuple[str | None, ...]:
    if status == MatchStatus.COVERED and " " not in name:
        return genus_listing(of, name, asked.context).cells
    again = NameAsked(name, "", asked.rank, asked.context)
    return of.match([again])[0][0].listing


def genus_listing(of: WarmList, genus: str, context: tuple[str, ...]) -> Listed:
    """Return the listing of those names in a genus that are not in the list."""
    known: dict[object, Listed] = of.index.once(dict, "served genera")
    if (genus, context) not in known:
        if len(known) > 10_000:
            known.clear()
        query = Query(genus, f"{genus} sp.", genus, "", "", "", context, ())
        known[genus, context] = unknown(query, (), of.index).listed
    return known[genus, context]


def read_entity(of: WarmList, entity_id: str) -> Entity | None:
    """Return the entity that an id of a list identifies; None if it identifies none.

    Parameters
    ----------
    of : WarmList
    entity_id : str

    Returns
    -------
    Entity or None
    """
    key, _, rest = entity_id.partition(":")
    if key != of.key:
        return None
    taxon = of.index.taxa.get(entity_id) or of.index.taxa.get(rest)
    if taxon is not None:
        context = (taxon.kingdom, "", taxon.class_, taxon.order, taxon.family, "")
        asked = NameAsked(taxon.name, taxon.authorship, taxon.rank, context)
        return Entity(entity_id, of, taxon.name, taxon, "", asked)
    status, _, written = rest.partition(":")
    if status not in ANSWERED or not written:
        return None
    name, *parts = (unquote(part) for part in written.split(";"))
    known = dict(part.split("=", 1) for part in parts if "=" in part)
    above = tuple(known.get(level, "") for level in CONTEXT) if known else NO_CONTEXT
    asked = NameAsked(name, "", known.get(_RANK, ""), above)
    return Entity(entity_id, of, name, None, status, asked)


def answer_of(entity: Entity) -> Match:
    """Return the answer of the entity's own list for it."""
    of, asked = entity.of, entity.asked
    if entity.is_genus:
        listed = genus_listing(of, entity.name, asked.context).cells
        words = f"Names of the genus {entity.name} that {of.label} does not have."
        return name_answer(entity.name, entity.status, words, listed)
    matches = of.match([asked])[0]
    if entity.taxon is None:
        best = matches[0]
        return name_answer(entity.name, best.status, best.evidence, best.listing)
    own = [match for match in matches if match.taxon_id == entity.taxon.taxon_id]
    if own:
        return own[0]
    listed = listed_taxon(entity.taxon, of.index).cells  # its name leads to another taxon first
    return name_answer(entity.name, MatchStatus.MATCHED, f"{of.label} has {entity.name}.", listed)


def name_answer(name: str, status: str, words: str, listing: tuple[str | None, ...]) -> Match:
    """Return the answer for a name as a row without a candidate."""
    blank = (None,) * 8
    return Match._make((name, *blank, words, 0, status, *listing, *(None,) * 5))
