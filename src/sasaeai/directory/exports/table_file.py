"""The directory as CSV, for spreadsheets and other systems."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from sasaeai.directory.exports.directory_list import KINDS
from sasaeai.directory.models import Service
from sasaeai.directory.queries import operator_of

HEADERS = (
    "ID", "種類", "名称", "名称_カナ", "運営", "だれのため", "内容", "申し込み方", "費用",
    "曜日・時間", "場所", "電話番号", "FAX番号", "メール", "URL", "対象の地区", "対象の範囲",
    "定員", "緯度", "経度", "確かめた日", "次に確かめる日",
)  # fmt: skip
_COMMANDS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Of full width too: a spreadsheet set to Japanese reads them alike."""


def services_csv(services: Iterable[Service]) -> bytes:
    """`services` as CSV, UTF-8 with BOM so that Excel reads it.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADERS)
    for service in services:
        writer.writerow([_harmless(cell) for cell in _cells(service)])
    return out.getvalue().encode("utf-8-sig")


def _cells(service: Service) -> list[str]:
    days = (service.verified_on, service.verify_by)
    spot = (service.latitude, service.longitude)
    return [
        str(service.id),
        KINDS[service.kind],
        service.name,
        service.kana,
        operator_of(service),
        service.for_whom,
        service.description,
        service.how_to_apply,
        service.fee,
        service.hours,
        service.place,
        service.tel,
        service.fax,
        service.email,
        service.url,
        ";".join(row.district.name for row in service.coverage.all()),
        service.area,
        service.capacity,
        *("" if degrees is None else str(degrees) for degrees in spot),
        *(day.isoformat() if day else "" for day in days),
    ]


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_COMMANDS) else cell
