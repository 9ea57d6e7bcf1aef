"""News between bodies (申し送り), and putting what `issues` knows onto an agenda."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.issues.actions.path import connect_issue
from sasaeai.issues.enums import ConsiderationRole, PassedOnState
from sasaeai.issues.models import (
    Action,
    Consideration,
    Escalation,
    Issue,
    PassedOn,
    PutForward,
)
from sasaeai.issues.queries.duplicates import goes_on_in
from sasaeai.issues.queries.news import sister_bodies
from sasaeai.issues.queries.proposals import (
    ACTION,
    ESCALATION,
    ISSUE,
    PASSED_ON,
    PUT_FORWARD,
    SUMMARY_LIMIT,
    agenda_proposals,
    asked_title,
    report_title,
)
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.kernel.wareki import short_date
from sasaeai.meetings.access import check_can_run, check_not_sealed, check_stays_in_room
from sasaeai.meetings.actions.agenda import add_item
from sasaeai.meetings.actions.locked import locked_for_preparing
from sasaeai.meetings.enums import ItemKind, ItemOrigin
from sasaeai.meetings.models import AgendaItem, Body, Meeting
from sasaeai.meetings.queries.agenda import Proposal
from sasaeai.people.access import check_can_run_district


def pass_on(*, item: AgendaItem, to_body: Body, actor: Viewer, note: str = "") -> PassedOn:
    """Pass news of an item on to the agenda of a sister body; again only changes the note."""
    check_can_run(actor, item.meeting)
    check_stays_in_room(item.meeting)
    check_not_sealed(item.meeting)
    if to_body not in sister_bodies(item.meeting.body, on=item.meeting.held_on):
        sentence = _(
            "申し送りは、みなしや幹事会でつながっている会議にできます。"
            "つながりは会議体のページで決められます。"
        )
        raise InvalidInput(sentence, {"to_body": sentence})
    with transaction.atomic():
        AgendaItem.objects.select_for_update().get(pk=item.pk)
        found = PassedOn.objects.current().filter(item=item, to_body=to_body).first()
        if found is not None:
            return _rewrite(found, note, actor)
        news = PassedOn.objects.create(
            municipality_id=item.municipality_id, item=item, to_body=to_body, note=note
        )
        audit.record(
            actor=actor,
            verb="pass on",
            obj=news,
            after=audit.snapshot(news, ("item", "to_body", "note")),
        )
    return news


def withdraw_passed_on(*, passed_on: PassedOn, actor: Viewer) -> PassedOn:
    """Take news back while no agenda has taken it; `pass_on` passes it on again."""
    check_can_run(actor, passed_on.item.meeting)
    check_not_sealed(passed_on.item.meeting)
    with transaction.atomic():
        locked = PassedOn.objects.select_for_update().get(pk=passed_on.pk)
        if locked.removed_at is not None:
            return locked
        if _is_on_agenda(locked):
            raise NotNow(
                _(
                    "この申し送りは、もう相手の会議の議題になっています。先にその議題を外してください。"
                )
            )
        locked.removed_at = clock.now()
        locked.save(update_fields=["removed_at"])
        audit.record(actor=actor, verb="remove", obj=locked)
    return locked


def decline_passed_on(*, passed_on: PassedOn, actor: Viewer) -> PassedOn:
    """Say that news does not become an item; `propose_again` takes that back."""
    return _set_state(passed_on, PassedOnState.DECLINED, "decline", actor)


def propose_again(*, passed_on: PassedOn, actor: Viewer) -> PassedOn:
    """Let news that was declined be proposed again."""
    return _set_state(passed_on, PassedOnState.PROPOSED, "propose", actor)


def take_proposals(
    *, meeting: Meeting, proposals: Collection[Proposal], actor: Viewer
) -> list[AgendaItem]:
    """Put ticked proposals of `issues.queries.agenda_proposals` onto the agenda.

    What is not proposed (any more), or belongs to another room, is left alone, so that sending the
    form again adds nothing twice. Call it before `meetings.take_proposals`, then `follow_items`.
    """
    wanted = {proposal.key for proposal in proposals}
    take = {
        PASSED_ON: _take_news,
        PUT_FORWARD: _take_put_forward,
        ESCALATION: _take_escalation,
        ISSUE: _take_issue,
        ACTION: _take_action,
    }
    with transaction.atomic():
        row = locked_for_preparing(meeting, actor)
        return [
            take[proposal.kind](row, proposal.source_id, actor)
            for proposal in agenda_proposals(row, viewer=actor)
            if proposal.key in wanted
        ]


def follow_items(*, meeting: Meeting, actor: Viewer) -> list[Consideration]:
    """Let issues follow the items they were on: an item that goes on from one keeps its issue.

    To be called after an agenda took earlier items up; twice is once.
    """
    check_can_run(actor, meeting)
    items = AgendaItem.objects.current().filter(
        municipality_id=meeting.municipality_id, meeting=meeting, came_from__isnull=False
    )
    by_source = {item.came_from_id: item for item in items.select_related("meeting__body")}
    earlier = (
        Consideration.objects.current()
        .filter(municipality_id=meeting.municipality_id, item_id__in=by_source)
        .filter(issue__removed_at=None)
        .select_related("issue__district", "issue__duplicate_of__duplicate_of")
    )
    here = set(_considered_at(meeting).values_list("issue_id", flat=True))
    followed = []
    for tie in earlier:
        issue = goes_on_in(tie.issue)
        if issue.pk in here or issue.removed_at is not None:
            continue
        here.add(issue.pk)
        followed.append(connect_issue(issue=issue, item=by_source[tie.item_id], actor=actor))
    return followed


def _considered_at(meeting: Meeting) -> QuerySet[Consideration]:
    return Consideration.objects.current().filter(
        municipality_id=meeting.municipality_id, item__meeting=meeting
    )


def _take_news(meeting: Meeting, news_id: UUID, actor: Viewer) -> AgendaItem:
    news = PassedOn.objects.select_related("item__meeting__body", "item__topic").get(pk=news_id)
    item = add_item(
        meeting=meeting,
        title=news.item.title,
        kind=ItemKind.REPORT,
        summary=news.note or news.item.outcome_text,
        topic=news.item.topic,
        origin=ItemOrigin.PASSED_ON,
        came_from=news.item,
        actor=actor,
    )
    news.state = PassedOnState.TAKEN
    news.taken_as = item
    news.save(update_fields=["state", "taken_as"])
    audit.record(actor=actor, verb="take", obj=news, after={"taken_as": item.pk})
    return item


def _take_put_forward(meeting: Meeting, put_id: UUID, actor: Viewer) -> AgendaItem:
    put = PutForward.objects.select_related("issue__topic", "issue__district").get(pk=put_id)
    item = add_item(
        meeting=meeting,
        title=put.issue.title,
        kind=ItemKind.REPORT if put.role == ConsiderationRole.REPORT else ItemKind.DISCUSS,
        summary=put.note,
        topic=put.issue.topic,
        origin=ItemOrigin.ISSUE,
        came_from=None,
        actor=actor,
    )
    put.taken_as = item
    put.save(update_fields=["taken_as"])
    audit.record(actor=actor, verb="take", obj=put, after={"taken_as": item.pk})
    connect_issue(issue=put.issue, item=item, role=ConsiderationRole(put.role), actor=actor)
    return item


def _take_escalation(meeting: Meeting, escalation_id: UUID, actor: Viewer) -> AgendaItem:
    asked = Escalation.objects.select_related("issue__district", "issue__topic").get(
        pk=escalation_id
    )
    item = add_item(
        meeting=meeting,
        title=asked_title(asked),
        kind=ItemKind.DISCUSS,
        summary=asked.question[:SUMMARY_LIMIT],
        topic=asked.issue.topic,
        origin=ItemOrigin.ISSUE,
        came_from=None,
        actor=actor,
    )
    asked.item = item
    asked.save(update_fields=["item"])
    audit.record(actor=actor, verb="take", obj=asked, after={"item": item.pk})
    connect_issue(issue=asked.issue, item=item, role=ConsiderationRole.OPINION, actor=actor)
    return item


def _take_issue(meeting: Meeting, issue_id: UUID, actor: Viewer) -> AgendaItem:
    issue = Issue.objects.select_related("topic", "district").get(pk=issue_id)
    item = add_item(
        meeting=meeting,
        title=issue.title,
        kind=ItemKind.DISCUSS,
        summary="",
        topic=issue.topic,
        origin=ItemOrigin.ISSUE,
        came_from=None,
        actor=actor,
    )
    connect_issue(issue=issue, item=item, actor=actor)
    return item


def _take_action(meeting: Meeting, action_id: UUID, actor: Viewer) -> AgendaItem:
    action = Action.objects.select_related("item__topic", "issue__district", "issue__topic").get(
        pk=action_id
    )
    source = action.item or action.issue
    item = add_item(
        meeting=meeting,
        title=report_title(action),
        kind=ItemKind.REPORT,
        summary=_report_summary(action),
        topic=source.topic if source is not None else None,
        origin=ItemOrigin.ISSUE if action.issue_id else ItemOrigin.CARRIED_OVER,
        came_from=None,
        actor=actor,
    )
    action.report_item = item
    action.save(update_fields=["report_item"])
    audit.record(actor=actor, verb="report", obj=action, after={"report_item": item.pk})
    if action.issue is not None:
        connect_issue(issue=action.issue, item=item, role=ConsiderationRole.REPORT, actor=actor)
    return item


def _report_summary(action: Action) -> str:
    """Japanese whatever the page's language is: it goes on papers."""
    due = f"（{short_date(action.due_on)}まで）" if action.due_on else ""
    return f"{action.who}の取組「{action.what}」{due}について"


