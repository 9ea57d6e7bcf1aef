"""Preparing a meeting, changing its plan, calling it off, moving it to the snow reserve day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.display import long_date, tokyo_time
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.fiscal_year import fiscal_year
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import check_can_run, check_not_sealed, of_same_sort
from sasaeai.meetings.actions.call import call_maker
from sasaeai.meetings.actions.locked import locked_for_preparing
from sasaeai.meetings.actions.regimes import check_regime_change, regime_refusal
from sasaeai.meetings.actions.search_entry import index_moved
from sasaeai.meetings.enums import TRANSITIONS, MeetingState, Regime
from sasaeai.meetings.models import Body, Meeting
from sasaeai.people.access import check_can_run_district, check_goes_on
from sasaeai.people.models import Venue

_COLUMNS = [
    "fiscal_year",
    "number",
    "theme",
    "starts_at",
    "ends_at",
    "venue",
    "snow_starts_at",
    "regime",
    "reply_due_on",
    "is_public_event",
    "public_note",
]
_MOVE = ["starts_at", "ends_at", "snow_starts_at", "fiscal_year", "number"]
_PLACE = ("venue", "reply_due_on")
YEARS_BACK, YEARS_AHEAD = 50, 5
"""How far from today a meeting may be: records of old ones are entered, slips of the year are not."""
MOST_RESERVE_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is decided about a meeting before it is held. Days and times are those of Japan.

    regime: `Regime`, required (L-01). snow_on: reserve day at the same hours. is_public_event:
    everybody may come; public_note: what everybody reads in place of the agenda.
    """

    on: date
    start: time
    end: time
    venue: Venue
    regime: str
    theme: str = ""
    snow_on: date | None = None
    reply_due_on: date | None = None
    is_public_event: bool = False
    public_note: str = ""


def prepare_meeting(*, body: Body, plan: Plan, actor: Viewer) -> Meeting:
    """Begin to prepare the next meeting of a body. InvalidInput names the fields of `Plan`."""
    check_can_run_district(actor, body.district)
    check_goes_on(body.district, plan.on)
    if body.ended_on is not None and body.ended_on <= plan.on:
        raise NotNow(
            _(
                "この会議体は%(day)sで終わりになっています。"
                "続けるときは、会議体のページで「終わった日」を消してください。"
            )
            % {"day": long_date(body.ended_on)}
        )
    with transaction.atomic():
        Body.objects.select_for_update().get(pk=body.pk)
        meeting = Meeting(municipality=body.municipality, body=body)
        _check_plan(meeting, plan, today=actor.on)
        _write_plan(meeting, plan)
        meeting.save(force_insert=True)
        _call_maker(meeting, actor)
        audit.record(
            actor=actor, verb="create", obj=meeting, after=audit.snapshot(meeting, _COLUMNS)
        )
    return meeting


def edit_plan(
    *,
    meeting: Meeting,
    plan: Plan,
    base_version: int,
    regime_meant: bool = False,
    actor: Viewer,
) -> Meeting:
    """Change day, hours, hall and the rest. Refuses a newer plan by somebody else (StaleEdit).

    regime_meant: what changes by a more open regime was read (`check_regime_change`).
    """
    with transaction.atomic():
        row = locked_for_preparing(meeting, actor)
        check_version(row, base_version, yours=_values(plan))
        check_goes_on(row.body.district, plan.on)
        _check_plan(row, plan, today=actor.on)
        check_regime_change(row, plan.regime, is_meant=regime_meant, actor=actor)
        before = audit.snapshot(row, _COLUMNS)
        _write_plan(row, plan)
        row.version += 1
        row.save(update_fields=[*_COLUMNS, "version"])
        _call_maker(row, actor)
        index_moved(row)
        audit.record(
            actor=actor, verb="edit", obj=row, before=before, after=audit.snapshot(row, _COLUMNS)
        )
    return row


def cancel_meeting(*, meeting: Meeting, reason: str, actor: Viewer) -> Meeting:
    """Call a meeting off (中止). Everything prepared stays; `restore_meeting` takes it back."""
    if not reason.strip():
        sentence = _("中止の理由を入力してください。案内した方に伝える言葉になります。")
        raise InvalidInput(sentence, {"reason": sentence})
    with transaction.atomic():
        row = locked_for_preparing(meeting, actor)
        _change_state(row, MeetingState.CANCELLED, reason=reason.strip(), actor=actor)
    return row


