"""What a person does in the report, and a report of many rows, for the benchmark and the tests."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

import pandas as pd

from concordance.checklist import Checklist
from concordance.concordance import Concordance
from concordance.exports.result import Result
from concordance.records import NameUse, Taxon
from concordance.schema import cells

Named = TypeVar("Named", Taxon, NameUse)

#: the steps as addresses
STEPS = {
    "filter": "#/animals?class=Aves&flag=migratory_test_needed",
    "sort": "#/animals?page=20&sort=right",
    "first search": "#/animals?q=uncia",
    "search": "#/animals?q=falco",
    "search with an error": "#/animals?q=Pantera+unciaa",
    "animal": "#cms:uncia-uncia",
}


def time_step(page: Any, address: str) -> float:
    """Return the seconds until the page at an address is drawn."""
    seconds: float = page.evaluate(
        """async (address) => {
             const start = performance.now();
             location.hash = address;
             await new Promise((done) => addEventListener("hashchange",
               () => requestAnimationFrame(() => setTimeout(done)), { once: true }));
             return (performance.now() - start) / 1000;
           }""",
        address,
    )
    return seconds


def many(con: Concordance, times: int) -> Result:
    """Return a result several times over, each copy with names and ids of its own."""
    result = con.result()
    endings = ["", *(f"{chr(97 + place)}x" for place in range(times - 1))]
    copies = []
    for ending in endings:
        table = result.table.copy()
        for column in ("concordance_id", "cites_id", "cms_id", "cites_name", "cms_name"):
            table[column] = [None if v is None else v + ending for v in cells(table[column])]
        copies.append(table)
    left, right = (_copied(checklist, endings) for checklist in con.lists)
    return replace(result, table=pd.concat(copies, ignore_index=True), lists=(left, right))


def _copied(checklist: Checklist, endings: Sequence[str]) -> Checklist:
    records = checklist.records
    copied = records._replace(
        taxa=_ended(records.taxa, endings), names=_ended(records.names, endings)
    )
    return replace(checklist, records=copied)


def _ended(rows: Sequence[Named], endings: Sequence[str]) -> tuple[Named, ...]:
    return tuple(
        row._replace(taxon_id=row.taxon_id + ending, name=row.name + ending)
        for ending in endings
        for row in rows
    )
