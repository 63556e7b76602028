"""Cards for Jupyter: HTML without scripts; every data value is escaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from typing import Any, Final

import pandas as pd

from concordance.about import DISCLAIMER
from concordance.checklist import Source
from concordance.codes import Flag, Keys, Relation, ReviewStatus
from concordance.flags import meaning
from concordance.result_schema import LANGUAGES, keys_of
from concordance.schema import rows
from concordance.views.words import ACTIONS, SYMBOLS, relation_words

#: most rows in a card; it then states how many more there are
FIRST: Final = 8
_LEFT: Final = ' style="text-align:left"'
_SIDE: Final = (
    ("name", "name"), ("author", "authorship"), ("rank", "rank"), ("reference", "reference"),
    ("Appendix", "appendix"), ("listed as", "listed_as"), ("limits", "scope"),
    ("from", "effective_from"),
)  # fmt: skip
_TIMES: Final = ("side", "taxon", "entry", "appendix", "how", "limits", "effective_from",
                 "effective_to", "decided_at", "source", "confidence")  # fmt: skip
#: columns that a reader looks for first, by their suffix
_FIRST_COLUMNS: Final = ("class", "_name", "_appendix", "relation", "name_difference", "flag_codes",
                         "recommended_action", "status", "evidence")  # fmt: skip

_COMMON: Final = tuple(f"common_name_{language}" for language in LANGUAGES)

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of HTML that Jupyter shows.

    Attributes
    ----------
    html : str
        Every data value in it is escaped.
    """

    html: str

    def _repr_html_(self) -> str:
        return self.html


def text(value: object) -> str:
    """Return a data value as inert HTML; a missing one as a dash.

    Examples
    --------
    >>> text("<script>alert(1)</script>"), text(None)
    ('&lt;script&gt;alert(1)&lt;/script&gt;', '–')
    """
    if value is None or value is pd.NA or value == "":
        return "–"
    return escape(str(value).replace("|", "; "))


def concordance_card(
    table: pd.DataFrame, sources: Sequence[Source], keys: tuple[str, str], score: pd.DataFrame
) -> str:
    """Return a summary: the lists with their days, counts by kind, score and the first rows.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns as in `result_schema.result_columns`.
    sources : pair of Source
    keys : pair of str
        Prefixes of the two sides.
    score : pandas.DataFrame
        As the table of a `score.Score`.

    Returns
    -------
    str
    """
    records = rows(table)
    lists = [[key.upper(), source.name, source.version, f"complete up to {source.complete_to}"]
             for key, source in zip(keys, sources, strict=True)]  # fmt: skip
    counts = Counter(row["relation"] for row in records)
    linked = [r for r in Relation if counts[r] and r is not Relation.NOT_LISTED]
    kinds = [[f"{SYMBOLS[r]} {relation_words(r, keys)}", r.value, counts[r]] for r in linked]
    for key in keys:
        alone = sum(row["relation"] == Relation.NOT_LISTED and row[f"{key}_id"] is not None
                    for row in records)  # fmt: skip
        kinds.append([f"{key.upper()} only, no partner", "not_listed", alone])
    waiting = sum(
        row["status"] in (ReviewStatus.NEEDS_REVIEW, ReviewStatus.STALE) for row in records
    )
    kinds.append(["to review", "needs_review or stale", waiting])
    figures = [
        [f"{row['figure']} agree" if row["figure"] != "scope" else "legal scope agrees",
         f"{row['agree']} of {row['comparable']}", _share(row["score"]),
         _share(row["not_comparable"])]
        for row in rows(score) if row["group"] == "all"
    ]  # fmt: skip
    a, b = keys
    shown = ("class", f"{a}_name", f"{a}_appendix", "relation", f"{b}_name", f"{b}_appendix",
             "recommended_action", "status")  # fmt: skip
    first = [[row[column] for column in shown] for row in records[:FIRST]]
    return "\n".join(
        [
            f"<p><strong>Concordance: {text(a.upper())} and {text(b.upper())}, {len(records)} rows"
            "</strong></p>",
            _table(("", "list", "state", ""), lists),
            _table(("each problem once", "units", "share", "not comparable"), figures),
            _table(("kind", "code", "rows"), kinds),
            f"<p>The first {len(first)} of {len(records)} rows; all of them, with every column, "
            "are in <code>.table</code>.</p>",
            _table(shown, first),
            f"<p><small>{text(DISCLAIMER)}</small></p>",
        ]
    )


def explanation_card(
    name: str,
    table: pd.DataFrame,
    names: Iterable[str],
    timeline: pd.DataFrame,
    unverified: Sequence[str],
) -> str:
    """Return everything known about one animal: both sides, the evidence, listing over time.

    Parameters
    ----------
    name : str
    table : pandas.DataFrame
        The rows that concern it, columns as in `result_schema.result_columns`.
    names : iterable of str
        How the name leads to the taxa.
    timeline : pandas.DataFrame
        Columns as in `timeline.TIMELINE`.
    unverified : sequence of str
        For each row of the table, which of its facts were not verified; blank if all were.

    Returns
    -------
    str
    """
    keys = keys_of(table)
    records = rows(table)
    parts = [f"<p><strong>{text(name)}</strong></p>", _list(names)]
    if len(records) > 1:
        a, b = keys
        heads = (a.upper(), "", b.upper(), "draft action")
        short = [(row[f"{a}_name"], SYMBOLS[row["relation"]], row[f"{b}_name"],
                  ACTIONS[row["recommended_action"]]) for row in records]  # fmt: skip
        parts.append(_table(heads, short))
    parts += [
        _pair(row, keys, doubts, folded=len(records) > 2)
        for row, doubts in zip(records, unverified, strict=True)
    ]
    times = _table([column.replace("_", " ") for column in _TIMES],
                   [[row[column] for column in _TIMES] for row in rows(timeline)])  # fmt: skip
    parts += [
        "<p><strong>Listing over time</strong></p>",
        _folded(f"{len(timeline)} entries", times) if len(timeline) > FIRST else times,
        "<p><small>No start date: in force before the oldest text in the data. A gap between "
        f"entries does not prove that the animal was not covered. {text(DISCLAIMER)}</small></p>",
    ]  # fmt: skip
    return "\n".join(parts)


