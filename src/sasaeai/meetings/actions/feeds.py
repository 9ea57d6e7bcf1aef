"""Making, renewing and withdrawing the secret address of a calendar."""

from __future__ import annotations

import secrets

from django.db import transaction

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings import queries
from sasaeai.meetings.access import check_can_keep_feed
from sasaeai.meetings.models import CalendarFeed
from sasaeai.meetings.queries import FeedOf

TOKEN_BYTES = 32


def make_feed(*, of: FeedOf, actor: Viewer) -> CalendarFeed:
    """The calendar address of a person, a body or a district; the one there is, if there is one."""
    check_can_keep_feed(actor, of)
    with transaction.atomic():
        _lock(of)
        return queries.current_feed(of) or _make(of, actor)


def renew_feed(*, feed: CalendarFeed, actor: Viewer) -> CalendarFeed:
    """A new address instead of this one, which stops working: who had it sees nothing more."""
    of = feed_subject(feed)
    check_can_keep_feed(actor, of)
    with transaction.atomic():
        _lock(of)
        _withdraw_current(of, actor)
        return _make(of, actor)


def withdraw_feed(*, feed: CalendarFeed, actor: Viewer) -> CalendarFeed:
    """Let an address work no longer. `restore_feed` brings it back."""
    of = feed_subject(feed)
    check_can_keep_feed(actor, of)
    with transaction.atomic():
        _lock(of)
        row = CalendarFeed.objects.select_for_update().get(pk=feed.pk)
        if row.removed_at is None:
            _set_removed(row, actor, removed=True)
    return row


def restore_feed(*, feed: CalendarFeed, actor: Viewer) -> CalendarFeed:
    """Let an address work again; one that took its place stops working."""
    of = feed_subject(feed)
    check_can_keep_feed(actor, of)
    with transaction.atomic():
        _lock(of)
        row = CalendarFeed.objects.select_for_update().get(pk=feed.pk)
        if row.removed_at is not None:
            _withdraw_current(of, actor)
            _set_removed(row, actor, removed=False)
    return row


def feed_subject(feed: CalendarFeed) -> FeedOf:
    """What the calendar is of."""
    return feed.person or feed.body or feed.district  # a constraint says that it is one of them


def _make(of: FeedOf, actor: Viewer) -> CalendarFeed:
    feed = CalendarFeed.objects.create(
        municipality_id=of.municipality_id,
        token=secrets.token_urlsafe(TOKEN_BYTES),
        made_by_name=actor.name[:200],
        **{queries.feed_column(of): of},
    )
    audit.record(actor=actor, verb="create", obj=feed)  # never with the token: it is a key
    return feed


def _withdraw_current(of: FeedOf, actor: Viewer) -> None:
    standing = queries.current_feed(of)
    if standing is not None:
        _set_removed(standing, actor, removed=True)


def _set_removed(row: CalendarFeed, actor: Viewer, *, removed: bool) -> None:
    row.removed_at = clock.now() if removed else None
    row.save(update_fields=["removed_at"])
    audit.record(actor=actor, verb="remove" if removed else "restore", obj=row)


def _lock(of: FeedOf) -> None:
    """Of two who make an address at once the second finds the first one's."""
    type(of).objects.select_for_update().get(pk=of.pk)
