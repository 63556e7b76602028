"""The columns of the concordance table, and the flattening of each row into cells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from concordance.codes import (
    Action,
    Activity,
    Basis,
    Flag,
    Keys,
    NameDifference,
    Relation,
    ReviewStatus,
    Rule,
    Scope,
)
from concordance.errors import ConcordanceError
from concordance.pairs import Cover, PairRow, Side
from concordance.records import Entry, field_of
from concordance.schema import Column, check, choices

if TYPE_CHECKING:
    import pandas as pd


def _texts(*pairs: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(Column(name=name, meaning=meaning) for name, meaning in pairs)


def _codes(name: str, meaning: str, values: Iterable[str], separator: str = "") -> Column:
    return Column(name=name, meaning=meaning, values=tuple(values), separator=separator)


def _side_columns(key: str) -> tuple[Column, ...]:
    label = key.upper()
    return _texts(
        (f"{key}_id", f"taxon id on the {label} side; null = unpaired"),
        (f"{key}_name", f"name that {label} uses on the day"),
        (f"{key}_name_from", "origin of the name: printed, reference or open_list"),
        (f"{key}_name_confidence", "how well the name is supported"),
        (f"{key}_authorship", "author and year; null = not known"),
        (f"{key}_rank", "rank of that name"),
        (f"{key}_reference", f"standard references that {label} follows for it, joined by |"),
        (f"{key}_appendix", "Appendices that apply, joined by |"),
        (f"{key}_listed_as", "entries that cover the taxon, joined by |"),
        (f"{key}_scope", "what limits those entries, in words, joined by |"),
        (
            f"{key}_effective_from",
            "first day of those entries under this name, joined by |; 'before' a day = in force in "
            "the oldest text; ? = not known",
        ),
        (f"{key}_listed_since", "day since which it has been listed without a gap"),
        (f"{key}_entry_confidence", "how well entries and days are supported, joined by |"),
        (f"{key}_source", "source keys of the entries, joined by |"),
    )


#: languages of the common names in the package
LANGUAGES: Final = {"en": "English", "fr": "French", "es": "Spanish"}
#: columns for information apart from both lists
KNOWN_COLUMNS: Final = frozenset(
    {
        "range_countries", "range_source", "conservation_status", "conservation_source",
        "eu_annexes", "instruments", *(f"common_name_{language}" for language in LANGUAGES),
    }
)  # fmt: skip
_UNTIL_LOADED: Final = " (null unless a list with this information is loaded)"
_FIRST: Final = _texts(
    ("concordance_id", "stable hash of both ids"),
    ("kingdom", "kingdom"),
    ("class", "class"),
    ("order", "order"),
    ("family", "family"),
)


def known_columns() -> tuple[tuple[str, str], ...]:
    """Return the columns for what the package knows about an animal, each with its meaning."""
    return (
        ("range_countries",
         "countries where an open checklist has it as native; not from a treaty; null = none "
         "given"),
        ("range_source", "the checklist that gives these countries"),
        *((f"common_name_{language}", f"common name in {words} from the package; null = none")
          for language, words in LANGUAGES.items()),
        ("instruments",
         "agreements and memoranda that cover the animal, as known today; null = none known"),
        ("eu_annexes",
         "Annexes of the EU Wildlife Trade Regulation, joined by |; null = none, or the day is "
         "before the first text in the data"),
    )  # fmt: skip


def known_cells(row: PairRow) -> dict[str, object]:
    """Return the cells of a row for `known_columns`."""
    known = row.known
    common = {language: name for language, name, _ in known.common_names}
    return {
        "range_countries": known.range_countries,
        "range_source": known.range_source,
        **{f"common_name_{language}": common.get(language) for language in LANGUAGES},
        "instruments": _parts((known.instruments, *(legal.instruments for legal in row.legal))),
        "eu_annexes": _parts((known.eu_annexes, *(legal.eu_annexes for legal in row.legal))),
    }


def result_columns(left: str, right: str) -> tuple[Column, ...]:
    """Return the columns of the concordance table, in order.

    Parameters
    ----------
    left, right : str
        Keys of the two lists, used as prefixes.

    Returns
    -------
    tuple of Column
    """
    keys, later = (left, right), _UNTIL_LOADED
    labels = left.upper(), right.upper()
    return (
        *_FIRST,
        Column(name="family_differs", meaning="whether the family differs", dtype="bool"),
        *_side_columns(left),
        *_side_columns(right),
        _codes("rule", "rule that linked the two names", Rule.codes(keys)),
        Column(name="via", meaning="the linking name; null = the two names themselves"),
        Column(name="edits", meaning="edit distance of the two names", dtype="int64"),
        Column(name="rule_strength", meaning="strength of the rule, 0 to 1 (not a probability)",
               dtype="double"),
        Column(name="evidence", meaning="why the names are linked, in one sentence"),
        Column(name="alternatives", meaning="count of other partners of these taxa", dtype="int64"),
        _codes("relation", "relation of the two taxa, read from the left", choices(Relation)),
        _codes("relation_basis", "origin of the relation", choices(Basis)),
        Column(name="relation_source", meaning="source of the relation, or basis of the inference"),
        _codes("name_difference", "how the names differ", choices(NameDifference), "|"),
        *_texts(
            ("range_shared", "range countries on both sides" + later),
            (f"range_{left}_only", f"range countries only in {labels[0]}" + later),
            (f"range_{right}_only", f"range countries only in {labels[1]}" + later),
            ("common_names_shared", "common names on both sides" + later),
            ("common_names_differ", "common names that differ" + later),
            *known_columns()[:-2],
            ("red_list_category", "Red List category" + later),
            ("red_list_name", "name that the Red List uses" + later),
            ("conservation_status",
             "category in the first list with statuses that has one" + later),
            ("conservation_source", "that list, and the scheme of its categories" + later),
            (f"{left}_reservations",
             f"Parties with a reservation at {labels[0]}; null = none known"),
            (f"{right}_reservations",
             f"Parties with a reservation at {labels[1]}; null = none known"),
            *known_columns()[-2:],
        ),
        _codes("flag_codes", "coded differences", Flag.codes(keys), "|"),
        _codes("activities", "activities that the flags serve", choices(Activity), "|"),
        _codes("recommended_action", "draft for people to decide on", choices(Action)),
        Column(name="action_note", meaning="the draft action in words"),
        _codes("status", "review status", choices(ReviewStatus)),
        *_texts(
            ("reviewer", "person who decided (null until reviewed)"),
            ("reviewed_on", "date of the decision (null until reviewed)"),
            ("decision_note", "reason for the decision (null until reviewed)"),
        ),
    )  # fmt: skip


def keys_of(table: pd.DataFrame) -> Keys:
    """Return the keys of the two lists from the column prefixes of a concordance table.

    Raises
    ------
    ConcordanceError
        If it does not have the columns of a concordance table, in order.
    """
    names = [str(column) for column in table.columns]
    at = len(_FIRST) + 1
    prefixes = [name.removesuffix("_id") for name in names[at :: len(_side_columns(""))][:2]]
    if len(prefixes) == 2 and names == [c.name for c in result_columns(*prefixes)]:
        return prefixes[0], prefixes[1]
    raise ConcordanceError(
        "not a concordance table: expected the columns of `Concordance.table`, in their order "
        f"(docs/columns.md); found {', '.join(names[:12])}{' ...' if len(names) > 12 else ''}"
    )


def result(rows_: Iterable[PairRow], keys: Keys) -> dict[str, list[object]]:
    """Return the concordance table by column; rows are flattened and checked once.

    Parameters
    ----------
    rows_ : iterable of PairRow
    keys : pair of str

    Returns
    -------
    dict of column name to cells
        Columns `result_columns` in order, rows in the order given; null as None.

    Raises
    ------
    ChecklistError
        If a code is not in its vocabulary.
    """
    columns = result_columns(*keys)
    flat = [result_cells(row) for row in rows_]
    data = {c.name: [row.get(c.name) for row in flat] for c in columns}
    check(data, columns, "concordance table")
    return data


def sort_key(row: PairRow) -> tuple[str, ...]:
    """Return the sort key of a row: class, order, family, both names, both ids."""
    _, *groups = _levels(row)
    return tuple([value or "" for value in (*groups, *row.names, *row.ids)])


def _levels(row: PairRow) -> tuple[str | None, str | None, str | None, str | None]:
    """Kingdom, class, order and family of a row, each as `higher`."""
    first, *others = (side.taxon for side in row.sides_by_key)
    other = others[0] if others else first
    return (
        first.kingdom or other.kingdom or None,
        first.class_ or other.class_ or None,
        first.order or other.order or None,
        first.family or other.family or None,
    )


def higher(row: PairRow, rank: str) -> str | None:
    """Return a higher taxon of a row, as shown in the table.

    Parameters
    ----------
    row : PairRow
    rank : str
        ``kingdom``, ``class``, ``order`` or ``family``.

    Returns
    -------
    str or None
        From the list whose key sorts first, or else from the other list.
    """
    field = field_of(rank)
    for side in row.sides_by_key:
        value = getattr(side.taxon, field)
        if value:
            return str(value)
    return None


def _bar(values: Iterable[str | None]) -> str | None:
    return "|".join(dict.fromkeys(v for v in values if v)) or None


def _parts(values: Iterable[str | None]) -> str | None:
    """The values of both sides together, sorted."""
    given = [value for value in values if value]
    return _bar(sorted(part for value in given for part in value.split("|"))) if given else None


def result_cells(row: PairRow) -> dict[str, object]:
    """Return the cells of a row by column; null cells may be left out."""
    left, right = row.keys
    of_left, of_right = row.covers
    return {
        **_first_cells(row),
        **_side_cells(left, row.left),
        **_cover_cells(left, of_left),
        **_side_cells(right, row.right),
        **_cover_cells(right, of_right),
        **_link_cells(row),
        **_comparison_cells(row),
        **_judged_cells(row),
    }


def _first_cells(row: PairRow) -> dict[str, object]:
    families = {taxon.family for taxon in row.taxa} - {""}
    kingdom, class_, order, family = _levels(row)
    return {
        "concordance_id": row.concordance_id,
        "kingdom": kingdom,
        "class": class_,
        "order": order,
        "family": family,
        "family_differs": len(families) > 1,
    }


def _side_cells(key: str, side: Side | None) -> dict[str, object]:
    if side is None:
        return {}
    taxon = side.taxon
    return {
        f"{key}_id": taxon.taxon_id,
        f"{key}_name": taxon.name,
        f"{key}_name_from": taxon.name_from.value,
        f"{key}_name_confidence": taxon.confidence.value,
        f"{key}_authorship": taxon.authorship or None,
        f"{key}_rank": taxon.rank,
        f"{key}_reference": _bar(taxon.reference),
    }


def _cover_cells(key: str, cover: Cover) -> dict[str, object]:
    if not cover.entries:
        return {}
    if len(cover.entries) == 1:  # the most frequent case needs no join
        (entry,) = cover.entries
        return {
            f"{key}_appendix": entry.appendix or None,
            f"{key}_listed_as": entry.taxon,
            f"{key}_scope": scope_words(entry) or None,
            f"{key}_effective_from": entry.effective_from or cover.unknown_day,
            f"{key}_listed_since": cover.since or cover.unknown_day,
            f"{key}_entry_confidence": entry.confidence.value,
            f"{key}_source": _bar(entry.source.split("|")),
        }
    entries = cover.entries
    return {
        f"{key}_appendix": _bar(cover.appendices),
        f"{key}_listed_as": _bar(cover.entry_names),
        f"{key}_scope": _bar(scope_words(entry) for entry in entries),
        f"{key}_effective_from": _bar(e.effective_from or cover.unknown_day for e in entries),
        f"{key}_listed_since": cover.since or cover.unknown_day,
        f"{key}_entry_confidence": _bar(entry.confidence.value for entry in entries),
        f"{key}_source": _bar(part for entry in entries for part in entry.source.split("|")),
    }


def scope_words(entry: Entry) -> str:
    """Return the limits of an entry in words; blank if it covers the whole taxon.

    The code of the covered parts comes first.
    """
    text = entry.scope_note
    if not text and entry.scope is not Scope.WHOLE:
        codes = f" ({entry.scope_mode or ''} {' '.join(entry.scope_countries)})"
        text = entry.scope.replace("_", " ") + (codes if entry.scope_countries else "")
    words = "; ".join(part for part in (entry.annotation, text) if part)
    return f"{entry.appendix}: {words}" if words else ""


def _link_cells(row: PairRow) -> dict[str, object]:
    link, related = row.link, row.related
    rule = Rule.NONE if link is None else link.rule
    return {
        "rule": rule.code(row.keys),
        "via": (link and link.via) or None,
        "edits": None if link is None else 0,
        "rule_strength": rule.strength,
        "evidence": row.evidence if link is None else link.evidence,
        "alternatives": row.alternatives,
        "relation": row.relation.value,
        "relation_basis": related and related.basis.value,
        "relation_source": related and related.source,
    }


def _comparison_cells(row: PairRow) -> dict[str, object]:
    compared, (left, right) = row.information, row.keys
    listed = row.red_list
    return {
        "range_shared": compared.range_shared,
        f"range_{left}_only": compared.range_left_only,
        f"range_{right}_only": compared.range_right_only,
        "common_names_shared": compared.names_shared,
        "common_names_differ": compared.names_differ,
        f"{left}_reservations": row.legal[0].reservations,
        f"{right}_reservations": row.legal[1].reservations,
        "red_list_category": listed and listed.red_list_category,
        "red_list_name": listed and listed.red_list_name,
        "conservation_status": listed and listed.category,
        "conservation_source": (listed and listed.source) or None,
        **known_cells(row),
    }


def _judged_cells(row: PairRow) -> dict[str, object]:
    judged, decision = row.judged, row.decision
    return {
        "name_difference": _bar(judged.name_difference),
        "flag_codes": _bar(flag.code(row.keys) for flag in judged.flags),
        "activities": _bar(sorted(flag.activity for flag in judged.flags)),
        "recommended_action": judged.action.value,
        "action_note": judged.note,
        "status": row.status.value,
        "reviewer": decision and decision.reviewer,
        "reviewed_on": decision and decision.decided_on,
        "decision_note": decision and decision.words,
    }