def _share(value: float | None) -> str | None:
    return None if value is None else f"{value:.1%}"


def _pair(row: Record, keys: tuple[str, str], doubts: str, *, folded: bool) -> str:
    """One row: both sides next to each other, then relation, evidence, flags and draft."""
    names = " / ".join(row[f"{key}_name"] or "–" for key in keys)
    basis = f" ({row['relation_basis']}: {row['relation_source']})" if row["relation_basis"] else ""
    flags = [
        f"{flag}: {meaning(Flag.from_code(flag, keys), keys)}"
        for flag in (row["flag_codes"] or "").split("|")
        if flag
    ]
    lines = [
        f"Relation: {SYMBOLS[row['relation']]} {row['relation']}, "
        f"{relation_words(row['relation'], keys)}{basis}",
        f"Linked by the rule {row['rule']}. {row['evidence'] or ''}",
        f"Not verified against a treaty or law text: {doubts}."
        if doubts
        else "Names and entries were verified against a treaty or law text.",
        *_legal_words(row, keys),
        f"Draft action: {row['recommended_action']}. {row['action_note'] or ''}",
        f"Review: {row['status']}" + (f", {row['reviewer']}, {row['reviewed_on']}. "
                                      f"{row['decision_note'] or ''}" if row["reviewer"] else ""),
    ]  # fmt: skip
    beside = [[label, *(row[f"{key}_{field}"] for key in keys)] for label, field in _SIDE]
    inside = "\n".join([
        _table(("", *(key.upper() for key in keys)), beside), _list(lines), _list(flags),
    ])  # fmt: skip
    return _folded(names, inside) if folded else inside


def _legal_words(row: Record, keys: Keys) -> list[str]:
    kinds = {f"{key}_reservations": f"Reservations at {key.upper()}" for key in keys}
    kinds |= {"instruments": "Agreements", "eu_annexes": "EU Annexes"}
    lines = [(kind, row[column].replace("|", "; ")) for column, kind in kinds.items()
             if row[column]]  # fmt: skip
    if row["range_countries"]:
        countries = row["range_countries"].replace("|", ", ")
        lines.append(("Range", f"{countries} ({row['range_source']})"))
    names = [name for c in _COMMON if (name := row[c])]
    if names:
        lines.append(("Common names", "; ".join(names)))
    if row["conservation_status"]:
        lines.append(("Status", f"{row['conservation_status']} ({row['conservation_source']})"))
    return [f"{kind}: {words}." for kind, words in lines]


def _folded(summary: str, inside: str) -> str:
    return f"<details><summary>{text(summary)}</summary>\n{inside}\n</details>"


def plain_card(name: str, table: pd.DataFrame) -> str:
    """Return a table under the name as given."""
    shown = [column for column in table.columns if not column.endswith("_id")]
    heads = [column.replace("_", " ") for column in shown]
    body = [[row[column] for column in shown] for row in rows(table)]
    note = f"<p><small>{text(DISCLAIMER)}</small></p>"
    return f"<p><strong>{text(name)}</strong></p>\n{_table(heads, body)}\n{note}"


def explore(table: pd.DataFrame) -> Page:
    """Return a searchable, sortable table if the package itables is installed, else a plain one.

    Parameters
    ----------
    table : pandas.DataFrame

    Returns
    -------
    Page
        With itables, the code of the table is embedded in the page; nothing is downloaded.
    """
    try:
        from itables import options, to_html_datatable
        from itables.javascript import generate_init_offline_itables_html
    except ImportError:
        return Page(plain_card("Concordance", table))
    order = [c for c in table.columns if c.endswith(_FIRST_COLUMNS)]
    order += [c for c in table.columns if c not in order]
    shown = table[order].astype(object).where(table.notna(), "").reset_index(drop=True)
    note = f"<p><small>{text(DISCLAIMER)}</small></p>"
    digest = sha256(shown.to_csv(index=False).encode()).hexdigest()
    return Page(
        generate_init_offline_itables_html(options.dt_bundle)
        + to_html_datatable(shown, connected=False, allow_html=False, maxBytes=0, scrollX=True,
                            display_logo_when_loading=False, table_id=f"concordance_{digest[:12]}")
        + note
    )  # fmt: skip


def _table(heads: Iterable[str], body: Iterable[Sequence[object]]) -> str:
    # an empty corner cell is not marked as a header, or a screen reader would announce it
    head = "".join(f"<th{_LEFT}>{text(h)}</th>" if h else "<td></td>" for h in heads)
    lines = "\n".join(
        "<tr>" + "".join(f"<td{_LEFT}>{text(cell)}</td>" for cell in line) + "</tr>"
        for line in body
    )
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{lines}\n</tbody>\n</table>"


def _list(items: Iterable[str]) -> str:
    content = "".join(f"<li>{text(item)}</li>" for item in items)
    return f"<ul>{content}</ul>" if content else ""
