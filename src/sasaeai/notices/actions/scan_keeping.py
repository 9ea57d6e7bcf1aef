"""Pictures of scanned slips hold handwriting: they go some time after the meeting, the reply stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.viewer import Viewer
from sasaeai.notices.enums import ScanState
from sasaeai.notices.models import SlipCrop, SlipScan
from sasaeai.people.models import Municipality


def erase_old_pictures(*, now: datetime) -> int:
    """Empty the pictures of slips SCAN_KEEP_DAYS after the day of the meeting, held or called off.

    A page of no meeting loses its picture so long after it came, and then wants nobody any more.
    Returns how many; one audit row a municipality and run.
    """
    return sum(_erase_of(town, now) for town in Municipality.objects.all())


def _erase_of(town: Municipality, now: datetime) -> int:
    before = now - timedelta(days=settings.SCAN_KEEP_DAYS)
    with transaction.atomic():
        found = list(
            SlipScan.objects.filter(
                Q(meeting__starts_at__lt=before) | Q(meeting__isnull=True, created_at__lt=before),
                municipality_id=town.id,
                erased_at__isnull=True,
            ).values_list("pk", flat=True)
        )
        if not found:
            return 0
        _empty(town, found, now)
        audit.record(
            actor=Viewer.system(municipality_id=town.id, on=clock.today()),
            verb="erase",
            obj=town,
            after={"slip_pictures": len(found), "before": before},
        )
    return len(found)


def _empty(town: Municipality, ids: list[UUID], now: datetime) -> None:
    scans = SlipScan.objects.filter(municipality_id=town.id, pk__in=ids)
    scans.update(picture=b"", erased_at=now)
    SlipCrop.objects.filter(municipality_id=town.id, scan__in=ids).delete()
    scans.filter(meeting__isnull=True, state=ScanState.WAITING).update(
        state=ScanState.SET_ASIDE, judged_at=F("erased_at")
    )
