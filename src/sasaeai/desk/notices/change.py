"""延期・変更・中止: one look at text and recipients, one button, and what is to do next."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings
from sasaeai.desk.meetings.frame import meeting_page
from sasaeai.hall.actions import try_again
from sasaeai.jobs.queries import latest_job
from sasaeai.kernel.display import long_date
from sasaeai.kernel.errors import InvalidInput
from sasaeai.meetings.access import check_can_run
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries import get_visible_meeting
from sasaeai.notices import actions, queries
from sasaeai.notices.actions.sending import sending_topic
from sasaeai.notices.enums import ChangeWay
from sasaeai.notices.forms import ChangeTextForm, WishForm
from sasaeai.notices.models import Notice, Reply
from sasaeai.notices.queries import changes, told
from sasaeai.notices.queries.calling import CallFor, CallGroup, calling_order
from sasaeai.notices.queries.changes import ChangeDraft, Following
from sasaeai.people.enums import Channel
from sasaeai.web.messages import undo_message


@runs_meetings
@require_http_methods(["GET", "POST"])
def meeting_change(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Choose what becomes of a meeting, look at it, and carry it out with everybody told.

    The wish stands in the address (GET), so that each look shows exactly what the button will do.
    """
    meeting = _meeting(request, meeting_id)
    asked = request.POST if request.method == "POST" else request.GET
    known = told.in_hand(meeting)
    ways = changes.ways_open(meeting, known)
    way = _way(asked.get("way", ""), ways)
    if way is not None and way not in ways:
        messages.error(request, changes.refusal(meeting, way))
        return redirect("desk:meeting_change", meeting.id)
    context: dict[str, Any] = {"ways": ways, "way": way}
    if way is None:
        return _page(request, meeting, context)
    is_typed = request.method == "POST" or "reason" in request.GET
    wish_form = WishForm(asked if is_typed else None, way=way, meeting=meeting)
    draft = _draft(request, meeting, wish_form, known)
    context |= {"wish_form": wish_form, "draft": draft}
    if draft is None:
        return _page(request, meeting, context)
    typed = request.POST if "subject" in request.POST else None
    text_form = ChangeTextForm(typed, draft=draft)
    if text_form.is_valid():
        done = attempt(
            text_form,
            actions.carry_out_change,
            meeting=meeting,
            wish=draft.wish,
            texts=text_form.texts(),
            base_version=text_form.cleaned_data["base_version"],
            actor=request.viewer,
        )
        if done:
            return _announced(request, done)
    context |= {"text_form": text_form, "hidden": _hidden(wish_form)}
    return _page(request, meeting, context)


@runs_meetings
@require_safe
def change_next(request: DeskRequest, meeting_id: UUID, notice_id: UUID) -> HttpResponse:
    """What is left to do after a change: whom to call now, which letters, how far the sending is."""
    meeting = _meeting(request, meeting_id)
    notice = changes.get_change(meeting, notice_id)
    following = changes.following_of(notice, viewer=request.viewer)
    context = {
        "notice": notice,
        "following": following,
        "calls": _calls(meeting, following),
        "changes": _changes(notice),
        "job": latest_job(sending_topic(notice), viewer=request.viewer),
        "way": ChangeWay(notice.approved_facts["way"]),
        "asks_reply": meeting.is_planned and notice.approved_facts.get("asks_reply", False),
        "is_newest": changes.changes_of(meeting)[0].pk == notice.pk,
    }
    return meeting_page(request, meeting, "plan", "desk/notices/change_next.html", context)


