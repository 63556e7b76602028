"""A draft of a what-if as a paper: the annexes of the Committees, for Word and Excel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from concordance.about import DISCLAIMER
from concordance.exports.annexes import Annex, Paper
from concordance.schema import rows

if TYPE_CHECKING:
    from concordance.scenarios.answer import WhatIf

_SAME: Final = {True: "another Appendix", False: "same Appendix"}


def paper_of(draft: WhatIf) -> Paper:
    """Return a draft as a paper.

    Parameters
    ----------
    draft : WhatIf

    Returns
    -------
    Paper
    """
    if len(draft.proposals):
        return Paper(
            "Draft: proposals beside what is listed today",
            (DISCLAIMER, "A draft for consideration."),
            (_proposals(draft),),
            (),
            draft.day,
        )
    verb = "adopt" if " and " in draft.sides else "adopts"
    before, after = (_share(value) for value in (draft.score_before, draft.score_after))
    return Paper(
        f"Draft: {draft.sides} {verb} {draft.reference}",
        (
            DISCLAIMER,
            "A draft for consideration. "
            f"Scope: {draft.scope or 'every animal that the reference knows'}. Pairs that are the "
            f"same animals under one name: {before} today, {after} afterwards (judged by the "
            "names alone).",
        ),
        (_replacements(draft), _lumps(draft), _splits(draft), _outcomes(draft)),
        (),
        draft.day,
    )


def _share(value: float | None) -> str:
    return "no pair" if value is None else f"{value:.0%}"


def _replacements(draft: WhatIf) -> Annex:
    body = tuple(
        (r["side"], r["change"], r["name"], r["name_after"], r["entry"])
        for r in rows(draft.replacements)
    )
    return Annex(
        "Annex 1 Replacements",
        f"Annex 1. One name replaced by one other ({len(body)})",
        "The animals stay the same; the name changes.",
        ("Side", "What changes", "Name today", "Name in the reference", "Entry"),
        body,
        frozenset({2, 3}),
    )


def _lumps(draft: WhatIf) -> Annex:
    return Annex(
        "Annex 2 Lumps",
        f"Annex 2. Several taxa under one name ({len(draft.lumps)})",
        "The reference unites what the side lists apart. Where the Appendices differ, the Parties "
        "would have to say which one holds.",
        ("Side", "Name in the reference", "Taxon today", "Its Appendix", "Appendices"),
        tuple(
            (r["side"], r["name_after"], name, appendix, _SAME[r["differ"]])
            for r in rows(draft.lumps)
            for name, appendix in _side_by_side(r, "taxa", "appendices")
        ),
        frozenset({1, 2}),
        2,
    )


def _splits(draft: WhatIf) -> Annex:
    return Annex(
        "Annex 3 Splits",
        f"Annex 3. One taxon divided into several ({len(draft.splits)})",
        "The reference divides what the side lists as one. Its entry would have to name the "
        "species. Beside each stands its Appendix on the other side.",
        ("Side", "Taxon today", "Entry", "Species in the reference", "Why it is part of it",
         "Appendix on the other side"),
        tuple(
            (r["side"], r["name"], r["entry"], name, basis, appendix)
            for r in rows(draft.splits)
            for name, basis, appendix in _side_by_side(r, "names_after", "basis", "other_side")
        ),
        frozenset({1, 3}),
        3,
    )  # fmt: skip


def _side_by_side(row: dict[str, Any], *columns: str) -> Iterator[tuple[str, ...]]:
    """What columns say in the same order, joined by a bar."""
    return zip(*(row[column].split("|") for column in columns), strict=True)


def _outcomes(draft: WhatIf) -> Annex:
    left, right = draft.labels
    columns = ("outcome", "left_name", "left_after", "right_name", "right_after", "entries",
               "coverage")  # fmt: skip
    return Annex(
        "Annex 4 Outcomes",
        f"Annex 4. What happens to each pair ({len(draft.table)})",
        "resolved: the names differ today, and would be one. created: they are one today, and "
        "would differ. left: they would still differ. renamed: both sides alike, or an animal that "
        "one side lists. unknown: the reference does not settle it.",
        ("Outcome", f"{left} today", f"{left} afterwards", f"{right} today", f"{right} afterwards",
         "Text to amend", "Entries that would cover other animals"),
        tuple(
            tuple((r[column] or "").replace("|", ", ") if "after" in column else r[column] or ""
                  for column in columns)
            for r in rows(draft.table)
        ),
        frozenset({1, 2, 3, 4}),
    )  # fmt: skip


def _proposals(draft: WhatIf) -> Annex:
    columns = ("name", "side", "appendix", "own_today", "other_name", "other_today", "note")
    return Annex(
        "Proposals",
        f"Proposals ({len(draft.proposals)})",
        "What each side lists of the animal today.",
        ("Name", "Side", "Appendix proposed", "Own entries today", "Name on the other side",
         "Its entries today", "Note"),
        tuple(tuple(r[c] or "-" for c in columns) for r in rows(draft.proposals)),
        frozenset({0, 4}),
    )  # fmt: skip
