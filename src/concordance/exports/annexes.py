"""The annexes of a Committee paper: what one nomenclature for both lists would change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from concordance.about import DISCLAIMER
from concordance.codes import Keys
from concordance.exports.result import Result
from concordance.impact import Impact, Whole

_APPENDIX: Final = {True: "same Appendix", False: "another Appendix"}


class Annex(NamedTuple):
    """One table of a paper.

    Attributes
    ----------
    sheet, title : str
        Its title in a workbook, and in a document.
    about : str
        What it shows, in one sentence.
    heads : tuple of str
        Column headings, all different.
    rows : tuple of tuple of str
        One cell for each heading; blank if there is no value.
    italic : frozenset of int
        Positions of the columns with scientific names.
    grouped : int
        Number of columns on the left that are the same in all rows of a group.
    """

    sheet: str
    title: str
    about: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    italic: frozenset[int] = frozenset()
    grouped: int = 0


class Paper(NamedTuple):
    """A document of annexes.

    Attributes
    ----------
    title : str
    about, sources : tuple of str
        Paragraphs before and after the annexes.
    annexes : tuple of Annex
    day : str
        The day of the lists (ISO), the date of the document; blank = not known.
    """

    title: str
    about: tuple[str, ...]
    annexes: tuple[Annex, ...]
    sources: tuple[str, ...]
    day: str


def committee_annexes(impact: Impact) -> tuple[Annex, ...]:
    """Return the three annexes: replacements one to one, lumps, splits.

    Parameters
    ----------
    impact : Impact

    Returns
    -------
    tuple of Annex
        Annexes 2 and 3 have a row for each part, with its whole repeated in each row.
    """
    left, right = impact.sides
    replaced = sorted(impact.replacements, key=lambda r: (_CHANGES.index(r.change), r.names))
    return (
        Annex(
            "Annex 1 Replacements",
            f"Annex 1. One animal, two names ({len(replaced)})",
            f"{left} and {right} mean the same animals but use different names. Names in "
            "different genera come first, then different spellings, then other names.",
            ("What differs", f"{left} name", f"{left} entry", f"{right} name", f"{right} entry",
             "Basis"),
            tuple(
                (r.change, r.names[0], r.entries[0], r.names[1], r.entries[1], r.basis or "")
                for r in replaced
            ),
            frozenset({1, 3}),
        ),
        _of_wholes("Annex 2 Lumps", f"Annex 2. One taxon of {right}, several of {left}",
                   (right, left), impact.lumps),
        _of_wholes("Annex 3 Splits", f"Annex 3. One taxon of {left}, several of {right}",
                   (left, right), impact.splits),
    )  # fmt: skip


_CHANGES: Final = ("genus", "spelling", "name")


def _of_wholes(sheet: str, title: str, sides: tuple[str, str], wholes: Iterable[Whole]) -> Annex:
    wide, narrow = sides
    wholes = list(wholes)
    return Annex(
        sheet,
        f"{title} ({len(wholes)})",
        f"{narrow} divides what {wide} treats as one taxon. If {wide} adopted the names of "
        f"{narrow}, its entry would have to name the parts.",
        (f"{wide} taxon", f"{wide} entry", f"{narrow} taxon", f"{narrow} entry", "Appendices"),
        tuple(row for whole in wholes for row in _rows_of(whole)),
        frozenset({0, 2}),
        2,
    )


def _rows_of(whole: Whole) -> Iterator[tuple[str, ...]]:
    for part in whole.parts:
        same = _APPENDIX[part.appendices == whole.appendices] if part.appendices else "no entry"
        yield whole.name, whole.entry, part.name, part.entry, same
    for name in whole.overlapping:
        yield whole.name, whole.entry, name, "", "only a part of it is included"


def agenda_annex(items: Iterable[Mapping[str, object]], keys: Keys) -> Annex:
    """Return the agenda as the fourth annex.

    Parameters
    ----------
    items : iterable of mapping
        Rows of `agenda.agenda`.
    keys : pair of str

    Returns
    -------
    Annex
    """
    rows = []
    for item in items:
        sides = (item[f"{key}_appendix"] or "no entry" for key in keys)
        cells = (item["item"], item["title"], *sides, item["differs"], item["why"])
        rows.append(tuple(str(cell) for cell in cells))
    left, right = (key.upper() for key in keys)
    return Annex(
        "Annex 4 Decisions",
        f"Annex 4. Open decisions ({len(rows)})",
        "One item is one problem, however many rows of the table it has. The heaviest legal "
        "consequence comes first.",
        ("Item", "Animals", f"{left} Appendix", f"{right} Appendix", "What differs",
         "Reason and draft action"),
        tuple(rows),
        frozenset({1}),
    )  # fmt: skip


def committee_paper(result: Result) -> Paper:
    """Return the annexes of a concordance as a document.

    Parameters
    ----------
    result : Result
        With its agenda and its impact; data that may not be redistributed are left out.

    Returns
    -------
    Paper
    """
    left, right = (key.upper() for key in result.keys)
    annexes = () if result.impact is None else committee_annexes(result.impact)
    items = () if result.agenda is None else (agenda_annex(result.items(), result.keys),)
    return Paper(
        title=f"Draft annexes: one nomenclature for {left} and {right}",
        about=(
            DISCLAIMER,
            f"A draft for consideration. It compares {' and '.join(_named(result))}.",
            "Annexes 1 to 3 show what would change if one side adopted the names of the other. "
            "Annex 4 lists what needs a decision. Basis of a relation: asserted by a source, "
            "inferred from names and synonyms, or reviewed by a person.",
        ),
        annexes=(*annexes, *items),
        sources=(
            *(f"{s.name}, {s.version}. {s.citation} Licence: {s.licence}" for s in result.inputs),
            f"How to cite: {result.citation()}",
        ),
        day=result.day,
    )


def _named(result: Result) -> Iterator[str]:
    return (f"{s.name} ({s.version}, complete up to {s.complete_to})" for s in result.sources)
