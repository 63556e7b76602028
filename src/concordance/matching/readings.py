"""Names reread with knowledge of the list, to decide between two readings of a string.

A parser that knows no list cannot tell *Acinonyx Jubatus* in title case from a genus and its
author, nor "African elephant" from a second name. The list can.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, pairwise
from typing import Final

from concordance.matching.index import ListIndex
from concordance.matching.query import Query
from concordance.names import canonical, last_epithets, orthographic_epithet, parse
from concordance.names.cleaning import Problem, digit_readings
from concordance.names.goods import GOODS
from concordance.names.tails import second_name

_TITLE: Final = re.compile(
    r"(?P<one>[A-Z][a-z]{2,}(?:-[a-z]+)?)(?: (?P<two>[A-Z][a-z]{2,}))?"
    r"(?:,? (?P<author>[(\[A-Z\d].*))?$"
)
#: endings of epithets; two authors' names have one too
_EPITHET_ENDING: Final = re.compile(
    r"^(?!linnaeus$|fabricius$).*"
    r"(?:a|us|um|is|ae|ii|oides|ense|ensis|pes|fer|ger|lor|tor|[ae]ns|ax|ex|ix|ops)$"
)
_IN_BRACKETS: Final = re.compile(
    r"[(\[]\s*([A-Za-z][a-z]+ [a-z-]{3,}[^()\]]*(?:\([^()]*\)[^()\]]*)?)[)\]]\s*$"
)
_BRACKETED_WORDS: Final = re.compile(r"\(([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)\)")
#: the rank before a name: "genus Rhea", "Family: Felidae spp."
_RANKED: Final = re.compile(
    r"\s*(?i:genus|subfamily|family|order|class|genre|famille|ordre|género|familia|orden|clase)"
    r"\s*:?\s+([A-Z][a-z]{2,})(?:\s+spp?\.?)?\s*|\s*([A-Z][a-z]{2,})\.\s*"
)
#: spaces in the name of a subspecies
_TRINOMEN: Final = 2
_SEVERAL, _SHORT, _CASE = (
    problem.value for problem in (Problem.SEVERAL_NAMES, Problem.SHORT_EPITHET, Problem.CASE)
)
_TAIL: Final = Problem.UNREAD_TAIL.value


def reread(queries: Sequence[Query], index: ListIndex) -> list[Query]:
    """Return the queries, with strings reread where the list knows another reading.

    Parameters
    ----------
    queries : sequence of Query
    index : ListIndex

    Returns
    -------
    list of Query
        In the order given; most are unchanged.
    """
    joined = _joined(index)
    return [
        _reread(query, index, joined)
        if query.problems or query.unread or _may_be_misread(query, index)
        else query
        for query in queries
    ]


def _may_be_misread(query: Query, index: ListIndex) -> bool:
    if " " not in query.name:
        return bool(query.authorship) or "-" in query.name
    if (author := query.authorship) and "," not in author:
        return author.endswith(")") or " " not in author or author.isupper()
    return query.name.count(" ") == 2 and query.name not in index


def remarks_on(query: Query) -> str:
    """Return remarks on how a string was read, as sentences; blank if there are none."""
    words = f" Read as {query.reading}." if query.reading else ""
    left = " and ".join(filter(None, (query.unread, query.annotation)))
    return f"{words} Not read: {left}." if left else words


def _reread(query: Query, index: ListIndex, joined: Mapping[str, str]) -> Query:
    read = query
    for reading in _READINGS:
        read = reading(read, index)
    if read.name.count(" ") == 2 and read.name not in index:
        genus, one, two = read.name.split()
        if name := joined.get(f"{genus} {orthographic_epithet(one + two)}"):
            read = read._replace(name=name, read_as="species")
    return read if read.name == query.name else read._replace(reading=read.name)


def _joined(index: ListIndex) -> Mapping[str, str]:
    """Hyphenated names by their form without the hyphen."""
    return index.once(
        lambda: {
            f"{genus} {orthographic_epithet(epithet)}": f"{genus} {epithet}"
            for genus, epithet in (
                name.split() for name in index.by_name if "-" in name and name.count(" ") == 1
            )
            if "-" in epithet
        },
        "joined names",
    )


def _common_words(index: ListIndex) -> frozenset[str]:
    """Words of the common names of the list."""
    return index.once(
        lambda: frozenset(
            word for taxon in index.taxa.values() for word in taxon.common_name.lower().split()
        ),
        "common words",
    )


def _surnames(index: ListIndex) -> frozenset[str]:
    """Words of the authorships of the list."""
    return index.once(
        lambda: frozenset(
            canonical(word)
            for use in chain.from_iterable(index.by_name.values())
            for word in re.findall(r"[^\W\d_]+", use.authorship)
        ),
        "surnames",
    )


def _is_common(text: str, index: ListIndex) -> bool:
    """Whether a text consists only of words of common names."""
    words = re.findall(r"[^\W\d_][\w'’-]*", text.lower())
    return bool(words) and _common_words(index).issuperset(set(words) - GOODS)


def _knows_genus(genus: str, index: ListIndex) -> bool:
    return index.is_in_use(genus) or genus in index.first_words


def _without(query: Query, problem: str) -> tuple[str, ...]:
    return tuple(p for p in query.problems if p != problem)


# ---------------------------------------------------------------------------------------------
# the readings, in the order in which they are tried


def _ranked(query: Query, index: ListIndex) -> Query:
    """The name of a group behind its rank or before a full stop: "genus Rhea", "Rhea."."""
    match = _RANKED.fullmatch(query.verbatim)
    if match is None:
        return query
    name = match[1] or match[2]
    if name not in index and not _knows_genus(name, index) and not index.within(name):
        return query
    return query._replace(
        name=name, genus=name, authorship="", rank="", read_as="uninomial", problems=(), unread=""
    )


def _affinis(query: Query, index: ListIndex) -> Query:
    """A species *affinis* of the list, "Batagur affinis edwardmolli", or one akin to another."""
    genus, _, epithet = query.name.partition(" affinis ")
    if not epithet or query.qualifiers[:1] != ("affinis",):
        return query
    if f"{genus} affinis" not in index:
        return query._replace(name=genus, read_as="uninomial")
    others = query.qualifiers[1:]
    problems = query.problems if others else _without(query, Problem.UNCERTAIN.value)
    return query._replace(qualifiers=others, problems=problems)


def _digits(query: Query, index: ListIndex) -> Query:
    """Digits for letters: "Panthera 1eo"."""
    if Problem.DIGITS.value not in query.problems:
        return query
    names = [parse(text).canonical for text in digit_readings(query.verbatim)]
    name = next((name for name in names if name in index), query.name)
    return query._replace(name=name, genus=name.split(" ", 1)[0])


def _short_epithet(query: Query, index: ListIndex) -> Query:
    """An abbreviated species: "Panthera t. altaica"."""
    if _SHORT not in query.problems:
        return query
    genus, short, lower = query.name.split()[:3]
    start = f"{genus} {short[:-1]}"
    known = [name for name in index.by_genus.get(genus, ()) if name.startswith(start)]
    species = {" ".join(name.split()[:2]) for name in known}
    accepted = {name for name in species if index.is_accepted(name)}
    chosen = sorted(species & {f"{genus} {lower}"} or accepted or species)
    if len(chosen) == 1:
        name = f"{chosen[0]} {lower}"
        return query._replace(name=canonical(name), problems=_without(query, _SHORT))
    return query._replace(others=tuple(chosen))


def _author_in_capitals(query: Query, index: ListIndex) -> Query:
    """An author read as an epithet in a name in capitals: "ACIPENSER BAERII BRANDT"."""
    if query.name.count(" ") != _TRINOMEN or not query.verbatim.isupper() or query.name in index:
        return query
    species, _, last = query.name.rpartition(" ")
    is_surname = canonical(last) in _surnames(index) and last_epithets([last])[0] not in (
        index.by_epithet
    )
    if not is_surname and canonical(last) not in _authors_of(species, index):
        return query
    match = re.search(rf"\b{re.escape(last)}\b.*", query.verbatim, re.IGNORECASE)
    authorship = match[0] if match else last
    return query._replace(name=species, authorship=authorship, read_as="species")


def _authors_of(name: str, index: ListIndex) -> frozenset[str]:
    """Words of the authorships of a name."""
    return frozenset(
        canonical(word)
        for use in index.by_name.get(name, ())
        for word in re.findall(r"[^\W\d_]+", use.authorship)
    )


def _title_case(query: Query, index: ListIndex) -> Query:
    """Epithets in capitals after a genus or species: "Acinonyx Jubatus", "CANIS LUPUS DINGO"."""
    text = query.authorship.rstrip(".")
    title = _TITLE.match(text.capitalize() if text.isupper() else text)
    if title is None or not query.name or query.name.count(" ") > 1:
        return query
    if " " in query.name:
        name = canonical(f"{query.name} {title['one']}")
        rest = text[len(title["one"]) :].lstrip(" ,")
        return query._replace(name=name, authorship=rest) if name in index else query
    words = [title["one"].lower(), *([title["two"].lower()] if title["two"] else [])]
    for size in range(len(words), 0, -1):
        name = canonical(" ".join([query.name, *words[:size]]))
        if name in index:
            rest = title["author"] or ""
            author = rest if size == len(words) else " ".join(filter(None, [title["two"], rest]))
            kind = "species" if size == 1 else "subspecies"
            return query._replace(
                name=name, authorship=author, read_as=kind, problems=(*query.problems, _CASE)
            )
    known = query.name in index or index.is_in_use(query.genus)
    if not known or text != title["one"]:
        return query
    is_epithet = _EPITHET_ENDING.search(words[0]) or last_epithets(words[:1])[0] in index.by_epithet
    if not is_epithet or canonical(title["one"]) in _surnames(index):
        return query
    # not an author known to the list
    name = canonical(f"{query.name} {words[0]}")
    problems = (*query.problems, _CASE)
    return query._replace(name=name, authorship="", read_as="species", problems=problems)


def _goods(query: Query, index: ListIndex) -> Query:
    """Goods read as an author: "Manis javanica SKINS", "Manis Skins"."""
    words = re.findall(r"[^\W\d_]+", query.authorship.lower())
    if not words or words[0] not in GOODS:
        return query
    if any(map(str.isdigit, query.authorship)) or canonical(words[0]) in _surnames(index):
        return query
    problems = (*query.problems, _TAIL)
    return query._replace(authorship="", unread=query.authorship, problems=problems)


def _second_in_capitals(query: Query, index: ListIndex) -> Query:
    """A second name read as authors: "Sus scrofa, PANTHERA TIGRIS"."""
    words = re.findall(r"[A-Z]{3,}\b", query.authorship)
    names = [canonical(f"{one} {two}".capitalize()) for one, two in pairwise(words)]
    others = [n for n in names if n in index or _knows_genus(n.split()[0], index)]
    if not others:
        return query
    problems = (*query.problems, _TAIL, _SEVERAL)
    known = tuple(name for name in others if name in index)
    return query._replace(authorship="", unread=query.authorship, others=known, problems=problems)


def _hyphen(query: Query, index: ListIndex) -> Query:
    """A hyphen between genus and epithet: "Panthera-leo"."""
    name = query.name.replace("-", " ")
    if " " in query.name or name not in index or query.name in index:
        return query
    return query._replace(name=name, genus=name.split()[0], read_as="species")


def _name_in_brackets(query: Query, index: ListIndex) -> Query:
    """A common name before the name: "African elephant (Loxodonta africana)"."""
    if query.name and (query.name in index or _knows_genus(query.genus, index)):
        return query
    inside = _IN_BRACKETS.search(query.verbatim)
    name = parse(inside[1]) if inside else None
    if inside is None or name is None or not name.canonical:
        return _name_behind(query, index)
    if inside[1][0].islower() and name.canonical not in index:
        return query
    return query._replace(
        name=name.canonical,
        genus=name.genus,
        authorship=name.authorship,
        read_as=name.rank,
        problems=(*(p.value for p in name.problems), _TAIL),
        unread=query.verbatim[: inside.start()].strip(),
    )


def _name_behind(query: Query, index: ListIndex) -> Query:
    """A common name before the name without brackets: "Lion, Panthera leo"."""
    second = canonical(second_name(query.unread, "")) if query.unread else ""
    known = second in index or _knows_genus(second.split(" ", 1)[0], index)
    if " " not in second or not known or not _is_common(query.name.split()[-1], index):
        return query
    return query._replace(
        name=second,
        genus=second.split()[0],
        authorship="",
        read_as="species",
        problems=_without(query, _SEVERAL),
        unread=query.name,
    )


def _tail(query: Query, index: ListIndex) -> Query:
    """A second name after the name, or words that only look like one."""
    if not query.unread or not query.name:
        return query
    second = canonical(second_name(query.unread, query.genus))
    if not second:
        return query
    own = second.split()[0]
    is_genus = own != query.genus and _knows_genus(own, index)
    if _is_common(query.unread, index) and not is_genus:
        return query._replace(problems=_without(query, _SEVERAL))
    third = f"{query.name} {second.rsplit(' ', 1)[-1]}"
    if second not in index and query.name.count(" ") == 1 and third in index:
        return query._replace(
            name=third, unread="", read_as="subspecies",
            problems=tuple(p for p in query.problems if p not in {_SEVERAL, _TAIL}),
        )  # fmt: skip
    others = _named(second, index)
    if {_taxa(query.name, index)} == {_taxa(name, index) for name in others}:
        return query._replace(problems=_without(query, _SEVERAL))
    if not others and (is_genus or _SEVERAL in query.problems) and index.groups_of(own):
        # the list has not the second name itself, but the group that covers it
        others = [group for group in index.groups_of(own) if group in index][:1]
    if others or is_genus:
        problems = (*_without(query, _SEVERAL), _SEVERAL)
        return query._replace(others=tuple(others), problems=problems)
    return query


def _named(name: str, index: ListIndex) -> list[str]:
    """The names of the list that a name may be, if its genus is abbreviated several."""
    if name.split()[0].endswith("."):
        genus, _, epithet = name.partition(" ")
        form = last_epithets([epithet])[0]
        alike = [n for n in index.by_epithet.get(form, ()) if n.startswith(genus[:-1])]
        return [n for n in alike if n.endswith(f" {epithet}")] or alike
    return [name] if name in index else []


def _taxa(name: str, index: ListIndex) -> frozenset[str]:
    return frozenset(indexed.taxon.taxon_id for indexed in index.named(name))


def _abbreviated_genus(query: Query, index: ListIndex) -> Query:
    """An abbreviated genus: "P. leo"."""
    if not query.genus.endswith(".") or " " not in query.name or query.context[-1]:
        return query
    words = query.name.count(" ")
    names = [name for name in _named(query.name, index) if name.count(" ") == words]
    return query._replace(others=(*query.others, *names))


def _common_name_as_author(query: Query, index: ListIndex) -> Query:
    """A common name in brackets: "Loxodonta africana (African Elephant)"."""
    words = _BRACKETED_WORDS.fullmatch(query.authorship)
    if words is None or not _is_common(words[1], index):
        return query
    names = [indexed.taxon.common_name.lower() for indexed in index.named(query.name)]
    if " " not in words[1] and not any(words[1].lower() in name.split() for name in names):
        return query  # "(Gray)" is an author, though wolves are grey
    return query._replace(authorship="", unread=query.authorship, problems=(*query.problems, _TAIL))


_READINGS: Final[tuple[Callable[[Query, ListIndex], Query], ...]] = (
    _ranked,
    _affinis,
    _digits,
    _hyphen,
    _short_epithet,
    _author_in_capitals,
    _title_case,
    _goods,
    _second_in_capitals,
    _name_in_brackets,
    _tail,
    _abbreviated_genus,
    _common_name_as_author,
)
