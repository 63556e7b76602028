"""The input of every export: a table, its sources, and the terms of redistribution."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from concordance.about import DISCLAIMER, TOOL_VERSION
from concordance.checklist import Checklist, Source
from concordance.codes import Keys
from concordance.records import Taxon
from concordance.result_schema import result_columns
from concordance.schema import Column, rows

if TYPE_CHECKING:
    import pandas as pd

    from concordance.impact import Impact

#: columns that may be redistributed whatever the inputs: ids, relation, rule, score, review
OPEN_COLUMNS: Final = (
    "concordance_id", "rule", "rule_strength", "relation", "relation_basis", "status", "reviewer",
    "reviewed_on", "decision_note",
)  # fmt: skip
#: columns with conservation statuses
STATUS_COLUMNS: Final = (
    "red_list_category", "red_list_name", "conservation_status", "conservation_source",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A concordance table to be exported.

    Attributes
    ----------
    table : pandas.DataFrame
        Columns as in `result_schema.result_columns` for the two keys.
    sources : pair of Source
        Sources of the left and the right list.
    keys : pair of str
        Column prefixes of the two sides.
    others : tuple of Source
        Further inputs, such as a Red List export.
    agenda : pandas.DataFrame, or None
        Open decisions, columns as in `agenda.agenda_columns`; None if it may not be redistributed.
    impact : Impact, or None
        What one nomenclature for both sides would change; None if it may not be redistributed.
    lists : pair of Checklist, or None
        Both lists, for formats and views that include their taxa; None if they may not be
        redistributed.
    """

    table: pd.DataFrame
    sources: tuple[Source, Source]
    keys: Keys
    lists: tuple[Checklist, Checklist] | None
    others: tuple[Source, ...] = ()
    agenda: pd.DataFrame | None = None
    impact: Impact | None = None
    tool_version: str = TOOL_VERSION

    @property
    def inputs(self) -> tuple[Source, ...]:
        """Both lists, and all further inputs."""
        return (*self.sources, *self.others)

    @property
    def redistribution(self) -> str:
        """``restricted`` if any input is, else ``open``."""
        restricted = any(s.redistribution == "restricted" for s in self.inputs)
        return "restricted" if restricted else "open"

    @property
    def day(self) -> str:
        """The later of the days of the two lists; never the current date."""
        return max(source.as_of for source in self.sources)

    @property
    def taxa(self) -> tuple[tuple[Taxon, ...], tuple[Taxon, ...]]:
        """Taxa of both lists; empty if they may not be redistributed."""
        if self.lists is None:
            return (), ()
        return self.lists[0].records.taxa, self.lists[1].records.taxa

    @property
    def columns(self) -> tuple[Column, ...]:
        """Columns of the table, with their types and meanings."""
        return result_columns(*self.keys)

    def records(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries of Python values, with None for missing values."""
        return rows(self.table)

    def items(self) -> list[dict[str, Any]]:
        """Return the agenda items as dictionaries; empty if they may not be redistributed."""
        return [] if self.agenda is None else rows(self.agenda)

    def citation(self) -> str:
        """Return how to cite this result: the tool, and both lists with their days."""
        lists = " ".join(f"{s.name}, {s.version}. {s.citation}" for s in self.inputs)
        return f"species-concordance, version {self.tool_version}. Lists: {lists} {DISCLAIMER}"

    def provenance(self) -> dict[str, Any]:
        """Return tool, versions, sources and digests as one JSON document."""
        return {
            "tool": "species-concordance",
            "tool_version": self.tool_version,
            "redistribution": self.redistribution,
            "disclaimer": DISCLAIMER,
            "citation": self.citation(),
            "parameters": {"left": self.keys[0], "right": self.keys[1]},
            "sources": [
                {
                    "key": key,
                    "name": s.name,
                    "publisher": s.publisher,
                    "version": s.version,
                    "as_of": s.as_of,
                    "complete_to": s.complete_to,
                    "sha256": s.sha256,
                    "licence": s.licence,
                    "citation": s.citation,
                    "redistribution": s.redistribution,
                }
                for key, s in zip(
                    (*self.keys, *("other" for _ in self.others)), self.inputs, strict=True
                )
            ],
        }

    def _without_statuses(self) -> Result:
        """Without categories, as they belong to the assessor even if an open list reprints them."""
        given = [c for c in STATUS_COLUMNS if c in self.table.columns]
        if not self.table[given].notna().any(axis=None):
            return self
        warnings.warn(
            "conservation statuses may not be redistributed even if an open list reprints them: "
            f"{', '.join(given)} are left out; pass whole=True for your own use",
            UserWarning,
            stacklevel=5,
        )
        return replace(self, table=self.table.drop(columns=given))

    def passed_on(self, *, whole: bool) -> Result:
        """Return the result without the columns that may not be redistributed.

        Parameters
        ----------
        whole : bool
            Keep them nevertheless, for the user's own use.

        Returns
        -------
        Result
            Unchanged if every input is open.

        Warns
        -----
        UserWarning
            If columns are left out, or kept although an input is restricted.
        """
        if self.redistribution == "open":
            return self if whole else self._without_statuses()
        names = ", ".join(s.name for s in self.inputs if s.redistribution == "restricted")
        if whole:
            warnings.warn(
                f"{names} may not be redistributed: this export is for your own use",
                UserWarning,
                stacklevel=4,
            )
            return self
        warnings.warn(
            f"{names} may not be redistributed: only ids, relation, rule, score and review are "
            "written; pass whole=True for your own use",
            UserWarning,
            stacklevel=4,
        )
        ids = [f"{key}_id" for key in self.keys]
        kept = [c for c in self.table.columns if c in OPEN_COLUMNS or c in ids]
        return Result(
            table=self.table[kept],
            sources=self.sources,
            keys=self.keys,
            others=self.others,
            lists=None,
        )
