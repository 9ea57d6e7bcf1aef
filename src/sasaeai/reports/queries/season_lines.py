"""きょう: 「今年の冬も困っていますか」, one line a district while the season asks."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sasaeai.directory.enums import Season
from sasaeai.issues.models import Issue
from sasaeai.reports.queries.leading import first_of_each
from sasaeai.reports.queries.lines import LineKind, TodayLine, WaitingAt
from sasaeai.reports.queries.progress import StepState


def season_lines(asked: QuerySet[Issue]) -> Iterable[TodayLine]:
    """asked: issues of one season with their district."""
    for first, n in first_of_each(asked, by="district_id"):
        winter = first.season == Season.WINTER
        yield TodayLine(
            kind=LineKind.WAITING,
            district=first.district,
            what=_("今年の冬も困っていますか") if winter else _("今年の夏も困っていますか"),
            why=ngettext(
                "「%(title)s」など、前に取り上げた課題%(n)d件について、今年のようすを聞きます。",
                "「%(title)s」など、前に取り上げた課題%(n)d件について、今年のようすを聞きます。",
                n,
            )
            % {"title": first.title[:40], "n": n},
            state=StepState.NOW,
            due_on=None,
            button=_("今年のようすを答える"),
            waiting_at=WaitingAt.SEASON,
            target=first.district_id,
        )
