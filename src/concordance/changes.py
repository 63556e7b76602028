"""What changed between two concordances: pairs, relations, listings, names and reviews."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

import pandas as pd

from concordance.codes import Change, Keys, Relation
from concordance.errors import ConcordanceError
from concordance.result_schema import KNOWN_COLUMNS, keys_of
from concordance.schema import Column, cells, rows, to_frame

KEY: Final = "concordance_id"


class HasTable(Protocol):
    """Anything with a concordance table."""

    @property
    def table(self) -> pd.DataFrame:
        """The concordance table."""


Tabular = HasTable | pd.DataFrame


CHANGES: Final = (
    Column(
        name="change", meaning="kind of the change", values=tuple(change.value for change in Change)
    ),
    Column(name=KEY, meaning="id of the row in the concordance"),
    Column(name="class", meaning="class of the animals"),
    Column(name="left_name", meaning="name on the left, from the newer table if it has the row"),
    Column(name="right_name", meaning="name on the right"),
    Column(name="old", meaning="previous values, as column: value, joined by ; "),
    Column(name="new", meaning="present values"),
)
_LISTING: Final = ("appendix", "listed_as", "scope", "effective_from")
#: kinds reported for a row only if nothing else in it changed
_MINOR: Final = frozenset({Change.INFORMATION, Change.OTHER})
_OPEN: Final = frozenset({"needs_review", "stale", "disputed"})


@dataclass(frozen=True, slots=True)
class Diff:
    """The difference of two concordances.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per change, columns `CHANGES`, sorted by kind, class and names; empty if nothing
        changed.
    """

    table: pd.DataFrame
    _old: pd.DataFrame
    _new: pd.DataFrame

    def apply(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the newer table, rebuilt from the older table and the changed rows.

        Parameters
        ----------
        table : pandas.DataFrame
            The older table.

        Returns
        -------
        pandas.DataFrame

        Raises
        ------
        ConcordanceError
            If it is not the older table of this difference.
        """
        if not table.reset_index(drop=True).equals(self._old.reset_index(drop=True)):
            raise ConcordanceError("this is not the older table of the difference")
        touched = set(cells(self.table[KEY]))
        stay = [i for i, key in enumerate(cells(table[KEY])) if key not in touched]
        come = [i for i, key in enumerate(cells(self._new[KEY])) if key in touched]
        kept, added = table.iloc[stay], self._new.iloc[come]
        whole = pd.concat([kept, added], ignore_index=True)
        order = {key: place for place, key in enumerate(cells(self._new[KEY]))}
        keys = cells(whole[KEY])
        places = sorted(range(len(keys)), key=lambda i: order[keys[i]])
        return whole.iloc[places].reset_index(drop=True)

    def without(self, *kinds: Change) -> Diff:
        """Return the difference without some kinds of change; for reading, not for `apply`."""
        left_out = {kind.value for kind in kinds}
        kept = [change not in left_out for change in cells(self.table["change"])]
        return replace(self, table=self.table[kept].reset_index(drop=True))

    def counts(self) -> dict[str, int]:
        """Return the number of changes of each kind, including zero."""
        number = Counter(cells(self.table["change"]))
        return {change.value: number[change.value] for change in Change}

    def __str__(self) -> str:
        return self._text("  ", "")

    __repr__ = __str__

    def markdown(self) -> str:
        """Return the changes as a Markdown list, by class."""
        return self._text("- ", "## ")

    def _text(self, mark: str, head: str) -> str:
        counts = ", ".join(f"{n} {change}" for change, n in self.counts().items() if n)
        lines = [counts or "nothing changed"]
        changes = rows(self.table)
        for group in sorted({row["class"] or "" for row in changes}):
            lines += ["", f"{head}{group or 'no class'}", *([""] if head else [])]
            for row in changes:
                if (row["class"] or "") != group:
                    continue
                names = f"{row['left_name'] or '-'} / {row['right_name'] or '-'}"
                says = " -> ".join(part for part in (row["old"], row["new"]) if part)
                lines.append(f"{mark}{row['change']}: {names}" + (f" ({says})" if says else ""))
        return "\n".join(lines)


