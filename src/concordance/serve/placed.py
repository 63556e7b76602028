"""The candidates for a name on a given day or from a given country, and their entities."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from concordance.codes import MatchStatus
from concordance.serve.candidates import Candidate, candidates, words
from concordance.serve.dated import Placed, dated, placed_id, taken_apart
from concordance.serve.entities import (
    Entity,
    name_answer,
    name_entity,
    read_entity,
    taxon_entity,
)
from concordance.serve.matches import Match, Matches, NameAsked, WarmList

#: statuses of a name whose taxon is certain; the country decides which part of it is meant
_KNOWN: Final = frozenset({MatchStatus.MATCHED, MatchStatus.LISTED_IN_PART})


def placed_candidates(of: WarmList, asked: NameAsked, placed: Placed) -> list[Candidate]:
    """Return the candidates of a list for a name on a given day, from a given country.

    Parameters
    ----------
    of : WarmList
    asked : NameAsked
    placed : Placed
        The answer of the list.

    Returns
    -------
    list of Candidate
        Those of each spell that the date touches. A candidate is a match only if it is in all
        those spells and the answer is ``matched``.
    """
    plain = asked.anywhere
    by_taxon: dict[str, Candidate] = {}
    sure: list[str] = []
    for one in placed.lists or (of,):
        matches = one.match([plain])[0]
        known = _with_rows(candidates(one, plain, matches), matches)
        here: dict[str, Candidate] = {}
        for place, (candidate, row) in enumerate(known):
            shown = _as_placed(row, placed, is_first=place == 0)
            then = _placed(of, asked, candidate, shown)
            # two taxa on that day may be one taxon today
            here[then.entity_id if then.taxon in here else then.taxon] = then
            is_known = row.status in _KNOWN and candidate.name == row.name
            sure += [then.taxon] if place == 0 and is_known else []
        by_taxon |= here  # if renamed during the year, the last name is used
    is_sure = placed.given.status == MatchStatus.MATCHED and len(sure) == len(placed.lists)
    match = sure[0] if is_sure and len(set(sure)) == 1 else None
    ordered = sorted(by_taxon.items(), key=lambda item: item[0] != match)
    return [one._replace(match=key == match) for key, one in ordered]


def _with_rows(known: list[Candidate], matches: Matches) -> Iterator[tuple[Candidate, Match]]:
    """The candidates, each with its row; a name without a taxon gets the best row."""
    rows = [match for match in matches if match.taxon_id is not None]
    return zip(known, [*matches[: len(known) - len(rows)], *rows], strict=True)


def _as_placed(row: Match, placed: Placed, *, is_first: bool) -> Match:
    """A row with the status and listing for the day and country."""
    appendix, listed_as, listed_how, scope, listed_from = placed.given.listed.cells
    return row._replace(
        status=placed.given.status,
        appendix=appendix,
        listed_as=listed_as,
        listed_how=listed_how,
        scope=scope,
        listed_from=listed_from,
        evidence=placed.evidence if is_first else row.evidence,
    )


def _placed(of: WarmList, asked: NameAsked, candidate: Candidate, row: Match) -> Candidate:
    is_taxon = row.taxon_id is not None and candidate.name == row.name
    entity_id = candidate.entity_id
    if not is_taxon:
        status = entity_id.split(":", 2)[1]
        entity_id = name_entity(of.key, status, asked.name, asked)
    return candidate._replace(
        entity_id=placed_id(entity_id, asked),
        description=words(of, row),
        today=_today(of, candidate.name, row.rank or "") if is_taxon else "",
    )


def _today(of: WarmList, name: str, rank: str) -> str:
    """The id on the list's own day of a taxon named on another day; blank if not certain."""
    best = of.match([NameAsked(name, rank=rank)])[0][0]
    if best.status != MatchStatus.MATCHED or best.taxon_id is None:
        return ""
    return taxon_entity(of, best.taxon_id)


# ---------------------------------------------------------------------------------------------
# ids


def entity_of(of: WarmList, entity_id: str) -> Entity | None:
    """Return the entity that an id identifies, with or without a day; None if it identifies none.

    Parameters
    ----------
    of : WarmList
    entity_id : str

    Returns
    -------
    Entity or None
    """
    entity = read_entity(of, entity_id)
    bare, date, country = taken_apart(entity_id)
    if not (date or country) or (entity is not None and entity.taxon is not None):
        return entity
    then = (read_entity(one, bare) for one in dated(of).on(date))
    entity = next((one for one in then if one is not None), None)
    if entity is None:
        return None
    asked = entity.asked
    if entity.taxon is not None:  # its order or family may differ between the two days
        kingdom, _, class_, *_ = asked.context
        asked = NameAsked(asked.name, "", asked.rank, (kingdom, "", class_, "", "", ""))
    asked = asked._replace(date=date, country=country)
    today = _today(of, entity.name, asked.rank) if entity.taxon is not None else ""
    return entity._replace(entity_id=entity_id, of=of, asked=asked, today=today)


def placed_answer(of: WarmList, entity: Entity) -> Match:
    """Return the answer of a list for an entity on its day, from its country."""
    placed = dated(of).answers([entity.asked])[0]
    given = placed.given
    cells = given.listed.cells
    return name_answer(entity.name, given.status, placed.evidence, cells)._replace(name=given.name)
