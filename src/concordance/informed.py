"""Information on the animals beyond names and entries; each method is one call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from concordance.checklist import Checklist, checked_list
from concordance.compare import conflicts

if TYPE_CHECKING:
    import pandas as pd

    from concordance.pairs import PairRow


class Informed:
    """The methods of `concordance.Concordance` on further information."""

    lists: tuple[Checklist, Checklist]
    rows: tuple[PairRow, ...]

    def range_conflicts(self) -> pd.DataFrame:
        """Return countries that only one side has: `compare.information.RANGE_CONFLICTS`."""
        return conflicts.range_conflicts(self.lists, self.rows)

    def common_name_conflicts(self) -> pd.DataFrame:
        """Return common names used for two animals: `compare.information.NAME_CONFLICTS`."""
        return conflicts.common_name_conflicts(self.lists, self.rows)

    def against(self, redlist: Checklist) -> pd.DataFrame:
        """Compare the joint list with the Red List or another list: see `compare.red_list`."""
        from concordance.compare.red_list import against  # lazy: it loads lookups

        return against(self.rows, checked_list(redlist))

    def reference_differences(self) -> pd.DataFrame:
        """Return whether standard references explain each difference: see `compare.references`."""
        from concordance.compare.references import reference_differences

        return reference_differences(self.rows, *self.lists)

    def information_findings(self) -> pd.DataFrame:
        """Return range, status or EU Annexes that do not fit the entries: `compare.findings`."""
        from concordance.compare.findings import information_findings  # lazy: it loads lookups

        return information_findings(self.lists, self.rows)

    def information_gaps(self) -> pd.DataFrame:
        """Return missing information on the pairs, by class and field: `compare.gaps`."""
        from concordance.compare.gaps import information_gaps  # lazy: a build does not need it

        return information_gaps(self.rows, lambda row: row.link is not None)
