"""Sheet for a trouble (困りごと用紙): one A4 page per district, filled in by hand, brought or FAXed.

It asks what, roughly where and since when, from which organisation, and how to answer; never for a
resident's name or illness (L-02), and it says for what the words are used (L-09).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sasaeai.issues.exports.sender import sender_of
from sasaeai.paper.files import DOCX, PDF, Paper, make_paper
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.word import CENTER, add_line, add_table, document_bytes, new_document
from sasaeai.people.models import District

_TEMPLATE = Path(__file__).with_name("trouble_sheet.typ")
TITLE = "困りごとを届ける用紙"
WARNING = "個人のお名前・番地・病名は書かないでください。"
EXAMPLE = (
    "「一人で暮らす高齢の方」「○○町会の坂」のように、だれのことか分からない書き方でお願いします。"
)
PURPOSE = (
    "書いていただいたことは、地域支え合い会議で話し合い、答えをお返しするためだけに使います。"
    "直したいときや取り消したいときは、下の連絡先へお知らせください。"
)
_ROWS = (
    ("どんなことに\n困っていますか", 62),
    ("どのあたりで\n（町会・通りまで）", 15),
    ("いつごろから", 13),
    ("どんな人が\n困っていますか", 15),
)
_FROM = (("団体・役職", 13), ("書いた日", 11))
_WAYS = ("電話", "FAX", "郵便", "メール", "会って")


def trouble_sheet_paper(district: District, *, ext: str, printed_on: date) -> Paper:
    """The empty sheet of a district as "pdf" or "docx"."""
    is_pdf = ext == "pdf"
    content = (
        trouble_sheet_pdf(district, dated=printed_on) if is_pdf else trouble_sheet_docx(district)
    )
    return make_paper(
        "困りごと用紙", district.name, content_type=PDF if is_pdf else DOCX, content=content
    )


def trouble_sheet_pdf(district: District, *, dated: date) -> bytes:
    """One page, in large type."""
    words = {
        "title": TITLE,
        "district": district.name,
        "warning": WARNING,
        "example": EXAMPLE,
        "rows": [list(row) for row in _ROWS],
        "from": [list(row) for row in _FROM],
        "ways": _WAYS,
        "purpose": PURPOSE,
        "sender": sender_of(district).lines(),
    }
    return render_pdf(_TEMPLATE, words, dated=dated)


def trouble_sheet_docx(district: District) -> bytes:
    """The same for Word."""
    document = new_document(title=TITLE, page_numbers=False)
    add_line(document, district.name)
    add_line(document, TITLE, align=CENTER, size=20, bold=True)
    add_line(document, WARNING, size=14, bold=True)
    add_line(document, EXAMPLE)
    widths = (42, 128)
    for label, height in (*_ROWS, *_FROM):
        add_table(document, [(label, "")], widths_mm=widths, head_column=True, row_height_mm=height)
    ways = "　".join(f"□ {way}" for way in _WAYS)
    add_table(
        document,
        [("答えの届け方", f"{ways}\n番号・宛先：")],
        widths_mm=widths,
        head_column=True,
        row_height_mm=20,
    )
    add_line(document, PURPOSE, size=11)
    add_line(document, "届け先・連絡先", bold=True)
    for line in sender_of(district).lines():
        add_line(document, line, size=13)
    return document_bytes(document)
