"""Calling people to a meeting: posts, organisations, guests. What is kept is what was true then."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.reply_code import new_reply_code
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import own_terms
from sasaeai.meetings.actions.locked import locked_for_preparing
from sasaeai.meetings.enums import PartKind
from sasaeai.meetings.models import AgendaItem, Expected, ExpectedItem, Meeting
from sasaeai.meetings.queries.agenda import items_of
from sasaeai.meetings.queries.holders import holders_on
from sasaeai.people.enums import StaffRole
from sasaeai.people.models import Organization, Post, Tenure

_CURRENT_LAST = F("removed_at").asc(nulls_last=True)
_RANDOM = secrets.SystemRandom()
_NAMES = [
    "person",
    "organization_name",
    "post_title",
    "person_name",
    "person_kana",
    "group",
]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Somebody to call. key: the id of the post or organisation; fields: columns of `Expected`."""

    key: UUID | None
    fields: dict[str, Any]


def call_posts(
    *,
    meeting: Meeting,
    posts: Sequence[Post],
    reasons: Mapping[UUID, str] | None = None,
    part: str = PartKind.MEMBER,
    actor: Viewer,
) -> list[Expected]:
    """Call posts; each resolves to whoever holds it on the day of the meeting.

    A post that is called already is left alone, one that was withdrawn comes back with its reply
    number and code. reasons: by post id, shown on the call page.
    """
    with transaction.atomic():
        row = locked_for_preparing(meeting, actor)
        held = holders_on(
            [post.id for post in posts], row.held_on, municipality_id=row.municipality_id
        )
        wanted = [
            _Wanted(
                key=post.id,
                fields=_names_of(post, held.get(post.id))
                | {"post": post, "organization": post.organization},
            )
            for post in posts
            if _is_ours(post.municipality_id, row)
        ]
        return _call(row, wanted, "post_id", reasons or {}, part, actor)


def call_maker(*, meeting: Meeting, actor: Viewer) -> list[Expected]:
    """Part of making a support council: call the post by which the actor runs it, as 事務局.

    Nobody else could; the programme itself is called to nothing. Twice is once.
    """
    term = (
        own_terms(actor)
        .exclude(post__role=StaffRole.NONE)
        .select_related("person", "post__organization__kind")
        .order_by("since")
        .first()
    )
    if term is None:
        return []
    fields = _names_of(term.post, term) | {
        "post": term.post,
        "organization": term.post.organization,
    }
    wanted = [_Wanted(key=term.post_id, fields=fields)]
    return _call(meeting, wanted, "post_id", {}, PartKind.SECRETARIAT, actor)


def call_organizations(
    *,
    meeting: Meeting,
    organizations: Sequence[Organization],
    reasons: Mapping[UUID, str] | None = None,
    part: str = PartKind.MEMBER,
    actor: Viewer,
) -> list[Expected]:
    """Call organisations as such (御中), for those whose posts are not in the register."""
    with transaction.atomic():
        row = locked_for_preparing(meeting, actor)
        wanted = [
            _Wanted(
                key=organization.id,
                fields={
                    "organization": organization,
                    "organization_name": organization.name,
                    "group": organization.kind.group,
                },
            )
            for organization in organizations
            if _is_ours(organization.municipality_id, row)
        ]
        return _call(row, wanted, "organization_id", reasons or {}, part, actor, post=None)


