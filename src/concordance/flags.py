"""Differences of one row -> coded flags, name difference, recommended draft action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from concordance.information import Compared
from concordance.listings import Coverage
from concordance.names import canonical, gender_form, orthographic
from concordance.relations import Related
from concordance.schema import Action, Flag, Relation, Rule

Taxon = dict[str, str]

#: one line for each flag; a placeholder-free text that `docs/codes.md` prints
MEANING: Final[dict[Flag, str]] = {
    Flag.NAME_DIFFERS: "the two sides use different names",
    Flag.AUTHORSHIP_DIFFERS: "same name, different author or year",
    Flag.SPELLING_DIFFERS: "the names differ in spelling or ending only",
    Flag.RANK_DIFFERS: "species on one side, subspecies (or a higher group) on the other",
    Flag.SPLIT: "the CITES taxon holds more than the CMS taxon",
    Flag.LUMP: "the CMS taxon holds more than the CITES taxon",
    Flag.OVERLAP: "each taxon holds animals that the other does not",
    Flag.SAME_NAME_DIFFERENT_CONCEPT: "one name, two circumscriptions",
    Flag.PRO_PARTE: "the linking name belongs to several taxa",
    Flag.AMBIGUOUS: "the same taxon has several partners",
    Flag.HOMONYM: "one name by different authors: perhaps two animals",
    Flag.FAMILY_DIFFERS: "the two sides place it in different families",
    Flag.REFERENCE_DIFFERS: "the two sides follow different standard references",
    Flag.WILD_FORM_NAME: "wild-form name on one side, name of the domestic form on the other",
    Flag.NEEDS_REVIEW: "a person has to confirm the row",
    Flag.CITES_ONLY: "no entry of CMS covers it",
    Flag.CMS_ONLY: "no entry of CITES covers it",
    Flag.LISTED_HIGHER_CITES: "CITES covers it only through a higher taxon",
    Flag.LISTED_HIGHER_CMS: "CMS covers it only through a higher taxon",
    Flag.MIGRATORY_TEST_NEEDED: "CMS covers it only if it is migratory",
    Flag.POPULATION_SCOPE: "an entry is limited to populations",
    Flag.SPLIT_LISTING: "parts of the taxon stand in different Appendices of one side",
    Flag.APPENDIX_DIFFERS: "the Appendices have different numbers",
    Flag.LISTING_GAP: "part of what one side lists has no entry, or another one, on the other",
    Flag.DOMESTIC_FORM_EXCLUDED: "an entry excludes the domestic form",
    Flag.RESERVATION: "a Party has entered a reservation",
    Flag.RANGE_DIFFERS: "one animal on both sides, and the range states differ",
    Flag.COMMON_NAMES_DIFFER: "one animal on both sides, and a language has no name in common",
    Flag.RED_LIST_NAME_DIFFERS: "the Red List uses another name",
    Flag.RED_LIST_STATUS_GAP: "threatened, and in neither Appendix I",
}
#: when each action is drafted
WHEN: Final[dict[Action, str]] = {
    Action.NO_ACTION: "the names are one, or the entries differ in scope at most",
    Action.CORRECT_SPELLING: "one animal, and the names differ in spelling or ending",
    Action.ADOPT_REFERENCE: "one animal under two names: one reference would settle it",
    Action.AMEND_APPENDIX_TEXT: "one side splits or lumps, and the Appendices agree",
    Action.REFER: "how the two relate, or what each covers, has to be settled first",
    Action.DISAGGREGATE: "an entry for a group: say which species it means",
    Action.ADD_FOOTNOTE: "one name in two senses, and the Appendices agree",
    Action.RETAIN_LISTED_NAME: "the name of the wild form stays",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a row says in codes.

    Attributes
    ----------
    name_difference : str
        Codes joined by a bar.
    flags : tuple of Flag
        In the order of the vocabulary.
    action, note
        Draft action and its words.
    """

    name_difference: str | None
    flags: tuple[Flag, ...]
    action: Action
    note: str


