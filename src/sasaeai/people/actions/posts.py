"""Keeping the posts of an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel.errors import InvalidInput
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import check_can_give_role, check_can_keep_organization
from sasaeai.people.actions.columns import fill_columns
from sasaeai.people.enums import Channel, StaffRole
from sasaeai.people.models import Organization, Post, Tenure


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDetails:
    """What is known of a post. ended_on: the first day on which it no longer exists.

    channel: how whoever holds the post is reached; empty as that person wishes.
    """

    title: str
    role: str = StaffRole.NONE
    channel: str = ""
    ended_on: date | None = None


_COLUMNS = list(PostDetails.__slots__)


def add_post(*, organization: Organization, details: PostDetails, actor: Viewer) -> Post:
    """Give an organisation a post, last in its order."""
    check_can_keep_organization(actor, organization)
    check_can_give_role(actor, organization, details.role)
    with transaction.atomic():
        posts = Post.objects.filter(
            municipality_id=organization.municipality_id, organization=organization
        )
        post = Post(municipality_id=organization.municipality_id, organization=organization)
        post.position = (posts.aggregate(last=Max("position"))["last"] or 0) + 1
        _fill(post, details)
        post.save()
        audit.record(actor=actor, verb="create", obj=post, after=audit.snapshot(post, _COLUMNS))
    return post


def edit_post(*, post: Post, details: PostDetails, base_version: int, actor: Viewer) -> Post:
    """Change a post. One that somebody still holds cannot end. Refuses a newer text (StaleEdit)."""
    check_can_keep_organization(actor, post.organization)
    for role in (post.role, details.role):
        check_can_give_role(actor, post.organization, role)
    with transaction.atomic():
        row = Post.objects.select_for_update().select_related("organization").get(pk=post.pk)
        values = {name: getattr(details, name) for name in _COLUMNS}
        check_version(row, base_version, yours=values)
        _check_nobody_after(row, details.ended_on)
        before = audit.snapshot(row, _COLUMNS)
        _fill(row, details)
        row.version += 1
        row.save(update_fields=[*_COLUMNS, "version"])
        after = audit.snapshot(row, _COLUMNS)
        audit.record(actor=actor, verb="edit", obj=row, before=before, after=after)
    return row


def _fill(post: Post, details: PostDetails) -> None:
    if details.channel and details.channel not in Channel.values:
        sentence = _("連絡方法を、一覧から選んでください。")
        raise InvalidInput(sentence, {"channel": sentence})
    fill_columns(post, {name: getattr(details, name) for name in _COLUMNS})
    twins = Post.objects.filter(
        municipality_id=post.municipality_id,
        organization=post.organization,
        title=post.title,
        ended_on__isnull=True,
    ).exclude(pk=post.pk)
    if post.ended_on is None and twins.exists():
        sentence = _(
            "この団体には「%(title)s」がすでにあります。"
            "同じ役職が二つあるときは「%(title)s（会計）」のように区別してください。"
        ) % {"title": post.title}
        raise InvalidInput(sentence, {"title": sentence})


def _check_nobody_after(post: Post, ended_on: date | None) -> None:
    if ended_on is None:
        return
    terms = Tenure.objects.filter(
        Q(until__isnull=True) | Q(until__gte=ended_on),
        municipality_id=post.municipality_id,
        post=post,
    )
    holder = terms.select_related("person").first()
    if holder is not None:
        sentence = _(
            "%(name)sさんの任期が残っています。先に、廃止した日より前で任期を終えてください。"
        ) % {"name": holder.person.name}
        raise InvalidInput(sentence, {"ended_on": sentence})
