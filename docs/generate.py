"""Write the pages that the code generates: ``python docs/generate.py``."""

from pathlib import Path

from concordance import schema
from concordance.flags import codes_page

HERE = Path(__file__).parent
PAGES = {"columns.md": schema.columns_page, "codes.md": codes_page}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")
