"""守秘の決まり: the rule of the city's support council, and which kinds a law binds."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sasaeai.desk.gate import DeskRequest, attempt, sees_city
from sasaeai.people.actions.settings import record_support_council, set_kind_bound
from sasaeai.people.forms.settings import CouncilRuleForm
from sasaeai.people.queries.settings import city_of, get_kind, kinds_bound
from sasaeai.web.messages import undo_message


@sees_city
@require_http_methods(["GET", "POST"])
def city_secrecy(request: DeskRequest) -> HttpResponse:
    """By which rule the city has a support council (L-03), and whom a law binds (L-06)."""
    city = city_of(request.viewer)
    form = CouncilRuleForm(
        request.POST or None,
        initial={"rule": city.support_council_rule, "since": city.support_council_since},
    )
    if form.is_valid() and attempt(
        form, record_support_council, actor=request.viewer, **form.cleaned_data
    ):
        undo_message(request, _("支援会議の要綱を登録しました。"), None)
        return redirect("desk:city_secrecy")
    context = {"city": city, "form": form, "kinds": kinds_bound(request.viewer)}
    return render(request, "desk/city/secrecy.html", context)


@sees_city
@require_POST
def kind_bound(request: DeskRequest, kind_id: UUID) -> HttpResponse:
    """Say whether a law binds the people of a kind of organisation."""
    kind = get_kind(kind_id, viewer=request.viewer)
    wanted = request.POST.get("bound") == "yes"
    set_kind_bound(kind=kind, is_bound=wanted, actor=request.viewer)
    url = reverse("desk:kind_bound", args=[kind.id])
    text = (
        _("「%(kind)s」を、法律に守秘義務がある種類にしました。")
        if wanted
        else _("「%(kind)s」を、誓約をお願いする種類にしました。")
    )
    undo_message(request, text % {"kind": kind.name}, url, bound="no" if wanted else "yes")
    return redirect("desk:city_secrecy")
