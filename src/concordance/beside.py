"""What is known about the animal of a row apart from its two lists."""

from __future__ import annotations

from typing import NamedTuple

from concordance.codes import Flag


class Known(NamedTuple):
    """What the package knows about the animal apart from both lists; None where unknown.

    Attributes
    ----------
    range_countries, range_uncertain : str or None
        ISO codes joined by a bar: countries where it is native, and where that is uncertain.
    range_source : str or None
        The checklist that these countries come from.
    range_is_wider : bool
        Whether they are the range of a taxon that contains the animal.
    common_names : tuple of (language, name, source)
        At most one for each language.
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
    """Conservation statuses of a row from the lists that have them, and the resulting flags.

    Attributes
    ----------
    category : str or None
        From the first list that has one.
    source : str
        That list, in words.
    red_list_category, red_list_name : str or None
        Category and name in the Red List itself, where it is loaded.
    flags : tuple of Flag
    """

    category: str | None
    source: str
    red_list_category: str | None = None
    red_list_name: str | None = None
    flags: tuple[Flag, ...] = ()
