"""きょう: corrections of the directory that wait for a decision, services to be checked again."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sasaeai.directory.models import Correction, Service
from sasaeai.reports.queries.lines import TodayLine, WaitingAt, waiting_line


def correction_lines(waiting: QuerySet[Correction]) -> Iterable[TodayLine]:
    """One line for all that outsiders say should be put right."""
    n, first = waiting.count(), waiting.select_related("service").first()
    what = ngettext("相談先の訂正の申し出が%(n)d件", "相談先の訂正の申し出が%(n)d件", n) % {"n": n}
    why = _("「%(name)s」など。確かめて取り入れるまで、一覧は前のままです。") % {"name": first}
    yield waiting_line(WaitingAt.CORRECTIONS, what, why, _("申し出を確かめる"))


def check_lines(due: QuerySet[Service]) -> Iterable[TodayLine]:
    """One line for all services whose entry was checked too long ago, or never."""
    n, first = due.count(), due.order_by("verify_by", "kana", "name").first()
    what = ngettext("確かめる時期の相談先が%(n)d件", "確かめる時期の相談先が%(n)d件", n) % {"n": n}
    why = _("「%(name)s」など。運営する団体にたずねると、まとめて確かめられます。") % {
        "name": first
    }
    yield waiting_line(WaitingAt.CHECKS, what, why, _("団体に確かめる"))
