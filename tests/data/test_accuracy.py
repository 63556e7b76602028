"""The figures of `docs/accuracy.md`, each held to its limit, on the shared cases."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import accuracy
import pytest

pytestmark = pytest.mark.needs_shared


@pytest.mark.parametrize(
    "measure",
    [
        accuracy.parser,
        accuracy.parser_gbif,
        accuracy.authors,
        accuracy.stems,
        accuracy.transfers,
        lambda folder: accuracy.pairs(folder)[0],
        accuracy.near_misses,
        accuracy.backbone,
        accuracy.reported_names,
        lambda folder: accuracy.treaties(folder)[0],
    ],
    ids=[
        "parser",
        "gbif",
        "authors",
        "stems",
        "transfers",
        "pairs",
        "near_misses",
        "backbone",
        "reported",
        "treaties",
    ],
)
def test_every_limit_holds(shared: Path, measure: Callable[..., Any]) -> None:
    if measure is accuracy.parser_gbif:
        pytest.importorskip("nameparser", reason="the optional backend is not installed")
    for figure in measure(shared):
        assert figure.total, f"{figure.name}: no cases"
        assert figure.holds, f"{figure.name}: {figure.share:.3f}; {figure.missed[:5]}"
