"""What `issues` proposes for the next agenda: news of sister bodies, issues put before the body,
questions of other districts, open issues, due actions.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sasaeai.issues.access import (
    visible_actions,
    visible_escalations,
    visible_issues,
    visible_passed_on,
    visible_put_forward,
)
from sasaeai.issues.enums import ConsiderationRole, IssueStatus, PassedOnState
from sasaeai.issues.models import (
    Action,
    Consideration,
    Escalation,
    Issue,
    PassedOn,
    PutForward,
)
from sasaeai.issues.queries.put_forward import is_free
from sasaeai.kernel import clock
from sasaeai.kernel.display import short_date
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import BodyKind, ItemOrigin, MeetingState
from sasaeai.meetings.models import AgendaItem, Meeting
from sasaeai.meetings.queries.agenda import Proposal
from sasaeai.meetings.queries.agenda import agenda_proposals as proposals_of_meetings

PASSED_ON = "passed_on"
PUT_FORWARD = "put_forward"
ESCALATION = "escalation"
ISSUE = "issue"
ACTION = "action"
"""Kinds of `Proposal` of this room."""

TITLE_LIMIT = 120
SUMMARY_LIMIT = 300


def agenda_proposals(meeting: Meeting, *, viewer: Viewer) -> list[Proposal]:
    """News first, then what was put before this body or asked of it, then issues still being
    talked about, then actions due by the day to report on.

    What this agenda has already, and an issue whose own item `meetings` proposes, is left out.
    """
    elsewhere = [proposal.source_id for proposal in proposals_of_meetings(meeting, viewer=viewer)]
    return [
        *(_of_news(news) for news in _news(meeting, viewer, elsewhere)),
        *(_of_put_forward(put) for put in _put_forward(meeting, viewer)),
        *(_of_escalation(asked) for asked in _escalations(meeting, viewer)),
        *(_of_issue(issue) for issue in _issues(meeting, viewer, elsewhere)),
        *(_of_action(action, meeting) for action in _actions(meeting, viewer)),
    ]


def report_title(action: Action) -> str:
    """What an item that reports on an action is called; cut to the length of a title.

    Japanese whatever the page's language is: it goes on papers.
    """
    title = f"取組の報告：{action.what}"
    return title if len(title) <= TITLE_LIMIT else f"{title[: TITLE_LIMIT - 1]}…"


def asked_title(asked: Escalation) -> str:
    """What an item is called that deals with another district's question; Japanese for papers."""
    title = f"{asked.issue.district.name}からの照会：{asked.issue.title}"
    return title if len(title) <= TITLE_LIMIT else f"{title[: TITLE_LIMIT - 1]}…"


def _news(meeting: Meeting, viewer: Viewer, elsewhere: Sequence[UUID]) -> QuerySet[PassedOn]:
    """News to this body that no agenda has; an item that was taken out frees its news again."""
    continued = AgendaItem.objects.current().filter(
        municipality_id=meeting.municipality_id, meeting=meeting, came_from=OuterRef("item")
    )
    waiting = Q(state=PassedOnState.PROPOSED) | (
        Q(state=PassedOnState.TAKEN)
        & (
            Q(taken_as__removed_at__isnull=False)
            | Q(taken_as__meeting__state=MeetingState.CANCELLED)
        )
    )
    return (
        visible_passed_on(viewer)
        .filter(waiting, to_body_id=meeting.body_id, item__removed_at=None)
        .exclude(Exists(continued))
        .exclude(item_id__in=elsewhere)
        .select_related("item__meeting__body")
        .order_by("created_at")
    )


def _issues(meeting: Meeting, viewer: Viewer, elsewhere: Sequence[UUID]) -> QuerySet[Issue]:
    here = _considerations(meeting).filter(item__meeting=meeting)
    return (
        visible_issues(viewer)
        .filter(district_id=meeting.body.district_id, status=IssueStatus.OPEN)
        .filter(opened_on__lte=meeting.held_on)
        .exclude(Exists(here))
        .exclude(Exists(_considerations(meeting).filter(item_id__in=elsewhere)))
        .exclude(Exists(_put_forward(meeting, viewer).filter(issue=OuterRef("pk"))))
        .order_by("opened_on", "created_at")
    )


def _put_forward(meeting: Meeting, viewer: Viewer) -> QuerySet[PutForward]:
    """Issues put before this body that no agenda has; an item taken out frees its issue again."""
    here = _considerations(meeting, of="issue_id").filter(item__meeting=meeting)
    return (
        visible_put_forward(viewer)
        .filter(is_free(), to_body_id=meeting.body_id, issue__removed_at=None)
        .exclude(issue__status=IssueStatus.CLOSED)
        .exclude(Exists(here))
        .select_related("issue")
        .order_by("created_at")
    )


