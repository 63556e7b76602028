"""Names as people hand them over: each shared case is printed with what became of it."""

from pathlib import Path

import field
import pytest

pytestmark = pytest.mark.needs_shared


def test_reported_names_are_answered_as_expected(shared: Path) -> None:
    found = field.results(shared)
    for result in found:
        print("pass" if result.right else "FAIL", repr(result.query), result.found)
    right = sum(result.right for result in found)
    print(f"{right} of {len(found)}")
    assert [result for result in found if result.wrong_accepted] == []
    assert right >= 0.95 * len(found) > 95
