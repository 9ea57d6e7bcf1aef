"""Sealing the record: once a public version is approved, what it came from stays what it was."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotAllowed, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Meeting
from sasaeai.people.access import check_can_run_district


def seal_meeting(*, meeting: Meeting, actor: Viewer) -> Meeting:
    """Close the record of a held meeting for good; a second seal changes nothing."""
    return _set_seal(meeting, actor=actor, is_sealed=True)


def unseal_meeting(*, meeting: Meeting, actor: Viewer) -> Meeting:
    """Let the record be corrected again, because the public version was withdrawn."""
    return _set_seal(meeting, actor=actor, is_sealed=False)


def _set_seal(meeting: Meeting, *, actor: Viewer, is_sealed: bool) -> Meeting:
    _check_can_seal(actor, meeting)
    with transaction.atomic():
        row = Meeting.objects.select_for_update().get(pk=meeting.pk)
        if is_sealed and not row.is_held:
            raise NotNow(
                _(
                    "当日の記録が開き直されているので、公開版を承認できません。"
                    "先に「当日」のページで記録を締めてください。"
                )
            )
        if (row.sealed_at is not None) != is_sealed:
            before = audit.snapshot(row, ["sealed_at"])
            row.sealed_at = clock.now() if is_sealed else None
            row.save(update_fields=["sealed_at"])
            audit.record(
                actor=actor,
                verb="seal" if is_sealed else "unseal",
                obj=row,
                before=before,
                after=audit.snapshot(row, ["sealed_at"]),
            )
        meeting.sealed_at = row.sealed_at
    return meeting


def _check_can_seal(actor: Viewer, meeting: Meeting) -> None:
    """Whoever reads the district may: the second person may be of the city, who runs nothing."""
    district = meeting.body.district
    if actor.municipality_id != district.municipality_id or not actor.may_see(district.id):
        check_can_run_district(actor, district)
        raise NotAllowed(district.name)
