"""Write the pictures of the report in docs/images: ``python docs/screenshots.py``.

Needs Chromium and the dev extra; the bytes depend on the version of the browser and its fonts.
"""

import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

import concordance as cc

HERE = Path(__file__).parent / "images"
#: picture, address in the report, language, width, height, colours
VIEWS = (
    ("report-agenda", "#/", "en", 1280, 900, "light"),
    ("report-overview", "#/overview", "en", 1280, 1560, "light"),
    ("report-list", "#/animals?class=Aves&flag=name_differs", "en", 1280, 800, "light"),
    ("report-search", "#/animals?q=Psittacus+ararauna", "en", 1280, 420, "light"),
    ("report-animal", "#cms:uncia-uncia", "en", 1280, 1250, "light"),
    ("report-french", "#cms:platanista-gangetica-gangetica", "fr", 1280, 1250, "dark"),
    ("report-phone", "#/animals?kind=genus", "es", 390, 900, "light"),
)


def main() -> None:
    """Make the report and take its pictures."""
    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        path = Path(folder) / "report.html"
        cc.build(cc.load_cites(), cc.load_cms()).report(path)
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name, address, language, width, height, colours in VIEWS:
            page = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme=colours
            )
            page.goto(f"file://{path}{address}")
            page.select_option("#language", language)
            page.evaluate("document.activeElement.blur()")
            picture = HERE / f"{name}.png"
            page.screenshot(path=picture)
            # few colours are enough for text and bars, and make a file of a third of the size;
            # the rare ones are kept: a bar of one pair has the colour of its kind
            with Image.open(picture) as whole:
                small = whole.convert("RGB").quantize(
                    64, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
                )
            small.save(picture, optimize=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