def name_difference(left: Taxon, right: Taxon, wild_form: bool, authors_differ: bool) -> str:
    """Return in what two names differ, as codes joined by a bar.

    Parameters
    ----------
    left, right : dict
        Taxa with ``name`` and ``rank``.
    wild_form : bool
        Whether one side names the domestic form of the animal.
    authors_differ : bool

    Returns
    -------
    str
        ``none`` where nothing differs.

    Examples
    --------
    >>> a = {"name": "Panthera uncia", "rank": "species"}
    >>> b = {"name": "Uncia uncia", "rank": "species"}
    >>> name_difference(a, b, wild_form=False, authors_differ=False)
    'genus'
    """
    x, y = canonical(left["name"]), canonical(right["name"])
    if wild_form and x != y:
        return "wild_form"
    codes: list[str] = []
    if x == y:
        codes += ["authorship"] if authors_differ else []
    else:
        same_level = (" " in x) == (" " in y) and (" " in x or left["rank"] == right["rank"])
        codes = _words_differ(x.split(), y.split()) if same_level else []
    if left["rank"] != right["rank"]:
        codes.append("rank")
    return "|".join(dict.fromkeys(codes)) or "none"


def _words_differ(x: list[str], y: list[str]) -> list[str]:
    codes = []
    if len(x) == 1 or len(y) == 1:
        return ["spelling"] if orthographic(x[0]) == orthographic(y[0]) else ["epithet"]
    if x[0] != y[0]:
        codes.append("spelling" if orthographic(x[0]) == orthographic(y[0]) else "genus")
    a, b = x[-1], y[-1]
    if len(x) != len(y) and a != b and (b in x or a in y):
        return codes
    if a != b:
        if gender_form(f"Aa {a}") == gender_form(f"Aa {b}"):
            codes.append("gender")
        elif orthographic(f"Aa {a}") == orthographic(f"Aa {b}"):
            codes.append("spelling")
        else:
            codes.append("epithet")
    elif len(x) == len(y) == 3 and x[1] != y[1]:
        codes.append("epithet")
    return codes


