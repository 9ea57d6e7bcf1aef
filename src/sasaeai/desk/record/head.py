"""The head of the minutes on the page: the rows of the paper under names in the reader's language."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from sasaeai.minutes.exports.rows import minutes_paper
from sasaeai.minutes.queries.records import Record

_LABELS = {
    "会議の名称": _("会議の名称"),
    "位置づけ": _("位置づけ"),
    "日時": _("日時"),
    "会場": _("会場"),
    "事務局": _("事務局"),
    "進行": _("進行"),
    "記録": _("記録"),
    "公開の可否": _("公開の可否"),
    "出席者": _("出席者"),
    "欠席者": _("欠席者"),
    "傍聴者": _("傍聴者"),
    "議題": _("議題"),
    "配布資料": _("配布資料"),
}


def head_rows(record: Record, *, on: date) -> list[tuple[str, str]]:
    """Name and words of each row of the head, as the paper prints them."""
    rows = minutes_paper(record, printed_on=on).head
    return [(str(_LABELS.get(label, label)), words) for label, words in rows]
