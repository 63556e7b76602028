"""The shared cases as checklists, queries and pairs."""

import csv
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

import concordance as cc
from concordance import Source
from concordance.arrange.treaties import with_pro_parte
from concordance.checklist_tables import records_from_rows
from concordance.names.columns import parse
from concordance.readers.assemble import assemble
from concordance.schema import rows


def shared_dir() -> Any:
    """Return the folder of shared cases, None where it is not there."""
    default = Path(__file__).parents[2] / "shared"
    folder = Path(os.environ.get("CONCORDANCE_SHARED", default))
    return folder if (folder / "cases").is_dir() else None


def read(folder: Any, name: Any) -> Any:
    """Return the rows of one file of cases."""
    path = folder / "cases" / name
    dialect: dict[str, Any] = (
        {} if path.suffix == ".csv" else {"delimiter": "\t", "quoting": csv.QUOTE_NONE}
    )
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, **dialect))


def checklist(entries: Any, key: str = "list") -> cc.Checklist:
    """Return a checklist of (id, name, accepted id or "", rank, dict of higher taxa)."""
    entries = list(entries)
    ids = {entry[0] for entry in entries}
    taxa, names = [], []
    for taxon_id, verbatim, accepted, rank, higher in entries:
        name = parse(verbatim)
        printed, author = (name.canonical or verbatim, name.authorship)
        is_synonym = bool(accepted) and accepted in ids
        if not is_synonym:
            taxa.append({"taxon_id": taxon_id, "name": printed, "authorship": author,
                         "rank": rank or name.rank, "genus": name.genus if " " in printed else "",
                         **higher})  # fmt: skip
        names.append({"name": printed, "authorship": author, "taxon_id": taxon_id,
                      "status": "accepted", "kind": "accepted"} if not is_synonym else
                     {"name": printed, "authorship": author, "taxon_id": accepted,
                      "status": "synonym", "kind": "synonym"})  # fmt: skip
    present = {taxon["taxon_id"] for taxon in taxa}
    rows = {"taxa": taxa, "names": [n for n in names if n["taxon_id"] in present]}
    return with_pro_parte(assemble(key, Source(name=key), rows))


def with_tables(
    listed: cc.Checklist, **tables: list[dict[str, str]] | pd.DataFrame
) -> cc.Checklist:
    """Return a checklist with some of its tables replaced, by frames or rows of cells."""
    return replace(
        listed,
        records=listed.records._replace(
            **{
                name: records_from_rows(
                    name, rows(table) if isinstance(table, pd.DataFrame) else table
                )
                for name, table in tables.items()
            }
        ),
    )


def with_knowledge(listed: cc.Checklist, **known: Any) -> cc.Checklist:
    """Return a checklist that knows something else of its partner."""
    return replace(listed, knowledge=listed.knowledge._replace(**known))


def of_names(*names: str) -> cc.Checklist:
    """Return a checklist of accepted names."""
    return checklist((f"t{i}", name, "", "", {}) for i, name in enumerate(names))


def context_of(rows: Any) -> Any:
    """Return the higher taxa that rows of cases give, as a table."""
    levels = ("kingdom", "phylum", "class", "order", "family", "genus")
    return pd.DataFrame({level: [row[level] for row in rows] for level in levels})
