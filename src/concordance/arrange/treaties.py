"""The lists of the treaties: from the package as in force on a day, or from a download."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from concordance.arrange.in_force import (
    earlier_entries,
    entries_in_force,
    groups_in_force,
    printed_names,
)
from concordance.arrange.names import names_on
from concordance.arrange.references import names_elsewhere, reference_names, scopes_on
from concordance.arrange.taxa import taxa_on
from concordance.checklist import Checklist, Knowledge, Records, Source
from concordance.codes import Relation
from concordance.days import iso_day
from concordance.errors import ChecklistError, DateError
from concordance.readers.appendices import KEYS, Facts, read_facts
from concordance.records import (
    CommonName,
    ConceptRelation,
    Measure,
    NameUse,
    Taxon,
    concept,
    mark_pro_parte,
)

#: the last day on which both lists are complete: the day before CMS COP15 enters into force
DEFAULT_DAY: Final = "2026-06-26"
#: the day up to which the data was compiled, never the clock
LAST_DAY: Final = "2026-11-23"
_FIRST_DAY: Final = {"cites": "2015-02-05", "cms": "2006-02-23"}
_COMPLETE_TO: Final = {
    "cites": "CoP20, in force 2026-03-05",
    "cms": "COP14, in force 2024-05-16",
}
#: what a list lacks after the default day
_MISSING: Final = {
    "cites": "",
    "cms": "; of COP15, in force 2026-06-27, only part is known",
}
_LABEL: Final = {"cites": "CITES Appendices I-III (fauna)", "cms": "CMS Appendices I-II"}

Day = str | date


def load_cites(
    source: Any = None,
    *,
    as_of: Day | None = None,
    amendments: str | Path | None = None,
    details: Iterable[str] = (),
    history: Any = None,
) -> Checklist:
    """Return the fauna of the CITES Appendices in force on a day, or a download of yours.

    Parameters
    ----------
    source : str, date, path, file object or DataFrame, optional
        Left out, the list in the package. A date (ISO text, `datetime.date`, Timestamp) is the
        same as ``as_of``. ``api``: from Species+, with your token in SPECIESPLUS_TOKEN. Else a
        download: Species+ "CITES listings" or the CITES Checklist "Index of CITES Species".
    as_of : str or date, optional
        A day from 2015-02-05 on. Left out, 2026-06-26: the last day on which the lists of both
        treaties in the package are complete. Of a download: its date, where the name of the file
        does not say it.
    amendments : path, optional
        The user's own entries, a CSV with the columns of ``data/cites_listings.csv``: a row with
        a known ``entry_id`` replaces that row (to close it, give ``effective_to``), others are
        added.
    details : iterable of str
        With ``api``: accepted names of which ranges, reservations and EU annexes are fetched too.
    history : path, file object or DataFrame, optional
        A "History of CITES Listings" of yours, in place of the list in the package: then ``as_of``
        may be any day from its first change on.

    Returns
    -------
    Checklist

    Raises
    ------
    DateError
        If the date is not valid, the data does not cover it, or two days are given.
    ChecklistError
        If a data file or the amendments are damaged, with every problem by row.

    Examples
    --------
    >>> load_cites("2017-04-21").source.as_of
    '2017-04-21'
    """
    if history is not None:
        from concordance.arrange.listing_history import load_listing_history

        day = _one_day(source, as_of)
        return load_listing_history(history, None if day is None else iso_day(day))
    return _load_any("cites", source, as_of, amendments, details)


def load_cms(
    source: Any = None,
    *,
    as_of: Day | None = None,
    amendments: str | Path | None = None,
    details: Iterable[str] = (),
) -> Checklist:
    """Return the CMS Appendices in force on a day, or a download of yours.

    Parameters
    ----------
    source : str, date, path, file object or DataFrame, optional
        Left out, the list in the package. A date is the same as ``as_of``. ``api``: from
        Species+, names only, with your token in SPECIESPLUS_TOKEN. Else a download: Species+
        "CMS listings".
    as_of : str or date, optional
        A day from 2006-02-23 on. Left out, 2026-06-26: the day before the amendments of COP15,
        of which only part is known, enter into force. Of a download: its date.
    amendments : path, optional
        As for `load_cites`, with the columns of ``data/cms_listings.csv``.
    details : iterable of str
        As for `load_cites`.

    Returns
    -------
    Checklist

    Raises
    ------
    DateError
        If the date is not valid, the data does not cover it, or two days are given.
    ChecklistError
        If a data file or the amendments are damaged, with every problem by row.

    Examples
    --------
    >>> load_cms().source.complete_to
    'COP14, in force 2024-05-16'
    >>> load_cms("2026-09-01").source.complete_to
    'COP14, in force 2024-05-16; of COP15, in force 2026-06-27, only part is known'
    """
    return _load_any("cms", source, as_of, amendments, details)


def load_appendices(
    as_of: Day | None = None, amendments: Sequence[str | Path | None] = (None, None)
) -> tuple[Checklist, Checklist]:
    """Return the lists of both treaties in the package, CITES first.

    Parameters
    ----------
    as_of : str or date, optional
        See `load_cites`.
    amendments : pair of path or None
        The user's own entries for each.

    Returns
    -------
    pair of Checklist
    """
    left, right = (load_package(key, as_of, own) for key, own in zip(KEYS, amendments, strict=True))
    return left, right


def coverage(key: str) -> tuple[str, str, str]:
    """Return first day, last day and completeness of the data of a treaty."""
    return _FIRST_DAY[key], LAST_DAY, _COMPLETE_TO[key] + _MISSING[key]


def meetings(until: str) -> Mapping[str, str]:
    """Return the meetings whose decisions the data of both treaties dates, up to a day.

    Parameters
    ----------
    until : str
        ISO date.

    Returns
    -------
    mapping of ISO date to str
        First day in force, in order, to the treaty and the meeting.

    Examples
    --------
    >>> meetings("2018-06-01")
    {'2015-02-08': 'CMS COP11', '2017-01-02': 'CITES CoP17', '2018-01-26': 'CMS COP12'}
    """
    first = max(_FIRST_DAY.values())
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


def _load_any(
    key: str,
    source: Any,
    as_of: Day | None,
    amendments: str | Path | None,
    details: Iterable[str],
) -> Checklist:
    if isinstance(source, str) and source == "api":
        from concordance.readers.speciesplus.concepts import (
            load_api,  # only here: it loads requests
        )

        return with_pro_parte(load_api(key, details=details))
    if tuple(details):
        raise ChecklistError(str(source), ["details are for the source 'api' only"])
    if source is None or _names_a_day(source):
        return load_package(key, _one_day(source, as_of), amendments)
    if amendments is not None:
        raise ChecklistError(str(source), ["amendments are for the list in the package only"])
    from concordance.readers.downloads import load_download  # only here: a build needs none

    day = None if as_of is None else iso_day(as_of)
    return with_pro_parte(load_download(source, key, day))


def _names_a_day(source: Any) -> bool:
    """Whether a source is a date: a bare word is one, or a mistake for one."""
    return isinstance(source, date) or (isinstance(source, str) and not Path(source).suffix)


def _one_day(source: Day | None, as_of: Day | None) -> Day | None:
    if source is not None and as_of is not None:
        raise DateError(f"two days are given, {source} and as_of={as_of}; give one")
    return as_of if source is None else source


def with_pro_parte(checklist: Checklist) -> Checklist:
    """Return a list that a reader gave, with its synonyms of several taxa marked pro parte."""
    names = tuple(mark_pro_parte(checklist.records.names))
    return replace(checklist, records=checklist.records._replace(names=names))


def load_package(key: str, as_of: Day | None, amendments: str | Path | None) -> Checklist:
    """Return the list of a treaty in the package: see `load_cites`."""
    return arrange(read_facts(key, amendments), _checked_day(key, as_of), amendments)


def _checked_day(key: str, as_of: Day | None) -> str:
    first = _FIRST_DAY[key]
    span = f"the {key.upper()} data covers {first} to {LAST_DAY}"
    if as_of is None:
        return DEFAULT_DAY
    try:
        day = iso_day(as_of)
    except DateError as error:
        raise DateError(f"{error}; {span}") from error
    if not first <= day <= LAST_DAY:
        raise DateError(f"as_of {day} is outside the data: {span}; choose a day within")
    return day


def arrange(facts: Facts, day: str, amendments: str | Path | None = None) -> Checklist:
    """Return the list of a treaty as its facts have it on a day.

    Parameters
    ----------
    facts : Facts
    day : str
        ISO date that the data covers.
    amendments : path, optional
        Where the facts hold entries of the user: read again for another day.

    Returns
    -------
    Checklist
    """
    key = facts.key
    printed = printed_names(facts, day)
    entries = entries_in_force(facts, printed, day)
    relations = relations_on(facts, day)
    scopes = scopes_on(facts, day)
    taxa = taxa_on(facts, entries, printed, relations, scopes)
    names = names_on(taxa, printed, facts.synonyms, names_elsewhere(facts))
    return Checklist(
        key=key,
        source=_source(facts, day),
        records=Records(
            taxa=tuple(taxa),
            names=tuple(names),
            listings=tuple(fact.entry for fact in entries),
            common_names=_english(taxa),
            measures=measures_on(facts, taxa, names, day),
        ),
        specific_entry_prevails=key == "cites",
        knowledge=Knowledge(
            partner=_partner(key),
            relations=relations,
            forbidden=_forbidden(facts),
            reference_names=reference_names(facts, scopes),
            earlier=earlier_entries(facts, day),
            genera=groups_in_force(facts, entries),
            namesakes=facts.namesakes,
        ),
        reload=partial(load_package, key, amendments=amendments),
    )


def _source(facts: Facts, day: str) -> Source:
    label = _LABEL[facts.key]
    missing = _MISSING[facts.key] if day > DEFAULT_DAY else ""
    return Source(
        name=label,
        publisher="compiled by the concordance project from treaty and law texts",
        version=f"in force {day}",
        as_of=day,
        complete_to=_COMPLETE_TO[facts.key] + missing,
        sha256=facts.sha256,
        licence="facts of treaty texts; bird families after AviList v2025 (CC BY 4.0)",
        citation=f"{label} in force on {day}, as compiled in species-concordance; not an official "
        "text of CITES, CMS or UNEP.",
    )


def _partner(key: str) -> str:
    return KEYS[1 - KEYS.index(key)]


def relations_on(facts: Facts, day: str) -> tuple[ConceptRelation, ...]:
    """Return the relations that sources assert on a day, read from the treaty of the facts."""
    relations = []
    for fact in facts.relations:
        if not fact.dates.on(day):
            continue
        first, second = (name.removesuffix(" (s.l.)") for name in fact.names)
        if facts.key == KEYS[0]:
            case = ConceptRelation(first, second, fact.relation, fact.source, fact.reason)
        else:
            case = ConceptRelation(second, first, fact.relation.mirrored, fact.source, fact.reason)
        relations.append(case)
    return tuple(relations)


def _forbidden(facts: Facts) -> frozenset[tuple[str, str]]:
    if facts.key == KEYS[0]:
        return facts.forbidden
    return frozenset((second, first) for first, second in facts.forbidden)


def measures_on(
    facts: Facts, taxa: Iterable[Taxon], names: Iterable[NameUse], day: str
) -> tuple[Measure, ...]:
    """Return the reservations in force on a day, and the instruments, by taxon of the list.

    A name that means several taxa says of none of them which is meant: it is left out.
    """
    accepted = {taxon.taxon_id: taxon.name for taxon in taxa}
    own: defaultdict[str, set[str]] = defaultdict(set)
    others: defaultdict[str, set[str]] = defaultdict(set)
    for use in names:
        if use.is_accepted:
            own[use.name].add(use.taxon_id)
        elif concept(use.name, accepted[use.taxon_id], use.kind) is Relation.CONGRUENT:
            others[use.name].add(use.taxon_id)
    ids = others | own
    return tuple(
        fact.measure._replace(taxon_id=next(iter(ids[fact.taxon])))
        for fact in facts.measures
        if fact.dates.on(day) and len(ids.get(fact.taxon, ())) == 1
    )


def _english(taxa: Iterable[Taxon]) -> tuple[CommonName, ...]:
    return tuple(CommonName(t.taxon_id, t.common_name, "en") for t in taxa if t.common_name)
