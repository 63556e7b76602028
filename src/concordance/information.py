"""What both sides say of one animal beside its name: common names and range states compared."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from concordance.checklist import Checklist
from concordance.countries import only_there
from concordance.legal import in_words
from concordance.schema import Column

RANGE_CONFLICTS: Final = (
    Column(name="left_name", meaning="name on the left"),
    Column(name="right_name", meaning="name on the right"),
    Column(name="country", meaning="ISO 3166 code"),
    Column(name="left_presence", meaning="presence as the left has it; null where it has none"),
    Column(name="right_presence", meaning="presence as the right has it; null where it has none"),
)
NAME_CONFLICTS: Final = (
    Column(name="language", meaning="ISO 639-1 code"),
    Column(name="common_name", meaning="the common name, as one side prints it"),
    Column(name="left_taxa", meaning="taxa of the left that bear it, joined by a bar"),
    Column(name="right_taxa", meaning="taxa of the right that bear it, joined by a bar"),
)
INFORMATION: Final = (
    Column(name="side", meaning="the list, in capitals"),
    Column(name="taxon", meaning="name of the taxon"),
    Column(
        name="kind",
        meaning="common name, range state, conservation status, reservation, instrument, eu annex, "
        "quota or suspension",
    ),
    Column(name="value", meaning="the name, the country, the category, the Party or the measure"),
    Column(name="detail", meaning="the language, the presence, the year, or where it is from"),
)


@dataclass(frozen=True, slots=True)
class Compared:
    """What two sides say of one animal; blank text where a side says nothing.

    Attributes
    ----------
    range_shared, range_left_only, range_right_only : str or None
        ISO codes joined by a bar; None where one side gives no range.
    names_shared, names_differ : str or None
        ``language: name`` joined by a bar; None where one side gives no common name.
    range_differs, names_conflict : bool
        Whether the countries differ; whether a language that both give has no name in common.
    """

    range_shared: str | None = None
    range_left_only: str | None = None
    range_right_only: str | None = None
    names_shared: str | None = None
    names_differ: str | None = None
    range_differs: bool = False
    names_conflict: bool = False


def fold(name: str) -> str:
    """Return a common name as it is compared: case, accents, hyphens and word order do not count.

    Examples
    --------
    >>> fold("Leopard, Snow") == fold("snow-leopard")
    True
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.findall(r"\w+", re.sub(r"['’`]s?\b", "", kept))
    return " ".join(sorted(words))


