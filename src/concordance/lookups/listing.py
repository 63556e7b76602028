"""The answer of one list for a name, on a day and for a country."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from concordance.lookups.reasons import Reason
from concordance.matching.listed import NOT_LISTED, Listed
from concordance.records import Taxon


class Given(NamedTuple):
    """The answer of one list for one name: its status, and the entries that cover it.

    Attributes
    ----------
    status : str
        A `MatchStatus`; a `Reason` if the list cannot answer at all.
    asked : str
        The name of the query, in canonical form.
    name, name_from : str or None
        The name in the list and its origin; None unless certain.
    taxon : Taxon or None
        The taxon of the list; None unless certain.
    listed : Listed
    evidence : str
    placed : tuple of str
        Kingdom, class, order and family; blank if not known.
    wherever : Listed or None
        The listing including entries for populations outside its range; None without a range.
    is_part : bool
        Whether the name means part of the taxon.
    split_to : tuple of str
        Names of the taxa into which the taxon has since been split.
    reasons : tuple of Reason
    is_known : bool
        Whether the list has exactly this name.
    has_genus : bool
        Whether the genus of the name is known.
    others : tuple of Taxon
        Taxa that the name may mean, if the answer is not certain.
    """

    status: str
    asked: str = ""
    name: str | None = None
    name_from: str | None = None
    taxon: Taxon | None = None
    listed: Listed = NOT_LISTED
    evidence: str = ""
    placed: tuple[str, ...] = ()
    wherever: Listed | None = None
    is_part: bool = False
    split_to: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    is_known: bool = False
    has_genus: bool = False
    others: tuple[Taxon, ...] = ()

    @property
    def cells(self) -> tuple[str | None, ...]:
        """The cells of the list in the table of answers."""
        return (self.status, self.name, self.name_from, *self.listed.cells)

    @property
    def about(self) -> str:
        """The subject of the entries: the name of the taxon, or that of the query."""
        return self.taxon.name if self.taxon else self.asked

    def having(self, *reasons: Reason) -> Given:
        """Return the answer with additional reasons."""
        return self._replace(reasons=tuple(dict.fromkeys((*self.reasons, *reasons))))


def unanswered(reason: Reason, words: str) -> Given:
    """Return the answer of a list that cannot answer."""
    return Given(reason.value, evidence=words, reasons=(reason,))


def joined(values: Iterable[str | None]) -> str | None:
    """Return the parts of several cells, each once, joined by |; None if there are none.

    Examples
    --------
    >>> joined(["I|II", None, "II"])
    'I|II'
    """
    parts = [part for value in values if value for part in value.split("|")]
    return "|".join(dict.fromkeys(parts)) or None
