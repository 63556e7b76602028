"""Takes a what-if question and calls the module that answers it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from concordance.checklist import Checklist, checked_list
from concordance.errors import ConcordanceError
from concordance.pairs import PairRow
from concordance.scenarios.adoption import adopt
from concordance.scenarios.answer import WhatIf
from concordance.scenarios.proposals import EntriesOf, propose


class Question(NamedTuple):
    """The assumption of a what-if: lists adopt a reference, or proposals are adopted.

    Attributes
    ----------
    reference : Checklist, optional
        The reference to adopt.
    by, scope : str
        Which side adopts it, and for which group: see `adoption.adopt`.
    proposals : iterable of (name, side, Appendix), optional
        See `proposals.propose`.
    """

    reference: Checklist | None
    by: str = "both"
    scope: str = ""
    proposals: Iterable[tuple[str, str, str]] | None = None


def what_if(
    question: Question,
    lists: tuple[Checklist, Checklist],
    rows: Sequence[PairRow],
    entries_of: EntriesOf,
) -> WhatIf:
    """Return what a reference or proposals would change in a concordance.

    Parameters
    ----------
    question : Question
        Either with a reference or with proposals.
    lists : pair of Checklist
    rows : sequence of PairRow
        Their concordance.
    entries_of : callable
        See `proposals.propose`.

    Returns
    -------
    WhatIf

    Raises
    ------
    ConcordanceError
        If the question has both a reference and proposals, or neither; or as in `adoption.adopt`
        and `proposals.propose`.
    """
    reference, proposals = question.reference, question.proposals
    if (reference is None) == (proposals is None):
        raise ConcordanceError("what_if needs either adopt= (a reference) or proposals=")
    if reference is not None:
        return adopt(rows, checked_list(reference), question.by, question.scope, lists)
    return propose(proposals or (), entries_of, lists)
