"""Rows of a reference list: each is a name with its status and accepted taxon."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from concordance.names.columns import parse_names
from concordance.readers.cells import plain
from concordance.readers.reference_layouts import ReferenceLayout
from concordance.readers.tables import Row, Sheet
from concordance.schema import cells


class Role(StrEnum):
    """Role of a name in its list; values are kinds of names, except for the last."""

    ACCEPTED = "accepted"
    SYNONYM = "synonym"
    PRO_PARTE = "pro_parte"
    MISAPPLIED = "misapplied"
    LEFT_OUT = ""  # neither a taxon nor a synonym


class Usage(NamedTuple):
    """A row of a reference list."""

    row: int
    usage_id: str
    text: str
    name: str
    authorship: str
    status: str
    accepted: str
    cells: Row
    role: Role = Role.ACCEPTED

    @property
    def is_synonym(self) -> bool:
        """Whether the list treats the name as a synonym of another."""
        return self.role not in (Role.ACCEPTED, Role.LEFT_OUT)


#: words for a synonym that do not contain "synonym", letters only
_NOT_ACCEPTED: Final = re.compile(
    "unaccepted|notaccepted|invalid|supersededcombination|supersededrecombination|misspelling|"
    "unavailablename|alternativerepresentation|incorrect|unjustifiedemendation|homonym|nomen|"
    "unassessed|taxoninquirendum|temporaryname|uncertain|deleted|quarantined|notrecognised|"
    "unnecessaryreplacement|variant|basionym|replaced|obsolete"
)


def cell(layout: ReferenceLayout, row: Row, term: str) -> str:
    """Return the text of the cell for a term; blank if there is none."""
    column = layout.column(term, row)
    text = row[column] if column else ""
    return " ".join(text.split()) if text else ""


def usages_of(layout: ReferenceLayout, sheet: Sheet) -> list[Usage]:
    """Return the rows of a reference list with their roles; rows that are not taxa are left out.

    Names that occur only in a column of accepted names are added.
    """
    numbered = list(_rows_of_taxa(layout, sheet.dicts()))
    texts = [plain(cell(layout, row, "name").replace("_", " ")) for _, row in numbered]
    read = parse_names(texts)
    usages = [
        Usage(
            row=number,
            usage_id=cell(layout, row, "id") or f"row-{number}",
            text=text,
            name=name or text,
            authorship=_author(layout, row) or author,
            status=cell(layout, row, "status"),
            accepted=cell(layout, row, "accepted"),
            cells=row,
        )
        for (number, row), text, name, author in zip(
            numbered, texts, cells(read["canonical"]), cells(read["authorship"]), strict=True
        )
    ]
    if layout.repeats:
        usages = list({usage.name: usage for usage in reversed(usages)}.values())[::-1]
    if layout.column("accepted_name", sheet.header):
        usages = list(_with_accepted_names(layout, usages))
    return _with_roles(layout, usages)


def _rows_of_taxa(
    layout: ReferenceLayout, numbered: Iterable[tuple[int, Row]]
) -> Iterator[tuple[int, Row]]:
    for number, row in numbered:
        if layout.kept and not _is_kept(layout, row):
            continue
        if cell(layout, row, "recognised").upper() in {"NR", "UR"}:
            continue
        if layout.repeats and "hybrid" in cell(layout, row, "name").lower().split():
            continue
        yield number, row
        yield from _subspecies(layout, number, row)


def _is_kept(layout: ReferenceLayout, row: Row) -> bool:
    """Whether a row is a taxon, unlike "Anas crecca [crecca Group]" and "Anas crecca/discors"."""
    kind = cell(layout, row, "kind").lower()
    return kind in layout.kept and not re.search(r"[\[/]", cell(layout, row, "name"))


def _subspecies(layout: ReferenceLayout, number: int, row: Row) -> Iterator[tuple[int, Row]]:
    """Rows for the subspecies in a cell of their species, one on each line."""
    column = layout.column("subspecies", row)
    if not column or not row[column].strip():
        return
    name, author = (layout.column(term, row) for term in ("name", "author"))
    for text in re.split(r"[\r\n;]+", row[column]):
        if len(text.split()) > 2 and text.split()[0] == row[name].split()[0]:
            yield number, {**row, name: text, author: "", column: ""}


def _author(layout: ReferenceLayout, row: Row) -> str:
    if "authoritySpeciesAuthor" not in row:
        return plain(cell(layout, row, "author"))
    author, year = row["authoritySpeciesAuthor"], row.get("authoritySpeciesYear", "")
    text = ", ".join(part for part in (author, year) if part)
    return f"({text})" if text and row.get("authorityParentheses") == "1" else text


def _with_accepted_names(layout: ReferenceLayout, usages: Sequence[Usage]) -> Iterator[Usage]:
    """Accepted names that occur only in a column become rows; others point to their own row."""
    ids = {usage.usage_id for usage in usages}
    by_text = {usage.text: usage.usage_id for usage in reversed(usages)}
    new: dict[str, Usage] = {}
    new_ids: dict[str, str] = {}
    for usage in usages:
        text = plain(cell(layout, usage.cells, "accepted_name"))
        if not text or text == usage.text or usage.accepted in ids:
            yield usage
            continue
        accepted = usage.accepted or by_text.get(text) or f"row-{usage.row}-accepted"
        known = new_ids.setdefault(text, accepted)
        yield usage._replace(accepted=known)
        if known not in ids and known not in new:
            read = parse_names([text])
            new[known] = usage._replace(
                usage_id=known, text=text, name=cells(read["canonical"])[0] or text,
                authorship=cells(read["authorship"])[0], status="accepted", accepted=known,
                cells={**usage.cells, layout.column("rank", usage.cells): ""},
            )  # fmt: skip
    yield from new.values()


def _with_roles(layout: ReferenceLayout, usages: Sequence[Usage]) -> list[Usage]:
    read = []
    for usage in usages:
        role = _role(usage)
        if role is Role.ACCEPTED:
            read.append(usage)
            continue
        accepted = usage.accepted
        if role is not Role.LEFT_OUT and not layout.columns.get("accepted"):
            accepted = cell(layout, usage.cells, "parent")
        read.append(usage._replace(role=role, accepted=accepted))
    left_out = {usage.usage_id for usage in read if usage.role is Role.LEFT_OUT}
    if not left_out:
        return read
    return [
        usage._replace(role=Role.LEFT_OUT)
        if usage.is_synonym and usage.accepted in left_out
        else usage
        for usage in read
    ]


@lru_cache(maxsize=1_000)
def _letters(status: str) -> str:
    return re.sub("[^a-z]", "", status.lower())


def _role(usage: Usage) -> Role:
    word = _letters(usage.status)
    if word == "barename":
        return Role.LEFT_OUT
    if word in {"propartesynonym", "proparte", "ambiguoussynonym"}:
        return Role.PRO_PARTE
    if word.startswith("misapp"):
        return Role.MISAPPLIED
    if "synonym" in word or (usage.accepted and usage.accepted != usage.usage_id):
        return Role.SYNONYM
    return Role.LEFT_OUT if _NOT_ACCEPTED.search(word) else Role.ACCEPTED


def usage_notes(layout: ReferenceLayout, sheet: Sheet, usages: Sequence[Usage]) -> list[Row]:
    """Return notes on rows that were read in a way the user should know about."""
    notes = []
    for usage in usages:
        if usage.role is Role.ACCEPTED:
            continue
        word = _letters(usage.status)
        column = layout.column("status", usage.cells)
        problem = ""
        if usage.role is Role.LEFT_OUT:
            problem = "not accepted and without an accepted name; left out"
        elif usage.role is Role.SYNONYM and not (
            "synonym" in word or _NOT_ACCEPTED.search(word) or word == ""
        ):
            problem = f"read as a synonym, since its accepted name is {usage.accepted}"
        if problem:
            notes.append(_note(str(usage.row), column, usage.status, problem))
    return notes + _left_out(layout, sheet)


def _left_out(layout: ReferenceLayout, sheet: Sheet) -> list[Row]:
    """Number of rows that are not taxa, by kind."""
    notes = []
    for term, unwanted in (("kind", None), ("recognised", {"NR", "UR"})):
        column = layout.column(term, sheet.header)
        if not column:
            continue
        place = sheet.header.index(column)
        counts = Counter(record[place] for record in sheet.records)
        notes += [
            _note("", column, kind, f"{count} rows are not accepted taxa; left out")
            for kind, count in sorted(counts.items())
            if (kind in unwanted if unwanted else kind.lower() not in layout.kept)
        ]
    return notes


def _note(row: str, column: str, found: str, problem: str) -> Row:
    return {"row": row, "column": column, "found": found, "problem": problem}


def usage_problems(layout: ReferenceLayout, sheet: Sheet, usages: Sequence[Usage]) -> list[str]:
    """Return what is wrong with the rows of a list, by row and column."""
    if not usages:
        return [f"{sheet.where}has a header but no rows; download it again"]
    where, header = sheet.where, sheet.header
    counts = Counter(usage.usage_id for usage in usages if usage.role is not Role.LEFT_OUT)
    problems = [
        f"{where}row {usage.row}: {layout.column('name', header)} is blank; expected a name"
        for usage in usages
        if not usage.text
    ]
    problems += [
        f"{where}row {usage.row}: {layout.column('id', header) or 'id'} {usage.usage_id!r} occurs "
        f"{counts[usage.usage_id]} times; keep one of these rows"
        for usage in usages
        if counts[usage.usage_id] > 1
    ]
    roles = {usage.usage_id: usage.role for usage in usages}
    return problems + [
        f"{where}row {usage.row}: {layout.column('accepted', header) or 'parentID'} is "
        f"{usage.accepted!r}, "
        f"{'of a synonym' if usage.accepted in roles else 'not in the file'}; expected the id of "
        "an accepted name"
        for usage in usages
        if usage.is_synonym and roles.get(usage.accepted) is not Role.ACCEPTED
    ]
