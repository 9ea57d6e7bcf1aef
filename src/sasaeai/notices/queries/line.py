"""Who hears by LINE, and which calls somebody who writes there can answer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Expected
from sasaeai.notices.enums import OUT, NoticeKind
from sasaeai.notices.models import Delivery, LineFriend, Notice
from sasaeai.people.access import visible_organizations, visible_persons
from sasaeai.people.models import Municipality, Organization, Person


def friends_known_as(line_user_id: str) -> list[LineFriend]:
    """The links of one user of LINE, at most one a municipality, the newest first."""
    every = Municipality.objects.values("pk")
    friends = LineFriend.objects.current().filter(municipality__in=every, line_user_id=line_user_id)
    return list(friends.select_related("person", "organization").order_by("-created_at"))


def line_friend_of(whose: Person | Organization) -> LineFriend | None:
    """By which link a person, or an organisation as such, hears by LINE."""
    friends = LineFriend.objects.current().filter(municipality_id=whose.municipality_id)
    if isinstance(whose, Person):
        friends = friends.filter(person=whose)
    else:
        friends = friends.filter(person__isnull=True, organization=whose)
    return friends.order_by("-created_at").first()


def get_visible_line_friend(friend_id: UUID, *, viewer: Viewer) -> LineFriend:
    """A link, also one taken out. NotFound for strangers to the person or the organisation."""
    seen = Q(person__in=visible_persons(viewer).values("pk")) | Q(
        person__isnull=True, organization__in=visible_organizations(viewer).values("pk")
    )
    friends = LineFriend.objects.filter(seen, municipality_id=viewer.municipality_id, pk=friend_id)
    friend = friends.select_related("person", "organization").first()
    if friend is None:
        raise NotFound(_("このLINEの登録は見つかりません。"))
    return friend


def answerable_calls(friend: LineFriend, *, at: datetime) -> list[Expected]:
    """One call a meeting that the linked one may answer now, the nearest meeting first."""
    calls = Expected.objects.current().filter(
        announced("meeting_id"),
        municipality_id=friend.municipality_id,
        meeting__state=MeetingState.PLANNED,
        meeting__starts_at__gt=at,
    )
    if friend.person_id is not None:
        calls = calls.filter(person_id=friend.person_id)
    else:
        calls = calls.filter(person__isnull=True, organization_id=friend.organization_id)
    ordered = calls.select_related("meeting__body").order_by("meeting__starts_at", "number")
    return list({call.meeting_id: call for call in reversed(ordered)}.values())[::-1]


def announced(meeting: str = "pk") -> Exists:
    """Of rows that name a meeting by `meeting`: whether those called may know of it.

    Somebody looked at the invitation, or a copy of it left before it was changed.
    """
    left = Delivery.objects.filter(
        municipality_id=OuterRef("municipality_id"), notice=OuterRef("pk"), status__in=OUT
    )
    invitations = Notice.objects.filter(
        Q(approved_at__isnull=False) | Exists(left),
        municipality_id=OuterRef("municipality_id"),
        meeting_id=OuterRef(meeting),
        kind=NoticeKind.INVITATION,
    )
    return Exists(invitations)