def _escalations(meeting: Meeting, viewer: Viewer) -> QuerySet[Escalation]:
    """Questions to this body that nobody answered and no agenda has.

    Only bodies of the city's kind are asked (`city_bodies`); every other agenda asks nothing here.
    """
    if meeting.body.kind != BodyKind.OTHER:
        return Escalation.objects.none()
    on_agenda = Q(item__isnull=False, item__removed_at=None) & ~Q(
        item__meeting__state=MeetingState.CANCELLED
    )
    return (
        visible_escalations(viewer)
        .filter(to_body_id=meeting.body_id, answered_on=None)
        .exclude(on_agenda)
        .select_related("issue__district")
        .order_by("asked_on", "created_at")
    )


def _considerations(meeting: Meeting, *, of: str = "pk") -> QuerySet[Consideration]:
    return Consideration.objects.current().filter(
        municipality_id=meeting.municipality_id, issue_id=OuterRef(of), item__removed_at=None
    )


def _actions(meeting: Meeting, viewer: Viewer) -> QuerySet[Action]:
    """Actions of this body, or of an issue alone, due by the day and waiting for no report."""
    to_be_reported = Q(report_item__removed_at=None) & Q(
        report_item__meeting__state=MeetingState.PLANNED
    )
    return (
        visible_actions(viewer)
        .filter(Q(item__isnull=True) | Q(item__meeting__body_id=meeting.body_id))
        .filter(district_id=meeting.body.district_id, done_on=None, due_on__lte=meeting.held_on)
        .exclude(item__meeting=meeting)
        .exclude(Q(report_item__isnull=False) & to_be_reported)
        .select_related("item", "issue")
        .order_by("due_on", "created_at")
    )


def _of_news(news: PassedOn) -> Proposal:
    came = news.item.meeting
    return Proposal(
        kind=PASSED_ON,
        source_id=news.id,
        title=news.item.title,
        summary=news.note or news.item.outcome_text,
        topic_id=news.item.topic_id,
        reason=_("%(day)sの%(body)sからの申し送りです。")
        % {"day": short_date(came.held_on), "body": came.body.name},
        origin=ItemOrigin.PASSED_ON,
    )


def _of_put_forward(put: PutForward) -> Proposal:
    words = {
        "day": short_date(clock.to_tokyo(put.created_at).date()),
        "who": put.by_name,
        "role": ConsiderationRole(put.role).label,
    }
    return Proposal(
        kind=PUT_FORWARD,
        source_id=put.id,
        title=put.issue.title,
        summary=put.note,
        topic_id=put.issue.topic_id,
        reason=_("%(day)sに%(who)sから付議されました（%(role)s）。") % words,
        origin=ItemOrigin.ISSUE,
    )


def _of_escalation(asked: Escalation) -> Proposal:
    words = {
        "day": short_date(asked.asked_on),
        "district": asked.issue.district.name,
        "due": short_date(asked.answer_by) if asked.answer_by else "",
    }
    reason = (
        _("%(day)sに%(district)sからたずねられました。返答の期限は%(due)sです。")
        if asked.answer_by
        else _("%(day)sに%(district)sからたずねられ、まだ返答していません。")
    )
    return Proposal(
        kind=ESCALATION,
        source_id=asked.id,
        title=asked_title(asked),
        summary=asked.question[:SUMMARY_LIMIT],
        topic_id=asked.issue.topic_id,
        reason=reason % words,
        origin=ItemOrigin.ISSUE,
    )


def _of_issue(issue: Issue) -> Proposal:
    return Proposal(
        kind=ISSUE,
        source_id=issue.id,
        title=issue.title,
        summary="",
        topic_id=issue.topic_id,
        reason=_("%(day)sに取り上げた課題で、まだ話し合い中です。")
        % {"day": short_date(issue.opened_on)},
        origin=ItemOrigin.ISSUE,
    )


def _of_action(action: Action, meeting: Meeting) -> Proposal:
    words = {"who": action.who, "due": short_date(action.due_on) if action.due_on else ""}
    reason = (
        _("%(who)sの取組の期限が、この会議の日（%(due)s）です。")
        if action.due_on == meeting.held_on
        else _("%(who)sの取組の期限が%(due)sです。どうなったかを聞く議題です。")
    )
    source = action.item or action.issue
    return Proposal(
        kind=ACTION,
        source_id=action.id,
        title=report_title(action),
        summary="",
        topic_id=source.topic_id if source is not None else None,
        reason=reason % words,
        origin=ItemOrigin.ISSUE if action.issue_id else ItemOrigin.CARRIED_OVER,
    )
