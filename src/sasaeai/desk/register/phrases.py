"""定型文: the phrases that are offered where a record is written."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.kernel.errors import NotAllowed
from sasaeai.meetings.actions import phrases as actions
from sasaeai.meetings.enums import PhraseKind
from sasaeai.meetings.forms.phrases import PhraseForm
from sasaeai.meetings.models import Phrase
from sasaeai.meetings.queries.phrases import STANDARD, get_visible_phrase, phrase_rows
from sasaeai.web.messages import undo_message


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def phrases(request: DeskRequest) -> HttpResponse:
    """All phrases in their order; the form below adds one."""
    form = PhraseForm(request.POST or None)
    if request.method == "POST":
        actions.check_can_keep_phrases(request.viewer)
        made = form.is_valid() and attempt(
            form, actions.add_phrase, actor=request.viewer, **form.cleaned_data
        )
        if made:
            undo = reverse("desk:phrase_remove", args=[made.id])
            undo_message(request, _("定型文「%(text)s」を加えました。") % {"text": made.text}, undo)
            return redirect("desk:phrases")
    rows = phrase_rows(request.viewer)
    context = {
        "lists": [(kind, _current(rows, kind)) for kind in PhraseKind],
        "removed": [row for row in rows if row.removed_at is not None],
        "form": form,
        "may_keep": _may_keep(request),
    }
    return render(request, "desk/register/phrases.html", context)


def _current(rows: list[Phrase], kind: PhraseKind) -> list[Phrase]:
    """The phrases of a kind; the standard ones, which nobody has changed yet, have no id."""
    if not rows:
        return [Phrase(id=None, kind=kind, text=text) for text in STANDARD[kind]]
    return [row for row in rows if row.kind == kind and row.removed_at is None]


def _may_keep(request: DeskRequest) -> bool:
    try:
        actions.check_can_keep_phrases(request.viewer)
    except NotAllowed:
        return False
    return True


@runs_meetings
@require_POST
def phrase_seed(request: DeskRequest) -> HttpResponse:
    """Make the standard phrases the municipality's own, so that they can be ordered and removed."""
    actions.seed_phrases(actor=request.viewer)
    return redirect("desk:phrases")


@runs_meetings
@require_POST
def phrase_move(request: DeskRequest, phrase_id: UUID) -> HttpResponse:
    """Let a phrase change places with its neighbour."""
    found = get_visible_phrase(phrase_id, viewer=request.viewer)
    up = request.POST.get("direction") == "up"
    actions.move_phrase(phrase=found, up=up, actor=request.viewer)
    return redirect("desk:phrases")


@runs_meetings
@require_POST
def phrase_remove(request: DeskRequest, phrase_id: UUID) -> HttpResponse:
    """Take a phrase out of its list."""
    found = get_visible_phrase(phrase_id, viewer=request.viewer)
    actions.remove_phrase(phrase=found, actor=request.viewer)
    text = _("定型文「%(text)s」を外しました。") % {"text": found.text}
    undo_message(request, text, reverse("desk:phrase_restore", args=[found.id]))
    return redirect("desk:phrases")


@runs_meetings
@require_POST
def phrase_restore(request: DeskRequest, phrase_id: UUID) -> HttpResponse:
    """Put a phrase back."""
    found = get_visible_phrase(phrase_id, viewer=request.viewer)
    actions.restore_phrase(phrase=found, actor=request.viewer)
    undo_message(request, _("定型文「%(text)s」を戻しました。") % {"text": found.text}, None)
    return redirect("desk:phrases")
