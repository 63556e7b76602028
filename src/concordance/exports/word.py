"""Word: a paper of annexes as .docx; python-docx is needed only for this format."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from concordance.about import DISCLAIMER, TOOL_VERSION
from concordance.errors import ConcordanceError
from concordance.exports.annexes import Annex, Paper
from concordance.files import archive_bytes

if TYPE_CHECKING:
    from docx.table import Table

#: A4 landscape, in centimetres
_WIDE, _HIGH, _MARGIN = 29.7, 21.0, 1.8
#: largest width of a letter, and the margins of a cell, in centimetres
_LETTER, _EDGES = 0.19, 0.5
#: this many characters get their full width; of a longer text, the rest gets only a part
_SHORT, _PART = 40, 6
_NO_DAY: Final = "1980-01-01"
_FORBIDDEN: Final = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def word_bytes(paper: Paper) -> bytes:
    """Return a paper of annexes as a Word document.

    Parameters
    ----------
    paper : Paper

    Returns
    -------
    bytes
        A4 landscape. Table headings are repeated on every page, no row breaks across pages,
        scientific names are in italics, and each page has the disclaimer and its number. Every
        text is written as text. The same paper gives the same bytes.

    Raises
    ------
    ConcordanceError
        If python-docx is not installed.
    """
    try:
        import docx
    except ImportError as error:
        raise ConcordanceError(
            "writing Word files needs the package python-docx; install it with "
            "pip install 'species-concordance[word]', or write Markdown or Excel"
        ) from error
    document = docx.Document()
    _set_up(document, paper)
    document.add_heading(_clean(paper.title), level=0)
    for text in paper.about:
        document.add_paragraph(_clean(text))
    for annex in paper.annexes:
        _annex(document, annex)
    if paper.sources:
        document.add_heading("Sources", level=1)
        for text in paper.sources:
            document.add_paragraph(_clean(text))
    buffer = io.BytesIO()
    document.save(buffer)
    # python-docx stamps each archive member with the current time
    with zipfile.ZipFile(buffer) as archive:
        return archive_bytes({name: archive.read(name) for name in archive.namelist()})


def _set_up(document: Any, paper: Paper) -> None:
    """Set page, fonts, footer and properties."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(_WIDE), Cm(_HIGH)
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", Cm(_MARGIN))
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10)
    normal.paragraph_format.space_after = Pt(4)
    document.styles["Title"].font.size = Pt(20)
    footer = section.footer.paragraphs[0]
    footer.add_run(f"{DISCLAIMER} Page ").font.size = Pt(8)
    _page_number(footer)
    day = datetime.fromisoformat(paper.day or _NO_DAY)
    known = document.core_properties
    known.title, known.subject, known.comments = _clean(paper.title), "", DISCLAIMER
    known.author = known.last_modified_by = f"species-concordance {TOOL_VERSION}"
    known.created = known.modified = day
    known.revision, known.language = 1, "en"


def _page_number(paragraph: Any) -> None:
    """Add a field that the reader's program fills with the page number."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run()
    run.font.size = Pt(8)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text or None
        run._r.append(part)


def _annex(document: Any, annex: Annex) -> None:
    document.add_heading(_clean(annex.title), level=1)
    document.add_paragraph(_clean(annex.about))
    if not annex.rows:
        document.add_paragraph("None.")
        return
    table = document.add_table(rows=len(annex.rows) + 1, cols=len(annex.heads))
    table.style = "Table Grid"
    table.autofit = False
    widths = _widths(annex)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    lines = [annex.heads, *annex.rows]
    # get the rows as lists once: python-docx finds a cell by counting from the first
    grid = [list(row.cells) for row in table.rows]
    for place, (line, cells) in enumerate(zip(lines, grid, strict=True)):
        for column, (text, cell) in enumerate(zip(line, cells, strict=True)):
            cell.width = widths[column]
            _write(cell, text, bold=place == 0, italic=place > 0 and column in annex.italic)
    _keep_rows_whole(table)
    _merge_groups(annex, grid)


def _write(cell: Any, text: str, *, bold: bool, italic: bool) -> None:
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(_clean(text))
    run.bold, run.italic, run.font.size = bold, italic, Pt(8.5)


def _widths(annex: Annex) -> list[int]:
    """Column widths, by amount of text."""
    from docx.shared import Cm

    words, needs = [], []
    for texts in zip(annex.heads, *annex.rows, strict=True):
        longest = max(map(len, texts))
        word = max((len(word) for text in texts for word in text.split()), default=0)
        words.append(word * _LETTER + _EDGES)
        needs.append(max(min(longest, _SHORT + (longest - _SHORT) // _PART) - word, 0) or 0.1)
    whole = _WIDE - 2 * _MARGIN
    left = whole - sum(words)
    if left < 0:  # a word as wide as a page is broken
        return [Cm(whole * word / sum(words)) for word in words]
    return [Cm(word + left * need / sum(needs)) for word, need in zip(words, needs, strict=True)]


def _keep_rows_whole(table: Table) -> None:
    """Repeat the heading on every page, and let no row break across pages."""
    from docx.oxml import OxmlElement

    for place, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if place == 0:
            properties.append(OxmlElement("w:tblHeader"))


def _merge_groups(annex: Annex, grid: list[list[Any]]) -> None:
    """Merge cells on the left that have the same text in consecutive rows."""
    if not annex.grouped:
        return
    keys = [row[: annex.grouped] for row in annex.rows]
    for _, members in groupby(range(len(keys)), key=keys.__getitem__):
        rows = [grid[place + 1] for place in members]
        for row in rows[:-1]:
            for cell in row:  # keep a group on one page
                cell.paragraphs[0].paragraph_format.keep_with_next = True
        for column in range(annex.grouped if len(rows) > 1 else 0):
            for row in rows[1:]:
                row[column].paragraphs[0].clear()
            merged = rows[0][column].merge(rows[-1][column])
            for paragraph in merged.paragraphs[1:]:
                paragraph._p.getparent().remove(paragraph._p)


def _clean(text: str) -> str:
    """A text without characters that XML forbids."""
    return _FORBIDDEN.sub("", text)
