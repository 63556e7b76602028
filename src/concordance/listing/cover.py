"""What covers a taxon: entries of the list, through the hierarchy, with scopes and exceptions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from concordance.checklist import Checklist
from concordance.codes import Scope
from concordance.pairs import Cover
from concordance.records import Entry, Taxon


def cover(checklist: Checklist) -> dict[str, Cover]:
    """Return what covers each taxon of a list; get it with ``checklist.once(cover)``.

    Parameters
    ----------
    checklist : Checklist

    Returns
    -------
    dict of taxon id to Cover

    Notes
    -----
    Levels from the taxon up: itself, its species, genus, family, order, class. In a list in which
    the specific entry prevails the first level with an entry decides; where that level lists
    populations only, the level above covers the others. Else all levels apply. An entry that
    excepts the taxon or a group it belongs to does not cover it.
    """
    by_name: defaultdict[str, list[Entry]] = defaultdict(list)
    by_id: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in checklist.records.listings:
        if entry.taxon_id:
            by_id[entry.taxon_id].append(entry)
        else:
            by_name[entry.taxon].append(entry)
    return {
        taxon.taxon_id: _named(taxon, by_id[taxon.taxon_id])
        if taxon.taxon_id in by_id
        else _cover(taxon, by_name, checklist.specific_entry_prevails)
        for taxon in checklist.records.taxa
    }


def cover_elsewhere(taxa: Iterable[Taxon], other: Checklist) -> dict[str, Cover]:
    """Return what would cover taxa of one list in another that does not know their names.

    Parameters
    ----------
    taxa : iterable of Taxon
        Taxa of one list.
    other : Checklist
        The list whose entries are asked for.

    Returns
    -------
    dict of taxon id to Cover
        Through genus and family as the taxon's own list gives them, and through the order and
        class in which the other list places that family. Families differ between references, so
        this is a question for a person, never an answer.
    """
    by_name: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in other.records.listings:
        by_name[entry.taxon.removesuffix(" (s.l.)")].append(entry)
    placed = {t.family: (t.order, t.class_) for t in other.records.taxa if t.family}
    covers = {}
    for taxon in taxa:
        order, class_ = placed.get(taxon.family, (taxon.order, taxon.class_))
        moved = taxon._replace(order=order, class_=class_)
        covers[taxon.taxon_id] = _cover(moved, by_name, other.specific_entry_prevails)
    return covers


def _named(taxon: Taxon, entries: Sequence[Entry]) -> Cover:
    return Cover(tuple(entries), own=any(entry.taxon == taxon.name for entry in entries))


def levels(taxon: Taxon) -> tuple[str, ...]:
    """Return the taxon and the groups it belongs to, the closest first; blank where none."""
    return (taxon.name, taxon.species, taxon.genus, taxon.family, taxon.order, taxon.class_)


def _cover(taxon: Taxon, by_name: Mapping[str, Sequence[Entry]], prevails: bool) -> Cover:
    line = dict.fromkeys(level for level in levels(taxon) if level)
    entries: list[Entry] = []
    for level in line:
        if level not in by_name:
            continue
        here = [e for e in by_name[level] if not any(name in line for name in e.excluded_taxa)]
        entries.extend(here)
        if prevails and any(entry.scope is not Scope.POPULATION for entry in here):
            break
    return Cover(tuple(entries), own=bool(by_name.get(taxon.name)))
