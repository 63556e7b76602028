"""Every code of a row has a meaning in words."""

from __future__ import annotations

from concordance.codes import Relation, ReviewStatus, Rule
from concordance.meanings import meanings


def test_every_relation_rule_and_status_has_a_meaning() -> None:
    keys = "cites", "aewa"
    rows = list(meanings(keys))
    assert {(row.column, row.code) for row in rows} == {
        *(("relation", relation.value) for relation in Relation),
        *(("rule", code) for code in Rule.codes(keys)),
        *(("status", status.value) for status in ReviewStatus),
    }
    assert not any("{" in row.meaning for row in rows)
    (named,) = (row.meaning for row in rows if row.code == "synonym_aewa")
    assert named == "the CITES name is a synonym in AEWA"
