"""What is known already when a lesson is begun from an issue, an action, a meeting or a pattern.

Everything is a proposal that whoever writes may change; nothing of it leaves the district before
a second person has approved it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sasaeai.directory.enums import Season
from sasaeai.issues.enums import AnswerState, Helped
from sasaeai.issues.models import Action, Answer, Issue
from sasaeai.kernel.wareki import wareki
from sasaeai.meetings.models import AgendaItem, Meeting
from sasaeai.minutes.queries.public import may_publish_in_full
from sasaeai.people.enums import StaffRole
from sasaeai.people.models import District, Post
from sasaeai.rollout.models import Pattern

TITLE, LONG, SHORT, ASK = 120, 2_000, 1_000, 160
"""Characters of the fields that are filled in."""

_HELPED = {
    Helped.YES: "役に立った",
    Helped.PARTLY: "少し役に立った",
    Helped.NO: "役に立たなかった",
}


@dataclass(frozen=True, slots=True)
class LessonStart:
    """Where a lesson begins: in which district, from what, and the words filled in by field."""

    district: District
    words: dict[str, Any]
    issue: Issue | None = None
    meeting: Meeting | None = None
    pattern: Pattern | None = None


def start_from_nothing(district: District) -> LessonStart:
    """An empty lesson; only whom to ask is known."""
    return LessonStart(district, _words(ask=host_of(district)))


def start_from_issue(issue: Issue) -> LessonStart:
    """Its situation, what was done about it with results, how it ended and whether that helped."""
    actions = list(
        Action.objects.current()
        .filter(municipality_id=issue.municipality_id, issue=issue)
        .order_by("created_at")
    )
    words = _words(
        title=issue.title,
        topic=issue.topic_id,
        season=issue.season,
        situation="\n".join(
            part
            for part in (issue.troubled and f"困っていた人：{issue.troubled}", issue.description)
            if part
        )
        or issue.title,
        tried="\n".join(_tried(action) for action in actions),
        took=_took(issue, actions),
        became="\n".join(part for part in (issue.closed_reason, _heard(issue)) if part),
        ask=str(issue.owner) if issue.owner is not None else host_of(issue.district),
    )
    return LessonStart(issue.district, words, issue=issue)


def start_from_action(action: Action) -> LessonStart:
    """From the issue it was for; without one from the action alone."""
    if action.issue is not None:
        return start_from_issue(action.issue)
    meeting = action.item.meeting if action.item is not None else None
    words = _words(
        title=action.what,
        topic=action.item.topic_id if action.item is not None else None,
        situation=action.item.title if action.item is not None else "",
        tried=_tried(action),
        became=action.result,
        ask=action.who,
    )
    return LessonStart(action.district, words, meeting=meeting)


def start_from_meeting(meeting: Meeting) -> LessonStart:
    """What it talked about and decided, unless its words are for those in the room alone (L-17)."""
    district = meeting.body.district
    if not may_publish_in_full(meeting):
        return LessonStart(district, _words(ask=host_of(district)), meeting=meeting)
    items = list(
        AgendaItem.objects.filter(
            municipality_id=meeting.municipality_id, meeting=meeting, removed_at=None
        ).order_by("position")
    )
    topics = {item.topic_id for item in items if item.topic_id is not None}
    words = _words(
        title=meeting.theme or (items[0].title if items else ""),
        topic=topics.pop() if len(topics) == 1 else None,
        situation="\n".join(f"・{item.title}" for item in items),
        became="\n".join(f"・{item.outcome_text}" for item in items if item.outcome_text),
        ask=host_of(district),
    )
    return LessonStart(district, words, meeting=meeting)


def start_from_pattern(pattern: Pattern, district: District) -> LessonStart:
    """How a district formed its meetings: the pattern's name and what it says of itself."""
    words = _words(
        title=f"{pattern.name}で会議を立ち上げた", tried=pattern.summary, ask=host_of(district)
    )
    return LessonStart(district, words, pattern=pattern)


def _words(**given: Any) -> dict[str, Any]:
    limits = {
        "title": TITLE,
        "situation": LONG,
        "tried": LONG,
        "took": SHORT,
        "became": LONG,
        "ask": ASK,
    }
    return {"topic": given.get("topic"), "season": given.get("season", Season.ALL_YEAR)} | {
        name: str(given.get(name, ""))[:limit] for name, limit in limits.items()
    }


def _tried(action: Action) -> str:
    said = f"（結果：{action.result}）" if action.result else ""
    return f"・{action.what}（{action.who}）{said}"


def _took(issue: Issue, actions: Iterable[Action]) -> str:
    """Who took part, and from when to when."""
    people = dict.fromkeys(action.who for action in actions)
    parts = [f"関わった人：{'、'.join(people)}"] if people else []
    if issue.closed_on is not None:
        parts.append(f"期間：{wareki(issue.opened_on)}から{wareki(issue.closed_on)}まで")
    return "\n".join(parts)


def _heard(issue: Issue) -> str:
    """What those who raised it said a month later, counted: their own words stay with them."""
    rows = Answer.objects.current().filter(
        municipality_id=issue.municipality_id, trouble__issue=issue, state=AnswerState.TOLD
    )
    said = list(rows.exclude(helped="").values_list("helped", flat=True))
    counts = [f"「{word}」{said.count(kind)}件" for kind, word in _HELPED.items() if kind in said]
    return f"困りごとを寄せた方の声：{'、'.join(counts)}" if counts else ""


def host_of(district: District) -> str:
    """Whom to ask when nothing else is known: the officer's post of the district, never a person."""
    posts = Post.objects.filter(
        municipality_id=district.municipality_id,
        organization__served__district=district,
        role=StaffRole.OFFICER,
        ended_on=None,
    )
    post = posts.select_related("organization").order_by("organization__name", "title").first()
    return f"{post.organization.name} {post.title}" if post is not None else ""
