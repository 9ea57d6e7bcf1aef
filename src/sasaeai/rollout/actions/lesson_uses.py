"""Taking up a lesson of another district, and telling its origin what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.issues.actions import add_action, remove_action, restore_action
from sasaeai.issues.actions.path import write_entry
from sasaeai.issues.models import Action, Issue
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import check_can_run_district
from sasaeai.people.models import District
from sasaeai.rollout.access import check_can_write_lesson
from sasaeai.rollout.enums import LessonUseState, SharedState
from sasaeai.rollout.models import Lesson, LessonUse

_FIELDS = ("lesson", "district", "issue", "action", "used_on")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who does what by when, wished together with taking a lesson up."""

    what: str
    who: str
    due_on: date | None = None


def adopt_lesson(
    *,
    lesson: Lesson,
    district: District,
    actor: Viewer,
    issue: Issue | None = None,
    proposal: Proposal | None = None,
) -> LessonUse:
    """Let a district take a lesson up, for one of its issues or for none; twice is once.

    proposal: is written as an action on the issue, also when the lesson was taken up before without
    one. Refused for one's own lesson, and for one that is not out.
    """
    check_can_run_district(actor, district)
    with transaction.atomic():
        # The lesson is the lock: it is not withdrawn meanwhile, nor taken up by a second tap.
        row = Lesson.objects.select_for_update().get(pk=lesson.pk)
        _check_may_adopt(row, district, issue, proposal)
        found = LessonUse.objects.current().filter(
            municipality_id=district.municipality_id, lesson=row, district=district, issue=issue
        )
        use = found.first() or _adopted(row, district, issue, actor)
        if proposal is not None and issue is not None and use.action_id is None:
            action = add_action(
                issue=issue,
                what=proposal.what,
                who=proposal.who,
                due_on=proposal.due_on,
                actor=actor,
            )
            _save(use, {"action": action}, verb="propose", actor=actor)
    return use


def undo_adoption(*, use: LessonUse, actor: Viewer) -> LessonUse:
    """Take it back, with the action written for it unless somebody worked on that since."""
    check_can_run_district(actor, use.district)
    with transaction.atomic():
        row = _locked(use)
        if row.removed_at is not None:
            return row
        action = row.action
        if action is not None and _is_untouched(action):
            remove_action(action=action, actor=actor)
        _write_on_issue(row, "取り入れを取り消しました", actor)
        return _save(row, {"removed_at": clock.now()}, verb="remove", actor=actor)


def restore_adoption(*, use: LessonUse, actor: Viewer) -> LessonUse:
    """Put back what `undo_adoption` took out, with its action."""
    check_can_run_district(actor, use.district)
    with transaction.atomic():
        row = _locked(use)
        if row.removed_at is None:
            return row
        again = LessonUse.objects.current().filter(
            municipality_id=row.municipality_id,
            lesson_id=row.lesson_id,
            district_id=row.district_id,
            issue_id=row.issue_id,
        )
        if again.exists():
            raise NotNow(_("この事例は、そのあともう一度取り入れられています。"))
        if row.action is not None:
            restore_action(action=row.action, actor=actor)
        _write_on_issue(row, "取り入れることにしました", actor)
        return _save(row, {"removed_at": None}, verb="restore", actor=actor)


def report_adoption(
    *, use: LessonUse, state: str, became: str, base_version: int, actor: Viewer
) -> LessonUse:
    """Say what became of it; the origin is told anew. Refuses a newer text (StaleEdit)."""
    check_can_run_district(actor, use.district)
    if state not in LessonUseState.values:
        sentence = _("結果を選んでください。")
        raise InvalidInput(sentence, {"state": sentence})
    if state != LessonUseState.TRYING and not became:
        sentence = _("どうなったかを入力してください。ほかの地区の役に立ちます。")
        raise InvalidInput(sentence, {"became": sentence})
    with transaction.atomic():
        row = _locked(use)
        if row.removed_at is not None:
            raise NotNow(_("この取り入れは取り消されています。先に元に戻してください。"))
        values = {"state": state, "became": became}
        check_version(row, base_version, yours=values)
        return _save(row, {**values, "told_on": None}, verb="report", actor=actor)


def note_told(*, lesson: Lesson, actor: Viewer) -> int:
    """The origin has read who took its lesson up and what became of it; returns how many."""
    check_can_write_lesson(actor, lesson)
    with transaction.atomic():
        untold = LessonUse.objects.current().filter(
            municipality_id=lesson.municipality_id, lesson=lesson, told_on=None
        )
        rows = list(untold.select_for_update(of=("self",)))
        for row in rows:
            _save(row, {"told_on": actor.on}, verb="read", actor=actor)
    return len(rows)


# ── Pieces ───────────────────────────────────────────────────────────────────────────────────────


def _adopted(row: Lesson, district: District, issue: Issue | None, actor: Viewer) -> LessonUse:
    use = LessonUse.objects.create(
        municipality_id=district.municipality_id,
        lesson=row,
        district=district,
        issue=issue,
        used_on=actor.on,
        used_by_name=actor.name,
    )
    _write_on_issue(use, "取り入れることにしました", actor)
    audit.record(actor=actor, verb="adopt", obj=use, after=audit.snapshot(use, _FIELDS))
    return use


def _check_may_adopt(
    lesson: Lesson, district: District, issue: Issue | None, proposal: Proposal | None
) -> None:
    if lesson.municipality_id != district.municipality_id or lesson.removed_at is not None:
        raise NotNow(_("この事例は取り消されています。"))
    if lesson.state != SharedState.APPROVED:
        raise NotNow(_("この事例は公開されていません。公開されると取り入れられます。"))
    if lesson.district_id == district.id:
        raise NotNow(_("自分の地区の事例です。取り入れるのは、ほかの地区の事例です。"))
    if issue is not None and issue.district_id != district.id:
        sentence = _("ほかの地区の課題には取り入れられません。")
        raise InvalidInput(sentence, {"issue": sentence})
    if proposal is not None and issue is None:
        sentence = _("取組を書くには、課題を選んでください。")
        raise InvalidInput(sentence, {"issue": sentence})


def _is_untouched(action: Action) -> bool:
    """Nobody worked on it: it is as it was written, and promised only."""
    return action.removed_at is None and action.done_on is None and action.version == 1


def _write_on_issue(use: LessonUse, what: str, actor: Viewer) -> None:
    if use.issue is not None:
        origin = use.lesson.district.name
        write_entry(use.issue, f"{origin}の取組事例「{use.lesson.title}」：{what}。", actor)


def _save(use: LessonUse, values: Mapping[str, Any], *, verb: str, actor: Viewer) -> LessonUse:
    before = audit.snapshot(use, list(values))
    for name, value in values.items():
        setattr(use, name, value)
    use.version += 1
    use.save(update_fields=[*values, "version"])
    audit.record(
        actor=actor, verb=verb, obj=use, before=before, after=audit.snapshot(use, list(values))
    )
    return use


def _locked(use: LessonUse) -> LessonUse:
    rows = LessonUse.objects.select_for_update(of=("self",))
    wanted = ("lesson__district", "district", "issue__topic", "issue__owner", "action__district")
    return rows.select_related(*wanted).get(pk=use.pk)
