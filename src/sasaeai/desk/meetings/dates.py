"""日程調整: asking a few key people before a date is fixed, and deciding on one."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.desk.meetings.found import body_to_change, ids_of, show_warnings
from sasaeai.desk.papers import paper_response
from sasaeai.kernel.display import long_date
from sasaeai.meetings import actions, queries
from sasaeai.meetings.exports.date_slip import date_slips_paper
from sasaeai.meetings.forms.dates import (
    AskDatesForm,
    EditPollForm,
    KeyMarksForm,
    SlotForm,
    poll_values,
    slot_words,
)
from sasaeai.meetings.models import DatePoll, DateVoter
from sasaeai.meetings.queries.dates import PollTable, VoterRow, field_of
from sasaeai.meetings.queries.meetings import get_called_meeting
from sasaeai.paper.errors import PaperError
from sasaeai.people.access import can_run_district, check_can_run_district
from sasaeai.web.messages import undo_message


@runs_meetings
@require_http_methods(["GET", "POST"])
def dates_new(request: DeskRequest, body_id: UUID) -> HttpResponse:
    """Ask for a date: days and people arrive ticked."""
    body = body_to_change(request, body_id)
    defaults = queries.poll_defaults(body, viewer=request.viewer)
    form = AskDatesForm(request.POST or None, body=body, defaults=defaults)
    if form.is_valid():
        posts = queries.posts_to_call(ids_of(form.cleaned_data["posts"]), viewer=request.viewer)
        poll = attempt(
            form,
            actions.ask_dates,
            body=body,
            question=form.question(),
            starts=form.starts(),
            posts=posts,
            actor=request.viewer,
        )
        if poll:
            undo = reverse("desk:date_poll_remove", args=[poll.id])
            undo_message(request, _("日程のおたずねを始めました。"), undo)
            return redirect("desk:date_poll", poll.id)
    context = {"body": body, "form": form, "defaults": defaults}
    return render(request, "desk/meetings/dates_new.html", context)


@signed_in
@require_safe
def date_poll(request: DeskRequest, poll_id: UUID) -> HttpResponse:
    """The days with their answers, the people, and what to do next."""
    return _poll_page(request, queries.get_visible_poll(poll_id, viewer=request.viewer))


@runs_meetings
@require_http_methods(["GET", "POST"])
def date_poll_edit(request: DeskRequest, poll_id: UUID) -> HttpResponse:
    """Change purpose, length, hall, closing day, contact."""
    poll = _poll_to_change(request, poll_id)
    form = EditPollForm(
        request.POST or None, body=poll.body, initial=poll_values(poll), version=poll.version
    )
    if form.is_valid() and attempt(
        form,
        actions.edit_poll,
        poll=poll,
        question=form.question(),
        base_version=form.cleaned_data["base_version"],
        actor=request.viewer,
    ):
        undo_message(request, _("たずねる内容を直しました。"), None)
        return redirect("desk:date_poll", poll.id)
    context = {"poll": poll, "body": poll.body, "form": form}
    return render(request, "desk/meetings/dates_edit.html", context)


@runs_meetings
@require_POST
def date_poll_remove(request: DeskRequest, poll_id: UUID) -> HttpResponse:
    """Stop asking."""
    poll = _poll_to_change(request, poll_id)
    actions.remove_poll(poll=poll, actor=request.viewer)
    undo = reverse("desk:date_poll_restore", args=[poll.id])
    undo_message(request, _("日程のおたずねを取りやめました。答えは残っています。"), undo)
    return redirect("desk:body", poll.body_id)


@runs_meetings
@require_POST
def date_poll_restore(request: DeskRequest, poll_id: UUID) -> HttpResponse:
    """Ask again."""
    poll = _poll_to_change(request, poll_id, removed=True)
    actions.restore_poll(poll=poll, actor=request.viewer)
    undo_message(request, _("日程のおたずねを元に戻しました。"), None)
    return redirect("desk:date_poll", poll.id)


@runs_meetings
@require_POST
def date_slot_add(request: DeskRequest, poll_id: UUID) -> HttpResponse:
    """Ask for one more day."""
    poll = _poll_to_change(request, poll_id)
    form = SlotForm(request.POST)
    starts_at = form.starts_at() if form.is_valid() else None
    if starts_at is not None:
        slot = attempt(form, actions.add_slot, poll=poll, starts_at=starts_at, actor=request.viewer)
        if slot:
            undo = reverse("desk:date_slot_remove", args=[slot.id])
            text = _("%(day)sを候補に加えました。") % {"day": slot_words(slot.starts_at)}
            undo_message(request, text, undo)
            return redirect("desk:date_poll", poll.id)
    return _poll_page(request, poll, slot_form=form)


@runs_meetings
@require_POST
def date_slot_remove(request: DeskRequest, slot_id: UUID) -> HttpResponse:
    """Take a day out of the question."""
    slot = queries.get_visible_slot(slot_id, viewer=request.viewer)
    actions.remove_slot(slot=slot, actor=request.viewer)
    text = _("%(day)sを候補から外しました。答えは残っています。")
    undo = reverse("desk:date_slot_restore", args=[slot.id])
    undo_message(request, text % {"day": slot_words(slot.starts_at)}, undo)
    return redirect("desk:date_poll", slot.poll_id)


@runs_meetings
@require_POST
def date_slot_restore(request: DeskRequest, slot_id: UUID) -> HttpResponse:
    """Put a day back with its answers."""
    slot = queries.get_visible_slot(slot_id, viewer=request.viewer)
    actions.restore_slot(slot=slot, actor=request.viewer)
    text = _("%(day)sを候補に戻しました。") % {"day": slot_words(slot.starts_at)}
    undo_message(request, text, None)
    return redirect("desk:date_poll", slot.poll_id)


@runs_meetings
@require_POST
def date_slot_choose(request: DeskRequest, slot_id: UUID) -> HttpResponse:
    """Decide on a day: its meeting is prepared, and the agenda is next."""
    slot = queries.get_visible_slot(slot_id, viewer=request.viewer)
    meeting = actions.choose_slot(slot=slot, actor=request.viewer)
    text = _(
        "%(day)sに決め、会議の準備を始めました。つぎは議題です。"
        "日程をきいた方には、案内状かお電話でお知らせください。"
    ) % {"day": long_date(meeting.held_on)}
    undo_message(request, text, reverse("desk:date_poll_take_back", args=[slot.poll_id]))
    show_warnings(request, get_called_meeting(meeting.id, viewer=request.viewer))
    return redirect("desk:meeting_agenda", meeting.id)


@runs_meetings
@require_POST
def date_poll_take_back(request: DeskRequest, poll_id: UUID) -> HttpResponse:
    """Take the decision back and go on asking."""
    poll = _poll_to_change(request, poll_id)
    actions.take_back_choice(poll=poll, actor=request.viewer)
    undo_message(request, _("決定を取り消しました。準備した会議は中止にしました。"), None)
    return redirect("desk:date_poll", poll.id)


@runs_meetings
@require_POST
def date_voter_add(request: DeskRequest, poll_id: UUID) -> HttpResponse:
    """Ask one more person."""
    poll = _poll_to_change(request, poll_id)
    posts = queries.posts_to_call(ids_of([request.POST.get("post", "")]), viewer=request.viewer)
    for post in posts[:1]:
        voter = actions.ask_person(poll=poll, post=post, actor=request.viewer)
        undo = reverse("desk:date_voter_remove", args=[voter.id])
        undo_message(request, _("%(who)sにもききます。") % {"who": voter}, undo)
    if not posts:
        messages.error(request, _("日程をきく人を選んでください。"))
    return redirect("desk:date_poll", poll.id)


@runs_meetings
@require_POST
def date_voter_remove(request: DeskRequest, voter_id: UUID) -> HttpResponse:
    """Ask somebody no longer."""
    voter = queries.get_visible_voter(voter_id, viewer=request.viewer)
    actions.remove_voter(voter=voter, actor=request.viewer)
    undo = reverse("desk:date_voter_restore", args=[voter.id])
    undo_message(request, _("%(who)sをきく人から外しました。") % {"who": voter}, undo)
    return redirect("desk:date_poll", voter.poll_id)


@runs_meetings
@require_POST
def date_voter_restore(request: DeskRequest, voter_id: UUID) -> HttpResponse:
    """Ask somebody again."""
    voter = queries.get_visible_voter(voter_id, viewer=request.viewer)
    actions.restore_voter(voter=voter, actor=request.viewer)
    undo_message(request, _("%(who)sを戻しました。") % {"who": voter}, None)
    return redirect("desk:date_poll", voter.poll_id)


@runs_meetings
@require_http_methods(["GET", "POST"])
def date_voter(request: DeskRequest, voter_id: UUID) -> HttpResponse:
    """Key what somebody said over the phone or wrote on the slip."""
    voter = queries.get_visible_voter(voter_id, viewer=request.viewer)
    check_can_run_district(request.viewer, voter.poll.body.district)
    table = queries.poll_table(voter.poll, on=request.viewer.on)
    row = queries.voter_row(table, voter)
    form = _marks_form(request, table, row)
    if form.is_valid():
        done = attempt(
            form,
            actions.mark_dates,
            voter=voter,
            answers=form.answers(),
            note=form.cleaned_data["note"],
            via=form.cleaned_data["via"],
            base_version=form.cleaned_data["base_version"],
            actor=request.viewer,
        )
        if done:
            _say_keyed(request, table, row, done)
            return redirect("desk:date_poll", voter.poll_id)
    context = {"poll": voter.poll, "body": voter.poll.body, "voter": voter, "form": form}
    return render(request, "desk/meetings/dates_key.html", context)


@runs_meetings
@require_safe
def date_slips(request: DeskRequest, poll_id: UUID) -> HttpResponse:
    """A sheet for each person asked, to post, hand over or FAX. It names people: a trace is left."""
    poll = _poll_to_change(request, poll_id)
    table = queries.poll_table(poll, on=request.viewer.on)
    links = {row.voter.id: _link(row.voter) for row in table.voters}
    try:
        paper = date_slips_paper(poll, table, links=links, printed_on=request.viewer.on)
    except PaperError as error:
        messages.error(request, error.message)
        return redirect("desk:date_poll", poll.id)
    actions.record_slip_export(poll=poll, paper=paper.name, actor=request.viewer)
    return paper_response(paper)


def _poll_to_change(request: DeskRequest, poll_id: UUID, *, removed: bool = False) -> DatePoll:
    """A poll for who runs its district."""
    poll = queries.get_visible_poll(poll_id, viewer=request.viewer, removed=removed)
    check_can_run_district(request.viewer, poll.body.district)
    return poll


def _poll_page(
    request: DeskRequest, poll: DatePoll, *, slot_form: SlotForm | None = None
) -> HttpResponse:
    table = queries.poll_table(poll, on=request.viewer.on)
    may_run = can_run_district(request.viewer, poll.body.district)
    undecided = may_run and poll.meeting_id is None
    context = {
        "poll": poll,
        "body": poll.body,
        "table": table,
        "may_run": may_run,
        "undecided": undecided,
        "is_late": poll.closes_on < request.viewer.on,
        "slot_form": slot_form or SlotForm(initial={"start": _usual_start(table)}),
        "others": _others(request, poll, table) if undecided else [],
        "people": [(row, _link(row.voter)) for row in table.voters],
        "links_work": settings.SERVED_OVER_HTTPS,
    }
    return render(request, "desk/meetings/date_poll.html", context)


def _usual_start(table: PollTable) -> object:
    return table.slots[0].start if table.slots else None


def _others(request: DeskRequest, poll: DatePoll, table: PollTable) -> list[tuple[UUID, str]]:
    """Who could be asked besides: posts of the proposal whose holders are not asked yet."""
    asked = {row.voter.person_id for row in table.voters}
    people = queries.poll_defaults(poll.body, viewer=request.viewer).people
    return [
        (each.post.id, f"{each.post} {each.name}") for each in people if each.person_id not in asked
    ]


def _marks_form(request: DeskRequest, table: PollTable, row: VoterRow) -> KeyMarksForm:
    slots = [column.slot for column in table.slots]
    answers = {slot.id: answer for slot, answer in zip(slots, row.answers, strict=True)}
    return KeyMarksForm(
        request.POST or None,
        slots=slots,
        answers=answers,
        note=row.voter.note,
        version=row.version,
        initial={"via": "phone"},
    )


def _say_keyed(request: DeskRequest, table: PollTable, row: VoterRow, done: DateVoter) -> None:
    """Say that it was keyed, with a way back to what stood there before."""
    before = {
        field_of(column.slot.id): answer
        for column, answer in zip(table.slots, row.answers, strict=True)
    }
    text = _("%(who)sの答えを入れました。") % {"who": row.voter}
    values = {"note": row.voter.note, "via": "phone"} | before
    values["base_version"] = str(queries.answers_version(done))
    undo_message(request, text, reverse("desk:date_voter", args=[row.voter.id]), **values)


def _link(voter: DateVoter) -> str:
    """The address of the answer page, empty while the site cannot be reached from outside."""
    if not settings.SERVED_OVER_HTTPS:
        return ""
    path = reverse("portal:date_poll", args=[voter.code.replace("-", "")])
    return f"{settings.SITE_URL.rstrip('/')}{path}"
