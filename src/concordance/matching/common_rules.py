"""How a common name leads to an animal: a vocabulary of its own."""

from __future__ import annotations

from enum import StrEnum


class CommonRule(StrEnum):
    """How a common name was linked, in the order tried."""

    EXACT = "exact"  # the same but for case
    SAME_WORDS = "same_words"  # but for accents, hyphens, articles, plural and order of words
    NUMBER = "number"  # the same in another number: a plural may be the name of a group
    GROUP_WORD = "group_word"  # the word for a group of animals
    WITHIN = "within"  # whole words of a longer name, or a name within the words asked
    NEAR_SPELLING = "near_spelling"  # one letter of a word differs: a proposal
    GENUS_WORD = "genus_word"  # the word for the animal comes from a scientific name: a proposal
    SHARED_WORDS = "shared_words"  # rare words in common: a proposal

    @property
    def decides(self) -> bool:
        """Whether one animal linked by the rule is an answer, not only a proposal."""
        return self in (CommonRule.EXACT, CommonRule.SAME_WORDS)
