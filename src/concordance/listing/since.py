"""The day since which a taxon has been listed without a gap, under any name or entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from concordance.checklist import Checklist
from concordance.codes import NameStatus, Relation
from concordance.records import Entry, Taxon, concept

#: first day in force and first day no longer in force
Span = tuple[str, str]


class Since:
    """First days of listing, including ended entries and entries that printed another name.

    Parameters
    ----------
    checklist : Checklist
    """

    def __init__(self, checklist: Checklist) -> None:
        self._checklist = checklist

    def of(self, taxon: Taxon, entries: Sequence[Entry]) -> str:
        """Return the day since which a taxon has been covered without a gap; blank = unknown."""
        if not entries:
            return ""
        since = min(entry.effective_from for entry in entries)
        spans = [*self._spans(taxon), *((e.effective_from, "") for e in entries)]
        for start, end in sorted(spans, reverse=True):
            if start < since <= (end or since):
                since = start
        return since

    def _spans(self, taxon: Taxon) -> Iterable[Span]:
        names = {taxon.name, *self._names.get(taxon.taxon_id, ())}
        genera = {name.split(" ", 1)[0] for name in names if " " in name}
        above = {taxon.species, taxon.family, taxon.order, taxon.class_, *genera} - {""}
        for name in names | above:
            for entry in self._earlier.get(name, ()):
                if not (names | above) & set(entry.excluded_taxa):
                    yield entry.effective_from, entry.effective_to

    @cached_property
    def _earlier(self) -> Mapping[str, Sequence[Entry]]:
        earlier: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self._checklist.knowledge.earlier:
            earlier[entry.taxon].append(entry)
        return earlier

    @cached_property
    def _names(self) -> Mapping[str, Sequence[str]]:
        """Other names of the taxa, by id, if an entry printed the name or its genus."""
        printed = self._earlier.keys()
        accepted = {t.taxon_id: t.name for t in self._checklist.records.taxa}
        names: defaultdict[str, list[str]] = defaultdict(list)
        wanted = [
            use
            for use in self._checklist.records.names
            if use.status is not NameStatus.ACCEPTED
            and (use.name in printed or use.name.partition(" ")[0] in printed)
        ]
        for use in wanted:
            if concept(use.name, accepted[use.taxon_id], use.kind) is Relation.CONGRUENT:
                names[use.taxon_id].append(use.name)
        return names
