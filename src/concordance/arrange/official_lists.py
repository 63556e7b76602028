"""Lists of protected species other than the two treaties: in the package, or a user's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from concordance.arrange.on_day import DEFAULT_DAY
from concordance.arrange.scopes import scope_text
from concordance.arrange.span import LAST_DAY
from concordance.arrange.treaties import load_cites, load_cms
from concordance.checklist import Checklist
from concordance.checklist_parts import Knowledge, Records, Source
from concordance.codes import NameKind, NameOrigin, NameStatus, TaxonStatus
from concordance.days import day_in_data, iso_day
from concordance.errors import ChecklistError, ConcordanceError
from concordance.readers.appendices import KEYS, EntryFact
from concordance.readers.listings import ListFacts, read_list, read_listings
from concordance.readers.package import read_data
from concordance.records import CommonName, NameUse, Taxon, mark_pro_parte, taxon_id

if TYPE_CHECKING:
    import pandas as pd


class Official(NamedTuple):
    """A list of protected species in the package.

    Attributes
    ----------
    title : str
    first_day : str
        The first day on which the text that was read is in force.
    complete_to : str
        The latest text that the data includes, in words.
    licence : str
    specific_entry_prevails : bool
        See `Checklist`.
    """

    title: str
    first_day: str
    complete_to: str
    licence: str
    specific_entry_prevails: bool = False


_EU: Final = "EU law, © European Union, https://eur-lex.europa.eu, reuse under CC BY 4.0"
_TREATY: Final = "facts of a treaty text"
#: the other lists in the package, by key
OFFICIAL: Final = {
    "eu": Official(
        "EU Wildlife Trade Regulation (EC) 338/97, Annexes A-D", "2023-05-20",
        "Regulation (EU) 2023/966; Regulation (EU) 2026/1383, which replaces it, is not included",
        _EU, specific_entry_prevails=True),
    "birds": Official(
        "EU Birds Directive 2009/147/EC, Annexes I-III", "2010-02-15",
        "the text as adopted, without the changes for Croatia (2013)", _EU),
    "habitats": Official(
        "EU Habitats Directive 92/43/EEC, Annexes II, IV and V", "2007-01-01",
        "Directive 2006/105/EC, without the changes for Croatia (2013) and the wolf (2025)", _EU),
    "aewa": Official(
        "Agreement on African-Eurasian Migratory Waterbirds, Annex 2", "2008-12-18",
        "MOP7, in force 2019-03-09; MOP8 (2022) and MOP9 (2025) are not included", _TREATY),
    "bern": Official(
        "Bern Convention, Appendices I-III", "2018-01-01",
        "a text of 2017, and the wolf in 2025; names of Appendix I (plants) are from an "
        "uncorrected scan", _TREATY),
    "eurobats": Official(
        "EUROBATS, Annex 1", "2013-07-27", "MOP3 (2000); later amendments are not included",
        _TREATY),
    "ascobans": Official(
        "ASCOBANS, small cetaceans", "1994-03-29", "the text of 2013; it lists no species",
        _TREATY),
    "spaw": Official(
        "SPAW Protocol, Annexes I-III", "2000-06-18",
        "the first Annexes with 10 additions of unknown date; those since 2014 are not included",
        _TREATY),
    "iac": Official(
        "Inter-American Sea Turtle Convention, Annex I", "2001-05-02", "the text as adopted",
        _TREATY),
    "wsseals": Official(
        "Wadden Sea Seals Agreement", "1991-10-01", "the text as adopted", _TREATY),
}  # fmt: skip
_COMPILER: Final = "compiled by the concordance project from law texts"
_ABOVE_GENUS: Final = frozenset({"class", "order", "suborder", "family", "subfamily"})


def list_keys() -> tuple[str, ...]:
    """Return the keys that `load_list` takes, the two treaties first."""
    return (*KEYS, *OFFICIAL)


def day_within(key: str, day: str) -> str:
    """Return the nearest day on which the package has a list; blank before its first day."""
    if not day:
        return DEFAULT_DAY
    return "" if day < OFFICIAL[key].first_day else min(day, LAST_DAY)


def load_list(key: str, *, as_of: str | date | None = None) -> Checklist:
    """Return a list of protected species in the package, as in force on a day.

    Parameters
    ----------
    key : str
        ``cites``, ``cms``, ``eu`` (Annexes A-D of the EU Wildlife Trade Regulation), ``birds``
        and ``habitats`` (EU Directives), ``aewa``, ``bern``, ``eurobats``, ``ascobans``, ``spaw``,
        ``iac`` (Inter-American Sea Turtle Convention) or ``wsseals`` (Wadden Sea seals), in any
        case.
    as_of : str or date, optional
        By default 2026-06-26, as for `load_cites`. ``source.complete_to`` of the list names the
        latest text that was read.

    Returns
    -------
    Checklist

    Raises
    ------
    ConcordanceError
        If there is no such list; the message names the available ones.
    DateError
        If the date is not valid, or the list begins later.

    Examples
    --------
    >>> sorted(load_list("eu").listings["appendix"].unique())
    ['A', 'B', 'C', 'D']
    >>> load_list("bern", as_of="2025-03-06").source.as_of
    '2025-03-06'
    """
    key = key.strip().casefold()
    if key in KEYS:
        return (load_cites if key == KEYS[0] else load_cms)(as_of=as_of)
    if key not in OFFICIAL:
        raise ConcordanceError(
            f"the package has no list {key!r}; expected one of {', '.join(list_keys())}. "
            "To load your own list, use load_listings(path, key)"
        )
    official, day = OFFICIAL[key], DEFAULT_DAY
    if as_of is not None:
        day = day_in_data(as_of, official.first_day, LAST_DAY, f"the data of {official.title}")
    return _on_day(read_list(key), _source_of(key, day), official)


def _source_of(key: str, day: str) -> Source:
    official = OFFICIAL[key]
    return Source(
        name=official.title,
        publisher=_COMPILER,
        version=f"in force {day}",
        as_of=day,
        complete_to=official.complete_to,
        licence=official.licence,
        citation=f"{official.title}, in force on {day}, as compiled in species-concordance; not "
        "an official text.",
    )


def load_listings(
    source: str | Path | pd.DataFrame, key: str, *, name: str = "", as_of: str | date = ""
) -> Checklist:
    """Return your own list of protected species, such as a national act.

    Parameters
    ----------
    source : path or pandas.DataFrame
        CSV, Excel or Parquet with the columns of ``data/eu_listings.csv``. ``taxon``, ``rank`` and
        ``appendix`` (a schedule, a category, or the word ``list``) are required; the other
        columns are optional.
    key : str
        Short key of the list, used as a column prefix.
    name : str, optional
        Title of the list; by default the file name.
    as_of : str or date, optional
        Keep only the entries in force on this day. By default every entry without an end is in
        force.

    Returns
    -------
    Checklist

    Raises
    ------
    ChecklistError
        If a column is not known, or a rank, country, day or code is wrong; lists every problem by
        row.
    DateError
        If ``as_of`` is not a valid date.

    Examples
    --------
    >>> import pandas as pd
    >>> act = pd.DataFrame({"taxon": ["Lynx lynx", "Falconidae"], "rank": ["species", "family"],
    ...                     "appendix": ["1", "2"], "family": ["Felidae", "Falconidae"]})
    >>> load_listings(act, "act").listings["entry_id"].tolist()
    ['act:lynx-lynx:1', 'act:falconidae:2']
    """
    from concordance.checklist_frames import key_problems  # lazy: a build does not need it

    if problems := key_problems(key):
        raise ChecklistError("load_listings", problems)
    day = iso_day(as_of) if as_of else ""
    is_file = isinstance(source, (str, Path))
    title = name or (Path(str(source)).name if is_file else f"listings {key}")
    own = Source(name=title, version=day or "date not known", as_of=day)
    return _on_day(read_listings(source, key), own)


def load_lists(
    names: Sequence[str], as_of: str | date | None, own: Mapping[str, Checklist]
) -> list[Checklist]:
    """Return the lists named in a command.

    Parameters
    ----------
    names : sequence of str
        Keys of `load_list`, or ``KEY=FILE`` for `load_listings`.
    as_of : str or date, optional
    own : mapping of key to Checklist
        Lists to use instead of those in the package.

    Returns
    -------
    list of Checklist

    Raises
    ------
    ChecklistError
        If there are fewer than two, a key is repeated, a list is not known or damaged, or a day is
        before the first day of a list; lists every problem.
    """
    keys = [name.partition("=")[0] for name in names]
    problems = [
        f"the key {key!r} is given {keys.count(key)} times; name each list once"
        for key in dict.fromkeys(keys)
        if keys.count(key) > 1
    ]
    if len(names) < 2:
        problems.append(f"{len(names)} lists named; expected two or more, separated by commas")
    lists = []
    for name in dict.fromkeys(names):
        try:
            lists.append(_named(name, as_of, own))
        except ChecklistError as error:
            problems += [f"{error.place}: {problem}" for problem in error.problems]
        except ConcordanceError as error:
            problems.append(str(error))
    if problems:
        raise ChecklistError("lists", problems)
    return lists


def _named(name: str, as_of: str | date | None, own: Mapping[str, Checklist]) -> Checklist:
    key, _, file = name.partition("=")
    if file:
        return load_listings(file, key, as_of=as_of or "")
    return own[key] if key in own else load_list(key, as_of=as_of)


def _on_day(facts: ListFacts, source: Source, official: Official | None = None) -> Checklist:
    day = source.as_of
    entries = [fact for fact in facts.entries if _in_force(fact, day)]
    taxa = _taxa(facts.key, entries)
    countries = {row["code"]: row["name"] for row in read_data("countries.csv")}
    records = Records(
        taxa=taxa,
        names=_names(facts, taxa),
        listings=tuple(
            fact.entry._replace(scope_note=scope_text(fact.entry, countries)) for fact in entries
        ),
        common_names=tuple(CommonName(t.taxon_id, t.common_name, "en")
                           for t in taxa if t.common_name),
    )  # fmt: skip
    return Checklist(
        key=facts.key,
        source=replace(source, sha256=facts.sha256),
        records=records,
        specific_entry_prevails=official is None or official.specific_entry_prevails,
        knowledge=Knowledge(
            groups=facts.groups,
            oldest_text=official.first_day if official else "",
            earlier=tuple(
                fact.entry
                for fact in facts.entries
                if day and fact.entry.effective_to and fact.entry.effective_to <= day
            ),
        ),
        reload=partial(_reload, facts, source) if official is None else partial(_again, facts.key),
    )


def _in_force(fact: EntryFact, day: str) -> bool:
    return fact.entry.in_force(day) if day else not fact.entry.effective_to


def _reload(facts: ListFacts, source: Source, day: str) -> Checklist:
    return _on_day(facts, replace(source, as_of=day, version=day))


def _again(key: str, day: str) -> Checklist:
    return load_list(key, as_of=day)


def _taxa(key: str, entries: Iterable[EntryFact]) -> tuple[Taxon, ...]:
    """One taxon for each name printed by an entry."""
    taxa: dict[str, Taxon] = {}
    for fact in entries:
        entry = fact.entry
        if entry.taxon in taxa:
            continue
        taxa[entry.taxon] = Taxon(
            taxon_id=taxon_id(key, entry.taxon),
            name=entry.taxon,
            rank=entry.rank,
            status=TaxonStatus.LISTED,
            kingdom=fact.kingdom,
            class_=fact.class_,
            order=fact.order,
            family=fact.family,
            genus="" if entry.rank in _ABOVE_GENUS else entry.taxon.split()[0],
            common_name=fact.common_name,
            source=entry.source,
            confidence=entry.confidence,
            name_from=NameOrigin.PRINTED,
        )
    return tuple(taxa.values())


def _names(facts: ListFacts, taxa: Iterable[Taxon]) -> tuple[NameUse, ...]:
    by_name = {taxon.name: taxon for taxon in taxa}
    names = [
        NameUse(t.name, "", NameStatus.ACCEPTED, NameKind.ACCEPTED, t.taxon_id, t.source)
        for t in by_name.values()
    ]
    names += [
        NameUse(s.name, s.authorship, NameStatus.SYNONYM, s.kind, by_name[s.accepted].taxon_id,
                s.source)
        for s in facts.synonyms
        if s.accepted in by_name and s.name not in by_name
    ]  # fmt: skip
    return tuple(mark_pro_parte(names))
