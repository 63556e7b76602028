"""Requests of clients, read and checked; all problems of a request are reported at once."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from concordance.matching.query import CONTEXT
from concordance.serve.candidates import RANKS, TAXON
from concordance.serve.matches import NameAsked

#: limits of one request
MOST_QUERIES: Final = 1_000
MOST_IDS: Final = 1_000
MOST_PROPERTIES: Final = 100
LONGEST_TEXT: Final = 2_000
_FIELDS: Final = frozenset({"query", "type", "limit", "properties", "type_strict"})
_STRICT: Final = ("any", "should", "all")
_AUTHOR, _DATE, _COUNTRY = "author", "date", "country"
_BESIDE: Final = frozenset({_AUTHOR, _DATE, _COUNTRY, *CONTEXT})
#: at most this many problems of a request are reported
_MOST_NAMED: Final = 20


class RequestError(Exception):
    """A request that cannot be answered.

    Attributes
    ----------
    status : int
        HTTP status of the response.
    problems : list of str
    """

    def __init__(self, problems: Iterable[str], status: int = 400) -> None:
        self.status = status
        self.problems = list(problems)[:_MOST_NAMED]
        super().__init__("; ".join(self.problems))


class Asked(NamedTuple):
    """One query.

    Attributes
    ----------
    name : NameAsked
    limit : int or None
        Return at most this many candidates.
    is_possible : bool
        False if only types are requested that no entity has.
    """

    name: NameAsked
    limit: int | None
    is_possible: bool


class Extension(NamedTuple):
    """A data extension query: which properties of which entities are requested."""

    ids: tuple[str, ...]
    properties: tuple[str, ...]


def read_json(text: str, field: str) -> Any:
    """Return the value of a JSON text.

    Raises
    ------
    RequestError
        If it is not JSON, or cannot be written as UTF-8.
    """
    try:
        value = json.loads(text, parse_constant=_refused)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise RequestError([f"{field} is not valid JSON: {error or 'nested too deep'}"]) from error
    return value


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is not a JSON number")


def read_queries(text: str) -> dict[str, Asked]:
    """Return the queries of a batch by key.

    Raises
    ------
    RequestError
        If it is not a batch of queries, or is too large.
    """
    batch = read_json(text, "queries")
    if not isinstance(batch, dict):
        raise RequestError([f"queries is {kind_of(batch)}; expected an object of queries by key"])
    if len(batch) > MOST_QUERIES:
        raise RequestError(
            [f"queries has {len(batch)} queries; send at most {MOST_QUERIES} at once"], 413
        )
    problems: list[str] = []
    read = {key: read_query(query, f"queries.{key[:50]}", problems) for key, query in batch.items()}
    if problems:
        raise RequestError(problems)
    return read


def read_single(text: str) -> Asked:
    """Return a single query: a JSON object, or the name itself.

    Raises
    ------
    RequestError
    """
    problems: list[str] = []
    query = read_json(text, "query") if text.lstrip().startswith("{") else {"query": text}
    read = read_query(query, "query", problems)
    if problems:
        raise RequestError(problems)
    return read


def read_query(query: Any, place: str, problems: list[str]) -> Asked:
    """Return one query; anything wrong with it is added to the problems."""
    if not isinstance(query, dict):
        problems.append(f"{place} is {kind_of(query)}; expected an object")
        return _NOTHING
    if unknown := sorted(set(query) - _FIELDS):
        problems.append(
            f"{place} has {', '.join(unknown)[:100]}; expected {', '.join(sorted(_FIELDS))}"
        )
    name = query.get("query", "")
    if not isinstance(name, str):
        problems.append(f"{place}.query is {kind_of(name)}; expected text")
        return _NOTHING
    if len(name) > LONGEST_TEXT:
        problems.append(f"{place}.query has {len(name)} letters; send at most {LONGEST_TEXT}")
    if "query" not in query and not query.get("properties"):
        problems.append(f"{place} has neither query nor properties")
    if query.get("type_strict", _STRICT[0]) not in _STRICT:
        problems.append(f"{place}.type_strict: expected {', '.join(_STRICT)}")
    rank, is_possible = _rank(_types(query.get("type", []), place, problems))
    limit = _limit(query.get("limit"), place, problems)
    known = _beside(query.get("properties", []), place, problems)
    asked = NameAsked(name, "", rank)
    if known:
        asked = NameAsked(
            name,
            known.get(_AUTHOR, ""),
            rank,
            tuple(known.get(level, "") for level in CONTEXT),
            known.get(_DATE, ""),
            known.get(_COUNTRY, ""),
        )
    return Asked(asked, limit, is_possible)


_NOTHING: Final = Asked(NameAsked(""), None, False)


def _limit(limit: Any, place: str, problems: list[str]) -> int | None:
    if limit is None:
        return None
    if isinstance(limit, bool) or not isinstance(limit, int | float) or limit < 1:
        problems.append(f"{place}.limit is {str(limit)[:20]}; expected a number, 1 or more")
        return None
    return math.floor(min(limit, MOST_QUERIES))


def _types(types: Any, place: str, problems: list[str]) -> list[str]:
    given = [types] if isinstance(types, str) else types
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        problems.append(f"{place}.type: expected the id of a type or a list of ids")
        return []
    return [one for one in given if one]


def _rank(types: list[str]) -> tuple[str, bool]:
    """The rank that the types ask for (blank = any), and whether any entity can have it."""
    if not types or TAXON in types:
        return "", True
    ranks = [one for one in types if one in RANKS]
    return (ranks[0] if len(ranks) == 1 else ""), bool(ranks)


def _beside(properties: Any, place: str, problems: list[str]) -> Mapping[str, str]:
    """Values that qualify a name, by known property.

    If a property has several different values, none is used. Several dates or countries are
    joined into one that cannot be read; using one of them could answer for the wrong day.
    """
    if not isinstance(properties, list) or len(properties) > MOST_PROPERTIES:
        problems.append(f"{place}.properties: expected a list of at most {MOST_PROPERTIES}")
        return {}
    known: dict[str, Any] = {}
    for number, one in enumerate(properties):
        if not isinstance(one, dict) or not isinstance(one.get("pid"), str) or "v" not in one:
            problems.append(f"{place}.properties.{number}: expected an object with pid and v")
            continue
        given = one["v"] if isinstance(one["v"], list) else [one["v"]]
        texts = {_text(value, f"{place}.properties.{number}.v", problems) for value in given} - {""}
        pid = one["pid"].strip().lower()
        if pid in (_DATE, _COUNTRY):
            several = {text.strip() for text in texts} | {known.get(pid, "")}
            known[pid] = " | ".join(sorted(several - {""}))
        elif pid in _BESIDE:
            known[pid] = texts.pop() if len(texts) == 1 else ""
    return known


def _text(value: Any, place: str, problems: list[str]) -> str:
    """A property value as text; for an entity, its name."""
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        value = value.get("name", value["id"])
    if isinstance(value, str) and len(value) <= LONGEST_TEXT:
        return value
    if isinstance(value, bool | int | float):
        return str(value)[:LONGEST_TEXT]
    problems.append(f"{place}: expected text, a number, true, false or an entity with an id")
    return ""


def read_extension(text: str, known: Iterable[str]) -> Extension:
    """Return which properties of which entities are requested.

    Raises
    ------
    RequestError
        If it is not an extension query, is too large, or names an unknown property.
    """
    query = read_json(text, "extend")
    if not isinstance(query, dict):
        raise RequestError([f"extend is {kind_of(query)}; expected an object"])
    ids, properties = query.get("ids"), query.get("properties")
    problems: list[str] = []
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
        problems.append("extend.ids: expected a list of ids")
        ids = []
    if len(ids) > MOST_IDS:
        raise RequestError([f"extend has {len(ids)} ids; send at most {MOST_IDS} at once"], 413)
    if any(len(one) > LONGEST_TEXT for one in ids):
        problems.append(f"extend.ids: an id has more than {LONGEST_TEXT} letters")
    wanted: list[Any] = properties if isinstance(properties, list) else [None]
    if not all(isinstance(one, dict) and isinstance(one.get("id"), str) for one in wanted):
        problems.append("extend.properties: expected a list of objects with an id")
        wanted = []
    names = tuple(dict.fromkeys(one["id"] for one in wanted))
    expected = list(known)
    if unknown := [name for name in names if name not in expected]:
        problems.append(
            f"extend.properties: unknown property {', '.join(unknown)[:100]}; expected any of "
            f"{', '.join(expected)}"
        )
    if problems:
        raise RequestError(problems)
    return Extension(tuple(dict.fromkeys(ids)), names)


def kind_of(value: Any) -> str:
    """Return in words what kind of JSON value this is."""
    kinds = {dict: "an object", list: "a list", str: "text", bool: "true or false"}
    return "null" if value is None else kinds.get(type(value), "a number")
