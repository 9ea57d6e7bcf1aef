"""きょう: what came from the hall and waits for somebody, one line a meeting."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sasaeai.hall.enums import CardState
from sasaeai.hall.models import Card
from sasaeai.kernel import display
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import readable_meetings
from sasaeai.reports.queries.leading import first_of_each
from sasaeai.reports.queries.lines import TodayLine, WaitingAt, waiting_line


def cards_to_settle(viewer: Viewer, district_ids: Collection[UUID]) -> QuerySet[Card]:
    """Cards of the districts' meetings that wait for a choice, or for their place in the record."""
    meetings = readable_meetings(viewer).filter(body__district_id__in=district_ids)
    return (
        Card.objects.filter(
            municipality_id=viewer.municipality_id, meeting__in=meetings.values("pk")
        )
        .exclude(state=CardState.APPLIED)
        .select_related("meeting__body__district")
        .order_by("meeting__starts_at", "created_at")
    )


def hall_lines(waiting: QuerySet[Card]) -> Iterable[TodayLine]:
    """One line a meeting, with how many cards of it wait."""
    for card, n in first_of_each(waiting, by="meeting_id"):
        meeting = card.meeting
        yield waiting_line(
            WaitingAt.HALL,
            _("%(body)s（%(day)s）：会場から届いた記録")
            % {"body": meeting.body.name, "day": display.short_date(meeting.held_on)},
            ngettext(
                "どちらの文を残すか、どうやって記録に入れるかを決めるものが%(n)d件あります。",
                "どちらの文を残すか、どうやって記録に入れるかを決めるものが%(n)d件あります。",
                n,
            )
            % {"n": n},
            _("見くらべて決める"),
            district=meeting.body.district,
            meeting=meeting,
        )
