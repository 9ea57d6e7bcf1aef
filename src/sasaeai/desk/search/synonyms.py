"""同じ意味のことば: which words are found by each other; the city's staff put them right."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, sees_city
from sasaeai.search import actions, queries
from sasaeai.search.forms import EditSynonymsForm, SynonymsForm
from sasaeai.web.messages import undo_message

PAGE = 30


@sees_city
@require_safe
def synonyms(request: DeskRequest) -> HttpResponse:
    """The groups of the municipality; the usual ones while it has none of its own."""
    own = queries.current_groups(request.viewer)
    context = {
        "page": Paginator(own or queries.usual_groups(), PAGE).get_page(request.GET.get("page")),
        "is_own": bool(own),
    }
    return render(request, "desk/search/synonyms.html", context)


@sees_city
@require_POST
def synonyms_keep(request: DeskRequest) -> HttpResponse:
    """Let the usual groups be the municipality's own, so that they can be changed."""
    actions.keep_defaults(actor=request.viewer)
    undo_message(request, _("ことばを一つずつ直せるようになりました。"), None)
    return redirect("desk:synonyms")


@sees_city
@require_http_methods(["GET", "POST"])
def synonyms_new(request: DeskRequest) -> HttpResponse:
    """Add a group."""
    form = SynonymsForm(request.POST or None)
    if form.is_valid():
        made = attempt(form, actions.add_group, actor=request.viewer, **form.cleaned_data)
        if made:
            text = _("「%(words)s」を、同じ意味のことばにしました。") % {"words": made}
            undo_message(request, text, reverse("desk:synonyms_remove", args=[made.id]))
            return redirect("desk:synonyms")
    return render(request, "desk/search/synonyms_form.html", {"form": form, "group": None})


@sees_city
@require_http_methods(["GET", "POST"])
def synonyms_edit(request: DeskRequest, synonyms_id: UUID) -> HttpResponse:
    """Change the words of a group."""
    group = queries.get_group(synonyms_id, viewer=request.viewer)
    form = EditSynonymsForm(request.POST or None, group=group)
    if form.is_valid() and attempt(
        form, actions.edit_group, group=group, actor=request.viewer, **form.cleaned_data
    ):
        undo_message(request, _("同じ意味のことばを直しました。"), None)
        return redirect("desk:synonyms")
    return render(request, "desk/search/synonyms_form.html", {"form": form, "group": group})


@sees_city
@require_POST
def synonyms_remove(request: DeskRequest, synonyms_id: UUID) -> HttpResponse:
    """Take a group out."""
    group = queries.get_group(synonyms_id, viewer=request.viewer)
    actions.remove_group(group=group, actor=request.viewer)
    text = _("「%(words)s」を外しました。") % {"words": group}
    undo_message(request, text, reverse("desk:synonyms_restore", args=[group.id]))
    return redirect("desk:synonyms")


@sees_city
@require_POST
def synonyms_restore(request: DeskRequest, synonyms_id: UUID) -> HttpResponse:
    """Put a group back."""
    group = queries.get_group(synonyms_id, viewer=request.viewer)
    actions.restore_group(group=group, actor=request.viewer)
    text = _("「%(words)s」を元に戻しました。") % {"words": group}
    undo_message(request, text, None)
    return redirect("desk:synonyms")
