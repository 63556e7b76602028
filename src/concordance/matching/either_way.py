"""A listing that holds whichever of several readings of a name is right."""

from __future__ import annotations

from collections.abc import Sequence

from concordance.codes import Rule
from concordance.matching.candidates import Candidate
from concordance.matching.index import ListIndex
from concordance.matching.listed import NOT_LISTED, Listed, listed_group, listed_taxon


def listed_either_way(
    ranked: Sequence[Candidate], groups: Sequence[Candidate], index: ListIndex
) -> Listed:
    """Return the listing through a group, where what a name may be in another genus agrees.

    Parameters
    ----------
    ranked : sequence of Candidate
        What the name may be; only genus transfers are considered.
    groups : sequence of Candidate
        The lowest group of the name that the list has.
    index : ListIndex

    Returns
    -------
    Listed
        Of the group; nothing where a candidate stands in other Appendices.
    """
    if not groups or any(c.rule is not Rule.GENUS_TRANSFER for c in ranked):
        return NOT_LISTED
    listed = listed_group(groups[0].indexed.taxon.name, index)
    same = all(listed_taxon(c.indexed.taxon, index).appendix == listed.appendix for c in ranked)
    return listed if same and listed.appendix else NOT_LISTED
