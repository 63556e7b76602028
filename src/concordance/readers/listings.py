"""Reads lists of protected species other than the Appendices, from the package or a user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from concordance.codes import Confidence, NameKind, Scope, ScopeMode
from concordance.countries import FORMER
from concordance.errors import ChecklistError
from concordance.readers.amendments import listing_problems
from concordance.readers.appendices import EntryFact, SynonymFact, entry_facts
from concordance.readers.datapackage import APPENDICES, FILES
from concordance.readers.package import data_folder, read_data
from concordance.schema import choices

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, str]

#: allowed ranks of an entry
RANKS: Final = (
    "class", "order", "suborder", "family", "subfamily", "genus", "species", "subspecies",
    "variety", "form",
)  # fmt: skip
#: columns of a list in our own layout, and the required ones
COLUMNS: Final = FILES["eu_listings.csv"]
NEEDED: Final = ("taxon", "rank", "appendix")
_ANIMALS: Final = "Animalia"
#: a Party to treaties that is not a country of ISO 3166
_UNION: Final = "EU"


class ListFacts(NamedTuple):
    """The facts on a list of protected species, for all days.

    Attributes
    ----------
    key : str
    entries : tuple of EntryFact
    synonyms : tuple of SynonymFact
    groups : tuple of (name, families)
        Groups between family and order that the list names.
    sha256 : str
    """

    key: str
    entries: tuple[EntryFact, ...]
    synonyms: tuple[SynonymFact, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    sha256: str


def read_list(key: str) -> ListFacts:
    """Return the facts on a list in the package, one of `datapackage.APPENDICES`.

    Raises
    ------
    ChecklistError
        If a data file is damaged; lists every problem by row.
    """
    rows = read_data(f"{key}_listings.csv")
    if problems := listing_problems(list(enumerate(rows, start=2)), APPENDICES[key]):
        raise ChecklistError(f"data/{key}_listings.csv", problems)
    synonyms = tuple(
        SynonymFact(row["name"], row["authorship"], row["accepted_name"], NameKind(row["kind"]),
                    row["source"])
        for row in read_data("synonyms.csv")
        if row["taxonomy"] == key
    )  # fmt: skip
    sha256 = _registered(f"{key}_listings.csv")
    return ListFacts(key, entry_facts(rows), synonyms, read_groups(), sha256)


def read_groups() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the families of each group between family and order."""
    families: dict[str, list[str]] = {}
    for row in read_data("groups.csv"):
        families.setdefault(row["name"], []).append(row["family"])
    return tuple((name, tuple(own)) for name, own in families.items())


def _registered(name: str) -> str:
    lines = (data_folder() / "SHA256SUMS").read_text("utf-8").splitlines()
    return next(line.split()[0] for line in lines if line.endswith(f" {name}"))


def read_listings(source: str | Path | pd.DataFrame, key: str) -> ListFacts:
    """Return the facts from a user's list in our own layout.

    Parameters
    ----------
    source : path or pandas.DataFrame
        Columns from `COLUMNS`; those in `NEEDED` are required.
    key : str

    Raises
    ------
    ChecklistError
        Lists every missing or unknown column, and every wrong cell by row.
    """
    place, header, rows, digest = _table_of(source)
    numbered = [
        (number, dict.fromkeys(COLUMNS, "") | row)
        for number, row in enumerate(rows, start=2)
        if any(row.values())
    ]
    problems = _header_problems(header)
    if not problems and not numbered:
        problems = ["has no rows; expected one row per entry"]
    if not problems:
        _complete(key, numbered)
        problems = [p for number, row in numbered for p in _row_problems(number, row)]
        problems += listing_problems(numbered, ())
    if problems:
        raise ChecklistError(place, problems)
    return ListFacts(key, entry_facts([row for _, row in numbered]), (), read_groups(), digest)


def _table_of(
    source: str | Path | pd.DataFrame,
) -> tuple[object, list[str], list[Row], str]:
    import hashlib

    if isinstance(source, (str, Path)):
        from concordance.readers.user_tables import read_any_table

        path = Path(source)
        frame = read_any_table(path)
        place: object = path
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    else:
        frame, place = source, "listings"
        digest = hashlib.sha256(frame.to_csv(index=False).encode()).hexdigest()
    header = [str(column) for column in frame.columns]
    from concordance.schema import cells

    columns = [
        ["" if cell is None else str(cell).strip() for cell in cells(frame[name])]
        for name in frame.columns
    ] if len(set(header)) == len(header) else []  # fmt: skip
    rows = [dict(zip(header, row, strict=True)) for row in zip(*columns, strict=True)]
    return place, header, rows, digest


def _header_problems(header: Sequence[str]) -> list[str]:
    known = ", ".join(COLUMNS)
    problems = [
        f"row 1: column {name!r} is not known; expected one of {known}; rename or delete it"
        for name in dict.fromkeys(header)
        if name not in COLUMNS
    ]
    problems += [
        f"row 1: column {name!r} occurs {header.count(name)} times; expected once"
        for name in dict.fromkeys(header)
        if header.count(name) > 1
    ]
    problems += [
        f"row 1: column {name!r} is missing; found {', '.join(header) or 'none'}; add it"
        for name in NEEDED
        if name not in header
    ]
    return problems


def _complete(key: str, numbered: Sequence[tuple[int, Row]]) -> None:
    """Fill in values that follow from the rest of a row, in place."""
    for _, row in numbered:
        slug = row["taxon"].lower().replace(" ", "-")
        row["entry_id"] = row["entry_id"] or ":".join(
            part for part in (key, slug, row["appendix"], row["scope_iso2"], row["scope_note"])
            if part
        )  # fmt: skip
        row["kingdom"] = row["kingdom"] or _ANIMALS
        row["scope"] = row["scope"] or Scope.WHOLE.value
        row["confidence"] = row["confidence"] or Confidence.REPORTED.value


def _row_problems(number: int, row: Row) -> list[str]:
    where = f"row {number}, {row['taxon'] or 'no taxon'!r}"
    codes: Mapping[str, Sequence[str]] = {
        "rank": RANKS,
        "scope": choices(Scope),
        "scope_mode": ("", *choices(ScopeMode)),
        "confidence": choices(Confidence),
    }
    problems = [
        f"{where}: {column} is {row[column]!r}; expected one of "
        f"{', '.join(filter(None, allowed))}; correct it"
        for column, allowed in codes.items()
        if row[column] not in allowed
    ]
    known = {country["code"] for country in read_data("countries.csv")} | {*FORMER, _UNION}
    problems += [
        f"{where}: {column} has {code!r}; expected two-letter ISO 3166 codes, joined by |"
        for column in ("scope_iso2", "parties")
        for code in filter(None, row[column].split("|"))
        if code not in known
    ]
    return problems
