"""The names in standard references, from ``data/``: small lists to adopt in a what-if."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from concordance.checklist import Checklist, Records, Source
from concordance.codes import NameKind, NameStatus
from concordance.errors import ConcordanceError
from concordance.readers.appendices import (
    KEYS,
    NamesElsewhere,
    TaxonFact,
    read_facts,
    read_reference_usages,
)
from concordance.records import NameUse, Taxon, mark_pro_parte, taxon_id


@dataclass(frozen=True, slots=True)
class _About:
    name: str
    version: str
    classes: str
    redistribution: str = "open"


#: lists with a column in ``reference_taxa.csv``, limited to animals of the two treaties
_COLUMNS: Final = {
    "mdd": _About("Mammal Diversity Database", "1.13", "Mammalia"),
    "msw3": _About("Mammal Species of the World, 3rd edition", "2005", "Mammalia"),
    "avilist": _About("AviList", "2025", "Aves"),
    "birdlife": _About("HBW and BirdLife checklist", "9", "Aves", "restricted"),
    "clements": _About("eBird/Clements checklist", "2024", "Aves"),
    "reptiledb": _About("Reptile Database", "2026-06", "Reptilia", "restricted"),
    "sharkipedia": _About("Sharkipedia", "", "Elasmobranchii"),
}
#: references whose names are complete for their group in ``reference_names.csv``
_LISTED: Final = {
    "kitchener_2017": _About("Kitchener et al., Felidae", "2017", "Mammalia"),
    "valdez_weinberg_2011": _About("Valdez & Weinberg, Ovis", "2011", "Mammalia"),
}


def reference_lists() -> Mapping[str, str]:
    """Return the reference lists in the package.

    Returns
    -------
    mapping of str to str
        From key to name with version, sorted by key.

    Examples
    --------
    >>> reference_lists()["kitchener_2017"]
    'Kitchener et al., Felidae, 2017'
    """
    known = _COLUMNS | _LISTED
    return {k: ", ".join(filter(None, (known[k].name, known[k].version))) for k in sorted(known)}


def reference_list(key: str) -> Checklist:
    """Return a standard reference in the package, for adoption in a what-if.

    Parameters
    ----------
    key : str
        One of `reference_lists`; case does not matter, and ``-`` equals ``_``.

    Returns
    -------
    Checklist
        Names without entries. The broad lists (``mdd``, ``msw3``, ``avilist``, ``birdlife``,
        ``clements``, ``reptiledb``, ``sharkipedia``) contain only their names for species of the
        two Conventions, without subspecies. ``kitchener_2017`` and ``valdez_weinberg_2011``
        contain every species of their group.

    Raises
    ------
    ConcordanceError
        If the package has no such list; the message names the available ones.

    Examples
    --------
    >>> cats = reference_list("kitchener_2017")
    >>> sorted(cats.names[cats.names["name"] == "Uncia uncia"]["taxon_id"])
    ['kitchener_2017:panthera-uncia']
    """
    wanted = key.strip().lower().replace("-", "_")
    if wanted not in _COLUMNS | _LISTED:
        raise ConcordanceError(
            f"the package has no reference list {key!r}; expected one of "
            f"{', '.join(reference_lists())}. To load your own list, use load_checklist"
        )
    return _arranged(wanted)


@lru_cache(maxsize=16)
def _arranged(key: str) -> Checklist:
    about = (_COLUMNS | _LISTED)[key]
    usages = sorted(
        _listed(key) if key in _LISTED else _called(key),
        key=lambda u: (u.use.taxon_id, not u.use.is_accepted, u.use.name),
    )
    full = reference_lists()[key]
    return Checklist(
        key=key,
        source=Source(
            name=about.name,
            publisher="as compiled in the package",
            version=about.version or "day not known",
            as_of="",
            complete_to="every species of its group"
            if key in _LISTED
            else "only the animals of the two Conventions",
            sha256="",
            licence="names as facts; see data/sources.csv",
            citation=f"{full}, names as compiled in the package.",
            redistribution=about.redistribution,
        ),
        records=Records(
            taxa=tuple(usage.taxon for usage in usages if usage.use.is_accepted),
            names=tuple(mark_pro_parte(usage.use for usage in usages)),
        ),
    )


class _Usage(NamedTuple):
    """A name in a reference, with the taxon under its accepted name, or else under the name."""

    use: NameUse
    taxon: Taxon


def _usage(key: str, name: str, accepted: str, kind: NameKind, taxon: Taxon) -> _Usage:
    own = taxon_id(key, accepted)
    status = NameStatus.ACCEPTED if kind is NameKind.ACCEPTED else NameStatus.SYNONYM
    use = NameUse(name, taxon.authorship, status, kind, own, taxon.source)
    return _Usage(use, taxon._replace(taxon_id=own, name=name, genus=name.split()[0]))


def _listed(key: str) -> Iterator[_Usage]:
    """Names of a reference that is complete in ``reference_names.csv``."""
    wanted = key.replace("_", "-").upper()
    for row in read_reference_usages():
        if row.reference == wanted:
            kind = NameKind.ACCEPTED if row.is_accepted else NameKind.SYNONYM
            yield _usage(key, row.taxon.name, row.accepted, kind, row.taxon)


def _called(key: str) -> Iterator[_Usage]:
    """Names in a broad list for species of the two Conventions, with the names used by these."""
    groups = {fact.name: fact for side in reversed(KEYS) for fact in read_facts(side).taxa}
    seen: set[tuple[str, str]] = set()
    for row in read_facts(KEYS[0]).elsewhere:
        there = dict(row.names_there).get(key)
        if there is None:
            continue
        for name, accepted, kind in _names_called(key, row, there):
            if (name, accepted) not in seen:
                seen.add((name, accepted))
                yield _usage(key, name, accepted, kind, _placed(name, key, groups.get(row.name)))


def _names_called(key: str, row: NamesElsewhere, there: str) -> list[tuple[str, str, NameKind]]:
    """Names of one species in a broad list, each with accepted name and kind."""
    # species that the reference separates from the concept of the treaty's name
    cut = [
        name
        for part in re.findall(rf"{key} separates: ([^;]+)", row.note)
        for name in part.strip().split(" / ")
    ]
    names = [(name, name, NameKind.ACCEPTED) for name in (there, *cut)]
    if len(row.name.split()) == len(there.split()):  # for subspecies only the species is known
        names += [(row.name, name, NameKind.SPLIT) for name in cut]
        if row.name != there:
            lump = f"{key}: inside {there}" in row.note
            names.append((row.name, there, NameKind.LUMP if lump else NameKind.SYNONYM))
    return names


def _placed(name: str, key: str, group: TaxonFact | None) -> Taxon:
    return Taxon(
        taxon_id="",
        name=name,
        rank="species" if len(name.split()) == 2 else "subspecies",
        kingdom="Animalia",
        class_=group.class_ if group else "",
        order=group.order if group else "",
        family=group.family if group else "",
        source=key,
    )
