"""How many people were in the room: one rule for every list and total."""

from __future__ import annotations

from django.db import models
from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from sasaeai.meetings.enums import COUNTED
from sasaeai.meetings.models import Meeting, Presence


def with_attendance(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Adds `attendance`: people present with their companions, else the head-count of a report.

    None when neither is known.
    """
    present = (
        Presence.objects.filter(
            municipality_id=OuterRef("municipality_id"),
            meeting_id=OuterRef("pk"),
            status__in=COUNTED,
            removed_at__isnull=True,
        )
        .order_by()
        .values("meeting_id")
        .annotate(people=Count("pk") + Sum("companions"))
        .values("people")
    )
    counted = Coalesce(Subquery(present), F("reported_count"), output_field=models.IntegerField())
    return meetings.annotate(attendance=counted)
