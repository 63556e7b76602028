"""The answer to a what-if as tables and as a draft for a working document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import pandas as pd

from concordance.about import DISCLAIMER
from concordance.errors import ConcordanceError
from concordance.files import write_whole
from concordance.schema import Column
from concordance.schema import rows as records


class Outcome(StrEnum):
    """Effect of adopting a reference on the names of one pair."""

    RESOLVED = "resolved"  # the sides differed, and agree afterwards
    CREATED = "created"  # the sides agreed, and differ afterwards
    LEFT = "left"  # the sides differed, and still do
    RENAMED = "renamed"  # an unpaired taxon, or both sides alike, get another name
    UNKNOWN = "unknown"  # the name of the animal in the reference is not settled


_SIDE: Final = Column(name="side", meaning="the side, in capitals")

ADOPTED: Final = (
    Column(name="outcome", meaning="effect on the pair", values=tuple(o.value for o in Outcome)),
    Column(name="left_name", meaning="name on the left today"),
    Column(name="left_after", meaning="left names afterwards, joined by |; null = not settled"),
    Column(name="right_name", meaning="name on the right today"),
    Column(name="right_after", meaning="right names afterwards, joined by |; null = not settled"),
    Column(name="relation", meaning="relation of the taxa today"),
    Column(name="entries", meaning="entries whose text would change, with their Appendices"),
    Column(name="coverage", meaning="entries that would cover other animals than today"),
    Column(name="evidence", meaning="how the animal was found in the reference"),
)
REPLACED: Final = (
    _SIDE,
    Column(
        name="change", meaning="what a replacement changes", values=("genus", "spelling", "name")
    ),
    Column(name="name", meaning="name today"),
    Column(name="name_after", meaning="name in the reference"),
    Column(name="entry", meaning="its entries, with their Appendices; - = none"),
)
LUMPED: Final = (
    _SIDE,
    Column(name="name_after", meaning="the single name in the reference for several taxa"),
    Column(name="taxa", meaning="taxa on the side today, joined by a bar"),
    Column(name="appendices", meaning="their Appendices, in the same order"),
    Column(name="differ", meaning="whether those Appendices differ", dtype="bool"),
)
DIVIDED: Final = (
    _SIDE,
    Column(name="name", meaning="taxon on the side today"),
    Column(name="entry", meaning="its entries, with their Appendices; - = none"),
    Column(name="names_after", meaning="species into which the reference splits it, joined by |"),
    Column(name="basis", meaning="why each is known to be part of it, in the same order"),
    Column(name="other_side", meaning="their Appendices on the other side, in the same order"),
    Column(name="differ", meaning="whether those differ from its own Appendix", dtype="bool"),
)
PROPOSED: Final = (
    Column(name="name", meaning="name proposed"),
    Column(name="side", meaning="side that would list it"),
    Column(name="appendix", meaning="proposed Appendix"),
    Column(name="own_today", meaning="entries of that side for it today; null = none"),
    Column(name="other_name", meaning="its name on the other side; null = not known"),
    Column(name="other_today", meaning="entries of the other side for it today; null = none"),
    Column(name="joint", meaning="line in the joint list if the proposal is adopted"),
    Column(name="note", meaning="the consequence in words; a draft"),
)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A draft of the effect of adopting a reference or listing animals.

    Attributes
    ----------
    table : pandas.DataFrame
        One row for each pair or taxon whose names or concepts the reference changes or leaves
        different (`ADOPTED`); empty for proposals.
    replacements, lumps, splits : pandas.DataFrame
        The three annexes of the Committees: one-to-one replacements (`REPLACED`), taxa that the
        reference lumps (`LUMPED`), taxa that it splits (`DIVIDED`).
    proposals : pandas.DataFrame
        One row per proposal, in the order given (`PROPOSED`); empty if a reference is adopted.
    score_before, score_after : float or None
        Share of the pairs in scope that are congruent and have the same name; None without pairs.
    reference, sides, scope : str
        What is adopted, by whom, for what; blank for proposals.
    labels : pair of str
        Left and right in words.
    day : str
        The later of the days of the two lists (ISO).
    """

    table: pd.DataFrame
    replacements: pd.DataFrame
    lumps: pd.DataFrame
    splits: pd.DataFrame
    proposals: pd.DataFrame
    score_before: float | None = None
    score_after: float | None = None
    reference: str = ""
    sides: str = ""
    scope: str = ""
    labels: tuple[str, str] = ("left", "right")
    day: str = ""

    def __str__(self) -> str:
        return self.markdown()

    __repr__ = __str__

    def markdown(self) -> str:
        """Return the draft as Markdown, ready for a working document.

        Returns
        -------
        str
            Ends with a line break; the disclaimer is below the title.
        """
        lines = self._proposed() if len(self.proposals) else self._adopted()
        return "\n".join(lines) + "\n"

    def export(self, path: str | Path) -> None:
        """Write the draft: Markdown, Word or Excel, by the end of the name.

        Parameters
        ----------
        path : path
            ``.md``, ``.markdown`` or ``.txt``; ``.docx``; ``.xlsx`` with a sheet for each annex.

        Raises
        ------
        ConcordanceError
            If the end of the name is another one, the package for it is not installed, or the path
            cannot be written.
        """
        from concordance.exports.excel import paper_bytes
        from concordance.exports.word import word_bytes
        from concordance.scenarios.paper import paper_of  # lazy: most drafts are printed

        writers: dict[str, Callable[[], bytes]] = {
            **dict.fromkeys((".md", ".markdown", ".txt"), lambda: self.markdown().encode()),
            ".docx": lambda: word_bytes(paper_of(self)),
            ".xlsx": lambda: paper_bytes(paper_of(self)),
        }
        path = Path(path)
        if path.suffix.lower() not in writers:
            raise ConcordanceError(
                f"{path}: the format is not clear from the name; expected one that ends in "
                f"{', '.join(writers)}"
            )
        write_whole(path, writers[path.suffix.lower()]())

    def _proposed(self) -> list[str]:
        lines = ["# Draft: proposals compared with today's lists", "", DISCLAIMER, ""]
        heads = ("Proposal", "Own entries today", "Other side today", "Joint list")
        body = [
            (f"*{r['name']}*, {r['side']} {r['appendix']}", r["own_today"] or "-",
             f"{r['other_name'] or '-'}: {r['other_today'] or 'no entry'}", r["joint"])
            for r in records(self.proposals)
        ]  # fmt: skip
        notes = [f"- *{r['name']}*: {r['note']}" for r in records(self.proposals)]
        return lines + _grid(heads, body) + ["", *notes]

    def _adopted(self) -> list[str]:
        def share(value: float | None) -> str:
            return "no pair" if value is None else f"{value:.3f}"

        who = "adopt" if " and " in self.sides else "adopts"
        lines = [
            f"# Draft: {self.sides} {who} {self.reference}",
            "",
            DISCLAIMER,
            "",
            f"Scope: {self.scope or 'every animal in the reference'}. Pairs congruent "
            f"under one name: {share(self.score_before)} before, {share(self.score_after)} after "
            "(congruent pairs under one name / pairs in scope; afterwards judged by the names "
            "alone).",
        ]
        lines += self._annexes()
        for outcome in Outcome:
            rows = self.table[self.table["outcome"] == outcome.value]
            lines += ["", f"## {outcome.value}: {len(rows)}", ""]
            lines += [
                f"- {_both(r, 'name')} -> {_both(r, 'after')}"
                + (f" [text: {r['entries']}]" if r["entries"] else "")
                + (f" [coverage: {r['coverage']}]" if r["coverage"] else "")
                for r in records(rows)
            ]
        return lines

    def _annexes(self) -> list[str]:
        lines: list[str] = []
        for change in ("genus", "spelling", "name"):
            chosen = self.replacements[self.replacements["change"] == change]
            lines += ["", f"## Annex 1, one-to-one replacements, {change}: {len(chosen)}", ""]
            heads = ("Side", "Name today", "Name in the reference", "Entry")
            lines += _grid(heads, [(r["side"], f"*{r['name']}*", f"*{r['name_after']}*",
                                    r["entry"]) for r in records(chosen)])  # fmt: skip
        lines += ["", f"## Annex 2, lumps: {len(self.lumps)}", ""]
        lines += _grid(
            ("Side", "Taxa today", "Name in the reference", "Appendices"),
            [(r["side"], r["taxa"].replace("|", " + "), f"*{r['name_after']}*",
              r["appendices"].replace("|", " + ") + (" (differ)" if r["differ"] else ""))
             for r in records(self.lumps)],
        )  # fmt: skip
        lines += ["", f"## Annex 3, splits: {len(self.splits)}", ""]
        lines += _grid(
            ("Side", "Taxon today", "Species in the reference", "Appendices on the other side"),
            [(r["side"], f"*{r['name']}* ({r['entry']})", r["names_after"].replace("|", " + "),
              r["other_side"].replace("|", " + ") + (" (differ)" if r["differ"] else ""))
             for r in records(self.splits)],
        )  # fmt: skip
        return lines


def _both(row: dict[str, Any], which: str) -> str:
    return " / ".join(
        (row[f"{side}_{which}"] or "-").replace("|", " + ") for side in ("left", "right")
    )


def _grid(heads: tuple[str, ...], body: Sequence[tuple[str, ...]]) -> list[str]:
    """Lines of a Markdown table, or one line stating that it is empty."""
    if not body:
        return ["None."]

    def line(cells: tuple[str, ...]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    return [line(heads), "|" + "---|" * len(heads), *map(line, body)]
