"""The documents say what the code does: README code runs, generated pages are current."""

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import generate
import pytest
from builders import ROOT

SRC = ROOT / "src" / "concordance"


def test_readme_example_runs_and_prints_what_it_says(root: Path, tmp_path: Path) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```\n+prints\n+```text\n(.*?)```", text, re.S)
    assert blocks, "the README has no example"
    for code, output in blocks:
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
        )
        assert done.stdout == output


def test_readme_has_the_two_commands(root: Path) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")
    assert "pip install . && concordance build -o concordance.csv" in text
    assert "python -m pytest" in text
    assert "python -m pytest" in (root / ".ci" / "run").read_text(encoding="utf-8")


def test_generated_pages_are_current(root: Path) -> None:
    pages = generate.pages()
    assert len(pages) > 20
    for name, page in pages.items():
        path = root / "docs" / name
        assert path.read_text(encoding="utf-8") == page, f"{name}: run python docs/generate.py"


def test_links_between_pages_lead_somewhere(root: Path) -> None:
    pages = [*root.glob("*.md"), *(root / "docs").rglob("*.md"), *(root / "data").glob("*.md")]
    checked = 0
    for page in pages:
        for link in re.findall(r"\]\(([^)\s#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            if "://" not in link and not link.startswith("mailto:"):
                checked += 1
                assert (page.parent / link).exists(), f"{page.name} links to {link}"
    assert checked > 60


def test_a_built_wheel_runs_the_main_job_outside_the_checkout(root: Path, tmp_path: Path) -> None:
    pytest.importorskip("build", reason="needs the package build, in the dev extra")
    pytest.importorskip("hatchling", reason="needs hatchling, in the dev extra")
    run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", tmp_path, root], tmp_path
    )
    (wheel,) = tmp_path.glob("*.whl")
    inside = zipfile.ZipFile(wheel).namelist()
    assert any(n.endswith("data/cites_listings.csv") for n in inside)
    templates = {p.name for p in (SRC / "views" / "templates").iterdir()}
    assert {n.rsplit("/", 1)[-1] for n in inside if "/views/templates/" in n} == templates
    # an own environment that sees this one's dependencies but not the checkout
    run([sys.executable, "-m", "venv", tmp_path / "env"], tmp_path)
    python = tmp_path / "env" / "bin" / "python"
    pip: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--no-deps",
        "-q",
    ]
    run([*pip, wheel], tmp_path)
    site = next((tmp_path / "env" / "lib").glob("python*")) / "site-packages"
    import pandas

    (site / "dependencies.pth").write_text(str(Path(pandas.__file__).parents[1]) + "\n")
    done = run([tmp_path / "env" / "bin" / "concordance", "build", "-o", "c.csv"], tmp_path)
    assert "every entry of both lists is in it" in done.stderr
    assert (tmp_path / "c.csv").stat().st_size > 100_000
    where = run([python, "-c", "import concordance; print(concordance.__file__)"], tmp_path).stdout
    assert where.startswith(str(tmp_path))


def run(command: Sequence[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, without what the shell of the tests adds to the path."""
    own = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [str(part) for part in command],
        cwd=folder, env=own, check=True, capture_output=True, text=True,
    )  # fmt: skip
