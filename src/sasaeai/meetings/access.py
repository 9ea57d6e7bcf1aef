"""Who may see and run bodies and meetings, and what the state of a meeting allows."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotAllowed, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import MeetingState, Regime
from sasaeai.meetings.models import (
    Acknowledgement,
    Body,
    DatePoll,
    DateVoter,
    Expected,
    Meeting,
)
from sasaeai.people.access import (
    can_run_district,
    check_can_keep_person,
    check_can_run_district,
)
from sasaeai.people.models import District, Person, Tenure, TenureQuerySet


class AcknowledgeFirst(NotAllowed):
    """The notice of secrecy stands before what was asked for (L-04); it stands at its meeting."""

    def __init__(self, meeting_id: UUID) -> None:
        super().__init__(
            _("この会議の資料と記録は、守秘についての説明を読み、承知した人だけが見られます。")
        )
        self.meeting_id = meeting_id


def visible_bodies(viewer: Viewer) -> QuerySet[Body]:
    """Bodies of the districts the viewer may read."""
    bodies = Body.objects.filter(municipality_id=viewer.municipality_id)
    return bodies if viewer.sees_city else bodies.filter(district_id__in=viewer.sees)


def visible_meetings(viewer: Viewer) -> QuerySet[Meeting]:
    """Meetings of the districts the viewer may read, and support councils the viewer is called to.

    Nobody else knows that a support council (支援会議) exists (L-03).
    """
    meetings = Meeting.objects.filter(municipality_id=viewer.municipality_id)
    if viewer.is_system:
        return meetings
    mine = Q(regime=Regime.SUPPORT_COUNCIL) & Exists(_own_calls(viewer))
    if viewer.sees_city:
        return meetings.filter(is_told_of() | mine)
    return meetings.filter(mine | is_told_of(), body__district_id__in=viewer.sees)


def readable_meetings(viewer: Viewer) -> QuerySet[Meeting]:
    """Visible meetings whose agenda, papers and record the viewer may read.

    A support council only after the notice of secrecy was acknowledged in a term of today (L-04).
    """
    meetings = visible_meetings(viewer)
    if viewer.is_system:
        return meetings
    return meetings.filter(is_told_of() | Exists(_own_acknowledgements(viewer)))


def is_told_of(meeting: str = "") -> Q:
    """Of meetings, or of rows that reach one by `meeting` ("meeting__"): no support council (L-03).

    What figures, boards, feeds and the papers of other meetings are made of, whoever looks.
    """
    return ~Q(**{f"{meeting}regime": Regime.SUPPORT_COUNCIL})


def of_same_sort(regime: str) -> Q:
    """Meetings that are numbered in a row with those of a regime: support councils apart (L-03)."""
    return ~is_told_of() if regime == Regime.SUPPORT_COUNCIL else is_told_of()


def own_terms(viewer: Viewer) -> TenureQuerySet:
    """The terms that the viewer has today."""
    terms = Tenure.objects.filter(
        municipality_id=viewer.municipality_id, person_id=viewer.person_id
    )
    return terms.on(viewer.on).filter(
        Q(post__ended_on__isnull=True) | Q(post__ended_on__gt=viewer.on)
    )


def _own_calls(viewer: Viewer) -> QuerySet[Expected]:
    return Expected.objects.current().filter(
        municipality_id=viewer.municipality_id,
        meeting=OuterRef("pk"),
        post__in=own_terms(viewer).values("post"),
    )


def _own_acknowledgements(viewer: Viewer) -> QuerySet[Acknowledgement]:
    return Acknowledgement.objects.current().filter(
        municipality_id=viewer.municipality_id,
        meeting=OuterRef("pk"),
        tenure__in=own_terms(viewer).values("pk"),
    )


def check_can_read(viewer: Viewer, meeting: Meeting) -> None:
    """Raise unless the viewer may read the records of the meeting's district."""
    district = meeting.body.district
    if viewer.municipality_id != district.municipality_id or not viewer.may_see(district.id):
        raise NotAllowed(
            _("%(district)sの記録は、その地区の担当者だけが読めます。")
            % {"district": district.name}
        )
    _check_is_called(viewer, meeting)


