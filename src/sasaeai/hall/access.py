"""Who may talk for a device, and who may choose between what devices brought."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from sasaeai.hall.models import Carry
from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotAllowed, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import can_run, check_can_run
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import Meeting
from sasaeai.people.enums import StaffRole
from sasaeai.people.models import Tenure


def check_can_carry(viewer: Viewer, meeting: Meeting) -> None:
    """Raise unless the viewer may take the meeting into the hall on a device (L-01, L-27)."""
    check_can_run(viewer, meeting)
    if viewer.account_id is None:
        raise NotAllowed(_("端末に入れるのは、サインインしている人だけができます。"))
    if not goes_onto_devices(meeting):
        raise NotNow(
            _(
                "この会議の個人情報の取扱いでは、端末に入れられません。紙の記録用紙を使ってください。"
            )
        )
    if not meeting.is_planned:
        raise NotNow(
            _(
                "この会議は中止になったか、記録が締めてあります。"
                "端末に入れるには、先に「当日」のページで開き直してください。"
            )
        )


def goes_onto_devices(meeting: Meeting) -> bool:
    """Whether the regime of a meeting, as it is now, lets it onto devices."""
    return Regime(meeting.regime).goes_onto_devices


def check_can_talk(viewer: Viewer, carry: Carry) -> None:
    """Raise unless the viewer carried the meeting out and still runs it.

    What is on the device is not lost by a refusal: it can be handed in as a sealed file.
    """
    check_is_own(viewer, carry)
    if not can_run(viewer, carry.meeting):
        raise NotAllowed(_("この会議を進める役目が終わっています。") + _handed_in())


def check_is_own(viewer: Viewer, carry: Carry) -> None:
    """Raise unless the viewer carried the meeting out, be the term over or not."""
    if viewer.account_id != carry.account_id:
        raise NotAllowed(
            _("この会議を端末に入れたのは%(name)sさんです。その方がサインインしてください。")
            % {"name": carry.account_name}
            + _handed_in()
        )


def _handed_in() -> str:
    return _(
        "端末に残っているものは「封をしたファイル」に保存し、"
        "この会議を進める人が、事務局の「会場の端末」のページから入れられます。"
    )


def last_moment(viewer: Viewer, meeting: Meeting) -> datetime:
    """Until when a device may keep the meeting: some days after it, never beyond the term (L-27)."""
    days = timedelta(days=meeting.municipality.field_days)
    after = meeting.ends_at + days
    ends = list(
        Tenure.objects.filter(municipality_id=viewer.municipality_id, person_id=viewer.person_id)
        .on(viewer.on)
        .exclude(post__role=StaffRole.NONE)
        .values_list("until", flat=True)
    )
    known = [day for day in ends if day is not None]
    if not known or len(known) < len(ends):
        return after
    return min(after, clock.at(max(known) + timedelta(days=1), time.min))
