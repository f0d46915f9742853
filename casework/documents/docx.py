"""A draft as a Word document, to go on writing in."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from casework.documents.draft import DRAFT, MOTTO, Block, Draft, Grid, Heading

FACE = "Times New Roman"
CELL, CELL_ID = "Table Text", "TableText"
LEFT, CENTRE, RIGHT, EVEN = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
LINE = Mm(165)


def as_docx(draft: Draft, made_at: datetime) -> bytes:
    """The document; it names no author, and says in its properties when it was made."""
    document = Document()
    _page(document, draft, made_at)
    _head(document, draft)
    for block in draft.body:
        _block(document, block)
    _foot(document, draft)
    if draft.annex:
        _annex(document, draft)
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def _block(document: Any, block: Block) -> None:
    if isinstance(block, Heading):
        paragraph = document.add_heading(level=block.level)
        _say(paragraph, block.text, 14, bold=True, italic=block.level > 1)
    elif isinstance(block, Grid):
        _grid(document, block)
    else:
        paragraph = _paragraph(document, EVEN)
        paragraph.paragraph_format.first_line_indent = Mm(10)
        _say(paragraph, block.text, 13 if block.remark else 14, italic=block.remark)


def _annex(document: Any, draft: Draft) -> None:
    title = _paragraph(document, CENTRE)
    title.paragraph_format.page_break_before = True
    _say(title, "PHỤ LỤC", 14, bold=True)
    _say(_paragraph(document, CENTRE), draft.of_annex, 13, italic=True)
    for block in draft.annex:
        _block(document, block)


def _page(document: Any, draft: Draft, made_at: datetime) -> None:
    section = document.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    for name in ("Normal", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FACE, Pt(14), None
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(script), FACE)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "vi-VN")
        style.element.get_or_add_rPr().append(language)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(0), Pt(6)
    cell = document.styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style, cell.font.size = document.styles["Normal"], Pt(12)
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(2)
    told = document.core_properties
    told.author, told.title, told.language = draft.agency, f"{draft.kind} {draft.subject}", "vi-VN"
    told.last_modified_by, told.comments, told.revision = "", "", 1
    told.created = told.modified = made_at.replace(tzinfo=None)
    number = section.header.paragraphs[0]
    number.alignment = CENTRE
    _field(number, "PAGE")


def _head(document: Any, draft: Draft) -> None:
    table = _plain(document, (62, 103))
    left, right = table.rows[0].cells
    if draft.above:
        _say(_in(left, CENTRE), draft.above.upper(), 13)
    _say(_in(left, CENTRE), draft.agency.upper(), 13, bold=True)
    _rule(_in(left, CENTRE), 8)
    _say(_in(left, CENTRE), draft.number, 13)
    _say(_in(left, CENTRE), DRAFT, 13, bold=True)
    _say(_in(right, CENTRE), MOTTO[0], 13, bold=True)
    _say(_in(right, CENTRE), MOTTO[1], 14, bold=True)
    _rule(_in(right, CENTRE), 26)
    _say(_in(right, CENTRE), draft.day, 14, italic=True)
    title = _paragraph(document, CENTRE)
    title.paragraph_format.space_before = Pt(12)
    _say(title, draft.kind.upper(), 14, bold=True)
    _say(_paragraph(document, CENTRE), draft.subject, 14, bold=True)
    _rule(_paragraph(document, CENTRE), 14)


def _foot(document: Any, draft: Draft) -> None:
    _paragraph(document, LEFT)
    table = _plain(document, (82, 83))
    left, right = table.rows[0].cells
    _say(_in(left, LEFT), "Nơi nhận:", 12, bold=True, italic=True)
    for one in draft.sent_to:
        _say(_in(left, LEFT), one, 11)
    for one in draft.capacity:
        _say(_in(right, CENTRE), one.upper(), 14, bold=True)
    for _line in range(4):
        _in(right, CENTRE)


def _grid(document: Any, grid: Grid) -> None:
    caption = _paragraph(document, CENTRE)
    caption.paragraph_format.keep_with_next = True
    _say(caption, grid.caption, 13, bold=True)
    if grid.unit:
        unit = _paragraph(document, RIGHT)
        unit.paragraph_format.keep_with_next = True
        _say(unit, grid.unit, 12, italic=True)
    table = document.add_table(rows=0, cols=len(grid.headings), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    widths = [round(LINE * share / sum(grid.widths)) for share in grid.widths]
    _row(table, grid.headings, widths, [CENTRE] * len(widths), bold=True)
    _repeat(table.rows[0])
    sides = [RIGHT if number else LEFT for number in grid.numbers]
    for cells in grid.rows:
        _row(table, cells, widths, sides)
    _columns(table, widths)
    for remark in grid.remarks:
        _say(_paragraph(document, LEFT), remark, 11, italic=True)
    _paragraph(document, LEFT)


def _row(
    table: Any, cells: Sequence[str], widths: Sequence[int], sides: Sequence[Any], *, bold: bool = False
) -> None:
    row = table.add_row()
    unbroken = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(unbroken)  # noqa: SLF001  the library has no word for it
    for cell, text, width, side in zip(row.cells, cells, widths, sides, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        paragraph._p.style = CELL_ID  # noqa: SLF001  by its name it is looked for anew in each cell
        if side is not LEFT:
            paragraph.alignment = side
        _say(paragraph, text, bold=bold)


def _repeat(row: Any) -> None:
    heading = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(heading)  # noqa: SLF001  the library has no word for it


def _plain(document: Any, widths: tuple[int, int]) -> Any:
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    for cell, width in zip(table.rows[0].cells, widths, strict=True):
        cell.width = Mm(width)
    _columns(table, [Mm(width) for width in widths])
    return table


def _columns(table: Any, widths: Sequence[int]) -> None:
    """The widths once more, of the columns: Word goes by the cells, LibreOffice by these."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width


def _in(cell: Any, side: Any) -> Any:
    """The next paragraph of a cell: the one it is born with, while that is empty and alone."""
    first = cell.paragraphs[0]
    fresh = len(cell.paragraphs) == 1 and not first.runs and first.alignment is None
    paragraph = first if fresh else cell.add_paragraph()
    paragraph.alignment = side
    paragraph.paragraph_format.space_after = Pt(0)
    return paragraph


def _paragraph(document: Any, side: Any) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = side
    return paragraph


def _say(
    paragraph: Any, text: str, size: int | None = None, *, bold: bool = False, italic: bool = False
) -> None:
    """Words in the paragraph's own face; only what differs from its style is written, since that is what takes time."""
    run = paragraph.add_run(text)
    if size is not None:
        run.font.size = Pt(size)
    if bold:
        run.bold = True
    if italic:
        run.italic = True


def _rule(paragraph: Any, length: int) -> None:
    """A short line under a heading, drawn with a character so that every program shows it."""
    _say(paragraph, "\N{BOX DRAWINGS LIGHT HORIZONTAL}" * (length // 2), 8)


def _field(paragraph: Any, name: str) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(13)
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)  # noqa: SLF001  the library has no word for it
