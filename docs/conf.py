"""Settings of the documentation site: ``sphinx-build -W docs site`` in the root folder."""

import shutil
import sys
from pathlib import Path

DOCS = Path(__file__).parent
ROOT = DOCS.parent
sys.path.insert(0, str(ROOT / "src"))

from concordance.about import TOOL_VERSION  # noqa: E402 - of this checkout

project = "species-concordance"
author = "The concordance authors"
copyright = "The concordance authors; MIT"
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
html_theme_options = {
    "footer_icons": [],
    "announcement": "Not an official position of CITES, CMS or UNEP.",
}
html_copy_source = False
html_show_sourcelink = False


def copy_lessons() -> None:
    """Copy the notebooks beside the pages: Sphinx reads one folder."""
    lessons = DOCS / "tutorials" / "lessons"
    lessons.mkdir(exist_ok=True)
    for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
        shutil.copyfile(notebook, lessons / notebook.name)


copy_lessons()