def call_guest(
    *,
    meeting: Meeting,
    organization_name: str = "",
    post_title: str = "",
    person_name: str = "",
    group: str = "",
    reason: str = "",
    part: str = PartKind.MEMBER,
    actor: Viewer,
) -> Expected:
    """Call somebody who is not in the register, in free text."""
    if not organization_name.strip() and not person_name.strip():
        sentence = _("団体名か氏名のどちらかを入力してください。")
        raise InvalidInput(sentence, {"organization_name": sentence})
    if part not in PartKind.values:
        sentence = _("立場を選んでください。")
        raise InvalidInput(sentence, {"part": sentence})
    names = {
        "organization_name": organization_name,
        "post_title": post_title,
        "person_name": person_name,
    }
    with transaction.atomic():
        row = locked_for_preparing(meeting, actor)
        if _calls_of(row).filter(removed_at__isnull=True, post__isnull=True, **names).exists():
            sentence = _("この方には、もう声をかけています。")
            raise InvalidInput(sentence, {"organization_name": sentence})
        wanted = _Wanted(key=None, fields=names | {"group": group})
        expected = _insert(row, [(wanted, reason)], part)[0]
        audit.record(actor=actor, verb="call", obj=row, after={"called": [str(expected)]})
    return expected


def withdraw_call(*, expected: Expected, actor: Viewer) -> Expected:
    """Take a call back. Number and code stay with it, should it be restored."""
    return _set_withdrawn(expected, withdrawn=True, actor=actor)


def withdraw_calls(*, meeting: Meeting, calls: Sequence[Expected], actor: Viewer) -> list[Expected]:
    """Take several calls of one meeting back at once."""
    with transaction.atomic():
        row = locked_for_preparing(meeting, actor)
        current = list(_calls_of(row).filter(removed_at=None, pk__in=[call.pk for call in calls]))
        _calls_of(row).filter(pk__in=[call.pk for call in current]).update(removed_at=clock.now())
        audit.record(
            actor=actor,
            verb="withdraw",
            obj=row,
            before={"called": [str(call) for call in current]},
        )
    return current


def restore_call(*, expected: Expected, actor: Viewer) -> Expected:
    """Put a withdrawn call back, with the number and the code on slips already printed."""
    return _set_withdrawn(expected, withdrawn=False, actor=actor)


def renew_name(*, expected: Expected, actor: Viewer) -> Expected:
    """Take the name anew from the register: another person holds the post on the day."""
    with transaction.atomic():
        row = locked_for_preparing(expected.meeting, actor)
        call = Expected.objects.select_for_update().get(pk=expected.pk)
        if call.post_id is None:
            raise NotNow(_("役職で声をかけた方だけ、名簿から名前を取り直せます。"))
        post = Post.objects.select_related("organization__kind").get(pk=call.post_id)
        held = holders_on([post.id], row.held_on, municipality_id=row.municipality_id)
        before = audit.snapshot(call, _NAMES)
        for name, value in _names_of(post, held.get(post.id)).items():
            setattr(call, name, value)
        call.save(update_fields=_NAMES)
        audit.record(
            actor=actor,
            verb="renew name",
            obj=call,
            before=before,
            after=audit.snapshot(call, _NAMES),
        )
    return call


def limit_to_items(*, expected: Expected, items: Sequence[AgendaItem], actor: Viewer) -> Expected:
    """Call somebody for these items only; none means the whole meeting again."""
    with transaction.atomic():
        row = locked_for_preparing(expected.meeting, actor)
        agenda = {item.id for item in items_of(row)}
        if any(item.id not in agenda for item in items):
            sentence = _("この会議の議題から選んでください。")
            raise InvalidInput(sentence, {"items": sentence})
        links = ExpectedItem.objects.filter(municipality_id=row.municipality_id, expected=expected)
        before = {"items": list(links.values_list("item_id", flat=True))}
        links.delete()
        ExpectedItem.objects.bulk_create(
            ExpectedItem(municipality_id=row.municipality_id, expected=expected, item=item)
            for item in items
        )
        audit.record(
            actor=actor,
            verb="limit to items",
            obj=expected,
            before=before,
            after={"items": [item.id for item in items]},
        )
    return expected


# ── Inside ───────────────────────────────────────────────────────────────────────────────────────


