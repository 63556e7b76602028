"""The main path: two checklists -> the concordance table, one step a line."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd

from concordance import schema
from concordance.checklist import Checklist
from concordance.decisions import Decision, Seen, State, judge
from concordance.decisions import Verdict as Judgement
from concordance.flags import Verdict, judge_pair, judge_single
from concordance.information import Compared, Information
from concordance.legal import NOTHING_KNOWN, Legal, legal_status
from concordance.listings import Coverage, cover, cover_elsewhere
from concordance.matching import Link, link_checklists
from concordance.relations import Related, contradicted, relate
from concordance.schema import Basis, Flag, Relation, Rule, Status

Taxon = dict[str, str]
Row = dict[str, object]


def build_table(
    left: Checklist,
    right: Checklist,
    redlist: Checklist | None = None,
    decisions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the concordance table of two lists.

    Parameters
    ----------
    left, right : Checklist
    redlist : Checklist, optional
        A list with conservation statuses, for the columns and flags on the Red List.
    decisions : pandas.DataFrame, optional
        Verdicts of people, columns `decisions.DECISIONS`: they outrank every rule.

    Returns
    -------
    pandas.DataFrame
        One row per pair of taxa and one per taxon without partner, Arrow-backed, columns of
        `schema.result_columns`, sorted by class, order, family and both names.
    """
    left_taxa, right_taxa = _taxa(left), _taxa(right)
    left_cover, right_cover = cover(left), cover(right)
    decided = _decided(left, right, (left_cover, right_cover), decisions)
    links = _as_decided(link_checklists(left, right), decided)
    names = _names(left_taxa) | _names(right_taxa)
    related = relate(links, _asserted(left, right), names, (left.key.upper(), right.key.upper()))
    related = [_reviewed(pair, decided) for pair in related]
    partners = Counter(i for r in related for i in ("<" + r.link.left_id, ">" + r.link.right_id))
    keys = (left.key, right.key)
    doubtful = contradicted(related)
    information = Information(left, right)
    legal = (legal_status(left), legal_status(right))
    table: list[Row] = []
    for pair in related:
        x, y = left_taxa[pair.link.left_id], right_taxa[pair.link.right_id]
        covers = (left_cover[x["taxon_id"]], right_cover[y["taxon_id"]])
        if not covers[0].entries and not covers[1].entries:
            continue  # known to both, listed by neither on that day
        others = partners["<" + x["taxon_id"]] + partners[">" + y["taxon_id"]] - 2
        doubt = (x["taxon_id"], y["taxon_id"]) in doubtful
        said = information.compare(x["taxon_id"], y["taxon_id"])
        held = [legal[n].get(t["taxon_id"], NOTHING_KNOWN) for n, t in enumerate((x, y))]
        reserved = any(status.reservations for status in held)
        verdict = judge_pair(x, y, pair, covers, keys, others, doubt, said, reserved)
        row = _pair_row(x, y, pair, covers, keys, others, verdict) | _said(said)
        row |= _held(held, _prefixes(keys))
        table.append(row | _review(row, decided.get((x["taxon_id"], y["taxon_id"]))))
    for side, other, taxa, covers_own in (
        (0, right, left_taxa, left_cover),
        (1, left, right_taxa, right_cover),
    ):
        mark = "<>"[side]
        alone = [t for i, t in taxa.items() if covers_own[i].entries and not partners[mark + i]]
        elsewhere = cover_elsewhere(alone, other)
        for taxon in alone:
            own = (covers_own[taxon["taxon_id"]], elsewhere[taxon["taxon_id"]])
            held = [NOTHING_KNOWN, NOTHING_KNOWN]
            held[side] = legal[side].get(taxon["taxon_id"], NOTHING_KNOWN)
            row = _single_row(taxon, own, keys, side, reserved=bool(held[side].reservations))
            table.append(row | _held(held, _prefixes(keys)))
    if redlist is not None:
        _add_red_list(table, redlist, _prefixes(keys))
    table.sort(key=lambda row: tuple(str(row.get(k) or "") for k in _sort_key(keys)))
    columns = _columns(keys)
    data = {c.name: [row.get(c.name) for row in table] for c in columns}
    schema.check(data, columns, "concordance table")
    return schema.to_frame(data, columns)


def _columns(keys: tuple[str, str]) -> tuple[schema.Column, ...]:
    left, right = keys if keys[0] != keys[1] else (keys[0], keys[1] + "_2")
    return schema.result_columns(left, right)


def _prefixes(keys: tuple[str, str]) -> tuple[str, str]:
    return keys if keys[0] != keys[1] else (keys[0], keys[1] + "_2")


def _sort_key(keys: tuple[str, str]) -> tuple[str, ...]:
    a, b = _prefixes(keys)
    return ("class", "order", "family", f"{a}_name", f"{b}_name", "concordance_id")


