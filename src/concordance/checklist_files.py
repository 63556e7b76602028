"""A checklist in one Arrow file for other machines; see `Checklist.save` and `load`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyarrow as pa

from concordance.checklist_parts import (
    NO_GENERA,
    Annotation,
    Genera,
    Homonym,
    Knowledge,
    Members,
    Outside,
    Part,
    Place,
    Records,
    Source,
    SourceTitle,
)
from concordance.checklist_tables import TABLES, columns_from_records, records_from_columns
from concordance.codes import Relation
from concordance.records import ConceptRelation, ReferenceName
from concordance.stored import FileKind, read_arrays, write_arrays

FILE: Final = FileKind("concordance checklist", "3", "save the checklist again")
_EARLIER: Final = "earlier"
_MEMBERS: Final = "members."
_OF_MEMBERS: Final = ("taxa", "names", "listings", "ranges")


class Saved(NamedTuple):
    """The parts of a list that a file stores."""

    key: str
    source: Source
    specific_entry_prevails: bool
    records: Records
    knowledge: Knowledge
    members: Members | None


def write_saved(path: str | Path, saved: Saved) -> None:
    """Write a list to one Arrow file, whole or not at all: see `Checklist.save`."""
    tables = {name: getattr(saved.records, name) for name in TABLES}
    tables[_EARLIER] = saved.knowledge.earlier
    tables |= {f"{_MEMBERS}{name}": getattr(saved.members, name, ()) for name in _OF_MEMBERS}
    arrays: dict[str, pa.Array] = {
        f"{name}.{column}": pa.array(values, pa.large_string())
        for name, records in tables.items()
        for column, values in columns_from_records(_table(name), records).items()
    }
    arrays |= _genera_arrays(saved.members)
    arrays["about"] = pa.array([json.dumps(_about(saved), sort_keys=True)], pa.large_string())
    write_arrays(path, arrays, FILE)


def read_saved(path: str | Path) -> Saved:
    """Return the list from a file: see `Checklist.load`."""
    arrays = read_arrays(path, FILE)
    about = json.loads(arrays["about"][0].as_py())
    tables = {name: _records(name, arrays) for name in (*TABLES, _EARLIER)}
    of_members = {name: _records(f"{_MEMBERS}{name}", arrays) for name in _OF_MEMBERS}
    known = about["knowledge"]
    return Saved(
        key=about["key"],
        source=Source(**about["source"]),
        specific_entry_prevails=about["specific_entry_prevails"],
        knowledge=Knowledge(
            partner=known["partner"],
            relations=tuple(
                ConceptRelation(name, other, Relation(relation), source, note)
                for name, other, relation, source, note in known["relations"]
            ),
            forbidden=frozenset((name, other) for name, other in known["forbidden"]),
            oldest_text=known["oldest_text"],
            groups=tuple((name, tuple(own)) for name, own in known.get("groups", ())),
            parts=tuple(Part(*row) for row in known.get("parts", ())),
            titles=tuple(SourceTitle(*row) for row in known["titles"]),
            annotations=tuple(Annotation(*row) for row in known["annotations"]),
            reference_names=tuple(ReferenceName(*row) for row in known["reference_names"]),
            earlier=tables.pop(_EARLIER),
        ),
        records=Records(**tables),
        members=_members(about["members"], of_members, arrays),
    )


def _genera_arrays(members: Members | None) -> dict[str, pa.Array]:
    genera = NO_GENERA if members is None else members.genera
    return {
        f"{_MEMBERS}genera.{place}": pa.array(list(column), pa.large_string())
        for place, column in enumerate(genera.columns)
    }


def _members(
    about: dict[str, Any] | None, tables: dict[str, Any], arrays: dict[str, pa.Array]
) -> Members | None:
    if about is None:
        return None
    columns = (
        arrays[column].to_pylist()
        for place in range(len(Place._fields))
        if (column := f"{_MEMBERS}genera.{place}") in arrays
    )
    return Members(
        **tables,
        genera=Genera(
            tuple(columns), (_place(row) for row in about["apart"]), about.get("groups", {})
        ),
        homonyms=tuple(Homonym(*row) for row in about["homonyms"]),
        outside=tuple(Outside(*row) for row in about["outside"]),
    )


def _place(row: list[Any]) -> Place:
    name, kingdom, class_, order, family, groups, *status = row
    return Place(name, kingdom, class_, order, family, tuple(groups), *status)


def _table(name: str) -> Any:
    return TABLES["listings" if name == _EARLIER else name.removeprefix(_MEMBERS)]


def _about(saved: Saved) -> dict[str, object]:
    """Everything except the tables."""
    knowledge = saved.knowledge
    return {
        "key": saved.key,
        "source": asdict(saved.source),
        "specific_entry_prevails": saved.specific_entry_prevails,
        "knowledge": {
            "partner": knowledge.partner,
            "relations": knowledge.relations,
            "forbidden": sorted(knowledge.forbidden),
            "annotations": knowledge.annotations,
            "oldest_text": knowledge.oldest_text,
            "groups": knowledge.groups,
            "parts": knowledge.parts,
            "titles": knowledge.titles,
            "reference_names": knowledge.reference_names,
        },
        "members": None
        if saved.members is None
        else {
            "homonyms": saved.members.homonyms,
            "outside": saved.members.outside,
            "apart": tuple(saved.members.genera.apart.values()),
            "groups": dict(saved.members.genera.groups),
        },
    }


def _records(name: str, arrays: dict[str, pa.Array]) -> tuple[Any, ...]:
    table = _table(name)
    columns = {c.name: arrays[f"{name}.{c.name}"].to_pylist() for c in table.columns}
    return records_from_columns(table, columns)
