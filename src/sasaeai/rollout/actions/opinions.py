"""What groups said at a stage (○), and what was answered (⇒)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import District
from sasaeai.rollout.access import check_can_write_stages
from sasaeai.rollout.actions.stage_records import locked_record, saved_record
from sasaeai.rollout.models import Stage, StageOpinion

_LIMITS = {"said_by": 120, "text": 600, "response": 600}
_FIELDS = tuple(_LIMITS)


def add_opinion(
    *,
    district: District,
    stage: Stage,
    text: str,
    actor: Viewer,
    said_by: str = "",
    response: str = "",
) -> StageOpinion:
    """Write an opinion behind the others. said_by: a group such as 町会, never a resident."""
    check_can_write_stages(actor, district)
    values = {"said_by": said_by, "text": text, "response": response}
    _check(values)
    with transaction.atomic():
        record = saved_record(locked_record(district, stage), actor)
        last = (
            StageOpinion.objects.filter(municipality_id=record.municipality_id, record=record)
            .order_by("-position")
            .values_list("position", flat=True)
            .first()
        )
        opinion = StageOpinion.objects.create(
            municipality_id=record.municipality_id,
            record=record,
            position=(last or 0) + 1,
            **values,
        )
        after = audit.snapshot(opinion, _FIELDS)
        audit.record(actor=actor, verb="create", obj=opinion, after=after)
    return opinion


def edit_opinion(
    *,
    opinion: StageOpinion,
    text: str,
    base_version: int,
    actor: Viewer,
    said_by: str = "",
    response: str = "",
) -> StageOpinion:
    """Put an opinion right, or write what was answered. StaleEdit keeps both texts."""
    check_can_write_stages(actor, opinion.record.district)
    values = {"said_by": said_by, "text": text, "response": response}
    _check(values)
    with transaction.atomic():
        row = _locked(opinion)
        if row.removed_at is not None:
            raise NotNow(_("この意見は取り消されています。先に元に戻してください。"))
        check_version(row, base_version, yours=values)
        before = audit.snapshot(row, _FIELDS)
        for name, value in values.items():
            setattr(row, name, value)
        row.version += 1
        row.save(update_fields=[*_FIELDS, "version"])
        after = audit.snapshot(row, _FIELDS)
        audit.record(actor=actor, verb="edit", obj=row, before=before, after=after)
    return row


def remove_opinion(*, opinion: StageOpinion, actor: Viewer) -> StageOpinion:
    """Take an opinion out; `restore_opinion` puts it back."""
    return _set_removed(opinion, actor, verb="remove")


def restore_opinion(*, opinion: StageOpinion, actor: Viewer) -> StageOpinion:
    """Put back what `remove_opinion` took out."""
    return _set_removed(opinion, actor, verb="restore")


def _set_removed(opinion: StageOpinion, actor: Viewer, *, verb: str) -> StageOpinion:
    check_can_write_stages(actor, opinion.record.district)
    with transaction.atomic():
        row = _locked(opinion)
        if (row.removed_at is not None) == (verb == "remove"):
            return row
        before = audit.snapshot(row, ["removed_at"])
        row.removed_at = clock.now() if verb == "remove" else None
        row.version += 1
        row.save(update_fields=["removed_at", "version"])
        after = audit.snapshot(row, ["removed_at"])
        audit.record(actor=actor, verb=verb, obj=row, before=before, after=after)
    return row


def _locked(opinion: StageOpinion) -> StageOpinion:
    return StageOpinion.objects.select_for_update().get(
        pk=opinion.pk, municipality_id=opinion.municipality_id
    )


def _check(values: dict[str, str]) -> None:
    wrong: dict[str, str] = {}
    if not values["text"].strip():
        wrong["text"] = _("意見を入力してください。")
    for name, limit in _LIMITS.items():
        if len(values[name]) > limit:
            wrong[name] = _("%(limit)s文字までです。短くしてください。") % {"limit": limit}
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), wrong)
