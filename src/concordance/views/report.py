"""The report in one file: HTML with its data, styles and scripts; it never uses the network.

Data is embedded as JSON in which no character can close its element, and is shown only as text
nodes; the policy in the head of the page forbids every script except the one of this package.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, NamedTuple

import pandas as pd

from concordance.about import DISCLAIMER
from concordance.checklist import Checklist
from concordance.codes import Flag, Keys, Rule
from concordance.exports.delimited import list_sources
from concordance.exports.result import OPEN_COLUMNS, Result
from concordance.files import write_whole
from concordance.listing.cover import cover
from concordance.listing.entries import entries_of
from concordance.listing.timeline import timeline_of
from concordance.records import RangeState
from concordance.schema import cells, checked_choice, rows
from concordance.score import FORMULA
from concordance.views.covered import (
    CoveredSpecies,
    Spoken,
    Synonym,
    covered_species,
    spoken_names,
    synonyms,
)
from concordance.views.words import difference

LANGUAGES: Final = ("en", "fr", "es")
#: in the order in which they are concatenated
_SCRIPTS: Final = ("base.js", "data.js", "sentences.js", "search.js", "charts.js", "trend.js",
                   "list.js", "agenda.js", "timeline.js", "animal.js", "paper.js", "overview.js",
                   "report.js")  # fmt: skip
_ITEM: Final = ("title", "kind", "legal_consequence", "recommended_action", "row_count", "differs",
                "why")  # fmt: skip
_ENTRY: Final = ("taxon_id", "entry", "rank", "appendix", "how", "limits",
                 "effective_from", "decided_at", "source", "confidence")  # fmt: skip
_SPAN: Final = ("taxon", "entry", "appendix", "how", "limits", "effective_from", "effective_to",
                "decided_at")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What a report shows in addition to one concordance; empty if the lists have no history.

    Attributes
    ----------
    score, scores : pandas.DataFrame or None
        How far the lists agree by class: today, and on several days (`alignment_over_time`).
    meetings : mapping of ISO date to str
        The meeting whose decisions came into force on that day.
    keys : mapping of str to str
        Titles of sources and references, by key.
    """

    score: pd.DataFrame | None = None
    scores: pd.DataFrame | None = None
    meetings: Mapping[str, str]
    keys: Mapping[str, str]


def report_bytes(
    result: Result, history: History, *, language: str = "en", whole: bool = False
) -> bytes:
    """Return the report as one HTML file.

    Parameters
    ----------
    result : Result
    history : History
    language : str
        ``en``, ``fr`` or ``es``: the language in which the page opens; it contains all three.
    whole : bool
        Keep the columns of inputs that may not be redistributed, for the user's own use.

    Returns
    -------
    bytes
        UTF-8. The same input gives the same bytes.

    Raises
    ------
    ConcordanceError
        If the language is not known.

    Warns
    -----
    UserWarning
        If columns are left out, or kept although an input is restricted.
    """
    checked_choice("language", language, LANGUAGES)
    given = result.passed_on(whole=whole)
    data = _data(given, history)
    data["language"], data["whole"] = language, whole
    table = words_table(given.keys)
    words = {key: texts[LANGUAGES.index(language)] for key, texts in table.items()}
    style = _template("report.css").replace("@disclaimer@", _css_text(words["disclaimer"]))
    script = "\n".join(
        ['"use strict";', "(() => {", *(_template(name) for name in _SCRIPTS), "})();", ""]
    )
    left, right = (key.upper() for key in given.keys)
    parts = {
        "language": language,
        "policy": "default-src 'none'; "
        f"script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        "base-uri 'none'; form-action 'none'",
        "title": html.escape(words["title"].format(left=left, right=right)),
        "disclaimer": html.escape(words["disclaimer"]),
        "needs_script": html.escape(words["needs_script"]),
        "style": style,
        "data": _json(data),
        "words": _json(table),
        "script": script,
    }
    page = re.sub(r"@(\w+)@", lambda match: parts[match[1]], _template("report.html"))
    return page.encode("utf-8")


def write_report(
    path: Path,
    result: Result,
    history: Callable[[], History],
    *,
    language: str = "en",
    whole: bool = False,
) -> None:
    """Write the report: one HTML file that can be viewed offline and without Python.

    Parameters
    ----------
    path : pathlib.Path
    result : Result
    history : callable
        Returns the history for the report; called once the arguments have been checked.
    language : str
        ``en``, ``fr`` or ``es``: the language in which the page opens; it contains all three.
    whole : bool
        Keep what may not be redistributed, for your own use; otherwise a report of such lists has
        only ids, relation, rule, strength and review.

    Raises
    ------
    ConcordanceError
        If the language is not known or the path cannot be written.
    """
    checked_choice("language", language, LANGUAGES)
    write_whole(path, report_bytes(result, history(), language=language, whole=whole))


