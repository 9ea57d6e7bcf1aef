"""Entries of a coordinator's diary: written, put right, taken out, put back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.issues.models import Issue
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import District, Organization, Post
from sasaeai.planning.access import check_can_keep_diary
from sasaeai.planning.enums import ActivityKind
from sasaeai.planning.models import Activity, ActivityDistrict, ActivityOrganization

DAY_MINUTES = 24 * 60
_FIELDS = ("on", "minutes", "kind", "summary", "next_step", "issue")


@dataclass(frozen=True, slots=True)
class ActivityDetails:
    """What an entry says. minutes: None when nobody looked at the clock."""

    on: date
    kind: str
    summary: str
    minutes: int | None = None
    next_step: str = ""
    issue: Issue | None = None
    districts: tuple[District, ...] = ()
    organizations: tuple[Organization, ...] = ()

    def values(self) -> dict[str, Any]:
        """By column."""
        return {name: getattr(self, name) for name in _FIELDS}


def write_activity(*, post: Post, details: ActivityDetails, actor: Viewer) -> Activity:
    """A new entry in the diary of a coordinator's post."""
    check_can_keep_diary(actor, post)
    _check(details, actor)
    with transaction.atomic():
        row = Activity.objects.create(
            municipality_id=post.municipality_id,
            post=post,
            person_name=_name_of(actor),
            **details.values(),
        )
        _tie(row, details)
        audit.record(actor=actor, verb="create", obj=row, after=_said(details))
    return row


def edit_activity(
    *, activity: Activity, details: ActivityDetails, base_version: int, actor: Viewer
) -> Activity:
    """Put an entry right. Refuses a newer text by somebody else (StaleEdit)."""
    check_can_keep_diary(actor, activity.post)
    _check(details, actor)
    with transaction.atomic():
        row = Activity.objects.select_for_update().get(pk=activity.pk)
        if row.removed_at is not None:
            raise NotNow(_("この活動は取り消されています。先に元に戻してください。"))
        check_version(row, base_version, yours=details.values())
        before = audit.snapshot(row, _FIELDS)
        for name, value in details.values().items():
            setattr(row, name, value)
        row.version += 1
        row.save()
        _tie(row, details)
        audit.record(actor=actor, verb="edit", obj=row, before=before, after=_said(details))
    return row


def remove_activity(*, activity: Activity, actor: Viewer) -> Activity:
    """Take an entry out; `restore_activity` puts it back."""
    return _set_removed(activity, removed=True, actor=actor)


def restore_activity(*, activity: Activity, actor: Viewer) -> Activity:
    """Put an entry back that was taken out."""
    return _set_removed(activity, removed=False, actor=actor)


def _set_removed(activity: Activity, *, removed: bool, actor: Viewer) -> Activity:
    check_can_keep_diary(actor, activity.post)
    with transaction.atomic():
        row = Activity.objects.select_for_update().get(pk=activity.pk)
        if (row.removed_at is not None) != removed:
            row.removed_at = clock.now() if removed else None
            row.version += 1
            row.save(update_fields=["removed_at", "version"])
            audit.record(actor=actor, verb="remove" if removed else "restore", obj=row)
    return row


def _check(details: ActivityDetails, actor: Viewer) -> None:
    wrong: dict[str, str] = {}
    if details.kind not in ActivityKind.values:
        wrong["kind"] = _("活動の種類を選んでください。")
    if not details.summary:
        wrong["summary"] = _("何をしたかを、ひとことで書いてください。")
    if details.on > actor.on:
        wrong["on"] = _("これからの日は書けません。きょうまでの日にしてください。")
    if details.minutes is not None and not 0 < details.minutes <= DAY_MINUTES:
        wrong["minutes"] = _("かかった時間は、1分から1440分（24時間）までで書いてください。")
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), wrong)
    foreign = [
        row
        for row in (*details.districts, *details.organizations, details.issue)
        if row is not None and row.municipality_id != actor.municipality_id
    ]
    if foreign:
        raise InvalidInput(_("ほかの市町村のものは選べません。"))


def _tie(row: Activity, details: ActivityDetails) -> None:
    """The districts and counterparts, exactly these."""
    scope = {"municipality_id": row.municipality_id, "activity": row}
    _only(ActivityDistrict, scope, "district", details.districts)
    _only(ActivityOrganization, scope, "organization", details.organizations)


def _only(model: Any, scope: dict[str, Any], name: str, wanted: Iterable[Any]) -> None:
    ties = model.objects.filter(**scope)
    there = set(ties.values_list(f"{name}_id", flat=True))
    wanted_ids = {one.pk for one in wanted}
    ties.exclude(**{f"{name}_id__in": wanted_ids}).delete()
    model.objects.bulk_create(
        model(**scope, **{f"{name}_id": key}) for key in sorted(wanted_ids - there)
    )


def _said(details: ActivityDetails) -> dict[str, Any]:
    said = details.values() | {"issue": details.issue.pk if details.issue else None}
    said["districts"] = [str(one.pk) for one in details.districts]
    said["organizations"] = [str(one.pk) for one in details.organizations]
    return said


def _name_of(actor: Viewer) -> str:
    """The name alone: the post says the organisation."""
    return actor.name.split("（")[0][:60]
