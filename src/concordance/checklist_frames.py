"""Reads a user's tables into the records of a checklist and reports every problem at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from concordance.checklist_parts import Records
from concordance.checklist_tables import TABLES, records_from_columns, table_problems
from concordance.codes import NameKind, NameStatus
from concordance.errors import ChecklistError
from concordance.records import NameUse, Taxon, mark_pro_parte, taxon_id
from concordance.schema import cells


def records_from_frames(key: str, frames: Mapping[str, pd.DataFrame]) -> Records:
    """Return the records of a list of the user's own: see `Checklist.from_frames`.

    Raises
    ------
    ChecklistError
    """
    problems = key_problems(key) + _frame_problems(frames)
    if problems:
        raise ChecklistError(f"checklist {key!r}", problems)
    rows = {
        name: records_from_columns(TABLES[name], {str(c): cells(f[c]) for c in f.columns})
        for name, f in frames.items()
    }
    with_ids = tuple(_with_id(key, taxon) for taxon in rows.pop("taxa"))
    records = Records(taxa=with_ids, names=_with_accepted(with_ids, rows.pop("names", ())), **rows)
    if problems := _id_problems(records):
        raise ChecklistError(f"checklist {key!r}", problems)
    return records


_KEY_LENGTH: Final = 30


def key_problems(key: str) -> list[str]:
    """Return what is wrong with the key of a list; empty if it is valid."""
    if key.isidentifier() and key.islower() and key.isascii() and len(key) <= _KEY_LENGTH:
        return []
    return [
        f"key is {key!r}; expected a lower-case word of letters, digits and _, for example 'aewa'"
    ]


def _frame_problems(frames: Mapping[str, pd.DataFrame]) -> list[str]:
    problems: list[str] = []
    for name, frame in frames.items():
        if name not in TABLES:
            problems.append(f"table {name!r} is not known; expected one of {', '.join(TABLES)}")
        elif not isinstance(frame, pd.DataFrame):
            problems.append(f"{name} is a {type(frame).__name__}; expected a DataFrame")
        else:
            problems += table_problems(name, frame)
    return problems


def _with_id(key: str, taxon: Taxon) -> Taxon:
    return taxon if taxon.taxon_id else taxon._replace(taxon_id=taxon_id(key, taxon.name))


def _with_accepted(taxa: tuple[Taxon, ...], names: tuple[NameUse, ...]) -> tuple[NameUse, ...]:
    """Names with status and kind filled in, plus accepted names missing from the table."""
    names = tuple(map(_completed, names))
    accepted = {use.taxon_id for use in names if use.is_accepted}
    added = [
        NameUse(t.name, t.authorship, NameStatus.ACCEPTED, NameKind.ACCEPTED, t.taxon_id, t.source)
        for t in taxa
        if t.taxon_id not in accepted
    ]
    return (*added, *mark_pro_parte((*added, *names))[len(added) :])


def _completed(use: NameUse) -> NameUse:
    """A name with status and kind; a table may state only one of the two."""
    status = use.status or (
        NameStatus.ACCEPTED if use.kind is NameKind.ACCEPTED else NameStatus.SYNONYM
    )
    unsaid = NameKind.ACCEPTED if status is NameStatus.ACCEPTED else NameKind.SYNONYM
    return use._replace(status=status, kind=use.kind or unsaid)


def _id_problems(records: Records) -> list[str]:
    first: dict[str, int] = {}
    problems: list[str] = []
    for row, taxon in enumerate(records.taxa, start=2):
        if taxon.taxon_id in first:
            problems.append(
                f"taxa, row {row}: taxon_id {taxon.taxon_id!r} was used in row "
                f"{first[taxon.taxon_id]}; give each taxon its own id"
            )
        first.setdefault(taxon.taxon_id, row)
    problems += [
        f"names: {use.name!r} of {use.taxon_id} is {use.status} and of kind {use.kind}; make the "
        "two agree"
        for use in records.names
        if use.is_accepted != (use.kind is NameKind.ACCEPTED)
    ]
    for name in ("names", "listings", "common_names", "ranges", "statuses", "measures"):
        ids = {record.taxon_id for record in getattr(records, name)} - {"", *first}
        problems += [f"{name}: taxon_id {i!r} is not among the taxa" for i in sorted(ids)]
    return problems
