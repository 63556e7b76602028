"""How much each list covers: species by class and by the rank of the entry that covers them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from concordance.checklist import Checklist
from concordance.codes import Keys
from concordance.listing.cover import Covers
from concordance.schema import Column, rows_to_frame

if TYPE_CHECKING:
    import pandas as pd

#: ranks of entries, the lowest first
ENTRY_RANKS: Final = ("subspecies", "species", "genus", "subfamily", "family", "order", "class")
COVERAGE: Final = (
    Column(name="list", meaning="key of the list"),
    Column(name="class", meaning="class; null where the list gives none"),
    Column(name="entry_rank", meaning="rank of the closest entry that covers the species"),
    Column(
        name="migratory_only", meaning="whether it covers only species that migrate", dtype="bool"
    ),
    Column(
        name="taxa",
        meaning="species; for entry_rank subspecies: the subspecies that have an entry",
        dtype="int64",
    ),
)


class _Group(NamedTuple):
    class_: str
    entry_rank: str
    migratory_only: bool


def coverage(lists: Iterable[Checklist], keys: Keys) -> pd.DataFrame:
    """Return how many species each list covers, by class and by the rank of the entry.

    Parameters
    ----------
    lists : iterable of Checklist
        Species of groups are those that the package or the list itself knows as members.
    keys : pair of str
        The keys of the lists.

    Returns
    -------
    pandas.DataFrame
        Columns `COVERAGE`, sorted by list, class and rank. A species that several entries cover
        counts once, under the closest one; a subspecies counts only where it has an entry.
    """
    rows = [
        (key, group.class_ or None, group.entry_rank, group.migratory_only, count)
        for key, checklist in zip(keys, lists, strict=True)
        for group, count in sorted(_counts(checklist).items(), key=lambda item: _order(item[0]))
    ]
    return rows_to_frame(rows, COVERAGE)


def _order(group: _Group) -> tuple[str, int, bool]:
    return group.class_, _place(group.entry_rank), group.migratory_only


def _place(rank: str) -> int:
    return ENTRY_RANKS.index(rank) if rank in ENTRY_RANKS else len(ENTRY_RANKS)


def _counts(checklist: Checklist) -> Counter[_Group]:
    kingdoms = {taxon.kingdom for taxon in checklist.records.taxa}
    whole = checklist.with_members
    covers = whole.once(Covers)
    counts: Counter[_Group] = Counter()
    for taxon in whole.records.taxa:
        if taxon.kingdom not in kingdoms or taxon.rank not in ("species", "subspecies"):
            continue
        cover = covers.of(taxon)
        if not cover.entries:
            continue
        rank = cover.entries[0].rank
        if taxon.rank == "species" or rank == "subspecies":
            counts[_Group(taxon.class_, rank, cover.migratory_only)] += 1
    return counts
