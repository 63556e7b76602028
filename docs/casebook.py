"""Pages on groups of animals: both sides, their relation, and unverified facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from concordance.about import DISCLAIMER
from concordance.codes import Flag
from concordance.concordance import Concordance
from concordance.flags import meaning
from concordance.schema import rows


def case_page(con: Concordance, title: str, names: Iterable[str]) -> str:
    """Return a page in Markdown on some animals, from the concordance alone.

    Parameters
    ----------
    con : Concordance
    title : str
    names : iterable of str
        Names that either side knows.

    Returns
    -------
    str
        Each row of the concordance that concerns them: both names, the entries with their
        limits, the relation with its source, flags, the draft action, and which of the facts are
        not verified.

    Raises
    ------
    UnknownNameError
        If neither list knows a name.
    """
    sides = [source.version for source in con.sources]
    lines = [f"# {title}", "", f"Generated from the data of the package: CITES {sides[0]}, CMS "
             f"{sides[1]}. {DISCLAIMER}", ""]  # fmt: skip
    shown: set[str] = set()
    for name in names:
        for record in rows(con.explain(name).table):
            if record["concordance_id"] not in shown:
                shown.add(record["concordance_id"])
                lines += _row(con, record)
    return "\n".join(lines).rstrip() + "\n"


def _row(con: Concordance, row: Mapping[str, Any]) -> list[str]:
    names = [row[f"{p}_name"] or "-" for p in con.keys]
    lines = [f"## {names[0]} / {names[1]}", "", f"| what | {con.keys[0].upper()} | "
             f"{con.keys[1].upper()} |", "|---|---|---|"]  # fmt: skip
    for label, field in (
        ("name", "name"),
        ("author", "authorship"),
        ("rank", "rank"),
        ("reference", "reference"),
        ("Appendix", "appendix"),
        ("listed as", "listed_as"),
        ("limits", "scope"),
        ("from", "effective_from"),
    ):
        values = [str(row[f"{p}_{field}"] or "-").replace("|", "; ") for p in con.keys]
        lines.append(f"| {label} | {values[0]} | {values[1]} |")
    relation = f"**{row['relation']}**"
    if row["relation_basis"]:
        relation += f", {row['relation_basis']}: {row['relation_source']}"
    lines += ["", f"Relation: {relation}", "", f"Linked by `{row['rule']}`: {row['evidence']}", ""]
    if row["name_difference"] not in (None, "none"):
        lines += [f"Names differ in: {row['name_difference'].replace('|', ', ')}", ""]
    flags = (row["flag_codes"] or "").split("|") if row["flag_codes"] else []
    lines += [f"- `{flag}`: {meaning(Flag.from_code(flag, con.keys), con.keys)}" for flag in flags]
    lines += [""] if flags else []
    lines += [f"Draft action: `{row['recommended_action']}`. {row['action_note']}", ""]
    doubts = con.unverified(row)
    lines += [
        "Not verified against the treaty text: " + "; ".join(doubts) + "."
        if doubts
        else "Names and entries were verified against a treaty or law text.",
        "",
    ]
    return lines
