"""Hearing by LINE: linked by the reply code, left by one word, taken out at the desk."""

from __future__ import annotations

import functools

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.audit.models import Entry
from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Expected
from sasaeai.notices.access import check_bearer_may_reply, check_can_keep_line
from sasaeai.notices.channels import line
from sasaeai.notices.models import LineFriend
from sasaeai.people.actions import enter_channel
from sasaeai.people.enums import Channel
from sasaeai.people.models import Organization, Person

CHANNEL_BEFORE = "channel_before"
"""In the audit row of a link: how the person was reached until then."""
TAKEN_OVER = (
    "お知らせの届け先が、ほかのLINEに変わりました。このトークには、もうお知らせが届きません。"
    "お心当たりのないときは、案内状の連絡先へお電話ください。"
)


def link_line(*, expected: Expected, line_user_id: str, actor: Viewer) -> LineFriend:
    """Let whoever holds the code of an open call hear by LINE from now on.

    The newest link counts: an earlier one of the same person or organisation, and of the same user
    of LINE to somebody else, is taken out; another user of LINE who hears no longer is told so.
    The same link again changes nothing. NotNow once the call is closed, or for a guest, who is in
    no register.
    """
    check_bearer_may_reply(expected, clock.now())
    if expected.person_id is None and expected.organization_id is None:
        raise NotNow(
            "名簿にない方のため、LINEではお知らせできません。"
            "出欠は、返信コードに続けて「出席」か「欠席」と送ってください。"
        )
    with transaction.atomic():
        _lock(expected)
        standing = _rivals(expected, line_user_id)
        same = next((each for each in standing if _is_same(each, expected, line_user_id)), None)
        if same is not None:
            return note_blocked(friend=same, blocked=False, actor=actor)
        for each in standing:
            _take_out(each, actor, keep_channel=each.person_id == expected.person_id)
            if each.line_user_id != line_user_id and each.blocked_at is None:
                tell = functools.partial(line.tell, each.line_user_id, TAKEN_OVER)
                transaction.on_commit(tell, robust=True)
        return _link(expected, line_user_id, actor)


def leave_line(*, friend: LineFriend, actor: Viewer) -> LineFriend:
    """Let the linked one hear by LINE no longer, by the wish said in LINE itself."""
    with transaction.atomic():
        row = LineFriend.objects.select_for_update().get(pk=friend.pk)
        if row.removed_at is None:
            _take_out(row, actor)
    return row


def unlink_line(*, friend: LineFriend, actor: Viewer) -> LineFriend:
    """Take a link out at the desk. `restore_line` brings it back."""
    check_can_keep_line(actor, friend)
    return leave_line(friend=friend, actor=actor)


def restore_line(*, friend: LineFriend, actor: Viewer) -> LineFriend:
    """Bring a link back. NotNow when a newer one stands in its place."""
    check_can_keep_line(actor, friend)
    with transaction.atomic():
        _lock(friend)
        row = LineFriend.objects.select_for_update().get(pk=friend.pk)
        if row.removed_at is None:
            return row
        if _newer(row).exists():
            raise NotNow(
                _("そのあとで新しくLINEの登録があったため、戻せません。いまの登録が使われます。")
            )
        row.removed_at = None
        row.save(update_fields=["removed_at"])
        audit.record(actor=actor, verb="restore", obj=row)
        if row.person is not None:
            enter_channel(person=row.person, channel=Channel.LINE, actor=actor)
    return row


def note_blocked(*, friend: LineFriend, blocked: bool, actor: Viewer) -> LineFriend:
    """Keep that the user of LINE shut our talk out, or opened it again: copies go another way."""
    if (friend.blocked_at is not None) == blocked:
        return friend
    with transaction.atomic():
        row = LineFriend.objects.select_for_update().get(pk=friend.pk)
        row.blocked_at = clock.now() if blocked else None
        row.save(update_fields=["blocked_at"])
        audit.record(actor=actor, verb="block" if blocked else "unblock", obj=row)
    return row


def _link(expected: Expected, line_user_id: str, actor: Viewer) -> LineFriend:
    person = expected.person
    friend = LineFriend.objects.create(
        municipality_id=expected.municipality_id,
        person=person,
        organization=expected.organization if person is None else None,
        line_user_id=line_user_id,
    )
    before = ""
    if person is not None:
        before = enter_channel(person=person, channel=Channel.LINE, actor=actor)
    after = {"number": expected.number, CHANNEL_BEFORE: before}
    audit.record(actor=actor, verb="create", obj=friend, after=after)
    return friend


def _take_out(friend: LineFriend, actor: Viewer, *, keep_channel: bool = False) -> None:
    friend.removed_at = clock.now()
    friend.save(update_fields=["removed_at"])
    audit.record(actor=actor, verb="remove", obj=friend)
    person = friend.person
    if person is None or keep_channel or person.channel != Channel.LINE:
        return
    before = _channel_before(person)
    if before:
        enter_channel(person=person, channel=before, actor=actor)


def _channel_before(person: Person) -> str:
    """How a person was reached before LINE, also over several links; empty when nobody knows."""
    friends = LineFriend.objects.filter(municipality_id=person.municipality_id, person=person)
    entries = Entry.objects.filter(
        municipality_id=person.municipality_id,
        object_type=LineFriend._meta.label_lower,
        object_id__in=list(friends.values_list("pk", flat=True)),
        verb="create",
    )
    known = (entry.after.get(CHANNEL_BEFORE, "") for entry in entries.order_by("-at"))
    return next((str(channel) for channel in known if channel not in ("", Channel.LINE)), "")


def _rivals(expected: Expected, line_user_id: str) -> list[LineFriend]:
    """Links that stand and do not go together with the new one."""
    friends = LineFriend.objects.current().select_for_update(of=("self",))
    rivals = friends.filter(
        _of_same(expected) | Q(line_user_id=line_user_id),
        municipality_id=expected.municipality_id,
    )
    return list(rivals.select_related("person"))


def _newer(row: LineFriend) -> QuerySet[LineFriend]:
    return LineFriend.objects.current().filter(
        _of_same(row) | Q(line_user_id=row.line_user_id), municipality_id=row.municipality_id
    )


def _of_same(row: Expected | LineFriend) -> Q:
    """Links of the same person, or of the same organisation called without one."""
    if row.person_id is not None:
        return Q(person_id=row.person_id)
    return Q(person__isnull=True, organization_id=row.organization_id)


def _is_same(friend: LineFriend, expected: Expected, line_user_id: str) -> bool:
    if friend.line_user_id != line_user_id:
        return False
    if expected.person_id is not None:
        return friend.person_id == expected.person_id
    return friend.person_id is None and friend.organization_id == expected.organization_id


def _lock(row: Expected | LineFriend) -> None:
    """Of two who link one person at once the second meets the first one's link."""
    if row.person_id is not None:
        Person.objects.select_for_update().get(pk=row.person_id)
    else:
        Organization.objects.select_for_update().get(pk=row.organization_id)