def judge_pair(
    left: Taxon,
    right: Taxon,
    related: Related,
    covers: tuple[Coverage, Coverage],
    keys: tuple[str, str],
    alternatives: int,
    contradicted: bool,
    said: Compared,
    reserved: bool,
) -> Verdict:
    """Return flags, name difference and draft action of a linked pair.

    Parameters
    ----------
    left, right : dict
        Taxa.
    related : Related
    covers : pair of Coverage
    keys : pair of str
        Keys of the lists.
    alternatives : int
        Count of other partners of the two taxa.
    contradicted : bool
        Whether the relation cannot hold beside that of another pair.
    said : Compared
        Common names and ranges.
    reserved : bool
        Whether a Party has a reservation on one of them.

    Returns
    -------
    Verdict
    """
    link, relation = related.link, related.relation
    domestic = any(e["scope"] == "domestic_excluded" for c in covers for e in c.entries)
    authors_differ = link.rule is Rule.EXACT_NAME and "authors differ" in link.evidence
    wild = domestic and left["name"] != right["name"] and relation is Relation.CONGRUENT
    difference = name_difference(left, right, wild, authors_differ)
    codes = set(difference.split("|"))
    flags: set[Flag] = set()
    if left["name"] != right["name"]:
        flags.add(Flag.NAME_DIFFERS)
    if authors_differ:
        flags |= {Flag.AUTHORSHIP_DIFFERS, Flag.HOMONYM}
    if codes & {"spelling", "gender"} and not codes & {"genus", "epithet"}:
        flags.add(Flag.SPELLING_DIFFERS)
    if left["rank"] != right["rank"]:
        flags.add(Flag.RANK_DIFFERS)
    shape = {
        Relation.INCLUDES: Flag.SPLIT,
        Relation.INCLUDED_IN: Flag.LUMP,
        Relation.OVERLAPS: Flag.OVERLAP,
    }.get(relation)
    if shape and left["rank"] == right["rank"]:
        flags.add(shape)
    if left["name"] == right["name"] and shape:
        flags.add(Flag.SAME_NAME_DIFFERENT_CONCEPT)
    if link.ambiguous:
        flags.add(Flag.PRO_PARTE)
    if alternatives:
        flags.add(Flag.AMBIGUOUS)
    if left["family"] and right["family"] and left["family"] != right["family"]:
        flags.add(Flag.FAMILY_DIFFERS)
    followed = [set(filter(None, taxon["reference"].split("|"))) for taxon in (left, right)]
    if all(followed) and not followed[0] & followed[1]:
        flags.add(Flag.REFERENCE_DIFFERS)
    if wild:
        flags.add(Flag.WILD_FORM_NAME)
    for cover, key in zip(covers, keys, strict=True):
        flags |= _listing_flags(cover, key)
    a, b = covers
    if a.entries and b.entries and set(a.appendices) != set(b.appendices):
        flags.add(Flag.APPENDIX_DIFFERS)
    for cover, other in ((b, Flag.CITES_ONLY), (a, Flag.CMS_ONLY)):
        if not cover.entries and {"cites", "cms"} == set(keys):
            swap = {Flag.CITES_ONLY: Flag.CMS_ONLY, Flag.CMS_ONLY: Flag.CITES_ONLY}
            flags.add(other if keys[0] == "cites" else swap[other])
    uneven = bool(a.entries) != bool(b.entries) or (
        shape is not None and set(a.appendices) != set(b.appendices)
    )
    if uneven and (a.entries or b.entries):
        flags.add(Flag.LISTING_GAP)
    if (
        contradicted
        or relation is Relation.UNDETERMINED
        or flags & {Flag.OVERLAP, Flag.PRO_PARTE, Flag.HOMONYM}
        or (shape and related.basis == "inferred" and left["rank"] == right["rank"])
    ):
        flags.add(Flag.NEEDS_REVIEW)
    if reserved:
        flags.add(Flag.RESERVATION)
    if said.range_differs and relation is Relation.CONGRUENT:
        flags.add(Flag.RANGE_DIFFERS)
    if said.names_conflict and relation is Relation.CONGRUENT:
        flags.add(Flag.COMMON_NAMES_DIFFER)
    action, note = _action(left, right, relation, codes, flags, covers, keys)
    return Verdict(
        name_difference=difference, flags=tuple(f for f in Flag if f in flags),
        action=action, note=note,
    )  # fmt: skip


def judge_single(
    taxon: Taxon,
    cover: Coverage,
    elsewhere: Coverage,
    keys: tuple[str, str],
    reserved: bool,
) -> Verdict:
    """Return flags and draft action of a taxon without partner.

    Parameters
    ----------
    taxon : dict
    cover, elsewhere : Coverage
        What covers it in its own list, and what higher entries of the other may cover it.
    keys : pair of str
        Keys of its list and of the other.
    reserved : bool
        Whether a Party has a reservation on it.

    Returns
    -------
    Verdict
    """
    key, other = keys
    flags = _listing_flags(cover, key) | ({Flag.RESERVATION} if reserved else set())
    if elsewhere.entries:
        flags |= _listing_flags(elsewhere, other) | {Flag.NEEDS_REVIEW}
        entries = ", ".join(dict.fromkeys(entry["taxon"] for entry in elsewhere.entries))
        test = (
            " and is migratory in the sense of the Convention" if elsewhere.migratory_only else ""
        )
        return Verdict(
            name_difference=None,
            flags=tuple(f for f in Flag if f in flags),
            action=Action.DISAGGREGATE,
            note=f"Draft: say whether {other.upper()} means {taxon['name']} by {entries}: whether "
            f"it belongs to the group as {other.upper()} understands it{test}.",
        )
    only = {"cites": Flag.CITES_ONLY, "cms": Flag.CMS_ONLY}.get(key)
    if only:
        flags.add(only)
    return Verdict(
        name_difference=None,
        flags=tuple(f for f in Flag if f in flags),
        action=Action.NO_ACTION,
        note=f"Draft: only {key.upper()} has an entry for {taxon['name']}.",
    )


