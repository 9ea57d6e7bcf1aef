"""DOCX built in code with python-docx: staff edit the result in Word, so it is plain and regular.

Windows carries the BIZ UD faces under Japanese names; python-docx by itself sets only the Latin
face, so each style gets its East Asian face and language too.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from sasaeai.paper.printable import printable_text

MINCHO = "BIZ UD明朝 Medium"
GOTHIC = "BIZ UDゴシック"

LEFT = WD_ALIGN_PARAGRAPH.LEFT
CENTER = WD_ALIGN_PARAGRAPH.CENTER
RIGHT = WD_ALIGN_PARAGRAPH.RIGHT

TEXT_WIDTH_MM = 170  # A4 less the margins of new_document


def new_document(*, title: str, size: float = 12, page_numbers: bool = True) -> WordDocument:
    """An empty A4 portrait document; `size` is the body size in points."""
    document = Document()
    document.core_properties.title = printable_text(title)
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.language = "ja-JP"
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(18)
    section.footer_distance = Mm(9)
    _set_face(document.styles["Normal"], MINCHO, size)
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    for name, points in (("Title", 18), ("Heading 1", 14), ("Heading 2", 12.5)):
        _plain_heading(document.styles[name], points)
    if page_numbers:
        _number_pages(section.footer.paragraphs[0])
    return document


def add_line(
    place: WordDocument | _Cell,
    text: str,
    *,
    align: WD_ALIGN_PARAGRAPH | None = None,
    size: float | None = None,
    bold: bool = False,
    style: str | None = None,
    indent_mm: float = 0,
) -> Paragraph:
    """One paragraph; line ends inside `text` stay line ends."""
    paragraph = place.add_paragraph(style=style)
    if align is not None:
        paragraph.alignment = align
    if indent_mm:
        paragraph.paragraph_format.left_indent = Mm(indent_mm)
    add_run(paragraph, text, size=size, bold=bold)
    return paragraph


def add_run(
    paragraph: Paragraph, text: str, *, size: float | None = None, bold: bool = False
) -> None:
    """`text` at the end of `paragraph`; bold means the Gothic face, as on the printed papers."""
    run = paragraph.add_run(printable_text(text))
    if size:
        run.font.size = Pt(size)
    if bold:
        run.bold = True
        run.font.name = GOTHIC
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), GOTHIC)  # noqa: SLF001


def add_ruby(paragraph: Paragraph, text: str, kana: str, *, size: float) -> None:
    """`text` with small kana above it (ルビ, w:ruby), as Word itself writes them. size: in points."""
    ruby = OxmlElement("w:ruby")
    properties = OxmlElement("w:rubyPr")
    half_points = int(size * 2)
    for name, value in (
        ("w:rubyAlign", "distributeSpace"),
        ("w:hps", str(half_points // 2)),
        ("w:hpsRaise", str(half_points - 4)),
        ("w:hpsBaseText", str(half_points)),
        ("w:lid", "ja-JP"),
    ):
        mark = OxmlElement(name)
        mark.set(qn("w:val"), value)
        properties.append(mark)
    ruby.append(properties)
    ruby.append(_ruby_part("w:rt", kana, size / 2))
    ruby.append(_ruby_part("w:rubyBase", text, None))
    run = OxmlElement("w:r")
    run.append(ruby)
    paragraph._p.append(run)  # noqa: SLF001


def _ruby_part(name: str, text: str, size: float | None) -> OxmlElement:
    part, run, words = OxmlElement(name), OxmlElement("w:r"), OxmlElement("w:t")
    if size is not None:
        properties, points = OxmlElement("w:rPr"), OxmlElement("w:sz")
        points.set(qn("w:val"), str(int(size * 2)))
        properties.append(points)
        run.append(properties)
    words.text = printable_text(text)
    run.append(words)
    part.append(run)
    return part


def add_table(
    document: WordDocument,
    rows: Sequence[Sequence[str]],
    *,
    widths_mm: Sequence[float],
    header: Sequence[str] | None = None,
    head_column: bool = False,
    row_height_mm: float | None = None,
) -> Table:
    """A ruled table; `header` repeats on each page, `head_column` sets the first column in bold."""
    table = document.add_table(rows=0, cols=len(widths_mm))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    if header:
        _add_row(table, header, widths_mm, bold_columns=len(header))
        _repeat(table)
    for row in rows:
        _add_row(table, row, widths_mm, bold_columns=1 if head_column else 0)
        if row_height_mm:
            table.rows[-1].height = Mm(row_height_mm)
    return table


def document_bytes(document: WordDocument) -> bytes:
    """The finished .docx file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_row(
    table: Table, texts: Sequence[str], widths_mm: Sequence[float], *, bold_columns: int
) -> None:
    row = table.add_row()
    _keep_whole(row._tr)  # noqa: SLF001  # python-docx has no public word for it
    for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        cell.width = Mm(widths_mm[column])
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        add_run(paragraph, text, bold=column < bold_columns)


def _set_face(style: ParagraphStyle, face: str, size: float) -> None:
    style.font.name = face
    style.font.size = Pt(size)
    properties = style.element.get_or_add_rPr()
    faces = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        faces.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        faces.set(qn(script), face)
    if style.type == WD_STYLE_TYPE.PARAGRAPH and properties.find(qn("w:lang")) is None:
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "ja-JP")
        properties.append(language)


def _plain_heading(style: ParagraphStyle, points: float) -> None:
    _set_face(style, GOTHIC, points)
    style.font.bold = True
    style.font.color.rgb = None
    style.paragraph_format.space_before = Pt(0 if style.name == "Title" else 12)
    style.paragraph_format.space_after = Pt(6)
    borders = style.element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        style.element.pPr.remove(borders)
    color = style.element.rPr.find(qn("w:color"))
    if color is not None:
        style.element.rPr.remove(color)


def _repeat(table: Table) -> None:
    mark = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001


def _keep_whole(row: OxmlElement) -> None:
    row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _number_pages(paragraph: Paragraph) -> None:
    paragraph.alignment = CENTER
    _add_field(paragraph, "PAGE")
    add_run(paragraph, " / ")
    _add_field(paragraph, "NUMPAGES")
    add_run(paragraph, " ページ")


def _add_field(paragraph: Paragraph, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001
