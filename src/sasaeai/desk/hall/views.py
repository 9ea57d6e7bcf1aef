"""会場の端末: choosing between texts, putting back what was taken away, asking a device to forget."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.desk.hall.block import hall_block
from sasaeai.desk.meetings.frame import meeting_page
from sasaeai.hall import actions, queries
from sasaeai.hall.actions import HandedIn
from sasaeai.hall.forms import SealedFileForm
from sasaeai.hall.models import Card, Carry
from sasaeai.kernel.errors import InvalidInput
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries import get_visible_meeting
from sasaeai.web.messages import undo_message

_SAID = {
    actions.BOTH: gettext_lazy("両方の文を残しました。"),
    actions.ASIDE: gettext_lazy("この文は使わないことにしました。"),
}


@signed_in
@require_safe
def meeting_hall(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Devices of a meeting, texts that wait for a choice, and texts that are not in the record."""
    meeting = get_visible_meeting(meeting_id, viewer=request.viewer)
    return meeting_page(
        request,
        meeting,
        "day",
        "desk/hall/hall.html",
        {
            "hall": hall_block(meeting, viewer=request.viewer),
            "page": queries.open_cards(meeting, request.GET.get("page")),
        },
    )


@signed_in
@require_safe
def card(request: DeskRequest, card_id: UUID) -> HttpResponse:
    """Every text that a card ever had."""
    found = queries.get_visible_card(card_id, viewer=request.viewer)
    (shown,) = queries.look_at(found.meeting, [found])
    return meeting_page(
        request,
        found.meeting,
        "day",
        "desk/hall/card.html",
        {"one": shown, "texts": queries.all_texts(found)},
    )


@runs_meetings
@require_POST
def choose(request: DeskRequest, card_id: UUID) -> HttpResponse:
    """Let one text stand, or both."""
    found = queries.get_visible_card(card_id, viewer=request.viewer)
    keep = request.POST.get("keep", "")
    # What is set aside comes back by its own text, a choice by the text that stood before.
    before = request.POST.get("aside") or found.applied_id
    row = actions.resolve(
        card=found,
        keep=keep if keep in _SAID else _id(keep),
        seen=[_id(each) for each in request.POST.get("seen", "").split(",")],
        actor=request.viewer,
    )
    undo_message(
        request,
        _SAID.get(keep, _("選んだ文を残しました。")),
        reverse("desk:hall_choose", args=[row.id]) if before is not None else None,
        keep=before,
        seen=queries.seen_of(row),
    )
    return _back(row.meeting)


@runs_meetings
@require_POST
def put_back(request: DeskRequest, card_id: UUID) -> HttpResponse:
    """Put back what a card is about, and let the card into the record."""
    found: Card = queries.get_visible_card(card_id, viewer=request.viewer)
    actions.offer_back(card=found, actor=request.viewer)
    messages.success(request, _("元に戻して、会場で書いたものを記録に入れました。"))
    return _back(found.meeting)


@runs_meetings
@require_POST
def again(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Try what waits once more."""
    meeting = get_visible_meeting(meeting_id, viewer=request.viewer)
    actions.try_again(meeting=meeting, actor=request.viewer)
    left = queries.open_counts(meeting).waiting
    if left:
        messages.warning(
            request,
            ngettext(
                "%(n)s件は、まだ記録に入れられません。わけは下に出ています。",
                "%(n)s件は、まだ記録に入れられません。わけは下に出ています。",
                left,
            )
            % {"n": left},
        )
    else:
        messages.success(request, _("すべて記録に入れました。"))
    return _back(meeting)


@runs_meetings
@require_POST
def wipe(request: DeskRequest, carry_id: UUID) -> HttpResponse:
    """Ask a device to drop what it has of a meeting."""
    found = _carry(request, carry_id)
    actions.ask_wipe(carry=found, actor=request.viewer)
    undo_message(
        request,
        _("端末「%(name)s」が次につながったとき、この会議のデータを消します。")
        % {"name": found.device_name},
        reverse("desk:hall_keep", args=[found.id]),
    )
    return _back(found.meeting)


@runs_meetings
@require_POST
def keep(request: DeskRequest, carry_id: UUID) -> HttpResponse:
    """Take the asking back, as long as the device did not do it."""
    found = _carry(request, carry_id)
    actions.take_back_wipe(carry=found, actor=request.viewer)
    messages.success(
        request, _("端末「%(name)s」のデータは消しません。") % {"name": found.device_name}
    )
    return _back(found.meeting)


@runs_meetings
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Take in a sealed file that a device saved because it could not send."""
    meeting = get_visible_meeting(meeting_id, viewer=request.viewer)
    form = SealedFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        done = attempt(
            form,
            actions.take_in_sealed_file,
            meeting=meeting,
            content=form.cleaned_data["file"].read(),
            actor=request.viewer,
        )
        if done:
            _say_what_came(request, done)
            return _back(meeting)
    return meeting_page(request, meeting, "day", "desk/hall/hand_in.html", {"form": form})


def _say_what_came(request: DeskRequest, done: HandedIn) -> None:
    words = {"who": done.written_by, "device": done.device_name, "n": done.taken.fresh}
    if done.is_known:
        messages.success(
            request, _("このファイルのものは、すべて前に届いています。何も変えていません。")
        )
    else:
        messages.success(
            request, _("%(who)sさんが端末「%(device)s」に書いた%(n)s件を受け取りました。") % words
        )
    if done.taken.refused:
        reasons = "".join(dict.fromkeys(each.reason for each in done.taken.refused))
        messages.warning(
            request,
            _("読めなかったものが%(n)s件あります。%(reasons)s")
            % {"n": len(done.taken.refused), "reasons": reasons},
        )


def _carry(request: DeskRequest, carry_id: UUID) -> Carry:
    """A carry of a meeting the viewer may read."""
    found = queries.get_carry(carry_id, viewer=request.viewer)
    get_visible_meeting(found.meeting_id, viewer=request.viewer)
    return found


def _back(meeting: Meeting) -> HttpResponse:
    return redirect("desk:meeting_hall", meeting.id)


def _id(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as error:
        raise InvalidInput(_("残す文を選んでください。")) from error
