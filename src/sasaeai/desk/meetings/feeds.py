"""カレンダーのアドレス: made, renewed and withdrawn for a person, a body or a district."""

from __future__ import annotations

import base64
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sasaeai.desk.gate import DeskRequest, runs_meetings, signed_in
from sasaeai.meetings import actions, queries
from sasaeai.meetings.access import check_can_keep_feed
from sasaeai.meetings.models import Body, CalendarFeed
from sasaeai.meetings.queries import FeedOf
from sasaeai.paper.qr import qr_svg
from sasaeai.people.models import Person
from sasaeai.people.queries import get_visible_person
from sasaeai.web.messages import undo_message


@runs_meetings
@require_http_methods(["GET", "POST"])
def body_calendar(request: DeskRequest, body_id: UUID) -> HttpResponse:
    """The calendar of a body's meetings."""
    return _page(request, queries.get_visible_body(body_id, viewer=request.viewer))


@runs_meetings
@require_http_methods(["GET", "POST"])
def district_calendar(request: DeskRequest, district_id: UUID) -> HttpResponse:
    """The calendar of all meetings in a district."""
    return _page(request, queries.get_visible_district(district_id, viewer=request.viewer))


@signed_in
@require_http_methods(["GET", "POST"])
def person_calendar(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """The calendar of the meetings that a person is called to; everybody has their own."""
    return _page(request, get_visible_person(person_id, viewer=request.viewer))


@signed_in
@require_POST
def feed_renew(request: DeskRequest, feed_id: UUID) -> HttpResponse:
    """A new address; the old one stops working."""
    feed = queries.get_visible_feed(feed_id, viewer=request.viewer)
    actions.renew_feed(feed=feed, actor=request.viewer)
    text = _("新しいアドレスにしました。前のアドレスでは、もう見られません。")
    undo_message(request, text, reverse("desk:feed_restore", args=[feed.id]))
    return _to_page(feed)


@signed_in
@require_POST
def feed_withdraw(request: DeskRequest, feed_id: UUID) -> HttpResponse:
    """The address stops working."""
    feed = queries.get_visible_feed(feed_id, viewer=request.viewer)
    actions.withdraw_feed(feed=feed, actor=request.viewer)
    text = _("カレンダーのアドレスを使えなくしました。")
    undo_message(request, text, reverse("desk:feed_restore", args=[feed.id]))
    return _to_page(feed)


@signed_in
@require_POST
def feed_restore(request: DeskRequest, feed_id: UUID) -> HttpResponse:
    """An address works again."""
    feed = queries.get_visible_feed(feed_id, viewer=request.viewer)
    actions.restore_feed(feed=feed, actor=request.viewer)
    undo_message(request, _("前のアドレスに戻しました。"), None)
    return _to_page(feed)


def _page(request: DeskRequest, of: FeedOf) -> HttpResponse:
    check_can_keep_feed(request.viewer, of)
    if request.method == "POST":
        actions.make_feed(of=of, actor=request.viewer)
        undo_message(request, _("カレンダーのアドレスを作りました。"), None)
        return redirect(request.path)
    feed = queries.current_feed(of)
    context = {
        "of": of,
        "feed": feed,
        "is_person": isinstance(of, Person),
        "above": _above(of),
        "is_own": isinstance(of, Person) and of.id == request.viewer.person_id,
        "reachable": settings.SERVED_OVER_HTTPS,
        **(_address(feed) if feed else {}),
    }
    return render(request, "desk/meetings/feed.html", context)


def _address(feed: CalendarFeed) -> dict[str, str]:
    """The address, the same for a tap that subscribes, and as QR for a phone."""
    path = reverse("portal:feed", args=[feed.token])
    address = f"{settings.SITE_URL.rstrip('/')}{path}"
    subscribed = f"webcal://{address.partition('://')[2]}"
    picture = base64.b64encode(qr_svg(subscribed).encode()).decode()
    return {
        "address": address,
        "webcal": subscribed,
        "picture": f"data:image/svg+xml;base64,{picture}",
    }


def _above(of: FeedOf) -> str:
    if isinstance(of, Person):
        return reverse("desk:person", args=[of.id])
    return reverse("desk:body" if isinstance(of, Body) else "desk:district", args=[of.id])


def _to_page(feed: CalendarFeed) -> HttpResponseRedirect:
    column = queries.feed_column(actions.feed_subject(feed))
    return redirect(f"desk:{column}_calendar", getattr(feed, f"{column}_id"))
