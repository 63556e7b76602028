"""The lists of the treaties, from the package on a day or from a download."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from concordance.arrange.downloads import with_package
from concordance.arrange.on_day import (
    COMPLETE_TO,
    DEFAULT_DAY,
    EVERYTHING,
    KINGDOMS,
    MISSING,
    Wanted,
    arrange,
)
from concordance.arrange.span import FIRST_DAY, LAST_DAY, span_of
from concordance.checklist import Checklist
from concordance.days import day_in_data, iso_day
from concordance.errors import ChecklistError, DateError
from concordance.readers.appendices import KEYS, read_facts
from concordance.records import mark_pro_parte
from concordance.schema import checked_choice

_ANIMALS: Final = KINGDOMS[0]

Day = str | date


class Options(NamedTuple):
    """The arguments of `load_cites` except the source."""

    as_of: Day | None
    kingdom: str
    amendments: str | Path | None
    species: Checklist | None
    details: tuple[str, ...]
    package_knowledge: bool = True


def checked_kingdoms(kingdom: str) -> tuple[str, ...]:
    """Return the kingdoms selected by an argument.

    Raises
    ------
    ConcordanceError
        If it is not one of the choices, which the message lists.
    """
    return (
        KINGDOMS if checked_choice("kingdom", kingdom, ("all", *KINGDOMS)) == "all" else (kingdom,)
    )


def load_cites(  # noqa: PLR0913 - public; all but one are optional keywords
    source: Any = None,
    *,
    as_of: Day | None = None,
    kingdom: str = "all",
    amendments: str | Path | None = None,
    species: Checklist | None = None,
    details: Iterable[str] = (),
    history: Any = None,
    package_knowledge: bool = True,
) -> Checklist:
    """Return the CITES Appendices in force on a day, or your download of them.

    Parameters
    ----------
    source : str, date, path, file object or DataFrame, optional
        By default the list in the package. A date (ISO text, `datetime.date`, Timestamp) is the
        same as ``as_of``. ``api`` uses Species+ with your token in SPECIESPLUS_TOKEN. Otherwise a
        download: Species+ "CITES listings" or the CITES Checklist "Index of CITES Species".
    as_of : str or date, optional
        A day from 2015-02-05 on. The default, 2026-06-26, is the last day on which the lists of
        both treaties in the package are complete. For a download: its date, if the file name does
        not contain it.
    kingdom : {"all", "Animalia", "Plantae"}
        Limit the list to one kingdom.
    amendments : path, optional
        Your own entries, a CSV with the columns of ``data/cites_listings.csv``. A row with a known
        ``entry_id`` replaces that entry (to end it, give ``effective_to``); other rows are added.
        ``as_of`` may then be as late as the last day on which an entry begins.
    species : Checklist, optional
        Your own species list (`load_checklist`). Its species that an entry for a group covers
        become members of the group, with their synonyms.
    details : iterable of str
        With ``api``: accepted names whose ranges, reservations and EU annexes are also fetched.
    history : path, file object or DataFrame, optional
        Your "History of CITES Listings", used instead of the list in the package. ``as_of`` may
        then be any day from its first change on.
    package_knowledge : bool
        Add the package's synonyms, concept relations and references to a download, for its day or
        the nearest day that the package covers.

    Returns
    -------
    Checklist

    Raises
    ------
    DateError
        If the date is not valid or outside the data, or two days are given.
    ChecklistError
        If a data file, the amendments or the species are damaged; lists every problem by row.
    ConcordanceError
        If the kingdom is not one of the choices.

    Examples
    --------
    >>> load_cites("2017-04-21").source.as_of
    '2017-04-21'
    >>> load_cites(kingdom="Plantae").taxa["kingdom"].unique().tolist()
    ['Plantae']
    """
    if history is not None:
        from concordance.arrange.listing_history import load_listing_history

        day = _one_day(source, as_of)
        return load_listing_history(history, None if day is None else iso_day(day))
    options = Options(as_of, kingdom, amendments, species, tuple(details), package_knowledge)
    return _load_any("cites", source, options)


def load_cms(  # noqa: PLR0913 - public; all but one are optional keywords
    source: Any = None,
    *,
    as_of: Day | None = None,
    amendments: str | Path | None = None,
    species: Checklist | None = None,
    details: Iterable[str] = (),
    package_knowledge: bool = True,
) -> Checklist:
    """Return the CMS Appendices in force on a day, or your download of them.

    Parameters
    ----------
    source : str, date, path, file object or DataFrame, optional
        By default the list in the package. A date is the same as ``as_of``. ``api`` uses Species+
        (names only) with your token in SPECIESPLUS_TOKEN. Otherwise a download: Species+ "CMS
        listings".
    as_of : str or date, optional
        A day from 2006-02-23 on. The default, 2026-06-26, is the day before the amendments of
        COP15, which are only partly known, enter into force. For a download: its date.
    amendments : path, optional
        As for `load_cites`, with the columns of ``data/cms_listings.csv``.
    species, details, package_knowledge
        As for `load_cites`.

    Returns
    -------
    Checklist

    Raises
    ------
    DateError
        If the date is not valid or outside the data, or two days are given.
    ChecklistError
        If a data file, the amendments or the species are damaged; lists every problem by row.

    Examples
    --------
    >>> load_cms().source.complete_to
    'COP14, in force 2024-05-16'
    >>> load_cms("2026-09-01").source.complete_to
    'COP14, in force 2024-05-16; COP15, in force 2026-06-27, is only partly included'
    """
    options = Options(as_of, "all", amendments, species, tuple(details), package_knowledge)
    return _load_any("cms", source, options)


def load_appendices(
    as_of: Day | None = None,
    amendments: Sequence[str | Path | None] = (None, None),
    *,
    whole: bool = False,
) -> tuple[Checklist, Checklist]:
    """Return the animals of both treaties in the package, CITES first.

    Parameters
    ----------
    as_of : str or date, optional
        See `load_cites`.
    amendments : pair of path or None
        The user's own entries for each treaty.
    whole : bool
        Include the other kingdoms.

    Returns
    -------
    pair of Checklist
    """
    left, right = (
        load_package(key, as_of, Wanted(KINGDOMS if whole else (_ANIMALS,), own))
        for key, own in zip(KEYS, amendments, strict=True)
    )
    return left, right


def coverage(key: str) -> tuple[str, str, str]:
    """Return the first day, last day and completeness of the data of a treaty."""
    return FIRST_DAY[key], LAST_DAY, COMPLETE_TO[key] + MISSING[key]


def meetings(until: str) -> Mapping[str, str]:
    """Return the meetings whose decisions entered into force up to a day.

    Parameters
    ----------
    until : str
        ISO date.

    Returns
    -------
    mapping of ISO date to str
        From the first day in force to treaty and meeting, by day.

    Examples
    --------
    >>> meetings("2018-06-01")
    {'2015-02-08': 'CMS COP11', '2017-01-02': 'CITES CoP17', '2018-01-26': 'CMS COP12'}
    """
    first = max(FIRST_DAY.values())
    days: dict[tuple[str, str], str] = {}
    for key in KEYS:
        for fact in read_facts(key).entries:
            meeting, day = fact.entry.decided_at, fact.entry.effective_from
            if meeting.lower().startswith("cop") and day:
                days[key, meeting] = min(day, days.get((key, meeting), day))
    return {
        day: f"{key.upper()} {meeting}"
        for (key, meeting), day in sorted(days.items(), key=lambda item: item[1])
        if first <= day <= until
    }


def _load_any(key: str, source: Any, options: Options) -> Checklist:
    kingdoms = checked_kingdoms(options.kingdom)
    if isinstance(source, str) and source == "api":
        from concordance.readers.speciesplus.concepts import (
            load_api,  # lazy: it loads requests
        )

        return _loaded(key, load_api(key, details=options.details), options)
    if options.details:
        raise ChecklistError(str(source), ["details work only with the source 'api'"])
    if source is None or _names_a_day(source):
        if options.species is not None:
            from concordance.arrange.own_species import check_species  # lazy: it loads Arrow

            check_species(options.species, kingdoms)
        wanted = Wanted(kingdoms, options.amendments, options.species)
        return load_package(key, _one_day(source, options.as_of), wanted)
    from concordance.readers.downloads import load_download  # lazy: a build does not need it

    day = None if options.as_of is None else iso_day(options.as_of)
    return _loaded(key, load_download(source, key, day), options)


def _loaded(key: str, checklist: Checklist, options: Options) -> Checklist:
    """A list from a reader; arguments that only apply to the package's list are errors."""
    for title, given in (("amendments are", options.amendments), ("species is", options.species)):
        if given is not None:
            raise ChecklistError(
                checklist.source.name, [f"{title} only allowed with the list in the package"]
            )
    kept = with_pro_parte(checklist)
    if options.package_knowledge:
        kept = with_package(kept, load_package(key, _nearest_day(key, checklist.source.as_of)))
    if options.kingdom == "all":
        return kept
    return replace(kept.of_kingdoms((options.kingdom,)), members=None)


