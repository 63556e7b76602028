"""The three annexes of the Committees for a reference: replacements, lumps and splits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import pandas as pd

from concordance.flags import name_difference
from concordance.impact import entries_of_row, replacement
from concordance.pairs import PairRow
from concordance.scenarios.answer import DIVIDED, LUMPED, REPLACED
from concordance.scenarios.holdings import Holder
from concordance.schema import rows_to_frame

Holders = tuple[Holder, Holder]


def _row_of(rows: Iterable[PairRow], holder: Holder) -> dict[str, PairRow]:
    """The last row of each taxon of a list."""
    return {i: row for row in rows if (i := row.ids[holder.place]) is not None}


def _appendices(row: PairRow, holder: Holder) -> tuple[str, ...]:
    return row.covers[holder.place].appendices


def _ranks(*names: str) -> tuple[str, str]:
    first, second = (str(len(name.split())) for name in names)
    return first, second


def replacements(rows: Sequence[PairRow], both: Holders) -> pd.DataFrame:
    """Return the one-to-one replacements, columns `answer.REPLACED`."""
    replaced = []
    for holder in (h for h in both if h.adopts):
        own = _row_of(rows, holder)
        for taxon in holder.by_name():
            names = holder.extent[taxon.taxon_id]
            if len(names) != 1 or holder.is_touched(taxon.taxon_id) or taxon.name in names:
                continue
            after = next(iter(names))
            change = replacement(name_difference(taxon.name, after, _ranks(taxon.name, after)))
            entry = entries_of_row(own[taxon.taxon_id])[holder.place]
            replaced.append((holder.label, change, taxon.name, after, entry))
    return rows_to_frame(replaced, REPLACED)


def lumps(rows: Sequence[PairRow], both: Holders) -> pd.DataFrame:
    """Return the taxa that the reference lumps under one name, columns `answer.LUMPED`."""
    lumped = []
    for holder in (h for h in both if h.adopts):
        own = _row_of(rows, holder)
        for name in sorted(holder.lumped):
            members = [t for t in holder.by_name() if t.taxon_id in holder.lumped[name]]
            appendices = [
                ", ".join(_appendices(own[taxon.taxon_id], holder)) or "-" for taxon in members
            ]
            lumped.append(
                (holder.label, name, "|".join(taxon.name for taxon in members),
                 "|".join(appendices), len(set(appendices)) > 1)
            )  # fmt: skip
    return rows_to_frame(lumped, LUMPED)


def splits(rows: Sequence[PairRow], both: Holders) -> pd.DataFrame:
    """Return the taxa that the reference splits, columns `answer.DIVIDED`."""
    divided = []
    for holder, other in (both, both[::-1]):
        if not holder.adopts:
            continue
        own, listed = _row_of(rows, holder), _listed_species(rows, other)
        for taxon in holder.by_name():
            names = holder.extent[taxon.taxon_id]
            if len(names) < 2:
                continue
            row = own[taxon.taxon_id]
            there = [", ".join(sorted(listed.get(name, {"-"}))) for name in names]
            divided.append(
                (holder.label, taxon.name, entries_of_row(row)[holder.place], "|".join(names),
                 "|".join(names.values()), "|".join(there),
                 set(there) != {", ".join(_appendices(row, holder))})
            )  # fmt: skip
    return rows_to_frame(divided, DIVIDED)


def _listed_species(rows: Sequence[PairRow], holder: Holder) -> dict[str, set[str]]:
    """Appendices of each species of the reference in a list; ``-`` = none."""
    listed: defaultdict[str, set[str]] = defaultdict(set)
    for taxon_id, row in _row_of(rows, holder).items():
        for name in holder.extent[taxon_id]:
            listed[name] |= set(_appendices(row, holder)) or {"-"}
    return listed
