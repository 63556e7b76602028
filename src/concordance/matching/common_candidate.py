"""A possible meaning of a common name, and whether it is the only one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from concordance.names.common import CommonRule

#: checklists that give each species one English name, unique within the checklist
_ONE_NAME_EACH: Final = frozenset({"avilist-2025", "mdd-2.4"})


class CommonCandidate(NamedTuple):
    """An animal or group that a common name may mean."""

    taxon: str
    rank: str
    kingdom: str
    class_: str
    order: str
    family: str
    language: str
    common_name: str  #: as the source prints it
    source: str
    licence: str
    confidence: str
    rule: CommonRule
    strength: float  #: 0 to 1, an order and not a probability

    @property
    def is_settled(self) -> bool:
        """Whether one checklist gives the name to this animal only, or several give it."""
        return self.decides and self._has_support

    @property
    def is_settled_in_any_number(self) -> bool:
        """Whether the same is true of a name given in the plural and known in the singular."""
        return self.rule is CommonRule.NUMBER and self.taxon.count(" ") == 1 and self._has_support

    @property
    def _has_support(self) -> bool:
        sources = set(self.source.split("|"))
        return len(sources) > 1 or not sources.isdisjoint(_ONE_NAME_EACH)

    @property
    def decides(self) -> bool:
        """Whether it is an answer if it is alone; groups and subspecies are only proposed."""
        return self.rule.decides and self.taxon.count(" ") == 1


def only_answer(candidates: Sequence[CommonCandidate]) -> CommonCandidate | None:
    """Return the animal that a name means if it is the only candidate and certain.

    Parameters
    ----------
    candidates : sequence of CommonCandidate
        For one name, as `CommonIndex.candidates` returns them.

    Returns
    -------
    CommonCandidate or None
    """
    if not candidates or not candidates[0].decides:
        return None
    first, *others = candidates
    # "tiger" is the tiger, although other names end in this word
    of_groups = all(other.rule is CommonRule.GROUP_WORD for other in others)
    return first if not others or (of_groups and first.is_settled) else None