def set_reply_due(*, meeting: Meeting, due: date, actor: Viewer) -> Meeting:
    """Let the plan ask for replies by the day that the letter names. An equal day writes nothing.

    There is one reply day: whoever changes it on the letter changes the plan. `meeting` is kept
    in step with the row.
    """
    if meeting.reply_due_on == due:
        return meeting
    with transaction.atomic():
        row = locked_for_preparing(meeting, actor)
        before = audit.snapshot(row, ["reply_due_on"])
        row.reply_due_on = due
        row.version += 1
        row.save(update_fields=["reply_due_on", "version"])
        after = audit.snapshot(row, ["reply_due_on"])
        audit.record(actor=actor, verb="edit", obj=row, before=before, after=after)
    meeting.reply_due_on, meeting.version = row.reply_due_on, row.version
    return row


def restore_meeting(*, meeting: Meeting, actor: Viewer) -> Meeting:
    """Take a cancellation back. Refused while another meeting has its place."""
    check_can_run(actor, meeting)
    with transaction.atomic():
        row = Meeting.objects.select_for_update().get(pk=meeting.pk)
        row.body = meeting.body
        check_not_sealed(row)
        if row.state != MeetingState.CANCELLED:
            raise NotNow(_("この会議は中止になっていません。"))
        check_goes_on(row.body.district, row.held_on)
        if _has_twin(row):
            raise NotNow(
                _(
                    "同じ日時に別の会議が準備されているので、戻せません。先にそちらを直してください。"
                )
            )
        _change_state(row, MeetingState.PLANNED, reason="", actor=actor)
    return row


def move_to_snow_date(*, meeting: Meeting, actor: Viewer) -> Meeting:
    """Hold the meeting on its reserve day (予備日) at the same hours."""
    with transaction.atomic():
        row = locked_for_preparing(meeting, actor)
        if row.snow_starts_at is None:
            raise NotNow(
                _("予備日が決まっていません。計画で予備日を入れるか、日付を直してください。")
            )
        before = audit.snapshot(row, _MOVE)
        length = row.ends_at - row.starts_at
        row.starts_at, row.snow_starts_at = row.snow_starts_at, None
        row.ends_at = row.starts_at + length
        _finish_move(row, "move to snow date", before, actor)
    return row


def put_back_plan(
    *,
    meeting: Meeting,
    starts_at: datetime,
    ends_at: datetime,
    venue_id: UUID,
    snow_starts_at: datetime | None,
    reply_due_on: date | None,
    actor: Viewer,
) -> Meeting:
    """Let a meeting be again when and where it was before it was moved.

    Refused while another meeting of the body has that place. The reserve day comes back with it.
    """
    with transaction.atomic():
        row = locked_for_preparing(meeting, actor)
        before = audit.snapshot(row, [*_MOVE, *_PLACE])
        row.starts_at, row.ends_at = starts_at, ends_at
        row.snow_starts_at, row.reply_due_on = snow_starts_at, reply_due_on
        row.venue = Venue.objects.get(municipality_id=row.municipality_id, pk=venue_id)
        _finish_move(row, "put back", before, actor, more=_PLACE)
    return row


def plan_of(meeting: Meeting) -> Plan:
    """The plan of a meeting as it stands, for changing a part of it."""
    return Plan(**{name: getattr(meeting, name) for name in Plan.__slots__})


def _finish_move(
    row: Meeting,
    verb: str,
    before: dict[str, object],
    actor: Viewer,
    more: tuple[str, ...] = (),
) -> None:
    if _has_twin(row):
        raise NotNow(
            _("その日時には、この会議体の別の会議があります。計画で日付を直してください。")
        )
    _move_to_year(row, fiscal_year(row.held_on))
    row.version += 1
    row.save(update_fields=[*_MOVE, *more, "version"])
    index_moved(row)
    after = audit.snapshot(row, [*_MOVE, *more])
    audit.record(actor=actor, verb=verb, obj=row, before=before, after=after)


