"""The exceptions of the package. Each says where, what was found, and what to do."""

from __future__ import annotations

from collections.abc import Iterable


class ConcordanceError(ValueError):
    """Base of every error that this package raises on purpose."""


class ChecklistError(ConcordanceError):
    """A list cannot be read; the error holds every problem found in it.

    Attributes
    ----------
    place : str
        The file or table.
    problems : tuple of str
        One line per problem: row, column, what was found, what was expected.
    """

    def __init__(self, place: object, problems: Iterable[str]) -> None:
        self.place = str(place)
        self.problems = tuple(problems)
        count = len(self.problems)
        lines = "\n".join(f"  - {problem}" for problem in self.problems)
        super().__init__(f"{self.place}: {count} problem{'s' if count != 1 else ''}\n{lines}")


class DateError(ConcordanceError):
    """A date is not valid or lies outside the data."""


class NetworkError(ConcordanceError):
    """A service gives an unexpected answer or refuses the token."""


class UnknownNameError(ConcordanceError):
    """Neither list has the name; the error suggests the nearest names they have.

    Attributes
    ----------
    name : str
    nearest : tuple of str
        Similar names, nearest first.
    groups : tuple of str
        Entries for its genus or a higher group that may cover it, such as ``CITES I: Pan``.
    """

    def __init__(self, name: str, nearest: Iterable[str], groups: Iterable[str] = ()) -> None:
        self.name = name
        self.nearest = tuple(nearest)
        self.groups = tuple(groups)
        super().__init__(_unknown(name, self.nearest, self.groups))


def _unknown(name: str, nearest: tuple[str, ...], groups: tuple[str, ...]) -> str:
    if not name.strip():
        return "the name is blank; give the name of a taxon"
    sentences = [
        f"Neither list contains {name!r}" + ("." if nearest else ", and no similar name was found.")
    ]
    if groups:
        sentences.append(f"It may be covered by an entry for its group: {'; '.join(groups)}.")
    if nearest:
        sentences.append(f"Similar names: {', '.join(nearest)}.")
    sentences.append(
        "Check the spelling or try a synonym. This does not show whether the animal is protected."
    )
    return " ".join(sentences)
