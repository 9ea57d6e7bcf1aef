"""Writing the head of the minutes: who was the office, who led, who wrote, who looked on."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import check_not_sealed
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Meeting
from sasaeai.minutes.access import check_can_write

MOST_OBSERVERS = 9_999
_NAMES = ("secretariat", "chair", "recorder")
_LONGEST = 120


def write_head(
    *,
    meeting: Meeting,
    secretariat: str,
    chair: str,
    recorder: str,
    observers: int | None,
    base_version: int,
    actor: Viewer,
) -> Meeting:
    """Write the head of a meeting's minutes; it may be put right until the record is sealed.

    observers: people who looked on (傍聴者), None where nobody counted. Raises StaleEdit when
    somebody changed the meeting since the form was opened.
    """
    check_can_write(actor, meeting)
    values: dict[str, object] = {
        "secretariat": secretariat,
        "chair": chair,
        "recorder": recorder,
        "observers": observers,
    }
    _check(values)
    with transaction.atomic():
        row = Meeting.objects.select_for_update().get(pk=meeting.pk)
        check_not_sealed(row)
        if row.state == MeetingState.CANCELLED:
            raise NotNow(_("この会議は中止になっているので、会議録はありません。"))
        before = audit.snapshot(row, list(values))
        if before == values:
            return row
        check_version(row, base_version, yours=values)
        for name, value in values.items():
            setattr(row, name, value)
        row.version += 1
        row.save(update_fields=[*values, "version"])
        audit.record(
            actor=actor,
            verb="write head",
            obj=row,
            before=before,
            after=audit.snapshot(row, list(values)),
        )
    return row


def _check(values: dict[str, object]) -> None:
    problems = {
        name: _("%(most)s文字までで入力してください。") % {"most": _LONGEST}
        for name in _NAMES
        if len(str(values[name])) > _LONGEST
    }
    observers = values["observers"]
    if isinstance(observers, int) and not 0 <= observers <= MOST_OBSERVERS:
        problems["observers"] = _("傍聴者は0人から%(most)s人までで入力してください。") % {
            "most": MOST_OBSERVERS
        }
    if problems:
        raise InvalidInput(next(iter(problems.values())), problems)
