"""Makes a checklist from the rows of a reader; every reader uses it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from concordance.checklist import Checklist
from concordance.checklist_parts import Knowledge, Records, Source
from concordance.checklist_tables import TABLES, records_from_rows

Row = Mapping[str, str]


def assemble(
    key: str,
    source: Source,
    tables: Mapping[str, Sequence[Row]],
    *,
    specific_entry_prevails: bool = True,
    partner: str = "",
) -> Checklist:
    """Return a checklist from rows that a reader has checked.

    Parameters
    ----------
    key : str
    source : Source
    tables : mapping of table to rows
        Table names from `checklist_tables.TABLES`; at least ``taxa`` and ``names``.
    specific_entry_prevails : bool
    partner : str
        Key of the other list in the known relations.

    Returns
    -------
    Checklist
    """
    return Checklist(
        key=key,
        source=source,
        records=Records(**{name: records_from_rows(name, tables.get(name, ())) for name in TABLES}),
        specific_entry_prevails=specific_entry_prevails,
        knowledge=Knowledge(partner=partner),
    )
