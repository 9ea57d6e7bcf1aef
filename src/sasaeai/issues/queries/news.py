"""News between bodies: who may hand it to whom, and what has been handed."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from sasaeai.issues.access import visible_passed_on
from sasaeai.issues.enums import PassedOnState
from sasaeai.issues.models import PassedOn
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Body, Meeting, Recognition
from sasaeai.people.models import District


def sister_bodies(body: Body, *, on: date) -> list[Body]:
    """Bodies that hear each other's news: tied by a recognition (みなし) that runs on a day,
    or one preparing the other (幹事会). One query.
    """
    running = Recognition.objects.current().filter(
        Q(until__isnull=True) | Q(until__gte=on),
        municipality_id=body.municipality_id,
        since__lte=on,
    )
    sisters = Body.objects.filter(
        Q(pk__in=running.filter(counts_for=body).values("body_id"))
        | Q(pk__in=running.filter(body=body).values("counts_for_id"))
        | Q(pk=body.prepares_id)
        | Q(prepares=body),
        Q(ended_on__isnull=True) | Q(ended_on__gt=on),
        municipality_id=body.municipality_id,
    ).exclude(pk=body.pk)
    return list(sisters.select_related("district"))


def get_visible_passed_on(passed_on_id: UUID, *, viewer: Viewer) -> PassedOn:
    """News to a body the viewer may read; NotFound for strangers."""
    news = (
        visible_passed_on(viewer)
        .filter(pk=passed_on_id)
        .select_related("item__meeting__body__district", "to_body__district", "taken_as")
        .first()
    )
    if news is None:
        raise NotFound(_("この申し送りは見つかりません。"))
    return news


def news_from(meeting: Meeting) -> dict[UUID, list[PassedOn]]:
    """What a meeting passed on, by its items. One query."""
    rows = (
        PassedOn.objects.current()
        .filter(municipality_id=meeting.municipality_id, item__meeting=meeting)
        .select_related("to_body", "taken_as")
        .order_by("created_at")
    )
    by_item: dict[UUID, list[PassedOn]] = defaultdict(list)
    for news in rows:
        by_item[news.item_id].append(news)
    return by_item


def waiting_news(viewer: Viewer, *, district: District | None = None) -> list[PassedOn]:
    """News that bodies of the viewer's districts have received and no agenda has taken. One query."""
    rows = visible_passed_on(viewer).filter(state=PassedOnState.PROPOSED, item__removed_at=None)
    if district is not None:
        rows = rows.filter(to_body__district=district)
    return list(
        rows.select_related("item__meeting__body", "to_body__district").order_by("created_at")
    )
