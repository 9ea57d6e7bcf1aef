"""LINEの登録 of a person or an organisation: taken out and brought back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sasaeai.desk.gate import DeskRequest, runs_meetings
from sasaeai.notices.actions.line import restore_line, unlink_line
from sasaeai.notices.models import LineFriend
from sasaeai.notices.queries.line import get_visible_line_friend
from sasaeai.web.messages import undo_message


@runs_meetings
@require_POST
def line_unlink(request: DeskRequest, friend_id: UUID) -> HttpResponse:
    """Copies go by LINE no longer."""
    friend = get_visible_line_friend(friend_id, viewer=request.viewer)
    unlink_line(friend=friend, actor=request.viewer)
    text = _("LINEの登録を外しました。")
    undo_message(request, text, reverse("desk:line_restore", args=[friend.id]))
    return _to_page(friend)


@runs_meetings
@require_POST
def line_restore(request: DeskRequest, friend_id: UUID) -> HttpResponse:
    """The link is there again."""
    friend = get_visible_line_friend(friend_id, viewer=request.viewer)
    restore_line(friend=friend, actor=request.viewer)
    undo_message(request, _("LINEの登録を戻しました。"), None)
    return _to_page(friend)


def _to_page(friend: LineFriend) -> HttpResponseRedirect:
    if friend.person_id is not None:
        return redirect("desk:person", friend.person_id)
    return redirect("desk:organization", friend.organization_id)
