"""Whom to call, and why: usual members, those called last time, and what the topics propose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from sasaeai.kernel import text
from sasaeai.kernel.display import long_date
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import readable_meetings
from sasaeai.meetings.models import Expected, ExpectedItem, Meeting
from sasaeai.meetings.queries.holders import Terms, holders_on
from sasaeai.people.access import visible_organizations
from sasaeai.people.models import Organization, Post, Tenure

SEARCH_LIMIT = 30


@dataclass(frozen=True, slots=True)
class CallRow:
    """Somebody called. only_for: titles of the items they come for, empty for the whole meeting.

    warnings: a vacant post, a holder who has changed since, a term that ends before the day.
    renewable: the name kept at the call is no longer the one who holds the post on the day.
    """

    expected: Expected
    only_for: tuple[str, ...]
    warnings: tuple[str, ...]
    renewable: bool


@dataclass(frozen=True, slots=True)
class PostHit:
    """A post found in the register. note says when it, or its holder, is called already."""

    post: Post
    holder_name: str
    is_called: bool
    note: str


def get_visible_expected(expected_id: UUID, *, viewer: Viewer) -> Expected:
    """A call, also a withdrawn one, with its meeting. NotFound for strangers."""
    calls = Expected.objects.filter(
        municipality_id=viewer.municipality_id,
        meeting__in=readable_meetings(viewer),
        pk=expected_id,
    ).select_related("meeting__body__district", "meeting__municipality", "meeting__venue")
    if (expected := calls.first()) is None:
        raise NotFound(_("この声かけ先は見つかりません。"))
    return expected


def expected_of(meeting: Meeting) -> list[Expected]:
    """Everybody called to a meeting by number, with post, organisation, person and items."""
    only_for = ExpectedItem.objects.filter(
        municipality_id=meeting.municipality_id,
        expected__meeting=meeting,
        item__removed_at__isnull=True,
    ).select_related("item")
    return list(
        Expected.objects.current()
        .filter(municipality_id=meeting.municipality_id, meeting=meeting)
        .select_related("post", "organization", "person")
        .prefetch_related(Prefetch("for_items", only_for.order_by("item__position")))
    )


def posts_called(called: Iterable[Expected]) -> list[UUID]:
    """The posts among those called."""
    return [expected.post_id for expected in called if expected.post_id]


def call_row(expected: Expected, terms: Terms, day: date) -> CallRow:
    """What to know of somebody called to a meeting on `day`. Carries `for_items__item`."""
    only_for = tuple(link.item.title for link in expected.for_items.all())
    if expected.post_id is None:
        return CallRow(expected, only_for, (), renewable=False)
    holder = terms.on_the_day.get(expected.post_id)
    if holder is None:
        warning = vacancy_warning(terms.today.get(expected.post_id), day)
        return CallRow(expected, only_for, (warning,), renewable=False)
    if holder.person_id == expected.person_id:
        return CallRow(expected, only_for, (), renewable=False)
    warning = _("会議の日の「%(post)s」は%(name)sさんです。名前を直してください。") % {
        "post": expected.post_title,
        "name": holder.person.name,
    }
    return CallRow(expected, only_for, (warning,), renewable=True)


def vacancy_warning(present: Tenure | None, day: date) -> str:
    """What to know of a post that nobody is known to hold on the day of the meeting."""
    if present is not None and present.until is not None and present.until < day:
        return _("任期が%(until)sまでです。会議の日には次の方に代わっているかもしれません。") % {
            "until": long_date(present.until)
        }
    return _("いまは空席です。案内状は役職あてになります。")


def find_posts(query: str, *, on: date, viewer: Viewer) -> list[tuple[Post, str]]:
    """Posts of the register with whoever holds them on a day ("" when vacant); at most 30.

    Every word of `query` is found in the organisation, the title or the holder: kana, kanji or a
    part of either (kernel.text.fold). Two queries.
    """
    terms = text.split_terms(query)
    if not terms:
        return []
    posts = list(_matching(terms, on, viewer)[:SEARCH_LIMIT])
    held = holders_on([post.id for post in posts], on, municipality_id=viewer.municipality_id)
    return [(post, held[post.id].person.name if post.id in held else "") for post in posts]


def search_posts(meeting: Meeting, query: str, *, viewer: Viewer) -> list[PostHit]:
    """`find_posts` for calling: what is called already says so."""
    found = find_posts(query, on=meeting.held_on, viewer=viewer)
    if not found:
        return []
    called = list(
        Expected.objects.current().filter(municipality_id=meeting.municipality_id, meeting=meeting)
    )
    return [_hit(post, name, called) for post, name in found]


def _matching(terms: Sequence[str], on: date, viewer: Viewer) -> QuerySet[Post]:
    posts = Post.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=on),
        Q(organization__ended_on__isnull=True) | Q(organization__ended_on__gt=on),
        municipality_id=viewer.municipality_id,
        organization__in=visible_organizations(viewer).values("pk"),
    )
    running = Tenure.objects.filter(municipality_id=viewer.municipality_id).on(on)
    for term in terms:
        holding = running.filter(person__search_key__contains=term).values("post_id")
        posts = posts.filter(
            Q(organization__search_key__contains=term)
            | Q(title__icontains=term)
            | Q(title__icontains=text.to_katakana(term))
            | Q(pk__in=holding)
        )
    return posts.select_related("organization__kind")


def _hit(post: Post, name: str, called: Sequence[Expected]) -> PostHit:
    if any(expected.post_id == post.id for expected in called):
        return PostHit(post, name, is_called=True, note=_("すでに声をかけています。"))
    same = next((expected for expected in called if name and expected.person_name == name), None)
    if same is not None:
        note = _("%(name)sさんには「%(post)s」としてすでに声をかけています。") % {
            "name": name,
            "post": f"{same.organization_name} {same.post_title}",
        }
        return PostHit(post, name, is_called=False, note=note)
    note = "" if name else _("会議の日は空席です。案内状は役職あてになります。")
    return PostHit(post, name, is_called=False, note=note)


def calls_of(meeting: Meeting, ids: Iterable[UUID]) -> list[Expected]:
    """Calls of one meeting among some ids; strange ids are left out."""
    calls = Expected.objects.current().filter(
        municipality_id=meeting.municipality_id, meeting=meeting, pk__in=list(ids)
    )
    return list(calls)


def posts_to_call(post_ids: Iterable[UUID], *, viewer: Viewer) -> list[Post]:
    """Posts of organisations that the viewer sees, in the order asked. Strange ids are left out."""
    ids = list(dict.fromkeys(post_ids))
    found = {
        post.id: post
        for post in Post.objects.filter(
            municipality_id=viewer.municipality_id,
            pk__in=ids,
            organization__in=visible_organizations(viewer).values("pk"),
        ).select_related("organization__kind")
    }
    return [found[post_id] for post_id in ids if post_id in found]


def organizations_to_call(ids: Iterable[UUID], *, viewer: Viewer) -> list[Organization]:
    """Organisations that the viewer sees, in the order asked. Strange ids are left out."""
    wanted = list(dict.fromkeys(ids))
    organizations = visible_organizations(viewer).filter(pk__in=wanted).select_related("kind")
    found = {organization.id: organization for organization in organizations}
    return [found[pk] for pk in wanted if pk in found]