def _change_state(row: Meeting, state: MeetingState, *, reason: str, actor: Viewer) -> None:
    if state not in TRANSITIONS[MeetingState(row.state)]:
        raise NotNow(_("いまの状態では、この操作はできません。ページを開き直してください。"))
    fields = ["state", "cancelled_reason"]
    before = audit.snapshot(row, fields)
    row.state, row.cancelled_reason = state, reason
    row.version += 1
    row.save(update_fields=[*fields, "version"])
    verb = "cancel" if state == MeetingState.CANCELLED else "restore"
    audit.record(actor=actor, verb=verb, obj=row, before=before, after=audit.snapshot(row, fields))


def _call_maker(meeting: Meeting, actor: Viewer) -> None:
    """Only who is called knows of a support council: whoever makes it is called (L-03)."""
    if Regime(meeting.regime).is_for_called_only:
        call_maker(meeting=meeting, actor=actor)


def _values(plan: Plan) -> dict[str, object]:
    return {name: getattr(plan, name) for name in plan.__slots__}


def _write_plan(meeting: Meeting, plan: Plan) -> None:
    if Regime.SUPPORT_COUNCIL in {meeting.regime, plan.regime} and meeting.regime != plan.regime:
        meeting.number = None  # support councils are numbered apart
    _move_to_year(meeting, fiscal_year(plan.on))
    meeting.theme = plan.theme
    meeting.starts_at = clock.at(plan.on, plan.start)
    meeting.ends_at = clock.at(plan.on, plan.end)
    meeting.venue = plan.venue
    meeting.snow_starts_at = clock.at(plan.snow_on, plan.start) if plan.snow_on else None
    meeting.regime = plan.regime
    meeting.reply_due_on = plan.reply_due_on
    meeting.is_public_event = plan.is_public_event
    meeting.public_note = plan.public_note


def _check_plan(meeting: Meeting, plan: Plan, *, today: date) -> None:
    """Raise InvalidInput with a sentence for each field that cannot stand."""
    wrong = {
        "on": _day_refusal(meeting, plan, today),
        "end": plan.end <= plan.start
        and _("終了は、開始（%(start)s）よりあとの時刻にしてください。")
        % {"start": tokyo_time(plan.start)},
        "regime": regime_refusal(plan.regime, meeting.municipality, standing=meeting.regime),
        "venue": _is_strange(plan.venue, meeting) and _("会場を一覧から選んでください。"),
        "snow_on": plan.snow_on is not None
        and not plan.on < plan.snow_on <= plan.on + timedelta(days=MOST_RESERVE_DAYS)
        and _("予備日は、開催日よりあとの、1年以内の日にしてください。"),
        "reply_due_on": plan.reply_due_on is not None
        and plan.reply_due_on >= plan.on
        and _("返信期限は、開催日より前の日にしてください。"),
        "is_public_event": plan.is_public_event
        and not (plan.regime in Regime.values and Regime(plan.regime).is_for_everybody)
        and _(
            "関係者だけの会議は、だれでも参加できる会議にできません。"
            "公開するときは、個人情報の取扱いで「公開できる会議」を選んでください。"
        ),
    }
    fields = {name: str(sentence) for name, sentence in wrong.items() if sentence}
    if fields:
        raise InvalidInput(next(iter(fields.values())), fields)


def _move_to_year(meeting: Meeting, year: int) -> None:
    """A number belongs to its 年度: a meeting that was reopened and moved takes a new one."""
    if meeting.fiscal_year != year:
        meeting.number = None
    meeting.fiscal_year = year


def _day_refusal(meeting: Meeting, plan: Plan, today: date) -> str:
    if not today.year - YEARS_BACK <= plan.on.year <= today.year + YEARS_AHEAD:
        return _("開催日が、きょうから離れすぎています。年を確かめてください。")
    if _has_twin(meeting, clock.at(plan.on, plan.start), plan.regime):
        return _("この会議体には、同じ日時の会議がもうあります。日付か開始の時刻を変えてください。")
    return ""


def _is_strange(venue: Venue, meeting: Meeting) -> bool:
    return venue.municipality_id != meeting.municipality_id


def _has_twin(
    meeting: Meeting, starts_at: datetime | None = None, regime: str | None = None
) -> bool:
    """Whether the body has another meeting, not cancelled, at the same start."""
    twins = Meeting.objects.filter(
        of_same_sort(regime or meeting.regime),
        municipality_id=meeting.municipality_id,
        body_id=meeting.body_id,
        starts_at=starts_at or meeting.starts_at,
    )
    return twins.exclude(pk=meeting.pk).exclude(state=MeetingState.CANCELLED).exists()