def _listing_flags(cover: Coverage, key: str) -> set[Flag]:
    flags: set[Flag] = set()
    higher = {"cites": Flag.LISTED_HIGHER_CITES, "cms": Flag.LISTED_HIGHER_CMS}.get(key)
    if cover.entries and not cover.own and higher:
        flags.add(higher)
    if cover.migratory_only:
        flags.add(Flag.MIGRATORY_TEST_NEEDED)
    scopes = {entry["scope"] for entry in cover.entries}
    if "population" in scopes:
        flags.add(Flag.POPULATION_SCOPE)
    if "domestic_excluded" in scopes:
        flags.add(Flag.DOMESTIC_FORM_EXCLUDED)
    if cover.is_split:
        flags.add(Flag.SPLIT_LISTING)
    return flags


def _action(
    left: Taxon,
    right: Taxon,
    relation: Relation,
    codes: set[str],
    flags: set[Flag],
    covers: tuple[Coverage, Coverage],
    keys: tuple[str, str],
) -> tuple[Action, str]:
    x, y = (f"{k.upper()} {t['name']}" for k, t in zip(keys, (left, right), strict=True))
    references = " against ".join(
        f"{t['reference'] or 'a reference not known here'} ({k.upper()})"
        for k, t in zip(keys, (left, right), strict=True)
    )
    entries = "; ".join(
        f"{k.upper()} {'/'.join(c.appendices)} as "
        + ", ".join(sorted({e["taxon"] for e in c.entries}))
        for k, c in zip(keys, covers, strict=True)
        if c.entries
    )
    tail = f" Standard references: {references}. Entries: {entries or 'none'}."
    if relation is Relation.UNDETERMINED or flags & {Flag.OVERLAP, Flag.HOMONYM, Flag.PRO_PARTE}:
        return Action.REFER, f"Draft: settle how {x} and {y} relate.{tail}"
    if Flag.WILD_FORM_NAME in flags:
        return Action.RETAIN_LISTED_NAME, (
            f"Draft: keep the wild-form name {x}; {y} names the domestic form elsewhere.{tail}"
        )
    if flags & {Flag.SPLIT, Flag.LUMP}:
        if Flag.LISTING_GAP in flags:
            return Action.REFER, (
                f"Draft: assess what each side covers before {x} and {y} are aligned.{tail}"
            )
        if Flag.SAME_NAME_DIFFERENT_CONCEPT in flags:
            return Action.ADD_FOOTNOTE, (
                f"Draft: say by footnote in which sense, s.l. or s.s., {x} and {y} are meant; the "
                f"Appendices agree.{tail}"
            )
        return Action.AMEND_APPENDIX_TEXT, f"Draft: align the concepts of {x} and {y}.{tail}"
    if codes & {"genus", "epithet"} and relation is Relation.CONGRUENT:
        return Action.ADOPT_REFERENCE, f"Draft: one reference for {x} and {y}.{tail}"
    if codes & {"spelling", "gender"} and relation is Relation.CONGRUENT:
        return Action.CORRECT_SPELLING, f"Draft: one spelling for {x} and {y}.{tail}"
    if Flag.MIGRATORY_TEST_NEEDED in flags and left["rank"] == right["rank"] == "species":
        return Action.DISAGGREGATE, (
            f"Draft: say whether {right['name']} is among the migratory members.{tail}"
        )
    return Action.NO_ACTION, "Draft: no nomenclature action; the entries differ in scope at most."


def codes_page() -> str:
    """Return ``docs/codes.md``: flags with activity and meaning, and actions, as Markdown."""
    lines = [
        "# Codes",
        "",
        "Generated from `concordance.flags`. Recommended actions are drafts for people to decide.",
        "",
        "| flag | activity | meaning |",
        "|---|---|---|",
        *(f"| `{flag}` | {flag.activity} | {MEANING[flag]} |" for flag in Flag),
        "",
        "| recommended action | when |",
        "|---|---|",
        *(f"| `{action}` | {WHEN[action]} |" for action in Action),
    ]
    return "\n".join(lines) + "\n"
