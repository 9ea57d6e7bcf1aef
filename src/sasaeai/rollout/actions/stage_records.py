"""Writing down how far a district is: the days of a stage, what was said, what is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import display
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import District, Venue
from sasaeai.rollout.access import check_can_write_stages
from sasaeai.rollout.enums import Milestone
from sasaeai.rollout.models import DistrictStage, Stage
from sasaeai.rollout.queries.milestones import Gathered, gathered_by_district

REASON_LIMIT = 200
MOST_PEOPLE = 10_000
_LIMITS = {"people": 2_000, "note": 10_000, "order_reason": REASON_LIMIT}


@dataclass(frozen=True, slots=True)
class StageRecord:
    """What is written of a district at a stage (立上げ記録).

    people: organisations and posts, never residents. order_reason: why the days are out of the
    order of the stages; asked for only where they are.
    """

    planned_on: date | None = None
    started_on: date | None = None
    done_on: date | None = None
    venue: Venue | None = None
    people: str = ""
    head_count: int | None = None
    note: str = ""
    order_reason: str = ""


_FIELDS = tuple(field.name for field in fields(StageRecord))


def write_stage_record(
    *,
    district: District,
    stage: Stage,
    record: StageRecord,
    base_version: int,
    actor: Viewer,
) -> DistrictStage:
    """Write what happened at a stage. base_version: 0 for the first time (StaleEdit otherwise).

    InvalidInput names the field: days that are still to come, a done before its start, and (under
    `order_reason`) days that contradict the order of the stages as long as no reason is given.
    What the meetings show by themselves cannot be typed (NotNow).
    """
    check_can_write_stages(actor, district)
    _check_record(record, stage, on=actor.on)
    values = {name: getattr(record, name) for name in _FIELDS}
    with transaction.atomic():
        row = locked_record(district, stage)
        check_version(row, base_version, yours=values)
        if row.skipped_reason and (record.started_on or record.done_on):
            raise NotNow(
                _("この段階は「省いた」になっています。先に「省くのをやめる」を押してください。")
            )
        _check_order(row, record, on=actor.on)
        return _write(row, values, verb="edit", actor=actor)


def skip_stage(*, district: District, stage: Stage, reason: str, actor: Viewer) -> DistrictStage:
    """Let a district go on without a stage, with the reason; `unskip_stage` takes it back."""
    check_can_write_stages(actor, district)
    if not reason.strip() or len(reason) > REASON_LIMIT:
        sentence = (
            _("%(limit)s文字までです。短くしてください。") % {"limit": REASON_LIMIT}
            if reason.strip()
            else _("省くわけを入力してください。例：役員会の場で説明も済ませたため")
        )
        raise InvalidInput(sentence, {"reason": sentence})
    if stage.milestone != Milestone.TOLD:
        raise NotNow(_("「%(stage)s」は会議の記録から決まるので、省けません。") % {"stage": stage})
    with transaction.atomic():
        row = locked_record(district, stage)
        if row.done_on is not None:
            raise NotNow(
                _("済んだ段階は省けません。間違いなら、先に「済んだ日」を消して保存してください。")
            )
        return _write(row, {"skipped_reason": reason.strip()}, verb="skip", actor=actor)


def unskip_stage(*, district: District, stage: Stage, actor: Viewer) -> DistrictStage:
    """Take a stage up again that was left out."""
    check_can_write_stages(actor, district)
    with transaction.atomic():
        row = locked_record(district, stage)
        if not row.skipped_reason:
            return row
        return _write(row, {"skipped_reason": ""}, verb="unskip", actor=actor)


def locked_record(district: District, stage: Stage) -> DistrictStage:
    """The record of a district at a stage, or a new one with version 0 that is not saved yet.

    The district is the lock: two first records of one stage meet here.
    """
    District.objects.select_for_update().get(pk=district.pk)
    if stage.municipality_id != district.municipality_id:
        raise InvalidInput(_("この段階は、ほかの市町村のものです。"))
    if stage.removed_at is not None:
        raise NotNow(
            _("この段階は外してあります。市・市社協の担当者が元に戻すと、書けるようになります。")
        )
    row = DistrictStage.objects.filter(
        municipality_id=district.municipality_id, district=district, stage=stage
    ).first()
    return row or DistrictStage(
        municipality_id=district.municipality_id, district=district, stage=stage, version=0
    )


def saved_record(row: DistrictStage, actor: Viewer) -> DistrictStage:
    """Part of a write: a record that something can be tied to."""
    return row if row.version else _write(row, {}, verb="create", actor=actor)


def _write(
    row: DistrictStage, values: Mapping[str, Any], *, verb: str, actor: Viewer
) -> DistrictStage:
    names = [name if name != "venue" else "venue_id" for name in values]
    before = {name: getattr(row, name) for name in names} if row.version else {}
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    after = {name: getattr(row, name) for name in names}
    audit.record(actor=actor, verb=verb, obj=row, before=before, after=after)
    return row


# ── What a record may say ────────────────────────────────────────────────────────────────────────


def _check_record(record: StageRecord, stage: Stage, *, on: date) -> None:
    if stage.milestone != Milestone.TOLD and (record.started_on or record.done_on):
        raise NotNow(
            _("「%(stage)s」が済んだ日は、会議の記録から決まります。入力はできません。")
            % {"stage": stage.name}
        )
    wrong = {**_wrong_days(record, on), **_wrong_words(record)}
    if record.venue is not None and record.venue.municipality_id != stage.municipality_id:
        wrong["venue"] = _("会場を一覧から選んでください。")
    if record.head_count is not None and not 0 <= record.head_count <= MOST_PEOPLE:
        wrong["head_count"] = _("0人から%(n)s人の間で入力してください。") % {
            "n": f"{MOST_PEOPLE:,}"
        }
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), wrong)


def _wrong_days(record: StageRecord, on: date) -> dict[str, str]:
    ahead = _("これからの日です。まだのときは「予定日」に入力してください。")
    days = {"started_on": record.started_on, "done_on": record.done_on}
    wrong = {name: ahead for name, day in days.items() if day is not None and day > on}
    if record.started_on and record.done_on and record.done_on < record.started_on:
        wrong["done_on"] = _(
            "済んだ日が、始めた日（%(day)s）より前です。どちらかの日を直してください。"
        ) % {"day": display.plain_date(record.started_on)}
    return wrong


def _wrong_words(record: StageRecord) -> dict[str, str]:
    return {
        name: _("%(limit)s文字までです。短くしてください。") % {"limit": f"{limit:,}"}
        for name, limit in _LIMITS.items()
        if len(getattr(record, name)) > limit
    }


def _check_order(row: DistrictStage, record: StageRecord, *, on: date) -> None:
    """Ask for a reason where the days contradict the order of the stages: life sometimes does."""
    if record.done_on is None or record.order_reason.strip():
        return
    if record.done_on == row.done_on:
        return  # it was decided about when it was written
    sentence = _out_of_order(row, record.done_on, on)
    if sentence:
        sentence += _("そのとおりなら、「順番が違うわけ」に書いてから保存してください。")
        raise InvalidInput(sentence, {"order_reason": sentence})


def _out_of_order(row: DistrictStage, done_on: date, on: date) -> str:
    stages = list(
        Stage.objects.current()
        .filter(municipality_id=row.municipality_id)
        .order_by("position", "created_at")
    )
    place = next((n for n, one in enumerate(stages) if one.pk == row.stage_id), None)
    if place is None:
        return ""
    records = {
        one.stage_id: one
        for one in DistrictStage.objects.filter(
            municipality_id=row.municipality_id, district_id=row.district_id
        )
    }
    meetings = gathered_by_district(row.municipality_id, [row.district_id], on=on)
    shown = meetings.get(row.district_id, Gathered())
    for number, stage in enumerate(stages):
        other = records.get(stage.pk)
        day = other.done_on if other else None
        if stage.milestone != Milestone.TOLD:
            day = shown.reached(stage.milestone)
        words = {"stage": stage.name, "day": display.plain_date(day) if day else ""}
        if number < place and day is None and not (other and other.skipped_reason):
            return _("前の段階「%(stage)s」が、まだ済みになっていません。") % words
        if number < place and day is not None and done_on < day:
            return _("前の段階「%(stage)s」が済んだ日（%(day)s）より前の日です。") % words
        if number > place and day is not None and done_on > day:
            return _("後の段階「%(stage)s」が済んだ日（%(day)s）より後の日です。") % words
    return ""
