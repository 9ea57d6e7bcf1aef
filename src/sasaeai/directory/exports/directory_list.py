"""相談先一覧: what a district can lead people to, in large type, by kind of trouble.

Only what is public and still offered; each entry says when it was checked, so that an old sheet on a
wall is recognised as old.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sasaeai.directory.enums import Season
from sasaeai.directory.models import Service
from sasaeai.directory.queries import in_order_of_kinds, operator_of
from sasaeai.kernel.wareki import wareki
from sasaeai.paper.files import DOCX, PDF, XLSX, Paper, make_paper
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.sheet import Sheet, sheet_bytes
from sasaeai.paper.word import add_line, add_table, document_bytes, new_document

_TEMPLATE = Path(__file__).with_name("directory_list.typ")
_NOTE = "日時や料金は変わることがあります。行く前に、電話で確かめてください。"
_SEASONS = {Season.WINTER: "冬だけ", Season.SUMMER: "夏だけ"}


@dataclass(frozen=True, slots=True)
class ListedService:
    """One entry as printed. facts: label and text, only what is known."""

    name: str
    kana: str
    operator: str
    tel: str
    facts: tuple[tuple[str, str], ...]
    checked: str


@dataclass(frozen=True, slots=True)
class DirectoryList:
    """The list of one place. groups: kind of trouble and its entries."""

    place: str
    groups: tuple[tuple[str, tuple[ListedService, ...]], ...]
    printed_on: date

    @property
    def title(self) -> str:
        return f"{self.place} 相談先一覧"

    @property
    def count(self) -> int:
        return sum(len(entries) for _kind, entries in self.groups)


def directory_list(place: str, services: Iterable[Service], *, printed_on: date) -> DirectoryList:
    """The list of `services`, Japanese whatever the page's language is."""
    groups = tuple(
        (KINDS[kind.value], tuple(_entry(service) for service in of))
        for kind, of in in_order_of_kinds(services)
    )
    return DirectoryList(place, groups, printed_on)


def directory_list_paper(
    place: str, services: Iterable[Service], *, printed_on: date, ext: str
) -> Paper:
    """相談先一覧 as "pdf", "docx" or "xlsx"."""
    listed = directory_list(place, services, printed_on=printed_on)
    kind, write = {"docx": (DOCX, _docx), "xlsx": (XLSX, _xlsx)}.get(ext, (PDF, _pdf))
    return make_paper(
        "相談先一覧", place, f"{printed_on:%Y%m%d}", content_type=kind, content=write(listed)
    )


def _entry(service: Service) -> ListedService:
    districts = [row.district.name for row in service.coverage.all()]
    facts = (
        ("だれのため", service.for_whom),
        ("内容", service.description),
        ("申し込み", service.how_to_apply),
        ("費用", service.fee),
        ("曜日・時間", service.hours),
        ("場所", service.place),
        ("FAX", service.fax),
        ("対象", "・".join(part for part in ("、".join(districts), service.area) if part)),
        ("季節", _SEASONS.get(Season(service.season), "")),
        ("定員", service.capacity),
    )
    operator = operator_of(service)
    return ListedService(
        name=service.name,
        kana=service.kana,
        operator=operator if operator != service.name else "",
        tel=service.tel,
        facts=tuple((label, text) for label, text in facts if text),
        checked=f"{wareki(service.verified_on)}に確認" if service.verified_on else "未確認",
    )


def _pdf(listed: DirectoryList) -> bytes:
    data = {
        "title": listed.title,
        "count": f"{listed.count}件",
        "printed": f"{wareki(listed.printed_on)}現在",
        "note": _NOTE,
        "groups": [
            {"kind": kind, "entries": [_words(entry) for entry in entries]}
            for kind, entries in listed.groups
        ],
    }
    return render_pdf(_TEMPLATE, data, dated=listed.printed_on)


def _words(entry: ListedService) -> dict[str, object]:
    return {
        "name": entry.name,
        "kana": entry.kana,
        "operator": entry.operator,
        "tel": entry.tel,
        "facts": [list(fact) for fact in entry.facts],
        "checked": entry.checked,
    }


def _docx(listed: DirectoryList) -> bytes:
    document = new_document(title=listed.title, size=14)
    add_line(document, listed.title, style="Title")
    add_line(document, f"{wareki(listed.printed_on)}現在　{listed.count}件")
    add_line(document, _NOTE)
    for kind, entries in listed.groups:
        add_line(document, kind, style="Heading 1", size=18)
        for entry in entries:
            add_line(document, entry.name, style="Heading 2", size=16)
            rows = [("電話", entry.tel or "—"), ("運営", entry.operator), *entry.facts]
            shown = [row for row in rows if row[1]]
            add_table(document, [*shown, ("確認", entry.checked)], widths_mm=(38, 132))
    return document_bytes(document)


def _xlsx(listed: DirectoryList) -> bytes:
    labels = ("だれのため", "内容", "申し込み", "費用", "曜日・時間", "場所", "FAX", "対象")
    rows = []
    for kind, entries in listed.groups:
        for entry in entries:
            facts = dict(entry.facts)
            told = [facts.get(label, "") for label in labels]
            rows.append((kind, entry.name, entry.operator, entry.tel, *told, entry.checked))
    return sheet_bytes(
        Sheet(
            name="相談先一覧",
            lines=(listed.title, f"{wareki(listed.printed_on)}現在　{listed.count}件", _NOTE),
            headers=("種類", "名称", "運営", "電話", *labels, "確認"),
            widths=(16, 26, 22, 16, 20, 34, 22, 16, 20, 24, 16, 18, 22),
            rows=rows,
            row_height=60,
        )
    )


KINDS = {
    "consultation": "相談窓口", "gathering": "通いの場・居場所", "watching": "見守り",
    "meals": "配食・買物", "transport": "移動・送迎", "snow": "除雪・雪かき", "rubbish": "ごみ",
    "household": "家事・ちょっとした困りごと", "care": "介護・健康", "children": "子育て",
    "disability": "障がい", "money": "お金・権利を守る", "disaster": "防災",
    "volunteer": "ボランティア", "place": "会場・施設", "other": "その他",
}  # fmt: skip
"""As printed, whatever the page's language is."""
