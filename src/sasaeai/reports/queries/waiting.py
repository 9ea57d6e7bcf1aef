"""What waits for a person between the steps: copies, calls, scans, a text to approve."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import time, timedelta
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sasaeai.directory.queries import corrections_to_decide, services_to_check
from sasaeai.issues.queries import escalations_for_today, season_questions_of
from sasaeai.issues.queries.answers import owed_now, to_ask_now
from sasaeai.issues.queries.promises import to_remind
from sasaeai.kernel import clock, display
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import is_told_of
from sasaeai.meetings.models import DatePoll, Expected, Meeting
from sasaeai.minutes.access import can_approve_public
from sasaeai.minutes.enums import PublicState
from sasaeai.minutes.models import PublicVersion
from sasaeai.notices.enums import OUT, TROUBLED, DeliveryStatus, NoticeKind, ScanState
from sasaeai.notices.models import Delivery, Notice, Reply, SlipScan
from sasaeai.notices.queries.reminders import DAYS_BEFORE, MOST_DAYS_BEFORE
from sasaeai.people.models import Municipality
from sasaeai.reports.queries.answer_lines import asking_lines, owed_lines, reminder_lines
from sasaeai.reports.queries.directory_lines import check_lines, correction_lines
from sasaeai.reports.queries.escalation_lines import escalation_lines
from sasaeai.reports.queries.hall_lines import cards_to_settle, hall_lines
from sasaeai.reports.queries.handout_lines import copies_to_collect, handout_lines
from sasaeai.reports.queries.lesson_lines import lesson_kinds
from sasaeai.reports.queries.lines import TodayLine, WaitingAt, waiting_line
from sasaeai.reports.queries.pattern_lines import pattern_kinds
from sasaeai.reports.queries.season_lines import season_lines
from sasaeai.reports.queries.trouble_lines import new_troubles, trouble_lines

POLL_AHEAD_DAYS = 2  # before it closes, a date poll is named
_CHANGES = (NoticeKind.CHANGE, NoticeKind.CANCELLATION)
_TAKEN_AT = Coalesce("chosen_at", "created_at")  # of two copies of a notice the later counts


def waiting_lines(
    viewer: Viewer, district_ids: Collection[UUID], meetings: Sequence[Meeting]
) -> list[TodayLine]:
    """Lines of what waits: one query asks what there is at all, and one more for each kind of it.

    meetings: those in preparation in the districts, with body and district.
    """
    kinds = (
        (_copies(viewer, district_ids), _copy_lines),
        (_uninvited(viewer, meetings), lambda rows: _uninvited_lines(rows, meetings)),
        (_scans(viewer, meetings), lambda rows: _scan_lines(rows, meetings)),
        (_publics(viewer, district_ids), lambda rows: _public_lines(rows, viewer)),
        (_polls(viewer, district_ids), lambda rows: _poll_lines(rows, viewer)),
        (new_troubles(viewer, district_ids), trouble_lines),
        (season_questions_of(viewer, district_ids), season_lines),
        (owed_now(viewer, district_ids), owed_lines),
        (to_ask_now(viewer, district_ids), asking_lines),
        (
            escalations_for_today(viewer, district_ids),
            lambda rows: escalation_lines(rows, viewer, district_ids),
        ),
        (to_remind(viewer, district_ids=district_ids), reminder_lines),
        (corrections_to_decide(viewer), correction_lines),
        (services_to_check(viewer), check_lines),
        (copies_to_collect(viewer, district_ids), handout_lines),
        (cards_to_settle(viewer, district_ids), hall_lines),
        *lesson_kinds(viewer, district_ids),
        *pattern_kinds(viewer, district_ids),
    )
    city = Municipality.objects.filter(pk=viewer.municipality_id)
    there = city.values_list(*(Exists(rows.order_by()) for rows, _lines in kinds)).first()
    found = [
        line
        for (rows, lines), is_there in zip(kinds, there or (), strict=False)
        if is_there
        for line in lines(rows)
    ]
    return [*found, *_call_lines(viewer, meetings)]


def _named(meeting: Meeting) -> str:
    """「大野地区地域支え合い会議（12月22日(火)）」."""
    return _("%(body)s（%(day)s）") % {
        "body": meeting.body.name,
        "day": display.short_date(meeting.held_on),
    }


def _copies(viewer: Viewer, district_ids: Collection[UUID]) -> QuerySet[Delivery]:
    """Copies that did not arrive, letters that were printed only, news of a change still untold.

    Of each reader only the newest: what went another way since, or is told anew by the notice of
    a change, is no longer to be done. A way chosen after a copy came back is to be gone, too.
    """
    standing = Delivery.objects.exclude(status=DeliveryStatus.CANCELLED).filter(
        municipality_id=OuterRef("municipality_id"), expected_id=OuterRef("expected_id")
    )
    same = standing.annotate(taken_at=_TAKEN_AT).filter(notice_id=OuterRef("notice_id"))
    told_anew = standing.filter(
        notice__kind__in=_CHANGES,
        notice__approved_at__isnull=False,
        notice__created_at__gt=OuterRef("notice__created_at"),
    )
    came_back = Exists(same.filter(status__in=TROUBLED))
    untold = Q(status=DeliveryStatus.DRAFTED) & (Q(notice__kind__in=_CHANGES) | came_back)
    return (
        Delivery.objects.annotate(taken_at=_TAKEN_AT)
        .filter(
            Q(status__in=[*TROUBLED, DeliveryStatus.PRINTED]) | untold,
            is_told_of("notice__meeting__"),
            ~Exists(same.filter(taken_at__gt=OuterRef("taken_at"))),
            ~Exists(told_anew),
            municipality_id=viewer.municipality_id,
            notice__approved_at__isnull=False,
            notice__meeting__body__district_id__in=district_ids,
            notice__meeting__starts_at__gte=clock.at(viewer.on, time.min),
            notice__meeting__held_at__isnull=True,
            expected__removed_at__isnull=True,
        )
        .select_related("notice__meeting__body__district")
        .order_by("created_at")
    )


def _copy_lines(copies: Iterable[Delivery]) -> Iterable[TodayLine]:
    found: dict[UUID, list[Delivery]] = defaultdict(list)
    for copy in copies:
        found[copy.notice_id].append(copy)
    for rows in found.values():
        yield _copies_line(rows)


def _copies_line(rows: Sequence[Delivery]) -> TodayLine:
    """One line a notice; what did not arrive is said before what did not leave."""
    notice = rows[0].notice
    lost = sum(row.status in TROUBLED for row in rows)
    untold = sum(row.status == DeliveryStatus.DRAFTED for row in rows)
    counts = {"lost": lost, "n": untold or len(rows), "kind": notice.get_kind_display()}
    if lost:
        why = ngettext(
            "「%(kind)s」のうち%(lost)d通が届いていません。ほかの方法で知らせてください。",
            "「%(kind)s」のうち%(lost)d通が届いていません。ほかの方法で知らせてください。",
            lost,
        )
    elif untold:
        why = _("「%(kind)s」を、まだ%(n)d人に知らせていません。")
    else:
        why = _("印刷した「%(kind)s」が%(n)d通あります。届けたら、届けたと記録してください。")
    return waiting_line(
        WaitingAt.COPIES,
        _("%(meeting)s：届いていないお知らせ") % {"meeting": _named(notice.meeting)}
        if lost
        else _("%(meeting)s：知らせている途中") % {"meeting": _named(notice.meeting)},
        why % counts,
        _("送り方の一覧を開く"),
        district=notice.meeting.body.district,
        due_on=notice.meeting.held_on,
        meeting=notice.meeting,
        target=notice.id,
    )


def _uninvited(viewer: Viewer, meetings: Sequence[Meeting]) -> QuerySet[Expected]:
    """Silent people for whom nothing left yet, of meetings to which others are invited already.

    Called later, left in draft by a move, or put back when the sending stopped: the step of the
    invitation is done by then and would not name them.
    """
    of_meeting = Delivery.objects.filter(
        municipality_id=OuterRef("municipality_id"), notice__meeting_id=OuterRef("meeting_id")
    )
    own = Q(expected_id=OuterRef("pk")) | Q(expected__person_id=OuterRef("person_id"))
    replies = Reply.objects.current().filter(
        municipality_id=OuterRef("municipality_id"), expected_id=OuterRef("pk")
    )
    return Expected.objects.current().filter(
        ~Exists(of_meeting.filter(own).exclude(status=DeliveryStatus.DRAFTED)),
        ~Exists(replies),
        Exists(of_meeting.filter(notice__kind=NoticeKind.INVITATION, status__in=OUT)),
        municipality_id=viewer.municipality_id,
        meeting_id__in=[meeting.id for meeting in meetings if meeting.held_on >= viewer.on],
    )


def _uninvited_lines(
    waiting: QuerySet[Expected], meetings: Sequence[Meeting]
) -> Iterable[TodayLine]:
    by_id = {meeting.id: meeting for meeting in meetings}
    invitation = Notice.objects.filter(
        municipality_id=OuterRef("municipality_id"),
        meeting_id=OuterRef("meeting_id"),
        kind=NoticeKind.INVITATION,
    )
    counts = waiting.values_list("meeting_id", Subquery(invitation.values("pk")[:1]))
    for meeting_id, notice_id, count in counts.annotate(n=Count("pk")).order_by():
        meeting = by_id[meeting_id]
        yield waiting_line(
            WaitingAt.COPIES,
            _("%(meeting)s：知らせている途中") % {"meeting": _named(meeting)},
            _("「%(kind)s」を、まだ%(n)d人に知らせていません。")
            % {"kind": NoticeKind.INVITATION.label, "n": count},
            _("送り方の一覧を開く"),
            district=meeting.body.district,
            due_on=meeting.held_on,
            meeting=meeting,
            target=notice_id,
        )


def _call_lines(viewer: Viewer, meetings: Sequence[Meeting]) -> Iterable[TodayLine]:
    """Silent people whom no reminder reaches, from the day on which the reminder would go out."""
    ahead = timedelta(days=MOST_DAYS_BEFORE)
    near = {
        meeting.id: meeting
        for meeting in meetings
        if meeting.reply_due_on is not None
        and meeting.reply_due_on - ahead <= viewer.on < meeting.held_on
    }
    for meeting_id, edited, count in _silent(viewer, near) if near else ():
        meeting = near[meeting_id]
        days = DAYS_BEFORE[NoticeKind.DUE_REMINDER] if edited is None else edited
        if meeting.reply_due_on - timedelta(days=days) > viewer.on:
            continue
        yield waiting_line(
            WaitingAt.CALLS,
            _("%(meeting)s：返信がまだの方が%(n)d人") % {"meeting": _named(meeting), "n": count},
            _("返信の期限は%(day)sです。電話連絡表を見て、電話で聞いてください。")
            % {"day": display.short_date(meeting.reply_due_on)},
            _("電話連絡表を開く"),
            district=meeting.body.district,
            due_on=meeting.reply_due_on,
            meeting=meeting,
            overdue=meeting.reply_due_on < viewer.on,
        )


def _silent(
    viewer: Viewer, meeting_ids: Collection[UUID]
) -> Iterable[tuple[UUID, int | None, int]]:
    """Of each meeting with silent people: the days that its reminder was set to, and how many."""
    of_call = {"municipality_id": OuterRef("municipality_id"), "expected_id": OuterRef("pk")}
    answered = Reply.objects.current().filter(
        Q(for_starts_at__isnull=True) | Q(for_starts_at=F("expected__meeting__starts_at")),
        **of_call,
    )
    copies = Delivery.objects.filter(**of_call)
    reminder = Notice.objects.filter(
        municipality_id=OuterRef("municipality_id"),
        meeting_id=OuterRef("meeting_id"),
        kind=NoticeKind.DUE_REMINDER,
    )
    return (
        Expected.objects.current()
        .filter(
            ~Exists(answered),
            ~Exists(copies.filter(notice__kind=NoticeKind.DUE_REMINDER, status__in=OUT)),
            Exists(copies.filter(status__in=[*OUT, DeliveryStatus.PRINTED])),
            municipality_id=viewer.municipality_id,
            meeting_id__in=meeting_ids,
        )
        .values_list("meeting_id", Subquery(reminder.values("days_before")[:1]))
        .annotate(n=Count("pk"))
        .order_by()
    )


def _scans(viewer: Viewer, meetings: Sequence[Meeting]) -> QuerySet[SlipScan]:
    """Slips of these meetings, and those of which nobody knows whose they are: they lie with all."""
    nobodys = Q(meeting__isnull=True) if meetings else Q()
    return SlipScan.objects.filter(
        Q(meeting_id__in=[meeting.id for meeting in meetings]) | nobodys,
        municipality_id=viewer.municipality_id,
        state=ScanState.WAITING,
    )


def _scan_lines(waiting: QuerySet[SlipScan], meetings: Sequence[Meeting]) -> Iterable[TodayLine]:
    by_id = {meeting.id: meeting for meeting in meetings}
    counts = waiting.values_list("meeting_id").annotate(n=Count("pk")).order_by()
    for meeting_id, count in counts:
        meeting = by_id.get(meeting_id) or min(meetings, key=lambda one: one.starts_at)
        what = _("%(meeting)s：読み取った返信票が%(n)d枚、確かめ待ち")
        why = _("機械だけでは決められなかった返信票です。")
        if meeting_id is None:
            what = _("どの会議のものか分からない返信票が%(n)d枚、確かめ待ち")
            why = _("返信コードが読めなかった紙です。担当する会議のものでないか、見てください。")
        yield waiting_line(
            WaitingAt.SCANS,
            what % {"meeting": _named(meeting), "n": count},
            why,
            _("返信票を確かめる"),
            district=meeting.body.district,
            due_on=meeting.reply_due_on or meeting.held_on,
            meeting=meeting,
        )


def _publics(viewer: Viewer, district_ids: Collection[UUID]) -> QuerySet[PublicVersion]:
    return PublicVersion.objects.filter(
        is_told_of("minutes__meeting__"),
        municipality_id=viewer.municipality_id,
        state=PublicState.SUBMITTED,
        minutes__meeting__body__district_id__in=district_ids,
    ).select_related("minutes__meeting__body__district")


def _public_lines(waiting: Iterable[PublicVersion], viewer: Viewer) -> Iterable[TodayLine]:
    """Public versions that the viewer may approve, being a second person (L-17)."""
    for public in waiting:
        meeting = public.minutes.meeting
        if can_approve_public(viewer, public):
            yield waiting_line(
                WaitingAt.PUBLIC,
                _("%(meeting)s：公開版が承認を待っています") % {"meeting": _named(meeting)},
                _("%(who)sが書きました。読んで、承認するか戻すかを決めてください。")
                % {"who": public.written_by_name},
                _("公開版を読む"),
                district=meeting.body.district,
                meeting=meeting,
            )


def _polls(viewer: Viewer, district_ids: Collection[UUID]) -> QuerySet[DatePoll]:
    return (
        DatePoll.objects.current()
        .filter(
            municipality_id=viewer.municipality_id,
            body__district_id__in=district_ids,
            meeting__isnull=True,
            closes_on__lte=viewer.on + timedelta(days=POLL_AHEAD_DAYS),
        )
        .select_related("body__district")
    )


def _poll_lines(polls: Iterable[DatePoll], viewer: Viewer) -> Iterable[TodayLine]:
    for poll in polls:
        yield waiting_line(
            WaitingAt.POLL,
            _("%(body)s：日にちの返事") % {"body": poll.body.name},
            _("返事の期限は%(day)sです。表を見て、日にちを決めてください。")
            % {"day": display.short_date(poll.closes_on)},
            _("日にちを決める"),
            district=poll.body.district,
            due_on=poll.closes_on,
            target=poll.id,
            overdue=poll.closes_on < viewer.on,
        )