def _names_a_day(source: Any) -> bool:
    """Whether a source is a date; a bare word is a date or a mistyped one."""
    return isinstance(source, date) or (isinstance(source, str) and not Path(source).suffix)


def _one_day(source: Day | None, as_of: Day | None) -> Day | None:
    if source is not None and as_of is not None:
        raise DateError(f"two days are given, {source} and as_of={as_of}; give one")
    return as_of if source is None else source


def with_pro_parte(checklist: Checklist) -> Checklist:
    """Return a list from a reader, with synonyms of several taxa marked as pro parte."""
    names = tuple(mark_pro_parte(checklist.records.names))
    return replace(checklist, records=checklist.records._replace(names=names))


def load_package(key: str, as_of: Day | None, wanted: Wanted = EVERYTHING) -> Checklist:
    """Return the list of a treaty in the package: see `load_cites`."""
    facts = read_facts(key, wanted.amendments)
    # the user's entries may begin after the last day of the package
    begins = max(fact.entry.effective_from for fact in facts.entries)
    last = max(LAST_DAY, begins if wanted.amendments else "")
    arranged = arrange(
        facts, _checked_day(key, as_of, last), wanted, partial(load_package, key, wanted=wanted)
    )
    whole = partial(_whole_on, arranged) if wanted == EVERYTHING else None
    return replace(arranged, span=partial(span_of, facts, last), whole_on=whole)


def _whole_on(arranged: Checklist, checklist: Checklist) -> Callable[[str], Checklist] | None:
    """How to get a list with its members in a spell, from a list that may have been changed."""
    from concordance.arrange.spells import whole_on  # lazy: a build needs one day only

    same = checklist.records is arranged.records and checklist.members is arranged.members
    return whole_on(checklist if same else arranged)


def _nearest_day(key: str, day: str) -> str:
    """Return the day in the data of a treaty that is nearest to the day of a list."""
    return min(max(day, FIRST_DAY[key]), LAST_DAY) if day else DEFAULT_DAY


def _checked_day(key: str, as_of: Day | None, last: str) -> str:
    if as_of is None:
        return DEFAULT_DAY
    return day_in_data(as_of, FIRST_DAY[key], last, f"the {key.upper()} data")