def _rewrite(news: PassedOn, note: str, actor: Viewer) -> PassedOn:
    if news.note == note or news.state == PassedOnState.TAKEN:
        return news
    before = audit.snapshot(news, ["note"])
    news.note = note
    news.save(update_fields=["note"])
    audit.record(
        actor=actor, verb="edit", obj=news, before=before, after=audit.snapshot(news, ["note"])
    )
    return news


def _is_on_agenda(news: PassedOn) -> bool:
    """Whether an agenda has taken the news and still has it."""
    return news.taken_as is not None and news.taken_as.removed_at is None


def _set_state(passed_on: PassedOn, state: PassedOnState, verb: str, actor: Viewer) -> PassedOn:
    check_can_run_district(actor, passed_on.to_body.district)
    with transaction.atomic():
        locked = PassedOn.objects.select_for_update().get(pk=passed_on.pk)
        if _is_on_agenda(locked):
            raise NotNow(
                _("この申し送りは、もう議題になっています。先にその議題を外してください。")
            )
        before = audit.snapshot(locked, ["state"])
        locked.state = state
        locked.taken_as = None
        locked.save(update_fields=["state", "taken_as"])
        audit.record(
            actor=actor,
            verb=verb,
            obj=locked,
            before=before,
            after=audit.snapshot(locked, ["state"]),
        )
    return locked
