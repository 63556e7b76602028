"""Decisions of people outrank the rules, survive rebuilds, and go stale when their grounds change."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from builders import CATS, checklist, listed, part_of, records, with_tables
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

import concordance as cc
from concordance.concordance import Concordance
from concordance.exports.delimited import csv_text

WHO = {"reviewer": "A. Person", "decided_on": "2026-11-01"}
UNCIA = ("cites:panthera-uncia", "cms:uncia-uncia")


def cats(day: str) -> tuple[cc.Checklist, cc.Checklist]:
    """The cats of both lists on a day."""
    return part_of(cc.load_cites(day), "Felidae"), part_of(cc.load_cms(day), "Felidae")


def row_of(con: Concordance, pair: tuple[str, str]) -> Any:
    """The row of a pair; None where it has none."""
    table = con.table
    found = table[(table["cites_id"] == pair[0]) & (table["cms_id"] == pair[1])]
    return found.iloc[0] if len(found) else None


def test_agreed_rejected_and_disputed(con: Concordance) -> None:
    agreed = con.decide(*UNCIA, "agreed", relation="congruent", reason="one cat", **WHO)
    row = row_of(con.apply(agreed), UNCIA)
    assert (row["rule"], row["relation_basis"], row["status"]) == ("decision", "reviewed", "agreed")
    assert row["reviewer"] == "A. Person"
    assert "one cat" in row["decision_note"]
    rejected = con.apply(con.decide(*UNCIA, "rejected", **WHO))
    assert row_of(rejected, UNCIA) is None
    singles = rejected.table[rejected.table["relation"] == "not_listed"]
    assert UNCIA[0] in set(singles["cites_id"].dropna())
    assert UNCIA[1] in set(singles["cms_id"].dropna())
    assert rejected.decisions["state"].tolist() == ["applied"]
    disputed = row_of(con.apply(con.decide(*UNCIA, "disputed", **WHO)), UNCIA)
    assert disputed["status"] == "disputed"
    assert "needs_review" in disputed["flag_codes"]


def test_a_pair_that_no_rule_finds(con: Concordance) -> None:
    pair = ("cites:okapia-johnstoni", "cms:procapra-gutturosa")
    assert row_of(con, pair) is None
    made = con.apply(con.decide(*pair, "agreed", relation="overlaps", **WHO))
    row = row_of(made, pair)
    assert (row["rule"], row["relation"], row["status"]) == ("decision", "overlaps", "agreed")


def test_what_changed_is_said(con: Concordance) -> None:
    old = cc.build(*cats("2019-01-01"))
    pair = ("cites:uncia-uncia", "cms:uncia-uncia")
    then = old.decide(*pair, "rejected", **WHO)
    later = cc.build(*cats("2019-01-02"), decisions=then)
    assert row_of(later, pair) is None
    assert later.decisions["state"].tolist() == ["applied"]
    taxa = later.lists[0].taxa
    taxa.loc[taxa["taxon_id"] == pair[0], "authorship"] = "Somebody, 1999"
    changed = cc.build(with_tables(later.lists[0], taxa=taxa), later.lists[1], decisions=then)
    row = row_of(changed, pair)
    assert row["status"] == "stale"
    assert "author changed since" in row["decision_note"]
    assert changed.decisions[["state", "changed"]].values.tolist() == [["stale", "author"]]


def test_a_decision_follows_a_taxon_that_was_renamed() -> None:
    old = cc.build(*cats("2019-01-01"))
    pair = ("cites:uncia-uncia", "cms:uncia-uncia")
    for verdict in ("agreed", "rejected", "disputed"):
        then = old.decide(*pair, verdict, **WHO)
        new = cc.build(*cats("2020-01-01"), decisions=then)
        (row,) = records(new.decisions)
        assert row.state == "stale"
        assert row.changed.startswith("name"), "CITES renamed it in 2019"
        assert (row.left_id, row.left_today) == (pair[0], UNCIA[0]), "what was decided stays"
        told = row_of(new, UNCIA)
        assert told["status"] == "stale"
        assert f"{verdict} by A. Person" in told["decision_note"]
        both = pd.concat([then, new.decide(*UNCIA, "agreed", **WHO)])
        again = new.apply(both)
        assert again.decisions["state"].tolist() == ["superseded", "applied"]
        assert row_of(again, UNCIA)["status"] == "agreed"
    gone = then.assign(left_name="Nobody knows")
    assert new.apply(gone).decisions["state"].tolist() == ["orphaned"]


def test_files_are_checked_row_by_row(con: Concordance, tmp_path: Path) -> None:
    table = con.decide(*UNCIA, "agreed", reason='says "yes", maybe', **WHO)
    path = tmp_path / "d.csv"
    path.write_text(csv_text(table), encoding="utf-8")
    back = cc.read_decisions(path)
    assert row_of(con.apply(back), UNCIA)["status"] == "agreed"
    text = path.read_text(encoding="utf-8")
    bad = text.replace(",agreed,", ",agree,") + text.splitlines()[1].replace(
        "2026-11-01", "1.11.26"
    )
    path.write_text(bad, encoding="utf-8")
    with pytest.raises(cc.ChecklistError) as error:
        cc.read_decisions(path)
    said = str(error.value)
    assert "row 2: verdict is 'agree'" in said
    assert "did you mean 'agreed'?" in said
    assert "row 3: decided_on is '1.11.26'" in said
    path.write_text("a,b\n", encoding="utf-8")
    with pytest.raises(cc.ChecklistError, match="column 'left_id' is missing"):
        cc.read_decisions(path)
    with pytest.raises(cc.ConcordanceError, match="not in the lists"):
        con.decide("cites:x", "cms:y", "agreed", **WHO)
    with pytest.raises(cc.ConcordanceError, match="verdict is 'yes'"):
        con.decide(*UNCIA, "yes", **WHO)


def test_two_reviewers_are_merged_and_their_conflicts_told(con: Concordance) -> None:
    other = ("cites:bos-mutus", "cms:bos-grunniens")
    mine = pd.concat([con.decide(*UNCIA, "agreed", **WHO), con.decide(*other, "agreed", **WHO)])
    theirs = pd.concat([
        con.decide(*UNCIA, "rejected", reviewer="B", decided_on="2026-11-02"),
        con.decide(*other, "agreed", reviewer="B", decided_on="2026-11-02"),
    ])  # fmt: skip
    merged = cc.merge_decisions(mine, theirs)
    assert merged.table["left_id"].tolist() == [other[0]]
    assert merged.table["reviewer"].tolist() == ["B"], "the later of two like decisions"
    assert merged.conflicts["verdict"].tolist() == ["agreed", "rejected"]


NAMES = ["Aus albus", "Aus niger", "Bus ruber"]
NAME, SIDE = st.sampled_from(NAMES), st.sampled_from([0, 1])


class Living(RuleBasedStateMachine):
    """Build, decide, change the lists, rebuild, export, apply.

    No decision is lost, no rejected pair comes back on the grounds on which it was rejected, and
    whatever has changed since makes a decision stale.
    """

    def __init__(self) -> None:
        super().__init__()
        self.lists = [
            {n: {"name": n, "author": "Gray, 1830", "appendix": "I"} for n in NAMES}
            for _ in range(2)
        ]
        self.decided: dict[tuple[str, str], pd.DataFrame] = {}
        self.seen: dict[tuple[str, str], list[tuple[str, dict[str, str]]]] = {}

    def sides(self) -> Any:
        made = []
        for key, animals in zip(("cites", "cms"), self.lists, strict=True):
            entries = []
            for old, animal in animals.items():
                entries.append((animal["name"], f"{animal['name']} {animal['author']}", "", "",
                                CATS))  # fmt: skip
                if animal["name"] != old:
                    entries.append((f"old {old}", f"{old} {animal['author']}", animal["name"],
                                    "", CATS))  # fmt: skip
            listed_ = listed(checklist(entries, key))
            appendices = {a["name"]: a["appendix"] for a in animals.values()}
            table = listed_.listings
            table["appendix"] = [appendices[name] for name in table["taxon"]]
            made.append(with_tables(listed_, listings=table))
        return made

    def build(self) -> Any:
        rows = list(self.decided.values())
        return cc.build(*self.sides(), decisions=pd.concat(rows) if rows else None)

    def state_of(self, pair: Any) -> Any:
        """What a decision has to be, from the history of the lists alone."""
        states = set()
        for animals, old, (then_id, then) in zip(self.lists, pair, self.seen[pair], strict=True):
            now = animals.get(old)
            if now is None:
                return "orphaned"
            renamed = now["name"] != then_id
            if renamed and then_id != old:
                return "orphaned"  # it went back to its first name: the later one is forgotten
            states.add(now == then)
        return "applied" if states == {True} else "stale"

    @rule(left=NAME, right=NAME, verdict=st.sampled_from(["agreed", "rejected", "disputed"]))
    def decide(self, left: Any, right: Any, verdict: Any) -> None:
        if left not in self.lists[0] or right not in self.lists[1]:
            return
        animals = [self.lists[0][left], self.lists[1][right]]
        ids = [animal["name"] for animal in animals]
        self.decided[left, right] = self.build().decide(*ids, verdict, **WHO)
        self.seen[left, right] = [(i, dict(a)) for i, a in zip(ids, animals, strict=True)]

    @rule(side=SIDE, name=NAME, author=st.sampled_from(["Gray, 1830", "L., 1758", "Smith"]))
    def change_author(self, side: Any, name: Any, author: Any) -> None:
        if name in self.lists[side]:
            self.lists[side][name]["author"] = author

    @rule(side=SIDE, name=NAME, appendix=st.sampled_from(["I", "II"]))
    def change_listing(self, side: Any, name: Any, appendix: Any) -> None:
        if name in self.lists[side]:
            self.lists[side][name]["appendix"] = appendix

    @rule(side=SIDE, name=NAME)
    def rename(self, side: Any, name: Any) -> None:
        if name in self.lists[side]:
            self.lists[side][name]["name"] = f"Zus {name.split()[1]}"

    @rule(side=SIDE, name=NAME)
    def take_off(self, side: Any, name: Any) -> None:
        if len(self.lists[side]) > 1:
            self.lists[side].pop(name, None)

    @rule(side=SIDE, name=NAME)
    def put_on(self, side: Any, name: Any) -> None:
        self.lists[side].setdefault(name, {"name": name, "author": "Gray, 1830", "appendix": "I"})

    @rule()
    def export_and_apply(self) -> None:
        """Decisions go through their file, and the table through an export."""
        import tempfile

        if not self.decided:
            return
        con = self.build()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "d.csv"
            path.write_text(csv_text(pd.concat(list(self.decided.values()))), encoding="utf-8")
            con.to_csv(Path(folder) / "c.csv")
            back = cc.read_decisions(path)
            assert cc.read_result(Path(folder) / "c.csv").equals(con.table)
        for i, pair in enumerate(list(self.decided)):
            self.decided[pair] = back.iloc[[i]]

    @invariant()
    def nothing_is_lost_or_resurrected(self) -> None:
        con = self.build()
        judged = con.decisions
        assert len(judged) == len(self.decided), "no decision is lost"
        rows = {(r.cites_id, r.cms_id): r for r in records(con.table)}
        for pair, decision in zip(self.decided, records(judged), strict=True):
            assert decision.state == self.state_of(pair), (pair, decision)
            today = (decision.left_today, decision.right_today)
            if decision.state == "applied" and decision.verdict == "rejected":
                assert today not in rows, "a rejected pair is never proposed again"
            elif decision.state == "applied":
                assert rows[today].status == decision.verdict
            elif decision.state == "stale":
                assert decision.changed
                assert today not in rows or rows[today].status == "stale"
        for column, animals in zip(("cites_id", "cms_id"), self.lists, strict=True):
            assert set(con.table[column].dropna()) >= {a["name"] for a in animals.values()}


TestLiving = Living.TestCase
TestLiving.settings = settings(max_examples=10, stateful_step_count=10, deadline=None)
