"""Every name that leads to a taxon of a treaty on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from concordance.codes import NameKind, NameStatus, Relation
from concordance.readers.appendices import SynonymFact
from concordance.records import NameUse, Taxon, concept, mark_pro_parte


def names_on(
    taxa: Sequence[Taxon],
    printed: Mapping[str, str],
    synonyms: Sequence[SynonymFact],
    elsewhere: Iterable[tuple[str, str, str]],
) -> list[NameUse]:
    """Return every name that leads to the taxa of a treaty on a day, accepted ones included.

    Parameters
    ----------
    taxa : sequence of Taxon
    printed : mapping
        From latest name to name printed on the day, where they differ.
    synonyms : sequence of SynonymFact
        Of all days.
    elsewhere : iterable of (name, name there, list)
        Names that other lists use for a taxon.

    Returns
    -------
    list of NameUse
        Sorted by taxon and name, one for each pair of them; the first fact on a name counts.
    """
    names = _Names(taxa)
    names.add_renamed({then: now for now, then in printed.items()})
    names.add_reversed(synonyms)
    names.add_synonyms(synonyms)
    names.add_elsewhere(elsewhere)
    return mark_pro_parte([names.uses[key] for key in sorted(names.uses)])


class _Names:
    """Collects names by taxon and name."""

    def __init__(self, taxa: Sequence[Taxon]) -> None:
        self.by_name = {taxon.name: taxon for taxon in taxa}
        #: from a name to the taxa that it means on the day
        self.stands_for: defaultdict[str, list[Taxon]] = defaultdict(list)
        self.uses: dict[tuple[str, str], NameUse] = {}
        for taxon in taxa:
            self.stands_for[taxon.name].append(taxon)
            use = _use(taxon.name, taxon.authorship, NameStatus.ACCEPTED, NameKind.ACCEPTED,
                       taxon.taxon_id, taxon.source)  # fmt: skip
            self.uses.setdefault((taxon.taxon_id, taxon.name), use)

    def add_renamed(self, latest: Mapping[str, str]) -> None:
        """The latest name of a taxon that was printed under another name on the day."""
        for taxon in list(self.by_name.values()):
            now = latest.get(taxon.name)
            if now and now not in self.by_name:
                self.stands_for[now].append(taxon)
                moved = now.split()[0] != taxon.name.split()[0]
                kind = NameKind.GENUS_TRANSFER if moved else NameKind.FORMER_LISTING_NAME
                self._add(taxon, now, "", kind, "name_history")

    def add_reversed(self, synonyms: Iterable[SynonymFact]) -> None:
        """Accepted names of other days, where a synonym is in use on this day."""
        for synonym in synonyms:
            taxon = self.by_name.get(synonym.name)
            if (
                taxon is not None
                and synonym.accepted not in self.by_name
                and concept(synonym.name, synonym.accepted, synonym.kind) is Relation.CONGRUENT
            ):
                self.stands_for[synonym.accepted].append(taxon)
                self._add(taxon, synonym.accepted, "", synonym.kind, synonym.source)

    def add_synonyms(self, synonyms: Iterable[SynonymFact]) -> None:
        """Synonyms; a name in use is never redirected within its own list."""
        for synonym in synonyms:
            if synonym.name in self.by_name and synonym.kind is not NameKind.SPLIT:
                continue
            for taxon in self.stands_for.get(synonym.accepted, ()):
                if synonym.name != taxon.name:
                    self._add(taxon, synonym.name, synonym.authorship, synonym.kind,
                              synonym.source)  # fmt: skip

    def add_elsewhere(self, elsewhere: Iterable[tuple[str, str, str]]) -> None:
        """Names that other lists use for the taxa."""
        for name, there, source in elsewhere:
            if there not in self.by_name:
                for taxon in self.stands_for.get(name, ()):
                    self._add(taxon, there, "", NameKind.REFERENCE, source)

    def _add(self, taxon: Taxon, name: str, authorship: str, kind: NameKind, source: str) -> None:
        key = taxon.taxon_id, name
        if key not in self.uses:
            use = _use(name, authorship, NameStatus.SYNONYM, kind, taxon.taxon_id, source)
            self.uses[key] = use


#: rows that most days share
_use = lru_cache(maxsize=1 << 16)(NameUse)
