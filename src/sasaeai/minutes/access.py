"""Who may see, write and let out the record of a meeting, and what its state allows."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotAllowed, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import can_run, check_can_run, check_not_sealed, readable_meetings
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import Meeting
from sasaeai.minutes.enums import PublicState
from sasaeai.minutes.models import Circular, Minutes, PublicVersion

check_can_write = check_can_run
can_write = can_run


def visible_minutes(viewer: Viewer) -> QuerySet[Minutes]:
    """Minutes of the meetings the viewer may read."""
    return Minutes.objects.filter(
        municipality_id=viewer.municipality_id, meeting__in=readable_meetings(viewer)
    )


def check_held(meeting: Meeting) -> None:
    """Raise unless the day's record is closed: minutes are made from it."""
    if not meeting.is_held:
        raise NotNow(
            _(
                "当日の記録がまだ締められていません。「当日」のページで「記録を締める」を押してください。"
            )
        )


def check_is_draft(minutes: Minutes) -> None:
    """Raise unless the text of the minutes may still change."""
    check_not_sealed(minutes.meeting)
    if minutes.is_approved:
        raise NotNow(
            _("会議録は確定しています。直すには、先に「確定を取り消す」を押してください。")
        )


def check_may_leave_room(meeting: Meeting) -> None:
    """Raise when nothing of a meeting may leave the room: no public version or circular."""
    regime = Regime(meeting.regime)
    if not regime.may_leave_the_room:
        raise NotNow(
            _(
                "「%(regime)s」の記録は、会議の外に出せません。公開版・回覧は作れません。"
                "地域に知らせたいことは、だれのことか分からない形で、公開できる会議で話し合ってください。"
            )
            % {"regime": regime.label}
        )


def check_is_approved(minutes: Minutes) -> None:
    """Raise unless the minutes are approved, of a meeting whose words may leave the room: only such
    minutes may (L-17).
    """
    check_may_leave_room(minutes.meeting)
    if not minutes.is_approved:
        raise NotNow(_("会議録がまだ確定していません。公開版は、会議録を確定すると作れます。"))


def check_can_decide_public(viewer: Viewer, meeting: Meeting) -> None:
    """Raise unless the viewer may approve, send back or withdraw public versions of the district.

    Those who run the district's meetings, and the city and its council who read every district.
    """
    district = meeting.body.district
    same = viewer.municipality_id == district.municipality_id
    if not same or viewer.account_id is None or not viewer.may_see(district.id):
        raise NotAllowed(_who_could(meeting))


def check_can_approve_public(viewer: Viewer, public: PublicVersion) -> None:
    """Raise unless the viewer is a second person: one who wrote nothing in it (L-17)."""
    check_can_decide_public(viewer, public.minutes.meeting)
    if viewer.account_id == public.written_by_id or str(viewer.account_id) in public.writers:
        raise NotAllowed(
            _("公開版は、書いた人とは別の人が承認します。") + _who_could(public.minutes.meeting)
        )


def can_approve_public(viewer: Viewer, public: PublicVersion) -> bool:
    """Whether `check_can_approve_public` would let the viewer pass."""
    try:
        check_can_approve_public(viewer, public)
    except NotAllowed:
        return False
    return True


def check_circular_allowed(public: PublicVersion | None) -> None:
    """Raise unless the public version is approved: a circular says nothing else (L-17)."""
    if public is None or public.state != PublicState.APPROVED:
        raise NotNow(
            _("回覧は、承認された公開版から作ります。先に公開版を作り、承認を受けてください。")
        )
    check_may_leave_room(public.minutes.meeting)


def check_circular_valid(circular: Circular) -> None:
    """Raise when the text this circular was made from has been withdrawn since."""
    if circular.public_version.state != PublicState.APPROVED:
        raise NotNow(
            _(
                "この回覧のもとになった公開版は取り下げられています。新しい公開版から作ってください。"
            )
        )
    check_may_leave_room(circular.public_version.minutes.meeting)


def _who_could(meeting: Meeting) -> str:
    return _(
        "承認できるのは、公開版を書いていない%(district)sの地区社協の役員か、"
        "担当の地域支え合い推進員、または市・市社協の担当者です。"
    ) % {"district": meeting.body.district.name}