def _taxa(checklist: Checklist) -> dict[str, Taxon]:
    return {row["taxon_id"]: row for row in checklist.records("taxa")}


def _names(taxa: dict[str, Taxon]) -> dict[str, str]:
    return {taxon_id: taxon["name"] for taxon_id, taxon in taxa.items()}


def _asserted(left: Checklist, right: Checklist) -> dict[tuple[str, str], tuple[str, str]]:
    """Asserted cases by ids; none where the two lists are not the ones they speak of."""
    if left.partner != right.key or left.key == right.key:
        return {}
    ids = [{taxon["name"]: i for i, taxon in _taxa(side).items()} for side in (left, right)]
    return {
        (ids[0][x], ids[1][y]): (relation, source)
        for x, y, relation, source, _ in left.relations
        if x in ids[0] and y in ids[1]
    }


def _concordance_id(*ids: str) -> str:
    return hashlib.sha256("\x1f".join(ids).encode()).hexdigest()[:16]


def _side(prefix: str, taxon: Taxon, cover: Coverage) -> Row:
    return {
        f"{prefix}_id": taxon["taxon_id"],
        f"{prefix}_name": taxon["name"],
        f"{prefix}_authorship": taxon["authorship"] or None,
        f"{prefix}_rank": taxon["rank"],
        f"{prefix}_reference": taxon["reference"] or None,
        **_entries(prefix, cover),
    }


def _entries(prefix: str, cover: Coverage) -> Row:
    def joined(values: list[str]) -> str | None:
        return "|".join(dict.fromkeys(v for v in values if v)) or None

    entries = cover.entries
    if not entries:
        return {}
    return {
        f"{prefix}_appendix": "/".join(cover.appendices) or None,
        f"{prefix}_listed_as": joined([entry["taxon"] for entry in entries]),
        f"{prefix}_scope": joined([_scope(entry) for entry in entries]),
        f"{prefix}_effective_from": joined([entry["effective_from"] or "?" for entry in entries]),
        f"{prefix}_source": joined([s for e in entries for s in e["source"].split("|")]),
    }


def _add_red_list(table: list[Row], redlist: Checklist, prefixes: tuple[str, str]) -> None:
    from concordance.redlist import Advice, assess  # only here: it loads the matching of names

    flag_of = {
        Advice.NAME_DIFFERS: Flag.RED_LIST_NAME_DIFFERS,
        Advice.STATUS_GAP: Flag.RED_LIST_STATUS_GAP,
    }
    for row, said in zip(table, assess(table, redlist, prefixes), strict=True):
        if said is None:
            continue
        row["red_list_category"], row["red_list_name"] = said.category, said.name
        flags = [flag_of[advice] for advice in said.advice if advice in flag_of]
        old = [Flag(f) for f in str(row["flags"] or "").split("|") if f]
        codes = [f for f in Flag if f in {*old, *flags}]
        row["flags"] = "|".join(codes) or None
        row["activities"] = "|".join(sorted({f.activity for f in codes})) or None


def _decided(
    left: Checklist,
    right: Checklist,
    covers: tuple[dict[str, Coverage], dict[str, Coverage]],
    decisions: pd.DataFrame | None,
) -> dict[tuple[str, str], Decision]:
    if decisions is None or not len(decisions):
        return {}
    judged = judge(decisions, Seen(left, right, covers))
    return {d.pair: d for d in judged if d.state in (State.APPLIED, State.STALE)}


def _as_decided(links: list[Link], decided: dict[tuple[str, str], Decision]) -> list[Link]:
    """Links without the rejected pairs, and with those that only a person knows of."""
    out = []
    for link in links:
        decision = decided.get((link.left_id, link.right_id))
        if decision is None or decision.state is State.STALE:
            out.append(link)
        elif decision.verdict is not Judgement.REJECTED:
            out.append(replace(link, rule=Rule.DECISION, ambiguous=False,
                               evidence=f"{decision.words}. {link.evidence}"))  # fmt: skip
    linked = {(link.left_id, link.right_id) for link in links}
    for pair, decision in decided.items():
        if pair not in linked and decision.verdict is not Judgement.REJECTED:
            out.append(
                Link(
                    left_id=pair[0],
                    right_id=pair[1],
                    rule=Rule.DECISION,
                    via="",
                    evidence=f"{decision.words}.",
                    suggests=decision.relation or Relation.CONGRUENT,
                )
            )
    return sorted(out, key=lambda link: (link.left_id, link.right_id))


def _reviewed(pair: Related, decided: dict[tuple[str, str], Decision]) -> Related:
    decision = decided.get((pair.link.left_id, pair.link.right_id))
    if decision is None or decision.state is State.STALE:
        return pair
    return Related(
        link=pair.link,
        relation=decision.relation or pair.relation,
        basis=Basis.REVIEWED,
        source=decision.words,
    )