class Information:
    """Common names and ranges of two lists, ready to be compared taxon by taxon.

    Parameters
    ----------
    left, right : Checklist
    """

    def __init__(self, left: Checklist, right: Checklist) -> None:
        self._ranges = tuple(_ranges_of(side) for side in (left, right))
        self._names = tuple(_names_of(side) for side in (left, right))
        self._labels = (left.key.upper(), right.key.upper())

    def compare(self, left_id: str, right_id: str) -> Compared:
        """Return what the two sides say of a linked pair."""
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
        shared, differ, conflict = [], [], False
        for language in sorted(a.keys() & b.keys()):
            x, y = _folded(a[language]), _folded(b[language])
            both = x.keys() & y.keys()
            conflict |= not both
            shared += [f"{language}: {x[key]}" for key in sorted(both)]
            differ += [f"{language}: {x[key]} ({self._labels[0]})" for key in sorted(x.keys() - y)]
            differ += [f"{language}: {y[key]} ({self._labels[1]})" for key in sorted(y.keys() - x)]
        return "|".join(shared) or None, "|".join(differ) or None, conflict

    def range_conflicts(
        self, pairs: Iterable[tuple[str, str, str, str]]
    ) -> dict[str, list[object]]:
        """Return countries that one side has and the other has not, or with another presence.

        Parameters
        ----------
        pairs : iterable of (left id, right id, left name, right name)

        Returns
        -------
        dict of column to values
            Columns `RANGE_CONFLICTS`; pairs of which one side gives no range are left out.
        """
        data: dict[str, list[object]] = {c.name: [] for c in RANGE_CONFLICTS}
        for left_id, right_id, left_name, right_name in pairs:
            x, y = self._ranges[0].get(left_id, {}), self._ranges[1].get(right_id, {})
            if not x or not y:
                continue
            apart = only_there(x.keys(), y.keys()) | only_there(y.keys(), x.keys())
            for country in sorted(apart | (x.keys() & y.keys())):
                here, there = x.get(country), y.get(country)
                if here is None or there is None or (here and there and here != there):
                    row = (left_name, right_name, country, here, there)
                    for column, value in zip(data, row, strict=True):
                        data[column].append(value)
        return data

    def name_conflicts(
        self, linked: set[tuple[str, str]], names: tuple[dict[str, str], dict[str, str]]
    ) -> dict[str, list[object]]:
        """Return common names that mean two different animals.

        Parameters
        ----------
        linked : set of (left id, right id)
            Pairs that are one animal, or parts of one.
        names : pair of dict
            Scientific name by taxon id, left and right.

        Returns
        -------
        dict of column to values
            Columns `NAME_CONFLICTS`, sorted by language and name.
        """
        bearers: defaultdict[tuple[str, str], tuple[set[str], set[str]]] = defaultdict(
            lambda: (set(), set())
        )
        printed: dict[tuple[str, str], str] = {}
        for side, table in enumerate(self._names):
            for taxon_id, languages in table.items():
                for language, common in languages.items():
                    for key, name in _folded(common).items():
                        bearers[language, key][side].add(taxon_id)
                        printed.setdefault((language, key), name)
        data: dict[str, list[object]] = {c.name: [] for c in NAME_CONFLICTS}
        for bearer in sorted(bearers):
            left, right = bearers[bearer]
            strangers = len(left) > 1 or len(right) > 1 or any(
                (x, y) not in linked for x in left for y in right)  # fmt: skip
            if not strangers:
                continue
            row = (
                bearer[0],
                printed[bearer],
                "|".join(sorted(names[0].get(i, i) for i in left)) or None,
                "|".join(sorted(names[1].get(i, i) for i in right)) or None,
            )
            for column, value in zip(data, row, strict=True):
                data[column].append(value)
        return data


def _ranges_of(checklist: Checklist) -> dict[str, dict[str, str]]:
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in checklist.records("ranges"):
        found[row["taxon_id"]][row["country"]] = row["presence"]
    return dict(found)


def _names_of(checklist: Checklist) -> dict[str, dict[str, list[str]]]:
    found: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    for row in checklist.records("common_names"):
        found[row["taxon_id"]].setdefault(row["language"], []).append(row["name"])
    return dict(found)


def _folded(names: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(fold(name), name)
    return found


def information_of(checklist: Checklist, ids: set[str]) -> list[dict[str, str]]:
    """Return what a list says of some taxa beside names and entries, columns `INFORMATION`.

    Parameters
    ----------
    checklist : Checklist
    ids : set of str

    Returns
    -------
    list of dict
        In the order of the list.
    """
    names = {t["taxon_id"]: t["name"] for t in checklist.records("taxa") if t["taxon_id"] in ids}
    rows = [
        {"taxon": names[r["taxon_id"]], "kind": "common name", "value": r["name"],
         "detail": r["language"]}
        for r in checklist.records("common_names")
        if r["taxon_id"] in names
    ] + [
        {"taxon": names[r["taxon_id"]], "kind": "range state", "value": r["country"],
         "detail": r["presence"]}
        for r in checklist.records("ranges")
        if r["taxon_id"] in names
    ] + [
        {"taxon": names[r["taxon_id"]], "kind": "conservation status",
         "value": f"{r['scheme']}: {r['category']}", "detail": r["year"]}
        for r in checklist.records("statuses")
        if r["taxon_id"] in names
    ] + [
        {"taxon": names[r["taxon_id"]], "kind": r["kind"].replace("_", " "),
         "value": in_words(r), "detail": f"{r['source'].replace('|', ', ')}; {r['confidence']}"}
        for r in checklist.records("measures")
        if r["taxon_id"] in names
    ]  # fmt: skip
    return [{"side": checklist.key.upper(), **row} for row in rows]
