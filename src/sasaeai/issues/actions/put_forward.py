"""An issue put before the next meeting of a body (付議), which need not be fixed yet."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.issues.access import check_can_work_on, check_current
from sasaeai.issues.actions.path import locked_issue
from sasaeai.issues.enums import ConsiderationRole, IssueStatus
from sasaeai.issues.models import Consideration, Issue, PutForward
from sasaeai.issues.queries.put_forward import free_rows
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Body

NOTE_LIMIT = 500
_FIELDS = ("issue", "to_body", "role", "note")


def put_forward(
    *, issue: Issue, to_body: Body, role: str, actor: Viewer, note: str = ""
) -> PutForward:
    """Put an issue before the next meeting of a body of its district, asking it for something.

    Again, while no agenda has taken it, changes only the role and the note. InvalidInput names
    `to_body`, `role`, `note`.
    """
    check_can_work_on(actor, issue)
    _check_words(issue, to_body, role, note, actor)
    with transaction.atomic():
        locked = locked_issue(issue)
        check_current(locked)
        if locked.status == IssueStatus.CLOSED:
            raise NotNow(
                _(
                    "この課題は終結しています。付議するときは、先に「もう一度取り上げる」を押してください。"
                )
            )
        _check_not_coming(locked, to_body)
        found = free_rows(locked, to_body).first()
        if found is not None:
            return _rewrite(found, role, note, actor)
        row = PutForward.objects.create(
            municipality_id=locked.municipality_id,
            issue=locked,
            to_body=to_body,
            role=role,
            note=note,
            by_name=actor.name[:200],
        )
        audit.record(actor=actor, verb="put forward", obj=row, after=audit.snapshot(row, _FIELDS))
    return row


def withdraw_put_forward(*, put: PutForward, actor: Viewer) -> PutForward:
    """Take an issue back before an agenda has taken it; `restore_put_forward` puts it back."""
    check_can_work_on(actor, put.issue)
    with transaction.atomic():
        locked_issue(put.issue)
        row = _locked(put)
        if row.removed_at is not None:
            return row
        if _is_on_agenda(row):
            raise NotNow(
                _("この課題は、もうその会議の議題になっています。先にその議題を外してください。")
            )
        row.removed_at = clock.now()
        row.save(update_fields=["removed_at"])
        audit.record(actor=actor, verb="remove", obj=row)
    return row


def restore_put_forward(*, put: PutForward, actor: Viewer) -> PutForward:
    """Put back what was taken back; where the issue was put forward anew meanwhile, that stands."""
    check_can_work_on(actor, put.issue)
    with transaction.atomic():
        locked = locked_issue(put.issue)
        row = _locked(put)
        if row.removed_at is None:
            return row
        newer = free_rows(locked, row.to_body).first()
        if newer is not None:
            return newer
        row.removed_at, row.taken_as = None, None
        row.save(update_fields=["removed_at", "taken_as"])
        audit.record(actor=actor, verb="restore", obj=row)
    return row


def _check_words(issue: Issue, to_body: Body, role: str, note: str, actor: Viewer) -> None:
    wrong: dict[str, str] = {}
    ended = to_body.ended_on is not None and to_body.ended_on <= actor.on
    if to_body.district_id != issue.district_id:
        wrong["to_body"] = _(
            "付議できるのは、同じ地区の会議です。市の会議体へは「市へたずねる」を使ってください。"
        )
    elif ended:
        wrong["to_body"] = _("その会議体は終わっています。いま開いている会議体を選んでください。")
    if role not in ConsiderationRole.values:
        wrong["role"] = _("その会議に何をしてもらうかを選んでください。")
    if len(note) > NOTE_LIMIT:
        wrong["note"] = _("%(limit)s文字までです。短くしてください。") % {"limit": NOTE_LIMIT}
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), wrong)


def _check_not_coming(issue: Issue, to_body: Body) -> None:
    """Raise when a meeting in preparation has the issue on its agenda already."""
    coming = (
        Consideration.objects.current()
        .filter(
            municipality_id=issue.municipality_id,
            issue=issue,
            item__removed_at=None,
            item__meeting__body=to_body,
            item__meeting__state=MeetingState.PLANNED,
        )
        .select_related("item")
        .first()
    )
    if coming is not None:
        sentence = _(
            "この課題は、準備中の会議の議題「%(title)s」になっています。"
            "付議しなくても話し合えます。"
        ) % {"title": coming.item.title}
        raise InvalidInput(sentence, {"to_body": sentence})


def _rewrite(row: PutForward, role: str, note: str, actor: Viewer) -> PutForward:
    if (row.role, row.note, row.taken_as_id) == (role, note, None):
        return row
    before = audit.snapshot(row, _FIELDS)
    row.role, row.note, row.taken_as = role, note, None
    row.save(update_fields=["role", "note", "taken_as"])
    audit.record(
        actor=actor, verb="edit", obj=row, before=before, after=audit.snapshot(row, _FIELDS)
    )
    return row


def _locked(put: PutForward) -> PutForward:
    rows = PutForward.objects.select_for_update(of=("self",))
    return rows.select_related("to_body", "taken_as__meeting").get(pk=put.pk)


def _is_on_agenda(row: PutForward) -> bool:
    item = row.taken_as
    return (
        item is not None
        and item.removed_at is None
        and item.meeting.state != MeetingState.CANCELLED
    )
