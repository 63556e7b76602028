"""The preview page of one entity: the data of both lists, and its concordance card."""

from __future__ import annotations

from html import escape
from typing import Final

from concordance.about import DISCLAIMER
from concordance.errors import UnknownNameError
from concordance.result_schema import result_columns
from concordance.schema import to_frame
from concordance.serve.entities import Entity
from concordance.serve.service import Service
from concordance.views.answers import About
from concordance.views.cards import text

_STYLE: Final = (
    "body{font:13px/1.4 sans-serif;margin:8px;color:#222}table{border-collapse:collapse}"
    "th,td{padding:1px 8px 1px 0;vertical-align:top;text-align:left}th{white-space:nowrap}"
    "h4{margin:0 0 6px}"
)


def preview(service: Service, entity: Entity | None) -> str:
    """Return the preview page of an entity, without scripts.

    Parameters
    ----------
    service : Service
    entity : Entity or None
        None for an unknown id.

    Returns
    -------
    str
        HTML; every data value is escaped.
    """
    if entity is None:
        return _page("Unknown id", "<p>This service has no entity with this id.</p>")
    facts = "\n".join(
        f"<tr><th>{escape(name)}</th><td>{text(value)}</td></tr>"
        for name, value in service.facts(entity)
    )
    author = entity.taxon.authorship if entity.taxon is not None else ""
    title = f"{entity.name} {author}".strip()
    body = f"<h4>{escape(title)}</h4>\n<table>\n{facts}\n</table>\n{_card(service, entity)}"
    return _page(title, body)


def _card(service: Service, entity: Entity) -> str:
    """The concordance card; only the disclaimer if there is none."""
    if service.pairing is None or entity.taxon is None:
        return f"<p><small>{escape(DISCLAIMER)}</small></p>"
    con = service.pairing.con
    try:
        about = About(entity.name, con.lists, con.rows)
    except UnknownNameError:
        return f"<p><small>{escape(DISCLAIMER)}</small></p>"
    columns = result_columns(*con.keys)
    card: str = about.explanation(to_frame({c.name: [] for c in columns}, columns))._repr_html_()
    return f"<hr>\n{card}"


def _page(title: str, body: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    )
