"""One name asked for, with what is known of it."""

from __future__ import annotations

from typing import Final, NamedTuple

#: higher taxa that a caller may give for a name, widest first
CONTEXT: Final = ("kingdom", "phylum", "class", "order", "family", "genus")
#: where nothing is known of a name
NO_CONTEXT: Final = ("",) * len(CONTEXT)


class Query(NamedTuple):
    """One name asked for, with what is known of it.

    A tuple and no dataclass: there are as many as names, and a tuple is made in a third of the
    time. ``unread`` is what stands beside the name in the string; ``others`` are names of the list
    that the string may mean too; ``reading`` is the name where the list shows another reading than
    the parser; ``annotation`` was cut off before it was read.
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
