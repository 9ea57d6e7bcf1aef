"""Pledges of secrecy (誓約書), given once a term by who no law binds (L-06)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import check_can_keep_organization
from sasaeai.people.enums import PledgeHow
from sasaeai.people.models import Pledge, Tenure

_COLUMNS = ["tenure", "signed_on", "how"]


def record_pledge(
    *, tenure: Tenure, signed_on: date, how: str = PledgeHow.PAPER, actor: Viewer
) -> Pledge:
    """Write down that the holder of a post pledged secrecy for this term. Twice is once.

    `tenure` carries its post and organisation. InvalidInput names `signed_on` and `how`.
    """
    check_can_keep_organization(actor, tenure.post.organization)
    _check(signed_on, how, actor)
    with transaction.atomic():
        Tenure.objects.select_for_update().get(pk=tenure.pk)
        standing = Pledge.objects.current().filter(
            municipality_id=tenure.municipality_id, tenure=tenure
        )
        if (found := standing.first()) is not None:
            return found
        pledge = Pledge.objects.create(
            municipality_id=tenure.municipality_id,
            tenure=tenure,
            signed_on=signed_on,
            how=how,
            recorded_by_id=actor.account_id,
            recorded_by_name=actor.name[:200],
        )
        after = audit.snapshot(pledge, _COLUMNS)
        audit.record(actor=actor, verb="create", obj=pledge, after=after)
    return pledge


def remove_pledge(*, pledge: Pledge, actor: Viewer) -> Pledge:
    """Take back what was written down by mistake. `restore_pledge` puts it back."""
    return _set_removed(pledge, removed=True, actor=actor)


def restore_pledge(*, pledge: Pledge, actor: Viewer) -> Pledge:
    """Put a pledge back; refused once another was written down for the term."""
    return _set_removed(pledge, removed=False, actor=actor)


def _check(signed_on: date, how: str, actor: Viewer) -> None:
    fields = {}
    if signed_on > actor.on:
        fields["signed_on"] = _("署名した日は、きょうか、それより前の日を入力してください。")
    if how not in PledgeHow.values:
        fields["how"] = _("誓約をどう受け取ったかを選んでください。")
    if fields:
        raise InvalidInput(next(iter(fields.values())), fields)


def _set_removed(pledge: Pledge, *, removed: bool, actor: Viewer) -> Pledge:
    check_can_keep_organization(actor, pledge.tenure.post.organization)
    with transaction.atomic():
        row = Pledge.objects.select_for_update().get(pk=pledge.pk)
        if (row.removed_at is not None) == removed:
            return row
        others = Pledge.objects.current().filter(
            municipality_id=row.municipality_id, tenure_id=row.tenure_id
        )
        if not removed and others.exists():
            raise NotNow(_("この任期の誓約は、もう記録されています。"))
        row.removed_at = clock.now() if removed else None
        row.save(update_fields=["removed_at"])
        audit.record(actor=actor, verb="remove" if removed else "restore", obj=row)
    return row