def _review(row: Row, decision: Decision | None) -> Row:
    """Status, reviewer and flags of a row that a person has decided."""
    if decision is None:
        return {}
    flags = [f for f in str(row["flags"] or "").split("|") if f and f != Flag.NEEDS_REVIEW]
    open_again = decision.state is State.STALE or decision.verdict is Judgement.DISPUTED
    codes = [f.value for f in Flag if f.value in flags or (open_again and f is Flag.NEEDS_REVIEW)]
    status = Status.STALE if decision.state is State.STALE else Status(decision.verdict.value)
    return {
        "flags": "|".join(codes) or None,
        "activities": "|".join(sorted({Flag(f).activity for f in codes})) or None,
        "status": status.value,
        "reviewer": decision.reviewer,
        "reviewed_on": decision.decided_on,
        "decision_note": decision.words,
    }


def _said(said: Compared) -> Row:
    return {
        "range_shared": said.range_shared,
        "range_cites_only": said.range_left_only,
        "range_cms_only": said.range_right_only,
        "common_names_shared": said.names_shared,
        "common_names_differ": said.names_differ,
    }


def _held(held: Sequence[Legal], prefixes: tuple[str, str]) -> Row:
    """Columns on the legal status beside the Appendices."""

    def joined(values: Iterable[str | None]) -> str | None:
        return "|".join(dict.fromkeys(v for v in values if v)) or None

    reservations: Row = {
        f"{p}_reservations": status.reservations for p, status in zip(prefixes, held, strict=True)
    }
    return reservations | {
        "instruments": joined(status.instruments for status in held),
        "eu_annexes": joined(status.eu_annexes for status in held),
    }


def _scope(entry: dict[str, str]) -> str:
    if entry["scope"] == "whole":
        return ""
    note = entry["scope_note"] or entry["scope"].replace("_", " ")
    who = f" ({entry['scope_mode']} {entry['scope_countries'].replace('|', ' ')})"
    return f"{entry['appendix']}: {note}" + (who if entry["scope_countries"] else "")


def _pair_row(
    x: Taxon,
    y: Taxon,
    pair: Related,
    covers: tuple[Coverage, Coverage],
    keys: tuple[str, str],
    others: int,
    verdict: Verdict,
) -> Row:
    a, b = _prefixes(keys)
    link = pair.link
    return {
        "concordance_id": _concordance_id(x["taxon_id"], y["taxon_id"]),
        "kingdom": x["kingdom"] or y["kingdom"] or None,
        "class": x["class"] or y["class"] or None,
        "order": x["order"] or y["order"] or None,
        "family": x["family"] or y["family"] or None,
        "family_differs": bool(x["family"] and y["family"] and x["family"] != y["family"]),
        **_side(a, x, covers[0]),
        **_side(b, y, covers[1]),
        "rule": link.rule.value,
        "via": link.via or None,
        "edits": 0,
        "score": link.score,
        "evidence": link.evidence,
        "alternatives": others,
        "relation": pair.relation.value,
        "relation_basis": pair.basis.value,
        "relation_source": pair.source,
        **_verdict(verdict),
    }


def _single_row(
    taxon: Taxon,
    covers: tuple[Coverage, Coverage],
    keys: tuple[str, str],
    side: int,
    *,
    reserved: bool,
) -> Row:
    cover, elsewhere = covers
    prefixes = _prefixes(keys)
    other = keys[1 - side].upper()
    verdict = judge_single(taxon, cover, elsewhere, (keys[side], keys[1 - side]), reserved)
    evidence = f"No name of {taxon['name']} leads to a taxon that {other} lists or covers."
    if elsewhere.entries:
        groups = ", ".join(dict.fromkeys(entry["taxon"] for entry in elsewhere.entries))
        evidence = (
            f"{other} does not print {taxon['name']}, but lists {groups}, to which it belongs as "
            f"{keys[side].upper()} arranges it."
        )
    return {
        "concordance_id": _concordance_id(
            *(("", taxon["taxon_id"]) if side else (taxon["taxon_id"], ""))
        ),
        **{k: taxon[k] or None for k in ("kingdom", "class", "order", "family")},
        "family_differs": False,
        **_side(prefixes[side], taxon, cover),
        **_entries(prefixes[1 - side], elsewhere),
        "rule": Rule.NONE.value,
        "score": 0.0,
        "evidence": evidence,
        "alternatives": 0,
        "relation": Relation.NOT_LISTED.value,
        **_verdict(verdict),
    }


def _verdict(verdict: Verdict) -> Row:
    review = Flag.NEEDS_REVIEW in verdict.flags
    return {
        "name_difference": verdict.name_difference,
        "flags": "|".join(verdict.flags) or None,
        "activities": "|".join(sorted({f.activity for f in verdict.flags})) or None,
        "recommended_action": verdict.action.value,
        "action_note": verdict.note,
        "status": (Status.NEEDS_REVIEW if review else Status.AUTO).value,
    }
