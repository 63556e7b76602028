"""What is known of the animal of a row beside what its two lists say."""

from __future__ import annotations

from typing import NamedTuple

from concordance.codes import Flag


class Known(NamedTuple):
    """What the package knows of the animal beside both lists; None where it knows nothing.

    Attributes
    ----------
    range_countries, range_uncertain : str or None
        ISO codes joined by a bar: where it is native, and where that is not certain.
    range_source : str or None
        The checklist that gives them.
    range_is_wider : bool
        Whether they are those of a taxon that contains the animal.
    common_names : tuple of (language, name, source)
        One of each language at most.
    eu_annexes, instruments : str or None
        Joined by a bar.
    """

    range_countries: str | None = None
    range_uncertain: str | None = None
    range_source: str | None = None
    range_is_wider: bool = False
    common_names: tuple[tuple[str, str, str], ...] = ()
    eu_annexes: str | None = None
    instruments: str | None = None

    def common_name(self, language: str) -> str | None:
        """Return the common name in a language (ISO 639-1)."""
        return next((name for own, name, _ in self.common_names if own == language), None)


NOTHING_BESIDE = Known()


class RedListed(NamedTuple):
    """What lists with conservation statuses have for a row, and the flags that follow.

    Attributes
    ----------
    category : str or None
        Of the first list that has one.
    source : str
        That list, in words.
    red_list_category, red_list_name : str or None
        What the Red List itself has, where it is loaded.
    flags : tuple of Flag
    """

    category: str | None
    source: str
    red_list_category: str | None = None
    red_list_name: str | None = None
    flags: tuple[Flag, ...] = ()
