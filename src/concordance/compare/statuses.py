"""The conservation status of the animal of a row, from any lists with categories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from concordance.beside import RedListed
from concordance.checklist import Checklist
from concordance.codes import Flag, MatchStatus
from concordance.compare.known import Asked, asked_names, names_of
from concordance.compare.red_list import Advice, Assessed, assess, is_red_list
from concordance.matching.lookup import match_names
from concordance.pairs import PairRow
from concordance.records import Status
from concordance.result_schema import higher
from concordance.schema import cells

_FLAGS: Final = {
    Advice.NAME_DIFFERS: Flag.RED_LIST_NAME_DIFFERS,
    Advice.STATUS_GAP: Flag.RED_LIST_STATUS_GAP,
}


class _Given(NamedTuple):
    """A status in a list for a row, and the name in that list."""

    status: Status
    name: str
    is_wider: bool


def red_listed(
    rows: Sequence[PairRow], lists: Sequence[Checklist], sides: tuple[Checklist, Checklist]
) -> list[RedListed | None]:
    """Return the conservation status of each row of a concordance.

    Parameters
    ----------
    rows : sequence of PairRow
    lists : sequence of Checklist
        Lists with categories; the first one with a category for a row is used.
    sides : pair of Checklist
        The left and the right list of the rows.

    Returns
    -------
    list of RedListed or None
        None for rows above species rank. A row is looked up under its accepted names, then under
        names that mean the same, then under names that contain it: its species, or a wider taxon
        on the other side or in a synonymy. The source states the name that was found.
    """
    names = sides[0].once(names_of), sides[1].once(names_of)
    asked = [asked_names(row, names) for row in rows]
    given = [_given(rows, asked, one) for one in lists]
    reds = [one for one in lists if is_red_list(one)]
    assessed = assess(rows, reds[0]) if reds else [None] * len(rows)
    return [
        _listed(row, assessment, list(zip(statuses, lists, strict=True)))
        if " " in row.sides_by_key[0].taxon.name
        else None
        for row, assessment, *statuses in zip(rows, assessed, *given, strict=True)
    ]


def _listed(
    row: PairRow,
    assessed: Assessed | None,
    given: Iterable[tuple[_Given | None, Checklist]],
) -> RedListed:
    first = next(((status, one) for status, one in given if status is not None), None)
    flags = assessed.advice if assessed else ()
    return RedListed(
        category=first[0].status.category if first else None,
        source=_source(row, *first) if first else "",
        red_list_category=assessed.category if assessed else None,
        red_list_name=assessed.name if assessed else None,
        flags=tuple(_FLAGS[advice] for advice in flags if advice in _FLAGS),
    )


def _source(row: PairRow, given: _Given, checklist: Checklist) -> str:
    """The list, the scheme of its categories, and the name if it differs."""
    source, scheme = checklist.source, given.status.scheme
    words = [f"{source.name}, {source.version}"]
    if not is_red_list(checklist):
        words.append(f"category of {scheme}")
    if given.is_wider:
        words.append(f"of {given.name}, which contains it")
    elif given.name != row.sides_by_key[0].taxon.name:
        words.append(f"as {given.name}")
    return "; ".join(words)


def _given(
    rows: Sequence[PairRow], asked: Sequence[Sequence[Asked]], checklist: Checklist
) -> list[_Given | None]:
    """The status of each row in a list, under the first of its names with a status there."""
    statuses = {status.taxon_id: status for status in checklist.records.statuses}
    classes = [higher(row, "class") or "" for row in rows]
    wanted = list(
        dict.fromkeys(
            (name.name, class_)
            for names, class_ in zip(asked, classes, strict=True)
            for name in names
            if " " in name.name
        )
    )
    taxa = _taxa_of(wanted, checklist)
    return [
        next(
            (
                _Given(statuses[taxon_id], there, name.is_wider)
                for name in names
                for taxon_id, there in (taxa.get((name.name, class_), ("", "")),)
                if taxon_id in statuses
            ),
            None,
        )
        for names, class_ in zip(asked, classes, strict=True)
    ]


def _taxa_of(
    wanted: Sequence[tuple[str, str]], checklist: Checklist
) -> Mapping[tuple[str, str], tuple[str, str]]:
    """Taxon and name in a list for names in a class, where the match is certain."""
    if not wanted:
        return {}
    answers = match_names(
        [name for name, _ in wanted], checklist, classes=[class_ for _, class_ in wanted]
    )
    columns = (cells(answers[c]) for c in ("status", "taxon_id", "name"))
    return {
        key: (taxon_id, there)
        for key, status, taxon_id, there in zip(wanted, *columns, strict=True)
        if status == MatchStatus.MATCHED
    }
