"""Who does what by when (役割分担), from the promise in the room to its result."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.issues.access import check_can_work_on, check_current
from sasaeai.issues.actions.path import ENTRY_LIMIT, locked_issue, move_issue
from sasaeai.issues.actions.search_entry import index_action
from sasaeai.issues.enums import IssueStatus
from sasaeai.issues.models import Action, Consideration, Issue, IssueEntry
from sasaeai.issues.queries.duplicates import goes_on_in
from sasaeai.issues.queries.promises import Promiser, promiser_named
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.kernel.wareki import wareki
from sasaeai.meetings.access import check_can_run, check_not_sealed, check_stays_in_room
from sasaeai.meetings.models import AgendaItem
from sasaeai.people.models import District, Organization, Post

_FIELDS = ("what", "who", "organization", "post", "due_on")


def add_action(
    *,
    what: str,
    who: str,
    due_on: date | None,
    actor: Viewer,
    item: AgendaItem | None = None,
    issue: Issue | None = None,
    organization: Organization | None = None,
    post: Post | None = None,
) -> Action:
    """Write down who does what by when, on an agenda item, on an issue, or on both.

    who: as the paper names them; empty means the organisation's name. An item that deals with an
    issue lends it; an issue still being talked about is being acted on from then on (取組中).
    """
    district = _check_place(item, issue, actor)
    named = who or (str(organization) if organization else "")
    _check_promise(what, named)
    promiser = _promiser(district, named, Promiser(organization, post), actor)
    with transaction.atomic():
        issue = _locked_open(issue, district) if issue is not None else _issue_of(item)
        action = Action.objects.create(
            municipality_id=district.municipality_id,
            district=district,
            item=item,
            issue=issue,
            what=what,
            organization=promiser.organization,
            post=promiser.post,
            who=named,
            due_on=due_on,
        )
        index_action(action)
        audit.record(actor=actor, verb="add", obj=action, after=audit.snapshot(action, _FIELDS))
        if issue is not None and issue.status == IssueStatus.OPEN:
            move_issue(
                issue=issue,
                status=IssueStatus.ACTING,
                text=f"取組が決まりました：{what}（{named}）",
                meeting=item.meeting if item is not None else None,
                actor=actor,
            )
    return action


def edit_action(
    *,
    action: Action,
    what: str,
    who: str,
    due_on: date | None,
    base_version: int,
    actor: Viewer,
    organization: Organization | None = None,
) -> Action:
    """Correct what was promised, by whom or by when. Refuses a newer text (StaleEdit).

    Of a meeting whose public version is approved only the day may be moved: the rest went out.
    """
    check_can_work_on(actor, action)
    named = who or (str(organization) if organization else "")
    _check_promise(what, named)
    values = {"what": what, "who": named, "organization": organization, "due_on": due_on}
    with transaction.atomic():
        locked = _locked(action)
        _check_there(locked)
        check_version(locked, base_version, yours=values)
        if locked.item is not None and (what, named) != (locked.what, locked.who):
            check_not_sealed(locked.item.meeting)
        if named != locked.who:  # what was promised before somebody left stays to be corrected
            known = Promiser(organization)
            promiser = _promiser(locked.district, named, known, actor)
            values |= {"organization": promiser.organization, "post": promiser.post}
        else:
            values["organization"] = locked.organization
        return _save(locked, values, verb="edit", actor=actor)


def finish_action(
    *, action: Action, done_on: date, result: str, base_version: int, actor: Viewer
) -> Action:
    """Say that it was done, when, and what came of it. Refuses another result that somebody wrote
    meanwhile (StaleEdit). `resume_action` takes it back.
    """
    check_can_work_on(actor, action)
    if done_on > actor.on:
        sentence = _("終わった日は、きょうか、それより前の日を入力してください。")
        raise InvalidInput(sentence, {"done_on": sentence})
    with transaction.atomic():
        locked = _locked(action)
        _check_there(locked)
        if (locked.done_on, locked.result) == (done_on, result):
            return locked
        values = {"done_on": done_on, "result": result}
        check_version(locked, base_version, yours=values)
        row = _save(locked, values, verb="finish", actor=actor)
        said = f"：{result}" if result else "。"
        _write_on_issue(row, f"取組「{row.what}」（{row.who}）が終わりました{said}", actor)
        return row


def resume_action(*, action: Action, actor: Viewer) -> Action:
    """Take back that it was done; the result that was written stays to be corrected."""
    check_can_work_on(actor, action)
    with transaction.atomic():
        locked = _locked(action)
        _check_there(locked)
        if locked.done_on is None:
            return locked
        row = _save(locked, {"done_on": None}, verb="resume", actor=actor)
        _write_on_issue(row, f"取組「{row.what}」（{row.who}）を、続けることにしました。", actor)
        return row


def remove_action(*, action: Action, actor: Viewer) -> Action:
    """Take an action out; `restore_action` puts it back."""
    return _set_removed(action, removed=True, actor=actor)


def restore_action(*, action: Action, actor: Viewer) -> Action:
    """Put back what `remove_action` took out."""
    return _set_removed(action, removed=False, actor=actor)


def _set_removed(action: Action, *, removed: bool, actor: Viewer) -> Action:
    check_can_work_on(actor, action)
    if action.item is not None:
        check_not_sealed(action.item.meeting)
    with transaction.atomic():
        locked = _locked(action)
        if (locked.removed_at is not None) == removed:
            return locked
        values = {"removed_at": clock.now() if removed else None}
        return _save(locked, values, verb="remove" if removed else "restore", actor=actor)


def _check_place(item: AgendaItem | None, issue: Issue | None, actor: Viewer) -> District:
    """The district the action belongs to; refuses what the actor may not write on."""
    if item is not None:
        check_can_run(actor, item.meeting)
        check_stays_in_room(item.meeting)
        check_not_sealed(item.meeting)
        return item.meeting.body.district
    if issue is None:
        message = "an action belongs to an agenda item or to an issue"
        raise ValueError(message)
    check_can_work_on(actor, issue)
    return issue.district


def _locked_open(issue: Issue, district: District) -> Issue:
    """The issue as it is now, held, so that it does not end while a promise is added to it."""
    if issue.district_id != district.pk:
        sentence = _("ほかの地区の課題には、取組を加えられません。")
        raise InvalidInput(sentence, {"issue": sentence})
    row = locked_issue(issue)
    check_current(row)
    if row.duplicate_of_id is not None:
        raise NotNow(
            _(
                "この課題は、ほかの課題にまとめてあります。取組は、まとめた先の課題に加えてください。"
            )
        )
    if row.status == IssueStatus.CLOSED:
        raise NotNow(
            _(
                "この課題は終結しています。取組を加えるには、先に「もう一度取り上げる」を押してください。"
            )
        )
    return row


def _promiser(district: District, named: str, given: Promiser, actor: Viewer) -> Promiser:
    """The organisation and post of the register that promise it; refuses who has left."""
    found = given if given.organization is not None else promiser_named(district, named)
    for row in (found.organization, found.post):
        if row is not None and row.ended_on is not None and row.ended_on <= actor.on:
            sentence = _(
                "「%(who)s」は%(day)sに活動を終えています。いまの団体・役職を書いてください。"
            ) % {"who": row, "day": wareki(row.ended_on)}
            raise InvalidInput(sentence, {"who": sentence})
    return found


def _write_on_issue(action: Action, text: str, actor: Viewer) -> None:
    """What came of a promise stands on the path of its issue, closed or not."""
    if action.issue_id is None:
        return
    IssueEntry.objects.create(
        municipality_id=action.municipality_id,
        issue=action.issue,
        status=action.issue.status,
        text=text[:ENTRY_LIMIT],
        by_name=actor.name,
    )


def _check_promise(what: str, who: str) -> None:
    wrong = {}
    if not what:
        wrong["what"] = _("何をするかを入力してください。")
    if not who:
        wrong["who"] = _("だれがするかを入力するか、団体を選んでください。")
    if wrong:
        raise InvalidInput("".join(wrong.values()), wrong)


def _check_there(action: Action) -> None:
    if action.removed_at is not None:
        raise NotNow(_("この取組は取り消されています。先に元に戻してください。"))


def _issue_of(item: AgendaItem | None) -> Issue | None:
    """The issue an item deals with, or in which that goes on, unless it is closed."""
    if item is None:
        return None
    tied = Consideration.objects.current().filter(item=item, issue__removed_at=None)
    ties = tied.select_related("issue__duplicate_of__duplicate_of").order_by("created_at")
    found = (goes_on_in(tie.issue) for tie in ties)
    return next((issue for issue in found if issue.status != IssueStatus.CLOSED), None)


def _save(action: Action, values: Mapping[str, Any], *, verb: str, actor: Viewer) -> Action:
    before = audit.snapshot(action, list(values))
    for name, value in values.items():
        setattr(action, name, value)
    action.version += 1
    action.save(update_fields=[*values, "version"])
    index_action(action)
    audit.record(
        actor=actor,
        verb=verb,
        obj=action,
        before=before,
        after=audit.snapshot(action, list(values)),
    )
    return action


def _locked(action: Action) -> Action:
    return (
        Action.objects.select_for_update(of=("self",))
        .select_related("district", "item__meeting")
        .get(pk=action.pk)
    )