def check_can_run(viewer: Viewer, meeting: Meeting) -> None:
    """Raise unless the viewer runs the meetings of this meeting's district.

    A support council is run only by those of them who are called to it (L-03) and who have
    acknowledged the secrecy (L-04).
    """
    check_can_run_district(viewer, meeting.body.district)
    _check_is_called(viewer, meeting)


def can_run(viewer: Viewer, meeting: Meeting) -> bool:
    """Whether `check_can_run` would let the viewer pass."""
    return can_run_district(viewer, meeting.body.district) and may_read(viewer, meeting)


def may_read(viewer: Viewer, meeting: Meeting) -> bool:
    """Whether a support council is open to the viewer; every other meeting is, as its district is.

    One query for a support council, none for other meetings.
    """
    if viewer.is_system or not Regime(meeting.regime).is_for_called_only:
        return True
    return readable_meetings(viewer).filter(pk=meeting.pk).exists()


def check_stays_in_room(meeting: Meeting) -> None:
    """Raise when what is said at a meeting may be handed to no other list, body or paper (L-03)."""
    if Regime(meeting.regime).is_for_called_only:
        raise NotNow(
            _(
                "支援会議で出たことは、課題・取組・困りごと・申し送り・サービスの紹介には移せません。"
                "地域の課題として話し合うときは、だれのことか分からない形で、新しく書いてください。"
            )
        )


def _check_is_called(viewer: Viewer, meeting: Meeting) -> None:
    if not may_read(viewer, meeting):
        raise NotAllowed(
            _("この会議は、役職で呼ばれ、守秘を承知した人だけが見られ、進められます。")
        )


def check_preparing(meeting: Meeting) -> None:
    """Raise unless the meeting is still being prepared."""
    check_not_sealed(meeting)
    if meeting.state == MeetingState.CANCELLED:
        raise NotNow(_("この会議は中止になっています。変えるには、先に中止を取り消してください。"))
    if meeting.state == MeetingState.HELD:
        raise NotNow(
            _(
                "この会議の記録は締めてあります。変えるには、先に「締めたのを取り消す」を押してください。"
            )
        )


def check_not_sealed(meeting: Meeting) -> None:
    """Raise when the public version is approved: what went out must stay what it was."""
    if meeting.sealed_at is not None:
        raise NotNow(
            _(
                "公開版が承認されているので、記録は変えられません。"
                "変えるには、先に公開版を取り下げてください。"
            )
        )


def may_take_back(viewer: Viewer, acknowledgement: Acknowledgement) -> bool:
    """Whether it was noted from paper, of somebody else: on the screen it is that person's own word,
    and without one's own nobody could put it back. Whether the viewer runs the meeting is beside it.
    """
    is_own = acknowledgement.tenure.person_id == viewer.person_id
    return acknowledgement.on_paper and not is_own


def check_can_keep_feed(viewer: Viewer, of: Person | Body | District) -> None:
    """Raise unless the viewer may give out the calendar address of somebody or something.

    A person's own is the person's too; a body's and a district's is of those who run it.
    """
    if isinstance(of, Person):
        own = viewer.person_id == of.id and viewer.municipality_id == of.municipality_id
        if not own:
            check_can_keep_person(viewer, of)
        return
    check_can_run_district(viewer, of.district if isinstance(of, Body) else of)


def check_bearer_may_mark(voter: DateVoter, poll: DatePoll) -> None:
    """Raise unless whoever holds the code of a date poll may still answer: until it is decided."""
    if voter.removed_at is not None or poll.removed_at is not None:
        raise NotNow(_("この日程のおたずねは取りやめになりました。お返事はいりません。"))
    if poll.meeting_id is not None:
        raise NotNow(_("日にちはもう決まりました。ご都合がわるいときは、お電話ください。"))