@runs_meetings
@require_POST
def change_told(request: DeskRequest, meeting_id: UUID, notice_id: UUID) -> HttpResponse:
    """One person was told by telephone; with `same` the answer for the earlier day still holds."""
    meeting = _meeting(request, meeting_id)
    notice = changes.get_change(meeting, notice_id)
    board = queries.notice_board(meeting, viewer=request.viewer, notice=notice)
    recipient = queries.chosen_recipients(board.recipients, [_id(request.POST.get("to", ""))])[0]
    chosen = {"notice": notice, "expected_ids": [recipient.id], "actor": request.viewer}
    if recipient.channel != Channel.PHONE:
        actions.choose_channel(**chosen, channel=Channel.PHONE)
    run = actions.mark_sent(**chosen)
    text = _("%(who)s：電話で伝えたと記録しました。") % {"who": recipient.expected}
    if "same" in request.POST and _confirm(request, meeting, recipient.id):
        text += _("返信も、新しい日程で入れました。")
    undo = reverse("desk:copies_undo", args=[meeting.id, notice.id])
    undo_message(request, text, undo, at=run.printed_at.isoformat())
    return redirect(f"{reverse('desk:change_next', args=[meeting.id, notice.id])}#calls")


@runs_meetings
@require_POST
def change_undo(request: DeskRequest, meeting_id: UUID, notice_id: UUID) -> HttpResponse:
    """Put the plan back and stop what has not left."""
    meeting = _meeting(request, meeting_id)
    notice = changes.get_change(meeting, notice_id)
    back = actions.take_back_change(notice=notice, actor=request.viewer)
    try_again(meeting=back.meeting, actor=request.viewer)
    undo_message(request, _undone(back.meeting, back.left, back.printed), None)
    if back.left:
        return redirect(f"{reverse('desk:meeting_change', args=[meeting.id])}?way=tell")
    return redirect("desk:meeting_plan", meeting.id)


@runs_meetings
@require_POST
def reply_confirm(request: DeskRequest, meeting_id: UUID, expected_id: UUID) -> HttpResponse:
    """「新しい日程でも同じ」 for one person, on the page of the replies."""
    meeting = _meeting(request, meeting_id)
    confirmed = _confirm(request, meeting, expected_id)
    if confirmed is not None:
        earlier, stands = (str(reply.id) for reply in confirmed)
        undo = reverse("desk:reply_restore", args=[meeting.id, expected_id])
        text = _("新しい日程でも同じ返信として入れました。")
        undo_message(request, text, undo, reply=earlier, stands=stands)
    return redirect(f"{reverse('desk:meeting_replies', args=[meeting.id])}#who")


