"""Parses one name or whole columns; clean names in a column are read by one expression."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from concordance.errors import ConcordanceError
from concordance.names.author_words import LIKE_EPITHETS
from concordance.names.cleaning import LONGEST, NO_NAME, Problem
from concordance.names.forms import CanonicalName
from concordance.names.gbif import gbif_module, gbif_parse
from concordance.names.goods import GOODS
from concordance.names.name import Name, parse_own
from concordance.names.tokens import (
    ABOVE_SPECIES,
    AKIN,
    OF_AUTHORS,
    QUALIFIERS,
    RANKS,
    UNNAMED,
)

_AUTHOR: Final = r"[A-ZÀ-ÖØ-Þ](?:[A-Za-zÀ-ÖØ-öø-ÿ]|(?:\.-|[.'-])[A-Za-zÀ-ÖØ-öø-ÿ])*\.?"
_BETWEEN: Final = r"(?: (?:&|et|and|ex|in|f\.|de|du|la|van|von|der|den|da|dos|zu))"
_TEAM: Final = (
    rf"(?:(?:de|van|von) (?:la |der |den )?)?{_AUTHOR}(?:,?{_BETWEEN}*(?: {_AUTHOR}| f\.))*"
)
_YEAR: Final = r"(?:,? (?:1[6-9][0-9]{2}|20[0-9]{2}))"
_EPITHET: Final = r"[a-z]{4,}(?:-[a-z]{3,})?"
#: names, authors and years that need no further checks
_CLEAN: Final = (
    rf"^(?P<genus>[A-Z][a-z]{{2,}})(?: (?P<species>{_EPITHET}))?(?: (?P<lower>{_EPITHET}))?"
    rf"(?:,? (?P<authorship>\({_TEAM}{_YEAR}?\)(?: {_TEAM}{_YEAR}?)?|{_TEAM}{_YEAR}?))?$"
)
#: marks around a name that may be clean without them
_MARKED: Final = r"^cf\. [A-Z]| (?:cf\.|\?|\[sic\]|sp\. nov\.)(?: |$)"
_MARKS: Final = (
    r"^(?:(?P<before>cf\.) )?(?P<genus>[A-Z][a-z]{2,})(?: (?P<doubt>cf\.|\?))?"
    r"(?P<rest>(?: .*?)?)(?: (?P<after>\?|\[sic\]|sp\. nov\.))?$"
)
_NEW: Final = "sp. nov."
#: names in capitals, as in old lists
_CAPITALS: Final = r"^[A-Z]{4,}(?: [A-Z]{4,}(?:-[A-Z]{3,})?)?$"
#: the same with an author
_CAPITAL_AUTHOR: Final = rf" (?:{'|'.join(sorted(LIKE_EPITHETS)).upper()})$"
_USE_WORDS: Final = (
    "sensu auct auctt auctorum vide emend ined nomen hort mihi group complex aggregate grp hybrid "
    "hybrids hybr strain isolate voucher candidatus except excluding orth herb corrig cultivar "
    "null none without possibly probably non nec pro"
).split()
_READ_AS_WORDS: Final = sorted(
    word
    for word in {
        *(w for w in OF_AUTHORS if len(w) > 3),
        *RANKS,
        *QUALIFIERS,
        *UNNAMED,
        *ABOVE_SPECIES,
        *AKIN,
        *_USE_WORDS,
        *GOODS,
        "indet",
    }
    if len(word) > 1 and word.isascii() and word.isalpha()
)
#: words that the parser treats specially
_SPECIAL: Final = (
    rf"(?i)(?:[ (](?:{'|'.join(_READ_AS_WORDS)}|(?:sub)?populations?)(?:[ .,]|$)|"
    r"[ (](?:i{1,3}|app|appendix|annex|nc|cr|en|vu|nt|lc|dd)(?:[ )/]|$)|"
    r"(?-i: (?:[A-Z]{3}|[A-KM-Z])$)|"
    rf"^(?:candidatus|none|null|not|nil|nan|without|genus|except|excluding|"
    rf"{'|'.join(sorted(ABOVE_SPECIES | GOODS))})\b|^\w+ (?:[fnv]|a\.b)\.| (?:[fnv]|a\.b)\.$|"
    + NO_NAME.pattern.replace("(?<!maci)", "")
    + ")"
)
#: clean names of two or three words, the only ones that need no author read
_PLAIN: Final = re.compile(r"([A-Z][a-z]{2,}) ([a-z]{4,})(?: ([a-z]{4,}))?")
_NOT_PLAIN: Final = re.compile(_SPECIAL)
#: what a name of such words has where `_SPECIAL` finds something, and seldom else
_PERHAPS: Final = re.compile(
    r"vir|phage|plasm|prion|satel|npv|symbi|incert|unid|unkn|unass|uncul|undet|unnam|name$|sample|"
    r"cultiv|[rd]nas?\b"
)
_PERHAPS_WORDS: Final = frozenset(
    {
        *_READ_AS_WORDS, *ABOVE_SPECIES, "appendix", "annex", "population", "populations",
        "subpopulation", "subpopulations", "candidatus", "none", "null", "not", "nil", "nan",
        "without", "genus", "except", "excluding",
    }
)  # fmt: skip

#: columns of `parse_names`
COLUMNS: Final = (
    "verbatim", "canonical", "genus", "rank", "authorship", "hybrid", "qualifiers", "annotation",
    "unread", "problems",
)  # fmt: skip


def parse(text: object, *, backend: str = "own") -> Name:
    """Return a verbatim string parsed.

    Parameters
    ----------
    text : object
        A string; anything else gives a name with a problem, never an exception.
    backend : {"own", "gbif"}
        The parser of this package, or GBIF's, which must be installed. Installed packages do
        not change the choice.

    Returns
    -------
    Name

    Raises
    ------
    ConcordanceError
        If the backend is unknown or not installed.

    Examples
    --------
    >>> parse("Ovis aries orientalis (Gmelin, 1774) (except O. a. ophion)").canonical
    'Ovis aries orientalis'
    """
    return _reader(backend)(text)


def _reader(backend: str) -> Callable[[object], Name]:
    if backend not in ("own", "gbif"):
        raise ConcordanceError(f"backend is {backend!r}; expected 'own' or 'gbif'")
    if backend == "gbif":
        gbif_module()
        return gbif_parse
    return parse_own


def parse_few(texts: Iterable[str], *, backend: str = "own") -> list[Name]:
    """Return a few verbatim strings taken apart: what `parse` gives, plain names sooner.

    Parameters
    ----------
    texts : iterable of str
    backend : {"own", "gbif"}
        As in `parse`.

    Returns
    -------
    list of Name

    Raises
    ------
    ConcordanceError
        If there is no such backend, or it is not installed.

    Examples
    --------
    >>> [name.epithets for name in parse_few(["Panthera leo", "Panthera leo persica"])]
    [('leo',), ('leo', 'persica')]
    """
    read = _reader(backend)
    if backend != "own":
        return [read(text) for text in texts]
    return [_plain(text) or read(text) for text in texts]


def _plain(text: str) -> Name | None:
    """A name of which nothing but its words has to be read; None for others."""
    words = _PLAIN.fullmatch(text)
    if words is None or len(text) > LONGEST:
        return None
    lower = text.lower()
    if (
        _PERHAPS.search(lower) or not _PERHAPS_WORDS.isdisjoint(lower.split(" "))
    ) and _NOT_PLAIN.search(text):
        return None
    genus, *epithets = text.split(" ")
    return Name(
        verbatim=text,
        canonical=CanonicalName(text),
        genus=genus,
        epithets=tuple(epithets),
        rank="species" if len(epithets) == 1 else "subspecies",
    )


def parse_names(
    values: Iterable[object], *, backend: str = "own", fast: bool = True
) -> pd.DataFrame:
    """Return many verbatim strings parsed.

    Parameters
    ----------
    values : iterable of object, length n
        Values that are not strings count as missing names.
    backend : {"own", "gbif"}
        As in `parse`.
    fast : bool
        With the own parser, read clean names by one expression over Arrow strings. The result
        is the same.

    Returns
    -------
    pandas.DataFrame, n rows in the order given
        Arrow-backed text columns `COLUMNS`; ``hybrid`` is bool. Several qualifiers or problems
        are joined by a bar; blank = none.

    Raises
    ------
    ConcordanceError
        If the backend is unknown or not installed.

    Examples
    --------
    >>> parse_names(["Panthera leo (Linnaeus, 1758)", None])["canonical"].tolist()
    ['Panthera leo', '']
    """
    read = _reader(backend)
    if isinstance(values, (pa.Array, pa.ChunkedArray)):
        values = values.to_pylist()
    texts = [v if isinstance(v, str) else "" for v in values]
    stored = [encodable(text) for text in texts]
    array = pa.array(stored, pa.string())
    bare = pc.replace_substring_regex(array, '^ *"([^"]*)" *$', r"\1")
    text = pc.utf8_trim(pc.replace_substring_regex(bare, " {2,}", " "), " ")
    capitals = pc.and_not(
        pc.match_substring_regex(text, _CAPITALS), pc.match_substring_regex(text, _CAPITAL_AUTHOR)
    )
    text = pc.if_else(capitals, pc.utf8_capitalize(text), text)
    text, marks = _without_marks(text)
    parts = pc.extract_regex(text, _CLEAN)
    clean = pc.and_(
        pc.and_(
            pa.scalar(fast and backend == "own"),
            pc.less_equal(pc.utf8_length(array), LONGEST),
        ),
        pc.and_(pc.is_valid(parts), pc.invert(pc.match_substring_regex(text, _SPECIAL))),
    )
    columns = _clean_columns(array, parts, capitals, marks)
    # "sp. nov." with an author or a third word is left to the parser
    more = pc.or_(pc.not_equal(columns["authorship"], ""), pc.equal(columns["rank"], "subspecies"))
    if stored != texts:
        clean = pc.and_(clean, pa.array([x == y for x, y in zip(stored, texts, strict=True)]))
    clean = pc.and_not(clean, pc.and_(pc.ends_with(marks, _NEW), more))
    slow = [
        read(text) for text, is_clean in zip(texts, clean.to_pylist(), strict=True) if not is_clean
    ]
    table = {
        column: pd.array(
            pc.replace_with_mask(values, pc.invert(clean), _slow_column(slow, column, values.type)),
            dtype=pd.ArrowDtype(values.type),
        )
        for column, values in columns.items()
    }
    return pd.DataFrame(table, columns=list(COLUMNS))


def encodable(text: str) -> str:
    """Return a text that UTF-8 can store; lone surrogates become question marks."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _without_marks(text: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Return texts without the marks around a name, and the marks joined by a bar."""
    marked = pc.match_substring_regex(text, _MARKED)
    few = text.filter(marked)
    parts = pc.extract_regex(few, _MARKS)
    bare = pc.binary_join_element_wise(*(pc.struct_field(parts, p) for p in ("genus", "rest")), "")
    marks = pc.binary_join_element_wise(
        *(pc.struct_field(parts, p) for p in ("before", "doubt", "after")), "|"
    )
    none = pa.array([""] * len(text), pa.string())
    return (
        pc.replace_with_mask(text, marked, pc.coalesce(bare, few)),
        pc.replace_with_mask(none, marked, pc.fill_null(marks, "")),
    )


