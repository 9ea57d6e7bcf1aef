"""The path of an issue on one line of time: raised, put before bodies, talked about, acted, answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from sasaeai.issues.enums import AnswerState
from sasaeai.issues.models import Escalation, Issue, PutForward, Trouble
from sasaeai.issues.queries.answers import Owed
from sasaeai.issues.queries.escalations import escalations_of
from sasaeai.issues.queries.issues import IssueStory
from sasaeai.issues.queries.put_forward import put_forward_of
from sasaeai.kernel import clock
from sasaeai.kernel.display import short_date
from sasaeai.meetings.enums import MeetingState


class StepKind(StrEnum):
    """What happened; the page leads to another place for each."""

    RAISED = "raised"
    ENTRY = "entry"
    PUT_FORWARD = "put_forward"
    CONSIDERED = "considered"
    PROMISED = "promised"
    DONE = "done"
    TOLD = "told"


_ORDER = (
    StepKind.RAISED,
    StepKind.ENTRY,
    StepKind.PUT_FORWARD,
    StepKind.CONSIDERED,
    StepKind.PROMISED,
    StepKind.DONE,
    StepKind.TOLD,
)
"""Of one day, what usually comes first stands first."""


@dataclass(frozen=True, slots=True)
class PathStep:
    """One thing that happened: when, what in a few words, the words themselves, who.

    target: id of the trouble, meeting or action behind it; item: of the agenda; district: whose
    meeting it was.
    """

    on: date
    kind: StepKind
    what: str
    text: str
    who: str
    target: UUID | None = None
    item: UUID | None = None
    district: UUID | None = None


@dataclass(frozen=True, slots=True)
class IssuePath:
    """The line of time, what waits for a body, what the city was asked, and the same issues."""

    steps: tuple[PathStep, ...]
    put_forward: tuple[PutForward, ...]
    escalations: tuple[Escalation, ...]
    duplicates: tuple[Issue, ...]
    troubles: tuple[Trouble, ...]

    @property
    def waiting(self) -> tuple[PutForward, ...]:
        """Put before a body whose agenda has not taken it."""
        return tuple(put for put in self.put_forward if not is_on_agenda(put))


def is_on_agenda(put: PutForward) -> bool:
    """Whether an agenda has taken what was put before its body, and still has it."""
    item = put.taken_as
    if item is None or item.removed_at is not None:
        return False
    return item.meeting.state != MeetingState.CANCELLED


def issue_path(story: IssueStory, *, raisers: Sequence[Owed]) -> IssuePath:
    """Everything that happened to an issue, by day. Three queries beside those of the story.

    raisers: everybody who raised it, with what they were told (`raisers_of`).

    What the city was asked and answered stands among the entries, its full words in `escalations`.
    """
    issue = story.issue
    troubles = tuple(sorted((one.trouble for one in raisers), key=lambda row: row.raised_on))
    escalations = tuple(escalations_of(issue))
    put = tuple(put_forward_of(issue))
    duplicates = Issue.objects.current().filter(
        municipality_id=issue.municipality_id, duplicate_of=issue
    )
    steps = [
        *_of_troubles(troubles),
        *_of_put_forward(put),
        *_of_answers(raisers),
        *_of_story(story),
    ]
    return IssuePath(
        steps=tuple(sorted(steps, key=lambda step: (step.on, _ORDER.index(step.kind)))),
        put_forward=put,
        escalations=escalations,
        duplicates=tuple(duplicates.order_by("closed_on", "title")),
        troubles=troubles,
    )


def _of_troubles(troubles: tuple[Trouble, ...]) -> Iterator[PathStep]:
    for trouble in troubles:
        yield PathStep(
            trouble.raised_on,
            StepKind.RAISED,
            _("困りごとが届きました（%(via)s）") % {"via": trouble.get_via_display()},
            trouble.text,
            trouble.raised_by,
            target=trouble.id,
        )


def _of_put_forward(rows: tuple[PutForward, ...]) -> Iterator[PathStep]:
    for put in rows:
        words = {"body": put.to_body.name, "role": put.get_role_display()}
        yield PathStep(
            _day(put.created_at),
            StepKind.PUT_FORWARD,
            _("「%(body)s」に付議しました（%(role)s）") % words,
            put.note,
            put.by_name,
        )


def _of_answers(raisers: Sequence[Owed]) -> Iterator[PathStep]:
    for raiser, answer in ((one, answer) for one in raisers for answer in one.told):
        is_told = answer.state == AnswerState.TOLD
        what = _("%(who)sに伝えました") if is_told else _("%(who)sには伝えようがありません")
        yield PathStep(
            answer.told_on or _day(answer.created_at),
            StepKind.TOLD,
            what % {"who": raiser.trouble.raised_by},
            answer.text,
            answer.told_by_name,
            target=answer.trouble_id,
        )


def _of_story(story: IssueStory) -> Iterator[PathStep]:
    for tie in story.considerations:
        meeting = tie.item.meeting
        outcome = tie.item.get_outcome_display() if tie.item.outcome else _("結果はまだ")
        yield PathStep(
            meeting.held_on,
            StepKind.CONSIDERED,
            _("「%(body)s」の議題（%(role)s）：%(outcome)s")
            % {"body": meeting.body.name, "role": tie.get_role_display(), "outcome": outcome},
            f"{tie.item.title}\n{tie.item.outcome_text}".strip(),
            "",
            target=meeting.id,
            item=tie.item_id,
            district=meeting.body.district_id,
        )
    for action in story.actions:
        due = _("（%(day)sまで）") % {"day": short_date(action.due_on)} if action.due_on else ""
        yield PathStep(
            _day(action.created_at),
            StepKind.PROMISED,
            _("取組を決めました%(due)s") % {"due": due},
            action.what,
            action.who,
            target=action.id,
        )
        if action.done_on is not None:
            yield PathStep(
                action.done_on,
                StepKind.DONE,
                _("取組が終わりました：%(what)s") % {"what": action.what},
                action.result,
                action.who,
                target=action.id,
            )
    for entry in story.entries:
        yield PathStep(
            _day(entry.created_at),
            StepKind.ENTRY,
            entry.get_status_display(),
            entry.text,
            entry.by_name,
        )


def _day(moment: datetime) -> date:
    return clock.to_tokyo(moment).date()