def _call(
    meeting: Meeting,
    wanted: Sequence[_Wanted],
    column: str,
    reasons: Mapping[UUID, str],
    part: str,
    actor: Viewer,
    **narrower: Any,
) -> list[Expected]:
    """Insert what is new, bring back what was withdrawn, leave alone what is called."""
    earlier = _calls_of(meeting).filter(
        **{f"{column}__in": [each.key for each in wanted]}, **narrower
    )
    known = {getattr(row, column): row for row in earlier.order_by(_CURRENT_LAST)}
    fresh, called = [], []
    for each in {each.key: each for each in wanted}.values():
        row, reason = known.get(each.key), reasons.get(each.key, "")
        if row is None:
            fresh.append((each, reason))
        elif row.removed_at is not None:
            called.append(_bring_back(row, each, reason))
    called += _insert(meeting, fresh, part)
    if called:
        audit.record(
            actor=actor, verb="call", obj=meeting, after={"called": [str(row) for row in called]}
        )
    return called


def _bring_back(row: Expected, wanted: _Wanted, reason: str) -> Expected:
    for name, value in wanted.fields.items():
        setattr(row, name, value)
    row.removed_at = None
    row.reason = _shortened(reason) or row.reason
    row.save()
    return row


def _insert(meeting: Meeting, wanted: Sequence[tuple[_Wanted, str]], part: str) -> list[Expected]:
    last = _calls_of(meeting).aggregate(last=Max("number"))["last"] or 0
    codes = _fresh_codes(len(wanted))
    return Expected.objects.bulk_create(
        Expected(
            municipality_id=meeting.municipality_id,
            meeting=meeting,
            number=number,
            reply_code=code,
            part=part,
            reason=_shortened(reason),
            **each.fields,
        )
        for number, (code, (each, reason)) in enumerate(
            zip(codes, wanted, strict=True), start=last + 1
        )
    )


def _fresh_codes(count: int) -> list[str]:
    """Codes that nobody has. The unique key has the last word."""
    codes: set[str] = set()
    while len(codes) < count:
        drawn = {new_reply_code(_RANDOM) for _place in range(count - len(codes))}
        taken = Expected.objects.filter(reply_code__in=drawn)
        codes |= drawn - set(taken.values_list("reply_code", flat=True))
    return list(codes)


def _set_withdrawn(expected: Expected, *, withdrawn: bool, actor: Viewer) -> Expected:
    with transaction.atomic():
        row = locked_for_preparing(expected.meeting, actor)
        call = Expected.objects.select_for_update().get(pk=expected.pk)
        if (call.removed_at is not None) == withdrawn:
            return call
        if not withdrawn and call.post_id and _is_called(row, call.post_id):
            raise NotNow(_("この役職には、そのあとでもう一度声をかけています。"))
        call.removed_at = clock.now() if withdrawn else None
        call.save(update_fields=["removed_at"])
        audit.record(actor=actor, verb="withdraw" if withdrawn else "restore", obj=call)
    return call


def _is_called(meeting: Meeting, post_id: UUID) -> bool:
    return _calls_of(meeting).filter(post_id=post_id, removed_at__isnull=True).exists()


def _calls_of(meeting: Meeting) -> QuerySet[Expected]:
    return Expected.objects.filter(municipality_id=meeting.municipality_id, meeting=meeting)


def _names_of(post: Post, term: Tenure | None) -> dict[str, Any]:
    """What is kept of a post and its holder; a vacant post (空席) has no person."""
    person = term.person if term else None
    return {
        "person": person,
        "organization_name": post.organization.name,
        "post_title": post.title,
        "person_name": person.name if person else "",
        "person_kana": person.kana if person else "",
        "group": post.organization.kind.group,
    }


def _shortened(reason: str) -> str:
    limit = Expected._meta.get_field("reason").max_length or 200
    return reason if len(reason) <= limit else f"{reason[: limit - 1]}…"


def _is_ours(municipality_id: UUID, meeting: Meeting) -> bool:
    return municipality_id == meeting.municipality_id