def _read_marks(marks: str) -> tuple[str, str, str]:
    """Return qualifiers, annotation and problems for the marks around a name."""
    listed_marks = [mark for mark in marks.split("|") if mark]
    annotation = "[sic]" if "[sic]" in listed_marks else ""
    problems = [Problem.ANNOTATION] if annotation else []
    problems += [Problem.UNCERTAIN] if {"cf.", "?"}.intersection(listed_marks) else []
    problems += [Problem.RANK_ONLY] if _NEW in listed_marks else []
    return (
        "|".join(m.split()[0] for m in listed_marks if m != annotation),
        annotation,
        "|".join(problems),
    )


def _clean_columns(
    array: pa.Array, parts: pa.Array, capitals: pa.Array, marks: pa.Array
) -> dict[str, pa.Array]:
    def part(name: str) -> pa.Array:
        return pc.fill_null(pc.struct_field(parts, name), "")

    none = pa.array([""] * len(array), pa.string())
    genus, species, lower = part("genus"), part("species"), part("lower")
    words = pc.binary_join_element_wise(genus, species, lower, " ")
    distinct = marks.dictionary_encode()
    parts_of_marks = zip(*map(_read_marks, distinct.dictionary.to_pylist()), strict=True)
    empty: tuple[tuple[str, ...], ...] = ((), (), ())
    qualifiers, annotation, problems = (
        pa.array(texts, pa.string()).take(distinct.indices)
        for texts in (tuple(parts_of_marks) or empty)
    )
    return {
        "verbatim": array,
        "canonical": pc.utf8_rtrim_whitespace(words),
        "genus": genus,
        "rank": pc.if_else(
            pc.equal(species, ""),
            "uninomial",
            pc.if_else(pc.equal(lower, ""), "species", "subspecies"),
        ),
        "authorship": part("authorship"),
        "hybrid": pa.array([False] * len(array), pa.bool_()),
        "qualifiers": qualifiers,
        "annotation": annotation,
        "unread": none,
        "problems": pc.if_else(capitals, Problem.CASE.value, problems),
    }


def _slow_column(names: list[Name], column: str, kind: pa.DataType) -> pa.Array:
    if column == "hybrid":
        return pa.array([name.hybrid for name in names], kind)
    if column in {"qualifiers", "problems"}:
        return pa.array([encodable("|".join(getattr(name, column))) for name in names], kind)
    return pa.array([encodable(getattr(name, column)) for name in names], kind)
