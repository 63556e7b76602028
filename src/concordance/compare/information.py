"""Compares common names and range states of one animal on both sides."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from concordance.beside import Known
from concordance.checklist import Checklist
from concordance.checklist_parts import cited
from concordance.codes import Presence
from concordance.countries import only_there
from concordance.listing.legal import in_words
from concordance.pairs import Compared, PairRow
from concordance.schema import Column

RANGE_CONFLICTS: Final = (
    Column(name="left_name", meaning="name on the left"),
    Column(name="right_name", meaning="name on the right"),
    Column(name="country", meaning="ISO 3166 code"),
    Column(name="left_presence", meaning="presence on the left; null = country not there"),
    Column(name="right_presence", meaning="presence on the right; null = country not there"),
)
NAME_CONFLICTS: Final = (
    Column(name="language", meaning="ISO 639-1 code"),
    Column(name="common_name", meaning="the common name as printed on one side"),
    Column(name="left_taxa", meaning="left taxa with this name, joined by a bar"),
    Column(name="right_taxa", meaning="right taxa with this name, joined by a bar"),
)
INFORMATION: Final = (
    Column(
        name="side",
        meaning="the list, in capitals; PACKAGE = open lists and law texts in the package; "
        "STATUS = a list with conservation statuses",
    ),
    Column(name="taxon", meaning="name of the taxon"),
    Column(
        name="kind",
        meaning="common name, range state, range country, conservation status, reservation, "
        "instrument, eu annex, quota or suspension",
    ),
    Column(name="value", meaning="the name, country, category, Party or measure"),
    Column(name="detail", meaning="the language, presence, year or source"),
)


class InformationRow(NamedTuple):
    """A row of `INFORMATION`."""

    side: str
    taxon: str
    kind: str
    value: str
    detail: str


class RangeConflict(NamedTuple):
    """A row of `RANGE_CONFLICTS`."""

    left_name: str
    right_name: str
    country: str
    left_presence: str | None
    right_presence: str | None


class NameConflict(NamedTuple):
    """A row of `NAME_CONFLICTS`."""

    language: str
    common_name: str
    left_taxa: str | None
    right_taxa: str | None


#: range countries of a taxon, with the presence in each
Range = dict[str, Presence | None]


def fold(name: str) -> str:
    """Return the form of a common name without case, accents, hyphens and word order.

    Examples
    --------
    >>> fold("Leopard, Snow") == fold("snow-leopard")
    True
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.findall(r"\w+", re.sub(r"['’`]s?\b", "", kept))
    return " ".join(sorted(words))


class Comparison:
    """Common names and ranges of two lists, prepared for comparison by taxon.

    Parameters
    ----------
    left, right : Checklist
    labels : pair of str
        Labels of the two lists.
    """

    def __init__(self, left: Checklist, right: Checklist, labels: tuple[str, str]) -> None:
        self._ranges = tuple(_ranges_of(side) for side in (left, right))
        self._names = tuple(_names_of(side) for side in (left, right))
        self._labels = labels
        # shows the spelling of the same list, whichever is on the left
        self._first = 0 if left.key <= right.key else 1

    def compare(self, left_id: str, right_id: str) -> Compared:
        """Return what the two sides state about a linked pair."""
        x, y = self._ranges[0].get(left_id), self._ranges[1].get(right_id)
        shared = only = other = None
        if x and y:
            shared, only, other = (
                "|".join(sorted(codes))
                for codes in (x.keys() & y.keys(), only_there(y.keys(), x.keys()),
                              only_there(x.keys(), y.keys()))
            )  # fmt: skip
        a, b = self._names[0].get(left_id), self._names[1].get(right_id)
        same, differ, conflict = (None, None, False) if not a or not b else self._compare(a, b)
        return Compared(
            range_shared=shared or None,
            range_left_only=only or None,
            range_right_only=other or None,
            names_shared=same,
            names_differ=differ,
            range_differs=bool(only or other),
            names_conflict=conflict,
        )

    def _compare(
        self, a: dict[str, list[str]], b: dict[str, list[str]]
    ) -> tuple[str | None, str | None, bool]:
        """Shared names, differing names, and whether a language has no shared name."""
        shared, differ, conflict = [], [], False
        for language in sorted(a.keys() & b.keys()):
            folded = [_folded(a[language]), _folded(b[language])]
            both = folded[0].keys() & folded[1].keys()
            conflict |= not both
            shared += [f"{language}: {folded[self._first][name]}" for name in sorted(both)]
            for side in (self._first, 1 - self._first):
                differ += [
                    f"{language}: {folded[side][name]} ({self._labels[side]})"
                    for name in sorted(folded[side].keys() - folded[1 - side].keys())
                ]
        return "|".join(shared) or None, "|".join(differ) or None, conflict

    def range_conflicts(self, pairs: Iterable[tuple[str, str, str, str]]) -> list[RangeConflict]:
        """Return countries that only one side has, or with a different presence.

        Parameters
        ----------
        pairs : iterable of (left id, right id, left name, right name)

        Returns
        -------
        list of RangeConflict
            Pairs without a range on one side are left out.
        """
        conflicts = []
        for left_id, right_id, left_name, right_name in pairs:
            x, y = self._ranges[0].get(left_id, {}), self._ranges[1].get(right_id, {})
            if not x or not y:
                continue
            apart = only_there(x.keys(), y.keys()) | only_there(y.keys(), x.keys())
            conflicts += [
                RangeConflict(left_name, right_name, country, _shown(x, country),
                              _shown(y, country))
                for country in sorted(apart | (x.keys() & y.keys()))
                if country not in x
                or country not in y
                or (x[country] and y[country] and x[country] != y[country])
            ]  # fmt: skip
        return conflicts

    def name_conflicts(
        self, linked: set[tuple[str, str]], names: tuple[Mapping[str, str], Mapping[str, str]]
    ) -> list[NameConflict]:
        """Return common names used for two different animals.

        Parameters
        ----------
        linked : set of (left id, right id)
            Pairs that are one animal or parts of one.
        names : pair of mapping
            Scientific name by taxon id, left and right.

        Returns
        -------
        list of NameConflict
            Sorted by language and name.
        """
        bearers: defaultdict[tuple[str, str], tuple[set[str], set[str]]] = defaultdict(
            lambda: (set(), set())
        )
        printed: dict[tuple[str, str], str] = {}
        for side, table in enumerate(self._names):
            for taxon_id, languages in table.items():
                for language, common in languages.items():
                    for folded, name in _folded(common).items():
                        bearers[language, folded][side].add(taxon_id)
                        printed.setdefault((language, folded), name)
        return [
            NameConflict(
                bearer[0],
                printed[bearer],
                "|".join(sorted(names[0].get(i, i) for i in left)) or None,
                "|".join(sorted(names[1].get(i, i) for i in right)) or None,
            )
            for bearer in sorted(bearers)
            for left, right in (bearers[bearer],)
            if len(left) > 1
            or len(right) > 1
            or any((x, y) not in linked for x in left for y in right)
        ]


