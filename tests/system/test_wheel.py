"""The package as others get it: valid metadata, whole archives, and a wheel that installs and runs."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from builders import ROOT

from concordance.about import TOOL_VERSION

PYENV = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
#: each supported Python of this machine; that which runs the tests is always among them
PYTHONS = {
    version: paths[-1]
    for version in ("3.11", "3.12", "3.13")
    if (paths := sorted(PYENV.glob(f"{version}.*/bin/python")))
} | {".".join(map(str, sys.version_info[:2])): Path(sys.executable)}


def run(*command: str | Path, folder: Path = ROOT) -> str:
    alone = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=alone)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source archive."""
    for module in ("build", "hatchling", "twine", "validate_pyproject", "check_wheel_contents"):
        pytest.importorskip(module, reason=f"needs {module}, in the dev extra")
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "-o", folder, ROOT)
    return folder


def test_linters_of_metadata_are_content(built: Path) -> None:
    archives = sorted(built.iterdir())
    assert len(archives) == 2
    run(sys.executable, "-m", "twine", "check", "--strict", *archives)
    run(sys.executable, "-m", "validate_pyproject", ROOT / "pyproject.toml")
    run(sys.executable, "-m", "check_wheel_contents", *built.glob("*.whl"))


def test_the_wheel_has_the_library_and_its_data_only(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    assert wheel.name == f"species_concordance-{TOOL_VERSION}-py3-none-any.whl"
    names = zipfile.ZipFile(wheel).namelist()
    source = ROOT / "src" / "concordance"
    code = {p.relative_to(source).as_posix() for p in source.rglob("*")
            if p.is_file() and "__pycache__" not in p.parts}  # fmt: skip
    data = {f"data/{p.name}" for p in (ROOT / "data").iterdir() if p.is_file()}
    assert {n.removeprefix("concordance/") for n in names if n.startswith("concordance/")} == (
        code | data
    )
    assert all(n.startswith("concordance/") or ".dist-info/" in n for n in names)


def test_the_source_archive_has_what_a_packager_needs(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as inside:
        names = {n.split("/", 1)[1] for n in inside.getnames() if "/" in n}
    for name in ("CITATION.cff", "CONTRIBUTING.md", "LICENSE", "CHANGELOG.md", "data/SHA256SUMS",
                 "data/species/compile.py", "tests/conftest.py"):  # fmt: skip
        assert name in names


@pytest.mark.parametrize("version", sorted(PYTHONS))
def test_the_wheel_installs_and_runs(built: Path, tmp_path: Path, version: str) -> None:
    """With its dependencies from the index, in an environment of its own."""
    (wheel,) = built.glob("*.whl")
    run(PYTHONS[version], "-m", "venv", tmp_path / "env")
    programs = tmp_path / "env" / "bin"
    run(programs / "python", "-m", "pip", "install", "-q", f"{wheel}[excel]", folder=tmp_path)
    assert run(programs / "python", "-m", "pip", "check", folder=tmp_path)
    for name in ("concordance", "species-concordance"):  # the second is what pipx run looks for
        assert run(programs / name, "--version", folder=tmp_path) == (
            f"concordance {TOOL_VERSION}\n"
        )
    text = run(programs / "concordance", "build", "-o", "c.csv", folder=tmp_path)
    assert "every entry of both lists is in it" in text
    (tmp_path / "names.csv").write_text("species\nUncia uncia\n", encoding="utf-8")
    match = ("match", "names.csv", "--column", "species", "-o", "m.xlsx")
    assert "1 matched" in run(programs / "concordance", *match, folder=tmp_path)
