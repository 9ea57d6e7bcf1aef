"""By which channel a copy goes, and why: the wish of the post, of the person, what is possible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sasaeai.meetings.models import Expected
from sasaeai.notices.models import LineFriend
from sasaeai.notices.queries.addresses import AddressUsed
from sasaeai.people.enums import Channel

LACKS = {
    Channel.POST: gettext_lazy("住所がない"),
    Channel.FAX: gettext_lazy("FAX番号がない"),
    Channel.PHONE: gettext_lazy("電話番号がない"),
    Channel.EMAIL: gettext_lazy("メールアドレスがない"),
    Channel.LINE: gettext_lazy("LINEの登録がない"),
}
MISSING = {
    Channel.POST: gettext_lazy("住所がありません"),
    Channel.FAX: gettext_lazy("FAX番号がありません"),
    Channel.PHONE: gettext_lazy("電話番号がありません"),
    Channel.EMAIL: gettext_lazy("メールアドレスがありません"),
    Channel.LINE: gettext_lazy("LINEの登録がありません"),
}
NEXT_BEST = (Channel.POST, Channel.FAX, Channel.EMAIL, Channel.PHONE)
"""Where no wish can be kept: what brings a written text first."""
QUICK_DAYS = 7
"""With no more days left a letter may come too late."""


@dataclass(frozen=True, slots=True)
class Way:
    """The channel of one copy, and in a sentence why it is this one."""

    channel: Channel
    reason: str


def goes_by_wire(channel: str) -> bool:
    """Whether this system sends the copy itself; otherwise a person prints, calls or hands over."""
    if channel == Channel.FAX:
        return bool(getattr(settings, "FAX_GATEWAY", ""))
    return channel in {Channel.EMAIL, Channel.LINE}


def goes_on_paper(channel: str) -> bool:
    """Whether a sheet has to be printed first."""
    return channel in {Channel.POST, Channel.HAND} or (
        channel == Channel.FAX and not goes_by_wire(channel)
    )


def is_possible(channel: str, address: AddressUsed) -> bool:
    """Whether the register holds what the channel needs."""
    return channel == Channel.HAND or bool(address.by(channel))


def usual_way(calls: Iterable[Expected], address: AddressUsed) -> Way:
    """The channel by the register: the post's own, else the person's, else what is possible.

    calls: those of one person or organisation, each with post and person loaded.
    """
    first = ""
    for channel, reason in _wishes(calls, address):
        if is_possible(channel, address):
            return Way(channel, _fallen_back(first, channel) if first else reason)
        first = first or channel
    found = next((way for way in NEXT_BEST if is_possible(way, address)), None)
    if found is None:
        return Way(Channel.POST, _("連絡先が名簿にないため、ひとまず郵送"))
    if not first:
        return Way(found, _("連絡方法が決まっていないため、%(way)s") % {"way": found.label})
    return Way(found, _fallen_back(first, found))


def chosen_way(channel: str) -> Way:
    """The channel that somebody chose for this notice alone."""
    way = Channel(channel)
    return Way(way, _("このお知らせだけ、%(way)sに変えたため") % {"way": way.label})


def with_line_id(calls: QuerySet[Expected]) -> QuerySet[Expected]:
    """Each call with `line_user_id`: how LINE knows its person, else its organisation, else "".

    Who blocked the account cannot be reached and counts as unknown.
    """
    friends = (
        LineFriend.objects.current()
        .filter(municipality_id=OuterRef("municipality_id"), blocked_at__isnull=True)
        .order_by("created_at")
    )
    own = friends.filter(person_id=OuterRef("person_id"))
    office = friends.filter(person__isnull=True, organization_id=OuterRef("organization_id"))
    return calls.annotate(
        line_user_id=Coalesce(
            Subquery(own.values("line_user_id")[:1]),
            Subquery(office.values("line_user_id")[:1]),
            Value(""),
            output_field=TextField(),
        )
    )


def _wishes(calls: Iterable[Expected], address: AddressUsed) -> Iterator[tuple[Channel, str]]:
    """Every wish that the register knows, the strongest first, with the reason to show."""
    rows = list(calls)
    for call in rows:
        if call.post is not None and call.post.channel:
            way = Channel(call.post.channel)
            yield way, _("この役職の連絡方法が%(way)sのため") % {"way": way.label}
    for call in rows[:1]:
        if call.person is not None:
            way = Channel(call.person.channel)
            yield way, _("この方の連絡方法が%(way)sのため") % {"way": way.label}
        elif address.line:
            yield Channel.LINE, _("この団体がLINEで受け取ると登録したため")


def _fallen_back(wish: str, channel: Channel) -> str:
    return _("%(lack)sため、%(way)s") % {"lack": LACKS[Channel(wish)], "way": channel.label}


def next_way(address: AddressUsed, tried: Iterable[str], *, days_left: int) -> Channel:
    """Where to go on after a copy did not arrive: another way that is possible and not tried.

    days_left: days until the meeting; within a week a call is surer than another letter.
    """
    written = (Channel.POST, Channel.FAX, Channel.PHONE)
    quick = (Channel.PHONE, Channel.FAX, Channel.POST)
    used = set(tried)
    for channel in quick if days_left <= QUICK_DAYS else written:
        if channel not in used and is_possible(channel, address):
            return channel
    return Channel.HAND
