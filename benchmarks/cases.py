"""The shared cases as checklists, queries and pairs."""

import csv
import os
from pathlib import Path

import pandas as pd

from concordance import Checklist, Source
from concordance.names import parse
from concordance.schema import LISTINGS, NAMES, TAXA, to_frame


def shared_dir():
    """Return the folder of shared cases, None where it is not there."""
    default = Path(__file__).parents[2] / "shared"
    folder = Path(os.environ.get("CONCORDANCE_SHARED", default))
    return folder if (folder / "cases").is_dir() else None


def read(folder, name):
    """Return the rows of one file of cases."""
    path = folder / "cases" / name
    dialect = {} if path.suffix == ".csv" else {"delimiter": "\t", "quoting": csv.QUOTE_NONE}
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, **dialect))


def checklist(entries, key="list"):
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
    source = Source(name=key, publisher="", version="", as_of="", complete_to="", sha256="",
                    licence="", citation="")  # fmt: skip
    held = {taxon["taxon_id"] for taxon in taxa}
    return Checklist(
        key=key,
        source=source,
        specific_entry_prevails=True,
        _taxa=_table(taxa, TAXA),
        _names=_table([n for n in names if n["taxon_id"] in held], NAMES),
        _listings=to_frame({c.name: [] for c in LISTINGS}, LISTINGS),
    )


def _table(records, columns):
    return to_frame({c.name: [r.get(c.name, "") for r in records] for c in columns}, columns)


def of_names(*names):
    """Return a checklist of accepted names."""
    return checklist((f"t{i}", name, "", "", {}) for i, name in enumerate(names))


def context_of(rows):
    """Return the higher taxa that rows of cases give, as a table."""
    levels = ("kingdom", "phylum", "class", "order", "family", "genus")
    return pd.DataFrame({level: [row[level] for row in rows] for level in levels})