def diff(old: Tabular, new: Tabular) -> Diff:
    """Return what changed between two concordances.

    Parameters
    ----------
    old, new : Concordance or pandas.DataFrame
        Two concordances, or their tables, of the same two keys.

    Returns
    -------
    Diff
        ``diff(a, a)`` is empty; ``diff(b, a)`` has the same changes the other way round.

    Raises
    ------
    ConcordanceError
        If one is not a concordance, the two are of different lists, or an id occurs twice.
    """
    old, new = _table("old", old), _table("new", new)
    keys = keys_of(old)
    if keys != keys_of(new):
        odd = sorted(set(old.columns) ^ set(new.columns))
        raise ConcordanceError(f"the tables differ in their columns: {', '.join(odd)}")
    before, after = _by_id(old), _by_id(new)
    gone = [row for key, row in before.items() if key not in after]
    fresh = [row for key, row in after.items() if key not in before]
    renamed = _renamed(gone, fresh, keys)
    changes = []
    for row in gone:
        change = Change.RENAMED if row[KEY] in renamed else Change.GONE
        changes.append(_change(change, row, keys, _names(row, keys), ""))
    for row in fresh:
        change = Change.RENAMED if row[KEY] in renamed else Change.NEW
        changes.append(_change(change, row, keys, "", _names(row, keys)))
    for key, row in before.items():
        if key in after and row != after[key]:
            changes += _changed(row, after[key], keys)
    order = ("class", "left_name", "right_name", KEY, "old", "new")
    kinds = list(Change)
    changes.sort(
        key=lambda r: (kinds.index(Change(r["change"])), *(str(r[c] or "") for c in order))
    )
    table = to_frame({c.name: [row[c.name] for row in changes] for c in CHANGES}, CHANGES)
    return Diff(table, old, new)


def _table(name: str, given: Tabular) -> pd.DataFrame:
    table = given if isinstance(given, pd.DataFrame) else getattr(given, "table", None)
    if isinstance(table, pd.DataFrame):
        return table
    raise ConcordanceError(
        f"{name} is a {type(given).__name__}; expected a Concordance or its table"
    )


def _by_id(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    records: dict[str, dict[str, Any]] = {}
    for record in rows(table):
        if record[KEY] in records:
            raise ConcordanceError(f"{KEY} {record[KEY]!r} occurs twice in one table")
        records[record[KEY]] = record
    return records


def _names(row: dict[str, Any], keys: Keys) -> str:
    return " / ".join(row[f"{key}_name"] or "-" for key in keys)


def _renamed(gone: list[dict[str, Any]], fresh: list[dict[str, Any]], keys: Keys) -> set[str]:
    """Rows where one taxon occurs once on each day, with a congruent partner under another name."""
    ids: set[str] = set()
    for key, other in (keys, keys[::-1]):
        old, new = (
            Counter(row[f"{key}_id"] for row in side if _one_animal(row, other))
            for side in (gone, fresh)
        )
        same = {i for i in old.keys() & new.keys() if i and old[i] == new[i] == 1}
        for row in (*gone, *fresh):
            if row[f"{key}_id"] in same and _one_animal(row, other):
                ids.add(row[KEY])
    return ids


def _one_animal(row: dict[str, Any], other: str) -> bool:
    return bool(row[f"{other}_id"]) and row["relation"] == Relation.CONGRUENT.value


def _changed(old: dict[str, Any], new: dict[str, Any], keys: Keys) -> list[dict[str, Any]]:
    groups: dict[Change, list[str]] = {}
    for column in old:
        if old[column] == new[column]:
            continue
        if column == "relation":
            kind = Change.RELATION
        elif column in {f"{key}_{part}" for key in keys for part in _LISTING}:
            kind = Change.LISTING
        elif column == "status":
            was, now = old[column] in _OPEN, new[column] in _OPEN
            kind = Change.OTHER if was == now else Change.RESOLVED if was else Change.REOPENED
        else:
            kind = Change.INFORMATION if column in KNOWN_COLUMNS else Change.OTHER
        groups.setdefault(kind, []).append(column)
    kinds = list(groups.keys())
    main = [kind for kind in kinds if kind not in _MINOR] or kinds
    return [
        _change(
            kind,
            new,
            keys,
            "; ".join(f"{c}: {old[c]}" for c in groups[kind]),
            "; ".join(f"{c}: {new[c]}" for c in groups[kind]),
        )
        for kind in main
    ]


def _change(change: Change, row: dict[str, Any], keys: Keys, old: str, new: str) -> dict[str, Any]:
    return {
        "change": change.value,
        KEY: row[KEY],
        "class": row["class"],
        "left_name": row[f"{keys[0]}_name"],
        "right_name": row[f"{keys[1]}_name"],
        "old": old or None,
        "new": new or None,
    }
