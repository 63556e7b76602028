"""Adds the package's knowledge about a treaty's list to a download of that list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from concordance.checklist import Checklist
from concordance.names import canonical
from concordance.records import NameUse


def with_package(download: Checklist, package: Checklist) -> Checklist:
    """Return a download with the synonyms, relations and references of the list in the package.

    Parameters
    ----------
    download : Checklist
        A list from a reader.
    package : Checklist
        The list of the same treaty in the package on the day of the download.

    Returns
    -------
    Checklist
        The taxa and entries of the download. A synonym is added if the download accepts the same
        name as the package and does not contain the synonym; its source states the addition.
    """
    added = _synonyms(download, package)
    known = package.knowledge
    own = download.knowledge
    return replace(
        download,
        records=download.records._replace(names=(*download.records.names, *added)),
        knowledge=own._replace(
            partner=known.partner,
            relations=known.relations,
            forbidden=own.forbidden | known.forbidden,
            reference_names=known.reference_names,
            titles=own.titles or known.titles,
        ),
    )


def _synonyms(download: Checklist, package: Checklist) -> Iterator[NameUse]:
    names = {canonical(use.name) for use in download.records.names}
    ids = {n: next(iter(of)) for n, of in _accepted(download).items() if len(of) == 1}
    accepted = {taxon.taxon_id: canonical(taxon.name) for taxon in package.records.taxa}
    for use in package.records.names:
        taxon_id = ids.get(accepted.get(use.taxon_id, ""))
        if use.is_accepted or taxon_id is None or canonical(use.name) in names:
            continue
        source = f"{use.source}, known to the package" if use.source else "known to the package"
        yield use._replace(taxon_id=taxon_id, source=source)


def _accepted(checklist: Checklist) -> Mapping[str, set[str]]:
    """Taxon ids by the canonical accepted name."""
    ids: defaultdict[str, set[str]] = defaultdict(set)
    for taxon in checklist.records.taxa:
        ids[canonical(taxon.name)].add(taxon.taxon_id)
    return ids
