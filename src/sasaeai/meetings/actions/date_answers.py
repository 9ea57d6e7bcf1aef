"""Answers to proposed days, and the day that is chosen from them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.display import long_date
from sasaeai.kernel.errors import InvalidInput, NotNow, StaleEdit
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import check_bearer_may_mark
from sasaeai.meetings.actions.dates import locked_poll
from sasaeai.meetings.actions.plan import Plan, cancel_meeting, prepare_meeting
from sasaeai.meetings.enums import DateAnswer, DateVia, MeetingState
from sasaeai.meetings.models import (
    AgendaItem,
    DateMark,
    DatePoll,
    DateSlot,
    DateVoter,
    Expected,
    Meeting,
)
from sasaeai.meetings.queries import rhythm
from sasaeai.meetings.queries.dates import answers_version, field_of, find_voter
from sasaeai.meetings.queries.meetings import plan_defaults, snow_season
from sasaeai.people.access import check_can_run_district

NOTE_LIMIT = 200


def mark_dates(
    *,
    voter: DateVoter,
    answers: Mapping[UUID, str],
    note: str,
    via: str,
    base_version: int,
    actor: Viewer,
) -> DateVoter:
    """Write down what somebody said to the days, by slot id; "" takes an answer back.

    Slots left out stay as they are. base_version: of the answers together (VoterRow.version).
    """
    with transaction.atomic():
        locked_poll(voter.poll, actor)
        return _mark(voter, answers, note, via=via, base_version=base_version, actor=actor)


def mark_dates_by_code(
    *, code: str, answers: Mapping[UUID, str], note: str, base_version: int
) -> DateVoter:
    """What the bearer of a code says to the days. NotFound for a wrong code, NotNow once decided."""
    with transaction.atomic():
        DatePoll.objects.select_for_update().get(pk=find_voter(code).poll_id)
        voter = find_voter(code)  # as it stands under the lock
        check_bearer_may_mark(voter, voter.poll)
        if not any(answers.values()) and not note.strip():
            raise InvalidInput(_("1つ以上の日に、○・△・×をつけてください。"))
        actor = voter_as_viewer(voter)
        return _mark(voter, answers, note, via=DateVia.WEB, base_version=base_version, actor=actor)


def voter_as_viewer(voter: DateVoter) -> Viewer:
    """Who acts when somebody answers by code: nobody known, without any right at the desk."""
    with translation.override(settings.LANGUAGE_CODE):  # kept, and read by others
        name = _("ご本人（回答ページ）")
    return Viewer(municipality_id=voter.municipality_id, name=name, on=clock.today())


def choose_slot(*, slot: DateSlot, actor: Viewer) -> Meeting:
    """Decide on a start: the meeting of that day is prepared, filled like every next one."""
    with transaction.atomic():
        poll = locked_poll(slot.poll, actor)
        if slot.removed_at is not None or slot.poll_id != poll.id:
            raise NotNow(_("この候補日は外されています。先に元に戻してください。"))
        if slot.starts_at <= clock.now():
            raise NotNow(_("この候補日は過ぎています。ほかの日を選ぶか、候補日を加えてください。"))
        meeting = prepare_meeting(body=poll.body, plan=_plan(poll, slot, actor), actor=actor)
        poll.meeting = meeting
        poll.version += 1
        poll.save(update_fields=["meeting", "version"])
        audit.record(actor=actor, verb="choose date", obj=poll, after={"starts_at": slot.starts_at})
    return meeting


def take_back_choice(*, poll: DatePoll, actor: Viewer) -> DatePoll:
    """Ask on: the meeting that was prepared is called off, as long as nothing was built on it."""
    check_can_run_district(actor, poll.body.district)
    with transaction.atomic():
        row = DatePoll.objects.select_for_update().get(pk=poll.pk)
        if row.meeting_id is None:
            return row
        # Locked before it is looked at: nobody is called while it is called off.
        meetings = Meeting.objects.select_for_update(of=("self",)).select_related("body__district")
        meeting = meetings.get(pk=row.meeting_id)
        if meeting.state != MeetingState.CANCELLED:
            _check_untouched(meeting)
            with translation.override(settings.LANGUAGE_CODE):  # kept, and read by others
                reason = _("日にちを決め直すため")
            cancel_meeting(meeting=meeting, reason=reason, actor=actor)
        row.meeting = None
        row.version += 1
        row.save(update_fields=["meeting", "version"])
        audit.record(actor=actor, verb="take back date", obj=row)
    return row


def _mark(
    voter: DateVoter,
    answers: Mapping[UUID, str],
    note: str,
    *,
    via: str,
    base_version: int,
    actor: Viewer,
) -> DateVoter:
    slots = {
        slot.id: slot
        for slot in DateSlot.objects.current().filter(
            municipality_id=voter.municipality_id, poll_id=voter.poll_id
        )
    }
    _check_answers(answers, slots, note, via)
    row = DateVoter.objects.select_for_update().get(pk=voter.pk)
    known = {
        mark.slot_id: mark
        for mark in DateMark.objects.select_for_update().filter(
            municipality_id=voter.municipality_id, voter=voter
        )
    }
    wanted = {slot_id: answer for slot_id, answer in answers.items() if answer}
    gone = [
        known[slot_id] for slot_id, answer in answers.items() if not answer and slot_id in known
    ]
    changed = {
        slot_id: answer
        for slot_id, answer in wanted.items()
        if slot_id not in known or known[slot_id].answer != answer
    }
    if not changed and not gone and row.note == note:
        return row
    _check_base(row, known, answers, note, base_version)
    before = {slots[i].starts_at.isoformat(): m.answer for i, m in known.items() if i in slots}
    _write(row, changed, known, via=via, actor=actor)
    for mark in gone:
        mark.delete()
    left = (set(known) & set(slots)) - {mark.slot_id for mark in gone} | set(changed)
    # An answer taken back whole is none: the page asks again.
    row.note, row.answered_at = note, clock.now() if left or note else None
    row.save(update_fields=["note", "answered_at"])
    after = {slots[slot_id].starts_at.isoformat(): answer for slot_id, answer in answers.items()}
    audit.record(actor=actor, verb="mark dates", obj=row, before=before, after=after | {"via": via})
    return row


def _write(
    voter: DateVoter,
    changed: Mapping[UUID, str],
    known: Mapping[UUID, DateMark],
    *,
    via: str,
    actor: Viewer,
) -> None:
    for slot_id, answer in changed.items():
        mark = known.get(slot_id) or DateMark(
            municipality_id=voter.municipality_id, voter=voter, slot_id=slot_id, version=0
        )
        mark.answer, mark.via, mark.keyed_by_name = answer, via, actor.name
        mark.version += 1
        mark.save()


def _check_answers(
    answers: Mapping[UUID, str], slots: Mapping[UUID, DateSlot], note: str, via: str
) -> None:
    if any(answer and answer not in DateAnswer.values for answer in answers.values()):
        raise InvalidInput(_("○・△・×のどれかを選んでください。"))
    if set(answers) - set(slots):
        raise NotNow(_("候補日が変わりました。ページを開き直して、もう一度選んでください。"))
    if len(note) > NOTE_LIMIT:
        sentence = _("ひとことは%(limit)d文字までです。") % {"limit": NOTE_LIMIT}
        raise InvalidInput(sentence, {"note": sentence})
    if via not in DateVia.values:
        sentence = _("答えの届き方を選んでください。")
        raise InvalidInput(sentence, {"via": sentence})


def _check_base(
    voter: DateVoter,
    known: Mapping[UUID, DateMark],
    answers: Mapping[UUID, str],
    note: str,
    base_version: int,
) -> None:
    """Raise when a newer answer would be overwritten; one to other days stands beside this one."""
    version = answers_version(voter)
    if version == base_version:
        return
    yours = {field_of(slot_id): answer for slot_id, answer in answers.items()} | {"note": note}
    theirs = {
        field_of(slot_id): known[slot_id].answer if slot_id in known else "" for slot_id in answers
    } | {"note": voter.note}
    differing = [name for name in yours if theirs[name] != yours[name]]
    if base_version == 0:  # begun before the first answer: what is still empty is no newer one
        differing = [name for name in differing if theirs[name]]
    if not differing:
        return
    raise StaleEdit(
        _(
            "ほかの人が先に答えを入れました。下に両方を並べています。"
            "確かめてから、もう一度送ってください。"
        ),
        theirs={name: theirs[name] for name in differing},
        yours={name: yours[name] for name in differing},
        version=version,
    )


def _plan(poll: DatePoll, slot: DateSlot, actor: Viewer) -> Plan:
    """The plan of the chosen start; the rest as the next meeting of the body would have it."""
    defaults = plan_defaults(poll.body, viewer=actor)
    venue = poll.venue or defaults.venue
    if venue is None:
        raise NotNow(_("会場が決まっていません。「たずねる内容を直す」で、会場を選んでください。"))
    start = clock.to_tokyo(slot.starts_at)
    end = start + timedelta(minutes=poll.minutes)
    if end.date() != start.date():
        raise NotNow(_("終わりが次の日になります。会議の長さを直してください。"))
    reserve = rhythm.reserve_day(start.date(), snow_season(poll.municipality))
    return Plan(
        on=start.date(),
        start=start.time(),
        end=end.time(),
        venue=venue,
        regime=defaults.regime,
        theme=poll.purpose,
        snow_on=reserve.day if reserve else None,
        reply_due_on=_reply_due(start, poll, actor),
    )


def _reply_due(start: datetime, poll: DatePoll, actor: Viewer) -> date | None:
    lead = poll.municipality.reply_lead_days
    return rhythm.reply_due_day(start.date(), lead_days=lead, today=actor.on)


def _check_untouched(meeting: Meeting) -> None:
    """Raise when somebody was called or an agenda was begun: such a meeting is called off aloud."""
    rows = {"municipality_id": meeting.municipality_id, "meeting": meeting}
    if (
        Expected.objects.current().filter(**rows).exists()
        or AgendaItem.objects.current().filter(**rows).exists()
    ):
        raise NotNow(
            _(
                "%(day)sの会議は、もう議題や声かけの準備が進んでいます。"
                "日にちを変えるときは、会議の「計画」で直してください。"
            )
            % {"day": long_date(meeting.held_on)}
        )
