"""Writes the fictional current year through the rooms' actions, as the coordinator would."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sasaeai.cli.demo.register import Register
from sasaeai.cli.demo.write_hearing_back import write_date_poll, write_hearing_back
from sasaeai.cli.demo.write_history import set_origin, write_item
from sasaeai.cli.demo.write_wishes import write_wishes
from sasaeai.cli.demo.year import (
    BODIES,
    HELD,
    NETWORK_NEXT_IN_DAYS,
    ONO_NEXT_IN_DAYS,
    REPLIES,
    TROUBLES,
    HeldMeeting,
    past_working_day,
    working_day,
)
from sasaeai.issues import actions as issues
from sasaeai.issues.enums import IssueStatus
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings import actions as meetings
from sasaeai.meetings import queries
from sasaeai.meetings.actions import closing, day
from sasaeai.meetings.enums import ItemKind, PresenceStatus, Regime
from sasaeai.meetings.models import Body, Expected, Meeting
from sasaeai.meetings.queries import rhythm
from sasaeai.minutes import actions as minutes
from sasaeai.minutes.enums import ConfirmationMethod
from sasaeai.minutes.queries.public import propose_circular
from sasaeai.minutes.queries.records import newest_revision
from sasaeai.notices import actions as notices
from sasaeai.notices.enums import ReplyVia
from sasaeai.notices.queries import notice_board
from sasaeai.people.enums import Channel

COORDINATOR = "suishin"
SECOND_PERSON = "shakyo"


def write_year(register: Register) -> None:
    """Held meetings with what came of them, then the meetings that are being prepared."""
    held = {row.key: _write_held(register, row) for row in HELD}
    _write_issues(register, held)
    for row in HELD:
        if row.recorded:
            _write_record(register, held[row.key])
    _prepare_ono(register)
    write_hearing_back(register, _prepare_network(register))
    write_date_poll(register)


# ── Meetings that were held ──────────────────────────────────────────────────────────────────────


def _write_held(register: Register, row: HeldMeeting) -> Meeting:
    on = past_working_day(register.today - timedelta(days=row.days_ago))
    actor = register.viewer(COORDINATOR, on)
    meeting = _prepare(register, register.bodies[row.body], on, actor)
    _call_members(meeting, actor)
    if row.is_paper_sample:
        _send_notice(register, meeting)
        _write_replies(register, meeting, _all_replies(register, row))
    for item in row.items:
        write_item(register, meeting, item, actor)
    _write_presence(register, meeting, row.absent, actor)
    return closing.close_meeting(meeting=meeting, actor=actor)


def _prepare(register: Register, body: Body, on: date, actor: Viewer) -> Meeting:
    """A planned meeting as the form proposes it for the body, on a given day."""
    start = body.usual_start or time(13, 30)
    end = (datetime.combine(on, start) + timedelta(minutes=body.usual_minutes)).time()
    month, city = on.month, register.city
    is_snowy = month >= city.snow_from_month or month <= city.snow_to_month
    snow_on = working_day(on + timedelta(days=city.snow_reserve_days)) if is_snowy else None
    meeting = meetings.prepare_meeting(
        body=body,
        plan=meetings.Plan(
            on=on,
            start=start,
            end=end,
            venue=body.usual_venue,
            regime=Regime.OPEN,
            snow_on=snow_on,
            reply_due_on=rhythm.reply_due_day(on, lead_days=city.reply_lead_days, today=date.min),
        ),
        actor=actor,
    )
    set_origin(meeting, actor, is_sample=True)
    return meeting


def _call_members(meeting: Meeting, actor: Viewer) -> None:
    members = queries.members_of(meeting.body, on=meeting.held_on)
    meetings.call_posts(
        meeting=meeting,
        posts=[row.member.post for row in members],
        reasons={row.member.post_id: "いつもの参集者" for row in members},
        actor=actor,
    )


def _write_presence(
    register: Register, meeting: Meeting, absent: tuple[str, ...], actor: Viewer
) -> None:
    away = {register.posts[key].id for key in absent}
    called = Expected.objects.filter(municipality_id=meeting.municipality_id, meeting=meeting)
    answers = {
        expected.id: day.Foreseen(
            PresenceStatus.EXCUSED if expected.post_id in away else PresenceStatus.PRESENT
        )
        for expected in called
    }
    day.mark_rest(meeting=meeting, answers=answers, actor=actor)


def _write_record(register: Register, meeting: Meeting) -> None:
    """Minutes, public version approved by a second person, circular: the last step is done."""
    on = meeting.held_on + timedelta(days=7)
    writer, second = register.viewer(COORDINATOR, on), register.viewer(SECOND_PERSON, on)
    record = minutes.compose_minutes(meeting=meeting, actor=writer)
    write_wishes(record, writer=writer)
    record = minutes.approve_minutes(
        minutes=record,
        base_revision=newest_revision(record).number,
        confirmed_by="会長",
        confirmed_on=on,
        confirmed_how=ConfirmationMethod.values[0],
        actor=writer,
    )
    public = minutes.draft_public_version(minutes=record, actor=writer)
    public = minutes.submit_public_version(public=public, base_version=public.version, actor=writer)
    public = minutes.approve_public_version(
        public=public, base_version=public.version, actor=second
    )
    draft = propose_circular(meeting, public)
    circular = minutes.save_circular(
        public=public,
        base_version=0,
        issued_on=on,
        title=draft.title,
        lead=draft.lead,
        body=draft.body,
        issuer=draft.issuer,
        contact=draft.contact,
        is_checked=True,
        actor=writer,
    )
    minutes.mark_circular_printed(circular=circular, actor=writer)


# ── Issues ───────────────────────────────────────────────────────────────────────────────────────


def _write_issues(register: Register, held: dict[str, Meeting]) -> None:
    """What stayed open after the meetings: issues, who does what by when, news for a sister body."""
    actor = register.viewer(COORDINATOR, register.today)
    _write_ono_issues(register, held["ono_summer"], actor)
    _write_closed_issue(register, actor)
    _write_shinjo_issues(register, held["shinjo_autumn"], actor)


def _write_ono_issues(register: Register, meeting: Meeting, actor: Viewer) -> None:
    snow, _waste, contacts, _news = queries.items_of(meeting)
    issues.raise_issue(item=snow, actor=actor)
    issues.add_action(
        what="雪の寄せ場が分かる地図を作る",
        who="",
        organization=register.organizations["ono_shakyo"],
        due_on=past_working_day(register.today - timedelta(days=20)),
        item=snow,
        actor=actor,
    )
    issues.raise_issue(item=contacts, actor=actor)
    issues.add_action(
        what="相談先の一覧の案を作る",
        who="",
        organization=register.organizations["ono_hokatsu"],
        due_on=working_day(register.today + timedelta(days=5)),
        item=contacts,
        actor=actor,
    )


def _write_closed_issue(register: Register, actor: Viewer) -> None:
    closed = issues.open_issue(
        district=register.districts["ono"],
        title="通学路の街灯が切れている",
        area="見本小学校の近く",
        troubled="夕方に歩いて帰る子ども",
        owner=register.organizations["ono_bohan"],
        opened_on=register.today - timedelta(days=100),
        actor=actor,
    )
    issues.move_issue(
        issue=closed,
        status=IssueStatus.CLOSED,
        text="街灯が取り替えられ、防犯団体が見回って確かめた。",
        actor=actor,
    )


def _write_shinjo_issues(register: Register, meeting: Meeting, actor: Viewer) -> None:
    disaster, shopping = queries.items_of(meeting)
    issues.raise_issue(item=disaster, actor=actor)
    waiting = issues.raise_issue(item=shopping, actor=actor)
    issues.move_issue(
        issue=waiting,
        status=IssueStatus.WAITING,
        text="移動販売が回れるかどうか、店に尋ねている。",
        actor=actor,
    )
    issues.pass_on(
        item=shopping,
        to_body=register.bodies["network"],
        note="冬の買い物に困る方への手立てについて、意見を聞きたい。",
        actor=actor,
    )


# ── Meetings in preparation ──────────────────────────────────────────────────────────────────────


def _prepare_ono(register: Register) -> Meeting:
    """大野: agenda and callees are there, the notice is due about now."""
    actor = register.viewer(COORDINATOR, register.today)
    on = working_day(register.today + timedelta(days=ONO_NEXT_IN_DAYS))
    meeting = _prepare(register, register.bodies["ono"], on, actor)
    proposals = queries.agenda_proposals(meeting, viewer=actor)
    meetings.take_proposals(meeting=meeting, proposals=proposals, actor=actor)
    meetings.add_item(
        meeting=meeting,
        title="冬の災害に備えて",
        kind=ItemKind.DISCUSS,
        topic=register.topics["disaster"],
        minutes=15,
        actor=actor,
    )
    meetings.add_item(
        meeting=meeting, title="各団体からのお知らせ", kind=ItemKind.EXCHANGE, actor=actor
    )
    meetings.settle_agenda(meeting=meeting, actor=actor)
    _call_members(meeting, actor)
    return meeting


def _prepare_network(register: Register) -> Meeting:
    """The network meeting: notice printed and sent, half of the replies in."""
    on = working_day(register.today + timedelta(days=NETWORK_NEXT_IN_DAYS))
    actor = register.viewer(COORDINATOR, register.today - timedelta(days=30))
    meeting = _prepare(register, register.bodies["network"], on, actor)
    meetings.add_item(
        meeting=meeting,
        title="冬の見守りについて",
        kind=ItemKind.DISCUSS,
        topic=register.topics["consultation"],
        actor=actor,
    )
    meetings.add_item(
        meeting=meeting, title="各団体からのお知らせ", kind=ItemKind.EXCHANGE, actor=actor
    )
    meetings.settle_agenda(meeting=meeting, actor=actor)
    _call_members(meeting, actor)
    _send_notice(register, meeting)
    _write_replies(register, meeting, REPLIES)
    return meeting


def _send_notice(register: Register, meeting: Meeting) -> None:
    """Notice drafted, looked at, printed and sent, as long before the meeting as is the custom.

    A demo sends nothing by wire: who likes mail better got the letter by hand.
    """
    on = min(register.today, meeting.held_on - timedelta(days=register.city.notice_lead_days))
    actor = register.viewer(COORDINATOR, on)
    notice = notices.draft_notice(meeting=meeting, actor=actor)
    notice = notices.approve_notice(notice=notice, actor=actor)
    board = notice_board(meeting, viewer=actor, notice=notice)
    if wire := [recipient.id for recipient in board.to_wire]:
        notices.choose_channel(notice=notice, expected_ids=wire, channel=Channel.HAND, actor=actor)
    notices.mark_printed(notice=notice, actor=actor)
    everybody = [recipient.id for recipient in board.recipients]
    notices.mark_sent(notice=notice, expected_ids=everybody, actor=actor)


def _all_replies(register: Register, row: HeldMeeting) -> tuple[tuple[str, str], ...]:
    """Everybody answered as they then came."""
    members = BODIES[row.body].members
    return tuple((key, "absent" if key in row.absent else "attend") for key in members)


def _write_replies(
    register: Register, meeting: Meeting, replies: tuple[tuple[str, str], ...]
) -> None:
    due_on = meeting.reply_due_on or meeting.held_on
    received_on = min(register.today, due_on) - timedelta(days=4)
    actor = register.viewer(COORDINATOR, min(register.today, due_on))
    called = {
        expected.post_id: expected
        for expected in Expected.objects.filter(
            municipality_id=meeting.municipality_id, meeting=meeting
        ).select_related("meeting__body__district")
    }
    for post, answer in replies:
        is_substitute = answer == "substitute"
        notices.record_reply(
            expected=called[register.posts[post].id],
            answer=answer,
            via=ReplyVia.FAX,
            details=notices.ReplyDetails(
                received_on=received_on,
                substitute_title="副所長" if is_substitute else "",
                trouble=TROUBLES.get(post, ""),
            ),
            actor=actor,
        )
