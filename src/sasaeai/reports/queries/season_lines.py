"""きょう: 「今年の冬も困っていますか」, one line a district while the season asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sasaeai.directory.enums import Season
from sasaeai.issues.models import Issue
from sasaeai.reports.queries.lines import LineKind, TodayLine, WaitingAt
from sasaeai.reports.queries.progress import StepState


def season_lines(asked: Iterable[Issue]) -> Iterable[TodayLine]:
    """asked: issues of one season with their district."""
    by_district: dict[UUID, list[Issue]] = defaultdict(list)
    for issue in asked:
        by_district[issue.district_id].append(issue)
    for rows in by_district.values():
        winter = rows[0].season == Season.WINTER
        yield TodayLine(
            kind=LineKind.WAITING,
            district=rows[0].district,
            what=_("今年の冬も困っていますか") if winter else _("今年の夏も困っていますか"),
            why=ngettext(
                "「%(title)s」など、前に取り上げた課題%(n)d件について、今年のようすを聞きます。",
                "「%(title)s」など、前に取り上げた課題%(n)d件について、今年のようすを聞きます。",
                len(rows),
            )
            % {"title": rows[0].title[:40], "n": len(rows)},
            state=StepState.NOW,
            due_on=None,
            button=_("今年のようすを答える"),
            waiting_at=WaitingAt.SEASON,
            target=rows[0].district_id,
        )
