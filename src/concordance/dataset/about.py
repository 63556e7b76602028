"""The description of the dataset for its descriptors: title, day, citation, sources."""

from __future__ import annotations

from dataclasses import dataclass

from concordance.about import DISCLAIMER, TOOL_VERSION
from concordance.checklist import Checklist, Source
from concordance.exports.sssom import HOME, LICENCE


@dataclass(frozen=True, slots=True)
class About:
    """The description of a dataset.

    Attributes
    ----------
    lists : tuple of Checklist
        The lists in the dataset.
    others : tuple of Source
        Open lists and law texts used.
    changed_since : str
        Meeting and day from which the changes are counted.
    """

    lists: tuple[Checklist, ...]
    others: tuple[Source, ...] = ()
    changed_since: str = ""

    @property
    def day(self) -> str:
        """The later of the days of the lists; never today's date."""
        return max(checklist.source.as_of for checklist in self.lists)

    @property
    def title(self) -> str:
        """Title with the day."""
        labels = " and ".join(checklist.label for checklist in self.lists)
        return f"Species and other taxa in the Appendices of {labels}, {self.day}"

    @property
    def name(self) -> str:
        """Short name, for file systems and descriptors."""
        return f"{'-'.join(checklist.key for checklist in self.lists)}-taxa"

    @property
    def identifier(self) -> str:
        """Identifier with the day."""
        return f"{HOME}dataset/{self.name}/{self.day}"

    @property
    def licence(self) -> str:
        """Licence of the dataset."""
        return LICENCE

    @property
    def description(self) -> str:
        """The content in a few sentences."""
        texts = "; ".join(f"{one.source.name}, {one.source.version}, complete up to "
                          f"{one.source.complete_to}" for one in self.lists)  # fmt: skip
        return (
            f"Every taxon covered by an entry of the lists, by name or through a group: {texts}. "
            "Members of groups, common names and ranges come from open lists, not from treaties."
        )

    @property
    def citation(self) -> str:
        """How to cite it."""
        lists = " ".join(checklist.source.citation for checklist in self.lists)
        others = "; ".join(f"{s.name} ({s.licence})" for s in self.others)
        return (
            f"{self.title}. Dataset of species-concordance, version {TOOL_VERSION}. {lists}"
            + (f" With {others}." if others else "")
            + f" {DISCLAIMER}"
        )

    def title_of(self, key: str) -> str:
        """Return the title of a list by its key, or the key if the list is not included."""
        return next((one.source.name for one in self.lists if one.key == key), key)