def words_table(keys: Keys = ("cites", "cms")) -> dict[str, list[str]]:
    """Return the texts of the interface by key, one for each of `LANGUAGES`.

    Parameters
    ----------
    keys : pair of str
        Keys of the two lists, for codes that contain one.

    Returns
    -------
    dict of str to list of str

    Examples
    --------
    >>> words_table()["nav.animals"]
    ['Animals', 'Animaux', 'Animales']
    """
    table: dict[str, list[str]] = {
        **json.loads(_template("words.json")), **json.loads(_template("sentences.json"))
    }  # fmt: skip
    left, right = (key.upper() for key in keys)
    for kind, codes in (("flag", Flag), ("meaning", Flag), ("rule", Rule)):
        for code in codes:
            general = table.pop(f"{kind}.{code}", None) if "{" in code else None
            if general is not None:  # a list without words of its own
                texts = [text.format(left=left, right=right) for text in general]
                table.setdefault(f"{kind}.{code.code(keys)}", texts)
    return table


@lru_cache(maxsize=16)
def _template(name: str) -> str:
    return (files("concordance.views") / "templates" / name).read_text(encoding="utf-8")


def _json(value: object) -> str:
    """JSON without any character that could close an element, start a comment or break a line."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return re.sub("[<>&\u2028\u2029]", lambda match: f"\\u{ord(match[0]):04x}", text)


def _digest(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def _css_text(text: str) -> str:
    return '"' + re.sub(r'[\\"]', lambda match: "\\" + match[0], text) + '"'


def _packed(columns: Mapping[str, Sequence[object]]) -> dict[str, Any]:
    """Columns, each as its values or, if shorter, as its distinct values and their positions."""
    packed: dict[str, Any] = {}
    for name, values in columns.items():
        texts = [None if v is None else str(v) for v in values]
        different = list(dict.fromkeys(texts))
        if len(different) < 0.7 * len(texts):
            place = {text: i for i, text in enumerate(different)}
            packed[name] = {"values": different, "at": [place[text] for text in texts]}
        else:
            packed[name] = texts
    return packed


def _records(sides: Sequence[Sequence[Any]], columns: Sequence[str]) -> dict[str, Any]:
    """Records of both sides as columns, the number of the side first."""
    records = [(number, record) for number, side in enumerate(sides) for record in side]
    fields = {c: [getattr(record, c) for _, record in records] for c in columns}
    return _packed({"side": [number for number, _ in records], **fields})


def _data(result: Result, history: History) -> dict[str, Any]:
    """Everything that the page shows; data of the lists only if they may be redistributed."""
    table = result.table
    restricted = [s.name for s in result.inputs if s.redistribution == "restricted"]
    data: dict[str, Any] = {
        "keys": list(result.keys),
        "tool_version": result.tool_version,
        "disclaimer": DISCLAIMER,
        "citation": result.citation(),
        "day": result.day,
        "list_sources": list_sources(result.sources),
        "restricted": restricted,
        "open_columns": list(OPEN_COLUMNS),
        "sources": [
            {"name": s.name, "version": s.version, "as_of": s.as_of, "complete_to": s.complete_to,
             "licence": s.licence, "citation": s.citation, "sha256": s.sha256}
            for s in result.inputs
        ],
        "order": list(table.columns),
        "table": _packed({c: cells(table[c]) for c in table.columns}),
        "formula": FORMULA,
        "agenda": _agenda(result),
        "score": [],
        "over_time": [],
        "names": {}, "entries": {}, "taxa": {}, "common": {}, "ranges": {}, "named": {},
        "genera": {}, "covered": {}, "spoken": {}, "synonyms": {}, "timeline": {},
        "differences": {},
        "source_keys": {}, "titles": {},
    }  # fmt: skip
    if result.lists is None:
        return data
    data["score"] = [] if history.score is None else rows(history.score)
    if history.scores is not None:
        scores = [row for row in rows(history.scores) if row["group"] == "all"]
        data["over_time"] = [
            {**row, "meeting": history.meetings.get(row["as_of"], "")} for row in scores
        ]
    data["differences"] = _packed({"code": [difference(row) for row in rows(table)]})
    data.update(_lists(result.lists))
    data.update(_without_row(result))
    titles = {key: title for side in result.lists for key, title in side.knowledge.titles}
    data["source_keys"], data["titles"] = _mentioned(history.keys, data), _mentioned(titles, data)
    return data


def _agenda(result: Result) -> list[dict[str, Any]]:
    """The items of the agenda, with the Appendices of both sides and the ids of their rows."""
    return [
        {
            **{column: item[column] for column in _ITEM},
            "appendices": [item[f"{key}_appendix"] for key in result.keys],
            "ids": item["concordance_ids"].split("|"),
        }
        for item in result.items()
    ]


def _lists(sides: tuple[Checklist, Checklist]) -> dict[str, Any]:
    """The data of both lists on their taxa."""
    left, right = sides

    def packed(make: Callable[[Checklist], Sequence[Any]], *columns: str) -> dict[str, Any]:
        return _records([make(left), make(right)], columns)

    return {
        "taxa": packed(lambda side: side.records.taxa, "taxon_id", "name", "confidence", "source"),
        "names": packed(
            lambda side: side.records.names, "taxon_id", "name", "authorship", "kind", "source"
        ),
        "common": packed(lambda side: side.records.common_names, "taxon_id", "name", "language"),
        "ranges": packed(lambda side: side.records.ranges, "taxon_id", "country", "presence"),
        "entries": packed(
            lambda side: entries_of(
                side, [t.taxon_id for t in side.records.taxa], right if side is left else left
            ),
            *_ENTRY,
        ),
        "timeline": packed(
            lambda side: timeline_of(side, [t.taxon_id for t in side.records.taxa]), *_SPAN
        ),
        "named": packed(_named_countries, "taxon_id", "country"),
        "genera": packed(_covered_genera, "name", "groups"),
    }


def _without_row(result: Result) -> dict[str, Any]:
    """Species covered without a row, and further names of all taxa."""
    if result.lists is None:
        return {}
    rows_ = {name for key in result.keys for name in cells(result.table[f"{key}_name"]) if name}
    covered = covered_species(result.lists, rows_)
    taxa = rows_ | {one.name for one in covered}
    spoken = spoken_names(result.lists, taxa)
    names = {use.name for side in result.lists for use in side.records.names}
    others = synonyms(result.lists, taxa, names)
    return {
        "covered": _packed({c: [getattr(r, c) for r in covered] for c in CoveredSpecies._fields}),
        "synonyms": _packed({c: [getattr(r, c) for r in others] for c in Synonym._fields}),
        "spoken": _packed({c: [getattr(r, c) for r in spoken] for c in Spoken._fields}),
    }


class CoveredGenus(NamedTuple):
    """A genus whose species are covered by an entry in force for a group, with the lowest group."""

    name: str
    groups: str


def _covered_genera(side: Checklist) -> list[CoveredGenus]:
    known = side.with_members
    in_force = {entry.taxon for entry in side.records.listings}
    columns = known.knowledge.genera.columns
    return [
        CoveredGenus(name, closest)
        for name, groups in zip(columns[0], columns[-1], strict=True)
        if groups and (closest := next((g for g in groups.split("|") if g in in_force), ""))
    ]


def _named_countries(side: Checklist) -> list[RangeState]:
    """Countries that an entry names as a population, an exception or a Party, by taxon."""
    return [
        RangeState(taxon_id, country)
        for taxon_id, cover_ in side.once(cover).items()
        for country in sorted(
            {code for e in cover_.entries for code in (*e.scope_countries, *e.parties)}
        )
    ]


def _mentioned(keys: Mapping[str, str], data: Mapping[str, Any]) -> Mapping[str, str]:
    """Keys of sources and references in the data, with their titles."""
    texts: set[str] = set()
    for table, column in (("names", "source"), ("entries", "source"), ("taxa", "source")):
        values = data[table][column]
        texts.update(values["values"] if isinstance(values, dict) else values)
    for column in (*(f"{key}_reference" for key in data["keys"]), "relation_source"):
        values = data["table"].get(column, [])
        texts.update(values["values"] if isinstance(values, dict) else values)
    parts = {part.strip() for text in texts if text for part in re.split(r"[|;]|\s\(", text)}
    bare = parts | {part.split("@")[0] for part in parts} | {part.split(" ")[0] for part in parts}
    return {key: text for key, text in sorted(keys.items()) if key in bare}
