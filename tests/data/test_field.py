"""Names as people hand them over: the shared cases, each held to what was expected of it."""

from pathlib import Path

import field
import pytest

pytestmark = pytest.mark.needs_shared


def test_reported_names_are_answered_as_expected(shared: Path) -> None:
    found = field.results(shared)
    missed = [f"{r.query!r}: {r.found}" for r in found if not r.right]
    print(f"{len(found) - len(missed)} of {len(found)} reported names are answered as expected")
    assert len(found) > 100
    assert len(missed) <= 0.05 * len(found), missed


def test_no_wrong_answer_is_accepted(shared: Path) -> None:
    assert [r for r in field.results(shared) if r.wrong_accepted] == []
