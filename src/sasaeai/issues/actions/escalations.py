"""Questions to the city's body or a department (市への照会), and the answer that comes back."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.issues.access import (
    check_can_answer_escalation,
    check_can_work_on,
    check_current,
)
from sasaeai.issues.actions.path import ENTRY_LIMIT, locked_issue, write_entry
from sasaeai.issues.enums import IssueStatus
from sasaeai.issues.models import Escalation, Issue
from sasaeai.issues.queries.duplicates import goes_on_in
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.kernel.wareki import short_date
from sasaeai.meetings.access import check_stays_in_room
from sasaeai.meetings.enums import BodyKind
from sasaeai.meetings.models import Body, Meeting
from sasaeai.people.models import Organization

QUESTION_LIMIT = 2_000
ANSWER_LIMIT = 10_000
_ASKED = ("issue", "asked", "to_body", "to_organization", "question", "asked_on", "answer_by")
_ANSWERED = ("answer", "answered_on", "answered_by")


def escalate_issue(
    *,
    issue: Issue,
    question: str,
    actor: Viewer,
    asked: str = "",
    to_body: Body | None = None,
    to_organization: Organization | None = None,
    answer_by: date | None = None,
    meeting: Meeting | None = None,
) -> Escalation:
    """Ask the city's body or a department about an issue, which then waits for the answer.

    asked: who is asked in words; empty for the name of the body or department. InvalidInput names
    `asked`, `to_body`, `question`, `answer_by`.
    """
    check_can_work_on(actor, issue)
    if meeting is not None:
        check_stays_in_room(meeting)
    name = asked.strip() or str(to_body or to_organization or "")
    _check_asking(issue, name, to_body, question, answer_by, actor)
    with transaction.atomic():
        locked = locked_issue(issue)
        check_current(locked)
        if locked.status == IssueStatus.CLOSED:
            raise NotNow(
                _(
                    "この課題は終結しています。たずねるときは、先に「もう一度取り上げる」を押してください。"
                )
            )
        row = Escalation.objects.create(
            municipality_id=locked.municipality_id,
            issue=locked,
            asked=name[:200],
            to_body=to_body,
            to_organization=to_organization,
            question=question.strip(),
            meeting=meeting,
            asked_on=actor.on,
            answer_by=answer_by,
            by_name=actor.name[:200],
        )
        due = f"（{short_date(answer_by)}までに）" if answer_by else ""
        if locked.status == IssueStatus.OPEN:
            _set_status(locked, IssueStatus.WAITING, actor)
        write_entry(locked, f"{row.asked}にたずねました{due}。"[:ENTRY_LIMIT], actor, meeting)
        audit.record(actor=actor, verb="escalate", obj=row, after=audit.snapshot(row, _ASKED))
    return row


def withdraw_escalation(*, escalation: Escalation, actor: Viewer) -> Escalation:
    """Take a question back that is not answered; `restore_escalation` puts it back."""
    check_can_work_on(actor, escalation.issue)
    with transaction.atomic():
        issue = locked_issue(escalation.issue)
        row = _locked(escalation)
        if row.removed_at is not None:
            return row
        if row.answered_on is not None:
            raise NotNow(_("返答が届いているので、取り消せません。返答は課題の道のりに残ります。"))
        row.removed_at = clock.now()
        row.save(update_fields=["removed_at"])
        _wait_no_longer(issue, actor)
        write_entry(issue, f"{row.asked}への照会を取り消しました。"[:ENTRY_LIMIT], actor)
        audit.record(actor=actor, verb="remove", obj=row)
    return row


def restore_escalation(*, escalation: Escalation, actor: Viewer) -> Escalation:
    """Put a question back that was taken back by mistake."""
    check_can_work_on(actor, escalation.issue)
    with transaction.atomic():
        issue = locked_issue(escalation.issue)
        check_current(issue)
        row = _locked(escalation)
        if row.removed_at is None:
            return row
        row.removed_at = None
        row.save(update_fields=["removed_at"])
        if issue.status == IssueStatus.OPEN:
            _set_status(issue, IssueStatus.WAITING, actor)
        write_entry(issue, f"{row.asked}への照会を元に戻しました。"[:ENTRY_LIMIT], actor)
        audit.record(actor=actor, verb="restore", obj=row)
    return row


def answer_escalation(
    *,
    escalation: Escalation,
    answer: str,
    answered_on: date,
    answered_by: str,
    base_version: int,
    actor: Viewer,
) -> Escalation:
    """Write what the city answered; the issue is talked about again once nothing else is awaited.

    answered_by: department and post. A second text over the first is refused (StaleEdit) unless it
    began from it. InvalidInput names `answer`, `answered_by`, `answered_on`.
    """
    check_can_answer_escalation(actor, escalation)
    _check_answer(answer, answered_by, answered_on, escalation, actor)
    values = {
        "answer": answer.strip(),
        "answered_on": answered_on,
        "answered_by": answered_by.strip(),
    }
    with transaction.atomic():
        issue = locked_issue(escalation.issue)
        row = _locked(escalation)
        if row.removed_at is not None:
            raise NotNow(_("この照会は取り消されています。たずねた地区に確かめてください。"))
        check_version(row, base_version, yours=values)
        before = audit.snapshot(row, _ANSWERED)
        is_first = row.answered_on is None
        for name, value in values.items():
            setattr(row, name, value)
        row.version += 1
        row.save(update_fields=[*values, "version"])
        if is_first:
            _wait_no_longer(issue, actor)
        said = "から返答がありました" if is_first else "の返答を直しました"
        words = f"{row.asked}{said}：{row.answer}"[:ENTRY_LIMIT]
        write_entry(issue, words, actor)
        if (goes_on := goes_on_in(issue)) != issue:
            write_entry(goes_on, words, actor)
        audit.record(
            actor=actor,
            verb="answer",
            obj=row,
            before=before,
            after=audit.snapshot(row, _ANSWERED),
        )
    return row


def _check_asking(
    issue: Issue,
    asked: str,
    to_body: Body | None,
    question: str,
    answer_by: date | None,
    actor: Viewer,
) -> None:
    wrong: dict[str, str] = {}
    if not asked:
        wrong["asked"] = _("市のどこにたずねるかを入力してください。例：都市整備部 道路維持課")
    if to_body is not None and (sentence := _why_not_asked(to_body, issue, actor)):
        wrong["to_body"] = sentence
    if not question.strip():
        wrong["question"] = _("たずねることを入力してください。")
    elif len(question) > QUESTION_LIMIT:
        wrong["question"] = _("%(limit)s文字までです。短くしてください。") % {
            "limit": f"{QUESTION_LIMIT:,}"
        }
    if answer_by is not None and answer_by < actor.on:
        wrong["answer_by"] = _("返答の期限は、きょうか、それよりあとの日にしてください。")
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), wrong)


def _why_not_asked(body: Body, issue: Issue, actor: Viewer) -> str:
    """Why a body is not asked about an issue, in a sentence; "" where it may be."""
    if body.district_id == issue.district_id:
        return _("同じ地区の会議には、「会議に付議する」を使ってください。")
    if body.municipality_id != issue.municipality_id or body.kind != BodyKind.OTHER:
        return _(
            "たずねられるのは、市の会議体か部署です。ほかの地区の会議へは申し送りを使ってください。"
        )
    if body.ended_on is not None and body.ended_on <= actor.on:
        return _("その会議体は終わっています。いま開いている会議体を選んでください。")
    return ""


def _check_answer(
    answer: str, answered_by: str, answered_on: date, escalation: Escalation, actor: Viewer
) -> None:
    wrong: dict[str, str] = {}
    if not answer.strip():
        wrong["answer"] = _("返答を入力してください。")
    elif len(answer) > ANSWER_LIMIT:
        wrong["answer"] = _("%(limit)s文字までです。短くしてください。") % {
            "limit": f"{ANSWER_LIMIT:,}"
        }
    if not answered_by.strip():
        wrong["answered_by"] = _("どの部署・役職の返答かを入力してください。")
    if answered_on < escalation.asked_on:
        wrong["answered_on"] = _("返答の日が、たずねた日より前です。日にちを確かめてください。")
    elif answered_on > actor.on:
        wrong["answered_on"] = _("返答の日は、きょうか、それより前の日を入力してください。")
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), wrong)


def _wait_no_longer(issue: Issue, actor: Viewer) -> None:
    """An issue that waits for nothing any more is talked about again: the next agenda has it."""
    waiting = Escalation.objects.current().filter(
        municipality_id=issue.municipality_id, issue=issue, answered_on=None
    )
    if issue.status == IssueStatus.WAITING and not waiting.exists():
        _set_status(issue, IssueStatus.OPEN, actor)


def _set_status(issue: Issue, status: IssueStatus, actor: Viewer) -> None:
    """The entry that says why is written by the caller."""
    before = audit.snapshot(issue, ("status",))
    issue.status = status
    issue.version += 1
    issue.save(update_fields=["status", "version"])
    audit.record(
        actor=actor,
        verb="move",
        obj=issue,
        before=before,
        after=audit.snapshot(issue, ("status",)),
    )


def _locked(escalation: Escalation) -> Escalation:
    rows = Escalation.objects.select_for_update(of=("self",))
    return rows.select_related("issue", "to_body", "to_organization").get(pk=escalation.pk)
