"""Where whoever raised a trouble, or promised something, is reached: the register of today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol
from uuid import UUID

from sasaeai.issues.models import Trouble
from sasaeai.people.enums import Channel
from sasaeai.people.models import Organization, Person, Post, Tenure

_PLACE = {
    Channel.POST: "address",
    Channel.FAX: "fax",
    Channel.PHONE: "tel",
    Channel.EMAIL: "email",
}
_KEPT = ("organization", "title", "name", "postal_code", "address", "tel", "fax", "email")
NEXT_BEST = (Channel.PHONE, Channel.POST, Channel.FAX, Channel.EMAIL)
"""Where no wish can be kept: a voice first, for an answer is talked over."""


class _Named(Protocol):
    """What a trouble and an action share."""

    organization: Organization | None
    post: Post | None


@dataclass(frozen=True, slots=True)
class Reach:
    """To whom, where and how one text goes. Any address may be empty.

    channel: how they want to be told, or else can be. organization_id, person_id: rows of the
    register; None where it knows nobody. is_left: the organisation or the post has ended.
    """

    organization: str = ""
    title: str = ""
    name: str = ""
    postal_code: str = ""
    address: str = ""
    tel: str = ""
    fax: str = ""
    email: str = ""
    channel: Channel = Channel.PHONE
    organization_id: UUID | None = None
    person_id: UUID | None = None
    is_left: bool = False

    @property
    def who(self) -> str:
        """「白旗野町会 会長 髙﨑 見本」."""
        return " ".join(part for part in (self.organization, self.title, self.name) if part)

    def as_json(self) -> dict[str, str]:
        """To whom and where, as it is kept with what was told."""
        return {name: str(getattr(self, name)) for name in _KEPT}

    def by(self, channel: str) -> str:
        """The one address that a channel uses; by hand none is needed, and LINE is not known here."""
        place = _PLACE.get(Channel(channel))
        return str(getattr(self, place)) if place else ""

    def can(self, channel: str) -> bool:
        """Whether the register holds what the channel needs; LINE is asked for in `notices`."""
        return channel in (Channel.HAND, Channel.LINE) or bool(self.by(channel))


def reach_raisers(troubles: Iterable[Trouble], *, on: date) -> dict[UUID, Reach]:
    """By trouble, where its raiser is reached on a day. Two queries, however many there are.

    Each trouble comes with organisation, post and call loaded (`with_raisers`).
    """
    rows = list(troubles)
    calls = {row.pk: row.expected for row in rows if row.expected is not None}
    posts = {row.pk: row.post or (calls[row.pk].post if row.pk in calls else None) for row in rows}
    holders = holders_of([post for post in posts.values() if post is not None], on=on)
    found = {}
    for row in rows:
        call, post = calls.get(row.pk), posts[row.pk]
        person = holders.get(post.pk) if post is not None else (call.person if call else None)
        office = row.organization or (call.organization if call else None)
        office = office or (post.organization if post is not None else None)
        reach = _reach(office, post, person, on)
        if not reach.organization:
            reach = replace(reach, organization=row.raised_by, title="", name="")
        found[row.pk] = _as_wished(reach, row)
    return found


def reach_named(rows: Iterable[_Named], *, on: date) -> list[Reach]:
    """Where each organisation and post of the rows is reached on a day, in their order."""
    listed = list(rows)
    holders = holders_of([row.post for row in listed if row.post is not None], on=on)
    found = []
    for row in listed:
        office = row.organization or (row.post.organization if row.post is not None else None)
        person = holders.get(row.post.pk) if row.post is not None else None
        found.append(_reach(office, row.post, person, on))
    return found


def holders_of(posts: Iterable[Post], *, on: date) -> dict[UUID, Person]:
    """Who holds each post on a day. One query."""
    among = list(posts)
    if not among:
        return {}
    terms = (
        Tenure.objects.on(on)
        .filter(municipality_id=among[0].municipality_id, post__in=among)
        .select_related("person")
        .order_by("since")
    )
    return {term.post_id: term.person for term in terms}


def has_left(organization: Organization | None, post: Post | None, *, on: date) -> bool:
    """Whether an organisation or a post has ended by a day."""
    return any(
        row is not None and row.ended_on is not None and row.ended_on <= on
        for row in (organization, post)
    )


def _reach(
    office: Organization | None, post: Post | None, person: Person | None, on: date
) -> Reach:
    """At the person's own address, else the organisation's."""
    home = person if person is not None and person.address else None
    place = home or (office if office is not None and office.address else None)
    known = [row for row in (person, office) if row is not None]
    reach = Reach(
        organization=office.name if office is not None else "",
        title=post.title if post is not None else "",
        name=person.name if person is not None else "",
        postal_code=place.postal_code if place is not None else "",
        address=place.address if place is not None else "",
        tel=next((row.tel for row in known if row.tel), ""),
        fax=next((row.fax for row in known if row.fax), ""),
        email=next((row.email for row in known if row.email), ""),
        organization_id=office.pk if office is not None else None,
        person_id=person.pk if person is not None else None,
        is_left=has_left(office, post, on=on),
    )
    wishes = [post.channel if post is not None else "", person.channel if person else ""]
    return replace(reach, channel=_possible(reach, wishes))


def _as_wished(reach: Reach, trouble: Trouble) -> Reach:
    """As whoever raised it asked to be told, at the address they gave."""
    wish = trouble.answer_channel
    if not wish:
        return reach
    place = _PLACE.get(Channel(wish))
    if place and trouble.answer_to:
        own = {place: trouble.answer_to} | ({"postal_code": ""} if place == "address" else {})
        reach = replace(reach, **own)
    return replace(reach, channel=Channel(wish) if reach.can(wish) else _possible(reach, []))


def _possible(reach: Reach, wishes: Iterable[str]) -> Channel:
    """The first wish that can be kept, else what is possible, else the telephone."""
    for wish in wishes:
        if wish and reach.can(wish):
            return Channel(wish)
    return next((way for way in NEXT_BEST if reach.can(way)), Channel.PHONE)