@runs_meetings
@require_POST
def replies_confirm(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """「新しい日程でも同じ」 for everybody who was told of the move by telephone."""
    meeting = _meeting(request, meeting_id)
    replies = actions.confirm_told_replies(meeting=meeting, actor=request.viewer)
    if not replies:
        undo_message(request, _("新しい日程でも同じにする返信は、ありません。"), None)
    else:
        text = _("電話で伝えた%(count)d人の返信を、新しい日程でも同じとして入れました。")
        undo = reverse("desk:replies_unconfirm", args=[meeting.id])
        ids = ",".join(str(reply.id) for reply in replies)
        undo_message(request, text % {"count": len(replies)}, undo, replies=ids)
    return redirect("desk:meeting_replies", meeting.id)


@runs_meetings
@require_POST
def replies_unconfirm(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Take 「新しい日程でも同じ」 for many back at once."""
    meeting = _meeting(request, meeting_id)
    ids = [_id(text) for text in request.POST.get("replies", "").split(",")]
    count = actions.take_back_told_replies(meeting=meeting, reply_ids=ids, actor=request.viewer)
    text = _("%(count)d人の返信を、前の日程への返信に戻しました。") % {"count": count}
    undo_message(request, text, None)
    return redirect("desk:meeting_replies", meeting.id)


def _meeting(request: DeskRequest, meeting_id: UUID) -> Meeting:
    """The meeting of a page that only who runs it may open: it tells people."""
    meeting = get_visible_meeting(meeting_id, viewer=request.viewer)
    check_can_run(request.viewer, meeting)
    return meeting


def _way(asked: str, ways: tuple[ChangeWay, ...]) -> ChangeWay | None:
    """The way that was asked for; where there is one way only, that one."""
    if asked in ChangeWay.values:
        return ChangeWay(asked)
    return ways[0] if len(ways) == 1 else None


def _draft(
    request: DeskRequest, meeting: Meeting, form: WishForm, known: told.InHand
) -> ChangeDraft | None:
    """The change laid out; None while the form has to be typed first, with what is wrong on it."""
    if form.is_bound:
        if form.is_valid():
            return attempt(
                form,
                changes.change_draft,
                meeting=meeting,
                wish=form.wish(),
                viewer=request.viewer,
                known=known,
            )
        return None
    if form.way in {ChangeWay.MOVE, ChangeWay.CANCEL}:
        return None
    return changes.change_draft(meeting, form.wish(), viewer=request.viewer, known=known)


def _hidden(form: WishForm) -> list[tuple[str, str]]:
    """The wish as hidden fields of the form that carries it out."""
    value = form.cleaned_data if form.is_bound else form.initial
    shown = {"way": form.way.value, "reason": value.get("reason", "")}
    if form.way == ChangeWay.MOVE:
        shown |= {"on": value["on"].isoformat(), "venue": str(value["venue"].pk)}
        shown |= {name: value[name].strftime("%H:%M") for name in ("start", "end")}
    return list(shown.items())


def _announced(request: DeskRequest, done: actions.Announced) -> HttpResponse:
    """Say what was done and lead to what is next; what waited in the hall enters the record."""
    meeting, notice = done.meeting, done.notice
    try_again(meeting=meeting, actor=request.viewer)
    words = {
        ChangeWay.CANCEL: _("会議を中止にしました。"),
        ChangeWay.RESTORE: _("中止を取り消しました。"),
        ChangeWay.TELL: _("お知らせを作りました。"),
    }
    moved = _("%(day)sに変えました。") % {"day": long_date(meeting.held_on)}
    text = words.get(ChangeWay(notice.approved_facts["way"]), moved)
    if not done.told:
        text += _("まだだれにも案内していないので、知らせる方はいません。")
    undo_message(request, text, reverse("desk:change_undo", args=[meeting.id, notice.id]))
    if done.refusal:
        messages.warning(request, done.refusal)
    if not done.told:
        return redirect("desk:meeting_plan", meeting.id)
    return redirect("desk:change_next", meeting.id, notice.id)


def _undone(meeting: Meeting, left: int, printed: int) -> str:
    text = _("もとに戻しました（%(day)s）。") % {"day": long_date(meeting.held_on)}
    if printed:
        text += _(
            "印刷したお知らせが%(printed)d通あります。"
            "出していなければ捨て、もう出したときは、もとに戻したことを知らせてください。"
        ) % {"printed": printed}
        if not left:
            return text
    if not left:
        return text + _("お知らせは、まだだれにも届いていません。")
    return text + _(
        "%(left)d人には、お知らせがもう届いています。もとに戻したことも知らせてください。"
    ) % {"left": left}


def _calls(meeting: Meeting, following: Following) -> list[CallGroup]:
    """The people to call, in the order of calling."""
    only = {recipient.id for recipient in following.to_call}
    return list(calling_order(meeting, CallFor.NEWS, only=only)) if only else []


def _changes(notice: Notice) -> list[tuple[str, str, str]]:
    """What was and what is now, a line each."""
    facts = notice.approved_facts
    if ChangeWay(facts["way"]) == ChangeWay.CANCEL:
        return [(str(_("日時")), facts["before"]["when"], str(_("中止")))]
    return [
        (str(label), facts["before"][name], facts["after"][name])
        for name, label in (("when", _("日時")), ("venue", _("会場")))
        if facts["before"][name] != facts["after"][name]
    ]


def _confirm(
    request: DeskRequest, meeting: Meeting, expected_id: UUID
) -> tuple[Reply, Reply] | None:
    """Let the earlier answer of one person stand for the new day; None when there is none.

    Returns it as it was, and as it stands now.
    """
    row = queries.reply_row(queries.reply_board(meeting), expected_id)
    if row.reply is None or not row.is_for_earlier_day:
        return None
    row.expected.meeting = meeting
    row.reply.expected = row.expected
    return row.reply, actions.confirm_reply(reply=row.reply, actor=request.viewer)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise InvalidInput(_("だれのことかが分かりません。ページを開き直してください。")) from error


def _page(request: DeskRequest, meeting: Meeting, context: dict[str, Any]) -> HttpResponse:
    return meeting_page(request, meeting, "plan", "desk/notices/change.html", context)
