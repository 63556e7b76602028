"""Fixtures: the one way to the shared cases, and one build for all tests."""

import gc
import os
from pathlib import Path

import pytest
from builders import MANY, ROOT, SINGLE, part_of, write_review
from hypothesis import HealthCheck, settings

import concordance as cc
from concordance.concordance import Concordance

settings.register_profile("quick", max_examples=25, derandomize=True, deadline=None)
settings.register_profile("ci", max_examples=100, derandomize=True, deadline=None)
settings.register_profile("nightly", max_examples=5000, deadline=None)
# many runs of few examples (benchmarks/mutation.py); a slow machine is no failure there
settings.register_profile("mutation", max_examples=10, derandomize=True, deadline=None,
                          suppress_health_check=[HealthCheck.too_slow])  # fmt: skip
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

# lists are large and hold no cycles: looking for these would take a quarter of the time
gc.set_threshold(100_000, 50, 100)

SYSTEM = ROOT / "tests" / "system"
SHARED = Path(os.environ.get("CONCORDANCE_SHARED", ROOT.parent / "shared"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the system tests, which start other programs, and those that read the shared cases."""
    for item in items:
        if SYSTEM in item.path.parents:
            item.add_marker(pytest.mark.system)
        if "shared" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.needs_shared)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything is installed (CI), a test that was skipped is a failure.

    A checkout that stands alone has no shared cases: only the tests that read them may skip.
    """
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("CONCORDANCE_REQUIRE_ALL") or reporter is None:
        return
    skipped = [
        report
        for report in reporter.stats.get("skipped", ())
        if SHARED.is_dir() or "needs_shared" not in report.keywords
    ]
    for report in skipped:
        reporter.write_line(f"skipped, and that is a failure here: {report.nodeid}", red=True)
    if skipped:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared cases."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the shared case files: no folder {SHARED}; set CONCORDANCE_SHARED")
    return SHARED


@pytest.fixture(scope="session")
def con() -> Concordance:
    return cc.build(cc.load_cites(), cc.load_cms())


@pytest.fixture(scope="session")
def few(con: Concordance) -> Concordance:
    """A part of the same concordance, for what takes long with thousands of rows."""
    left, right = (part_of(whole, "Felidae", "Mobulidae", "Delphinidae") for whole in con.lists)
    return cc.build(left, right)


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
def reviewed(few: Concordance, tmp_path: Path) -> Path:
    """A workbook with three verdicts in it."""
    path = tmp_path / "review.xlsx"
    write_review(few, path)
    return path
