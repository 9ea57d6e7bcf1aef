"""きょう: papers that were given out at a meeting and are not back, one line a meeting (L-22)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import time
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sasaeai.kernel import clock, display
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import readable_meetings
from sasaeai.meetings.models import HandoutCopy
from sasaeai.meetings.queries.handouts import copies_out
from sasaeai.reports.queries.leading import first_of_each
from sasaeai.reports.queries.lines import TodayLine, WaitingAt, waiting_line


def copies_to_collect(viewer: Viewer, district_ids: Collection[UUID]) -> QuerySet[HandoutCopy]:
    """Copies of meetings before today that are still with somebody."""
    meetings = readable_meetings(viewer).filter(
        body__district_id__in=district_ids, starts_at__lt=clock.at(viewer.on, time.min)
    )
    rows = copies_out(meetings, viewer.municipality_id)
    return rows.select_related("handout__meeting__body__district").order_by(
        "handout__meeting__starts_at", "handout__number", "number"
    )


def handout_lines(waiting: QuerySet[HandoutCopy]) -> Iterable[TodayLine]:
    """One line a meeting, with the first copy that is missing."""
    for copy, n in first_of_each(waiting, by="handout__meeting_id"):
        meeting = copy.handout.meeting
        yield waiting_line(
            WaitingAt.HANDOUTS,
            _("%(body)s（%(day)s）：回収していない資料")
            % {"body": meeting.body.name, "day": display.short_date(meeting.held_on)},
            ngettext(
                "資料%(paper)dのNo.%(number)dなど、%(n)d部が返っていません。",
                "資料%(paper)dのNo.%(number)dなど、%(n)d部が返っていません。",
                n,
            )
            % {"paper": copy.handout.number, "number": copy.number, "n": n},
            _("回収表を開く"),
            district=meeting.body.district,
            meeting=meeting,
            overdue=True,
            due_on=meeting.held_on,
        )
