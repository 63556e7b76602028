"""Trade records from the CITES Trade Database, with the answers of the lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import pandas as pd

from concordance.checklist import Checklist
from concordance.codes import Code, MatchStatus
from concordance.errors import ChecklistError
from concordance.lookups.ask import Question, ask, desk_of
from concordance.lookups.days import Days
from concordance.lookups.desk import Desk
from concordance.lookups.listing import joined
from concordance.lookups.reasons import Reason
from concordance.matching.answer import is_hybrid
from concordance.readers.user_tables import read_any_table
from concordance.schema import Column, cells, choices

#: columns of a download, with their titles there
_TAXON: Final = "Taxon"
_YEAR: Final = "Year"
_APPENDIX: Final = ("App.", "Appendix")
_COUNTRIES: Final = ("Origin", "Exporter")
_CLASS: Final = "Class"
_LEVELS: Final = ("Class", "Order", "Family", "Genus")


class Agreement(Code):
    """Whether the Appendix of a record agrees with that of the list, or why not."""

    SAME = "same"
    NOT_LISTED = "appendix_n"  # recorded but not listed
    HYBRID = "hybrid"  # a hybrid; the list covers it through its parents
    DOMESTIC = "domestic"  # a domestic form
    CHANGED_IN_YEAR = "changed_in_year"  # both Appendices were in force in the year
    PARTLY_BEFORE_DATA = "partly_before_data"  # the data does not cover the whole year
    DAY = "day"  # the Appendix of another day
    POPULATION = "population"  # the Appendix of another population, or the country does not decide
    SUBSPECIES = "subspecies"  # a subspecies is listed separately
    SPECIMEN = "specimen"  # the entry is only for some specimens
    GROUP = "group"  # identified to a genus or group with parts that are listed separately
    NAME = "name"  # the name is not certain, or meant something else on the day
    RECORD = "record"  # an error in the record, or in the data


RECORDED: Final = (
    Column(
        name="lookup_agreement",
        meaning="whether the Appendix of the record is that of the list on the day; if not, why",
        values=choices(Agreement),
    ),
)


class _Answers(NamedTuple):
    """Answers of all lists, and of the first: as asked, without country, and on all days."""

    table: pd.DataFrame
    first: pd.DataFrame
    anywhere: Sequence[str | None]
    ever: Sequence[str | None]


def lookup_trade(
    source: str | Path | pd.DataFrame, *, lists: Sequence[Checklist] | None = None
) -> pd.DataFrame:
    """Return trade records with the answers of the lists, and why Appendices differ.

    Parameters
    ----------
    source : path or pandas.DataFrame
        An unmodified download from the CITES Trade Database: a comparative tabulation or full
        records, as CSV or Excel.
    lists : sequence of Checklist, optional
        By default both treaties in the package. The Appendix of the record is compared with that
        of the first list.

    Returns
    -------
    pandas.DataFrame
        Every column and row of the source, then those of `lookup` for the taxon in its year and
        from its country of origin (or else of export), each prefixed with ``lookup_``, and
        ``lookup_agreement`` (`Agreement`).

    Raises
    ------
    ChecklistError
        If the source does not have the columns of such a download, or cannot be read.

    Examples
    --------
    >>> records = pd.DataFrame({"Year": ["2018", "2018"], "App.": ["I", "II"],
    ...                         "Taxon": ["Panthera leo", "Psittacus erithacus"],
    ...                         "Class": ["Mammalia", "Aves"], "Order": "", "Family": "",
    ...                         "Genus": "", "Importer": "DE", "Exporter": ["IN", "ZA"],
    ...                         "Origin": ["", "CD"]})
    >>> lookup_trade(records)[["lookup_cites_appendix", "lookup_agreement"]].values.tolist()
    [['I|II', 'subspecies'], ['I', 'day']]
    """
    place = "the table" if isinstance(source, pd.DataFrame) else str(source)
    table = source if isinstance(source, pd.DataFrame) else read_any_table(Path(source))
    appendix = _appendix_column(table, place)
    desk = desk_of(lists)
    answers = _answers(table, desk)
    result = table.reset_index(drop=True).copy()
    for column in answers.table.columns.drop("query"):
        result[f"lookup_{column}"] = answers.table[column]
    recorded = [str(cell or "").strip().upper() for cell in cells(result[appendix])]
    agreements = [
        _agreement(row, cell, desk.keys[0])
        for row, cell in zip(_rows(answers, recorded), recorded, strict=True)
    ]
    result[RECORDED[0].name] = pd.Series(agreements, dtype="string[pyarrow]")
    result.index = table.index
    return result


def _appendix_column(table: pd.DataFrame, place: str) -> str:
    """The column with the Appendix; the error lists all missing columns."""
    wanted = [_TAXON, _YEAR, *_COUNTRIES, _CLASS]
    missing = [name for name in wanted if name not in table.columns]
    appendices = [name for name in _APPENDIX if name in table.columns]
    if not appendices:
        missing.append(" or ".join(_APPENDIX))
    if missing:
        columns = ", ".join(map(str, table.columns[:30]))
        raise ChecklistError(
            place,
            [
                f"row 1: column {name!r} is missing; found {columns}. Expected a download of the "
                "treaty's trade database: a comparative tabulation, or full records"
                for name in missing
            ],
        )
    return appendices[0]


def _answers(table: pd.DataFrame, desk: Desk) -> _Answers:
    plain = table.reset_index(drop=True)
    names, years = plain[_TAXON], plain[_YEAR]
    origin, exporter = (cells(plain[name]) for name in _COUNTRIES)
    countries = [
        first if str(first or "").strip() else second
        for first, second in zip(origin, exporter, strict=True)
    ]
    classes = [str(cell or "").strip() for cell in cells(plain[_CLASS])]
    # the database has classes for animals only
    context = pd.DataFrame({"kingdom": ["Animalia" if c else "Plantae" for c in classes]})
    for level in _LEVELS:
        if level in plain.columns:
            context[level.lower()] = plain[level]
    asked = Question(years, countries, context)
    first = desk_of(desk.lists[:1])  # changes in another list cannot explain a difference
    column = f"{first.keys[0]}_appendix"
    days = desk.lists[0].once(Days)
    ever = [
        cells(ask(first, names, asked._replace(dates=year))[column])
        for year in range(int(days.first[:4] or 0), int(days.last[:4] or -1) + 1)
    ]
    return _Answers(
        ask(desk, names, asked),
        ask(first, names, asked),
        cells(ask(first, names, asked._replace(countries=None))[column]),
        [joined(row) for row in zip(*ever, strict=True)] if ever else [None] * len(plain),
    )


Row = Mapping[str, object]


def _rows(answers: _Answers, recorded: Sequence[str]) -> list[Row]:
    columns = {name: cells(answers.first[name]) for name in answers.first.columns}
    return [
        {
            **{name: values[at] for name, values in columns.items()},
            "anywhere": answers.anywhere[at],
            "ever": answers.ever[at],
        }
        for at in range(len(recorded))
    ]


def _agreement(row: Row, recorded: str, key: str) -> str:
    """Why the Appendix of a record differs from that of the list."""
    ours = str(row[f"{key}_appendix"] or "")
    if recorded == ours:
        return Agreement.SAME.value
    if recorded == "N":
        return Agreement.NOT_LISTED.value
    return (_of_kind(row, key) or _of_reason(row, recorded, ours) or _of_rest(row, recorded)).value


def _of_kind(row: Row, key: str) -> Agreement | None:
    """The kind of animal or plant in a record, if it explains a difference."""
    query, evidence = str(row["query"]), str(row["evidence"])
    if is_hybrid(query) or "hybrid" in query.lower():
        return Agreement.HYBRID
    if "domestic form" in evidence or "domestic form" in str(row[f"{key}_scope"]):
        return Agreement.DOMESTIC
    return None


#: reasons that explain a difference if the record has one of several Appendices
_BY_REASON: Final = (
    (Reason.CHANGED_IN_YEAR, Agreement.CHANGED_IN_YEAR),
    (Reason.CONDITION, Agreement.SPECIMEN),
    (Reason.PART_OF_COUNTRY, Agreement.POPULATION),
    (Reason.POPULATION, Agreement.POPULATION),
    (Reason.SUBSPECIES, Agreement.SUBSPECIES),
)


def _of_reason(row: Row, recorded: str, ours: str) -> Agreement | None:
    codes = str(row["reason_codes"] or "").split("|")
    if recorded in ours.split("|") or Reason.CONDITION in codes:
        for reason, agreement in _BY_REASON:
            if reason in codes:
                return agreement
        if " " not in str(row["query"]).removesuffix(" spp."):
            return Agreement.GROUP
    return None


def _of_rest(row: Row, recorded: str) -> Agreement:
    """Whether the record has the Appendix of another population, day or name."""
    codes = str(row["reason_codes"] or "").split("|")
    if recorded in str(row["anywhere"] or "").split("|"):
        return Agreement.POPULATION
    if recorded in str(row["ever"] or "").split("|"):
        return Agreement.DAY
    if row["status"] not in _SURE or Reason.NAME_ON_DAY in codes or Reason.SPLIT_SINCE in codes:
        return Agreement.NAME
    if {Reason.BEFORE_DATA, Reason.AFTER_DATA} & set(codes):
        return Agreement.DAY
    return Agreement.RECORD


_SURE: Final = frozenset(
    {
        MatchStatus.MATCHED, MatchStatus.LISTED_IN_PART, MatchStatus.COVERED, MatchStatus.EXCLUDED,
        MatchStatus.NOT_FOUND,
    }
)  # fmt: skip
