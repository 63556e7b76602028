"""The names of a list by their words and by coarser forms, each computed on first use.

Two days of a list differ in a few names only; groups without any of these are shared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property

from concordance.names import last_epithets, orthographic_genera

#: returns a word or a coarser form of each of many names
Forms = Callable[[Sequence[str]], list[str]]
Groups = Mapping[str, tuple[str, ...]]


class NameGroups:
    """Canonical names of a list, grouped.

    Parameters
    ----------
    names : collection of str
    base : NameGroups, optional
        Groups of another day of the list.
    """

    def __init__(self, names: Collection[str], base: NameGroups | None = None) -> None:
        self._names = frozenset(names)
        self._base = base
        self._new = () if base is None else sorted(self._names - base._names)
        self._gone = frozenset() if base is None else base._names - self._names

    @cached_property
    def by_genus(self) -> Groups:
        """Names by their first word."""
        if self._base is None:
            return grouped(sorted(self._names), _first_words)
        return self._patched(self._base.by_genus, _first_words)

    @cached_property
    def by_genus_form(self) -> Groups:
        """Names by the orthographic form of their first word."""
        if self._base is None:
            return grouped(sorted(self._names), _genus_forms)
        return self._patched(self._base.by_genus_form, _genus_forms)

    @cached_property
    def by_epithet(self) -> Groups:
        """Names of several words by the coarse form of the last word."""
        if self._base is None:
            return grouped([name for name in sorted(self._names) if " " in name], last_epithets)
        return self._patched(self._base.by_epithet, last_epithets, only=" ")

    @cached_property
    def first_words(self) -> frozenset[str]:
        """The genera and other first words of all names, and their orthographic forms."""
        return frozenset({*self.by_genus, *self.by_genus_form})

    @cached_property
    def by_genus_and_epithet(self) -> Mapping[str, Groups]:
        """Trinomials by genus, and within it by the coarse form of the last epithet."""
        if self._base is None:
            names = [name for name in sorted(self._names) if name.count(" ") == 2]
            return {
                genus: grouped(same, last_epithets)
                for genus, same in grouped(names, _first_words).items()
            }
        table = dict(self._base.by_genus_and_epithet)
        for genus in set(_first_words([*self._new, *self._gone])):
            same = [name for name in self.by_genus.get(genus, ()) if name.count(" ") == 2]
            table[genus] = grouped(same, last_epithets)
        return {genus: groups for genus, groups in table.items() if groups}

    def _patched(self, base: Groups, forms: Forms, only: str = "") -> Groups:
        """The groups of another day; groups in which names were added or removed are rebuilt."""
        new = [name for name in self._new if only in name]
        gone = [name for name in self._gone if only in name]
        came: defaultdict[str, list[str]] = defaultdict(list)
        for name, form in zip(new, forms(new), strict=True):
            came[form].append(name)
        table = dict(base)
        for form in {*came, *forms(gone)}:
            stay = [name for name in base.get(form, ()) if name not in self._gone]
            table[form] = tuple(sorted([*stay, *came.get(form, ())]))
        return {form: names for form, names in table.items() if names}


def grouped(names: Sequence[str], forms: Forms) -> dict[str, tuple[str, ...]]:
    """Return names by a form of them, in the order given."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for name, form in zip(names, forms(names), strict=True):
        groups[form].append(name)
    return {form: tuple(same) for form, same in groups.items()}


def _first_words(names: Sequence[str]) -> list[str]:
    return [name.split(" ", 1)[0] for name in names]


def _genus_forms(names: Sequence[str]) -> list[str]:
    return orthographic_genera(_first_words(names))
