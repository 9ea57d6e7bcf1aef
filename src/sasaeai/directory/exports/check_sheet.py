"""相談先の確認票: once a year each operator is asked whether what we tell people is still right.

A sheet for each operator, with what stands in the list and three boxes beside each service. It comes
back by FAX, post or hand; where the site is served over https a QR code leads to the same questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.conf import settings

from sasaeai.directory.queries import SheetOfCheck, check_link
from sasaeai.kernel.errors import NotNow
from sasaeai.kernel.wareki import long_date, wareki
from sasaeai.paper.files import DOCX, PDF, Paper, make_paper
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.qr import qr_svg
from sasaeai.paper.word import RIGHT, add_line, add_table, document_bytes, new_document

_TEMPLATE = Path(__file__).with_name("check_sheet.typ")
_ASK = (
    "いつもお世話になっております。地域の方にご案内している相談先の内容が、いまも合っているか、"
    "確かめさせてください。下の内容のそれぞれについて、□に✓を付け、変わったところは赤などで"
    "書き直してください。"
)
_MORE = "ほかにも載せたい相談先があれば、名称・だれのためか・日時・電話を書いてください。"
_USE = "書いていただいたことは、相談先の一覧を正しくするためだけに使います。"
_FACTS = (
    ("だれのため", "for_whom"),
    ("内容", "description"),
    ("申し込み方", "how_to_apply"),
    ("費用", "fee"),
    ("曜日・時間", "hours"),
    ("場所", "place"),
    ("電話", "tel"),
    ("FAX", "fax"),
    ("定員・空き", "capacity"),
)


def check_sheets_paper(sheets: Sequence[SheetOfCheck], *, printed_on: date, ext: str) -> Paper:
    """Sheets for operators as "pdf" or "docx". NotNow when there is none to print."""
    asked = [sheet for sheet in sheets if sheet.services]
    if not asked:
        raise NotNow("印刷する確認票がありません。先に、確かめる相手を選んでください。")
    kind, write = (DOCX, _docx) if ext == "docx" else (PDF, _pdf)
    return make_paper(
        "相談先の確認票",
        asked[0].name if len(asked) == 1 else "",
        f"{printed_on:%Y%m%d}",
        content_type=kind,
        content=write(asked, printed_on),
    )


def _pdf(sheets: Sequence[SheetOfCheck], printed_on: date) -> bytes:
    data = {
        "ask": _ASK,
        "use": _USE,
        "more": _MORE,
        "issued": wareki(printed_on),
        "sheets": [_words(sheet) for sheet in sheets],
    }
    return render_pdf(_TEMPLATE, data, dated=printed_on)


def _words(sheet: SheetOfCheck) -> dict[str, object]:
    link = check_link(sheet.check) if settings.SERVED_OVER_HTTPS else ""
    return {
        "to": sheet.name,
        "code": sheet.check.code,
        "from": sheet.check.contact_name,
        "tel": sheet.check.contact_tel,
        "fax": sheet.check.contact_fax,
        "due": long_date(sheet.check.answer_by) if sheet.check.answer_by else "",
        "qr": qr_svg(link) if link else "",
        "services": [
            {"name": service.name, "facts": [[label, text] for label, text in _facts(service)]}
            for service in sheet.services
        ],
    }


def _facts(service: object) -> list[tuple[str, str]]:
    """What stands in the list; an empty line is asked for too, for it may have become known."""
    return [(label, getattr(service, name)) for label, name in _FACTS]


def _docx(sheets: Sequence[SheetOfCheck], printed_on: date) -> bytes:
    document = new_document(title="相談先の確認票")
    for place, sheet in enumerate(sheets):
        if place:
            document.add_page_break()
        add_line(document, f"{sheet.name} 御中", size=14)
        add_line(document, wareki(printed_on), align=RIGHT)
        add_line(document, sheet.check.contact_name, align=RIGHT)
        add_line(document, "相談先の内容の確認のお願い", style="Title")
        add_line(document, _ASK)
        if sheet.check.answer_by:
            due = f"お手数ですが、{long_date(sheet.check.answer_by)}までにお返しください。"
            add_line(document, due, bold=True)
        for service in sheet.services:
            add_line(document, service.name, style="Heading 1")
            add_line(document, "□ 変わりない　　□ 直すところがある　　□ やめた", size=14, bold=True)
            add_table(document, _facts(service), widths_mm=(36, 134), head_column=True)
        add_line(document, _MORE)
        add_table(document, [("",)], widths_mm=(170,), row_height_mm=20)
        add_line(document, "")
        add_table(document, _back(sheet), widths_mm=(50, 120), head_column=True)
        add_line(document, _USE)
    return document_bytes(document)


def _back(sheet: SheetOfCheck) -> list[tuple[str, str]]:
    rows = [("返信コード", sheet.check.code), ("答えた方（団体名・役職）", "")]
    check = sheet.check
    rows += [("お返し先FAX", check.contact_fax)] if check.contact_fax else []
    rows += [("電話", check.contact_tel)] if check.contact_tel else []
    return rows
