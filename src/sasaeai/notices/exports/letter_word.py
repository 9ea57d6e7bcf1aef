"""The letter and its reply slip as DOCX, for offices that finish the wording in Word."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

from docx.document import Document as WordDocument
from docx.shared import Mm, Pt

from sasaeai.kernel.wareki import short_date, wareki
from sasaeai.notices.exports.letter import Addressee, Letter, ReplySlip
from sasaeai.paper.qr import qr_png
from sasaeai.paper.word import (
    CENTER,
    RIGHT,
    TEXT_WIDTH_MM,
    add_line,
    add_run,
    add_table,
    document_bytes,
    new_document,
)

_LABEL_MM = 30
_CHANGED_MM = (30, (TEXT_WIDTH_MM - 30) / 2, (TEXT_WIDTH_MM - 30) / 2)
_QR_MM = 29  # with its quiet zone; the symbol itself is then 21 mm wide


def letters_docx(letters: Sequence[Letter]) -> bytes:
    """All `letters` in one document, each beginning on its own page. ValueError for none."""
    if not letters:
        raise ValueError("no letters to write")
    document = new_document(title=letters[0].subject_line, size=11, page_numbers=False)
    for letter in map(_without_mark, letters):
        first = len(document.paragraphs)
        _add_letter(document, letter)
        if first:
            document.paragraphs[first].paragraph_format.page_break_before = True
        if letter.reply:
            _add_slip(document, letter, letter.reply)
    return document_bytes(document)


def _without_mark(letter: Letter) -> Letter:
    """A file that flows has no lower right corner for the mark of the reply page."""
    if letter.reply is None or not letter.reply.page:
        return letter
    return replace(letter, reply=replace(letter.reply, page=""))


def letter_docx(letter: Letter) -> bytes:
    """One letter as a document."""
    return letters_docx([letter])


def _add_letter(document: WordDocument, letter: Letter) -> None:
    if letter.sample:
        add_line(document, "見本", align=CENTER, size=22, bold=True)
    for line in (letter.document_number, wareki(letter.issued_on)):
        if line:
            add_line(document, line, align=RIGHT)
    for line in _address_lines(letter.addressee):
        add_line(document, line)
    for sender in letter.senders:
        person = "　".join(part for part in (sender.title, sender.name) if part)
        add_line(document, "\n".join(filter(None, (sender.organization, person))), align=RIGHT)
    add_line(document, letter.subject_line, align=CENTER, size=14, bold=True)
    greeting, purpose = letter.paragraphs
    add_line(document, greeting)
    add_line(document, "　" + purpose)
    add_line(document, "敬具", align=RIGHT)
    add_line(document, "記", align=CENTER)
    if letter.changed:
        rows = [(change.label, change.before, change.after) for change in letter.changed]
        add_table(
            document, rows, widths_mm=_CHANGED_MM, header=("", "前のご案内", "今回のお知らせ")
        )
    for number, (label, lines) in enumerate(letter.particulars, start=1):
        paragraph = add_line(document, "", indent_mm=_LABEL_MM)
        paragraph.paragraph_format.first_line_indent = Mm(-_LABEL_MM)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(_LABEL_MM))
        add_run(paragraph, f"{number} {label}", bold=True)
        paragraph.add_run("\t")
        add_run(paragraph, "\n".join(lines))
    add_line(document, "以上", align=RIGHT)


def _address_lines(to: Addressee) -> list[str]:
    postal_code = f"〒{to.postal_code.removeprefix('〒')}" if to.postal_code else ""
    lines = (postal_code, to.address, to.organization_line, to.person_line)
    return [line for line in lines if line]


def _add_slip(document: WordDocument, letter: Letter, reply: ReplySlip) -> None:
    cut = add_line(document, "- - - - - - - - - -　切り取り線　- - - - - - - - - -", align=CENTER)
    cut.paragraph_format.keep_with_next = True
    head = add_line(document, "出欠返信票", size=16, bold=True)
    if reply.list_number is not None:
        add_run(head, f"　返信番号 {reply.list_number}", size=16, bold=True)
    add_run(head, f"　返信コード {reply.code}", bold=True)
    add_line(document, f"{letter.meeting.name}　{letter.meeting.short_day} {letter.meeting.hours}")
    sent_to = document.add_paragraph()
    if letter.contact.fax:
        add_run(sent_to, f"FAX {letter.contact.fax}　", size=18, bold=True)
    if letter.reply_due:
        add_run(sent_to, f"{short_date(letter.reply_due)} まで　", bold=True)
    add_run(sent_to, "黒のペンでご記入ください")
    who = "　".join(filter(None, (reply.organization, reply.title, reply.name)))
    choice = "□ 出席　　□ 欠席"
    if letter.substitute_allowed:
        choice += "　　□ 代理出席（職　　　　　　　氏名　　　　　　　　　）"
    rows = [
        ("お名前", who),
        ("出欠", choice),
        ("付き添い・随行", "　　　　人　　連絡先の電話"),
        ("必要な配慮", "□ 車いす　□ 筆談　□ 送迎　その他（　　　　　　　　　　）"),
        ("困りごと", "当日話したい困りごと（ほかの方のお名前や住所は書かないでください）\n\n"),
    ]
    add_table(document, rows, widths_mm=(34, TEXT_WIDTH_MM - 34), head_column=True)
    _add_code(document, reply.code)


def _add_code(document: WordDocument, code: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = RIGHT
    paragraph.paragraph_format.space_before = Pt(4)
    paragraph.add_run().add_picture(io.BytesIO(qr_png(code)), width=Mm(_QR_MM))
