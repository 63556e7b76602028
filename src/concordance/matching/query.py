"""Queries: a name to look up, with its details."""

from __future__ import annotations

from typing import Final, NamedTuple

#: higher taxa that a caller may give for a name, widest first
CONTEXT: Final = ("kingdom", "phylum", "class", "order", "family", "genus")
#: the context of a name if nothing is known
NO_CONTEXT: Final = ("",) * len(CONTEXT)


class Query(NamedTuple):
    """A name to look up, with its details.

    A tuple, not a dataclass: there is one for each name, and a tuple is created in a third of the
    time. ``unread`` is the part of the string that is not the name; ``others`` are other names of
    the list that the string may mean; ``reading`` is the name if it was read differently from the
    parser because of the list; ``annotation`` was cut off before the name was read.
    """

    verbatim: str
    name: str
    genus: str
    authorship: str
    rank: str
    read_as: str
    context: tuple[str, ...]
    problems: tuple[str, ...]
    qualifiers: tuple[str, ...] = ()
    unread: str = ""
    others: tuple[str, ...] = ()
    reading: str = ""
    annotation: str = ""