def _shown(countries: Range, country: str) -> str | None:
    """Presence for a table: null if the country is absent, blank if the presence is unknown."""
    if country not in countries:
        return None
    return str(countries[country] or "")


def _ranges_of(checklist: Checklist) -> dict[str, Range]:
    ranges: defaultdict[str, Range] = defaultdict(dict)
    for state in checklist.records.ranges:
        ranges[state.taxon_id][state.country] = state.presence
    return dict(ranges)


def _names_of(checklist: Checklist) -> dict[str, dict[str, list[str]]]:
    names: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    for common in checklist.records.common_names:
        names[common.taxon_id].setdefault(common.language, []).append(common.name)
    return dict(names)


def _folded(names: Sequence[str]) -> Mapping[str, str]:
    """The names by folded form; the first one if several have the same form."""
    return {fold(name): name for name in reversed(names)}


def information_of(checklist: Checklist, ids: set[str]) -> list[InformationRow]:
    """Return what a list states about some taxa apart from names and entries.

    Parameters
    ----------
    checklist : Checklist
    ids : set of str

    Returns
    -------
    list of InformationRow
        In the order of the list.
    """
    records = checklist.records
    names = {taxon.taxon_id: taxon.name for taxon in records.taxa if taxon.taxon_id in ids}
    rows = [(c.taxon_id, "common name", c.name, c.language) for c in records.common_names]
    rows += [(r.taxon_id, "range state", r.country, r.presence or "") for r in records.ranges]
    rows += [
        (s.taxon_id, "conservation status", f"{s.scheme}: {s.category}", s.year)
        for s in records.statuses
    ]
    titles = dict(checklist.knowledge.titles)
    rows += [
        (m.taxon_id, m.kind.replace("_", " "), in_words(m),
         f"{cited(m.source, titles)}; {m.confidence}")
        for m in records.measures
    ]  # fmt: skip
    return [
        InformationRow(checklist.label, names[taxon_id], kind, value, detail)
        for taxon_id, kind, value, detail in rows
        if taxon_id in names
    ]


#: values of ``side`` for information from neither list
_PACKAGE: Final = "PACKAGE"
_STATUS: Final = "STATUS"


def information_beside(rows: Iterable[PairRow]) -> list[InformationRow]:
    """Return what the package and the lists with statuses state about the animals of some rows.

    Parameters
    ----------
    rows : iterable of PairRow

    Returns
    -------
    list of InformationRow
        Each item once, in the order of the rows.
    """
    lines: list[InformationRow] = []
    for row in rows:
        name = row.sides_by_key[0].taxon.name
        lines += [InformationRow(_PACKAGE, name, *line) for line in _known_lines(row.known)]
        listed = row.red_list
        if listed and listed.category:
            lines.append(
                InformationRow(_STATUS, name, "conservation status", listed.category, listed.source)
            )
    return list(dict.fromkeys(lines))


def _known_lines(known: Known) -> Iterator[tuple[str, str, str]]:
    """Kind, value and detail of everything that the package knows about an animal."""
    for language, name, source in known.common_names:
        yield "common name", name, f"{language}, {source}"
    states = (("native", known.range_countries), ("uncertain", known.range_uncertain))
    for presence, countries in states:
        for country in filter(None, (countries or "").split("|")):
            yield "range country", country, f"{presence}, {known.range_source}"
    for annex in filter(None, (known.eu_annexes or "").split("|")):
        yield "eu annex", annex, ""
    for instrument in filter(None, (known.instruments or "").split("|")):
        yield "instrument", instrument, ""
