"""One list, indexed by every form in which its names are looked up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from concordance.checklist import Checklist
from concordance.matching.rules import author_marks, concept_of_synonym
from concordance.names import (
    canonical,
    coarse_names,
    gender_forms,
    last_epithets,
    orthographic_genera,
    orthographic_names,
)
from concordance.schema import Relation

if TYPE_CHECKING:
    from concordance.matching.neighbours import Neighbours


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of a list: accepted, or a synonym of the taxon.

    Attributes
    ----------
    taxon_id, name, authorship
        The taxon, the name as printed, its author.
    kind, source
        ``accepted``, or the kind of the synonym; what says so.
    """

    taxon_id: str
    name: str
    authorship: str
    kind: str
    source: str

    @property
    def is_accepted(self) -> bool:
        """Whether the list uses this name for the taxon."""
        return self.kind == "accepted"


class Held(NamedTuple):
    """An entry with its taxon, how that relates to the animal named, and what the list says."""

    entry: Entry
    taxon: dict[str, str]
    concept: Relation
    says: str


@dataclass(frozen=True, slots=True)
class Described:
    """An entry with an author, its genus, its concept, and what `author_marks` says of it."""

    genus: str
    entry: Entry
    concept: Relation
    marks: tuple[int, frozenset[str]]


class ListIndex:
    """Names of a list by form; the costlier forms are made when first asked for.

    Parameters
    ----------
    checklist : Checklist
    """

    def __init__(self, checklist: Checklist) -> None:
        self.key = checklist.key
        self.label = checklist.key.upper()
        self.taxa = {row["taxon_id"]: row for row in checklist.records("taxa")}
        self.by_name: defaultdict[str, list[Entry]] = defaultdict(list)
        for row in checklist.records("names"):
            kind = "accepted" if row["status"] == "accepted" else row["kind"]
            entry = Entry(row["taxon_id"], row["name"], row["authorship"], kind, row["source"])
            self.by_name[canonical(row["name"])].append(entry)
        self._held: dict[str, tuple[Held, ...]] = {}

    def _by(self, forms: Callable[[Sequence[str]], list[str]]) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        names = sorted(self.by_name)
        for name, key in zip(names, forms(names), strict=True):
            found[key] = (*found.get(key, ()), name)
        return found

    @cached_property
    def first_words(self) -> frozenset[str]:
        """The genera and other first words of all names, and their orthographic forms."""
        words = sorted({name.split(" ", 1)[0] for name in self.by_name})
        return frozenset({*words, *orthographic_genera(words)})

    @cached_property
    def by_orthographic(self) -> dict[str, tuple[str, ...]]:
        """Names by their orthographic normal form."""
        return self._by(orthographic_names)

    @cached_property
    def by_gender(self) -> dict[str, tuple[str, ...]]:
        """Names by their gender stem."""
        return self._by(gender_forms)

    @cached_property
    def by_coarse(self) -> dict[str, tuple[str, ...]]:
        """Names by the coarsest form."""
        return self._by(coarse_names)

    @cached_property
    def described(self) -> dict[str, list[Described]]:
        """Species and lower names with an author, by the coarse form of their last epithet."""
        found: defaultdict[str, list[Described]] = defaultdict(list)
        names = [name for name in sorted(self.by_name) if " " in name]
        for name, epithet in zip(names, last_epithets(names), strict=True):
            for entry in self.by_name[name]:
                concept = self.concept(entry)
                if concept is not None and entry.authorship:
                    marks = author_marks(entry.authorship)
                    found[epithet].append(Described(name.split()[0], entry, concept, marks))
        return found

    @cached_property
    def by_genus_and_epithet(self) -> dict[str, dict[str, list[str]]]:
        """Trinomials by genus, and in it by the coarse form of the last epithet."""
        found: dict[str, dict[str, list[str]]] = {}
        names = [name for name in sorted(self.by_name) if name.count(" ") == 2]
        for name, epithet in zip(names, last_epithets(names), strict=True):
            found.setdefault(name.split()[0], {}).setdefault(epithet, []).append(name)
        return found

    @cached_property
    def neighbours(self) -> Neighbours:
        """Names ready for the search by edit distance."""
        from concordance.matching.neighbours import Neighbours  # only here: a build needs none

        return Neighbours(self.by_name)

    @cached_property
    def genera(self) -> dict[str, list[str]]:
        """Taxon ids by genus."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for taxon_id, taxon in self.taxa.items():
            genus = taxon["genus"] or (taxon["name"] if taxon["rank"] == "genus" else "")
            if genus:
                found[canonical(genus)].append(taxon_id)
        return found

    def family_of(self, genus: str) -> str:
        """Return the family of a genus, blank where the list gives none or several."""
        return self._families.get(genus, "")

    @cached_property
    def _families(self) -> dict[str, str]:
        found = {}
        for genus, taxa in self.genera.items():
            families = {self.taxa[i]["family"] for i in taxa} - {""}
            if len(families) == 1:
                found[genus] = families.pop()
        return found

    def held(self, name: str) -> tuple[Held, ...]:
        """Return the entries of a canonical name, but for those that say nothing of a taxon."""
        found = self._held.get(name) if name in self.by_name else ()
        if found is None:
            found = self._held[name] = tuple(
                Held(entry, self.taxa[entry.taxon_id], concept, self._says(entry))
                for entry in self.by_name.get(name, ())
                if (concept := self.concept(entry)) is not None
            )
        return found

    def _says(self, entry: Entry) -> str:
        if entry.is_accepted:
            return f"{self.label} uses {entry.name}"
        kind = entry.kind.replace("_", " ") or "synonym"
        source = f"; {entry.source}" if entry.source else ""
        accepted = self.taxa[entry.taxon_id]["name"]
        return f"{self.label} files {entry.name} under {accepted} ({kind}{source})"

    def concept(self, entry: Entry) -> Relation | None:
        """Return how the taxon of an entry relates to the animal that the entry names."""
        if entry.is_accepted:
            return Relation.CONGRUENT
        return concept_of_synonym(entry.name, self.taxa[entry.taxon_id]["name"], entry.kind)
