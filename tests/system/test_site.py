"""The documentation site builds without a warning, and its how-to pages do what they print."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from builders import ROOT

HOW_TO = sorted((ROOT / "docs" / "how-to").glob("*.md"))
_BLOCK = re.compile(r"```(sh|python)\n(.*?)```(?:\n+prints\n+```text\n(.*?)```)?", re.S)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as the documents say."""
    for library in ("sphinx", "myst_nb", "furo"):
        pytest.importorskip(library, reason=f"needs {library}, in the extra docs")
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "docs", str(folder)],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder


def test_every_page_is_in_the_site_and_needs_no_network(site: Path) -> None:
    made = {path.relative_to(site).with_suffix("") for path in site.rglob("*.html")}
    pages = {
        path.relative_to(ROOT / "docs").with_suffix("") for path in (ROOT / "docs").rglob("*.md")
    }
    assert {page for page in pages if page.parts[0] != "scenarios"} <= made
    for path in site.rglob("*.html"):
        loaded = re.findall(
            r"<(?:script|img|link)[^>]+(?:src|href)=\"(https?:[^\"]+)", path.read_text()
        )
        assert not [url for url in loaded if "canonical" not in url], path.name


def test_the_reference_has_every_public_object_and_command(site: Path) -> None:
    import concordance as cc
    from concordance.cli import commands

    python = (site / "reference" / "python.html").read_text(encoding="utf-8")
    for name in cc.__all__:
        assert f'id="concordance.{name}"' in python, name
    page = (site / "reference" / "commands.html").read_text(encoding="utf-8")
    assert all(f'<section id="{command.NAME}">' in page for command in commands())


def test_the_pages_are_accessible(site: Path) -> None:
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("Chromium is not installed: no chromium on the path (apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright, in dev")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe, in dev")
    faults = {}
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        # one page of each kind; the cases and the lessons share theirs
        pages = [
            path for path in site.rglob("*.html") if path.parent.name not in ("cases", "lessons")
        ]
        for path in sorted({*pages, site / "cases" / "snow-leopard.html"}):
            page.goto(path.as_uri())
            found = axe.Axe().run(page)
            if found.violations_count:
                faults[path.name] = [fault["id"] for fault in found.response["violations"]]
        browser.close()
    assert not faults


@pytest.mark.parametrize("page", HOW_TO, ids=lambda path: path.stem)
def test_a_how_to_page_runs_as_typed(page: Path, tmp_path: Path) -> None:
    blocks = _BLOCK.findall(page.read_text(encoding="utf-8"))
    assert blocks, f"{page.name} has no example"
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    command = bin_folder / "concordance"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m concordance "$@"\n')
    command.chmod(0o755)
    own = {**os.environ, "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
           "PYTHONPATH": str(ROOT / "src")}  # fmt: skip
    for kind, code, output in blocks:
        run = ["sh", "-e", "-c", code] if kind == "sh" else [sys.executable, "-c", code]
        done = subprocess.run(run, cwd=tmp_path, env=own, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        if output:
            assert done.stdout == output, page.name
