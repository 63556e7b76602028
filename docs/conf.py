"""Settings of the documentation site: ``sphinx-build -W docs site`` in the root folder."""

import shutil
import sys
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent
ROOT = DOCS.parent
sys.path.insert(0, str(ROOT / "src"))

from concordance.about import TOOL_VERSION  # noqa: E402 - of this checkout

project = "species-concordance"
author = "The concordance authors"
copyright = "The concordance authors; MIT. Not an official position of CITES, CMS or UNEP"
release = version = TOOL_VERSION

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["scenarios", "*.py", "__pycache__"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
#: the lessons are shown with the output that they have; the tests run them
nb_execution_mode = "off"
suppress_warnings = ["mystnb.unknown_mime_type"]
autodoc_member_order = "bysource"
autodoc_typehints = "none"
napoleon_google_docstring = False
napoleon_use_rtype = False
html_theme = "furo"
html_title = f"species-concordance {release}"
html_theme_options = {"footer_icons": []}
html_copy_source = False
html_show_sourcelink = False


def copy_lessons() -> None:
    """Copy the notebooks beside the pages: Sphinx reads one folder."""
    lessons = DOCS / "tutorials" / "lessons"
    lessons.mkdir(exist_ok=True)
    for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
        shutil.copyfile(notebook, lessons / notebook.name)


copy_lessons()

#: what the templates of Sphinx and the theme leave out, and screen readers and keyboards need
ACCESSIBLE = {
    '<p class="caption" role="heading">': '<p class="caption" role="heading" aria-level="2">',
    "<pre>": '<pre tabindex="0">',
    '<div class="table-wrapper': '<div tabindex="0" class="table-wrapper',
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="Pages">',
    '<aside class="toc-drawer': '<aside aria-label="On this page" class="toc-drawer',
}


def make_accessible(app: Any, error: Exception | None) -> None:
    """Complete the pages that were written."""
    for path in Path(app.outdir).rglob("*.html") if error is None else ():
        page = path.read_text(encoding="utf-8")
        if path.name == "search.html":  # the theme gives it no heading
            page = page.replace('id="furo-main-content">', 'id="furo-main-content"><h1>Search</h1>')
        for template, completed in ACCESSIBLE.items():
            page = page.replace(template, completed)
        path.write_text(page, encoding="utf-8")


def setup(app: Any) -> None:
    """Tell Sphinx what to do when the site is built."""
    app.connect("build-finished", make_accessible)
