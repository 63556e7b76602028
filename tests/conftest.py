"""Fixtures: the one way to the shared cases, and one build for all tests."""

import os
from pathlib import Path
from typing import Any

import pytest
from builders import MANY, ROOT, SINGLE, write_review
from hypothesis import HealthCheck, settings

import concordance as cc
from concordance.concordance import Concordance

settings.register_profile("ci", max_examples=100, derandomize=True, deadline=None)
settings.register_profile("nightly", max_examples=5000, deadline=None)
# many runs of few examples (benchmarks/mutation.py); a slow machine is no failure there
settings.register_profile("mutation", max_examples=10, derandomize=True, deadline=None,
                          suppress_health_check=[HealthCheck.too_slow])  # fmt: skip
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

SYSTEM = ROOT / "tests" / "system"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that start other programs, or the whole package, as system tests."""
    for item in items:
        if SYSTEM in item.path.parents:
            item.add_marker(pytest.mark.system)


def pytest_sessionfinish(session: Any, exitstatus: Any) -> None:
    """Where everything is installed (CI), a test that was skipped is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CONCORDANCE_REQUIRE_ALL") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = 1


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = Path(os.environ.get("CONCORDANCE_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        assert not os.environ.get("CONCORDANCE_REQUIRE_ALL"), f"{folder} is missing"
        pytest.skip(f"needs the shared case files: no folder {folder}; set CONCORDANCE_SHARED")
    return folder


@pytest.fixture(scope="session")
def con() -> Concordance:
    return cc.build(cc.load_cites(), cc.load_cms())


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def written(con: Concordance, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The concordance in every format, in one folder."""
    folder = tmp_path_factory.mktemp("exports")
    for form, name in {**SINGLE, **MANY}.items():
        con.export(folder / name, form)
    return folder


@pytest.fixture
def reviewed(con: Concordance, tmp_path: Path) -> Path:
    """A workbook with three verdicts in it."""
    path = tmp_path / "review.xlsx"
    write_review(con, path)
    return path
