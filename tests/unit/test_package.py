"""What is installed: the version, the data, the metadata."""

import tomllib
from pathlib import Path

import pytest

import concordance as cc


def test_the_version_is_written_in_one_place(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert "version" not in project["project"]
    for name in ("README.md", "CITATION.cff"):
        assert cc.__version__ not in (root / name).read_text(encoding="utf-8")
    changes = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert changes.splitlines()[2].startswith(f"## {cc.__version__}")


def test_the_wheel_has_the_code_and_every_data_file(root: Path) -> None:
    wheel = pytest.importorskip("hatchling.builders.wheel")
    builder = wheel.WheelBuilder(str(root))
    assert builder.metadata.version == cc.__version__
    inside = {f.distribution_path for f in builder.recurse_included_files()}
    data = {f"concordance/data/{p.name}" for p in (root / "data").iterdir() if p.is_file()}
    assert data <= inside
    assert {f for f in inside if f.startswith("concordance/data/")} == data
    code = {
        str(p.relative_to(root / "src"))
        for p in (root / "src").rglob("*")
        if p.is_file()
        and not any(part.startswith((".", "__pycache")) for part in p.parts[len(root.parts) :])
    }
    assert inside - data == code


def test_citation_and_pages_of_measurements_are_there(root: Path) -> None:
    assert "license: MIT" in (root / "CITATION.cff").read_text(encoding="utf-8")
    for name in ("mutation", "fuzzing", "faults", "compatibility"):
        assert (root / "docs" / "quality" / f"{name}.md").exists()
        assert not (root / "docs" / f"{name}.md").exists()
