"""The steps of a district's time plan: written with the pattern, ticked off one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import check_can_run_district
from sasaeai.rollout.models import PatternUse, PlannedStep
from sasaeai.rollout.queries.formation_choice import StepChoice
from sasaeai.rollout.queries.pattern_uses import steps_of

WHAT_LIMIT = 120


def write_steps(use: PatternUse, steps: Sequence[StepChoice], *, actor: Viewer) -> None:
    """Let the time plan be these steps; what was ticked off stays, also where it is not wanted."""
    there = {step.what: step for step in steps_of(use)}
    for step in steps:
        if len(step.what) > WHAT_LIMIT or len(step.who) > WHAT_LIMIT:
            sentence = _("手順は120文字までで入力してください。")
            raise InvalidInput(sentence, {"steps": sentence})
        row = there.pop(step.what, None)
        if row is None:
            PlannedStep.objects.create(
                municipality_id=use.municipality_id,
                use=use,
                what=step.what,
                who=step.who,
                due_on=step.due_on,
            )
        elif (row.due_on, row.who) != (step.due_on, step.who):
            row.due_on, row.who = step.due_on, step.who
            row.version += 1
            row.save(update_fields=["due_on", "who", "version"])
    for row in there.values():
        if row.done_on is None:
            audit.record(
                actor=actor,
                verb="remove",
                obj=row,
                before=audit.snapshot(row, ["what", "who", "due_on"]),
            )
            row.delete()


def finish_step(*, step: PlannedStep, on: date, actor: Viewer) -> PlannedStep:
    """Tick a step off; a day to come cannot be meant."""
    if on > actor.on:
        sentence = _("済んだ日は、きょうまでの日にしてください。")
        raise InvalidInput(sentence, {"on": sentence})
    return _tick(step, on, "finish", actor)


def reopen_step(*, step: PlannedStep, actor: Viewer) -> PlannedStep:
    """Take the tick off again."""
    return _tick(step, None, "reopen", actor)


def _tick(step: PlannedStep, on: date | None, verb: str, actor: Viewer) -> PlannedStep:
    check_can_run_district(actor, step.use.district)
    with transaction.atomic():
        row = (
            PlannedStep.objects.select_for_update(of=("self",))
            .select_related("use")
            .get(pk=step.pk)
        )
        if row.use.removed_at is not None:
            raise NotNow(_("この型の利用は取り消されています。先に元に戻してください。"))
        if (row.done_on is None) == (on is None):
            return row
        before = audit.snapshot(row, ["done_on"])
        row.done_on = on
        row.version += 1
        row.save(update_fields=["done_on", "version"])
        after = audit.snapshot(row, ["done_on"])
        audit.record(actor=actor, verb=verb, obj=row, before=before, after=after)
    return row
