"""The first meeting of a body that a pattern formed: plan, agenda, calls, letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from sasaeai.kernel.errors import InvalidInput, NotNow, StaleEdit
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.enums import PartKind
from sasaeai.meetings.models import AgendaItem, Body, Expected, Meeting
from sasaeai.meetings.queries import rhythm
from sasaeai.meetings.queries.meetings import snow_season
from sasaeai.notices import actions as notices
from sasaeai.notices import queries as letters
from sasaeai.people.models import Municipality, Post
from sasaeai.rollout.models import PatternUseBody
from sasaeai.rollout.queries.formation import BodyPlan, Formation
from sasaeai.rollout.queries.formation_choice import BodyChoice, FormationChoice
from sasaeai.rollout.queries.formation_seen import version_seen

BODY = "{body}"
"""Stands in the words of a letter for the name of the body that meets."""


def write_first_meeting(
    *,
    row: PatternUseBody,
    plan: BodyPlan,
    chosen: BodyChoice,
    formation: Formation,
    choice: FormationChoice,
    actor: Viewer,
) -> None:
    """Prepare the first meeting of a body, or change what differs of one that stands.

    A meeting that was held, or that the body prepares without us, keeps its record.
    """
    if plan.is_used_as_found or plan.is_held or chosen.on is None:
        return
    meeting = plan.meeting or row.meeting
    if meeting is None:
        values = _plan(row, chosen, formation, actor)
        meeting = meetings.prepare_meeting(body=row.body, plan=values, actor=actor)
        row.before = {**row.before, "meeting_made": True}
    else:
        with stale_said(meeting.body):
            meeting = _moved(meeting, chosen, actor)
    row.meeting = meeting
    row.save(update_fields=["meeting", "before"])
    _write_agenda(meeting, chosen, actor)
    _write_calls(meeting, plan, chosen, choice.coordinators, actor)
    _write_letter(meeting, formation, choice, plan, actor)


def _plan(
    row: PatternUseBody, chosen: BodyChoice, formation: Formation, actor: Viewer
) -> meetings.Plan:
    on, start = _given(chosen)
    city = Municipality.objects.get(pk=row.municipality_id)
    reserve = rhythm.reserve_day(on, snow_season(city))
    return meetings.Plan(
        on=on,
        start=start,
        end=_end(start, chosen.usual_minutes),
        venue=chosen.usual_venue,
        regime=chosen.regime,
        snow_on=reserve.day if reserve else None,
        reply_due_on=rhythm.reply_due_day(on, lead_days=city.reply_lead_days, today=actor.on),
    )


def _moved(meeting: Meeting, chosen: BodyChoice, actor: Viewer) -> Meeting:
    """Another day, hour or hall where it was chosen; all else of the plan stays."""
    on, start = _given(chosen)
    now = meetings.plan_of(meeting)
    wanted = replace(
        now,
        on=on,
        start=start,
        end=_end(start, chosen.usual_minutes),
        venue=chosen.usual_venue,
        regime=chosen.regime,
    )
    if on != now.on:
        gone = on - now.on
        wanted = replace(
            wanted,
            snow_on=now.snow_on + gone if now.snow_on else None,
            reply_due_on=_not_before(now.reply_due_on, gone, on, actor.on),
        )
    if wanted == now:
        return meeting
    return meetings.edit_plan(
        meeting=meeting,
        plan=wanted,
        base_version=version_seen(meeting, chosen.seen.meeting),
        actor=actor,
    )


def _write_agenda(meeting: Meeting, chosen: BodyChoice, actor: Viewer) -> None:
    """Add what was typed and take off what was deleted, by title, against the agenda as seen.

    What others put on the agenda since then, or took off it, stays so.
    """
    items, seen = chosen.items, chosen.seen.items
    agenda = AgendaItem.objects.current().filter(
        municipality_id=meeting.municipality_id, meeting=meeting
    )
    there = {item.title: item for item in agenda.select_related("meeting__body__district")}
    for item in items:
        if item.title not in there and item.title not in seen:
            meetings.add_item(
                meeting=meeting,
                title=item.title,
                kind=item.kind,
                minutes=item.minutes or None,
                actor=actor,
            )
    wanted = {item.title for item in items}
    for title, standing in there.items():
        if title in seen and title not in wanted:
            meetings.remove_item(item=standing, actor=actor)
    if items:
        meetings.settle_agenda(meeting=meeting, actor=actor)


def _write_calls(
    meeting: Meeting,
    plan: BodyPlan,
    chosen: BodyChoice,
    coordinators: Sequence[Post],
    actor: Viewer,
) -> None:
    """Call the chosen posts, and the coordinators as its secretariat; no longer those unticked."""
    meetings.call_posts(meeting=meeting, posts=chosen.posts, actor=actor)
    wanted = {post.id for post in chosen.posts}
    helping = [post for post in coordinators if post.id not in wanted]
    meetings.call_posts(meeting=meeting, posts=helping, part=PartKind.SECRETARIAT, actor=actor)
    offered = {each.post.id for kind in plan.kinds for each in kind.posts}
    unticked = {post for post in offered if str(post) in chosen.seen.ticked}
    left = unticked - wanted - {post.id for post in helping}
    calls = Expected.objects.current().filter(
        municipality_id=meeting.municipality_id, meeting=meeting, post_id__in=left
    )
    if withdrawn := list(calls):
        meetings.withdraw_calls(meeting=meeting, calls=withdrawn, actor=actor)


def _write_letter(
    meeting: Meeting,
    formation: Formation,
    choice: FormationChoice,
    plan: BodyPlan,
    actor: Viewer,
) -> None:
    """Draft the letter with the pattern's words; one that stands is left to its own page.

    Where the register cannot yet fill it (no telephone to reply to), the page asks for it.
    """
    if letters.notice_of(meeting) is not None:
        return
    draft = letters.notice_draft(meeting, viewer=actor)
    texts = draft.texts
    if plan.key == formation.main.key and choice.notice_lead.strip():
        words = choice.notice_lead.strip().replace(BODY, meeting.body.name)
        texts = replace(texts, purpose=words)
    try:
        notices.draft_notice(meeting=meeting, texts=texts, actor=actor)
    except InvalidInput:
        return


def _given(chosen: BodyChoice) -> tuple[date, time]:
    """Day and start, which a prepared meeting needs; `form_district` has refused it without."""
    if chosen.on is None or chosen.usual_start is None:
        sentence = _("日にちと開始の時刻を入力してください。")
        raise InvalidInput(sentence, {"on": sentence})
    return chosen.on, chosen.usual_start


def _end(start: time, minutes: int) -> time:
    begin = datetime.combine(date(2000, 1, 1), start)
    end = begin + timedelta(minutes=minutes)
    if end.date() != begin.date():
        sentence = _("会議が夜の12時を越えます。開始の時刻か長さを直してください。")
        raise InvalidInput(sentence, {"usual_minutes": sentence})
    return end.time()


def _not_before(due: date | None, gone: timedelta, on: date, today: date) -> date | None:
    """The reply day moved along with the meeting, where it still lies ahead."""
    if due is None:
        return None
    moved = due + gone
    return moved if today < moved < on else None


@contextmanager
def stale_said(body: Body) -> Iterator[None]:
    """Say of which body or first meeting the page no longer shows what stands."""
    try:
        yield
    except StaleEdit as stale:
        raise NotNow(
            _(
                "「%(body)s」の会議体か最初の会議の計画が、このページを開いたあとに直されています。"
                "入力したことは残っています。このページを別の窓で開き、いまのすがたを見て直してください。"
            )
            % {"body": body.name}
        ) from stale
