"""誓約書: the pledge of secrecy of members whom no law binds (L-06). One A4 sheet for each person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from docx.enum.text import WD_BREAK

from sasaeai.kernel.wareki import long_date
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries.pledges import PledgeLine, host_name
from sasaeai.paper.files import DOCX, PDF, Paper, make_paper
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.word import CENTER, RIGHT, add_line, document_bytes, new_document

_TEMPLATE = Path(__file__).with_name("pledge.typ")
_TITLE = "誓約書"
_PROMISES = tuple(
    """\
会議で知った個人や世帯に関することは、地域の支え合いについて話し合うためだけに使い、ほかの目的には使いません。
会議で知った個人や世帯に関することを、正当な理由なく、家族や所属する団体の人を含め、ほかの人に話しません。\
文書・写真・SNSなどにも載せません。
渡された資料は、ほかの人の目に触れないように扱い、求められたときは返します。写しを取りません。
この約束は、任期が終わったあとも、会議を離れたあとも守ります。
約束を守れなかったとき、または資料をなくしたときは、すぐに主催者へ知らせます。""".splitlines()
)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs; all empty on a sheet to be filled in by hand. term: 「令和7年4月1日から」."""

    organization: str = ""
    title: str = ""
    name: str = ""
    term: str = ""


@dataclass(frozen=True, slots=True)
class PledgeSheets:
    """The sheets of one print. host: to whom the pledge is given; body: the meetings it is about."""

    host: str
    body: str
    signers: tuple[Signer, ...]
    printed_on: date

    @property
    def lead(self) -> str:
        return (
            f"私は、{self.body}に参加するにあたり、会議で知ったことの取扱いについて、"
            "次のとおり約束します。"
        )

    @property
    def promises(self) -> tuple[str, ...]:
        return _PROMISES

    @property
    def purpose(self) -> str:
        """What the signed sheet is used for (個人情報保護法17・18条)."""
        return (
            "この誓約書は、会議に参加する方の守秘の確認のためだけに使い、主催者が保管します。"
            "任期ごとに一度、お願いしています。"
        )


def pledge_sheets(
    meeting: Meeting, lines: Sequence[PledgeLine], *, printed_on: date
) -> PledgeSheets:
    """A sheet for each line, or one without a name for no lines at all."""
    return PledgeSheets(
        host=host_name(meeting.body),
        body=meeting.body.name,
        signers=tuple(_signer(line) for line in lines) or (Signer(),),
        printed_on=printed_on,
    )


def pledge_paper(
    meeting: Meeting, lines: Sequence[PledgeLine], *, ext: str, printed_on: date
) -> Paper:
    """The sheets as `pdf` or `docx`."""
    sheets = pledge_sheets(meeting, lines, printed_on=printed_on)
    content = pledge_pdf(sheets) if ext == "pdf" else pledge_docx(sheets)
    kind = PDF if ext == "pdf" else DOCX
    return make_paper(_TITLE, meeting.body.name, content_type=kind, content=content)


def pledge_pdf(sheets: PledgeSheets) -> bytes:
    """The sheets as PDF."""
    return render_pdf(_TEMPLATE, _words(sheets), dated=sheets.printed_on)


def pledge_docx(sheets: PledgeSheets) -> bytes:
    """The sheets as DOCX, each on a page of its own."""
    document = new_document(title=_TITLE, page_numbers=False)
    for place, signer in enumerate(sheets.signers):
        if place:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        add_line(document, _TITLE, align=CENTER, style="Title")
        add_line(document, f"{sheets.host}　様")
        add_line(document, sheets.lead)
        for number, promise in enumerate(sheets.promises, start=1):
            add_line(document, f"{number}　{promise}")
        add_line(document, "\n令和　　年　　月　　日", align=RIGHT)
        for label, value in _facts(signer):
            add_line(document, f"{label}　{value}")
        add_line(document, "氏名（署名）　＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿")
        add_line(document, sheets.purpose, size=10)
    return document_bytes(document)


def _signer(line: PledgeLine) -> Signer:
    call = line.expected
    term = line.term
    return Signer(
        organization=call.organization_name,
        title=call.post_title,
        name=term.person.name if term else call.person_name,
        term=f"{long_date(term.since)}から" if term else "",
    )


def _facts(signer: Signer) -> tuple[tuple[str, str], ...]:
    return (
        ("団体名", signer.organization),
        ("役職　", signer.title),
        ("任期　", signer.term),
        ("お名前", signer.name),
    )


def _words(sheets: PledgeSheets) -> dict[str, Any]:
    return {
        "title": _TITLE,
        "host": f"{sheets.host}　様",
        "lead": sheets.lead,
        "promises": sheets.promises,
        "purpose": sheets.purpose,
        "signers": [
            {
                "organization": signer.organization,
                "title": signer.title,
                "term": signer.term,
                "name": signer.name,
            }
            for signer in sheets.signers
        ],
    }
