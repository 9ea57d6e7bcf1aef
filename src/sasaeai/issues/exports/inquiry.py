"""A question to the city on paper (照会書): one A4 page with room for the answer below.

Laid out as letters between a council of social welfare and city hall customarily are: day, to whom,
from whom, the matter, 記, and a form for the answer that comes back by FAX or hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sasaeai.issues.exports.sender import Sender, sender_of
from sasaeai.issues.models import Escalation
from sasaeai.kernel.wareki import long_date, wareki
from sasaeai.paper.files import DOCX, PDF, Paper, make_paper
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.word import (
    CENTER,
    RIGHT,
    add_line,
    add_table,
    document_bytes,
    new_document,
)

_TEMPLATE = Path(__file__).with_name("inquiry.typ")
_WIDTHS = (38, 132)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What is printed. facts: what is known of the issue, as label and words; answer: "" until told.

    issued: 「令和8年11月23日」; due: "" where no day was named.
    """

    title: str
    issued: str
    to: str
    sender: Sender
    by_name: str
    question: str
    facts: tuple[tuple[str, str], ...]
    due: str = ""
    answer: str = ""
    answered: str = ""


def inquiry_of(asked: Escalation) -> Inquiry:
    """Fill the paper from a question. Two queries."""
    issue = asked.issue
    facts = (
        ("地区", issue.district.name),
        ("課題", issue.title),
        ("場所", issue.area),
        ("困っている人", issue.troubled),
        ("困っている世帯", f"およそ{issue.households}世帯" if issue.households else ""),
        ("起きていること", issue.description),
        ("住民ができること", issue.residents_part),
        ("支援機関ができること", issue.agencies_part),
    )
    answered = ""
    if asked.answered_on is not None:
        answered = f"{wareki(asked.answered_on)}　{asked.answered_by}"
    return Inquiry(
        title=f"「{issue.title}」について（照会）",
        issued=wareki(asked.asked_on),
        to=asked.asked,
        sender=sender_of(issue.district),
        by_name=asked.by_name,
        question=asked.question,
        facts=tuple((label, words) for label, words in facts if words),
        due=long_date(asked.answer_by) if asked.answer_by else "",
        answer=asked.answer,
        answered=answered,
    )


def inquiry_paper(asked: Escalation, *, ext: str, printed_on: date) -> Paper:
    """The question as "pdf" or "docx"."""
    inquiry = inquiry_of(asked)
    is_pdf = ext == "pdf"
    return make_paper(
        "照会書",
        asked.issue.title,
        f"{asked.asked_on:%Y%m%d}",
        content_type=PDF if is_pdf else DOCX,
        content=inquiry_pdf(inquiry, dated=printed_on) if is_pdf else inquiry_docx(inquiry),
    )


def inquiry_pdf(inquiry: Inquiry, *, dated: date) -> bytes:
    """Raises MissingGlyph for a character that no font has."""
    return render_pdf(_TEMPLATE, _words(inquiry), dated=dated)


def inquiry_docx(inquiry: Inquiry) -> bytes:
    """The same for Word."""
    document = new_document(title=inquiry.title, size=11.5)
    add_line(document, inquiry.issued, align=RIGHT)
    add_line(document, f"{inquiry.to}　御中", size=13)
    for line in (*inquiry.sender.lines(), f"担当：{inquiry.by_name}"):
        add_line(document, line, align=RIGHT)
    add_line(document, inquiry.title, align=CENTER, size=15, bold=True)
    add_line(document, _greeting(inquiry))
    add_line(document, "記", align=CENTER)
    add_line(document, "おたずねすること", style="Heading 1")
    add_line(document, inquiry.question)
    add_table(document, inquiry.facts, widths_mm=_WIDTHS, head_column=True)
    add_line(document, "返答", style="Heading 1")
    add_table(
        document,
        [
            ("返答", inquiry.answer or "\n\n\n\n\n\n"),
            ("返答した日・部署", inquiry.answered or "\n"),
        ],
        widths_mm=_WIDTHS,
        head_column=True,
    )
    return document_bytes(document)


def _greeting(inquiry: Inquiry) -> str:
    asking = "　地域の支え合いの会議で話し合っている課題について、次のとおりおたずねします。"
    if not inquiry.due:
        return f"{asking}お手数ですが、下の欄か別紙でご返答ください。"
    return f"{asking}お手数ですが、{inquiry.due}までに、下の欄か別紙でご返答ください。"


def _words(inquiry: Inquiry) -> dict[str, object]:
    return {
        "title": inquiry.title,
        "issued": inquiry.issued,
        "to": inquiry.to,
        "sender": [*inquiry.sender.lines(), f"担当：{inquiry.by_name}"],
        "greeting": _greeting(inquiry),
        "question": inquiry.question,
        "facts": [list(fact) for fact in inquiry.facts],
        "answer": inquiry.answer,
        "answered": inquiry.answered,
    }
