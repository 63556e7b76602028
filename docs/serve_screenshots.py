"""Write the pictures of ``docs/serve.md`` in docs/images: ``python docs/serve_screenshots.py``.

Needs OpenRefine, Chromium and the dev and serve extras. OpenRefine runs without a window; what it
shows depends on its version (3.6.2 here), the bytes on that of the browser and its fonts.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, sync_playwright

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "src"), str(HERE.parent / "tests")]

from openrefine import running  # noqa: E402
from serving import served  # noqa: E402

SIZE = {"width": 1100, "height": 600}
#: colours that are enough for text and lines, and make a file of a third of the size
COLOURS = 48
NAMES = """name,year,country
Uncia uncia,2016,Mongolia
Panthera leo,2020,India
Panthera leo,2020,Kenya
Loxodonta africana,2019,Botswana
Manta birostris,2015,Peru
Psittacus erithacus,2016,Congo
Dendrobium nobile,2021,India
Felis catus,2020,France
"""
#: the port of the command, as the page names it
PORT = "8931"
SERVICE = "CITES and CMS (concordance)"


class Window:
    """The page of a project, used as a person does."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def menu(self, *words: str) -> None:
        """Choose an entry of the menu of the column of names."""
        self.page.locator(".column-header-menu").nth(1).click()
        for word in words[:-1]:
            self.page.locator(".menu-item:visible", has_text=word).last.hover()
            self.page.wait_for_timeout(600)
        self.page.locator(".menu-item:visible", has_text=words[-1]).last.click()
        self.page.wait_for_timeout(1500)

    def choose(self, field: Locator, word: str) -> None:
        """Type a word into a field, and take the first suggestion."""
        field.click()
        field.press_sequentially(word, delay=60)
        suggested = self.page.locator(".fbs-item:visible").first
        suggested.wait_for()
        self.page.wait_for_timeout(600)
        suggested.click()
        self.page.wait_for_timeout(400)

    def picture(self, name: str, **clip: int) -> None:
        """Write what is shown, or a part of it, with few colours."""
        path = HERE / "images" / f"{name}.png"
        area = {"x": 0, "y": 0, **SIZE, **clip}
        self.page.screenshot(path=path, clip=area)
        with Image.open(path) as whole:
            small = whole.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(path, optimize=True)


def take(window: Window, address: str) -> None:
    """Add the service, reconcile the column, judge it, and add columns."""
    page = window.page
    window.menu("Reconcile", "Start reconciling")
    page.get_by_text("Add standard service").click()
    page.locator(".dialog-frame input:visible").last.fill(address)
    window.picture("serve-add", height=240)
    page.locator(".dialog-frame").last.get_by_text("Add service").last.click()
    page.locator("input[name=property]").first.wait_for(state="attached")
    page.wait_for_timeout(2000)
    page.get_by_text(SERVICE).first.click()  # puts the list of services away
    page.wait_for_timeout(2000)
    for place, word in enumerate(("date", "country")):
        window.choose(page.locator("input[name=property]:visible").nth(place), word)
        page.locator("input[name=include]:visible, input[type=checkbox]:visible").nth(place).check()
    window.picture("serve-reconcile")
    page.get_by_text("Start reconciling...").last.click()
    page.get_by_text("Choose new match").first.wait_for(timeout=60_000)
    page.wait_for_timeout(2500)
    page.get_by_text("Dendrobium nobile").last.hover()
    page.wait_for_timeout(2500)
    window.picture("serve-judge")
    page.mouse.move(600, 10)
    page.wait_for_timeout(1500)
    window.menu("Edit column", "Add columns from reconciled values")
    page.wait_for_timeout(2500)
    for name in ("CITES Appendix", "CITES limits", "CMS Appendix", "Relation"):
        page.locator(".dialog-frame").get_by_text(name, exact=True).first.click()
        page.wait_for_timeout(1200)
    window.picture("serve-columns")
    page.get_by_role("button", name="OK").last.click()
    page.wait_for_timeout(6000)
    page.locator("#left-panel .ui-tabs-panel").first.wait_for(state="attached")
    page.locator("#hide-left-panel-button").click()
    page.wait_for_timeout(800)
    window.picture("serve-table", height=420)


def main() -> None:
    """Start both programs and take the pictures."""
    with (
        tempfile.TemporaryDirectory() as folder,
        served("--port", PORT) as service,
        running(Path(folder)) as program,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport=SIZE)
        page.goto(f"{program.address}/project?project={program.project(NAMES)}")
        page.locator(".column-header-menu").nth(1).wait_for()
        page.wait_for_timeout(1500)
        take(Window(page), service.addresses["both"])
        browser.close()


if __name__ == "__main__":
    main()
